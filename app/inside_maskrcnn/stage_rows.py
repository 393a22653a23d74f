"""The table of each stage: its columns, from a run's arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from app.chosen import ChosenKind
from app.inside_maskrcnn.stage_boxes import StageBoxes, boxes_of
from app.inside_maskrcnn.stage_colours import FATE_NAMES, class_colours, fate_colour
from app.inside_maskrcnn.stage_facts import sigmoid
from app.inside_maskrcnn.stage_lineage import best_pairs
from app.inside_maskrcnn.tables import Column, TableRows
from app.preferences import StageKey
from app.theme import current
from app.translation import tr
from core.maskrcnn.results import DetectionRun, Fate, Floats, LevelStage
from core.maskrcnn.results import Selection as Selected

TOP_CLASSES = 3
MINUS = "−"


@dataclass(frozen=True, slots=True, eq=False)
class RowsContext:
    """What tables are made from. ``areas`` are the pixels of each pasted mask and ``colours`` ``(d, 3)`` uint8 those that the objects
    have on the photo; None while they are being pasted.
    """

    run: DetectionRun
    palette: str
    areas: tuple[int, ...] | None = None
    colours: npt.NDArray[np.uint8] | None = None


def rows_of(context: RowsContext, stage: StageKey) -> TableRows:
    return _BUILDERS[stage](context, stage)


def _number(title: str, tip: str, keys: npt.NDArray[np.generic], write: str, widest: str) -> Column:
    return Column(title, tip, keys, lambda i: write.format(keys[i]).replace("-", MINUS), widest)


def _words(title: str, tip: str, texts: list[str], widest: str) -> Column:
    return Column(title, tip, np.array(texts, np.str_), lambda i: texts[i], widest, is_number=False)


def _numbers_column(index: npt.NDArray[np.integer]) -> Column:
    return _number("#", tr("The number that sentences use, from 0."), index, "{}", "9999")


def _size_columns(image: Floats) -> tuple[Column, Column]:
    """Width and height, then the corners, in photo pixels."""
    width, height = image[:, 2] - image[:, 0], image[:, 3] - image[:, 1]
    size = Column(tr("Size"), tr("Width × height in photo pixels; sorted by area."), width * height,
                  lambda i: f"{width[i]:.0f} × {height[i]:.0f}", "9999 × 9999", is_wide=True)  # fmt: skip
    corners = Column(tr("Box"), tr("x1, y1, x2, y2 in photo pixels; sorted by x1."), image[:, 0],
                     lambda i: ", ".join(f"{edge:.1f}" for edge in image[i]), "9999.9, 9999.9, 9999.9, 9999.9",
                     is_wide=True)  # fmt: skip
    return size, corners


def _fate_column(fates: npt.NDArray[np.uint8], tip: str) -> Column:
    names = {int(fate): tr(FATE_NAMES[fate]) for fate in Fate}
    widest = max(names.values(), key=len)
    return Column(tr("Fate"), tip, fates, lambda i: names[int(fates[i])], widest, False, lambda i: fate_colour(Fate(fates[i])))


def _score_column(title: str, tip: str, scores: Floats) -> Column:
    return _number(title, tip, scores, "{:.3f}", "0.000")


def _rival_columns(chosen: Selected, index: npt.NDArray[np.integer]) -> tuple[Column, ...]:
    rival, overlap = chosen.rival[index], chosen.rival_iou[index]
    tip, keys = tr("Overlap with the rival that suppressed it."), np.where(rival >= 0, overlap, -1.0)
    return (Column("IoU", tip, keys, lambda i: f"{overlap[i]:.2f}" if rival[i] >= 0 else "", "0.00"),)


# -- stages without boxes ----------------------------------------------------------------------------------------------


def _input(context: RowsContext, stage: StageKey) -> TableRows:
    del stage
    given = context.run.input
    down, across = given.scale
    facts = [
        (tr("Photo"), f"{given.image_size[1]} × {given.image_size[0]} px"),
        (tr("Resized to"), f"{given.size[1]} × {given.size[0]} px"),
        (tr("Padded to"), f"{given.padded_size[1]} × {given.padded_size[0]} px"),
        (tr("Scale"), f"x {across:.4f}, y {down:.4f}"),
        (tr("Values"), f"{given.pixels.min():.2f} … {given.pixels.max():.2f}".replace("-", MINUS)),
    ]
    names, values = ([fact[place] for fact in facts] for place in (0, 1))
    columns = (_words(tr("What"), "", names, max(names, key=len)), _words(tr("Value"), "", values, max(values, key=len)))
    return TableRows(columns, len(facts))


def _level_columns(levels: tuple[LevelStage, ...]) -> list[Column]:
    names = [level.name for level in levels]
    return [
        _words(tr("Level"), tr("Levels of the pyramid, from fine to coarse."), names, "pool"),
        _number(tr("Stride"), tr("Input pixels from cell to cell."), np.array([level.stride for level in levels]), "{}", "64"),
        Column(tr("Cells"), tr("Columns × rows."), np.array([level.grid[0] * level.grid[1] for level in levels]),
               lambda i: f"{levels[i].grid[1]} × {levels[i].grid[0]}", "999 × 999"),
    ]  # fmt: skip


def _pyramid(context: RowsContext, stage: StageKey) -> TableRows:
    del stage
    run = context.run
    maps = [run.pyramid.levels[level.name] for level in run.levels]
    columns = (
        *_level_columns(run.levels),
        _number(tr("Channels"), tr("Numbers at each cell."), np.array([values.shape[0] for values in maps]), "{}", "256"),
        _number(tr("Mean"), tr("Of all its numbers."), np.array([values.mean() for values in maps]), "{:.3f}", "−0.000"),
        _number(tr("Spread"), tr("Standard deviation of all its numbers."), np.array([values.std() for values in maps]), "{:.3f}", "0.000"),
    )
    return TableRows(columns, len(maps))


def _anchors(context: RowsContext, stage: StageKey) -> TableRows:
    del stage
    levels = context.run.levels
    sides = [_sides(level) for level in levels]
    columns = (
        *_level_columns(levels),
        _number(tr("Kinds"), tr("Anchors at each cell."), np.array([level.kinds for level in levels]), "{}", "9"),
        _number(tr("Anchors"), tr("Cells times kinds."), np.array([len(level.anchors) for level in levels]), "{:,}", "999,999"),
        replace(
            _words(tr("Shapes"), tr("Width × height of each kind, in input pixels."), sides, max(sides, key=len, default="")),
            is_wide=True,
        ),
    )
    return TableRows(columns, len(levels))


def _sides(level: LevelStage) -> str:
    corners = level.anchors[: level.kinds]
    return ", ".join(f"{x2 - x1:.0f}×{y2 - y1:.0f}" for x1, y1, x2, y2 in corners)


def _objectness(context: RowsContext, stage: StageKey) -> TableRows:
    del stage
    run = context.run
    best = np.array([sigmoid(float(level.objectness.max(initial=-np.inf))) for level in run.levels])
    above = np.array([int((level.objectness > 0).sum()) for level in run.levels])
    chosen = np.bincount(run.candidates.level, minlength=len(run.levels))
    columns = (
        *_level_columns(run.levels),
        _score_column(tr("Highest"), tr("Highest objectness, as a probability."), best.astype(np.float32)),
        _number("> 0.5", tr("Anchors that are rather an object than not."), above, "{:,}", "999,999"),
        _number(tr("Go on"), tr("The best of each level, up to the limit before NMS."), chosen, "{:,}", "9,999"),
    )
    return TableRows(columns, len(run.levels))


# -- stages with boxes -------------------------------------------------------------------------------------------------


def _boxes(context: RowsContext, stage: StageKey) -> StageBoxes:
    boxes = boxes_of(context.run, stage, context.palette)
    assert boxes is not None
    return boxes


def _candidates(context: RowsContext, stage: StageKey) -> TableRows:
    run, boxes = context.run, _boxes(context, stage)
    chosen, level = run.candidates.selection, run.candidates.level[boxes.index]
    names = [run.levels[it].name for it in level.tolist()]
    columns = (
        _numbers_column(boxes.index),
        _score_column(tr("Objectness"), tr("Sigmoid of the RPN's logit."), boxes.scores),
        Column(tr("Level"), tr("The level of its anchor."), level, lambda i: names[i], "pool", is_number=False),
        *_size_columns(boxes.image)[:1],
        _fate_column(chosen.fate[boxes.index], tr("What the filters and the RPN's NMS did to it.")),
        *_rival_columns(chosen, boxes.index),
        *_size_columns(boxes.image)[1:],
    )
    return TableRows(columns, len(boxes), ChosenKind.CANDIDATE, boxes.index)


def _proposals(context: RowsContext, stage: StageKey) -> TableRows:
    run, boxes = context.run, _boxes(context, stage)
    index, level = boxes.index, run.boxes.level[boxes.index]
    scores = run.boxes.scores[index]
    fates = run.boxes.selection.fate[best_pairs(run)][index]
    objectness = run.candidates.scores[run.boxes.candidate[index]]
    classes = _class_column(context, scores)
    columns = [
        _numbers_column(index),
        _score_column(tr("Objectness"), tr("Sigmoid of the RPN's logit."), objectness),
        _number(tr("Level"), tr("What the heads read it from: ⌊4 + log₂(√(w·h) / 224)⌋, clamped to 2 … 5."), level, "P{}", "P5"),
        _fate_column(fates, tr("The furthest that it came as any class.")),
        classes,
        *_size_columns(boxes.image),
    ]
    if stage is StageKey.CLASSES:
        background = _score_column(tr("Background"), tr("Softmax probability that it is no object."), scores[:, 0])
        columns[1:5] = [background, classes, columns[3]]
    return TableRows(tuple(columns), len(boxes), ChosenKind.PROPOSAL, index)


def _class_column(context: RowsContext, scores: Floats) -> Column:
    """The three best classes of objects; the colour is that of the best of all, the background's grey included."""
    names, colours = context.run.label_names, class_colours(context.palette, context.run.label_names)
    top = np.argsort(-scores[:, 1:], axis=1, kind="stable")[:, :TOP_CLASSES] + 1
    best = scores.argmax(axis=1)
    return Column(
        tr("Classes"), tr("The three best classes of objects with their softmax scores; sorted by the best."),
        scores[:, 1:].max(axis=1, initial=0), lambda i: ", ".join(f"{names[label]} {scores[i, label]:.2f}" for label in top[i]),
        "motorbike 0.99, person 0.99, dog 0.99", False, lambda i: colours[best[i]], is_wide=True,
    )  # fmt: skip


def _pairs(context: RowsContext, stage: StageKey) -> TableRows:
    run, boxes = context.run, _boxes(context, stage)
    proposal, below = np.divmod(boxes.index, len(run.label_names) - 1)
    names, chosen = [run.label_names[label] for label in (below + 1).tolist()], run.boxes.selection
    columns = (
        _number(tr("Proposal"), tr("The proposal that was read as this class."), proposal, "{}", "9999"),
        _words(tr("Class"), tr("The class that it was read as."), names, "motorbike"),
        _score_column(tr("Score"), tr("Softmax probability of the class."), boxes.scores),
        _fate_column(chosen.fate[boxes.index], tr("What NMS per class and the limit of detections did to it.")),
        *_rival_columns(chosen, boxes.index),
        *_size_columns(boxes.image),
    )
    return TableRows(columns, len(boxes), ChosenKind.PAIR, boxes.index)


def _masks(context: RowsContext, stage: StageKey) -> TableRows:
    run, boxes = context.run, _boxes(context, stage)
    colours, names = context.colours, [run.label_names[label] for label in run.labels.tolist()]
    columns = [
        _numbers_column(boxes.index),
        Column(tr("Class"), tr("The class of the detection."), np.array(names, np.str_), lambda i: names[i], "motorbike", False,
               lambda i: QColor(current().edge) if colours is None else QColor(*colours[i].tolist())),
        _score_column(tr("Score"), tr("Softmax probability of the class."), boxes.scores),
        *_size_columns(boxes.image)[:1],
    ]  # fmt: skip
    columns += _pasted_columns(context) if stage is StageKey.PASTED else _cell_columns(run)
    return TableRows((*columns, *_size_columns(boxes.image)[1:]), len(run), ChosenKind.DETECTION, boxes.index)


def _cell_columns(run: DetectionRun) -> list[Column]:
    inside = np.array([int((run.mask_probabilities(it) > run.thresholds.mask).sum()) for it in range(len(run))], np.int64)
    level = np.array([run.masks.level(it) for it in range(len(run))], np.int64)
    return [
        _number(tr("Level"), tr("The pyramid level that the mask head read."), level, "P{}", "P5"),
        _number(tr("Cells"), tr("Cells of 784 that are inside at the mask threshold."), inside, "{}", "784"),
    ]


def _pasted_columns(context: RowsContext) -> list[Column]:
    run, areas = context.run, context.areas
    if areas is None:
        return []
    pixels = np.array(areas, np.int64)
    whole = run.input.image_size[0] * run.input.image_size[1]
    return [
        _number(tr("Pixels"), tr("Photo pixels inside the pasted mask."), pixels, "{:,}", "9,999,999"),
        _number(tr("Share"), tr("Of the photo's pixels, in percent."), pixels / whole * 100, "{:.1f} %", "99.9 %"),
    ]


_BUILDERS: dict[StageKey, Callable[[RowsContext, StageKey], TableRows]] = {
    StageKey.INPUT: _input, StageKey.PYRAMID: _pyramid, StageKey.ANCHORS: _anchors, StageKey.OBJECTNESS: _objectness,
    StageKey.PROPOSALS_BEFORE: _candidates, StageKey.PROPOSALS_AFTER: _proposals, StageKey.CLASSES: _proposals, StageKey.BOXES: _pairs,
    StageKey.MASKS: _masks, StageKey.PASTED: _masks,
}  # fmt: skip
