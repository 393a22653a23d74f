"""Importing the networks' libraries leaves out what nothing here calls; each in a process that has imported nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def said_by(code: str, *words: object) -> str:
    """What a Python process prints that runs ``code``; ``import_libraries`` and ``unwanted()`` are there."""
    start = """
import sys
from core.libraries import import_libraries

def unwanted():
    return sorted({"torch._dynamo", "sympy", "triton", "huggingface_hub"} & set(sys.modules))
"""
    command = [sys.executable, "-c", start + code, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


RUN = """
from core.cancellation import CancelToken
from core.engine import Engine
from core.samples import load_sample
engine, photo = Engine(), load_sample("astronaut")
engine.segment(photo, "fcn-everyday")
engine.detect(photo, "maskrcnn-starter", CancelToken())
print(unwanted())
"""


def test_the_networks_run_without_the_compiler() -> None:
    assert said_by(RUN) == "[]"


COMPILE = """
import_libraries()
before = unwanted()
import torch
twice = torch.compile(lambda x: x * 2, backend="eager")
print(before, twice(torch.ones(2)).tolist(), torch._dynamo.utils.counters["frames"]["ok"])
"""


def test_who_compiles_afterwards_gets_the_compiler_itself() -> None:
    assert said_by(COMPILE) == "[] [2.0, 2.0] 1"


ASK = """
import_libraries()
roi_align = sys.modules["torchvision.ops.roi_align"]
said = roi_align.is_compile_supported("cpu"), roi_align.is_compile_supported("mps")
from torch._dynamo.utils import is_compile_supported
print(roi_align.is_compile_supported is not is_compile_supported, said == (is_compile_supported("cpu"), is_compile_supported("mps")))
"""


def test_roi_align_asks_the_compiler_when_it_comes_to_that() -> None:
    assert said_by(ASK) == "True True"


IMPORT = """
folder, name, asked = sys.argv[1:]
sys.path.insert(0, folder)
try:
    import_libraries((name,))
    print(eval(asked, vars(sys.modules[name])), unwanted()[-1:])
except ImportError as error:
    print(error.name)
"""
MARKED = """
import torch
@torch.compiler.disable
def one(): return 1
@torch.compiler.disable(recursive=False)
def two(): return 2
"""


@pytest.mark.parametrize("wanted", ["from torch._dynamo import OptimizedModule", "from torch._dynamo.eval_frame import OptimizedModule"])
def test_a_library_that_needs_more_of_the_compiler_gets_it(tmp_path: Path, wanted: str) -> None:
    (tmp_path / "greedy.py").write_text(wanted)
    assert said_by(IMPORT, tmp_path, "greedy", "OptimizedModule.__name__").startswith("OptimizedModule ['t")


HUB = """
import_libraries()
from timm.models._hub import has_hf_hub
before = unwanted(), has_hf_hub()
import huggingface_hub
print(before, huggingface_hub.__name__, sys.modules["huggingface_hub"] is huggingface_hub)
"""


def test_whoever_wants_the_hub_afterwards_gets_it() -> None:
    assert said_by(HUB) == "([], False) huggingface_hub True"


def test_marks_for_the_compiler_are_dropped(tmp_path: Path) -> None:
    (tmp_path / "marked.py").write_text(MARKED)
    assert said_by(IMPORT, tmp_path, "marked", "one() + two()") == "3 []"


def test_a_library_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    assert said_by(IMPORT, tmp_path, "no_such_library", "") == "no_such_library"


COLLECT = """
import gc
from core.libraries import collector_paused
with collector_paused():
    inside = gc.isenabled()
    with collector_paused():
        pass
    nested = gc.isenabled()
try:
    import_libraries(("no_such_library",))
except ImportError:
    pass
print(inside, nested, gc.isenabled())
"""


LEFT_OUT = """
import gc
import_libraries()
import torch
from torch.nn import Module
in_search = {id(it) for it in gc.get_objects()}
class Loop: pass
loop = Loop()
loop.itself = loop
import weakref
gone = weakref.ref(loop)
del loop
gc.collect()
print(id(vars(torch)) in in_search, id(Module) in in_search, gone() is None)
"""


def test_what_imports_brought_is_not_searched_for_garbage_and_what_comes_later_is() -> None:
    assert said_by(LEFT_OUT) == "False False True"


def test_the_collector_rests_for_as_long_as_the_outermost_import() -> None:
    assert said_by(COLLECT) == "False False True"
