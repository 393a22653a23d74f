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
    where = "a data set in VOC's, CamVid's or the everyday layout, or a folder of label PNGs"
    parser.add_argument("--data", required=True, type=Path, metavar="DIR", help=where)
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
            measured.merge(ceilings_of(path, maps.label_set))
            bar.update()
    if options.json:
        print_json(_as_json(maps, measured))
    else:
        print(_as_text(maps, measured))
    return 0


def _as_json(maps: LabelMaps, measured: Ceilings) -> dict[str, object]:
    names, listed = maps.label_set.names, _listed(maps, measured)
    return {
        "data": str(maps.root),
        "split": maps.split,
        "images": len(maps.paths),
        "strides": {
            str(stride): {
                "miou": number(matrix.mean_iou()),
                "per_class": {names[label]: number(float(matrix.iou()[label])) for label in listed},
            }
            for stride, matrix in measured.matrices.items()
        },
    }


def _listed(maps: LabelMaps, measured: Ceilings) -> list[int]:
    """The ids that have a line: all classes of a data set, but of ids without names those that occur."""
    from core.evaluation.ceiling_files import NUMBERED

    counts = next(iter(measured.matrices.values())).counts
    return [label for label in range(len(maps.label_set)) if maps.label_set is not NUMBERED or counts[label].any()]


def _as_text(maps: LabelMaps, measured: Ceilings) -> str:
    """A table: a row for each class and the mean, a column for each stride; the paper's figures below."""
    from core.evaluation.ceilings import PAPER_CEILINGS

    matrices = measured.matrices
    ious, listed = [matrix.iou() for matrix in matrices.values()], _listed(maps, measured)
    rows = [(maps.label_set.names[label], [float(iou[label]) for iou in ious]) for label in listed]
    rows.append(("mean IoU", [matrix.mean_iou() for matrix in matrices.values()]))
    rows.append(("FCN paper, VOC", [PAPER_CEILINGS[stride] for stride in matrices]))
    width = max(len(name) for name, _ in rows)
    title = f"best possible IoU of {len(maps.paths)} label maps of {', '.join(filter(None, (str(maps.root), maps.split)))}"
    head = f"{'stride':<{width}}" + "".join(f"{stride:>9}" for stride in matrices)
    return "\n".join([title, "", head, *(f"{name:<{width}}" + "".join(map(cell, values)) for name, values in rows)])
