"""The disagreement pane: a class map and objects made by hand, so that every count is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.canvas.image_canvas import ImagePoint
from app.inside_maskrcnn.disagreement import VERDICT_COLOURS, DisagreementPane
from app.inside_maskrcnn.disagreement_table import Unit
from core.cancellation import CancelToken
from core.evaluation.disagreement import Verdict
from core.fcn.config import ReadOut
from core.fcn.results import Segmentation
from core.labels import VOC
from core.maskrcnn.results import DetectionRun, PasteRule, Thresholds
from tests.app.inside_maskrcnn.benches import PATIENCE_MS, Bench, photo, shown
from tests.core.maskrcnn.scripted import IMAGE_SIZE, Anchor, scripted_run

HEIGHT, WIDTH = IMAGE_SIZE
CAT, DOG, SOFA = (VOC.names.index(name) for name in ("cat", "dog", "sofa"))
HERE, THERE = (20.0, 20.0, 60.0, 60.0), (150.0, 100.0, 190.0, 140.0)
"""Input px; twice that in the photo."""
INSIDE, BESIDE = (80, 80), (200, 80)


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def pane(qtbot: QtBot, bench: Bench) -> Iterator[DisagreementPane]:
    bench.session.set_document(photo(*IMAGE_SIZE))
    pane = DisagreementPane(bench.session, bench.intents, bench.worker)
    with shown(qtbot, bench, pane):
        yield pane


def segment(bench: Bench, *regions: tuple[int, int, int, int, int]) -> Segmentation:
    """Background but for ``(class id, x1, y1, x2, y2)`` in image px."""
    document = bench.session.document
    assert document is not None
    scores = bench.engine.scores(document, "fcn-everyday", CancelToken())
    class_map = np.zeros(IMAGE_SIZE, np.uint8)
    for class_id, x1, y1, x2, y2 in regions:
        class_map[y1:y2, x1:x2] = class_id
    found = replace(bench.engine.read_out(scores, ReadOut.STRIDE_8), class_map=class_map)
    bench.session.set_segmentation(found)
    return found


def one_cat() -> DetectionRun:
    return scripted_run({"P2": [Anchor(HERE, 0.9, (0.9, 0.0))]})


def settle(pane: DisagreementPane, qtbot: QtBot) -> None:
    before = pane.found
    qtbot.waitUntil(lambda: pane.found is not None and pane.found is not before, timeout=PATIENCE_MS)


def texts(pane: DisagreementPane) -> dict[str, list[str]]:
    model = pane.table.sorted
    rows = [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())]
    return {row[0]: row[1:] for row in rows}


def test_before_both_ran_the_pane_says_which_is_missing(pane: DisagreementPane, bench: Bench, qtbot: QtBot) -> None:
    assert pane.notice.text() == "Run Mask R-CNN on the photo to compare it with the FCN."
    bench.show_run(one_cat())
    assert pane.notice.text() == "Run the FCN on the photo to compare it with Mask R-CNN."
    assert pane.found is None
    segment(bench)
    settle(pane, qtbot)
    assert not pane.notice.isVisible()


def test_pixels_are_counted_per_class(pane: DisagreementPane, bench: Bench, qtbot: QtBot) -> None:
    """The FCN sees the cat's left half, a dog elsewhere and a sofa that Mask R-CNN was never taught."""
    run = bench.show_run(one_cat())
    segment(bench, (CAT, 0, 0, 80, HEIGHT), (DOG, 300, 300, 310, 310), (SOFA, 500, 300, 520, 310))
    settle(pane, qtbot)
    found = pane.found
    assert found is not None
    assert set(found.names) == {"cat", "dog", "sofa"}
    inside = found.objects == 1
    assert int(inside.sum()) == pytest.approx(80 * 80, rel=0.05)
    pane.unit.segments[1].click()
    rows = texts(pane)
    agreed = int(inside[:, :80].sum())
    assert rows["cat"][0] == f"{agreed:,}"
    assert rows["dog"] == ["—", "100", "—", "—", "—", "0.00"]
    assert rows["sofa"] == ["—", "—", "—", "—", "200", "—"]
    pane.unit.segments[0].click()
    assert texts(pane)["dog"][1] == "< 0.1 %"
    assert pane.totals[Verdict.NOT_COMPARABLE].text() == "200 px, 0.1 %"
    assert len(run) == 1


def test_heads_stand_over_their_cells(pane: DisagreementPane, bench: Bench, qtbot: QtBot) -> None:
    bench.show_run(one_cat())
    segment(bench, (CAT, 0, 0, 80, HEIGHT))
    settle(pane, qtbot)
    model, horizontal = pane.table.model(), Qt.Orientation.Horizontal
    for column in range(model.columnCount()):
        head = model.headerData(column, horizontal, Qt.ItemDataRole.TextAlignmentRole)
        cell = model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole)
        assert head & Qt.AlignmentFlag.AlignHorizontal_Mask == (cell or Qt.AlignmentFlag.AlignLeft) & Qt.AlignmentFlag.AlignHorizontal_Mask


def test_the_table_sorts_by_numbers(pane: DisagreementPane, bench: Bench, qtbot: QtBot) -> None:
    bench.show_run(one_cat())
    segment(bench, (DOG, 300, 300, 310, 310), (CAT, 400, 300, 480, 320), (SOFA, 500, 300, 520, 310))
    settle(pane, qtbot)
    pane.unit.chosen.emit(Unit.PIXELS)
    pane.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert list(texts(pane)) == ["cat", "dog", "sofa"]  # 1 600 before 100: as texts it would be the other way round
    pane.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert list(texts(pane)) == ["sofa", "dog", "cat"]


def colour_at(pane: DisagreementPane, place: tuple[int, int]) -> QColor:
    position = pane.canvas.position_of(ImagePoint(*place)).toPoint()
    return pane.canvas.grab().toImage().pixelColor(position)


def test_the_map_is_painted_in_the_verdicts_colours_and_each_can_be_hidden(pane: DisagreementPane, bench: Bench, qtbot: QtBot) -> None:
    bench.session.set_look(replace(bench.session.look, opacity=1.0))
    bench.show_run(one_cat())
    segment(bench, (DOG, BESIDE[0] - 20, BESIDE[1] - 20, BESIDE[0] + 20, BESIDE[1] + 20))
    settle(pane, qtbot)
    assert colour_at(pane, INSIDE) == QColor(VERDICT_COLOURS[Verdict.ONLY_OBJECT])
    assert colour_at(pane, BESIDE) == QColor(VERDICT_COLOURS[Verdict.ONLY_MAP])
    pane.boxes[Verdict.ONLY_OBJECT].click()
    assert colour_at(pane, INSIDE) != QColor(VERDICT_COLOURS[Verdict.ONLY_OBJECT])
    assert colour_at(pane, BESIDE) == QColor(VERDICT_COLOURS[Verdict.ONLY_MAP])


def test_the_pixel_under_the_pointer_is_put_into_words(pane: DisagreementPane, bench: Bench, qtbot: QtBot) -> None:
    bench.show_run(one_cat())
    segment(bench, (DOG, 0, 0, 100, 100))
    settle(pane, qtbot)
    QTest.mouseMove(pane.canvas.viewport(), pane.canvas.position_of(ImagePoint(INSIDE[0] + 0.5, INSIDE[1] + 0.5)).toPoint())
    assert pane.pixel.text().endswith("FCN dog; Mask R-CNN cat: different class")
    QTest.mouseMove(pane.canvas.viewport(), pane.canvas.position_of(ImagePoint(300.5, 300.5)).toPoint())
    assert pane.pixel.text().endswith("FCN background; Mask R-CNN no object: background to both")


def test_without_objects_the_class_map_stands_alone(pane: DisagreementPane, bench: Bench, qtbot: QtBot) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(HERE, 0.9, (0.9, 0.0))]}, Thresholds(score=0.95)))
    segment(bench, (CAT, 0, 0, 10, 10))
    settle(pane, qtbot)
    assert pane.found is not None
    assert pane.found.totals[Verdict.ONLY_MAP] == 100
    assert pane.notice.text() == "Mask R-CNN found no object: wherever the FCN has a class, it stands alone."


def test_another_run_and_another_paste_rule_are_compared_again(pane: DisagreementPane, bench: Bench, qtbot: QtBot) -> None:
    bench.show_run(one_cat())
    segment(bench)
    settle(pane, qtbot)
    first = pane.found
    assert first is not None
    bench.intents.choose_paste_rule.emit(PasteRule.DETECTRON2)
    settle(pane, qtbot)
    assert pane.found is not None
    assert pane.found.totals[Verdict.ONLY_OBJECT] != first.totals[Verdict.ONLY_OBJECT]  # torchvision truncates to whole pixels
    bench.show_run(scripted_run({"P2": [Anchor(THERE, 0.9, (0.0, 0.9))]}))
    settle(pane, qtbot)
    assert pane.found.names == ("dog",)


def test_nothing_is_compared_while_nobody_looks(pane: DisagreementPane, bench: Bench, qtbot: QtBot) -> None:
    pane.hide()
    bench.show_run(one_cat())
    segment(bench)
    assert not bench.worker.is_busy("disagreement")
    assert pane.found is None
    pane.show()
    settle(pane, qtbot)


def test_a_class_without_a_name_is_told_and_the_last_map_stays(pane: DisagreementPane, bench: Bench, qtbot: QtBot) -> None:
    bench.show_run(one_cat())
    segment(bench)
    settle(pane, qtbot)
    before = pane.found
    segment(bench, (99, 0, 0, 10, 10))
    qtbot.waitUntil(lambda: pane.notice.isVisible(), timeout=PATIENCE_MS)
    assert pane.notice.text() == "Class id 99 has no name in VOC; compare with its own classes."
    assert pane.found is before


def test_another_photo_clears_the_map(pane: DisagreementPane, bench: Bench, qtbot: QtBot) -> None:
    bench.show_run(one_cat())
    segment(bench)
    settle(pane, qtbot)
    bench.session.set_document(photo(50, 70))
    assert pane.found is None
    assert texts(pane) == {}
    assert pane.totals[Verdict.AGREE].text() == "—"


def test_a_screen_reader_hears_pixels_and_share(pane: DisagreementPane, bench: Bench, qtbot: QtBot) -> None:
    bench.show_run(one_cat())
    segment(bench, (DOG, 300, 300, 340, 340))
    settle(pane, qtbot)
    model = pane.table.rows_model
    assert pane.found is not None
    row = pane.found.names.index("dog")
    spoken = model.data(model.index(row, 2), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "dog, only FCN: 1,600 px, 0.7 % of the photo"
