"""A segmentation data set in memory, and the seeded random crops that training sees."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.evaluation.datasets import SemanticDataset, read_class_map
from core.labels import VOID

Rgb = npt.NDArray[np.uint8]
ClassMap = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How a crop is drawn: scales are factors on the photo as stored; jitter is the range of brightness, contrast and saturation."""

    crop: int
    scale_min: float
    scale_max: float
    jitter: float = 0.25


class PhotoSet:
    """Every photo and class map of a split, decoded once: ``(H, W, 3)`` and ``(H, W)`` uint8."""

    def __init__(self, dataset: SemanticDataset, *, limit: int | None = None) -> None:
        self.dataset = dataset
        classes = len(dataset.label_set)
        pairs = dataset.spread(limit).pairs
        with ThreadPoolExecutor(max_workers=4) as pool:
            self.photos = list(pool.map(lambda pair: read_photo(pair.photo), pairs))
            self.maps = list(pool.map(lambda pair: read_class_map(pair.class_map, classes), pairs))

    def __len__(self) -> int:
        return len(self.photos)

    def class_frequency(self) -> npt.NDArray[np.float64]:
        """Share of the known pixels that each class has, ``(K,)``."""
        classes = len(self.dataset.label_set)
        counts = sum(np.bincount(ids[ids != VOID], minlength=classes) for ids in self.maps)
        return np.asarray(counts / np.sum(counts), np.float64)

    def balanced_odds(self) -> npt.NDArray[np.float64]:
        """Odds of drawing each photo, ``(N,)``, raised for rare classes by the square root of their rarity.

        Repeat factors (Gupta, Dollar & Girshick 2019, sec. 3.3) with the threshold at the commonest class.
        """
        classes = len(self.dataset.label_set)
        present = np.stack([np.bincount(ids[ids != VOID], minlength=classes)[:classes] > 0 for ids in self.maps])
        share = present.mean(axis=0)
        factor = np.sqrt(share.max() / np.maximum(share, 1.0 / len(self)))
        odds = np.where(present, factor, 0.0).max(axis=1) + 1e-9
        return np.asarray(odds / odds.sum(), np.float64)


def read_photo(path: Path) -> Rgb:
    """A photo of a data set as ``(H, W, 3)`` uint8."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def random_crop(photo: Rgb, ids: ClassMap, how: Augmentation, rng: np.random.Generator) -> tuple[Rgb, ClassMap]:
    """A scaled, flipped, colour-jittered crop: ``(crop, crop, 3)`` and ``(crop, crop)`` uint8; void outside the photo."""
    height, width = ids.shape
    scale = float(np.exp(rng.uniform(np.log(how.scale_min), np.log(how.scale_max))))
    side = how.crop / scale
    left = _offset(width, side, rng)
    top = _offset(height, side, rng)
    window = (left, top, left + side, top + side)
    inside = (max(left, 0.0), max(top, 0.0), min(left + side, width), min(top + side, height))
    target = tuple(round((edge - origin) * scale) for edge, origin in zip(inside, window[:2] * 2, strict=True))
    size = (max(target[2] - target[0], 1), max(target[3] - target[1], 1))
    rgb = np.full((how.crop, how.crop, 3), 127, np.uint8)
    out = np.full((how.crop, how.crop), VOID, np.uint8)
    where = (slice(target[1], target[1] + size[1]), slice(target[0], target[0] + size[0]))
    rgb[where] = jitter_colours(Image.fromarray(photo).resize(size, Image.Resampling.BILINEAR, box=inside), how.jitter, rng)
    out[where] = np.asarray(Image.fromarray(ids).resize(size, Image.Resampling.NEAREST, box=inside))
    if rng.random() < 0.5:
        return rgb[:, ::-1], out[:, ::-1]
    return rgb, out


def _offset(length: int, side: float, rng: np.random.Generator) -> float:
    slack = length - side
    return float(rng.uniform(min(slack, 0.0), max(slack, 0.0)))


def jitter_colours(image: Image.Image, strength: float, rng: np.random.Generator) -> Rgb:
    """Brightness, contrast and saturation each multiplied by a random factor within ``1 - strength .. 1 + strength``."""
    pixels = np.asarray(image, np.float32)
    brightness, contrast, saturation = 1.0 + rng.uniform(-strength, strength, 3).astype(np.float32)
    grey = pixels.mean(axis=2, keepdims=True)
    pixels = grey + (pixels - grey) * saturation
    pixels = (pixels - grey.mean()) * contrast + grey.mean() * brightness
    return np.asarray(np.clip(pixels, 0, 255), np.uint8)


def draw_batch(
    photos: PhotoSet, odds: npt.NDArray[np.float64], how: Augmentation, *, size: int, seed: int, step: int
) -> tuple[npt.NDArray[np.uint8], ClassMap]:
    """The batch of ``step``: ``(size, crop, crop, 3)`` and ``(size, crop, crop)`` uint8, the same for the same seed and step."""
    rng = np.random.default_rng((seed, step))
    chosen = rng.choice(len(photos), size=size, p=odds)
    crops = [random_crop(photos.photos[index], photos.maps[index], how, rng) for index in chosen]
    return np.stack([rgb for rgb, _ in crops]), np.stack([ids for _, ids in crops])
