"""Files as torch has really written them over the years: weights are read, programs and whole objects are not."""

from __future__ import annotations

import argparse
import io
import pickle
import struct
import warnings
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
import torch
from torch._utils import _rebuild_tensor

from core.errors import WeightsError
from core.weights.torch_file import read_torch_file
from tests.core.weights.hostile_files import torch_bytes

STATE = {"conv.weight": torch.arange(6.0).reshape(2, 3), "steps": torch.tensor([7])}


class _Storage:
    def __init__(self, tensor: torch.Tensor, key: str) -> None:
        self.tensor, self.key = tensor, key


class _Tensor:
    """Pickled as torch did before 0.4: ``_rebuild_tensor(storage, offset, size, stride)``, which knew no gradients."""

    def __init__(self, storage: _Storage) -> None:
        self.storage = storage

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild_tensor, (self.storage, 0, tuple(self.storage.tensor.shape), self.storage.tensor.stride())


class _Pickler(pickle.Pickler):
    def persistent_id(self, obj: object) -> tuple[Any, ...] | None:
        if not isinstance(obj, _Storage):
            return None
        kind = torch.FloatStorage if obj.tensor.is_floating_point() else torch.LongStorage
        return "storage", kind, obj.key, "cpu", obj.tensor.numel(), None


def as_torch_0_3_wrote(state: dict[str, torch.Tensor]) -> bytes:
    """Magic number, version, system, names and shapes, storage keys; then each storage's count and numbers."""
    stream = io.BytesIO()
    system = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}
    for item in (0x1950A86A20F9469CFC6C, 1001, system):
        pickle.dump(item, stream, 2)
    storages = [_Storage(tensor, str(place)) for place, tensor in enumerate(state.values())]
    _Pickler(stream, 2).dump(OrderedDict(zip(state, map(_Tensor, storages), strict=True)))
    pickle.dump([storage.key for storage in storages], stream, 2)
    for storage in storages:
        stream.write(struct.pack("<q", storage.tensor.numel()) + storage.tensor.numpy().tobytes())
    return stream.getvalue()


def read(content: bytes, folder: Path, name: str = "given.pth") -> dict[str, torch.Tensor]:
    (folder / name).write_bytes(content)
    return dict(read_torch_file(folder / name).tensors)


@pytest.mark.parametrize(
    "content",
    [as_torch_0_3_wrote(STATE), torch_bytes(STATE, zip_file=False), torch_bytes(STATE), torch_bytes({"model": STATE, "epoch": 3})],
    ids=["torch 0.3", "torch 1.5", "today", "wrapped"],
)
def test_a_state_dict_of_any_year_is_read(content: bytes, tmp_path: Path) -> None:
    found = read(content, tmp_path)
    assert found.keys() == STATE.keys()
    assert all(torch.equal(found[name], tensor) for name, tensor in STATE.items())


def scripted() -> bytes:
    stream = io.BytesIO()
    torch.jit.save(torch.jit.script(torch.nn.Conv2d(1, 1, 1)), stream)
    return stream.getvalue()


def exported() -> bytes:
    stream = io.BytesIO()
    torch.export.save(torch.export.export(torch.nn.Conv2d(1, 1, 1), (torch.zeros(1, 1, 2, 2),)), stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["net.pt", "net.pt2", "renamed.pth"])
@pytest.mark.parametrize("write", [scripted, exported])
def test_a_program_that_torch_itself_has_written_is_refused_by_what_it_holds(write: Any, name: str, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch calls TorchScript deprecated; its files are around all the same
        content = write()
    with pytest.raises(WeightsError, match=r"is a TorchScript or exported program, which holds code; choose a plain state dict"):
        read(content, tmp_path, name)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (torch.nn.Conv2d(1, 1, 1), "torch.nn.modules.conv.Conv2d"),
        ({"model": STATE, "args": argparse.Namespace(epochs=3)}, "argparse.Namespace"),
    ],
    ids=["a whole network", "a checkpoint with options in it"],
)
def test_objects_are_not_built_and_their_class_is_named(value: object, name: str, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=rf"would run code \({name}\), so it was not read; ask for it as safetensors"):
        read(torch_bytes(value), tmp_path)


def test_a_member_that_begins_beyond_the_end_is_damage(tmp_path: Path) -> None:
    """Its place in the directory is sound, but what comes before its bytes claims to be longer than the file."""
    content = bytearray(torch_bytes(STATE))
    extra_length = 28
    struct.pack_into("<H", content, content.index(b"PK\x03\x04") + extra_length, 0xFFFF)
    with pytest.raises(WeightsError, match=r"net\.pth is damaged \(EOFError\); copy or download it again"):
        read(bytes(content), tmp_path, "net.pth")


def test_losses_kept_beside_the_weights_are_no_hindrance(tmp_path: Path) -> None:
    content = torch_bytes({"model": STATE, "losses": [step / 7 for step in range(90_000)]})
    assert read(content, tmp_path).keys() == STATE.keys()


@pytest.mark.parametrize("items", [[[] for _ in range(100_000)], [step / 7 for step in range(110_000)]], ids=["lists", "numbers"])
def test_a_pickle_with_hardly_a_tensor_in_it_is_not_walked_to_its_end(items: list[object], tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"long\.pth is damaged \(too many entries\); copy or download it again"):
        read(torch_bytes({"model": STATE, "losses": items}), tmp_path, "long.pth")
