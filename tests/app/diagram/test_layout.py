"""Layout: nothing overlaps, arrows run between cards, texts fit, in either language's fonts and with any content."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPointF, QRectF

from app.diagram.layout import lay_out
from app.diagram.model import Diagram, Edge, Node
from app.diagram.routing import is_free, route
from tests.app.diagram.geometry import faults
from tests.app.diagram.samples import small_diagram

pytestmark = pytest.mark.usefixtures("qapp")  # fonts need an application


def test_nothing_lies_on_anything_else() -> None:
    assert faults(lay_out(small_diagram())) == []


def test_cards_of_a_row_are_of_one_height_and_those_of_a_column_of_one_width() -> None:
    cards = lay_out(small_diagram()).cards
    assert cards["photo"].rect.height() == cards["head"].rect.height()
    assert cards["head"].rect.width() == cards["sum"].rect.width()


def test_a_stack_fills_the_rows_that_it_spans() -> None:
    cards = lay_out(small_diagram()).cards
    assert cards["level a"].rect.top() == pytest.approx(cards["head"].rect.top(), abs=1)
    assert cards["level b"].rect.bottom() == pytest.approx(cards["sum"].rect.bottom(), abs=1)


def test_a_picture_keeps_its_aspect() -> None:
    cards = lay_out(small_diagram()).cards
    assert cards["photo"].picture.width() / cards["photo"].picture.height() == pytest.approx(2.0)
    assert cards["head"].picture.width() / cards["head"].picture.height() == pytest.approx(0.5)


def test_every_way_in_a_full_grid_is_level_and_upright_and_ends_at_its_cards() -> None:
    """From each of nine cards to each other one."""
    nodes = tuple(Node(f"{column}{row}", "Card", ("a line of text",), column, row) for column in range(3) for row in range(3))
    pairs = list(itertools.permutations([node.key for node in nodes], 2))
    layout = lay_out(Diagram("", nodes, tuple(Edge(*pair) for pair in pairs)))
    assert len(layout.arrows) == 72
    for arrow in layout.arrows:
        assert all(first.x() == second.x() or first.y() == second.y() for first, second in itertools.pairwise(arrow.points))
        for key, point in ((arrow.edge.source, arrow.points[0]), (arrow.edge.target, arrow.points[-1])):
            rect = layout.cards[key].rect
            assert rect.adjusted(-0.1, -0.1, 0.1, 0.1).contains(point)
            assert not rect.adjusted(0.1, 0.1, -0.1, -0.1).contains(point)


def test_a_way_blocked_by_a_card_goes_around_it() -> None:
    left, middle, right = (QRectF(100 * place, 0, 60, 40) for place in range(3))
    straight = route(left, right, [], 40, 40)
    around = route(left, right, [middle], 40, 40)
    assert straight == (QPointF(60, 20), QPointF(200, 20))
    assert len(around) == 4
    assert is_free(around, [middle])
    assert not is_free(straight, [middle])
