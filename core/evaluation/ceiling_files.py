"""Ceilings of label maps on disk: those that a data set's folder holds, and the counts of one of its files. Imports no torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import ImageError, InputError
from core.evaluation.ceilings import Ceilings
from core.evaluation.class_maps import MapPhoto, camvid_folders, camvid_maps, everyday_maps, voc_folder, voc_maps
from core.evaluation.datasets import read_class_map
from core.evaluation.spreading import spread
from core.labels import LabelSet
from core.reading import DECODER_ERRORS, check_is_file, quiet_pillow, reading_errors

SPLITS = ("val", "test", "train")
"""In this order a split of a data set is looked for: the paper measured on VOC's val."""


@dataclass(frozen=True, slots=True)
class LabelMaps:
    """The label PNGs of one split, and what their ids mean."""

    root: Path
    split: str
    label_set: LabelSet
    paths: tuple[Path, ...]

    def spread(self, limit: int | None) -> LabelMaps:
        """At most ``limit`` label maps, evenly spread."""
        return replace(self, paths=spread(self.paths, limit))


def find_label_maps(root: Path, split: str | None = None) -> LabelMaps:
    """Those of ``split``, or of the first of SPLITS that ``root``, in VOC's, CamVid's or the everyday layout, has.

    No photo is needed. Raises InputError where there are none.
    """
    for name in SPLITS if split is None else (split,):
        photos = _maps(root, name)
        if photos:
            return LabelMaps(root, name, photos[0].truth.label_set, tuple(photo.truth.path for photo in photos))
    if split is not None:
        raise InputError("{root} holds no label maps of a split '{split}'; choose another split.", root=root, split=split)
    raise InputError(
        "{root} holds no label maps; choose a folder in VOC's layout (SegmentationClass), CamVid's (val/images, val/labels) or with "
        "val.txt, images and class.",
        root=root,
    )  # fmt: skip


def _maps(root: Path, split: str) -> Sequence[MapPhoto]:
    voc = voc_folder(root)
    if voc is not None:
        return voc_maps(voc, split) if (voc / "ImageSets" / "Segmentation" / f"{split}.txt").is_file() else ()
    if camvid_folders(root, split) is not None:
        return camvid_maps(root, split)
    return everyday_maps(root, split) if (root / "class").is_dir() and (root / f"{split}.txt").is_file() else ()


def ceilings_of(path: Path, num_classes: int) -> Ceilings:
    """The counts of one label PNG; ids of ``num_classes`` or more are void. Raises ImageError for a file that is none."""
    with reading_errors(path), quiet_pillow():
        check_is_file(path)
        try:
            truth = read_class_map(path, num_classes)
        except DECODER_ERRORS as error:
            if isinstance(error, OSError) and error.errno is not None:  # the disk failed, not the decoder
                raise
            raise ImageError("{path} is no label PNG, or damaged; restore it, or take it out.", details=repr(error), path=path) from error
    if truth.ndim != 2:
        raise ImageError("{path} stores colours, not class ids; choose a label PNG that is indexed or greyscale.", path=path)
    measured = Ceilings(num_classes)
    measured.add(truth)
    return measured
