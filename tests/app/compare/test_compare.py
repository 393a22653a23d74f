"""Comparing: every canvas looks at one place at one scale, and the difference counts what the two maps say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.canvas.image_canvas import ImagePoint
from app.compare.source import OBJECTS, PHOTO, READ_OUTS, TRUTH, Source, SourceKind, sources
from app.compare.stage import Stage
from app.compare.view import DIFFERENCE_CHANNEL, CompareView, Mode
from app.session import Pixel
from core.catalog import MODELS, Task
from core.evaluation.difference import Comparison
from core.fcn.config import Gains, ReadOut
from core.image import ImageDocument, from_array
from core.maskrcnn.scene import InstanceScene
from core.truth import GroundTruth
from tests.app.canvas.scenes import scene_of
from tests.app.inside_fcn.conftest import HEIGHT, WIDTH, Bench
from tests.core.maskrcnn.scripted import Anchor, scripted_run


@pytest.fixture
def view(bench: Bench) -> CompareView:
    made = bench.show(lambda room: CompareView(room.session, room.intents, room.worker, room.engine_on))
    assert isinstance(made, CompareView)
    return made


def opened(bench: Bench) -> None:
    bench.open()
    bench.until(lambda: len(bench.session.read_outs) == len(ReadOut))


def shown(view: CompareView) -> list[Stage]:
    return [stage for stage in view.stages if stage.isVisible()]


def looks(view: CompareView) -> set[tuple[float, float, float]]:
    views = (stage.canvas.view for stage in shown(view))
    return {(found.centre.x, found.centre.y, found.zoom) for found in views}


def test_the_three_read_outs_stand_side_by_side_at_first(bench: Bench, view: CompareView) -> None:
    opened(bench)
    assert [stage.caption.text() for stage in shown(view)] == ["FCN-32s", "FCN-16s", "FCN-8s"]


def test_the_session_names_the_read_outs_of_its_photo_alone(bench: Bench) -> None:
    opened(bench)
    assert {made.read_out for made in bench.session.read_outs.values()} == set(ReadOut)
    assert {made.image_digest for made in bench.session.read_outs.values()} == {bench.segmentation.image_digest}
    bench.open("another")
    assert all(made.scores is bench.segmentation.scores for made in bench.session.read_outs.values())


@pytest.mark.parametrize("move", [lambda _: None, lambda canvas: canvas.set_zoom(3.7)], ids=["fitted", "zoomed"])
def test_forty_resizes_leave_every_canvas_at_one_place_and_scale(bench: Bench, view: CompareView, move: Callable[..., None]) -> None:
    opened(bench)
    move(view.stages[1].canvas)
    before = looks(view)
    random = np.random.default_rng(0)
    for _ in range(40):
        view.resize(int(random.integers(760, 1600)), int(random.integers(420, 1000)))
        QApplication.processEvents()
        assert len(looks(view)) == 1
    view.resize(1200, 800)
    QApplication.processEvents()
    assert looks(view) == before


def test_the_smallest_canvas_decides_how_all_are_fitted(bench: Bench, view: CompareView) -> None:
    opened(bench)
    view.stages[1].setMaximumWidth(250)
    QApplication.processEvents()
    smallest = min(stage.canvas.viewport().width() for stage in shown(view))
    assert len(looks(view)) == 1
    assert smallest == 250
    assert 0.8 * smallest < view.stages[0].canvas.zoom * WIDTH <= smallest
    assert view.link.fitted


def test_zooming_one_zooms_all_and_fit_fits_all(bench: Bench, view: CompareView) -> None:
    opened(bench)
    fitted = looks(view)
    view.stages[2].canvas.set_view(ImagePoint(31.25, 44.5), 5.3)
    assert looks(view) == {(31.25, 44.5, 5.3)}
    bench.intents.zoom_by.emit(2.0)
    assert {zoom for _, _, zoom in looks(view)} == {10.6}
    bench.intents.fit.emit()
    assert looks(view) == fitted


def test_the_cursor_is_in_every_canvas_and_says_each_class(bench: Bench, view: CompareView) -> None:
    opened(bench)
    bench.intents.point_at.emit(Pixel(17, 41))
    for stage, stride in zip(shown(view), (32, 16, 8), strict=True):
        made = bench.session.read_outs[ReadOut(stride)]
        assert stage.canvas.cursor_item.isVisible()
        assert (stage.canvas.cursor_item.x(), stage.canvas.cursor_item.y()) == (17.5, 41.5)
        assert stage.caption.text() == f"FCN-{stride}s: {made.label_set.names[made.class_map[41, 17]]}"
    bench.intents.point_at.emit(None)
    assert not any(stage.canvas.cursor_item.isVisible() for stage in shown(view))


def test_a_fourth_picture_can_be_added_and_taken_away(bench: Bench, view: CompareView) -> None:
    opened(bench)
    view.choose(3, PHOTO)
    assert [stage.caption.text() for stage in shown(view)][3:] == ["Photo"]
    QApplication.processEvents()
    assert len(looks(view)) == 1
    view.choose(3, None)
    assert len(shown(view)) == 3


def test_swiping_moves_the_divider_and_blinking_shows_the_second_while_held(bench: Bench, view: CompareView) -> None:
    opened(bench)
    split = view.stages[0].canvas.split
    view.choose_mode(Mode.SWIPE)
    assert split.divider == 0.5
    view.divider.setValue(250)
    assert split.divider == 0.25
    view.choose_mode(Mode.BLINK)
    assert split.divider == 1
    QTest.keyPress(view.stages[0].canvas, Qt.Key.Key_B)
    assert split.divider == 0
    bench.intents.set_opacity.emit(0.3)
    assert split.divider == 0
    QTest.keyRelease(view.stages[0].canvas, Qt.Key.Key_B)
    assert split.divider == 1


def test_either_side_of_the_divider_is_painted_in_its_own_maps_colours(bench: Bench, view: CompareView) -> None:
    opened(bench)
    view.choose_mode(Mode.SWIPE)
    canvas = view.stages[0].canvas
    canvas.set_view(ImagePoint(WIDTH / 2, HEIGHT / 2), 4.0)
    together = canvas.grab().toImage()
    edge = together.width() // 2
    for share, columns in ((1.0, range(0, edge - 3, 7)), (0.0, range(edge + 3, together.width(), 7))):
        canvas.split.set_divider(share)
        alone = canvas.grab().toImage()
        assert all(alone.pixel(x, y) == together.pixel(x, y) for x in columns for y in range(0, together.height(), 11))


def compare(bench: Bench, view: CompareView, first: Source, second: Source) -> None:
    view.choose_mode(Mode.DIFFERENCE)
    view.choose(0, first)
    view.choose(1, second)
    bench.until(lambda: view.compared is not None and view.tables.pairs.rowCount() > 0)


def test_the_difference_lists_every_pair_of_classes_with_its_pixels(bench: Bench, view: CompareView) -> None:
    opened(bench)
    compare(bench, view, READ_OUTS[0], READ_OUTS[2])
    first, second = (bench.session.read_outs[stride].class_map for stride in (ReadOut.STRIDE_32, ReadOut.STRIDE_8))
    names = bench.segmentation.label_set.names
    for row in range(view.tables.pairs.rowCount()):
        one, other, pixels, _ = (view.tables.pairs.item(row, column).text() for column in range(4))
        expected = int(((first == names.index(one)) & (second == names.index(other))).sum())
        assert int(pixels.replace(",", "")) == expected > 0
    assert view.compared is not None
    assert ((view.compared.difference.pixels == Comparison.DIFFERENT) == (first != second)).all()
    assert f"{view.compared.difference.share * 100:.2f} %" in view.sum.text()


def test_the_difference_counts_each_class_in_both_and_in_either_alone(bench: Bench, view: CompareView) -> None:
    opened(bench)
    compare(bench, view, READ_OUTS[0], READ_OUTS[2])
    first, second = (bench.session.read_outs[stride].class_map for stride in (ReadOut.STRIDE_32, ReadOut.STRIDE_8))
    table, names = view.tables.classes, bench.segmentation.label_set.names
    rows = [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]
    apart = []
    for title, *counts in rows:
        one, other = first == names.index(title), second == names.index(title)
        expected = [int((one & other).sum()), int((one & ~other).sum()), int((other & ~one).sum())]
        assert [int(count.replace(",", "")) for count in counts] == expected
        apart.append(expected[1] + expected[2])
    assert {title for title, *_ in rows} == {names[label] for label in np.union1d(first, second)}
    assert apart == sorted(apart, reverse=True)
    assert table.horizontalHeaderItem(2).toolTip() == "Pixels that only FCN-32s calls so."


def test_ground_truth_is_compared_once_it_is_there(bench: Bench, view: CompareView) -> None:
    opened(bench)
    view.choose_mode(Mode.DIFFERENCE)
    view.choose(0, TRUTH)
    assert view.sum.text() == "No ground truth is loaded for this photo."
    found = bench.segmentation
    bench.session.set_truth(GroundTruth(found.class_map, found.label_set, Path("truth.png"), found.image_digest))
    bench.until(lambda: view.compared is not None)
    assert view.compared is not None
    assert view.compared.difference.different == 0
    bench.session.set_truth(None)
    assert view.sum.text() == "No ground truth is loaded for this photo."
    assert view.tables.pairs.rowCount() == view.tables.classes.rowCount() == 0


def test_a_photo_has_no_difference_and_says_so(bench: Bench, view: CompareView) -> None:
    opened(bench)
    view.choose_mode(Mode.DIFFERENCE)
    view.choose(0, PHOTO)
    assert view.sum.text() == "A photo has no classes; choose class maps or objects."


def plain(colour: tuple[int, int, int]) -> ImageDocument:
    return from_array(np.full((HEIGHT, WIDTH, 3), colour, np.uint8), name=str(colour))


def test_a_new_photo_takes_the_place_of_the_old_one_without_a_flash(bench: Bench, view: CompareView) -> None:
    """From photo to photo, whenever one looks, every canvas has one of the two: never the ground, never white."""
    bench.intents.set_opacity.emit(0.0)
    bench.session.set_document(plain((200, 0, 0)))
    bench.until(lambda: len(bench.session.read_outs) == len(ReadOut))
    view.choose(3, PHOTO)
    seen: set[str] = set()

    def look() -> bool:
        for stage in shown(view):
            picture = stage.canvas.grab().toImage()
            seen.add(picture.pixelColor(picture.rect().center() + QPoint(12, 0)).name())  # beside the divider
        return len(bench.session.read_outs) == len(ReadOut) and not bench.session.activity

    look()
    assert seen == {"#c80000"}
    bench.session.document_changed.connect(look)
    bench.session.set_document(plain((0, 0, 200)))
    bench.until(look)
    view.choose_mode(Mode.SWIPE)
    look()
    assert seen == {"#c80000", "#0000c8"}


def test_another_model_is_run_for_the_comparison_only(bench: Bench, view: CompareView) -> None:
    opened(bench)
    before = bench.segmentation
    other = next(row for row in MODELS if row.task is Task.SEMANTIC and row.key != bench.session.model_key)
    view.choose(1, Source(SourceKind.MODEL, other.key))
    bench.until(lambda: other.key in view.others)
    assert bench.segmentation is before
    assert view.stages[1].canvas.accessibleName() == other.title


def test_what_is_offered_has_every_read_out_and_never_the_chosen_model_twice(bench: Bench) -> None:
    offered = sources(bench.session)
    assert set(READ_OUTS) <= set(offered)
    assert Source(SourceKind.MODEL, bench.session.model_key) not in offered
    assert len(set(offered)) == len(offered)


def test_a_picture_stays_while_gains_are_on_their_way(bench: Bench, view: CompareView) -> None:
    opened(bench)
    bench.intents.set_gains.emit(Gains(score16=0.4))
    assert [stage.caption.text() for stage in shown(view)] == ["FCN-32s", "FCN-16s", "FCN-8s"]
    bench.until(lambda: len(bench.session.read_outs) == len(ReadOut) and bench.segmentation.gains == Gains(score16=0.4))


def test_a_hidden_view_asks_for_nothing(bench: Bench, view: CompareView) -> None:
    view.choose_mode(Mode.DIFFERENCE)
    view.hide()
    opened(bench)
    assert not bench.workflow.worker.is_busy(DIFFERENCE_CHANNEL)
    assert view.compared is None


def test_four_pictures_and_the_difference_fit_the_narrowest_window(view: CompareView) -> None:
    assert view.minimumSizeHint().width() <= 960
    view.choose(3, PHOTO)
    assert view.minimumSizeHint().width() <= 960
    view.choose_mode(Mode.DIFFERENCE)
    assert view.minimumSizeHint().width() <= 960


PERSON = (10, 8, 70, 60)


def objects_found(bench: Bench) -> InstanceScene:
    """One person at rows 8 to 59 and columns 10 to 69, on the photo that is open."""
    document = bench.session.document
    assert document is not None
    run = scripted_run({"P2": [Anchor((20.0, 20.0, 60.0, 60.0), 0.9, (0.9, 0.0))]})
    scene = scene_of((HEIGHT, WIDTH), [PERSON])
    bench.session.set_detection(replace(run, image_digest=document.digest, label_names=("background", "person", "cat")), scene)
    return scene


def test_objects_stand_beside_class_maps_and_name_the_one_under_the_pointer(bench: Bench, view: CompareView) -> None:
    opened(bench)
    view.choose(1, OBJECTS)
    assert view.stages[1].caption.text().startswith("Objects (Mask R-CNN): No Mask R-CNN is chosen")
    scene = objects_found(bench)
    assert view.stages[1].canvas.split.first.objects.scene is scene
    bench.intents.point_at.emit(Pixel(20, 30))
    assert view.stages[1].caption.text() == f"Objects (Mask R-CNN): {scene.texts[0]}"
    bench.intents.point_at.emit(Pixel(0, 0))
    assert view.stages[1].caption.text() == "Objects (Mask R-CNN): no object"


def test_objects_against_a_class_map_are_counted_in_the_classes_that_both_know(bench: Bench, view: CompareView) -> None:
    opened(bench)
    objects_found(bench)
    compare(bench, view, OBJECTS, READ_OUTS[2])
    found, names = bench.session.read_outs[ReadOut.STRIDE_8].class_map, bench.segmentation.label_set.names
    person, cat = names.index("person"), names.index("cat")
    inside = np.zeros(found.shape, bool)
    inside[8:60, 10:70] = True
    counted = np.isin(found, (0, person, cat))
    different = counted & (found != np.where(inside, person, 0))
    assert view.compared is not None
    assert view.compared.difference.different == different.sum() > 0
    assert view.compared.difference.void == (~counted).sum()
    assert "of a class that only one of them knows" in view.sum.text()


def test_objects_stay_until_the_next_ones_are_pasted_and_go_with_their_run(bench: Bench, view: CompareView) -> None:
    opened(bench)
    view.choose(1, OBJECTS)
    scene = objects_found(bench)
    assert bench.session.detection is not None
    bench.session.set_detection(replace(bench.session.detection))
    assert view.stages[1].canvas.split.first.objects.scene is scene
    bench.open("another")
    assert view.stages[1].canvas.split.first.objects.scene is None
