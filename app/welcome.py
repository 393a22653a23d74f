"""What stands where the photo will be: a place to drop one, samples, recent photos, the state of the models, and the tour."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.intents import Intents
from app.session import Session
from app.theme import current, icon
from app.translation import tr, tr_core
from app.widgets.panel import Panel, name
from core.catalog import ModelRow, Origin, WeightsState
from core.samples import SAMPLES

THUMBNAIL = QSize(132, 99)
SHOWN_RECENT = 6
RECENT_COLUMNS = 2
NAMED_MODELS = 4
"""More than these are counted, not named."""
COLUMN_WIDTH = 4 * (THUMBNAIL.width() + 22)
"""Room for every thumbnail in its full size: one pixel less, and some are drawn smaller than their neighbours."""
ROOM_FOR_ICON = 40


class DropArea(QWidget):
    """A dashed frame around an invitation; ``set_inviting`` marks it while something is dragged over the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inviting = False
        self.title = QLabel()
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        self.title.setFont(font)
        self.sign = QLabel()
        self.sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open, self.paste = QPushButton(), QPushButton()
        self.open.setProperty("primary", True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.open)
        buttons.addWidget(self.paste)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 28, 24, 28)
        column.setSpacing(12)
        column.addWidget(self.sign)
        column.addWidget(self.title)
        column.addLayout(buttons)

    def set_inviting(self, inviting: bool) -> None:
        self._inviting = inviting
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(theme.accent if self._inviting else theme.edge)
        painter.setPen(QPen(colour, 2 if self._inviting else 1.2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


class Welcome(Panel):
    """Scrolls where the window is too low for all of it."""

    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._intents = intents
        self.drop = DropArea()
        self.drop.open.clicked.connect(intents.choose_file)
        self.drop.paste.clicked.connect(intents.paste)
        self.samples = {sample.key: self._sample_button(sample.key) for sample in SAMPLES}
        self._samples_title, self._recent_title, self._tour_title, self._models_title = (QLabel() for _ in range(4))
        for title in (self._samples_title, self._recent_title, self._tour_title, self._models_title):
            font = title.font()
            font.setBold(True)
            title.setFont(font)
        self.tour_text, self.models = QLabel(), QLabel()
        self.tour, self.all_models = QPushButton(), QPushButton()
        self.tour.clicked.connect(intents.start_tour)
        self.all_models.clicked.connect(lambda: intents.show_models.emit(""))
        self._recent = QGridLayout()
        self._recent.setSpacing(0)
        for place in range(RECENT_COLUMNS):
            self._recent.setColumnStretch(place, 1)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        session.thumbnails_changed.connect(self._show_thumbnails)
        session.recent_changed.connect(self._show_recent)
        session.weights_changed.connect(self._show_models)
        session.rows_changed.connect(self._show_models)
        session.tour_stop_changed.connect(self._show_tour)
        self.finish()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        QPainter(self).fillRect(self.rect(), QColor(current().stage))

    @property
    def recent(self) -> tuple[QToolButton, ...]:
        """The buttons of the recent photos, the newest first."""
        widgets = (item.widget() for place in range(self._recent.count()) if (item := self._recent.itemAt(place)) is not None)
        return tuple(widget for widget in widgets if isinstance(widget, QToolButton))

    def _lay_out(self) -> None:
        content = QWidget()
        content.setMaximumWidth(COLUMN_WIDTH)
        content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._fill(QVBoxLayout(content))
        page, centred = QWidget(), QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(content, 100)
        centred.addStretch(1)
        column = QVBoxLayout(page)
        column.addStretch(1)
        column.addLayout(centred)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        for see_through in (area.viewport(), page):
            see_through.setAutoFillBackground(False)  # the stage shines through
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(area)

    def _fill(self, column: QVBoxLayout) -> None:
        samples = QGridLayout()
        samples.setSpacing(8)
        for place, button in enumerate(self.samples.values()):
            samples.addWidget(button, 0, place)
        column.setSpacing(8)
        column.addWidget(self.drop)
        column.addSpacing(14)
        column.addWidget(self._samples_title)
        column.addLayout(samples)
        column.addSpacing(14)
        column.addWidget(self._recent_title)
        column.addLayout(self._recent)
        column.addSpacing(14)
        column.addLayout(_told(self._tour_title, self.tour_text, self.tour))
        column.addSpacing(14)
        column.addLayout(_told(self._models_title, self.models, self.all_models))

    def _sample_button(self, key: str) -> QToolButton:
        button = QToolButton()
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(THUMBNAIL)
        button.setAutoRaise(True)
        button.setIcon(icon("photo"))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._intents.open_sample.emit(key))
        return button

    def retranslate(self) -> None:
        self.drop.sign.setPixmap(icon("photo").pixmap(QSize(40, 40), self.devicePixelRatioF()))
        self.drop.title.setText(tr("Drop a photo or a folder here"))
        self.drop.open.setText(tr("Open a file…"))
        self.drop.open.setToolTip(tr("Open a photo from a file."))
        self.drop.paste.setText(tr("Paste"))
        self.drop.paste.setToolTip(tr("Open the photo that the clipboard holds."))
        self._samples_title.setText(tr("Sample photos"))
        self._recent_title.setText(tr("Recent photos"))
        for sample in SAMPLES:
            button = self.samples[sample.key]
            button.setText(tr_core(sample.title))
            button.setAccessibleName(tr("Sample photo: {title}", title=tr_core(sample.title)))
            button.setToolTip(sample.credit)
        self._tour_title.setText(tr("Guided tour"))
        self.tour_text.setText(tr("Eight stops, from softmax to RoIAlign, on a sample photo."))
        self._models_title.setText(tr("Models"))
        name(self.all_models, tr("Models…"), tr("Every model: fetch it, bring its file, read its card."))
        self.all_models.setText(tr("Models…"))
        self._show_thumbnails()
        self._show_recent()
        self._show_tour()
        self._show_models()

    def _show_thumbnails(self) -> None:
        for key, rgb in self._session.thumbnails.items():
            height, width = rgb.shape[:2]
            picture = QImage(rgb.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
            self.samples[key].setIcon(QIcon(QPixmap.fromImage(picture)))

    def _show_recent(self) -> None:
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for place, path in enumerate(self._session.recent[:SHOWN_RECENT]):
            self._recent.addWidget(self._recent_button(path), *divmod(place, RECENT_COLUMNS), Qt.AlignmentFlag.AlignLeft)
        self._recent_title.setVisible(bool(self._session.recent))

    def _recent_button(self, path: Path) -> QToolButton:
        button = QToolButton()
        width = COLUMN_WIDTH // RECENT_COLUMNS - ROOM_FOR_ICON
        # A long name must not make the page wider than the window.
        button.setText(button.fontMetrics().elidedText(path.name.replace("&", "&&"), Qt.TextElideMode.ElideMiddle, width))
        button.setIcon(icon("photo"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name(button, tr("Recent photo: {name}", name=path.name), str(path))
        button.clicked.connect(lambda: self._intents.open_paths.emit((path,)))
        return button

    def _show_tour(self) -> None:
        last = self._session.tour_last
        name(self.tour, tr("Go on with the tour") if last else tr("Begin the tour"), self.tour_text.text())
        self.tour.setText(tr("Go on at stop {stop}", stop=last + 1) if last else tr("Begin the tour"))

    def _show_models(self) -> None:
        self.models.setText(models_text(self._session))


def _told(title: QLabel, text: QLabel, button: QPushButton) -> QGridLayout:
    """A title, the sentences below it, and at the right what can be done about them."""
    text.setWordWrap(True)
    place = QGridLayout()
    place.setHorizontalSpacing(18)
    place.setVerticalSpacing(4)
    place.addWidget(title, 0, 0)
    place.addWidget(text, 1, 0)
    place.addWidget(button, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
    place.setColumnStretch(0, 1)
    return place


def models_text(session: Session) -> str:
    """The state of the models: the starters', then which others can run, which cannot, and how many there are to be had."""
    others = [row for row in session.rows if row.origin is not Origin.SHIPPED]
    state = {kind: [row for row in others if session.state_of(row) is kind] for kind in WeightsState}
    sentences = [_starters_text(session)]
    if state[WeightsState.READY]:
        sentences.append(tr("Ready too: {models}.", models=_names(state[WeightsState.READY])))
    if state[WeightsState.DAMAGED]:
        sentences.append(tr("Damaged: {models}.", models=_names(state[WeightsState.DAMAGED])))
    if state[WeightsState.MISSING]:
        sentences.append(tr("{count} more can be downloaded, or brought as files.", count=len(state[WeightsState.MISSING])))
    return " ".join(sentences)


def _starters_text(session: Session) -> str:
    states = [session.state_of(row) for row in session.rows if row.origin is Origin.SHIPPED]
    ready = sum(state is WeightsState.READY for state in states)
    if None in states:
        return tr("Looking at the models…")
    if ready == len(states):
        return tr("{ready} starter models are ready; nothing needs to be downloaded.", ready=ready)
    return tr("{ready} of {count} starter models are ready; reinstall Halfpixel to mend the others.", ready=ready, count=len(states))


def _names(rows: list[ModelRow]) -> str:
    titles = [tr_core(row.title) for row in rows]
    named = ", ".join(titles[:NAMED_MODELS])
    return named if len(titles) <= NAMED_MODELS else tr("{models} and {count} more", models=named, count=len(titles) - NAMED_MODELS)
