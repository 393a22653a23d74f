"""ACTIONS: the one table of commands. Menus, toolbar and shortcuts are made from it.

A row emits an intent; what the intent does is the workflow's or the window's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from app.intents import Intents
from app.preferences import Language, ThemeChoice, Workspace
from app.read_outs import why_not
from app.session import Session
from app.theme import icon
from app.translation import NATIVE_NAMES, mark, tr
from core.fcn.config import ReadOut

OPACITY_STEP = 0.1
ZOOM_STEP = 1.25


class Menu(Enum):
    """The menus, in their order; the value is the English title."""

    FILE = mark("&File")
    EDIT = mark("&Edit")
    MODEL = mark("&Model")
    OVERLAY = mark("&Overlay")
    VIEW = mark("&View")
    THEME = mark("&Theme")
    LANGUAGE = mark("&Language")
    HELP = mark("&Help")


SUBMENUS = {Menu.THEME: Menu.VIEW, Menu.LANGUAGE: Menu.VIEW}


def _always(session: Session) -> str:
    del session
    return ""


def _with_photo(session: Session) -> str:
    return "" if session.document else mark("Open a photo first.")


def _with_result(session: Session) -> str:
    return "" if session.segmentation else mark("Run a model on a photo first.")


def _with_any_result(session: Session) -> str:
    some = session.segmentation is not None or session.detection is not None  # a run that found nothing is one too, but false
    return "" if some else mark("Run a model on a photo first.")


def _while_running(session: Session) -> str:
    return "" if session.activity else mark("Nothing is running.")


def _with_undo(session: Session) -> str:
    return "" if session.can_undo else mark("Nothing was changed yet.")


def _with_redo(session: Session) -> str:
    return "" if session.can_redo else mark("Nothing was undone.")


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A command. ``why_not(session)`` is empty while it can be used, else the English reason why not.

    ``icon`` is a file of resources/icons, needed on the toolbar; ``short`` is its text there, empty for the icon alone.
    ``is_on`` makes it checkable; rows of one ``group`` exclude each other.
    """

    key: str
    menu: Menu
    text: str
    tip: str
    trigger: Callable[[Intents], None]
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    on_toolbar: bool = False
    short: str = ""
    starts_section: bool = False
    why_not: Callable[[Session], str] = _always
    group: str = ""
    is_on: Callable[[Session], bool] | None = None
    role: QAction.MenuRole = QAction.MenuRole.NoRole


def _read_out_row(read_out: ReadOut, key: str, text: str, tip: str) -> ActionRow:
    return ActionRow(
        f"read-out-{int(read_out)}", Menu.OVERLAY, text, tip, lambda intents: intents.choose_read_out.emit(read_out),
        shortcuts=(key,), group="read-out", is_on=lambda session: session.read_out is read_out,
        why_not=lambda session: why_not(session, read_out),
    )  # fmt: skip


def _theme_row(choice: ThemeChoice, text: str, tip: str) -> ActionRow:
    return ActionRow(
        f"theme-{choice.value}", Menu.THEME, text, tip, lambda intents: intents.choose_theme.emit(choice),
        group="theme", is_on=lambda session: session.preferences.theme is choice,
    )  # fmt: skip


def _language_row(language: Language, text: str) -> ActionRow:
    return ActionRow(
        f"language-{language.value}", Menu.LANGUAGE, text, mark("Show the window in this language."),
        lambda intents: intents.choose_language.emit(language),
        group="language", is_on=lambda session: session.preferences.language is language,
    )  # fmt: skip


ACTIONS: tuple[ActionRow, ...] = (
    ActionRow(
        "open", Menu.FILE, mark("&Open…"), mark("Open a photo from a file."), lambda intents: intents.choose_file.emit(),
        shortcuts=("Ctrl+O",), icon="open", on_toolbar=True, short=mark("Open"),
    ),
    ActionRow(
        "paste", Menu.FILE, mark("&Paste"), mark("Open the photo that the clipboard holds."), lambda intents: intents.paste.emit(),
        shortcuts=("Ctrl+V",), icon="paste", on_toolbar=True,
    ),
    ActionRow(
        "previous", Menu.FILE, mark("Pre&vious photo"), mark("Open the previous photo of the folder."),
        lambda intents: intents.step_photo.emit(-1), shortcuts=("PgUp",), icon="previous", on_toolbar=True,
        starts_section=True, why_not=_with_photo,
    ),
    ActionRow(
        "next", Menu.FILE, mark("&Next photo"), mark("Open the next photo of the folder."), lambda intents: intents.step_photo.emit(1),
        shortcuts=("PgDown",), icon="next", on_toolbar=True, why_not=_with_photo,
    ),
    ActionRow(
        "export", Menu.FILE, mark("&Export…"), mark("Write a picture, a figure with legend, labels, COCO, LabelMe or NPZ."),
        lambda intents: intents.export.emit(), shortcuts=("Ctrl+E",), starts_section=True, why_not=_with_photo,
    ),
    ActionRow(
        "quit", Menu.FILE, mark("&Quit"), mark("Close Halfpixel."), lambda intents: intents.quit.emit(),
        shortcuts=("Ctrl+Q",), starts_section=True, role=QAction.MenuRole.QuitRole,
    ),
    ActionRow(
        "undo", Menu.EDIT, mark("&Undo"),
        mark("Take back the last change of classes, colours, look or thresholds; in the RoI lab, of the box."),
        lambda intents: intents.undo.emit(), shortcuts=("Ctrl+Z",), why_not=_with_undo,
    ),
    ActionRow(
        "redo", Menu.EDIT, mark("&Redo"), mark("Make the change again that was taken back."),
        lambda intents: intents.redo.emit(), shortcuts=("Ctrl+Shift+Z", "Ctrl+Y"), why_not=_with_redo,
    ),
    ActionRow(
        "copy-picture", Menu.EDIT, mark("&Copy the picture"), mark("Put the photo with what is drawn on it on the clipboard."),
        lambda intents: intents.copy_picture.emit(), shortcuts=("Ctrl+Shift+C",), starts_section=True, why_not=_with_photo,
    ),
    ActionRow(
        "copy-command", Menu.EDIT, mark("Copy as co&mmand"), mark("Put the command lines that make these results again on the clipboard."),
        lambda intents: intents.copy_command.emit(), why_not=_with_any_result,
    ),
    ActionRow(
        "run", Menu.MODEL, mark("&Run"), mark("Run the chosen models on the photo."), lambda intents: intents.run.emit(),
        shortcuts=("Ctrl+R", "F5"), icon="run", on_toolbar=True, short=mark("Run"), why_not=_with_photo,
    ),
    ActionRow(
        "cancel", Menu.MODEL, mark("&Cancel"), mark("Stop the run; the present result stays."), lambda intents: intents.cancel.emit(),
        shortcuts=("Esc",), icon="cancel", on_toolbar=True, why_not=_while_running,
    ),
    ActionRow(
        "models", Menu.MODEL, mark("&Models…"), mark("Every model: fetch it, bring its file, read its card."),
        lambda intents: intents.show_models.emit(""), starts_section=True,
    ),
    _read_out_row(ReadOut.STRIDE_32, "1", mark("Read-out FCN-&32s"), mark("Show the scores at stride 32 alone.")),
    _read_out_row(ReadOut.STRIDE_16, "2", mark("Read-out FCN-&16s"), mark("Show stride 32 fused with stride 16.")),
    _read_out_row(ReadOut.STRIDE_8, "3", mark("Read-out FCN-&8s"), mark("Show strides 32, 16 and 8 fused.")),
    ActionRow(
        "opacity-down", Menu.OVERLAY, mark("&Less opaque"), mark("Lower the overlay's opacity by 10 %."),
        lambda intents: intents.nudge_opacity.emit(-OPACITY_STEP), shortcuts=("[",), starts_section=True,
    ),
    ActionRow(
        "opacity-up", Menu.OVERLAY, mark("&More opaque"), mark("Raise the overlay's opacity by 10 %."),
        lambda intents: intents.nudge_opacity.emit(OPACITY_STEP), shortcuts=("]",),
    ),
    ActionRow(
        "outline", Menu.OVERLAY, mark("&Outline classes"), mark("Draw the borders of the classes instead of filling them."),
        lambda intents: intents.toggle_outlined.emit(), shortcuts=("O",), icon="outline", on_toolbar=True,
        is_on=lambda session: session.look.outlined,
    ),
    ActionRow(
        "outline-objects", Menu.OVERLAY, mark("Outline ob&jects"), mark("Draw the borders of the objects instead of filling them."),
        lambda intents: intents.toggle_objects_outlined.emit(), shortcuts=("Shift+O",),
        is_on=lambda session: session.instance_look.outlined,
    ),
    ActionRow(
        "show-all", Menu.OVERLAY, mark("Show &all classes"), mark("Show every class but the background."),
        lambda intents: intents.show_all_classes.emit(True), shortcuts=("Ctrl+Shift+A",), starts_section=True, why_not=_with_result,
    ),
    ActionRow(
        "hide-all", Menu.OVERLAY, mark("&Hide all classes"), mark("Hide every class."),
        lambda intents: intents.show_all_classes.emit(False), shortcuts=("Ctrl+Shift+H",), why_not=_with_result,
    ),
    ActionRow(
        "fit", Menu.VIEW, mark("&Fit"), mark("Show the whole photo."), lambda intents: intents.fit.emit(),
        shortcuts=("F", "Ctrl+0"), icon="fit", on_toolbar=True, why_not=_with_photo,
    ),
    ActionRow(
        "actual-size", Menu.VIEW, mark("&100 %"), mark("Show one photo pixel on one screen pixel."),
        lambda intents: intents.actual_size.emit(), shortcuts=("Ctrl+1",), icon="actual-size", on_toolbar=True, why_not=_with_photo,
    ),
    ActionRow(
        "zoom-in", Menu.VIEW, mark("Zoom &in"), mark("Zoom in on the middle; the wheel zooms at the pointer."),
        lambda intents: intents.zoom_by.emit(ZOOM_STEP), shortcuts=("Ctrl++", "Ctrl+="), why_not=_with_photo,
    ),
    ActionRow(
        "zoom-out", Menu.VIEW, mark("Zoom &out"), mark("Zoom out from the middle; the wheel zooms at the pointer."),
        lambda intents: intents.zoom_by.emit(1 / ZOOM_STEP), shortcuts=("Ctrl+-",), why_not=_with_photo,
    ),
    ActionRow(
        "explore", Menu.VIEW, mark("&Explore"), mark("Look at the photo with its overlays."),
        lambda intents: intents.choose_workspace.emit(Workspace.EXPLORE), shortcuts=("E",), starts_section=True,
        group="workspace", is_on=lambda session: session.workspace is Workspace.EXPLORE,
    ),
    ActionRow(
        "inside-fcn", Menu.VIEW, mark("&Inside FCN"), mark("See where each pixel's class comes from."),
        lambda intents: intents.choose_workspace.emit(Workspace.INSIDE_FCN), shortcuts=("I",),
        group="workspace", is_on=lambda session: session.workspace is Workspace.INSIDE_FCN,
    ),
    ActionRow(
        "maskrcnn", Menu.VIEW, mark("&Mask R-CNN"), mark("Follow one object from its anchor to its mask."),
        lambda intents: intents.choose_workspace.emit(Workspace.MASKRCNN), shortcuts=("M",),
        group="workspace", is_on=lambda session: session.workspace is Workspace.MASKRCNN,
    ),
    ActionRow(
        "lab", Menu.VIEW, mark("RoI la&b"), mark("Compare what RoIPool and RoIAlign read for one box."),
        lambda intents: intents.choose_workspace.emit(Workspace.LAB), shortcuts=("L",),
        group="workspace", is_on=lambda session: session.workspace is Workspace.LAB,
    ),
    ActionRow(
        "evaluate", Menu.VIEW, mark("E&valuate"), mark("Measure a model on photos with ground truth."),
        lambda intents: intents.choose_workspace.emit(Workspace.EVALUATE), shortcuts=("V",),
        group="workspace", is_on=lambda session: session.workspace is Workspace.EVALUATE,
    ),
    ActionRow(
        "compare", Menu.VIEW, mark("&Compare"), mark("Compare read-outs, models, ground truth and the photo."),
        lambda intents: intents.compare.emit(), shortcuts=("C",),
    ),
    ActionRow(
        "strip", Menu.VIEW, mark("Photos of the f&older"), mark("Show the folder's photos in a strip below the photo."),
        lambda intents: intents.toggle_strip.emit(), shortcuts=("T",), is_on=lambda session: session.preferences.strip,
    ),
    ActionRow(
        "reset-layout", Menu.VIEW, mark("&Reset layout"), mark("Put every panel back where it was."),
        lambda intents: intents.reset_layout.emit(), starts_section=True,
    ),
    _theme_row(ThemeChoice.SYSTEM, mark("As the &system"), mark("Light or dark as the system is.")),
    _theme_row(ThemeChoice.LIGHT, mark("&Light"), mark("Light window.")),
    _theme_row(ThemeChoice.DARK, mark("&Dark"), mark("Dark window.")),
    _language_row(Language.SYSTEM, mark("As the &system")),
    _language_row(Language.ENGLISH, NATIVE_NAMES[Language.ENGLISH]),
    _language_row(Language.KOREAN, NATIVE_NAMES[Language.KOREAN]),
    ActionRow(
        "tour", Menu.HELP, mark("Guided &tour"), mark("Eight stops, from softmax to RoIAlign, on a sample photo."),
        lambda intents: intents.start_tour.emit(),
    ),
    ActionRow(
        "guide", Menu.HELP, mark("User &guide"), mark("Open the page that says what is where."),
        lambda intents: intents.open_guide.emit(),
    ),
    ActionRow(
        "commands", Menu.HELP, mark("&Commands…"), mark("Find a command by a few of its letters."),
        lambda intents: intents.find_command.emit(), shortcuts=("Ctrl+Shift+P", "Ctrl+K"),
    ),
    ActionRow(
        "keys", Menu.HELP, mark("&Keys and gestures"), mark("Every key, and what the mouse does."),
        lambda intents: intents.show_keys.emit(), shortcuts=("?", "F1"),
    ),
    ActionRow(
        "log", Menu.HELP, mark("&Log"), mark("What happened inside, for a developer to read."),
        lambda intents: intents.show_log.emit(),
    ),
    ActionRow(
        "about", Menu.HELP, mark("&About Halfpixel"), mark("Version, licence and the libraries that it stands on."),
        lambda intents: intents.show_about.emit(), starts_section=True, role=QAction.MenuRole.AboutRole,
    ),
)  # fmt: skip


class Actions(QObject):
    """The rows as QActions, kept in step with the session and the window's language."""

    refreshed = Signal()

    def __init__(self, session: Session, intents: Intents, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._groups: dict[str, QActionGroup] = {}
        self._actions = {row.key: self._build(row, intents) for row in ACTIONS}
        for signal in (
            session.document_changed, session.segmentation_changed, session.activity_changed, session.read_out_changed,
            session.look_changed, session.instance_look_changed, session.preferences_changed, session.workspace_changed,
            session.undoable_changed, session.detection_changed,
        ):  # fmt: skip
            signal.connect(self.refresh)
        self.refresh()

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def refresh(self) -> None:
        """Texts, reasons and check marks as the session has them now."""
        for row in ACTIONS:
            self._refresh(row, self._actions[row.key])
        self.refreshed.emit()

    def _build(self, row: ActionRow, intents: Intents) -> QAction:
        action = QAction(self)
        action.setObjectName(row.key)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in row.shortcuts])
        action.setMenuRole(row.role)
        action.setCheckable(row.is_on is not None)
        if row.icon:
            action.setIcon(icon(row.icon))
        if row.group:
            group = self._groups.setdefault(row.group, QActionGroup(self))
            group.addAction(action)
        action.triggered.connect(lambda: row.trigger(intents))
        return action

    def _refresh(self, row: ActionRow, action: QAction) -> None:
        reason = row.why_not(self._session)
        action.setText(tr(row.text))
        action.setIconText(tr(row.short) if row.short else "")
        action.setEnabled(not reason)
        keys = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
        tip = f"{tr(row.tip)} ({keys})" if keys else tr(row.tip)
        action.setToolTip(f"{tip}\n{tr(reason)}" if reason else tip)
        action.setStatusTip(tr(reason) if reason else "")
        if row.is_on is not None:
            action.setChecked(row.is_on(self._session))
