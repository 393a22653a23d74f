"""What a diagram says, as frozen values. Where things lie is the business of app.diagram.layout."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from app.colours import Picture
from app.theme import Theme


@dataclass(frozen=True, slots=True)
class Tint:
    """One meaning's colour, ``#rrggbb``, on light and on dark ground."""

    light: str
    dark: str

    def on(self, theme: Theme) -> str:
        return self.dark if theme.is_dark else self.light


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One card. ``lines`` are its shapes and counts; ``milliseconds`` what it took, None where that is not measured by itself.

    Cards of one ``column`` and ``row`` stand below each other; those with a ``row_span`` share the height of so many rows.
    ``picture_share`` is the picture's longest side as a share of the largest allowed. A ``compact`` card has its picture beside the text.
    """

    key: str
    title: str
    lines: tuple[str, ...]
    column: int
    row: int
    picture: Picture | None = None
    milliseconds: float | None = None
    row_span: int = 1
    picture_share: float = 1.0
    compact: bool = False
    highlighted: bool = False
    tint: Tint | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from a node or a group to another. One with a ``key`` is a step of its own: its ``label`` is chosen as a card is."""

    source: str
    target: str
    label: str = ""
    highlighted: bool = False
    tint: Tint | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A ground behind some nodes, with a caption above or below them."""

    key: str
    caption: str
    nodes: tuple[str, ...]
    tint: Tint | None = None
    caption_below: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence that stands in a free place of the grid."""

    text: str
    column: int
    row: int


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """Raises ValueError when a name stands twice, or when an arrow or a group names what is not there."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        nodes, groups, steps = ({it.key for it in parts} for parts in (self.nodes, self.groups, self.steps))
        if len(nodes | groups | steps) < len(self.nodes) + len(self.groups) + len(self.steps):
            raise ValueError("two parts of a diagram have one key")
        strangers = {end for edge in self.edges for end in (edge.source, edge.target)} - nodes - groups
        strangers |= {key for group in self.groups for key in group.nodes} - nodes
        if strangers:
            raise ValueError(f"a diagram has no {sorted(strangers)}")

    @property
    def steps(self) -> tuple[Edge, ...]:
        """The arrows that can be chosen."""
        return tuple(edge for edge in self.edges if edge.key)

    def words(self, key: str) -> tuple[str, ...]:
        """A node or a step in words, the title first. Raises KeyError."""
        step = next((edge for edge in self.steps if edge.key == key), None)
        if step is not None:
            captions = {node.key: node.title for node in self.nodes} | {group.key: group.caption for group in self.groups}
            return step.label, f"{captions[step.source]} → {captions[step.target]}"
        node = self.node(key)
        time = () if node.milliseconds is None else (time_text(node.milliseconds),)
        part = self.part_of(key)
        return (node.title, *node.lines, *time, *([part] if part else []))

    def node(self, key: str) -> Node:
        """Raises KeyError."""
        for node in self.nodes:
            if node.key == key:
                return node
        raise KeyError(key)

    def part_of(self, key: str) -> str:
        """The caption of the smallest group that a node stands in, empty outside of all."""
        groups = [group for group in self.groups if key in group.nodes and group.caption]
        return min(groups, key=lambda group: len(group.nodes)).caption if groups else ""

    def links(self) -> Iterator[tuple[str, str]]:
        """Every arrow as pairs of nodes; at a group it starts or ends at each of the group's nodes."""
        members = {group.key: group.nodes for group in self.groups}
        for edge in self.edges:
            sources, targets = (members.get(end, (end,)) for end in (edge.source, edge.target))
            yield from itertools.product(sources, targets)


def time_text(milliseconds: float) -> str:
    """``41 ms``, below ten with one decimal; from a second on ``1.4 s``."""
    if milliseconds >= 999.5:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 9.95 else f"{milliseconds:.1f} ms"


def shape_text(*sizes: int) -> str:
    """``96 × 80 × 60``."""
    return " × ".join(f"{size:,}" for size in sizes)
