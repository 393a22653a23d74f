"""A diagram as a value: it names only what it has, and says its numbers as people write them."""

from __future__ import annotations

import pytest

from app.diagram.model import Diagram, Edge, Group, Node, shape_text, time_text
from tests.app.diagram.samples import small_diagram

ONE, TWO = Node("one", "One", (), 0, 0), Node("two", "Two", (), 1, 0)


def test_an_arrow_leads_to_something_that_is_there() -> None:
    with pytest.raises(ValueError, match="three"):
        Diagram("", (ONE, TWO), (Edge("one", "three"),))


def test_a_group_is_of_nodes_that_are_there() -> None:
    with pytest.raises(ValueError, match="three"):
        Diagram("", (ONE, TWO), (), (Group("both", "", ("one", "three")),))


@pytest.mark.parametrize("groups", [(Group("one", "", ("two",)),), (Group("g", "", ()), Group("g", "", ()))])
def test_a_key_stands_for_one_thing(groups: tuple[Group, ...]) -> None:
    with pytest.raises(ValueError, match="one key"):
        Diagram("", (ONE, TWO), (), groups)


def test_an_arrow_of_a_group_is_one_of_each_of_its_nodes() -> None:
    links = set(small_diagram().links())
    assert {("photo", "level a"), ("photo", "level b"), ("level a", "head"), ("level b", "head")} <= links
    assert not any("levels" in link for link in links)


@pytest.mark.parametrize(
    ("milliseconds", "text"), [(0.04, "0.0 ms"), (3.25, "3.2 ms"), (9.94, "9.9 ms"), (9.96, "10 ms"), (41.4, "41 ms"), (1446, "1.4 s")]
)
def test_times_have_as_many_figures_as_they_are_sure_of(milliseconds: float, text: str) -> None:
    assert time_text(milliseconds) == text


def test_shapes_have_a_real_times_sign() -> None:
    assert shape_text(1000, 96, 7, 7) == "1,000 × 96 × 7 × 7"
