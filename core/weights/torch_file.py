"""Reading ``.pt`` and ``.pth``: the file is looked through without running it, and only then handed to torch with ``weights_only=True``."""

from __future__ import annotations

import io
import pickle
import pickletools
import struct
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import WeightsError
from core.weights.reading import MAX_HEADER_BYTES, MAX_KEYS, read_bytes

if TYPE_CHECKING:
    import torch

MAX_PICKLE_BYTES = 4 * MAX_HEADER_BYTES
"""The pickle holds names and shapes; the numbers lie beside it."""
MAX_MEMBERS = 2 * MAX_KEYS
MAX_OPCODES = 100 * MAX_KEYS
"""A tensor takes 34 to 38 of a pickle's opcodes; an optimizer beside the weights has two more of each."""
MAX_WITHOUT_TENSOR = 10 * MAX_KEYS
"""Opcodes in a row that make no tensor: after the last one, torch writes about ten for each module of the network."""
WRAPPERS = ("state_dict", "model_state_dict", "model")
"""Under these a checkpoint keeps the weights, beside what only training uses."""
_LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
_LEGACY_START = b"\x80\x02\x8a\x0a" + _LEGACY_MAGIC.to_bytes(10, "little")

_CODE = "The weight file {path} would run code ({name}), so it was not read; ask for it as safetensors or as a plain state dict."
_TORCHSCRIPT = "The weight file {path} is a TorchScript or exported program, which holds code; choose a plain state dict."
_COMPRESSED = "The weight file {path} has a compressed member ({name}), which torch never writes; choose another file."
_NOT_TORCH = "The weight file {path} is no file that torch.save has written; choose a .pth or .safetensors file."
_DAMAGED = "The weight file {path} is damaged ({reason}); copy or download it again, or choose another file."
_NOT_A_STATE = "The weight file {path} holds {found} where names and tensors should be; choose a plain state dict."

_ITEM_BYTES = {
    "ComplexFloat": 8, "Double": 8, "Long": 8, "Float": 4, "Int": 4, "Half": 2, "BFloat16": 2, "Short": 2, "Char": 1, "Byte": 1, "Bool": 1,
}  # fmt: skip
_STORAGES = frozenset(f"torch {kind}Storage" for kind in _ITEM_BYTES)
_ALLOWED_GLOBALS = _STORAGES | {
    "collections OrderedDict",
    "torch._utils _rebuild_tensor",  # of torch before 0.4: pytorch-fcn's own files are from 2017
    "torch._utils _rebuild_tensor_v2",
    "torch._utils _rebuild_parameter",
    "torch Size",
    "torch.serialization _get_layout",
}
_PROGRAM_MEMBERS = ("code/", "constants.pkl", "models/", "archive_format", "serialized_exported_program.json", "bytecode.pkl")


@dataclass(frozen=True, slots=True)
class TorchFile:
    """``tensors`` by name, and the string metadata that lay beside them under "metadata", if any."""

    tensors: Mapping[str, torch.Tensor]
    metadata: Mapping[str, str]


def read_torch_file(path: Path) -> TorchFile:
    """Read what ``torch.save`` wrote: a state dict, or one inside a dict under one of WRAPPERS, with ``"metadata": {str: str}`` or not.

    Zip files (torch >= 1.6) and the older stream of pickles are read. Refused before torch sees them: compressed members, members
    that end beyond the file or overlap, pickles over 4 MB, pickles that name anything but tensors, TorchScript and exported programs.
    Raises WeightsMissing or WeightsError.
    """
    return torch_file_of(read_bytes(path), path)


def torch_file_of(content: bytes, path: Path) -> TorchFile:
    """:func:`read_torch_file` of bytes that are in memory already; ``path`` is what they are called."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pickletools and torch warn of what is refused here, or does not matter
        if content[:2] == b"PK" or _is_zip(content):
            _check_zip(content, path)
        elif content.startswith(_LEGACY_START):
            _check_legacy(content, path)
        else:
            _refuse_other(content, path)
        return _as_file(_load(content, path), path)


def _is_zip(content: bytes) -> bool:
    """Whether an archive's directory ends the file, whatever it begins with."""
    try:
        return zipfile.is_zipfile(io.BytesIO(content))
    except zipfile.BadZipFile:  # a directory, but of an archive in several parts
        return True


def _refuse_other(content: bytes, path: Path) -> None:
    """Neither of torch's formats: name the code where it is a bare pickle, else say that it is something else."""
    if content[:1] == b"\x80":
        _check_pickle(content[:MAX_PICKLE_BYTES], path)
    raise WeightsError(_NOT_TORCH, path=path)


def _check_zip(content: bytes, path: Path) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members, len(content), path)
            pickles = [member for member in members if member.filename.rpartition("/")[2] == "data.pkl"]
            if len(pickles) != 1:
                raise WeightsError(_NOT_TORCH, path=path)
            _check_declared(_check_pickle(archive.read(pickles[0]), path), len(content), path)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, struct.error) as error:
        raise _damaged(path, error) from error


def _check_members(members: list[zipfile.ZipInfo], size: int, path: Path) -> None:
    if len(members) > MAX_MEMBERS:
        raise WeightsError(_DAMAGED, path=path, reason=f"{len(members)} members")
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        inside = member.filename.partition("/")[2] or member.filename
        if inside.startswith(_PROGRAM_MEMBERS):
            raise WeightsError(_TORCHSCRIPT, path=path)
        if member.compress_type != zipfile.ZIP_STORED or member.file_size != member.compress_size:
            raise WeightsError(_COMPRESSED, path=path, name=_short(member.filename))
        if member.header_offset < end or member.header_offset + member.file_size > size:
            raise WeightsError(_DAMAGED, path=path, reason=f"{_short(member.filename)} reaches beyond its place")
        if inside == "data.pkl" and member.file_size > MAX_PICKLE_BYTES:
            raise WeightsError(_DAMAGED, path=path, reason=f"a header of {member.file_size} bytes")
        end = member.header_offset + member.file_size


def _check_legacy(content: bytes, path: Path) -> None:
    """Five pickles in a row (magic number, version, system, state, storage keys), then the storages' bytes."""
    stream = io.BytesIO(content)
    declared = 0
    for _ in range(5):
        start = stream.tell()
        declared += _check_pickle_in(stream, path)
        if stream.tell() - start > MAX_PICKLE_BYTES:
            raise WeightsError(_DAMAGED, path=path, reason="a header over 4 MB")
    _check_declared(declared, len(content), path)


def _check_declared(declared: int, size: int, path: Path) -> None:
    if declared > size:
        raise WeightsError(_DAMAGED, path=path, reason=f"{declared} bytes of numbers declared in a file of {size}")


def _check_pickle(content: bytes, path: Path) -> int:
    return _check_pickle_in(io.BytesIO(content), path)


def _check_pickle_in(stream: io.BytesIO, path: Path) -> int:
    """Walk one pickle's opcodes, running none. Returns the bytes that its storages declare."""
    storages: dict[str, int] = {}
    recent: list[Any] = []
    tensor_at = 0
    try:
        for number, (opcode, argument, _) in enumerate(pickletools.genops(stream)):
            if number > MAX_OPCODES or number - tensor_at > MAX_WITHOUT_TENSOR:
                raise WeightsError(_DAMAGED, path=path, reason="too many entries")
            _check_opcode(opcode.name, argument, recent, path)
            if opcode.name in ("BINPERSID", "PERSID"):
                tensor_at = number
                key, size = _storage(recent)
                storages[key] = max(size, storages.get(key, 0))
            if argument is not None and opcode.name not in _PUSHES_NOTHING:
                recent = [*recent[-5:], argument]
    except (ValueError, OverflowError, UnicodeDecodeError, struct.error, IndexError) as error:
        raise _damaged(path, error) from error
    return sum(storages.values())


_PUSHES_NOTHING = frozenset({"BINPUT", "LONG_BINPUT", "BINGET", "LONG_BINGET", "PROTO", "FRAME"})
_RUNS_CODE = frozenset({"INST", "OBJ", "NEWOBJ", "NEWOBJ_EX", "EXT1", "EXT2", "EXT4"})


def _check_opcode(name: str, argument: Any, recent: list[Any], path: Path) -> None:
    if name == "GLOBAL" and argument not in _ALLOWED_GLOBALS:
        raise WeightsError(_CODE, path=path, name=_short(argument.replace(" ", ".")))
    if name == "STACK_GLOBAL":  # of protocol 4, which torch.save does not write unless asked to
        named = " ".join(str(item) for item in recent[-2:])
        if named not in _ALLOWED_GLOBALS:
            raise WeightsError(_CODE, path=path, name=_short(named.replace(" ", ".")))
    if name in _RUNS_CODE:
        raise WeightsError(_CODE, path=path, name=_short(argument or name))


def _storage(recent: list[Any]) -> tuple[str, int]:
    """``("storage", <kind>Storage, key, device, count)`` as it was just pushed: its key and bytes. A kind named earlier counts as 1 byte.

    Storages after the first name their kind by a memo, so this is a lower bound; torch checks the exact size of what it reads.
    """
    count = next((item for item in reversed(recent) if isinstance(item, int) and not isinstance(item, bool)), 0)
    kind = next((item for item in reversed(recent) if isinstance(item, str) and item in _STORAGES), "")
    key = next((item for item in recent[-3:] if isinstance(item, str) and item not in _STORAGES), "")
    return key, max(count, 0) * _ITEM_BYTES.get(kind.removeprefix("torch ").removesuffix("Storage"), 1)


def _load(content: bytes, path: Path) -> Any:
    import torch

    try:
        return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise WeightsError(_NOT_A_STATE, details=repr(error), path=path, found="something else") from error
    except (RuntimeError, ValueError, TypeError, LookupError, AttributeError, EOFError, OSError, MemoryError, AssertionError) as error:
        raise _damaged(path, error) from error


def _as_file(loaded: Any, path: Path) -> TorchFile:
    import torch

    if not isinstance(loaded, dict):
        raise WeightsError(_NOT_A_STATE, path=path, found=type(loaded).__name__)
    metadata: Any = {}
    wrapper = next((name for name in WRAPPERS if isinstance(loaded.get(name), dict)), None)
    if wrapper is not None:
        loaded, metadata = loaded[wrapper], loaded.get("metadata", {})
    if not isinstance(metadata, dict) or not all(isinstance(text, str) for item in metadata.items() for text in item):
        raise WeightsError(_NOT_A_STATE, path=path, found="metadata that is not text")
    for name, tensor in _entries(loaded, path):
        if not isinstance(tensor, torch.Tensor) or tensor.layout != torch.strided:
            raise WeightsError(_NOT_A_STATE, path=path, found=f"{type(tensor).__name__} at {_short(name)!r}")
    return TorchFile(dict(loaded), metadata)


def _entries(loaded: Mapping[Any, Any], path: Path) -> Iterator[tuple[str, Any]]:
    if not 0 < len(loaded) <= MAX_KEYS:
        raise WeightsError(_NOT_A_STATE, path=path, found=f"{len(loaded)} entries")
    for name, value in loaded.items():
        if not isinstance(name, str):
            raise WeightsError(_NOT_A_STATE, path=path, found=f"a {type(name).__name__} as a name")
        yield name, value


def _short(text: object) -> str:
    """A name out of a file may hold anything."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(text))[:80]


def _damaged(path: Path, error: Exception) -> WeightsError:
    return WeightsError(_DAMAGED, details=repr(error), path=path, reason=type(error).__name__)
