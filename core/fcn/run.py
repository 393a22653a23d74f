"""Running an FCN: from weight file to network, from photo to pyramid and score maps, from scores to classes."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from core.badges import Badge
from core.cancellation import CancelToken, cancellable
from core.devices import Attempt, describe, run_with_fallback, runs_half
from core.errors import InvalidOutput, WeightsError
from core.fcn.config import STREAM_STRIDES, FcnConfig, Gains, ReadOut
from core.fcn.fusion import fuse
from core.fcn.network import FcnNet
from core.fcn.preprocess import NetworkInput, prepare
from core.fcn.readout import classes_at_pixels, logits_at_pixels
from core.fcn.results import FcnScores, RunFacts, Segmentation
from core.features import FeatureCache, FeatureKey, FeaturePyramid
from core.image import ImageDocument
from core.labels import LabelSet
from core.weights.reading import load_checked, read_blob


@dataclass(frozen=True, slots=True, eq=False)
class LoadedFcn:
    """A network ready to run: ``net`` is in evaluation mode, float32, channels_last, on the CPU until a run moves it."""

    key: str
    title: str
    net: FcnNet
    label_set: LabelSet
    weights_hash: str
    badges: tuple[Badge, ...]


def load_fcn(path: Path, sha256: str | None, *, key: str, title: str, label_set: LabelSet, badges: tuple[Badge, ...]) -> LoadedFcn:
    """Read, check and build. Raises WeightsError or WeightsMissing; an earlier model is never touched."""
    blob = read_blob(path, sha256=sha256)
    config = FcnConfig.from_metadata(blob.metadata, source=path.name)
    if config.num_classes != len(label_set):
        raise WeightsError(
            "The weight file {path} has {given} classes, {label_set} has {wanted}; choose a file made for it.",
            path=path, given=config.num_classes, label_set=label_set.name, wanted=len(label_set),
        )  # fmt: skip
    net = FcnNet(config)
    net.load_state_dict(load_checked(blob, net.state_dict()))
    net = net.eval().to(memory_format=torch.channels_last)
    return LoadedFcn(key, title, net, label_set, blob.sha256, badges)


def run_scores(
    model: LoadedFcn, document: ImageDocument, device: torch.device, token: CancelToken, cache: FeatureCache
) -> FcnScores:
    """Score maps of ``document`` from one pass of the trunk, or from its cached pyramid.

    When memory runs out, a smaller input is tried, then the CPU; the result's badges say so. Raises Cancelled, DeviceError, and
    InvalidOutput when a score is NaN or infinite.
    """
    return run_with_fallback(device, lambda attempt: _attempt_scores(model, document, attempt, token, cache), what=model.title)


def run_pyramid(
    model: LoadedFcn, document: ImageDocument, device: torch.device, token: CancelToken, cache: FeatureCache
) -> FeaturePyramid:
    """The trunk's pyramid C1 to C5, from the cache when it is there."""

    def attempt_pyramid(attempt: Attempt) -> FeaturePyramid:
        key, given = _input(model, document, attempt, token)
        cached = cache.get(key)
        if cached is not None:
            return cached
        levels, _ = _forward(model, given, attempt, token)
        return _keep_pyramid(key, levels, given, cache)

    return run_with_fallback(device, attempt_pyramid, what=model.title)


def _input(model: LoadedFcn, document: ImageDocument, attempt: Attempt, token: CancelToken) -> tuple[FeatureKey, NetworkInput]:
    token.checkpoint("input")
    longest = max(round(model.net.config.longest_side * attempt.input_factor), 32)
    given = prepare(document.rgb, model.net.config, longest_side=longest)
    return FeatureKey(document.digest, model.weights_hash, given.padded_size), given


def _attempt_scores(
    model: LoadedFcn, document: ImageDocument, attempt: Attempt, token: CancelToken, cache: FeatureCache
) -> FcnScores:
    key, given = _input(model, document, attempt, token)
    started = time.perf_counter()
    cached = cache.get(key)
    if cached is None:
        levels, scores = _forward(model, given, attempt, token)
        _keep_pyramid(key, levels, given, cache)
    else:
        token.checkpoint("heads")
        scores = _heads_on(model, cached, attempt)
    arrays = {stride: _array(score) for stride, score in scores.items()}
    seconds = time.perf_counter() - started
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise InvalidOutput(
            "{model} gave invalid numbers for {name}; run 'halfpixel models' to check its weight file, or choose another model.",
            model=model.title, name=document.name,
        )  # fmt: skip
    facts = RunFacts(describe(attempt.device), seconds, model.badges + attempt.badges, given.padded_size)
    size = (document.rgb.shape[0], document.rgb.shape[1])
    biases = {stride: _array(bias.detach().clone()[None]) for stride, bias in model.net.score_biases().items()}
    return FcnScores(arrays, given.to_image, size, document.digest, model.key, model.label_set, facts, biases)


@torch.inference_mode()
def _forward(
    model: LoadedFcn, given: NetworkInput, attempt: Attempt, token: CancelToken
) -> tuple[dict[int, torch.Tensor], dict[int, torch.Tensor]]:
    """Stride -> features and stride -> scores, both ``(1, C, h, w)`` on the attempt's device."""
    device = attempt.device
    net = model.net.to(device)
    pixels = given.pixels.to(device, memory_format=torch.channels_last)
    with torch.autocast(device.type, torch.float16, enabled=runs_half(device)):
        token.checkpoint("trunk")
        with cancellable(net.trunk, token, "trunk"):
            levels = net.pyramid(pixels)
        token.checkpoint("heads")
        return levels, net.scores(levels)


@torch.inference_mode()
def _heads_on(model: LoadedFcn, pyramid: FeaturePyramid, attempt: Attempt) -> dict[int, torch.Tensor]:
    by_stride = {stride: pyramid.levels[name] for name, stride in pyramid.strides.items()}
    features = {stride: torch.tensor(by_stride[stride], device=attempt.device)[None] for stride in STREAM_STRIDES}
    return model.net.to(attempt.device).scores(features)


def _keep_pyramid(key: FeatureKey, levels: Mapping[int, torch.Tensor], given: NetworkInput, cache: FeatureCache) -> FeaturePyramid:
    names = {stride: f"C{stride.bit_length() - 1}" for stride in levels}
    pyramid = FeaturePyramid(
        {names[stride]: _array(level) for stride, level in levels.items()},
        {names[stride]: stride for stride in levels},
        given.padded_size,
        given.to_image,
    )
    cache.put(key, pyramid)
    return pyramid


def _array(tensor: torch.Tensor) -> npt.NDArray[np.float32]:
    """The first of a batch, ``(1, ...)`` on any device, as a read-only float32 array ``(...)``."""
    array = np.ascontiguousarray(tensor[0].float().cpu().numpy())
    array.flags.writeable = False
    return array


@torch.inference_mode()
def read_out(scores: FcnScores, stride: ReadOut, gains: Gains) -> Segmentation:
    """Fuse cached scores and find the class of every image pixel; no network runs."""
    tensors = {s: torch.tensor(scores.scores[s])[None] for s in STREAM_STRIDES}
    fused = fuse(tensors, stride, gains)[0]
    cells = scores.cell_to_image(stride)
    class_map = classes_at_pixels(fused, (cells.x, cells.y), scores.image_size).numpy()
    class_map.flags.writeable = False
    return Segmentation(class_map, scores, stride, gains, _array(fused[None]))


@torch.inference_mode()
def probabilities(segmentation: Segmentation) -> npt.NDArray[np.float32]:
    """Softmax over the classes at every image pixel, ``(K, H, W)`` float32: 4 * K * H * W bytes."""
    cells = segmentation.scores.cell_to_image(segmentation.read_out)
    logits = logits_at_pixels(torch.tensor(segmentation.fused), (cells.x, cells.y), segmentation.scores.image_size)
    return np.asarray(torch.softmax(logits, dim=0).numpy())
