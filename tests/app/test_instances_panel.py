"""The list of objects: what it shows is the run, choosing works both ways, and an empty list says what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from app.canvas.image_canvas import ImagePoint
from app.canvas.label_image import OverlayStyle
from app.chosen import Chosen, ChosenKind
from app.panels.instances import InstancesPanel
from app.panels.instances_model import Column
from app.panels.legend_model import share_text
from app.panels.pixel import PixelPanel
from app.preferences import InstanceLook
from app.session import Pixel
from core.maskrcnn.fate import nearest_miss
from core.maskrcnn.results import DetectionRun, Thresholds
from core.maskrcnn.scene import make_instance_scene
from tests.app.conftest import Shell, write_photo
from tests.core.maskrcnn.scripted import Anchor, scripted_run

RULES = Thresholds(proposal_nms=1.0, nms=1.0, score=0.25)
OBJECTS = (
    Anchor((10, 10, 60, 60), 0.9, (0.9, 0.0)),
    Anchor((100, 20, 140, 100), 0.8, (0.0, 0.8)),
    Anchor((30, 30, 45, 45), 0.7, (0.3, 0.0)),
)
"""A cat, a dog and a lesser cat within the first one's box, on a photo of 600 x 400 that has twice these coordinates."""


def detected(shell: Shell, thresholds: Thresholds = RULES, objects: tuple[Anchor, ...] = OBJECTS) -> DetectionRun:
    """Put a scripted run into the session, as the workflow does."""
    assert shell.session.document is not None
    run = replace(scripted_run({"P2": objects}, thresholds), image_digest=shell.session.document.digest)
    shell.session.set_detection(run, make_instance_scene(run))
    return run


@pytest.fixture
def panel(shell: Shell, tmp_path: Path) -> InstancesPanel:
    """The panel of a window that shows a photo of 600 x 400, before anything was detected."""
    shell.intents.choose_instance_model.emit("")
    shell.open(write_photo(tmp_path / "large.png", size=(600, 400)))
    shell.until_idle()
    shell.window.docks["instances"].raise_()
    found = shell.window.panel("instances")
    assert isinstance(found, InstancesPanel)
    return found


def column(panel: InstancesPanel, which: Column) -> list[str]:
    return [str(panel.rows.index(row, which).data()) for row in range(panel.rows.rowCount())]


def chosen(shell: Shell) -> int | None:
    return shell.session.chosen_detection


def test_the_list_is_the_run(shell: Shell, panel: InstancesPanel) -> None:
    run = detected(shell)
    assert column(panel, Column.NUMBER) == ["0", "1", "2"]
    assert column(panel, Column.NAME) == ["cat", "dog", "cat"]
    assert column(panel, Column.SCORE) == ["0.900", "0.800", "0.300"]
    assert column(panel, Column.SIZE) == ["100 × 100", "80 × 160", "30 × 30"]
    scene = make_instance_scene(run)
    shares = [mask.patch().inside.sum() / (600 * 400) for mask in scene.masks]
    assert column(panel, Column.SHARE) == [share_text(share) for share in shares]
    icon = panel.rows.index(1, Column.NAME).data(Qt.ItemDataRole.DecorationRole)
    assert icon.pixmap(16).toImage().pixelColor(8, 8) == QColor(*map(int, scene.colours[1]))
    assert panel.count.text() == "3 objects"


@pytest.mark.parametrize(
    ("by", "order", "numbers"),
    [
        (Column.NAME, Qt.SortOrder.AscendingOrder, ["0", "2", "1"]),
        (Column.SIZE, Qt.SortOrder.DescendingOrder, ["1", "0", "2"]),
        (Column.SCORE, Qt.SortOrder.AscendingOrder, ["2", "1", "0"]),
        (Column.SHARE, Qt.SortOrder.AscendingOrder, ["2", "0", "1"]),
    ],
)
def test_each_column_sorts_by_what_it_means(
    shell: Shell, panel: InstancesPanel, by: Column, order: Qt.SortOrder, numbers: list[str]
) -> None:
    detected(shell)
    panel.table.sortByColumn(by, order)
    assert column(panel, Column.NUMBER) == numbers


def test_the_filter_keeps_objects_whose_class_holds_the_text(shell: Shell, panel: InstancesPanel) -> None:
    detected(shell)
    panel.filter.setText("CAT")
    assert column(panel, Column.NUMBER) == ["0", "2"]
    assert panel.count.text() == "2 of 3 objects"
    panel.filter.setText("(")
    assert panel.rows.rowCount() == 0
    assert panel.empty.text() == "No object's class holds this text."
    panel.filter.clear()
    assert len(column(panel, Column.NUMBER)) == 3


def test_a_click_in_the_list_chooses_and_marks_the_object_on_the_photo(shell: Shell, panel: InstancesPanel) -> None:
    detected(shell)
    place = panel.table.visualRect(panel.rows.index(1, Column.NAME)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen(shell) == 1
    assert shell.window.pane.instance_layer.emphasis == 1


def test_arrows_choose_in_the_order_that_is_shown(shell: Shell, panel: InstancesPanel) -> None:
    detected(shell)
    panel.table.sortByColumn(Column.SCORE, Qt.SortOrder.AscendingOrder)
    shell.intents.choose.emit(Chosen(ChosenKind.DETECTION, 2))
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    assert chosen(shell) == 1
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    assert chosen(shell) == 0
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert (chosen(shell), len(column(panel, Column.NUMBER))) == (0, 3)


@pytest.mark.parametrize("way", ["enter", "button", "double click"])
def test_the_chosen_object_opens_in_the_lab(way: str, shell: Shell, panel: InstancesPanel) -> None:
    detected(shell)
    asked: list[object] = []
    shell.intents.open_in_lab.connect(asked.append)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert not panel.open.isEnabled()
    assert asked == []  # nothing is chosen yet
    shell.intents.choose.emit(Chosen(ChosenKind.DETECTION, 1))
    if way == "enter":
        QTest.keyClick(panel.table, Qt.Key.Key_Return)
    elif way == "button":
        panel.open.click()
    else:
        place = panel.table.visualRect(panel.rows.index(1, Column.SCORE)).center()
        QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)  # the first press of the two
        QTest.mouseDClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [Chosen(ChosenKind.DETECTION, 1)]


def click_photo(shell: Shell, x: float, y: float) -> None:
    canvas = shell.window.pane.canvas
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.position_of(ImagePoint(x, y)).toPoint())


def test_a_click_on_the_photo_chooses_the_object_there_in_the_list_too(shell: Shell, panel: InstancesPanel) -> None:
    detected(shell)
    click_photo(shell, 240.5, 120.5)
    assert chosen(shell) == 1
    assert panel.table.currentIndex().row() == 1
    assert panel.table.selectionModel().isRowSelected(1)
    click_photo(shell, 500.5, 350.5)
    assert chosen(shell) is None
    assert not panel.table.selectionModel().hasSelection()


@pytest.mark.parametrize(("x", "y", "wanted"), [(240.5, 120.5, [Chosen(ChosenKind.DETECTION, 1)]), (500.5, 350.5, [])])
def test_a_double_click_opens_the_object_there_in_the_lab(
    shell: Shell, panel: InstancesPanel, x: float, y: float, wanted: list[Chosen]
) -> None:
    del panel
    detected(shell)
    asked: list[Chosen] = []
    shell.intents.open_in_lab.connect(asked.append)
    canvas = shell.window.pane.canvas
    QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.position_of(ImagePoint(x, y)).toPoint())
    assert asked == wanted


def test_hidden_objects_are_not_chosen_by_a_click(shell: Shell, panel: InstancesPanel) -> None:
    del panel
    detected(shell)
    shell.intents.set_instance_look.emit(InstanceLook(visible=False))
    click_photo(shell, 240.5, 120.5)
    assert chosen(shell) is None


def test_the_choice_stays_with_its_object_when_the_thresholds_change(shell: Shell, panel: InstancesPanel) -> None:
    detected(shell)
    shell.intents.choose.emit(Chosen(ChosenKind.DETECTION, 1))
    detected(shell, replace(RULES, score=0.5))
    assert column(panel, Column.NUMBER) == ["0", "1"]
    assert panel.table.currentIndex().row() == 1
    assert shell.window.pane.instance_layer.emphasis == 1
    detected(shell, replace(RULES, score=0.85))
    assert chosen(shell) is None
    assert shell.window.pane.instance_layer.emphasis is None


@pytest.mark.bad_input("result: no object found, nearest miss")
def test_nothing_found_names_the_nearest_miss_and_what_ended_it(shell: Shell, panel: InstancesPanel) -> None:
    run = detected(shell, replace(RULES, score=0.95))
    miss = nearest_miss(run)
    assert miss is not None
    assert panel.count.text() == "0 objects"
    first, _, reason = panel.empty.text().split("\n")
    assert first == "Nothing found. The nearest miss is cat, score 0.900."
    assert reason == miss.explanation.text
    assert "0.900 is not above 0.950" in reason


def test_an_empty_list_says_what_to_do_next(shell: Shell, panel: InstancesPanel) -> None:
    assert panel.empty.text() == "No Mask R-CNN is chosen. Choose one in the panel Run."
    assert panel.count.text() == ""
    shell.session.set_instance_model("maskrcnn-starter")
    assert panel.empty.text() == "Run the models (Ctrl+R): the objects found appear here."


def test_another_photo_empties_the_list(shell: Shell, panel: InstancesPanel, other_photo: Path) -> None:
    detected(shell)
    shell.open(other_photo)
    assert panel.rows.rowCount() == 0
    assert shell.window.pane.instance_layer.scene is None


def test_the_pointer_reads_the_object_that_is_on_top(shell: Shell, panel: InstancesPanel) -> None:
    del panel
    detected(shell)
    pixel = shell.window.panel("pixel")
    assert isinstance(pixel, PixelPanel)
    shell.intents.point_at.emit(Pixel(75, 75))  # in both cats
    assert pixel.instance.text() == "cat, score 0.90"
    shell.intents.choose.emit(Chosen(ChosenKind.DETECTION, 2))
    assert pixel.instance.text() == "cat, score 0.30"
    shell.intents.point_at.emit(Pixel(500, 350))
    assert pixel.instance.text() == "none"
    shell.intents.point_at.emit(None)
    assert pixel.instance.text() == "—"


def test_the_photo_follows_the_look(shell: Shell, panel: InstancesPanel) -> None:
    del panel
    detected(shell)
    layer = shell.window.pane.instance_layer
    shell.intents.set_opacity.emit(0.3)
    assert layer.opacity == pytest.approx(0.3)
    shell.intents.set_instance_look.emit(InstanceLook(outlined=True, boxes=False))
    assert (layer.style, layer.visible) == (OverlayStyle.OUTLINE, True)
    shell.intents.set_instance_look.emit(InstanceLook(visible=False))
    assert not layer.visible


def test_a_row_says_aloud_what_it_shows(shell: Shell, panel: InstancesPanel) -> None:
    detected(shell)
    text = panel.rows.index(1, Column.NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    share = column(panel, Column.SHARE)[1]
    assert text == f"Object 1: dog, score 0.800, box 200.0, 40.0, 280.0, 200.0, {share} of the photo."


def test_hovering_a_photo_without_a_run_says_so(shell: Shell, panel: InstancesPanel) -> None:
    del panel
    canvas = shell.window.pane.canvas
    place = canvas.position_of(ImagePoint(75.5, 75.5)).toPoint()
    QTest.mouseMove(canvas.viewport(), place - QPoint(3, 3))
    QTest.mouseMove(canvas.viewport(), place)
    pixel = shell.window.panel("pixel")
    assert isinstance(pixel, PixelPanel)
    assert pixel.instance.text() == "Not detected yet"
