"""Where a cell of the mask head's 28 x 28 grid lies on the photo: ideally, and after torchvision has pasted it."""

from __future__ import annotations

from core.geometry import Axis1d

MASK_CELLS = 28
BORDER_CELLS = 1
"""torchvision adds one empty cell on each side before it resizes a mask, so that the outline can fade out."""


def mask_axis(start_image: float, end_image: float, *, cells: int = MASK_CELLS) -> Axis1d:
    """Mask cells to image pixels along one axis of a box: the grid divides the box evenly."""
    return Axis1d((end_image - start_image) / cells, start_image)


def pasted_axis(start_image: float, end_image: float, *, cells: int = MASK_CELLS) -> Axis1d:
    """Mask cells to the image pixels that torchvision's ``paste_masks_in_image`` puts them on.

    The box grows about its centre to hold the border (30/28), its ends are truncated towards zero, and the bordered mask is resized to
    ``max(end - start + 1, 1)`` whole pixels (``roi_heads.expand_boxes`` and ``paste_mask_in_image``).
    """
    bordered = cells + 2 * BORDER_CELLS
    centre, half = (start_image + end_image) / 2, (end_image - start_image) / 2 * bordered / cells
    first, last = int(centre - half), int(centre + half)
    pixels_per_cell = max(last - first + 1, 1) / bordered
    return Axis1d(pixels_per_cell, first + BORDER_CELLS * pixels_per_cell)
