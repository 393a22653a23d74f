"""``ceilings``: what the resolution of a grid alone costs, on a data set's ground truth."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.figures import cell, number, progress_bar
from core.cli.options import add_json, positive_int, print_json

if TYPE_CHECKING:
    from core.evaluation.ceiling_files import LabelMaps
    from core.evaluation.ceilings import Ceilings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", required=True, type=Path, metavar="DIR", help="a data set in VOC's, CamVid's or the everyday layout")
    parser.add_argument("--split", help="which split of it (default: val, or else test, or else train)")
    parser.add_argument("--limit", type=positive_int, metavar="N", help="at most N label maps, evenly spread")
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Measure and print. Raises UserError."""
    from core.evaluation.ceiling_files import ceilings_of, find_label_maps
    from core.evaluation.ceilings import Ceilings

    maps = find_label_maps(options.data, options.split).spread(options.limit)
    measured = Ceilings(len(maps.label_set))
    with progress_bar(len(maps.paths), options) as bar:
        for path in maps.paths:
            measured.merge(ceilings_of(path, len(maps.label_set)))
            bar.update()
    if options.json:
        print_json(_as_json(maps, measured))
    else:
        print(_as_text(maps, measured))
    return 0


def _as_json(maps: LabelMaps, measured: Ceilings) -> dict[str, object]:
    names = maps.label_set.names
    return {
        "data": str(maps.root),
        "split": maps.split,
        "images": len(maps.paths),
        "strides": {
            str(stride): {
                "miou": number(matrix.mean_iou()),
                "per_class": {name: number(value) for name, value in zip(names, matrix.iou().tolist(), strict=True)},
            }
            for stride, matrix in measured.matrices.items()
        },
    }


def _as_text(maps: LabelMaps, measured: Ceilings) -> str:
    """A table: a row for each class and the mean, a column for each stride; the paper's figures below."""
    from core.evaluation.ceilings import PAPER_CEILINGS

    matrices = measured.matrices
    rows = [(name, [matrix.iou()[index] for matrix in matrices.values()]) for index, name in enumerate(maps.label_set.names)]
    rows.append(("mean IoU", [matrix.mean_iou() for matrix in matrices.values()]))
    rows.append(("FCN paper, VOC", [PAPER_CEILINGS[stride] for stride in matrices]))
    width = max(len(name) for name, _ in rows)
    title = f"best possible IoU of {len(maps.paths)} label maps of {maps.root}, {maps.split}"
    head = f"{'stride':<{width}}" + "".join(f"{stride:>9}" for stride in matrices)
    return "\n".join([title, "", head, *(f"{name:<{width}}" + "".join(map(cell, values)) for name, values in rows)])
