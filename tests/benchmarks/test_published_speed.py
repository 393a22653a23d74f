"""The published networks against their own eager calls, turn by turn in one run, in processor time of one thread.

Weights are seeded random numbers: the arithmetic is the same. Run: python -m pytest tests/benchmarks/test_published_speed.py
"""

from __future__ import annotations

import copy
import dataclasses
import os
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from PIL import Image
from torchvision.models import segmentation

from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.engine import Engine
from core.fcn.config import UNIT_GAINS, ReadOut
from core.fcn.kernels import bilinear_kernel
from core.fcn.paper import BLOCKS, PaperFcn
from core.fcn.protocol import FcnNetwork
from core.fcn.published import DilatedFcnConfig, PaperFcnConfig
from core.fcn.run import LoadedFcn, read_out, run_scores
from core.features import FeatureCache
from core.folding import made_ready
from core.image import ImageDocument, from_array
from core.labels import COCO, VOC
from core.maskrcnn.gathering import gather
from core.maskrcnn.run import LoadedMaskRcnn, run_detection
from core.maskrcnn.scene import make_instance_scene
from core.samples import load_sample
from tests.benchmarks.timing import processor_seconds_of, record_ratio_of_seconds
from tests.fcn_networks import net_with, random_state
from tests.telling_networks import telling_mask_rcnn

CPU = torch.device("cpu")
ROUNDS = int(os.environ.get("BENCHMARK_ROUNDS", "3"))
BACKGROUNDS = {"some objects": 7.0, "100 objects": 5.0}


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def photo() -> ImageDocument:
    rgb = np.asarray(Image.fromarray(np.asarray(load_sample("astronaut").rgb)).resize((640, 480), Image.Resampling.BICUBIC))
    return from_array(rgb, name="astronaut, 640 x 480")


def record(benchmark: Any, ours: Callable[[], object], reference: Callable[[], object], target: float) -> None:
    @torch.inference_mode()
    def inferring(work: Callable[[], object]) -> float:
        return processor_seconds_of(work)

    record_ratio_of_seconds(benchmark, lambda: inferring(ours), lambda: inferring(reference), target=target, rounds=ROUNDS)


@pytest.mark.parametrize("objects", BACKGROUNDS)
def test_maskrcnn_resnet50_fpn(benchmark: Any, photo: ImageDocument, objects: str) -> None:
    """Ours: photo to record, and every mask pasted as the window draws it. Theirs: photo to boxes and pasted masks."""
    image = torch.tensor(photo.rgb).permute(2, 0, 1).float() / 255.0
    theirs = telling_mask_rcnn(image, BACKGROUNDS[objects])
    model = LoadedMaskRcnn("own", "Own", gather(made_ready(copy.deepcopy(theirs))), COCO, "hash", ())

    def ours() -> int:
        run = run_detection(model, photo, CPU, CancelToken(), FeatureCache(0))
        make_instance_scene(run)
        return len(run)

    record(benchmark, ours, lambda: theirs([image]), 0.8)
    benchmark.extra_info.update(objects=ours(), proposals=1000)


def segment(net: FcnNetwork, photo: ImageDocument, stride: ReadOut) -> Callable[[], object]:
    """Photo to class map, as the program does it."""
    model = LoadedFcn("own", "Own", made_ready(net), VOC, "hash", ())

    def work() -> object:
        return read_out(run_scores(model, photo, CPU, CancelToken(), FeatureCache(0)), stride, UNIT_GAINS)

    return work


def test_fcn_resnet50(benchmark: Any, photo: ImageDocument) -> None:
    """Theirs: torchvision's network with its upsampling to the input's size, and the class of every px of that."""
    config = DilatedFcnConfig(50, VOC.names, VOC.name)
    state = random_state(config)
    with torch.device("meta"):
        theirs = segmentation.fcn_resnet50(weights=None, weights_backbone=None).eval()
    theirs.load_state_dict(dict(state), assign=True)
    plain = net_with(config, state)
    size = plain.input_size((photo.height, photo.width))
    record(
        benchmark,
        segment(copy.deepcopy(plain), photo, ReadOut.STRIDE_8),
        lambda: theirs(plain.prepare(photo.rgb, size).pixels)["out"].argmax(1),
        0.85,
    )


def test_fcn8s_on_vgg16(benchmark: Any, photo: ImageDocument) -> None:
    """Theirs: the published layers, one deconvolution for each class of its own (dense ones would cost more)."""
    config = PaperFcnConfig(8, VOC.names, VOC.name)
    plain = net_with(config, random_state(config))
    assert isinstance(plain, PaperFcn)
    size = plain.input_size((photo.height, photo.width))
    theirs = copy.deepcopy(plain)
    record(
        benchmark,
        segment(plain, photo, ReadOut.STRIDE_8),
        lambda: published_classes(theirs, theirs.prepare(photo.rgb, size).pixels, size),
        0.85,
    )


def published_classes(net: Any, pixels: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    """``(H, W)``, layer by layer as the paper's own definition of FCN-8s has them."""
    pools, values = {}, pixels
    for block, (depth, _) in enumerate(BLOCKS, start=1):
        for place in range(1, depth + 1):
            values = F.relu(getattr(net, f"conv{block}_{place}")(values))
        pools[block] = values = F.max_pool2d(values, 2, 2, ceil_mode=True)
    fused = net.score_fr(F.relu(net.fc7(F.relu(net.fc6(values)))))
    for pool, score, crop in ((4, net.score_pool4, 5), (3, net.score_pool3, 9)):
        fused = deconvolved(fused, 2)
        height, width = fused.shape[2:]
        fused = fused + score(pools[pool])[:, :, crop : crop + height, crop : crop + width]
    return deconvolved(fused, 8)[0, :, 31 : 31 + size[0], 31 : 31 + size[1]].argmax(0)


def deconvolved(values: torch.Tensor, factor: int) -> torch.Tensor:
    classes = values.shape[1]
    kernel = torch.from_numpy(bilinear_kernel(factor)).float().expand(classes, 1, -1, -1)
    return F.conv_transpose2d(values, kernel, stride=factor, groups=classes)


def test_the_published_class_map_is_ours(photo: ImageDocument) -> None:
    """That both sides of the ratio compute the same thing."""
    config = PaperFcnConfig(8, VOC.names, VOC.name)
    state = random_state(config)
    state["conv1_1.weight"] /= 64
    net = net_with(config, state)
    assert isinstance(net, PaperFcn)
    size = net.input_size((photo.height, photo.width))
    small = dataclasses.replace(photo, rgb=np.asarray(Image.fromarray(np.asarray(photo.rgb)).resize(size[::-1], Image.Resampling.BILINEAR)))
    with torch.inference_mode():
        expected = published_classes(net, net.prepare(small.rgb, size).pixels, size).numpy()
    found: Any = segment(net, small, ReadOut.STRIDE_8)()
    assert (found.class_map != expected).mean() < 1e-4


def test_starter_maskrcnn(benchmark: Any, photo: ImageDocument) -> None:
    """Seconds of processor time from photo to record, of one thread; two threads take less on a quiet machine."""
    engine = Engine(DeviceChoice.CPU, cache_bytes=0)

    def work() -> int:
        return len(engine.detect(photo, "maskrcnn-starter", CancelToken()))

    objects = work()
    times = [processor_seconds_of(work) for _ in range(7)]
    benchmark.extra_info.update(ours_ms=round(sorted(times)[3] * 1e3, 1), target_ms=400, objects=objects)
    benchmark.pedantic(work, rounds=3)
