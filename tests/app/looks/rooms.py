"""Every room of the program, one after the other and filled, for tests that look at all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import numpy as np
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QTabBar, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from app.application import Application
from app.chosen import Chosen, ChosenKind
from app.compare.view import CompareView, Mode
from app.evaluate.desk import Phase
from app.evaluate.workspace import EvaluateRoom
from app.export.dialog import ExportDialog
from app.inside_fcn.location import LocationPane
from app.inside_fcn.panes import PANES
from app.inside_fcn.workspace import InsideFcn
from app.inside_maskrcnn.workspace import TABS, InsideMaskRcnn
from app.lab.lab import RoiLab
from app.preferences import StageKey, Workspace
from core.maskrcnn.results import Thresholds
from tests.app.conftest import Starter
from tests.fakes import FakeEngine, FakeMaker, tiny_model

FIRST = Chosen(ChosenKind.DETECTION, 0)
LONG_MS = 30_000

Scene = tuple[str, QWidget]
"""What it is called, and the top-level widget in which it is on screen."""


class Tour:
    """Walks ``program`` through all it has to show. The networks are fakes or tiny ones; what is drawn of them is not."""

    def __init__(self, program: Application, engine: FakeEngine, qtbot: QtBot, folder: Path) -> None:
        self.program, self.engine, self.qtbot, self.folder = program, engine, qtbot, folder
        self._busy: set[str] = set()
        program.workflow.worker.started.connect(lambda channel: self._busy.add(channel))
        program.workflow.worker.ended.connect(lambda channel: self._busy.discard(channel))

    # -- what there is -------------------------------------------------------------------------------------------------

    def scenes(self) -> Iterator[Scene]:
        """Leaves the photo open; the first scene is the welcome page only where there is no photo yet."""
        if self.program.session.document is None:
            yield self._here("welcome")
            self.open_sample()
        yield from self.explore()
        yield from self.inside_fcn()
        yield from self.inside_maskrcnn()
        yield from self.lab()
        yield from self.evaluate()
        yield from self.dialogs()

    def open_sample(self) -> None:
        """The astronaut with classes, objects of a tiny network, ground truth, and the first object chosen."""
        program = self.program
        program.intents.open_sample.emit("astronaut")
        self._until(lambda: program.session.segmentation is not None and program.session.detection is not None)
        self.rest()
        program.intents.load_truth.emit(self._truth())
        self._until(lambda: program.session.truth is not None)
        program.intents.choose.emit(FIRST)
        program.intents.point_at.emit(None)

    def explore(self) -> Iterator[Scene]:
        window = self.program.window
        self._go(Workspace.EXPLORE)
        for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            for place in range(bar.count()):
                bar.setCurrentIndex(place)
                self.rest()
                yield self._here(f"explore, {bar.tabText(place)}")

    def inside_fcn(self) -> Iterator[Scene]:
        self._go(Workspace.INSIDE_FCN)
        room = cast(InsideFcn, self.program.window.rooms[Workspace.INSIDE_FCN])
        for row in PANES:
            room.show_pane(row.key)
            self.rest()
            pane = room.panes[row.key]
            if isinstance(pane, CompareView):
                yield from self._compare(pane)
            elif isinstance(pane, LocationPane):
                self.qtbot.wait(200)
                self.rest()
                yield self._here("fcn, location")
            else:
                self._click_middle(pane)
                yield self._here(f"fcn, {row.key}")

    def inside_maskrcnn(self) -> Iterator[Scene]:
        self._go(Workspace.MASKRCNN)
        room = cast(InsideMaskRcnn, self.program.window.rooms[Workspace.MASKRCNN])
        for stage in StageKey:
            self.program.intents.show_stage.emit(stage)
            self.rest()
            yield self._here(f"maskrcnn, stage {stage.value}")
        for row in TABS[1:]:
            room.show_pane(row.key)
            self.rest()
            yield self._here(f"maskrcnn, {row.key}")

    def lab(self) -> Iterator[Scene]:
        self.program.intents.open_in_lab.emit(FIRST)
        room = cast(RoiLab, self.program.window.rooms[Workspace.LAB])
        self.rest()
        self._until(lambda: room.desk.choices is not None)
        (tabs,) = room.findChildren(QTabWidget)
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            self.rest()
            yield self._here(f"lab, {tabs.tabText(place)}")

    def evaluate(self) -> Iterator[Scene]:
        self._go(Workspace.EVALUATE)
        room = cast(EvaluateRoom, self.program.window.rooms[Workspace.EVALUATE])
        if room.desk.report is None:
            yield self._here("evaluate, empty")
            self._until(lambda: room.controls.row is not None)
            room.controls.folder.setText(str(self._pairs()))
            room.controls.start.click()
            self._until(lambda: room.desk.phase is Phase.DONE)
        yield self._here("evaluate")

    def dialogs(self) -> Iterator[Scene]:
        program, window = self.program, self.program.window
        self._go(Workspace.EXPLORE)
        program.intents.go_to_stop.emit(0)
        self.rest()
        yield self._here("tour")
        program.intents.go_to_stop.emit(None)
        asked: tuple[tuple[str, Callable[[], object], Callable[[], object]], ...] = (
            ("palette", program.intents.find_command.emit, lambda: window.palette_of_commands),
            ("cheat sheet", program.intents.show_keys.emit, lambda: window.cheat_sheet),
            ("about", program.intents.show_about.emit, lambda: window.about),
            ("log", program.intents.show_log.emit, lambda: program.log_window),
            ("export", program.intents.export.emit, lambda: program.exporting.dialog),
            ("models", lambda: program.intents.show_models.emit("maskrcnn-starter"), lambda: window.models.dialog),
        )
        for name, ask, dialog in asked:
            ask()
            self.rest()
            shown = dialog()
            assert isinstance(shown, QWidget)
            if isinstance(shown, ExportDialog):
                self._until(lambda: program.exporting.dialog.preview.image is not None)
            yield name, shown
            shown.hide()
        for action in window.menuBar().actions():
            menu = action.menu()
            assert isinstance(menu, QMenu)
            menu.popup(QPoint())
            yield f"menu {action.text()}", menu
            menu.hide()

    # -- getting there -------------------------------------------------------------------------------------------------

    def rest(self) -> None:
        """Until no run, read-out, pane's request or repaint is under way."""
        session = self.program.session
        self.qtbot.wait(20)
        self._until(lambda: session.activity is None and not session.reading and not self._busy)
        self.qtbot.wait(20)

    def _compare(self, view: CompareView) -> Iterator[Scene]:
        for mode in Mode:
            view.choose_mode(mode)
            self.rest()
            yield self._here(f"fcn, compare {mode.value}")

    def _click_middle(self, pane: QWidget) -> None:
        """On the pane's photo, so that what is told of a pixel is told."""
        from app.canvas.image_canvas import ImageCanvas

        for canvas in pane.findChildren(ImageCanvas):
            if canvas.isVisible():
                QTest.mouseMove(canvas.viewport(), canvas.viewport().rect().center())
                QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.viewport().rect().center())
        self.rest()

    def _here(self, name: str) -> Scene:
        return name, self.program.window

    def _go(self, workspace: Workspace) -> None:
        self.program.intents.choose_workspace.emit(workspace)
        self.rest()

    def _until(self, reached: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(reached, timeout=LONG_MS)

    def _truth(self) -> Path:
        """A label PNG of the astronaut that is right for a part."""
        segmentation, path = self.program.session.segmentation, self.folder / "truth.png"
        assert segmentation is not None
        truth = segmentation.class_map.copy()
        truth[: len(truth) // 3] = 0
        Image.fromarray(truth).save(path)
        return path

    def _pairs(self) -> Path:
        root, rng = self.folder / "pairs", np.random.default_rng(3)
        for kind in ("images", "labels"):
            (root / kind).mkdir(parents=True)
        for number in range(2):
            Image.fromarray(rng.integers(0, 256, (64, 96, 3), dtype=np.uint8)).save(root / "images" / f"p{number}.png")
            Image.fromarray(rng.integers(0, 21, (64, 96), dtype=np.uint8)).save(root / "labels" / f"p{number}.png")
        return root


def begin(start: Starter, qtbot: QtBot, folder: Path) -> Tour:
    """A program at its welcome page, whose tiny network will be sure enough of four objects."""
    tiny_model()
    maker = FakeMaker()
    program = start(maker, lang="en")
    program.session.set_thresholds(Thresholds(score=0.0, detections=4))
    program.window.show()
    qtbot.waitExposed(program.window)
    qtbot.waitUntil(lambda: bool(program.session.weights), timeout=LONG_MS)
    return Tour(program, maker.engine, qtbot, folder)
