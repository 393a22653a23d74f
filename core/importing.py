"""Taking in a weight file: recognised, checked against a fresh network, and only then kept as safetensors, with a row in the catalog."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from core.cancellation import CancelToken
from core.catalog import MODELS, ModelRow, Origin, Task, own_row, with_record
from core.errors import ExportError, InputError, UserError, WeightsError
from core.fcn.config import FcnConfig
from core.files import write_atomically
from core.libraries import import_libraries
from core.maskrcnn.config import MaskRcnnConfig
from core.reading import check_no_pipe
from core.recognition import (
    NUMBERED,
    Config,
    ImportNote,
    Labels,
    Recognised,
    SemanticConfig,
    fitted,
    in_words,
    input_in_words,
    is_semantic,
    is_untrained,
    read_config,
    recognise,
)
from core.weights.download import Wanted, download
from core.weights.metadata import METADATA_KEY
from core.weights.own import KEY_PATTERN, OwnModel, index_path, make_folder, read_own, write_own
from core.weights.places import downloads
from core.weights.progress import ProgressListener
from core.weights.reading import WeightBlob, blob_of, load_checked, read_bytes, tensors_of
from core.weights.torch_file import torch_file_of

if TYPE_CHECKING:
    import torch

MAX_LABEL_FILE_BYTES = 1 << 16
MAX_KEY = 80
TORCH_SUFFIXES = (".pth", ".pt")
LONGEST_TITLE = 200

_NO_TRUNK = (
    "The weight file {path} names the trunk {trunk}, which timm cannot build here for photos of any size; "
    "update timm or choose another file."
)
_ANY_SIZE = (64, 96)
_UNNAMED = "The weight file {path} has class names that are not lines of text; choose another file."
_OTHER_NETWORK = "The weight file {path} says that it is another network than {model} ({given}); import it under a key of its own."
_OTHER_CLASSES = "The weight file {path} names other classes than {label_set}; choose a file made for it."
_UNFOLDS = "The weight file {path} unfolds to {size} bytes, so it was not read; choose another file."
_BAD_KEY = "'{key}' cannot be a model's key; choose one like my-model-2."
_TAKEN_KEY = "There is already a model '{key}'; choose another key."
_FIXED_LABELS = "The classes of {model} are those of {label_set}; to name others, import the file under a key of its own."
_LABELS_UNREADABLE = "The label file {path} cannot be read ({reason}); choose a text file with one class name a line."
_NOT_LABELS = "The label file {path} is not a text file with one class name a line; choose another file."
_NO_ADDRESS = "{model} has no address to fetch it from; import a file of its weights with 'halfpixel weights import FILE --as {key}'."
_PART_OF_HALFPIXEL = "{model} is a part of Halfpixel and stays; only what you fetched or imported can be removed."
_NOTHING_KEPT = "Nothing was fetched or imported for {model}, so there is nothing to remove."
_IN_USE = "The file {path} cannot be replaced ({reason}); close what uses it and try again."
_STAYS = "The file {path} cannot be removed ({reason}); close what uses it, then remove it yourself."


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken in: its row as the catalog shows it now, the SHA-256 of the file that was given, and English notes about it."""

    row: ModelRow
    sha256: str
    notes: tuple[str, ...]


def import_file(path: Path, *, key: str | None = None, labels: Path | None = None, untrained: bool = False, token: CancelToken) -> Imported:
    """Check ``path`` (.safetensors, .pth, .pt) against a fresh network and keep a copy of its weights as safetensors.

    ``key`` of a row of MODELS: it is that row's file. Any other: a new model of the person's own, by default called after the file.
    ``labels``: a text file with one class name a line, for a model of their own. ``untrained``: the weights are random, and results say so;
    where the file shows it, they say so in any case.

    Raises InputError for a key that is taken or malformed, WeightsError with the first five differences, WeightsMissing, ExportError,
    or Cancelled; then nothing is kept, and what was there before stays.
    """
    row = next((row for row in MODELS if row.key == key), None)
    taken, problem = read_own(index_path())
    if problem is not None:
        raise problem
    if row is None:
        return _take_in_own(path, _own_key(key, path, taken), _read_labels(labels), token, untrained=untrained)
    if row.origin is not Origin.ON_DEMAND:
        raise InputError(_TAKEN_KEY, key=row.key)
    if labels is not None:
        raise InputError(_FIXED_LABELS, model=row.title, label_set=row.label_set.name)
    return _take_in_for(row, path, _line(path.name), token, untrained=untrained)


def fetch_row(row: ModelRow, *, token: CancelToken, on_progress: ProgressListener | None = None) -> Imported:
    """Download the file of a row on demand, check its hash or what is published of it, and take it in.

    An interrupted download goes on where it stopped. Raises InputError where there is no address, DownloadError, and what
    :func:`import_file` does; then what was there before stays.
    """
    weights = row.weights
    if weights.url is None:
        raise InputError(_NO_ADDRESS, model=row.title, key=row.key)
    suffix = Path(urlsplit(weights.url).path).suffix.lower()
    target = downloads() / f"{row.key}{suffix if suffix in TORCH_SUFFIXES else '.safetensors'}"
    # Where only a prefix is published, so is only a rounded size.
    size = weights.size_bytes if weights.sha256 is not None else None
    wanted = Wanted(weights.url, weights.sha256, size, weights.sha256_prefix)
    download(wanted, target, token, on_progress)
    try:
        return _take_in_for(row, target, weights.url, token, untrained=False)
    finally:
        with contextlib.suppress(OSError):
            target.unlink()


def remove_model(row: ModelRow) -> None:
    """Forget an own model, or the file that was fetched or imported for a row on demand, and remove what was kept of it.

    Raises InputError for a shipped model or where nothing is kept, ExportError where a file cannot be removed or the list written.
    """
    if row.origin is Origin.SHIPPED:
        raise InputError(_PART_OF_HALFPIXEL, model=row.title)
    taken, problem = read_own(index_path())
    if problem is not None:
        raise problem
    left = tuple(model for model in taken if model.key != row.key)
    if len(left) == len(taken):
        raise InputError(_NOTHING_KEPT, model=row.title)
    write_own(index_path(), left)
    _remove(row.weights_path)
    if row.origin is Origin.OWN:
        _remove(row.card_path)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(_STAYS, details=repr(error), path=path, reason=error.strerror or type(error).__name__) from error


def _own_key(key: str | None, path: Path, taken: tuple[OwnModel, ...]) -> str:
    used = {row.key for row in MODELS} | {model.key for model in taken}
    if key is None:
        stem = "-".join(re.findall(r"[a-z0-9]+", path.stem.lower()))[: MAX_KEY - 5].strip("-") or "model"
        return next(name for name in (stem, *(f"{stem}-{number}" for number in range(2, 10_000))) if name not in used)
    if not re.fullmatch(KEY_PATTERN, key) or len(key) > MAX_KEY:
        raise InputError(_BAD_KEY, key=key)
    if key in used:
        raise InputError(_TAKEN_KEY, key=key)
    return key


def _read_labels(path: Path | None) -> Labels | None:
    if path is None:
        return None
    try:
        check_no_pipe(path)
        with path.open("rb") as stream:
            content = stream.read(MAX_LABEL_FILE_BYTES + 1)
    except OSError as error:
        raise InputError(_LABELS_UNREADABLE, details=repr(error), path=path, reason=error.strerror or type(error).__name__) from error
    try:
        lines = [line.strip() for line in content.decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError as error:
        raise InputError(_NOT_LABELS, details=repr(error), path=path) from error
    names = tuple(line for line in lines if line)
    if len(content) > MAX_LABEL_FILE_BYTES or not all(name.isprintable() and len(name) <= LONGEST_TITLE for name in names):
        raise InputError(_NOT_LABELS, path=path)
    return Labels(_line(path.stem) or NUMBERED, names, path.name)


@dataclass(frozen=True, slots=True, eq=False)
class _Given:
    """A file as it was given: its tensors and metadata, not yet trusted to fit anything."""

    name: str
    content: bytes
    tensors: Mapping[str, torch.Tensor]
    metadata: Mapping[str, str]
    sha256: str


def _take_in_own(path: Path, key: str, labels: Labels | None, token: CancelToken, *, untrained: bool) -> Imported:
    given = _read(path, token)
    found = recognise(given.tensors, given.metadata, given.name, labels)
    blob = _checked(given, found, token)
    fresh = is_untrained(found.tensors)
    model = _record(key, _line(path.stem) or key, found.config, blob, given, _line(path.name) or key, untrained=untrained or fresh)
    _keep(blob, model, card=True)
    return Imported(own_row(model, index_path().parent), given.sha256, _texts(found, ImportNote.UNTRAINED if fresh else None))


def _take_in_for(row: ModelRow, path: Path, source: str, token: CancelToken, *, untrained: bool) -> Imported:
    given = _read(path, token)
    found = _as_rows(row, given)
    blob = _checked(given, found, token)
    fresh = is_untrained(found.tensors)
    model = _record(row.key, row.title, found.config, blob, given, source, untrained=untrained or fresh)
    _keep(blob, model, card=False)
    taken = with_record(row, model)
    notes = ImportNote.UNTRAINED if fresh else None, ImportNote.NOT_PUBLISHED if taken.weights.is_another_than_published else None
    return Imported(taken, given.sha256, _texts(found, *notes))


def _texts(found: Recognised, *more: ImportNote | None) -> tuple[str, ...]:
    return tuple(note.value for note in (*found.notes, *more) if note is not None)


def _read(path: Path, token: CancelToken) -> _Given:
    token.checkpoint("weights")
    content = read_bytes(path)
    digest = hashlib.sha256(content).hexdigest()
    if path.suffix.lower() == ".safetensors":
        blob = blob_of(content, path)
        return _Given(path.name, content, tensors_of(blob), blob.metadata, digest)
    state = torch_file_of(content, path)
    _check_total(state.tensors, path, len(content))
    return _Given(path.name, b"", state.tensors, state.metadata, digest)


def _check_total(tensors: Mapping[str, torch.Tensor], path: Path, file_size: int) -> None:
    """A view may repeat one number without end (stride 0): copied, it would fill the memory."""
    size = sum(tensor.numel() * tensor.element_size() for tensor in tensors.values())
    if size > 4 * file_size:
        raise WeightsError(_UNFOLDS, path=path, size=size)


def _as_rows(row: ModelRow, given: _Given) -> Recognised:
    """``given`` as the network of ``row``, which its tensors may yet turn out not to fit."""
    if row.config is None:
        found = recognise(given.tensors, given.metadata, given.name)
        if found.config.label_names != row.label_set.names or _task(found.config) is not row.task:
            raise WeightsError(_OTHER_CLASSES, path=given.name, label_set=row.label_set.name)
        return found
    if METADATA_KEY in given.metadata:
        said = read_config(given.metadata, given.name)
        if said != row.config:
            raise WeightsError(_OTHER_NETWORK, path=given.name, model=row.title, given=in_words(said))
    tensors, notes = fitted(row.config, given.tensors)
    return Recognised(row.config, tensors, notes)


def _task(config: Config) -> Task:
    return Task.SEMANTIC if is_semantic(config) else Task.INSTANCE


def _checked(given: _Given, found: Recognised, token: CancelToken) -> WeightBlob:
    """The safetensors file to keep: what was given where that says the same, else what is made of it. Raises WeightsError."""
    import safetensors.torch

    token.checkpoint("check")
    metadata = found.config.to_metadata()
    if given.content and dict(given.metadata) == metadata:
        content = given.content
    else:
        content = safetensors.torch.save(dict(_own_storages(found.tensors)), metadata=metadata)
    blob = blob_of(content, Path(given.name))
    _check_fit(blob, found.config)
    token.checkpoint("keep")
    return blob


def _own_storages(tensors: Mapping[str, torch.Tensor]) -> Iterator[tuple[str, torch.Tensor]]:
    """Each tensor alone in its memory, as safetensors wants it; copied only where it is not."""
    seen = set()
    for name, tensor in tensors.items():
        alone = tensor.detach().contiguous()
        storage = alone.untyped_storage()
        if storage.data_ptr() in seen or storage.nbytes() != alone.numel() * alone.element_size():
            alone = alone.clone()
        seen.add(storage.data_ptr())
        yield name, alone


def _check_fit(blob: WeightBlob, config: Config) -> None:
    """Raise WeightsError with the first five differences to a fresh network, which is built without memory of its own."""
    import_libraries()
    import torch

    with _trunk_errors(blob.name, config), torch.device("meta"):
        if isinstance(config, SemanticConfig):
            from core.fcn.build import build, checked_state

            fcn = build(config)
            trunk = getattr(fcn, "trunk", None)
        else:
            from core.maskrcnn.build import build as build_mask_rcnn

            mask_rcnn = build_mask_rcnn(config)
            trunk = getattr(mask_rcnn.backbone, "trunk", None)
        if trunk is not None:
            trunk.eval()(torch.empty(1, 3, *_ANY_SIZE))  # on the meta device: shapes alone are computed
    if isinstance(config, SemanticConfig):
        checked_state(blob, fcn)
    else:
        load_checked(blob, mask_rcnn.state_dict())


@contextlib.contextmanager
def _trunk_errors(name: str, config: Config) -> Iterator[None]:
    """timm says in many ways that it cannot build a trunk, or not one with the levels that are needed, or for photos of any size."""
    try:
        yield
    except (RuntimeError, ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
        if isinstance(config, FcnConfig | MaskRcnnConfig):
            raise WeightsError(_NO_TRUNK, details=repr(error), path=name, trunk=config.trunk) from error
        raise


def _record(key: str, title: str, config: Config, blob: WeightBlob, given: _Given, source: str, *, untrained: bool) -> OwnModel:
    names = tuple(_line(name) or "?" for name in config.label_names)
    if names != config.label_names:
        raise WeightsError(_UNNAMED, path=given.name)
    return OwnModel(
        key, title, _task(config).value, _line(config.label_set) or NUMBERED, names, f"{key}.safetensors", blob.sha256, len(blob.content),
        source, given.sha256, _line(in_words(config)), untrained, _line(input_in_words(config)),
    )  # fmt: skip


def _keep(blob: WeightBlob, model: OwnModel, *, card: bool) -> None:
    """Write the files, then the list that names them; when that fails, everything is as it was. Raises ExportError."""
    index = index_path()
    taken, problem = read_own(index)
    if problem is not None:
        raise problem
    make_folder(index.parent)
    contents = {index.parent / model.file_name: blob.content}
    if card:
        contents[index.parent / f"{model.key}.md"] = _card(model).encode()
    with _restored_on_failure(contents):
        for path, content in contents.items():
            write_atomically(path, content)
        write_own(index, (*(other for other in taken if other.key != model.key), model))


@contextlib.contextmanager
def _restored_on_failure(paths: Iterable[Path]) -> Iterator[None]:
    """Set aside what lies at ``paths`` and put it back if the block fails; else it is gone. Raises ExportError."""
    aside: dict[Path, Path | None] = {}
    try:
        for path in paths:
            aside[path] = _set_aside(path)
        yield
    except (UserError, KeyboardInterrupt):
        for path, before in aside.items():
            with contextlib.suppress(OSError):  # the others are put back all the same, and what failed first is said
                if before is None:
                    path.unlink()
                else:
                    before.replace(path)
        raise
    for before in aside.values():
        if before is not None:
            with contextlib.suppress(OSError):
                before.unlink()


def _set_aside(path: Path) -> Path | None:
    """Where the file at ``path`` is now; None when there was none."""
    before = path.with_name(f"{path.name}.before")
    try:
        before.unlink(missing_ok=True)  # of an import that was killed
        if not path.exists():
            return None
        path.replace(before)
    except OSError as error:
        raise ExportError(_IN_USE, details=repr(error), path=path, reason=error.strerror or type(error).__name__) from error
    return before


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:LONGEST_TITLE]


def _card(model: OwnModel) -> str:
    note = "\nIts weights are random: it was not trained.\n" if model.untrained else ""
    return (
        f"# {model.title}\n\nImported from `{model.source}`; Halfpixel knows nothing else about its training.\n{note}\n"
        f"- Network: {model.architecture}\n"
        f"- Input: {model.preprocessing}\n"
        f"- Task: {model.task}\n- Classes ({model.label_set}): {', '.join(model.label_names)}\n"
        f"- Size: {model.size_bytes} bytes\n- SHA-256: {model.sha256}\n- SHA-256 of the file that was imported: {model.given_sha256}\n"
    )
