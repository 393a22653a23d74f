"""The legend's values and the colour table that they make."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.class_view import SPOKEN_PIXELS, ClassView, class_colours, counts_to_speak, default_view, overlay_table, spoken_shares
from core.fcn.results import pixel_counts
from core.labels import CAMVID, LABEL_SETS, VOC, LabelSet
from core.palettes import PALETTES, palette_table

VOC_IDS = st.integers(0, len(VOC) - 1)
RGB = st.tuples(*[st.integers(0, 255)] * 3)
VIEWS = st.builds(
    ClassView, st.frozensets(VOC_IDS), st.none() | VOC_IDS, st.dictionaries(VOC_IDS, RGB).map(lambda own: tuple(sorted(own.items())))
)


@given(VIEWS)
def test_a_class_is_painted_exactly_when_it_is_shown(view: ClassView) -> None:
    alphas = overlay_table(VOC, "voc", view)[:, 3]
    shown = {view.solo} if view.solo is not None else set(range(len(VOC))) - view.hidden
    assert {int(i) for i in np.flatnonzero(alphas)} == shown
    assert set(alphas[list(shown)].tolist()) <= {255}


@given(VIEWS, st.sampled_from(sorted(PALETTES)))
def test_own_colours_win_over_the_palette(view: ClassView, palette: str) -> None:
    colours = class_colours(VOC, palette, view)
    expected = palette_table(palette, len(VOC), background=0)
    own = dict(view.colours)
    assert [tuple(colour) for colour in colours.tolist()] == [own.get(i, tuple(expected[i].tolist())) for i in range(len(VOC))]


@pytest.mark.parametrize("label_set", LABEL_SETS.values(), ids=lambda label_set: label_set.name)
def test_by_default_all_but_the_background_is_painted(label_set: LabelSet) -> None:
    painted = np.flatnonzero(overlay_table(label_set, "voc", default_view(label_set))[:, 3])
    assert painted.tolist() == [i for i in range(len(label_set)) if i != label_set.background]


def test_solo_is_a_toggle_and_moves_from_class_to_class() -> None:
    view = ClassView().toggling_solo(8)
    assert [i for i in range(len(VOC)) if view.shows(i)] == [8]
    assert view.toggling_solo(12).solo == 12
    assert view.toggling_solo(8) == ClassView()


def test_solo_shows_even_a_hidden_class() -> None:
    assert ClassView(frozenset({8})).toggling_solo(8).shows(8)


def test_showing_or_hiding_a_class_ends_solo() -> None:
    assert ClassView(solo=8).showing([3], False) == ClassView(hidden=frozenset({3}))


def test_an_own_colour_can_be_given_back() -> None:
    view = ClassView().coloured(8, (1, 2, 3)).coloured(4, (9, 9, 9))
    assert view.colours == ((4, (9, 9, 9)), (8, (1, 2, 3)))
    assert view.coloured(8, None).coloured(4, None) == ClassView()


def test_an_own_colour_beyond_the_label_set_is_ignored() -> None:
    assert class_colours(CAMVID, "voc", ClassView(colours=((200, (1, 2, 3)),))).shape == (len(CAMVID), 3)


def test_what_a_map_shows_is_said_largest_first_and_void_by_its_name() -> None:
    class_map = np.full((10, 10), 15, np.uint8)
    class_map[:2] = 255
    class_map[2, :5] = 8
    counts = pixel_counts(class_map)
    assert spoken_shares(counts, VOC) == "person 75.0 %, void 20.0 %, cat 5.0 %"
    assert (counts.shape, counts.sum(), counts.flags.writeable) == ((256,), 100, False)
    np.testing.assert_array_equal(counts, np.bincount(class_map.ravel(), minlength=256))


@pytest.mark.parametrize("shape", [(1, 1), (3, 700), (1000, 1000), (3000, 1400)])
def test_a_large_map_is_read_at_pixels_that_are_spread_evenly(shape: tuple[int, int]) -> None:
    class_map = np.zeros(shape, np.uint8)
    class_map[:, : shape[1] // 4] = 15
    counts = counts_to_speak(class_map)
    assert counts.sum() <= SPOKEN_PIXELS
    assert counts[15] / counts.sum() == pytest.approx(shape[1] // 4 / shape[1], abs=0.005)
