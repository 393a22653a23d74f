"""An annotation to look at, prediction or ground truth: its ids, the share of each class, and a small picture of each channel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.export.label_image import encode_labels
from core.export.one_hot import channel, one_hot_npz
from core.files import write_atomically
from core.labels import LabelSet

ClassMap = npt.NDArray[np.uint8]
THUMBNAIL = 168
"""Pixels of a channel's longer side on screen."""


class Source(Enum):
    """Whose annotation it is."""

    PREDICTION = "prediction"
    TRUTH = "truth"


class Writing(Enum):
    """The two ways to write one."""

    INDEX = "index"
    ONE_HOT = "one-hot"


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """``class_map`` ``(H, W)`` uint8 with ids of ``label_set`` or its void."""

    source: Source
    class_map: ClassMap
    label_set: LabelSet


@dataclass(frozen=True, slots=True, eq=False)
class Channels:
    """What is counted of an annotation: the share of each class ``(K,)`` and of void, and ``(h, w)`` uint8 thumbnails, 255 for all 1."""

    annotation: Annotation
    shares: tuple[float, ...]
    void_share: float
    thumbnails: tuple[npt.NDArray[np.uint8], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ChannelsRequest:
    """Called on the worker."""

    annotation: Annotation

    def __call__(self, token: CancelToken) -> Channels:
        class_map, labels = self.annotation.class_map, self.annotation.label_set
        counts = np.bincount(class_map.ravel(), minlength=labels.void + 1) / class_map.size
        thumbnails = []
        for class_id in range(len(labels)):
            token.checkpoint("read-out")
            thumbnails.append(_thumbnail(class_map, class_id, empty=not counts[class_id]))
        return Channels(self.annotation, tuple(counts[: len(labels)].tolist()), float(counts[labels.void]), tuple(thumbnails))


@dataclass(frozen=True, slots=True, eq=False)
class ExportRequest:
    """Writes an annotation the chosen way; called on the worker. Raises ExportError. Gives the path."""

    annotation: Annotation
    writing: Writing
    path: Path

    def __call__(self, token: CancelToken) -> Path:
        token.checkpoint("export")
        class_map, labels = self.annotation.class_map, self.annotation.label_set
        content = encode_labels(class_map) if self.writing is Writing.INDEX else one_hot_npz(class_map, labels)
        write_atomically(self.path, content)
        return self.path


def _thumbnail(class_map: ClassMap, class_id: int, *, empty: bool) -> npt.NDArray[np.uint8]:
    """How much of each block of pixels is in the channel, 0 to 255: a pole one pixel wide grows pale, but does not vanish."""
    height, width = class_map.shape
    scale = max(max(height, width) / THUMBNAIL, 1.0)
    rows = (np.arange(max(round(height / scale), 1)) * height / max(round(height / scale), 1)).astype(np.intp)
    columns = (np.arange(max(round(width / scale), 1)) * width / max(round(width / scale), 1)).astype(np.intp)
    if empty:
        return np.zeros((len(rows), len(columns)), np.uint8)
    lines = np.add.reduceat(channel(class_map, class_id), rows, axis=0, dtype=np.uint16)
    sums = np.add.reduceat(lines, columns, axis=1, dtype=np.uint32)
    areas = np.diff(rows, append=height)[:, None] * np.diff(columns, append=width)[None, :]
    return np.asarray((sums * 255 + areas // 2) // areas, np.uint8)
