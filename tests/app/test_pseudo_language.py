"""A language in which every sentence is ⟦bracketed⟧: what a control says without brackets never went through translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialogButtonBox, QDockWidget, QLabel, QLineEdit, QTabBar, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from app.application import Application
from app.inside_fcn.panes import PANES
from app.inside_fcn.workspace import InsideFcn
from app.inside_maskrcnn.workspace import TABS, InsideMaskRcnn
from app.preferences import Workspace
from core.labels import CAMVID, COCO, VOC
from core.maskrcnn.results import Thresholds
from core.palettes import PALETTES
from core.samples import SAMPLES
from tests.app.conftest import Starter, made_whole
from tests.fakes import tiny_model
from tests.maskrcnn_networks import TINY_NAMES

OPEN, CLOSE = "⟦", "⟧"
CLASS_NAMES = frozenset(name for labels in (VOC, CAMVID, COCO) for name in labels.names) | set(TINY_NAMES)
"""Classes are called what their data set calls them, in every language."""
TERMS = frozenset({
    "halfpixel", "english", "한국어", "roialign", "roipool", "roiwarp", "torchvision", "detectron", "pool", "exp", "log",
    "fcn", "cpu", "cuda", "mps", "rgb", "svg", "png", "csv", "json", "nms", "iou", "mib", "ctrl", "pgup", "pgdown", "esc",
})  # fmt: skip
"""Names, keys and functions that are the same in every language."""
QT_S_OWN = ("qt_", "ScrollLeftButton", "ScrollRightButton")
"""Buttons that Qt makes and translates itself, by the beginnings of their object names."""


CREDITS = re.compile("|".join(re.escape(text) for text in (
    *(sample.credit for sample in SAMPLES), *(palette.source for palette in PALETTES.values()), "crop_and_resize",
)))  # fmt: skip
"""Who made a photo or a palette is said as they say it themselves; an operator is called what its paper calls it."""


class Brackets(QTranslator):
    def isEmpty(self) -> bool:  # noqa: N802
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        del disambiguation, n
        return f"{OPEN}{source}{CLOSE}" if context in ("app", "core", "layers") else None


@pytest.fixture
def program(start: Starter, qtbot: QtBot) -> Iterator[Application]:
    tiny_model()
    translator = Brackets()
    QCoreApplication.installTranslator(translator)
    yield with_results(start, qtbot)
    QCoreApplication.removeTranslator(translator)


def with_results(start: Starter, qtbot: QtBot) -> Application:
    program = start(sample="astronaut")
    program.session.set_thresholds(Thresholds(score=0.0, detections=4))
    program.window.show()
    qtbot.waitUntil(lambda: program.session.detection is not None and program.session.activity is None, timeout=30_000)
    return program


def texts_of(widget: QWidget) -> Iterator[str]:
    """But for what Qt makes and translates itself: the buttons of title bars, tabs and dialogs."""
    if widget.objectName().startswith(QT_S_OWN) or isinstance(widget.parent(), QDialogButtonBox | QDockWidget | QTabBar):
        return
    yield widget.toolTip()
    yield widget.accessibleName()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    if isinstance(widget, QTabWidget):
        yield from (widget.tabText(place) for place in range(widget.count()))


def escaped(text: str) -> list[str]:
    """The words of a text that stand outside of all brackets and are no number, formula, class or term."""
    plain, depth = [], 0
    for letter in re.sub(r"<[^>]*>|&\w+;|[₀-₉]", " ", text):
        depth += (letter == OPEN) - (letter == CLOSE)
        plain.append(letter if depth == 0 and letter not in OPEN + CLOSE else " ")
    words = re.findall(r"[^\W\d_]{3,}", CREDITS.sub(" ", "".join(plain)))
    known = {word for name in CLASS_NAMES for word in re.findall(r"[^\W\d_]+", name.lower())} | TERMS
    return [word for word in words if word.lower() not in known]


def found_in(window: QWidget, *, seen: bool = False) -> dict[str, list[str]]:
    """What escaped; with ``seen`` only of what can be seen: the rest is written when it is shown."""
    return {
        f"{type(widget).__name__}: {text}": words
        for widget in window.findChildren(QWidget)
        if not seen or (widget.isVisibleTo(window) and widget.window() is window)
        for text in texts_of(widget)
        if (words := escaped(text))
    }


def test_the_judge_sees_what_escaped() -> None:
    assert escaped("⟦Open a photo.⟧ 12 px, cat 0.9") == []
    assert escaped("⟦Open⟧ and close") == ["and", "close"]


def pages_of(room: QWidget) -> Iterator[str]:
    """Opens the tabs of a workspace one after the other."""
    rows = PANES if isinstance(room, InsideFcn) else TABS if isinstance(room, InsideMaskRcnn) else ()
    yield ""
    for row in rows:
        room.show_pane(row.key)
        yield row.key


def pages(program: Application, qtbot: QtBot) -> Iterator[str]:
    """Opens every page of every workspace, and waits until what it asks for has come."""
    busy: set[str] = set()
    program.workflow.worker.started.connect(busy.add)
    program.workflow.worker.ended.connect(busy.discard)
    for workspace in Workspace:
        program.intents.choose_workspace.emit(workspace)
        for page in pages_of(program.window.rooms[workspace]):
            qtbot.wait(50)
            qtbot.waitUntil(lambda: not busy, timeout=30_000)
            yield f"{workspace.value} {page}"


def test_no_sentence_escapes_translation(program: Application, qtbot: QtBot) -> None:
    assert not program.log_window.isVisible()  # made when first asked for
    found = found_in(made_whole(program.window))
    for _ in pages(program, qtbot):
        found |= found_in(program.window)
    for action in program.window.menuBar().actions():
        found |= {action.text(): words for words in [escaped(action.text())] if words}
    assert not found, "\n".join(sorted(found))


def test_no_sentence_stays_when_the_language_changes(start: Starter, qtbot: QtBot) -> None:
    """Written once, when its page was built, a sentence would stay in the language of that moment."""
    tiny_model()
    program = with_results(start, qtbot)
    assert len(list(pages(program, qtbot))) > len(Workspace)
    translator = Brackets()
    QCoreApplication.installTranslator(translator)
    try:
        found: dict[str, list[str]] = {}
        for page in pages(program, qtbot):
            found |= {f"{page}: {told}": words for told, words in found_in(program.window, seen=True).items()}
    finally:
        QCoreApplication.removeTranslator(translator)
    assert not found, "\n".join(sorted(found))
