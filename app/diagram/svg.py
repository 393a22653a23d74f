"""A diagram as an SVG for a slide: on light ground, text as text, pictures inside."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from app.diagram.drawing import draw_diagram, thumbnails_of
from app.diagram.layout import lay_out
from app.diagram.model import Diagram
from app.theme import LIGHT
from core.files import write_atomically

PIXELS_PER_INCH = 96
"""CSS's own, so that a reader of the file shows it in the size that it was laid out in."""

FAMILY = re.compile(rb'font-family="([^"]+)"')
"""Whoever shows the slide may lack the font: a browser would set it in its serif one then."""


def export_svg(diagram: Diagram, path: Path) -> None:
    """Write the diagram. Raises ExportError, with the old file whole."""
    write_atomically(path, svg_of(diagram))


def svg_of(diagram: Diagram) -> bytes:
    layout = lay_out(diagram)
    buffer = QBuffer()
    buffer.setData(QByteArray())
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(diagram.title)
    generator.setResolution(PIXELS_PER_INCH)
    generator.setSize(layout.size.toSize())
    generator.setViewBox(QRectF(QPointF(0, 0), layout.size))
    painter = QPainter(generator)
    draw_diagram(painter, layout, thumbnails_of(diagram), LIGHT)
    painter.end()
    buffer.close()
    return FAMILY.sub(rb'font-family="\1, sans-serif"', bytes(buffer.data().data()))
