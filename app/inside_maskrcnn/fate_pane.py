"""The fate pane: draw a box around an object and see how far the network followed it, and what ended it."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.canvas.box_item import BoxItem
from app.canvas.image_canvas import CanvasClick
from app.chosen import Chosen
from app.inside_maskrcnn.fate_canvas import DrawingCanvas, FateBox, FateBoxesItem
from app.inside_maskrcnn.fate_stages import anchor_box, box_of, missed_pair, own_choice, rival_of, timeline
from app.inside_maskrcnn.fate_timeline import Timeline
from app.inside_maskrcnn.stage_colours import fate_colour
from app.intents import Intents
from app.jobs import JobRunner
from app.session import Session
from app.theme import current, tabular
from app.translation import tr, tr_core
from app.widgets.flow import FlowLayout, group
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from core.errors import InputError
from core.evaluation.regions import Region, region_at
from core.geometry import Box
from core.image import ImageDocument
from core.labels import NOT_A_CLASS, coco_name
from core.maskrcnn.fate import Follower, ObjectFate
from core.maskrcnn.results import DetectionRun, Fate

REGION = "fate-region"
"""Channel of the worker."""

ANCHOR_COLOUR = "#e4e5e8"
NOT_A_BOX = "'{text}' is not a box; type four numbers: x1, y1, x2, y2 in photo pixels."


class FatePane(Panel):
    """Follows the box at every step of a drag, on the GUI thread: it takes a few milliseconds and no torch.

    A click takes the region under it, of the ground truth where there is one, else of the FCN; the worker measures it.
    """

    def __init__(self, session: Session, intents: Intents, worker: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._intents, self._worker = session, intents, worker
        self._follower: Follower | None = None
        self._object: Box | None = None
        self.fate: ObjectFate | None = None
        self.canvas = DrawingCanvas()
        self.boxes = FateBoxesItem()
        self.box_item = BoxItem(Box(0, 0, 1, 1), QColor(current().accent))
        self.draw, self.take_chosen, self.take_miss = QPushButton(), QPushButton(), QPushButton()
        self.edges = QLineEdit()
        self.class_label, self.classes = QLabel(), QComboBox()
        self._names: tuple[str, ...] = ()
        self.sentence, self.legend = QLabel(), QLabel()
        self.timeline = Timeline()
        mirror(self.canvas, self.timeline)
        self.show_rival, self.show_own = QPushButton(), QPushButton()
        self._set_up()
        self._lay_out()
        self._connect()
        if session.document is not None:
            self._show_photo(session.document)
        self.finish()

    @property
    def object_box(self) -> Box | None:
        """The object's box in image px; None until there is one."""
        return self._object

    def set_object(self, box_image: Box, label: int | None = None) -> None:
        """Follow a true, drawn or missed object of class ``label``, or of any."""
        self.classes.setCurrentIndex(max(self.classes.findData(label), 0))
        self._place(box_image)

    # -- layout --------------------------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        self.canvas.add_item(self.boxes)
        self.canvas.add_item(self.box_item)
        self.box_item.setZValue(10)
        self.box_item.hide()
        self.draw.setCheckable(True)
        self.edges.setFont(tabular(self.edges.font()))
        self.edges.setMinimumWidth(170)
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setContentsMargins(10, 3, 10, 5)
        self.classes.setMinimumContentsLength(9)

    def _lay_out(self) -> None:
        bar = FlowLayout(group(self.draw, self.take_chosen, self.take_miss, spacing=8), self.edges, group(self.class_label, self.classes))
        bar.setContentsMargins(10, 6, 10, 6)
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.legend)
        buttons = QHBoxLayout()
        buttons.addWidget(self.show_rival)
        buttons.addWidget(self.show_own)
        buttons.addStretch(1)
        told = QVBoxLayout(right)
        told.setContentsMargins(12, 8, 12, 8)
        told.setSpacing(8)
        told.addWidget(self.sentence)
        told.addWidget(self.timeline, 1)
        told.addLayout(buttons)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setChildrenCollapsible(False)
        halves.setStretchFactor(0, 1)
        halves.setSizes([640, 340])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(halves)

    def _connect(self) -> None:
        session = self._session
        session.document_changed.connect(self._show_photo)
        session.detection_changed.connect(self._run_changed)
        session.chosen_changed.connect(lambda _chosen: self._write())
        self.draw.toggled.connect(self._set_drawing)
        self.canvas.box_drawing.connect(self._put)
        self.canvas.box_drawn.connect(self._drawn)
        self.canvas.clicked.connect(self._clicked)
        self.box_item.box_changing.connect(self._put)
        self.take_chosen.clicked.connect(self._take_chosen)
        self.take_miss.clicked.connect(self._take_miss)
        self.edges.editingFinished.connect(self._typed)
        self.classes.activated.connect(lambda _index: self._follow())
        self.show_rival.clicked.connect(lambda: self._choose(rival_of))
        self.show_own.clicked.connect(lambda: self._choose(own_choice))

    # -- what a person does --------------------------------------------------------------------------------------------

    def _put(self, box: Box) -> None:
        self._place(Box(*(round(edge, 2) for edge in box.as_tuple())))

    def _place(self, box: Box) -> None:
        self._object = box
        self.edges.setModified(False)  # else a half-typed box would come back when the field loses the focus
        self._follow()

    def _set_drawing(self, draws: bool) -> None:
        self.canvas.set_drawing(draws)
        self.draw.setProperty("primary", draws)
        self.draw.style().polish(self.draw)

    def _drawn(self, box: Box | None) -> None:
        if box is not None:
            self._put(box)
            self.draw.setChecked(False)

    def _clicked(self, click: CanvasClick) -> None:
        """Take the region under the pointer, an object that ought to be found."""
        source = self._session.truth or self._session.segmentation
        if self._session.detection is not None and source is not None:
            class_map, label_set = source.class_map, source.label_set
            row, column = int(click.point.y), int(click.point.x)
            self._worker.submit(REGION, lambda _token: region_at(class_map, label_set, row, column), self._take_region)

    def _take_region(self, region: Region) -> None:
        run = self._session.detection
        if run is None:
            return
        if not region.name:
            self.sentence.setText(tr("There is only background; click an object, or draw a box around one."))
            return
        named = (label for label, name in enumerate(run.label_names) if label and coco_name(name) == coco_name(region.name))
        self.set_object(region.box_image, next(named, None))

    def _take_chosen(self) -> None:
        run, chosen = self._session.detection, self._session.chosen
        if run is not None and chosen is not None:
            self._put(box_of(run, chosen))

    def _take_miss(self) -> None:
        run = self._session.detection
        pair = None if run is None else missed_pair(run)
        if run is not None and pair is not None:
            self.set_object(Box(*(round(edge, 2) for edge in run.pair_box_image(pair).as_tuple())), run.pair(pair)[1])

    def _typed(self) -> None:
        text = self.edges.text().strip()
        if not text or text == written(self._object):
            return
        try:
            box = parsed(text)
            if self._follower is not None:
                self._follower.fate_of(box)  # raises before anything has changed
        except InputError as error:
            self.sentence.setText(tr_core(error.template, error.fields))
        else:
            self._put(box)

    def _choose(self, which: object) -> None:
        run = self._session.detection
        chosen: Chosen | None = which(run, self.fate) if callable(which) and run is not None and self.fate is not None else None
        if chosen is not None:
            self._intents.choose.emit(chosen)

    # -- the session's state -------------------------------------------------------------------------------------------

    def _show_photo(self, document: ImageDocument) -> None:
        self.canvas.set_photo(document.rgb)
        self._worker.cancel(REGION)
        self._object = None
        self._follow()

    def _run_changed(self, run: DetectionRun | None) -> None:
        self._follower = None
        names = () if run is None else run.label_names
        if names != self._names:
            self._fill_classes(names)
        self._follow()

    def _fill_classes(self, names: tuple[str, ...]) -> None:
        """The item's data is the label: ids that no class has are not listed."""
        self._names = names
        self.classes.clear()
        self.classes.addItem(tr("any class"), None)
        for label, text in enumerate(names):
            if label and text != NOT_A_CLASS:
                self.classes.addItem(text, label)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._object is None:
            self._take_chosen()  # who comes with something chosen wants to know about that
        self._follow()

    def _follow(self) -> None:
        """Ask again what became of the object, if the pane can be seen."""
        run, box = self._session.detection, self._object
        self.fate, problem = None, ""
        if run is not None and box is not None and self.isVisible():
            if self._follower is None:
                self._follower = Follower(run)
            try:
                self.fate = self._follower.fate_of(box, self.classes.currentData())
            except InputError as error:
                problem = tr_core(error.template, error.fields)
        self._draw()
        self._write(problem)

    def _draw(self) -> None:
        run, box, fate = self._session.detection, self._object, self.fate
        self.box_item.setVisible(box is not None)
        if box is not None:
            self.box_item.set_box(box)
        found = []
        if run is not None and fate is not None:
            rival, own = rival_of(run, fate), own_choice(run, fate)
            found.append(FateBox(anchor_box(run, fate.best_anchor), QColor(ANCHOR_COLOUR), True))
            if rival is not None:
                found.append(FateBox(box_of(run, rival), fate_colour(Fate.SUPPRESSED), True))
            if own is not None and own != rival:
                found.append(FateBox(box_of(run, own), fate_colour(Fate.KEPT), False))
        self.boxes.set_boxes(tuple(found))

    # -- words ---------------------------------------------------------------------------------------------------------

    def _write(self, problem: str = "") -> None:
        run, fate, box = self._session.detection, self.fate, self._object
        self.timeline.set_rows(timeline(run, box, fate) if run is not None and fate is not None and box is not None else ())
        self.sentence.setText(problem or self._told())
        self._write_sentence_colour(fate)
        if not (self.edges.hasFocus() and self.edges.isModified()):  # what is being typed stays
            self.edges.setText(written(box))
            self.edges.setCursorPosition(0)
        self._write_buttons(run)

    def _told(self) -> str:
        if self._session.document is None:
            return tr("Open a photo, or click a sample; then run Mask R-CNN on it.")
        if self._session.detection is None:
            return tr("Run Mask R-CNN on the photo; then draw a box around an object.")
        if self._object is None or self.fate is None:
            return tr("Click an object, or draw a box around one, to see how far the network followed it.")
        return tr_core(self.fate.explanation.template, self.fate.explanation.fields)

    def _write_sentence_colour(self, fate: ObjectFate | None) -> None:
        theme, ended = current(), fate is not None and not fate.found
        style = f"color: {theme.problem if ended else theme.text}; font-weight: {400 if fate is None else 600};"
        if style != self.sentence.styleSheet():  # setting it anew would cost a drag milliseconds
            self.sentence.setStyleSheet(style)

    def _write_buttons(self, run: DetectionRun | None) -> None:
        no_run = "" if run is not None else tr("Run Mask R-CNN on a photo first.")  # one that found nothing is a run too, but false
        rival = rival_of(run, self.fate) if run is not None and self.fate is not None else None
        own = own_choice(run, self.fate) if run is not None and self.fate is not None else None
        for widget, text, tip, reason in (
            (self.draw, tr("Draw a box"), tr("Drag on the photo around an object."), no_run),
            (self.take_chosen, tr("Chosen box"), tr("Follow the box that is chosen in the workspace."),
             "" if run is not None and self._session.chosen else tr("Choose a detection, a proposal or a candidate first.")),
            (self.take_miss, tr("Nearest miss"), tr("Follow the best-scored box that no detection covers."), no_run),
            (self.show_rival, tr("Show rival"), tr("Choose the box that took this one's place."),
             "" if rival else tr("No rival ended this object.")),
            (self.show_own, tr("Show box"), tr("Choose the box that came furthest."),
             "" if own else tr("No box of the object came so far.")),
        ):  # fmt: skip
            if (widget.text(), widget.toolTip()) != (text, reason or tip):
                widget.setText(text)
                widget.setEnabled(not reason)
                name(widget, text, reason or tip)
        self.classes.setEnabled(run is not None)
        self.edges.setEnabled(run is not None)

    def retranslate(self) -> None:
        if self.classes.count():
            self.classes.setItemText(0, tr("any class"))
        else:
            self._fill_classes(())
        name(self.classes, tr("Object's class"), tr("Follow boxes of this class only, or of any."), self.class_label)
        name(self.edges, tr("Box, photo px"), tr("x1, y1, x2, y2 in photo pixels; type four numbers."))
        self.edges.setPlaceholderText(tr("x1, y1, x2, y2"))
        name(self.timeline, tr("Way of the object through the network"), tr("Each stage, and what it did with the object."))
        self.canvas.setAccessibleName(tr("Photo with the object's box"))
        self.canvas.setAccessibleDescription(tr("A click takes the region under it, of the ground truth if loaded, else of the FCN."))
        self.canvas.setToolTip(self.canvas.accessibleDescription())
        self.box_item.set_colour(QColor(current().accent))
        self.legend.setText("&nbsp;&nbsp; ".join(
            f"<span style='color:{colour}'>{sign}</span>&nbsp;{text}"
            for colour, sign, text in (
                (current().accent, "■", tr("your box")),
                (current().muted, "- -", tr("best anchor")),
                (fate_colour(Fate.KEPT).name(), "■", tr("box that came furthest")),
                (fate_colour(Fate.SUPPRESSED).name(), "- -", tr("rival")),
            )
        ))  # fmt: skip
        self._write()


def written(box: Box | None) -> str:
    """As it is typed: with dots, whatever the locale."""
    return "" if box is None else ", ".join(f"{edge:.2f}".rstrip("0").rstrip(".") for edge in box.as_tuple())


def parsed(text: str) -> Box:
    """Four numbers, divided by commas or spaces. Raises InputError."""
    try:
        x1, y1, x2, y2 = (float(part) for part in re.split(r"[,;\s]+", text.strip()))
    except ValueError:
        raise InputError(NOT_A_BOX, text=text) from None
    return Box(x1, y1, x2, y2)
