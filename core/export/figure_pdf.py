"""A figure as a page of PDF: texts in Helvetica that can be searched and copied, the picture without loss."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from core.export.figure import GROUND, Figure, Raster, Rectangle, Text
from core.export.fonts import font_for
from core.export.pdf import ENCODING, PdfPage

FINER = 16
"""Pixels per px of a text that is drawn as a picture."""
WHITE, HALF = 255, 128


def figure_pdf(figure: Figure) -> bytes:
    """The file. A text with characters that the standard fonts lack, such as Korean, is drawn as a picture."""
    page = PdfPage(figure.width, figure.height, figure.dpi, figure.title)
    page.rectangle(0, 0, figure.width, figure.height, GROUND)
    for item in figure.items:
        match item:
            case Rectangle():
                page.rectangle(item.x, item.y, item.width, item.height, item.colour)
            case Raster():
                height, width = item.pixels.shape[:2]
                page.image(item.x, item.y, width, height, item.pixels)
            case _:
                _write(page, item)
    return page.content()


def _write(page: PdfPage, item: Text) -> None:
    left = item.x - item.width if item.at_right else item.x
    try:
        item.text.encode(ENCODING)
    except UnicodeEncodeError:
        inside = _drawn(item)
        page.stencil(left, item.y - item.size, inside.shape[1] / FINER, inside.shape[0] / FINER, inside, item.colour)
    else:
        page.text(left, item.y, item.text, item.size, item.width, item.colour)


def _drawn(item: Text) -> npt.NDArray[np.bool_]:
    """The pixels of a line, from one letter's size above its baseline to a third of one below."""
    font = font_for(item.text, item.size * FINER)
    size = math.ceil(font.getlength(item.text)), math.ceil(item.size * FINER * 4 / 3)
    picture = Image.new("L", size)
    ImageDraw.Draw(picture).text((0, item.size * FINER), item.text, WHITE, font, anchor="ls")
    return np.asarray(picture) >= HALF
