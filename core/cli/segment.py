"""``segment``: from photos to class maps or objects on disk, without a screen."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from core.catalog import ModelRow, Task, find_model
from core.cli.batch import BatchItem, Failure, expand, name_items, open_folder, refuse_overwriting
from core.cli.options import add_device, add_json, add_model, print_json
from core.cli.segment_instance import INSTANCE
from core.cli.segment_pictures import add_arguments as add_picture_arguments
from core.cli.segment_semantic import SEMANTIC
from core.cli.segment_task import Product, SegmentTask, Statement
from core.devices import DeviceChoice, resolve
from core.errors import ImageTooLarge, InputError, UserError, WeightsError
from core.files import write_atomically
from core.image import load_image
from core.samples import load_sample

if TYPE_CHECKING:
    from core.engine import Engine
    from core.image import ImageDocument

TASKS: dict[Task, SegmentTask[Any]] = {Task.SEMANTIC: SEMANTIC, Task.INSTANCE: INSTANCE}


@dataclass(frozen=True, slots=True)
class Report:
    """What is said about a photo that was segmented."""

    source: Path | str
    size: tuple[int, int]
    model: str
    notes: tuple[str, ...]
    said: Statement
    written: dict[str, Path]

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
            "written": {key: str(path) for key, path in self.written.items()},
        }

    def as_text(self) -> str:
        width, height = self.size
        badges = "".join(f", {badge}" for badge in self.said.badges)
        head = f"{self.source}: {width} x {height}, {self.said.method} in {self.said.seconds:.2f} s on {self.said.device}{badges}"
        return "\n  ".join([head, *self.notes, *self.said.lines, *map(str, self.written.values())])


@dataclass(frozen=True, slots=True)
class _Order:
    """What the whole batch has in common."""

    row: ModelRow
    task: SegmentTask[Any]
    products: tuple[Product[Any], ...]
    options: argparse.Namespace

    def targets(self, item: BatchItem) -> dict[str, Path]:
        return {product.key: self.options.out / f"{item.stem}{product.ending}" for product in self.products}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="*", type=Path, metavar="INPUT", help="a photo or a folder of photos")
    parser.add_argument("--sample", action="append", default=[], metavar="KEY", help="a sample photo, for example astronaut; repeatable")
    add_model(parser, required=True)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to; created when it is not there")
    choices = "; ".join(f"of {','.join(_keys(task))} for {found}" for task, found in ((SEMANTIC, "classes"), (INSTANCE, "objects")))
    usual = " or ".join(",".join(task.written_by_default) for task in TASKS.values())
    parser.add_argument("--write", type=_products, metavar="WHAT", help=f"any {choices} (default: {usual})")
    parser.add_argument("--reduced", action="store_true", help="open photos over the size limit reduced instead of refusing them")
    add_device(parser)
    add_json(parser)
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
    outcomes: list[Report | Failure] = [*failures]
    for outcome in _with_progress(_outcomes(items, order), len(items), options):
        outcomes.append(outcome)
        if isinstance(outcome, Report) and not options.json:
            tqdm.write(outcome.as_text())
    if options.json:
        print_json([outcome.as_json() if isinstance(outcome, Report) else _failure_json(outcome) for outcome in outcomes])
    return _say_failures(outcomes)


def _order(options: argparse.Namespace) -> _Order:
    """Raises InputError for what the model's task cannot write, and for an option that means nothing to it."""
    row = find_model(options.model, options.rows)
    task = TASKS[row.task]
    foreign = [word for word in options.write or () if word not in _keys(task)]
    if foreign:
        raise InputError("{model} writes {known}, not {word}.", model=row.title, known=", ".join(_keys(task)), word=foreign[0])
    for name in (name for other in TASKS.values() if other is not task for name in other.options):
        if getattr(options, name) is not None:
            option = f"--{name.replace('_', '-')}"
            raise InputError("{option} means nothing to {model}; leave it out.", option=option, model=row.title)
    wanted = options.write or task.written_by_default
    return _Order(row, task, tuple(product for product in task.products if product.key in wanted), options)


def _outcomes(items: list[BatchItem], order: _Order) -> Iterator[Report | Failure]:
    """One outcome per item, in order. Raises what no photo would escape: WeightsError, and DeviceError for a device that is not there."""
    from core.engine import Engine

    device = DeviceChoice(order.options.device)
    resolve(device)
    engine = Engine(device, cache_bytes=0, rows=order.options.rows)
    for item in items:
        try:
            yield _segment(engine, item, order)
        except WeightsError:
            raise
        except UserError as error:
            yield Failure(item.source, error)


def _segment(engine: Engine, item: BatchItem, order: _Order) -> Report:
    """Everything is rendered before the first file is written: a photo that fails leaves nothing behind."""
    document = _load(item.source, reduced=order.options.reduced)
    result = order.task.infer(engine, document, order.options)
    said, targets = order.task.state(result), order.targets(item)
    contents = {product.key: product.render(engine, document, result) for product in order.products}
    for key, content in contents.items():
        write_atomically(targets[key], content)
    notes = tuple(note.text for note in document.notes)
    return Report(item.source, (document.width, document.height), order.row.key, notes, said, targets)


def _load(source: Path | str, *, reduced: bool) -> ImageDocument:
    return load_image(source, reduced=reduced) if isinstance(source, Path) else load_sample(source)


def _with_progress(outcomes: Iterator[Report | Failure], total: int, options: argparse.Namespace) -> Iterator[Report | Failure]:
    hidden = options.json or not sys.stderr.isatty()
    with tqdm(outcomes, total=total, unit="photo", disable=hidden) as bar:
        yield from bar


def _failure_json(failure: Failure) -> dict[str, object]:
    return {"file": str(failure.source), "error": _sentence(failure.error)}


def _say_failures(outcomes: list[Report | Failure]) -> int:
    """Name what failed on stderr. Returns the exit code."""
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    if not failures:
        return 0
    print(f"{len(failures)} of {len(outcomes)} inputs came to nothing:", file=sys.stderr)
    for failure in failures:
        print(f"  {_sentence(failure.error)}", file=sys.stderr)
    return 1


def _sentence(error: UserError) -> str:
    if isinstance(error, ImageTooLarge) and error.reduced_size is not None:
        return f"{error} With --reduced that is done."
    return str(error)
