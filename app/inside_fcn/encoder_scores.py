"""The score side of "Encoder and decoder": one class's score maps at stride 32, 16 and 8, and how the decoder adds them up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.colours import Picture
from app.inside_fcn.class_choice import ClassChoice
from app.inside_fcn.map_tile import TileContent, TileGrid
from app.inside_fcn.scale_bar import ScaleBar, diverging, number
from app.theme import tabular
from app.translation import tr
from app.widgets.panel import name
from core.fcn.feature_maps import cells_on_photo
from core.fcn.results import Segmentation
from core.fcn.upsampling import DecoderStep, decoder_steps
from core.features import FloatMap
from core.geometry import PlaneMap

CELLS = ((0, 0), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2))
"""Row and column of each step's tile: the last of a row is its sum."""
COARSEST = 32


@dataclass(frozen=True, slots=True, eq=False)
class ScoreMaps:
    """The steps of one class, cut to the cells at stride 32 that touch the photo; ``limit`` is the largest magnitude in all of them."""

    segmentation: Segmentation
    class_id: int
    steps: tuple[DecoderStep, ...]
    limit: float

    @classmethod
    def of(cls, segmentation: Segmentation, class_id: int) -> ScoreMaps:
        scores = segmentation.scores
        rows, columns = cells_on_photo(scores.cell_to_image(COARSEST), scores.scores[COARSEST].shape[1:], scores.image_size)
        steps = []
        for step in decoder_steps(scores.scores, class_id, scores.read_outs[-1], segmentation.gains, scores.streams):
            times = COARSEST // step.stride
            steps.append(DecoderStep(step.kind, step.stride, step.values[: rows * times, : columns * times]))
        limit = max(float(np.abs(step.values).max()) for step in steps)
        return cls(segmentation, class_id, tuple(steps), limit)

    def cells(self, place: int) -> PlaneMap:
        return self.segmentation.scores.cell_to_image(self.steps[place].stride)


class ScoreSide(QWidget):
    """``looked`` says that another step or class is wanted on the photo."""

    looked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.maps: ScoreMaps | None = None
        self.place = 0
        self.class_choice, self.tiles, self.scale = ClassChoice(), TileGrid(CELLS, are_buttons=True), ScaleBar()
        self.facts = QLabel()
        self._class_label = QLabel()
        self.facts.setWordWrap(True)
        self.facts.setFont(tabular(self.facts.font()))
        row = QHBoxLayout()
        row.addWidget(self._class_label)
        row.addWidget(self.class_choice, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.scale)
        column.addWidget(self.tiles)
        column.addWidget(self.facts)
        column.addStretch(1)
        self.class_choice.chosen.connect(self._class_chosen)
        self.tiles.chosen.connect(self.choose_step)

    def choose_step(self, place: int) -> None:
        """Put another step on the photo."""
        self.place = place
        self.tiles.set_chosen(place)
        self._write_facts()
        self.looked.emit()

    def choose_class(self, class_id: int) -> None:
        self.class_choice.choose(class_id)

    def show_result(self, segmentation: Segmentation | None) -> None:
        if segmentation is None:
            self.maps = None
        else:
            self.class_choice.follow(segmentation)
            self.maps = ScoreMaps.of(segmentation, self.class_choice.class_id)
            self.place = min(self.place, len(self.maps.steps) - 1)  # another network may have fewer
        self._show()

    def values(self) -> FloatMap | None:
        return None if self.maps is None else self.maps.steps[self.place].values

    def picture(self) -> Picture | None:
        return None if self.maps is None else diverging(self.maps.steps[self.place].values, self.maps.limit)

    def value_words(self, row: int, column: int) -> str:
        values = self.values()
        return "" if values is None else tr("logit {value}", value=number(float(values[row, column])))

    def point(self, x: float, y: float) -> None:
        """Show every step's number at a point of the photo, image px."""
        if self.maps is not None:
            back, (rows, columns) = self.maps.cells(0).inverse(), self.maps.steps[0].values.shape
            self.tiles.point(QPointF(back.x(x) / columns, back.y(y) / rows))

    def forget_point(self) -> None:
        self.tiles.point(None)

    def _class_chosen(self, class_id: int) -> None:
        if self.maps is not None:
            self.maps = ScoreMaps.of(self.maps.segmentation, class_id)
            self._show()
            self.looked.emit()

    def _show(self) -> None:
        maps = self.maps
        for part in (self.tiles, self.scale, self.facts):
            part.setVisible(maps is not None)
        if maps is None:
            return
        self.scale.set_scale(-maps.limit, maps.limit, is_diverging=True, unit=tr("logits"))
        self.tiles.show_tiles([self._content(step) for step in maps.steps], self.place)
        self._write_facts()

    def _write_facts(self) -> None:
        maps = self.maps
        if maps is None:
            return
        step = maps.steps[self.place]
        rows, columns = step.values.shape
        cell = maps.cells(self.place)
        self.facts.setText(
            tr("On the photo: {title}, {rows} × {columns} cells; one cell: {width} × {height} px of the photo",
               title=step_name(step), rows=rows, columns=columns, width=f"{cell.x.scale:.1f}", height=f"{cell.y.scale:.1f}")
        )  # fmt: skip

    def _content(self, step: DecoderStep) -> TileContent:
        maps = self.maps
        assert maps is not None
        place = next(place for place, other in enumerate(maps.steps) if other is step)
        rows, columns = step.values.shape
        unread = step.stride < maps.segmentation.read_out
        note = tr("not read by FCN-{stride}s", stride=int(maps.segmentation.read_out)) if unread else f"{rows} × {columns}"
        return TileContent(step_title(step, place), step.values, diverging(step.values, maps.limit), note)

    def retranslate(self) -> None:
        name(self.class_choice, tr("Class"), tr("The class whose scores are shown, and what share of the photo it has."), self._class_label)
        self.tiles.setAccessibleName(tr("Steps of the decoder"))
        self.scale.setAccessibleName(tr("Scale of the heat map"))
        self._show()


def step_title(step: DecoderStep, place: int) -> str:
    """What a step is, with its sign in the sum."""
    sign = {"doubled": "", "sum": "= ", "score": "+ " if place else ""}[step.kind]
    return sign + step_name(step)


def step_name(step: DecoderStep) -> str:
    if step.kind == "doubled":
        return tr("× 2 to stride {stride}", stride=step.stride)
    return tr("Sum {stride}", stride=step.stride) if step.kind == "sum" else tr("Score {stride}", stride=step.stride)
