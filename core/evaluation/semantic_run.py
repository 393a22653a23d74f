"""A semantic model measured over a whole data set: one pass of the trunk per photo, one confusion matrix per read-out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.catalog import ModelRow, Task
from core.engine import Engine
from core.errors import InputError
from core.evaluation.datasets import SemanticDataset, SemanticPair, read_class_map
from core.evaluation.semantic import ConfusionMatrix
from core.fcn.config import ReadOut
from core.image import load_image


@dataclass(frozen=True, slots=True, eq=False)
class SemanticResult:
    """Counts over every pixel of every photo of ``dataset``, per read-out."""

    row: ModelRow
    dataset: SemanticDataset
    matrices: Mapping[ReadOut, ConfusionMatrix]


def evaluate_semantic(
    engine: Engine,
    row: ModelRow,
    dataset: SemanticDataset,
    token: CancelToken,
    progress: Callable[[int], None] = lambda _done: None,
) -> SemanticResult:
    """Run the model of ``row`` on every photo of ``dataset`` and compare at the photo's own pixels, void left out.

    ``progress`` is called with the number of photos done. Raises InputError when model and data set do not name the same classes,
    or a class map and its photo differ in size; otherwise as :meth:`core.engine.Engine.scores`.
    """
    if row.task is not Task.SEMANTIC or row.label_set != dataset.label_set:
        raise InputError(
            "{model} does not name the classes of {data} ({labels}); choose a model that does.",
            model=row.title,
            data=dataset.root,
            labels=dataset.label_set.name,
        )
    matrices: dict[ReadOut, ConfusionMatrix] = {}
    for done, pair in enumerate(dataset.pairs, start=1):
        truth, predicted = _one(engine, row.key, pair, len(dataset.label_set), token)
        for read_out, classes in predicted.items():
            matrices.setdefault(read_out, ConfusionMatrix(len(dataset.label_set))).add(truth, classes)
        progress(done)
    return SemanticResult(row, dataset, matrices)


def _one(
    engine: Engine, model_key: str, pair: SemanticPair, num_classes: int, token: CancelToken
) -> tuple[npt.NDArray[np.uint8], dict[ReadOut, npt.NDArray[np.uint8]]]:
    document = load_image(pair.photo)
    truth = read_class_map(pair.class_map, num_classes)
    if truth.shape != (document.height, document.width):
        raise InputError(
            "The class map {path} is {width} x {height}, its photo {photo_width} x {photo_height}; give maps of the photos' size.",
            path=pair.class_map,
            width=truth.shape[1],
            height=truth.shape[0],
            photo_width=document.width,
            photo_height=document.height,
        )
    scores = engine.scores(document, model_key, token)
    return truth, {read_out: engine.read_out(scores, read_out).class_map for read_out in scores.read_outs}
