"""Importing torchvision and timm without what they bring along and nothing here calls.

Either asks torch's compiler for a function while it is imported: that brings the compiler, sympy and Triton, a third of the time until the
first result. Stand-ins for those two functions are there meanwhile; who compiles afterwards gets the compiler itself. timm also looks for
the client of a hub of weights, which are read from files here: it finds none.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

NETWORKS = ("torchvision.models.detection", "timm")
_COMPILER, _ITS_QUESTIONS = "torch._dynamo", "torch._dynamo.utils"
_HUB = "huggingface_hub"


def import_libraries(names: tuple[str, ...] = NETWORKS) -> None:
    """Import the modules ``names`` without the compiler and the hub; where they want more of them than is known here, with both.

    Raises ImportError where a module cannot be imported either way.
    """
    if all(name in sys.modules for name in names):
        return
    with collector_paused():
        try:
            with _stand_ins():
                _import(names)
        except ImportError:
            _import(names)


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """For imports, which leave no garbage: Python's collector looks for some all the same, in an eighth of an import's time.

    What is there at the end is left out of its later searches too: modules stay, and looking through torch's took the window a fifth of a
    second each time.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        importlib.import_module(name)


@contextlib.contextmanager
def _stand_ins() -> Iterator[None]:
    importlib.import_module("torch")  # by itself: it knows its compiler's place
    compiler, questions = ModuleType(_COMPILER), ModuleType(_ITS_QUESTIONS)
    compiler.__path__ = []
    compiler.__dict__.update(disable=_disable, utils=questions)
    questions.__dict__.update(is_compile_supported=_is_compile_supported)
    modules: dict[str, Any] = sys.modules  # None there means that a module is not to be found
    standing: dict[str, ModuleType | None] = {} if _HUB in modules else {_HUB: None}
    if _COMPILER not in modules:
        standing |= {_COMPILER: compiler, _ITS_QUESTIONS: questions}
    modules.update(standing)
    try:
        yield
    finally:
        for name in standing:
            modules.pop(name, None)


def _is_compile_supported(device: Any) -> Any:
    """torchvision's RoIAlign asks it on a GPU under deterministic algorithms, long after the import."""
    return importlib.import_module(_ITS_QUESTIONS).is_compile_supported(device)


def _disable(function: Callable[..., Any] | None = None, *_given: object, **_named: object) -> Callable[..., Any]:
    """A few functions are marked as not to be compiled, and nothing that is imported here is."""
    return function if function is not None else lambda later: later
