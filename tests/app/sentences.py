"""Every sentence that the window may show, collected from the source code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from core.badges import Badge
from core.catalog import MODELS, ModelRow
from core.evaluation.photos import NAMEABLE
from core.evaluation.tables import COLUMNS, TITLES
from core.load_notes import LoadNoteKind
from core.palettes import PALETTES
from core.recognition import ImportNote
from core.samples import SAMPLES

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
WINDOW_CALLS = {"tr": "app", "mark": "app"}
UNSEEN_IN_THE_WINDOW = frozenset({"cli", "training"})
"""Rooms of core that only the command line calls."""
LAB = frozenset({"lab", "roi"})
"""The rooms of the RoI lab, which keep a catalog of their own."""


def window_sentences(*, without: frozenset[str] = LAB) -> set[tuple[str, str]]:
    """``(context, source)`` of every literal given to tr, mark or QT_TRANSLATE_NOOP in the window's code."""
    found = set()
    for path in _modules(APP, without):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            found.update(_from_call(call))
    return found


def core_sentences(*, without: frozenset[str] = LAB) -> set[tuple[str, str]]:
    """``("core", English)`` of everything that core hands over to be shown: errors, notes, badges, titles, summaries."""
    tables = [badge.text for badge in Badge] + [kind.value for kind in LoadNoteKind]
    tables += [text for row in MODELS for text in (row.title, row.summary, *_lines_of(row))] + [note.value for note in ImportNote]
    tables += [*TITLES, *COLUMNS, *(layout.title for layout in NAMEABLE)]
    tables += [sample.title for sample in SAMPLES] + [palette.title for palette in PALETTES.values()]
    rooms = (*_modules(ROOT / "core", without | UNSEEN_IN_THE_WINDOW), *_modules(APP, without))
    errors = {text for path in rooms for text in _error_templates(path)}
    return {("core", text) for text in (*tables, *errors)}


def _lines_of(row: ModelRow) -> tuple[str, ...]:
    lines = (row.architecture, row.preprocessing, row.figures, row.weights.source, row.weights.licence)
    return tuple(line for line in lines if line)


def _modules(folder: Path, without: frozenset[str]) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if not without & set(path.relative_to(folder).parts)]


def _from_call(call: ast.Call) -> Iterator[tuple[str, str]]:
    match call:
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(source)), *_]) if name in WINDOW_CALLS:
            yield WINDOW_CALLS[name], source
        case ast.Call(func=ast.Name(id="QT_TRANSLATE_NOOP"), args=[ast.Constant(value=str(context)), ast.Constant(value=str(source))]):
            yield context, source


def _error_templates(path: Path) -> Iterator[str]:
    """First arguments of calls to error classes; names are looked up among the module's constants."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = dict(_string_constants(tree))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if not (isinstance(call.func, ast.Name) and call.func.id in ERROR_CLASSES and call.args):
            continue
        match call.args[0]:
            case ast.Constant(value=str(template)):
                yield template
            case ast.Name(id=name) if name in constants:
                yield constants[name]
    yield from (text for name, text in constants.items() if _is_sentence(name, text))


def _string_constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text


def _is_sentence(name: str, text: str) -> bool:
    """A module's private template, chosen at run time (``_READ_ERRORS``), is a sentence with a field and an end."""
    return name.startswith("_") and "{" in text and text.endswith(".") and "; " in text


def _error_class_names() -> frozenset[str]:
    tree = ast.parse((ROOT / "core" / "errors.py").read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.ClassDef))


ERROR_CLASSES = _error_class_names()
