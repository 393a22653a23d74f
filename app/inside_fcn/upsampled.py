"""One class's score map made larger in several ways, on the worker: what each gives, and where two of them differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from app.colours import heated
from app.inside_fcn.map_tile import TileContent
from app.inside_fcn.room import EngineOn
from app.inside_fcn.scale_bar import diverging, number
from app.translation import tr
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.fcn.results import Segmentation
from core.fcn.upsampling import deconvolved, gain_map, interpolated, interpolated_by_twos
from core.features import FloatMap


class Way(Enum):
    """What is looked at."""

    KERNELS = "kernels"
    TWO_WAYS = "two ways"
    BY_TWOS = "by twos"


@dataclass(frozen=True, slots=True, eq=False)
class Upsampled:
    """``maps`` ``(h, w)`` float32 in the order of their tiles: the scores, then TWO_WAYS: deconvolution, interpolation, difference and
    gain; BY_TWOS: at once, by twos, difference.
    """

    segmentation: Segmentation
    way: Way
    stride: int
    class_id: int
    maps: tuple[FloatMap, ...]

    @property
    def scores(self) -> FloatMap:
        return self.maps[0]

    @property
    def difference(self) -> FloatMap:
        return self.maps[3]


@dataclass(frozen=True, slots=True, eq=False)
class UpsampleRequest:
    """Called on the worker. Runs no network. The score map is the whole one, cells in the padding included: there is its border."""

    segmentation: Segmentation
    way: Way
    stride: int
    class_id: int

    def __call__(self, token: CancelToken) -> tuple[Upsampled, tuple[TileContent, ...]]:
        scores, stride = self.segmentation.scores.scored(self.stride)[self.class_id], self.stride
        at_once = interpolated(scores, stride)
        token.checkpoint("upsampling")
        if self.way is Way.TWO_WAYS:
            larger = deconvolved(scores, stride)
            maps: tuple[FloatMap, ...] = (scores, larger, at_once, larger - at_once, gain_map((scores.shape[0], scores.shape[1]), stride))
        else:
            by_twos = interpolated_by_twos(scores, stride)
            maps = (scores, at_once, by_twos, by_twos - at_once)
        found = Upsampled(self.segmentation, self.way, stride, self.class_id, maps)
        return found, tiles_of(found)


def tiles_of(found: Upsampled) -> tuple[TileContent, ...]:
    """The maps as pictures: scores on one scale around 0, the difference on its own, the gain from 0 to 1."""
    limit = float(np.abs(found.scores).max())
    most = float(np.abs(found.difference).max())
    titles = titles_of(found)
    scores = [
        TileContent(title, values, diverging(values, limit), f"±{number(limit)}" if place else _size(values))
        for place, (title, values) in enumerate(zip(titles[:3], found.maps[:3], strict=True))
    ]
    apart = TileContent(titles[3], found.difference, diverging(found.difference, most), _apart_words(found, most))
    if found.way is Way.BY_TWOS:
        return (*scores, apart)
    gain = found.maps[4]
    corner = tr("1 inside, {value} in the corner", value=number(float(gain[0, 0])))
    return (*scores, apart, TileContent(titles[4], gain, heated(gain, 0.0, 1.0), corner))


def _apart_words(found: Upsampled, most: float) -> str:
    """How far two ways are apart at most; of a deconvolution also without the border, half a cell wide, where nothing may be left."""
    if found.way is Way.BY_TWOS:
        return tr("at most {value}", value=number(most))
    border = found.stride // 2
    inside = np.abs(found.difference[border:-border, border:-border])
    return tr("inside at most {inside}, at the border {border}", inside=number(float(inside.max(initial=0.0))), border=number(most))


def titles_of(found: Upsampled) -> tuple[str, ...]:
    score = tr("Score {stride}", stride=found.stride)
    if found.way is Way.TWO_WAYS:
        return (score, tr("Deconvolution"), tr("Interpolation"), tr("Deconvolution − interpolation"), tr("Gain of the deconvolution"))
    once = tr("× {factor} at once", factor=found.stride)
    twos = " ".join(["× 2"] * (found.stride.bit_length() - 1))
    return (score, once, twos, tr("By twos − at once"))


def _size(values: FloatMap) -> str:
    return f"{values.shape[0]} × {values.shape[1]}"


@dataclass(frozen=True, slots=True, eq=False)
class LearnedKernel:
    """Mean and standard deviation of each tap over all kernels of a learned deconvolution, ``(h, w)``; ``count`` kernels."""

    model_key: str
    mean: FloatMap
    deviation: FloatMap
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class LearnedRequest:
    """The mask head's deconvolution of the Mask R-CNN whose result is on screen: it is loaded, and is not run."""

    engine_on: EngineOn
    device: DeviceChoice
    model_key: str

    def __call__(self, token: CancelToken) -> LearnedKernel:
        kernels = self.engine_on(self.device).mask_deconvolution(self.model_key, token)
        count = kernels.shape[0] * kernels.shape[1]
        return LearnedKernel(self.model_key, kernels.mean(axis=(0, 1)), kernels.std(axis=(0, 1)), count)
