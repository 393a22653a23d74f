from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import core.roi


def test_the_room_knows_numpy_and_no_network() -> None:
    modules = [f"core.roi.{module.name}" for module in pkgutil.iter_modules(core.roi.__path__)]
    code = f"import json, sys, {', '.join(modules)}\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    root = Path(core.roi.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert "numpy" in loaded
    assert not loaded & {"torch", "torchvision", "timm", "PIL", "PySide6"}
