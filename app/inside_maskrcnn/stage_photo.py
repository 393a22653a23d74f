"""The photo of the Mask R-CNN workspace: a canvas on which one stage is drawn, and what a hand does to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app.canvas.cell_layers import HeatLayer
from app.canvas.image_canvas import CanvasClick, CanvasView, ImageCanvas, ImagePoint
from app.canvas.instance_layer import InstanceLayer
from app.canvas.layers import LayerRow
from app.chosen import Chosen, ChosenKind
from app.colours import heated
from app.inside_maskrcnn.stage_boxes import EDGE_REACH, StageBoxes
from app.inside_maskrcnn.stage_facts import objectness_map
from app.inside_maskrcnn.stage_layers import BoxesLayer, CellsLayer, CentresLayer, InputLayer
from app.inside_maskrcnn.stage_lineage import Lineage, as_box
from app.inside_maskrcnn.stage_marks import Mark, MarksLayer, Role, marks_of
from app.preferences import StageKey
from app.translation import tr
from core.geometry import Box
from core.image import ImageDocument
from core.maskrcnn.results import DetectionRun, Floats, LevelStage
from core.maskrcnn.scene import InstanceScene

BEHIND = 0.4
"""Opacity of the boxes while one of them is chosen: the others stay in sight, and out of the way."""


@dataclass(frozen=True, slots=True, eq=False)
class StageScene:
    """Everything that the photo shows. ``boxes`` are those drawn, None in stages without; ``objects`` None while they are pasted."""

    run: DetectionRun
    stage: StageKey
    level: int
    boxes: StageBoxes | None
    lineage: Lineage | None
    objects: InstanceScene | None

    @property
    def level_stage(self) -> LevelStage:
        return self.run.levels[self.level]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the level on screen."""

    row: int
    column: int


class StagePhoto(QObject):
    """``chosen(Chosen)`` for what was clicked; ``cell_pointed(Cell | None)`` in stages of cells."""

    chosen = Signal(object)
    cell_pointed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.heat, self.frame, self.centres, self.cells = HeatLayer(), InputLayer(), CentresLayer(), CellsLayer()
        self.objects, self.boxes, self.marks = InstanceLayer(), BoxesLayer(), MarksLayer()
        self._layers = (self.heat, self.frame, self.objects, self.cells, self.centres, self.boxes, self.marks)
        rows = tuple(LayerRow(str(place), "", lambda _parent, layer=layer: layer) for place, layer in enumerate(self._layers))  # type: ignore[misc]
        self.canvas = ImageCanvas(parent, rows=rows)
        self._scene: StageScene | None = None
        self._cell: Cell | None = None
        self._framed: CanvasView | None = None
        self.canvas.hovered.connect(self._point)
        self.canvas.clicked.connect(self._click)
        self.retranslate()

    @property
    def scene(self) -> StageScene | None:
        return self._scene

    def retranslate(self) -> None:
        self.canvas.setAccessibleName(tr("Photo with the stage"))
        self.canvas.setAccessibleDescription(
            tr("The table beside it has the same boxes. A click chooses one, another click the next below.")
        )

    def set_photo(self, document: ImageDocument | None) -> None:
        self._scene = self._cell = None
        self.canvas.set_photo(None if document is None else document.rgb)

    def set_opacity(self, opacity: float) -> None:
        """Of what covers the photo; lines stay as they are."""
        for layer in (self.heat, self.cells, self.objects):
            layer.set_opacity(opacity)

    def set_scene(self, scene: StageScene | None) -> None:
        """Draw a stage; layers that show the same as before are left alone."""
        before, self._scene = self._scene, scene
        if scene is None:
            for layer in self._layers:
                layer.clear()
            return
        changed = before is None or (before.run, before.stage, before.level) != (scene.run, scene.stage, scene.level)
        if changed:
            self._show_whole_input(before, scene)
            self._draw_ground(scene)
        if changed or before is None or (before.boxes, before.objects) != (scene.boxes, scene.objects):
            self._draw_boxes(scene)
        self._draw_objects(scene)
        if scene.stage is StageKey.MASKS:
            self._draw_cells(scene)
        if changed:
            self._set_cell(None)
        self._draw_marks()

    def _show_whole_input(self, before: StageScene | None, scene: StageScene) -> None:
        """The padding lies beside the photo: a fitted view makes room for it, and is fitted again afterwards."""
        was_input = before is not None and before.stage is StageKey.INPUT
        if self._framed is not None and self.canvas.view == self._framed and was_input:
            self.canvas.fit()
        self._framed = None
        if scene.stage is StageKey.INPUT and self.canvas.fitted:
            self.canvas.set_view(*self._view_of_input(scene))
            self._framed = self.canvas.view

    def _view_of_input(self, scene: StageScene) -> tuple[ImagePoint, float]:
        height, width = scene.run.input.padded_size
        padded = scene.run.input.to_image.box(Box(0, 0, width, height))
        photo_height, photo_width = scene.run.input.image_size
        zoom = self.canvas.zoom * min(photo_width / padded.width, photo_height / padded.height)
        return ImagePoint(padded.width / 2, padded.height / 2), zoom

    # -- layers --------------------------------------------------------------------------------------------------------

    def _draw_ground(self, scene: StageScene) -> None:
        for layer in (self.heat, self.frame, self.centres, self.cells):
            layer.clear()
        draw: dict[StageKey, Callable[[StageScene], None]] = {
            StageKey.INPUT: lambda it: self.frame.set_input(it.run.input),
            StageKey.PYRAMID: self._draw_pyramid,
            StageKey.ANCHORS: self._draw_centres,
            StageKey.OBJECTNESS: self._draw_objectness,
        }
        if scene.stage in draw:
            draw[scene.stage](scene)

    def _draw_pyramid(self, scene: StageScene) -> None:
        values = pyramid_map(scene.run, scene.level)
        self._draw_heat(scene, heated(values, float(values.min()), float(values.max())))

    def _draw_objectness(self, scene: StageScene) -> None:
        self._draw_heat(scene, heated(objectness_map(scene.level_stage), 0.0, 1.0))

    def _draw_heat(self, scene: StageScene, colours: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
        self.heat.set_cells(colours, scene.run.pyramid.cell_to_image(scene.level_stage.name), scene.run.input.image_size)

    def _draw_centres(self, scene: StageScene) -> None:
        level, to_image = scene.level_stage, scene.run.input.to_image
        corners = level.anchors[:: level.kinds]
        x, y = corners[:, [0, 2]].mean(axis=1) * to_image.x.scale, corners[:, [1, 3]].mean(axis=1) * to_image.y.scale
        pitch = level.stride * min(to_image.x.scale, to_image.y.scale)
        self.centres.set_centres(np.stack((x, y), axis=1), pitch, scene.run.input.image_size)

    def _draw_cells(self, scene: StageScene) -> None:
        """The mask of the chosen object alone, else those of all that are drawn, each in the colour that its pasted mask has."""
        run, boxes = scene.run, scene.boxes
        assert boxes is not None
        alone = None if scene.lineage is None else scene.lineage.detection
        drawn: list[int] = boxes.index[::-1].tolist() if alone is None else [alone]
        masks = [(as_box(run.boxes_image[it]), _colour_of(scene, it), run.mask_probabilities(it)) for it in drawn]
        self.cells.set_masks(masks, run.input.image_size)

    def _draw_boxes(self, scene: StageScene) -> None:
        if scene.boxes is None or scene.stage is StageKey.PASTED:
            self.boxes.clear()
            return
        objects = scene.objects if scene.stage is StageKey.MASKS else None
        boxes = scene.boxes if objects is None else scene.boxes.in_colours(objects.colours)
        self.boxes.set_boxes(boxes, scene.run.input.image_size)

    def _draw_objects(self, scene: StageScene) -> None:
        objects = scene.objects if scene.stage is StageKey.PASTED else None
        if objects is not self.objects.scene:
            self.objects.set_scene(objects)
        self.objects.set_emphasis(None if objects is None or scene.lineage is None else scene.lineage.detection)

    def _draw_marks(self) -> None:
        scene = self._scene
        if scene is None:
            return
        marks = () if scene.lineage is None else marks_of(scene.run, scene.lineage, scene.stage)
        self.boxes.set_opacity(BEHIND if marks else 1.0)
        self.marks.set_marks((*marks, *self._cell_marks(scene)), scene.run.input.image_size)

    def _cell_marks(self, scene: StageScene) -> tuple[Mark, ...]:
        """The anchors of the cell under the pointer, or the cell itself; without pointer and choice the anchors of the surest cell."""
        level, place = scene.level_stage, self._cell
        if place is None and scene.stage is StageKey.ANCHORS and scene.lineage is None:
            place = surest_cell(level)
        if place is None:
            return ()
        cell = Box(place.column, place.row, place.column + 1, place.row + 1)
        marks = [Mark(scene.run.pyramid.cell_to_image(level.name).box(cell), Role.CELL)]
        if scene.stage is StageKey.ANCHORS:
            first = (place.row * level.grid[1] + place.column) * level.kinds
            marks += [Mark(scene.run.input.to_image.box(as_box(it)), Role.BEFORE) for it in level.anchors[first : first + level.kinds]]
        return tuple(marks)

    # -- pointing and choosing -----------------------------------------------------------------------------------------

    def _point(self, point: ImagePoint | None) -> None:
        scene = self._scene
        if scene is not None and scene.stage in (StageKey.PYRAMID, StageKey.ANCHORS, StageKey.OBJECTNESS):
            self._set_cell(None if point is None else cell_at(scene.run, scene.level_stage, point.x, point.y))

    def _set_cell(self, cell: Cell | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self._draw_marks()
            self.cell_pointed.emit(cell)

    def _click(self, click: CanvasClick) -> None:
        scene = self._scene
        if scene is None or scene.boxes is None:
            return
        found = self._at(scene, click.point)
        if found is not None:
            self.chosen.emit(found)

    def _at(self, scene: StageScene, point: ImagePoint) -> Chosen | None:
        current = None if scene.lineage is None else scene.lineage.at(scene.stage)
        if scene.stage is StageKey.PASTED and scene.objects is not None:
            found = scene.objects.at(point.x, point.y)
            return None if found is None else Chosen(ChosenKind.DETECTION, found)
        assert scene.boxes is not None
        reach = EDGE_REACH * self.canvas.devicePixelRatioF() / self.canvas.zoom
        return scene.boxes.next_at(point.x, point.y, reach, current)


def _colour_of(scene: StageScene, detection: int) -> QColor:
    if scene.objects is not None:
        return QColor(*(int(channel) for channel in scene.objects.colours[detection]))
    assert scene.boxes is not None
    return scene.boxes.colours[int(scene.run.labels[detection])]


def pyramid_map(run: DetectionRun, level: int) -> Floats:
    """``(h, w)`` float32: the mean over the channels of a level, its share of the photo only."""
    stage = run.levels[level]
    values = run.pyramid.levels[stage.name].mean(axis=0)
    height, width = run.input.size
    rows, columns = -(-height // stage.stride), -(-width // stage.stride)
    return np.asarray(values[:rows, :columns], np.float32)


def surest_cell(level: LevelStage) -> Cell:
    """Where the anchor with the best objectness stands."""
    row, column, _ = level.cell_of(level.first + int(level.objectness.argmax()))
    return Cell(row, column)


def cell_at(run: DetectionRun, level: LevelStage, x: float, y: float) -> Cell | None:
    """The cell of a level that covers an image point; None outside the map."""
    to_cells = run.pyramid.cell_to_image(level.name).inverse()
    row, column = int(to_cells.y(y) // 1), int(to_cells.x(x) // 1)
    return Cell(row, column) if 0 <= row < level.grid[0] and 0 <= column < level.grid[1] else None
