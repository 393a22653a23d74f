"""Importing torchvision and timm without torch's compiler.

Either asks torch's compiler for a function while it is imported. That brings the compiler along, sympy and Triton too: a third of the time
until the first result, for what is never called here. Stand-ins for those two functions are there meanwhile; who compiles afterwards
gets the compiler itself.
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


def import_libraries(names: tuple[str, ...] = NETWORKS) -> None:
    """Import the modules ``names`` and leave the compiler for later; where they want more of it than is known here, import it too.

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
    """For imports, which leave no garbage: Python's collector looks for some all the same, in an eighth of an import's time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        importlib.import_module(name)


@contextlib.contextmanager
def _stand_ins() -> Iterator[None]:
    importlib.import_module("torch")  # by itself: it knows its compiler's place
    if _COMPILER in sys.modules:
        yield
        return
    compiler, questions = ModuleType(_COMPILER), ModuleType(_ITS_QUESTIONS)
    compiler.__path__ = []
    compiler.__dict__.update(disable=_disable, utils=questions)
    questions.__dict__.update(is_compile_supported=_is_compile_supported)
    sys.modules.update({_COMPILER: compiler, _ITS_QUESTIONS: questions})
    try:
        yield
    finally:
        for name in (_COMPILER, _ITS_QUESTIONS):
            sys.modules.pop(name, None)


def _is_compile_supported(device: Any) -> Any:
    """torchvision's RoIAlign asks it on a GPU under deterministic algorithms, long after the import."""
    return importlib.import_module(_ITS_QUESTIONS).is_compile_supported(device)


def _disable(function: Callable[..., Any] | None = None, *_given: object, **_named: object) -> Callable[..., Any]:
    """A few functions are marked as not to be compiled, and nothing that is imported here is."""
    return function if function is not None else lambda later: later
