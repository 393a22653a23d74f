"""What stands where the photo will be: a place to drop one, samples, recent photos, and whether the models are ready."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.intents import Intents
from app.session import Session
from app.theme import current, icon
from app.translation import tr, tr_core
from app.widgets.panel import Panel
from core.catalog import MODELS, Origin, Task, WeightsState
from core.samples import SAMPLES

THUMBNAIL = QSize(132, 99)
SHOWN_RECENT = 5
COLUMN_WIDTH = 4 * (THUMBNAIL.width() + 20)


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
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 8, 8)


class Welcome(Panel):
    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._intents = intents
        self.drop = DropArea()
        self.drop.open.clicked.connect(intents.choose_file)
        self.drop.paste.clicked.connect(intents.paste)
        self.samples = {sample.key: self._sample_button(sample.key) for sample in SAMPLES}
        self._samples_title, self._recent_title, self.models = QLabel(), QLabel(), QLabel()
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        session.thumbnails_changed.connect(self._show_thumbnails)
        session.recent_changed.connect(self._show_recent)
        session.weights_changed.connect(self._show_models)
        self.finish()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        QPainter(self).fillRect(self.rect(), QColor(current().stage))

    def _lay_out(self) -> None:
        samples = QGridLayout()
        samples.setSpacing(8)
        for place, button in enumerate(self.samples.values()):
            samples.addWidget(button, 0, place)
        content = QWidget()
        content.setMaximumWidth(COLUMN_WIDTH)
        content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(content)
        column.setSpacing(8)
        column.addWidget(self.drop)
        column.addSpacing(14)
        column.addWidget(self._samples_title)
        column.addLayout(samples)
        column.addSpacing(14)
        column.addWidget(self._recent_title)
        column.addLayout(self._recent)
        column.addSpacing(14)
        column.addWidget(self.models)
        self.models.setWordWrap(True)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(content, 100)
        centred.addStretch(1)
        page = QVBoxLayout(self)
        page.addStretch(1)
        page.addLayout(centred)
        page.addStretch(1)

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
        self._show_thumbnails()
        self._show_recent()
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
        for path in self._session.recent[:SHOWN_RECENT]:
            button = QToolButton()
            button.setText(path.name)
            button.setIcon(icon("photo"))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setAutoRaise(True)
            button.setToolTip(str(path))
            button.setAccessibleName(tr("Recent photo: {name}", name=path.name))
            button.clicked.connect(lambda _checked, path=path: self._intents.open_paths.emit((path,)))
            self._recent.addWidget(button)
        self._recent_title.setVisible(bool(self._session.recent))

    def _show_models(self) -> None:
        self.models.setText(models_text(self._session))


def models_text(session: Session) -> str:
    """One sentence on the state of the models."""
    states = [session.weights.get(row.key) for row in MODELS if row.task is Task.SEMANTIC and row.origin is Origin.SHIPPED]
    ready = sum(state is WeightsState.READY for state in states)
    if None in states:
        return tr("Looking at the models…")
    if ready == len(states):
        return tr("{ready} starter models are ready; nothing needs to be downloaded.", ready=ready)
    return tr("{ready} of {count} starter models are ready; reinstall Halfpixel to mend the others.", ready=ready, count=len(states))
