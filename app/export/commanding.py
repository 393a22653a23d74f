"""The command lines that make what is on screen again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.export.choices import ExportChoices, Included, Kind
from app.export.snapshot import Snapshot
from core.catalog import Task
from core.cli.segment import TASKS
from core.cli.segment_command import Classes, Objects, Order, as_line, command
from core.cli.segment_pictures import OVERLAY
from core.errors import InputError

OUT = Path("results")


def command_words(snapshot: Snapshot, choices: ExportChoices | None = None) -> list[list[str]]:
    """The words of each command, from the results that are shown. ``choices`` are those of an export; None writes the usual files.

    Pictures of classes and objects take one command; the usual files of objects beside classes a second one. Raises InputError without
    a result, and for a photo that has no file.
    """
    included = choices.included if choices is not None else snapshot.included
    kind = None if choices is None else choices.format.kind
    classes = None if kind is Kind.OBJECTS else _classes(snapshot, included)
    objects = None if kind is Kind.CLASSES else _objects(snapshot, included)
    first = classes or objects
    if first is None:
        raise InputError("There is no result that a command could make again; run a model first.")
    order = _order(snapshot, choices, Task.INSTANCE if classes is None else Task.SEMANTIC)
    if classes is None or objects is None:
        return [command(order, first)]
    both = command(order, classes, objects)
    if choices is not None:
        return [both]
    usual = _order(snapshot, None, Task.INSTANCE)
    # The overlay of both is there already, under the name that one of the objects would have.
    return [both, command(replace(usual, write=tuple(word for word in usual.write if word != OVERLAY.key)), objects)]


def command_text(snapshot: Snapshot, choices: ExportChoices | None = None) -> str:
    """The commands for the system's shell, a line each. Raises what :func:`command_words` does."""
    return "\n".join(as_line(words) for words in command_words(snapshot, choices))


def _classes(snapshot: Snapshot, included: Included) -> Classes | None:
    found = snapshot.segmentation
    if found is None:
        return None
    colours = tuple((found.label_set.names[label], rgb) for label, rgb in snapshot.class_view.colours if label < len(found.label_set))
    return Classes(
        found.model_key, found.read_out, found.gains, snapshot.look.palette, snapshot.shown_classes, colours,
        included.classes_filled, included.classes_outlined,
    )  # fmt: skip


def _objects(snapshot: Snapshot, included: Included) -> Objects | None:
    run = snapshot.detection
    if run is None:
        return None
    return Objects(
        run.model_key, run.thresholds, run.poolers, snapshot.rule, included.objects_filled, included.objects_outlined, included.boxes,
        included.labels,
    )  # fmt: skip


def _order(snapshot: Snapshot, choices: ExportChoices | None, task: Task) -> Order:
    write = TASKS[task].written_by_default if choices is None else (choices.format.word,)
    plain = Order(snapshot.document, OUT, write, snapshot.device, snapshot.look.opacity)
    if choices is None or not choices.format.has_pixels:
        return plain
    title = (choices.title or snapshot.title) if choices.titled else ""
    return replace(plain, width=choices.width, dpi=choices.dpi, title=title, legend=choices.legend)
