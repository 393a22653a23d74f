"""The diagram on the screen: choosing with mouse and keys, walking, zooming, and words for who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.diagram.table import DiagramTable
from app.diagram.view import DiagramView, spoken
from tests.app.diagram.samples import small_diagram

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[DiagramView]:
    view = DiagramView()
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.set_diagram(small_diagram())
    view.show()
    qtbot.waitExposed(view)
    yield view
    view.set_diagram(None)


def middle_of(view: DiagramView, key: str) -> QPoint:
    layout = view.layout_shown
    assert layout is not None
    return view.mapFromScene(layout.cards[key].rect.center())


def choices_of(view: DiagramView | DiagramTable) -> list[str]:
    chosen: list[str] = []
    view.node_chosen.connect(chosen.append)
    return chosen


def test_the_whole_diagram_is_in_sight_at_first_and_after_a_resize(view: DiagramView) -> None:
    for size in ((900, 500), (500, 700), (1400, 900)):
        view.resize(*size)
        QApplication.processEvents()
        assert view.layout_shown is not None
        for key in view.layout_shown.cards:
            assert view.viewport().rect().contains(middle_of(view, key))


def test_a_fitted_diagram_has_no_scroll_bars_though_zoom_times_width_be_rounded_up(view: DiagramView) -> None:
    assert view.layout_shown is not None
    whole = view.layout_shown.size
    width = next(width for width in range(700, 1100) if width / whole.width() * whole.width() > width)
    view.resize(width, int(whole.height() * width / whole.width()) + 4)  # a bar below would leave too little height
    QApplication.processEvents()
    assert not view.horizontalScrollBar().isVisible()
    assert not view.verticalScrollBar().isVisible()


def test_a_click_chooses_the_card_under_it(view: DiagramView) -> None:
    chosen = choices_of(view)
    for key in ("level b", "map"):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(view, key))
    assert chosen == ["level b", "map"]
    assert view.current == "map"


def test_the_label_of_an_arrow_that_is_a_step_is_chosen_as_a_card_is(view: DiagramView) -> None:
    assert view.layout_shown is not None
    chosen, before = choices_of(view), view.grab().toImage()
    labels = {arrow.edge.label: view.mapFromScene(arrow.label.center()) for arrow in view.layout_shown.arrows}
    QTest.mouseMove(view.viewport(), labels["× 32"])
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert view.grab().toImage() != before
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=labels["× 32"])
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=labels["+"])  # a mere arrow
    assert chosen == ["enlarged"]
    assert view.accessibleDescription().startswith("× 32, Sum → Class map. ")


def test_a_drag_and_a_click_beside_the_cards_choose_nothing(view: DiagramView) -> None:
    chosen = choices_of(view)
    start = middle_of(view, "head")
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view.viewport(), start + QPoint(30, 0))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(30, 0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert chosen == []


def test_the_arrow_keys_lead_to_every_card_and_step(view: DiagramView) -> None:
    """From wherever one is, by trying each key at each place found so far."""
    assert reached_by_keys(view) == {node.key for node in small_diagram().nodes} | {"enlarged"}


def reached_by_keys(view: DiagramView) -> set[str]:
    diagram = view.diagram
    assert diagram is not None
    reached: set[str] = set()
    waiting: list[tuple[Qt.Key, ...]] = [()]
    while waiting:
        keys = waiting.pop(0)
        view.set_diagram(None)
        view.set_diagram(diagram)
        for key in keys:
            QTest.keyClick(view, key)
        if view.current not in reached:
            reached.add(view.current)
            waiting += [(*keys, key) for key in ARROWS]
    return reached


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_chooses_the_card_that_the_keyboard_is_at(view: DiagramView, key: Qt.Key) -> None:
    chosen = choices_of(view)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, key)
    assert chosen == [view.current]
    assert view.current != "photo"


def test_keyboard_focus_is_seen(view: DiagramView) -> None:
    view.clearFocus()
    unfocused = view.grab().toImage()
    view.activateWindow()
    view.setFocus()
    QApplication.processEvents()
    assert view.hasFocus()
    assert view.grab().toImage() != unfocused


def test_a_card_under_the_pointer_is_seen(view: DiagramView) -> None:
    before = view.grab().toImage()
    QTest.mouseMove(view.viewport(), middle_of(view, "head"))
    QApplication.processEvents()
    assert view.grab().toImage() != before
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor


def test_a_screen_reader_is_told_everything_on_the_card(view: DiagramView) -> None:
    assert view.accessibleName() == "A network on a photo"
    assert view.accessibleDescription().startswith("Photo, 40 × 20 px, Encoder")
    assert spoken(small_diagram(), "head") == "Head, 21 × 10 × 5, 41 ms, Encoder"


def wheel(view: DiagramView, at: QPoint, notches: int) -> None:
    place = QPointF(at)
    buttons, modifiers = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(place, place, QPoint(), QPoint(0, 120 * notches), buttons, modifiers, Qt.ScrollPhase.NoScrollPhase, False)
    QTest.mouseMove(view.viewport(), at)
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_zooms_at_the_pointer_and_f_shows_it_whole_again(view: DiagramView) -> None:
    fitted, at = view.zoom, middle_of(view, "head")
    wheel(view, at, 5)
    assert view.zoom > 2 * fitted
    moved = middle_of(view, "head") - at
    assert max(abs(moved.x()), abs(moved.y())) <= 3
    QTest.keyClick(view, Qt.Key.Key_F)
    assert view.zoom == pytest.approx(fitted)


def test_the_wheel_has_ends(view: DiagramView) -> None:
    wheel(view, QPoint(400, 200), 100)
    largest = view.zoom
    wheel(view, QPoint(400, 200), 100)
    assert view.zoom == pytest.approx(largest)
    wheel(view, QPoint(400, 200), -300)
    assert 0.1 < view.zoom < 0.2


def test_a_new_result_of_the_same_shape_keeps_zoom_and_card(view: DiagramView) -> None:
    QTest.keyClick(view, Qt.Key.Key_Right)
    wheel(view, QPoint(400, 200), 2)
    current, zoom = view.current, view.zoom
    view.set_diagram(small_diagram())
    assert (view.current, view.zoom) == (current, zoom)


def test_without_a_diagram_keys_and_clicks_do_nothing(view: DiagramView) -> None:
    chosen = choices_of(view)
    view.set_diagram(None)
    for key in (*ARROWS, Qt.Key.Key_Return, Qt.Key.Key_F):
        QTest.keyClick(view, key)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert chosen == []
    assert view.current == ""


def test_the_table_has_the_same_words_and_chooses_too(qtbot: QtBot) -> None:
    table = DiagramTable()
    qtbot.addWidget(table)
    table.set_diagram(small_diagram())
    chosen = choices_of(table)
    rows = [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]
    assert rows[2] == ["Level B", "", "8 × 5 × 3 · stride 8", "Pyramid of features"]
    assert rows[3] == ["Head", "41 ms", "21 × 10 × 5", "Encoder"]
    assert rows[4][3] == ""
    assert rows[6:] == [["× 32", "", "Sum → Class map", ""]]
    table.setCurrentCell(3, 0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert chosen == ["head"]
