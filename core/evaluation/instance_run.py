"""A Mask R-CNN measured over a whole data set, with the poolers that it was trained with and with others on the same weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.devices import resolve
from core.engine import Engine
from core.evaluation.average_precision import LOWEST_THRESHOLD, ClassRecord
from core.evaluation.instance import InstanceMetric, PhotoRecord, record_from_json, record_to_json
from core.evaluation.layouts import ObjectPhotos
from core.evaluation.photos import ClassMapSource
from core.evaluation.progress_file import Facts
from core.evaluation.report import About, Found, InstancePhoto, InstanceReport, RegionFigures
from core.evaluation.truths import ObjectTruth, Region
from core.features import FeatureCache
from core.image import ImageDocument, load_image
from core.labels import NOT_A_CLASS
from core.maskrcnn.paste import mask_patches
from core.maskrcnn.results import OWN_POOLERS, Poolers
from core.maskrcnn.run import run_detection
from core.roi.settings import Operator, OperatorSettings

OWN_POOLER = "align"
SAMPLING_RATIO = 2
"""Points along each side of a bin, as in the RoIAlign that is replaced."""

SURE = 0.5
"""The score from which on a detection counts as said, where single photos are judged."""

ONE_PYRAMID = 4 << 30
"""Bytes that a photo's feature maps may have; they are kept while that photo is measured with one pooler after the other."""


def poolers_called(name: str) -> Poolers:
    """The same operator for both heads; ``align`` is the network's own."""
    if name == OWN_POOLER:
        return OWN_POOLERS
    settings = OperatorSettings(Operator(name), sampling_ratio=SAMPLING_RATIO)
    return Poolers(settings, settings)


class InstanceMeasurement:
    """Counts photos for :func:`core.evaluation.driver.run`; :meth:`report` may be asked at any time."""

    def __init__(self, engine: Engine, row: ModelRow, photos: ObjectPhotos, facts: Facts, poolers: Sequence[str]) -> None:
        self.facts = facts
        self.names = tuple(photo.name for photo in photos.photos)
        self._engine, self._row, self._photos = engine, row, photos
        self._poolers = tuple(poolers)
        self._metrics = {pooler: InstanceMetric(row.label_set.names[1:]) for pooler in poolers}
        self._badges: dict[str, None] = {}

    @property
    def truths(self) -> dict[str, ClassMapSource]:
        """Photo's name -> its ground truth as a class map, for who looks at the photo."""
        return {photo.name: photo.truth for photo in self._photos.photos}

    def measure(self, index: int, token: CancelToken) -> None:
        """Boxes and masks of one photo in its own pixels, the trunk run once. Raises what load_image, its objects and detecting raise."""
        photo = self._photos.photos[index]
        document = load_image(photo.photo)
        truth, cache = photo.truth.objects(document), FeatureCache(ONE_PYRAMID)
        apart = {pooler: self._one(document, truth, pooler, token, cache) for pooler in self._poolers}
        # From here on nothing raises: a photo is counted whole or not at all.
        for pooler, (metric, badges) in apart.items():
            self._metrics[pooler].photos += metric.photos
            self._badges |= dict.fromkeys(badges) if pooler == self._poolers[0] else {}

    def _one(
        self, document: ImageDocument, truth: ObjectTruth, pooler: str, token: CancelToken, cache: FeatureCache
    ) -> tuple[InstanceMetric, list[str]]:
        model = self._engine.maskrcnn(self._row.key, token)
        run = run_detection(model, document, resolve(self._engine.device), token, cache, poolers_called(pooler))
        metric = InstanceMetric(self._row.label_set.names[1:])
        metric.add(truth, run.boxes_image.astype(np.float64), run.labels.tolist(), run.scores.tolist(), mask_patches(run))
        return metric, [badge.text for badge in run.facts.badges]

    def state(self) -> dict[str, Any]:
        """Every photo's overlaps from 0.5 on, in JSON's types."""
        photos = {pooler: [record_to_json(record) for record in metric.photos] for pooler, metric in self._metrics.items()}
        return {"poolers": photos, "badges": list(self._badges)}

    def restore(self, state: Any, done: int) -> None:
        """Raises ValueError and its like for what :meth:`state` cannot have given after ``done`` photos."""
        for pooler, metric in self._metrics.items():
            metric.photos = [record_from_json(record) for record in state["poolers"][pooler]]
            if len(metric.photos) != done:
                raise ValueError(f"{len(metric.photos)} photos, not {done}")
        self._badges = dict.fromkeys(str(text) for text in state["badges"])

    def report(self, source: str | None = None) -> InstanceReport:
        """The figures of the photos counted so far."""
        names = tuple(name for name in self._row.label_set.names[1:] if name != NOT_A_CLASS)
        done = len(self._metrics[self._poolers[0]].photos)
        about = About(
            self._row.key, self._row.title, tuple(self._badges), self._photos.root, self._photos.layout, self._photos.split, source, done,
            names,
        )  # fmt: skip
        figures = {
            pooler: {region: RegionFigures(metric.per_class(region)) for region in Region} for pooler, metric in self._metrics.items()
        }  # fmt: skip
        return InstanceReport(about, figures, tuple(self._judged(index) for index in range(done)))

    def _judged(self, index: int) -> InstancePhoto:
        photo = self._photos.photos[index]
        found = {pooler: self._found(metric.photos[index]) for pooler, metric in self._metrics.items()}
        return InstancePhoto(photo.name, photo.photo, found)

    def _found(self, record: PhotoRecord) -> Mapping[str, Found]:
        names = self._row.label_set.names
        return {names[label]: found_objects(one) for label, one in record.items() if names[label] != NOT_A_CLASS}


def found_objects(record: ClassRecord) -> Found:
    """Detections of one class, best score first, each given the free object that its mask overlaps most; none in void is false."""
    sure = int(np.count_nonzero(record.scores >= SURE))
    hidden = {row for row, _ in record.hidden[Region.MASK]}
    taken: set[int] = set()
    hits = false = 0
    for detection in range(sure):
        free = [(iou, number) for row, number, iou in record.near[Region.MASK] if row == detection and number not in taken]
        if free and max(free)[0] >= LOWEST_THRESHOLD:
            taken.add(max(free)[1])
            hits += 1
        else:
            false += detection not in hidden
    return Found(hits, record.objects - hits, false)
