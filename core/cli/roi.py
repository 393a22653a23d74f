"""``roi``: what an operator reads for one box of one photo, sample by sample, without a screen."""

from __future__ import annotations

import argparse
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.catalog import ModelRow, find_model
from core.cli.options import add_device, add_json, add_model, print_json
from core.cli.roi_target import Target, check_model, find_target
from core.errors import InputError, InvalidOutput
from core.geometry import Box

if TYPE_CHECKING:
    from core.image import ImageDocument
    from core.roi.grid import Features
    from core.roi.levels import FpnLevel, LevelChoice
    from core.roi.settings import OperatorSettings
    from core.roi.trace import SamplingTrace

MOST_POINTS_PRINTED = 10_000
BOX_HEAD_SIZE, MASK_HEAD_SIZE = 7, 14

NO_FPN_NOTE = "this trunk has no FPN: the same formula, clamped to the levels at stride 4 and coarser"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="?", type=Path, metavar="INPUT", help="a photo")
    parser.add_argument("--sample", metavar="KEY", help="a sample photo instead, for example astronaut")
    add_model(parser, required=True)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--box", nargs=4, type=float, metavar=("X1", "Y1", "X2", "Y2"), help="box in pixels of the photo, edges continuous")
    where.add_argument("--proposal", type=int, metavar="N", help="a Mask R-CNN's Nth proposal, best objectness first, counted from 0")
    where.add_argument("--detection", type=int, metavar="N", help="a Mask R-CNN's Nth detection, best score first, counted from 0")
    parser.add_argument("--operator", choices=("pool", "align", "crop", "warp"), default="align", help="(default %(default)s)")
    parser.add_argument("--bins", choices=("torchvision", "drop", "uneven"), help="pool only: how cells are divided (default torchvision)")
    parser.add_argument("--aligned", action="store_true", help="align only: subtract the half cell that torchvision's default forgets")
    ratio = "align and warp only: points along each side of a bin; 0 is adaptive (default 2, as in the heads of Mask R-CNN)"
    parser.add_argument("--sampling-ratio", type=int, metavar="N", help=ratio)
    size = f"bins along each side (default {BOX_HEAD_SIZE}, of a detection {MASK_HEAD_SIZE} as in the mask head)"
    parser.add_argument("--output-size", type=int, metavar="N", help=size)
    parser.add_argument("--level", type=int, metavar="N", help="pyramid level, stride 2^N (default: by the FPN formula)")
    add_device(parser)
    add_json(parser)


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """One box traced and executed, and the frames it went through."""

    model: ModelRow
    source: str
    image_size: tuple[int, int]
    target: Target
    level: LevelChoice
    levels_note: str
    trace: SamplingTrace
    pooled: Features
    difference: float | None


def run(options: argparse.Namespace) -> int:
    """Trace one box. Raises UserError."""
    from core.devices import DeviceChoice
    from core.engine import Engine
    from core.roi.grid import check_box

    row = find_model(options.model, options.rows)
    settings = _settings(options)
    check_model(options, row)
    document = _document(options)
    if options.box is not None:
        check_box(Box(*options.box), (document.height, document.width))
    engine = Engine(DeviceChoice(options.device), cache_bytes=0, rows=options.rows)
    target = find_target(options, row, engine, document)
    report = trace_target(row, document, target, settings, forced_level=options.level)
    if options.json:
        print_json(as_json(report))
    else:
        print(as_text(report))
    return 0


def _settings(options: argparse.Namespace) -> OperatorSettings:
    """Raises InputError where an option has no meaning for the operator: silently ignored, it would mislead."""
    from core.roi.settings import BinConvention, Operator, OperatorSettings

    operator = Operator(options.operator)
    refused = {
        "--bins": options.bins is not None and operator is not Operator.POOL,
        "--aligned": options.aligned and operator is not Operator.ALIGN,
        "--sampling-ratio": options.sampling_ratio is not None and operator not in (Operator.ALIGN, Operator.WARP),
    }
    for option, meaningless in refused.items():
        if meaningless:
            raise InputError("{option} means nothing to {operator}; leave it out.", option=option, operator=operator.paper_name)
    ratio = 2 if options.sampling_ratio is None else options.sampling_ratio
    bins = BinConvention(options.bins or BinConvention.TORCHVISION)
    default_size = BOX_HEAD_SIZE if options.detection is None else MASK_HEAD_SIZE
    size = default_size if options.output_size is None else options.output_size
    return OperatorSettings(operator, (size, size), bins, ratio, options.aligned)


def _document(options: argparse.Namespace) -> ImageDocument:
    from core.image import load_image
    from core.samples import load_sample

    if (options.inputs is None) == (options.sample is None):
        raise InputError("Give one photo, or --sample with one key.")
    return load_sample(options.sample) if options.inputs is None else load_image(options.inputs)


def trace_target(
    row: ModelRow, document: ImageDocument, target: Target, settings: OperatorSettings, *, forced_level: int | None
) -> Report:
    """Trace a box on the pyramid level that it belongs to. Imports torch.

    Raises InputError, and InvalidOutput when the level holds NaN or infinite numbers where the operator reads.
    """
    from core.evaluation.roi_reference import max_abs_difference_to_torchvision
    from core.roi.levels import choose_level
    from core.roi.operators import trace_box

    pyramid = target.pyramid
    level = choose_level(target.box_input, pyramid.strides, forced_level)
    features = pyramid.levels[level.name]
    trace = trace_box(
        settings, target.box_input, spatial_scale=1 / level.stride, map_size=(features.shape[1], features.shape[2]),
        dtype=features.dtype, cell_to_image=pyramid.cell_to_image(level.name),
    )  # fmt: skip
    pooled = trace.evaluate(features)
    if not math.isfinite(pooled.sum()):
        raise InvalidOutput(
            "{model} gave invalid numbers for {name}; run 'halfpixel models' to check its weight file, or choose another model.",
            model=row.title, name=document.name,
        )  # fmt: skip
    return Report(
        model=row, source=document.name, image_size=(document.height, document.width), target=target, level=level,
        levels_note="" if "P2" in pyramid.levels else NO_FPN_NOTE,
        trace=trace, pooled=pooled, difference=max_abs_difference_to_torchvision(trace, features),
    )  # fmt: skip


def as_json(report: Report) -> dict[str, Any]:
    """A field that is a place names its frame: ``image`` is the photo, ``input`` the network's input, ``feature`` the cells."""
    from core.roi.measures import measure

    trace, measures = report.trace, measure(report.trace)
    return {
        "file": report.source,
        "image_size": {"width": report.image_size[1], "height": report.image_size[0]},
        "model": report.model.key,
        "badges": [badge.text for badge in report.model.badges],
        "operator": trace.settings.operator.paper_name,
        **_conventions_json(trace.settings),
        "output_size": trace.settings.output_size,
        "level": _level_json(report),
        "map_size": trace.grid.map_size,
        "box_from": report.target.facts or None,
        "box_image": report.target.box_image.as_tuple(),
        "box_input": report.target.box_input.as_tuple(),
        "box_feature": trace.ideal_box_feature.as_tuple(),
        "used_box_feature": trace.used_box_feature.as_tuple(),
        "used_box_image": trace.used_box_image.as_tuple(),
        "edges": [{**asdict(edge), "shift_feature": edge.shift_feature} for edge in measures.edges],
        "iou_of_used_and_ideal": measures.iou,
        "share_of_box_lost": measures.share_lost,
        "cells_by_times_used": {str(times): cells for times, cells in measures.cells_by_use.items()},
        "bins_feature": trace.bins_feature.tolist(),
        "samples": _samples_json(trace),
        "values": _values_json(report.pooled),
        "max_abs_difference_to_torchvision": report.difference,
    }


def _conventions_json(settings: OperatorSettings) -> dict[str, Any]:
    """Only those that mean something to the operator."""
    from core.roi.settings import Operator

    match settings.operator:
        case Operator.POOL:
            return {"bin_convention": settings.bins.value}
        case Operator.ALIGN:
            return {"sampling_ratio": settings.sampling_ratio, "aligned": settings.aligned}
        case Operator.WARP:
            return {"sampling_ratio": settings.sampling_ratio}
        case Operator.CROP_AND_RESIZE:
            return {}


def _level_json(report: Report) -> dict[str, Any]:
    level = report.level
    return {
        "name": level.name,
        "stride": level.stride,
        "chosen": "forced" if level.formula is None else "automatic",
        "formula": None if level.formula is None else _formula_json(level.formula),
        "note": report.levels_note,
    }


def _formula_json(formula: FpnLevel) -> dict[str, Any]:
    """A box too small for float32 has no finite logarithm, and JSON no word for that."""
    parts = {name: value if math.isfinite(value) else None for name, value in asdict(formula).items()}
    return {**parts, "clamped": formula.clamped}


def _samples_json(trace: SamplingTrace) -> dict[str, Any] | None:
    """Bilinear operators: every point with its four neighbours, or only how many when nobody could read them. RoIPool has none."""
    from core.roi.bilinear import BilinearTrace

    if not isinstance(trace, BilinearTrace):
        return None
    described: dict[str, Any] = {"count": trace.point_count, "points_per_bin": trace.points_per_bin}
    if trace.point_count > MOST_POINTS_PRINTED:
        return {**described, "note": f"more than {MOST_POINTS_PRINTED}: not listed; lower --sampling-ratio or --output-size"}
    samples = trace.samples()
    return {
        **described,
        "points_feature": samples.points_feature.tolist(),
        "neighbours_row_column": samples.cells.tolist(),
        "weights": samples.weights.tolist(),
        "counted": samples.counted.tolist(),
    }


def _values_json(pooled: Features) -> dict[str, Any]:
    return {
        "channels": len(pooled),
        "minimum": float(pooled.min()),
        "mean": float(pooled.mean(dtype="float64")),
        "maximum": float(pooled.max()),
        "mean_over_channels": pooled.mean(axis=0, dtype="float64").tolist(),
    }


def as_text(report: Report) -> str:
    """The same for a person: the frames of the box, what was used of it, and whether torchvision agrees."""
    from core.roi.grid import written
    from core.roi.measures import measure

    trace, measures = report.trace, measure(report.trace)
    rows, columns = trace.settings.output_size
    lost = "a box without area" if measures.share_lost is None else f"{measures.share_lost:.1%} of the box lost"
    agreement = "no counterpart" if report.difference is None else f"largest difference {report.difference:.2g}"
    badges = "".join(f", {badge.text}" for badge in report.model.badges)
    return "\n".join(
        (
            f"{report.source}: {trace.settings.operator.paper_name} {rows} x {columns} on {report.model.title}{badges}",
            *((f"  box          {report.target.line}",) if report.target.line else ()),
            f"  level        {_level_text(report)}",
            f"  box, image   {written(report.target.box_image)}",
            f"  box, input   {written(report.target.box_input)}",
            f"  box, cells   {written(trace.ideal_box_feature)}",
            f"  used, cells  {written(trace.used_box_feature)}",
            f"  used, image  {written(trace.used_box_image)}",
            f"  IoU {measures.iou:.3f}, {lost}",
            *(f"  {edge.edge:<7} {edge.shift_feature:+.3f} cells, {edge.shift_image:+.2f} px" for edge in measures.edges),
            f"  values       {report.pooled.min():.4g} to {report.pooled.max():.4g}, {len(report.pooled)} channels",
            f"  torchvision  {agreement}",
        )
    )


def _level_text(report: Report) -> str:
    level = report.level
    chosen = f"{level.name}, stride {level.stride}, "
    if level.formula is None:
        return chosen + "forced"
    formula = level.formula
    computed = f"floor(4 + log2({formula.root:.2f} / 224) + 1e-6) = {formula.floored:.0f}"
    clamped = f", clamped to {formula.level}" if formula.clamped else ""
    return f"{chosen}{computed}{clamped}" + (f" ({report.levels_note})" if report.levels_note else "")
