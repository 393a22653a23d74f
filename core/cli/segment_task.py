"""What ``segment`` asks of a task: which files it can write for a photo, and what it says about one."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from core.cancellation import CancelToken
    from core.engine import Engine
    from core.image import ImageDocument

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Product(Generic[Result]):
    """A file that ``--write`` can name: what its name ends in, and its bytes."""

    key: str
    ending: str
    render: Callable[[Engine, ImageDocument, Result], bytes]


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said about one photo. ``method`` is what the papers call it; ``lines`` are for a person, ``facts`` the same for JSON."""

    method: str
    device: str
    seconds: float
    badges: tuple[str, ...]
    facts: dict[str, Any]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentTask(Generic[Result]):
    """How the models of one task are run on a photo. ``options`` mean nothing to the other tasks; each is None when not given."""

    products: tuple[Product[Result], ...]
    written_by_default: tuple[str, ...]
    options: tuple[str, ...]
    add_arguments: Callable[[argparse.ArgumentParser], None]
    infer: Callable[[Engine, ImageDocument, argparse.Namespace, CancelToken], Result]
    state: Callable[[Result], Statement]
