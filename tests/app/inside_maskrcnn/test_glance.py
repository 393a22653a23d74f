"""Mask R-CNN at one glance: its numbers are the run's, every stage is there, and a card opens its stage."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.diagram.layout import lay_out
from app.diagram.model import Diagram
from app.diagram.svg import svg_of
from app.inside_maskrcnn.glance import NODE_STAGE, GlancePane, maskrcnn_diagram
from app.preferences import Language, StageKey
from app.translation import Translations
from core.badges import Badge
from core.image import ImageDocument, from_array
from core.maskrcnn.results import DetectionRun, MaskPatch, Poolers
from core.roi.settings import Operator, OperatorSettings
from tests.app.diagram.geometry import faults, reached_from
from tests.app.diagram.test_svg import rendered, texts_of
from tests.app.inside_maskrcnn.benches import PATIENCE_MS, Bench, shown

pytestmark = pytest.mark.usefixtures("qapp")  # fonts need an application

HEIGHT, WIDTH = 100, 140


@functools.cache
def tiny_run() -> DetectionRun:
    """A real network's record; its boxes are random."""
    from tests.core.maskrcnn.runs import record, scene
    from tests.maskrcnn_networks import tiny_maskrcnn

    return record(tiny_maskrcnn(), scene(0, HEIGHT, WIDTH))


@functools.cache
def tiny_patches() -> tuple[MaskPatch, ...]:
    from core.maskrcnn.paste import mask_patches

    return tuple(mask_patches(tiny_run()))


def tiny_photo() -> ImageDocument:
    return from_array(np.random.default_rng(0).integers(0, 255, (HEIGHT, WIDTH, 3)).astype(np.uint8), name="noise")


def tiny_diagram() -> Diagram:
    return maskrcnn_diagram(tiny_run(), tiny_photo(), tiny_patches())


def without_objects(run: DetectionRun) -> DetectionRun:
    """The same run with a score that nothing reaches."""
    from tests.core.maskrcnn.runs import rerun_on
    from tests.maskrcnn_networks import tiny_maskrcnn

    return rerun_on(tiny_maskrcnn(), run, replace(run.thresholds, score=0.9999))


def times(*shape: int) -> str:
    return " × ".join(f"{size:,}" for size in shape)


def test_shapes_are_those_of_the_recorded_arrays() -> None:
    run, diagram = tiny_run(), tiny_diagram()
    shapes: dict[str, tuple[int, ...]] = {
        "photo": (WIDTH, HEIGHT),
        "input": run.input.pixels.shape,
        "box features": run.boxes.table.roi_features[run.boxes.row].shape,
        "box head": run.boxes.logits.shape,
        "mask features": run.masks.table.roi_features[run.masks.row].shape,
        "mask head": run.masks.table.logits[run.masks.row].shape,
        "pasted": (len(run), HEIGHT, WIDTH),
    }
    shapes |= {name: level.shape for name, level in run.pyramid.levels.items()}
    for key, shape in shapes.items():
        assert diagram.node(key).lines[0].startswith(times(*shape)), key
    assert diagram.node("box head").lines[1].startswith(times(*run.boxes.deltas.shape))


def test_counts_are_those_of_the_record() -> None:
    run, diagram = tiny_run(), tiny_diagram()
    anchors = sum(grid[0] * grid[1] * level.kinds for level in run.levels for grid in [level.grid])
    scores = run.boxes.scores[:, 1:]
    assert diagram.node("anchors").lines == (f"{anchors:,} boxes", f"{run.levels[0].kinds} at each cell")
    assert diagram.node("candidates").lines[0] == f"{len(run.candidates.scores):,} before NMS"
    assert diagram.node("proposals").lines[0] == f"{len(run.boxes.proposals_input):,} after NMS at IoU 0.7"
    assert diagram.node("pairs").lines[0] == f"{scores.size:,} pairs of box and class"
    passed = int(diagram.node("pairs").lines[1].split()[0].replace(",", ""))
    assert passed <= int((scores > run.thresholds.score).sum())  # all but those that are too small
    assert passed >= len(run)


def test_each_time_is_the_measured_one_and_together_they_are_the_run() -> None:
    run, diagram = tiny_run(), tiny_diagram()
    assert diagram.node("objectness").milliseconds == pytest.approx(run.facts.stage_seconds["objectness"] * 1000)
    told = sum(node.milliseconds or 0.0 for node in diagram.nodes) + run.facts.stage_seconds["pyramid"] * 1000
    assert told == pytest.approx(run.facts.seconds * 1000)


def test_a_run_without_times_has_none_on_its_cards() -> None:
    run = tiny_run()
    untimed = replace(run, facts=replace(run.facts, stage_seconds={}))
    diagram = maskrcnn_diagram(untimed, tiny_photo(), tiny_patches())
    assert {node.milliseconds for node in diagram.nodes} == {None}


def test_the_photo_leads_to_every_stage_and_every_stage_has_a_card() -> None:
    diagram = tiny_diagram()
    keys = {node.key for node in diagram.nodes}
    assert reached_from(diagram, "photo") == keys == set(NODE_STAGE)
    assert set(NODE_STAGE.values()) == set(StageKey)


def test_every_stage_has_a_picture() -> None:
    assert [node.key for node in tiny_diagram().nodes if node.picture is None] == []


def test_what_mask_rcnn_adds_stands_on_its_own_ground() -> None:
    groups = {group.key: set(group.nodes) for group in tiny_diagram().groups}
    assert groups["fcn"] == {"mask features", "mask head", "masks", "pasted"}
    assert groups["faster"] | groups["fcn"] == set(NODE_STAGE)
    assert not groups["faster"] & groups["fcn"]


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.KOREAN])
def test_nothing_overlaps_in_either_language(qapp: QApplication, language: Language) -> None:
    translations = Translations(qapp)
    translations.speak(language)
    try:
        assert faults(lay_out(tiny_diagram())) == []
    finally:
        translations.speak(Language.ENGLISH)


def test_without_objects_it_says_so_and_keeps_the_shapes() -> None:
    run = without_objects(tiny_run())
    assert len(run) == 0
    diagram = maskrcnn_diagram(run, tiny_photo(), ())
    assert diagram.node("detections").lines == ("no object above the score",)
    assert diagram.node("mask head").lines[0].startswith("0 × 4 × 28 × 28")
    assert faults(lay_out(diagram)) == []


@pytest.mark.parametrize(("height", "width"), [(20, 600), (600, 20), (3, 3)])
def test_photos_of_odd_shapes_lie_well_too(height: int, width: int) -> None:
    import torch

    from core.maskrcnn.paste import mask_patches
    from tests.core.maskrcnn.runs import record
    from tests.maskrcnn_networks import tiny_maskrcnn

    document = from_array(np.random.default_rng(0).integers(0, 255, (height, width, 3)).astype(np.uint8), name="odd")
    run = record(tiny_maskrcnn(), torch.tensor(document.rgb).permute(2, 0, 1) / 255)
    assert faults(lay_out(maskrcnn_diagram(run, document, tuple(mask_patches(run))))) == []


def test_other_poolers_are_named_and_have_their_colour() -> None:
    run = replace(tiny_run(), poolers=Poolers(box=OperatorSettings(Operator.POOL)))
    diagram = maskrcnn_diagram(run, tiny_photo(), tiny_patches())
    assert diagram.node("box features").title == "RoIPool for boxes"
    assert diagram.node("mask features").title == "RoIAlign for masks"
    tint = diagram.node("box features").tint
    assert tint is not None
    assert tint.light == tint.dark == "#e69f00"


def test_the_slide_carries_the_badges() -> None:
    run = tiny_run()
    run = replace(run, facts=replace(run.facts, badges=(Badge.UNTRAINED, Badge.TRANSPLANTED)))
    texts = " ".join(texts_of(svg_of(maskrcnn_diagram(run, tiny_photo(), tiny_patches()))).split())
    assert Badge.UNTRAINED.text in texts
    assert Badge.TRANSPLANTED.text in texts


def test_the_slide_has_every_title_and_shows_the_photo() -> None:
    document = from_array(np.full((HEIGHT, WIDTH, 3), (30, 160, 220), np.uint8), name="blue")
    diagram = maskrcnn_diagram(tiny_run(), document, tiny_patches())
    svg = svg_of(diagram)
    texts = texts_of(svg)
    assert [node.title for node in diagram.nodes if node.title not in texts] == []
    seen = rendered(svg).pixelColor(lay_out(diagram).cards["photo"].picture.center().toPoint())
    assert (seen.red(), seen.green(), seen.blue()) == pytest.approx((30, 160, 220), abs=3)


def test_the_pane_draws_a_run_and_a_card_asks_for_its_stage(qtbot: QtBot) -> None:
    bench = Bench()
    bench.session.set_document(tiny_photo())
    pane = GlancePane(bench.session, bench.intents, bench.worker)
    qtbot.addWidget(pane)
    with shown(qtbot, bench, pane):
        assert pane.diagram is None
        assert "Run a Mask R-CNN" in pane.empty.text()
        with qtbot.waitSignal(pane.diagram_changed, timeout=PATIENCE_MS):
            bench.show_run(tiny_run())
        assert_shows(pane, tiny_run())
        asked: list[Any] = []
        bench.intents.show_stage.connect(asked.append)
        pane.view.node_chosen.emit("objectness")
        assert asked == [StageKey.OBJECTNESS]
        pane.view.set_diagram(None)


def assert_shows(pane: GlancePane, run: DetectionRun) -> None:
    assert pane.diagram is not None
    assert pane.diagram.node("pasted").lines[0].startswith(f"{len(run)} ×")
    assert pane.table.rowCount() == len(NODE_STAGE)
