"""The alignment prover: where the paper's cells look on the photo, and where a padding and a crop put what they say."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.canvas.cell_layers import KeptLayer
from app.canvas.layers import LayerRow
from app.canvas.view_frame import ViewFrame
from app.inside_fcn.map_photo import RoomPhoto
from app.inside_fcn.room import FcnRoom
from app.theme import current, tabular
from app.translation import mark, tr
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from app.widgets.quantity import Quantity
from app.widgets.segmented_switch import SegmentedSwitch
from core.fcn.alignment import VGG_PADDING, VggAlignment
from core.fcn.config import ReadOut
from core.geometry import Axis1d

POOLS = {ReadOut.STRIDE_32: 5, ReadOut.STRIDE_16: 4, ReadOut.STRIDE_8: 3}
WORDS = mark(
    "Every layer is a map of one axis: input = s · output + (k − s) / 2 − p. Composed, they give the crop that puts the result back "
    "onto the photo, for every image size. White dots are the centres of receptive fields, coloured dots where the result draws them; "
    "zoomed out, only every n-th is drawn."
)
LEAST_APART = 20
"""Logical pixels between centres that are drawn: closer together they would hide the photo and each other."""


class CentresLayer(KeptLayer):
    """Centres of receptive fields in white, and the same ones ``off`` image pixels to the right and down in the accent colour."""

    def __init__(self) -> None:
        super().__init__()
        self._axis, self._off = Axis1d(32.0), 0.0

    def set_centres(self, axis: Axis1d, off: float, image_shape: tuple[int, int]) -> None:
        self._axis, self._off = axis, off
        self.fill(image_shape)

    def draw(self, painter: QPainter, frame: ViewFrame) -> None:
        height, width = frame.image_shape
        apart = self._axis.scale * frame.to_device.x.scale / frame.pixel_ratio
        every = max(math.ceil(LEAST_APART / apart), 1)
        xs, ys = centres(self._axis, width)[::every], centres(self._axis, height)[::every]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen, drawn = _points(frame, xs, ys, 0.0), _points(frame, xs, ys, self._off)
        ratio, accent = frame.pixel_ratio, QColor(current().accent)
        if self._off:
            for colour, thickness in ((QColor("black"), 3.0), (accent, 1.5)):
                painter.setPen(QPen(colour, thickness * ratio))
                painter.drawLines([QLineF(one, other) for one, other in zip(seen, drawn, strict=True)])
        for points, colour, size in (
            (seen, QColor("black"), 7.0), (seen, QColor("white"), 5.0), (drawn, QColor("black"), 5.0), (drawn, accent, 3.5),
        ):  # fmt: skip
            painter.setPen(QPen(colour, size * ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPoints(points)


class AlignmentPhoto(RoomPhoto):
    def __init__(self, room: FcnRoom, parent: QWidget | None = None) -> None:
        self.centres = CentresLayer()
        super().__init__(room, (LayerRow("centres", "", lambda _parent: self.centres),), parent)

    def clear_map(self) -> None:
        self.centres.clear()


class AlignmentPane(Panel):
    """Pure arithmetic: needs no model."""

    def __init__(self, room: FcnRoom, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = room.session
        self.photo, self.net = AlignmentPhoto(room), SegmentedSwitch(list(ReadOut), stripes=True)
        self.padding, self.kernel, self.crop = Quantity(0, 150, 1), Quantity(1, 128, 1), Quantity(-100, 150, 1)
        self.derive, self.off, self.crops = QPushButton(), QLabel(), QLabel()
        mirror(self.photo, self.off)
        self.centred, self.note, self.words = QLabel(), QLabel(), QLabel()
        self._labels = (QLabel(), QLabel(), QLabel())
        self.read_out = ReadOut.STRIDE_8
        self.padding.set_value(VGG_PADDING)
        self.kernel.set_value(2 * self.read_out)
        self._lay_out()
        self.net.chosen.connect(self.choose)
        for field in self._fields:
            field.changed.connect(self._show)
        self.derive.clicked.connect(self.use_derived)
        room.session.document_changed.connect(self._show)
        self.finish()
        self.use_derived()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(10, 6, 10, 6)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.net, 0, 0, 1, 2)
        for row, (label, field) in enumerate(zip(self._labels, self._fields, strict=True), 1):
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        for row, told in enumerate((self.crops, self.off, self.centred)):
            told.setFont(tabular(told.font()))
            grid.addWidget(told, row, 2)
        grid.addWidget(self.derive, 3, 2, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self.note.setWordWrap(True)
        self.note.setContentsMargins(10, 0, 10, 6)
        self.words.setWordWrap(True)
        self.words.setContentsMargins(10, 6, 10, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(grid)
        column.addWidget(self.note)
        column.addWidget(self.photo, 1)
        column.addWidget(self.words)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._show()  # a photo that came while the pane was hidden has no centres yet

    @property
    def _fields(self) -> tuple[Quantity, Quantity, Quantity]:
        return self.padding, self.kernel, self.crop

    @property
    def alignment(self) -> VggAlignment:
        return VggAlignment(padding=int(self.padding.value), last_kernel=int(self.kernel.value))

    @property
    def misregistration(self) -> float:
        """Image pixels by which the result lies too far to the left and up."""
        return self.alignment.misregistration(self.read_out, self.crop.value)

    def choose(self, read_out: ReadOut) -> None:
        """Another network of the paper, with the last kernel that it has there: twice its stride."""
        self.read_out = read_out
        self.net.set_value(read_out)
        self.kernel.set_value(2 * read_out)
        self._show()

    def use_derived(self) -> None:
        self.crop.set_value(self.alignment.crops(self.read_out)[-1])
        self._show()

    def _show(self) -> None:
        crops = ", ".join(f"{crop:g}" for crop in self.alignment.crops(self.read_out))
        self.crops.setText(tr("Derived crops: {crops}", crops=crops))
        self.off.setText(tr("Misregistration: {pixels} px", pixels=_signed(self.misregistration)))
        self.centred.setText(self._about_centre())
        note = self._about_kernel() if self._session.document else tr("Open a photo, or click a sample.")
        self.note.setText(note)
        self.note.setVisible(bool(note))
        document = self._session.document
        if document is not None:
            axis = self.alignment.pool_to_image(POOLS[self.read_out]) if self.read_out != 32 else self.alignment.score32_to_image()
            self.photo.centres.set_centres(axis, -self.misregistration, (document.height, document.width))

    def _about_centre(self) -> str:
        """What a crop from the middle would be on this photo, and how far off in each axis."""
        document, net = self._session.document, self.alignment
        if document is None or min(net.result_length(n, self.read_out) - n for n in (document.width, document.height)) < 0:
            return ""
        across, down = (net.centred_crop(length, self.read_out) for length in (document.width, document.height))
        off = [_signed(net.misregistration(self.read_out, crop)) for crop in (across, down)]
        return tr("Centred crop: {across}, {down}: off by {x}, {y} px", across=f"{across:g}", down=f"{down:g}", x=off[0], y=off[1])

    def _about_kernel(self) -> str:
        kernel, stride = self.alignment.last_kernel_of(self.read_out), int(self.read_out)
        if kernel < stride:
            return tr("A kernel below its stride leaves gaps: {gap} of {stride} pixels get nothing.", gap=stride - kernel, stride=stride)
        if self.alignment.crops(self.read_out)[-1] % 1:
            return tr("An odd kernel at an even stride has its centre between two pixels: no whole crop fits, half a pixel remains.")
        return ""

    def retranslate(self) -> None:
        tips = [tr("Last kernel {kernel}, stride {stride}", kernel=2 * stride, stride=int(stride)) for stride in ReadOut]
        texts = [(f"FCN-{int(stride)}s", tip) for stride, tip in zip(ReadOut, tips, strict=True)]
        self.net.set_texts(texts, tr("Network of the paper"))
        self.net.set_value(self.read_out)
        self.padding.set_texts(tr("Padding of conv1_1"), tr("Pixels that the first convolution adds on each side."), self._labels[0])
        tip = tr("Kernel of the last deconvolution, in pixels: 64, 32 and 16 in the paper, twice the stride.")
        self.kernel.set_texts(tr("Last kernel"), tip, self._labels[1])
        self.crop.set_texts(tr("Crop of the result"), tr("Pixels cut off left and above; below 0 they would be added."), self._labels[2])
        self.derive.setText(tr("Use the derived crop"))
        name(self.derive, self.derive.text(), tr("The crop that leaves no misregistration with this padding and kernel."))
        self.centred.setToolTip(tr("A crop from the middle of the result depends on the photo's size, across and down."))
        self.photo.setAccessibleName(tr("Photo with the centres of receptive fields"))
        self.words.setText(tr(WORDS))
        self._show()


def centres(axis: Axis1d, length: int) -> list[float]:
    """Where the centres of cells fall on an axis of ``length`` pixels."""
    first, last = math.ceil(axis.inverse()(0) - 0.5), math.floor(axis.inverse()(length) - 0.5)
    return [axis.centre_of(cell) for cell in range(first, last + 1)]


def _points(frame: ViewFrame, xs: list[float], ys: list[float], off: float) -> list[QPointF]:
    """Device pixels of the points of a grid, ``off`` image pixels to the right and down."""
    return [QPointF(frame.to_device.x(x + off), frame.to_device.y(y + off)) for y in ys for x in xs]


def _signed(pixels: float) -> str:
    """A number with a real minus."""
    return f"{pixels:g}".replace("-", "−")
