"""How the parts of a diagram are painted, on the screen and in a figure alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPainterPath, QPen, QPolygonF

from app.colours import image_of
from app.diagram.layout import Arrow, Card, Fonts, Ground, Layout, line_height
from app.diagram.model import Diagram, Tint, time_text
from app.theme import Theme

RADIUS, BEND, STEP_RADIUS = 7.0, 7.0, 4.0
STRIPE = 3.0
HEAD_LENGTH, HEAD_HALF = 8.0, 4.0
QUIET_WIDTH, STRONG_WIDTH = 1.4, 2.6
GROUND_OPACITY = 34
"""Of 255: a tint behind cards, not a colour beside them."""

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class Attention:
    """What a person does to a card."""

    hovered: bool = False
    focused: bool = False


UNATTENDED = Attention()


class Thumbnail:
    """A node's picture, averaged to the size that it is drawn in: Qt itself skips pixels when it draws less than half the size."""

    def __init__(self, image: QImage) -> None:
        self._whole = image
        self._shown = image

    def fitted(self, width: int, height: int) -> QImage:
        """About ``width`` x ``height`` device pixels, or the picture itself where it has fewer."""
        size = QSize(max(width, 1), max(height, 1))
        if size.width() >= self._whole.width():
            return self._whole
        if self._shown.size() != size:
            self._shown = self._whole.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        return self._shown

    @property
    def whole(self) -> QImage:
        return self._whole


Thumbnails = Mapping[str, Thumbnail]


def thumbnails_of(diagram: Diagram) -> dict[str, Thumbnail]:
    """The pictures of the nodes that have one."""
    return {node.key: Thumbnail(image_of(node.picture)) for node in diagram.nodes if node.picture is not None}


def draw_diagram(painter: QPainter, layout: Layout, pictures: Thumbnails, theme: Theme) -> None:
    """Everything on the theme's stage."""
    painter.fillRect(QRectF(QPointF(0, 0), layout.size), QColor(theme.stage))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_grounds(painter, layout, theme)
    for card in layout.cards.values():
        draw_card(painter, card, layout.fonts, pictures.get(card.node.key), theme)
    for arrow in layout.steps.values():
        draw_step(painter, arrow, layout.fonts, theme)


def draw_grounds(painter: QPainter, layout: Layout, theme: Theme) -> None:
    """What lies behind the cards: grounds, remarks and arrows, the highlighted arrows on top."""
    for ground in layout.grounds:
        _draw_ground(painter, ground, layout.fonts, theme)
    painter.setFont(layout.fonts.remark)
    painter.setPen(QColor(theme.text))
    for remark, rect in layout.remarks:
        painter.drawText(rect, int(WRAPPED), remark.text)
    for arrow in sorted(layout.arrows, key=lambda arrow: arrow.edge.highlighted):
        draw_arrow(painter, arrow, layout.fonts, theme)


def _draw_ground(painter: QPainter, ground: Ground, fonts: Fonts, theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_ground_colour(ground.group.tint, theme))
    painter.drawRoundedRect(ground.rect, RADIUS + 4, RADIUS + 4)
    painter.setFont(fonts.title)
    painter.setPen(QColor(theme.text))
    painter.drawText(ground.caption, LEFT, ground.group.caption)


def _ground_colour(tint: Tint | None, theme: Theme) -> QColor:
    colour = QColor(theme.edge if tint is None else tint.on(theme))
    colour.setAlpha(GROUND_OPACITY)
    return colour


def draw_arrow(painter: QPainter, arrow: Arrow, fonts: Fonts, theme: Theme) -> None:
    edge = arrow.edge
    strong = theme.accent if edge.tint is None else edge.tint.on(theme)
    colour = QColor(strong if edge.highlighted else theme.edge)
    pen = QPen(colour, STRONG_WIDTH if edge.highlighted else QUIET_WIDTH)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_bent(arrow.points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(_head(arrow.points[-2], arrow.points[-1], 1.3 if edge.highlighted else 1.0))
    if edge.label and not edge.key:
        _draw_label(painter, arrow, fonts, theme)


def draw_step(painter: QPainter, arrow: Arrow, fonts: Fonts, theme: Theme, attention: Attention = UNATTENDED) -> None:
    """The label of an arrow that can be chosen, on a ground of its own."""
    painter.setPen(QPen(QColor(theme.accent if attention.focused else theme.edge), 2.0 if attention.focused else 1.0))
    painter.setBrush(QColor(theme.raised if attention.hovered else theme.field))
    painter.drawRoundedRect(arrow.label, STEP_RADIUS, STEP_RADIUS)
    _draw_label(painter, arrow, fonts, theme)


def _draw_label(painter: QPainter, arrow: Arrow, fonts: Fonts, theme: Theme) -> None:
    painter.setFont(fonts.line)
    painter.setPen(QColor(theme.text))
    painter.drawText(arrow.label, int(Qt.AlignmentFlag.AlignCenter), arrow.edge.label)


def _bent(points: tuple[QPointF, ...]) -> QPainterPath:
    """The line with round bends, ending inside its head."""
    path = QPainterPath(points[0])
    for before, bend, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_towards(bend, before, BEND))
        path.quadTo(bend, _towards(bend, after, BEND))
    path.lineTo(_towards(points[-1], points[-2], HEAD_LENGTH - 1))
    return path


def _towards(start: QPointF, end: QPointF, length: float) -> QPointF:
    way = end - start
    whole = abs(way.x()) + abs(way.y())  # stretches are level or upright
    return start + way * (min(length, whole / 2) / whole) if whole else start


def _head(before: QPointF, tip: QPointF, size: float) -> QPolygonF:
    way = tip - before
    whole = (abs(way.x()) + abs(way.y())) or 1.0
    along = way / whole
    across = QPointF(-along.y(), along.x()) * (HEAD_HALF * size)
    foot = tip - along * (HEAD_LENGTH * size)
    return QPolygonF([tip, foot + across, foot - across])


def draw_card(
    painter: QPainter, card: Card, fonts: Fonts, picture: Thumbnail | None, theme: Theme, attention: Attention = UNATTENDED
) -> None:
    node = card.node
    ring = QColor(theme.accent if node.tint is None else node.tint.on(theme)) if node.highlighted else QColor(theme.line)
    if attention.hovered and not node.highlighted:
        ring = QColor(theme.edge)
    painter.setPen(QPen(ring, 2.0 if node.highlighted else 1.0))
    painter.setBrush(QColor(theme.raised if attention.hovered else theme.field))
    painter.drawRoundedRect(card.rect, RADIUS, RADIUS)
    if node.tint is not None:
        _draw_stripe(painter, card.rect, QColor(node.tint.on(theme)))
    if picture is not None:
        _draw_picture(painter, card.picture, picture, theme)
    _draw_text(painter, card, fonts, theme)
    if attention.focused:
        painter.setPen(QPen(QColor(theme.accent), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(card.rect.adjusted(-4, -4, 4, 4), RADIUS + 3, RADIUS + 3)


def _draw_stripe(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    stripe = QRectF(rect.left() + RADIUS, rect.top() + 3, rect.width() - 2 * RADIUS, STRIPE)
    painter.drawRoundedRect(stripe, STRIPE / 2, STRIPE / 2)


def _draw_picture(painter: QPainter, rect: QRectF, picture: Thumbnail, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(rect, picture.whole if _is_figure(painter) else picture.fitted(*_device_size(painter, rect)))
    painter.setPen(QPen(QColor(theme.line), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)


def _is_figure(painter: QPainter) -> bool:
    engine = painter.paintEngine()
    return engine is not None and engine.type() == QPaintEngine.Type.SVG


def _device_size(painter: QPainter, rect: QRectF) -> tuple[int, int]:
    seen = painter.deviceTransform().mapRect(rect)
    return round(seen.width()), round(seen.height())


def _draw_text(painter: QPainter, card: Card, fonts: Fonts, theme: Theme) -> None:
    node = card.node
    painter.setFont(fonts.title)
    painter.setPen(QColor(theme.text))
    painter.drawText(card.heading, LEFT, node.title)
    painter.setFont(fonts.line)
    painter.setPen(QColor(theme.muted))
    if node.milliseconds is not None:
        painter.drawText(card.heading, RIGHT, time_text(node.milliseconds))
    height = line_height(fonts.line)
    for place, line in enumerate(node.lines):
        painter.drawText(QRectF(card.lines.left(), card.lines.top() + place * height, card.lines.width(), height), LEFT, line)
