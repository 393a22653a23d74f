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
from core.devices import Attempt, describe, placed, precision, run_with_fallback, sent
from core.errors import InvalidOutput, WeightsError
from core.fcn.build import load_network, read_config
from core.fcn.config import STREAM_STRIDES, Gains, ReadOut
from core.fcn.fusion import fuse
from core.fcn.preprocess import NetworkInput
from core.fcn.protocol import FcnNetwork
from core.fcn.readout import classes_at_pixels, logits_at_pixels
from core.fcn.results import FcnScores, RunFacts, Segmentation
from core.features import FeatureCache, FeatureKey, FeaturePyramid, room_for_levels
from core.folding import made_ready
from core.geometry import Axis1d, PlaneMap
from core.image import ImageDocument
from core.labels import LabelSet
from core.weights.reading import read_blob


@dataclass(frozen=True, slots=True, eq=False)
class LoadedFcn:
    """A network ready to run: ``net`` is made ready for inference, float32, channels_last, on the CPU until a run moves it.

    ``features_hash`` is what its trunk's features depend on: models that share it share cached features.
    """

    key: str
    title: str
    net: FcnNetwork
    label_set: LabelSet
    features_hash: str
    badges: tuple[Badge, ...]


def load_fcn(path: Path, sha256: str | None, *, key: str, title: str, label_set: LabelSet, badges: tuple[Badge, ...]) -> LoadedFcn:
    """Read, check and build. Raises WeightsError or WeightsMissing; an earlier model is never touched."""
    blob = read_blob(path, sha256=sha256)
    config = read_config(blob.metadata, source=path.name)
    if config.num_classes != len(label_set):
        raise WeightsError(
            "The weight file {path} has {given} classes, {label_set} has {wanted}; choose a file made for it.",
            path=path, given=config.num_classes, label_set=label_set.name, wanted=len(label_set),
        )  # fmt: skip
    net = load_network(blob, config)
    features_hash = net.features_hash(blob.sha256)
    return LoadedFcn(key, title, made_ready(net), label_set, features_hash, badges)


def run_scores(model: LoadedFcn, document: ImageDocument, device: torch.device, token: CancelToken, cache: FeatureCache) -> FcnScores:
    """Score maps of ``document`` from one pass of the trunk, or from its cached pyramid.

    When memory runs out, a smaller input is tried, then the CPU; the result's badges say so. Raises Cancelled, DeviceError, and
    InvalidOutput when a score is NaN or infinite.
    """
    return run_with_fallback(device, lambda attempt: _attempt_scores(model, document, attempt, token, cache), what=model.title)


def run_pyramid(model: LoadedFcn, document: ImageDocument, device: torch.device, token: CancelToken, cache: FeatureCache) -> FeaturePyramid:
    """The trunk's pyramid C1 to C5, from the cache when it is there."""

    def attempt_pyramid(attempt: Attempt) -> FeaturePyramid:
        key, given = _input(model, document, attempt, token)
        cached = cache.get(key)
        if cached is not None:
            return cached
        return _keep_pyramid(key, _levels(model, given, attempt, token), model.net, given, cache)

    return run_with_fallback(device, attempt_pyramid, what=model.title)


def _input(model: LoadedFcn, document: ImageDocument, attempt: Attempt, token: CancelToken) -> tuple[FeatureKey, NetworkInput]:
    token.checkpoint("input")
    size = model.net.input_size((document.height, document.width), attempt.input_factor)
    given = model.net.prepare(document.rgb, size)
    return FeatureKey(document.digest, model.features_hash, given.padded_size), given


def _attempt_scores(model: LoadedFcn, document: ImageDocument, attempt: Attempt, token: CancelToken, cache: FeatureCache) -> FcnScores:
    key, given = _input(model, document, attempt, token)
    started = time.perf_counter()
    cached = cache.get(key)
    if cached is None:
        levels = _levels(model, given, attempt, token)
        if cache.limit_bytes:  # else they are copies for nobody
            _keep_pyramid(key, levels, model.net, given, cache)
    else:
        levels = {name: torch.tensor(cached.levels[name], device=attempt.device)[None] for name in model.net.score_levels}
    arrays = _scores(model, levels, attempt, token)
    seconds = time.perf_counter() - started
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise InvalidOutput(
            "{model} gave invalid numbers for {name}; run 'halfpixel models' to check its weight file, or choose another model.",
            model=model.title, name=document.name,
        )  # fmt: skip
    facts = RunFacts(describe(attempt.device), seconds, model.badges + attempt.badges, given.padded_size, given.margin)
    biases = {stride: _array(bias.detach().clone()[None]) for stride, bias in model.net.score_biases().items()}
    return FcnScores(
        arrays, _scores_to_image(model.net, given), (document.height, document.width), document.digest, model.key, model.label_set,
        facts, biases, model.net.streams, model.net.ring,
    )  # fmt: skip


@torch.inference_mode()
def _levels(model: LoadedFcn, given: NetworkInput, attempt: Attempt, token: CancelToken) -> dict[str, torch.Tensor]:
    """Level -> features ``(1, C, h, w)`` on the attempt's device."""
    device = attempt.device
    net = placed(model.net, device)
    pixels = sent(given.pixels.to(memory_format=torch.channels_last), device)
    token.checkpoint("trunk")
    with precision(device), cancellable(net, token, "trunk"):
        return net.pyramid(pixels)


@torch.inference_mode()
def _scores(
    model: LoadedFcn, levels: Mapping[str, torch.Tensor], attempt: Attempt, token: CancelToken
) -> dict[int, npt.NDArray[np.float32]]:
    """Stride -> ``(K, h, w)`` score maps at all three strides; those of streams that the network lacks are zeros."""
    device = attempt.device
    net = placed(model.net, device)
    token.checkpoint("heads")
    with precision(device), cancellable(net, token, "heads"):
        found = {stride: _array(score) for stride, score in net.scores(levels).items()}
    finest = min(found)
    classes, height, width = found[finest].shape
    sides = {stride: (classes, height * finest // stride, width * finest // stride) for stride in STREAM_STRIDES}
    return {stride: found.get(stride, _zeros(sides[stride])) for stride in STREAM_STRIDES}


def _zeros(shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    zeros = np.zeros(shape, np.float32)
    zeros.flags.writeable = False
    return zeros


def _scores_to_image(net: FcnNetwork, given: NetworkInput) -> PlaneMap:
    origin = Axis1d(1.0, net.score_origin)
    return PlaneMap(origin, origin).then(given.to_image)


def _keep_pyramid(
    key: FeatureKey, levels: Mapping[str, torch.Tensor], net: FcnNetwork, given: NetworkInput, cache: FeatureCache
) -> FeaturePyramid:
    arrays = room_for_levels({name: tuple(level.shape[1:]) for name, level in levels.items()})
    for name, level in levels.items():
        torch.from_numpy(arrays[name]).copy_(level[0])
        arrays[name].flags.writeable = False
    pyramid = FeaturePyramid(arrays, dict(net.level_strides), given.padded_size, given.to_image)
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
