"""Files made to harm are refused in one sentence and leave no trace, watched by an audit hook in a process of its own."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.bad_inputs import case
from tests.core.weights.hostile_files import bare, calling, framed, hostile_files, torch_bytes
from tests.networks import tiny_config, tiny_net

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What ``watched_import`` says about every hostile file, after two good ones."""
    base = tmp_path_factory.mktemp("hostile")
    folder, canary = base / "files", base / "canary"
    folder.mkdir()
    state, metadata = dict(tiny_net().state_dict()), tiny_config().to_metadata()
    for name, content in hostile_files(state, metadata, str(canary)):
        (folder / name).write_bytes(content)
    good = base / "good.pth", base / "old.pth"
    for path, zip_file in zip(good, (True, False), strict=True):
        path.write_bytes(torch_bytes({"state_dict": state, "metadata": metadata}, zip_file=zip_file))
    environment = {**os.environ, "HALFPIXEL_HOME": str(base / "home"), "PYTHONDONTWRITEBYTECODE": "1"}
    words = [sys.executable, "-W", "ignore", "-m", "tests.core.weights.watched_import", str(folder), *map(str, good)]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "canary": canary.exists()}


def answers(report: dict[str, object]) -> dict[str, str]:
    found = report["answers"]
    assert isinstance(found, dict)
    return found


def test_every_hostile_file_is_refused_as_a_weight_file(report: dict[str, object]) -> None:
    assert len(answers(report)) >= 60
    assert {name: answer for name, answer in answers(report).items() if not answer.startswith("WeightsError: ")} == {}


def test_a_refusal_is_one_sentence_about_the_file_that_says_what_next(report: dict[str, object]) -> None:
    for name, answer in answers(report).items():
        sentence = answer.removeprefix("WeightsError: ")
        assert name in sentence
        assert "; " in sentence
        assert sentence.endswith(".")
        assert sentence.isprintable(), name


def test_no_file_did_anything(report: dict[str, object]) -> None:
    assert report["deeds"] == []
    assert report["canary"] is False


def test_the_model_in_use_and_the_kept_files_are_untouched(report: dict[str, object]) -> None:
    assert report["untouched"] is True


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        case("weights: pickle with code", "os-system-zip.pth", "would run code (os.system)"),
        ("os-system-zip4.pth", "would run code (os.system)"),
        ("builtins-exec-legacy.pth", "would run code (builtins.exec)"),
        ("subprocess-Popen-bare.pth", "would run code (subprocess.Popen)"),
        case("weights: TorchScript", "torchscript.pt", "TorchScript or exported program"),
        case("weights: an exported program", "exported.pt2", "TorchScript or exported program"),
        case("weights: an exported program", "exported-renamed.pt", "TorchScript or exported program"),
        case("weights: compressed members", "compressed.pth", "has a compressed member"),
        case("weights: a zip bomb", "bomb.pth", "has a compressed member"),
        case("weights: a zip bomb", "declared-large.pth", "reaches beyond its place"),
        case("weights: a huge header", "huge-header.safetensors", "is damaged"),
        case("weights: a huge header", "many-keys.safetensors", "is damaged"),
        case("weights: cut short", "cut-0-zip.pth", "is damaged (BadZipFile); copy or download it again"),
        case("weights: cut short", "cut-0-tensors.safetensors", "is damaged"),
        ("overlapping.pth", "is damaged"),
        case("weights: NaN in the file", "nan.pth", "holds invalid numbers"),
        case("weights: other dtypes", "integers.pth", "has dtype torch.int64"),
        ("unexpected.pth", "more is not expected"),
        ("endless.pth", "unfolds to"),
        ("hub-trunk.safetensors", "does not say which network"),
        ("unknown-trunk.safetensors", "names the trunk no_such_trunk"),
        case("weights: another architecture", "architecture.safetensors", "does not say which network"),
        case("weights: another number of classes", "more-classes.safetensors", "heads.score16.6.bias has shape (4,), not (5,)"),
        ("no-metadata.pth", "is of no network that Halfpixel knows"),
    ],
)
def test_the_reason_is_named_and_nothing_happened(report: dict[str, object], name: str, sentence: str) -> None:
    assert sentence in answers(report)[name]
    assert (report["deeds"], report["canary"], report["untouched"]) == ([], False, True)


@pytest.mark.parametrize("wrap", [bare, framed], ids=["protocol 2", "protocol 4"])
def test_the_hostile_pickles_are_live(tmp_path: Path, wrap: Callable[[bytes], bytes]) -> None:
    pickle.loads(wrap(calling("builtins", "exec", str(tmp_path / "canary"))))
    assert (tmp_path / "canary").exists()
