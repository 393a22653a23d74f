"""Every file that ``segment`` can write, for classes and for objects, and the options that change what is in it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from pycocotools.coco import COCO

from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.cli.segment import TASKS
from core.engine import Engine
from core.export.instances import overlay_png as objects_overlay
from core.export.one_hot import index_map
from core.image import load_image
from core.labels import VOC
from core.maskrcnn.scene import make_instance_scene
from core.palettes import palette_table
from main import main
from tests.core.cli.conftest import DrawPhoto, Run
from tests.core.export.test_labelme import check_format, groups
from tests.maskrcnn_networks import tiny_maskrcnn_row

Printed = pytest.CaptureFixture[str]

# pycocotools decodes in a way that numpy 2 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def running(row: ModelRow) -> Run:
    return lambda *words: main(["segment", "--model", "tiny", *map(str, words)], rows=(row,))


@pytest.fixture
def classes(tiny: ModelRow) -> Run:
    return running(tiny)


@pytest.fixture
def objects(tmp_path: Path) -> Run:
    folder = tmp_path / "weights-of-objects"
    folder.mkdir()
    return running(tiny_maskrcnn_row(folder))


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def test_every_product_of_both_tasks_is_written_and_named(classes: Run, objects: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    for run, task in zip((classes, objects), TASKS.values(), strict=True):
        folder = tmp_path / str(id(task))
        keys = [product.key for product in task.products]
        assert run(draw_photo("a.png"), "--out", folder, "--write", ",".join(keys)) == 0
        assert sorted(path.name for path in folder.iterdir()) == sorted(f"a{product.ending}" for product in task.products)
        with Image.open(folder / "a-figure.png") as figure:
            assert figure.info["dpi"] == pytest.approx((300, 300), abs=0.01)
        texts = [element.text for element in ElementTree.parse(folder / "a-figure.svg").iter("{http://www.w3.org/2000/svg}text")]
        assert " ".join(map(str, texts)).startswith("a.png, Tiny tiny, ")
        with pypdfium2.PdfDocument(folder / "a-figure.pdf") as document:
            assert document.get_metadata_dict()["Title"].startswith("a.png, Tiny tiny, ")


def test_every_file_of_a_class_map_says_the_same(classes: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    out = tmp_path / "out"
    assert classes(draw_photo("a.png"), "--out", out, "--write", "labels,onehot,coco,labelme") == 0
    labels = pixels(out / "a-labels.png")
    with np.load(out / "a-onehot.npz", allow_pickle=False) as arrays:
        np.testing.assert_array_equal(index_map(arrays["one_hot"], VOC), labels)
    document = json.loads((out / "a-labelme.json").read_text())
    check_format(document)
    again = np.zeros_like(labels)
    for (_, group), inside in groups(document).items():
        again[inside] = group
    np.testing.assert_array_equal(again, labels)
    coco = COCO(str(out / "a-coco.json"))
    covered = sum(coco.annToMask(annotation) for annotation in coco.loadAnns(coco.getAnnIds()))
    np.testing.assert_array_equal(covered, labels > 0)


def test_labelme_leads_from_its_folder_to_the_photo(objects: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    photo = draw_photo("a.png")
    assert objects(photo, "--out", tmp_path / "out", "--write", "labelme,coco", "--score", 0.4) == 0
    document = json.loads((tmp_path / "out" / "a-labelme.json").read_text())
    check_format(document)
    assert (tmp_path / "out" / document["imagePath"]).resolve() == photo.resolve()
    coco = COCO(str(tmp_path / "out" / "a-coco.json"))
    masks = [coco.annToMask(annotation) for annotation in coco.loadAnns(coco.getAnnIds())]
    numbered = {group: inside for (_, group), inside in groups(document).items()}
    assert numbered
    for number, mask in enumerate(masks, 1):
        np.testing.assert_array_equal(numbered.get(number, np.zeros_like(mask)), mask)


def test_the_default_overlay_of_objects_is_what_it_was(objects: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    photo = draw_photo("a.png")
    assert objects(photo, "--out", tmp_path / "out", "--write", "overlay", "--score", 0.4) == 0
    row = tiny_maskrcnn_row(tmp_path / "weights-of-objects")
    engine, document = Engine(rows=(row,)), load_image(photo)
    run = engine.detect(document, "tiny", CancelToken())
    run = engine.rerun(run, replace(run.thresholds, score=0.4), CancelToken())
    scene = make_instance_scene(run)
    assert (tmp_path / "out" / "a-overlay.png").read_bytes() == objects_overlay(document, run, scene.ids, scene.colours)


@pytest.fixture
def both(tiny: ModelRow, tmp_path: Path) -> Run:
    """Either model first; ``tiny`` finds classes, ``found`` objects."""
    folder = tmp_path / "weights-of-both"
    folder.mkdir()
    rows = tiny, tiny_maskrcnn_row(folder, key="found")
    return lambda *words: main(["segment", *map(str, words)], rows=rows)


def test_a_second_model_is_drawn_over_the_first_and_said(both: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    photo, out = draw_photo("a.png"), tmp_path / "out"
    few = ("--score", 0.4, "--detections", 4, "--no-boxes", "--no-names")
    plain = ("--opacity", 1, "--style", "fill")
    assert both(photo, "--model", "tiny", "--out", out / "1", "--write", "overlay,labels,coco", *plain) == 0
    assert both(photo, "--model", "found", "--out", out / "2", "--write", "overlay,instances", *plain, *few) == 0
    capsys.readouterr()
    words = ("--with", "found", "--out", out / "12", "--write", "overlay,labels,coco", "--json")
    assert both(photo, "--model", "tiny", *words, *plain, *few) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["model"], entry["with"]["model"], len(entry["with"]["detections"])) == ("tiny", "found", 4)
    ids = pixels(out / "2" / "a-instances.png")
    assert 0 < np.count_nonzero(ids) < ids.size
    expected = np.where((ids > 0)[..., None], pixels(out / "2" / "a-overlay.png"), pixels(out / "1" / "a-overlay.png"))
    np.testing.assert_array_equal(pixels(out / "12" / "a-overlay.png"), expected)
    for name in ("a-labels.png", "a-coco.json"):  # of one model's results: the first one's
        assert (out / "12" / name).read_bytes() == (out / "1" / name).read_bytes()
    assert both(photo, "--model", "found", "--with", "tiny", "--out", out / "21", "--write", "overlay", *plain, *few) == 0
    assert (out / "21" / "a-overlay.png").read_bytes() == (out / "12" / "a-overlay.png").read_bytes()
    assert "Mask R-CNN in" in capsys.readouterr().out


def test_objects_beside_classes_have_a_style_of_their_own(both: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    photo, words = draw_photo("a.png"), ("--score", 0.4, "--no-boxes", "--no-names", "--write", "overlay")
    assert both(photo, "--model", "tiny", "--out", tmp_path / "1", "--write", "overlay", "--style", "outline") == 0
    styles = ("--style", "outline", "--object-style", "none")
    assert both(photo, "--model", "tiny", "--with", "found", "--out", tmp_path / "2", *styles, *words) == 0
    assert (tmp_path / "2" / "a-overlay.png").read_bytes() == (tmp_path / "1" / "a-overlay.png").read_bytes()
    assert both(photo, "--model", "tiny", "--out", tmp_path / "3", "--write", "overlay", "--style", "none") == 0
    np.testing.assert_array_equal(pixels(tmp_path / "3" / "a-overlay.png"), pixels(photo))


def test_a_second_model_of_the_same_kind_is_refused(both: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    assert both(draw_photo("a.png"), "--model", "tiny", "--with", "tiny", "--out", tmp_path / "out") == 1
    assert capsys.readouterr().err == "Tiny tiny and Tiny tiny find the same; leave --with out, or choose another.\n"
    assert not (tmp_path / "out").exists()


def test_palette_classes_and_own_colours_are_those_asked_for(classes: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    photo = draw_photo("a.png")
    assert classes(photo, "--out", tmp_path / "all", "--opacity", 1, "--palette", "tol", "--write", "overlay,labels") == 0
    labels = pixels(tmp_path / "all" / "a-labels.png")
    table = palette_table("tol", len(VOC), background=0)
    expected = np.where((labels == 0)[..., None], pixels(photo), table[labels])
    np.testing.assert_array_equal(pixels(tmp_path / "all" / "a-overlay.png"), expected)
    present = [label for label in np.unique(labels) if label]
    first = VOC.names[present[0]]
    words = ("--opacity", 1, "--show", first, "--colour", f"{first}=#010203")
    assert classes(photo, "--out", tmp_path / "one", "--write", "overlay", *words) == 0
    expected = np.where((labels == present[0])[..., None], np.array([1, 2, 3], np.uint8), pixels(photo))
    np.testing.assert_array_equal(pixels(tmp_path / "one" / "a-overlay.png"), expected)
    assert classes(photo, "--out", tmp_path / "none", "--write", "overlay", "--show", "") == 0
    np.testing.assert_array_equal(pixels(tmp_path / "none" / "a-overlay.png"), pixels(photo))


def test_width_and_resolution_are_of_pictures_and_never_of_labels(classes: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    words = ("--width", 120, "--dpi", 150, "--write", "overlay,labels,figure.png")
    assert classes(draw_photo("a.png"), "--out", tmp_path / "out", *words) == 0
    with Image.open(tmp_path / "out" / "a-overlay.png") as overlay, Image.open(tmp_path / "out" / "a-figure.png") as figure:
        assert overlay.size == (120, 80)
        assert figure.width > 120
        assert overlay.info["dpi"] == figure.info["dpi"] == pytest.approx((150, 150), abs=0.02)
    assert pixels(tmp_path / "out" / "a-labels.png").shape == (40, 60)


def test_title_and_legend_can_be_left_out(classes: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    def texts(folder: str, *words: str) -> list[str]:
        assert classes(draw_photo("a.png"), "--out", tmp_path / folder, "--write", "figure.svg", *words) == 0
        found = ElementTree.parse(tmp_path / folder / "a-figure.svg").iter("{http://www.w3.org/2000/svg}text")
        return [str(element.text) for element in found]

    assert texts("1", "--title", "", "--no-legend") == []
    assert " ".join(texts("2", "--title", "My own title", "--no-legend")) == "My own title"


def test_gains_are_applied_and_stated(classes: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    photo = draw_photo("a.png")

    def report(folder: str, *words: object) -> dict[str, Any]:
        capsys.readouterr()
        assert classes(photo, "--out", tmp_path / folder, "--write", "labels", "--json", *words) == 0
        (entry,) = json.loads(capsys.readouterr().out)
        return dict(entry)

    plain = report("plain", "--read-out", 16)
    off = report("off", "--read-out", 16, "--gains", 1, 0, 1)
    assert (plain["gains"], off["gains"]) == ({"32": 1.0, "16": 1.0, "8": 1.0}, {"32": 1.0, "16": 0.0, "8": 1.0})
    assert (pixels(tmp_path / "plain" / "a-labels.png") != pixels(tmp_path / "off" / "a-labels.png")).any()


def test_poolers_and_proposal_rules_are_applied_and_stated(objects: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    photo = draw_photo("a.png")

    def report(*words: object) -> dict[str, Any]:
        capsys.readouterr()
        assert objects(photo, "--out", tmp_path / "out", "--write", "coco", "--json", *words) == 0
        (entry,) = json.loads(capsys.readouterr().out)
        return dict(entry)

    own, both, box = report(), report("--pooler", "pool"), report("--box-pooler", "pool")
    assert own["poolers"] == {"box": "align", "mask": "align"}
    assert both["poolers"] == {"box": "pool", "mask": "pool"}
    assert box["poolers"] == {"box": "pool", "mask": "align"}
    assert own["detections"] != both["detections"] == box["detections"]
    assert "weights trained with RoIAlign" in both["badges"]
    assert report("--pooler", "align") | {"seconds": 0} == own | {"seconds": 0}
    assert len(report("--detections", 3)["detections"]) == 3
    assert len(report("--proposals-after", 1)["detections"]) < len(own["detections"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--show", "unicorn"), "VOC has no class unicorn; choose among background, aeroplane, "),
        (("--colour", "unicorn=#000000"), "VOC has no class unicorn; choose among background, aeroplane, "),
        (("--write", "figure.png", "--dpi", "7"), "7.0 dpi is no resolution of a figure; choose one from 30 to 2400."),
        (("--width", "999999999"), "A picture 999999999 px wide cannot be made; choose a width from 1 to 12247 px."),
    ],
)
def test_a_picture_that_cannot_be_made_is_said_and_nothing_is_written(
    classes: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed, words: tuple[str, ...], sentence: str
) -> None:
    assert classes(draw_photo("a.png"), "--out", tmp_path / "out", *words) == 1
    assert sentence in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ("--opacity", "2"), ("--colour", "cat"), ("--colour", "cat=#12345g"), ("--gains", "1", "nan", "1"), ("--detections", "0"),
        ("--width", "0"),
    ],
)  # fmt: skip
def test_a_value_out_of_range_is_a_usage_error(classes: Run, tmp_path: Path, capsys: Printed, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        classes("--sample", "cat", "--out", tmp_path / "out", *words)
    assert stopped.value.code == 2
    assert words[0] in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
