"""The controls of the export dialog, and how they show a person's choices; they decide nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.export.choices import FORMATS, LEAST_DPI, LEAST_WIDTH, MOST_DPI, MOST_WIDTH, ExportChoices, Kind
from app.theme import current, tabular
from app.translation import mark, tr
from app.widgets.panel import name
from app.widgets.segmented_switch import SegmentedSwitch

WIDTH, LABEL_WIDTH = 380, 64
PERCENT = 100


@dataclass(frozen=True, slots=True)
class IncludedRow:
    """A check box of what is drawn: whose it is, its English text and tooltip."""

    kind: Kind
    text: str
    tip: str


INCLUDED = {
    "classes_filled": IncludedRow(Kind.CLASSES, mark("Fill"), mark("Paint the classes over the photo.")),
    "classes_outlined": IncludedRow(Kind.CLASSES, mark("Outlines"), mark("Draw the borders between classes.")),
    "objects_filled": IncludedRow(Kind.OBJECTS, mark("Fill"), mark("Paint the objects over the photo.")),
    "objects_outlined": IncludedRow(Kind.OBJECTS, mark("Outlines"), mark("Draw the borders of the objects.")),
    "boxes": IncludedRow(Kind.OBJECTS, mark("Boxes"), mark("Draw each object's box.")),
    "labels": IncludedRow(Kind.OBJECTS, mark("Labels"), mark("Write class and score beside each object.")),
}
ROWS = ("format", "size", "dpi", "classes", "objects", "figure", "title", "file")


class ExportForm(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._labels = {row: QLabel() for row in ROWS}
        self.format = QComboBox()
        for row in FORMATS:
            self.format.addItem("", row.key)
        self.description, self.size_text = _remark(), _remark()
        self.size_text.setFont(tabular(self.size_text.font()))
        self.size_switch = SegmentedSwitch([False, True])
        self.width_field, self.dpi = _number(LEAST_WIDTH, MOST_WIDTH), _number(LEAST_DPI, MOST_DPI)
        self.included = {field: QCheckBox() for field in INCLUDED}
        self.legend, self.titled = QCheckBox(), QCheckBox()
        self.title, self.path = QLineEdit(), QLineEdit()
        self.browse, self.copy_command, self.close_button = QPushButton(), QPushButton(), QPushButton()
        self.export, self.replace, self.cancel = QPushButton(), QPushButton(), QPushButton()
        self.export.setProperty("primary", True)
        self.export.setDefault(True)
        for button in (self.browse, self.copy_command, self.close_button, self.replace, self.cancel):
            button.setAutoDefault(False)
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self._rows: dict[str, QWidget] = {}
        self._lay_out()
        self.show_busy(False)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)  # some rows come and go; what is beside them stays in place
        checks = self.included
        parts: dict[str, QWidget] = {
            "format": self.format,
            "size": _beside(self.size_switch, self.width_field),
            "dpi": _beside(self.dpi, self.size_text, stretched=1),
            "classes": _beside(checks["classes_filled"], checks["classes_outlined"]),
            "objects": _beside(checks["objects_filled"], checks["objects_outlined"], checks["boxes"], checks["labels"]),
            "figure": _beside(self.legend, self.titled),
            "title": self.title,
            "file": _beside(self.path, self.browse, stretched=0),
        }
        for place, (key, part) in enumerate(parts.items()):
            grid.addWidget(self._labels[key], 2 * place, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(part, 2 * place, 1)
            self._rows[key] = part
        grid.addWidget(self.description, 1, 1)
        foot = QHBoxLayout()
        for button in (self.copy_command, None, self.close_button, self.export):
            foot.addStretch(1) if button is None else foot.addWidget(button)
        told = QHBoxLayout()
        told.addWidget(self.status, 1)
        told.addWidget(self.replace, 0, Qt.AlignmentFlag.AlignTop)
        busy = QHBoxLayout()
        busy.addWidget(self.progress, 1)
        busy.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addStretch(1)
        column.addLayout(told)
        column.addLayout(busy)
        column.addLayout(foot)

    def retranslate(self) -> None:
        for place, row in enumerate(FORMATS):
            self.format.setItemText(place, tr(row.text))
        labels = self._labels
        name(self.format, tr("Format"), tr("What kind of file is written."), labels["format"])
        labels["size"].setText(tr("Size"))
        self.size_switch.set_texts(
            [(tr("The photo's"), tr("One pixel for each of the photo's.")), (tr("Width"), tr("A width of your own, in pixels."))],
            tr("Size"),
        )
        name(self.width_field, tr("Width"), tr("Width of the picture in pixels; a figure is wider by its margins and legend."))
        name(self.dpi, tr("Resolution"), tr("How many pixels make an inch in print."), labels["dpi"])
        self.width_field.setSuffix(" px")
        self.dpi.setSuffix(" dpi")
        for key, text in (("classes", tr("Classes")), ("objects", tr("Objects")), ("figure", tr("Figure"))):
            labels[key].setText(text)
        for field, drawn in INCLUDED.items():
            self.included[field].setText(tr(drawn.text))
            name(self.included[field], f"{labels[drawn.kind.value].text()}: {tr(drawn.text)}", tr(drawn.tip))
        for box, text, tip in (
            (self.legend, tr("Legend"), tr("Names, colours and shares beside the picture.")),
            (self.titled, tr("Title line"), tr("One line above the picture.")),
        ):
            box.setText(text)
            name(box, text, tip)
        name(self.title, tr("Title"), tr("Empty: photo, models and read-out."), labels["title"])
        name(self.path, tr("File"), tr("Where the file goes."), labels["file"])
        for button, text, tip in (
            (self.browse, tr("Browse…"), tr("Choose folder and name.")),
            (self.copy_command, tr("Copy as command"), tr("Copy the command line that writes this file, without the window.")),
            (self.close_button, tr("Close"), tr("Close the dialog.")),
            (self.export, tr("Write file"), tr("Write the file.")),
            (self.replace, tr("Replace"), tr("Replace the file that is there.")),
            (self.cancel, tr("Cancel"), tr("Stop writing; a file that was there stays as it was.")),
        ):
            button.setText(text)
            name(button, text, tip)
        self.progress.setAccessibleName(tr("Progress"))

    def show_choices(self, choices: ExportChoices, title: str, photo_width: int) -> None:
        """``title`` is the one that is made where a person types none."""
        row = choices.format
        self.format.setCurrentIndex(FORMATS.index(row))
        self.description.setText(tr(row.tip))
        self.size_switch.set_value(choices.width is not None)
        with QSignalBlocker(self.width_field), QSignalBlocker(self.dpi):
            self.width_field.setEnabled(choices.width is not None)
            self.width_field.setValue(photo_width if choices.width is None else choices.width)
            self.dpi.setValue(choices.dpi)
        for field, box in self.included.items():
            box.setChecked(getattr(choices.included, field))
        self.legend.setChecked(choices.legend)
        self.titled.setChecked(choices.titled)
        if self.title.text() != choices.title:
            self.title.setText(choices.title)
        self.title.setPlaceholderText(title)
        figure = row.kind is Kind.FIGURE
        shown = dict.fromkeys(("size", "classes", "objects"), row.has_pixels) | {"figure": figure, "title": figure and choices.titled}
        for key, is_shown in shown.items():
            self._rows[key].setVisible(is_shown)
            self._labels[key].setVisible(is_shown)
        self._labels["dpi"].setVisible(row.has_pixels)
        self.dpi.setVisible(row.has_pixels)

    def show_size(self, size: tuple[int, int] | None, dpi: int | None) -> None:
        """What the file measures, in px and, at ``dpi``, in print; nothing where that is not known."""
        if size is None:
            self.size_text.clear()
            return
        pixels = f"{size[0]} × {size[1]} px"
        inches = "" if dpi is None else f", {size[0] / dpi:.1f} × {size[1] / dpi:.1f} in"
        self.size_text.setText(pixels + inches)

    def show_status(self, sentence: str, *, problem: bool, may_replace: bool) -> None:
        theme = current()
        self.status.setText(sentence)
        self.status.setStyleSheet(f"color: {theme.problem if problem else theme.text};")
        self.status.setAccessibleName(sentence)
        self.replace.setVisible(may_replace)

    def show_busy(self, busy: bool) -> None:
        """Nothing else can be written meanwhile."""
        self.export.setEnabled(not busy)
        self.replace.setEnabled(not busy)
        if not busy:
            self.show_progress(False)

    def show_progress(self, shown: bool) -> None:
        self.progress.setVisible(shown)
        self.cancel.setVisible(shown)

    def show_fraction(self, fraction: float | None) -> None:
        self.progress.setRange(0, 0 if fraction is None else PERCENT)
        self.progress.setValue(0 if fraction is None else round(fraction * PERCENT))


def _remark() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setForegroundRole(label.foregroundRole().PlaceholderText)
    return label


def _number(low: int, high: int) -> QSpinBox:
    field = QSpinBox()
    field.setRange(low, high)
    field.setKeyboardTracking(False)
    field.setFont(tabular(field.font()))
    field.setFixedWidth(110)
    return field


def _beside(*parts: QWidget, stretched: int | None = None) -> QWidget:
    """The parts in a row; the one at ``stretched`` takes what is left, else nobody does."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    for place, part in enumerate(parts):
        row.addWidget(part, int(place == stretched))
    if stretched is None:
        row.addStretch(1)
    whole.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return whole
