"""Speed of the FCN on a photo of one megapixel, with the shipped network. Run: pytest tests/benchmarks --benchmark-only"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.engine import Engine
from core.fcn.config import UNIT_GAINS, ReadOut
from core.fcn.fusion import fuse
from core.fcn.network import FcnNet
from core.fcn.preprocess import prepare
from core.fcn.run import LoadedFcn
from core.image import ImageDocument, from_array
from core.samples import load_sample
from tests.benchmarks.timing import processor_seconds_of, record_ratio_of_seconds, seconds_of

MODEL = "fcn-everyday"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(DeviceChoice.CPU, cache_bytes=0)


@pytest.fixture(scope="module")
def photo() -> ImageDocument:
    """The astronaut at 1024 x 1024, so that classes and outlines are those of a photo."""
    return from_array(np.repeat(np.repeat(load_sample("astronaut").rgb, 2, axis=0), 2, axis=1), name="astronaut, doubled")


@pytest.fixture(scope="module")
def loaded(engine: Engine, photo: ImageDocument) -> LoadedFcn:
    engine.scores(photo, MODEL, CancelToken())
    return engine._fcn(MODEL, CancelToken())


@torch.inference_mode()
def forward_and_fuse(net: FcnNet, pixels: torch.Tensor, read_outs: list[ReadOut]) -> list[torch.Tensor]:
    scores = net(pixels)
    return [fuse(scores, read_out) for read_out in read_outs]


def test_three_read_outs_against_one(benchmark: Any, loaded: LoadedFcn, photo: ImageDocument) -> None:
    pixels = prepare(photo.rgb, loaded.net.config).pixels.to(memory_format=torch.channels_last)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # so that this thread's processor time is all of it
    record_ratio_of_seconds(
        benchmark,
        lambda: processor_seconds_of(lambda: forward_and_fuse(loaded.net, pixels, list(ReadOut))),
        lambda: processor_seconds_of(lambda: forward_and_fuse(loaded.net, pixels, [ReadOut.STRIDE_8])),
        target=1.05,
    )
    torch.set_num_threads(threads)


@pytest.mark.parametrize("read_out", list(ReadOut))
def test_switching_the_read_out(benchmark: Any, engine: Engine, photo: ImageDocument, read_out: ReadOut) -> None:
    """Target: 16 ms from cached scores to the class of every pixel of one megapixel."""
    scores = engine.scores(photo, MODEL, CancelToken())
    benchmark.extra_info["target_ms"] = 16
    benchmark(engine.read_out, scores, read_out, UNIT_GAINS)


def test_model_time_of_a_segmentation_against_the_bare_trunk(
    benchmark: Any, engine: Engine, loaded: LoadedFcn, photo: ImageDocument
) -> None:
    """Model time is what a result says of itself: trunk, heads, checks and copies, but not decoding, resizing and colouring."""
    pixels = prepare(photo.rgb, loaded.net.config).pixels.to(memory_format=torch.channels_last)

    @torch.inference_mode()
    def bare_trunk() -> object:
        return loaded.net.trunk(pixels)

    def model_seconds() -> float:
        return engine.scores(photo, MODEL, CancelToken()).facts.seconds

    record_ratio_of_seconds(benchmark, model_seconds, lambda: seconds_of(bare_trunk), target=1.3)
