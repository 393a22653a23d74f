"""The arithmetic of one bin, spelt out: neighbours, weights, products and sums; or cells and their maximum, and both roundings."""

from __future__ import annotations

import math

from PySide6.QtGui import QResizeEvent

from app.colours import OPERATOR_COLOURS
from app.lab.looking import Look, Reading
from app.lab.pointing import Spot
from app.lab.scene import Scene
from app.lab.text_pane import TextPane, swatch, table
from app.lab.words import coordinate, map_name, number, signed
from app.translation import tr
from core.geometry import Axis1d
from core.roi.explain import MaximumSpeltOut, MeanSpeltOut
from core.roi.measures import EdgeShift
from core.roi.pool import PooledAxis, PoolTrace
from core.roi.settings import BinConvention, Operator

MOST_SAMPLES = 16
"""More samples than these are summed up in one line."""
WIDE_LETTERS = 250
"""Average letters across from which an operator's tables stand beside its edges: in a narrower pane half of them were out of sight."""


class ArithmeticPane(TextPane):
    """Both operators side by side for the bin that is pointed at."""

    def __init__(self) -> None:
        super().__init__()
        self._scene: Scene | None = None
        self._was_wide = False

    def set_scene(self, scene: Scene | None) -> None:
        self._scene = scene
        self.rewrite()

    @property
    def _is_wide(self) -> bool:
        return self.viewport().width() >= WIDE_LETTERS * self.fontMetrics().averageCharWidth()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self._is_wide is not self._was_wide:
            self._was_wide = self._is_wide
            self.rewrite()

    def page(self) -> str:
        scene = self._scene
        if scene is None or scene.spot is None or scene.spelt is None:
            return f"<p class='m'>{tr('Point at a bin, a cell or a sample.')}</p>"
        columns = "".join(
            f"<td valign='top' style='padding-right:24px'>{_reading(scene.look, place, scene.spot, spelt, beside=self._is_wide)}</td>"
            for place, spelt in enumerate(scene.spelt)
        )
        where = tr("Bin row {row}, column {column} of {map}", row=scene.spot.row, column=scene.spot.column, map=map_name(scene.look))
        return f"<b>{where}</b><table cellspacing='0'><tr>{columns}</tr></table>"


def _reading(look: Look, place: int, spot: Spot, spelt: MaximumSpeltOut | MeanSpeltOut, *, beside: bool) -> str:
    reading = look.readings[place]
    operator, value = reading.settings.operator, number(float(reading.shown[spot.row, spot.column]), 4)
    title = f"{swatch(OPERATOR_COLOURS[operator])} <b>{operator.paper_name} = {value}</b>{_total(spelt)}"
    left = edges_page(look, reading)
    if isinstance(reading.trace, PoolTrace):
        left += _bins_page(reading.trace, spot)
        right, below = _maximum_page(spelt) if isinstance(spelt, MaximumSpeltOut) else "", ""
    else:
        assert isinstance(spelt, MeanSpeltOut)
        right, below = (_neighbours(spelt, spot.sample), _samples_page(spelt, spot)) if len(spelt.weights) else (_no_sample(), "")
    if not beside:
        return f"<p>{title}</p>{left}{right}{below}"
    columns = f"<td valign='top' style='padding-right:12px'>{left}</td><td valign='top'>{right}</td>"
    return f"<p>{title}</p><table cellspacing='0'><tr>{columns}</tr></table>{below}"


def _total(spelt: MaximumSpeltOut | MeanSpeltOut) -> str:
    """The last step: which maximum, or sum and mean."""
    if isinstance(spelt, MeanSpeltOut):
        count = max(len(spelt.weights), 1)
        return f" = {tr('sum')} {number(float(spelt.sample_values.sum()), 4)} / {count}"
    if spelt.winner is None:
        return ""
    row, column = spelt.cells[spelt.winner].tolist()
    if len(spelt.values) == 1:
        return ", " + tr("the one cell of the bin, row {row}, column {column}", row=row, column=column)
    return " = " + tr("max of {count} cells, at row {row}, column {column}", count=len(spelt.values), row=row, column=column)


def edges_page(look: Look, reading: Reading) -> str:
    """How each edge gets from photo pixels to the cells that are used, with the value before it was rounded."""
    to_image = look.pyramid.to_image
    box_image, box_input = look.choices.box_read_image.as_tuple(), look.box_input.as_tuple()
    rows = []
    for place, (name, shift) in enumerate(zip(("x1", "y1", "x2", "y2"), reading.measures.edges, strict=True)):
        axis = to_image.x if place % 2 == 0 else to_image.y
        rows.append(f"{name} = {edge_words(box_image[place], box_input[place], axis, look.level.stride, shift, reading, place)}")
    return "<p style='white-space:nowrap'>" + "<br>".join(rows) + "</p>"


def edge_words(image: float, at_input: float, axis: Axis1d, stride: int, shift: EdgeShift, reading: Reading, place: int) -> str:
    """For example ``50.3 px / 16 = 3.144 → 3``."""
    words = f"{coordinate(image)} px"
    if axis != Axis1d(1.0):
        words += f" / {coordinate(axis.scale)} = {coordinate(at_input)} px"
    words += f" / {stride} = {number(shift.ideal_feature)}"
    if shift.rounded_feature is not None:
        words += f" → <b>{shift.rounded_feature}</b>".replace("-", "−")
        if place >= 2:
            words += f" + 1 = {number(shift.used_feature, 0)}"
        return words
    if reading.settings.operator is Operator.ALIGN:
        offset = tr("index {index}", index=number(shift.ideal_feature - (0.5 if reading.settings.aligned else 0.0)))
        return f"{words}, {offset}" + ("" if reading.settings.aligned else f" ({signed(shift.shift_feature, 1)})")
    return f"{words} → {number(shift.used_feature)}"


def _bins_page(trace: PoolTrace, spot: Spot) -> str:
    return "<p>" + "<br>".join(bin_lines(trace, spot)) + "</p>"


def bin_lines(trace: PoolTrace, spot: Spot) -> list[str]:
    """How the second rounding comes to the cells of a bin, down and across."""
    rows, columns = trace.settings.output_size
    return [
        _bin_line(tr("rows"), trace.rows, spot.row, rows, trace.settings.bins),
        _bin_line(tr("columns"), trace.columns, spot.column, columns, trace.settings.bins),
    ]


def _bin_line(name: str, axis: PooledAxis, index: int, count: int, convention: BinConvention) -> str:
    """The second rounding of one axis."""
    start, stop = int(axis.starts[index]), int(axis.stops[index])
    cells = f"{{{start}}}" if stop == start + 1 else f"{{{start}…{stop - 1}}}" if stop > start else "{ }"
    length = axis.length
    if convention is BinConvention.TORCHVISION:
        low, high = index * length / count, (index + 1) * length / count
        how = f"{axis.first} + [⌊{number(low)}⌋, ⌈{number(high)}⌉) = {axis.first} + [{math.floor(low)}, {math.ceil(high)})"
    elif length < count:
        how = tr("{length} cells are fewer than {count} bins: cells repeat", length=length, count=count)
    else:
        each, rest = divmod(length, count)
        drops = convention is BinConvention.DROP
        rest_words = tr("{rest} dropped", rest=rest) if drops else tr("the first {rest} take one more", rest=rest)
        how = f"{length} = {count} × {each} + {rest}, {rest_words}"
    return f"{name}: {how} → {cells}".replace("-", "−")


def _maximum_page(spelt: MaximumSpeltOut) -> str:
    if spelt.winner is None:
        return "<p>" + tr("The bin holds no cell of the map: 0 by definition.") + "</p>"
    rows = sorted(set(spelt.cells[:, 0].tolist()))
    columns = sorted(set(spelt.cells[:, 1].tolist()))
    body = []
    values = iter(enumerate(spelt.values.tolist()))
    for row in rows:
        line = [f"{tr('row')} {row}"]
        for _ in columns:
            place, value = next(values)
            line.append(f"<b>[{number(value, 4)}]</b>" if place == spelt.winner else number(value, 4))
        body.append(line)
    return table(body, ["", *(f"{tr('column')} {column}" for column in columns)])


def _no_sample() -> str:
    return "<p>" + tr("The adaptive grid has no sample in this box: 0 by definition.") + "</p>"


def _samples_page(spelt: MeanSpeltOut, spot: Spot) -> str:
    """A line per sample: its four products and their sum."""
    count = len(spelt.weights)
    chosen = min(spot.sample, count - 1)
    rows = []
    for place in range(min(count, MOST_SAMPLES)):
        x, y = spelt.points_feature[place].tolist()
        mark = "▸ " if place == chosen else ""
        pairs = zip(spelt.weights[place].tolist(), spelt.values[place].tolist(), strict=True)
        terms = " + ".join(f"{weight:.3f}·{_bracketed(value)}" for weight, value in pairs)
        end = number(float(spelt.sample_values[place]), 4) if spelt.counted[place] else tr("0 (outside, still counted)")
        rows.append([f"{mark}{number(x)}, {number(y)}", terms, f"= {end}"])
    page = table(rows, [tr("sample x, y in cells"), tr("weight · value of the four neighbours"), ""])
    if count > MOST_SAMPLES:
        page += "<p class='m'>" + tr("… and {count} more samples", count=count - MOST_SAMPLES) + "</p>"
    return page


def _neighbours(spelt: MeanSpeltOut, place: int) -> str:
    """The chosen sample's neighbours one by one."""
    place = min(place, len(spelt.weights) - 1)
    rows = []
    of_sample = (part[place].tolist() for part in (spelt.cells, spelt.weights, spelt.values, spelt.products))
    for (row, column), weight, value, product in zip(*of_sample, strict=True):
        rows.append([f"({row},&nbsp;{column})", f"{weight:.4f}", "×", number(value, 4), "=", number(product, 4)])
    x, y = spelt.points_feature[place].tolist()
    rows.append(["", "", "", "", "=", f"<b>{number(float(spelt.sample_values[place]), 4)}</b>"])
    title = tr("Sample {place} at x {x}, y {y}: its neighbours (row, column)", place=place + 1, x=number(x), y=number(y))
    return f"<p class='m'><nobr>{title}</nobr></p>" + table(rows, [tr("cell"), tr("weight"), "", tr("value"), "", tr("product")])


def _bracketed(value: float) -> str:
    text = number(value, 3)
    return f"({text})" if text.startswith("−") else text
