"""The stages pane: strip, photo, table and explanation, kept in step with the session."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.canvas.image_canvas import ImagePoint
from app.chosen import Chosen
from app.detection_session import NO_MODEL
from app.inside_maskrcnn.explanation import about, cell_text, density_text, heading, page, spoken
from app.inside_maskrcnn.explanation_pane import ExplanationPane
from app.inside_maskrcnn.stage_boxes import StageBoxes, boxes_of
from app.inside_maskrcnn.stage_controls import FIRST_COUNT, StageControls
from app.inside_maskrcnn.stage_facts import STAGES, surest_level
from app.inside_maskrcnn.stage_lineage import Lineage, follow
from app.inside_maskrcnn.stage_photo import Cell, StagePhoto, StageScene, pyramid_map
from app.inside_maskrcnn.stage_rows import RowsContext, rows_of
from app.inside_maskrcnn.strip import StageStrip
from app.inside_maskrcnn.tables import StageTable
from app.intents import Intents
from app.preferences import StageKey
from app.session import Pixel, Session
from app.translation import tr
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from core.catalog import WeightsState
from core.image import ImageDocument
from core.maskrcnn.results import DetectionRun, Fate
from core.maskrcnn.scene import InstanceScene

LEVEL_STAGES = (StageKey.PYRAMID, StageKey.ANCHORS, StageKey.OBJECTNESS)
FATE_STAGES = (StageKey.PROPOSALS_BEFORE, StageKey.PROPOSALS_AFTER, StageKey.BOXES)
"""Stages whose boxes have the colours of their fates."""
SIDE_WIDTH = 424
SURE = 0.5


class StagesPane(Panel):
    """Reads the session; emits what a person chooses."""

    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._intents = session, intents
        self._level = 0
        self._counts: dict[StageKey, int] = {}
        self._made: tuple[DetectionRun, StageKey, str, StageBoxes | None] | None = None
        self._cut: StageBoxes | None = None
        self.strip, self.controls, self.table, self.explanation = StageStrip(), StageControls(), StageTable(), ExplanationPane()
        self.photo = StagePhoto(self)
        mirror(self.photo.canvas, self.table)
        self.empty, self.run = QLabel(), QPushButton()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.run.setProperty("primary", True)
        self._lay_out()
        self._connect()
        self.photo.set_opacity(session.look.opacity)
        self._show_photo(session.document)
        self.finish()

    # -- layout --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.controls)
        column.addWidget(self.photo.canvas, 1)
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(self.table)
        side.addWidget(self.explanation)
        side.setSizes([270, 330])
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(middle)
        whole.addWidget(side)
        whole.setSizes([856, SIDE_WIDTH])
        for place, share in enumerate((2, 1)):  # of a larger window the tables get their share
            whole.setStretchFactor(place, share)
        for splitter in (side, whole):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(4)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self._pages, 1)

    def _empty_page(self) -> QWidget:
        empty = QWidget()
        column = QVBoxLayout(empty)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.run)
        row.addStretch(1)
        column.addStretch(1)
        column.addWidget(self.empty)
        column.addSpacing(10)
        column.addLayout(row)
        column.addStretch(1)
        return empty

    def _connect(self) -> None:
        session, intents = self._session, self._intents
        session.document_changed.connect(self._show_photo)
        session.detection_changed.connect(self._show_run)
        session.chosen_changed.connect(self._follow_chosen)
        session.shown_stage_changed.connect(self._show_stage)
        session.look_changed.connect(self._show_look)
        session.instance_scene_changed.connect(self._show_objects)
        session.overlays_held_changed.connect(lambda held: self.photo.canvas.set_overlays_visible(not held))
        for signal in (session.activity_changed, session.instance_model_changed, session.weights_changed):
            signal.connect(self._show_empty)
        self.strip.chosen.connect(intents.show_stage)
        self.run.clicked.connect(intents.run)
        for chooser in (self.photo.chosen, self.table.chosen, self.explanation.linked):
            chooser.connect(intents.choose)
        self.photo.cell_pointed.connect(self._show_cell)
        self.table.opened.connect(intents.open_in_lab)
        self.explanation.lab_asked.connect(self._open_in_lab)
        self.explanation.let_go.connect(lambda: intents.choose.emit(None))
        self.controls.level_chosen.connect(self._choose_level)
        self.controls.count_chosen.connect(self._choose_count)
        self.photo.canvas.hovered.connect(self._say_where)
        intents.fit.connect(lambda: self._zoom(None))
        intents.actual_size.connect(lambda: self._zoom(1.0))
        intents.zoom_by.connect(lambda factor: self._zoom(self.photo.canvas.zoom * factor))

    def retranslate(self) -> None:
        self.table.setAccessibleName(tr("Table of the stage"))
        self.table.setAccessibleDescription(tr("Enter opens a row in the RoI lab."))
        self.run.setText(tr("Run"))
        name(self.run, tr("Run"), tr("Run the chosen models on the photo."))
        self.photo.retranslate()
        self._show_run(self._session.detection)

    # -- the session's state -------------------------------------------------------------------------------------------

    @property
    def level(self) -> int:
        """The place of the level that is drawn, 0 for the finest."""
        return self._level

    @property
    def lineage(self) -> Lineage | None:
        """The way of what is chosen."""
        run, chosen = self._session.detection, self._session.chosen
        return None if run is None or chosen is None else follow(run, chosen)

    def _show_photo(self, document: ImageDocument | None) -> None:
        self.photo.set_photo(document)
        self._show_empty()

    def _show_run(self, run: DetectionRun | None) -> None:
        if run is not None and (self._made is None or self._made[0].image_digest != run.image_digest):
            self._level = surest_level(run)
        self.strip.set_run(run)
        self._show_empty()
        self._show_stage(self._session.shown_stage)

    def _show_empty(self) -> None:
        """What to do while there is nothing to see; the strip stays, since it says what there will be."""
        session = self._session
        has_run = session.detection is not None
        self._pages.setCurrentIndex(1 if has_run else 0)
        for card in self.strip.cards:
            card.setEnabled(has_run)
        self.run.setVisible(session.document is not None and session.activity is None and session.instance_model_key != NO_MODEL)
        self.empty.setText(self._what_to_do())

    def _what_to_do(self) -> str:
        session = self._session
        if session.document is None:
            return tr("Open a photo, or click a sample: its way through the Mask R-CNN is followed here.")
        if session.instance_model_key == NO_MODEL:
            return tr("No Mask R-CNN is chosen; choose one in the Run panel.")
        if session.activity is not None:
            return tr("The network is running; its stages appear here.")
        if session.weights.get(session.instance_model_key) in (WeightsState.MISSING, WeightsState.DAMAGED):
            return tr("The weights of the chosen Mask R-CNN are missing or damaged; choose another model in the Run panel.")
        return tr("Run the network: its stages appear here, from the anchors to the pasted masks.")

    def _show_stage(self, stage: StageKey) -> None:
        self.strip.set_stage(stage)
        run = self._session.detection
        if run is None:
            self.photo.set_scene(None)
            return
        self._level = min(self._level, len(run.levels) - 1)
        self._cut_boxes(run, stage)
        self._show_controls(run, stage)
        self._fill_table(run, stage)
        self._show_chosen(self._session.chosen)

    def _follow_chosen(self, chosen: Chosen | None) -> None:
        """Show the level that what is chosen comes from."""
        lineage = self.lineage
        if lineage is not None and lineage.level != self._level:
            self._level = lineage.level
            self._show_stage(self._session.shown_stage)
        else:
            self._show_chosen(chosen)

    def _show_look(self) -> None:
        self.photo.set_opacity(self._session.look.opacity)
        if self._made is not None and self._made[2] != self._session.look.palette:
            self._show_stage(self._session.shown_stage)

    def _show_objects(self, objects: InstanceScene | None) -> None:
        del objects
        if self._session.shown_stage in (StageKey.MASKS, StageKey.PASTED):
            self._show_stage(self._session.shown_stage)

    def _show_chosen(self, chosen: Chosen | None) -> None:
        run, stage = self._session.detection, self._session.shown_stage
        if run is None:
            return
        lineage = self.lineage
        self._draw()
        self.table.show_chosen(None if lineage is None else lineage.at(stage))
        if chosen is None or lineage is None:
            self.explanation.set_page(heading(tr(STAGES[stage].title)) + about(run, stage), has_choice=False)
        else:
            self.explanation.set_page(page(run, chosen, lineage), has_choice=True)
            self.explanation.page.setAccessibleDescription(spoken(run, lineage))

    # -- drawing -------------------------------------------------------------------------------------------------------

    def _boxes(self, run: DetectionRun, stage: StageKey) -> StageBoxes | None:
        """All boxes of the stage, made once for a run and a palette."""
        palette = self._session.look.palette
        if self._made is None or self._made[:3] != (run, stage, palette):
            self._made = (run, stage, palette, boxes_of(run, stage, palette))
        return self._made[3]

    def _cut_boxes(self, run: DetectionRun, stage: StageKey) -> None:
        boxes = self._boxes(run, stage)
        self._cut = None if boxes is None else boxes.first(self._count(boxes, stage))

    def _count(self, boxes: StageBoxes, stage: StageKey) -> int:
        """How many boxes are drawn, by default as many as can be told apart: of the masks, which cover the photo, the sure ones."""
        sure = max(int((boxes.scores >= SURE).sum()), 1) if stage is StageKey.MASKS else FIRST_COUNT
        return min(self._counts.get(stage, sure), len(boxes))

    def _draw(self) -> None:
        session, run = self._session, self._session.detection
        if run is not None:
            lineage, objects = self.lineage, session.instance_scene
            self.photo.set_scene(StageScene(run, session.shown_stage, self._level, self._cut, lineage, objects))

    def _fill_table(self, run: DetectionRun, stage: StageKey) -> None:
        scene = self._session.instance_scene
        areas = tuple(mask.area for mask in scene.masks) if scene is not None else None
        colours = None if scene is None else scene.colours
        self.table.set_rows(rows_of(RowsContext(run, self._session.look.palette, areas, colours), stage))

    def _show_controls(self, run: DetectionRun, stage: StageKey) -> None:
        boxes = self._boxes(run, stage)
        if stage in LEVEL_STAGES:
            self.controls.show_level(self._level)
        elif boxes is not None and len(boxes) and stage is not StageKey.PASTED:
            self.controls.show_count(self._count(boxes, stage), len(boxes))
        else:
            self.controls.show_nothing()
        fates = () if boxes is None or stage not in FATE_STAGES else np.unique(boxes.group)[::-1].tolist()
        self.controls.set_fates(tuple(Fate(fate) for fate in fates))
        self.controls.set_heat(self._heat_ends(run, stage))
        self.explanation.set_pointed(density_text(run, run.levels[self._level]) if stage is StageKey.ANCHORS else "")

    def _heat_ends(self, run: DetectionRun, stage: StageKey) -> tuple[str, str, str] | None:
        if stage is StageKey.OBJECTNESS:
            return "0", "1", tr("Best objectness of each cell:")
        if stage is StageKey.PYRAMID:
            values = pyramid_map(run, self._level)
            low, high = (f"{value:.2f}".replace("-", "−") for value in (values.min(), values.max()))
            return low, high, tr("Mean of the channels of each cell:")
        return None

    # -- what a hand does ----------------------------------------------------------------------------------------------

    def _show_cell(self, cell: Cell | None) -> None:
        run, stage = self._session.detection, self._session.shown_stage
        if run is None:
            return
        level = run.levels[self._level]
        rest = density_text(run, level) if stage is StageKey.ANCHORS else ""
        self.explanation.set_pointed(rest if cell is None else cell_text(level, cell.row, cell.column))

    def _choose_level(self, place: int) -> None:
        self._level = place
        self._show_stage(self._session.shown_stage)

    def _choose_count(self, count: int) -> None:
        run, stage = self._session.detection, self._session.shown_stage
        if run is not None:
            self._counts[stage] = count
            self._cut_boxes(run, stage)
            self._draw()

    def _say_where(self, point: ImagePoint | None) -> None:
        self._intents.point_at.emit(None if point is None else Pixel(int(point.x), int(point.y)))

    def _zoom(self, zoom: float | None) -> None:
        """What View asks for is meant for the photo in sight. None fits."""
        if not self.isVisible():
            return
        if zoom is None:
            self.photo.canvas.fit()
        else:
            self.photo.canvas.set_zoom(zoom)

    def _open_in_lab(self) -> None:
        if self._session.chosen is not None:
            self._intents.open_in_lab.emit(self._session.chosen)
