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
    four corners cannot win between them. Only quads with different winners at their corners are computed pixel by pixel, for the
    classes that remain alone; on photos that is a tenth of the work. Ties go to the lower class id, as argmax does.
    """
    map_x, map_y = cell_to_image
    rows = _neighbours(fused.shape[1], size[0], map_y)
    columns = _neighbours(fused.shape[2], size[1], map_x)
    cells = _at_least_two(fused)
    winners = cells.max(dim=0).indices  # the first of equals as argmax gives it, in a quarter of its time
    first = winners[:-1, :-1]
    down, across = first.shape
    spans_y, spans_x = _spans(rows[0], down), _spans(columns[0], across)
    # Columns first, while there are few rows: then a row is copied whole.
    classes = first.to(torch.uint8).index_select(1, columns[0]).index_select(0, rows[0])
    seen = (spans_y[1][:, None] > 0) & (spans_x[1] > 0)  # quads in the padding have no pixels
    contested = (first != winners[1:, :-1]) | (first != winners[:-1, 1:]) | (first != winners[1:, 1:])
    places = (contested & seen).nonzero()
    corners, at_corners = _quad_corners(cells, places), _quad_corners(winners[None], places)[0]
    survivors = _surviving_classes(corners, at_corners)
    for chosen, candidates in _groups(survivors):
        values = corners[candidates, chosen[:, None]]
        pixel_rows, inside_y = _pixels_of(spans_y, places[chosen, 0])
        pixel_columns, inside_x = _pixels_of(spans_x, places[chosen, 1])
        best = _interpolated_argmax(values, rows[2][pixel_rows], columns[2][pixel_columns])
        won = candidates.gather(1, best.flatten(1)).view_as(best).to(torch.uint8)
        place = pixel_rows[:, :, None] * size[1] + pixel_columns[:, None, :]
        inside = inside_y[:, :, None] & inside_x[:, None, :]
        classes.view(-1)[place[inside]] = won[inside]
    return classes


def _at_least_two(cells: torch.Tensor) -> torch.Tensor:
    """``(K, h, w)`` with a single row, or column, given twice: then there are quads."""
    if cells.shape[1] == 1:
        cells = cells.expand(-1, 2, -1)
    return cells.expand(-1, -1, 2) if cells.shape[2] == 1 else cells


def _quad_corners(cells: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """``(K, h, w)`` at ``(Q, 2)`` quads, each named by its top left ``(row, column)``, to ``(K, Q, 4)``.

    Corners in the order top left, bottom left, top right, bottom right.
    """
    steps = torch.tensor([[0, 0], [1, 0], [0, 1], [1, 1]])
    row, column = (places[:, None, :] + steps).unbind(-1)
    return cells[:, row, column]


def _surviving_classes(corners: torch.Tensor, winners: torch.Tensor) -> torch.Tensor:
    """``(K, Q, 4)`` corner logits to ``(K, Q)`` bool: false where the winner of some other corner is at least as high at all four.

    ``winners`` ``(Q, 4)`` are the classes that argmax gives there. Between equals at all four corners the lower id stays: argmax gives
    the first of equals.
    """
    survivors = torch.ones(corners.shape[:2], dtype=torch.bool)
    for winner in winners.T:
        stays = (corners > corners.gather(0, winner[None, :, None].expand(1, -1, 4))).any(dim=2)
        survivors &= stays.scatter_(0, winner[None], True)
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


def _groups(survivors: torch.Tensor) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Quads by the number n of their surviving classes: ``(M,)`` quad indices and ``(M, n)`` class ids in rising order."""
    counts = survivors.sum(dim=0)
    for number in sorted(set(counts.tolist())):
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
    return logits.max(dim=1).indices
