"""What is chosen, drawn on the photo: the object, where it came from, its rival and its victims, each named beside its box."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPen

from app.canvas.cell_layers import KeptLayer, device_rect
from app.canvas.view_frame import ViewFrame
from app.chosen import Chosen, ChosenKind
from app.inside_maskrcnn.stage_boxes import pair_boxes_image
from app.inside_maskrcnn.stage_colours import fate_colour
from app.inside_maskrcnn.stage_lineage import Lineage, as_box, box_of, boxes_image, rival_of, victims_of
from app.preferences import StageKey
from app.theme import current
from app.translation import tr
from core.geometry import Box
from core.maskrcnn.results import DetectionRun, Fate

MOST_VICTIMS = 60
"""More boxes than these on top of each other show nothing; the sentence beside the photo has the number."""
RIVAL = "#ffb000"


class Role(Enum):
    VICTIM = "victim"
    BEFORE = "before"
    RIVAL = "rival"
    CELL = "cell"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Mark:
    """A box in image px, what it is to the chosen object, and its name or nothing."""

    box: Box
    role: Role
    text: str = ""


def name_of(run: DetectionRun, chosen: Chosen) -> str:
    """What a person calls it: the word and the number that its table has."""
    if chosen.kind is ChosenKind.DETECTION:
        return tr("detection {number}", number=chosen.index)
    if chosen.kind is ChosenKind.PROPOSAL:
        return tr("proposal {number}", number=chosen.index)
    if chosen.kind is ChosenKind.PAIR:
        proposal, label = run.pair(chosen.index)
        return tr("proposal {number} as {name}", number=proposal, name=run.label_names[label])
    return tr("candidate {number}", number=chosen.index)


def marks_of(run: DetectionRun, lineage: Lineage, stage: StageKey) -> tuple[Mark, ...]:
    """What to draw of an object in a stage; where it did not get so far, the last that there was of it."""
    if stage in (StageKey.ANCHORS, StageKey.OBJECTNESS):
        return _at_its_anchor(run, lineage, stage)
    if stage in (StageKey.INPUT, StageKey.PYRAMID):
        return (Mark(box_of(run, lineage.last), Role.CHOSEN, name_of(run, lineage.last)),)
    at = lineage.at(stage) or lineage.last
    # Pasted objects have tags of their own, which a name would cover.
    chosen = Mark(box_of(run, at), Role.CHOSEN, "" if stage is StageKey.PASTED else name_of(run, at))
    if at.kind is ChosenKind.CANDIDATE:
        return (*_victims(run, at), *_rival(run, at), chosen)
    if at.kind is ChosenKind.PAIR or stage is StageKey.BOXES:
        assert lineage.pair is not None
        assert lineage.proposal is not None
        pair = Chosen(ChosenKind.PAIR, lineage.pair)
        before = Mark(run.proposal(lineage.proposal).box_image, Role.BEFORE, tr("as proposed"))
        return (*_victims(run, pair), *_rival(run, pair), before, chosen)
    return (chosen,)


def _at_its_anchor(run: DetectionRun, lineage: Lineage, stage: StageKey) -> tuple[Mark, ...]:
    level = run.levels[lineage.level]
    place = lineage.anchor - level.first
    anchor = run.input.to_image.box(as_box(level.anchors[place]))
    moved = run.input.to_image.box(as_box(level.decoded[place]))
    row, column, _ = level.cell_of(lineage.anchor)
    cell = run.pyramid.cell_to_image(level.name).box(Box(column, row, column + 1, row + 1))
    marks = (Mark(moved, Role.CHOSEN, tr("moved by its deltas")), Mark(anchor, Role.BEFORE, tr("anchor {number}", number=lineage.anchor)))
    return (*marks, Mark(cell, Role.CELL)) if stage is StageKey.OBJECTNESS else marks


def _rival(run: DetectionRun, at: Chosen) -> tuple[Mark, ...]:
    rival = rival_of(run, at)
    return () if rival is None else (Mark(box_of(run, rival), Role.RIVAL, tr("its rival")),)


def _victims(run: DetectionRun, at: Chosen) -> tuple[Mark, ...]:
    victims = victims_of(run, at)[:MOST_VICTIMS]
    is_pair = at.kind is ChosenKind.PAIR
    boxes = pair_boxes_image(run, victims) if is_pair else boxes_image(run, run.candidates.boxes_input[victims])
    return tuple(Mark(as_box(corners), Role.VICTIM) for corners in np.asarray(boxes))


class MarksLayer(KeptLayer):
    """Few boxes, each with a casing that sets it off from any photo, and named."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: tuple[Mark, ...] = ()

    def set_marks(self, marks: tuple[Mark, ...], image_shape: tuple[int, int]) -> None:
        self.marks = marks
        self.fill(image_shape)

    def clear(self) -> None:
        self.marks = ()
        super().clear()

    def draw(self, painter: QPainter, frame: ViewFrame) -> None:
        for mark in self.marks:
            _draw_box(painter, device_rect(mark.box, frame), mark.role, frame.pixel_ratio)
        taken: list[QRectF] = []
        for mark in reversed(self.marks):
            if mark.text:
                taken.append(_draw_name(painter, mark, device_rect(mark.box, frame), frame, taken))


def _colour(role: Role) -> QColor:
    theme = current()
    return {
        Role.CHOSEN: QColor(theme.accent), Role.BEFORE: QColor("#ffffff"), Role.RIVAL: QColor(RIVAL), Role.CELL: QColor(RIVAL),
        Role.VICTIM: fate_colour(Fate.SUPPRESSED),
    }[role]  # fmt: skip


_STYLES = {
    Role.CHOSEN: Qt.PenStyle.SolidLine, Role.BEFORE: Qt.PenStyle.DotLine, Role.RIVAL: Qt.PenStyle.DashLine,
    Role.CELL: Qt.PenStyle.DashLine,
    Role.VICTIM: Qt.PenStyle.SolidLine,
}  # fmt: skip
_WIDTHS = {Role.CHOSEN: 3.0, Role.BEFORE: 2.0, Role.RIVAL: 2.0, Role.CELL: 2.0, Role.VICTIM: 1.0}


def _draw_box(painter: QPainter, rect: QRectF, role: Role, ratio: float) -> None:
    width = _WIDTHS[role] * ratio
    cap, join = Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin
    if role is not Role.VICTIM:
        painter.setPen(QPen(QColor(0, 0, 0, 150), width + 2 * ratio, Qt.PenStyle.SolidLine, cap, join))
        painter.drawRect(rect)
    painter.setPen(QPen(_colour(role), width, _STYLES[role], cap, join))
    painter.drawRect(rect)


def _draw_name(painter: QPainter, mark: Mark, rect: QRectF, frame: ViewFrame, taken: list[QRectF]) -> QRectF:
    """The name on the box's upper edge, within the window, moved down where another name stands already."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(round(12 * frame.pixel_ratio))
    metrics = QFontMetricsF(font)
    pad = 4 * frame.pixel_ratio
    plate = QRectF(0, 0, metrics.horizontalAdvance(mark.text) + 2 * pad, metrics.height() + pad / 2)
    left = min(max(rect.left(), 0.0), frame.x.window - plate.width())
    plate.moveTopLeft(QPointF(left, min(max(rect.top() - plate.height(), 0.0), frame.y.window - plate.height())))
    while any(plate.intersects(other) for other in taken):
        plate.translate(0, plate.height() + 1)
    painter.fillRect(plate, QColor(20, 21, 24, 225))
    painter.fillRect(QRectF(plate.left(), plate.top(), 3 * frame.pixel_ratio, plate.height()), _colour(mark.role))
    painter.setFont(font)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(plate.adjusted(pad, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, mark.text)
    return plate
