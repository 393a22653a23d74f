"""Running a Mask R-CNN: from weight file to network, from photo to a record of every stage, and on from a record."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torchvision.models.detection import MaskRCNN
from torchvision.models.detection.transform import GeneralizedRCNNTransform

from core.badges import Badge
from core.cancellation import CancelToken
from core.devices import Attempt, describe, placed, run_with_fallback, sent
from core.errors import InvalidOutput, WeightsError
from core.features import FeatureCache, FeatureKey
from core.folding import made_ready
from core.image import ImageDocument
from core.labels import LabelSet
from core.maskrcnn.build import load_network, read_config
from core.maskrcnn.gathering import gather
from core.maskrcnn.rerun import rerun
from core.maskrcnn.results import OWN_POOLERS, DetectionRun, Floats, Poolers, RunFacts, Thresholds
from core.maskrcnn.staged import NetworkHeads, Stages, run_stages
from core.maskrcnn.stopwatch import Stopwatch
from core.maskrcnn.transplant import forget_heads, shallow, transplanted
from core.weights.reading import read_blob

SMALLEST_INPUT = 32


@dataclass(frozen=True, slots=True, eq=False)
class LoadedMaskRcnn:
    """A network ready to run: ``net`` is made ready for inference, float32, on the CPU until a run moves it."""

    key: str
    title: str
    net: MaskRCNN
    label_set: LabelSet
    weights_hash: str
    badges: tuple[Badge, ...]


def load_maskrcnn(
    path: Path, sha256: str | None, *, key: str, title: str, label_set: LabelSet, badges: tuple[Badge, ...]
) -> LoadedMaskRcnn:
    """Read, check and build. Raises WeightsError or WeightsMissing; an earlier model is never touched."""
    blob = read_blob(path, sha256=sha256)
    config = read_config(blob.metadata, path.name)
    if config.label_names != label_set.names:
        raise WeightsError(
            "The weight file {path} names other classes than {label_set}; choose a file made for it.", path=path, label_set=label_set.name,
        )  # fmt: skip
    return LoadedMaskRcnn(key, title, gather(made_ready(load_network(blob, config))), label_set, blob.sha256, badges)


def run_detection(
    model: LoadedMaskRcnn,
    document: ImageDocument,
    device: torch.device,
    token: CancelToken,
    cache: FeatureCache,
    poolers: Poolers = OWN_POOLERS,
) -> DetectionRun:
    """Every stage of ``document``, from one pass of the trunk or from its cached pyramid.

    When memory runs out, a smaller input is tried, then the CPU; the result's badges say so. Raises Cancelled, DeviceError, InputError
    for poolers that torch lacks, and InvalidOutput when the network's numbers are NaN or infinite.
    """
    return run_with_fallback(device, lambda attempt: _attempt(model, document, attempt, token, cache, poolers), what=model.title)


def rerun_detection(model: LoadedMaskRcnn, run: DetectionRun, thresholds: Thresholds, token: CancelToken) -> DetectionRun:
    """``run`` under other thresholds, without the trunk; its poolers stay.

    Where memory runs out, the CPU is tried, and the result's badges say so. Raises DeviceError, and InvalidOutput when what the heads
    say of boxes that they are first asked about is NaN or infinite.
    """

    def attempt(device: torch.device) -> DetectionRun:
        watch = Stopwatch()
        return rerun(run, thresholds, _heads(model, run, run.poolers, token, device, watch), watch)

    again = _from_record(model, attempt)
    boxes, masks, known = again.boxes.table, again.masks.table, len(run.boxes.table.anchor)
    _check_finite(model, [boxes.logits[known:], boxes.deltas[known:], masks.logits[len(run.masks.table.anchor) :]], "the photo")
    return again


def transplant_poolers(model: LoadedMaskRcnn, run: DetectionRun, poolers: Poolers, token: CancelToken) -> DetectionRun:
    """``run`` read by other pooling operators, without the trunk. Raises InputError for an operator that torch lacks, DeviceError."""
    return _from_record(model, lambda device: _transplanted(model, run, poolers, _heads(model, run, poolers, token, device)))


def _transplanted(model: LoadedMaskRcnn, run: DetectionRun, poolers: Poolers, heads: NetworkHeads) -> DetectionRun:
    forgotten = forget_heads(run, boxes=poolers.box != run.poolers.box)
    badges = tuple(badge for badge in run.facts.badges if badge is not Badge.TRANSPLANTED) + _transplanted_badge(poolers)
    started = time.perf_counter()
    again = rerun(forgotten, run.thresholds, heads)
    spent = {**run.facts.stage_seconds, **heads.seconds}
    facts = replace(run.facts, badges=badges, seconds=time.perf_counter() - started, stage_seconds=spent)
    again = replace(again, poolers=poolers, facts=facts)
    _check_numbers(model, again, "the photo")
    return again


def prepared_image(rgb: npt.NDArray[np.uint8], shortest: int, longest: int) -> torch.Tensor:
    """``rgb`` ``(H, W, 3)`` uint8 as ``(3, h, w)`` float 0..1 for a network whose input has these sides.

    A larger photo is shrunk to the input's size by an antialiased filter, since the network's own plain bilinear sampling would alias;
    a smaller one is left to the network to enlarge.
    """
    height, width = rgb.shape[:2]
    scale = min(shortest / min(height, width), longest / max(height, width))
    if scale < 1:
        size = max(round(width * scale), 1), max(round(height * scale), 1)
        rgb = np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BILINEAR))
    return torch.tensor(rgb).permute(2, 0, 1).float() / 255.0


def _attempt(
    model: LoadedMaskRcnn, document: ImageDocument, attempt: Attempt, token: CancelToken, cache: FeatureCache, poolers: Poolers
) -> DetectionRun:
    token.checkpoint("input")
    net = _with_input(placed(model.net, attempt.device), attempt.input_factor)
    shortest, longest = net.transform.min_size[-1], net.transform.max_size
    image = prepared_image(document.rgb, shortest, longest)
    key = FeatureKey(document.digest, model.weights_hash, (shortest, longest))
    size = (document.rgb.shape[0], document.rgb.shape[1])
    net = transplanted(net, poolers) if poolers.transplanted else net
    stages = run_stages(net, sent(image, attempt.device), token, image_size=size, pyramid=cache.get(key))
    run = _named(model, document, stages, poolers, attempt)
    _check_numbers(model, run, document.name)
    cache.put(key, stages.pyramid)
    return run


def _with_input(net: MaskRCNN, factor: float) -> MaskRCNN:
    """A network that shares everything with ``net`` but shrinks photos by ``factor`` more."""
    if factor == 1.0:
        return net
    twin, given = shallow(net), net.transform
    shortest, longest = (max(round(side * factor), SMALLEST_INPUT) for side in (given.min_size[-1], given.max_size))
    twin.transform = GeneralizedRCNNTransform(shortest, longest, given.image_mean, given.image_std).eval()
    return twin


def _named(model: LoadedMaskRcnn, document: ImageDocument, stages: Stages, poolers: Poolers, attempt: Attempt) -> DetectionRun:
    funnel, badges = stages.funnel, model.badges + attempt.badges + _transplanted_badge(poolers)
    facts = RunFacts(describe(attempt.device), sum(stages.seconds.values()), badges, stages.seconds)
    return DetectionRun(
        document.digest, model.key, model.label_set.names, stages.thresholds, poolers, facts, stages.input, stages.pyramid, stages.levels,
        funnel.candidates, funnel.boxes, funnel.masks, funnel.boxes_image, funnel.labels, funnel.scores,
    )  # fmt: skip


def _transplanted_badge(poolers: Poolers) -> tuple[Badge, ...]:
    return (Badge.TRANSPLANTED,) if poolers.transplanted else ()


def _from_record(model: LoadedMaskRcnn, again: Callable[[torch.device], DetectionRun]) -> DetectionRun:
    """What ``again`` reads on the device where the network lies, or on the CPU when that one's memory runs out."""

    def attempt_again(attempt: Attempt) -> DetectionRun:
        run = again(attempt.device)
        badges = tuple(badge for badge in attempt.badges if badge not in run.facts.badges)
        return replace(run, facts=replace(run.facts, badges=run.facts.badges + badges)) if badges else run

    return run_with_fallback(next(model.net.parameters()).device, attempt_again, what=model.title, reducible=False)


def _heads(
    model: LoadedMaskRcnn, run: DetectionRun, poolers: Poolers, token: CancelToken, device: torch.device, watch: Stopwatch | None = None
) -> NetworkHeads:
    net = placed(model.net, device)
    net = transplanted(net, poolers) if poolers.transplanted else net
    return NetworkHeads.on_record(net, run.pyramid, run.input.size, token, watch)


def _check_numbers(model: LoadedMaskRcnn, run: DetectionRun, name: str) -> None:
    """Raise InvalidOutput on NaN or infinity: a filter drops those silently, and "nothing found" would be false."""
    boxes, masks = run.boxes.table, run.masks.table
    arrays: list[Floats] = [*run.pyramid.levels.values(), boxes.logits, boxes.deltas, masks.logits]
    arrays += [values for level in run.levels for values in (level.objectness, level.deltas)]
    _check_finite(model, arrays, name)


def _check_finite(model: LoadedMaskRcnn, arrays: Sequence[Floats], name: str) -> None:
    if not all(np.isfinite(values).all() for values in arrays):
        raise InvalidOutput(
            "{model} gave invalid numbers for {name}; run 'halfpixel models' to check its weight file, or choose another model.",
            model=model.title, name=name,
        )  # fmt: skip
