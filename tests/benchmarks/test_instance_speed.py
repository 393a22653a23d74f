"""100 objects on 12 megapixels: redrawing them, pasting them, and their memory. Run: pytest tests/benchmarks --benchmark-only"""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from app.canvas.image_canvas import ImageCanvas, ImagePoint
from app.canvas.instance_layer import InstanceLayer
from app.canvas.label_image import OverlayStyle
from core.maskrcnn.results import DetectionRun
from core.maskrcnn.scene import InstanceScene, make_instance_scene
from tests.core.maskrcnn.scripted import crowded_run

HEIGHT, WIDTH = 3000, 4000
WINDOW = (1400, 900)
FRAME_MS = 16
MEGABYTES = 300
ZOOMS = {"fit": None, "70 %": 0.7, "100 %": 1.0, "800 %": 8.0}


@pytest.fixture(scope="module")
def run() -> DetectionRun:
    return crowded_run(100, (HEIGHT, WIDTH))


@pytest.fixture(scope="module")
def scene(run: DetectionRun) -> InstanceScene:
    return make_instance_scene(run)


@pytest.fixture(scope="module")
def photo() -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)


@pytest.fixture(params=list(ZOOMS))
def canvas(request: pytest.FixtureRequest, qtbot: QtBot, photo: NDArray[np.uint8], scene: InstanceScene) -> ImageCanvas:
    canvas = ImageCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(*WINDOW)
    canvas.show()
    canvas.set_photo(photo)
    zoom = ZOOMS[request.param]
    if zoom is not None:
        canvas.set_zoom(zoom)
    layer_of(canvas).set_opacity(0.6)
    layer_of(canvas).set_scene(scene)
    canvas.viewport().repaint()
    return canvas


def layer_of(canvas: ImageCanvas) -> InstanceLayer:
    layer = canvas.layer("instances")
    assert isinstance(layer, InstanceLayer)
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


def test_panning(benchmark: Any, canvas: ImageCanvas) -> None:
    centre, zoom = canvas.view.centre, canvas.zoom
    measure(benchmark, canvas, lambda step: canvas.set_view(ImagePoint(centre.x + step * 3 / zoom, centre.y), zoom))


def test_another_opacity(benchmark: Any, canvas: ImageCanvas) -> None:
    measure(benchmark, canvas, lambda step: layer_of(canvas).set_opacity(0.2 + step / 100))


def test_choosing_an_object(benchmark: Any, canvas: ImageCanvas) -> None:
    measure(benchmark, canvas, lambda step: layer_of(canvas).set_emphasis(step % 100))


def test_another_style(benchmark: Any, canvas: ImageCanvas) -> None:
    measure(benchmark, canvas, lambda step: layer_of(canvas).set_style(list(OverlayStyle)[step % 2]))


def test_another_scene(benchmark: Any, canvas: ImageCanvas, scene: InstanceScene) -> None:
    """What a threshold that is dragged brings."""
    measure(benchmark, canvas, lambda _: layer_of(canvas).set_scene(scene))


def test_pasting_a_scene(benchmark: Any, run: DetectionRun) -> None:
    benchmark.pedantic(partial(make_instance_scene, run), rounds=3)


def test_pasting_a_scene_again(benchmark: Any, run: DetectionRun, scene: InstanceScene) -> None:
    """After a threshold changed: most masks are the same."""
    benchmark.pedantic(partial(make_instance_scene, run, before=scene), rounds=5)


SCENE_OF_A_LARGE_PHOTO = """
import torch
from core.maskrcnn import paste
from core.maskrcnn.scene import make_instance_scene
from tests.core.maskrcnn.scripted import crowded_run
torch.set_num_threads(1)
run = crowded_run(100, (3000, 4000), whole={whole})
def kilobytes(name):
    return int(next(line for line in open("/proc/self/status") if line.startswith(name)).split()[1])
before = kilobytes("VmRSS")
scene = make_instance_scene(run)
assert len(scene) == 100 and scene.ids.any()
print((kilobytes("VmHWM") - before) / 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("whole", [False, True], ids=["apart", "each as large as the photo"])
def test_the_memory_of_a_scene(whole: bool) -> None:
    done = subprocess.run([sys.executable, "-c", SCENE_OF_A_LARGE_PHOTO.format(whole=whole)], capture_output=True, text=True, check=True)
    assert float(done.stdout) < MEGABYTES
