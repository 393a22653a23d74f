"""What an import says of a file: whether it is trained, what its network makes of a photo, and which bytes its hash is of."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import safetensors.torch
import torch
from torchvision.models.segmentation import fcn_resnet50

from core.badges import Badge
from core.cancellation import CancelToken
from core.catalog import ModelRow, all_rows, find_model
from core.errors import WeightsError
from core.importing import Imported, import_file
from core.recognition import ImportNote
from core.weights.metadata import METADATA_KEY
from tests.networks import tiny_config, tiny_net, tiny_row

ROW = "fcn-resnet50"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALFPIXEL_HOME", str(tmp_path / "home"))


@pytest.fixture
def tiny(tmp_path: Path) -> ModelRow:
    return tiny_row(tmp_path)


def take(path: Path, key: str | None = None) -> Imported:
    return import_file(path, key=key, token=CancelToken())


def test_random_weights_are_marked_though_nobody_says_so(tmp_path: Path) -> None:
    """Whoever saves a network that torchvision has just built, and imports it, has not trained it."""
    torch.manual_seed(0)
    torch.save(fcn_resnet50(weights=None, weights_backbone=None, num_classes=21).state_dict(), tmp_path / "fresh.pth")
    for key in (None, ROW):
        taken = take(tmp_path / "fresh.pth", key=key)
        assert taken.row.badges == (Badge.UNTRAINED,)
        assert ImportNote.UNTRAINED.value in taken.notes
        assert find_model(taken.row.key, all_rows()).badges == (Badge.UNTRAINED,)
    assert "Its weights are random" in find_model("fresh", all_rows()).card_path.read_text(encoding="utf-8")


def test_an_own_row_says_what_its_network_makes_of_a_photo(tiny: ModelRow) -> None:
    row = take(tiny.weights_path, key="mine").row
    assert row.preprocessing == "RGB, longest side 96 px, (value / 255 - 0.5) / 0.5, padded to a multiple of 32"
    assert row.preprocessing in row.card_path.read_text(encoding="utf-8")
    assert find_model("mine", all_rows()).preprocessing == row.preprocessing


def test_a_trunk_for_photos_of_one_size_is_refused(tmp_path: Path) -> None:
    """Swin's windows are cut for 224 px: it can be built, and its tensors fit it, but no other photo can."""
    fields = json.loads(tiny_config().to_metadata()[METADATA_KEY]) | {"trunk": "swin_tiny_patch4_window7_224"}
    path = tmp_path / "swin.safetensors"
    path.write_bytes(safetensors.torch.save(tiny_net().state_dict(), metadata={METADATA_KEY: json.dumps(fields)}))
    with pytest.raises(WeightsError, match="names the trunk swin_tiny_patch4_window7_224, which timm cannot build here for photos of any"):
        take(path)


def test_a_file_is_read_once_so_that_its_hash_is_that_of_what_was_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.pth"
    torch.save({"state_dict": tiny_net().state_dict(), "metadata": tiny_config().to_metadata()}, path)
    digest, read = hashlib.sha256(path.read_bytes()).hexdigest(), list[Path]()

    def counted(given: Path) -> bytes:
        content = given.read_bytes()
        read.append(given)
        given.write_bytes(b"somebody else's")
        return content

    monkeypatch.setattr("core.importing.read_bytes", counted)
    monkeypatch.setattr("core.weights.torch_file.read_bytes", counted)
    taken = take(path)
    assert (read, taken.sha256, taken.row.weights.given_sha256) == ([path], digest, digest)
