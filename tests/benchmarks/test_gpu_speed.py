"""On a GPU: its precision against the CPU's, and a folder's throughput. Run: pytest tests/benchmarks/test_gpu_speed.py --benchmark-only

Without one all is skipped. ``HALFPIXEL_GPU=cpu`` puts the CPU in its place, which tries this file and says nothing of a GPU. What follows
a drag is computed on the CPU whatever there is: test_lab_speed.py.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.engine import Engine
from core.image import load_image
from core.samples import load_sample
from tests.benchmarks.test_batch_speed import MODELS, bare_forward, photos_in, segmenting
from tests.benchmarks.timing import record_ratio
from tests.core.test_half_precision import BOX_PX, EQUAL_PIXELS, SCORE

DEVICE = DeviceChoice(os.environ.get("HALFPIXEL_GPU", "cuda"))
PHOTOS = 480
pytestmark = [
    pytest.mark.skipif(DEVICE is DeviceChoice.CUDA and not torch.cuda.is_available(), reason="needs CUDA"),
    pytest.mark.timeout(3600),
]


def test_classes_in_half_precision_against_the_cpu(benchmark: Any) -> None:
    photo = load_sample("astronaut")
    here, there = (Engine(device).segment(photo, "fcn-everyday").class_map for device in (DeviceChoice.CPU, DEVICE))
    equal = float((here == there).mean())
    benchmark.extra_info.update(ratio=round(equal, 5), target=EQUAL_PIXELS)
    benchmark.pedantic(lambda: None, rounds=1)  # the figure above is what counts
    assert equal >= EQUAL_PIXELS


def test_objects_against_the_cpu(benchmark: Any) -> None:
    photo, token = load_sample("astronaut"), CancelToken()
    here, there = (Engine(device).detect(photo, "maskrcnn-starter", token) for device in (DeviceChoice.CPU, DEVICE))
    np.testing.assert_array_equal(here.labels, there.labels)
    farthest = float(np.abs(here.boxes_image - there.boxes_image).max()), float(np.abs(here.scores - there.scores).max())
    benchmark.extra_info.update(objects=len(here), box_px=round(farthest[0], 4), score=round(farthest[1], 5))
    benchmark.pedantic(lambda: None, rounds=1)
    assert len(here)
    assert farthest[0] <= BOX_PX
    assert farthest[1] <= SCORE


@pytest.mark.parametrize("model", MODELS)
def test_a_folder_against_the_bare_network(benchmark: Any, tmp_path: Path, model: str) -> None:
    """Seconds of ``segment`` by those of the network on inputs that lie ready in the GPU's memory: at most 1.11.

    That is 0.9 of its photos a second. Two photos are on the GPU at a time; others are read, painted and written meanwhile.
    """
    folder = tmp_path / "photos"
    folder.mkdir()
    photos_in(folder, PHOTOS)
    documents = [load_image(path) for path in sorted(folder.iterdir())]
    segment = segmenting(folder, model, tmp_path / "out", DEVICE.value)
    record_ratio(benchmark, segment, bare_forward(model, documents, ready=True, device=DEVICE.value), target=1.11, rounds=3)
