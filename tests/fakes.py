"""Fakes: small real classes with the engine's methods, for tests of the window that need no network."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from core.badges import Badge
from core.cancellation import CancelToken
from core.catalog import MODELS, ModelRow, find_model
from core.devices import DeviceChoice, resolve
from core.errors import Cancelled, InputError
from core.fcn.config import STREAM_STRIDES, UNIT_GAINS, Gains, ReadOut
from core.fcn.results import FcnScores, RunFacts, Segmentation
from core.features import FeatureCache, FeaturePyramid
from core.geometry import Axis1d, PlaneMap
from core.image import ImageDocument
from core.labels import LabelSet
from core.maskrcnn.results import OWN_POOLERS, DetectionRun, Poolers, Thresholds

if TYPE_CHECKING:
    from core.fcn.receptive_field import ReceptiveField
    from core.maskrcnn.mask_head import HeadLayer
    from core.maskrcnn.run import LoadedMaskRcnn

IDENTITY_PLANE = PlaneMap(Axis1d(1.0), Axis1d(1.0))


def cells(length: int, stride: int) -> int:
    """How many cells of ``stride`` pixels cover ``length`` pixels."""
    return -(-length // stride)


def block_scores(document: ImageDocument, classes: int, stride: int) -> np.ndarray:
    """``(K, h, w)`` float32: the winner of a cell depends on the photo's brightness there, so photos differ, and so do strides."""
    rows, columns = cells(document.height, stride), cells(document.width, stride)
    y = np.minimum(np.arange(rows) * stride + stride // 2, document.height - 1)
    x = np.minimum(np.arange(columns) * stride + stride // 2, document.width - 1)
    brightness = document.rgb[y][:, x].mean(axis=2)
    winner = (brightness * classes / 256).astype(int)
    scores = np.zeros((classes, rows, columns), np.float32)
    np.put_along_axis(scores, winner[None], 4.0, axis=0)
    scores.flags.writeable = False
    return scores


def ramp_pyramid(document: ImageDocument) -> FeaturePyramid:
    """``C2`` to ``C5`` of a photo at its own size: channels ``x``, ``y`` and ``sin(x) * y`` of each cell's index."""
    levels, strides = {}, {f"C{level}": 2**level for level in range(2, 6)}
    for name, stride in strides.items():
        y, x = np.mgrid[: cells(document.height, stride), : cells(document.width, stride)].astype(np.float32)
        levels[name] = np.stack((x, y, np.sin(x) * y))
        levels[name].flags.writeable = False
    return FeaturePyramid(levels, strides, (document.height, document.width), IDENTITY_PLANE)


@cache
def tiny_model() -> LoadedMaskRcnn:
    """Imports torch, which may take longer than a test waits for a run: call it before."""
    from core.maskrcnn.run import LoadedMaskRcnn
    from tests.maskrcnn_networks import TINY_NAMES, tiny_maskrcnn

    return LoadedMaskRcnn("tiny", "Tiny", tiny_maskrcnn(), LabelSet("Tiny", TINY_NAMES), "no file", (Badge.UNTRAINED,))


@dataclass
class FakeEngine:
    """Deterministic: the read-out at a stride is that stride's own block scores, nearest neighbour.

    ``gate`` blocks ``scores`` after its stage "trunk" until it is set; ``entered`` is set when it waits there. ``failure`` is raised
    instead of a result. ``runs`` and ``detections`` count; ``detect_failure`` is raised instead of a detection. ``streams``: the strides
    that its network scores.
    """

    device: DeviceChoice = DeviceChoice.AUTO
    gate: threading.Event = field(default_factory=threading.Event)
    entered: threading.Event = field(default_factory=threading.Event)
    failure: Exception | None = None
    read_out_failure: Exception | None = None
    badges: tuple[Badge, ...] = (Badge.STARTER,)
    threads: set[str] = field(default_factory=set)
    runs: list[tuple[str, str]] = field(default_factory=list)
    detect_failure: Exception | None = None
    detections: list[tuple[str, str]] = field(default_factory=list)
    rows: Sequence[ModelRow] = MODELS
    streams: tuple[int, ...] = STREAM_STRIDES

    def __post_init__(self) -> None:
        self.gate.set()

    def set_rows(self, rows: Sequence[ModelRow]) -> None:
        self.rows = rows

    def scores(self, document: ImageDocument, model_key: str, token: CancelToken) -> FcnScores:
        self.threads.add(threading.current_thread().name)
        self.runs.append((document.name, model_key))
        for stage in ("weights", "input", "trunk"):
            token.checkpoint(stage)
        self.entered.set()
        self.gate.wait()
        token.checkpoint("heads")
        if self.failure is not None:
            raise self.failure
        labels = find_model(model_key, self.rows).label_set
        scores = {stride: block_scores(document, len(labels), stride) * (stride in self.streams) for stride in STREAM_STRIDES}
        facts = RunFacts("CPU", 0.25, self.badges, (document.height, document.width))
        size = (document.height, document.width)
        return FcnScores(scores, IDENTITY_PLANE, size, document.digest, model_key, labels, facts, streams=self.streams)

    def pyramid(self, document: ImageDocument, model_key: str, token: CancelToken) -> FeaturePyramid:
        """Levels C2 to C5: a ramp to the right, one down and their product, in 3 channels."""
        self.threads.add(threading.current_thread().name)
        self.runs.append((document.name, f"{model_key} pyramid"))
        token.checkpoint("trunk")
        if self.failure is not None:
            raise self.failure
        return ramp_pyramid(document)

    def receptive_fields(self, pyramid: FeaturePyramid, model_key: str, token: CancelToken) -> dict[str, ReceptiveField]:  # noqa: ARG002
        """Every cell sees its own pixels and one stride around them."""
        from core.fcn.receptive_field import ReceptiveField, Seen

        axes = {name: Seen(Axis1d(stride, -stride), Axis1d(stride, 2 * stride)) for name, stride in pyramid.strides.items()}
        return {name: ReceptiveField(axis, axis) for name, axis in axes.items()}

    def effective_field(
        self,
        document: ImageDocument,
        pyramid: FeaturePyramid,
        model_key: str,
        level: str,
        cell: tuple[int, int],
        token: CancelToken,
    ) -> np.ndarray:
        """1 within the cell, 0 elsewhere."""
        self.runs.append((document.name, f"{model_key} gradient"))
        token.checkpoint("trunk")
        if self.failure is not None:
            raise self.failure
        field, stride = np.zeros(pyramid.input_size, np.float32), pyramid.strides[level]
        row, column = (index * stride for index in cell)
        field[row : row + stride, column : column + stride] = 1
        return field

    def mask_deconvolution(self, key: str, token: CancelToken) -> np.ndarray:  # noqa: ARG002
        from core.maskrcnn.mask_head import deconvolution_kernels

        token.checkpoint("weights")

        return deconvolution_kernels(tiny_model().net)

    def detect(
        self,
        document: ImageDocument,
        model_key: str,
        token: CancelToken,
        thresholds: Thresholds | None = None,
        poolers: Poolers | None = None,
    ) -> DetectionRun:
        """What a tiny real network with random weights finds."""
        from core.maskrcnn.run import run_detection

        self._detecting()
        self.detections.append((document.name, model_key))
        run = run_detection(tiny_model(), document, resolve(DeviceChoice.CPU), token, FeatureCache(0), poolers or OWN_POOLERS)
        run = replace(run, model_key=model_key)
        return run if thresholds is None else self.rerun(run, thresholds, token)

    def maskrcnn(self, key: str, token: CancelToken) -> LoadedMaskRcnn:  # noqa: ARG002
        return tiny_model()

    def rerun(self, run: DetectionRun, thresholds: Thresholds, token: CancelToken) -> DetectionRun:
        from core.maskrcnn.run import rerun_detection

        self._detecting()
        if not run.pyramid.levels:  # a scripted run has no network behind it: its answer never comes
            raise Cancelled("rerun")
        return rerun_detection(tiny_model(), run, thresholds, token)

    def transplant(self, run: DetectionRun, poolers: Poolers, token: CancelToken) -> DetectionRun:
        from core.maskrcnn.run import transplant_poolers

        self._detecting()
        return transplant_poolers(tiny_model(), run, poolers, token)

    def mask_head_layers(self, run: DetectionRun, detection: int, token: CancelToken) -> tuple[HeadLayer, ...]:
        from core.maskrcnn.mask_head import mask_head_layers

        self._detecting()
        token.checkpoint("mask head")
        return mask_head_layers(tiny_model().net, run, detection)

    def box_scores(self, key: str, pooled: np.ndarray, token: CancelToken) -> np.ndarray:
        from core.maskrcnn.pooled_heads import box_scores

        assert key
        self.threads.add(threading.current_thread().name)
        token.checkpoint("box head")
        return box_scores(tiny_model().net, pooled)

    def mask_probabilities(self, key: str, pooled: np.ndarray, label: int, token: CancelToken) -> np.ndarray:
        from core.maskrcnn.pooled_heads import mask_probabilities

        assert key
        self.threads.add(threading.current_thread().name)
        token.checkpoint("mask head")
        return mask_probabilities(tiny_model().net, pooled, label)

    def _detecting(self) -> None:
        self.threads.add(threading.current_thread().name)
        if self.detect_failure is not None:
            raise self.detect_failure

    def read_out(self, scores: FcnScores, stride: ReadOut, gains: Gains = UNIT_GAINS) -> Segmentation:
        self.threads.add(threading.current_thread().name)
        if self.read_out_failure is not None:
            raise self.read_out_failure
        if stride not in scores.read_outs:
            raise InputError("{model} has no read-out FCN-{stride}s.", model=scores.model_key, stride=int(stride))
        fused = scores.scores[stride]
        winners = fused.argmax(axis=0).astype(np.uint8)
        height, width = scores.image_size
        class_map = winners.repeat(stride, axis=0).repeat(stride, axis=1)[:height, :width].copy()
        class_map.flags.writeable = False
        return Segmentation(class_map, scores, stride, gains, fused)


@dataclass
class FakeMaker:
    """Hands out one FakeEngine and counts how often; ``there`` is what the machine is said to have."""

    engine: FakeEngine = field(default_factory=FakeEngine)
    there: frozenset[DeviceChoice] = frozenset({DeviceChoice.AUTO, DeviceChoice.CPU})
    made: int = 0

    def prepare(self) -> None:
        """Nothing is slow to import."""

    def devices(self) -> frozenset[DeviceChoice]:
        return self.there

    def make(self) -> FakeEngine:
        self.made += 1
        return self.engine
