"""The small pictures of "FCN at one glance": feature maps, score maps as classes, and the photo's classes by each read-out."""

from __future__ import annotations

import functools
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
        """The photo with the padding at its right and bottom, grey."""
        scores, (height, width) = self.segmentation.scores, self.photo.shape[:2]
        back = scores.to_image.inverse()
        shown = back.y(scores.image_size[0]), back.x(scores.image_size[1])
        whole = scores.facts.input_size
        rows, columns = round(whole[0] * height / shown[0]), round(whole[1] * width / shown[1])
        padded = np.full((max(rows, height), max(columns, width), 3), PADDING_GREY, np.uint8)
        padded[:height, :width] = self.photo
        return padded

    def shown_cells(self, stride: int) -> tuple[int, int]:
        """Rows and columns of cells at ``stride`` that lie on the photo; the rest is padding."""
        scores = self.segmentation.scores
        back = scores.to_image.inverse()
        lengths = (back.y(scores.image_size[0]), back.x(scores.image_size[1]))
        rows, columns = (max(int(np.ceil(round(length, 3) / stride)), 1) for length in lengths)
        return rows, columns

    def stage(self, name: str) -> Picture | None:
        """The mean over the channels of a trunk stage; None while its features are not there."""
        if self.pyramid is None:
            return None
        rows, columns = self.shown_cells(self.pyramid.strides[name])
        return map_picture(mean_map(self.pyramid.levels[name][:, :rows, :columns]))

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
        rows, columns = self.shown_cells(stride)
        return classes_picture(scores[:, :rows, :columns].argmax(axis=0).astype(np.uint8), self.table)

    @functools.cached_property
    def _fused(self) -> dict[ReadOut, ScoreMap]:
        import torch

        from core.fcn.fusion import fuse

        given = self.segmentation.scores.scores
        tensors = {stride: torch.tensor(given[stride])[None] for stride in STREAM_STRIDES}
        return {stride: fuse(tensors, stride, self.segmentation.gains)[0].numpy() for stride in ReadOut}
