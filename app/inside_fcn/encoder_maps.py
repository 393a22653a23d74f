"""What the encoder's view shows of one trunk level, made on the worker: every map as a picture of its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from app.inside_fcn.room import EngineOn
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.fcn.feature_maps import cells_on_photo, components_as_colour, principal_components, thumbnails
from core.fcn.results import Segmentation
from core.features import FeaturePyramid, FloatMap
from core.image import ImageDocument

if TYPE_CHECKING:
    from core.fcn.receptive_field import ReceptiveField

THUMBNAIL = 64
"""Longest side of a channel's small picture, in its own pixels."""


class FeatureView(Enum):
    """How the channels of a level become one picture."""

    CHANNEL = "channel"
    MEAN = "mean"
    MAX = "max"
    COMPONENTS = "components"


@dataclass(frozen=True, slots=True, eq=False)
class LevelMaps:
    """A level on one photo. ``features`` ``(C, h, w)`` are its cells on the photo; those in the padding are left out.

    ``small`` ``(C, h', w')`` uint8 are the channels as thumbnails, ``colour`` ``(h, w, 3)`` uint8 the principal components, whose
    ``shares`` ``(3,)`` of the variance add up to what the colours explain.
    """

    segmentation: Segmentation
    pyramid: FeaturePyramid
    field: ReceptiveField
    level: str
    features: FloatMap
    mean: FloatMap
    max: FloatMap
    components: FloatMap
    colour: npt.NDArray[np.uint8]
    shares: tuple[float, ...]
    small: npt.NDArray[np.uint8]

    @property
    def stride(self) -> int:
        return self.pyramid.strides[self.level]


@dataclass(frozen=True, slots=True, eq=False)
class LevelRequest:
    """Called on the worker. ``level`` falls back to the last one where a network lacks it. The pyramid comes from the cache."""

    engine_on: EngineOn
    device: DeviceChoice
    document: ImageDocument
    segmentation: Segmentation
    level: str

    def __call__(self, token: CancelToken) -> LevelMaps:
        engine, found = self.engine_on(self.device), self.segmentation
        pyramid = engine.pyramid(self.document, found.model_key, token)
        level = self.level if self.level in pyramid.levels else list(pyramid.levels)[-1]
        field = engine.receptive_fields(pyramid, found.model_key, token)[level]
        whole = pyramid.levels[level]
        rows, columns = cells_on_photo(pyramid.cell_to_image(level), whole.shape[1:], found.scores.image_size)
        features = np.ascontiguousarray(whole[:, :rows, :columns])
        token.checkpoint("feature maps")
        components = principal_components(features)
        colour, shares = components_as_colour(components), tuple(components.shares.tolist())
        mean, most = features.mean(axis=0), features.max(axis=0)
        small = thumbnails(features, THUMBNAIL)
        return LevelMaps(found, pyramid, field, level, features, mean, most, components.maps, colour, shares, small)


@dataclass(frozen=True, slots=True, eq=False)
class EffectiveField:
    """``values`` ``(H, W)`` 0..1 at px of the padded input: how much each moves the ``cell`` (row, column) of ``maps``."""

    maps: LevelMaps
    cell: tuple[int, int]
    values: FloatMap


@dataclass(frozen=True, slots=True, eq=False)
class EffectiveRequest:
    """Called on the worker: the one thing here that runs the trunk, forward and back."""

    engine_on: EngineOn
    device: DeviceChoice
    document: ImageDocument
    maps: LevelMaps
    cell: tuple[int, int]

    def __call__(self, token: CancelToken) -> EffectiveField:
        maps = self.maps
        engine = self.engine_on(self.device)
        values = engine.effective_field(self.document, maps.pyramid, maps.segmentation.model_key, maps.level, self.cell, token)
        return EffectiveField(maps, self.cell, values)
