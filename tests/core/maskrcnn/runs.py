"""Recorded runs of the tiny network on noise that has shapes in it."""

from __future__ import annotations

import numpy as np
import torch
from torchvision.models.detection import MaskRCNN

from core.cancellation import CancelToken
from core.maskrcnn.rerun import rerun
from core.maskrcnn.results import OWN_POOLERS, DetectionRun, RunFacts, Thresholds
from core.maskrcnn.staged import NetworkHeads, Stages, run_stages
from tests.maskrcnn_networks import TINY_NAMES


def scene(seed: int = 0, height: int = 100, width: int = 140) -> torch.Tensor:
    """``(3, height, width)`` float 0..1: noise with a few flat rectangles."""
    rng = np.random.default_rng(seed)
    pixels = rng.random((3, height, width))
    for _ in range(4):
        y, x = rng.integers(0, height - 10), rng.integers(0, width - 10)
        pixels[:, y : y + int(rng.integers(10, 50)), x : x + int(rng.integers(10, 60))] = rng.random((3, 1, 1))
    return torch.tensor(pixels, dtype=torch.float32)


def as_run(stages: Stages, names: tuple[str, ...] = TINY_NAMES) -> DetectionRun:
    funnel = stages.funnel
    facts = RunFacts("CPU", sum(stages.seconds.values()), (), stages.seconds)
    return DetectionRun(
        "digest", "tiny", names, stages.thresholds, OWN_POOLERS, facts, stages.input, stages.pyramid, stages.levels,
        funnel.candidates, funnel.boxes, funnel.masks, funnel.boxes_image, funnel.labels, funnel.scores,
    )  # fmt: skip


def record(net: MaskRCNN, image: torch.Tensor) -> DetectionRun:
    return as_run(run_stages(net, image, CancelToken()))


def rerun_on(net: MaskRCNN, run: DetectionRun, thresholds: Thresholds) -> DetectionRun:
    return rerun(run, thresholds, NetworkHeads.on_record(net, run.pyramid, run.input.size, CancelToken()))


def set_thresholds(net: MaskRCNN, thresholds: Thresholds) -> MaskRCNN:
    """Tell torchvision's own model to apply these rules."""
    net.rpn._pre_nms_top_n["testing"], net.rpn._post_nms_top_n["testing"] = thresholds.proposals_before_nms, thresholds.proposals_after_nms
    net.rpn.score_thresh, net.rpn.nms_thresh = thresholds.proposal_score, thresholds.proposal_nms
    heads = net.roi_heads
    heads.score_thresh, heads.nms_thresh, heads.detections_per_img = thresholds.score, thresholds.nms, thresholds.detections
    return net
