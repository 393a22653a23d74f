"""Re-runs of Mask R-CNN from a record with 1,000 proposals, and the memory of pasting. Run: pytest tests/benchmarks --benchmark-only"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

import pytest
from torchvision.models.detection import MaskRCNN

from core.cancellation import CancelToken
from core.geometry import Box
from core.maskrcnn.fate import Follower
from core.maskrcnn.rerun import rerun
from core.maskrcnn.results import DetectionRun, Thresholds
from core.maskrcnn.staged import NetworkHeads
from tests.core.maskrcnn.runs import record, scene
from tests.maskrcnn_networks import tiny_maskrcnn, tiny_maskrcnn_config

TARGET_MS = 16.0
MEGABYTES = 300

CHANGES: dict[str, dict[str, float | int]] = {
    "score": {"score": 0.35}, "nms": {"score": 0.35, "nms": 0.3}, "mask": {"mask": 0.7}, "detections": {"detections": 50},
    "proposal_nms": {"score": 0.35, "proposal_nms": 0.6}, "proposals_after_nms": {"score": 0.35, "proposals_after_nms": 500},
    "proposals_before_nms": {"score": 0.35, "proposals_before_nms": 900},
}  # fmt: skip


@pytest.fixture(scope="module")
def net() -> MaskRCNN:
    config = replace(tiny_maskrcnn_config(), min_size=320, max_size=480, proposals_before_nms=1000, proposals_after_nms=1000)
    return tiny_maskrcnn(config)


@pytest.fixture(scope="module")
def run(net: MaskRCNN) -> DetectionRun:
    run = record(net, scene(0, 320, 427))
    assert len(run.boxes) == 1000
    return run


@pytest.mark.parametrize("change", CHANGES)
def test_a_rerun_of_a_thousand_proposals(benchmark: Any, net: MaskRCNN, run: DetectionRun, change: str) -> None:
    """What a slider does, once the heads have seen what it asks for. A random network scores everything alike: its worst case."""
    heads = NetworkHeads.on_record(net, run.pyramid, run.input.size, CancelToken())
    thresholds: Thresholds = replace(run.thresholds, **CHANGES[change])
    known = replace(rerun(run, thresholds, heads), thresholds=run.thresholds, candidates=run.candidates)
    benchmark.extra_info["target_ms"] = TARGET_MS
    benchmark.pedantic(partial(rerun, known, thresholds, heads), rounds=15, warmup_rounds=2)


def test_the_fate_of_a_dragged_box(benchmark: Any, run: DetectionRun) -> None:
    """What each step of a drag asks of a record with 1,000 proposals."""
    follower, steps = Follower(run), count()
    benchmark.extra_info["target_ms"] = TARGET_MS
    benchmark(lambda: follower.fate_of(Box(60 + next(steps) % 100, 50, 250, 200)))


PASTE_IN_A_LARGE_PHOTO = """
import numpy as np
import torch
from dataclasses import replace
from core.maskrcnn.paste import instance_map
from core.maskrcnn.results import PasteRule, Thresholds
from tests.core.maskrcnn.scripted import Anchor, scripted_run
torch.set_num_threads(1)
corner = np.random.default_rng(0).uniform(0, 150, (100, 2))
boxes = [*[(x, y, x + 90, y + 60) for x, y in corner[:99]], (0, 0, 300, 200)]
run = scripted_run({{"P2": [Anchor(box, 0.9 - index / 200, (0.9, 0.0)) for index, box in enumerate(boxes)]}},
                   Thresholds(proposal_nms=1.0, nms=1.0))
scale = np.float32(4000 / 600)
large = replace(run, input=replace(run.input, image_size=(2667, 4000)), boxes_image=run.boxes_image * scale)
def kilobytes(name):
    return int(next(line for line in open("/proc/self/status") if line.startswith(name)).split()[1])
before = kilobytes("VmRSS")
ids = instance_map(large, PasteRule.{rule})
assert ids.shape == (2667, 4000) and len(large) == 100 and len(np.unique(ids)) > 30
print((kilobytes("VmHWM") - before) / 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("rule", ["TORCHVISION", "DETECTRON2"])
def test_pasting_into_a_large_photo_adds_little_memory(rule: str) -> None:
    done = subprocess.run([sys.executable, "-c", PASTE_IN_A_LARGE_PHOTO.format(rule=rule)], capture_output=True, text=True, check=True)
    assert float(done.stdout) < MEGABYTES
