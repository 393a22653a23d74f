"""Photos with ground truth, wherever that comes from: a label PNG, two maps of objects, or COCO's outlines. Imports no torch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from core.errors import InputError
from core.evaluation.spreading import spread
from core.evaluation.truths import ObjectTruth
from core.image import ImageDocument
from core.reading import check_no_pipe, is_file
from core.truth import GroundTruth


class Layout(Enum):
    """How the files of a data set lie. The everyday layout is recognised only: it is how the starters' data lie."""

    AUTO = "auto"
    VOC = "voc"
    CAMVID = "camvid"
    COCO = "coco"
    PAIRS = "pairs"
    EVERYDAY = "everyday"

    @property
    def title(self) -> str:
        return _TITLES[self]


_TITLES = {
    Layout.AUTO: "any",
    Layout.VOC: "VOC",
    Layout.CAMVID: "CamVid",
    Layout.COCO: "COCO",
    Layout.PAIRS: "folder pairs",
    Layout.EVERYDAY: "everyday",
}

NAMEABLE = tuple(layout for layout in Layout if layout is not Layout.EVERYDAY)
"""The layouts that a person can ask for."""

USUAL_SPLIT = "val"
"""What is measured when nobody says, where a data set has splits."""


class ClassMapSource(Protocol):
    """Where a photo's class map is read from."""

    @property
    def path(self) -> Path:
        """The file that a message names."""
        ...

    def class_map(self, document: ImageDocument) -> GroundTruth:
        """Read it. Raises a UserError naming the file when it cannot be, or is not of this photo's size."""
        ...


class ObjectSource(Protocol):
    """Where a photo's objects are read from."""

    @property
    def path(self) -> Path:
        """The file that a message names."""
        ...

    def objects(self, document: ImageDocument) -> ObjectTruth:
        """Read them. Raises a UserError naming the file when they cannot be, or are not of this photo's size."""
        ...


Source_co = TypeVar("Source_co", covariant=True)


@dataclass(frozen=True, slots=True)
class LabelledPhoto(Generic[Source_co]):
    """One photo on disk and its ground truth. ``name`` is unique in its set."""

    name: str
    photo: Path
    truth: Source_co

    @property
    def source(self) -> str:
        """Where the photo comes from: what its name says before the first underscore."""
        return self.name.split("_", 1)[0]


@dataclass(frozen=True, slots=True)
class PhotoSet(Generic[Source_co]):
    """The photos of one split; ``split`` is empty where the data set has none."""

    root: Path
    layout: Layout
    split: str
    photos: tuple[LabelledPhoto[Source_co], ...]

    def spread(self, limit: int | None) -> PhotoSet[Source_co]:
        """At most ``limit`` photos, evenly spread."""
        return replace(self, photos=spread(self.photos, limit))

    def of_source(self, source: str | None) -> PhotoSet[Source_co]:
        """Only the photos whose names begin with ``source`` and an underscore. Raises InputError when there is none."""
        if source is None:
            return self
        chosen = tuple(photo for photo in self.photos if photo.source == source)
        if not chosen:
            known = ", ".join(dict.fromkeys(photo.source for photo in self.photos))
            raise InputError(
                "No photo of {split} comes from '{source}'; its sources are {known}.",
                split=self.split or self.root, source=source, known=known,
            )  # fmt: skip
        return replace(self, photos=chosen)


def check_there(root: Path, split: str, files: Iterable[Path]) -> None:
    """Raise InputError naming the first of ``files`` that is missing, or saying that there are none at all."""
    files = tuple(files)
    missing = next((path for path in files if not is_file(path)), None)
    if not files:
        raise InputError("{root} holds no photos of the split '{split}'; choose another folder or split.", root=root, split=split or "all")
    if missing is not None:
        raise InputError(
            "{missing} is missing from the data set in {root}; restore the file or choose another folder.", root=root, missing=missing
        )


def read_names(listing: Path) -> list[str]:
    """The photos' names in a split's text file, the first word of each line. Raises InputError naming the file."""
    try:
        check_no_pipe(listing)
        lines = listing.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise InputError(
            "{path} cannot be read as a list of photos' names, one on a line; restore it.", path=listing, details=repr(error)
        ) from error
    names = [line.split()[0] for line in lines if line.strip()]
    strange = next((name for name in names if Path(name).name != name or "\0" in name), None)
    if strange is not None:
        raise InputError("{path} names the photo '{name}', which is no plain file name; mend the list.", path=listing, name=strange)
    if len(set(names)) < len(names):
        twice = next(name for index, name in enumerate(names) if name in names[:index])
        raise InputError("{path} names the photo '{name}' twice; mend the list.", path=listing, name=twice)
    return names
