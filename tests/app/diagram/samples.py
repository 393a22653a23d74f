"""A small diagram with everything that a diagram may have."""

from __future__ import annotations

import numpy as np

from app.diagram.model import Diagram, Edge, Group, Node, Remark, Tint

RED = np.full((20, 40, 3), (200, 30, 40), np.uint8)
GREEN = np.full((40, 20, 3), (20, 180, 60), np.uint8)


def small_diagram(title: str = "A network on a photo") -> Diagram:
    nodes = (
        Node("photo", "Photo", ("40 × 20 px",), 0, 0, RED),
        Node("level a", "Level A", ("8 × 10 × 5",), 1, 0, GREEN, row_span=2, compact=True),
        Node("level b", "Level B", ("8 × 5 × 3", "stride 8"), 1, 0, row_span=2, compact=True),
        Node("head", "Head", ("21 × 10 × 5",), 2, 0, GREEN, milliseconds=41.4, highlighted=True),
        Node("sum", "Sum", ("21 × 10 × 5 logits",), 2, 1, picture_share=0.5, tint=Tint("#cc79a7", "#cc79a7")),
        Node("map", "Class map", ("best of 21",), 3, 1, RED, milliseconds=3.25),
    )
    edges = (
        Edge("photo", "levels"), Edge("levels", "head"), Edge("levels", "sum"), Edge("head", "sum", "+"),
        Edge("sum", "map", "× 32", highlighted=True, key="enlarged"), Edge("head", "map"),
    )  # fmt: skip
    groups = (
        Group("levels", "Pyramid of features", ("level a", "level b")),
        Group("all", "Encoder", ("photo", "level a", "level b", "head"), Tint("#a8783a", "#c9a66b")),
    )
    return Diagram(title, nodes, edges, groups, (Remark("Each stage halves the sides.", 0, 1),))
