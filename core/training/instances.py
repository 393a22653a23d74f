"""Photos with object outlines in memory, and the seeded canvases that Mask R-CNN's training sees."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image
from skimage.measure import label as connected_components
from skimage.morphology import isotropic_opening

from core.evaluation.instance_data import InstanceDataset, InstancePhoto, read_truth
from core.evaluation.truths import InstanceTruth, ObjectMap
from core.labels import VOC, VOID
from core.training.photos import Rgb, jitter_colours, read_photo

MEAN_GREY = 127
RIM = 3
"""Void bands narrower than twice this many pixels are outlines drawn by an annotator: painting them would show where objects are."""


@dataclass(frozen=True, slots=True)
class CanvasRecipe:
    """How a canvas is drawn: scales are factors on the photo as stored; ``paste`` is the odds of pasting another photo's objects."""

    side: int
    scale_min: float
    scale_max: float
    jitter: float = 0.25
    paste: float = 0.0


class Canvas(NamedTuple):
    """``rgb`` ``(side, side, 3)`` and ``ids`` ``(side, side)`` uint8; the photo covers the first ``size`` (height, width) of it.

    ``labels[i - 1]`` is the class of object i; an object that the crop left out has no pixels.
    """

    rgb: Rgb
    ids: ObjectMap
    labels: tuple[int, ...]
    size: tuple[int, int]


class InstanceSet:
    """Every photo of a split, decoded once, its void painted mean grey: ``(H, W, 3)`` and ids ``(H, W)`` uint8.

    ``single_persons`` adds VOC's persons where a photo has just one region of them and it is upright: there one region is most
    likely one person, while VOC gives no outlines of single persons here.
    """

    def __init__(self, dataset: InstanceDataset, *, limit: int | None = None, single_persons: bool = False) -> None:
        self.dataset = dataset
        records = dataset.spread(limit).photos

        def read(record: InstancePhoto) -> tuple[Rgb, InstanceTruth]:
            truth = read_truth(record, dataset.label_names)
            if single_persons:
                truth = with_single_person(truth, record, dataset.label_names)
            return paint_void(read_photo(record.photo), truth.ids), truth

        with ThreadPoolExecutor(max_workers=4) as pool:
            pairs = list(pool.map(read, records))
        self.sources = [record.source for record in records]
        self.photos = [photo for photo, _ in pairs]
        self.truths = [truth for _, truth in pairs]

    def __len__(self) -> int:
        return len(self.photos)

    def balanced_odds(self, favour: Mapping[str, float] = MappingProxyType({})) -> npt.NDArray[np.float64]:
        """Odds of drawing each photo, ``(N,)``: first a group, with odds as the root of its size, then one of its photos.

        A group is a class in a source, or a source's photos that hold none of the classes, so a large source of one class (feral
        cats, fashion photos) does not crowd out the others. ``favour`` multiplies the odds of a source's photos.
        """
        groups: dict[tuple[str, int], list[int]] = {}
        for index, (source, truth) in enumerate(zip(self.sources, self.truths, strict=True)):
            for label in sorted(set(truth.labels)) or [0]:
                groups.setdefault((source, label), []).append(index)
        odds = np.zeros(len(self))
        for members in groups.values():
            odds[members] += len(members) ** -0.5
        odds *= [favour.get(source, 1.0) for source in self.sources]
        return np.asarray(odds / odds.sum(), np.float64)


def paint_void(photo: Rgb, ids: ObjectMap) -> Rgb:
    """``photo`` with its void regions mean grey, so that what is not outlined is neither an object nor a background to learn."""
    void = ids == VOID
    if not void.any():
        return photo
    painted = photo.copy()
    painted[isotropic_opening(void, RIM)] = MEAN_GREY
    return painted


def with_single_person(truth: InstanceTruth, record: InstancePhoto, label_names: tuple[str, ...]) -> InstanceTruth:
    """``truth`` and, when the class map holds one large upright region of person, that region as one more object."""
    if record.source != "voc2012" or "person" not in label_names:
        return truth
    with Image.open(record.class_map, formats=["PNG"]) as image:
        persons = np.asarray(image) == VOC.names.index("person")
    region = _only_upright_region(persons & (truth.ids == VOID))
    if region is None or len(truth.labels) >= VOID - 1:
        return truth
    ids = truth.ids.copy()
    ids[region] = len(truth.labels) + 1
    return InstanceTruth(ids, (*truth.labels, label_names.index("person") + 1))


def _only_upright_region(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_] | None:
    """The one region with over 0.3 % of the pixels, when it is at least 1.5 times as high as wide."""
    regions = connected_components(mask, connectivity=1)
    areas = np.bincount(regions.ravel())[1:]
    large = np.flatnonzero(areas > 0.003 * mask.size)
    if len(large) != 1:
        return None
    region = regions == large[0] + 1
    rows, columns = np.flatnonzero(region.any(axis=1)), np.flatnonzero(region.any(axis=0))
    upright = rows[-1] - rows[0] + 1 >= 1.5 * (columns[-1] - columns[0] + 1)
    return region if upright else None


def draw_canvases(data: InstanceSet, odds: npt.NDArray[np.float64], how: CanvasRecipe, *, size: int, seed: int, step: int) -> list[Canvas]:
    """The batch of ``step``, the same for the same seed and step."""
    rng = np.random.default_rng((seed, step))

    def draw() -> Canvas:
        index = rng.choice(len(data), p=odds)
        return random_canvas(data.photos[index], data.truths[index], how, rng)

    def draw_pasted() -> Canvas:
        canvas = draw()
        return paste_objects(draw(), canvas, rng) if rng.random() < how.paste else canvas

    return [draw_pasted() for _ in range(size)]


def random_canvas(photo: Rgb, truth: InstanceTruth, how: CanvasRecipe, rng: np.random.Generator) -> Canvas:
    """The photo at a random scale, flipped and colour-jittered, at the canvas's upper left; what does not fit is cropped at random."""
    height, width = truth.ids.shape
    scale = float(np.exp(rng.uniform(np.log(how.scale_min), np.log(how.scale_max))))
    rows, columns = min(max(round(height * scale), 1), how.side), min(max(round(width * scale), 1), how.side)
    left, top = rng.uniform(0, max(width - columns / scale, 0)), rng.uniform(0, max(height - rows / scale, 0))
    window = (left, top, min(left + columns / scale, width), min(top + rows / scale, height))
    scaled = Image.fromarray(photo).resize((columns, rows), Image.Resampling.BILINEAR, box=window)
    jittered = jitter_colours(scaled, how.jitter, rng)
    ids = np.asarray(Image.fromarray(truth.ids).resize((columns, rows), Image.Resampling.NEAREST, box=window))
    turn = slice(None, None, -1) if rng.random() < 0.5 else slice(None)
    canvas = Canvas(
        np.full((how.side, how.side, 3), MEAN_GREY, np.uint8), np.zeros((how.side, how.side), np.uint8), truth.labels, (rows, columns)
    )
    canvas.rgb[:rows, :columns], canvas.ids[:rows, :columns] = jittered[:, turn], ids[:, turn]
    return canvas


def paste_objects(source: Canvas, target: Canvas, rng: np.random.Generator) -> Canvas:
    """``target`` with a random choice of ``source``'s objects laid over it (simple copy-paste, Ghiasi et al. 2021)."""
    present = [number for number in range(1, len(source.labels) + 1) if (source.ids == number).any()]
    chosen = [number for number in present if rng.random() < 0.5] or present[:1]
    chosen = chosen[: VOID - 1 - len(target.labels)]
    renumber = np.zeros(256, np.uint8)
    renumber[chosen] = len(target.labels) + 1 + np.arange(len(chosen), dtype=np.uint8)
    pasted = renumber[source.ids]
    rows, columns = target.size
    pasted[rows:] = 0
    pasted[:, columns:] = 0
    over = pasted > 0
    labels = target.labels + tuple(source.labels[number - 1] for number in chosen)
    rgb = np.where(over[..., None], source.rgb, target.rgb)
    return Canvas(rgb, np.where(over, pasted, target.ids), labels, target.size)
