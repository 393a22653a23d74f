"""The papers' tables of a report, and the files that it is written to, read back by the standard readers."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

from core.errors import ExportError, InputError
from core.evaluation.average_precision import NO_OBJECTS, Precision
from core.evaluation.photos import Layout
from core.evaluation.report import (
    About,
    CeilingFigures,
    Found,
    InstancePhoto,
    InstanceReport,
    ReadOutFigures,
    RegionFigures,
    SemanticPhoto,
    SemanticReport,
)
from core.evaluation.tables import as_text, class_tables, tables_of, write_report
from core.evaluation.truths import Region

NAN = float("nan")
ABOUT = About("fcn", "An FCN", ("starter weights",), Path("data") / "set", Layout.VOC, "val", None, 2, ("sky", "a|b"))


def read_out(miou: float) -> ReadOutFigures:
    return ReadOutFigures(
        miou, 0.9, 0.7, 0.25, {"sky": miou, "a|b": NAN}, {"sky": 0.75, "a|b": NAN}, {"sky": 0.25, "a|b": NAN}, ((3, 1), (0, 0))
    )  # fmt: skip


SEMANTIC = SemanticReport(
    ABOUT,
    {32: read_out(0.5), 8: read_out(0.625)},
    {32: CeilingFigures(0.8, {"sky": 0.8, "a|b": NAN}), 4: CeilingFigures(0.95, {"sky": 0.95, "a|b": NAN})},
    (SemanticPhoto("p", Path("p.jpg"), {32: {"sky": (3, 4)}, 8: {"sky": (1, 2), "a|b": (0, 5)}}),),
)
FIGURES = {Region.MASK: RegionFigures({"sky": Precision(0.3, 0.5, 0.25, 4), "a|b": NO_OBJECTS})}
FIGURES[Region.BOX] = RegionFigures({"sky": Precision(0.4, 0.6, 0.35, 4), "a|b": NO_OBJECTS})
INSTANCE = InstanceReport(
    ABOUT, {"align": FIGURES, "pool": FIGURES}, (InstancePhoto("p", Path("p.jpg"), {"align": {"sky": Found(1, 2, 3)}, "pool": {}}),)
)


def test_the_fcn_papers_table_and_the_ceilings() -> None:
    figures, ceilings = tables_of(SEMANTIC)
    assert figures.columns == ("mean IoU", "pixel acc.", "mean acc.", "boundary IoU")
    assert figures.rows == (("FCN-32s", (0.5, 0.9, 0.7, 0.25)), ("FCN-8s", (0.625, 0.9, 0.7, 0.25)))
    name, (ceiling, paper, reached, location, recognition) = ceilings.rows[0]
    assert (name, ceiling, paper, reached) == ("stride 32", 0.8, 0.861, 0.5)
    assert (location, recognition) == pytest.approx((0.2, 0.3))
    assert [math.isnan(value) for value in ceilings.rows[1][1]] == [False, False, True, True, True]


def test_the_mask_rcnn_papers_table() -> None:
    (table,) = tables_of(INSTANCE)
    assert table.columns == ("mask AP", "mask AP50", "mask AP75", "box AP", "box AP50", "box AP75")
    assert [name for name, _ in table.rows] == ["RoIAlign", "RoIPool"]
    assert table.rows[0][1] == (0.3, 0.5, 0.25, 0.4, 0.6, 0.35)
    assert [table.title for table in class_tables(INSTANCE)] == ["Mask AP of each class", "Box AP of each class"]


def test_a_table_as_text_has_its_columns_below_each_other() -> None:
    lines = as_text(tables_of(SEMANTIC)[0]).splitlines()
    assert lines[0] == "Read-outs of fcn (2 photos of set, val)"
    ends = [lines[2].index(column) + len(column) for column in tables_of(SEMANTIC)[0].columns]
    assert [lines[3][end - 6 : end] for end in ends] == ["0.5000", "0.9000", "0.7000", "0.2500"]


def test_a_photos_figures_are_for_sorting() -> None:
    (photo,) = SEMANTIC.photos
    assert (photo.iou(32), photo.iou(8), photo.iou(8, "sky")) == (0.75, 0.25, 0.5)
    assert math.isnan(photo.iou(32, "a|b"))
    (objects,) = INSTANCE.photos
    assert objects.of("align", "sky") == objects.of("align") == Found(1, 2, 3)
    assert objects.of("pool") == Found()


def test_json_has_everything_and_no_nan(tmp_path: Path) -> None:
    for report in (SEMANTIC, INSTANCE):
        write_report(report, tmp_path / "report.json")
        document = json.loads((tmp_path / "report.json").read_bytes(), parse_constant=pytest.fail)
        assert (document["images"], document["format"], document["classes"]) == (2, "voc", ["sky", "a|b"])
        assert len(document["photos"]) == 1
    write_report(SEMANTIC, tmp_path / "report.json")
    document = json.loads((tmp_path / "report.json").read_bytes())
    assert document["task"] == "semantic"
    assert document["read_outs"]["8"]["per_class"] == {"sky": 0.625, "a|b": None}
    assert document["read_outs"]["32"]["confusion"] == [[3, 1], [0, 0]]
    assert document["ceilings"]["4"]["miou"] == 0.95


def test_csv_has_one_figure_a_line(tmp_path: Path) -> None:
    write_report(SEMANTIC, tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    values = {(row["read_out"], row["class"], row["measure"]): row["value"] for row in rows}
    assert len(values) == len(rows) == 2 * (4 + 2 * 3) + 2 * 3
    assert float(values["8", "", "iou"]) == 0.625
    assert values["8", "a|b", "boundary_iou"] == ""
    assert float(values["32", "sky", "ceiling_iou"]) == 0.8
    write_report(INSTANCE, tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    values = {(row["pooler"], row["class"], row["measure"]): row["value"] for row in rows}
    assert float(values["pool", "sky", "box_ap75"]) == 0.35
    assert float(values["align", "", "mask_ap"]) == 0.3


def test_markdown_has_tables_of_equal_width(tmp_path: Path) -> None:
    for report in (SEMANTIC, INSTANCE):
        write_report(report, tmp_path / "report.md")
        text = (tmp_path / "report.md").read_text(encoding="utf-8")
        assert text.startswith("# An FCN on 2 photos of set, val\n\n`fcn`, starter weights; format VOC.\n")
        for block in text.split("\n\n"):
            if block.startswith("|"):
                assert len({line.replace("\\|", "").count("|") for line in block.splitlines()}) == 1
        assert "| a\\|b | - | - |" in text


def test_a_name_without_a_known_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"report\.txt is no place for a report; end its name in \.csv, \.json, \.md\."):
        write_report(SEMANTIC, tmp_path / "report.txt")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_replaced_stays(tmp_path: Path) -> None:
    (tmp_path / "report.csv").mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        write_report(SEMANTIC, tmp_path / "report.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["report.csv"]
