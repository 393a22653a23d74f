"""Reading weight files: nothing is trusted before it is checked, and nothing that could run code is read at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import WeightsError, WeightsMissing
from core.reading import check_no_pipe
from core.weights.places import is_shipped

if TYPE_CHECKING:
    import torch

MAX_HEADER_BYTES = 1 << 20
MAX_KEYS = 10_000
MAX_FILE_BYTES = 4 << 30
"""The largest network that is known has an eighth of this; a file of holes can claim any size."""

_MISSING = "The weight file {path} is missing; put it back or choose another file."
_SHIPPED_MISSING = "The weight file {path} is missing; reinstall Halfpixel or choose another file."
_DAMAGED = "The weight file {path} is damaged; copy or download it again, or choose another file."
_SHIPPED_DAMAGED = "The weight file {path} is damaged; reinstall Halfpixel or choose another file."
_OTHER_HASH = (
    "The weight file {path} is damaged or not the expected one (SHA-256 {digest}...); copy or download it again, or choose another file."
)
_SHIPPED_OTHER_HASH = (
    "The weight file {path} is damaged or not the expected one (SHA-256 {digest}...); reinstall Halfpixel or choose another file."
)


@dataclass(frozen=True, slots=True)
class WeightBlob:
    """A weight file's bytes, its full SHA-256 and its metadata, checked but not yet turned into tensors."""

    name: str
    content: bytes
    sha256: str
    metadata: Mapping[str, str]


def read_blob(path: Path, *, sha256: str | None = None) -> WeightBlob:
    """Read a safetensors file and check its hash and header.

    ``sha256`` is the hash it must have, or None when any is accepted. Raises WeightsMissing when there is no file, WeightsError when
    the hash differs or the header is damaged, over 1 MB or over 10,000 keys.
    """
    return blob_of(read_bytes(path), path, sha256=sha256)


def blob_of(content: bytes, path: Path, *, sha256: str | None = None) -> WeightBlob:
    """:func:`read_blob` of bytes that are in memory already; ``path`` is what they are called."""
    digest = hashlib.sha256(content).hexdigest()
    if sha256 is not None and digest != sha256:
        raise WeightsError(_SHIPPED_OTHER_HASH if is_shipped(path) else _OTHER_HASH, path=path, digest=digest[:12])
    header = _header(content, path)
    metadata = header.get("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise _damaged(path, "metadata is not a map of strings")
    return WeightBlob(path.name, content, digest, metadata)


def read_bytes(path: Path) -> bytes:
    """The file's content. Raises WeightsMissing or WeightsError."""
    with _reading_errors(path):
        check_no_pipe(path)
        if path.stat().st_size > MAX_FILE_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        return path.read_bytes()


def sha256_of(path: Path) -> str:
    """The file's hash, without holding it in memory. Raises WeightsMissing or WeightsError."""
    with _reading_errors(path):
        check_no_pipe(path)
    with _reading_errors(path), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def _reading_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise WeightsMissing(_SHIPPED_MISSING if is_shipped(path) else _MISSING, path=path) from error
    except OSError as error:
        raise WeightsError(
            "The weight file {path} cannot be read ({reason}); check its permissions or choose another file.",
            path=path,
            reason=error.strerror or error,
        ) from error


def _header(content: bytes, path: Path) -> dict[str, Any]:
    """The JSON header of a safetensors file: 8 bytes of length (little endian), then that many bytes."""
    if len(content) < 8:
        raise _damaged(path, "shorter than its header")
    (length,) = struct.unpack("<Q", content[:8])
    if length > min(MAX_HEADER_BYTES, len(content) - 8):
        raise _damaged(path, f"header of {length} bytes")
    try:
        header = json.loads(content[8 : 8 + length])
    except (ValueError, RecursionError) as error:
        raise _damaged(path, repr(error)) from error
    if not isinstance(header, dict) or len(header) > MAX_KEYS:
        raise _damaged(path, "header is not a map of at most 10,000 keys")
    return header


def _damaged(path: Path, details: str) -> WeightsError:
    return WeightsError(_SHIPPED_DAMAGED if is_shipped(path) else _DAMAGED, details=details, path=path)


def tensors_of(blob: WeightBlob) -> dict[str, torch.Tensor]:
    """The blob's tensors as they are. Raises WeightsError when it is damaged."""
    import safetensors
    import safetensors.torch

    try:
        found: dict[str, torch.Tensor] = safetensors.torch.load(blob.content)
    except (safetensors.SafetensorError, ValueError, KeyError) as error:
        # Not a shipped one, whose hash was right.
        raise WeightsError(_DAMAGED, details=repr(error), path=blob.name) from error
    return found


def load_checked(blob: WeightBlob, wanted: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The blob's tensors in the dtypes of ``wanted``, a fresh model's state: float32 where that is floating.

    Names, shapes and kinds of dtype must match, and every number must be finite in that dtype. Raises WeightsError with the first five
    differences.
    """
    given = tensors_of(blob)
    differences = _differences(given, wanted)
    if differences:
        raise WeightsError(
            "The weight file {path} does not fit its network: {differences}; choose a file made for it.",
            path=blob.name,
            differences="; ".join(differences[:5]),
        )
    return {name: tensor.to(wanted[name].dtype) for name, tensor in given.items()}


def _differences(given: Mapping[str, torch.Tensor], wanted: Mapping[str, torch.Tensor]) -> list[str]:
    found = [f"{name} is missing" for name in wanted if name not in given]
    found += [f"{name} is not expected" for name in given if name not in wanted]
    for name in wanted.keys() & given.keys():
        have, want = given[name], wanted[name]
        if have.shape != want.shape:
            found.append(f"{name} has shape {tuple(have.shape)}, not {tuple(want.shape)}")
        elif not _is_kind_of(have, want):
            found.append(f"{name} has dtype {have.dtype}, not {want.dtype}")
        elif want.is_floating_point() and not _is_finite(have, want):
            found.append(f"{name} holds invalid numbers")
    return sorted(found)


def _is_kind_of(have: torch.Tensor, want: torch.Tensor) -> bool:
    """Whether both are real numbers of 16 bits or more, or both whole ones: anything else would be converted without a word."""
    import torch

    if want.is_floating_point():
        return have.is_floating_point() and have.element_size() >= 2
    return not have.is_floating_point() and not have.is_complex() and have.dtype != torch.bool


def _is_finite(have: torch.Tensor, want: torch.Tensor) -> bool:
    """Whether every number is one in the dtype of ``want`` too: 1e300 is finite in float64, but not in float32."""
    narrowed = have.to(want.dtype) if have.element_size() > want.element_size() else have
    return bool(narrowed.isfinite().all())
