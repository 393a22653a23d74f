"""Objects on screen: masks, boxes and tags, which one is under the pointer, and how the chosen one is marked."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from pytestqt.qtbot import QtBot

from app.canvas.image_canvas import ImageCanvas, ImagePoint
from app.canvas.instance_layer import InstanceLayer
from app.canvas.label_image import OverlayStyle
from app.canvas.tags import DARK, LIGHT, TagLook, draw_tag, ink_on, place_tags
from tests.app.canvas.scenes import COLOURS, scene_of
from tests.app.canvas.screen import look_at, pixels

GREY = 100
PHOTO = (60, 90)
LEFT, RIGHT = (10, 10, 40, 40), (30, 20, 60, 50)
"""Two masks that overlap; the left one is on top."""


@pytest.fixture
def layer(canvas: ImageCanvas) -> InstanceLayer:
    """Two objects on a grey photo of 90 x 60 at 4 device pixels each, masks alone, opaque."""
    canvas.set_photo(np.full((*PHOTO, 3), GREY, dtype=np.uint8))
    look_at(canvas, 45, 30, 4.0)
    layer = canvas.layer("instances")
    assert isinstance(layer, InstanceLayer)
    layer.set_scene(scene_of(PHOTO, [LEFT, RIGHT]))
    layer.set_shown(boxes=False, labels=False)
    layer.set_opacity(1.0)
    return layer


def shown_at(canvas: ImageCanvas, x: float, y: float) -> tuple[int, ...]:
    position = canvas.position_of(ImagePoint(x, y))
    return tuple(pixels(canvas)[int(position.y()), int(position.x())].tolist())


def accent() -> tuple[int, ...]:
    colour = QGuiApplication.palette().color(QPalette.ColorRole.Highlight)
    return colour.red(), colour.green(), colour.blue()


def test_masks_have_their_colours_and_the_best_is_on_top(canvas: ImageCanvas, layer: InstanceLayer) -> None:
    del layer
    assert shown_at(canvas, 20, 20) == COLOURS[0]
    assert shown_at(canvas, 35, 30) == COLOURS[0]  # in both
    assert shown_at(canvas, 50, 40) == COLOURS[1]
    assert shown_at(canvas, 5, 5) == (GREY,) * 3


@pytest.mark.parametrize("opacity", [0.0, 0.3, 0.6])
def test_opacity_mixes_a_mask_with_the_photo(canvas: ImageCanvas, layer: InstanceLayer, opacity: float) -> None:
    layer.set_opacity(opacity)
    expected = [GREY + (channel - GREY) * opacity for channel in COLOURS[0]]
    assert shown_at(canvas, 20, 20) == pytest.approx(expected, abs=1.5)


def test_a_filled_mask_is_stronger_along_its_border(canvas: ImageCanvas, layer: InstanceLayer) -> None:
    layer.set_opacity(0.4)
    inside, edge = (np.array(shown_at(canvas, x, 25)) for x in (20, 10.1))
    assert np.abs(edge - np.array(COLOURS[0])).sum() < np.abs(inside - np.array(COLOURS[0])).sum()


def test_an_outline_leaves_the_inside_alone(canvas: ImageCanvas, layer: InstanceLayer) -> None:
    layer.set_style(OverlayStyle.OUTLINE)
    assert shown_at(canvas, 20, 25) == (GREY,) * 3
    assert shown_at(canvas, 10.1, 25) == COLOURS[0]


def test_the_emphasised_object_comes_to_the_top_and_the_others_recede(canvas: ImageCanvas, layer: InstanceLayer) -> None:
    layer.set_emphasis(1)
    assert shown_at(canvas, 35, 30) == COLOURS[1]
    assert shown_at(canvas, 30.1, 35) == accent()
    dimmed = np.array(shown_at(canvas, 20, 20))
    assert dimmed == pytest.approx((np.array(COLOURS[0]) + GREY) / 2, abs=2)
    layer.set_emphasis(None)
    assert shown_at(canvas, 35, 30) == COLOURS[0]
    assert shown_at(canvas, 20, 20) == COLOURS[0]


def test_the_emphasised_outline_is_the_accents(canvas: ImageCanvas, layer: InstanceLayer) -> None:
    layer.set_style(OverlayStyle.OUTLINE)
    layer.set_emphasis(0)
    assert shown_at(canvas, 10.1, 25) == accent()
    assert shown_at(canvas, 50, 40) == (GREY,) * 3


def test_emphasis_on_an_object_that_is_not_there_is_refused_and_changes_nothing(layer: InstanceLayer) -> None:
    layer.set_emphasis(1)
    for index in (-1, 2):
        with pytest.raises(IndexError, match=f"there is no object {index}"):
            layer.set_emphasis(index)
    assert layer.emphasis == 1
    layer.set_scene(None)
    with pytest.raises(IndexError):
        layer.set_emphasis(0)


def test_pointing_finds_what_is_drawn_on_top(layer: InstanceLayer) -> None:
    assert layer.at(35.5, 30.5) == 0
    layer.set_emphasis(1)
    assert layer.at(35.5, 30.5) == 1
    assert layer.at(20.5, 20.5) == 0
    assert layer.at(80.5, 5.5) is None
    layer.set_scene(None)
    assert layer.at(35.5, 30.5) is None


def test_boxes_are_lines_in_the_objects_colour_at_any_opacity(canvas: ImageCanvas, layer: InstanceLayer) -> None:
    layer.set_opacity(0.0)
    layer.set_shown(boxes=True, labels=False)
    place = canvas.position_of(ImagePoint(10, 15))
    row = pixels(canvas)[int(place.y())]
    near = row[int(place.x()) - 4 : int(place.x()) + 5].tolist()
    assert list(COLOURS[0]) in near
    assert shown_at(canvas, 20, 20) == (GREY,) * 3


def test_a_tag_is_as_large_at_any_zoom_and_stands_above_its_box(canvas: ImageCanvas, layer: InstanceLayer) -> None:
    layer.set_opacity(0.0)
    layer.set_scene(scene_of(PHOTO, [(10, 30, 60, 50)]))
    layer.set_shown(boxes=False, labels=True)
    tag = draw_tag(TagLook("person 0.98", COLOURS[0], None, 1.0))
    for zoom in (2.0, 4.0, 5.5):
        look_at(canvas, 35, 35, zoom)
        changed = (pixels(canvas) != GREY).any(axis=2)
        ground = canvas.ground
        changed &= (pixels(canvas) != (ground.red(), ground.green(), ground.blue())).any(axis=2)
        rows, columns = np.nonzero(changed)
        corner = canvas.position_of(ImagePoint(10, 30))
        assert rows.max() - rows.min() + 1 == tag.height()
        assert columns.max() - columns.min() + 1 == tag.width()
        assert rows.max() == pytest.approx(corner.y() - 1, abs=1)
        assert columns.min() == pytest.approx(corner.x(), abs=1)


def test_tags_keep_inside_the_photo_and_off_one_another() -> None:
    rng = np.random.default_rng(3)
    corners = rng.uniform(-50, 350, (60, 2))
    boxes = np.concatenate([corners, corners + rng.uniform(5, 120, (60, 2))], axis=1)
    sizes = [(int(width), 18) for width in rng.integers(50, 90, 60)]
    room = (8, 12, 392, 288)
    places = place_tags(sizes, boxes, range(60), room)
    rectangles = [(x, y, x + sizes[index][0], y + sizes[index][1]) for index, (x, y) in places.items()]
    assert len(rectangles) > 20
    for place, (x1, y1, x2, y2) in enumerate(rectangles):
        assert room[0] <= x1 < x2 <= room[2]
        assert y1 >= room[1]
        for a1, b1, a2, b2 in rectangles[:place]:
            assert x2 <= a1 or a2 <= x1 or y2 <= b1 or b2 <= y1


def test_the_first_in_order_gets_the_best_place_and_boxes_out_of_sight_get_none() -> None:
    boxes = np.array([(50, 50, 150, 150), (50, 50, 150, 150), (400, 50, 500, 150)], np.float64)
    places = place_tags([(60, 20)] * 3, boxes, (1, 0, 2), (0, 0, 300, 300))
    assert places[1] == (50, 30)
    assert places[0] != (50, 30)
    assert 2 not in places


def test_a_tag_of_a_box_at_the_top_edge_hangs_in_it() -> None:
    assert place_tags([(60, 20)], np.array([(50.0, -30.0, 150.0, 150.0)]), (0,), (0, 10, 300, 300)) == {0: (50, 10)}


@pytest.mark.parametrize("colour", [*COLOURS, (0, 0, 0), (255, 255, 255), (127, 127, 127), (128, 0, 0)])
def test_text_on_a_tag_reaches_the_contrast_of_wcag_aa(colour: tuple[int, int, int]) -> None:
    def luminance(rgb: tuple[int, ...]) -> float:
        """WCAG 2.1, written anew."""
        parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def contrast(ink: QColor) -> float:
        low, high = sorted((luminance(colour), luminance(ink.getRgb())))  # type: ignore[arg-type]
        return (high + 0.05) / (low + 0.05)

    chosen = contrast(ink_on(QColor(*colour)))
    assert chosen == max(contrast(DARK), contrast(LIGHT))
    assert chosen >= 4.5


def test_a_scene_of_another_photo_is_not_painted(canvas: ImageCanvas, layer: InstanceLayer, qtbot: QtBot) -> None:
    layer.set_scene(scene_of((61, 90), [LEFT]))
    assert shown_at(canvas, 20, 20) == (GREY,) * 3
    painted: list[str] = []
    canvas.overlay_painted.connect(painted.append)
    with qtbot.waitSignal(canvas.overlay_painted):
        layer.set_scene(scene_of(PHOTO, [LEFT]))
    assert painted == ["instances"]


def test_another_photo_takes_the_objects_away(canvas: ImageCanvas, layer: InstanceLayer) -> None:
    layer.set_emphasis(0)
    canvas.set_photo(np.full((*PHOTO, 3), GREY, dtype=np.uint8), keep_view=True)
    assert layer.scene is None
    assert layer.emphasis is None
    assert shown_at(canvas, 20, 20) == (GREY,) * 3


def test_a_scene_without_objects_paints_nothing(canvas: ImageCanvas, layer: InstanceLayer) -> None:
    layer.set_scene(scene_of(PHOTO, []))
    assert canvas.image_point(QPointF(200, 150)) is not None
    assert shown_at(canvas, 45, 30) == (GREY,) * 3
    assert layer.at(45, 30) is None
