"""One run of the program: makes the parts, hands them to each other, starts them, and takes them down in order."""

from __future__ import annotations

import argparse
import logging
import logging.handlers
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app import last_session
from app import settings as settings_file
from app.canvas.layers import CLASS_MAP
from app.chosen import Chosen
from app.crash import CrashReport
from app.early_imports import EarlyImports
from app.export.exporting import Exporting
from app.intents import Intents
from app.keeping import Keeper
from app.last_session import LastSession
from app.leaving import stop_imports
from app.log_window import LogWindow
from app.main_window import MainWindow
from app.messages import LOG, Message, Messages, Remedy, Sentence
from app.one_window import OneWindow
from app.preferences import Language, Workspace
from app.returning import Returning, last_of, open_tab, resume
from app.session import Session
from app.settings import Settings
from app.start_request import StartRequest, request_of
from app.theme import ThemeKeeper, icon
from app.tour.bar import TourBar
from app.tour.guide import Guide
from app.translation import Translations, mark
from app.workflow import Workflow
from app.workflow.engine_host import EngineMaker
from app.workflow.remembering import restore, settings_of
from app.workflow.torch_engine import TorchEngineMaker
from core.catalog import Task, all_rows
from core.devices import DeviceChoice
from core.errors import UserError
from core.samples import SAMPLES

if TYPE_CHECKING:
    from app.compare.source import Source

OVERLAY_TIMEOUT_MS = 120_000
LOG_BYTES = 1_000_000
FAILED = 1
CRASHED = mark("Halfpixel ended unexpectedly last time; what was open is as it was last saved.")
GONE = mark("{models} of last time is not here any more; the starter model is used until you choose another.")

KEPT_NOWHERE = mark(
    "Nothing can be written in {home}, so what you set and what is open is forgotten when Halfpixel ends; make that folder writable."
)


class Application:
    """``run`` shows the window until it is closed and returns the exit code. ``place``: where other starts hand over what they want.

    ``is_all``: the process ends with it, and imports nothing any more once the window is closed.
    """

    def __init__(
        self, options: argparse.Namespace, maker: EngineMaker | None = None, place: OneWindow | None = None, *, is_all: bool = False
    ) -> None:
        self._options = options
        self._place, self._is_all = place, is_all
        self._qt = QApplication.instance() or QApplication([sys.argv[0]])
        assert isinstance(self._qt, QApplication)
        self._qt.setApplicationName("halfpixel")
        self._qt.setApplicationDisplayName("Halfpixel")
        self._qt.setDesktopFileName("halfpixel")
        self._qt.setWindowIcon(icon("halfpixel"))
        self._log = _open_log()
        self._crash = CrashReport(settings_file.home() / "crash.txt")
        self.messages = Messages(str(settings_file.home() / "halfpixel.log"))
        self.session, self.intents = Session(), Intents()
        self._path = settings_file.settings_path()
        self._last_path = settings_file.home() / "session.json"
        settings, damage = settings_file.load(self._path)
        self._theme, self._translations = ThemeKeeper(self._qt), Translations(self._qt)
        problems: list[UserError] = []
        self.session.set_rows(all_rows(problems.append))
        gone = restore(self.session, settings)
        last, lost = last_session.load(self._last_path)
        resume(self.session, last)
        self._tabs = dict(last.tabs)
        self._apply_preferences()
        self.session.preferences_changed.connect(self._apply_preferences)
        self.workflow = Workflow(self.session, self.intents, self.messages, maker or TorchEngineMaker())
        self._choose(request_of(options))
        self.window = MainWindow(self.session, self.intents, self.messages)
        self.window.add_footer(TourBar(self.session, self.intents))
        self.intents.show_log.connect(self._show_log)
        self.exporting = Exporting(self.session, self.intents, self.messages, self.window)
        self.keeper = Keeper(self._state, self._path, self._last_path, self.window)
        self.messages.failed_inside.connect(self.keeper.keep_now)
        self.guide = Guide(self.session, self.intents, lambda workspace: self.window.rooms[workspace], self.window)
        self._early_imports = EarlyImports(self.workflow.worker, self.window)
        canvas, bring = self.window.pane.canvas, self._early_imports.bring
        self._returning = Returning(last, self.session, self.intents, self.messages, canvas, bring, self.window)
        self.session.workspace_changed.connect(self._add_room)
        self.intents.open_in_lab.connect(self._open_in_lab)
        self.intents.compare.connect(self._compare)
        self.intents.compare_with.connect(self._compare_with)
        self.window.restore_layout(settings)
        self.window.closing.connect(self.keeper.keep_now)
        if place is not None:
            place.asked.connect(self._take)
            self.window.closing.connect(place.hush)
        self.window.first_painted.connect(self._start)
        for topic, problem in (("settings", damage), ("return", None if damage else lost), *(("models", problem) for problem in problems)):
            if problem is not None:
                self.messages.show_error(topic, problem)
        if damage is None and isinstance(self._log, logging.NullHandler):
            self.messages.show_note("home", Sentence(KEPT_NOWHERE, {"home": settings_file.home()}))
        if gone:
            self.messages.show_note("model", Sentence(GONE, {"models": ", ".join(gone)}))
        if self._crash.text:
            self.messages.show_note("crash", Sentence(CRASHED), remedy=Remedy(mark("Show the report"), self._show_log))

    @cached_property
    def log_window(self) -> LogWindow:
        """Made when it is first asked for: the window's first picture does not wait for it."""
        return LogWindow(self.window, settings_file.home() / "halfpixel.log", self._crash.text)

    def _show_log(self) -> None:
        self.log_window.open_fresh()

    def run(self) -> int:
        self.messages.catch_everything()
        if not self._options.exit_after_overlay:  # a script's run tells its crash on the terminal, and leaves a window's report alone
            self._crash.watch()
        self.window.show()
        try:
            return self._qt.exec()
        finally:
            self.messages.let_go()
            self.window.hide()
            self.close()

    def close(self) -> None:
        """Cancel what is under way, wait for the workers, and give back files and sockets; once more does nothing."""
        self.keeper.close()
        self.exporting.close()
        if self._is_all:
            stop_imports()
        self._early_imports.close()
        self.workflow.close()
        self._crash.close()
        LOG.removeHandler(self._log)
        self._log.close()
        if self._place is not None:
            self._place.leave()

    def _choose(self, request: StartRequest) -> None:
        """What a request says of models, device and language. Raises InputError for a model that is not in the catalog."""
        if request.model:
            is_instance = self.session.row(request.model).task is Task.INSTANCE
            (self.intents.choose_instance_model if is_instance else self.intents.choose_model).emit(request.model)
        if request.device:
            self.session.set_device(DeviceChoice(request.device))
        if request.language:
            self.session.set_preferences(replace(self.session.preferences, language=Language(request.language)))

    def _open(self, request: StartRequest) -> bool:
        """Whether the request names something to open."""
        if request.paths:
            self.intents.open_paths.emit(request.paths)
        elif request.sample:
            self.intents.open_sample.emit(request.sample)
        return bool(request.paths or request.sample)

    def _take(self, request: StartRequest) -> None:
        """Another start wants something: this window does it, and comes to the front."""
        LOG.info("another start asks for %s", request)
        self.window.come_to_front()
        try:
            self._choose(request)
        except (UserError, ValueError) as error:
            self.messages.show_error("start", error)
        self._open(request)

    def _apply_preferences(self) -> None:
        self._theme.choose(self.session.preferences.theme)
        self._translations.speak(self.session.preferences.language)

    def _start(self) -> None:
        """After the first paint: the photo first, then everything slow."""
        if self._options.exit_after_overlay:
            self._exit_after_overlay()
        if self._place is not None:
            self._place.listen()
        if not self._open(request_of(self._options)):
            if self._options.exit_after_overlay:
                self.intents.open_sample.emit(SAMPLES[0].key)
            else:
                self._returning.open_photo()
        if not self._options.exit_after_overlay:
            self.keeper.begin()
            self._early_imports.wait_for_rest()
        self.workflow.start()

    def _add_room(self, workspace: Workspace) -> None:
        """When a workspace is first opened: what it imports takes up to a third of a second, which the window must not wait for."""
        builders = {
            Workspace.INSIDE_FCN: self._inside_fcn, Workspace.MASKRCNN: self._maskrcnn, Workspace.LAB: self._lab,
            Workspace.EVALUATE: self._evaluate,
        }  # fmt: skip
        build = builders.get(workspace)
        if build is not None and workspace not in self.window.rooms:
            room = build()
            self.window.add_room(workspace, room)
            open_tab(room, self._tabs.get(workspace, ""))

    def _inside_fcn(self) -> QWidget:
        from app.inside_fcn.room import FcnRoom
        from app.inside_fcn.workspace import InsideFcn

        return InsideFcn(FcnRoom(self.session, self.intents, self.workflow.worker, self.workflow.host.on))

    def _maskrcnn(self) -> QWidget:
        from app.inside_maskrcnn.workspace import InsideMaskRcnn

        return InsideMaskRcnn(self.session, self.intents, self.workflow.worker, self.workflow.host.on)

    def _lab(self) -> QWidget:
        from app.lab.lab import RoiLab

        room = RoiLab(self.session, self.workflow.worker, self.workflow.host.on)
        self.intents.fit.connect(room.photo.canvas.fit)
        self.workflow.undoing.add_room(Workspace.LAB, room.desk.undo_stack)
        room.desk.picked.connect(self.intents.choose)
        self._returning.put_box(room.desk)
        return room

    def _evaluate(self) -> QWidget:
        from app.evaluate.keeping import Keeping
        from app.evaluate.workspace import EvaluateRoom

        return EvaluateRoom(self.session, self.intents, self.workflow.worker, self.workflow.host.on, Keeping(settings_file.home()))

    def _compare(self) -> None:
        from app.inside_fcn.workspace import InsideFcn

        room = self.window.rooms[Workspace.INSIDE_FCN]
        assert isinstance(room, InsideFcn)
        room.show_pane("compare")

    def _compare_with(self, sources: Sequence[Source]) -> None:
        from app.compare.view import CompareView

        self.intents.compare.emit()
        view = self.window.rooms[Workspace.INSIDE_FCN].findChild(CompareView)
        assert view is not None
        view.show_several(sources)

    def _open_in_lab(self, chosen: Chosen) -> None:
        from app.lab.lab import RoiLab

        self.intents.choose_workspace.emit(Workspace.LAB)
        room = self.window.rooms[Workspace.LAB]
        assert isinstance(room, RoiLab)
        room.open_chosen(chosen)

    def _exit_after_overlay(self) -> None:
        self.window.pane.canvas.overlay_painted.connect(self._overlay_painted)
        self.messages.problem_shown.connect(self._give_up)
        late = QTimer(self.window)  # goes with the window: a run that is over must not end the next one
        late.setSingleShot(True)
        late.timeout.connect(self._overlay_late)
        late.start(OVERLAY_TIMEOUT_MS)

    def _overlay_painted(self, key: str) -> None:
        if key == CLASS_MAP.key and self.session.segmentation is not None:
            self._qt.exit(0)

    def _give_up(self, message: Message) -> None:
        print(message.text, file=sys.stderr)
        self._qt.exit(FAILED)

    def _overlay_late(self) -> None:
        print(f"No overlay was painted within {OVERLAY_TIMEOUT_MS // 1000} s.", file=sys.stderr)
        self._qt.exit(FAILED)

    def _state(self) -> tuple[Settings, LastSession]:
        """What is to come back after a restart."""
        geometry, layout = self.window.layout_text()
        return settings_of(self.session, geometry=geometry, layout=layout), self._last()

    def _last(self) -> LastSession:
        window = self.window
        last = last_of(self.session, window.pane.canvas, window.rooms, self.workflow.opening.sample)
        return replace(self._returning.with_awaited(last), tabs={**self._tabs, **last.tabs})


def _open_log() -> logging.Handler:
    """The log file, or nothing where none can be written: a read-only home must not keep the window from opening."""
    path: Path = settings_file.home() / "halfpixel.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    return handler
