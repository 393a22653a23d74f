"""MODELS: the one table of models. Menus, combo boxes, the command line and the contract tests iterate it. Imports no torch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from core.badges import Badge
from core.errors import InputError, UserError, WeightsError, WeightsMissing
from core.labels import CAMVID, EVERYDAY_OBJECTS, VOC, LabelSet
from core.recognition import Config
from core.weights.own import OwnModel, index_path, read_own, recorded
from core.weights.places import data_folder, shipped
from core.weights.reading import read_blob

_NOT_FETCHED = "{model} is not here yet; run 'halfpixel weights fetch {key}', or import its file."
_NOT_CHOSEN = "{model} is not here yet; import a file of its weights with 'halfpixel weights import FILE --as {key}'."


class Task(Enum):
    """What a model answers: a class for every pixel, or a mask for every object."""

    SEMANTIC = "semantic"
    INSTANCE = "instance"


class WeightsState(Enum):
    """Whether a model can run now."""

    READY = "ready"
    MISSING = "missing"
    DAMAGED = "damaged"


class Origin(Enum):
    """Whose the weights are: a part of Halfpixel, published by others and fetched or chosen when wanted, or the person's own."""

    SHIPPED = "shipped"
    ON_DEMAND = "on demand"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class WeightFile:
    """The file that a model's weights are, and where it comes from.

    A shipped file lies in ``resources/weights``, an own one at an absolute path; ``sha256`` and ``size_bytes`` are its own. Of a file on
    demand they say what was published: ``sha256`` is None and ``size_bytes`` 0 where nothing was; ``sha256_prefix`` holds its first
    digits where the published name does. Its ``url`` is None when the person has to bring the file. It is kept as the safetensors file
    ``file_name`` in the data folder.

    ``given_sha256`` is the hash of the file that was fetched or imported and ``kept_sha256`` of the one kept: None before that.
    ``source`` says where it is from, ``licence`` what may be done with it.
    """

    file_name: str
    sha256: str | None
    size_bytes: int
    url: str | None = None
    source: str = ""
    sha256_prefix: str = ""
    licence: str = ""
    given_sha256: str | None = None
    kept_sha256: str | None = None

    @property
    def origin(self) -> Origin:
        if self.url is not None or self.sha256 is None:
            return Origin.ON_DEMAND
        return Origin.OWN if Path(self.file_name).is_absolute() else Origin.SHIPPED

    @property
    def path(self) -> Path:
        return data_folder() / self.file_name if self.origin is Origin.ON_DEMAND else shipped(self.file_name)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model. ``summary`` is one sentence; ``card`` is the file name of its model card, beside the shipped weights.

    ``architecture`` and ``preprocessing`` are short lines for people. ``figures``: what it reaches, on what, and who says so; "" where
    nobody does. ``config`` is the network that a file on demand must fit; a shipped or own file says that itself.
    """

    key: str
    title: str
    task: Task
    label_set: LabelSet
    weights: WeightFile
    badges: tuple[Badge, ...]
    summary: str
    card: str
    architecture: str = ""
    preprocessing: str = ""
    figures: str = ""
    config: Config | None = None

    @property
    def weights_path(self) -> Path:
        return self.weights.path

    @property
    def card_path(self) -> Path:
        return shipped(self.card)

    @property
    def origin(self) -> Origin:
        return self.weights.origin


MODELS: tuple[ModelRow, ...] = (
    ModelRow(
        key="fcn-everyday",
        title="FCN everyday",
        task=Task.SEMANTIC,
        label_set=VOC,
        weights=WeightFile("fcn-everyday.safetensors", "6fa90d887634dc3406507dec7ba7e1730d5ca66f932c78495a08a10592f7741c", 9261526),
        badges=(Badge.STARTER,),
        summary="VOC's 21 classes on everyday photos; best at people, cats, dogs, horses, sheep and cows.",
        card="fcn-everyday.md",
    ),
    ModelRow(
        key="fcn-street",
        title="FCN street",
        task=Task.SEMANTIC,
        label_set=CAMVID,
        weights=WeightFile("fcn-street.safetensors", "38614f4dc51b32a65d26b3549c4359afdbc37049f195ab50946d5ce13e4b7a4d", 9253666),
        badges=(Badge.STARTER,),
        summary="CamVid's 11 classes on street scenes seen from a car.",
        card="fcn-street.md",
    ),
    ModelRow(
        key="maskrcnn-starter",
        title="Mask R-CNN starter",
        task=Task.INSTANCE,
        label_set=EVERYDAY_OBJECTS,
        weights=WeightFile("maskrcnn-starter.safetensors", "7bd7b30599204ed2f207b066eda331ca9e8d7a2547b8c62bcfba1162542b2e37", 16137256),
        badges=(Badge.STARTER,),
        summary="A mask for each person, cat, dog, horse, sheep and cow on everyday photos.",
        card="maskrcnn-starter.md",
    ),
)


_KNOWN_LABELS = {(labels.name, labels.names): labels for labels in (VOC, CAMVID, EVERYDAY_OBJECTS)}


def all_rows(on_problem: Callable[[UserError], object] | None = None) -> tuple[ModelRow, ...]:
    """MODELS, with what was taken in for them, then the person's own models.

    ``on_problem`` is told when the list of what was taken in was damaged; then nothing was.
    """
    taken, problem = read_own(index_path())
    if problem is not None and on_problem is not None:
        on_problem(problem)
    records = {record.key: record for record in taken}
    built_in = tuple(with_record(row, records.pop(row.key, None)) for row in MODELS)
    return (*built_in, *(own_row(record, data_folder()) for record in records.values()))


def with_record(row: ModelRow, record: OwnModel | None) -> ModelRow:
    """``row`` with the hashes of the file that was taken in for it, and the badge "untrained" where the person said so."""
    if record is None or row.origin is not Origin.ON_DEMAND:
        return row
    weights = replace(row.weights, given_sha256=record.given_sha256, kept_sha256=record.sha256)
    return replace(row, weights=weights, badges=(*row.badges, Badge.UNTRAINED) if record.untrained else row.badges)


def own_row(model: OwnModel, folder: Path) -> ModelRow:
    """The row of an imported model whose file lies in ``folder``; it carries a badge only when it is untrained."""
    weights = WeightFile(
        str(folder / model.file_name), model.sha256, model.size_bytes, source=model.source,
        given_sha256=model.given_sha256, kept_sha256=model.sha256,
    )  # fmt: skip
    return ModelRow(
        key=model.key,
        title=model.title,
        task=Task(model.task),
        label_set=labels_called(model.label_set, model.label_names),
        weights=weights,
        badges=(Badge.UNTRAINED,) if model.untrained else (),
        summary=f"Imported from {model.source}.",
        card=str(folder / f"{model.key}.md"),
        architecture=model.architecture,
    )


def labels_called(name: str, names: tuple[str, ...]) -> LabelSet:
    """The known label set with that name and those classes, else one of its own."""
    return _KNOWN_LABELS.get((name, names)) or LabelSet(name, names, background=0 if names[0] == "background" else None)


def find_model(key: str, rows: Sequence[ModelRow] = MODELS) -> ModelRow:
    """The row called ``key``. Raises InputError naming the keys there are."""
    for row in rows:
        if row.key == key:
            return row
    raise InputError("There is no model '{key}'; choose one of {keys}.", key=key, keys=", ".join(row.key for row in rows))


def sha256_in_use(row: ModelRow) -> str | None:
    """The hash that the file at ``weights_path`` must have. Raises WeightsMissing when no file on demand was taken in yet."""
    if row.origin is not Origin.ON_DEMAND:
        return row.weights.sha256
    record = recorded(index_path(), row.key)
    if record is None:
        template = _NOT_FETCHED if row.weights.url is not None else _NOT_CHOSEN
        raise WeightsMissing(template, model=row.title, key=row.key)
    return record.sha256


def weights_state(row: ModelRow) -> WeightsState:
    """Read the row's weight file and check its hash (a few milliseconds per 10 MB)."""
    try:
        read_blob(row.weights_path, sha256=sha256_in_use(row))
    except WeightsMissing:
        return WeightsState.MISSING
    except WeightsError:
        return WeightsState.DAMAGED
    return WeightsState.READY
