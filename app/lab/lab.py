"""RoiLab: one box under two operators. Photo and switches, linked views, and the numbers behind them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QImage, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from app.chosen import Chosen
from app.colours import image_of
from app.jobs import JobRunner
from app.lab.agreement import AgreementBadge
from app.lab.arithmetic import ArithmeticPane
from app.lab.bins_pane import BinsPane
from app.lab.choices import MapChoice, MapKind
from app.lab.controls import Controls
from app.lab.desk import Desk, EngineOn
from app.lab.exporting import save_case
from app.lab.figure import save_figure
from app.lab.ledger import LedgerPane
from app.lab.looking import Look
from app.lab.narration import formula, narrate
from app.lab.numbers import NumbersPane
from app.lab.photo_view import PhotoView
from app.lab.picker import BoxPicker
from app.lab.plate_view import PlateView
from app.lab.plates import PLATES, arrangement
from app.lab.pointing import Spot
from app.lab.scene import Scene, make_scene, pointed_at
from app.lab.sweep_pane import SweepPane
from app.lab.text_pane import REST_MS
from app.lab.verification import Verdict
from app.session import Session
from app.theme import tabular
from app.translation import tr, tr_core
from app.widgets.flow import FlowLayout, group
from app.widgets.mirror import mirror
from app.widgets.panel import Panel
from core.errors import InputError, UserError
from core.image import ImageDocument

LEAST_TABS = 90
"""Logical pixels: the tabs and three lines of a page."""


class RoiLab(Panel):
    """Reads the session's photo with the session's model while it is on screen. ``engine_on`` is called on the worker only."""

    def __init__(self, session: Session, worker: JobRunner, engine_on: EngineOn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.desk = Desk(session, worker, engine_on, self)
        self._photo = QImage()
        self._scene: Scene | None = None
        self.controls, self.picker = Controls(self.desk), BoxPicker(self.desk)
        self.photo = PhotoView(session, self.desk, self)
        self._grid = QGridLayout()
        self._both_shown: bool | None = None
        self.views = tuple(PlateView(plate, self) for plate in PLATES)  # without a parent each would be seen as a window for a moment
        self.arithmetic, self.numbers, self.ledger = ArithmeticPane(), NumbersPane(), LedgerPane()
        self.sweep, self.bins = SweepPane(self.desk), BinsPane(self.desk)
        for view in (*self.views, *self.bins.views):
            mirror(view, self.numbers)
        self.badges = (AgreementBadge(), AgreementBadge())
        self.formula, self.narration, self.notice = QLabel(), QLabel(), QLabel()
        self.tabs = QTabWidget()
        # Sentences change their height, and with it the layout: they are written when a drag pauses.
        self._words_timer = QTimer(self)
        self._words_timer.setSingleShot(True)
        self._words_timer.setInterval(REST_MS)
        self._words_timer.timeout.connect(self._write_words)
        self._lay_out()
        self.setFocusProxy(self.photo.canvas)
        self._connect()
        if session.document is not None:
            self._take_photo(session.document)
        self.finish()

    def _leave_keys_to_photo(self) -> None:
        """The photo is in here and keeps its keys; so do the pages of text, which can be selected. The switches have let go of theirs."""

    @property
    def scene(self) -> Scene | None:
        """What the linked views show; None while nothing has been read."""
        return self._scene

    def open_chosen(self, chosen: Chosen) -> None:
        """Put the box where the session's run of a Mask R-CNN has this one; says in place when it cannot be read."""
        try:
            self.desk.pick(chosen)
        except InputError as error:
            self._show_notice(tr_core(error.template, error.fields))

    # -- layout --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for label in (self.formula, self.narration, self.notice):
            label.setFont(tabular(label.font()))
            label.setWordWrap(label is not self.formula)
        self.formula.setForegroundRole(self.formula.palette().ColorRole.PlaceholderText)
        self.narration.setContentsMargins(10, 4, 10, 6)
        self.notice.setContentsMargins(10, 4, 10, 4)
        self._panes = (self.arithmetic, self.bins, self.numbers, self.sweep, self.ledger)
        for pane in self._panes:
            self.tabs.addTab(pane, "")
        self.tabs.setDocumentMode(True)
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(self._photo_side())
        above.addWidget(self._views_side())
        above.setSizes([420, 760])
        above.setStretchFactor(1, 1)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(above)
        whole.addWidget(self.tabs)
        self.tabs.setMinimumHeight(LEAST_TABS)  # in a low window the pages scroll, so that the views can be read
        whole.setSizes([520, 230])
        whole.setStretchFactor(0, 1)
        for splitter in (above, whole):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.controls)
        source = FlowLayout(self.picker, self.controls.reading)
        source.setContentsMargins(10, 0, 10, 6)
        column.addLayout(source)
        column.addWidget(self.notice)
        column.addWidget(whole, 1)

    def _photo_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.photo.canvas, 1)
        column.addWidget(self.narration)
        return side

    def _views_side(self) -> QWidget:
        side = QWidget()
        self._grid.setSpacing(2)
        self._arrange(both_sizes=True)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._grid, 1)
        below = FlowLayout(self.formula, None, group(*self.badges, spacing=16))
        below.setContentsMargins(10, 3, 10, 4)
        column.addLayout(below)
        return side

    def _arrange(self, *, both_sizes: bool) -> None:
        """Put the views that are wanted into their rows."""
        if self._both_shown == both_sizes:
            return
        self._both_shown = both_sizes
        rows = arrangement(both_sizes=both_sizes)
        views = {view.plate.key: view for view in self.views}
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < len(rows[0]) else 0)
        for view in self.views:
            self._grid.removeWidget(view)
            view.setVisible(any(view.plate in row for row in rows))
        for row, plates in enumerate(rows):
            for column, plate in enumerate(plates):
                self._grid.addWidget(views[plate.key], row, column)
                self._grid.setColumnStretch(column, 1)

    def _connect(self) -> None:
        desk = self.desk
        self._session.document_changed.connect(self._take_photo)
        desk.look_changed.connect(self._show_look)
        desk.spot_changed.connect(self._show_spot)
        desk.verdicts_changed.connect(self._show_verdicts)
        desk.notice_changed.connect(self._show_notice)
        desk.point_moved.connect(self.ledger.set_point)
        for view in (*self.views, *self.bins.views):
            view.pointed.connect(desk.point_at)
            view.pinned.connect(desk.pin_spot)
            view.stepped.connect(self._step_pin)
        self.numbers.largest_chosen.connect(self._show_largest)
        self.controls.closely_asked.connect(self.photo.show_box_closely)
        self.controls.export_asked.connect(self._export)
        for keys, slot in ((QKeySequence.StandardKey.Undo, desk.undo_stack.undo), (QKeySequence.StandardKey.Redo, desk.undo_stack.redo)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # -- the desk's state ----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.desk.set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self.desk.set_active(False)

    def _take_photo(self, document: ImageDocument) -> None:
        self._photo = image_of(document.rgb)

    def _show_look(self, look: Look | None) -> None:
        if look is not None:
            self._arrange(both_sizes=bool(look.companions))
        self._show_scene(None if look is None else make_scene(look, self._photo, self.desk.spot, self._scene))
        self.numbers.set_look(look)
        self.ledger.set_look(look)
        self._words_timer.start()

    def _write_words(self) -> None:
        look = self.desk.look
        self.formula.setText("" if look is None else formula(look))
        self.narration.setText("" if look is None else narrate(look))

    def _show_scene(self, scene: Scene | None) -> None:
        self._scene = scene
        self.photo.set_scene(scene)
        for view in self.views:
            view.set_scene(None if view.isHidden() else scene)
        self.bins.set_scene(scene)
        self.arithmetic.set_scene(scene)
        if scene is not None and scene.spot is not None:
            self.ledger.set_point(scene.spot.x, scene.spot.y)

    def _show_spot(self, spot: Spot | None) -> None:
        if self._scene is not None:
            self._show_scene(pointed_at(self._scene, spot))
            for view in (*self.views, *self.bins.views):
                if view.hasFocus():
                    view.describe()

    def _show_verdicts(self, verdicts: tuple[Verdict, Verdict] | None) -> None:
        for place, badge in enumerate(self.badges):
            badge.set_verdict(None if verdicts is None else verdicts[place])

    def _show_notice(self, notice: str) -> None:
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))
        self.notice.setAccessibleName(notice)

    def _step_pin(self, rows: int, columns: int) -> None:
        pin, look = self.desk.pin, self.desk.look
        if pin is not None and look is not None:
            last = look.output_size - 1
            self.desk.pin_bin(min(max(pin.row + rows, 0), last), min(max(pin.column + columns, 0), last))

    def _show_largest(self) -> None:
        """Look at the channel and the bin in which the two operators differ most."""
        look = self.desk.look
        if look is not None:
            self.desk.pin_bin(look.largest.row, look.largest.column)
            self.desk.choose_map(MapChoice(MapKind.CHANNEL, look.largest.channel))

    # -- export --------------------------------------------------------------------------------------------------------

    def _export(self, kind: str) -> None:
        title, filters, suffix = {
            "case": (tr("Export the case"), tr("RoI case (*.json)"), ".json"),
            "figure": (tr("Export the figure"), tr("Figures (*.svg *.pdf *.png)"), ".svg"),
        }[kind]
        name, _ = QFileDialog.getSaveFileName(self, title, f"roi-{kind}{suffix}", filters)
        if name:
            path = Path(name)
            self.export_to(kind, path if path.suffix else path.with_suffix(suffix))

    def export_to(self, kind: str, path: Path) -> None:
        """Write the ``case`` or the ``figure``; says in place what was written, or why not."""
        scene = self._scene
        if scene is None:
            return
        try:
            if kind == "case":
                written = save_case(scene.look, path)
            else:
                save_figure(scene, path)
                written = (path,)
        except UserError as error:
            self._show_notice(tr_core(error.template, error.fields))
            return
        self._show_notice(tr("Written: {files}", files=", ".join(str(target) for target in written)))

    def retranslate(self) -> None:
        for place, (text, tip) in enumerate((
            (tr("Arithmetic"), tr("How the bin's value comes about, step by step.")),
            (tr("Second rounding"), tr("RoIPool's second rounding in the three conventions that are taught, side by side.")),
            (tr("Numbers"), tr("What each operator did to the box.")),
            (tr("Sub-pixel sweep"), tr("A bin's value, a class score and the mask while the box glides over one stride.")),
            (tr("Coordinates"), tr("The pointed-at place in every frame, with each rounding.")),
        )):  # fmt: skip
            self.tabs.setTabText(place, text)
            self.tabs.setTabToolTip(place, tip)
            self._panes[place].setAccessibleName(text)
        self.tabs.setAccessibleName(tr("Details of the box"))
        self.formula.setToolTip(tr("FPN, equation 1 (Lin et al. 2017), in pixels of the network's input; the 10⁻⁶ is torchvision's."))
        self.photo.retranslate()
        self._show_look(self.desk.look)
        self._write_words()
        self._show_verdicts(self.desk.verdicts)
        self._show_notice(self.desk.notice)
