"""A photo with what was found on it, as pixels: classes and objects painted over it, at the photo's size or another. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.errors import InputError
from core.export.painting import Photo, blended, outline, outline_width
from core.export.png import png_bytes
from core.export.tags import Tag, draw_tags
from core.geometry import Box

DEFAULT_OPACITY = 0.5
MAX_PIXELS = 100_000_000
"""Of an exported picture: four times as many bytes are needed to make it."""


@dataclass(frozen=True, slots=True, eq=False)
class ClassLayer:
    """``class_map`` ``(H, W)`` uint8 indexes ``table`` ``(256, 4)`` uint8 RGBA, where alpha 0 hides a class; ``names`` are the classes'.

    ``filled`` pixels are mixed in by ``opacity`` 0 .. 1; ``outlined`` draws the borders between classes, opaque.
    """

    class_map: npt.NDArray[np.uint8]
    names: tuple[str, ...]
    table: npt.NDArray[np.uint8]
    opacity: float = DEFAULT_OPACITY
    filled: bool = True
    outlined: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ObjectLayer:
    """``ids`` ``(H, W)`` are 0 or 1 + the number of an object, best first; the rest is per object.

    ``boxes`` ``(d, 4)`` in image px, ``texts`` what is written beside each, ``colours`` ``(d, 3)`` uint8, ``shares`` of the photo's pixels.
    ``framed`` draws the boxes and ``named`` the texts.
    """

    ids: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
    boxes: npt.NDArray[np.floating]
    texts: tuple[str, ...]
    colours: npt.NDArray[np.uint8]
    shares: npt.NDArray[np.float64]
    opacity: float = DEFAULT_OPACITY
    filled: bool = True
    outlined: bool = True
    framed: bool = True
    named: bool = True

    @property
    def tags(self) -> list[Tag]:
        """Box, text and colour of every object, best first."""
        rows = zip(self.texts, self.boxes.tolist(), self.colours.tolist(), strict=True)
        return [Tag(text, Box(*box), (colour[0], colour[1], colour[2])) for text, box, colour in rows]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What is looked at: ``rgb`` ``(H, W, 3)`` uint8 and the layers on it, each of its size or None."""

    rgb: Photo
    classes: ClassLayer | None = None
    objects: ObjectLayer | None = None

    @property
    def size(self) -> tuple[int, int]:
        """``(width, height)``."""
        return self.rgb.shape[1], self.rgb.shape[0]


def painted(view: View) -> Photo:
    """The photo with the layers' pixels, classes below objects, ``(H, W, 3)``; no boxes and no texts.

    Raises InputError for an opacity outside 0 .. 1.
    """
    rgb = view.rgb
    if (classes := view.classes) is not None:
        rgb = _painted(rgb, classes.class_map, classes.table, classes.opacity, filled=classes.filled, outlined=classes.outlined)
    if (objects := view.objects) is not None:
        table = np.zeros((len(objects.texts) + 1, 4), np.uint8)
        table[1:, :3], table[1:, 3] = objects.colours, 255
        rgb = _painted(rgb, objects.ids, table, objects.opacity, filled=objects.filled, outlined=objects.outlined)
    return rgb


def drawn(view: View) -> Image.Image:
    """:func:`painted`, with boxes and texts where the view has them."""
    picture = Image.fromarray(painted(view))
    if view.objects is not None:
        draw_tags(picture, view.objects.tags, framed=view.objects.framed, named=view.objects.named)
    return picture


def picture_png(view: View, dpi: float | None = None) -> bytes:
    """:func:`drawn` as an RGB PNG, which states ``dpi`` where that is given."""
    return png_bytes(drawn(view), dpi)


def scaled(view: View, width: int) -> View:
    """The view ``width`` px wide: the photo resampled (Lanczos), ids taken as they are under each new pixel's centre, boxes moved.

    Outlines and texts are drawn afterwards and keep their size. Raises InputError for a size that cannot be made.
    """
    if width == view.size[0]:
        return view
    height = max(round(view.size[1] * width / view.size[0]), 1)
    if width < 1 or width * height > MAX_PIXELS:
        raise InputError("A picture {width} px wide cannot be made; choose a width from 1 to {most} px.", width=width, most=_widest(view))
    rgb = np.asarray(Image.fromarray(view.rgb).resize((width, height), Image.Resampling.LANCZOS))
    rows, columns = (_nearest(new, old) for new, old in zip((height, width), view.rgb.shape[:2], strict=True))
    classes, objects = view.classes, view.objects
    if classes is not None:
        classes = replace(classes, class_map=classes.class_map[rows][:, columns])
    if objects is not None:
        factor = np.array([width / view.size[0], height / view.size[1]] * 2)
        objects = replace(objects, ids=objects.ids[rows][:, columns], boxes=objects.boxes * factor)
    return View(rgb, classes, objects)


def _widest(view: View) -> int:
    return int((MAX_PIXELS * view.size[0] / view.size[1]) ** 0.5)


def _nearest(new: int, old: int) -> npt.NDArray[np.int64]:
    """The old index under the centre of each new pixel."""
    return ((np.arange(new) + 0.5) * old / new).astype(np.int64)


def _painted(
    rgb: Photo, ids: npt.NDArray[np.unsignedinteger], table: npt.NDArray[np.uint8], opacity: float, *, filled: bool, outlined: bool
) -> Photo:
    if not 0.0 <= opacity <= 1.0:
        raise InputError("The opacity {opacity} is not between 0 and 1; choose one that is.", opacity=opacity)
    if filled:
        rgb = blended(rgb, ids, table, opacity)
    return blended(rgb, ids, table, 1.0, outline(ids, outline_width(ids.shape))) if outlined else rgb
