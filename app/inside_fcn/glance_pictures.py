"""The small pictures of "FCN at one glance": feature maps, score maps as classes, and the photo's classes by each read-out."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.colours import Picture
from app.diagram.thumbnails import classes_picture, map_picture, mean_map, photo_picture
from core.fcn.config import STREAM_STRIDES, ReadOut
from core.fcn.results import Segmentation
from core.features import FeaturePyramid
from core.geometry import Axis1d, PlaneMap

CLASS_SHARE = 0.65
"""Opacity of the classes over the photo."""

PADDING_GREY = 128

ScoreMap = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class GlancePictures:
    """Pictures of a segmentation; ``table`` ``(256, 3)`` uint8 has a colour for each class id."""

    segmentation: Segmentation
    pyramid: FeaturePyramid | None
    photo_rgb: Picture
    table: npt.NDArray[np.uint8]

    @functools.cached_property
    def photo(self) -> Picture:
        return photo_picture(self.photo_rgb)

    def network_input(self) -> Picture:
        """The photo in its padding, grey."""
        scores, (height, width) = self.segmentation.scores, self.photo.shape[:2]
        # Pixels of the small photo for each px of the network input.
        down, across = scores.to_image.y.scale * height / scores.image_size[0], scores.to_image.x.scale * width / scores.image_size[1]
        top, left = round(scores.facts.margin * down), round(scores.facts.margin * across)
        rows, columns = round(scores.facts.input_size[0] * down), round(scores.facts.input_size[1] * across)
        padded = np.full((max(rows, top + height), max(columns, left + width), 3), PADDING_GREY, np.uint8)
        padded[top : top + height, left : left + width] = self.photo
        return padded

    def cells_on_photo(self, values: ScoreMap, cell_to_image: PlaneMap) -> ScoreMap:
        """The cells of ``(C, h, w)`` that lie on the photo, wholly or in part; the rest is padding."""
        to_cell, (height, width) = cell_to_image.inverse(), self.segmentation.scores.image_size
        rows, columns = _span(to_cell.y, height), _span(to_cell.x, width)
        return values[:, rows, columns]

    def stage(self, name: str) -> Picture | None:
        """The mean over the channels of a trunk stage; None while its features are not there."""
        if self.pyramid is None:
            return None
        return map_picture(mean_map(self.cells_on_photo(self.pyramid.levels[name], self.pyramid.cell_to_image(name))))

    def stream(self, stride: int) -> Picture:
        """The best class of each cell of a score map before fusion."""
        return self._best(self.segmentation.scores.scores[stride], stride)

    def fused_at(self, stride: ReadOut) -> ScoreMap:
        """``(K, h, w)``: the sum of the streams down to ``stride``, with the gains of the moment."""
        return self._fused[stride]

    def sum_of_streams(self, stride: ReadOut) -> Picture:
        return self._best(self.fused_at(stride), stride)

    def read_out(self, stride: ReadOut) -> Picture:
        """The classes that a read-out gives, on a grid of half the small photo's pixels: all its logits are interpolated."""
        import torch

        from core.fcn.readout import logits_at_pixels

        scores, (height, width) = self.segmentation.scores, (max(side // 2, 1) for side in self.photo.shape[:2])
        shrink = PlaneMap(Axis1d(width / scores.image_size[1]), Axis1d(height / scores.image_size[0]))
        cells = scores.cell_to_image(stride).then(shrink)
        logits = logits_at_pixels(torch.tensor(self.fused_at(stride)), (cells.x, cells.y), (height, width))
        return classes_picture(logits.numpy().argmax(axis=0).astype(np.uint8), self.table)

    def overlay(self) -> Picture:
        """The class map that is on screen, over the photo."""
        height, width = self.photo.shape[:2]
        class_map = self.segmentation.class_map
        rows = ((np.arange(height) + 0.5) * class_map.shape[0] / height).astype(int)
        columns = ((np.arange(width) + 0.5) * class_map.shape[1] / width).astype(int)
        shown = class_map[np.ix_(rows, columns)]
        background = self.segmentation.label_set.background
        share = np.where(shown == (-1 if background is None else background), 0.0, CLASS_SHARE)[..., None]
        return np.asarray(self.photo * (1 - share) + self.table[shown] * share, np.uint8)

    def _best(self, scores: ScoreMap, stride: int) -> Picture:
        shown = self.cells_on_photo(scores, self.segmentation.scores.cell_to_image(stride))
        return classes_picture(shown.argmax(axis=0).astype(np.uint8), self.table)

    @functools.cached_property
    def _fused(self) -> dict[ReadOut, ScoreMap]:
        import torch

        from core.fcn.fusion import fuse

        given = self.segmentation.scores.scores
        tensors = {stride: torch.tensor(given[stride])[None] for stride in STREAM_STRIDES}
        return {stride: fuse(tensors, stride, self.segmentation.gains)[0].numpy() for stride in ReadOut}


def _span(to_cell: Axis1d, length: int) -> slice:
    # Rounded: an end of the photo that falls on a cell's edge, but for rounding errors, does not reach into the next.
    start, end = round(to_cell(0.0), 3), round(to_cell(float(length)), 3)
    first = max(math.floor(start), 0)
    return slice(first, max(math.ceil(end), first + 1))
