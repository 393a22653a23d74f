"""The same few photos and truths written in every layout. The truths are drawn here, so that a reader can be compared with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from pycocotools import mask as coco_mask

from core.labels import VOC, VOID

HEIGHT, WIDTH = 30, 44
NAMES = ("b_one", "a_two", "c_three")
CAT, DOG, CHAIR = (VOC.names.index(name) for name in ("cat", "dog", "chair"))
Map = np.ndarray


def rgb(seed: int = 0, height: int = HEIGHT, width: int = WIDTH) -> Map:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3)).astype(np.uint8)


def class_map(index: int) -> Map:
    """Rectangles of a cat, a dog and a chair on background, with a frame of void around the cat; different for each photo."""
    ids = np.zeros((HEIGHT, WIDTH), np.uint8)
    ids[3:17, 2 + index : 18 + index] = VOID
    ids[5:15, 4 + index : 16 + index] = CAT
    ids[18:28, 5:20] = DOG
    ids[2:12, 30:40] = CHAIR
    return ids


def object_map(index: int) -> Map:
    """Objects of :func:`class_map`: the cat 1, the dog 2, the chair 3; void where that is void."""
    classes = class_map(index)
    return np.select([classes == VOID, classes == CAT, classes == DOG, classes == CHAIR], [VOID, 1, 2, 3], 0).astype(np.uint8)


def save_ids(ids: Map, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(ids).save(path)


def save_photo(path: Path, seed: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(rgb(seed)).save(path)


def write_voc(root: Path, split: str = "val", *, objects: bool = True) -> Path:
    for index, name in enumerate(NAMES):
        save_photo(root / "JPEGImages" / f"{name}.jpg", index)
        save_ids(class_map(index), root / "SegmentationClass" / f"{name}.png")
        if objects:
            save_ids(object_map(index), root / "SegmentationObject" / f"{name}.png")
    listing = root / "ImageSets" / "Segmentation" / f"{split}.txt"
    listing.parent.mkdir(parents=True)
    listing.write_text("".join(f"{name}\n" for name in NAMES), encoding="utf-8")
    return root


def write_everyday(root: Path, split: str = "val") -> Path:
    table = ["image,instance,class"]
    for index, name in enumerate(NAMES):
        save_photo(root / "images" / f"{name}.jpg", index)
        save_ids(class_map(index), root / "class" / f"{name}.png")
        save_ids(object_map(index), root / "object" / f"{name}.png")
        table += [f"{name},{number},{label}" for number, label in enumerate(("cat", "dog", "chair"), start=1)]
    (root / f"{split}.txt").write_text("\n".join(NAMES), encoding="utf-8")
    (root / "instances.csv").write_text("\n".join(table), encoding="utf-8")
    return root


def write_pairs(photos: Path, labels: Path) -> None:
    for index, name in enumerate(NAMES):
        save_photo(photos / f"{name}.png", index)
        save_ids(class_map(index), labels / f"{name}.png")


def compressed(mask: Map) -> dict[str, Any]:
    found = coco_mask.encode(np.asfortranarray(mask.astype(np.uint8)))
    return {"size": [int(side) for side in found["size"]], "counts": found["counts"].decode("ascii")}


def uncompressed(mask: Map) -> dict[str, Any]:
    flips = np.flatnonzero(np.diff(np.concatenate([[False], mask.T.ravel()]))).tolist()
    return {"size": list(mask.shape), "counts": np.diff([0, *flips, mask.size]).tolist()}


CATEGORIES = ({"id": 17, "name": "cat"}, {"id": 18, "name": "dog"}, {"id": 62, "name": "chair"}, {"id": 77, "name": "cell phone"})


def write_coco(annotations: Path, photos: Path, objects: list[list[dict[str, Any]]]) -> Path:
    """One photo for each list of annotations, which need only ``category_id`` and ``segmentation``."""
    entries = []
    for index in range(len(objects)):
        save_photo(photos / f"{index:012d}.jpg", index)
        entries.append({"id": 100 + index, "file_name": f"{index:012d}.jpg", "width": WIDTH, "height": HEIGHT})
    numbered = [{"image_id": 100 + index, "iscrowd": 0, **one} for index, ones in enumerate(objects) for one in ones]
    numbered = [{"id": number, **one} for number, one in enumerate(numbered, start=1)]
    annotations.parent.mkdir(parents=True, exist_ok=True)
    annotations.write_text(json.dumps({"images": entries, "annotations": numbered, "categories": CATEGORIES}), encoding="utf-8")
    return annotations
