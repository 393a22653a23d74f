"""The real engine's maker. Imports no torch before the worker asks for it."""

from __future__ import annotations

import importlib

from app.workflow.engine_host import SegmentationEngine
from app.workflow.preloading import preload_torch
from app.workflow.priority import step_back
from core.devices import DeviceChoice, resolve
from core.engine import Engine
from core.errors import DeviceError
from core.image import import_decoders
from core.libraries import import_libraries


class TorchEngineMaker:
    def prepare(self) -> None:
        """Import torch and the networks: seconds, in which the GUI thread goes on."""
        step_back()
        import_decoders()  # while torch's libraries are mapped, whoever imports one of C waits for that, and the window for them
        preload_torch()
        import_libraries()
        for networks in ("core.fcn.run", "core.maskrcnn.run"):
            importlib.import_module(networks)

    def devices(self) -> frozenset[DeviceChoice]:
        return frozenset(choice for choice in DeviceChoice if _is_there(choice))

    def make(self) -> SegmentationEngine:
        return Engine()


def _is_there(choice: DeviceChoice) -> bool:
    try:
        resolve(choice)
    except DeviceError:
        return False
    return True
