"""A case: one box, one operator, the cells it reads and the values it makes, as JSON and as a test that needs only torchvision."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import index
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.geometry import Axis1d, Box, PlaneMap
from core.roi.bilinear import BilinearTrace
from core.roi.grid import Features
from core.roi.operators import trace_box
from core.roi.settings import BinConvention, Operator, OperatorSettings
from core.roi.trace import SamplingTrace

FORMAT = "halfpixel-roi-case"
VERSION = 1


@dataclass(frozen=True, slots=True, eq=False)
class RoiCase:
    """``cell_rows`` and ``cell_columns`` are the rows and columns of the map that the trace reads, ``cells`` ``(C, len(rows),
    len(columns))`` their values in ``channels``, and ``pooled`` ``(C, rows, columns)`` what the trace makes of them. Every other
    cell of the map has no influence.
    """

    trace: SamplingTrace
    channels: tuple[int, ...]
    cell_rows: npt.NDArray[np.int64]
    cell_columns: npt.NDArray[np.int64]
    cells: Features
    pooled: Features


def make_case(trace: SamplingTrace, features: Features, channels: Sequence[int]) -> RoiCase:
    """The case of ``trace`` on some channels of ``features`` ``(C, H, W)``, in the dtype of ``features``.

    Raises InputError when the features do not fit, a channel is missing, or the box has no area (torchvision itself does not
    answer for every such box).
    """
    own = trace.matching(features)
    missing = [channel for channel in channels if not 0 <= channel < len(features)]
    if missing or not channels:
        raise InputError("A case needs channels from 0 to {last}, not {given}.", last=len(features) - 1, given=list(channels))
    if trace.box_image.area == 0:
        raise InputError("A case needs a box with an area.")
    chosen = features[list(channels)]
    rows, columns = (np.nonzero(reading.use_counts)[0] for reading in (own.row_reading, own.column_reading))
    return RoiCase(own, tuple(channels), rows, columns, chosen[:, rows[:, None], columns], own.evaluate(chosen))


def case_json(case: RoiCase) -> str:
    """The case as JSON text, with names that say the frame; numbers read back to the same bits."""
    trace, settings = case.trace, case.trace.settings
    to_image = trace.grid.cell_to_image
    fields: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "operator": settings.operator.value,
        "bins": settings.bins.value,
        "sampling_ratio": settings.sampling_ratio,
        "aligned": settings.aligned,
        "output_size": settings.output_size,
        "dtype": trace.dtype.name,
        "box_image": trace.box_image.as_tuple(),
        "spatial_scale": trace.grid.spatial_scale,
        "map_size": trace.grid.map_size,
        "cell_to_image": {"x": [to_image.x.scale, to_image.x.shift], "y": [to_image.y.scale, to_image.y.shift]},
        "ideal_box_feature": trace.ideal_box_feature.as_tuple(),
        "used_box_feature": trace.used_box_feature.as_tuple(),
        "bins_feature": trace.bins_feature.tolist(),
        **_points(trace),
        "channels": case.channels,
        "cell_rows": case.cell_rows.tolist(),
        "cell_columns": case.cell_columns.tolist(),
        "cells": _shortest(case.cells),
        "pooled": _shortest(case.pooled),
    }
    return json.dumps(fields, indent=1) + "\n"


def _points(trace: SamplingTrace) -> dict[str, Any]:
    """Sample positions per axis, ``(bins, points)`` in continuous cells; every row position meets every column position."""
    if not isinstance(trace, BilinearTrace):
        return {}
    return {
        "sample_rows_feature": trace.rows.positions_feature.tolist(),
        "sample_columns_feature": trace.columns.positions_feature.tolist(),
    }


def _shortest(values: Features) -> Any:
    """Nested lists of the shortest decimals that read back to the same bits; float32 as float64 would show false digits."""
    if values.dtype == np.float32:
        return np.array([float(str(value)) for value in values.ravel()]).reshape(values.shape).tolist()
    return values.tolist()


def case_from_json(text: str) -> RoiCase:
    """Read what :func:`case_json` wrote and trace it anew. Raises InputError when it is not a case."""
    try:
        fields = json.loads(text)
        if fields["format"] != FORMAT or fields["version"] != VERSION:
            raise ValueError(f"{fields['format']} {fields['version']}")
        with np.errstate(all="raise"):
            return _case_of(fields)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError) as error:
        raise InputError("This is not a RoI case of version {version}.", version=VERSION, details=repr(error)) from error


def _case_of(fields: dict[str, Any]) -> RoiCase:
    rows, columns = fields["output_size"]
    settings = OperatorSettings(
        Operator(fields["operator"]), (rows, columns), BinConvention(fields["bins"]), fields["sampling_ratio"], fields["aligned"]
    )
    to_image = PlaneMap(Axis1d(*fields["cell_to_image"]["x"]), Axis1d(*fields["cell_to_image"]["y"]))
    map_rows, map_columns = (index(side) for side in fields["map_size"])
    trace = trace_box(
        settings, Box(*fields["box_image"]), spatial_scale=fields["spatial_scale"], map_size=(map_rows, map_columns),
        dtype=fields["dtype"], cell_to_image=to_image,
    )  # fmt: skip
    cell_rows, cell_columns = (np.array(fields[name], np.int64) for name in ("cell_rows", "cell_columns"))
    shape = (len(fields["channels"]), len(cell_rows), len(cell_columns))
    cells = np.array(fields["cells"], trace.dtype).reshape(shape)
    pooled = np.array(fields["pooled"], trace.dtype).reshape(shape[0], rows, columns)
    return RoiCase(trace, tuple(fields["channels"]), cell_rows, cell_columns, cells, pooled)


def case_test(case: RoiCase, json_name: str) -> str:
    """A pytest file that lies beside ``json_name`` and reproduces the case's values with torch and torchvision alone."""
    settings = case.trace.settings
    body = _TEST_BODIES[_test_body(settings)]
    imports = [f"from torchvision.ops import {name}" for name in ("roi_align", "roi_pool") if f"{name}(" in body]
    return Template(_TEST).substitute(
        operator=settings.operator.paper_name, json_name=json.dumps(Path(json_name).name), body=body.strip("\n"),
        imports="".join(f"\n{line}" for line in imports), tolerance="1e-10" if case.trace.dtype == np.float64 else "1e-5",
    )  # fmt: skip


def _test_body(settings: OperatorSettings) -> str:
    own_bins = settings.operator is Operator.POOL and settings.bins is not BinConvention.TORCHVISION
    return "own bins" if own_bins else settings.operator.value


_TEST = '''"""Reproduces a case of $operator that Halfpixel exported, without Halfpixel. Run: python -m pytest."""

import json
from pathlib import Path

import torch$imports

CASE = json.loads(Path(__file__).with_name($json_name).read_text(encoding="utf-8"))
DTYPE = getattr(torch, CASE["dtype"])
TOLERANCE = $tolerance


def feature_map():
    """(C, H, W): the cells that the operator reads; the others have no influence and are 0."""
    features = torch.zeros(len(CASE["channels"]), *CASE["map_size"], dtype=DTYPE)
    rows, columns = torch.tensor(CASE["cell_rows"]).long(), torch.tensor(CASE["cell_columns"]).long()
    values = torch.tensor(CASE["cells"], dtype=DTYPE).reshape(len(CASE["channels"]), len(rows), len(columns))
    features[:, rows[:, None], columns] = values
    return features


def boxes(*coordinates):
    return torch.tensor([[0, *coordinates]], dtype=DTYPE)


$body


def test_the_operator_gives_the_exported_values():
    expected = torch.tensor(CASE["pooled"], dtype=DTYPE)
    torch.testing.assert_close(pooled(feature_map()), expected, atol=TOLERANCE, rtol=TOLERANCE)
'''

_TEST_BODIES = {
    "pool": """
def pooled(features):
    return roi_pool(features[None], boxes(*CASE["box_image"]), CASE["output_size"], CASE["spatial_scale"])[0]
""",
    "own bins": '''
def pooled(features):
    """RoIPool's maximum over the exported bins, whose convention torchvision does not have."""
    values = torch.zeros(len(features), *CASE["output_size"], dtype=DTYPE)
    for row, bins in enumerate(CASE["bins_feature"]):
        for column, (x1, y1, x2, y2) in enumerate(bins):
            cells = features[:, int(y1):int(y2), int(x1):int(x2)]
            if cells.numel():
                values[:, row, column] = cells.amax(dim=(1, 2))
    return values
''',
    "align": """
def pooled(features):
    return roi_align(
        features[None], boxes(*CASE["box_image"]), CASE["output_size"], CASE["spatial_scale"], CASE["sampling_ratio"], CASE["aligned"]
    )[0]
""",
    "warp": '''
def pooled(features):
    """RoIAlign of the window that RoIPool would use."""
    return roi_align(features[None], boxes(*CASE["used_box_feature"]), CASE["output_size"], 1.0, CASE["sampling_ratio"], True)[0]
''',
    "crop": '''
def pooled(features):
    """One bilinear sample per value: RoIAlign with one point in the middle of a box of no size; 0 beyond the outer cell centres."""
    height, width = CASE["map_size"]
    values = torch.zeros(len(features), *CASE["output_size"], dtype=DTYPE)
    for row, (y,) in enumerate(CASE["sample_rows_feature"]):
        for column, (x,) in enumerate(CASE["sample_columns_feature"]):
            if 0.5 <= y <= height - 0.5 and 0.5 <= x <= width - 0.5:
                values[:, row, column] = roi_align(features[None], boxes(x, y, x, y), 1, 1.0, 1, True)[0, :, 0, 0]
    return values
''',
}
