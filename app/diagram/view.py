"""DiagramView: a diagram on the screen, to look at, to walk through with the keyboard, and to choose a node from."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QCursor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from app.diagram.drawing import Attention, Thumbnail, draw_card, draw_grounds, draw_step, thumbnails_of
from app.diagram.layout import Arrow, Card, Layout, lay_out
from app.diagram.model import Diagram
from app.theme import current
from app.translation import tr

WHEEL_STEP = 1.0015
"""Factor per eighth of a degree of the wheel: 1.2 for a notch."""
LARGEST_FIT, MOST_ZOOM, LEAST_ZOOM = 1.4, 6.0, 0.15
RING_ROOM = 6.0
STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
CHOOSING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""Not Space, which hides the overlays as long as it is held."""


def spoken(diagram: Diagram, key: str) -> str:
    """A node, or an arrow that can be chosen, in words, for a screen reader and a tooltip."""
    return ", ".join(diagram.words(key))


class _GroundsItem(QGraphicsItem):
    """Everything behind the cards."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self._layout = layout

    def boundingRect(self) -> QRectF:  # noqa: N802
        return QRectF(QPointF(0, 0), self._layout.size)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        del option, widget
        draw_grounds(painter, self._layout, current())


class _ChoosableItem(QGraphicsItem):
    """What can be chosen, within ``rect``. ``is_current`` says that the keyboard is at it."""

    def __init__(self, key: str, rect: QRectF, layout: Layout) -> None:
        super().__init__()
        self.rect = rect
        self.is_current = False
        self.is_hovered = False
        self._layout = layout
        self.setToolTip(spoken(layout.diagram, key))
        self.setCursor(QCursor(Qt.CursorShape.PointingHandCursor))

    @property
    def attention(self) -> Attention:
        return Attention(self.is_hovered, self.is_current)

    def boundingRect(self) -> QRectF:  # noqa: N802
        return self.rect.adjusted(-RING_ROOM, -RING_ROOM, RING_ROOM, RING_ROOM)


class _CardItem(_ChoosableItem):
    """One card."""

    def __init__(self, card: Card, layout: Layout, picture: Thumbnail | None) -> None:
        super().__init__(card.node.key, card.rect, layout)
        self._card, self._picture = card, picture

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        del option, widget
        draw_card(painter, self._card, self._layout.fonts, self._picture, current(), self.attention)


class _StepItem(_ChoosableItem):
    """The label of an arrow that can be chosen."""

    def __init__(self, arrow: Arrow, layout: Layout) -> None:
        super().__init__(arrow.edge.key, arrow.label, layout)
        self._arrow = arrow

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        del option, widget
        draw_step(painter, self._arrow, self._layout.fonts, current(), self.attention)


class DiagramView(QGraphicsView):
    """Arrow keys walk from card to card, Enter chooses; the wheel zooms at the pointer, F or a double click beside the cards fits."""

    node_chosen = Signal(str)
    """The key of a node, or of an arrow's label, that was clicked, or on which Enter was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._diagram: Diagram | None = None
        self._layout: Layout | None = None
        self._items: Mapping[str, _ChoosableItem] = {}
        self._current = ""
        self._is_fitted = True
        self._pressed_at: QPoint | None = None
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.retint()

    # -- what is shown -------------------------------------------------------------------------------------------------

    @property
    def diagram(self) -> Diagram | None:
        return self._diagram

    @property
    def layout_shown(self) -> Layout | None:
        """Where everything lies, in the scene's coordinates."""
        return self._layout

    @property
    def current(self) -> str:
        """The node, or the arrow's label, that the keyboard is at, empty before there is a diagram."""
        return self._current

    def set_diagram(self, diagram: Diagram | None) -> None:
        """Show another diagram; a node of the same key stays the current one, and a zoom stays as long as the size does."""
        before = self._layout.size if self._layout is not None else None
        self._diagram, self._layout = diagram, lay_out(diagram) if diagram is not None else None
        scene = self.scene()
        scene.clear()
        self._items = {}
        if self._layout is not None:
            self._fill(self._layout)
        self._set_current(self._current if self._current in self._items else next(iter(self._items), ""))
        if self._is_fitted or self._layout is None or before != self._layout.size:
            self.fit()

    def _fill(self, layout: Layout) -> None:
        scene, pictures = self.scene(), thumbnails_of(layout.diagram)
        scene.setSceneRect(QRectF(QPointF(0, 0), layout.size))
        scene.addItem(_GroundsItem(layout))
        cards = {key: _CardItem(card, layout, pictures.get(key)) for key, card in layout.cards.items()}
        self._items = {**cards, **{key: _StepItem(arrow, layout) for key, arrow in layout.steps.items()}}
        for item in self._items.values():
            scene.addItem(item)
        self.setAccessibleName(layout.diagram.title)

    def retint(self) -> None:
        """The theme has changed."""
        self.setBackgroundBrush(QBrush(QColor(current().stage)))
        self.viewport().update()

    # -- zoom ----------------------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        return self.transform().m11()

    def fit(self) -> None:
        """Show the whole diagram, and keep it whole when the view changes its size."""
        self._is_fitted = True
        if self._layout is None:
            return
        # Less a pixel: what is a rounding error too wide gets a scroll bar, which takes room from the other direction.
        room, size = self.maximumViewportSize() - QSize(1, 1), self._layout.size
        self._zoom_to(max(min(room.width() / size.width(), room.height() / size.height(), LARGEST_FIT), LEAST_ZOOM))
        self.centerOn(QRectF(QPointF(0, 0), size).center())

    def zoom_by(self, factor: float, about: QPoint | None = None) -> None:
        """Enlarge, and keep what is at ``about``, a point of the viewport and by default its middle, where it is."""
        fixed = about if about is not None else self.viewport().rect().center()
        at = self.mapToScene(fixed)
        self._is_fitted = False
        self._zoom_to(min(max(self.zoom * factor, LEAST_ZOOM), MOST_ZOOM))
        moved = self.mapFromScene(at) - fixed
        for bar, by in ((self.horizontalScrollBar(), moved.x()), (self.verticalScrollBar(), moved.y())):
            bar.setValue(bar.value() + by)

    def _zoom_to(self, zoom: float) -> None:
        self.resetTransform()
        self.scale(zoom, zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        self.zoom_by(WHEEL_STEP ** event.angleDelta().y(), event.position().toPoint())
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._is_fitted:
            self.fit()

    # -- pointer -------------------------------------------------------------------------------------------------------

    def key_at(self, position: QPoint) -> str:
        """The node or the arrow's label under a point of the viewport, empty beside them."""
        at = self.mapToScene(position)
        return next((key for key, item in self._items.items() if item.rect.contains(at)), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseMoveEvent(event)
        self._hover(self.key_at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        event.accept()
        pressed, self._pressed_at = self._pressed_at, None
        here = event.position().toPoint()
        key = self.key_at(here)
        # A drag moves the diagram; only a click chooses.
        if key and pressed is not None and (here - pressed).manhattanLength() < 6 and self.key_at(pressed) == key:
            self._set_current(key)
            self.node_chosen.emit(key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if not self.key_at(event.position().toPoint()):
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        super().leaveEvent(event)
        self._hover("")

    def _hover(self, hovered: str) -> None:
        for key, item in self._items.items():
            if item.is_hovered != (key == hovered):
                item.is_hovered = key == hovered
                item.update()
        shape = Qt.CursorShape.PointingHandCursor if hovered else Qt.CursorShape.ArrowCursor
        if self._pressed_at is None:
            self.viewport().setCursor(shape)

    # -- keyboard ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if plain and key in STEPS and self._items:
            self._set_current(neighbour(self._items_rects(), self._current, *STEPS[key]))
        elif plain and key in CHOOSING_KEYS and self._current:
            self.node_chosen.emit(self._current)
        elif plain and key == Qt.Key.Key_F:
            self.fit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self._set_current(self._current)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._set_current(self._current)

    def _items_rects(self) -> dict[str, QRectF]:
        return {key: item.rect for key, item in self._items.items()}

    def _set_current(self, key: str) -> None:
        self._current = key
        for other, item in self._items.items():
            if item.is_current != (other == key and self.hasFocus()):
                item.is_current = not item.is_current
                item.update()
        if self._diagram is not None and key:
            self.setAccessibleDescription(tr("{node}. Arrow keys walk, Enter opens.", node=spoken(self._diagram, key)))
            if self.hasFocus():
                self.ensureVisible(self._items[key].boundingRect(), 4, 4)


def neighbour(rects: Mapping[str, QRectF], current_key: str, across: int, down: int) -> str:
    """The nearest card on that side of the current one: what is askew counts as three times as far. Without one, the current."""
    here = rects[current_key].center()
    best, least = current_key, float("inf")
    for key, rect in rects.items():
        way = rect.center() - here
        ahead = way.x() * across + way.y() * down
        askew = abs(way.x() * down) + abs(way.y() * across)
        if ahead > 1 and ahead + 3 * askew < least:
            best, least = key, ahead + 3 * askew
    return best
