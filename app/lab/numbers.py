"""The table of measures: what each operator did to the box, and where the two differ most."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal

from app.colours import OPERATOR_COLOURS
from app.lab.looking import Look, Reading
from app.lab.text_pane import TextPane, swatch, table
from app.lab.words import coordinate, number, signed
from app.translation import mark, tr
from core.geometry import Box

EDGES = {"left": mark("left"), "top": mark("top"), "right": mark("right"), "bottom": mark("bottom")}


class NumbersPane(TextPane):
    """Rows of numbers, a column per operator."""

    largest_chosen = Signal()
    """A person wants to see where the two differ most."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.anchorClicked.connect(self._follow)

    def set_look(self, look: Look | None) -> None:
        self._look = look
        self.rewrite()

    def _follow(self, link: QUrl) -> None:
        if link.toString() == "#largest":
            self.largest_chosen.emit()

    def page(self) -> str:
        look = self._look
        if look is None:
            return f"<p class='m'>{tr('No box has been read yet.')}</p>"
        first, second = look.readings
        head = ["", _operator_name(first), _operator_name(second)]
        return table(measure_rows(look), head) + largest_line(look)


def _operator_name(reading: Reading) -> str:
    operator = reading.settings.operator
    return f"{swatch(OPERATOR_COLOURS[operator])} {operator.paper_name}"


def measure_rows(look: Look) -> list[list[str]]:
    """Label, first operator, second operator."""
    first, second = look.readings
    rows = [
        [tr("ideal box, cells"), *(_box(reading.trace.ideal_box_feature) for reading in look.readings)],
        [tr("used box, cells"), *(_box(reading.trace.used_box_feature) for reading in look.readings)],
        [tr("ideal box, photo px"), *(_box(reading.trace.ideal_box_image, 2) for reading in look.readings)],
        [tr("used box, photo px"), *(_box(reading.trace.used_box_image, 2) for reading in look.readings)],
    ]
    for place, shift in enumerate(first.measures.edges):
        rows.append([tr("{edge} edge moved", edge=tr(EDGES[shift.edge])), *(_shift(reading, place) for reading in (first, second))])
    rows.append([tr("IoU of used and ideal box"), *(number(reading.measures.iou, 4) for reading in look.readings)])
    rows.append([tr("share of the box never read"), *(_share(reading.measures.share_lost) for reading in look.readings)])
    rows.append([tr("cells read 0 / 1 / 2+ times"), *(_uses(reading.measures.cells_by_use) for reading in look.readings)])
    return rows


def largest_line(look: Look) -> str:
    largest = look.largest
    said = tr(
        "Largest difference of the two over all {channels} channels: {value}, in channel {channel}, bin row {row}, column {column}.",
        channels=len(look.features), value=number(largest.value, 4), channel=largest.channel, row=largest.row, column=largest.column,
    )  # fmt: skip
    return f"<p>{said} <a href='#largest'>{tr('Show it')}</a></p>"


def _box(box: Box, decimals: int = 3) -> str:
    return "&nbsp;&nbsp;".join(number(edge, decimals) for edge in box.as_tuple())


def _shift(reading: Reading, place: int) -> str:
    shift = reading.measures.edges[place]
    return tr("{cells} cells, {pixels} px", cells=signed(shift.shift_feature), pixels=signed(shift.shift_image, 2))


def _share(share: float | None) -> str:
    return tr("none: the box has no area") if share is None else f"{coordinate(max(share, 0.0) * 100)} %"


def _uses(cells_by_use: dict[int, int]) -> str:
    often = sum(cells for times, cells in cells_by_use.items() if times >= 2)
    return f"{cells_by_use.get(0, 0)} / {cells_by_use.get(1, 0)} / {often}"
