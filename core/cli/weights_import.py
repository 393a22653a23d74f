"""Taking in a weight file of the person's own: recognised, built and checked first, then kept as safetensors with a row of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.catalog import ModelRow, Task, own_row
from core.errors import InputError, UserError, WeightsError
from core.fcn.config import FcnConfig
from core.files import write_atomically
from core.maskrcnn.config import MaskRcnnConfig
from core.weights.own import KEY_PATTERN, OwnModel, index_path, make_folder, read_own, write_own
from core.weights.reading import WeightBlob, blob_of, load_checked, read_blob
from core.weights.torch_file import read_torch_file

if TYPE_CHECKING:
    import torch

_UNKNOWN = "The weight file {path} does not say which network it belongs to; choose one written by 'halfpixel train'."
_NO_TRUNK = "The weight file {path} names the trunk {trunk}, which timm cannot build here; update timm or choose another file."


@dataclass(frozen=True, slots=True)
class _Recognised:
    task: Task
    config: FcnConfig | MaskRcnnConfig


def import_model(path: Path, key: str | None, rows: Sequence[ModelRow], *, untrained: bool = False) -> ModelRow:
    """Check ``path`` against a fresh network and keep a copy under ``key`` (default: from the file's name).

    Raises InputError for a key that is taken or malformed, WeightsError, WeightsMissing or ExportError; nothing is kept then, and
    no model that is in use is touched.
    """
    key = _free_key(key or _slug(path.stem), rows)
    blob = _blob(path)
    found = _recognise(blob)
    load_checked(blob, _fresh_state(found.config, blob.name))
    return _keep(blob, found, key, untrained=untrained)


def _slug(stem: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", stem.lower()))


def _free_key(key: str, rows: Sequence[ModelRow]) -> str:
    if not re.fullmatch(KEY_PATTERN, key) or len(key) > 80:
        raise InputError("'{key}' cannot be a model's key; choose one like my-model-2 with --as.", key=key)
    if key in {row.key for row in rows}:
        raise InputError("There is already a model '{key}'; choose another key with --as.", key=key)
    return key


def _blob(path: Path) -> WeightBlob:
    """Any readable file as a safetensors blob: the program itself reads nothing else."""
    if path.suffix.lower() == ".safetensors":
        return read_blob(path)
    import safetensors.torch

    state = read_torch_file(path)
    _check_total(state.tensors, path)
    tensors = {name: tensor.detach().contiguous().clone() for name, tensor in state.tensors.items()}
    return blob_of(safetensors.torch.save(tensors, metadata=dict(state.metadata)), path)


def _check_total(tensors: Mapping[str, torch.Tensor], path: Path) -> None:
    """A view may repeat one number without end (stride 0): copied, it would fill the memory."""
    size, most = sum(tensor.numel() * tensor.element_size() for tensor in tensors.values()), 4 * path.stat().st_size
    if size > most:
        raise WeightsError("The weight file {path} unfolds to {size} bytes, so it was not read; choose another file.", path=path, size=size)


def _recognise(blob: WeightBlob) -> _Recognised:
    """By the configuration in the metadata. Raises WeightsError."""
    for task, config in ((Task.SEMANTIC, FcnConfig), (Task.INSTANCE, MaskRcnnConfig)):
        try:
            return _Recognised(task, config.from_metadata(blob.metadata, source=blob.name))
        except WeightsError as error:
            details = error.details
    raise WeightsError(_UNKNOWN, details=details, path=blob.name)


def _fresh_state(config: FcnConfig | MaskRcnnConfig, source: str) -> Mapping[str, Any]:
    """The state of a network without memory of its own: names, shapes and dtypes, however large it says it is."""
    import torch

    try:
        with torch.device("meta"):
            return _build(config).state_dict()
    except (RuntimeError, ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
        raise WeightsError(_NO_TRUNK, details=repr(error), path=source, trunk=config.trunk) from error


def _build(config: FcnConfig | MaskRcnnConfig) -> torch.nn.Module:
    if isinstance(config, FcnConfig):
        from core.fcn.network import FcnNet

        return FcnNet(config)
    from core.maskrcnn.network import build

    network: torch.nn.Module = build(config)
    return network


def _keep(blob: WeightBlob, found: _Recognised, key: str, *, untrained: bool) -> ModelRow:
    index = index_path()
    own, problem = read_own(index)
    if problem is not None:
        raise problem
    model = OwnModel(
        key, _line(Path(blob.name).stem) or key, found.task.value, _line(found.config.label_set) or "own",
        tuple(_line(name) or "?" for name in found.config.label_names), f"{key}.safetensors", blob.sha256, len(blob.content),
        _line(blob.name) or key, untrained,
    )  # fmt: skip
    if model.label_names != found.config.label_names:
        raise WeightsError(_UNKNOWN, details="class names that are not lines of text", path=blob.name)
    make_folder(index.parent)
    weights, card = index.parent / model.file_name, index.parent / f"{key}.md"
    try:
        write_atomically(weights, blob.content)
        write_atomically(card, _card(model).encode())
        write_own(index, (*own, model))
    except (UserError, KeyboardInterrupt):
        for path in (weights, card):
            path.unlink(missing_ok=True)
        raise
    return own_row(model, index.parent)


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:200]


def _card(model: OwnModel) -> str:
    note = "\nIts weights are random: it was not trained.\n" if model.untrained else ""
    return (
        f"# {model.title}\n\nImported from `{model.source}`; Halfpixel knows nothing else about its training.\n{note}\n"
        f"- Task: {model.task}\n- Classes ({model.label_set}): {', '.join(model.label_names)}\n"
        f"- Size: {model.size_bytes} bytes\n- SHA-256: {model.sha256}\n"
    )
