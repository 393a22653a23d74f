"""``segment``: from photos to class maps on disk, without a screen."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from core.cancellation import CancelToken
from core.catalog import find_model
from core.cli.batch import BatchItem, Failure, expand, name_items, open_folder, refuse_overwriting
from core.cli.options import add_device, add_json, add_model, print_json
from core.devices import DeviceChoice, resolve
from core.errors import ImageTooLarge, InputError, UserError, WeightsError
from core.fcn.config import STREAM_STRIDES, ReadOut
from core.files import write_atomically
from core.image import load_image
from core.samples import load_sample

if TYPE_CHECKING:
    from core.engine import Engine
    from core.fcn.results import Segmentation
    from core.image import ImageDocument


@dataclass(frozen=True, slots=True)
class Product:
    """A file that ``--write`` can name: what its name ends in, and its bytes."""

    key: str
    ending: str
    render: Callable[[Engine, ImageDocument, Segmentation], bytes]


def _overlay(_engine: Engine, document: ImageDocument, segmentation: Segmentation) -> bytes:
    from core.export.semantic import overlay_png

    return overlay_png(document, segmentation)


def _labels(_engine: Engine, _document: ImageDocument, segmentation: Segmentation) -> bytes:
    from core.export.semantic import label_png

    return label_png(segmentation)


def _probabilities(engine: Engine, _document: ImageDocument, segmentation: Segmentation) -> bytes:
    from core.export.semantic import probabilities_npz

    return probabilities_npz(engine.probabilities(segmentation), segmentation.label_set)


PRODUCTS = (
    Product("overlay", "-overlay.png", _overlay),
    Product("labels", "-labels.png", _labels),
    Product("probabilities", "-probabilities.npz", _probabilities),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What is said about a photo that was segmented. ``shares`` are of the photo's pixels, largest first, classes present only."""

    source: Path | str
    size: tuple[int, int]
    model: str
    read_out: ReadOut
    device: str
    seconds: float
    notes: tuple[str, ...]
    badges: tuple[str, ...]
    shares: tuple[tuple[str, float], ...]
    written: dict[str, Path]

    def as_json(self) -> dict[str, object]:
        return {
            "file": str(self.source),
            "size": {"width": self.size[0], "height": self.size[1]},
            "model": self.model,
            "read_out": int(self.read_out),
            "device": self.device,
            "seconds": round(self.seconds, 4),
            "notes": self.notes,
            "badges": self.badges,
            "classes": [{"name": name, "share": round(share, 6)} for name, share in self.shares],
            "written": {key: str(path) for key, path in self.written.items()},
        }

    def as_text(self) -> str:
        width, height = self.size
        badges = "".join(f", {badge}" for badge in self.badges)
        head = f"{self.source}: {width} x {height}, FCN-{int(self.read_out)}s in {self.seconds:.2f} s on {self.device}{badges}"
        shares = ", ".join(f"{name} {share:.1%}" for name, share in self.shares)
        return "\n  ".join([head, *self.notes, shares, *map(str, self.written.values())])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="*", type=Path, metavar="INPUT", help="a photo or a folder of photos")
    parser.add_argument("--sample", action="append", default=[], metavar="KEY", help="a sample photo, for example astronaut; repeatable")
    add_model(parser, required=True)
    parser.add_argument(
        "--read-out",
        type=int,
        choices=STREAM_STRIDES,
        default=int(ReadOut.STRIDE_8),
        help="FCN-32s, 16s or 8s (default %(default)s)",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to; created when it is not there")
    keys = ",".join(product.key for product in PRODUCTS)
    parser.add_argument("--write", type=_products, default="overlay,labels", metavar="WHAT", help=f"any of {keys} (default %(default)s)")
    parser.add_argument("--reduced", action="store_true", help="open photos over the size limit reduced instead of refusing them")
    add_device(parser)
    add_json(parser)


def _products(text: str) -> tuple[Product, ...]:
    known = {product.key: product for product in PRODUCTS}
    unknown = [word for word in text.split(",") if word not in known]
    if unknown:
        raise argparse.ArgumentTypeError(f"'{unknown[0]}' is not one of {', '.join(known)}")
    return tuple(product for key, product in known.items() if key in text.split(","))


def run(options: argparse.Namespace) -> int:
    """Segment every input. Returns 1 when one of them failed. Raises UserError when none could ever succeed."""
    find_model(options.model, options.rows)
    if not options.inputs and not options.sample:
        raise InputError("There is nothing to segment; give a photo, a folder of photos, or --sample astronaut.")
    paths, failures = expand(options.inputs)
    items = name_items([*paths, *options.sample])
    refuse_overwriting((path for item in items for path in _targets(item, options).values()), paths)
    open_folder(options.out)
    outcomes: list[Report | Failure] = [*failures]
    for outcome in _with_progress(_outcomes(items, options), len(items), options):
        outcomes.append(outcome)
        if isinstance(outcome, Report) and not options.json:
            tqdm.write(outcome.as_text())
    if options.json:
        print_json([outcome.as_json() if isinstance(outcome, Report) else _failure_json(outcome) for outcome in outcomes])
    return _say_failures(outcomes)


def _outcomes(items: list[BatchItem], options: argparse.Namespace) -> Iterator[Report | Failure]:
    """One outcome per item, in order. Raises what no photo would escape: WeightsError, and DeviceError for a device that is not there."""
    from core.engine import Engine

    device = DeviceChoice(options.device)
    resolve(device)
    engine = Engine(device, cache_bytes=0, rows=options.rows)
    for item in items:
        try:
            yield _segment(engine, item, options)
        except WeightsError:
            raise
        except UserError as error:
            yield Failure(item.source, error)


def _segment(engine: Engine, item: BatchItem, options: argparse.Namespace) -> Report:
    """Everything is rendered before the first file is written: a photo that fails leaves nothing behind."""
    document = _load(item.source, reduced=options.reduced)
    scores = engine.scores(document, options.model, CancelToken())
    segmentation = engine.read_out(scores, ReadOut(options.read_out))
    targets = _targets(item, options)
    contents = {product.key: product.render(engine, document, segmentation) for product in options.write}
    for key, content in contents.items():
        write_atomically(targets[key], content)
    shares = zip(segmentation.label_set.names, segmentation.shares().tolist(), strict=True)
    return Report(
        source=item.source,
        size=(document.width, document.height),
        model=options.model,
        read_out=segmentation.read_out,
        device=scores.facts.device,
        seconds=scores.facts.seconds,
        notes=tuple(note.text for note in document.notes),
        badges=tuple(badge.text for badge in scores.facts.badges),
        shares=tuple(sorted(((name, share) for name, share in shares if share > 0), key=lambda row: -row[1])),
        written=targets,
    )


def _load(source: Path | str, *, reduced: bool) -> ImageDocument:
    return load_image(source, reduced=reduced) if isinstance(source, Path) else load_sample(source)


def _targets(item: BatchItem, options: argparse.Namespace) -> dict[str, Path]:
    return {product.key: options.out / f"{item.stem}{product.ending}" for product in options.write}


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
