"""Options that several subcommands and the window share. Imports no torch."""

from __future__ import annotations

import argparse
import json

from core.catalog import MODELS
from core.devices import DeviceChoice


def add_model(parser: argparse.ArgumentParser, *, required: bool) -> None:
    keys = ", ".join(row.key for row in MODELS)
    parser.add_argument("--model", required=required, metavar="KEY", help=f"one of {keys}")


def add_device(parser: argparse.ArgumentParser) -> None:
    devices = [choice.value for choice in DeviceChoice]
    parser.add_argument("--device", choices=devices, default=DeviceChoice.AUTO.value, help="where the networks run (default %(default)s)")


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document on stdout and nothing else")


def positive_int(text: str) -> int:
    """An argparse type: a whole number of at least 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return number


def print_json(document: object) -> None:
    """Print ``document`` on stdout. Raises ValueError on NaN, which JSON has no word for."""
    print(json.dumps(document, indent=2, allow_nan=False))
