"""What a person asks to be measured, and the one function that measures it: for the command line and for the window's worker."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.cancellation import CancelToken
from core.catalog import ModelRow, Task, sha256_in_use
from core.evaluation.driver import Progress, run
from core.evaluation.layouts import ClassMapPhotos, ObjectPhotos, open_class_maps, open_objects
from core.evaluation.photos import Layout
from core.evaluation.progress_file import Facts
from core.evaluation.report import Report

if TYPE_CHECKING:
    from core.engine import Engine
    from core.evaluation.instance_run import InstanceMeasurement
    from core.evaluation.semantic_run import SemanticMeasurement

POOLERS = ("align", "pool", "warp", "crop")
"""By name, as for ``roi``; the first is the one that the weights were trained with."""


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """``split`` None is the usual one (``val``), or the whole of a data set without splits.

    ``limit`` photos are taken evenly from the split, of ``source`` where one is named: what their names begin with. ``poolers`` mean
    something to models that find objects, the first being what the report is about; ``ceilings`` to those that name pixels.
    """

    data: Path
    layout: Layout = Layout.AUTO
    split: str | None = None
    limit: int | None = None
    source: str | None = None
    poolers: tuple[str, ...] = POOLERS[:1]
    ceilings: bool = False


def open_photos(row: ModelRow, request: EvaluationRequest) -> ClassMapPhotos | ObjectPhotos:
    """The photos that a request means, with the ground truth that the model's task needs. Raises InputError."""
    return _class_maps(row, request) if row.task is Task.SEMANTIC else _objects(row, request)


def evaluate(
    engine: Engine,
    row: ModelRow,
    request: EvaluationRequest,
    token: CancelToken,
    *,
    progress_file: Path | None = None,
    on_progress: Callable[[Progress], object] = lambda _progress: None,
) -> Report:
    """Measure a model of ``engine`` on a data set, photo by photo. Long: runs on a worker, and imports torch.

    ``token`` cancels it, also in the midst of a photo; with a ``progress_file`` it can be taken up again
    (:func:`core.evaluation.driver.run`). Raises Cancelled, and the UserErrors of data, weights, devices and files.
    """
    measurement = measurement_of(engine, row, request)
    run(measurement, token, progress_file=progress_file, on_progress=on_progress)
    return measurement.report(request.source)


def measurement_of(engine: Engine, row: ModelRow, request: EvaluationRequest) -> SemanticMeasurement | InstanceMeasurement:
    """What counts the photos of a request, for who goes through them otherwise than :func:`evaluate`. Raises InputError."""
    # The photos first: a wrong folder is told before torch has been imported.
    if row.task is Task.SEMANTIC:
        maps = _class_maps(row, request)
        from core.evaluation.semantic_run import SemanticMeasurement

        return SemanticMeasurement(engine, row, maps, _facts(engine, row, request, maps), ceilings=request.ceilings)
    objects = _objects(row, request)
    from core.evaluation.instance_run import InstanceMeasurement

    return InstanceMeasurement(engine, row, objects, _facts(engine, row, request, objects), request.poolers)


def _class_maps(row: ModelRow, request: EvaluationRequest) -> ClassMapPhotos:
    photos = open_class_maps(request.data, request.layout, request.split, row.label_set, row.title)
    return photos.of_source(request.source).spread(request.limit)


def _objects(row: ModelRow, request: EvaluationRequest) -> ObjectPhotos:
    photos = open_objects(request.data, request.layout, request.split, row.label_set, row.title)
    return photos.of_source(request.source).spread(request.limit)


def _facts(engine: Engine, row: ModelRow, request: EvaluationRequest, photos: ClassMapPhotos | ObjectPhotos) -> Facts:
    """Everything that decides the counts, in words that a refusal can quote."""
    from core.devices import describe, resolve

    names = "\n".join(photo.name for photo in photos.photos)
    return {
        "model": row.key,
        "weights": sha256_in_use(row) or "",
        "data": str(request.data.resolve()),
        "format": photos.layout.value,
        "split": photos.split,
        "photos": f"{len(photos.photos)} ({hashlib.sha256(names.encode()).hexdigest()[:12]})",
        "pooler": ", ".join(request.poolers) if row.task is Task.INSTANCE else "",
        "ceilings": str(request.ceilings),
        "device": describe(resolve(engine.device)),
    }
