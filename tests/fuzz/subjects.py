"""Every subject by name. One that is not asked for is not imported: photos are fed without waiting for torch."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.subject import Subject

FILES = (
    "settings", "sessions", "left-evaluations", "export-choices", "start-requests", "label-lists", "split-lists", "object-tables",
    "annotations", "label-pngs", "progress-files", "batch-records", "own-models", "download-notes", "roi-cases",
)  # fmt: skip
READERS = ("weights-pt", "weights-legacy", "weights-safetensors")
IMPORTS = ("weights-import", "weights-fcn", "weights-maskrcnn")


def subject(name: str, folder: Path) -> Subject:
    """The subject called ``name``, working in ``folder``."""
    if name == "images":
        from tests.fuzz.subject import images

        return images(folder)
    if name in FILES:
        from tests.fuzz.file_subjects import FILE_SUBJECTS

        return FILE_SUBJECTS[name](folder)
    from tests.fuzz.weight_subjects import WEIGHT_SUBJECTS

    return WEIGHT_SUBJECTS[name](folder)
