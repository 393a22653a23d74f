"""From a box to everything the linked views show: traced and evaluated on the worker, handed back as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from app.lab.choices import LabChoices, MapChoice, MapKind
from core.cancellation import CancelToken
from core.features import FeaturePyramid, FloatMap
from core.geometry import Box
from core.roi.levels import LevelChoice, choose_level
from core.roi.measures import LargestDifference, TraceMeasures, largest_difference, measure
from core.roi.operators import trace_box
from core.roi.settings import BinConvention, Operator, OperatorSettings
from core.roi.trace import SamplingTrace


@dataclass(frozen=True, slots=True, eq=False)
class ShownMap:
    """The one map that is looked at: ``values`` ``(1, h, w)`` float32 of ``level``."""

    level: str
    choice: MapChoice
    values: FloatMap


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One operator's trace of the box, what it makes of the features ``(C, n, n)`` and of the shown map ``(n, n)``."""

    trace: SamplingTrace
    pooled: FloatMap
    shown: FloatMap
    measures: TraceMeasures

    @property
    def settings(self) -> OperatorSettings:
        return self.trace.settings


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Two readings of one box, and where they differ most over all channels.

    ``companions`` are the same two on the other head's grid, ``conventions`` RoIPool with the bins of each convention, on the shown
    map alone; both are empty unless they were asked for.
    """

    pyramid: FeaturePyramid
    choices: LabChoices
    level: LevelChoice
    map: ShownMap
    readings: tuple[Reading, Reading]
    largest: LargestDifference
    companions: tuple[Reading, ...] = ()
    conventions: tuple[Reading, ...] = ()

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
        pair = choices.operators.settings()
        first, second = (self._read(settings, box_input, level, shown) for settings in pair)
        return Look(
            pyramid, choices, level, shown, (first, second), largest_difference(first.pooled, second.pooled),
            tuple(self._read(settings, box_input, level, shown, one=True) for settings in self._companions(pair)),
            tuple(self._read(settings, box_input, level, shown, one=True) for settings in self._conventions()),
        )  # fmt: skip

    def _companions(self, pair: tuple[OperatorSettings, OperatorSettings]) -> list[OperatorSettings]:
        size = self.choices.companion_size
        return [replace(settings, output_size=(size, size)) for settings in pair] if self.choices.both_sizes else []

    def _conventions(self) -> list[OperatorSettings]:
        if not self.choices.all_bins:
            return []
        operators = replace(self.choices.operators, first=Operator.POOL, second=Operator.ALIGN)
        return [replace(operators, bins=bins).settings()[0] for bins in BinConvention]

    def _read(
        self, settings: OperatorSettings, box_input: Box, level: LevelChoice, shown: ShownMap, *, one: bool = False
    ) -> Reading:
        """Over all channels, or over the ``one`` that is shown."""
        features = shown.values if one else self.pyramid.levels[level.name]
        rows, columns = features.shape[1:]
        trace = trace_box(
            settings, box_input, spatial_scale=1.0 / level.stride, map_size=(rows, columns),
            cell_to_image=self.pyramid.cell_to_image(level.name),
        )  # fmt: skip
        pooled = trace.evaluate(features)
        if one:
            own = pooled[0]
        elif shown.choice.kind is MapKind.CHANNEL:
            own = pooled[shown.choice.channel]
        else:
            own = trace.evaluate(shown.values)[0]
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
