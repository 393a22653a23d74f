"""Data sets of object maps: VOC's ``SegmentationObject`` and the everyday layout. Reads no pixels before it is asked to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.evaluation.class_maps import CLASS_FOLDER, OBJECT_FOLDER, everyday_names, voc_names, voc_photo
from core.evaluation.instance_data import chosen_objects, read_table
from core.evaluation.photos import LabelledPhoto
from core.evaluation.truths import InstanceTruth
from core.image import ImageDocument
from core.labels import VOC, VOID, coco_name
from core.truth import GroundTruth, read_ids, read_truth

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MapPair:
    """An object map and the class map that says which of it is void. ``label_names`` are the model's, label 1 first, in VOC's spelling.

    ``named`` has the class of each object number; None where an object is what most of its pixels are in the class map (VOC).
    """

    path: Path
    class_path: Path
    label_names: tuple[str, ...]
    named: tuple[tuple[int, str], ...] | None

    def class_map(self, document: ImageDocument) -> GroundTruth:
        """VOC's classes without their objects, for who looks at the photo. Raises ImageError naming the file."""
        return read_truth(self.class_path, document, VOC)

    def objects(self, document: ImageDocument) -> InstanceTruth:
        """Raises ImageError naming the file that cannot be read or has another size, InputError for a number beyond 255."""
        numbers, classes = read_ids(self.path, document), read_truth(self.class_path, document, VOC).class_map
        largest = int(numbers.max())
        if largest > VOID:
            raise InputError("{path} numbers an object {number}; object maps end at 254, void is 255.", path=self.path, number=largest)
        named = _majority(numbers, classes) if self.named is None else self.named
        return chosen_objects(numbers.astype(np.uint8), classes, named, self.label_names)


def _majority(numbers: Ids, classes: npt.NDArray[np.uint8]) -> list[tuple[int, str]]:
    """Each object's number and the class of most of its pixels that are neither background nor void."""
    pairs = np.bincount((numbers * (VOID + 1) + classes).ravel(), minlength=(VOID + 1) ** 2).reshape(VOID + 1, VOID + 1)
    known = pairs[1:VOID, : len(VOC)].copy()
    known[:, 0] = 0
    present = np.flatnonzero(known.any(axis=1))
    return [(int(row) + 1, VOC.names[int(known[row].argmax())]) for row in present]


def spelled_as_voc(label_names: Sequence[str]) -> tuple[str, ...]:
    """A model's names, label 1 first, each as VOC spells it; one that VOC lacks stays, and is found in no map."""
    spelling = {coco_name(name): name for name in VOC.names[1:]}
    return tuple(spelling.get(coco_name(name), name) for name in label_names)


def voc_objects(folder: Path, split: str, label_names: Sequence[str]) -> list[LabelledPhoto[MapPair]]:
    """As :func:`core.evaluation.class_maps.voc_maps`, of the object maps. ``label_names`` are the model's, label 1 first."""
    spelled = spelled_as_voc(label_names)
    files = {name: (folder / OBJECT_FOLDER / f"{name}.png", folder / CLASS_FOLDER / f"{name}.png") for name in voc_names(folder, split)}
    return [LabelledPhoto(name, voc_photo(folder, name), MapPair(*paths, spelled, None)) for name, paths in files.items()]


def everyday_objects(root: Path, split: str, label_names: Sequence[str]) -> list[LabelledPhoto[MapPair]]:
    """Photos of ``SPLIT.txt`` with ``object/``, ``class/`` and ``instances.csv``. Raises InputError when the table is missing or bad."""
    names, table = everyday_names(root, split), root / "instances.csv"
    if not table.is_file():
        raise InputError("{root} lacks {file}; give a folder with photos, object maps and instances.csv.", root=root, file=table.name)
    objects, spelled = read_table(table), spelled_as_voc(label_names)
    photos = []
    for name in names:
        paths = root / "object" / f"{name}.png", root / "class" / f"{name}.png"
        photos.append(LabelledPhoto(name, root / "images" / f"{name}.jpg", MapPair(*paths, spelled, tuple(objects.get(name, ())))))
    return photos
