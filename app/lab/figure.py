"""The linked views as a figure: SVG, PDF or PNG, drawn anew at the figure's own size, not as a picture of the screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication

from app.lab.narration import formula, narrate
from app.lab.plates import arrangement
from app.lab.scene import Scene
from app.lab.words import coordinate
from app.theme import LIGHT
from app.translation import tr
from core.errors import ExportError
from core.files import write_atomically

PLATE_WIDTH, PLATE_HEIGHT, GAP, CAPTION = 320.0, 340.0, 14.0, 62.0
PNG_SCALE = 3
"""Pixels of the PNG per point of the figure: 300 dpi at about its printed size."""
POINTS_PER_INCH = 72

NO_SUCH_FORMAT = "{path} does not end in .svg, .pdf or .png; give it one of these."


def figure_size(scene: Scene) -> QSizeF:
    """In points."""
    rows = arrangement(both_sizes=bool(scene.look.companions))
    return QSizeF(len(rows[0]) * (PLATE_WIDTH + GAP) + GAP, len(rows) * (PLATE_HEIGHT + GAP) + GAP + CAPTION)


def save_figure(scene: Scene, path: Path) -> None:
    """Write the figure in the format of the file's ending. Raises ExportError, with the old file whole."""
    writers = {".svg": figure_svg, ".pdf": figure_pdf, ".png": figure_png}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise ExportError(NO_SUCH_FORMAT, path=path)
    write_atomically(path, writer(scene))


def figure_svg(scene: Scene) -> bytes:
    buffer, size = _buffer(), figure_size(scene)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(_title(scene))
    generator.setResolution(POINTS_PER_INCH)
    generator.setSize(QSize(round(size.width()), round(size.height())))
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    _paint(QPainter(generator), scene)
    return _content(buffer)


def figure_pdf(scene: Scene) -> bytes:
    buffer, size = _buffer(), figure_size(scene)
    writer = QPdfWriter(buffer)
    writer.setTitle(_title(scene))
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(1200)
    painter = QPainter(writer)
    painter.scale(1200 / POINTS_PER_INCH, 1200 / POINTS_PER_INCH)
    _paint(painter, scene)
    return _content(buffer)


def figure_png(scene: Scene) -> bytes:
    buffer, size = _buffer(), figure_size(scene)
    image = QImage(round(size.width() * PNG_SCALE), round(size.height() * PNG_SCALE), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(PNG_SCALE, PNG_SCALE)
    _paint(painter, scene)
    image.setDotsPerMeterX(round(PNG_SCALE * POINTS_PER_INCH / 0.0254))
    image.setDotsPerMeterY(round(PNG_SCALE * POINTS_PER_INCH / 0.0254))
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return _content(buffer)


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.setData(QByteArray())
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _content(buffer: QBuffer) -> bytes:
    buffer.close()
    return bytes(buffer.data().data())


def _paint(painter: QPainter, scene: Scene) -> None:
    """Printed figures are light, whatever the window is."""
    size = figure_size(scene)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor("#ffffff"))
    painter.setFont(_font(painter))
    for row, plates in enumerate(arrangement(both_sizes=bool(scene.look.companions))):
        for column, plate in enumerate(plates):
            left, top = GAP + column * (PLATE_WIDTH + GAP), GAP + row * (PLATE_HEIGHT + GAP)
            plate.paint(painter, QRectF(left, top, PLATE_WIDTH, PLATE_HEIGHT), scene, LIGHT)
    painter.setPen(QColor(LIGHT.text))
    caption = QRectF(GAP, size.height() - CAPTION, size.width() - 2 * GAP, CAPTION - 4)
    painter.drawText(caption, 0x1000 | 0x0001, f"{_title(scene)}\n{formula(scene.look)}\n{narrate(scene.look)}")
    painter.end()


def _font(painter: QPainter) -> QFont:
    """The window's font, measured in the figure's points: a printer's own resolution must not enlarge it."""
    font = QFont(QApplication.font(), painter.device())
    font.setPixelSize(12)
    return font


def _title(scene: Scene) -> str:
    box = ", ".join(coordinate(edge) for edge in scene.look.choices.box_read_image.as_tuple())
    return tr("Box {box} px on {level}, stride {stride}", box=box, level=scene.look.level.name, stride=scene.look.level.stride)
