"""The small pictures of "Mask R-CNN at one glance": what each stage of a run holds, on its photo or as maps."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from app.colours import Picture, heated
from app.diagram.thumbnails import boxes_picture, enlarged, map_picture, mean_map, mosaic_picture, photo_picture
from app.inside_maskrcnn.stage_boxes import pair_boxes_image, passed_score_filter
from app.inside_maskrcnn.stage_lineage import boxes_image
from core.maskrcnn.results import DetectionRun, Floats, LevelStage
from core.palettes import Rgb

DRAWN = 25
"""So many boxes at most are drawn in a small picture: a thousand would be a white rectangle."""
MOSAIC = 12
SCORED, CLASS_HEIGHT = 28, 2
"""Proposals whose class scores are shown side by side, and rows of squares for each class."""


@dataclass(frozen=True, eq=False)
class GlancePictures:
    """Pictures of a run; ``colours`` are those of its detections."""

    run: DetectionRun
    photo_rgb: Picture
    colours: tuple[Rgb, ...]

    @functools.cached_property
    def photo(self) -> Picture:
        return photo_picture(self.photo_rgb)

    def network_input(self) -> Picture:
        """As the network reads it: normalised, padded at the right and the bottom; greys for what lies beyond 0..255."""
        pixels = self.run.input.pixels
        low, high = float(pixels.min()), float(pixels.max())
        span = (high - low) or 1.0
        return photo_picture(((pixels.transpose(1, 2, 0) - low) * (255 / span)).astype(np.uint8))

    def level(self, name: str) -> Picture:
        """The mean over the channels of a pyramid level, without the padding."""
        height, width = (-(-side // self.run.pyramid.strides[name]) for side in self.run.input.size)
        return map_picture(mean_map(self.run.pyramid.levels[name][:, :height, :width]))

    def anchors(self) -> Picture:
        """Those of the middle cell of every level."""
        middle = [_middle_anchors(level) for level in self.run.levels]
        return self._boxes(boxes_image(self.run, np.concatenate(middle)))

    def objectness(self) -> Picture:
        """The highest probability of any anchor at each place, ``0`` dark to ``1`` light."""
        rows, columns = self.photo.shape[:2]
        best = np.zeros((rows, columns), np.float32)
        height, width = self.run.input.size
        for level in self.run.levels:
            cells = level.objectness.reshape(*level.grid, level.kinds).max(axis=2)
            y = ((np.arange(rows) + 0.5) * height / rows / level.stride).astype(int)
            x = ((np.arange(columns) + 0.5) * width / columns / level.stride).astype(int)
            np.maximum(best, _sigmoid(cells[np.ix_(y.clip(0, level.grid[0] - 1), x.clip(0, level.grid[1] - 1))]), out=best)
        return heated(best, 0.0, 1.0)

    def candidates(self) -> Picture:
        best = np.argsort(-self.run.candidates.scores, kind="stable")[:DRAWN]
        return self._boxes(boxes_image(self.run, self.run.candidates.boxes_input[best]))

    def proposals(self) -> Picture:
        return self._boxes(boxes_image(self.run, self.run.boxes.proposals_input[:DRAWN]))

    def box_features(self) -> Picture | None:
        """What the pooling read for the first proposals, mean over the channels."""
        boxes = self.run.boxes
        maps = [mean_map(boxes.roi_features(index)) for index in range(min(len(boxes), MOSAIC))]
        return mosaic_picture(maps) if maps else None

    def class_scores(self) -> Picture | None:
        """A column for each of the proposals that are surest of an object, a row for each class, background first."""
        scores = self.run.boxes.scores
        if not len(scores):
            return None
        surest = np.argsort(-scores[:, 1:].max(axis=1), kind="stable")[:SCORED]
        return enlarged(heated(scores[surest].T, 0.0, 1.0).repeat(CLASS_HEIGHT, axis=0))

    def pairs(self) -> Picture:
        """The boxes that the score filter let through, before NMS."""
        return self._boxes(pair_boxes_image(self.run, passed_score_filter(self.run)[:DRAWN]))

    def detections(self) -> Picture:
        return boxes_picture(self.photo, self.run.boxes_image, self.run.input.image_size, self.colours or ((0, 0, 0),), thickness=3)

    def mask_features(self) -> Picture | None:
        maps = [mean_map(self.run.masks.roi_features(index)) for index in range(min(len(self.run), MOSAIC))]
        return mosaic_picture(maps) if maps else None

    def class_masks(self) -> Picture | None:
        """Every class's mask of the best detection, background first."""
        if not len(self.run):
            return None
        return mosaic_picture(_sigmoid(self.run.masks.logits(0)), 0.0, 1.0)

    def own_masks(self) -> Picture | None:
        """Of each detection the mask of its own class."""
        maps = [self.run.mask_probabilities(index) for index in range(min(len(self.run), MOSAIC))]
        return mosaic_picture(maps, 0.0, 1.0) if maps else None

    def _boxes(self, boxes: Floats) -> Picture:
        return boxes_picture(self.photo, boxes, self.run.input.image_size, thickness=2)


def _middle_anchors(level: LevelStage) -> Floats:
    rows, columns = level.grid
    first = ((rows // 2) * columns + columns // 2) * level.kinds
    return level.anchors[first : first + level.kinds]


def _sigmoid(logits: Floats) -> Floats:
    # As a tanh, which does not overflow.
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * logits), np.float32)
