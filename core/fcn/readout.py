"""From fused scores at a coarse stride to logits and classes at image pixels."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from core.fcn.interpolation import axis_neighbours
from core.geometry import Axis1d


def _neighbours(cells: int, pixels: int, cell_to_image: Axis1d) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    before, after, weight = axis_neighbours(cells, pixels, cell_to_image)
    return torch.from_numpy(before), torch.from_numpy(after), torch.from_numpy(weight)


def logits_at_pixels(fused: torch.Tensor, cell_to_image: tuple[Axis1d, Axis1d], size: tuple[int, int]) -> torch.Tensor:
    """``(K, h, w)`` fused scores to ``(K, H, W)`` logits at the pixels of an image of ``size`` ``(H, W)``.

    ``cell_to_image`` is ``(x, y)``. Costs 4 * K * H * W bytes: ask for a window of a large image, or for classes only.
    """
    map_x, map_y = cell_to_image
    top, bottom, down = _neighbours(fused.shape[1], size[0], map_y)
    left, right, across = _neighbours(fused.shape[2], size[1], map_x)
    rows = torch.lerp(fused[:, top], fused[:, bottom], down[None, :, None])
    return torch.lerp(rows[:, :, left], rows[:, :, right], across)


def classes_at_pixels(fused: torch.Tensor, cell_to_image: tuple[Axis1d, Axis1d], size: tuple[int, int]) -> torch.Tensor:
    """``argmax`` over classes of :func:`logits_at_pixels`, ``(H, W)`` uint8, without making the logits of every pixel.

    A logit between four cell centres is a weighted mean of theirs, so a class that is never above some other class at any of the
    four corners cannot win between them. Only quads in which two or more classes remain are computed pixel by pixel, for those
    classes alone; on photos that is a tenth of the work. Ties go to the lower class id, as argmax does.
    """
    map_x, map_y = cell_to_image
    rows = _neighbours(fused.shape[1], size[0], map_y)
    columns = _neighbours(fused.shape[2], size[1], map_x)
    corners = _quad_corners(fused)
    quads_across = corners.shape[2]
    survivors = _surviving_classes(corners.flatten(1, 2))
    first = survivors.to(torch.uint8).argmax(dim=0).to(torch.uint8)
    # Columns first, while there are few rows: then a row is copied whole.
    classes = first.view(-1, quads_across).index_select(1, columns[0]).index_select(0, rows[0])
    spans_y, spans_x = _spans(rows[0], corners.shape[1]), _spans(columns[0], quads_across)
    seen = (spans_y[1][:, None] * spans_x[1][None, :]).flatten() > 0  # quads in the padding have no pixels
    counts = survivors.sum(dim=0) * seen
    for quads, candidates in _groups(survivors, counts):
        down, across = quads // quads_across, quads % quads_across
        values = corners.flatten(1, 2)[candidates, quads[:, None]]
        pixel_rows, inside_y = _pixels_of(spans_y, down)
        pixel_columns, inside_x = _pixels_of(spans_x, across)
        winners = _interpolated_argmax(values, rows[2][pixel_rows], columns[2][pixel_columns])
        won = candidates.gather(1, winners.flatten(1)).view_as(winners).to(torch.uint8)
        place = pixel_rows[:, :, None] * size[1] + pixel_columns[:, None, :]
        inside = inside_y[:, :, None] & inside_x[:, None, :]
        classes.view(-1)[place[inside]] = won[inside]
    return classes


def _quad_corners(fused: torch.Tensor) -> torch.Tensor:
    """``(K, h, w)`` to ``(K, max(h-1, 1), max(w-1, 1), 4)``: top left, bottom left, top right, bottom right of each quad."""
    if fused.shape[1] == 1:
        fused = fused.expand(-1, 2, -1)
    if fused.shape[2] == 1:
        fused = fused.expand(-1, -1, 2)
    return torch.stack([fused[:, :-1, :-1], fused[:, 1:, :-1], fused[:, :-1, 1:], fused[:, 1:, 1:]], dim=-1)


def _surviving_classes(corners: torch.Tensor) -> torch.Tensor:
    """``(K, Q, 4)`` corner logits to ``(K, Q)`` bool: false where the winner of some other corner is at least as high at all four.

    Between equals at all four corners the lower id stays: argmax gives the first of equals.
    """
    at_corner = [corners[:, :, corner].contiguous() for corner in range(4)]
    survivors = torch.ones(corners.shape[:2], dtype=torch.bool)
    for logits in at_corner:
        winner = logits.argmax(dim=0)[None]
        stays = torch.zeros_like(survivors).scatter_(0, winner, True)
        for others in at_corner:
            stays |= others > others.gather(0, winner)
        survivors &= stays
    return survivors


def _spans(quad_of_pixel: torch.Tensor, quads: int) -> tuple[torch.Tensor, torch.Tensor]:
    """First pixel and number of pixels of each quad along one axis, each ``(quads,)``."""
    counts = torch.bincount(quad_of_pixel, minlength=quads)
    return counts.cumsum(0) - counts, counts


def _pixels_of(spans: tuple[torch.Tensor, torch.Tensor], quads: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Pixel indices of each quad, ``(M, longest span)``, and which of them really belong to it (the rest repeat its last)."""
    start, count = spans[0][quads, None], spans[1][quads, None]
    steps = torch.arange(int(count.max()))
    return start + torch.minimum(steps, (count - 1).clamp_min(0)), steps < count


def _groups(survivors: torch.Tensor, counts: torch.Tensor) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Quads with n >= 2 surviving classes, by n: ``(M,)`` quad indices and ``(M, n)`` class ids in rising order."""
    for number in sorted(set(counts.tolist())):
        if number < 2:
            continue
        quads = (counts == number).nonzero()[:, 0]
        yield quads, survivors[:, quads].T.nonzero()[:, 1].view(-1, number)


def _interpolated_argmax(values: torch.Tensor, down: torch.Tensor, across: torch.Tensor) -> torch.Tensor:
    """``(M, n, 4)`` corners, ``(M, R)`` and ``(M, C)`` weights to ``(M, R, C)`` indices of the highest of the n classes."""
    top_left, bottom_left, top_right, bottom_right = (values[:, :, corner, None] for corner in range(4))
    left = torch.lerp(top_left, bottom_left, down[:, None, :])
    right = torch.lerp(top_right, bottom_right, down[:, None, :])
    logits = torch.lerp(left[..., None], right[..., None], across[:, None, None, :])
    if logits.shape[1] == 2:
        return (logits[:, 1] > logits[:, 0]).long()  # several times faster than argmax over two
    return logits.argmax(dim=1)
