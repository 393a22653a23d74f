"""A data set of discs with outlines, in the everyday layout, made here."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from PIL import Image

from core.labels import VOC, VOID

CAT, SHEEP, CHAIR, PERSON = (VOC.names.index(name) for name in ("cat", "sheep", "chair", "person"))


def write_instance_discs(root: Path, count: int = 6) -> Path:
    """Grey photos of 80 x 100 with a red cat, a blue sheep, and in every third photo nothing at all; the last two are ``val``."""
    for folder in ("images", "class", "object"):
        (root / folder).mkdir(parents=True)
    rows = [("image", "instance", "class")]
    for index in range(count):
        name = f"disc_{index}"
        rgb = np.full((80, 100, 3), (90, 110, 100), np.uint8)
        classes, objects = np.zeros((80, 100), np.uint8), np.zeros((80, 100), np.uint8)
        if index % 3 != 2:
            _disc((rgb, classes, objects), (26 + 3 * index, 40), 18, (230, 60, 40), CAT, 1)
            _disc((rgb, classes, objects), (80, 30), 14, (40, 60, 230), SHEEP, 2)
            rows += [(name, "1", "cat"), (name, "2", "sheep")]
        Image.fromarray(rgb).save(root / "images" / f"{name}.jpg", quality=95)
        Image.fromarray(classes).save(root / "class" / f"{name}.png")
        Image.fromarray(objects).save(root / "object" / f"{name}.png")
    names = [f"disc_{index}" for index in range(count)]
    (root / "train.txt").write_text("\n".join(names[:-2]), encoding="utf-8")
    (root / "val.txt").write_text("\n".join(names[-2:]), encoding="utf-8")
    with (root / "instances.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    return root


def _disc(maps: tuple[np.ndarray, ...], centre: tuple[int, int], radius: int, colour: tuple[int, ...], label: int, number: int) -> None:
    yy, xx = np.mgrid[:80, :100]
    inside = np.hypot(xx - centre[0], yy - centre[1]) < radius
    for plane, value in zip(maps, (colour, label, number), strict=True):
        plane[inside] = value


def write_photo(root: Path, name: str, classes: np.ndarray, objects: np.ndarray, table: list[tuple[int, str]]) -> None:
    """One more photo, mid-bright noise, with these maps (uint8) and objects (number, class), listed in ``train.txt`` alone."""
    for folder in ("images", "class", "object"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    rgb = np.random.default_rng(0).integers(150, 220, (*classes.shape, 3)).astype(np.uint8)
    Image.fromarray(rgb).save(root / "images" / f"{name}.jpg", quality=95)
    Image.fromarray(classes).save(root / "class" / f"{name}.png")
    Image.fromarray(objects).save(root / "object" / f"{name}.png")
    (root / "train.txt").write_text(name, encoding="utf-8")
    lines = ["image,instance,class", *(f"{name},{number},{label}" for number, label in table)]
    (root / "instances.csv").write_text("\n".join(lines), encoding="utf-8")


__all__ = ["CAT", "CHAIR", "PERSON", "SHEEP", "VOID", "write_instance_discs", "write_photo"]
