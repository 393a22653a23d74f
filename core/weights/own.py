"""What was fetched or imported into the data folder: a checked JSON index beside the weight files that were made of it."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ExportError, UserError
from core.files import write_atomically
from core.reading import check_no_pipe
from core.weights.places import data_folder

VERSION = 3
_BEFORE = 2
"""Its models did not say what their network makes of a photo; they are read all the same."""
MAX_INDEX_BYTES = 1 << 22
MAX_TEXT = 300
TASKS = ("semantic", "instance")
SHA256_PATTERN = r"[0-9a-f]{64}"
KEY_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"

_SET_ASIDE = "The list of your own models was damaged and is kept as {path}; import their files again."
_STUCK = "The list of your own models, {path}, cannot be read or moved; remove it and import the files again."
_NO_FOLDER = "Your own models cannot be kept because the folder {path} cannot be made ({reason}); check its permissions."


@dataclass(frozen=True, slots=True)
class OwnModel:
    """One file that was taken in: a model of the person's own, or what a row of the catalog runs on.

    ``file_name`` lies in the index's folder and has ``sha256`` and ``size_bytes``. It was made of a file that had ``given_sha256``;
    ``source`` is that one's name or address. ``architecture`` and ``preprocessing`` are short lines for people.
    """

    key: str
    title: str
    task: str
    label_set: str
    label_names: tuple[str, ...]
    file_name: str
    sha256: str
    size_bytes: int
    source: str
    given_sha256: str
    architecture: str
    untrained: bool = False
    preprocessing: str = ""


def index_path() -> Path:
    return data_folder() / "own.json"


def read_own(path: Path) -> tuple[tuple[OwnModel, ...], UserError | None]:
    """The models of an index: none where there is no file, or where it is damaged; then it is kept as ``.bad`` and the error says so."""
    try:
        check_no_pipe(path)
        with path.open("rb") as stream:
            content = stream.read(MAX_INDEX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return (), None
    except OSError as error:
        return (), UserError(_STUCK, path=path, details=repr(error))
    try:
        return _parse(content), None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return (), _set_aside(path, error)


def recorded(path: Path, key: str) -> OwnModel | None:
    """The model called ``key``; None where an index does not name it, or cannot be read. The file stays as it is."""
    try:
        models = _parse(path.read_bytes())
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return next((model for model in models if model.key == key), None)


def write_own(path: Path, models: tuple[OwnModel, ...]) -> None:
    """Replace the index atomically. Raises ExportError; the old one is then untouched."""
    document = {"version": VERSION, "models": [dataclasses.asdict(model) for model in models]}
    make_folder(path.parent)
    write_atomically(path, json.dumps(document, indent=1).encode())


def make_folder(folder: Path) -> None:
    """Raises ExportError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(_NO_FOLDER, details=repr(error), path=folder, reason=error.strerror or type(error).__name__) from error


def _set_aside(path: Path, error: Exception) -> UserError:
    kept = path.with_suffix(path.suffix + ".bad")
    try:
        path.replace(kept)
    except OSError as problem:
        return UserError(_STUCK, path=path, details=f"{error!r}, {problem!r}")
    return UserError(_SET_ASIDE, path=kept, details=repr(error))


def _parse(content: bytes) -> tuple[OwnModel, ...]:
    """Raises ValueError, KeyError or TypeError on anything that :func:`write_own` does not write."""
    if len(content) > MAX_INDEX_BYTES:
        raise ValueError("too large")
    document = _a(dict, json.loads(content))
    if document["version"] not in (VERSION, _BEFORE):
        raise ValueError(f"version {document['version']}")
    added = {"preprocessing": ""} if document["version"] == _BEFORE else {}
    models = tuple(_model({**_a(dict, entry), **added}) for entry in _a(list, document["models"]))
    if len({model.key for model in models}) != len(models):
        raise ValueError("a key twice")
    return models


def _model(entry: dict[str, Any]) -> OwnModel:
    if entry.keys() != {field.name for field in dataclasses.fields(OwnModel)}:
        raise KeyError(f"fields {sorted(entry)}")
    names = tuple(_text(name) for name in _a(list, entry["label_names"]))
    key, digests = _text(entry["key"]), (_text(entry["sha256"]), _text(entry["given_sha256"]))
    sane = (
        re.fullmatch(KEY_PATTERN, key)
        # The name leads nowhere but into the index's own folder.
        and entry["file_name"] == f"{key}.safetensors"
        and all(re.fullmatch(SHA256_PATTERN, digest) for digest in digests)
        and entry["task"] in TASKS
        and 2 <= len(names) <= 255
        and _a(int, entry["size_bytes"]) > 0
    )
    if not sane:
        raise ValueError(f"values out of range in {entry!r}"[:MAX_TEXT])
    return OwnModel(
        key, _text(entry["title"]), entry["task"], _text(entry["label_set"]), names, entry["file_name"], digests[0],
        entry["size_bytes"], _text(entry["source"]), digests[1], _text(entry["architecture"]), _a(bool, entry["untrained"]),
        _text(entry["preprocessing"]) if entry["preprocessing"] != "" else "",
    )  # fmt: skip


def _text(value: Any) -> str:
    text: str = _a(str, value)
    if not 0 < len(text) <= MAX_TEXT or not text.isprintable():
        raise ValueError("not a line of text")
    return text


def _a(kind: Callable[..., Any], value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not a {kind}"[:MAX_TEXT])
    return value
