"""Figures on the way to a person or a program: progress, table cells, numbers in JSON, and the classes that are asked for."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence

from tqdm import tqdm

from core.errors import InputError
from core.evaluation.report import number

__all__ = ["cell", "check_classes", "number", "progress_bar"]


def progress_bar(total: int, options: argparse.Namespace) -> tqdm[None]:
    """On stderr, for a person who watches it."""
    return tqdm(total=total, unit="photo", disable=options.json or not sys.stderr.isatty())


def cell(value: float) -> str:
    """Nine characters of a table; a dash for NaN."""
    return f"{value:9.4f}" if math.isfinite(value) else f"{'-':>9}"


def check_classes(asked: Sequence[str] | None, known: Sequence[str], label_set: str) -> None:
    """Raise InputError when a class that is asked for is not one of those ``known``."""
    unknown = [name for name in asked or () if name not in known]
    if unknown:
        raise InputError(
            "{labels} has no class '{name}'; its classes are {names}.", labels=label_set, name=unknown[0], names=", ".join(known)
        )
