"""What every laid-out diagram must keep to, whichever network it shows."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from app.diagram.layout import Layout
from app.diagram.model import Diagram, time_text


def overlapping_cards(layout: Layout) -> list[tuple[str, str]]:
    pairs = itertools.combinations(layout.cards.items(), 2)
    return [(first, second) for (first, a), (second, b) in pairs if a.rect.intersects(b.rect)]


def arrows_through_cards(layout: Layout) -> list[tuple[str, str, str]]:
    """Arrows that touch a card at which they neither start nor end; a group's arrow may start or end at any of its cards' sides."""
    members = {group.key: set(group.nodes) for group in layout.diagram.groups}
    found = []
    for arrow in layout.arrows:
        ends = (arrow.edge.source, arrow.edge.target)
        own = set(ends).union(*(members.get(end, set()) for end in ends))
        for first, second in itertools.pairwise(arrow.points):
            stretch = QRectF(first, second).normalized().adjusted(-1, -1, 1, 1)
            found += [(*ends, key) for key, card in layout.cards.items() if key not in own and card.rect.intersects(stretch)]
    return found


def labels_on_cards(layout: Layout) -> list[tuple[str, str]]:
    labelled = [arrow for arrow in layout.arrows if arrow.edge.label]
    return [(arrow.edge.label, key) for arrow in labelled for key, card in layout.cards.items() if card.rect.intersects(arrow.label)]


def texts_too_wide(layout: Layout) -> list[str]:
    """Texts that need more room than their place has."""
    title, line = QFontMetricsF(layout.fonts.title), QFontMetricsF(layout.fonts.line)
    found = []
    for card in layout.cards.values():
        heading = title.horizontalAdvance(card.node.title)
        if card.node.milliseconds is not None:
            heading += line.horizontalAdvance(time_text(card.node.milliseconds)) + 4
        found += [card.node.title] if heading > card.heading.width() else []
        found += [text for text in card.node.lines if line.horizontalAdvance(text) > card.lines.width()]
    found += [it.group.caption for it in layout.grounds if title.horizontalAdvance(it.group.caption) > it.caption.width()]
    return found


def outside(layout: Layout) -> list[str]:
    whole = QRectF(0, 0, layout.size.width(), layout.size.height())
    cards = layout.cards.items()
    lost = [key for key, card in cards if not whole.contains(card.rect)]
    return lost + [key for key, card in cards if not card.picture.isEmpty() and not card.rect.contains(card.picture)]


def faults(layout: Layout) -> list[object]:
    return [
        *overlapping_cards(layout), *arrows_through_cards(layout), *labels_on_cards(layout), *texts_too_wide(layout), *outside(layout),
    ]  # fmt: skip


def reached_from(diagram: Diagram, start: str) -> set[str]:
    """Every node that the arrows lead to."""
    reached, links = {start}, list(diagram.links())
    while new := {target for source, target in links if source in reached} - reached:
        reached |= new
    return reached
