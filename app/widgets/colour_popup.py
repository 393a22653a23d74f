"""A small popup to choose a colour: a grid of colours that can be told apart, a field for any other, and the palette's own again."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.theme import current
from app.translation import tr

COLUMNS = 7
COLOURS = (
    "#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7",
    "#cc6677", "#332288", "#ddcc77", "#117733", "#88ccee", "#882255", "#44aa99",
    "#e6194b", "#3cb44b", "#4363d8", "#f58231", "#911eb4", "#42d4f4", "#ffffff",
)  # fmt: skip
"""Okabe-Ito, then Tol's muted scheme, then strong ones that stand out on a photo."""


def swatch(colour: QColor, size: int = 16, *, ratio: float = 1.0) -> QPixmap:
    """A square of a colour, outlined so that it is seen on any ground."""
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(current().edge))
    painter.setBrush(colour)
    painter.drawRoundedRect(1, 1, size - 2, size - 2, 3, 3)
    painter.end()
    return pixmap


class ColourPopup(QFrame):
    """``chosen((r, g, b))``, or ``chosen(None)`` for the palette's colour; then it closes. Escape closes it alone."""

    chosen = Signal(object)

    def __init__(self, title: str, present: QColor, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        grid = QGridLayout()
        grid.setSpacing(2)
        for place, code in enumerate(COLOURS):
            grid.addWidget(self._button(code), place // COLUMNS, place % COLUMNS)
        column.addLayout(grid)
        line = QHBoxLayout()
        self.code = self._field(present)
        line.addWidget(self.code, 1)
        self.again = QPushButton(tr("Palette's colour"))
        self.again.setToolTip(tr("Use the palette's colour for this class again."))
        self.again.clicked.connect(lambda: self._choose(None))
        line.addWidget(self.again)
        column.addLayout(line)

    def popup_at(self, place: QPoint) -> None:
        """Show it with its top left corner at a place on the screen."""
        self.move(place)
        self.show()
        self.code.setFocus()
        self.code.selectAll()

    def _button(self, code: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(QIcon(swatch(QColor(code), 20, ratio=self.devicePixelRatioF())))
        button.setIconSize(QSize(20, 20))
        button.setAutoRaise(True)
        button.setAccessibleName(code)
        button.setToolTip(code)
        button.clicked.connect(lambda: self._choose(QColor(code)))
        return button

    def _field(self, present: QColor) -> QLineEdit:
        field = QLineEdit(present.name())
        field.setMaxLength(7)
        field.setValidator(QRegularExpressionValidator(QRegularExpression("#[0-9a-fA-F]{6}"), field))
        field.setAccessibleName(tr("Colour as #rrggbb"))
        field.setToolTip(tr("Type a colour as #rrggbb and press Enter."))
        field.returnPressed.connect(lambda: self._choose(QColor(field.text())))
        return field

    def _choose(self, colour: QColor | None) -> None:
        self.chosen.emit(None if colour is None else (colour.red(), colour.green(), colour.blue()))
        self.close()
