from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from core.catalog import ModelRow
from core.labels import VOC
from main import main
from tests.core.cli.conftest import DrawPhoto, Run
from tests.networks import tiny_net, tiny_row

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def segment(tiny: ModelRow) -> Run:
    return lambda *words: main(["segment", "--model", "tiny", *map(str, words)], rows=(tiny,))


def documents(capsys: Printed) -> list[dict[str, Any]]:
    parsed: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return parsed


def test_labels_are_indexed_with_the_voc_palette_at_the_photos_size(segment: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    assert segment(draw_photo("a.png"), "--out", tmp_path / "out", "--write", "labels") == 0
    with Image.open(tmp_path / "out" / "a-labels.png") as image:
        palette = image.getpalette()
        ids = np.asarray(image)
    assert image.mode == "P"
    assert ids.shape == (40, 60)
    assert ids.max() < len(VOC)
    assert palette is not None
    assert palette[3:6] == [128, 0, 0]  # aeroplane
    assert palette[45:48] == [192, 128, 128]  # person
    assert palette[-3:] == [224, 224, 192]  # void


def test_overlay_and_labels_are_written_by_default_and_nothing_else(segment: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    assert segment(draw_photo("a.png"), "--out", tmp_path / "out") == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a-labels.png", "a-overlay.png"]
    with Image.open(tmp_path / "out" / "a-overlay.png") as overlay:
        assert overlay.size == (60, 40)


def test_no_class_is_more_probable_than_the_label(segment: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    assert segment(draw_photo("a.png"), "--out", tmp_path, "--write", "labels,probabilities") == 0
    with np.load(tmp_path / "a-probabilities.npz") as archive:
        probabilities = archive["probabilities"]
        assert tuple(archive["labels"]) == VOC.names
    labels = np.asarray(Image.open(tmp_path / "a-labels.png"))
    of_label = np.take_along_axis(probabilities, labels[None], axis=0)[0]
    np.testing.assert_array_equal(of_label, probabilities.max(axis=0))
    np.testing.assert_allclose(probabilities.astype(np.float64).sum(axis=0), 1.0, atol=0.01)


def test_json_is_one_document_and_stderr_is_silent(segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    photo = draw_photo("a.png")
    assert segment(photo, "--out", tmp_path / "out", "--read-out", "16", "--json") == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    (entry,) = json.loads(printed.out)
    assert entry["file"] == str(photo)
    assert entry["size"] == {"width": 60, "height": 40}
    assert (entry["model"], entry["read_out"], entry["device"]) == ("tiny", 16, "CPU")
    assert entry["badges"] == ["untrained: random weights"]
    assert entry["seconds"] > 0
    assert entry["written"] == {key: str(tmp_path / "out" / f"a-{key}.png") for key in ("overlay", "labels")}


def test_shares_are_those_of_the_label_file(segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    segment(draw_photo("a.png"), "--out", tmp_path, "--json")
    (entry,) = documents(capsys)
    labels = np.asarray(Image.open(tmp_path / "a-labels.png"))
    counted = {VOC.names[index]: float(np.mean(labels == index)) for index in np.unique(labels)}
    assert {row["name"]: row["share"] for row in entry["classes"]} == pytest.approx(counted, abs=1e-6)
    shares = [row["share"] for row in entry["classes"]]
    assert shares == sorted(shares, reverse=True)


def test_each_read_out_writes_its_own_labels(segment: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    photo = draw_photo("a.png")
    for read_out in (32, 16, 8):
        segment(photo, "--out", tmp_path / str(read_out), "--read-out", read_out, "--write", "labels")
    contents = {(tmp_path / str(read_out) / "a-labels.png").read_bytes() for read_out in (32, 16, 8)}
    assert len(contents) == 3


@pytest.mark.bad_input("photo: spoilt among good ones in a batch")
def test_a_bad_file_is_said_at_the_end_and_the_others_are_written(
    segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed
) -> None:
    bad = draw_photo("b.png")
    bad.write_bytes(bad.read_bytes()[:40])
    gone = tmp_path / "gone.png"
    assert segment(draw_photo("a.png"), bad, gone, draw_photo("c.png"), "--out", tmp_path / "out", "--write", "labels") == 1
    assert sorted(path.name for path in (tmp_path / "out").glob("*.png")) == ["a-labels.png", "c-labels.png"]
    first, *sentences = capsys.readouterr().err.splitlines()
    assert first == "2 of 4 inputs came to nothing:"
    assert [name in sentence for name, sentence in zip((str(bad), str(gone)), sentences, strict=True)] == [True, True]


def test_a_bad_file_is_an_entry_with_its_sentence_in_json(segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    bad = draw_photo("b.png")
    bad.write_bytes(b"")
    assert segment(bad, draw_photo("a.png"), "--out", tmp_path / "out", "--json") == 1
    failed, good = documents(capsys)
    assert "error" not in good
    assert failed.keys() == {"file", "error"}
    assert str(bad) in failed["error"]


def test_photos_of_one_name_do_not_overwrite_each_other(segment: Run, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    draw_photo("a.png")
    draw_photo("a.jpg")
    assert segment(tmp_path / "photos", "--out", tmp_path / "out", "--write", "labels") == 0
    assert sorted(path.name for path in (tmp_path / "out").glob("*.png")) == ["a.jpg-labels.png", "a.png-labels.png"]


@pytest.mark.bad_input("output: would overwrite the photo")
def test_a_photo_is_never_overwritten(segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    draw_photo("a.png")
    mine = draw_photo("a-labels.png")
    before = mine.read_bytes()
    assert segment(tmp_path / "photos", "--out", tmp_path / "photos") == 1
    assert capsys.readouterr().err == f"{mine} is one of the photos and would be overwritten; choose another folder with --out.\n"
    assert mine.read_bytes() == before


@pytest.mark.bad_input("output: unwritable folder")
def test_an_unwritable_folder_is_said_before_weights_are_read(
    segment: Run, tmp_path: Path, tiny: ModelRow, draw_photo: DrawPhoto, capsys: Printed
) -> None:
    tiny.weights_path.unlink()
    (tmp_path / "out").write_text("mine")
    assert segment(draw_photo("a.png"), "--out", tmp_path / "out") == 1
    assert capsys.readouterr().err.startswith(f"The folder {tmp_path / 'out'} cannot be written to")
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.bad_input("weights: corrupt")
def test_a_damaged_weight_file_ends_the_batch_with_one_sentence(
    segment: Run, tmp_path: Path, tiny: ModelRow, draw_photo: DrawPhoto, capsys: Printed
) -> None:
    content = bytearray(tiny.weights_path.read_bytes())
    content[-1] ^= 1
    tiny.weights_path.write_bytes(content)
    assert segment(draw_photo("a.png"), draw_photo("b.png"), "--out", tmp_path / "out", "--json") == 1
    printed = capsys.readouterr()
    sentence = printed.err.strip()
    assert sentence.startswith(f"The weight file {tiny.weights_path} is damaged")
    assert json.loads(printed.out) == {"error": sentence}
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.bad_input("result: NaN in the classes")
def test_a_network_that_gives_nan_writes_nothing(tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    net = tiny_net(label_set=VOC)
    with torch.no_grad():  # every weight is finite in half precision, so the file itself is sound
        for part in net.modules():
            if isinstance(part, (torch.nn.BatchNorm2d, torch.nn.Conv2d)):
                part.weight.fill_(60_000.0)
    folder = tmp_path / "overflowing"
    folder.mkdir()
    row = tiny_row(folder, label_set=VOC, net=net)
    assert main(["segment", str(draw_photo("a.png")), "--model", "tiny", "--out", str(tmp_path / "out")], rows=(row,)) == 1
    assert "gave invalid numbers for a.png" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.bad_input("program: no such model")
def test_an_unknown_model_is_answered_with_those_there_are(segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    assert segment(draw_photo("a.png"), "--model", "nope", "--out", tmp_path / "out") == 1
    assert capsys.readouterr().err == "There is no model 'nope'; choose one of tiny.\n"
    assert not (tmp_path / "out").exists()


def test_nothing_to_segment_is_said(segment: Run, tmp_path: Path, capsys: Printed) -> None:
    assert segment("--out", tmp_path / "out") == 1
    assert "give a photo, a folder of photos, or --sample" in capsys.readouterr().err


def test_a_sample_photo_needs_no_file(segment: Run, tmp_path: Path, capsys: Printed) -> None:
    assert segment("--sample", "astronaut", "--out", tmp_path, "--write", "labels") == 0
    assert (tmp_path / "astronaut-labels.png").is_file()
    assert "astronaut: 512 x 512, FCN-8s in " in capsys.readouterr().out


def test_an_unknown_product_is_a_usage_error(segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    with pytest.raises(SystemExit) as stopped:
        segment(draw_photo("a.png"), "--out", tmp_path / "out", "--write", "labels,pictures")
    assert stopped.value.code == 2
    assert (
        "'pictures' is not one of overlay, labels, figure.png, figure.svg, figure.pdf, onehot, probabilities, coco, labelme, instances"
        in capsys.readouterr().err
    )


def test_a_device_that_is_not_there_ends_the_batch(segment: Run, tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    absent = "mps" if torch.cuda.is_available() else "cuda"
    assert segment(draw_photo("a.png"), draw_photo("b.png"), "--out", tmp_path / "out", "--device", absent) == 1
    assert capsys.readouterr().err == f"There is no {absent} device on this machine; choose auto or cpu.\n"


def test_a_large_photo_is_refused_with_the_way_out_and_opened_when_it_is_taken(segment: Run, tmp_path: Path, capsys: Printed) -> None:
    large = tmp_path / "large.png"
    Image.new("L", (8000, 6000)).save(large)
    assert segment(large, "--out", tmp_path / "out", "--write", "labels") == 1
    assert "open it reduced to 4000 x 3000 px, or make a smaller copy. With --reduced that is done." in capsys.readouterr().err
    assert segment(large, "--out", tmp_path / "out", "--write", "labels", "--reduced") == 0
    assert "reduced from 8000 x 6000 px" in capsys.readouterr().out
    with Image.open(tmp_path / "out" / "large-labels.png") as labels:
        assert labels.size == (4000, 3000)


def test_a_terminal_sees_progress_on_stderr(
    segment: Run, tmp_path: Path, draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert segment(draw_photo("a.png"), draw_photo("b.png"), "--out", tmp_path / "out") == 0
    printed = capsys.readouterr()
    assert "2/2" in printed.err
    assert "/2" not in printed.out
