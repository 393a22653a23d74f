"""Where the cards of a diagram lie: a grid of columns and rows as wide and high as their contents. Units are logical pixels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication

from app.diagram.model import Diagram, Edge, Group, Node, Remark, time_text
from app.diagram.routing import route
from app.theme import tabular

PADDING = 11.0
GAP_X, GAP_Y, STACK_GAP = 38.0, 54.0, 8.0
MARGIN = 18.0
LABEL_GAP, STEP_GAP = 2.0, 7.0
"""Between a level arrow and its label; one with a ground of its own must clear the arrow's head."""
LABEL_ROOM = 26.0
"""Beside a label on an arrow: the arrow's head and air."""
SLACK = 1.06
"""Room in captions for the font of whoever shows the figure."""
GROUND_PADDING, CAPTION_HEIGHT = 13.0, 25.0
PICTURE = QSizeF(168.0, 118.0)
COMPACT_PICTURE = QSizeF(62.0, 44.0)
AROUND_PICTURE, BESIDE_PICTURE, BEFORE_TIME = 6.0, 9.0, 14.0
TITLE_PX, LINE_PX, REMARK_PX = 14, 12, 16


@dataclass(frozen=True, slots=True)
class Fonts:
    """The faces of a diagram, in pixels, so that screen and figure agree."""

    title: QFont
    line: QFont
    remark: QFont

    @classmethod
    def of_application(cls) -> Fonts:
        base = tabular(QGuiApplication.font())
        faces = []
        for pixels, weight in ((TITLE_PX, QFont.Weight.DemiBold), (LINE_PX, QFont.Weight.Normal), (REMARK_PX, QFont.Weight.Normal)):
            face = QFont(base)
            face.setPixelSize(pixels)
            face.setWeight(weight)
            faces.append(face)
        return cls(*faces)


@dataclass(frozen=True, slots=True)
class Card:
    """A node's place; ``picture`` is empty where it has none, ``heading`` holds title and time, ``lines`` the rest."""

    node: Node
    rect: QRectF
    picture: QRectF
    heading: QRectF
    lines: QRectF


@dataclass(frozen=True, slots=True)
class Arrow:
    """``points`` of a line from side to side; ``label`` is where its text goes, empty without one."""

    edge: Edge
    points: tuple[QPointF, ...]
    label: QRectF


@dataclass(frozen=True, slots=True)
class Ground:
    group: Group
    rect: QRectF
    caption: QRectF


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything has a place within ``size``."""

    diagram: Diagram
    fonts: Fonts
    size: QSizeF
    cards: Mapping[str, Card]
    arrows: tuple[Arrow, ...]
    grounds: tuple[Ground, ...]
    remarks: tuple[tuple[Remark, QRectF], ...]

    @property
    def steps(self) -> dict[str, Arrow]:
        """The arrows whose labels can be chosen."""
        return {arrow.edge.key: arrow for arrow in self.arrows if arrow.edge.key}


def lay_out(diagram: Diagram) -> Layout:
    """Give every part of a diagram its place, for the application's font of the moment."""
    fonts = Fonts.of_application()
    sizes = {node.key: natural_size(node, fonts) for node in diagram.nodes}
    columns, rows = _tracks(diagram, sizes, fonts)
    cards = {node.key: _card(node, rect, fonts) for node, rect in _places(diagram, sizes, columns, rows)}
    grounds = _grounds(diagram, cards)
    remarks = tuple((remark, _cell(remark.column, remark.row, 1, columns, rows)) for remark in diagram.remarks)
    everything = [card.rect for card in cards.values()] + [ground.rect for ground in grounds] + [rect for _, rect in remarks]
    whole = _united(everything).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    cards = {key: _moved_card(card, -whole.topLeft()) for key, card in cards.items()}
    grounds = tuple(Ground(it.group, it.rect.translated(-whole.topLeft()), it.caption.translated(-whole.topLeft())) for it in grounds)
    remarks = tuple((remark, rect.translated(-whole.topLeft())) for remark, rect in remarks)
    return Layout(diagram, fonts, whole.size(), cards, _arrows(diagram, cards, grounds, fonts), grounds, remarks)


def natural_size(node: Node, fonts: Fonts) -> QSizeF:
    """What a card needs for its text and its picture."""
    text, picture = _text_size(node, fonts), picture_size(node)
    if node.compact:
        beside = COMPACT_PICTURE.width() + BESIDE_PICTURE if picture.width() else 0.0
        return QSizeF(2 * PADDING + beside + text.width(), 2 * PADDING - 6 + max(text.height(), picture.height()))
    below = picture.height() + 2 * AROUND_PICTURE if picture.height() else 0.0
    return QSizeF(2 * PADDING + max(text.width(), picture.width()), 2 * PADDING + text.height() + below)


def picture_size(node: Node) -> QSizeF:
    """The picture's size with its own aspect; empty without one."""
    if node.picture is None:
        return QSizeF(0, 0)
    height, width = node.picture.shape[:2]
    most = COMPACT_PICTURE if node.compact else PICTURE * node.picture_share
    return QSizeF(width, height).scaled(most, Qt.AspectRatioMode.KeepAspectRatio)


def heading_width(node: Node, fonts: Fonts) -> float:
    """Of the title with the time at its right."""
    time = 0.0 if node.milliseconds is None else BEFORE_TIME + QFontMetricsF(fonts.line).horizontalAdvance(time_text(node.milliseconds))
    return QFontMetricsF(fonts.title).horizontalAdvance(node.title) + time


def line_height(font: QFont) -> float:
    return round(QFontMetricsF(font).height() + 1.0)


def _text_size(node: Node, fonts: Fonts) -> QSizeF:
    line = QFontMetricsF(fonts.line)
    width = max([heading_width(node, fonts), *(line.horizontalAdvance(text) for text in node.lines)])
    return QSizeF(width + 2, line_height(fonts.title) + len(node.lines) * line_height(fonts.line))


# -- the grid ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tracks:
    """Where columns (or rows) start and how long they are."""

    starts: tuple[float, ...]
    lengths: tuple[float, ...]


def _tracks(diagram: Diagram, sizes: Mapping[str, QSizeF], fonts: Fonts) -> tuple[Tracks, Tracks]:
    widths: dict[int, float] = defaultdict(float)
    heights: dict[int, float] = defaultdict(float)
    for group in diagram.groups:  # a caption over one column needs the column's width; over several there is room
        over = {diagram.node(key).column for key in group.nodes}
        if len(over) == 1:
            column = over.pop()
            widths[column] = max(widths[column], QFontMetricsF(fonts.title).horizontalAdvance(group.caption) * SLACK)
    for nodes in stacks(diagram):
        first = nodes[0]
        widths[first.column] = max([widths[first.column], *(sizes[node.key].width() for node in nodes)])
        if first.row_span == 1:
            heights[first.row] = max(heights[first.row], _stack_height(nodes, sizes))
    for nodes in stacks(diagram):
        first, span = nodes[0], range(nodes[0].row, nodes[0].row + nodes[0].row_span)
        missing = _stack_height(nodes, sizes) - sum(heights[row] for row in span) - GAP_Y * (len(span) - 1)
        for row in span:
            heights[row] += max(missing, 0.0) / first.row_span
    return _in_a_row(widths, _gaps_before(diagram, fonts), GAP_X), _in_a_row(heights, {}, GAP_Y)


def _gaps_before(diagram: Diagram, fonts: Fonts) -> dict[int, float]:
    """Column -> the gap before it where a label on a level arrow needs more than GAP_X."""
    columns = {node.key: node.column for node in diagram.nodes}
    metrics, gaps = QFontMetricsF(fonts.line), dict[int, float]()
    for edge in diagram.edges:
        column = columns.get(edge.target)
        if edge.label and column is not None and columns.get(edge.source) != column:
            gaps[column] = max(gaps.get(column, GAP_X), metrics.horizontalAdvance(edge.label) * SLACK + LABEL_ROOM)
    return gaps


def stacks(diagram: Diagram) -> list[list[Node]]:
    """The nodes that stand in one place of the grid, below each other."""
    found: dict[tuple[int, int], list[Node]] = defaultdict(list)
    for node in diagram.nodes:
        found[(node.column, node.row)].append(node)
    return list(found.values())


def _stack_height(nodes: list[Node], sizes: Mapping[str, QSizeF]) -> float:
    return sum(sizes[node.key].height() for node in nodes) + STACK_GAP * (len(nodes) - 1)


def _in_a_row(lengths: Mapping[int, float], gaps: Mapping[int, float], gap: float) -> Tracks:
    ordered = [lengths.get(place, 0.0) for place in range(max(lengths) + 1)]
    starts = [0.0]
    for place, length in enumerate(ordered[:-1]):
        starts.append(starts[-1] + length + gaps.get(place + 1, gap))
    return Tracks(tuple(starts), tuple(ordered))


def _cell(column: int, row: int, row_span: int, columns: Tracks, rows: Tracks) -> QRectF:
    bottom = rows.starts[row + row_span - 1] + rows.lengths[row + row_span - 1]
    return QRectF(columns.starts[column], rows.starts[row], columns.lengths[column], bottom - rows.starts[row])


def _places(diagram: Diagram, sizes: Mapping[str, QSizeF], columns: Tracks, rows: Tracks) -> Iterable[tuple[Node, QRectF]]:
    """Every card as wide as its column and, alone in a row, as high; others are spread over the height of their cell."""
    for nodes in stacks(diagram):
        cell = _cell(nodes[0].column, nodes[0].row, nodes[0].row_span, columns, rows)
        if len(nodes) == 1 and nodes[0].row_span == 1:
            yield nodes[0], cell
            continue
        free = cell.height() - sum(sizes[node.key].height() for node in nodes)
        gap = free / (len(nodes) - 1) if len(nodes) > 1 else 0.0
        top = cell.top() + (free / 2 if len(nodes) == 1 else 0.0)
        for node in nodes:
            height = sizes[node.key].height()
            yield node, QRectF(cell.left(), round(top), cell.width(), height)
            top += height + gap


def _card(node: Node, rect: QRectF, fonts: Fonts) -> Card:
    size, text = picture_size(node), _text_size(node, fonts)
    if node.compact:
        inner = rect.adjusted(PADDING, PADDING - 3, -PADDING, -PADDING + 3)
        corner = QPointF(inner.left() + (COMPACT_PICTURE.width() - size.width()) / 2, rect.center().y() - size.height() / 2)
        left = COMPACT_PICTURE.width() + BESIDE_PICTURE if size.width() else 0.0
        heading = QRectF(inner.left() + left, rect.center().y() - text.height() / 2, inner.width() - left, line_height(fonts.title))
        lines = QRectF(heading.left(), heading.bottom(), heading.width(), text.height() - heading.height())
        return Card(node, rect, QRectF(corner, size), heading, lines)
    inner = rect.adjusted(PADDING, PADDING, -PADDING, -PADDING)
    heading = QRectF(inner.left(), inner.top(), inner.width(), line_height(fonts.title))
    below = text.height() - heading.height()
    lines = QRectF(inner.left(), inner.bottom() - below, inner.width(), below)
    middle = QRectF(heading.bottomLeft(), lines.topRight()).center()
    return Card(node, rect, QRectF(QPointF(middle.x() - size.width() / 2, middle.y() - size.height() / 2), size), heading, lines)


def _moved_card(card: Card, by: QPointF) -> Card:
    return Card(card.node, *(rect.translated(by) for rect in (card.rect, card.picture, card.heading, card.lines)))


# -- grounds and arrows ------------------------------------------------------------------------------------------------


def _grounds(diagram: Diagram, cards: Mapping[str, Card]) -> tuple[Ground, ...]:
    """The largest first, so that one inside another lies on top of it."""
    found: list[Ground] = []
    for group in sorted(diagram.groups, key=lambda group: len(group.nodes)):
        inner = [ground.rect for ground in found if set(ground.group.nodes) < set(group.nodes)]
        rect = _united([cards[key].rect for key in group.nodes] + inner)
        rect = rect.adjusted(-GROUND_PADDING, -GROUND_PADDING, GROUND_PADDING, GROUND_PADDING)
        above, below = (0.0, CAPTION_HEIGHT) if group.caption_below else (CAPTION_HEIGHT, 0.0)
        rect = rect.adjusted(0, -above, 0, below) if group.caption else rect
        top = rect.bottom() - CAPTION_HEIGHT - 3 if group.caption_below else rect.top() + 3
        found.append(Ground(group, rect, QRectF(rect.left() + GROUND_PADDING, top, rect.width() - 2 * GROUND_PADDING, CAPTION_HEIGHT)))
    return tuple(reversed(found))


def _arrows(diagram: Diagram, cards: Mapping[str, Card], grounds: Iterable[Ground], fonts: Fonts) -> tuple[Arrow, ...]:
    rects = {key: card.rect for key, card in cards.items()}
    places = rects | {ground.group.key: ground.rect for ground in grounds}
    members = {group.key: set(group.nodes) for group in diagram.groups}
    metrics = QFontMetricsF(fonts.line)
    found = []
    for edge in diagram.edges:
        own = {edge.source, edge.target} | members.get(edge.source, set()) | members.get(edge.target, set())
        points = route(places[edge.source], places[edge.target], [rect for key, rect in rects.items() if key not in own], GAP_X, GAP_Y)
        size = QSizeF(metrics.horizontalAdvance(edge.label) + 8, metrics.height()) if edge.label else QSizeF(0, 0)
        found.append(Arrow(edge, points, _label_place(points, size, STEP_GAP if edge.key else LABEL_GAP)))
    return tuple(found)


def _label_place(points: tuple[QPointF, ...], size: QSizeF, gap: float) -> QRectF:
    """On the last stretch, close to the arrow's tip, beside the line or ``gap`` above it."""
    if size.isEmpty():
        return QRectF()
    before, tip = points[-2], points[-1]
    if before.x() == tip.x():
        y = tip.y() - 20 if tip.y() > before.y() else tip.y() + 20
        return QRectF(QPointF(tip.x() + 4, y - size.height() / 2), size)
    x = tip.x() - 9 - size.width() / 2 if tip.x() > before.x() else tip.x() + 9 + size.width() / 2
    return QRectF(QPointF(x - size.width() / 2, tip.y() - size.height() - gap), size)


def _united(rects: Iterable[QRectF]) -> QRectF:
    whole = QRectF()
    for rect in rects:
        whole = whole.united(rect)
    return whole
