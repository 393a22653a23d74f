"""FCN and Mask R-CNN on the same photo: where they agree, and how they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from app.canvas.class_map_layer import ClassMapLayer
from app.canvas.image_canvas import ImageCanvas, ImagePoint
from app.canvas.layers import CLASS_MAP
from app.inside_maskrcnn.counts import pixels_text, share_text
from app.inside_maskrcnn.disagreement_table import SHOWN, VERDICT_NAMES, DisagreementTable, Unit
from app.intents import Intents
from app.jobs import JobFailure, JobRunner
from app.session import Session
from app.translation import tr, tr_core
from app.widgets.colour_popup import swatch
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.cancellation import CancelToken
from core.errors import UserError
from core.evaluation.disagreement import Disagreement, Verdict, disagreement
from core.fcn.results import Segmentation
from core.image import ImageDocument
from core.maskrcnn.results import DetectionRun, MaskPatch, PasteRule

CHANNEL = "disagreement"
"""Of the worker."""

VERDICT_COLOURS = {
    Verdict.AGREE: "#228833",
    Verdict.ONLY_MAP: "#4477aa",
    Verdict.ONLY_OBJECT: "#ee6677",
    Verdict.DIFFERENT: "#aa3377",
    Verdict.NOT_COMPARABLE: "#bbbbbb",
}
"""Tol's bright scheme, less the colours that operators and streams have."""

LEAST_OPACITY = 0.35
"""The overlay's opacity is the workspace's, but this map is what the pane is about: it stays visible."""


@dataclass(frozen=True, slots=True, eq=False)
class DisagreementRequest:
    """Called on the worker: pastes every mask at the run's threshold and compares."""

    segmentation: Segmentation
    run: DetectionRun
    rule: PasteRule

    def __call__(self, token: CancelToken) -> Disagreement:
        token.checkpoint("import")
        from core.maskrcnn.paste import mask_patches

        def patches() -> Iterator[MaskPatch]:
            for patch in mask_patches(self.run, self.rule):
                token.checkpoint("paste")
                yield patch

        labels = [int(label) for label in self.run.labels]
        found = self.segmentation
        return disagreement(found.class_map, found.label_set, patches(), labels, self.run.label_names)


class DisagreementPane(Panel):
    """Compares what the session shows, while it can be seen; a failure keeps the last map of the photo and says why."""

    def __init__(self, session: Session, intents: Intents, worker: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        del intents
        self._session, self._worker = session, worker
        self.found: Disagreement | None = None
        self._of: tuple[object, ...] = ()
        self._asked: tuple[object, ...] = ()
        self.canvas = ImageCanvas(rows=(CLASS_MAP,))
        self.boxes = {verdict: QCheckBox() for verdict in SHOWN}
        self.totals = {verdict: QLabel() for verdict in SHOWN}
        self.unit = SegmentedSwitch(tuple(Unit))
        self.table = DisagreementTable()
        mirror(self.canvas, self.table)
        self.words, self.notice, self.pixel = QLabel(), QLabel(), QLabel()
        self._lay_out()
        self._connect()
        if session.document is not None:
            self._show_photo(session.document)
        self.finish()

    @property
    def layer(self) -> ClassMapLayer:
        layer = self.canvas.layer(CLASS_MAP.key)
        assert isinstance(layer, ClassMapLayer)
        return layer

    def _lay_out(self) -> None:
        for label in (self.words, self.notice, self.pixel):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.pixel.setContentsMargins(10, 4, 10, 6)
        legend = QGridLayout()
        legend.setVerticalSpacing(3)
        legend.setColumnStretch(1, 1)
        for row, verdict in enumerate(SHOWN):
            self.boxes[verdict].setChecked(True)
            legend.addWidget(self.boxes[verdict], row, 0)
            self.totals[verdict].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            legend.addWidget(self.totals[verdict], row, 1)
        head = QHBoxLayout()
        head.addStretch(1)
        head.addWidget(self.unit)
        left, right = QWidget(), QWidget()
        photo = QVBoxLayout(left)
        photo.setContentsMargins(0, 0, 0, 0)
        photo.setSpacing(0)
        photo.addWidget(self.canvas, 1)
        photo.addWidget(self.pixel)
        told = QVBoxLayout(right)
        told.setContentsMargins(12, 10, 12, 10)
        told.setSpacing(10)
        told.addWidget(self.words)
        told.addWidget(self.notice)
        told.addLayout(legend)
        told.addLayout(head)
        told.addWidget(self.table, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setChildrenCollapsible(False)
        halves.setStretchFactor(0, 1)
        halves.setSizes([560, 520])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(halves)

    def _connect(self) -> None:
        session = self._session
        session.document_changed.connect(self._show_photo)
        for signal in (session.segmentation_changed, session.detection_changed, session.paste_rule_changed):
            signal.connect(lambda _value: self._compare())
        session.look_changed.connect(lambda _look: self._dress())
        self._worker.failed.connect(self._failed)
        self.canvas.hovered.connect(self._point)
        self.unit.chosen.connect(self._choose_unit)
        self.unit.set_value(Unit.SHARE)
        for box in self.boxes.values():
            box.toggled.connect(lambda _checked: self._dress())

    # -- comparing -----------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._compare()

    def _show_photo(self, document: ImageDocument) -> None:
        self.canvas.set_photo(document.rgb)
        self._take(None)
        self._compare()

    def _compare(self) -> None:
        """Ask for the comparison of what is shown, unless it is there already or nobody looks."""
        session = self._session
        wanted = (session.segmentation, session.detection, session.paste_rule)
        if session.segmentation is None or session.detection is None:
            self._worker.cancel(CHANNEL)
            self._asked = ()
            self._take(None)
            self._say(self._missing())
        elif self.isVisible() and wanted not in (self._of, self._asked):
            self._asked = wanted
            request = DisagreementRequest(session.segmentation, session.detection, session.paste_rule)
            self._say(tr("Comparing…") if self.found is None else "")
            self._worker.submit(CHANNEL, request, self._compared)

    def _missing(self) -> str:
        if self._session.document is None:
            return tr("Open a photo, or click a sample; then run both networks on it.")
        if self._session.detection is None:
            return tr("Run Mask R-CNN on the photo to compare it with the FCN.")
        return tr("Run the FCN on the photo to compare it with Mask R-CNN.")

    def _compared(self, found: Disagreement) -> None:
        self._of, self._asked = self._asked, ()
        self._take(found)
        self._say("" if self._session.detection is not None else self._missing())
        if self._session.detection is not None and not len(self._session.detection):
            self._say(tr("Mask R-CNN found no object: wherever the FCN has a class, it stands alone."))

    def _take(self, found: Disagreement | None) -> None:
        self.found = found
        if found is None:
            self._of = ()
        self.layer.set_class_map(None if found is None else found.verdicts)
        self.table.rows_model.set_found(found)
        self._dress()
        self._write_totals()
        self._point(None)

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel == CHANNEL:
            self._asked = ()
            error = failure.error
            if isinstance(error, UserError):
                self._say(tr_core(error.template, error.fields))
            else:
                self._say(tr("The comparison failed: {error}", error=error))

    def _say(self, notice: str) -> None:
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        table = np.zeros((256, 4), np.uint8)
        for verdict, box in self.boxes.items():
            colour = QColor(VERDICT_COLOURS[verdict])
            table[verdict] = (colour.red(), colour.green(), colour.blue(), 255 if box.isChecked() else 0)
        self.layer.set_table(table)
        self.layer.set_opacity(max(self._session.look.opacity, LEAST_OPACITY))

    def _choose_unit(self, unit: Unit) -> None:
        self.unit.set_value(unit)
        self.table.rows_model.set_unit(unit)

    def _write_totals(self) -> None:
        found = self.found
        for verdict, label in self.totals.items():
            if found is None:
                label.setText("—")
                continue
            count = int(found.totals[verdict])
            label.setText(tr("{pixels} px, {share}", pixels=pixels_text(count), share=share_text(count, found.verdicts.size)))

    def _point(self, point: ImagePoint | None) -> None:
        """Put the pixel under the pointer into words."""
        found, shown, run = self.found, self._session.segmentation, self._session.detection
        if point is None or found is None or shown is None or run is None or self._of[:2] != (shown, run):
            self.pixel.setText(tr("Point at the photo to read what both networks say there."))
            return
        row, column = int(point.y), int(point.x)
        said = shown.label_set.names[int(shown.class_map[row, column])]
        label = int(found.objects[row, column])
        thing = run.label_names[label] if label else tr("no object")
        verdict = Verdict(int(found.verdicts[row, column]))
        outcome = tr(VERDICT_NAMES[verdict]) if verdict in VERDICT_NAMES else tr("background to both")
        self.pixel.setText(tr("x {x}, y {y}: FCN {said}; Mask R-CNN {thing}: {outcome}", x=column, y=row, said=said, thing=thing,
                              outcome=outcome))  # fmt: skip

    def retranslate(self) -> None:
        self.words.setText(" ".join((
            tr("The FCN decides pixel by pixel: one softmax over all classes, and it cannot tell one object from the next."),
            tr("Mask R-CNN decides object by object: the box head names a box, then its mask says which pixels belong to it."),
        )))  # fmt: skip
        tips = {
            Verdict.AGREE: tr("Both give the pixel the same class."),
            Verdict.ONLY_MAP: tr("The FCN gives a class that Mask R-CNN knows too, but no object is there."),
            Verdict.ONLY_OBJECT: tr("An object lies where the FCN sees background."),
            Verdict.DIFFERENT: tr("Both know both classes, and choose different ones."),
            Verdict.NOT_COMPARABLE: tr("One names a class that the other was never taught; classes are the same when their names are."),
        }
        for verdict, box in self.boxes.items():
            text = tr(VERDICT_NAMES[verdict])
            box.setText(text)
            box.setIcon(swatch(QColor(VERDICT_COLOURS[verdict]), ratio=self.devicePixelRatioF()))
            name(box, tr("Show: {verdict}", verdict=text), tips[verdict])
        self.unit.set_texts([
            (tr("Share"), tr("Percent of the photo's pixels.")), (tr("Pixels"), tr("Numbers of pixels.")),
        ], tr("Unit of the counts"))  # fmt: skip
        name(self.table, tr("Agreement of each class"), tr("How many pixels of each class both networks give it."))
        self.canvas.setAccessibleName(tr("Photo with the map of disagreement"))
        self.table.rows_model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.table.rows_model.columnCount() - 1)
        self._write_totals()
        self._point(None)
        self._dress()
        self._compare()
