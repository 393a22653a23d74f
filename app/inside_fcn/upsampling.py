"""Upsampling: the kernels of deconvolutions, deconvolution beside interpolation, and one large step beside several small ones."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.inside_fcn.class_choice import ClassChoice
from app.inside_fcn.kernel_view import FACTORS, USED_BY, KernelView
from app.inside_fcn.map_tile import TileContent, TileGrid
from app.inside_fcn.room import FcnRoom
from app.inside_fcn.upsampled import LearnedKernel, LearnedRequest, Upsampled, UpsampleRequest, Way
from app.jobs import JobFailure
from app.translation import mark, tr, tr_core
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.errors import UserError
from core.fcn.config import STREAM_STRIDES

CHANNEL, LEARNED_CHANNEL = "fcn-upsampling", "fcn-learned-kernel"
CELLS = {
    Way.TWO_WAYS: ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1)),
    Way.BY_TWOS: ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0)),
}
"""Row and column of each tile."""
WORDS = {
    Way.KERNELS: mark(
        "A deconvolution by s puts a copy of its kernel, times the cell's score, at every s-th pixel, and adds where copies overlap. The "
        "paper's kernels start as bilinear and, in its released nets, stay so: on each axis w(t) = 1 − |t − c| / s, with 2s taps around "
        "c = (2s − 1) / 2. Every FCN offered here keeps its upsampling fixed."
    ),
    Way.TWO_WAYS: mark(
        "Inside, a deconvolution with the bilinear kernel is bilinear interpolation (align_corners=False): the difference is 0. Nearer "
        "than half a cell to the border, copies are missing and the weights no longer sum to 1: deconvolution = gain × interpolation. "
        "Here the crop is s / 2, so that cells stay in their place; the paper's 19 leaves 0.37 in the corner at stride 32. The whole map "
        "is shown, cells in the padding included."
    ),
    Way.BY_TWOS: mark(
        "Doubling log<sub>2</sub> s times gives a map as large as one step by s, but not the same: each doubling takes ¾ and ¼ of what "
        "the last one made, so the result bends smoothly where the single step has corners at the cells' centres: "
        "up<sub>2</sub>(up<sub>2</sub>(up<sub>2</sub>(f))) ≠ up<sub>8</sub>(f)."
    ),
}  # fmt: skip


class UpsamplingPane(Panel):
    """Follows the session while it can be seen; maps stay until the next ones are there."""

    def __init__(self, room: FcnRoom, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room, self._session = room, room.session
        self.way, self.stride = Way.TWO_WAYS, STREAM_STRIDES[0]
        self.shown: Upsampled | None = None
        self._asked: tuple[object, ...] = ()
        self.way_choice, self.factor_choice = SegmentedSwitch(list(Way)), SegmentedSwitch(list(FACTORS))
        self.stride_choice, self.class_choice = SegmentedSwitch(list(STREAM_STRIDES), stripes=True), ClassChoice()
        self.kernels, self.tiles, self.empty = KernelView(), TileGrid(CELLS[self.way]), QLabel()
        self.pages, self.notice, self.words = QStackedWidget(), QLabel(), QLabel()
        self._labels = {key: QLabel() for key in ("factor", "stride", "class")}
        self._lay_out()
        self._connect()
        self.finish()

    def _lay_out(self) -> None:
        bar, below = QHBoxLayout(), QVBoxLayout()
        bar.setContentsMargins(10, 6, 10, 6)
        bar.setSpacing(8)
        bar.addWidget(self.way_choice)
        bar.addSpacing(12)
        for label, control in self._pairs():
            bar.addWidget(label)
            bar.addWidget(control)
        bar.addStretch(1)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setForegroundRole(self.empty.palette().ColorRole.PlaceholderText)
        self.tiles.setContentsMargins(10, 0, 10, 0)
        for page in (self.kernels, self.tiles, self.empty):
            self.pages.addWidget(page)
        for label in (self.notice, self.words, self.empty):
            label.setWordWrap(True)
        self.notice.hide()
        below.setContentsMargins(10, 6, 10, 8)
        below.addWidget(self.notice)
        below.addWidget(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.pages, 1)
        column.addLayout(below)

    def _pairs(self) -> tuple[tuple[QLabel, QWidget], ...]:
        controls = (("factor", self.factor_choice), ("stride", self.stride_choice), ("class", self.class_choice))
        return tuple((self._labels[key], control) for key, control in controls)

    def _connect(self) -> None:
        session = self._session
        for signal in (session.document_changed, session.segmentation_changed, session.detection_changed):
            signal.connect(self._catch_up)
        self._room.worker.failed.connect(self._failed)
        self.way_choice.chosen.connect(self.choose_way)
        self.stride_choice.chosen.connect(self.choose_stride)
        self.factor_choice.chosen.connect(self.choose_factor)
        self.class_choice.chosen.connect(self._catch_up)

    # -- what a person does --------------------------------------------------------------------------------------------

    def choose_way(self, way: Way) -> None:
        self.way = way
        self.retranslate()
        self._catch_up()

    def choose_stride(self, stride: int) -> None:
        self.stride = stride
        self.stride_choice.set_value(stride)
        self._catch_up()

    def choose_factor(self, factor: int) -> None:
        self.factor_choice.set_value(factor)
        self.kernels.choose(factor)

    def show_factor(self, factor: int) -> None:
        """Look at what upsampling by ``factor`` does: to the score map of that stride, or, for 2, by which kernel."""
        self.choose_factor(factor)
        if factor in STREAM_STRIDES:
            self.choose_stride(factor)
        self.choose_way(Way.TWO_WAYS if factor in STREAM_STRIDES else Way.KERNELS)

    # -- following the session -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._catch_up()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        for channel in (CHANNEL, LEARNED_CHANNEL):
            self._room.worker.cancel(channel)
        self._asked = ()

    def _catch_up(self) -> None:
        if not self.isVisible():
            return
        found = self._session.segmentation
        if found is not None:
            self.class_choice.follow(found)
        self.kernels.show_model(self._about_model())
        if self.way is Way.KERNELS:
            self._ask_for_learned()
        elif found is None:
            self._room.worker.cancel(CHANNEL)
            self.shown, self._asked = None, ()
        else:
            self._ask_for_maps()
        self._show_page()

    def _about_model(self) -> str:
        """Whether the model on screen has learned to upsample; empty before there is a result."""
        found = self._session.segmentation
        if found is None:
            return ""
        title = tr_core(self._session.title_of(found.model_key))
        if found.scores.ring:
            return tr("{model}: the kernels of its deconvolutions are fixed; they are these bilinear ones.", model=title)
        return tr("{model}: its upsampling is fixed bilinear interpolation; it has no kernel to learn.", model=title)

    def _ask_for_maps(self) -> None:
        found = self._session.segmentation
        assert found is not None
        asked = (found.scores, self.way, self.stride, self.class_choice.class_id)
        if asked != self._asked:
            self._asked = asked
            self._room.worker.submit(CHANNEL, UpsampleRequest(found, self.way, self.stride, self.class_choice.class_id), self._take)

    def _ask_for_learned(self) -> None:
        """The Mask R-CNN whose result is on screen is loaded: its kernels cost nothing."""
        run, learned = self._session.detection, self.kernels.learned
        if run is not None and (learned is None or learned.model_key != run.model_key):
            request = LearnedRequest(self._room.engine_on, self._session.device, run.model_key)
            self._room.worker.submit(LEARNED_CHANNEL, request, self._take_learned)

    def _take(self, made: tuple[Upsampled, tuple[TileContent, ...]]) -> None:
        self.shown, tiles = made
        self._say("")
        self.tiles.arrange(CELLS[self.shown.way])
        self.tiles.show_tiles(tiles)
        self._show_page()

    def _take_learned(self, learned: LearnedKernel) -> None:
        self.kernels.show_learned(learned)

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel in (CHANNEL, LEARNED_CHANNEL):
            self._asked = ()
            error = failure.error
            self._say(tr_core(error.template, error.fields) if isinstance(error, UserError) else str(error))

    def _say(self, text: str) -> None:
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _show_page(self) -> None:
        if self.way is Way.KERNELS:
            self.pages.setCurrentWidget(self.kernels)
        elif self.shown is not None and self.shown.way is self.way:
            self.pages.setCurrentWidget(self.tiles)
        else:
            is_empty = self._session.document is None
            self.empty.setText(tr("Open a photo, or click a sample.") if is_empty else tr("Waiting for the first result."))
            self.pages.setCurrentWidget(self.empty)

    def retranslate(self) -> None:
        kernels = (tr("Kernels"), tr("What each deconvolution adds up."))
        ways = (tr("Deconvolution or interpolation"), tr("The same score map made larger in both ways."))
        twos = (tr("At once or by twos"), tr("One large step, or doubling several times."))
        self.way_choice.set_texts([kernels, ways, twos], tr("What is looked at"))
        self.way_choice.set_value(self.way)
        for label, control in self._pairs():
            is_shown = (control is self.factor_choice) == (self.way is Way.KERNELS)
            label.setVisible(is_shown)
            control.setVisible(is_shown)
        self.factor_choice.set_texts([(f"{2 * s}/{s}", USED_BY[s]) for s in FACTORS], tr("Kernel / stride"))
        self.factor_choice.set_value(self.kernels.factor)
        self.stride_choice.set_texts(
            [(str(s), tr("The score map at stride {stride}, made {stride} times as large.", stride=s)) for s in STREAM_STRIDES],
            tr("Score map at stride"),
        )
        self.stride_choice.set_value(self.stride)
        self._labels["factor"].setText(tr("Kernel / stride"))
        self._labels["stride"].setText(tr("Score map at stride"))
        name(
            self.class_choice,
            tr("Class"),
            tr("The class whose scores are shown, and what share of the photo it has."),
            self._labels["class"],
        )
        self.tiles.setAccessibleName(tr("Score map and what upsampling makes of it"))
        self.words.setText(tr(WORDS[self.way]))
        self.kernels.retranslate()
        self._asked = ()
        self._catch_up()
