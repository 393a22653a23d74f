"""What a command line asks the window for, as a value that can be sent to another process."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

from app.kept_file import exactly
from core.devices import DeviceChoice


@dataclass(frozen=True, slots=True)
class StartRequest:
    """Paths are absolute: the process that reads this has a folder of its own. "" asks for nothing."""

    paths: tuple[Path, ...] = ()
    sample: str = ""
    model: str = ""
    device: str = ""
    language: str = ""


def request_of(options: argparse.Namespace) -> StartRequest:
    """What the window's options (inputs, sample, model, device, lang) ask for."""
    return StartRequest(
        tuple(Path(path).absolute() for path in options.inputs),
        options.sample or "",
        options.model or "",
        "" if options.device == DeviceChoice.AUTO.value else options.device,
        options.lang or "",
    )


def to_line(request: StartRequest) -> bytes:
    """One line of JSON in ASCII: file names may hold bytes that no encoding has."""
    paths = [str(path) for path in request.paths]
    words = {"paths": paths, "sample": request.sample, "model": request.model, "device": request.device, "language": request.language}
    return json.dumps(words).encode() + b"\n"


def from_line(line: bytes) -> StartRequest:
    """Read :func:`to_line`. Raises ValueError, KeyError or TypeError on anything else."""
    words = exactly(dict, json.loads(line))
    paths = tuple(Path(exactly(str, path)) for path in exactly(list, words["paths"]))
    sample, model, device, language = (exactly(str, words[key]) for key in ("sample", "model", "device", "language"))
    return StartRequest(paths, sample, model, device, language)
