"""Coming by the real engine: libraries mapped ahead of the import, and a worker that lets the window go first."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.workflow.preloading import preload_torch
from app.workflow.priority import STEPS_BELOW, step_back
from app.workflow.torch_engine import TorchEngineMaker
from core.devices import DeviceChoice
from core.engine import Engine

ROOT = Path(__file__).resolve().parents[2]
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

MAPPED = """
import sys
from app.workflow.preloading import preload_torch
preload_torch()
assert "torch" not in sys.modules
assert "libtorch_cpu" in open("/proc/self/maps").read()
import torch
assert torch.ones(2).sum() == 2
"""


@ON_LINUX
def test_preloading_maps_torch_s_libraries_without_importing_it() -> None:
    subprocess.run([sys.executable, "-c", MAPPED], cwd=ROOT, check=True)


DECODERS_FIRST = """
import sys
from app.workflow import torch_engine
torch_engine.preload_torch = lambda: print("PIL.JpegImagePlugin" in sys.modules, "torch" in sys.modules)
torch_engine.TorchEngineMaker().prepare()
"""


def test_decoders_of_photos_are_there_before_torch_s_libraries_are_mapped() -> None:
    """Mapping holds the loader's lock: who imports a library of C meanwhile waits with Python's lock in hand, and the window waits too."""
    done = subprocess.run([sys.executable, "-c", DECODERS_FIRST], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]


def test_preloading_leaves_a_missing_torch_to_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    preload_torch()


@ON_LINUX
def test_only_the_worker_steps_back() -> None:
    found: list[int] = []

    def work() -> None:
        step_back()
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert found == [STEPS_BELOW]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


def test_this_machine_has_a_cpu_and_an_automatic_choice() -> None:
    assert {DeviceChoice.AUTO, DeviceChoice.CPU} <= TorchEngineMaker().devices()


def test_the_engine_is_core_s() -> None:
    assert isinstance(TorchEngineMaker().make(), Engine)
