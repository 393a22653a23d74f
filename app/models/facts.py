"""A model's facts as a table of labels and values that can be selected; hashes can be copied whole."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.models.page import Page
from app.models.words import TASKS, classes_text, hash_of, hash_text, size_text, source_text
from app.translation import tr, tr_core
from app.widgets.panel import name
from core.catalog import ModelRow, Origin

SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


@dataclass(frozen=True, slots=True)
class Fact:
    """``value`` is a sentence or a few words; ``digits`` are set below it in a row that can be copied."""

    label: str
    value: str
    digits: str = ""


def facts_of(row: ModelRow) -> tuple[Fact, ...]:
    """In the window's language; what nobody says of a model is left out."""
    weights = row.weights
    facts = [
        Fact(tr("Task"), tr(TASKS[row.task])),
        Fact(tr("Network"), tr_core(row.architecture)),
        Fact(tr("Input"), tr_core(row.preprocessing)),
        Fact(tr("Classes"), classes_text(row.label_set)),
        Fact(tr("Figures"), tr_core(row.figures)),
        Fact(tr("Size"), size_text(weights.size_bytes) if weights.size_bytes else ""),
        Fact(tr("Source"), source_text(row)),
        Fact(tr("Address"), "", weights.url or ""),
        Fact(tr("Licence"), tr_core(weights.licence)),
        Fact("SHA-256", hash_text(row), hash_of(row)),
    ]
    if weights.kept_sha256 is not None:
        facts.append(Fact(tr("Kept as"), str(row.weights_path), weights.kept_sha256))
    elif row.origin is Origin.SHIPPED:
        facts.append(Fact(tr("Kept as"), str(row.weights_path)))
    return tuple(fact for fact in facts if fact.value or fact.digits)


class Facts(Page):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: ModelRow | None = None
        self.shown: tuple[Fact, ...] = ()
        self._holder = QVBoxLayout(self)
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._table: QWidget | None = None
        self.finish()

    def show_row(self, row: ModelRow) -> None:
        self._row = row
        facts = facts_of(row)
        if facts != self.shown:
            self.shown = facts
            self._rebuild()

    def retranslate(self) -> None:
        if self._row is not None:
            self.shown = ()
            self.show_row(self._row)

    def _rebuild(self) -> None:
        if self._table is not None:
            self._table.hide()
            self._table.deleteLater()
        self._table = QWidget()
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        line = 0
        for fact in self.shown:
            label = QLabel(fact.label)
            label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
            grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            for part in self._parts(fact):
                grid.addWidget(part, line, 1)
                line += 1
        self._holder.addWidget(self._table)
        self._table.show()  # at once: the layout would wait for the next turn of the event loop

    def _parts(self, fact: Fact) -> list[QWidget]:
        parts: list[QWidget] = []
        if fact.value:
            value = QLabel(fact.value)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            value.setTextInteractionFlags(SELECTABLE)
            value.setAccessibleName(f"{fact.label}: {fact.value}")
            parts.append(value)
        if fact.digits:
            parts.append(_digits(fact))
        return parts


def _digits(fact: Fact) -> QWidget:
    """A long word without a place to break: it scrolls in its own field, and a button copies it whole."""
    field = QLineEdit(fact.digits)
    field.setReadOnly(True)
    field.setFrame(False)
    field.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    field.setCursorPosition(0)
    field.setStyleSheet("QLineEdit { border: none; background: transparent; padding: 0px; min-height: 0px; }")
    field.setTextMargins(-2, 0, 0, 0)  # in line with the labels above it
    name(field, fact.label, fact.digits)
    copy = QToolButton()
    copy.setText(tr("Copy"))
    copy.setStyleSheet("QToolButton { padding: 0px 6px; }")
    name(copy, tr("Copy {what}", what=fact.label), tr("Put it on the clipboard."))
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(fact.digits))
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(field, 1)
    row.addWidget(copy)
    return holder
