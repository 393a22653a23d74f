"""``evaluate`` with a Mask R-CNN against pycocotools' own evaluation of the COCO files that ``segment`` writes for the same photos."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from core.catalog import ModelRow
from core.evaluation.instance_data import find_instances, read_truth
from core.labels import VOC
from main import main
from tests.core.cli.conftest import Run
from tests.instance_data import write_instance_discs
from tests.maskrcnn_networks import tiny_maskrcnn_row

Printed = pytest.CaptureFixture[str]
Measure = Callable[..., dict[str, Any]]
NAMES = ("cat", "sheep", "dog")
COCO_IDS = {"cat": 17, "sheep": 20, "dog": 18}

# pycocotools decodes in a way that numpy 2 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture
def row(tmp_path: Path) -> ModelRow:
    folder = tmp_path / "weights"
    folder.mkdir()
    return tiny_maskrcnn_row(folder, label_names=("background", *NAMES))


@pytest.fixture
def discs(tmp_path: Path) -> Path:
    return write_instance_discs(tmp_path / "discs")


@pytest.fixture
def findable(discs: Path, row: ModelRow, tmp_path: Path, capsys: Printed) -> Path:
    """The discs' photos with some of the network's own objects for truth: random weights find nothing else."""
    table = ["image,instance,class"]
    for photo in sorted((discs / "images").iterdir()):
        words = ["segment", str(photo), "--model", "tiny", "--out", str(tmp_path / "own"), "--write", "instances", "--json"]
        assert main(words, rows=(row,)) == 0
        (told,) = json.loads(capsys.readouterr().out)
        with Image.open(tmp_path / "own" / f"{photo.stem}-instances.png") as image:
            found = np.asarray(image)
        classes, objects = np.zeros(found.shape, np.uint8), np.zeros(found.shape, np.uint8)
        seen = [entry for entry in told["detections"] if (found == entry["id"]).sum() > 40]
        for number, entry in enumerate(seen[::3], start=1):
            classes[found == entry["id"]], objects[found == entry["id"]] = VOC.names.index(entry["name"]), number
            table.append(f"{photo.stem},{number},{entry['name']}")
        Image.fromarray(classes).save(discs / "class" / f"{photo.stem}.png")
        Image.fromarray(objects).save(discs / "object" / f"{photo.stem}.png")
    (discs / "instances.csv").write_text("\n".join(table), encoding="utf-8")
    return discs


@pytest.fixture
def evaluate(row: ModelRow) -> Run:
    return lambda *words: main(["evaluate", "--model", "tiny", *map(str, words)], rows=(row,))


@pytest.fixture
def measure(evaluate: Run, capsys: Printed) -> Measure:
    def run(*words: object) -> dict[str, Any]:
        capsys.readouterr()
        assert evaluate("--json", *words) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        document: dict[str, Any] = json.loads(printed.out)
        return document

    return run


def truth_as_coco(root: Path, folder: Path) -> COCO:
    """The photos of ``train`` numbered from 1, with tight boxes around each object's pixels."""
    images, annotations = [], []
    for number, photo in enumerate(find_instances(root, "train", NAMES).photos, start=1):
        truth = read_truth(photo, NAMES)
        images.append({"id": number, "file_name": photo.photo.name, "height": truth.ids.shape[0], "width": truth.ids.shape[1]})
        for index, label in enumerate(truth.labels, start=1):
            encoded = coco_mask.encode(np.asfortranarray(truth.ids == index))
            annotations.append({
                "id": len(annotations) + 1, "image_id": number, "category_id": COCO_IDS[NAMES[label - 1]], "iscrowd": 0,
                "bbox": coco_mask.toBbox(encoded).tolist(), "area": int(coco_mask.area(encoded)),
                "segmentation": {"size": encoded["size"], "counts": encoded["counts"].decode("ascii")},
            })  # fmt: skip
    path = folder / "truth.json"
    categories = [{"id": number, "name": name} for name, number in COCO_IDS.items()]
    path.write_text(json.dumps({"info": {}, "images": images, "annotations": annotations, "categories": categories}), encoding="utf-8")
    return COCO(str(path))


def results_of_segment(row: ModelRow, truth: COCO, root: Path, out: Path) -> list[dict[str, Any]]:
    images = truth.loadImgs(truth.getImgIds())
    photos = [str(root / "images" / image["file_name"]) for image in images]
    assert main(["segment", *photos, "--model", "tiny", "--out", str(out), "--write", "coco"], rows=(row,)) == 0
    results = []
    for image in images:
        document = json.loads((out / f"{Path(image['file_name']).stem}-coco.json").read_text(encoding="utf-8"))
        results += [{**annotation, "image_id": image["id"]} for annotation in document["annotations"]]
    return results


def test_figures_are_pycocotools_figures_of_the_files_that_segment_writes(
    measure: Measure, row: ModelRow, findable: Path, tmp_path: Path
) -> None:
    document = measure("--data", findable, "--split", "train", "--classes", "cat,sheep,dog")
    truth = truth_as_coco(findable, tmp_path)
    results = truth.loadRes(results_of_segment(row, truth, findable, tmp_path / "out"))
    assert (document["task"], document["images"], document["pooler"]) == ("instance", 4, "align")
    present = [name for name in NAMES if truth.getAnnIds(catIds=[COCO_IDS[name]])]
    for kind, told in (("segm", document["mask"]), ("bbox", document["box"])):
        evaluation = COCOeval(truth, results, kind)
        evaluation.params.catIds = [COCO_IDS[name] for name in present]
        evaluation.evaluate()
        evaluation.accumulate()
        precision = evaluation.eval["precision"][:, :, :, 0, -1]  # (thresholds, recalls, classes)
        expected = [precision.mean(), precision[0].mean(), precision[5].mean()]
        assert [told["ap"], told["ap50"], told["ap75"]] == pytest.approx(expected, abs=1e-6)
        assert [told[f"subset_{name}"] for name in ("ap", "ap50", "ap75")] == pytest.approx(expected, abs=1e-6)
        for index, name in enumerate(present):
            assert told["per_class"][name]["ap50"] == pytest.approx(precision[0, :, index].mean(), abs=1e-6)
            assert told["per_class"][name]["objects"] == len(truth.getAnnIds(catIds=[COCO_IDS[name]]))
        assert told["ap"] > 0.01  # not a comparison of nothings


def test_a_subset_is_averaged_alone_and_the_mean_is_over_classes_with_objects(measure: Measure, findable: Path) -> None:
    document = measure("--data", findable, "--classes", "sheep")
    assert document["subset"] == ["sheep"]
    for region in ("mask", "box"):
        figures = document[region]
        per_class = {name: figure["ap50"] for name, figure in figures["per_class"].items() if figure["objects"]}
        assert figures["subset_ap50"] == figures["per_class"]["sheep"]["ap50"]
        assert figures["ap50"] == pytest.approx(np.mean(list(per_class.values())), abs=1e-6)


def test_another_pooler_is_measured_with_the_same_weights_and_a_badge(measure: Measure, findable: Path) -> None:
    told = {pooler: measure("--data", findable, "--pooler", pooler) for pooler in ("align", "pool", "warp", "crop")}
    assert [document["pooler"] for document in told.values()] == list(told)
    assert told["align"]["badges"] == ["untrained: random weights"]
    assert all(told[pooler]["badges"][-1] == "weights trained with RoIAlign" for pooler in ("pool", "warp", "crop"))
    assert len({document["box"]["ap"] for document in told.values()}) == 4


def test_a_class_without_objects_has_no_figures(measure: Measure, discs: Path) -> None:
    per_class = measure("--data", discs, "--split", "train")["mask"]["per_class"]
    assert per_class["dog"] == {"ap": None, "ap50": None, "ap75": None, "objects": 0}
    assert per_class["cat"]["objects"] == 3


def test_a_source_is_what_names_begin_with(measure: Measure, discs: Path) -> None:
    renamed(discs, "disc_0", "voc2012_0")
    assert measure("--data", discs, "--split", "train", "--source", "voc2012")["images"] == 1
    assert measure("--data", discs, "--split", "train", "--source", "disc")["images"] == 3
    assert measure("--data", discs, "--split", "train", "--source", "disc", "--limit", 2)["images"] == 2


def renamed(root: Path, old: str, new: str) -> None:
    for path in [*root.glob(f"*/{old}.*")]:
        path.rename(path.with_name(f"{new}{path.suffix}"))
    for path in (root / "train.txt", root / "instances.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_person_reads_a_row_a_class(evaluate: Run, discs: Path, capsys: Printed) -> None:
    assert evaluate("--data", discs, "--split", "train", "--pooler", "pool", "--classes", "cat,dog") == 0
    title, _, head, *lines = capsys.readouterr().out.splitlines()
    badges = "untrained: random weights, weights trained with RoIAlign"
    assert title == f"tiny with RoIPool on 4 photos of {discs}, train, {badges}"
    assert head.split() == ["mask", "AP", "AP50", "AP75", "box", "AP", "AP50", "AP75", "objects"]
    assert [line.split()[0] for line in lines] == ["cat", "sheep", "dog", "mean", "mean"]
    assert lines[2].split() == ["dog", *"------", "0"]
    assert lines[4].startswith("mean of 2 classes")
    assert len({len(line) for line in (head, *lines)}) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--split", "test"), "holds no split 'test'; it has train, val."),
        (("--classes", "cat,unicorn"), "Tiny has no class 'unicorn'; its classes are cat, sheep, dog."),
        (("--classes", "background"), "Tiny has no class 'background'; its classes are cat, sheep, dog."),
        (("--source", "coco"), "No photo of val comes from 'coco'; its sources are disc."),
    ],
)
def test_what_is_not_there_is_said(evaluate: Run, discs: Path, capsys: Printed, words: tuple[str, ...], sentence: str) -> None:
    assert evaluate("--data", discs, *words) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.endswith(f"{sentence}\n")


def test_a_map_of_another_size_is_said(evaluate: Run, discs: Path, capsys: Printed) -> None:
    Image.new("RGB", (50, 50)).save(discs / "images" / "disc_4.jpg")
    assert evaluate("--data", discs) == 1
    assert "disc_4.png is 100 x 80 px, but disc_4.jpg is 50 x 50 px" in capsys.readouterr().err


def test_a_pooler_is_refused_for_class_maps(tiny: ModelRow, discs: Path, capsys: Printed) -> None:
    assert main(["evaluate", "--model", "tiny", "--data", str(discs), "--pooler", "pool"], rows=(tiny,)) == 1
    assert capsys.readouterr().err == "--pooler means nothing to Tiny tiny; leave it out.\n"
