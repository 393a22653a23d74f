"""Ceilings of label maps on disk: those that a data set's folder holds, and the counts of one of its files. Imports no torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import InputError
from core.evaluation.ceilings import Ceilings
from core.evaluation.class_maps import (
    LABEL_FOLDERS,
    MapPhoto,
    camvid_folders,
    camvid_maps,
    everyday_maps,
    voc_folder,
    voc_maps,
)
from core.evaluation.spreading import spread
from core.labels import VOID, LabelSet
from core.truth import read_label_map

SPLITS = ("val", "test", "train")
"""In this order a split of a data set is looked for: the paper measured on VOC's val."""
NUMBERED = LabelSet("ids", tuple(map(str, range(VOID))), background=None)
"""What the ids of label PNGs mean that lie in no data set's layout: nobody knows, so that they are called what they are."""


@dataclass(frozen=True, slots=True)
class LabelMaps:
    """The label PNGs of one split, and what their ids mean. ``split`` is empty where there are none."""

    root: Path
    split: str
    label_set: LabelSet
    paths: tuple[Path, ...]

    def spread(self, limit: int | None) -> LabelMaps:
        """At most ``limit`` label maps, evenly spread."""
        return replace(self, paths=spread(self.paths, limit))


def find_label_maps(root: Path, split: str | None = None) -> LabelMaps:
    """Those of ``split``, or of the first of SPLITS that ``root``, in VOC's, CamVid's or the everyday layout, has; else the label PNGs
    in ``root``, its ``labels`` or its ``masks``, as NUMBERED.

    No photo is needed. Raises InputError where there are none.
    """
    for name in SPLITS if split is None else (split,):
        photos = _maps(root, name)
        if photos:
            return LabelMaps(root, name, photos[0].truth.label_set, tuple(photo.truth.path for photo in photos))
    below = root if split is None else root / split
    for folder in (*(below / name for name in LABEL_FOLDERS), below):
        found = tuple(sorted(path for path in folder.glob("*.png") if path.is_file())) if folder.is_dir() else ()
        if found:
            return LabelMaps(root, split or "", NUMBERED, found)
    if split is not None:
        raise InputError("{root} holds no label maps of a split '{split}'; choose another split.", root=root, split=split)
    raise InputError(
        "{root} holds no label maps; choose a folder in VOC's layout (SegmentationClass), CamVid's (val/images, val/labels), with val.txt, "
        "images and class, or of label PNGs.",
        root=root,
    )  # fmt: skip


def _maps(root: Path, split: str) -> Sequence[MapPhoto]:
    voc = voc_folder(root)
    if voc is not None:
        return voc_maps(voc, split) if (voc / "ImageSets" / "Segmentation" / f"{split}.txt").is_file() else ()
    if camvid_folders(root, split) is not None:
        return camvid_maps(root, split)
    return everyday_maps(root, split) if (root / "class").is_dir() and (root / f"{split}.txt").is_file() else ()


def ceilings_of(path: Path, label_set: LabelSet) -> Ceilings:
    """The counts of one label PNG. Raises ImageError for a file that is none, or that holds an id which is no class nor void."""
    measured = Ceilings(len(label_set))
    measured.add(read_label_map(path, label_set))
    return measured
