"""Everything in the program that writes a file somebody would miss, each twice: version 0 is the old one, version 1 the new one."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch

from app import last_session, settings
from core.batch.items import BatchItem, Failure
from core.batch.record import BatchRecord
from core.batch.run import Place, run_batch
from core.cancellation import CancelToken
from core.engine import Engine
from core.evaluation.progress_file import write_progress
from core.evaluation.tables import write_report
from core.files import write_atomically
from core.image import ImageDocument
from core.importing import import_file
from core.training.checkpoint import save_half, save_state
from core.weights.own import OwnModel, write_own
from tests.core.batch.works import DigestWork
from tests.core.evaluation.test_tables import SEMANTIC
from tests.fuzz.image_seeds import image_seeds
from tests.networks import tiny_config, tiny_net

Write = Callable[[Path, int], object]
"""Writes version 0 or 1 into a folder. Raises UserError."""

PRODUCTS = ("overlay", "labels", "probabilities", "coco", "labelme", "instances")


@dataclass
class ManyFiles(DigestWork):
    """Every product of a photo, each of another size; ``version`` changes all of them."""

    version: int = 0

    def targets(self, item: BatchItem) -> dict[str, Path]:
        return {product: self.out / f"{item.stem}-{product}.bin" for product in PRODUCTS}

    def render(self, engine: Engine, document: ImageDocument, result: Any) -> Mapping[str, bytes]:
        del engine, document
        return {product: f"{result} {product} {self.version} ".encode() * (40 * size + 1) for size, product in enumerate(PRODUCTS)}


def write_batch(folder: Path, version: int) -> None:
    """Two photos with all their products, and the record. What fails for one photo is raised."""
    photos = folder.parent / "photos"
    photos.mkdir(exist_ok=True)
    items = []
    for name in ("a", "b"):
        path = photos / f"{name}.png"
        if not path.exists():
            path.write_bytes(image_seeds()["png-1"])
        items.append(BatchItem(path, name))
    with BatchRecord(folder, f"settings {version}") as record:
        for outcome in run_batch(ManyFiles(folder, version=version), items, CancelToken(), place=Place.LOCAL, record=record, resume=False):
            if isinstance(outcome, Failure):
                raise outcome.error


def write_own_list(folder: Path, version: int) -> None:
    model = OwnModel("mine", f"Mine {version}", "semantic", "VOC", ("a", "b"), "mine.safetensors", "0" * 64, 9, "m.pth", "1" * 64, "FCN")
    write_own(folder / "own.json", (model,))


@cache
def tiny_weights(version: int) -> bytes:
    from safetensors.torch import save

    return save(tiny_net(version).state_dict(), metadata=tiny_config().to_metadata())


def write_import(folder: Path, version: int) -> None:
    """A model in the data folder beside others: weights, card and list. The file that is given lies elsewhere."""
    given = [folder.parent / f"given-{number}.safetensors" for number in (0, 1)]
    for number, path in enumerate(given):  # both at the first call: they are no deeds of the program
        if not path.exists():
            path.write_bytes(tiny_weights(number))
    before = os.environ["HALFPIXEL_HOME"]
    os.environ["HALFPIXEL_HOME"] = str(folder)
    try:
        import_file(given[version], token=CancelToken())
    finally:
        os.environ["HALFPIXEL_HOME"] = before


def write_reports(ending: str) -> Write:
    def write(folder: Path, version: int) -> None:
        about = dataclasses.replace(SEMANTIC.about, model_title=f"Model {version}", model_key=f"key-{version}")
        write_report(dataclasses.replace(SEMANTIC, about=about), folder / f"report{ending}")

    return write


def state(version: int) -> dict[str, torch.Tensor]:
    return {"a": torch.full((64, 64), float(version)), "b": torch.arange(10)}


WRITERS: dict[str, Write] = {
    "export": lambda folder, version: write_atomically(folder / "photo-labels.png", bytes([version]) * 9000),
    "batch": write_batch,
    "settings": lambda folder, version: settings.save(settings.Settings(recent=(Path(f"{version}.jpg"),)), folder / "settings.json"),
    "session": lambda folder, version: last_session.save(last_session.LastSession(tour=version), folder / "session.json"),
    "own models": write_own_list,
    "import": write_import,
    "training weights": lambda folder, version: save_half(folder / "net.safetensors", state(version), {"halfpixel": str(version)}),
    "training checkpoint": lambda folder, version: save_state(folder / "net.checkpoint", {"net": state(version), "step": version}),
    "evaluation progress": lambda folder, version: write_progress(folder / "progress.json", {"model": "m"}, version, {"counts": [version]}),
    "report, CSV": write_reports(".csv"),
    "report, JSON": write_reports(".json"),
    "report, Markdown": write_reports(".md"),
}
"""Every window's export and every product of the command line is written as "export" is: test_every_writer holds them to it."""


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``, hidden ones and halves of files too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
