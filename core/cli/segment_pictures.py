"""``segment``'s pictures: the options that say how overlays and figures look, and what makes the files."""

from __future__ import annotations

import argparse
import math
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from core.catalog import find_model
from core.cli.options import positive_int
from core.cli.segment_task import Product
from core.errors import InputError
from core.labels import LabelSet
from core.palettes import PALETTES, Rgb

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from core.engine import Engine
    from core.export.figure import Figure
    from core.export.picture import View
    from core.image import ImageDocument

STYLES = {"fill": (True, False), "outline": (False, True), "both": (True, True), "none": (False, False)}
"""The words of ``--style``: whether regions are filled, and whether they are outlined."""

DEFAULT_OPACITY, DEFAULT_DPI = 0.5, 300


class Pictured(Protocol):
    """A result that can be painted."""

    @property
    def options(self) -> argparse.Namespace: ...

    @property
    def method(self) -> str:
        """What the papers call it."""

    def view(self, document: ImageDocument) -> View:
        """The photo with the result on it, as the options want it painted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("overlays and figures")
    group.add_argument(
        "--opacity", type=share, default=DEFAULT_OPACITY, metavar="A", help="of filled regions, 0 to 1 (default %(default)s)"
    )
    group.add_argument("--style", choices=tuple(STYLES), help="how regions are drawn (default: classes fill, objects both)")
    group.add_argument("--width", type=positive_int, metavar="PX", help="width of the picture (default: the photo's)")
    group.add_argument("--dpi", type=float, metavar="N", help=f"resolution that is stated (default: figures {DEFAULT_DPI}, overlays none)")
    group.add_argument("--title", metavar="TEXT", help="of figures (default: photo, model and method; '' for none)")
    group.add_argument("--no-legend", action="store_true", help="figures without names, colours and shares")


def add_class_arguments(group: argparse._ArgumentGroup) -> None:
    """The options of pictures that only classes have."""
    group.add_argument("--palette", choices=tuple(PALETTES), help="colours of overlays and figures (default voc)")
    group.add_argument("--show", type=_names, metavar="A,B", help="paint these classes only (default: all but the background)")
    group.add_argument("--colour", type=_colour, action="append", metavar="NAME=#RRGGBB", help="paint a class in this colour; repeatable")


def add_object_arguments(group: argparse._ArgumentGroup) -> None:
    """The options of pictures that only objects have."""
    group.add_argument("--object-style", choices=tuple(STYLES), help="how objects are drawn beside classes (default: as --style says)")
    group.add_argument("--no-boxes", action="store_const", const=True, help="draw no boxes")
    group.add_argument("--no-names", action="store_const", const=True, help="write no names and scores")


def share(text: str) -> float:
    """An argparse type: a number from 0 to 1."""
    number = float(text)
    if not 0.0 <= number <= 1.0:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return number


def finite(text: str) -> float:
    """An argparse type: a number that is neither infinite nor NaN."""
    number = float(text)
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{text} is not a number to multiply with")
    return number


def class_table(label_set: LabelSet, options: argparse.Namespace) -> npt.NDArray[np.uint8]:
    """The colours of a class map ``(256, 4)`` RGBA, alpha 0 where a class is not painted. Raises InputError for a name it lacks."""
    from core.palettes import overlay_table

    table = overlay_table(label_set, options.palette or "voc").copy()
    if options.show is not None:
        table[:, 3] = 0
        table[[_label(label_set, name) for name in options.show], 3] = 255
    for name, colour in options.colour or ():
        table[_label(label_set, name), :3] = colour
    return table


def name_of(document: ImageDocument) -> str:
    """What a document that is written calls its photo: the file's name, or the sample's."""
    return document.name if document.path is None else document.path.name


def path_from(folder: Path, document: ImageDocument) -> str:
    """How a file in ``folder`` leads to the photo, with slashes; its name where there is no such way."""
    if document.path is None:
        return document.name
    try:
        return Path(os.path.relpath(document.path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return document.path.resolve().as_posix()


def _overlay(_engine: Engine, document: ImageDocument, result: Pictured) -> bytes:
    from core.export.picture import picture_png

    return picture_png(_sized(document, result), result.options.dpi)


def _figure_png(_engine: Engine, document: ImageDocument, result: Pictured) -> bytes:
    from core.export.figure_png import figure_png

    return figure_png(_figure(document, result))


def _figure_svg(_engine: Engine, document: ImageDocument, result: Pictured) -> bytes:
    from core.export.figure_svg import figure_svg

    return figure_svg(_figure(document, result))


def _figure_pdf(_engine: Engine, document: ImageDocument, result: Pictured) -> bytes:
    from core.export.figure_pdf import figure_pdf

    return figure_pdf(_figure(document, result))


def _sized(document: ImageDocument, result: Pictured) -> View:
    from core.export.picture import scaled

    view = result.view(document)
    return view if result.options.width is None else scaled(view, result.options.width)


def _figure(document: ImageDocument, result: Pictured) -> Figure:
    from core.export.figure import make_figure

    options = result.options
    title = options.title
    if title is None:
        title = f"{document.name}, {find_model(options.model, options.rows).title}, {result.method}"
    return make_figure(_sized(document, result), title, legend=not options.no_legend, dpi=options.dpi or DEFAULT_DPI)


OVERLAY: Product[Any] = Product("overlay", "-overlay.png", _overlay)
FIGURES: tuple[Product[Any], ...] = (
    Product("figure.png", "-figure.png", _figure_png),
    Product("figure.svg", "-figure.svg", _figure_svg),
    Product("figure.pdf", "-figure.pdf", _figure_pdf),
)


PICTURES = (OVERLAY, *FIGURES)
"""What is drawn of everything that was found; other files are of one model's results."""


def _label(label_set: LabelSet, name: str) -> int:
    if name not in label_set.names:
        raise InputError(
            "{labels} has no class {name}; choose among {names}.", labels=label_set.name, name=name, names=", ".join(label_set.names)
        )
    return label_set.names.index(name)


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _colour(text: str) -> tuple[str, Rgb]:
    found = re.fullmatch(r"(.+)=#([0-9a-fA-F]{6})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=#RRGGBB")
    red, green, blue = bytes.fromhex(found[2])
    return found[1], (red, green, blue)
