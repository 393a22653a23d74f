"""A figure as SVG 1.1: texts are texts, boxes are rectangles, and the picture is a PNG inside."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ElementTree

from PIL import Image

from core.export.figure import GROUND, Figure, Raster, Rectangle, Text
from core.export.png import png_bytes
from core.palettes import Rgb

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
FONTS = "Helvetica, Arial, 'Liberation Sans', sans-serif"


def figure_svg(figure: Figure) -> bytes:
    """The file, in UTF-8. A unit is a px of the figure; width and height say how many inches they are."""
    root = ElementTree.Element(
        "svg",
        {
            "xmlns": SVG,
            "xmlns:xlink": XLINK,
            "version": "1.1",
            "width": f"{figure.width / figure.dpi:.5g}in",
            "height": f"{figure.height / figure.dpi:.5g}in",
            "viewBox": f"0 0 {figure.width} {figure.height}",
            "font-family": FONTS,
        },
    )
    ElementTree.SubElement(root, "title").text = figure.title
    root.append(_rectangle(Rectangle(0, 0, figure.width, figure.height, GROUND)))
    for item in figure.items:
        root.append(_element(item))
    ElementTree.indent(root, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode").encode("utf-8") + b"\n"


def _element(item: Rectangle | Text | Raster) -> ElementTree.Element:
    match item:
        case Rectangle():
            return _rectangle(item)
        case Raster():
            return _image(item)
        case _:
            return _text(item)


def _rectangle(item: Rectangle) -> ElementTree.Element:
    places = {name: _number(getattr(item, name)) for name in ("x", "y", "width", "height")}
    return ElementTree.Element("rect", {**places, "fill": _hex(item.colour)})


def _text(item: Text) -> ElementTree.Element:
    facts = {
        "x": _number(item.x), "y": _number(item.y), "font-size": str(item.size), "fill": _hex(item.colour),
        "text-anchor": "end" if item.at_right else "start",
        # Another font is a little wider or narrower: the text still takes the place that was measured for it.
        "textLength": _number(item.width), "lengthAdjust": "spacingAndGlyphs",
    }  # fmt: skip
    element = ElementTree.Element("text", facts)
    element.text = item.text
    return element


def _image(item: Raster) -> ElementTree.Element:
    height, width = item.pixels.shape[:2]
    content = base64.b64encode(png_bytes(Image.fromarray(item.pixels))).decode("ascii")
    places = {"x": str(item.x), "y": str(item.y), "width": str(width), "height": str(height)}
    return ElementTree.Element("image", {**places, "xlink:href": f"data:image/png;base64,{content}"})


def _number(value: float) -> str:
    return f"{value:.6g}"


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
