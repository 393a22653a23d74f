"""``segment`` with a Mask R-CNN: its files agree with its report and with calling the model, and bad input is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from pycocotools.coco import COCO

from core.catalog import ModelRow
from main import main
from tests.core.cli.conftest import DrawPhoto, Run
from tests.maskrcnn_networks import TINY_NAMES, tiny_maskrcnn, tiny_maskrcnn_config, tiny_maskrcnn_row

Printed = pytest.CaptureFixture[str]

# pycocotools decodes in a way that numpy 2 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

SOME = ("--score", "0.4", "--nms", "0.3")
WRITES = "overlay, instances, figure.png, figure.svg, figure.pdf, coco, labelme"


@pytest.fixture
def row(tmp_path: Path) -> ModelRow:
    folder = tmp_path / "weights"
    folder.mkdir()
    return tiny_maskrcnn_row(folder)


@pytest.fixture
def segment(row: ModelRow) -> Run:
    return lambda *words: main(["segment", "--model", "tiny", *map(str, words)], rows=(row,))


def ids_of(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def report(segment: Run, capsys: Printed, *words: object) -> dict[str, Any]:
    capsys.readouterr()
    assert segment(*words, "--json") == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    (entry,) = json.loads(printed.out)
    return dict(entry)


def test_three_files_of_the_photos_size_are_written_by_default(segment: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    assert segment(draw_photo("a.png"), "--out", tmp_path / "out", *SOME) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a-coco.json", "a-instances.png", "a-overlay.png"]
    with Image.open(tmp_path / "out" / "a-overlay.png") as overlay:
        assert (overlay.size, overlay.mode) == ((60, 40), "RGB")
    assert ids_of(tmp_path / "out" / "a-instances.png").shape == (40, 60)


def test_report_and_coco_file_state_what_torchvisions_model_finds(
    segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed
) -> None:
    """Its own rules, so the network's weights in half precision are all that is between the two."""
    photo = draw_photo("a.png")
    told = report(segment, capsys, photo, "--out", tmp_path / "out")
    net = tiny_maskrcnn().half().float()
    with Image.open(photo) as image, torch.inference_mode():
        (out,) = net([torch.tensor(np.asarray(image)).permute(2, 0, 1).float() / 255.0])
    assert [entry["name"] for entry in told["detections"]] == [TINY_NAMES[label] for label in out["labels"]]
    assert [entry["score"] for entry in told["detections"]] == pytest.approx(out["scores"].tolist(), abs=1e-3)
    np.testing.assert_allclose([entry["box"] for entry in told["detections"]], out["boxes"], atol=0.1)
    coco = COCO(str(tmp_path / "out" / "a-coco.json"))
    masks = np.array([coco.annToMask(annotation) for annotation in coco.loadAnns(coco.getAnnIds())])
    assert masks.shape == out["masks"][:, 0].shape
    assert (masks != (out["masks"][:, 0] > 0.5).numpy()).mean() < 0.001


def test_ids_are_places_by_score_with_the_best_on_top(segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    told = report(segment, capsys, draw_photo("a.png"), "--out", tmp_path, *SOME)
    scores = [entry["score"] for entry in told["detections"]]
    assert [entry["id"] for entry in told["detections"]] == list(range(1, len(scores) + 1))
    assert len(scores) > 2
    assert scores == sorted(scores, reverse=True)
    coco = COCO(str(tmp_path / "a-coco.json"))
    expected = np.zeros((40, 60), np.int64)
    for annotation in reversed(coco.loadAnns(coco.getAnnIds())):
        expected[coco.annToMask(annotation) > 0] = annotation["id"]
    np.testing.assert_array_equal(ids_of(tmp_path / "a-instances.png"), expected)


def test_thresholds_are_applied_and_stated(segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    photo = draw_photo("a.png")
    every = report(segment, capsys, photo, "--out", tmp_path / "1")
    assert every["thresholds"] == {"score": 0.05, "nms": 0.5, "mask": 0.5}
    between = (every["detections"][4]["score"] + every["detections"][5]["score"]) / 2
    few = report(segment, capsys, photo, "--out", tmp_path / "2", "--score", between)
    assert few["thresholds"]["score"] == between
    assert few["detections"] == every["detections"][:5]
    loose = report(segment, capsys, photo, "--out", tmp_path / "3", "--nms", 1, "--score", 0.4)
    strict = report(segment, capsys, photo, "--out", tmp_path / "4", "--nms", 0.1, "--score", 0.4)
    assert len(loose["detections"]) > len(strict["detections"]) > 0


def test_a_lower_mask_threshold_covers_more(segment: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    photo = draw_photo("a.png")
    covered = {}
    for threshold in (0.1, 0.5, 0.9):
        assert segment(photo, "--out", tmp_path / str(threshold), "--write", "instances", "--mask-threshold", threshold, *SOME) == 0
        covered[threshold] = int((ids_of(tmp_path / str(threshold) / "a-instances.png") > 0).sum())
    assert covered[0.1] > covered[0.5] > covered[0.9]


def test_the_paste_rule_is_a_choice_and_is_stated(segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    photo = draw_photo("a.png")
    told = {rule: report(segment, capsys, photo, "--out", tmp_path / rule, "--paste-rule", rule) for rule in ("torchvision", "detectron2")}
    assert [entry["paste_rule"] for entry in told.values()] == list(told)
    first, second = (ids_of(tmp_path / rule / "a-instances.png") for rule in told)
    assert (first != second).any()


@pytest.mark.bad_input("result: no object found, nearest miss")
def test_nothing_found_is_said_with_the_nearest_miss_and_files_without_objects(
    segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed
) -> None:
    photo = draw_photo("a.png")
    best = report(segment, capsys, photo, "--out", tmp_path / "all")["detections"][0]
    told = report(segment, capsys, photo, "--out", tmp_path / "none", "--score", 0.999)
    assert told["detections"] == []
    miss = told["nearest_miss"]
    assert (miss["name"], miss["score"], miss["box"]) == (best["name"], best["score"], best["box"])
    assert miss["reason"].endswith("is not above 0.999.")
    assert not ids_of(tmp_path / "none" / "a-instances.png").any()
    coco = COCO(str(tmp_path / "none" / "a-coco.json"))
    assert (coco.getAnnIds(), len(coco.getImgIds())) == ([], 1)
    np.testing.assert_array_equal(ids_of(tmp_path / "none" / "a-overlay.png"), ids_of(photo))
    capsys.readouterr()
    assert segment(photo, "--out", tmp_path / "none", "--score", 0.999) == 0
    printed = capsys.readouterr()
    assert f"No objects found; the nearest miss is {best['name']} with score {best['score']:.3f}." in printed.out
    assert printed.err == ""


def test_something_found_has_no_nearest_miss(segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    assert report(segment, capsys, draw_photo("a.png"), "--out", tmp_path)["nearest_miss"] is None


def test_a_person_reads_name_score_and_box(segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    photo = draw_photo("a.png")
    best = report(segment, capsys, photo, "--out", tmp_path)["detections"][0]
    assert segment(photo, "--out", tmp_path) == 0
    printed = capsys.readouterr().out
    assert "60 x 40, Mask R-CNN in " in printed
    box = " ".join(f"{value:.1f}" for value in best["box"])
    assert f" 1 {best['name']} {best['score']:.2f}, box {box}\n" in printed


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (3000, 7)])
@pytest.mark.bad_input("result: tiny and extreme photos")
def test_tiny_and_extreme_photos_are_answered(segment: Run, tmp_path: Path, size: tuple[int, int], capsys: Printed) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "thin.png")
    told = report(segment, capsys, tmp_path / "thin.png", "--out", tmp_path / "out")
    assert told["size"] == {"width": size[0], "height": size[1]}
    ids = ids_of(tmp_path / "out" / "thin-instances.png")
    assert ids.shape == (size[1], size[0])
    assert ids.max() <= len(told["detections"])
    for entry in told["detections"]:
        x1, y1, x2, y2 = entry["box"]
        assert 0 <= x1 <= x2 <= size[0]
        assert 0 <= y1 <= y2 <= size[1]
    assert len(COCO(str(tmp_path / "out" / "thin-coco.json")).getAnnIds()) == len(told["detections"])


@pytest.mark.bad_input("result: NaN in the objects")
def test_invalid_numbers_are_an_error_and_never_nothing_found(tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    """Each weight is finite in half precision, so the file itself is sound; what they give is not."""
    net = tiny_maskrcnn()
    with torch.no_grad():
        for part in net.backbone.trunk.modules():
            if isinstance(part, (torch.nn.BatchNorm2d, torch.nn.Conv2d)):
                part.weight.fill_(60_000.0)
    folder = tmp_path / "overflowing"
    folder.mkdir()
    row = tiny_maskrcnn_row(folder, net=net)
    assert main(["segment", str(draw_photo("a.png")), "--model", "tiny", "--out", str(tmp_path / "out")], rows=(row,)) == 1
    printed = capsys.readouterr()
    assert "gave invalid numbers for a.png" in printed.err
    assert "No objects" not in printed.out
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--write", "labels"), f"Tiny tiny writes {WRITES}, not labels."),
        (
            ("--write", "overlay,probabilities"),
            f"Tiny tiny writes {WRITES}, not probabilities.",
        ),
        (("--read-out", "16"), "--read-out means nothing to Tiny tiny; leave it out."),
    ],
)
def test_what_belongs_to_class_maps_is_refused_before_weights_are_read(
    segment: Run, tmp_path: Path, draw_photo: DrawPhoto, row: ModelRow, capsys: Printed, words: tuple[str, ...], sentence: str
) -> None:
    row.weights_path.unlink()
    assert segment(draw_photo("a.png"), "--out", tmp_path / "out", *words) == 1
    assert capsys.readouterr().err == f"{sentence}\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--write", "instances"),
            "Tiny tiny writes overlay, labels, figure.png, figure.svg, figure.pdf, onehot, probabilities, coco, labelme, not instances.",
        ),
        (("--pooler", "pool"), "--pooler means nothing to Tiny tiny; leave it out."),
        (("--score", "0.5"), "--score means nothing to Tiny tiny; leave it out."),
        (("--mask-threshold", "0.5"), "--mask-threshold means nothing to Tiny tiny; leave it out."),
        (("--paste-rule", "detectron2"), "--paste-rule means nothing to Tiny tiny; leave it out."),
    ],
)
def test_what_belongs_to_objects_is_refused_for_class_maps(
    tiny: ModelRow, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed, words: tuple[str, ...], sentence: str
) -> None:
    given = ["segment", str(draw_photo("a.png")), "--model", "tiny", "--out", str(tmp_path / "out"), *words]
    assert main(given, rows=(tiny,)) == 1
    assert capsys.readouterr().err == f"{sentence}\n"


@pytest.mark.parametrize("value", ["-0.1", "1.01", "nan", "half"])
def test_a_threshold_out_of_range_is_a_usage_error(segment: Run, tmp_path: Path, capsys: Printed, value: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        segment("--sample", "cat", "--out", tmp_path, f"--score={value}")
    assert stopped.value.code == 2
    assert "--score" in capsys.readouterr().err


def test_a_weight_file_of_another_network_is_said(tmp_path: Path, row: ModelRow, draw_photo: DrawPhoto, capsys: Printed) -> None:
    other = tmp_path / "other"
    other.mkdir()
    config = tiny_maskrcnn_config(("background", "cat"))
    wrong = tiny_maskrcnn_row(other, label_names=("background", "cat"), net=tiny_maskrcnn(config))
    mixed = ModelRow(row.key, row.title, row.task, row.label_set, wrong.weights, row.badges, row.summary, row.card)
    assert main(["segment", str(draw_photo("a.png")), "--model", "tiny", "--out", str(tmp_path / "out")], rows=(mixed,)) == 1
    assert "names other classes than Tiny; choose a file made for it." in capsys.readouterr().err
