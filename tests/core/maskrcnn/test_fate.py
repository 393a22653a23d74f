"""The fate of an object in records made by hand: one test for each way to die, and for living."""

from __future__ import annotations

import operator
import re
import subprocess
import sys

import numpy as np
import pytest
import torch
from torchvision.ops import box_iou

from core.errors import InputError
from core.geometry import Box
from core.maskrcnn.explain import explain_anchor, explain_candidate, explain_pair
from core.maskrcnn.fate import Reached, fate_of, nearest_miss
from core.maskrcnn.results import Fate, Floats, Indices, Thresholds
from tests.core.maskrcnn.runs import record, rerun_on, scene
from tests.core.maskrcnn.scripted import Anchor, scripted_run
from tests.maskrcnn_networks import tiny_maskrcnn

OBJECT = (20.0, 20.0, 60.0, 60.0)
OBJECT_IMAGE = Box(40, 40, 120, 120)
NEAR = (20.0, 20.0, 60.0, 52.0)  # IoU 0.8 with the object
FAR = (200.0, 100.0, 260.0, 160.0)
WIDE = (20.0, 20.0, 104.0, 60.0)  # IoU 40 / 84 = 0.476 with the object, under 0.5
CAT, DOG = 1, 2


def test_it_became_a_detection() -> None:
    run = scripted_run({"P2": [Anchor(FAR, 0.9, (0.0, 0.9)), Anchor(NEAR, 0.8, (0.7, 0.1))]})
    fate = fate_of(run, OBJECT_IMAGE, CAT)
    assert fate.found
    assert fate.reached is Reached.DETECTIONS
    assert (fate.proposal, fate.label, fate.detection) == (1, CAT, 1)
    assert fate.iou == pytest.approx(0.8)
    assert fate.explanation.text == "Proposal 1 became detection 1: cat, score 0.700."


def test_it_was_detected_as_something_else() -> None:
    run = scripted_run({"P2": [Anchor(NEAR, 0.8, (0.04, 0.9))]})
    fate = fate_of(run, OBJECT_IMAGE, CAT)
    assert not fate.found
    assert fate.explanation.text == "Became detection 0, but as dog with score 0.900; cat got 0.040."
    assert fate_of(run, OBJECT_IMAGE).found


def test_its_score_was_too_low() -> None:
    run = scripted_run({"P2": [Anchor(NEAR, 0.8, (0.04, 0.01))]})
    fate = fate_of(run, OBJECT_IMAGE)
    assert (fate.reached, fate.explanation.fate, fate.label) == (Reached.BOX_HEAD, Fate.LOW_SCORE, CAT)
    assert fate.explanation.text == "Proposal 0 as cat died at the score filter: 0.040 is not above 0.050."


def test_the_box_head_moved_it_away() -> None:
    run = scripted_run({"P2": [Anchor(NEAR, 0.8, (0.9, 0.0), moved=WIDE)]})
    fate = fate_of(run, OBJECT_IMAGE, CAT)
    assert fate.explanation.text == "Proposal 0 covered it (IoU 0.80), but the box head moved that to IoU 0.48."
    assert (fate.proposal, fate.detection) == (0, 0)  # it became a detection, but not this object's
    assert not fate.found


def test_nms_gave_it_to_a_rival_that_is_not_its_own() -> None:
    run = scripted_run({"P2": [Anchor(WIDE, 0.9, (0.9, 0.0)), Anchor(OBJECT, 0.8, (0.7, 0.0))]}, Thresholds(nms=0.4))
    fate = fate_of(run, OBJECT_IMAGE, CAT)
    assert (fate.reached, fate.explanation.fate) == (Reached.BOX_HEAD, Fate.SUPPRESSED)
    assert fate.explanation.text == "Proposal 1 as cat died in NMS: suppressed by detection 0, IoU 0.48 > 0.40."


def test_too_many_detections_were_better() -> None:
    run = scripted_run({"P2": [Anchor(FAR, 0.9, (0.9, 0.0)), Anchor(OBJECT, 0.8, (0.7, 0.0))]}, Thresholds(detections=1))
    fate = fate_of(run, OBJECT_IMAGE)
    assert fate.explanation.text == "Proposal 1 as cat survived NMS at place 2, but only 1 detection is kept."


def test_rpn_nms_gave_it_to_a_rival() -> None:
    run = scripted_run({"P2": [Anchor(WIDE, 0.9), Anchor(OBJECT, 0.8)]}, Thresholds(proposal_nms=0.4))
    fate = fate_of(run, OBJECT_IMAGE)
    assert (fate.reached, fate.explanation.fate, fate.proposal) == (Reached.PROPOSALS, Fate.SUPPRESSED, None)
    assert fate.explanation.text == "Died in the RPN's NMS: suppressed by proposal 0, IoU 0.48 > 0.40."


def test_a_rival_that_was_itself_crowded_out_has_no_proposal_number() -> None:
    anchors = [Anchor(FAR, 0.95), Anchor(WIDE, 0.9), Anchor(OBJECT, 0.8)]
    run = scripted_run({"P2": anchors}, Thresholds(proposal_nms=0.4, proposals_after_nms=1))
    text = fate_of(run, OBJECT_IMAGE).explanation.text
    assert text == "Died in the RPN's NMS: suppressed by a candidate with objectness 0.900, IoU 0.48 > 0.40."


def test_boxes_of_different_levels_are_no_rivals_before_the_heads() -> None:
    run = scripted_run({"P2": [Anchor(WIDE, 0.9, (0.9, 0.0))], "P3": [Anchor(OBJECT, 0.8, (0.8, 0.0))]}, Thresholds(proposal_nms=0.4))
    assert fate_of(run, OBJECT_IMAGE).found


def test_too_many_proposals_were_better() -> None:
    run = scripted_run({"P2": [Anchor(FAR, 0.9), Anchor(OBJECT, 0.8)]}, Thresholds(proposals_after_nms=1))
    assert fate_of(run, OBJECT_IMAGE).explanation.text == "Survived the RPN's NMS at place 2, but only 1 proposal goes on."


def test_its_objectness_was_too_low() -> None:
    run = scripted_run({"P2": [Anchor(FAR, 0.9), Anchor(OBJECT, 0.3)]}, Thresholds(proposal_score=0.5))
    assert fate_of(run, OBJECT_IMAGE).explanation.text == "Died before the RPN's NMS: objectness 0.300 is under 0.500."


def test_it_was_outranked_in_its_level() -> None:
    run = scripted_run({"P2": [Anchor(FAR, 0.9), Anchor(OBJECT, 0.3)], "P3": [Anchor(FAR, 0.2)]}, Thresholds(proposals_before_nms=1))
    fate = fate_of(run, OBJECT_IMAGE)
    assert (fate.reached, fate.explanation.fate) == (Reached.ANCHORS, Fate.OUTRANKED)
    assert fate.explanation.text == "Died before the RPN's NMS: rank 2 by objectness in level P2, only 1 goes on."


def test_no_anchor_was_ever_moved_onto_it() -> None:
    run = scripted_run({"P2": [Anchor(FAR, 0.9), Anchor(WIDE, 0.3)]})
    fate = fate_of(run, OBJECT_IMAGE)
    assert fate.explanation.text == "No anchor was moved onto it: the best reaches IoU 0.48."


def test_the_best_anchor_comes_with_its_cell_its_rank_and_its_overlap() -> None:
    run = scripted_run({"P2": [Anchor(FAR, 0.9)], "P3": [Anchor(FAR, 0.9), Anchor(NEAR, 0.3), Anchor(WIDE, 0.8)]})
    best = fate_of(run, OBJECT_IMAGE).best_anchor
    assert (best.anchor, best.level, best.row, best.column, best.kind, best.rank, best.level_size) == (2, "P3", 0, 1, 0, 3, 3)
    assert (best.iou, best.iou_decoded, best.objectness) == pytest.approx((0.8, 0.8, 0.3), abs=1e-6)


def test_the_furthest_box_is_told_of_not_the_best_overlap() -> None:
    run = scripted_run({"P2": [Anchor(OBJECT, 0.2), Anchor(NEAR, 0.8, (0.7, 0.0)), Anchor(FAR, 0.9)]}, Thresholds(proposals_before_nms=2))
    fate = fate_of(run, OBJECT_IMAGE)
    assert fate.found
    assert fate.iou == pytest.approx(0.8)
    assert fate.best_anchor.anchor == 0


@pytest.mark.parametrize("box", [Box(5, 5, 5, 9), Box(9, 9, 5, 5), Box(0, 0, float("nan"), 4)])
def test_a_box_without_area_is_refused(box: Box) -> None:
    with pytest.raises(InputError, match="has no area"):
        fate_of(scripted_run({"P2": [Anchor(FAR, 0.9)]}), box)


def test_a_class_that_is_none_is_refused() -> None:
    for label in (0, 3):
        with pytest.raises(InputError, match=f"There is no class {label}; classes count from 1 to 2"):
            fate_of(scripted_run({"P2": [Anchor(FAR, 0.9)]}), OBJECT_IMAGE, label)


def test_the_nearest_miss_is_the_best_score_that_became_nothing() -> None:
    run = scripted_run({"P2": [Anchor(FAR, 0.9, (0.03, 0.0)), Anchor(OBJECT, 0.8, (0.0, 0.04))]})
    miss = nearest_miss(run)
    assert miss is not None
    assert len(run) == 0
    assert (miss.name, miss.score, miss.box_image) == ("dog", pytest.approx(0.04), OBJECT_IMAGE)
    assert miss.explanation.fate is Fate.LOW_SCORE


def test_without_any_proposal_there_is_no_nearest_miss_but_there_is_a_fate() -> None:
    run = scripted_run({"P2": [Anchor(OBJECT, 0.8)]}, Thresholds(proposal_score=0.9))
    assert nearest_miss(run) is None
    assert fate_of(run, OBJECT_IMAGE).explanation.fate is Fate.LOW_SCORE


def test_every_candidate_pair_and_anchor_of_a_real_run_explains_itself() -> None:
    run = record(tiny_maskrcnn(), scene())
    texts = [explain_candidate(run, index).text for index in range(len(run.candidates.anchor))]
    texts += [explain_pair(run, index).text for index in range(len(run.boxes.selection.fate))]
    texts += [explain_anchor(run, anchor).text for anchor in range(0, run.levels[-1].first + 6, 97)]
    assert all(text.endswith(".") and "{" not in text and "None" not in text for text in texts)


def test_numbers_that_a_rule_compares_never_read_alike() -> None:
    """40 / 84 = 0.47619 is over 0.476, 0.0496 is not over 0.05, and 0.4962 covers nothing from 0.5 on."""
    rpn = scripted_run({"P2": [Anchor(WIDE, 0.9), Anchor(OBJECT, 0.8)]}, Thresholds(proposal_nms=0.476))
    assert fate_of(rpn, OBJECT_IMAGE).explanation.text.endswith("suppressed by proposal 0, IoU 0.4762 > 0.4760.")
    per_class = scripted_run({"P2": [Anchor(WIDE, 0.9, (0.9, 0.0)), Anchor(OBJECT, 0.8, (0.7, 0.0))]}, Thresholds(nms=0.476))
    assert fate_of(per_class, OBJECT_IMAGE, CAT).explanation.text.endswith("suppressed by detection 0, IoU 0.4762 > 0.4760.")
    low = scripted_run({"P2": [Anchor(NEAR, 0.8, (0.0496, 0.01))]})
    assert fate_of(low, OBJECT_IMAGE).explanation.text.endswith("0.0496 is not above 0.0500.")
    unsure = scripted_run({"P2": [Anchor(FAR, 0.9), Anchor(OBJECT, 0.4996)]}, Thresholds(proposal_score=0.5))
    assert fate_of(unsure, OBJECT_IMAGE).explanation.text.endswith("objectness 0.4996 is under 0.5000.")
    nearly = (20.0, 20.0, 100.62, 60.0)  # 40 / 80.62
    moved = scripted_run({"P2": [Anchor(NEAR, 0.8, (0.9, 0.0), moved=nearly)]})
    assert fate_of(moved, OBJECT_IMAGE, CAT).explanation.text.endswith("the box head moved that to IoU 0.496.")
    never = scripted_run({"P2": [Anchor(nearly, 0.8)]})
    assert fate_of(never, OBJECT_IMAGE).explanation.text == "No anchor was moved onto it: the best reaches IoU 0.496."


def test_a_score_that_is_the_threshold_reads_as_it() -> None:
    run = scripted_run({"P2": [Anchor(NEAR, 0.8, (0.25, 0.0))]}, Thresholds(score=0.25))
    assert fate_of(run, OBJECT_IMAGE).explanation.text.endswith("0.250 is not above 0.250.")


def test_every_sentence_of_a_real_run_is_true_of_its_boxes() -> None:
    """What it compares reads true, and its rival is the best survivor that torchvision's IoU finds above the threshold."""
    net = tiny_maskrcnn()
    run = rerun_on(net, record(net, scene()), Thresholds(proposal_nms=0.4, nms=0.3, score=0.2, proposal_score=0.5))
    candidates, boxes = run.candidates, run.boxes
    texts = [explain_candidate(run, index).text for index in range(len(candidates.anchor))]
    _check_rivals(texts, candidates.boxes_input, candidates.level, candidates.selection.kept, "proposal", run.thresholds.proposal_nms)
    pairs = np.arange(len(boxes.selection.fate))
    told = [explain_pair(run, int(pair)).text for pair in pairs]
    corners, labels = boxes.boxes_input[:, 1:].reshape(-1, 4), pairs % (len(run.label_names) - 1)
    _check_rivals(told, corners, labels, boxes.selection.kept, "detection", run.thresholds.nms)
    signs = {">": operator.gt, "is not above": operator.le, "is under": operator.lt}
    for text in (*texts, *told):
        for first, sign, second in re.findall(r"(\d+\.\d+) (>|is not above|is under) (\d+\.\d+)", text):
            assert signs[sign](float(first), float(second)), text


def _check_rivals(texts: list[str], boxes: Floats, groups: Indices, kept: Indices, word: str, limit: float) -> None:
    checked = 0
    for index, text in enumerate(texts):
        named = re.search(rf"suppressed by {word} (\d+), IoU (\d\.\d+)", text)
        if named:
            mine = kept[groups[kept] == groups[index]]
            overlaps = box_iou(torch.tensor(boxes[index : index + 1]).double(), torch.tensor(boxes[mine]).double())[0].numpy()
            above = np.flatnonzero(overlaps > limit)
            assert kept[int(named[1])] == mine[above[0]], text
            assert float(named[2]) == pytest.approx(overlaps[above[0]], abs=0.0051), text
            checked += 1
    assert checked > 20


def test_a_detections_own_box_leads_back_to_it() -> None:
    run = record(tiny_maskrcnn(), scene())
    for index in range(0, len(run), 9):
        found = run.detection(index)
        fate = fate_of(run, found.box_image, found.label)
        assert fate.found
        assert fate.label == found.label
        assert run.scores[fate.detection] >= found.score - 1e-6


def test_following_and_explaining_import_no_torch() -> None:
    """The window follows a dragged box on its own thread, where nothing may import torch."""
    code = "import sys; import core.maskrcnn.fate; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
