"""Imports every file of a folder under an audit hook and prints, as JSON, what each was told and what else was done."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

import torch

from core.cancellation import CancelToken
from core.errors import UserError
from core.fcn.run import load_fcn
from core.importing import import_file
from core.weights.places import data_folder

WATCHED = ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "subprocess.", "socket.", "ctypes.", "shutil.", "urllib.",
           "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.symlink", "pty.", "webbrowser.")  # fmt: skip
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC

deeds: list[str] = []
watching = False


def hook(event: str, arguments: tuple[object, ...]) -> None:
    if not watching:
        return
    if event == "open":
        _, mode, flags = arguments
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & WRITES):
            deeds.append(f"open {arguments}")
    elif event == "exec" and str(getattr(arguments[0], "co_filename", "<")).startswith("<string"):
        deeds.append(f"exec {arguments}")
    elif event.startswith(WATCHED):
        deeds.append(f"{event} {arguments}")


def fingerprint(net: torch.nn.Module) -> str:
    digest = hashlib.sha256()
    for name, tensor in net.state_dict().items():
        digest.update(name.encode() + tensor.contiguous().numpy().tobytes())
    return digest.hexdigest()


def told(path: Path) -> str:
    try:
        import_file(path, token=CancelToken())
    except UserError as error:
        return f"{type(error).__name__}: {error}"
    return "taken"


def main(folder: Path, *good: Path) -> None:
    global watching
    # What is imported lazily is imported by these.
    row, *_ = (import_file(path, key=f"good-{number}", token=CancelToken()).row for number, path in enumerate(good))
    net = load_fcn(row.weights_path, row.weights.sha256, key=row.key, title=row.title, label_set=row.label_set, badges=row.badges).net
    before, kept = fingerprint(net), sorted(path.name for path in data_folder().iterdir())
    sys.addaudithook(hook)
    for name in ("nan.pth", "unknown-trunk.safetensors", "os-system-zip.pth", "cut-0-legacy.pth"):
        told(folder / name)  # what their refusal imports is no deed of theirs
    answers = {}
    for path in sorted(folder.iterdir()):
        watching = True
        answers[path.name] = told(path)
        watching = False
    untouched = fingerprint(net) == before and sorted(path.name for path in data_folder().iterdir()) == kept
    print(json.dumps({"answers": answers, "deeds": deeds, "untouched": untouched}))


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:]))
