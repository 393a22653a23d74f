"""Typed coordinates of the box. A field that cannot be read turns red and says why beside it; the last good box stays."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.lab.ideal_box_item import FINE_NUDGE, NUDGE
from app.theme import current, tabular
from app.translation import mark, tr, tr_core
from app.widgets.panel import Panel
from core.errors import InputError
from core.geometry import Box

NAMES = ("x1", "y1", "x2", "y2")
TIPS = (
    mark("Left edge of the box in photo pixels."),
    mark("Top edge of the box in photo pixels."),
    mark("Right edge of the box in photo pixels."),
    mark("Bottom edge of the box in photo pixels."),
)
NOT_A_NUMBER = "“{text}” is not a number; type one such as 50.3."
NOT_FINITE = "{text} is not a finite number; type one such as 50.3."


def read_coordinate(text: str) -> float:
    """A typed coordinate; the dot is the decimal sign in every language. Raises InputError."""
    try:
        value = float(text.strip().replace(MINUS_SIGN, "-"))
    except ValueError:
        raise InputError(NOT_A_NUMBER, text=text.strip()) from None
    if not math.isfinite(value):
        raise InputError(NOT_FINITE, text=text.strip())
    return value


MINUS_SIGN = "−"
DECIMALS = 4
"""Of an edge in a field: a box from a network has more digits than can be read."""


def short(value: float) -> str:
    return f"{round(value, DECIMALS):.12g}"


class CoordinateField(QLineEdit):
    """Up and Down change the number by 1 px, with Shift by 0.1 px."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(tabular(self.font()))
        self.setFixedWidth(74)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        sign = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if sign is None:
            super().keyPressEvent(event)
            return
        step = FINE_NUDGE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else NUDGE
        try:
            self.setText(f"{round(read_coordinate(self.text()) + sign * step, 6):.12g}")
        except InputError:
            return
        self.editingFinished.emit()


class BoxFields(Panel):
    """``proposed`` whenever the four fields hold numbers; who listens calls ``show_problem`` when the box cannot be used."""

    proposed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = tuple(CoordinateField() for _ in NAMES)
        self.labels = tuple(QLabel(name) for name in NAMES)
        self.problem = QLabel()
        self.problem.setObjectName("box-problem")
        self.problem.setWordWrap(False)
        self._error: InputError | None = None
        self._shown: tuple[tuple[str, float], ...] = (("", math.nan),) * len(NAMES)
        row = QHBoxLayout()
        row.setSpacing(4)
        for label, field in zip(self.labels, self.fields, strict=True):
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)
            row.addSpacing(4)
            field.textEdited.connect(self._read)
            field.editingFinished.connect(self._read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.problem)
        self.problem.hide()
        self.finish()

    def retranslate(self) -> None:
        for field, name, tip in zip(self.fields, NAMES, TIPS, strict=True):
            field.setAccessibleName(tr("Box {name}", name=name))
            field.setToolTip(tr(tip) + "\n" + tr("Up and Down change it by 1 px, with Shift by 0.1 px."))
        self._show_problem()

    @property
    def has_problem(self) -> bool:
        return self._error is not None

    def set_box(self, box: Box) -> None:
        """Show a box that is in use; a field that is being typed into keeps its text."""
        if self._held(box):
            return
        had_problem, self._error = self._error is not None, None
        self._shown = tuple((short(value), float(value)) for value in box.as_tuple())
        for field, (text, _) in zip(self.fields, self._shown, strict=True):
            field.setText(text)
        if had_problem:  # to say that there is none lays the whole page out anew, and a drag comes by sixty times a second
            self._mark(frozenset())
            self._show_problem()

    def _held(self, box: Box) -> bool:
        """Whether the fields say this box already, in whatever way it was typed."""
        try:
            return tuple(self._value_of(place) for place in range(len(NAMES))) == box.as_tuple() and self._error is None
        except InputError:
            return False

    def _value_of(self, place: int) -> float:
        """What a field says; a text that nobody has changed still stands for all digits of its edge. Raises InputError."""
        (shown, value), text = self._shown[place], self.fields[place].text()
        return value if text == shown else read_coordinate(text)

    def _read(self) -> None:
        values: list[float] = []
        for place in range(len(NAMES)):
            try:
                values.append(self._value_of(place))
            except InputError as error:
                self._fail(error, frozenset({place}))
                return
        self._error = None
        self._mark(frozenset())
        self._show_problem()
        self.proposed.emit(Box(*values))

    def show_problem(self, error: InputError, box: Box) -> None:
        """The box cannot be used: mark the edges that are to blame, all of them when it lies outside."""
        at_fault = set()
        if box.width <= 0:
            at_fault |= {0, 2}
        elif box.height <= 0:
            at_fault |= {1, 3}
        self._fail(error, frozenset(at_fault or range(4)))

    def _fail(self, error: InputError, at_fault: frozenset[int]) -> None:
        self._error = error
        self._mark(at_fault)
        self._show_problem()

    def _mark(self, at_fault: frozenset[int]) -> None:
        red = current().problem
        for place, field in enumerate(self.fields):
            if place not in at_fault and not field.property("invalid"):
                continue  # a style sheet is slow to set
            field.setStyleSheet(f"border: 2px solid {red}; border-radius: 3px; padding: 1px;" if place in at_fault else "")
            field.setProperty("invalid", place in at_fault)

    def _show_problem(self) -> None:
        error = self._error
        text = "" if error is None else tr_core(error.template, error.fields)
        self.problem.setText(text)
        self.problem.setStyleSheet(f"color: {current().problem};")
        self.problem.setVisible(bool(text))
        for field in self.fields:
            field.setAccessibleDescription(text if field.property("invalid") else field.toolTip())
