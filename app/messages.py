"""The only place that shows errors and notes: a strip of sentences above the photo, never a dialog. Details go to the log."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from app.translation import mark, tr, tr_core
from core.devices import is_out_of_memory
from core.errors import DeviceError, UserError

LOG = logging.getLogger("halfpixel")

UNEXPECTED = mark("Something inside Halfpixel failed ({kind}); what you see is unchanged. The details are in the log, {log}.")

NO_MEMORY = "Memory ran out, and what you see is unchanged; close other programs, or open a smaller photo, and try again."


class Tone(Enum):
    """How a message wants to be read. The strip gives each an icon and a word, not a colour alone."""

    PROBLEM = "problem"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a message offers: the English text of a button, and what it does."""

    text: str
    apply: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Sentence:
    """English with ``{names}`` for ``fields``, translated when shown. ``from_core`` says whose sentence it is."""

    template: str
    fields: Mapping[str, object] = field(default_factory=dict)
    from_core: bool = False

    @property
    def text(self) -> str:
        return tr_core(self.template, self.fields) if self.from_core else tr(self.template, **self.fields)


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """``topic`` is what it is about: a newer message of a topic replaces the older one."""

    topic: str
    tone: Tone
    sentences: tuple[Sentence, ...]
    details: str = ""
    remedy: Remedy | None = None

    @property
    def text(self) -> str:
        """What is read, in the window's language of the moment."""
        return " ".join(sentence.text for sentence in self.sentences)


class Messages(QObject):
    """The messages on screen, one for each topic, in the order in which they came."""

    changed = Signal()
    problem_shown = Signal(object)
    """The Message of a new problem."""
    failed_inside = Signal()
    """Something failed that nobody foresaw: the moment to save what can be saved."""

    _thrown_elsewhere = Signal(object)

    def __init__(self, log_name: str = "halfpixel.log", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_name = log_name
        self._hooks = sys.excepthook, threading.excepthook
        self._current: dict[str, Message] = {}
        self._thrown_elsewhere.connect(lambda error: self.show_error("program", error), Qt.ConnectionType.QueuedConnection)

    @property
    def current(self) -> tuple[Message, ...]:
        return tuple(self._current.values())

    def show_error(self, topic: str, error: BaseException, remedy: Remedy | None = None) -> None:
        """Show what went wrong in one sentence and write its details to the log. That memory ran out is nobody's mistake."""
        if is_out_of_memory(error):
            error = DeviceError(NO_MEMORY, details=_details(error))
        details = _details(error)
        if isinstance(error, UserError):
            LOG.warning("%s\n%s", error, details)
            sentence = Sentence(error.template, error.fields, from_core=True)
        else:
            LOG.error("unexpected failure in %s\n%s", topic, details)
            sentence = Sentence(UNEXPECTED, {"kind": type(error).__name__, "log": self._log_name})
        message = Message(topic, Tone.PROBLEM, (sentence,), details, remedy)
        self._put(message)
        self.problem_shown.emit(message)
        if not isinstance(error, UserError):
            self.failed_inside.emit()

    def show_note(self, topic: str, *sentences: Sentence, remedy: Remedy | None = None) -> None:
        """Show something worth knowing that is no problem."""
        self._put(Message(topic, Tone.NOTE, sentences, remedy=remedy))

    def clear(self, *topics: str) -> None:
        """Take away the messages of these topics: what they say is over."""
        gone = [self._current.pop(topic, None) for topic in topics]
        if any(gone):
            self.changed.emit()

    def catch_everything(self) -> None:
        """Show and log whatever nobody caught, on every thread, instead of losing it on a console that is not there."""
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._caught
        threading.excepthook = self._caught_on_thread

    def let_go(self) -> None:
        """Undo :meth:`catch_everything`: whoever listened before, such as a test's judge, listens again."""
        sys.excepthook, threading.excepthook = self._hooks

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if sys.stderr is not None:  # a window started without a console has none
            self._hooks[0](kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            self._thrown_elsewhere.emit(error)

    def _caught_on_thread(self, raised: threading.ExceptHookArgs) -> None:
        if sys.stderr is not None:
            self._hooks[1](raised)
        self._thrown_elsewhere.emit(raised.exc_value or SystemExit())

    def _put(self, message: Message) -> None:
        self._current.pop(message.topic, None)
        self._current[message.topic] = message
        self.changed.emit()


def _details(error: BaseException) -> str:
    if isinstance(error, UserError):
        return error.details
    return "".join(traceback.format_exception(error))
