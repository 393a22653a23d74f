"""``evaluate`` for models that give every pixel a class: IoU and accuracy of each read-out."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from core.catalog import ModelRow
from core.cli.figures import cell, check_classes, number, progress_bar
from core.cli.options import print_json

if TYPE_CHECKING:
    from core.evaluation.semantic import ConfusionMatrix
    from core.evaluation.semantic_run import SemanticResult


def evaluate(row: ModelRow, options: argparse.Namespace) -> None:
    """Measure and print. Raises UserError."""
    from core.cancellation import CancelToken
    from core.devices import DeviceChoice
    from core.engine import Engine
    from core.evaluation.datasets import find_semantic
    from core.evaluation.semantic_run import evaluate_semantic

    names = row.label_set.names
    check_classes(options.classes, names, row.label_set.name)
    subset = None if options.classes is None else [names.index(name) for name in options.classes]
    dataset = find_semantic(options.data, options.split).spread(options.limit)
    engine = Engine(DeviceChoice(options.device), cache_bytes=0, rows=options.rows)
    with progress_bar(len(dataset.pairs), options) as bar:
        result = evaluate_semantic(engine, row, dataset, CancelToken(), lambda _done: bar.update())
    if options.json:
        print_json(_as_json(result, subset))
    else:
        print(_as_text(result, subset))


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
        "miou": number(matrix.mean_iou()),
        "pixel_accuracy": number(matrix.pixel_accuracy()),
        "per_class": {name: number(value) for name, value in zip(names, matrix.iou().tolist(), strict=True)},
    }
    if subset is not None:
        figures["subset_miou"] = number(matrix.mean_iou(subset))
    return figures


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
    lines = [f"{name:<{width}}" + "".join(map(cell, values)) for name, values in rows]
    title = f"{result.row.key} on {len(result.dataset.pairs)} photos of {result.dataset.root}, {result.dataset.split}"
    return "\n".join([title, "", head, *lines])
