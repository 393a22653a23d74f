"""The coordinate ledger: one point in every frame on its way, with each scale, half pixel, rounding and truncation, and its cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.lab.looking import Look, Reading
from app.lab.text_pane import TextPane, table
from app.lab.words import coordinate, number, signed
from app.translation import tr
from core.geometry import HALF_PIXEL, Axis1d, PlaneMap, round_half_away
from core.roi.mask_grid import MASK_CELLS, mask_axis, pasted_axis
from core.roi.trace import SamplingTrace


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """``x``, ``y`` in ``frame``; ``error``: how far, in photo px along x and y, the point has drifted; None where nothing is lost."""

    frame: str
    step: str
    x: float
    y: float
    error: tuple[float, float] | None


def ledger(look: Look, x: float, y: float) -> list[LedgerRow]:
    """Photo px -> network input -> level's cells -> the operators' grids -> mask -> pasted px, for a point in photo px."""
    to_input = look.pyramid.to_image.inverse()
    rows = [
        LedgerRow(tr("photo px"), tr("pixel {column}, {row}: centre at + 0.5", column=math.floor(x), row=math.floor(y)), x, y, None),
        LedgerRow(tr("network input px"), _scale_words(look.pyramid.to_image), to_input.x(x), to_input.y(y), None),
    ]
    for name, stride in look.pyramid.strides.items():
        rows += _level_rows(look, name, stride, x, y)
    return [*rows, *_grid_rows(look, x, y), *_mask_rows(look, x, y)]


def _scale_words(to_image: PlaneMap) -> str:
    if to_image == PlaneMap(Axis1d(1.0), Axis1d(1.0)):
        return tr("the network reads the photo at its own size")
    scale = f"x / {coordinate(to_image.x.scale)}, y / {coordinate(to_image.y.scale)}"
    if (to_image.x.shift, to_image.y.shift) != (0.0, 0.0):
        scale = ", ".join(
            f"({name} {signed(-axis.shift)}) / {coordinate(axis.scale)}" for name, axis in (("x", to_image.x), ("y", to_image.y))
        )
    return tr("scale: {scale}", scale=scale)


def _level_rows(look: Look, name: str, stride: int, x: float, y: float) -> list[LedgerRow]:
    to_image = look.pyramid.cell_to_image(name)
    to_cells = to_image.inverse()
    column, row = to_cells.x(x), to_cells.y(y)
    cells = LedgerRow(tr("{level} cells", level=name), f"/ {stride}", column, row, None)
    if name != look.level.name:
        return [cells]
    half = tr("− 0.5: a cell's centre has a whole index")
    index = LedgerRow(tr("{level} index", level=name), half, column - HALF_PIXEL, row - HALF_PIXEL, None)
    cut_column, cut_row = math.floor(column), math.floor(row)
    truncated = LedgerRow(
        tr("{level} cell", level=name), tr("truncation ⌊·⌋, read at its centre"), cut_column, cut_row,
        (to_image.x(cut_column + HALF_PIXEL) - x, to_image.y(cut_row + HALF_PIXEL) - y),
    )  # fmt: skip
    round_column, round_row = round_half_away(column), round_half_away(row)
    rounded = LedgerRow(
        tr("{level} edge", level=name), tr("rounding, as RoIPool does with an edge here"), round_column, round_row,
        (to_image.x(round_column) - x, to_image.y(round_row) - y),
    )  # fmt: skip
    return [cells, index, truncated, rounded]


def _grid_rows(look: Look, x: float, y: float) -> list[LedgerRow]:
    box, count = look.choices.box_read_image, look.output_size
    across, down = (x - box.x1) / box.width * count, (y - box.y1) / box.height * count
    rows = [LedgerRow(tr("RoI grid, ideal"), tr("(x − x1) / width · {count}", count=count), across, down, None)]
    for reading in look.readings:
        name = reading.settings.operator.paper_name
        rows.append(
            LedgerRow(tr("RoI grid, {operator}", operator=name), tr("the same place of its grid is read from"), across, down,
                      grid_error(reading, across, down, count))
        )  # fmt: skip
    return rows


def grid_error(reading: Reading, across: float, down: float, count: int) -> tuple[float, float]:
    """How far from its ideal place, in photo px, an operator looks for a point of the grid: all its roundings together."""
    trace: SamplingTrace = reading.trace
    used, ideal = trace.used_box_image, trace.ideal_box_image
    return (
        used.x1 + across / count * used.width - (ideal.x1 + across / count * ideal.width),
        used.y1 + down / count * used.height - (ideal.y1 + down / count * ideal.height),
    )


def _mask_rows(look: Look, x: float, y: float) -> list[LedgerRow]:
    """Were the box a detection of Mask R-CNN: its mask's cell under the point, and where torchvision would paste that cell."""
    box = look.choices.box_read_image
    column = mask_axis(box.x1, box.x2).inverse()(x)
    row = mask_axis(box.y1, box.y2).inverse()(y)
    pasted_x, pasted_y = pasted_axis(box.x1, box.x2)(column), pasted_axis(box.y1, box.y2)(row)
    cells = tr("(x − x1) / width · {count}", count=MASK_CELLS)
    pasting = tr("one cell of border, box × 30/28, ends truncated to whole px, resized")
    return [
        LedgerRow(tr("mask cells, 28 × 28"), cells, column, row, None),
        LedgerRow(tr("pasted px"), pasting, pasted_x, pasted_y, (pasted_x - x, pasted_y - y)),
    ]


class LedgerPane(TextPane):
    """Follows the pointer over the photo and the views."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._point: tuple[float, float] | None = None

    def set_look(self, look: Look | None) -> None:
        self._look = look
        self.rewrite()

    def set_point(self, x: float, y: float) -> None:
        self._point = (x, y)
        self.rewrite()

    def page(self) -> str:
        if self._look is None or self._point is None:
            return f"<p class='m'>{tr('Point at the photo or a view: the point is followed through every frame.')}</p>"
        rows = [[row.frame, number(row.x), number(row.y), row.step, *_errors(row)] for row in ledger(self._look, *self._point)]
        return table(rows, [tr("frame"), "x", "y", tr("how"), tr("error in x"), tr("error in y")])


def _errors(row: LedgerRow) -> tuple[str, str]:
    if row.error is None:
        return "", ""
    return f"{signed(row.error[0], 2)} px", f"{signed(row.error[1], 2)} px"
