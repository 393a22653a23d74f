"""``evaluate``: a model's figures on a data set, for each of its read-outs."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from core.cli.options import add_device, add_json, add_model, positive_int, print_json
from core.errors import InputError
from core.labels import LabelSet

if TYPE_CHECKING:
    from core.evaluation.semantic import ConfusionMatrix
    from core.evaluation.semantic_run import SemanticResult


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_model(parser, required=True)
    layouts = "folder in CamVid's layout, or with images/, class/ and SPLIT.txt"
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=layouts)
    parser.add_argument("--split", default="val", help="which part of the data (default %(default)s)")
    parser.add_argument("--limit", type=positive_int, metavar="N", help="measure on N photos, spread evenly over the split")
    parser.add_argument("--classes", type=_words, metavar="A,B,C", help="report the mean over these classes too")
    add_device(parser)
    add_json(parser)


def _words(text: str) -> list[str]:
    return text.split(",")


def run(options: argparse.Namespace) -> int:
    from core.cancellation import CancelToken
    from core.catalog import find_model
    from core.devices import DeviceChoice
    from core.engine import Engine
    from core.evaluation.datasets import find_semantic
    from core.evaluation.semantic_run import evaluate_semantic

    row = find_model(options.model, options.rows)
    subset = _class_ids(row.label_set, options.classes)
    dataset = find_semantic(options.data, options.split).spread(options.limit)
    engine = Engine(DeviceChoice(options.device), cache_bytes=0, rows=options.rows)
    with _bar(len(dataset.pairs), options) as bar:
        result = evaluate_semantic(engine, row, dataset, CancelToken(), lambda _done: bar.update())
    if options.json:
        print_json(_as_json(result, subset))
    else:
        print(_as_text(result, subset))
    return 0


def _class_ids(labels: LabelSet, names: list[str] | None) -> list[int] | None:
    if names is None:
        return None
    unknown = [name for name in names if name not in labels.names]
    if unknown:
        raise InputError(
            "{labels} has no class '{name}'; its classes are {names}.", labels=labels.name, name=unknown[0], names=", ".join(labels.names)
        )
    return [labels.names.index(name) for name in names]


def _bar(total: int, options: argparse.Namespace) -> tqdm[None]:
    return tqdm(total=total, unit="photo", disable=options.json or not sys.stderr.isatty())


def _as_json(result: SemanticResult, subset: list[int] | None) -> dict[str, object]:
    names = result.dataset.label_set.names
    return {
        "task": "semantic",
        "model": result.row.key,
        "data": str(result.dataset.root),
        "split": result.dataset.split,
        "images": len(result.dataset.pairs),
        "subset": None if subset is None else [names[index] for index in subset],
        "read_outs": {str(int(read_out)): _figures(matrix, names, subset) for read_out, matrix in result.matrices.items()},
    }


def _figures(matrix: ConfusionMatrix, names: tuple[str, ...], subset: list[int] | None) -> dict[str, object]:
    figures: dict[str, object] = {
        "miou": _number(matrix.mean_iou()),
        "pixel_accuracy": _number(matrix.pixel_accuracy()),
        "per_class": {name: _number(value) for name, value in zip(names, matrix.iou().tolist(), strict=True)},
    }
    if subset is not None:
        figures["subset_miou"] = _number(matrix.mean_iou(subset))
    return figures


def _number(value: float) -> float | None:
    """A class that is neither in the data nor predicted has no IoU: NaN here, null in JSON."""
    return None if math.isnan(value) else round(value, 6)


def _as_text(result: SemanticResult, subset: list[int] | None) -> str:
    """A table: one row per class and mean, one column per read-out, IoU and accuracy as shares of 1."""
    matrices = result.matrices.values()
    names = result.dataset.label_set.names
    rows = [(name, [matrix.iou()[index] for matrix in matrices]) for index, name in enumerate(names)]
    rows.append(("mean IoU", [matrix.mean_iou() for matrix in matrices]))
    if subset is not None:
        rows.append((f"mean IoU of {len(subset)} classes", [matrix.mean_iou(subset) for matrix in matrices]))
    rows.append(("pixel accuracy", [matrix.pixel_accuracy() for matrix in matrices]))
    width = max(len(name) for name, _ in rows)
    head = " " * width + "".join(f"{f'FCN-{int(read_out)}s':>9}" for read_out in result.matrices)
    lines = [f"{name:<{width}}" + "".join(map(_cell, values)) for name, values in rows]
    title = f"{result.row.key} on {len(result.dataset.pairs)} photos of {result.dataset.root}, {result.dataset.split}"
    return "\n".join([title, "", head, *lines])


def _cell(value: float) -> str:
    return f"{value:9.4f}" if math.isfinite(value) else f"{'-':>9}"
