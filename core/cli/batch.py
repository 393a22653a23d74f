"""How a batch is asked for, and what it says: progress, reports, one summary, what failed, the exit code."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from tqdm import tqdm

from core.batch.items import BatchItem, Failure
from core.batch.record import BatchRecord, settings_hash
from core.batch.run import Place, run_batch
from core.batch.work import Done, Outcome, Work
from core.cancellation import CancelToken
from core.cli.interrupt import interrupt_cancels
from core.cli.options import print_json
from core.errors import Cancelled, ImageTooLarge, UserError
from core.files import remove_left_parts


def add_batch(parser: argparse.ArgumentParser) -> None:
    done = "leave out photos that an earlier run into this folder finished with the same model and options"
    parser.add_argument("--resume", action="store_true", help=done)
    places = [place.value for place in Place]
    parser.add_argument("--engine", choices=places, default=Place.LOCAL.value, help="this machine, or a Ray cluster (default %(default)s)")


@dataclass(slots=True)
class _Tally:
    """What came of a batch so far. Reports are kept only where one document is made of them."""

    photos: int = 0
    earlier: int = 0
    failures: list[Failure] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def count(self, outcome: Outcome, *, keep: bool) -> None:
        self.photos += 1
        if isinstance(outcome, Failure):
            self.failures.append(outcome)
        elif outcome.earlier:
            self.earlier += 1
        if keep:
            self.documents.append(_as_json(outcome))

    def summary(self) -> str:
        seconds = time.monotonic() - self.started
        done = self.photos - self.earlier - len(self.failures)
        parts = [f"{done} segmented in {seconds:.1f} s ({done / max(seconds, 1e-9):.2f} a second)"]
        parts += [f"{self.earlier} done by an earlier run"] if self.earlier else []
        parts += [f"{len(self.failures)} came to nothing"] if self.failures else []
        return f"{self.photos} photos: {', '.join(parts)}."


def run_and_report(
    work: Work,
    items: Sequence[BatchItem],
    failures: Sequence[Failure],
    settings: Callable[[], Mapping[str, object]],
    options: argparse.Namespace,
) -> int:
    """Do every item and say what came of it. Returns the exit code: 1 when an input came to nothing.

    ``settings`` names all that the files depend on besides the photos; it is asked for when a record is kept.

    Raises what ends a whole batch: WeightsError, DeviceError, InputError, ExportError; KeyboardInterrupt when it was interrupted.
    """
    tally, token = _Tally(), CancelToken()
    for failure in failures:
        tally.count(failure, keep=options.json)
    try:
        with interrupt_cancels(token), _record(items, settings, options) as record:
            place = Place(options.engine)
            outcomes = run_batch(work, items, token, place=place, record=record, resume=options.resume)
            for outcome in _with_progress(outcomes, len(items), options):
                tally.count(outcome, keep=options.json)
                if isinstance(outcome, Done) and outcome.said.text and not options.json:
                    tqdm.write(outcome.said.text)
    except Cancelled as error:
        if len(items) > 1:
            print(f"Stopped after {tally.photos} of {len(items)} photos; --resume carries on from there.", file=sys.stderr)
        raise KeyboardInterrupt from error
    _say(tally, options)
    return 1 if tally.failures else 0


def _record(
    items: Sequence[BatchItem], settings: Callable[[], Mapping[str, object]], options: argparse.Namespace
) -> BatchRecord | nullcontext[None]:
    """The folder's record; a lone photo leaves none."""
    if len(items) < 2 and not options.resume:
        return nullcontext()
    record = BatchRecord(options.out, settings_hash(settings()))
    if record.kept_as is not None:
        print(f"The record {record.path} of earlier runs is damaged; it is kept as {record.kept_as}.", end=" ", file=sys.stderr)
        print("Every photo is done again.", file=sys.stderr)
    if options.resume:
        remove_left_parts(options.out)
    return record


def _with_progress(outcomes: Iterator[Outcome], total: int, options: argparse.Namespace) -> Iterator[Outcome]:
    hidden = options.json or not sys.stderr.isatty()
    with tqdm(outcomes, total=total, unit="photo", disable=hidden) as bar:
        yield from bar


def _say(tally: _Tally, options: argparse.Namespace) -> None:
    """One document for a program; else a summary of several photos, and what failed on stderr."""
    if options.json:
        print_json(tally.documents)
    elif tally.photos > 1:
        print(tally.summary())
    if tally.failures:
        print(f"{len(tally.failures)} of {tally.photos} inputs came to nothing:", file=sys.stderr)
        for failure in tally.failures:
            print(f"  {_sentence(failure.error)}", file=sys.stderr)


def _as_json(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Failure):
        return {"file": str(outcome.source), "error": _sentence(outcome.error)}
    return {**outcome.said.entry, "earlier": True} if outcome.earlier else outcome.said.entry


def _sentence(error: UserError) -> str:
    if isinstance(error, ImageTooLarge) and error.reduced_size is not None:
        return f"{error} With --reduced that is done."
    return str(error)
