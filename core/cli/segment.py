"""``segment``: from photos to class maps or objects on disk, without a screen."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.metadata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import __version__
from core.batch.items import BatchItem, expand, name_items, open_folder, refuse_overwriting
from core.batch.work import Said
from core.cancellation import CancelToken
from core.catalog import ModelRow, Task, find_model
from core.cli.batch import add_batch, run_and_report
from core.cli.options import add_device, add_json, add_model
from core.cli.segment_instance import INSTANCE
from core.cli.segment_pictures import PICTURES
from core.cli.segment_pictures import add_arguments as add_picture_arguments
from core.cli.segment_semantic import SEMANTIC
from core.cli.segment_task import Product, SegmentTask, Statement
from core.cli.segment_together import Companion, Together
from core.devices import DeviceChoice, resolve
from core.errors import InputError
from core.image import load_image
from core.samples import load_sample

if TYPE_CHECKING:
    from core.engine import Engine
    from core.image import ImageDocument

NOT_IN_FILES = frozenset({"inputs", "sample", "out", "write", "json", "rows", "resume", "engine", "device"})
"""Options on which no byte of a file depends; the device counts as what it came to."""

TASKS: dict[Task, SegmentTask[Any]] = {Task.SEMANTIC: SEMANTIC, Task.INSTANCE: INSTANCE}


@dataclass(frozen=True, slots=True)
class Report:
    """What is said about a photo that was segmented; ``beside`` is the second model's key and what is said of it."""

    source: Path | str
    size: tuple[int, int]
    model: str
    notes: tuple[str, ...]
    said: Statement
    written: dict[str, Path]
    beside: tuple[str, Statement] | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "file": str(self.source),
            "size": {"width": self.size[0], "height": self.size[1]},
            "model": self.model,
            "device": self.said.device,
            "seconds": round(self.said.seconds, 4),
            "notes": self.notes,
            "badges": self.said.badges,
            **self.said.facts,
            **self._second(),
            "written": {key: str(path) for key, path in self.written.items()},
        }

    def _second(self) -> dict[str, object]:
        if self.beside is None:
            return {}
        key, said = self.beside
        return {"with": {"model": key, "seconds": round(said.seconds, 4), "badges": said.badges, **said.facts}}

    def as_text(self) -> str:
        width, height = self.size
        head = f"{self.source}: {width} x {height}, {_head_of(self.said)}"
        second = [] if self.beside is None else [_head_of(self.beside[1]), *self.beside[1].lines]
        return "\n  ".join([head, *self.notes, *self.said.lines, *second, *map(str, self.written.values())])


def _head_of(said: Statement) -> str:
    return f"{said.method} in {said.seconds:.2f} s on {said.device}" + "".join(f", {badge}" for badge in said.badges)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What the models found on a photo, ``second`` None without a second one."""

    first: Any
    second: Any


@dataclass(frozen=True, slots=True)
class _Order:
    """What the whole batch has in common: the :class:`core.batch.work.Work` of a command line."""

    row: ModelRow
    task: SegmentTask[Any]
    products: tuple[Product[Any], ...]
    options: argparse.Namespace
    companion: Companion | None

    def engine(self, token: CancelToken) -> Engine:
        from core.engine import Engine

        device = DeviceChoice(self.options.device)
        resolve(device)
        engine = Engine(device, cache_bytes=0, rows=self.options.rows)
        for row in self._rows:
            engine.load(row.key, token)
        return engine

    @property
    def _rows(self) -> list[ModelRow]:
        return [self.row] if self.companion is None else [self.row, self.companion.row]

    def targets(self, item: BatchItem) -> dict[str, Path]:
        return {product.key: self.options.out / f"{item.stem}{product.ending}" for product in self.products}

    def load(self, item: BatchItem) -> ImageDocument:
        return load_image(item.source, reduced=self.options.reduced) if isinstance(item.source, Path) else load_sample(item.source)

    def infer(self, engine: Engine, document: ImageDocument, token: CancelToken) -> _Found:
        found = self.task.infer(engine, document, self.options, token)
        return _Found(found, None if self.companion is None else self.companion.infer(engine, document, self.options, token))

    def render(self, engine: Engine, document: ImageDocument, result: _Found) -> dict[str, bytes]:
        first, pictured = result.first, result.first
        if self.companion is not None:
            pictured = Together(first, result.second, self.companion.row.title)
        return {one.key: one.render(engine, document, pictured if one in PICTURES else first) for one in self.products}

    def say(self, item: BatchItem, document: ImageDocument, result: _Found) -> Said:
        notes = tuple(note.text for note in document.notes)
        size = document.width, document.height
        second = None if self.companion is None else (self.companion.row.key, self.companion.task.state(result.second))
        report = Report(item.source, size, self.row.key, notes, self.task.state(result.first), self.targets(item), second)
        return Said(report.as_json(), report.as_text())

    def settings(self) -> dict[str, object]:
        """What a file's bytes depend on besides its photo. Raises DeviceError for a device that is not there."""
        options = {name: value for name, value in vars(self.options).items() if name not in NOT_IN_FILES}
        versions = {name: importlib.metadata.version(name) for name in ("torch", "torchvision", "Pillow")}
        device = resolve(DeviceChoice(self.options.device)).type
        models = {"title": [row.title for row in self._rows], "weights": [_weights_hash(row) for row in self._rows]}
        return {"halfpixel": __version__, **versions, "device": device, **models, **options}


def _weights_hash(row: ModelRow) -> str:
    """SHA-256 of the weight file as it is; none when it cannot be read, which the engine says better."""
    with contextlib.suppress(OSError), row.weights_path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
    return ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="*", type=Path, metavar="INPUT", help="a photo or a folder of photos")
    parser.add_argument("--sample", action="append", default=[], metavar="KEY", help="a sample photo, for example astronaut; repeatable")
    add_model(parser, required=True)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to; created when it is not there")
    choices = "; ".join(f"of {','.join(_keys(task))} for {found}" for task, found in ((SEMANTIC, "classes"), (INSTANCE, "objects")))
    usual = " or ".join(",".join(task.written_by_default) for task in TASKS.values())
    parser.add_argument("--write", type=_products, metavar="WHAT", help=f"any {choices} (default: {usual})")
    beside = "a second model, for objects beside a model for classes or the other way round; overlays and figures show both"
    parser.add_argument("--with", dest="companion", metavar="KEY", help=beside)
    parser.add_argument("--reduced", action="store_true", help="open photos over the size limit reduced instead of refusing them")
    add_device(parser)
    add_json(parser)
    add_batch(parser)
    add_picture_arguments(parser)
    for task in TASKS.values():
        task.add_arguments(parser)


def _keys(task: SegmentTask[Any]) -> list[str]:
    return [product.key for product in task.products]


def _products(text: str) -> tuple[str, ...]:
    known = dict.fromkeys(key for task in TASKS.values() for key in _keys(task))
    unknown = [word for word in text.split(",") if word not in known]
    if unknown:
        raise argparse.ArgumentTypeError(f"'{unknown[0]}' is not one of {', '.join(known)}")
    return tuple(text.split(","))


def run(options: argparse.Namespace) -> int:
    """Segment every input. Returns 1 when one of them failed. Raises UserError when none could ever succeed."""
    order = _order(options)
    if not options.inputs and not options.sample:
        raise InputError("There is nothing to segment; give a photo, a folder of photos, or --sample astronaut.")
    paths, failures = expand(options.inputs)
    items = name_items([*paths, *options.sample])
    refuse_overwriting((path for item in items for path in order.targets(item).values()), paths)
    open_folder(options.out)
    return run_and_report(order, items, failures, order.settings, options)


def _order(options: argparse.Namespace) -> _Order:
    """Raises InputError for what the model's task cannot write, and for an option that means nothing to it."""
    row = find_model(options.model, options.rows)
    task, companion = TASKS[row.task], _companion(row, options)
    foreign = [word for word in options.write or () if word not in _keys(task)]
    if foreign:
        raise InputError("{model} writes {known}, not {word}.", model=row.title, known=", ".join(_keys(task)), word=foreign[0])
    asked = [task] if companion is None else [task, companion.task]
    for name in (name for other in TASKS.values() if other not in asked for name in other.options):
        if getattr(options, name) is not None:
            option = f"--{name.replace('_', '-')}"
            raise InputError("{option} means nothing to {model}; leave it out.", option=option, model=row.title)
    wanted = options.write or task.written_by_default
    return _Order(row, task, tuple(product for product in task.products if product.key in wanted), options, companion)


def _companion(row: ModelRow, options: argparse.Namespace) -> Companion | None:
    """Raises InputError for a second model of the same kind."""
    if options.companion is None:
        return None
    second = find_model(options.companion, options.rows)
    if second.task is row.task:
        raise InputError("{model} and {second} find the same; leave --with out, or choose another.", model=row.title, second=second.title)
    return Companion(second, TASKS[second.task])
