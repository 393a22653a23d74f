"""From a box to everything the linked views show: traced and evaluated on the worker, handed back as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.lab.choices import LabChoices, MapChoice, MapKind
from core.cancellation import CancelToken
from core.features import FeaturePyramid, FloatMap
from core.geometry import Box
from core.roi.levels import LevelChoice, choose_level
from core.roi.measures import LargestDifference, TraceMeasures, largest_difference, measure
from core.roi.operators import trace_box
from core.roi.settings import OperatorSettings
from core.roi.trace import SamplingTrace


@dataclass(frozen=True, slots=True, eq=False)
class ShownMap:
    """The one map that is looked at: ``values`` ``(1, h, w)`` float32 of ``level``."""

    level: str
    choice: MapChoice
    values: FloatMap


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One operator's trace of the box, what it makes of all channels ``(C, n, n)`` and of the shown map ``(n, n)``."""

    trace: SamplingTrace
    pooled: FloatMap
    shown: FloatMap
    measures: TraceMeasures

    @property
    def settings(self) -> OperatorSettings:
        return self.trace.settings


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Two readings of one box, and where they differ most over all channels."""

    pyramid: FeaturePyramid
    choices: LabChoices
    level: LevelChoice
    map: ShownMap
    readings: tuple[Reading, Reading]
    largest: LargestDifference

    @property
    def features(self) -> FloatMap:
        """``(C, h, w)`` of the level that is read."""
        return self.pyramid.levels[self.level.name]

    @property
    def box_input(self) -> Box:
        return self.choices.box_read_input(self.pyramid.to_image)

    @property
    def output_size(self) -> int:
        return self.choices.operators.output_size

    @property
    def difference(self) -> npt.NDArray[np.float64]:
        """``(n, n)``: first minus second, of the shown map."""
        first, second = self.readings
        return first.shown.astype(np.float64) - second.shown


@dataclass(frozen=True, slots=True, eq=False)
class LookRequest:
    """Called on the worker. ``known`` is the map that was shown last: a mean over channels need not be taken again for a move."""

    pyramid: FeaturePyramid
    choices: LabChoices
    known: ShownMap | None = None

    def __call__(self, token: CancelToken) -> Look:
        """Raises InputError when the box or a setting cannot be read, or the model lacks the level."""
        token.checkpoint("roi")
        choices, pyramid = self.choices, self.pyramid
        box_input = choices.box_read_input(pyramid.to_image)
        level = choose_level(box_input, pyramid.strides, choices.level)
        shown = self._shown_map(level.name)
        first, second = (self._read(settings, box_input, level, shown) for settings in choices.operators.settings())
        return Look(pyramid, choices, level, shown, (first, second), largest_difference(first.pooled, second.pooled))

    def _read(self, settings: OperatorSettings, box_input: Box, level: LevelChoice, shown: ShownMap) -> Reading:
        features = self.pyramid.levels[level.name]
        rows, columns = features.shape[1:]
        trace = trace_box(
            settings, box_input, spatial_scale=1.0 / level.stride, map_size=(rows, columns),
            cell_to_image=self.pyramid.cell_to_image(level.name),
        )  # fmt: skip
        pooled = trace.evaluate(features)
        own = pooled[shown.choice.channel] if shown.choice.kind is MapKind.CHANNEL else trace.evaluate(shown.values)[0]
        return Reading(trace, pooled, own, measure(trace))

    def _shown_map(self, level: str) -> ShownMap:
        features = self.pyramid.levels[level]
        wanted = self.choices.map
        choice = MapChoice(wanted.kind, min(wanted.channel, len(features) - 1) if wanted.kind is MapKind.CHANNEL else 0)
        known = self.known
        if known is not None and (known.level, known.choice) == (level, choice):
            return known
        return ShownMap(level, choice, map_of(features, choice))


def map_of(features: FloatMap, choice: MapChoice) -> FloatMap:
    """``(C, h, w)`` -> ``(1, h, w)``: one channel, or the mean or maximum over all of them."""
    if choice.kind is MapKind.MEAN:
        mean: FloatMap = features.mean(axis=0, keepdims=True, dtype=np.float32)
        return mean
    if choice.kind is MapKind.MAX:
        largest: FloatMap = features.max(axis=0, keepdims=True)
        return largest
    return features[choice.channel : choice.channel + 1]
