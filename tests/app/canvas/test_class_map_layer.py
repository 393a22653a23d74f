"""The class map's pixels on screen."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from app.canvas.class_map_layer import ClassMapLayer, OverlayStyle
from app.canvas.image_canvas import ImageCanvas, ImagePoint
from tests.app.canvas.screen import look_at, pixels, random_photo

GREY = 100
COLOURS = {0: (0, 0, 0), 1: (255, 0, 0), 2: (0, 250, 40), 3: (30, 30, 240), 255: (224, 224, 192)}


def table(*hidden: int, shown: tuple[int, ...] = tuple(COLOURS)) -> NDArray[np.uint8]:
    rgba = np.zeros((256, 4), dtype=np.uint8)
    for label in set(shown) - set(hidden):
        rgba[label] = (*COLOURS[label], 255)
    return rgba


def labels(height: int = 60, width: int = 90) -> NDArray[np.uint8]:
    return np.random.default_rng(7).choice(np.array(list(COLOURS), dtype=np.uint8), (height, width))


@pytest.fixture
def layer(canvas: ImageCanvas) -> ClassMapLayer:
    """The class map of a grey photo of 90 x 60, every class with a colour."""
    canvas.set_photo(np.full((60, 90, 3), GREY, dtype=np.uint8))
    layer = canvas.layer("class_map")
    assert isinstance(layer, ClassMapLayer)
    layer.set_table(table())
    return layer


def label_under(canvas: ImageCanvas, class_map: NDArray[np.uint8], x: int, y: int) -> int | None:
    point = canvas.image_point(QPointF(x, y))
    return None if point is None else int(class_map[int(point.y), int(point.x)])


@pytest.mark.parametrize("zoom", [0.3, 0.5, 0.77, 1.0, 1.5, 2.3, 8.0, 31.0])
def test_each_pixel_has_the_colour_of_the_label_under_it(canvas: ImageCanvas, layer: ClassMapLayer, zoom: float) -> None:
    class_map = labels()
    layer.set_class_map(class_map)
    look_at(canvas, 44.3, 30.9, zoom)
    shown = pixels(canvas)
    for x, y in np.random.default_rng(1).integers((0, 0), (400, 300), (600, 2)).tolist():
        label = label_under(canvas, class_map, x, y)
        if label is not None:
            assert tuple(shown[y, x].tolist()) == COLOURS[label]


@pytest.mark.parametrize("zoom", [0.3, 1.0, 2.3])
@pytest.mark.parametrize("opacity", [0.0, 0.25, 0.5, 0.9])
def test_opacity_mixes_with_the_photo_and_with_nothing_else(canvas: ImageCanvas, layer: ClassMapLayer, zoom: float, opacity: float) -> None:
    layer.set_class_map(labels())
    canvas.set_zoom(zoom)
    opaque = pixels(canvas).astype(float)
    layer.set_opacity(opacity)
    covered = np.all([(opaque != np.array(canvas.ground.getRgb()[:3])).any(axis=2)], axis=0)
    expected = opacity * opaque + (1 - opacity) * GREY
    assert abs(pixels(canvas) - expected)[covered].max() <= 2


def test_alpha_0_hides_a_class_and_nothing_else(canvas: ImageCanvas, layer: ClassMapLayer) -> None:
    class_map = labels()
    layer.set_class_map(class_map)
    canvas.set_zoom(1)
    layer.set_table(table(0, 2))
    shown = pixels(canvas)[120:180, 155:245]
    colours = table()[:, :3].copy()
    colours[[0, 2]] = GREY
    assert np.array_equal(shown, colours[class_map])


def test_a_soloed_class_alone_is_drawn(canvas: ImageCanvas, layer: ClassMapLayer) -> None:
    class_map = labels()
    layer.set_class_map(class_map)
    canvas.set_zoom(1)
    layer.set_table(table(shown=(3,)))
    shown = pixels(canvas)[120:180, 155:245]
    assert (shown[class_map == 3] == COLOURS[3]).all()
    assert (shown[class_map != 3] == GREY).all()


def test_the_outline_runs_along_the_visible_side_of_a_boundary(canvas: ImageCanvas, layer: ClassMapLayer) -> None:
    class_map = np.zeros((60, 90), dtype=np.uint8)
    class_map[20:40, 30:60] = 1
    layer.set_class_map(class_map)
    layer.set_table(table(0))
    layer.set_style(OverlayStyle.OUTLINE)
    canvas.set_zoom(8)
    left = round(canvas.position_of(ImagePoint(30, 0)).x())
    row = pixels(canvas)[150, left - 3 : left + 6].tolist()
    assert row[:3] == [[GREY] * 3] * 3
    assert row[3:5] == [[255, 0, 0]] * 2
    assert row[5] != row[4]
    assert row[5] != row[6]  # the casing
    assert row[6:] == [[GREY] * 3] * 3


@pytest.mark.parametrize("zoom", [0.5, 1, 3.7, 16])
def test_an_outline_is_as_wide_at_any_zoom(canvas: ImageCanvas, layer: ClassMapLayer, zoom: float) -> None:
    class_map = np.zeros((60, 90), dtype=np.uint8)
    class_map[:, 45:] = 1
    layer.set_class_map(class_map)
    layer.set_table(table(0))
    layer.set_style(OverlayStyle.OUTLINE)
    canvas.set_zoom(zoom)
    assert (pixels(canvas)[150] == (255, 0, 0)).all(axis=1).sum() == 2


def test_nothing_is_outlined_where_the_image_or_the_window_ends(canvas: ImageCanvas, layer: ClassMapLayer) -> None:
    layer.set_class_map(np.ones((60, 90), dtype=np.uint8))
    layer.set_style(OverlayStyle.OUTLINE)
    for zoom in (1, 20):
        canvas.set_zoom(zoom)
        assert not (pixels(canvas) == (255, 0, 0)).all(axis=2).any()


def test_a_map_of_another_size_is_not_drawn(canvas: ImageCanvas, layer: ClassMapLayer) -> None:
    layer.set_class_map(np.ones((90, 60), dtype=np.uint8))
    canvas.set_zoom(1)
    assert (pixels(canvas)[120:180, 155:245] == GREY).all()


def test_another_photo_takes_the_overlay_away(canvas: ImageCanvas, layer: ClassMapLayer) -> None:
    layer.set_class_map(np.ones((60, 90), dtype=np.uint8))
    canvas.set_photo(np.full((60, 90, 3), 50, dtype=np.uint8))
    canvas.set_zoom(1)
    assert (pixels(canvas)[120:180, 155:245] == 50).all()


def test_hidden_layers_come_back_as_they_were(canvas: ImageCanvas, layer: ClassMapLayer) -> None:
    photo_only = pixels(canvas)
    layer.set_class_map(labels())
    with_overlay = pixels(canvas)
    canvas.set_overlays_visible(False)
    assert np.array_equal(pixels(canvas), photo_only)
    canvas.set_overlays_visible(True)
    assert np.array_equal(pixels(canvas), with_overlay)
    layer.set_visible(False)
    assert np.array_equal(pixels(canvas), photo_only)


def test_a_layer_keeps_up_with_views_styles_and_tables(canvas: ImageCanvas, layer: ClassMapLayer) -> None:
    """What is kept between paints never shows in another state: each state looks as it does on a fresh canvas."""
    canvas.set_photo(random_photo(60, 90))
    layer.set_class_map(labels(5, 6).repeat(12, axis=0).repeat(15, axis=1))
    states = [(zoom, style, hidden) for zoom in (0.7, 3.0) for style in OverlayStyle for hidden in (0, 1)]
    first = {}
    for state in [*states, *reversed(states)]:
        zoom, style, hidden = state
        canvas.set_zoom(zoom)
        layer.set_style(style)
        layer.set_table(table(hidden))
        shown = pixels(canvas)
        assert np.array_equal(first.setdefault(state, shown), shown)
    assert len({shown.tobytes() for shown in first.values()}) == len(states)


@pytest.mark.parametrize("class_map", [np.zeros((60, 90), np.int64), np.zeros((60, 90, 1), np.uint8)])
def test_what_is_no_class_map_is_refused_and_the_last_one_stays(canvas: ImageCanvas, layer: ClassMapLayer, class_map: np.ndarray) -> None:
    layer.set_class_map(labels())
    before = pixels(canvas)
    with pytest.raises(ValueError, match=r"a class map is \(height, width\) uint8"):
        layer.set_class_map(class_map)
    with pytest.raises(ValueError, match=r"a colour table is \(256, 4\) uint8"):
        layer.set_table(np.zeros((255, 4), np.uint8))
    assert np.array_equal(pixels(canvas), before)
