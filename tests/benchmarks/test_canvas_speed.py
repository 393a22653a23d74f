"""Redrawing the canvas on a 12-megapixel photo. Run: pytest tests/benchmarks --benchmark-only"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from app.canvas.class_map_layer import ClassMapLayer, OverlayStyle
from app.canvas.image_canvas import ImageCanvas, ImagePoint

HEIGHT, WIDTH = 3000, 4000
WINDOW = (1400, 900)
FRAME_MS = 16

ZOOMS = {"fit": None, "70 %": 0.7, "100 %": 1.0, "800 %": 8.0}


def class_map(period: int) -> NDArray[np.uint8]:
    """Rings of 21 classes, ``period`` pixels wide."""
    y, x = np.ogrid[:HEIGHT, :WIDTH]
    return ((np.hypot(x - WIDTH / 2, y - HEIGHT / 2) // period) % 21).astype(np.uint8)


def colours(seed: int) -> NDArray[np.uint8]:
    table = np.random.default_rng(seed).integers(0, 256, (256, 4), dtype=np.uint8)
    table[:, 3] = 255
    table[0, 3] = 0
    return table


CLASS_MAPS = (class_map(60), class_map(75))
TABLES = (colours(1), colours(2))


@pytest.fixture
def photo() -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)


@pytest.fixture(params=list(ZOOMS))
def canvas(request: pytest.FixtureRequest, qtbot: QtBot, photo: NDArray[np.uint8]) -> ImageCanvas:
    canvas = ImageCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(*WINDOW)
    canvas.show()
    canvas.set_photo(photo)
    zoom = ZOOMS[request.param]
    if zoom is not None:
        canvas.set_zoom(zoom)
    class_map_layer(canvas).set_class_map(CLASS_MAPS[0])
    class_map_layer(canvas).set_table(TABLES[0])
    canvas.viewport().repaint()
    return canvas


def class_map_layer(canvas: ImageCanvas) -> ClassMapLayer:
    layer = canvas.layer("class_map")
    assert isinstance(layer, ClassMapLayer)
    return layer


def measure(benchmark: Any, canvas: ImageCanvas, change: Callable[[int], object]) -> None:
    """Time ``change(step)`` with the paint that shows it; the GUI thread's own time too, which others on the machine do not lengthen."""
    steps = itertools.count(1)
    cpu_ms: list[float] = []

    def redraw() -> None:
        started = time.thread_time()
        change(next(steps))
        canvas.viewport().repaint()
        cpu_ms.append((time.thread_time() - started) * 1e3)

    benchmark.pedantic(redraw, rounds=15, warmup_rounds=2)
    benchmark.extra_info.update(frame_ms=FRAME_MS, cpu_ms=round(statistics.median(cpu_ms), 2))


def test_another_opacity(benchmark: Any, canvas: ImageCanvas) -> None:
    measure(benchmark, canvas, lambda step: class_map_layer(canvas).set_opacity(0.2 + step / 100))


@pytest.mark.parametrize("style", list(OverlayStyle))
def test_other_colours(benchmark: Any, canvas: ImageCanvas, style: OverlayStyle) -> None:
    class_map_layer(canvas).set_style(style)
    measure(benchmark, canvas, lambda step: class_map_layer(canvas).set_table(TABLES[step % 2]))


@pytest.mark.parametrize("style", list(OverlayStyle))
def test_another_read_out(benchmark: Any, canvas: ImageCanvas, style: OverlayStyle) -> None:
    class_map_layer(canvas).set_style(style)
    measure(benchmark, canvas, lambda step: class_map_layer(canvas).set_class_map(CLASS_MAPS[step % 2]))


def test_hiding_and_showing(benchmark: Any, canvas: ImageCanvas) -> None:
    measure(benchmark, canvas, lambda step: canvas.set_overlays_visible(step % 2 == 0))


def test_panning(benchmark: Any, canvas: ImageCanvas) -> None:
    centre, zoom = canvas.view.centre, canvas.zoom
    measure(benchmark, canvas, lambda step: canvas.set_view(ImagePoint(centre.x + step * 3 / zoom, centre.y), zoom))


def test_another_photo(benchmark: Any, canvas: ImageCanvas, photo: NDArray[np.uint8]) -> None:
    """From the array to the screen: copied, averaged when it is fitted, painted. Not within a frame."""
    measure(benchmark, canvas, lambda _: canvas.set_photo(photo, keep_view=True))
