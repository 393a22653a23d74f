"""``evaluate`` for models that find objects: COCO's average precision of masks and boxes."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from core.catalog import ModelRow
from core.cli.figures import cell, check_classes, number, progress_bar
from core.cli.options import print_json
from core.errors import InputError

if TYPE_CHECKING:
    from core.evaluation.instance import InstanceMetric, Precision, Region
    from core.evaluation.instance_data import InstanceDataset
    from core.maskrcnn.results import Poolers

POOLERS = ("align", "pool", "warp", "crop")
"""By name, as for ``roi``; the first is the one that the weights were trained with."""

SAMPLING_RATIO = 2
"""Points along each side of a bin, as in the RoIAlign that is replaced."""


def evaluate(row: ModelRow, options: argparse.Namespace) -> None:
    """Measure and print. Raises UserError."""
    from core.cancellation import CancelToken
    from core.devices import DeviceChoice, resolve
    from core.engine import Engine
    from core.evaluation.instance_run import evaluate_instances

    names = row.label_set.names[1:]
    check_classes(options.classes, names, row.label_set.name)
    dataset, device, token = _dataset(options, names), resolve(DeviceChoice(options.device)), CancelToken()
    model = Engine(DeviceChoice(options.device), cache_bytes=0, rows=options.rows).maskrcnn(row.key, token)
    with progress_bar(len(dataset.photos), options) as bar:
        metric = evaluate_instances(
            model, dataset, device, token, poolers=_poolers(options.pooler), progress=lambda _done: bar.update()
        )  # fmt: skip
    if options.json:
        print_json(_as_json(row, dataset, metric, options))
    else:
        print(_as_text(row, dataset, metric, options))


def _dataset(options: argparse.Namespace, names: tuple[str, ...]) -> InstanceDataset:
    """Raises InputError when the data set has no photo of the asked source."""
    from core.evaluation.instance_data import find_instances

    dataset = find_instances(options.data, options.split, names)
    if options.source is not None:
        known = ", ".join(dict.fromkeys(photo.source for photo in dataset.photos))
        dataset = dataset.of_source(options.source)
        if not dataset.photos:
            raise InputError(
                "No photo of {split} comes from '{source}'; its sources are {known}.",
                split=options.split, source=options.source, known=known,
            )  # fmt: skip
    return dataset.spread(options.limit)


def _poolers(name: str | None) -> Poolers:
    """The same operator for both heads."""
    from core.maskrcnn.results import OWN_POOLERS, Poolers
    from core.roi.settings import Operator, OperatorSettings

    if name in (None, POOLERS[0]):
        return OWN_POOLERS
    settings = OperatorSettings(Operator(name), sampling_ratio=SAMPLING_RATIO)
    return Poolers(settings, settings)


def _badges(row: ModelRow, options: argparse.Namespace) -> list[str]:
    from core.badges import Badge

    badges = [*row.badges, Badge.TRANSPLANTED] if _poolers(options.pooler).transplanted else row.badges
    return [badge.text for badge in badges]


def _as_json(row: ModelRow, dataset: InstanceDataset, metric: InstanceMetric, options: argparse.Namespace) -> dict[str, Any]:
    from core.evaluation.instance import Region

    return {
        "task": row.task.value,
        "model": row.key,
        "badges": _badges(row, options),
        "data": str(dataset.root),
        "split": dataset.split,
        "source": options.source,
        "images": len(dataset.photos),
        "pooler": options.pooler or POOLERS[0],
        "subset": options.classes,
        "mask": _figures(metric, Region.MASK, options.classes),
        "box": _figures(metric, Region.BOX, options.classes),
    }


def _figures(metric: InstanceMetric, region: Region, subset: list[str] | None) -> dict[str, Any]:
    per_class = {name: {**_precision(figure), "objects": figure.objects} for name, figure in metric.per_class(region).items()}
    figures: dict[str, Any] = {**_precision(metric.mean(region)), "per_class": per_class}
    if subset is not None:
        figures |= {f"subset_{name}": value for name, value in _precision(metric.mean(region, subset)).items()}
    return figures


def _precision(figure: Precision) -> dict[str, float | None]:
    return {"ap": number(figure.ap), "ap50": number(figure.ap50), "ap75": number(figure.ap75)}


def _as_text(row: ModelRow, dataset: InstanceDataset, metric: InstanceMetric, options: argparse.Namespace) -> str:
    """A table: one row per class and mean, three columns for masks and three for boxes, as shares of 1."""
    from core.evaluation.instance import Region

    regions = (Region.MASK, Region.BOX)
    per_class = [metric.per_class(region) for region in regions]
    rows = [(name, [figures[name] for figures in per_class]) for name in metric.label_names]
    rows.append(("mean", [metric.mean(region) for region in regions]))
    if options.classes is not None:
        rows.append((f"mean of {len(options.classes)} classes", [metric.mean(region, options.classes) for region in regions]))
    width = max(len(name) for name, _ in rows)
    head = f"{'mask AP':>9}{'AP50':>9}{'AP75':>9}{'box AP':>9}{'AP50':>9}{'AP75':>9}{'objects':>9}"
    lines = [f"{name:<{width}}" + "".join(map(_cells, figures)) + f"{figures[0].objects:>9}" for name, figures in rows]
    return "\n".join([_title(row, dataset, options), "", " " * width + head, *lines])


def _cells(figure: Precision) -> str:
    return cell(figure.ap) + cell(figure.ap50) + cell(figure.ap75)


def _title(row: ModelRow, dataset: InstanceDataset, options: argparse.Namespace) -> str:
    from core.roi.settings import Operator

    source = "" if options.source is None else f", only {options.source}"
    pooler = Operator(options.pooler or POOLERS[0]).paper_name
    badges = "".join(f", {badge}" for badge in _badges(row, options))
    return f"{row.key} with {pooler} on {len(dataset.photos)} photos of {dataset.root}, {dataset.split}{source}{badges}"
