"""From 28 x 28 mask logits and a box to image pixels, one object at a time and within its box only.

A dense mask of every object, as torchvision's model returns it, is 4 bytes times the photo's pixels times the objects: 4.8 GB for
100 objects on 12 megapixels. Here a patch of one object exists while it is looked at.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import grid_sample, interpolate, pad
from torchvision.models.detection.roi_heads import expand_boxes

from core.maskrcnn.arrays import array, tensor
from core.maskrcnn.results import DetectionRun, Floats, MaskPatch, PasteRule

BORDER = 1


@dataclass(frozen=True, slots=True, eq=False)
class ProbabilityPatch:
    """Mask probabilities ``(h, w)`` float32 of image pixels from ``(left, top)`` on; outside the patch they are 0."""

    left: int
    top: int
    values: Floats

    def above(self, threshold: float) -> MaskPatch:
        """The pixels that are inside at ``threshold``."""
        return MaskPatch(self.left, self.top, np.asarray(self.values > threshold))


def paste(run: DetectionRun, detection: int, rule: PasteRule = PasteRule.TORCHVISION, label: int | None = None) -> ProbabilityPatch:
    """One detection's mask, of its own class or of ``label``, in image pixels."""
    probabilities = tensor(run.mask_logits(detection, label)).sigmoid()
    return paste_into_box(probabilities, tensor(run.boxes_image[detection]), run.input.image_size, rule)


def paste_into_box(probabilities: torch.Tensor, box_image: torch.Tensor, image_size: tuple[int, int], rule: PasteRule) -> ProbabilityPatch:
    """``probabilities`` ``(28, 28)`` and a box ``(4,)`` float32 in image px to a patch, within ``image_size`` (height, width)."""
    paster = _paste_torchvision if rule is PasteRule.TORCHVISION else _paste_detectron2
    return paster(probabilities, box_image, image_size)


def _paste_torchvision(probabilities: torch.Tensor, box_image: torch.Tensor, image_size: tuple[int, int]) -> ProbabilityPatch:
    """As ``paste_masks_in_image`` in torchvision's ``roi_heads``, less the dense image."""
    cells = probabilities.shape[-1]
    padded = pad(probabilities[None, None], (BORDER,) * 4)
    grown = expand_boxes(box_image[None], (cells + 2 * BORDER) / cells)[0]
    x1, y1, x2, y2 = grown.to(torch.int64).tolist()
    left, right = max(x1, 0), min(x2 + 1, image_size[1])
    top, bottom = max(y1, 0), min(y2 + 1, image_size[0])
    if right <= left or bottom <= top:
        return _nothing(left, top, image_size)
    size = (max(y2 - y1 + 1, 1), max(x2 - x1 + 1, 1))
    whole = interpolate(padded, size=size, mode="bilinear", align_corners=False)[0, 0]
    return ProbabilityPatch(left, top, array(whole[top - y1 : bottom - y1, left - x1 : right - x1]))


def _paste_detectron2(probabilities: torch.Tensor, box_image: torch.Tensor, image_size: tuple[int, int]) -> ProbabilityPatch:
    """As detectron2's ``paste_masks_in_image``: mask cell centres and pixel centres both lie at one half."""
    x1, y1, x2, y2 = box_image.tolist()
    left, right = max(math.floor(x1) - 1, 0), min(math.ceil(x2) + 1, image_size[1])
    top, bottom = max(math.floor(y1) - 1, 0), min(math.ceil(y2) + 1, image_size[0])
    if right <= left or bottom <= top or x2 <= x1 or y2 <= y1:
        return _nothing(left, top, image_size)
    across = (torch.arange(left, right) + 0.5 - x1) / (x2 - x1) * 2 - 1
    down = (torch.arange(top, bottom) + 0.5 - y1) / (y2 - y1) * 2 - 1
    grid = torch.stack([across[None].expand(len(down), -1), down[:, None].expand(-1, len(across))], dim=2)
    sampled = grid_sample(probabilities[None, None], grid[None], align_corners=False)
    return ProbabilityPatch(left, top, array(sampled[0, 0]))


def _nothing(left: int, top: int, image_size: tuple[int, int]) -> ProbabilityPatch:
    return ProbabilityPatch(min(max(left, 0), image_size[1]), min(max(top, 0), image_size[0]), np.zeros((0, 0), np.float32))


def mask_patches(run: DetectionRun, rule: PasteRule = PasteRule.TORCHVISION) -> Iterator[MaskPatch]:
    """Every detection's mask at the run's mask threshold, best first, made one by one."""
    for index in range(len(run)):
        yield paste(run, index, rule).above(run.thresholds.mask)


def instance_map(run: DetectionRun, rule: PasteRule = PasteRule.TORCHVISION) -> npt.NDArray[np.uint16]:
    """``(H, W)`` uint16: 0 no object, else 1 + the row of the detection; where masks overlap, the better score is on top."""
    ids = np.zeros(run.input.image_size, np.uint16)
    for index in range(len(run) - 1, -1, -1):
        patch = paste(run, index, rule).above(run.thresholds.mask)
        height, width = patch.inside.shape
        ids[patch.top : patch.top + height, patch.left : patch.left + width][patch.inside] = index + 1
    return ids
