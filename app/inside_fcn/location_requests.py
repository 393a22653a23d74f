"""What the location-loss meter asks of the worker: the ground truth at every stride, and how the model's read-outs compare with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.inside_fcn.room import EngineOn
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.evaluation.location_loss import LocationLoss, StrideLoss, location_loss
from core.evaluation.semantic import ConfusionMatrix
from core.fcn.config import UNIT_GAINS
from core.fcn.results import FcnScores
from core.truth import GroundTruth

ClassMap = npt.NDArray[np.uint8]

LOST_DARK, LOST_LIGHT = 253, 254
"""Codes of lost pixels in a picture: the two colours of their stripes. No class has them, nor void."""
STRIPES_ACROSS = 160
"""Stripes along the longer side of a photo: as many pixels wide as can be told apart when all of it is in view."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredTruth:
    """``marked[s]`` is the truth down by s and back, ``(H, W)`` uint8, striped where pixels are lost."""

    truth: GroundTruth
    loss: LocationLoss
    marked: Mapping[int, ClassMap]


@dataclass(frozen=True, slots=True, eq=False)
class TruthRequest:
    """Called on the worker."""

    truth: GroundTruth

    def __call__(self, token: CancelToken) -> MeasuredTruth:
        loss = location_loss(self.truth.class_map, len(self.truth.label_set), token)
        return MeasuredTruth(self.truth, loss, {stride: _striped(one) for stride, one in loss.strides.items()})


@dataclass(frozen=True, slots=True, eq=False)
class ModelFigures:
    """``matrices[s]`` counts (true class, class of the read-out at stride s), for the read-outs that the model has."""

    truth: GroundTruth
    scores: FcnScores
    matrices: Mapping[int, ConfusionMatrix]


@dataclass(frozen=True, slots=True, eq=False)
class ModelRequest:
    """Reads out at every stride as the model was trained, with all gains 1. Called on the worker; runs no network."""

    engine_on: EngineOn
    device: DeviceChoice
    truth: GroundTruth
    scores: FcnScores

    def __call__(self, token: CancelToken) -> ModelFigures:
        matrices = {}
        for read_out in self.scores.read_outs:
            token.checkpoint("read-out")
            found = self.engine_on(self.device).read_out(self.scores, read_out, UNIT_GAINS)
            matrix = ConfusionMatrix(len(self.truth.label_set))
            matrix.add(self.truth.class_map, found.class_map)
            matrices[int(read_out)] = matrix
        return ModelFigures(self.truth, self.scores, matrices)


def _striped(loss: StrideLoss) -> ClassMap:
    width = max(round(max(loss.coarse.shape) / STRIPES_ACROSS), 1)
    codes = loss.coarse.copy()
    rows, columns = np.nonzero(loss.lost)
    codes[rows, columns] = LOST_DARK + ((rows + columns) // width % 2).astype(np.uint8)
    codes.flags.writeable = False
    return codes
