"""Undo and redo: each change by hand is one step, a drag of a slider too, and the RoI lab has steps of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.preferences import Workspace
from app.session import Session
from app.workflow import undoing
from core.maskrcnn.results import Thresholds
from tests.app.conftest import Shell

CHANGES: dict[str, Callable[[Shell], None]] = {
    "hide": lambda shell: shell.intents.show_classes.emit((1,), False),
    "solo": lambda shell: shell.intents.toggle_solo.emit(2),
    "colour": lambda shell: shell.intents.colour_class.emit(3, (1, 2, 3)),
    "opacity": lambda shell: shell.intents.set_opacity.emit(0.25),
    "palette": lambda shell: shell.intents.choose_palette.emit("okabe-ito"),
    "objects": lambda shell: shell.intents.toggle_objects_outlined.emit(),
    "thresholds": lambda shell: shell.intents.set_thresholds.emit(Thresholds(score=0.9)),
}


def seen(session: Session) -> tuple[object, ...]:
    return session.class_view, session.look, session.instance_look, session.thresholds


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_taken_back_and_made_again(change: str, shell: Shell) -> None:
    before = seen(shell.session)
    CHANGES[change](shell)
    after = seen(shell.session)
    assert after != before
    undo, redo = (shell.window.actions_table[key] for key in ("undo", "redo"))
    undo.trigger()
    assert seen(shell.session) == before
    assert not undo.isEnabled()
    redo.trigger()
    assert seen(shell.session) == after
    assert not redo.isEnabled()


def test_with_nothing_to_take_back_the_commands_say_so(shell: Shell) -> None:
    undo, redo = (shell.window.actions_table[key] for key in ("undo", "redo"))
    assert not undo.isEnabled()
    assert undo.toolTip().endswith("Nothing was changed yet.")
    assert redo.toolTip().endswith("Nothing was undone.")


def test_a_dragged_slider_is_one_step(shell: Shell) -> None:
    before = shell.session.look
    for percent in range(50, 20, -1):
        shell.intents.set_opacity.emit(percent / 100)
    shell.intents.undo.emit()
    assert shell.session.look == before


def test_changes_with_a_pause_between_them_are_two_steps(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "ONE_GESTURE", -1.0)
    shell.intents.set_opacity.emit(0.5)
    shell.intents.set_opacity.emit(0.4)
    shell.intents.undo.emit()
    assert shell.session.look.opacity == 0.5


def test_a_drag_that_ends_where_it_began_is_no_step(shell: Shell) -> None:
    opacity = shell.session.look.opacity
    shell.intents.set_opacity.emit(0.1)
    shell.intents.set_opacity.emit(opacity)
    assert not shell.session.can_undo


def test_changes_of_different_things_come_back_in_order(shell: Shell) -> None:
    first = seen(shell.session)
    shell.intents.set_opacity.emit(0.5)
    second = seen(shell.session)
    shell.intents.show_classes.emit((1,), False)
    shell.intents.undo.emit()
    assert seen(shell.session) == second
    shell.intents.undo.emit()
    assert seen(shell.session) == first


def test_a_new_change_after_an_undo_ends_what_could_be_made_again(shell: Shell) -> None:
    shell.intents.set_opacity.emit(0.5)
    shell.intents.undo.emit()
    shell.intents.toggle_objects_outlined.emit()
    assert not shell.session.can_redo
    assert shell.session.can_undo


def test_zoom_and_a_new_photo_are_no_steps(shell: Shell, photo: Path) -> None:
    shell.open(photo)
    shell.intents.zoom_by.emit(2.0)
    shell.until_idle()
    assert not shell.session.can_undo


class Step(QUndoCommand):
    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self._log = log

    def redo(self) -> None:
        self._log.append("redo")

    def undo(self) -> None:
        self._log.append("undo")


def test_in_the_lab_undo_means_its_box_and_elsewhere_the_look(shell: Shell) -> None:
    stack, log = QUndoStack(), []
    shell.workflow.undoing.add_room(Workspace.LAB, stack)
    stack.push(Step(log))
    assert not shell.session.can_undo
    before = shell.session.look
    shell.session.set_look(replace(before, opacity=0.3))
    shell.intents.choose_workspace.emit(Workspace.LAB)
    shell.intents.undo.emit()
    assert log == ["redo", "undo"]
    assert shell.session.look.opacity == 0.3
    shell.intents.choose_workspace.emit(Workspace.EXPLORE)
    shell.intents.undo.emit()
    assert shell.session.look == before
