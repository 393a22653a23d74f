"""A figure as pixels."""

from __future__ import annotations

from PIL import Image, ImageDraw

from core.export.figure import GROUND, Figure, Raster, Rectangle
from core.export.fonts import font_for
from core.export.png import png_bytes


def figure_image(figure: Figure) -> Image.Image:
    """The figure as an RGB image of its size."""
    picture = Image.new("RGB", (figure.width, figure.height), GROUND)
    draw = ImageDraw.Draw(picture)
    for item in figure.items:
        match item:
            case Rectangle():
                right, bottom = item.x + item.width - 1, item.y + item.height - 1
                draw.rectangle((item.x, item.y, right, bottom), fill=item.colour)
            case Raster():
                picture.paste(Image.fromarray(item.pixels), (item.x, item.y))
            case _:
                anchor = "rs" if item.at_right else "ls"
                draw.text((item.x, item.y), item.text, item.colour, font_for(item.text, item.size), anchor=anchor)
    return picture


def figure_png(figure: Figure) -> bytes:
    """An RGB PNG that states the figure's resolution."""
    return png_bytes(figure_image(figure), figure.dpi)
