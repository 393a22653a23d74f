"""Two or three sentences on what is seen, from the numbers of the moment."""

from __future__ import annotations

import math

from app.lab.looking import Look, Reading
from app.lab.words import number
from app.translation import tr
from core.roi.settings import Operator


def narrate(look: Look) -> str:
    """What the pair did to the box, in the window's language."""
    sentences = [_sentence(reading) for reading in look.readings]
    first, second = (reading.settings.operator.paper_name for reading in look.readings)
    largest = number(look.largest.value, 2)
    sentences.append(tr("Over all channels {first} and {second} differ by up to {largest}.", first=first, second=second, largest=largest))
    return " ".join(sentences)


def _sentence(reading: Reading) -> str:
    operator, measures = reading.settings.operator, reading.measures
    moved = max(abs(shift.shift_image) for shift in measures.edges)
    fields = {"operator": operator.paper_name, "moved": number(moved, 1), "iou": f"{measures.iou * 100:.0f}"}
    if operator is Operator.POOL:
        return tr(
            "{operator} rounds the box to whole cells, which moves an edge by up to {moved} px: window and box overlap by {iou} % (IoU).",
            **fields,
        )
    if operator is Operator.WARP:
        return tr(
            "{operator} rounds the box as RoIPool does, by up to {moved} px (IoU {iou} %), and interpolates inside: the rounding stays.",
            **fields,
        )
    if operator is Operator.CROP_AND_RESIZE:
        return tr(
            "{operator} stretches the box towards the middle of the map by up to {moved} px (IoU {iou} %) and reads one point a bin.",
            **fields,
        )
    if reading.settings.aligned:
        return tr("{operator} rounds nothing and reads between the cells: the window is the box.", **fields)
    return tr("{operator} without alignment rounds nothing, but reads half a cell too far right and down: {moved} px.", **fields)


def formula(look: Look) -> str:
    """How the level was chosen, as a formula with its parts."""
    found = look.level.formula
    if found is None:
        return tr("{level} was chosen by hand (stride {stride})", level=look.level.name, stride=look.level.stride)
    area = f"⌊4 + log₂(√{number(found.area, 0)} / 224) + 10⁻⁶⌋ = ⌊{number(found.unclamped)}⌋"
    floored = number(found.floored, 0) if math.isfinite(found.floored) else "−∞"
    text = f"k = {area} = {floored}"
    if found.clamped:
        text += " → " + tr("clamped to {low}…{high}", low=found.lowest, high=found.highest) + f" = {found.level}"
    return f"{text} → {look.level.name}"
