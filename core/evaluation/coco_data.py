"""COCO's annotation files: read once, checked, and kept as one short list of outlines for each photo. Imports no torch."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.evaluation.coco_masks import decode_counts, from_polygons, from_run_lengths
from core.evaluation.photos import LabelledPhoto
from core.evaluation.truths import Outline, OutlinedTruth, cropped, tight_box
from core.image import ImageDocument
from core.labels import VOID, LabelSet, coco_name
from core.reading import check_no_pipe, is_file
from core.truth import GroundTruth

MAX_BYTES = 1 << 30
"""COCO's largest file, train2017, has half of this."""

_NOT_COCO = "{path} is not an annotation file in COCO's format ({reason}); give the one that belongs to the photos."
_BAD_OUTLINE = "{path}: the annotation {id} has no outline that can be drawn ({reason}); mend it or leave it out."
_OTHER_SIZE = (
    "{path} says that {name} is {width} x {height} px, but the photo is {photo_width} x {photo_height} px; give the photos it was made for."
)
_NO_CLASS = "{path} names none of the model's classes ({names}); choose a model that knows some of its categories."


@dataclass(frozen=True, slots=True, eq=False)
class CocoObject:
    """One annotation: the model's id of its class, whether it is a crowd, its outline as the file has it, its box if it has one."""

    number: object
    label: int
    crowd: bool
    outline: Any
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True, eq=False)
class CocoTruth:
    """What an annotation file says of one photo of ``width`` x ``height`` px; ``given`` have classes of ``label_set`` only."""

    path: Path
    name: str
    width: int
    height: int
    given: tuple[CocoObject, ...]
    label_set: LabelSet

    def class_map(self, document: ImageDocument) -> GroundTruth:
        """Background, or void in a label set without one; crowds and what two objects claim are void, as torchvision's reference has it.

        Raises InputError for an outline that cannot be drawn, or when the photo has another size.
        """
        self._check_size(document)
        ground = VOID if self.label_set.background is None else self.label_set.background
        class_map = np.full((self.height, self.width), ground, np.uint8)
        taken = np.zeros(class_map.shape, bool)
        void = np.zeros(class_map.shape, bool)
        for one in self.given:
            mask = self._mask(one)
            void |= mask if one.crowd else mask & taken
            if not one.crowd:
                class_map[mask] = one.label
                taken |= mask
        class_map[void] = VOID
        class_map.flags.writeable = False
        return GroundTruth(class_map, self.label_set, self.path, document.digest)

    def objects(self, document: ImageDocument) -> OutlinedTruth:
        """Objects and crowds with the file's boxes, or tight ones. Raises InputError as :meth:`class_map`."""
        self._check_size(document)
        outlines = [(one.crowd, self._outline(one)) for one in self.given]
        given, crowds = (tuple(outline for crowd, outline in outlines if crowd is wanted) for wanted in (False, True))
        return OutlinedTruth((self.height, self.width), given, crowds)

    def _outline(self, one: CocoObject) -> Outline:
        mask = self._mask(one)
        return Outline(one.label, one.box or tight_box(mask), cropped(mask))

    def _mask(self, one: CocoObject) -> npt.NDArray[np.bool_]:
        try:
            return _drawn(one.outline, self.height, self.width)
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            raise InputError(_BAD_OUTLINE, path=self.path, id=one.number, reason=error, details=repr(error)) from error

    def _check_size(self, document: ImageDocument) -> None:
        if (document.width, document.height) != (self.width, self.height):
            raise InputError(
                _OTHER_SIZE, path=self.path, name=self.name, width=self.width, height=self.height,
                photo_width=document.width, photo_height=document.height,
            )  # fmt: skip


def _drawn(outline: Any, height: int, width: int) -> npt.NDArray[np.bool_]:
    if isinstance(outline, list):
        return from_polygons(outline, height, width)
    if not isinstance(outline, dict) or list(outline["size"]) != [height, width]:
        raise ValueError("neither polygons nor run lengths of this photo's size")
    counts = outline["counts"]
    return from_run_lengths(decode_counts(counts) if isinstance(counts, str) else counts, height, width)


def annotation_file(root: Path, split: str | None) -> Path | None:
    """The annotations of a split, by the names that COCO and common exporters give them; None where there are none.

    Without a split: the only one there is, else one that is called just "annotations" or "instances".
    """
    folder = root / "annotations"
    if split is None:
        plain = [folder / "instances.json", folder / "annotations.json", root / "annotations.json", root / "_annotations.coco.json"]
        every = sorted(folder.glob("*.json"))
        return next((path for path in plain if path.is_file()), every[0] if len(every) == 1 else None)
    names = (f"instances_{split}.json", f"instances_{split}20[0-9][0-9].json", f"{split}.json", f"annotations_{split}.json")
    found = [path for name in names for parent in (folder, root) for path in sorted(parent.glob(name), reverse=True)]
    found += [root / split / "_annotations.coco.json", root / split / "annotations.json"]
    return next((path for path in found if path.is_file()), None)


def annotated_splits(root: Path) -> list[str]:
    """What the files in ``annotations`` and the folders of Roboflow's kind suggest as names of splits."""
    files = [path.stem.removeprefix("instances_") for path in sorted((root / "annotations").glob("*.json"))]
    return [*files, *(path.parent.name for path in sorted(root.glob("*/_annotations.coco.json")))]


def read_annotations(path: Path, root: Path, split: str, label_set: LabelSet) -> list[LabelledPhoto[CocoTruth]]:
    """Every photo of an annotation file, in its order; categories are matched to classes by name, others are left out.

    Raises InputError naming the file when it is not COCO's format, when no category is a class, or when a photo is missing.
    """
    document = _parsed(path)
    try:
        labels = _labels(document["categories"], label_set)
        if not labels:
            raise InputError(_NO_CLASS, path=path, names=", ".join(label_set.names))
        objects = _objects(document["annotations"], labels)
        folders = _photo_folders(path, root, split)
        photos = [_photo(entry, objects, folders, path, label_set) for entry in document["images"]]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(_NOT_COCO, path=path, reason=reason, details=repr(error)) from error
    return photos


def _parsed(path: Path) -> dict[str, Any]:
    try:
        check_no_pipe(path)
        if path.stat().st_size > MAX_BYTES:
            raise InputError("{path} is larger than {most} MB; split it, or choose another.", path=path, most=MAX_BYTES >> 20)
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        raise InputError(_NOT_COCO, path=path, reason="it is not JSON", details=repr(error)) from error
    if not isinstance(document, dict):
        raise InputError(_NOT_COCO, path=path, reason="it is not an object")
    return document


def _labels(categories: Sequence[Mapping[str, Any]], label_set: LabelSet) -> dict[int, int]:
    """Category id -> class id, of the categories that the model knows."""
    known = {coco_name(label_set.names[label]): label for label in label_set.listed if label != label_set.background}
    named = {int(category["id"]): coco_name(str(category["name"])) for category in categories}
    return {number: known[name] for number, name in named.items() if name in known}


def _objects(annotations: Sequence[Mapping[str, Any]], labels: Mapping[int, int]) -> dict[int, list[CocoObject]]:
    objects: dict[int, list[CocoObject]] = {}
    for one in annotations:
        label = labels.get(one["category_id"])
        if label is not None:
            found = CocoObject(one.get("id"), label, bool(one.get("iscrowd", 0)), one.get("segmentation"), _box(one.get("bbox")))
            objects.setdefault(one["image_id"], []).append(found)
    return objects


def _box(bbox: Sequence[float] | None) -> tuple[float, float, float, float] | None:
    """COCO's x, y, width, height as corners."""
    if not bbox:
        return None
    x, y, width, height = (float(value) for value in bbox)
    if not all(math.isfinite(value) for value in (x, y, width, height)) or width < 0 or height < 0:
        raise ValueError(f"the box {bbox}")
    return x, y, x + width, y + height


def _photo_folders(path: Path, root: Path, split: str) -> list[Path]:
    name = path.stem.removeprefix("instances_")  # val2017
    words = [word for word in dict.fromkeys((name, split)) if word]
    parents = [folder for word in words for folder in (root / word, root / "images" / word, root / word / "images")]
    return [folder for folder in (*parents, root / "images", path.parent, root) if folder.is_dir()]


def _photo(
    entry: Mapping[str, Any], objects: Mapping[int, Sequence[CocoObject]], folders: Sequence[Path], path: Path, label_set: LabelSet
) -> LabelledPhoto[CocoTruth]:
    file_name, width, height = entry["file_name"], entry["width"], entry["height"]
    inside = PurePosixPath(file_name.replace("\\", "/"))
    if inside.is_absolute() or ".." in inside.parts or "\0" in file_name or not inside.name:
        raise ValueError(f"the file name {file_name!r}")
    if not all(isinstance(side, int) and side > 0 for side in (width, height)):
        raise ValueError(f"the size of {file_name}")
    photo = next((folder / inside for folder in folders if is_file(folder / inside)), None)
    if photo is None:
        raise InputError("The photo {name} that {path} names is nowhere beside it; restore the photos.", name=file_name, path=path)
    truth = CocoTruth(path, file_name, width, height, tuple(objects.get(entry["id"], ())), label_set)
    return LabelledPhoto(str(inside.with_suffix("")), photo, truth)
