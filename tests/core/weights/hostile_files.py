"""Weight files that somebody made to harm: written by seeded code, each a name and its bytes."""

from __future__ import annotations

import collections
import io
import json
import pickle
import random
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from safetensors.torch import save

State = dict[str, torch.Tensor]
Metadata = dict[str, str]

CALLS = (
    ("os", "system"), ("posix", "system"), ("subprocess", "Popen"), ("subprocess", "check_output"), ("builtins", "exec"),
    ("builtins", "eval"), ("builtins", "open"), ("builtins", "getattr"), ("socket", "create_connection"), ("shutil", "rmtree"),
    ("runpy", "run_path"), ("importlib", "import_module"), ("torch", "load"), ("torch.hub", "load"), ("ctypes", "CDLL"),
    ("torch.storage", "_load_from_bytes"),
)  # fmt: skip


def hostile_files(state: State, metadata: Metadata, canary: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of every hostile file; ``state`` and ``metadata`` are those of a file that would be taken."""
    for module, name in CALLS:
        for container, wrap in CONTAINERS.items():
            yield f"{module}-{name}-{container}.pth", wrap(calling(module, name, canary))
    yield from archives(state, metadata)
    yield from broken(state, metadata)
    yield from misfits(state, metadata)


def calling(module: str, name: str, canary: str) -> bytes:
    """A pickle that calls ``module.name`` with what would leave a trace: ``canary`` is a path."""
    argument = f"open({canary!r}, 'w').close()" if name in ("exec", "eval") else f"touch {canary}" if name == "system" else canary
    text = argument.encode()
    call = f"c{module}\n{name}\n".encode() + b"X" + struct.pack("<I", len(text)) + text + b"\x85R"
    return b"\x80\x02}X\x01\x00\x00\x00a" + call + b"s."


def bare(pickled: bytes) -> bytes:
    return pickled


def framed(pickled: bytes) -> bytes:
    """The same in protocol 4: the global is named by two strings on the stack."""
    start = pickled.index(b"c") if b"c" in pickled else 0
    module, name, rest = pickled[start + 1 :].split(b"\n", 2)
    strings = b"".join(b"\x8c" + bytes([len(text)]) + text for text in (module, name))
    return b"\x80\x04" + pickled[2:start] + strings + b"\x93" + rest


def zipped(pickled: bytes, *, compression: int = zipfile.ZIP_STORED, extra: Mapping[str, bytes] | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in {"data.pkl": pickled, "version": b"3\n", "byteorder": b"little", **(extra or {})}.items():
            archive.writestr(f"archive/{name}", content)
    return stream.getvalue()


def legacy(pickled: bytes) -> bytes:
    """The stream of pickles that torch wrote before 1.6."""
    system = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}
    return b"".join(pickle.dumps(item, 2) for item in (0x1950A86A20F9469CFC6C, 1001, system)) + pickled + pickle.dumps([], 2)


CONTAINERS: dict[str, Callable[[bytes], bytes]] = {
    "bare": bare,
    "framed": framed,
    "zip": zipped,
    "zip4": lambda pickled: zipped(framed(pickled)),
    "legacy": legacy,
}


def torch_bytes(value: Any, *, zip_file: bool = True) -> bytes:
    stream = io.BytesIO()
    torch.save(value, stream, _use_new_zipfile_serialization=zip_file)
    return stream.getvalue()


def archives(state: State, metadata: Metadata) -> Iterator[tuple[str, bytes]]:
    good = torch_bytes({"state_dict": state, "metadata": metadata})
    plain = pickle.dumps({}, 2)
    yield "compressed.pth", recompressed(good)
    yield "bomb.pth", zipped(plain, compression=zipfile.ZIP_DEFLATED, extra={"data/0": bytes(50_000_000)})
    yield "bomb-pickle.pth", zipped(b"\x80\x02" + b"N0" * 20_000_000 + b"N.", compression=zipfile.ZIP_DEFLATED)
    yield "large-pickle.pth", zipped(b"\x80\x02" + b"N0" * 3_000_000 + b"N.")
    yield "many-entries.pth", zipped(b"\x80\x02" + b"N0" * 1_500_000 + b"N.")
    yield "many-members.pth", zipped(plain, extra={f"data/{index}": b"" for index in range(20_001)})
    yield "torchscript.pt", zipped(plain, extra={"code/__torch__.py": b"import os", "constants.pkl": plain})
    yield "exported.pt2", zipped(plain, extra={"archive_format": b"pt2", "models/model.json": b"{}"})
    yield "exported-renamed.pt", zipped(plain, extra={"archive_format": b"pt2", "models/model.json": b"{}"})
    yield "no-pickle.pth", zipped(plain).replace(b"data.pkl", b"data.txt")
    yield "declared-large.pth", declared_larger(good)
    yield "overlapping.pth", overlapping(good)


def recompressed(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in given.namelist():
            archive.writestr(name, given.read(name))
    return stream.getvalue()


def declared_larger(content: bytes) -> bytes:
    """Every member's sizes in the central directory become 1 GB."""
    changed, at = bytearray(content), content.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 20 : at + 28] = struct.pack("<II", 1 << 30, 1 << 30)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def overlapping(content: bytes) -> bytes:
    """Every member begins where the first one does."""
    changed, at = bytearray(content), content.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 42 : at + 46] = bytes(4)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def broken(state: State, metadata: Metadata) -> Iterator[tuple[str, bytes]]:
    rng = random.Random(6)
    whole = {
        "zip.pth": torch_bytes({"state_dict": state, "metadata": metadata}),
        "legacy.pth": torch_bytes({"state_dict": state, "metadata": metadata}, zip_file=False),
        "tensors.safetensors": save(state, metadata=metadata),
    }
    for name, content in whole.items():
        for place in range(4):
            yield f"cut-{place}-{name}", content[: rng.randrange(1, len(content) - 200)]
    for place in range(4):
        yield f"noise-{place}.pth", b"PK\x03\x04" * (place % 2) + rng.randbytes(2000)
    yield "empty.pth", b""
    yield "page.pth", b"<!doctype html><html></html>"
    yield "long.pth", b"\x80\x02\x8b\xff\xff\xff\x7f" + bytes(100)
    yield "unended.pth", legacy(b"\x80\x02}")
    yield "nested.pth", zipped(b"\x80\x02" + b"]" * 200_000 + b"a" * 199_999 + b".")
    yield "huge-header.safetensors", struct.pack("<Q", 1 << 40) + b"{}"
    yield "many-keys.safetensors", safetensors_of({f"k{index}": {} for index in range(10_001)})
    yield "beyond.safetensors", safetensors_of({"a": {"dtype": "F32", "shape": [1 << 30], "data_offsets": [0, 1 << 32]}})
    yield "pickle.safetensors", pickle.dumps({"a": 1})


def safetensors_of(header: dict[str, Any]) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text


def misfits(state: State, metadata: Metadata) -> Iterator[tuple[str, bytes]]:
    first, last = next(iter(state)), next(reversed(state))
    changes: dict[str, State] = {
        "nan": {**state, first: torch.full_like(state[first], float("nan"))},
        "integers": {**state, first: state[first].long()},
        "complex": {**state, first: state[first].to(torch.complex64)},
        "boolean": {**state, first: state[first].bool()},
        "shape": {**state, first: state[first][..., None].clone()},
        "missing": {name: tensor for name, tensor in state.items() if name != last},
        "unexpected": {**state, "more": torch.zeros(3)},
        "endless": {**state, first: torch.zeros(1).expand(10**6, 10**6)},
        "none": {},
    }
    for name, tensors in changes.items():
        yield f"{name}.pth", torch_bytes({"state_dict": tensors, "metadata": metadata})
    yield "no-metadata.pth", torch_bytes(state)
    yield "list.pth", torch_bytes([1, 2])
    yield "numbers.pth", torch_bytes({"a": 1})
    yield "sparse.pth", torch_bytes({"a": torch.ones(2)} | {"b": collections.OrderedDict()})
    yield "bytes-metadata.pth", torch_bytes({"state_dict": state, "metadata": {"halfpixel": 1}})
    fields = json.loads(metadata["halfpixel"])
    for name, change in {
        "hub-trunk": {"trunk": "hf-hub:somebody/something"},
        "folder-trunk": {"trunk": "local-dir:/tmp"},
        "unknown-trunk": {"trunk": "no_such_trunk"},
        "other-trunk": {"trunk": "resnet18"},
        "more-classes": {"label_names": [*fields["label_names"], "one more"]},
        "architecture": {"architecture": "somebody's"},
        "escape-name": {"label_names": ["\x1b[2J", *fields["label_names"][1:]]},
    }.items():
        yield f"{name}.safetensors", save(state, metadata={"halfpixel": json.dumps({**fields, **change})})
