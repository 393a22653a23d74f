"""``models``: the catalog, with the state of every weight file."""

from __future__ import annotations

import argparse

from core.catalog import ModelRow, Task, weights_state
from core.cli.options import add_json, print_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    if options.json:
        print_json([_as_json(row) for row in options.rows])
    else:
        print("\n\n".join(_as_text(row) for row in options.rows))
    return 0


def _as_json(row: ModelRow) -> dict[str, object]:
    return {
        "key": row.key,
        "title": row.title,
        "task": row.task.value,
        "label_set": row.label_set.name,
        "classes": row.label_set.names,
        "summary": row.summary,
        "architecture": row.architecture,
        "preprocessing": row.preprocessing,
        "figures": row.figures,
        "origin": row.origin.value,
        "badges": [badge.text for badge in row.badges],
        "weights": {
            "path": str(row.weights_path),
            "sha256": row.weights.sha256,
            "kept_sha256": row.weights.kept_sha256,
            "size_bytes": row.weights.size_bytes or None,
            "given_sha256": row.weights.given_sha256,
            "url": row.weights.url,
            "source": row.weights.source,
            "licence": row.weights.licence,
            "state": weights_state(row).value,
        },
        "card": str(row.card_path),
    }


def _as_text(row: ModelRow) -> str:
    badges = "".join(f", {badge.text}" for badge in row.badges)
    # A Mask R-CNN finds no background; to an FCN it is a class like the others.
    classes = len(row.label_set.listed) - (row.task is Task.INSTANCE)
    size = f" ({row.weights.size_bytes / 1e6:.1f} MB)" if row.weights.size_bytes else ""
    lines = [
        f"{row.key}: {row.title}, {row.task.value}, {classes} classes of {row.label_set.name}{badges}",
        f"  {row.summary}",
        f"  {weights_state(row).value}: {row.weights_path}{size}",
    ]
    return "\n".join([*lines, *([f"  {row.figures}"] if row.figures else [])])
