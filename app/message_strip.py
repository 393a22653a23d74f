"""The strip above the photo in which Messages are read: one row each, that goes away when told to or when it is over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.messages import Message, Messages, Tone
from app.theme import current, icon
from app.translation import mark, tr
from app.widgets.icon_button import IconButton

ICONS = {Tone.PROBLEM: "warning", Tone.NOTE: "note"}
WORDS = {Tone.PROBLEM: mark("Problem"), Tone.NOTE: mark("Note")}


class MessageRow(QFrame):
    """One message: what happened, a remedy if there is one, its details on request, and a button that takes it away."""

    def __init__(self, message: Message, messages: Messages, parent: QWidget) -> None:
        super().__init__(parent)
        self.message = message
        self._messages = messages
        self.sentence = QLabel(message.text)
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.sentence.setAccessibleName(f"{tr(WORDS[message.tone])}: {message.text}")
        self.details = QLabel(message.details)
        self.details.setTextFormat(Qt.TextFormat.PlainText)
        self.details.setWordWrap(True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details.setAccessibleName(tr("Details"))
        self.details.hide()
        self._lay_out()
        self._colour()

    def _lay_out(self) -> None:
        sign = QLabel()
        sign.setPixmap(icon(ICONS[self.message.tone]).pixmap(QSize(18, 18), self.devicePixelRatio()))
        sign.setAccessibleName(tr(WORDS[self.message.tone]))
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(sign)
        line.addWidget(self.sentence, 1)
        if self.message.remedy is not None:
            line.addWidget(self._remedy_button())
        if self.message.details:
            line.addWidget(self._details_button())
        line.addWidget(self._close_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 7, 8, 7)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.details)

    def _remedy_button(self) -> QPushButton:
        remedy = self.message.remedy
        assert remedy is not None
        button = QPushButton(tr(remedy.text))
        button.setObjectName("remedy")
        button.setToolTip(self.message.text)
        button.clicked.connect(remedy.apply)
        return button

    def _details_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("details")
        button.setText(tr("Details"))
        button.setToolTip(tr("Show what a developer would want to know. It is in the log too."))
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.toggled.connect(self.details.setVisible)
        return button

    def _close_button(self) -> IconButton:
        button = IconButton(icon("close"), QSize(16, 16))
        button.setObjectName("close")
        button.setAccessibleName(tr("Close this message"))
        button.setToolTip(tr("Close this message"))
        button.clicked.connect(lambda: self._messages.clear(self.message.topic))
        return button

    def _colour(self) -> None:
        theme = current()
        stripe = {Tone.PROBLEM: theme.problem, Tone.NOTE: theme.note}[self.message.tone]
        self.setStyleSheet(f"MessageRow {{ background: {theme.raised}; border: none; border-left: 3px solid {stripe}; }}")


class MessageStrip(QWidget):
    """Shows ``Messages.current``, the newest at the top; hidden when there are none."""

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(1)
        messages.changed.connect(self._rebuild)
        self._rebuild()

    @property
    def rows(self) -> tuple[MessageRow, ...]:
        items = (self._rows.itemAt(index) for index in range(self._rows.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(widget for widget in widgets if isinstance(widget, MessageRow))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._rebuild()

    def _rebuild(self) -> None:
        known = {row.message for row in self.rows}
        for row in self.rows:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        for message in reversed(self._messages.current):
            row = MessageRow(message, self._messages, self)
            self._rows.addWidget(row)
            if message not in known:
                self._announce(row)
        self.setVisible(bool(self._messages.current))

    def _announce(self, row: MessageRow) -> None:
        # A screen reader speaks it: nobody has to find a message that appeared elsewhere.
        QAccessible.updateAccessibility(QAccessibleEvent(row.sentence, QAccessible.Event.Alert))
