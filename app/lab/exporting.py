"""A case as files: for each operator of the pair a JSON and a pytest file beside it that needs only torchvision."""

from __future__ import annotations

import re
from pathlib import Path

from app.lab.choices import MapKind
from app.lab.looking import Look, Reading
from core.files import write_atomically
from core.roi.case import case_json, case_test, make_case


def case_channels(look: Look) -> tuple[int, ...]:
    """The channel that is looked at, and the one in which the operators differ most."""
    shown = {look.map.choice.channel} if look.map.choice.kind is MapKind.CHANNEL else set()
    return tuple(sorted(shown | {look.largest.channel}))


def save_case(look: Look, path: Path) -> tuple[Path, ...]:
    """Write the case under ``path``'s name, the operator added; returns what was written. Raises ExportError or InputError."""
    contents = [content for reading in look.readings for content in _files_of(look, reading, path)]
    for target, text in contents:
        write_atomically(target, text.encode("utf-8"))
    return tuple(target for target, _ in contents)


def _files_of(look: Look, reading: Reading, path: Path) -> list[tuple[Path, str]]:
    stem = re.sub(r"\W+", "_", f"{path.stem}_{reading.settings.operator.value}")
    json_path = path.with_name(f"{stem}.json")
    case = make_case(reading.trace, look.features, case_channels(look))
    return [(json_path, case_json(case)), (path.with_name(f"test_{stem}.py"), case_test(case, json_path.name))]
