"""COMMANDS: the one table of subcommands. A subcommand's module is imported only when it is the one that was asked for."""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from core.catalog import ModelRow
from core.errors import UserError


@dataclass(frozen=True, slots=True)
class Command:
    """``module`` offers ``add_arguments(parser)``, which must be cheap, and ``run(options) -> int``, the exit code.

    ``options.rows`` is the catalog to look models up in.
    """

    name: str
    summary: str
    module: str


COMMANDS = (
    Command("segment", "segment photos; write overlays, label maps, objects", "core.cli.segment"),
    Command("models", "list the models and the state of their weight files", "core.cli.models"),
    Command("weights", "fetch, import and check weight files", "core.cli.weights"),
    Command("evaluate", "measure a model on a data set", "core.cli.evaluate"),
    Command("ceilings", "measure the best IoU that ground truth allows at stride 32, 16, 8 and 4", "core.cli.ceilings"),
    Command("train", "train weights as the shipped ones were trained", "core.cli.train"),
    Command("roi", "trace RoIPool, RoIAlign and crop-and-resize on one box", "core.cli.roi"),
)


def find_command(words: Sequence[str]) -> Command | None:
    """The subcommand that a command line starts with, or None when it opens the window.

    Only the first word counts, and only when it is exactly a name: a photo or folder called like a subcommand is ``./segment``.
    """
    return next((command for command in COMMANDS if words and words[0] == command.name), None)


def run_command(command: Command, words: Sequence[str], rows: Sequence[ModelRow]) -> int:
    """Parse ``words`` (those after the subcommand's name) and run it on the models of ``rows``. Returns the exit code.

    Raises UserError; with ``--json`` its sentence is printed as a document ``{"error": ...}`` first, so that stdout always parses.
    """
    module = importlib.import_module(command.module)
    parser = argparse.ArgumentParser(prog=f"halfpixel {command.name}", description=f"{command.summary[0].upper()}{command.summary[1:]}.")
    parser.set_defaults(rows=rows)
    module.add_arguments(parser)
    options = parser.parse_args(words)
    try:
        return int(module.run(options))
    except UserError as error:
        if getattr(options, "json", False):
            print(json.dumps({"error": str(error)}))
        raise
