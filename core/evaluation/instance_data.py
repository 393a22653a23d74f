"""Photos with object maps on disk: which object is which, what is void, and what is known to be none of the chosen classes."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.errors import InputError
from core.evaluation.spreading import every_nth
from core.evaluation.truths import MAX_OBJECTS, InstanceTruth, ObjectMap
from core.labels import VOC, VOID
from core.reading import check_no_pipe


@dataclass(frozen=True, slots=True)
class InstancePhoto:
    """One photo with its class map and object map on disk; ``classes`` maps each object id to its class name."""

    name: str
    photo: Path
    class_map: Path
    object_map: Path
    classes: tuple[tuple[int, str], ...]

    @property
    def source(self) -> str:
        """Where the photo comes from: what its name says before the first underscore."""
        return self.name.split("_", 1)[0]


@dataclass(frozen=True, slots=True)
class InstanceDataset:
    """The photos of one split; ``label_names`` are the chosen classes without the background, label 1 first."""

    root: Path
    split: str
    label_names: tuple[str, ...]
    photos: tuple[InstancePhoto, ...]

    def spread(self, limit: int | None) -> InstanceDataset:
        """At most ``limit`` photos, every n-th."""
        return replace(self, photos=every_nth(self.photos, limit))

    def of_source(self, source: str) -> InstanceDataset:
        return replace(self, photos=tuple(photo for photo in self.photos if photo.source == source))


def find_instances(root: Path, split: str, label_names: Sequence[str]) -> InstanceDataset:
    """The photos of ``split`` under ``root``: ``images/``, ``class/``, ``object/``, ``instances.csv`` and ``SPLIT.txt``.

    Raises InputError when one of them is missing or a class is not one of VOC's.
    """
    unknown = next((name for name in label_names if name not in VOC.names[1:]), None)
    if unknown is not None or not label_names:
        raise InputError("There is no class '{name}'; choose some of {names}.", name=unknown or "", names=", ".join(VOC.names[1:]))
    listing, table = root / f"{split}.txt", root / "instances.csv"
    for path in (listing, table):
        if not path.is_file():
            raise InputError("{root} lacks {file}; give a folder with photos, object maps and instances.csv.", root=root, file=path.name)
    objects = read_table(table)
    photos = tuple(_photo(root, name, objects.get(name, ())) for name in listing.read_text(encoding="utf-8").split())
    missing = next((path for it in photos for path in (it.photo, it.class_map, it.object_map) if not path.is_file()), None)
    if missing is not None or not photos:
        raise InputError(
            "The split '{split}' of {root} lacks {missing}; restore the file or choose another folder.",
            split=split, root=root, missing=missing or "photos",
        )  # fmt: skip
    return InstanceDataset(root, split, tuple(label_names), photos)


def _photo(root: Path, name: str, classes: Sequence[tuple[int, str]]) -> InstancePhoto:
    files = (root / "images" / f"{name}.jpg", root / "class" / f"{name}.png", root / "object" / f"{name}.png")
    return InstancePhoto(name, *files, tuple(classes))


def read_table(path: Path) -> dict[str, list[tuple[int, str]]]:
    """Photo -> its objects' numbers and classes, from ``instances.csv``. Raises InputError naming it."""
    objects: dict[str, list[tuple[int, str]]] = {}
    try:
        check_no_pipe(path)
        with path.open(newline="", encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                number = int(row["instance"])
                if not 0 < number < VOID:
                    raise ValueError(f"no object can have the number {number}")
                objects.setdefault(row["image"], []).append((number, row["class"]))
    except (KeyError, ValueError, TypeError, OSError, csv.Error) as error:
        raise InputError(
            "{path} is not a table with the columns image, instance and class; restore it.", path=path, details=repr(error)
        ) from error
    return objects


def read_truth(photo: InstancePhoto, label_names: Sequence[str]) -> InstanceTruth:
    """The objects of the chosen classes, renumbered from 1.

    An object of another class is no object. Void (255) pixels stay void unless the class map says that they are surely none of the
    chosen classes: VOC's chairs have no outlines of their own here, but are honest background for a network that knows no chairs.
    Raises InputError when the two maps differ in size.
    """
    objects, classes = _read_map(photo.object_map), _read_map(photo.class_map)
    if objects.shape != classes.shape:
        raise InputError("{path} and its class map differ in size; restore both.", path=photo.object_map)
    return chosen_objects(objects, classes, photo.classes, label_names)


def chosen_objects(objects: ObjectMap, classes: ObjectMap, named: Sequence[tuple[int, str]], label_names: Sequence[str]) -> InstanceTruth:
    """As :func:`read_truth`, of two maps ``(H, W)``; ``named`` says which number of ``objects`` is of which class."""
    chosen = [(number, label_names.index(name) + 1) for number, name in named if name in label_names][:MAX_OBJECTS]
    renumber = np.zeros(256, np.uint8)
    for new, (number, _) in enumerate(chosen, start=1):
        renumber[number] = new
    ids = renumber[objects]
    ids[(objects == VOID) & _may_be_chosen(label_names)[classes]] = VOID
    return InstanceTruth(ids, tuple(label for _, label in chosen))


def _may_be_chosen(label_names: Sequence[str]) -> npt.NDArray[np.bool_]:
    """For each class id 0..255, whether a void object of that class may be one of the chosen."""
    known_others = [index for index, name in enumerate(VOC.names) if index and name not in label_names]
    table = np.ones(256, bool)
    table[known_others] = False
    return table


def _read_map(path: Path) -> ObjectMap:
    with Image.open(path, formats=["PNG"]) as image:
        return np.array(image, dtype=np.uint8)
