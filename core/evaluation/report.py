"""What an evaluation found: frozen figures of the whole set, and of each photo by itself. Imports no torch.

``to_json`` gives JSON's own types; NaN (a figure of nothing) becomes None there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.evaluation.average_precision import Precision
from core.evaluation.ceilings import IouGap
from core.evaluation.instance import mean_precision
from core.evaluation.photos import Layout
from core.evaluation.truths import Region

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What was measured on what. ``split`` is empty for a data set without splits; ``label_names`` are the classes measured."""

    model_key: str
    model_title: str
    badges: tuple[str, ...]
    data: Path
    layout: Layout
    split: str
    source: str | None
    images: int
    label_names: tuple[str, ...]

    def to_json(self, task: str) -> Json:
        return {
            "task": task,
            "model": self.model_key,
            "badges": list(self.badges),
            "data": str(self.data),
            "format": self.layout.value,
            "split": self.split or None,
            "source": self.source,
            "images": self.images,
        }


@dataclass(frozen=True, slots=True)
class ReadOutFigures:
    """Shares of 1 over the whole set, ``per_class`` by name; ``confusion[t][p]`` counts pixels of true class t that were called p."""

    miou: float
    pixel_accuracy: float
    mean_accuracy: float
    boundary_iou: float
    per_class: Mapping[str, float]
    class_accuracy: Mapping[str, float]
    class_boundary_iou: Mapping[str, float]
    confusion: tuple[tuple[int, ...], ...]

    def mean_iou(self, names: Sequence[str]) -> float:
        """Over some classes, leaving out those that never occur."""
        return _mean([self.per_class[name] for name in names])

    def to_json(self, subset: Sequence[str] | None = None) -> Json:
        chosen = {} if subset is None else {"subset_miou": number(self.mean_iou(subset))}
        return chosen | {
            "miou": number(self.miou),
            "pixel_accuracy": number(self.pixel_accuracy),
            "mean_accuracy": number(self.mean_accuracy),
            "boundary_iou": number(self.boundary_iou),
            "per_class": _numbers(self.per_class),
            "class_accuracy": _numbers(self.class_accuracy),
            "class_boundary_iou": _numbers(self.class_boundary_iou),
        }


@dataclass(frozen=True, slots=True)
class CeilingFigures:
    """The best that label maps can have after coming back from one stride: mean IoU and each class's by name."""

    miou: float
    per_class: Mapping[str, float]

    def to_json(self) -> Json:
        return {"miou": number(self.miou), "per_class": _numbers(self.per_class)}


@dataclass(frozen=True, slots=True)
class SemanticPhoto:
    """One photo: ``overlaps[read_out][class name]`` are the pixels that truth and prediction share, and those of either (void left out)."""

    name: str
    photo: Path
    overlaps: Mapping[int, Mapping[str, tuple[int, int]]]

    def iou(self, read_out: int, name: str | None = None) -> float:
        """Of one class, or the mean over the photo's classes; NaN where there is none. For sorting, never for a figure of the set."""
        ious = {key: shared / either for key, (shared, either) in self.overlaps[read_out].items()}
        return ious.get(name, float("nan")) if name is not None else _mean(list(ious.values()))

    def to_json(self) -> Json:
        return {
            "name": self.name,
            "photo": str(self.photo),
            "iou": {str(read_out): number(self.iou(read_out)) for read_out in self.overlaps},
            "per_class": {str(key): {name: number(self.iou(key, name)) for name in classes} for key, classes in self.overlaps.items()},
        }


@dataclass(frozen=True, slots=True)
class SemanticReport:
    """A semantic model's figures at each read-out that it has, the ceilings where they were asked for, and its photos in order."""

    about: About
    read_outs: Mapping[int, ReadOutFigures]
    ceilings: Mapping[int, CeilingFigures]
    photos: tuple[SemanticPhoto, ...]

    def gap(self, read_out: int) -> IouGap | None:
        """What a read-out lacks to a perfect mean IoU, in two parts; None without the ceiling of its stride."""
        ceiling = self.ceilings.get(read_out)
        return None if ceiling is None else IouGap(read_out, ceiling.miou, self.read_outs[read_out].miou)

    def to_json(self, *, full: bool = True, subset: Sequence[str] | None = None) -> Json:
        """``full`` adds the confusion matrices and the photos; ``subset`` the mean over some classes."""
        figures = {key: it.to_json(subset) | ({"confusion": it.confusion} if full else {}) for key, it in self.read_outs.items()}
        document = self.about.to_json("semantic") | {"subset": subset, "read_outs": {str(key): it for key, it in figures.items()}}
        if self.ceilings:
            document["ceilings"] = {str(stride): it.to_json() for stride, it in self.ceilings.items()}
        return document | ({"classes": self.about.label_names, "photos": [it.to_json() for it in self.photos]} if full else {})


@dataclass(frozen=True, slots=True)
class Found:
    """Objects of one photo by the masks that overlap them at IoU 0.5 or more and score 0.5 or more: hit, missed, and found falsely."""

    hit: int = 0
    missed: int = 0
    false: int = 0

    def __add__(self, other: Found) -> Found:
        return Found(self.hit + other.hit, self.missed + other.missed, self.false + other.false)

    @property
    def quality(self) -> float:
        """``2 hit / (2 hit + missed + false)`` (F1), 1 for a photo without fault; NaN where there is nothing to find and nothing found."""
        whole = 2 * self.hit + self.missed + self.false
        return 2 * self.hit / whole if whole else float("nan")


@dataclass(frozen=True, slots=True)
class InstancePhoto:
    """One photo: ``found[pooler][class name]``; classes with neither an object nor a detection are left out."""

    name: str
    photo: Path
    found: Mapping[str, Mapping[str, Found]]

    def of(self, pooler: str, name: str | None = None) -> Found:
        """Of one class, or of all together."""
        classes = self.found[pooler]
        return classes.get(name, Found()) if name is not None else sum(classes.values(), Found())

    def to_json(self) -> Json:
        poolers = {pooler: (self.of(pooler), classes) for pooler, classes in self.found.items()}
        return {
            "name": self.name,
            "photo": str(self.photo),
            "found": {
                pooler: _found_to_json(whole) | {"per_class": {name: _found_to_json(it) for name, it in classes.items()}}
                for pooler, (whole, classes) in poolers.items()
            },
        }


def _found_to_json(found: Found) -> Json:
    return {"hit": found.hit, "missed": found.missed, "false": found.false, "quality": number(found.quality)}


@dataclass(frozen=True, slots=True)
class RegionFigures:
    """COCO's average precision of boxes or of masks, by class."""

    per_class: Mapping[str, Precision]

    def mean(self, names: Sequence[str] | None = None) -> Precision:
        """Over the classes that have objects, of ``names`` or of all."""
        return mean_precision(self.per_class, names)

    def to_json(self, subset: Sequence[str] | None = None) -> Json:
        per_class = {name: {**_precision(figure), "objects": figure.objects} for name, figure in self.per_class.items()}
        figures: Json = {**_precision(self.mean()), "per_class": per_class}
        if subset is not None:
            figures |= {f"subset_{name}": value for name, value in _precision(self.mean(subset)).items()}
        return figures


def _precision(figure: Precision) -> Json:
    return {"ap": number(figure.ap), "ap50": number(figure.ap50), "ap75": number(figure.ap75)}


@dataclass(frozen=True, slots=True)
class InstanceReport:
    """A Mask R-CNN's figures with each pooler that was asked for, on the same weights, the first one first; its photos in order."""

    about: About
    poolers: Mapping[str, Mapping[Region, RegionFigures]]
    photos: tuple[InstancePhoto, ...]

    @property
    def pooler(self) -> str:
        """The first pooler."""
        return next(iter(self.poolers))

    def to_json(self, *, full: bool = True, subset: Sequence[str] | None = None) -> Json:
        """``full`` adds the photos; ``mask`` and ``box`` are those of the first pooler."""
        every = {key: {region.value: it.to_json(subset) for region, it in regions.items()} for key, regions in self.poolers.items()}
        document = self.about.to_json("instance") | {"pooler": self.pooler, "subset": subset}
        document |= {region.value: every[self.pooler][region.value] for region in (Region.MASK, Region.BOX)}
        if len(every) > 1:
            document["poolers"] = every
        return document | ({"classes": self.about.label_names, "photos": [it.to_json() for it in self.photos]} if full else {})


Report = SemanticReport | InstanceReport


def number(value: float) -> float | None:
    """Six digits; a class that is neither in the data nor predicted has no figure: NaN here, null in JSON."""
    return None if math.isnan(value) else round(value, 6)


def _numbers(figures: Mapping[str, float]) -> dict[str, float | None]:
    return {name: number(value) for name, value in figures.items()}


def _mean(values: Sequence[float]) -> float:
    finite = [value for value in values if not math.isnan(value)]
    return float(np.mean(finite)) if finite else float("nan")
