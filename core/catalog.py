"""MODELS: the one table of models. Menus, combo boxes, the command line and the contract tests iterate it. Imports no torch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from core.badges import Badge
from core.errors import InputError, UserError, WeightsError, WeightsMissing
from core.labels import CAMVID, EVERYDAY_OBJECTS, VOC, LabelSet
from core.weights.own import OwnModel, index_path, read_own
from core.weights.places import data_folder, fetched, shipped
from core.weights.reading import read_blob


class Task(Enum):
    """What a model answers: a class for every pixel, or a mask for every object."""

    SEMANTIC = "semantic"
    INSTANCE = "instance"


class WeightsState(Enum):
    """Whether a model can run now."""

    READY = "ready"
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class WeightFile:
    """A weight file in ``resources/weights``, or anywhere by absolute path; its full SHA-256 decides whether it is the right one.

    One with a ``url`` is not shipped: it lies in the user's data folder once it was fetched. ``source`` says where it is from.
    """

    file_name: str
    sha256: str
    size_bytes: int
    url: str | None = None
    source: str = ""

    @property
    def path(self) -> Path:
        return shipped(self.file_name) if self.url is None else fetched(self.file_name)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model. ``summary`` is one sentence; ``card`` is the file name of its model card, beside the weights."""

    key: str
    title: str
    task: Task
    label_set: LabelSet
    weights: WeightFile
    badges: tuple[Badge, ...]
    summary: str
    card: str

    @property
    def weights_path(self) -> Path:
        return self.weights.path

    @property
    def card_path(self) -> Path:
        return shipped(self.card)


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
    """MODELS, then the person's own models. ``on_problem`` is told when their list was damaged; then there are none."""
    own, problem = read_own(index_path())
    if problem is not None and on_problem is not None:
        on_problem(problem)
    taken = {row.key for row in MODELS}
    return (*MODELS, *(own_row(model, data_folder()) for model in own if model.key not in taken))


def own_row(model: OwnModel, folder: Path) -> ModelRow:
    """The row of an imported model whose file lies in ``folder``; it carries a badge only when it is untrained."""
    return ModelRow(
        key=model.key,
        title=model.title,
        task=Task(model.task),
        label_set=labels_called(model.label_set, model.label_names),
        weights=WeightFile(str(folder / model.file_name), model.sha256, model.size_bytes, source=model.source),
        badges=(Badge.UNTRAINED,) if model.untrained else (),
        summary=f"Imported from {model.source}.",
        card=str(folder / f"{model.key}.md"),
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


def weights_state(row: ModelRow) -> WeightsState:
    """Read the row's weight file and check its hash (a few milliseconds per 10 MB)."""
    try:
        read_blob(row.weights_path, sha256=row.weights.sha256)
    except WeightsMissing:
        return WeightsState.MISSING
    except WeightsError:
        return WeightsState.DAMAGED
    return WeightsState.READY
