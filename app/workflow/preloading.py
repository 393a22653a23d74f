"""Loading torch's shared libraries without stopping the window.

Importing torch maps a gigabyte of libraries and runs their constructors while Python's global lock is held: the GUI thread stands
still for up to a second. A call through ctypes gives the lock away, and a library that is mapped already is not mapped again.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

LIBRARIES = ("torch_cpu", "torch", "torch_python")
"""From the lowest up; each brings what it needs."""


def preload_torch() -> None:
    """Map torch's libraries into the process. Whatever is not there is left to ``import torch``, which will say so."""
    if sys.platform == "win32":  # torch was imported before Qt there
        return
    torch = importlib.util.find_spec("torch")
    open_library = getattr(ctypes.CDLL(None), "dlopen", None)
    if open_library is None:  # a C library that keeps it elsewhere: the window only stutters once
        return
    open_library.restype, open_library.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    suffix = "dylib" if sys.platform == "darwin" else "so"
    for folder in (torch.submodule_search_locations or ()) if torch else ():
        for name in LIBRARIES:
            path = Path(folder) / "lib" / f"lib{name}.{suffix}"
            if path.is_file():
                open_library(os.fsencode(path), os.RTLD_NOW | os.RTLD_LOCAL)
