"""What a comparison asks of the worker: another model's result, and the difference of two class maps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.compare.source import ClassPicture, ObjectPicture, Picture
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.evaluation.common_classes import known_to, painted_as
from core.evaluation.difference import Difference, difference
from core.fcn.config import UNIT_GAINS, Gains, ReadOut
from core.fcn.results import FcnScores, Segmentation
from core.image import ImageDocument
from core.labels import VOC, LabelSet


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
    """Two pictures, and how their class maps of ``label_set`` differ."""

    first: Picture
    second: Picture
    label_set: LabelSet
    difference: Difference

    def is_of(self, first: Picture, second: Picture) -> bool:
        return self.first.ids is first.ids and self.second.ids is second.ids

    @property
    def has_objects(self) -> bool:
        return any(isinstance(picture, ObjectPicture) for picture in (self.first, self.second))


@dataclass(frozen=True, slots=True)
class DifferenceRequest:
    """Objects are painted as classes of the other's label set; a class that only one of the two knows is void to both."""

    first: Picture
    second: Picture

    def __call__(self, token: CancelToken) -> ComparedPair:
        token.checkpoint("compare")
        label_set = next((one.label_set for one in (self.first, self.second) if isinstance(one, ClassPicture)), VOC)
        first, second = _as_classes(self.first, self.second, label_set), _as_classes(self.second, self.first, label_set)
        token.checkpoint("count")
        return ComparedPair(self.first, self.second, label_set, difference(first, second, len(label_set)))


def _as_classes(picture: Picture, other: Picture, label_set: LabelSet) -> npt.NDArray[np.uint8]:
    if isinstance(picture, ObjectPicture):
        return painted_as(picture.ids, picture.scene.names, label_set)
    return known_to(picture.class_map, label_set, other.label_names) if isinstance(other, ObjectPicture) else picture.class_map
