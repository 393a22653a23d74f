"""Data sets of class maps: label PNGs in VOC's, CamVid's or the everyday layout, or in a folder beside the photos. Reads no pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import InputError
from core.evaluation.photos import LabelledPhoto, read_names
from core.image import ImageDocument, list_images
from core.labels import CAMVID, VOC, LabelSet
from core.truth import GroundTruth, read_truth

LABEL_FOLDERS = ("labels", "masks")
"""What the folder of the label PNGs may be called in a data set of folder pairs."""

CLASS_FOLDER, OBJECT_FOLDER = "SegmentationClass", "SegmentationObject"


@dataclass(frozen=True, slots=True)
class LabelPng:
    """A label PNG whose ids are those of ``label_set`` or its void."""

    path: Path
    label_set: LabelSet

    def class_map(self, document: ImageDocument) -> GroundTruth:
        """Raises ImageError as :func:`core.truth.read_truth`."""
        return read_truth(self.path, document, self.label_set)


MapPhoto = LabelledPhoto[LabelPng]


def voc_folder(root: Path) -> Path | None:
    """The folder of one of VOC's years: ``root`` itself, or the newest below it or below its ``VOCdevkit``; None without one."""
    below = [folder for parent in (root, root / "VOCdevkit") for folder in sorted(parent.glob("VOC20[0-9][0-9]"), reverse=True)]
    return next((folder for folder in (root, *below) if (folder / CLASS_FOLDER).is_dir()), None)


def voc_names(folder: Path, split: str) -> list[str]:
    """The photos that ``ImageSets/Segmentation/SPLIT.txt`` names. Raises InputError naming the splits there are."""
    listings = folder / "ImageSets" / "Segmentation"
    if not (listings / f"{split}.txt").is_file():
        raise no_split(folder, split, [path.stem for path in sorted(listings.glob("*.txt"))])
    return read_names(listings / f"{split}.txt")


def voc_photo(folder: Path, name: str) -> Path:
    return folder / "JPEGImages" / f"{name}.jpg"


def voc_maps(folder: Path, split: str) -> list[MapPhoto]:
    pngs = {name: LabelPng(folder / CLASS_FOLDER / f"{name}.png", VOC) for name in voc_names(folder, split)}
    return [LabelledPhoto(name, voc_photo(folder, name), png) for name, png in pngs.items()]


def camvid_folders(root: Path, split: str) -> tuple[Path, Path] | None:
    """Photos and label PNGs of a split: ``SPLIT/images`` and ``SPLIT/labels``, or ``SPLIT`` and ``SPLITannot`` as SegNet has them."""
    pairs = ((root / split / "images", root / split / "labels"), (root / split, root / f"{split}annot"))
    return next(((photos, labels) for photos, labels in pairs if photos.is_dir() and labels.is_dir()), None)


def camvid_splits(root: Path) -> list[str]:
    folders = sorted(path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    return [name for name in folders if camvid_folders(root, name) is not None]


def camvid_maps(root: Path, split: str) -> list[MapPhoto]:
    """Raises InputError naming the splits there are."""
    folders = camvid_folders(root, split)
    if folders is None:
        raise no_split(root, split, camvid_splits(root))
    return _paired(*folders, CAMVID)


def everyday_names(root: Path, split: str) -> list[str]:
    """The photos that ``SPLIT.txt`` names. Raises InputError naming the splits there are."""
    if not (root / f"{split}.txt").is_file():
        raise no_split(root, split, [path.stem for path in sorted(root.glob("*.txt"))])
    return read_names(root / f"{split}.txt")


def everyday_maps(root: Path, split: str) -> list[MapPhoto]:
    pngs = {name: LabelPng(root / "class" / f"{name}.png", VOC) for name in everyday_names(root, split)}
    return [LabelledPhoto(name, root / "images" / f"{name}.jpg", png) for name, png in pngs.items()]


def pair_folders(root: Path, split: str | None) -> tuple[Path, Path] | None:
    """``images`` and ``labels`` or ``masks``, the split above them (``val/images``), below them (``images/val``), or none at all."""
    if split is None:
        candidates = [(root / "images", root / labels) for labels in LABEL_FOLDERS]
    else:
        candidates = [(root / split / "images", root / split / labels) for labels in LABEL_FOLDERS]
        candidates += [(root / "images" / split, root / labels / split) for labels in LABEL_FOLDERS]
    return next(((photos, labels) for photos, labels in candidates if photos.is_dir() and labels.is_dir()), None)


def pair_maps(folders: tuple[Path, Path], label_set: LabelSet, names: Sequence[str] | None = None) -> list[MapPhoto]:
    """Photos and label PNGs of the same stems, whose ids are the model's own; only those of ``names`` where some are given.

    Raises InputError for a name without a photo, ImageError for a folder that cannot be listed.
    """
    photos = _paired(*folders, label_set)
    if names is None:
        return photos
    by_name = {photo.name: photo for photo in photos}
    missing = next((name for name in names if name not in by_name), None)
    if missing is not None:
        raise InputError("{folder} holds no photo '{name}', which the split names; restore it.", folder=folders[0], name=missing)
    return [by_name[name] for name in names]


def _paired(photos: Path, labels: Path, label_set: LabelSet) -> list[MapPhoto]:
    found = [LabelledPhoto(path.stem, path, LabelPng(labels / f"{path.stem}.png", label_set)) for path in list_images(photos)]
    names = [photo.name for photo in found]
    twice = next((name for name, after in zip(sorted(names), sorted(names)[1:], strict=False) if name == after), None)
    if twice is not None:
        raise InputError("{folder} holds two photos called '{name}'; rename one and its label PNG.", folder=photos, name=twice)
    return found


def no_split(root: Path, split: str, known: Sequence[str]) -> InputError:
    """What to say when ``root`` is in a layout but lacks a split."""
    if not known:
        return InputError("{root} holds no split '{split}', nor any other; restore its lists.", root=root, split=split)
    return InputError("{root} holds no split '{split}'; it has {known}.", root=root, split=split, known=", ".join(known))
