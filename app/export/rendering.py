"""What the worker does for an export: a preview, the bytes of a file, the file. Requests own all their values."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.export.choices import ExportChoices, Kind
from app.export.snapshot import Snapshot
from core.cancellation import CancelToken
from core.errors import ExportError, InputError
from core.files import write_atomically
from core.palettes import palette_table

Pixels = npt.NDArray[np.uint8]

PREVIEW_WIDTH = 1000
"""Px of the picture in a preview: more than the window shows of it."""


class TargetTaken(ExportError):
    """There is a file of that name, and nobody has said that it may go."""


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """``pixels`` ``(h, w, 3)`` uint8 show what the file will look like; ``size`` is the file's own (width, height) in px."""

    pixels: Pixels
    size: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class PreviewRequest:
    snapshot: Snapshot
    choices: ExportChoices

    def __call__(self, token: CancelToken) -> Preview:
        """Raises UserError, Cancelled."""
        token.checkpoint("preview")
        snapshot, choices = self.snapshot, self.choices
        kind = choices.format.kind
        if kind in (Kind.CLASSES, Kind.OBJECTS):
            ids = _ids(snapshot, kind)
            rows, columns = (np.arange(0, length, -(-length // PREVIEW_WIDTH)) for length in ids.shape)
            return Preview(palette_table("voc", 255)[ids[rows][:, columns] & 255], (ids.shape[1], ids.shape[0]))
        small = min(choices.width or snapshot.document.width, PREVIEW_WIDTH)
        pixels = _picture(snapshot, choices, small)
        if kind is Kind.PICTURE:
            return Preview(pixels, _picture_size(snapshot, choices))
        return Preview(pixels, _figure_size(snapshot, choices))


@dataclass(frozen=True, slots=True, eq=False)
class WriteRequest:
    """``replace``: a person has agreed that a file at ``path`` goes."""

    snapshot: Snapshot
    choices: ExportChoices
    path: Path
    replace: bool = False

    def __call__(self, token: CancelToken) -> Path:
        """Raises TargetTaken, another ExportError or InputError, Cancelled; a file that was there is then as it was."""
        token.checkpoint("export")
        if not self.replace and os.path.lexists(self.path):
            raise TargetTaken("{path} is there already; replace it, or choose another name.", path=self.path)
        content = rendered(self.snapshot, self.choices, token, self.path.parent)
        token.checkpoint("write")
        write_atomically(self.path, content)
        return self.path


def rendered(snapshot: Snapshot, choices: ExportChoices, token: CancelToken, folder: Path) -> bytes:
    """The bytes of a file that is to lie in ``folder``. Raises InputError where there is no result for its format."""
    writers: dict[str, Callable[[], bytes]] = {
        "overlay": lambda: _picture_png(snapshot, choices),
        "figure.png": lambda: _figure(snapshot, choices, "png"),
        "figure.svg": lambda: _figure(snapshot, choices, "svg"),
        "figure.pdf": lambda: _figure(snapshot, choices, "pdf"),
        "labels": lambda: _labels(snapshot),
        "onehot": lambda: _one_hot(snapshot),
        "probabilities": lambda: _probabilities(snapshot),
        "classes-coco": lambda: _classes_coco(snapshot),
        "classes-labelme": lambda: _classes_labelme(snapshot, token, folder),
        "instances": lambda: _instances(snapshot),
        "objects-coco": lambda: _objects_coco(snapshot),
        "objects-labelme": lambda: _objects_labelme(snapshot, token, folder),
    }
    kind = choices.format.kind
    if kind in (Kind.CLASSES, Kind.OBJECTS):
        _ids(snapshot, kind)  # says in a sentence what is missing
    return writers[choices.format_key]()


def _ids(snapshot: Snapshot, kind: Kind) -> npt.NDArray[np.unsignedinteger]:
    if kind is Kind.CLASSES:
        if snapshot.segmentation is None:
            raise InputError("There are no classes to write yet; run a model that finds classes first.")
        return snapshot.segmentation.class_map
    if snapshot.scene is None:
        raise InputError("There are no objects to write yet; run a model that finds objects first.")
    return snapshot.scene.ids


def _picture(snapshot: Snapshot, choices: ExportChoices, width: int) -> Pixels:
    from core.export.figure_png import figure_image
    from core.export.picture import drawn, scaled

    view = scaled(snapshot.view(choices.included), width)
    if choices.format.kind is Kind.PICTURE:
        return np.asarray(drawn(view))
    from core.export.figure import make_figure

    return np.asarray(figure_image(make_figure(view, _title(snapshot, choices), legend=choices.legend, dpi=choices.dpi)))


def _title(snapshot: Snapshot, choices: ExportChoices) -> str:
    return (choices.title or snapshot.title) if choices.titled else ""


def _picture_size(snapshot: Snapshot, choices: ExportChoices) -> tuple[int, int]:
    document = snapshot.document
    width = choices.width or document.width
    return width, max(round(document.height * width / document.width), 1)


def _figure_size(snapshot: Snapshot, choices: ExportChoices) -> tuple[int, int]:
    """The layout of the whole size, without painting it."""
    from core.export.figure import figure_size

    view = snapshot.view(choices.included)
    return figure_size(view, _picture_size(snapshot, choices), _title(snapshot, choices), legend=choices.legend)


def _picture_png(snapshot: Snapshot, choices: ExportChoices) -> bytes:
    from core.export.picture import picture_png, scaled

    view = snapshot.view(choices.included)
    return picture_png(scaled(view, choices.width or view.size[0]), choices.dpi)


def _figure(snapshot: Snapshot, choices: ExportChoices, kind: str) -> bytes:
    from core.export.figure import make_figure
    from core.export.figure_pdf import figure_pdf
    from core.export.figure_png import figure_png
    from core.export.figure_svg import figure_svg
    from core.export.picture import scaled

    view = snapshot.view(choices.included)
    view = scaled(view, choices.width or view.size[0])
    figure = make_figure(view, _title(snapshot, choices), legend=choices.legend, dpi=choices.dpi)
    return {"png": figure_png, "svg": figure_svg, "pdf": figure_pdf}[kind](figure)


def _labels(snapshot: Snapshot) -> bytes:
    from core.export.semantic import label_png

    assert snapshot.segmentation is not None
    return label_png(snapshot.segmentation)


def _one_hot(snapshot: Snapshot) -> bytes:
    from core.export.one_hot import one_hot_npz

    assert snapshot.segmentation is not None
    return one_hot_npz(snapshot.segmentation.class_map, snapshot.segmentation.label_set)


def _probabilities(snapshot: Snapshot) -> bytes:
    from core.export.semantic import probabilities_npz
    from core.fcn.run import probabilities

    assert snapshot.segmentation is not None
    return probabilities_npz(probabilities(snapshot.segmentation), snapshot.segmentation.label_set)


def _classes_coco(snapshot: Snapshot) -> bytes:
    from core.export.coco import class_map_coco

    found = snapshot.segmentation
    assert found is not None
    return class_map_coco(found.class_map, found.label_set, found.model_key, snapshot.photo_name)


def _classes_labelme(snapshot: Snapshot, token: CancelToken, folder: Path) -> bytes:
    from core.cli.segment_pictures import path_from
    from core.export.labelme import class_map_labelme

    found = snapshot.segmentation
    assert found is not None
    return class_map_labelme(found.class_map, found.label_set, path_from(folder, snapshot.document), token)


def _instances(snapshot: Snapshot) -> bytes:
    from core.export.instances import instance_png

    assert snapshot.scene is not None
    return instance_png(snapshot.scene.ids)


def _objects_coco(snapshot: Snapshot) -> bytes:
    from core.export.coco import coco_json

    assert snapshot.detection is not None
    assert snapshot.scene is not None
    return coco_json(snapshot.detection, (mask.patch() for mask in snapshot.scene.masks), snapshot.photo_name)


def _objects_labelme(snapshot: Snapshot, token: CancelToken, folder: Path) -> bytes:
    from core.cli.segment_pictures import path_from
    from core.export.labelme import objects_labelme

    assert snapshot.detection is not None
    assert snapshot.scene is not None
    patches = (mask.patch() for mask in snapshot.scene.masks)
    return objects_labelme(snapshot.detection, patches, path_from(folder, snapshot.document), token)
