"""``weights``: fetch, import and check weight files, and say where they lie."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.catalog import ModelRow, Origin, WeightsState, find_model, weights_state
from core.cli.options import add_json, print_json
from core.weights.places import data_folder, shipped
from core.weights.progress import Progress

if TYPE_CHECKING:
    from core.importing import Imported


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    fetch = actions.add_parser("fetch", help="download a model's weights; an interrupted download goes on where it stopped")
    fetch.add_argument("key", metavar="KEY")
    taken = actions.add_parser("import", help="take in a weight file (.safetensors, .pth, .pt) of a known network")
    taken.add_argument("file", type=Path, metavar="FILE")
    names = "the model of the catalog that the file belongs to, or what a model of your own is called (default: from the file's name)"
    taken.add_argument("--as", dest="key", metavar="KEY", help=names)
    taken.add_argument("--labels", type=Path, metavar="FILE", help="text file with one class name a line, that of class 0 first")
    taken.add_argument("--untrained", action="store_true", help="its weights are random: results carry a badge that says so")
    check = actions.add_parser("check", help="read weight files and compare their SHA-256; exit code 1 when one is not right")
    check.add_argument("key", nargs="?", metavar="KEY", help="only this model (default: all)")
    where = actions.add_parser("where", help="print the folders that weight files lie in")
    for action in (fetch, taken, check, where):
        add_json(action)


def run(options: argparse.Namespace) -> int:
    return {"fetch": _fetch, "import": _import, "check": _check, "where": _where}[options.action](options)


def _fetch(options: argparse.Namespace) -> int:
    row = find_model(options.key, options.rows)
    if weights_state(row) is WeightsState.READY and not row.weights.is_another_than_published:
        _print_rows([row], options, "ready")
    else:
        _print_imported(_download(row, quiet=options.json), options, "fetched")
    return 0


def _download(row: ModelRow, *, quiet: bool) -> Imported:
    from core.cancellation import CancelToken
    from core.importing import fetch_row

    if not quiet and row.weights.url is not None:
        print(f"{row.title}, {row.weights.size_bytes / 1e6:.1f} MB from {row.weights.url}", file=sys.stderr)
    shown = sys.stderr.isatty() and not quiet
    try:
        return fetch_row(row, token=CancelToken(), on_progress=_show if shown else None)
    finally:
        if shown:
            print(file=sys.stderr)


def _show(progress: Progress) -> None:
    print(f"\r{progress_text(progress):<60}", end="", file=sys.stderr, flush=True)


def progress_text(progress: Progress) -> str:
    """``12.3 of 45.6 MB, 1.2 MB/s, 0:28 left``, without what is not known."""
    total = "" if progress.total is None else f" of {progress.total / 1e6:.1f}"
    size = f"{progress.received / 1e6:.1f}{total} MB"
    rate = [] if progress.rate is None else [f"{progress.rate / 1e6:.1f} MB/s"]
    left = [] if progress.seconds_left is None else ["{}:{:02d} left".format(*divmod(round(progress.seconds_left), 60))]
    return ", ".join([size, *rate, *left])


def _import(options: argparse.Namespace) -> int:
    from core.cancellation import CancelToken
    from core.importing import import_file

    taken = import_file(options.file, key=options.key, labels=options.labels, untrained=options.untrained, token=CancelToken())
    _print_imported(taken, options, "imported")
    return 0


def _check(options: argparse.Namespace) -> int:
    rows = options.rows if options.key is None else [find_model(options.key, options.rows)]
    states = [weights_state(row) for row in rows]
    if options.json:
        print_json([_as_json(row, state) for row, state in zip(rows, states, strict=True)])
    else:
        for row, state in zip(rows, states, strict=True):
            other = " (not the published file)" if row.weights.is_another_than_published else ""
            print(f"{row.key}: {state.value}: {row.weights_path}{other}")
    # What nobody has fetched is no fault, unless it was asked about.
    faults = [
        state
        for row, state in zip(rows, states, strict=True)
        if state is not WeightsState.READY and (options.key is not None or not _never_fetched(row, state))
    ]
    return 1 if faults else 0


def _never_fetched(row: ModelRow, state: WeightsState) -> bool:
    return row.origin is Origin.ON_DEMAND and state is WeightsState.MISSING and row.weights.kept_sha256 is None


def _where(options: argparse.Namespace) -> int:
    folders = {"shipped": str(shipped("")), "own": str(data_folder())}
    if options.json:
        print_json(folders)
    else:
        print("\n".join(f"{name}: {folder}" for name, folder in folders.items()))
    return 0


def _print_rows(rows: list[ModelRow], options: argparse.Namespace, word: str) -> None:
    if options.json:
        print_json([_as_json(row, WeightsState.READY) for row in rows])
    else:
        for row in rows:
            print(f"{row.key}: {word}: {row.weights_path} (SHA-256 {row.weights.kept_sha256 or row.weights.sha256})")


def _print_imported(taken: Imported, options: argparse.Namespace, word: str) -> None:
    """Also the hash of the file that was given: where none is published, it is the one to compare with others."""
    if options.json:
        print_json([{**_as_json(taken.row, WeightsState.READY), "notes": taken.notes}])
        return
    _print_rows([taken.row], options, word)
    print("\n".join([f"  SHA-256 of the file given: {taken.sha256}", *(f"  {note}" for note in taken.notes)]))


def _as_json(row: ModelRow, state: WeightsState) -> dict[str, object]:
    weights = row.weights
    return {
        "key": row.key, "title": row.title, "task": row.task.value, "origin": row.origin.value, "state": state.value,
        "path": str(row.weights_path), "sha256": weights.sha256, "sha256_prefix": weights.sha256_prefix,
        "given_sha256": weights.given_sha256, "kept_sha256": weights.kept_sha256, "size_bytes": weights.size_bytes, "url": weights.url,
        "source": weights.source, "licence": weights.licence, "badges": [badge.text for badge in row.badges],
    }  # fmt: skip
