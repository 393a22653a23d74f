"""The photo with layers on it: mixed as the formulas say, also at another size."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from core.errors import InputError
from core.export.picture import View, drawn, painted, picture_png, scaled
from core.palettes import palette_table
from tests.core.export.views import BLUE, CAT, RED, classes_on, noise, objects_on, view_of


def test_a_bare_view_is_the_photo() -> None:
    rgb = noise(20, 30)
    np.testing.assert_array_equal(painted(View(rgb)), rgb)
    np.testing.assert_array_equal(np.asarray(drawn(View(rgb))), rgb)


def test_classes_are_mixed_in_by_their_opacity_and_objects_over_them() -> None:
    view = View(noise(40, 100), replace(classes_on(40, 100), opacity=0.4), replace(objects_on(40, 100), opacity=0.2, outlined=False))
    pixels = painted(view)
    np.testing.assert_array_equal(pixels[:, :10], view.rgb[:, :10])
    cat = palette_table("voc", 21)[CAT]
    np.testing.assert_allclose(pixels[20:, 50:], view.rgb[20:, 50:] * 0.6 + cat * 0.4, atol=0.51)
    np.testing.assert_allclose(pixels[:, 10:20], view.rgb[:, 10:20] * 0.8 + np.array(RED) * 0.2, atol=0.51)


def test_outlines_are_opaque_and_alone_where_nothing_is_filled() -> None:
    objects = replace(objects_on(40, 100), filled=False, framed=False, named=False)
    view = View(noise(40, 100), None, objects)
    pixels = np.asarray(drawn(view))
    np.testing.assert_array_equal(pixels[:, 12:18], view.rgb[:, 12:18])
    assert (pixels[:, 10:12] == RED).all()
    assert (pixels[:, 38:40] == BLUE).all()


def test_boxes_and_texts_are_drawn_only_when_asked_for() -> None:
    objects = replace(objects_on(240, 360), opacity=0.0, outlined=False)
    bare, framed, named = (
        np.asarray(drawn(View(noise(240, 360), None, replace(objects, framed=framed, named=named))))
        for framed, named in ((False, False), (True, False), (False, True))
    )
    np.testing.assert_array_equal(bare, noise(240, 360))
    assert (framed[:, 36] == RED).all()
    assert (framed[100:230, 42] == bare[100:230, 42]).all()
    assert not (named == bare).all()
    assert (named[100:] == bare[100:]).all()


def test_at_another_width_ids_stay_ids_and_boxes_move_along() -> None:
    half = scaled(view_of(240, 360), 180)
    assert half.rgb.shape == (120, 180, 3)
    assert half.classes is not None
    assert half.objects is not None
    np.testing.assert_array_equal(half.classes.class_map, classes_on(120, 180).class_map)
    np.testing.assert_array_equal(half.objects.ids, objects_on(120, 180).ids)
    np.testing.assert_allclose(half.objects.boxes, objects_on(120, 180).boxes)
    twice = scaled(view_of(24, 36), 72)
    assert twice.classes is not None
    np.testing.assert_array_equal(twice.classes.class_map, classes_on(24, 36).class_map.repeat(2, 0).repeat(2, 1))


def test_its_own_width_changes_nothing() -> None:
    view = view_of()
    assert scaled(view, 360) is view


@pytest.mark.parametrize("width", [0, -5, 10**9])
def test_a_width_that_cannot_be_made_is_refused(width: int) -> None:
    with pytest.raises(InputError, match=re.escape(f"A picture {width} px wide cannot be made; choose a width from 1 to 12247 px.")):
        scaled(view_of(), width)


@pytest.mark.parametrize("opacity", [-0.1, 1.1, float("nan")])
def test_an_opacity_out_of_range_is_refused(opacity: float) -> None:
    with pytest.raises(InputError, match="is not between 0 and 1; choose one that is"):
        painted(View(noise(4, 10), replace(classes_on(4, 10), opacity=opacity)))


def test_the_file_is_read_back_identically_and_states_its_resolution() -> None:
    image = Image.open(io.BytesIO(picture_png(view_of(), 150)))
    assert image.mode == "RGB"
    assert image.info["dpi"] == pytest.approx((150, 150), abs=0.02)
    np.testing.assert_array_equal(np.asarray(image), np.asarray(drawn(view_of())))
    assert "dpi" not in Image.open(io.BytesIO(picture_png(view_of()))).info
