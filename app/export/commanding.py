"""The command lines that make what is on screen again: one for the classes, one for the objects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.export.choices import ExportChoices, Kind
from app.export.snapshot import Snapshot
from core.cli.segment import TASKS
from core.cli.segment_command import Order, as_line, classes_command, objects_command
from core.errors import InputError

OUT = Path("results")


def command_words(snapshot: Snapshot, choices: ExportChoices | None = None) -> list[list[str]]:
    """The words of each command, from the results that are shown. ``choices`` are those of an export; None writes the usual files.

    Raises InputError without a result, and for a photo that has no file.
    """
    kind = None if choices is None else choices.format.kind
    commands = []
    if snapshot.segmentation is not None and kind is not Kind.OBJECTS:
        commands.append(_classes(snapshot, choices))
    if snapshot.detection is not None and kind is not Kind.CLASSES:
        commands.append(_objects(snapshot, choices))
    if not commands:
        raise InputError("There is no result that a command could make again; run a model first.")
    return commands


def command_text(snapshot: Snapshot, choices: ExportChoices | None = None) -> str:
    """The commands for the system's shell, a line each. Raises what :func:`command_words` does."""
    return "\n".join(as_line(words) for words in command_words(snapshot, choices))


def _classes(snapshot: Snapshot, choices: ExportChoices | None) -> list[str]:
    found, included = snapshot.segmentation, choices.included if choices is not None else snapshot.included
    assert found is not None
    colours = [(found.label_set.names[label], rgb) for label, rgb in snapshot.class_view.colours if label < len(found.label_set)]
    order = _order(snapshot, choices, included.classes_filled, included.classes_outlined, "semantic")
    return classes_command(order, found.model_key, found.read_out, found.gains, snapshot.look.palette, snapshot.shown_classes, colours)


def _objects(snapshot: Snapshot, choices: ExportChoices | None) -> list[str]:
    run, included = snapshot.detection, choices.included if choices is not None else snapshot.included
    assert run is not None
    order = _order(snapshot, choices, included.objects_filled, included.objects_outlined, "instance")
    return objects_command(order, run.model_key, run.thresholds, run.poolers, snapshot.rule, framed=included.boxes, named=included.labels)


def _order(snapshot: Snapshot, choices: ExportChoices | None, filled: bool, outlined: bool, task: str) -> Order:
    usual = next(found.written_by_default for key, found in TASKS.items() if key.value == task)
    write = usual if choices is None else (choices.format.word,)
    plain = Order(snapshot.document, OUT, write, snapshot.device, snapshot.look.opacity, filled, outlined)
    if choices is None or not choices.format.has_pixels:
        return plain
    title = (choices.title or None) if choices.titled else ""
    return replace(plain, width=choices.width, dpi=choices.dpi, title=title, legend=choices.legend)
