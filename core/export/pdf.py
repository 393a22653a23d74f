"""The part of PDF 1.4 that a figure needs: one page, images without loss, and the standard fonts that every reader has.

ISO 32000-1: file structure 7.5, images 8.9, text 9.4, the standard fonts 9.6.2.2. Equal content gives equal bytes: no dates, no ids.
"""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

from core.export.png import deflated_rows

ENCODING = "cp1252"
"""PDF's WinAnsiEncoding."""

_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278,
    278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
    667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556,
    556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
"""Helvetica's advance widths of the characters 32 to 126, in thousandths of the size (Adobe's font metrics)."""
OTHER_WIDTH = 556


class PdfPage:
    """A page under construction: px from its top left corner, of which ``dpi`` make an inch."""

    def __init__(self, width: int, height: int, dpi: float, title: str) -> None:
        self._points = 72 / dpi
        self._size = width, height
        self._title = title
        self._images: list[bytes] = []
        self._operations: list[str] = []

    def rectangle(self, x: float, y: float, width: float, height: float, colour: tuple[int, int, int]) -> None:
        """A filled rectangle."""
        self._operations.append(f"{_colour(colour)} rg {_numbers(x, self._up(y + height), width, height)} re f")

    def text(self, x: float, baseline: float, text: str, size: float, width: float, colour: tuple[int, int, int]) -> None:
        """One line in Helvetica, stretched to ``width``. Raises UnicodeEncodeError for what WinAnsiEncoding lacks."""
        content = text.encode(ENCODING)
        stretch = 100 * width / natural_width(text, size) if content else 100.0
        place = _numbers(x, self._up(baseline))
        self._operations.append(
            f"BT /F1 {_numbers(size)} Tf {_numbers(stretch)} Tz {_colour(colour)} rg {place} Td {_string(content)} Tj ET"
        )

    def image(self, x: float, y: float, width: float, height: float, pixels: npt.NDArray[np.uint8]) -> None:
        """``pixels`` ``(h, w, 3)`` RGB, stretched over a rectangle."""
        self._place(x, y, width, height)
        parameters = f"/DecodeParms << /Predictor 15 /Colors 3 /BitsPerComponent 8 /Columns {pixels.shape[1]} >>"
        facts = f"{_picture(pixels.shape)} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode {parameters}"
        self._images.append(_stream(facts, deflated_rows(pixels)))

    def stencil(self, x: float, y: float, width: float, height: float, inside: npt.NDArray[np.bool_], colour: tuple[int, int, int]) -> None:
        """The pixels of ``inside`` ``(h, w)`` in one colour, stretched over a rectangle; what is below shows through the others."""
        self._operations.append(f"{_colour(colour)} rg")
        self._place(x, y, width, height)
        rows = zlib.compress(np.packbits(~inside, axis=1).tobytes())  # a stencil paints where its bits are 0
        self._images.append(_stream(f"{_picture(inside.shape)} /ImageMask true /BitsPerComponent 1 /Filter /FlateDecode", rows))

    def _place(self, x: float, y: float, width: float, height: float) -> None:
        self._operations.append(f"q {_numbers(width, 0, 0, height, x, self._up(y + height))} cm /I{len(self._images)} Do Q")

    def content(self) -> bytes:
        """The file."""
        scale = self._points
        stream = zlib.compress("\n".join([f"{_numbers(scale, 0, 0, scale, 0, 0)} cm", *self._operations]).encode("ascii"))
        names = " ".join(f"/I{index} {6 + index} 0 R" for index in range(len(self._images)))
        box = _numbers(self._size[0] * scale, self._size[1] * scale)
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {box}] /Contents 4 0 R"
                f" /Resources << /Font << /F1 5 0 R >> /XObject << {names} >> >> >>"
            ).encode("ascii"),
            _stream("/Filter /FlateDecode", stream),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            *self._images,
            b"<< /Producer (Halfpixel) /Title " + _title(self._title) + b" >>",
        ]
        return _file(objects)

    def _up(self, y: float) -> float:
        """PDF counts from the bottom."""
        return self._size[1] - y


def natural_width(text: str, size: float) -> float:
    """What a line takes up in Helvetica, in the unit of ``size``."""
    places = (ord(character) - 32 for character in text)
    return size / 1000 * sum(_WIDTHS[place] if 0 <= place < len(_WIDTHS) else OTHER_WIDTH for place in places)


def _picture(shape: tuple[int, ...]) -> str:
    return f"/Type /XObject /Subtype /Image /Width {shape[1]} /Height {shape[0]}"


def _stream(facts: str, content: bytes) -> bytes:
    return f"<< {facts} /Length {len(content)} >>\nstream\n".encode("ascii") + content + b"\nendstream"


def _file(objects: list[bytes]) -> bytes:
    """Objects numbered from 1, the first of them the catalog and the last the information, and where each of them begins."""
    # Four bytes above 127 tell programs that move files that this one is not text.
    content = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n".encode("ascii") + body + b"\nendobj\n"
    table = len(content)
    content += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    content += b"".join(f"{place:010d} 00000 n \n".encode("ascii") for place in places)
    content += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{table}\n%%EOF\n".encode("ascii")
    return bytes(content)


def _title(text: str) -> bytes:
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode("ascii") + b">"


def _string(content: bytes) -> str:
    return f"<{content.hex()}>"


def _colour(colour: tuple[int, int, int]) -> str:
    return _numbers(*(channel / 255 for channel in colour))


def _numbers(*values: float) -> str:
    """PDF has no exponents."""
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)
