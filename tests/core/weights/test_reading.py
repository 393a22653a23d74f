from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path

import pytest
import torch
from safetensors.torch import save

from core.errors import WeightsError, WeightsMissing
from core.fcn.config import FcnConfig
from core.weights.places import shipped
from core.weights.reading import MAX_HEADER_BYTES, blob_of, load_checked, read_blob
from tests.networks import tiny_config

WANTED = {"conv.weight": torch.zeros(2, 3), "conv.bias": torch.zeros(2), "steps": torch.zeros((), dtype=torch.int64)}


def file_of(folder: Path, content: bytes) -> Path:
    path = folder / "some.safetensors"
    path.write_bytes(content)
    return path


def with_header(header: bytes, body: bytes = b"") -> bytes:
    return struct.pack("<Q", len(header)) + header + body


def test_a_good_file_reads_back_in_the_networks_dtypes(tmp_path: Path) -> None:
    half = {name: tensor.half() if tensor.is_floating_point() else tensor for name, tensor in WANTED.items()}
    blob = read_blob(file_of(tmp_path, save(half, metadata={"a": "b"})))
    loaded = load_checked(blob, WANTED)
    assert {name: tensor.dtype for name, tensor in loaded.items()} == {name: tensor.dtype for name, tensor in WANTED.items()}
    assert blob.metadata == {"a": "b"}
    assert blob.sha256 == hashlib.sha256(blob.content).hexdigest()


def test_a_missing_file_says_which_and_what_next(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match=r"nowhere\.safetensors is missing; put it back"):
        read_blob(tmp_path / "nowhere.safetensors")


def test_a_shipped_file_is_mended_by_installing_again_and_no_other_is(tmp_path: Path) -> None:
    for folder, next_step in ((shipped(""), "reinstall Halfpixel or"), (tmp_path, "copy or download it again, or")):
        for sha256 in (None, "0" * 64):
            with pytest.raises(WeightsError, match=next_step):
                blob_of(b"", folder / "some.safetensors", sha256=sha256)
    with pytest.raises(WeightsMissing, match="is missing; reinstall Halfpixel or"):
        read_blob(shipped("nowhere.safetensors"))


def test_a_folder_is_not_a_weight_file(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="cannot be read"):
        read_blob(tmp_path)


def test_one_flipped_bit_is_found_by_the_hash(tmp_path: Path) -> None:
    content = bytearray(save(WANTED))
    digest = hashlib.sha256(bytes(content)).hexdigest()
    content[-1] ^= 1
    with pytest.raises(WeightsError, match="damaged or not the expected one"):
        read_blob(file_of(tmp_path, bytes(content)), sha256=digest)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"1234567",
        with_header(b"not json"),
        with_header(b"[]"),
        with_header(b"[" * 100_000),
        struct.pack("<Q", 2**63) + b"{}",
        struct.pack("<Q", MAX_HEADER_BYTES + 1) + b"{" + b" " * (MAX_HEADER_BYTES + 8),
        with_header(json.dumps({f"k{i}": {} for i in range(10_001)}).encode()),
        with_header(b'{"__metadata__": {"a": 1}}'),
        with_header(b'{"__metadata__": []}'),
    ],
    ids=["empty", "short", "text", "list", "nested", "huge length", "large header", "many keys", "number metadata", "list metadata"],
)
def test_a_damaged_header_is_refused_before_any_tensor_is_made(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(WeightsError, match=r"some\.safetensors is damaged; copy or download"):
        read_blob(file_of(tmp_path, content))


def test_a_truncated_body_is_damaged(tmp_path: Path) -> None:
    blob = read_blob(file_of(tmp_path, save(WANTED)[:-4]))
    with pytest.raises(WeightsError, match="damaged"):
        load_checked(blob, WANTED)


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"conv.bias": None}, "conv.bias is missing"),
        ({"extra": torch.zeros(1)}, "extra is not expected"),
        ({"conv.weight": torch.zeros(3, 3)}, r"conv.weight has shape \(3, 3\), not \(2, 3\)"),
        ({"conv.bias": torch.zeros(2, dtype=torch.int64)}, "conv.bias has dtype torch.int64"),
        ({"conv.bias": torch.tensor([float("nan"), 0.0])}, "conv.bias holds invalid numbers"),
        ({"conv.bias": torch.tensor([float("inf"), 0.0])}, "conv.bias holds invalid numbers"),
        ({"conv.bias": torch.tensor([1e300, 0.0], dtype=torch.float64)}, "conv.bias holds invalid numbers"),
        ({"conv.bias": torch.zeros(2).to(torch.float8_e4m3fn)}, "conv.bias has dtype torch.float8_e4m3fn, not torch.float32"),
        ({"conv.bias": torch.zeros(2, dtype=torch.bool)}, "conv.bias has dtype torch.bool, not torch.float32"),
        ({"steps": torch.zeros((), dtype=torch.complex64)}, "steps has dtype torch.complex64, not torch.int64"),
        ({"steps": torch.zeros((), dtype=torch.bool)}, "steps has dtype torch.bool, not torch.int64"),
        ({"steps": torch.zeros(())}, "steps has dtype torch.float32, not torch.int64"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, change: dict[str, torch.Tensor | None], difference: str) -> None:
    tensors = {name: tensor for name, tensor in {**WANTED, **change}.items() if tensor is not None}
    blob = read_blob(file_of(tmp_path, save(tensors)))
    with pytest.raises(WeightsError, match=difference):
        load_checked(blob, WANTED)


def test_only_the_first_five_differences_are_listed(tmp_path: Path) -> None:
    blob = read_blob(file_of(tmp_path, save({f"extra{i}": torch.zeros(1) for i in range(9)})))
    with pytest.raises(WeightsError) as caught:
        load_checked(blob, WANTED)
    assert str(caught.value).count(";") == 5  # four between five differences, one before what to do next


@pytest.mark.parametrize(
    "change",
    [
        {"longest_side": 10**9}, {"longest_side": "448"}, {"std": [0, 0, 0]}, {"mean": [1]}, {"label_names": ["one"]},
        {"trunk": 7}, {"surprise": 1}, {"architecture": "maskrcnn"}, {"head_width": -1},
    ],
    ids=str,
)  # fmt: skip
def test_metadata_out_of_range_is_refused(change: dict[str, object]) -> None:
    fields = json.loads(tiny_config().to_metadata()["halfpixel"])
    with pytest.raises(WeightsError, match="does not say which network"):
        FcnConfig.from_metadata({"halfpixel": json.dumps({**fields, **change})}, source="x.safetensors")


@pytest.mark.parametrize(
    "metadata",
    [{}, {"halfpixel": "no json"}, {"halfpixel": "[]"}, {"halfpixel": "null"}, {"halfpixel": "[" * 100_000}],
    ids=["none", "text", "list", "null", "nested"],
)
def test_a_file_that_train_did_not_write_is_refused(metadata: dict[str, str]) -> None:
    with pytest.raises(WeightsError, match=r"x\.safetensors does not say which network"):
        FcnConfig.from_metadata(metadata, source="x.safetensors")
