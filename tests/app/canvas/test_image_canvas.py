"""What a person does to the canvas, and what it says."""

from __future__ import annotations

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QNativeGestureEvent, QPainter, QPalette, QPen, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsEllipseItem, QGraphicsLineItem
from pytestqt.qtbot import QtBot

from app.canvas.class_map_layer import ClassMapLayer
from app.canvas.image_canvas import GROUND_DARK, GROUND_LIGHT, CanvasClick, ImageCanvas, ImagePoint
from app.canvas.layer import Layer
from app.canvas.layers import CLASS_MAP, LAYERS, LayerRow
from app.canvas.view_frame import ViewFrame
from tests.app.canvas.screen import look_at, pixels, random_photo, wheel

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def with_photo(canvas: ImageCanvas) -> ImageCanvas:
    """A photo of 200 x 100 at 100 %, spanning 100..300 across and 100..200 down."""
    canvas.set_photo(random_photo(100, 200))
    canvas.set_zoom(1)
    return canvas


def drag(canvas: ImageCanvas, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT) -> None:
    target = canvas.viewport()
    QTest.mousePress(target, button, NO_MODIFIER, start)
    QTest.mouseMove(target, (start + end) / 2)
    QTest.mouseMove(target, end)
    QTest.mouseRelease(target, button, NO_MODIFIER, end)


# -- zooming -----------------------------------------------------------------------------------------------------------


def test_the_wheel_zooms_and_keeps_the_point_under_the_cursor(with_photo: ImageCanvas) -> None:
    at = QPointF(133, 171)
    before = with_photo.image_point(at)
    assert before is not None
    for turn in [120] * 9 + [-120] * 14:
        wheel(with_photo, at, angle=QPoint(0, turn))
        under = with_photo.image_point(at)
        assert under is not None
        allowed = 0.5 + 1 / with_photo.zoom
        assert (under.x, under.y) == pytest.approx((before.x, before.y), abs=allowed)


def test_wheel_turns_multiply_so_that_touchpad_fractions_add_up(with_photo: ImageCanvas) -> None:
    at = QPointF(200, 150)
    for _ in range(8):
        wheel(with_photo, at, angle=QPoint(0, 15))
    assert with_photo.zoom == pytest.approx(1.25)
    wheel(with_photo, at, angle=QPoint(0, -240))
    assert with_photo.zoom == pytest.approx(1 / 1.25)


def test_sideways_turns_and_coasting_do_not_zoom(with_photo: ImageCanvas) -> None:
    wheel(with_photo, QPointF(200, 150), angle=QPoint(120, 0))
    wheel(with_photo, QPointF(200, 150), angle=QPoint(0, 120), phase=Qt.ScrollPhase.ScrollMomentum)
    assert with_photo.zoom == 1


def test_pinching_a_touchpad_zooms_at_the_fingers(with_photo: ImageCanvas) -> None:
    at = QPointF(150, 120)
    before = with_photo.image_point(at)
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, device, 2, at, at, with_photo.viewport().mapToGlobal(at), 1.0, QPointF()
    )
    QApplication.sendEvent(with_photo.viewport(), event)
    assert with_photo.zoom == 2
    after = with_photo.image_point(at)
    assert before is not None
    assert after is not None
    assert (after.x, after.y) == pytest.approx((before.x, before.y), abs=0.5)


def test_zoom_stays_within_its_limits(with_photo: ImageCanvas) -> None:
    with_photo.set_zoom(1e9)
    assert with_photo.zoom == 256
    with_photo.set_zoom(1e-9)
    assert with_photo.zoom == 16 / 200


def test_zoom_and_view_are_announced_once_each(with_photo: ImageCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignals([with_photo.zoom_changed, with_photo.view_changed], order="strict"):
        with_photo.set_zoom(2)
    with qtbot.assertNotEmitted(with_photo.zoom_changed), qtbot.assertNotEmitted(with_photo.view_changed):
        with_photo.set_zoom(2)


def test_fit_shows_the_whole_photo_and_follows_the_window(with_photo: ImageCanvas) -> None:
    with_photo.fit()
    assert with_photo.fitted
    assert with_photo.zoom == pytest.approx(384 / 200)
    with_photo.resize(800, 300)
    assert with_photo.zoom == pytest.approx(284 / 100)
    with_photo.set_zoom(1)
    with_photo.resize(400, 300)
    assert with_photo.zoom == 1
    assert with_photo.position_of(ImagePoint(0, 0)) == QPointF(100, 100)


# -- panning and clicking ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("button", [LEFT, MIDDLE])
def test_dragging_moves_the_photo_with_the_cursor(with_photo: ImageCanvas, button: Qt.MouseButton, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(with_photo.clicked):
        drag(with_photo, QPoint(150, 150), QPoint(187, 133), button)
    assert with_photo.position_of(ImagePoint(0, 0)) == QPointF(137, 83)
    assert not with_photo.fitted


def test_the_photo_cannot_be_dragged_out_of_sight(with_photo: ImageCanvas) -> None:
    for _ in range(10):
        drag(with_photo, QPoint(10, 10), QPoint(390, 290))
    assert (pixels(with_photo) != GROUND_LIGHT.getRgb()[:3]).any(axis=2).sum() == 48 * 48


def test_a_click_gives_the_image_point_and_the_modifiers(with_photo: ImageCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(with_photo.clicked) as clicked:
        QTest.mouseClick(with_photo.viewport(), LEFT, Qt.KeyboardModifier.AltModifier, QPoint(110, 120))
    assert clicked.args == [CanvasClick(ImagePoint(10.5, 20.5), Qt.KeyboardModifier.AltModifier)]


def test_a_double_click_clicks_twice(with_photo: ImageCanvas) -> None:
    clicks: list[CanvasClick] = []
    with_photo.clicked.connect(clicks.append)
    for press in (QTest.mousePress, QTest.mouseDClick):
        press(with_photo.viewport(), LEFT, NO_MODIFIER, QPoint(110, 120))
        QTest.mouseRelease(with_photo.viewport(), LEFT, NO_MODIFIER, QPoint(110, 120))
    assert [click.point for click in clicks] == [ImagePoint(10.5, 20.5)] * 2


@pytest.mark.parametrize(("button", "at"), [(LEFT, QPoint(50, 50)), (MIDDLE, QPoint(150, 150))])
def test_a_press_beside_the_photo_or_of_the_wheel_is_no_click(
    with_photo: ImageCanvas, qtbot: QtBot, button: Qt.MouseButton, at: QPoint
) -> None:
    with qtbot.assertNotEmitted(with_photo.clicked):
        QTest.mouseClick(with_photo.viewport(), button, NO_MODIFIER, at)


# -- hovering ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "point"),
    [
        (QPoint(99, 150), None),
        (QPoint(100, 100), ImagePoint(0.5, 0.5)),
        (QPoint(299, 199), ImagePoint(199.5, 99.5)),
        (QPoint(300, 150), None),
        (QPoint(150, 99), None),
        (QPoint(150, 200), None),
    ],
)
def test_hovering_at_100_percent_gives_pixel_centres_inside_and_none_outside(
    with_photo: ImageCanvas, at: QPoint, point: ImagePoint | None
) -> None:
    assert with_photo.image_point(QPointF(at)) == point


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.7, 8.0, 40.0])
def test_the_point_hovered_lies_in_the_pixel_shown(canvas: ImageCanvas, zoom: float) -> None:
    photo = random_photo(40, 50)
    canvas.set_photo(photo)
    look_at(canvas, 24.7, 19.2, zoom)
    shown = pixels(canvas)
    for x, y in np.random.default_rng(3).integers((0, 0), (400, 300), (400, 2)).tolist():
        point = canvas.image_point(QPointF(x, y))
        expected = GROUND_LIGHT.getRgb()[:3] if point is None else tuple(photo[int(point.y), int(point.x)].tolist())
        assert tuple(shown[y, x].tolist()) == expected


def test_hovering_says_where_the_cursor_is_and_when_it_leaves(with_photo: ImageCanvas) -> None:
    said: list[ImagePoint | None] = []
    with_photo.hovered.connect(said.append)
    for at in (QPoint(50, 50), QPoint(100, 100), QPoint(101, 100), QPoint(350, 100), QPoint(360, 100), QPoint(200, 150)):
        QTest.mouseMove(with_photo.viewport(), at)
    QApplication.sendEvent(with_photo.viewport(), QEvent(QEvent.Type.Leave))
    assert said == [ImagePoint(0.5, 0.5), ImagePoint(1.5, 0.5), None, ImagePoint(100.5, 50.5), None]


def test_hovering_follows_when_the_view_moves_below_a_still_cursor(with_photo: ImageCanvas) -> None:
    QTest.mouseMove(with_photo.viewport(), QPoint(120, 130))
    said: list[ImagePoint | None] = []
    with_photo.hovered.connect(said.append)
    with_photo.set_view(ImagePoint(0, 0), 2)
    with_photo.set_photo(None)
    assert said == [None]
    with_photo.set_photo(random_photo(300, 400))
    with_photo.set_view(ImagePoint(200, 150), 1)
    assert said[-1] == ImagePoint(120.5, 130.5)


# -- changing the photo ------------------------------------------------------------------------------------------------


def test_another_photo_is_fitted_or_keeps_the_view(with_photo: ImageCanvas) -> None:
    look_at(with_photo, 50, 25, 4)
    with_photo.set_photo(random_photo(200, 400), keep_view=True)
    assert (with_photo.view.centre, with_photo.zoom) == (ImagePoint(100, 50), 4)
    with_photo.set_photo(random_photo(200, 400))
    assert with_photo.fitted


def test_without_a_photo_there_is_only_ground(with_photo: ImageCanvas) -> None:
    with_photo.set_photo(None)
    assert (pixels(with_photo) == GROUND_LIGHT.getRgb()[:3]).all()
    assert with_photo.image_point(QPointF(200, 150)) is None


class _Paints(Layer):
    """Keeps what was on screen before it: the frames that a person sees."""

    def __init__(self, parent: ImageCanvas) -> None:
        super().__init__(parent)
        self.frames: list[ViewFrame] = []

    def clear(self) -> None:
        self.changed.emit()

    def paint(self, painter: QPainter, frame: ViewFrame) -> bool:  # noqa: ARG002
        self.frames.append(frame)
        return True


def test_the_first_paint_after_a_change_shows_the_new_photo_in_its_final_place(with_photo: ImageCanvas) -> None:
    layer = with_photo.add_layer(LayerRow("paints", "Paints", _Paints))
    assert isinstance(layer, _Paints)
    with_photo.set_photo(np.full((10, 20, 3), 7, dtype=np.uint8))
    shown = pixels(with_photo)
    QApplication.processEvents()
    assert {frame.image_shape for frame in layer.frames} == {(10, 20)}
    assert len(set(layer.frames)) == 1
    assert shown[150, 200].tolist() == [7, 7, 7]


@pytest.mark.parametrize(("window", "ground"), [("#202124", GROUND_DARK), ("#efefef", GROUND_LIGHT)])
def test_the_ground_is_as_dark_or_light_as_the_palette(canvas: ImageCanvas, window: str, ground: QColor) -> None:
    palette = QPalette(canvas.palette())
    palette.setColor(QPalette.ColorRole.Window, QColor(window))
    canvas.setPalette(palette)
    assert (pixels(canvas) == ground.getRgb()[:3]).all()


# -- layers ------------------------------------------------------------------------------------------------------------


def test_a_canvas_has_every_layer_of_the_table(canvas: ImageCanvas) -> None:
    for row in LAYERS:
        assert isinstance(canvas.layer(row.key), Layer)
        assert row.title
    assert len({row.key for row in LAYERS}) == len(LAYERS)
    with pytest.raises(ValueError, match="there is a layer 'class_map' already"):
        canvas.add_layer(CLASS_MAP)


def test_a_paint_that_shows_new_content_is_announced_once(with_photo: ImageCanvas, qtbot: QtBot) -> None:
    layer = with_photo.layer("class_map")
    assert isinstance(layer, ClassMapLayer)
    with qtbot.waitSignal(with_photo.overlay_painted) as painted:
        layer.set_class_map(np.ones((100, 200), dtype=np.uint8))
    assert painted.args == ["class_map"]
    with qtbot.assertNotEmitted(with_photo.overlay_painted):
        with_photo.viewport().repaint()
        QApplication.processEvents()
    with qtbot.waitSignal(with_photo.overlay_painted):
        layer.set_opacity(0.3)


def test_content_that_is_not_seen_is_announced_when_it_is(with_photo: ImageCanvas, qtbot: QtBot) -> None:
    layer = with_photo.layer("class_map")
    assert isinstance(layer, ClassMapLayer)
    with_photo.set_overlays_visible(False)
    with qtbot.assertNotEmitted(with_photo.overlay_painted):
        layer.set_class_map(np.ones((100, 200), dtype=np.uint8))
        with_photo.viewport().repaint()
        QApplication.processEvents()
    with qtbot.waitSignal(with_photo.overlay_painted):
        with_photo.set_overlays_visible(True)


def test_a_canvas_may_be_deleted_when_its_overlay_is_painted(qtbot: QtBot) -> None:
    canvas = ImageCanvas()
    canvas.resize(100, 100)
    canvas.show()
    canvas.set_photo(random_photo(10, 10))
    canvas.overlay_painted.connect(lambda _: canvas.deleteLater())
    layer = canvas.layer("class_map")
    assert isinstance(layer, ClassMapLayer)
    layer.set_class_map(np.zeros((10, 10), dtype=np.uint8))
    qtbot.waitUntil(lambda: not shiboken6.isValid(canvas))


# -- linked canvases, items, keys --------------------------------------------------------------------------------------


def test_canvases_linked_in_a_ring_agree_without_drifting(qtbot: QtBot) -> None:
    canvases = [ImageCanvas() for _ in range(3)]
    for index, canvas in enumerate(canvases):
        qtbot.addWidget(canvas)
        canvas.resize(300 + 77 * index, 200 + 31 * index)
        canvas.show()
        canvas.set_photo(random_photo(100, 200))
    for canvas, following in zip(canvases, canvases[1:] + canvases[:1], strict=True):
        canvas.view_changed.connect(lambda view, following=following: following.set_view(view.centre, view.zoom))
    canvases[0].set_view(ImagePoint(70.3, 41.7), 3)
    start = canvases[0].view
    for _ in range(50):
        for canvas, turn in zip(canvases, (120, 240, -360), strict=True):
            wheel(canvas, QPointF(150, 100), angle=QPoint(0, turn))
            assert {(other.view.centre, other.zoom) for other in canvases} == {(canvas.view.centre, canvas.zoom)}
            look_at(canvas, start.centre.x, start.centre.y, canvas.zoom)
    assert canvases[1].zoom == pytest.approx(start.zoom)
    assert canvases[2].view.centre == start.centre


def test_items_lie_in_image_coordinates_with_lines_as_wide_at_any_zoom(canvas: ImageCanvas) -> None:
    canvas.set_photo(np.zeros((100, 100, 3), dtype=np.uint8))
    pen = QPen(QColor("white"), 2)
    pen.setCosmetic(True)
    line = QGraphicsLineItem(25, 0, 25, 100)
    line.setPen(pen)
    canvas.add_item(line)
    for zoom in (0.5, 1, 8):
        look_at(canvas, 25, 50, zoom)
        assert np.flatnonzero((pixels(canvas)[150] == 255).all(axis=1)).tolist() == [199, 200]
    canvas.remove_item(line)
    assert not (pixels(canvas) == 255).all(axis=2)[:, 199:201].any()
    assert line.scene() is None


def test_points_keep_their_size_on_screen_and_their_place_in_the_image(canvas: ImageCanvas) -> None:
    canvas.set_photo(np.zeros((100, 100, 3), dtype=np.uint8))
    point = QGraphicsEllipseItem(-5, -5, 10, 10)
    point.setFlag(QGraphicsEllipseItem.GraphicsItemFlag.ItemIgnoresTransformations)
    point.setBrush(QColor("white"))
    point.setPos(30.5, 60.5)
    canvas.add_item(point)
    for zoom in (1, 16):
        look_at(canvas, 30.5, 60.5, zoom)
        rows, columns = np.nonzero((pixels(canvas) == 255).all(axis=2))
        inner = (abs(rows - 150) < 20) & (abs(columns - 200) < 20)
        assert 7 <= np.ptp(columns[inner]) + 1 <= 11
        assert (rows[inner].mean(), columns[inner].mean()) == pytest.approx((149.5, 199.5), abs=1)


@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_F, Qt.Key.Key_Space, Qt.Key.Key_1])
def test_keys_are_left_to_the_window(with_photo: ImageCanvas, key: Qt.Key) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, NO_MODIFIER)
    before = with_photo.view
    QApplication.sendEvent(with_photo, event)
    assert not event.isAccepted()
    assert with_photo.view == before


def test_the_canvas_can_be_reached_and_named_without_a_mouse(canvas: ImageCanvas) -> None:
    assert canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert canvas.accessibleName() == "Photo"
    assert canvas.accessibleDescription()
    without = pixels(canvas)
    QApplication.sendEvent(canvas, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    accent = canvas.palette().color(QPalette.ColorRole.Highlight).getRgb()[:3]
    assert (pixels(canvas)[0] == accent).all()
    QApplication.sendEvent(canvas, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    assert np.array_equal(pixels(canvas), without)


def test_files_dropped_on_the_canvas_are_left_to_the_window(canvas: ImageCanvas) -> None:
    assert not canvas.acceptDrops()
    assert not canvas.viewport().acceptDrops()
