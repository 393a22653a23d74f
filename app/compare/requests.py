"""What a comparison asks of the worker: another model's result, and the difference of two class maps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.compare.source import ClassPicture
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.evaluation.difference import Difference, difference
from core.fcn.config import UNIT_GAINS, Gains, ReadOut
from core.fcn.results import FcnScores, Segmentation
from core.image import ImageDocument


class CompareEngine(Protocol):
    """What is asked of core.engine.Engine, on the worker only."""

    def scores(self, document: ImageDocument, model_key: str, token: CancelToken) -> FcnScores: ...

    def read_out(self, scores: FcnScores, stride: ReadOut, gains: Gains) -> Segmentation: ...


EngineOn = Callable[[DeviceChoice], CompareEngine]


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """Another model on the photo, read out at its finest stride, as it was trained."""

    engine_on: EngineOn
    device: DeviceChoice
    document: ImageDocument
    model_key: str

    def __call__(self, token: CancelToken) -> Segmentation:
        engine = self.engine_on(self.device)
        scores = engine.scores(self.document, self.model_key, token)
        token.checkpoint("read-out")
        return engine.read_out(scores, scores.read_outs[-1], UNIT_GAINS)


@dataclass(frozen=True, slots=True, eq=False)
class ComparedPair:
    """Two class maps of one label set, and how they differ."""

    first: ClassPicture
    second: ClassPicture
    difference: Difference


@dataclass(frozen=True, slots=True)
class DifferenceRequest:
    first: ClassPicture
    second: ClassPicture

    def __call__(self, token: CancelToken) -> ComparedPair:
        token.checkpoint("compare")
        found = difference(self.first.class_map, self.second.class_map, len(self.first.label_set))
        return ComparedPair(self.first, self.second, found)
