"""Every file that somebody would miss is written by ``core.files``: nothing else in the program opens one for writing."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

OTHERS = {
    "core/files.py": "the one way to write",
    "core/batch/record.py": "adds a line to what core.files wrote, and takes it back when it does not fit",
    "core/weights/part_file.py": "a download gathers here until it is whole",
    "core/training/loop.py": "adds a line to its log",
    "app/crash.py": "the log of a crash, opened before it",
}
"""File -> why it opens a file for writing itself."""

WRITING_CALLS = {"write_text", "write_bytes", "setFileName", "savez", "savez_compressed", "save_file", "QSaveFile"}


def writes(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
    if name in WRITING_CALLS:
        return True
    words = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    modes = [word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str)]
    return name == "open" and not _in_archive(call) and any(set(mode) & set("wax+") and set(mode) <= set("wax+bt") for mode in modes)


def _in_archive(call: ast.Call) -> bool:
    """A member of an archive that is put together in memory."""
    return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "archive"


def test_nothing_else_opens_a_file_for_writing() -> None:
    sources = [*sorted((ROOT / "core").rglob("*.py")), *sorted((ROOT / "app").rglob("*.py")), ROOT / "main.py"]
    found = {
        path.relative_to(ROOT).as_posix()
        for path in sources
        if any(isinstance(node, ast.Call) and writes(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == OTHERS.keys()
