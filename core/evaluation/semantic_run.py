"""A semantic model measured over a whole data set: one pass of the trunk per photo, one set of counts per read-out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.engine import Engine
from core.evaluation.boundary import BoundaryCounts, boundary_distance, boundary_regions
from core.evaluation.ceilings import Ceilings
from core.evaluation.layouts import ClassMapPhotos
from core.evaluation.photos import ClassMapSource
from core.evaluation.progress_file import Facts
from core.evaluation.report import About, CeilingFigures, ReadOutFigures, SemanticPhoto, SemanticReport
from core.evaluation.semantic import ConfusionMatrix
from core.fcn.config import ReadOut
from core.fcn.results import FcnScores
from core.image import load_image
from core.labels import LabelSet

Overlaps = dict[str, tuple[int, int]]


class ReadOutCounts:
    """Everything that is summed over the photos for one read-out: int64 counts only, so that no order of adding can matter."""

    def __init__(self, num_classes: int) -> None:
        self.matrix, self.boundaries = ConfusionMatrix(num_classes), BoundaryCounts(num_classes)

    def figures(self, names: tuple[str, ...]) -> ReadOutFigures:
        """Of the photos counted so far, classes by ``names``."""
        matrix, boundaries = self.matrix, self.boundaries
        return ReadOutFigures(
            miou=matrix.mean_iou(),
            pixel_accuracy=matrix.pixel_accuracy(),
            mean_accuracy=matrix.mean_accuracy(),
            boundary_iou=boundaries.mean_iou(),
            per_class=_named(matrix.iou(), names),
            class_accuracy=_named(matrix.class_accuracy(), names),
            class_boundary_iou=_named(boundaries.iou(), names),
            confusion=tuple(tuple(row) for row in matrix.counts.tolist()),
        )

    def arrays(self) -> tuple[npt.NDArray[np.int64], ...]:
        """The counts themselves, to be written and filled in again."""
        return self.matrix.counts, self.boundaries.shared, self.boundaries.either


class SemanticMeasurement:
    """Counts photos for :func:`core.evaluation.driver.run`; :meth:`report` may be asked at any time."""

    def __init__(self, engine: Engine, row: ModelRow, photos: ClassMapPhotos, facts: Facts, *, ceilings: bool = False) -> None:
        self.facts = facts
        self.names = tuple(photo.name for photo in photos.photos)
        self._engine, self._row, self._photos = engine, row, photos
        self._counts: dict[int, ReadOutCounts] = {}
        self._ceilings = Ceilings(len(row.label_set)) if ceilings else None
        self._found: list[Mapping[int, Overlaps]] = []
        self._badges: dict[str, None] = {}

    @property
    def truths(self) -> dict[str, ClassMapSource]:
        """Photo's name -> its ground truth as a class map, for who looks at the photo."""
        return {photo.name: photo.truth for photo in self._photos.photos}

    def measure(self, index: int, token: CancelToken) -> None:
        """Compare one photo at its own pixels, void left out. Raises what load_image, its ground truth and Engine.scores raise."""
        photo = self._photos.photos[index]
        document = load_image(photo.photo)
        truth = photo.truth.class_map(document).class_map
        scores = self._engine.scores(document, self._row.key, token)
        predicted = {int(read_out): self._engine.read_out(scores, read_out).class_map for read_out in read_outs_of(scores)}
        regions = boundary_regions(truth, boundary_distance(*truth.shape))
        # From here on nothing raises: a photo is counted whole or not at all.
        found = {}
        for read_out, class_map in predicted.items():
            matrix = ConfusionMatrix(len(self._row.label_set))
            matrix.add(truth, class_map)
            counts = self._counts.setdefault(read_out, ReadOutCounts(len(self._row.label_set)))
            counts.matrix.counts += matrix.counts
            counts.boundaries.add(truth, class_map, regions)
            found[read_out] = _overlaps(matrix, self._row.label_set)
        if self._ceilings is not None:
            self._ceilings.add(truth)
        self._found.append(found)
        self._badges |= dict.fromkeys(badge.text for badge in scores.facts.badges)

    def state(self) -> dict[str, Any]:
        """Counts and each photo's overlaps, in JSON's types."""
        return {
            "read_outs": {str(key): [array.tolist() for array in counts.arrays()] for key, counts in self._counts.items()},
            "ceilings": [] if self._ceilings is None else [matrix.counts.tolist() for matrix in self._ceilings.matrices.values()],
            "photos": [{str(key): overlaps for key, overlaps in photo.items()} for photo in self._found],
            "badges": list(self._badges),
        }

    def restore(self, state: Any, done: int) -> None:
        """Raises ValueError and its like for what :meth:`state` cannot have given after ``done`` photos."""
        for key, arrays in state["read_outs"].items():
            counts = self._counts.setdefault(int(key), ReadOutCounts(len(self._row.label_set)))
            for mine, given in zip(counts.arrays(), arrays, strict=True):
                _fill(mine, given)
        matrices = [] if self._ceilings is None else list(self._ceilings.matrices.values())
        for matrix, given in zip(matrices, state["ceilings"], strict=True):
            _fill(matrix.counts, given)
        self._found = [{int(key): _pairs(overlaps) for key, overlaps in photo.items()} for photo in state["photos"]]
        self._badges = dict.fromkeys(str(text) for text in state["badges"])
        if len(self._found) != done:
            raise ValueError(f"{len(self._found)} photos, not {done}")

    def report(self, source: str | None = None) -> SemanticReport:
        """The figures of the photos counted so far."""
        names = self._row.label_set.names
        about = About(
            self._row.key, self._row.title, tuple(self._badges), self._photos.root, self._photos.layout, self._photos.split, source,
            len(self._found), names,
        )  # fmt: skip
        ceilings = {} if self._ceilings is None else self._ceilings.matrices
        photos = tuple(
            SemanticPhoto(it.name, it.photo, found) for it, found in zip(self._photos.photos, self._found, strict=False)
        )  # fmt: skip
        return SemanticReport(
            about,
            {key: counts.figures(names) for key, counts in self._counts.items()},
            {stride: _ceiling(matrix, names) for stride, matrix in ceilings.items()},
            photos,
        )  # fmt: skip


def _ceiling(matrix: ConfusionMatrix, names: tuple[str, ...]) -> CeilingFigures:
    return CeilingFigures(matrix.mean_iou(), _named(matrix.iou(), names))


def _named(values: npt.NDArray[np.float64], names: tuple[str, ...]) -> dict[str, float]:
    return dict(zip(names, values.tolist(), strict=True))


def read_outs_of(scores: FcnScores) -> tuple[ReadOut, ...]:
    """What is measured of a network: every read-out that it has, from the coarsest to the finest."""
    return scores.read_outs


def _overlaps(matrix: ConfusionMatrix, label_set: LabelSet) -> Overlaps:
    """Class -> pixels that both maps give it and pixels that at least one gives it, of the classes in this photo."""
    shared = np.diag(matrix.counts)
    either = matrix.counts.sum(axis=0) + matrix.counts.sum(axis=1) - shared
    return {label_set.names[label]: (int(shared[label]), int(either[label])) for label in np.flatnonzero(either).tolist()}


def _fill(array: npt.NDArray[np.int64], given: Any) -> None:
    values = np.asarray(given)
    if values.shape != array.shape or values.dtype.kind != "i" or (values < 0).any():
        raise ValueError("counts of another shape or kind")
    array[...] = values


def _pairs(overlaps: Mapping[str, Any]) -> Overlaps:
    return {str(name): (int(shared), int(either)) for name, (shared, either) in overlaps.items()}
