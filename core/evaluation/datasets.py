"""Photo and label files of a data set on disk, found by its layout. Reads no pixels but label maps when asked to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.errors import InputError
from core.evaluation.spreading import every_nth
from core.labels import CAMVID, VOC, VOID, LabelSet


@dataclass(frozen=True, slots=True)
class SemanticPair:
    """One photo and its class map on disk."""

    name: str
    photo: Path
    class_map: Path


@dataclass(frozen=True, slots=True)
class SemanticDataset:
    """The pairs of one split and what their class ids mean."""

    root: Path
    split: str
    label_set: LabelSet
    pairs: tuple[SemanticPair, ...]

    def spread(self, limit: int | None) -> SemanticDataset:
        """At most ``limit`` pairs, every n-th."""
        return replace(self, pairs=every_nth(self.pairs, limit))


def find_semantic(root: Path, split: str) -> SemanticDataset:
    """The pairs of ``split`` under ``root``, in CamVid's layout or the everyday one.

    CamVid: ``SPLIT/images/*``, ``SPLIT/labels/NAME.png``. Everyday: ``images/NAME.jpg``, ``class/NAME.png``, ``SPLIT.txt``.
    Raises InputError when neither is there or a named file is missing.
    """
    if (root / split / "images").is_dir():
        pairs = _camvid_pairs(root / split)
        labels = CAMVID
    elif (root / f"{split}.txt").is_file():
        pairs = _listed_pairs(root, root / f"{split}.txt")
        labels = VOC
    else:
        raise InputError("{root} holds no split '{split}'; give a folder with {split}/images or with {split}.txt.", root=root, split=split)
    missing = next((path for pair in pairs for path in (pair.photo, pair.class_map) if not path.is_file()), None)
    if missing is not None or not pairs:
        raise InputError(
            "The split '{split}' of {root} lacks {missing}; restore the file or choose another folder.",
            split=split, root=root, missing=missing or "photos",
        )  # fmt: skip
    return SemanticDataset(root, split, labels, tuple(pairs))


def _camvid_pairs(folder: Path) -> list[SemanticPair]:
    photos = sorted(path for path in (folder / "images").iterdir() if path.is_file())
    return [SemanticPair(photo.stem, photo, folder / "labels" / f"{photo.stem}.png") for photo in photos]


def _listed_pairs(root: Path, listing: Path) -> list[SemanticPair]:
    names = listing.read_text(encoding="utf-8").split()
    return [SemanticPair(name, root / "images" / f"{name}.jpg", root / "class" / f"{name}.png") for name in names]


def read_class_map(path: Path, num_classes: int) -> npt.NDArray[np.uint8]:
    """An indexed label PNG as ``(H, W)`` uint8; every id of ``num_classes`` or more becomes void (255)."""
    with Image.open(path, formats=["PNG"]) as image:
        ids = np.array(image, dtype=np.uint8)
    ids[ids >= num_classes] = VOID
    return ids
