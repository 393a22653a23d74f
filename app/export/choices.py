"""What can be exported, and a person's choices about it; remembered from one export to the next."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from app.translation import mark
from core.errors import UserError
from core.files import write_atomically

LEAST_WIDTH, MOST_WIDTH = 16, 30_000
LEAST_DPI, MOST_DPI = 30, 2400
DEFAULT_DPI = 300


class Kind(Enum):
    """What a format holds, and so which choices it has."""

    PICTURE = "picture"
    FIGURE = "figure"
    CLASSES = "classes"
    OBJECTS = "objects"


@dataclass(frozen=True, slots=True)
class FormatRow:
    """A file format: what ``segment --write`` calls it, the ending that its files have there, and its English name and description."""

    key: str
    kind: Kind
    ending: str
    text: str
    tip: str

    @property
    def suffix(self) -> str:
        return Path(self.ending).suffix

    @property
    def word(self) -> str:
        """What ``segment --write`` calls it."""
        return self.key.removeprefix("classes-").removeprefix("objects-")

    @property
    def has_pixels(self) -> bool:
        """Whether size and resolution can be chosen."""
        return self.kind in (Kind.PICTURE, Kind.FIGURE)


FORMATS = (
    FormatRow(
        "overlay",
        Kind.PICTURE,
        "-overlay.png",
        mark("Picture (PNG)"),
        mark("The photo with what is drawn on it, without loss."),
    ),
    FormatRow(
        "figure.png",
        Kind.FIGURE,
        "-figure.png",
        mark("Figure (PNG)"),
        mark("Picture, title and a legend with names, colours and shares."),
    ),
    FormatRow(
        "figure.svg",
        Kind.FIGURE,
        "-figure.svg",
        mark("Figure (SVG)"),
        mark("For slides and drawing programs: texts stay texts, the photo is inside."),
    ),
    FormatRow(
        "figure.pdf",
        Kind.FIGURE,
        "-figure.pdf",
        mark("Figure (PDF)"),
        mark("For papers: texts can be searched, the photo is inside without loss."),
    ),
    FormatRow(
        "labels",
        Kind.CLASSES,
        "-labels.png",
        mark("Class ids (PNG)"),
        mark("Each pixel is its class's number, in VOC's palette; 255 is void."),
    ),
    FormatRow(
        "onehot",
        Kind.CLASSES,
        "-onehot.npz",
        mark("Class channels (NPZ)"),
        mark("One-hot: one channel for each class, 1 where a pixel has it."),
    ),
    FormatRow(
        "probabilities",
        Kind.CLASSES,
        "-probabilities.npz",
        mark("Class probabilities (NPZ)"),
        mark("Softmax of every class at every pixel, in half precision."),
    ),
    FormatRow(
        "classes-coco",
        Kind.CLASSES,
        "-classes-coco.json",
        mark("Classes, COCO (JSON)"),
        mark("One annotation for each class, with run lengths and COCO's own category ids."),
    ),
    FormatRow(
        "classes-labelme",
        Kind.CLASSES,
        "-classes-labelme.json",
        mark("Classes, LabelMe (JSON)"),
        mark("Polygons of a class share a group; a region with a hole is cut in two."),
    ),
    FormatRow(
        "instances",
        Kind.OBJECTS,
        "-instances.png",
        mark("Object ids (PNG)"),
        mark("Each pixel is its object's number, 1 for the best; 0 is none."),
    ),
    FormatRow(
        "objects-coco",
        Kind.OBJECTS,
        "-objects-coco.json",
        mark("Objects, COCO (JSON)"),
        mark("Boxes, scores and masks as run lengths, with COCO's own category ids."),
    ),
    FormatRow(
        "objects-labelme",
        Kind.OBJECTS,
        "-objects-labelme.json",
        mark("Objects, LabelMe (JSON)"),
        mark("Polygons of an object share a group; a mask with a hole is cut in two."),
    ),
)
BY_KEY = {row.key: row for row in FORMATS}


@dataclass(frozen=True, slots=True)
class Included:
    """What is drawn on the photo."""

    classes_filled: bool = True
    classes_outlined: bool = False
    objects_filled: bool = False
    objects_outlined: bool = True
    boxes: bool = True
    labels: bool = True


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """``width`` None is the photo's own. ``title`` "" is the one that is made from photo and models; ``titled`` False leaves it out."""

    format_key: str = FORMATS[0].key
    width: int | None = None
    dpi: int = DEFAULT_DPI
    legend: bool = True
    titled: bool = True
    title: str = ""
    included: Included = Included()

    @property
    def format(self) -> FormatRow:
        return BY_KEY[self.format_key]


@dataclass(frozen=True, slots=True)
class Remembered:
    """``folder`` is where the last export went, None before the first."""

    choices: ExportChoices = ExportChoices()
    folder: Path | None = None


def save(remembered: Remembered, path: Path) -> None:
    """Write atomically; what cannot be remembered is forgotten, since it is no loss that a person must be told of."""
    choices = asdict(remembered.choices)
    # These belong to the photo and to the look of the moment.
    del choices["title"], choices["included"]
    document = {**choices, "folder": None if remembered.folder is None else str(remembered.folder)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(document).encode("ascii"))
    except (OSError, UserError):
        return


def load(path: Path) -> Remembered:
    """What :func:`save` wrote; the defaults where there is nothing, or nothing sound."""
    try:
        document = json.loads(path.read_text(encoding="ascii"))
        return Remembered(_choices(document), _folder(document["folder"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Remembered()


def _choices(document: dict[str, Any]) -> ExportChoices:
    width, dpi = document["width"], document["dpi"]
    if document["format_key"] not in BY_KEY or not all(type(document[key]) is bool for key in ("legend", "titled")):
        raise ValueError("not a format, or not a yes or no")
    if (width is not None and not _within(width, LEAST_WIDTH, MOST_WIDTH)) or not _within(dpi, LEAST_DPI, MOST_DPI):
        raise ValueError("not a size")
    return replace(
        ExportChoices(), format_key=document["format_key"], width=width, dpi=dpi, legend=document["legend"], titled=document["titled"]
    )


def _within(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _folder(value: Any) -> Path | None:
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{value!r} is no folder")
    return None if value is None else Path(value)
