"""Weight files, damaged where it matters: in the header, the pickle and the archive's directory, and not in the numbers."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from safetensors.torch import save

from core.cancellation import CancelToken
from core.importing import import_file, remove_model
from core.weights.reading import load_checked, read_blob
from core.weights.torch_file import read_torch_file
from tests.core.weights.hostile_files import torch_bytes
from tests.fuzz.documents import damaged_json, pieces, replaced
from tests.fuzz.mutation import mutated
from tests.fuzz.subject import Damage, Subject, replace
from tests.maskrcnn_networks import tiny_maskrcnn, tiny_maskrcnn_config
from tests.networks import tiny_config, tiny_net

State = dict[str, torch.Tensor]


def small_state() -> State:
    """A few tensors of every kind that weight files hold: enough for a reader, and read in a millisecond."""
    return {"a.weight": torch.arange(24.0).reshape(2, 3, 4), "a.bias": torch.ones(2).half(), "n": torch.tensor(7), "e": torch.zeros(0, 3)}


def archives(folder: Path) -> Subject:
    state, metadata = small_state(), {"halfpixel": "{}"}
    tied = {**state, "tied": state["a.weight"][:1]}
    seeds = [torch_bytes({"state_dict": state, "metadata": metadata}), torch_bytes({"model": state, "step": 3}), torch_bytes(tied)]
    return _subject("weights-pt", folder / "damaged.pt", seeds, damaged_archive, read_torch_file)


def streams(folder: Path) -> Subject:
    seeds = [torch_bytes({"state_dict": small_state(), "metadata": {"a": "b"}}, zip_file=False), torch_bytes(small_state(), zip_file=False)]
    return _subject("weights-legacy", folder / "damaged.pth", seeds, damaged_stream, read_torch_file)


def tensors(folder: Path) -> Subject:
    wanted = small_state()
    seeds = [save(wanted, metadata={"halfpixel": "{}"}), save(wanted)]
    path = folder / "damaged.safetensors"
    return _subject("weights-safetensors", path, seeds, damaged_tensors, lambda path: load_checked(read_blob(path), wanted))


def imports(folder: Path) -> Subject:
    """A whole import, as a person would have it: recognised, checked against a fresh network, kept, and removed again."""
    state, metadata = _half(tiny_net().state_dict()), tiny_config().to_metadata()
    content = torch_bytes({"state_dict": state, "metadata": metadata})
    return _subject("weights-import", folder / "damaged.pt", [content], damaged_archive, _take_in_and_out)


def semantic_imports(folder: Path) -> Subject:
    content = save(_half(tiny_net().state_dict()), metadata=tiny_config().to_metadata())
    return _subject("weights-fcn", folder / "damaged.safetensors", [content], damaged_tensors, _take_in_and_out)


def instance_imports(folder: Path) -> Subject:
    content = save(_half(tiny_maskrcnn().state_dict()), metadata=tiny_maskrcnn_config().to_metadata())
    return _subject("weights-maskrcnn", folder / "damaged.safetensors", [content], damaged_tensors, _take_in_and_out)


def _half(state: State) -> State:
    return {name: tensor.half() if tensor.is_floating_point() else tensor for name, tensor in state.items()}


def _take_in_and_out(path: Path) -> None:
    remove_model(import_file(path, token=CancelToken()).row)


def _subject(name: str, path: Path, seeds: list[bytes], damage: Damage, read: Callable[[Path], object]) -> Subject:
    def write_and_read(content: bytes) -> None:
        replace(path, content)
        read(path)

    return Subject(name, seeds, damage, write_and_read, path.name)


def damaged_tensors(content: bytes, rng: random.Random, _others: Sequence[bytes]) -> bytes:
    """The header damaged and its length right, as whoever means harm would have it; or the first bytes, or the file cut."""
    (length,) = struct.unpack("<Q", content[:8])
    header, numbers = content[8 : 8 + length], content[8 + length :]
    match rng.randrange(10):
        case 0:
            return mutated(content[: 8 + length], rng, pieces) + numbers
        case 1:
            return content[: rng.randrange(len(content))]
        case 2:
            damaged = damaged_json(header, rng, ())
        case 3 | 4:
            damaged = _with_damaged_configuration(header, rng)
        case _:
            document = json.loads(header)
            for _ in range(rng.choice((1, 1, 2))):
                name = rng.choice(list(document))
                document[name] = replaced(document[name], rng)
            damaged = json.dumps(document).encode()
    return struct.pack("<Q", len(damaged)) + damaged + numbers


def _with_damaged_configuration(header: bytes, rng: random.Random) -> bytes:
    """What the file says of its network: JSON in a string of the header."""
    document = json.loads(header)
    if "__metadata__" not in document:
        return damaged_json(header, rng, ())
    inside = damaged_json(document["__metadata__"]["halfpixel"].encode(), rng, ())
    document["__metadata__"]["halfpixel"] = inside.decode(errors="surrogateescape")
    return json.dumps(document).encode()


def damaged_archive(content: bytes, rng: random.Random, _others: Sequence[bytes]) -> bytes:
    """The pickle damaged inside a sound archive, or the archive's own head and directory."""
    match rng.randrange(6):
        case 0:
            return content[: rng.randrange(len(content))]
        case 1:
            return mutated(content[:300], rng, pieces) + content[300:]
        case 2:
            directory = content.rindex(b"PK\5\6") - rng.choice((0, 500, 5000))
            return content[:directory] + mutated(content[directory:], rng, pieces)
        case _:
            return _with_damaged_pickle(content, rng)


def _with_damaged_pickle(content: bytes, rng: random.Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(stream, "w") as archive:
        for member in given.namelist():
            inside = given.read(member)
            archive.writestr(member, damaged_pickle(inside, rng) if member.endswith("data.pkl") else inside)
    return stream.getvalue()


def damaged_pickle(content: bytes, rng: random.Random) -> bytes:
    """Opcodes swapped, arguments changed, or what happens to any file. Never run but by torch's own restricted reader."""
    if rng.random() < 0.4:
        return mutated(content, rng, pieces)
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 4))):
        changed[rng.randrange(len(changed))] = rng.choice(b"()}]{.0NRQqhjtsubeKMJGXBU\x80\x81\x85\x86\x87\x88\x89\x8a\x8c\x93\x94\x95")
    return bytes(changed)


def damaged_stream(content: bytes, rng: random.Random, _others: Sequence[bytes]) -> bytes:
    """The five pickles come first, then the numbers."""
    head = content.index(b"\x80\x02]") if b"\x80\x02]" in content else len(content) // 2
    match rng.randrange(4):
        case 0:
            return content[: rng.randrange(len(content))]
        case 1:
            return mutated(content, rng, pieces)
        case _:
            return damaged_pickle(content[:head], rng) + content[head:]


WEIGHT_SUBJECTS: dict[str, Callable[[Path], Subject]] = {
    "weights-pt": archives,
    "weights-legacy": streams,
    "weights-safetensors": tensors,
    "weights-import": imports,
    "weights-fcn": semantic_imports,
    "weights-maskrcnn": instance_imports,
}
