"""The first ten minutes, from the sixth on, but for exports: a portrait photo, a cancel, keys and commands, quitting and coming back.

The engine is a fake that can be held up in the middle of a run; what it finds is deterministic.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.application import Application
from app.canvas.view_frame import ImagePoint
from app.chosen import Chosen, ChosenKind
from app.inside_maskrcnn.workspace import InsideMaskRcnn
from app.lab.lab import RoiLab
from app.panels.legend import LegendPanel
from app.panels.run import RunPanel
from app.preferences import Language, ThemeChoice, Workspace
from app.theme import DARK, current
from core.maskrcnn.results import Thresholds
from tests.app.conftest import write_photo
from tests.e2e.person import Person, at_the_window
from tests.fakes import FakeMaker, tiny_model

COCO_KEY = "maskrcnn-resnet50-fpn"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def maker() -> FakeMaker:
    tiny_model()
    return FakeMaker()


@pytest.fixture
def person(qapp: QApplication, maker: FakeMaker, home: Path, qtbot: QtBot) -> Iterator[Person]:
    with at_the_window(qapp, home, maker) as program:
        program.session.set_thresholds(Thresholds(score=0.0, detections=5))
        yield Person(program, qtbot)
        maker.engine.gate.set()


def phone_photo(path: Path) -> Path:
    """Held upright, stored lying: 90 × 60 as stored, 60 × 90 as seen, red above, blue below."""
    stored = np.zeros((60, 90, 3), np.uint8)
    stored[:, :45], stored[:, 45:] = (200, 30, 30), (30, 30, 200)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(stored).save(path, exif=exif, quality=95, subsampling=0)
    return path


def test_6_a_dropped_portrait_photo_is_upright_and_says_what_was_done(person: Person, tmp_path: Path) -> None:
    session = person.program.session
    assert person.drop([phone_photo(tmp_path / "IMG_0001.jpg")])
    person.wait_for_results()
    assert session.document is not None
    assert (session.document.width, session.document.height) == (60, 90)
    assert session.document.rgb[10, 30, 0] > 150
    assert session.document.rgb[80, 30, 2] > 150
    rows = person.program.window.pane.strip.rows
    assert [row.sentence.text() for row in rows if row.isVisible()] == ["Turned upright as its EXIF orientation (6) says."]


def test_6_weights_that_are_not_here_are_offered_with_size_source_and_hash(person: Person, tmp_path: Path) -> None:
    session, run = person.program.session, person.program.window.panel("run")
    assert isinstance(run, RunPanel)
    person.drop([phone_photo(tmp_path / "IMG_0001.jpg")])
    person.wait_for_results()
    before = session.instance_model_key
    box = run.instance_model
    box.showPopup()
    view = box.view()
    view.setCurrentIndex(box.model().index(box.findData(COCO_KEY), 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert run.offer.isVisible()
    assert run.offer.words.text().endswith(
        "COCO weights: 178.1 MB, torchvision's published weights, download.pytorch.org, SHA-256 bf2d0c1e…"
    )
    ways = (run.offer.fetch, run.offer.bring, run.offer.decline)
    assert [way.text() for way in ways if way.isVisible()] == ["Download", "Choose file…", "Use starter"]
    person.click(run.offer.decline)
    assert not run.offer.isVisible()
    assert session.instance_model_key == before


def test_7_while_it_runs_the_photo_is_panned_and_escape_ends_it_at_once(person: Person, maker: FakeMaker, photo: Path) -> None:
    program, engine = person.program, maker.engine
    session, canvas = program.session, program.window.pane.canvas
    person.drop([photo])
    person.wait_for_results()
    before = session.segmentation
    canvas.setFocus()
    person.press(Qt.Key.Key_1, CTRL)
    for _ in range(8):
        person.press(Qt.Key.Key_Equal, CTRL)
    engine.entered.clear()
    engine.gate.clear()
    person.press(Qt.Key.Key_F5)
    person.wait(engine.entered.is_set)
    view = canvas.view
    person.drag(canvas, canvas.viewport().rect().center(), QPoint(40, 25))
    assert canvas.view != view  # the worker is held up, the window is not
    assert session.activity is not None
    person.press(Qt.Key.Key_Escape)
    assert session.activity is None  # at once, though the worker has not even heard of it
    run = program.window.panel("run")
    assert isinstance(run, RunPanel)
    assert run.foot.currentWidget() is run.facts
    assert session.segmentation is before
    engine.gate.set()
    person.press(Qt.Key.Key_F5)
    person.wait(lambda: session.segmentation is not before and session.activity is None)


def test_9_the_question_mark_shows_every_key_and_letters_find_every_command(person: Person) -> None:
    program = person.program
    person.press(Qt.Key.Key_Question)
    sheet = program.window.cheat_sheet
    person.wait(sheet.isVisible)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    command(person, "dark")
    assert program.session.preferences.theme is ThemeChoice.DARK
    assert current() == DARK
    command(person, "한국")
    assert program.session.preferences.language is Language.KOREAN
    person.wait(lambda: program.window.docks["legend"].windowTitle() == "범례")


def command(person: Person, letters: str) -> None:
    """Ctrl+K, some letters, Enter."""
    person.press(Qt.Key.Key_K, CTRL)
    palette = person.program.window.palette_of_commands
    assert palette.isVisible()
    QApplication.clipboard().setText(letters)  # QTest types ASCII only
    palette.field.paste()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()


# -- quitting and coming back ------------------------------------------------------------------------------------------

CHOSEN = Chosen(ChosenKind.PROPOSAL, 3)


def use(person: Person, photo: Path) -> None:
    """Dark, Korean, a zoomed photo, classes hidden and recoloured, a panel floated, a tab of Mask R-CNN, a proposal; the lab in front."""
    program = person.program
    person.drop([photo])
    person.wait_for_results()
    program.window.pane.canvas.set_view(ImagePoint(40.0, 30.0), 6.0)
    legend = program.window.panel("legend")
    assert isinstance(legend, LegendPanel)
    person.click(legend.show_none)
    program.intents.show_classes.emit((2,), True)
    program.intents.colour_class.emit(3, (1, 2, 3))
    command(person, "dark")
    command(person, "한국")
    program.intents.choose_model.emit("fcn-street")
    program.window.docks["pixel"].close()
    person.press(Qt.Key.Key_M)
    room = program.window.rooms[Workspace.MASKRCNN]
    assert isinstance(room, InsideMaskRcnn)
    room.show_pane("arena")
    program.intents.open_in_lab.emit(CHOSEN)
    lab = program.window.rooms[Workspace.LAB]
    assert isinstance(lab, RoiLab)
    lab.tabs.setCurrentWidget(lab.sweep)
    person.wait(lambda: is_on_chosen(program))


def test_9_after_quitting_everything_is_back(qapp: QApplication, maker: FakeMaker, home: Path, qtbot: QtBot, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "photo.png", size=(200, 120))
    with at_the_window(qapp, home, maker, lang=None) as first:
        first.session.set_thresholds(Thresholds(score=0.0, detections=5))
        use(Person(first, qtbot), photo)
        Person(first, qtbot).press(Qt.Key.Key_Q, CTRL)
        assert not first.window.isVisible()
        views = first.session.class_views
    with at_the_window(qapp, home, FakeMaker(), lang=None) as again:
        person, session = Person(again, qtbot), again.session
        person.wait_for_results()
        person.wait(lambda: session.chosen is not None)
        assert session.document is not None
        assert session.document.path == photo
        view, zoom = again.window.pane.canvas.view, again.window.pane.canvas.zoom
        assert (view.centre.x, view.centre.y, zoom) == (40.0, 30.0, 6.0)
        assert session.class_views == views
        assert (session.preferences.theme, session.preferences.language) == (ThemeChoice.DARK, Language.KOREAN)
        assert again.window.docks["legend"].windowTitle() == "범례"
        assert session.model_key == "fcn-street"
        assert session.thresholds == Thresholds(score=0.0, detections=5)
        assert session.chosen == CHOSEN
        assert session.workspace is Workspace.LAB
        lab = lab_of(again)
        assert lab.isVisible()
        assert lab.tabs.currentWidget() is lab.sweep
        person.wait(lambda: is_on_chosen(again))
        person.press(Qt.Key.Key_M)
        room = again.window.rooms[Workspace.MASKRCNN]
        assert isinstance(room, InsideMaskRcnn)
        assert room.panes["arena"].isVisible()
        person.press(Qt.Key.Key_E)
        person.wait(lambda: not again.window.docks["legend"].isHidden())
        assert again.window.docks["pixel"].isHidden()


def lab_of(program: Application) -> RoiLab:
    lab = program.window.rooms[Workspace.LAB]
    assert isinstance(lab, RoiLab)
    return lab


def is_on_chosen(program: Application) -> bool:
    """Whether the lab reads the box of the chosen proposal."""
    run, look = program.session.detection, lab_of(program).desk.look
    return run is not None and look is not None and look.choices.box_image == run.proposal(CHOSEN.index).box_image
