"""The tour's bar below the page: what the present stop says, and the way on, back and out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.intents import Intents
from app.session import Session
from app.theme import current, icon
from app.tour.stops import STOPS
from app.translation import tr
from app.widgets.icon_button import IconButton
from app.widgets.panel import Panel, name

SIDE_WIDTH = 270


class TourBar(Panel):
    """Hidden while no tour is on."""

    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._intents = intents
        self.text, self.formula, self.try_it = QLabel(), QLabel(), QLabel()
        self.text.setWordWrap(True)
        self.try_it.setWordWrap(True)
        self.try_it.setForegroundRole(self.try_it.palette().ColorRole.PlaceholderText)
        font = self.formula.font()
        font.setItalic(True)
        self.formula.setFont(font)
        self.stops = QComboBox()
        self.back, self.on = QPushButton(), QPushButton()
        self.on.setProperty("primary", True)
        self.leave = IconButton(icon("close"), QSize(16, 16))
        self._lay_out()
        self.stops.activated.connect(lambda place: intents.go_to_stop.emit(place))
        self.back.clicked.connect(lambda: self._step(-1))
        self.on.clicked.connect(lambda: self._step(1))
        self.leave.clicked.connect(lambda: intents.go_to_stop.emit(None))
        session.tour_stop_changed.connect(self._show)
        session.segmentation_changed.connect(self._show)
        session.detection_changed.connect(self._show)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.finish()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.text)
        below = QHBoxLayout()
        below.setSpacing(18)
        below.addWidget(self.formula)
        below.addWidget(self.try_it, 1)
        words.addLayout(below)
        buttons = QHBoxLayout()
        for button in (self.back, self.on):
            buttons.addWidget(button)
        self.stops.setMaximumWidth(SIDE_WIDTH)
        side = QVBoxLayout()
        side.addWidget(self.stops)
        side.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 8, 10)
        row.setSpacing(18)
        row.addLayout(words, 1)
        row.addLayout(side)
        row.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        theme = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.raised))
        painter.fillRect(0, 0, self.width(), 2, QColor(theme.accent))

    def _step(self, steps: int) -> None:
        place = self._session.tour_stop
        if place is not None:
            after = place + steps
            self._intents.go_to_stop.emit(after if 0 <= after < len(STOPS) else None)

    def retranslate(self) -> None:
        self.stops.clear()
        self.stops.addItems([f"{place}. {tr(stop.title)}" for place, stop in enumerate(STOPS, start=1)])
        name(self.stops, tr("Stop of the tour"), tr("Go to another stop of the tour."))
        self.back.setText(tr("Back"))
        name(self.back, tr("Back"), tr("Go to the stop before this one."))
        name(self.leave, tr("Leave the tour"), tr("Leave the tour; it goes on here when it is opened again."))
        self.setAccessibleName(tr("Guided tour"))
        self._show()

    def _show(self) -> None:
        place = self._session.tour_stop
        self.setVisible(place is not None)
        if place is None:
            return
        stop = STOPS[place]
        self.stops.setCurrentIndex(place)
        self.text.setText(tr(stop.text))
        self.formula.setText(stop.formula)
        self.formula.setAccessibleName(tr("Formula: {formula}", formula=stop.formula))
        waits = self._session.segmentation is None
        self.try_it.setText(tr("The networks are looking at the photo…") if waits else tr(stop.try_it))
        self.back.setEnabled(place > 0)
        is_last = place == len(STOPS) - 1
        self.on.setText(tr("Finish") if is_last else tr("Next"))
        tip = tr("End the tour.") if is_last else tr("Go to the next stop: {title}", title=tr(STOPS[place + 1].title))
        name(self.on, self.on.text(), tip)
