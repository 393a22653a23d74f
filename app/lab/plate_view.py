"""One linked view on the screen: paints a plate and says what is pointed at."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.lab.plate import Plate
from app.lab.pointing import Spot
from app.lab.scene import Scene
from app.lab.words import number
from app.theme import Theme, current
from app.translation import tr

MARGIN = 6.0
STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class PlateView(QWidget):
    """Arrow keys move the pinned bin, a click pins the one under the pointer."""

    pointed = Signal(object)
    """Spot, or None when the pointer leaves the picture."""
    pinned = Signal(object)
    stepped = Signal(int, int)
    """Rows and columns that the pinned bin is to move by."""

    def __init__(self, plate: Plate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plate = plate
        self._scene: Scene | None = None
        self._texts = ("", "")
        self._kept: tuple[Hashable, QPixmap] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def scene(self) -> Scene | None:
        return self._scene

    def set_scene(self, scene: Scene | None) -> None:
        self._scene = scene
        if scene is not None:
            self._texts = self.plate.heading(scene), "" if self.plate.footer_moves else self.plate.footer(scene)
            if self.accessibleName() != self._texts[0]:
                self.setAccessibleName(self._texts[0])
        self.update()

    def describe(self) -> None:
        """Put the pointed-at bin into words for a screen reader."""
        scene = self._scene
        if scene is None or scene.spot is None:
            return
        spot, (first, second) = scene.spot, scene.look.readings
        self.setAccessibleDescription(
            tr(
                "Bin row {row}, column {column}: {first} {first_value}, {second} {second_value}. Arrow keys choose another bin.",
                row=spot.row, column=spot.column, first=first.settings.operator.paper_name,
                first_value=number(float(first.shown[spot.row, spot.column])), second=second.settings.operator.paper_name,
                second_value=number(float(second.shown[spot.row, spot.column])),
            )
        )  # fmt: skip

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(280, 300)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(150, 124)

    @property
    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(MARGIN, MARGIN - 2, -MARGIN, -MARGIN + 4)

    def spot_at(self, position: QPointF) -> Spot | None:
        if self._scene is None:
            return None
        back = self.plate.to_view(self._area, self._scene).inverse()
        x, y = back.x(position.x()), back.y(position.y())
        frame = self.plate.frame(self._scene)
        if not (frame.x1 <= x < frame.x2 and frame.y1 <= y < frame.y2):
            return None
        return self.plate.spot_at(x, y, self._scene)

    def position_of(self, x: float, y: float) -> QPointF:
        """Where a point of the plate's own frame lies in the widget. Raises AssertionError before there is a scene."""
        assert self._scene is not None
        to_view = self.plate.to_view(self._area, self._scene)
        return QPointF(to_view.x(x), to_view.y(y))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        theme = current()
        painter = QPainter(self)
        if self._scene is None:
            painter.fillRect(self.rect(), QColor(theme.stage))
        else:
            painter.drawPixmap(0, 0, self._ground(self._scene, theme))
            self.plate.paint_marks(painter, self._area, self._scene, theme)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _ground(self, scene: Scene, theme: Theme) -> QPixmap:
        """Texts and what stands still, kept while a box glides: drawing them anew takes half of a frame's time."""
        plate, ratio = self.plate, self.devicePixelRatioF()
        key = (plate.ground_key(scene), plate.frame(scene), self._texts, self.size(), ratio, theme, self.font())
        if self._kept is None or self._kept[0] != key:
            pixmap = QPixmap(self.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(QColor(theme.stage))
            painter = QPainter(pixmap)
            painter.setFont(self.font())
            plate.paint_ground(painter, self._area, scene, theme)
            painter.end()
            self._kept = (key, pixmap)
        return self._kept[1]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.pointed.emit(self.spot_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        spot = self.spot_at(event.position())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pinned.emit(spot)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002, N802
        self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        step = None if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier else STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(*step)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self.describe()
        super().focusInEvent(event)
