"""The kernels of deconvolutions, as pictures and as a table of numbers: the paper's bilinear ones, and a learned one beside them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTableView, QVBoxLayout, QWidget

from app.colours import heated
from app.inside_fcn.map_tile import TileContent, TileGrid
from app.inside_fcn.scale_bar import diverging, number
from app.inside_fcn.upsampled import LearnedKernel
from app.theme import tabular
from app.translation import tr
from core.fcn.alignment import VggAlignment
from core.fcn.config import ReadOut
from core.fcn.kernels import bilinear_kernel, bilinear_taps
from core.fcn.upsampling import corner_gain

FACTORS = (2, 8, 16, 32)
USED_BY = {2: "FCN-16s, FCN-8s", 8: "FCN-8s", 16: "FCN-16s", 32: "FCN-32s"}

Index = QModelIndex | QPersistentModelIndex


class KernelNumbers(QAbstractTableModel):
    """The taps of a kernel, rows and columns counted from 0."""

    def __init__(self) -> None:
        super().__init__()
        self._taps: npt.NDArray[np.float64] = np.zeros((0, 0))

    def show(self, taps: npt.NDArray[np.float64]) -> None:
        self.beginResetModel()
        self._taps = taps
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else self._taps.shape[0]

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else self._taps.shape[1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{self._taps[index.row(), index.column()]:.4f}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: ARG002, N802
        return str(section) if role == Qt.ItemDataRole.DisplayRole else None


class KernelView(QWidget):
    """The kernel of one factor; a learned one is shown beside whichever it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.factor = FACTORS[0]
        self.learned: LearnedKernel | None = None
        self._about_model = ""
        self.tiles, self.numbers, self.table = TileGrid(((0, 0), (0, 1), (1, 1))), KernelNumbers(), QTableView()
        self.facts, self.learned_words = QLabel(), QLabel()
        self.table.setModel(self.numbers)
        self.table.setFont(tabular(self.table.font()))
        self.table.setStyleSheet("QTableCornerButton::section { background: palette(window); border: none; }")
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            header.setDefaultSectionSize(58 if header is self.table.horizontalHeader() else 24)
        for label in (self.facts, self.learned_words):
            label.setWordWrap(True)
            label.setFont(tabular(label.font()))
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.facts)
        right.addWidget(self.table, 1)
        right.addWidget(self.learned_words)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(16)
        row.addWidget(self.tiles, 1)
        row.addLayout(right, 1)

    def choose(self, factor: int) -> None:
        self.factor = factor
        self.retranslate()

    def show_model(self, about: str) -> None:
        """``about`` says whether the model on screen learned its kernels; empty for nothing to say."""
        if about != self._about_model:
            self._about_model = about
            self.facts.setText("<br>".join(self._facts()))

    def show_learned(self, learned: LearnedKernel | None) -> None:
        self.learned = learned
        self.retranslate()

    def retranslate(self) -> None:
        kernel = bilinear_kernel(self.factor)
        self.numbers.show(kernel)
        self.table.setAccessibleName(tr("Taps of the bilinear kernel"))
        title = tr("Bilinear {size} × {size}, stride {stride}", size=len(kernel), stride=self.factor)
        tiles = [TileContent(title, kernel.astype(np.float32), heated(kernel, 0.0, 1.0), tr("0 to {value}", value=number(kernel.max())))]
        self.tiles.show_tiles([*tiles, *self._learned_tiles()])
        self.facts.setText("<br>".join(self._facts()))
        self.learned_words.setText(self._learned_words())

    def _facts(self) -> list[str]:
        taps = bilinear_taps(self.factor)
        shown = "  ".join(f"{tap:.4g}" for tap in taps[:4]) + (" …" if len(taps) > 4 else "")
        lines = [tr("Used by {nets}", nets=USED_BY[self.factor]), tr("One axis: {taps}", taps=shown)]
        if self.factor in list(ReadOut):
            crop = round(VggAlignment().crops(self.factor)[-1])
            gain = number(corner_gain(self.factor, crop))
            lines.append(tr("In the paper's net, cropped by {crop}: gain {gain} in the corner of the photo", crop=crop, gain=gain))
        return [*lines, self._about_model] if self._about_model else lines

    def _learned_tiles(self) -> list[TileContent]:
        learned = self.learned
        if learned is None:
            return []
        limit = float(np.abs(learned.mean).max())
        note = tr("2 × 2 taps, stride 2")
        mean = TileContent(tr("Learned: mean"), learned.mean, diverging(learned.mean, limit), note)
        spread = learned.deviation
        deviation = TileContent(tr("Learned: deviation"), spread, heated(spread, 0.0, float(spread.max())), note)
        return [mean, deviation]

    def _learned_words(self) -> str:
        learned = self.learned
        if learned is None:
            return tr("A learned kernel, that of a mask head, stands here once a Mask R-CNN has run.")
        rows = (", ".join(f"{number(mean)} ± {number(deviation)}" for mean, deviation in zip(*pair, strict=True))
                for pair in zip(learned.mean.tolist(), learned.deviation.tolist(), strict=True))  # fmt: skip
        taps = "; ".join(rows)
        return tr(
            "Learned: the mask head's deconvolution has {count} kernels of 2 × 2. Mean and deviation of each tap: {taps}. Nothing makes "
            "them bilinear: kernel and stride are equal, so no two cells share a pixel.", count=f"{learned.count:,}", taps=taps,
        )  # fmt: skip
