"""Where a class map and objects disagree, against a loop over the pixels that reads the rules aloud."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

from core.errors import InputError
from core.evaluation.disagreement import Disagreement, Verdict, disagreement
from core.labels import CAMVID, VOC, VOID, LabelSet
from core.maskrcnn.results import MaskPatch

FEW = LabelSet("few", ("background", "cat", "dog", "sofa"))
OBJECT_NAMES = ("background", "dog", "cat", "zebra")


def patch(left: int, top: int, inside: np.ndarray) -> MaskPatch:
    return MaskPatch(left, top, inside.astype(bool))


def slow(class_map: np.ndarray, label_set: LabelSet, patches: list[MaskPatch], labels: list[int], names: tuple[str, ...]) -> Disagreement:
    """One pixel at a time."""
    height, width = class_map.shape
    verdicts, objects = np.zeros((height, width), np.uint8), np.zeros((height, width), np.uint16)
    counts: Counter[tuple[str, Verdict]] = Counter()
    known_to_map = {name for index, name in enumerate(label_set.names) if index != label_set.background}
    known_to_objects = set(names[1:])
    for y in range(height):
        for x in range(width):
            for one, label in zip(patches, labels, strict=True):
                rows, columns = one.inside.shape
                within = one.top <= y < one.top + rows and one.left <= x < one.left + columns
                if within and one.inside[y - one.top, x - one.left]:
                    objects[y, x] = label
                    break
            class_id = int(class_map[y, x])
            seen = None if class_id in (label_set.background, VOID) else label_set.names[class_id]
            thing = names[objects[y, x]] if objects[y, x] else None
            if class_id == VOID or (seen and seen not in known_to_objects) or (thing and thing not in known_to_map):
                verdict = Verdict.NOT_COMPARABLE
            elif seen is None and thing is None:
                verdict = Verdict.NEITHER
            elif seen is None:
                verdict = Verdict.ONLY_OBJECT
            elif thing is None:
                verdict = Verdict.ONLY_MAP
            else:
                verdict = Verdict.AGREE if seen == thing else Verdict.DIFFERENT
            verdicts[y, x] = verdict
            for name in {seen, thing} - {None}:
                counts[name, verdict] += 1  # type: ignore[index]
    found = tuple(name for name in (*label_set.names, *names) if any((name, verdict) in counts for verdict in Verdict))
    unique = tuple(dict.fromkeys(found))
    table = np.array([[counts[name, verdict] for verdict in Verdict] for name in unique], np.int64).reshape(-1, len(Verdict))
    return Disagreement(verdicts, objects, unique, table, np.bincount(verdicts.ravel(), minlength=len(Verdict)))


@pytest.mark.parametrize("label_set", [FEW, VOC, CAMVID], ids=lambda one: one.name)
@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_a_loop_over_the_pixels_finds(label_set: LabelSet, seed: int) -> None:
    rng = np.random.default_rng(seed)
    class_map = rng.integers(0, len(label_set), (20, 27)).astype(np.uint8)
    class_map[rng.random(class_map.shape) < 0.1] = VOID
    names = OBJECT_NAMES if label_set is not CAMVID else ("background", "car", "person", "bicyclist")
    patches, labels = [], []
    for _ in range(5):
        height, width = (int(side) for side in rng.integers(1, 12, 2))
        top, left = int(rng.integers(0, 20 - height + 1)), int(rng.integers(0, 27 - width + 1))
        patches.append(patch(left, top, rng.random((height, width)) < 0.6))
        labels.append(int(rng.integers(1, len(names))))
    ours, theirs = disagreement(class_map, label_set, patches, labels, names), slow(class_map, label_set, patches, labels, names)
    assert np.array_equal(ours.verdicts, theirs.verdicts)
    assert np.array_equal(ours.objects, theirs.objects)
    assert ours.names == theirs.names
    assert np.array_equal(ours.counts, theirs.counts)
    assert np.array_equal(ours.totals, theirs.totals)


def test_a_map_of_many_rows_is_counted_whole() -> None:
    class_map = np.arange(700, dtype=np.int64)[:, None].repeat(3, axis=1).astype(np.uint8) % 3
    found = disagreement(class_map, FEW, [patch(0, 100, np.ones((500, 2)))], [2], OBJECT_NAMES)
    theirs = slow(class_map, FEW, [patch(0, 100, np.ones((500, 2)))], [2], OBJECT_NAMES)
    assert np.array_equal(found.verdicts, theirs.verdicts)
    assert found.totals.sum() == 2100


def test_a_strip_with_every_verdict() -> None:
    """background, cat, cat, cat, sofa, background | nothing, cat, dog, nothing, nothing, zebra."""
    class_map = np.array([[0, 1, 1, 1, 3, 0, 0]], np.uint8)
    masks = [patch(1, 0, np.ones((1, 1))), patch(2, 0, np.ones((1, 1))), patch(5, 0, np.ones((1, 1))), patch(6, 0, np.ones((1, 1)))]
    found = disagreement(class_map, FEW, masks, [2, 1, 3, 1], OBJECT_NAMES)
    neither, agree, only_map, only_object, different, incomparable = Verdict
    assert found.verdicts[0].tolist() == [neither, agree, different, only_map, incomparable, incomparable, only_object]
    assert found.names == ("cat", "dog", "sofa", "zebra")
    assert found.counts[:, different].tolist() == [1, 1, 0, 0]
    assert found.overlap(0) == pytest.approx(1 / 3)
    assert np.isnan(found.overlap(2))
    assert found.totals.tolist() == [1, 1, 1, 1, 1, 2]


def test_the_better_object_counts_where_masks_overlap() -> None:
    class_map = np.full((2, 2), 2, np.uint8)
    whole = np.ones((2, 2))
    assert (disagreement(class_map, FEW, [patch(0, 0, whole)] * 2, [1, 2], OBJECT_NAMES).verdicts == Verdict.AGREE).all()
    assert (disagreement(class_map, FEW, [patch(0, 0, whole)] * 2, [2, 1], OBJECT_NAMES).verdicts == Verdict.DIFFERENT).all()


def test_without_objects_only_the_class_map_speaks() -> None:
    found = disagreement(np.array([[0, 1], [2, 3]], np.uint8), FEW, [], [], OBJECT_NAMES)
    assert found.verdicts.tolist() == [[Verdict.NEITHER, Verdict.ONLY_MAP], [Verdict.ONLY_MAP, Verdict.NOT_COMPARABLE]]
    assert not found.objects.any()


def test_with_nothing_on_either_side_there_are_no_classes() -> None:
    found = disagreement(np.zeros((3, 4), np.uint8), FEW, [], [], OBJECT_NAMES)
    assert found.names == ()
    assert found.counts.shape == (0, len(Verdict))
    assert found.totals[Verdict.NEITHER] == 12


@pytest.mark.parametrize(
    ("patches", "labels", "sentence"),
    [
        ([patch(3, 0, np.ones((2, 2)))], [1], "Mask 0 reaches beyond the class map; compare results of the same photo."),
        ([patch(-1, 0, np.ones((1, 1)))], [1], "Mask 0 reaches beyond the class map; compare results of the same photo."),
        ([patch(0, 0, np.ones((1, 1)))], [9], "Mask 0 has no class with a name; give each mask a label from 1."),
        ([patch(0, 0, np.ones((1, 1)))], [0], "Mask 0 has no class with a name; give each mask a label from 1."),
        ([patch(0, 0, np.ones((1, 1)))], [], "Mask 0 has no class with a name; give each mask a label from 1."),
        ([], [1], "There are 1 labels but 0 masks; give each mask one label."),
    ],
)
def test_masks_that_do_not_fit_are_refused(patches: list[MaskPatch], labels: list[int], sentence: str) -> None:
    class_map = np.zeros((3, 4), np.uint8)
    with pytest.raises(InputError) as caught:
        disagreement(class_map, FEW, patches, labels, OBJECT_NAMES)
    assert str(caught.value) == sentence
    assert not class_map.any()


def test_a_class_map_of_other_classes_or_another_kind_is_refused() -> None:
    with pytest.raises(InputError, match="Class id 7 has no name in few"):
        disagreement(np.full((2, 2), 7, np.uint8), FEW, [], [], OBJECT_NAMES)
    with pytest.raises(InputError, match="A class map is"):
        disagreement(np.zeros((2, 2, 3), np.uint8), FEW, [], [], OBJECT_NAMES)


def test_it_imports_no_torch() -> None:
    code = "import sys; import core.evaluation.disagreement; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_classes_that_voc_and_coco_spell_differently_are_the_same() -> None:
    inside = np.ones((4, 4), bool)
    class_map = np.full((4, 8), VOC.names.index("sofa"), np.uint8)
    found = disagreement(class_map, VOC, [patch(0, 0, inside), patch(4, 0, inside)], [1, 2], ("background", "couch", "tv", "truck"))
    assert found.totals[Verdict.AGREE] == found.totals[Verdict.DIFFERENT] == 16
    assert found.names == ("sofa", "tvmonitor")
