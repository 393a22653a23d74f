"""Training Mask R-CNN on discs: it resumes bit for bit, learns, and writes weights that say what they are."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open

from core.cancellation import CancelToken
from core.errors import Cancelled
from core.evaluation.instance_data import find_instances
from core.evaluation.truths import Region
from core.maskrcnn.config import MaskRcnnConfig
from core.training.checkpoint import save_half
from core.training.instances import Canvas, CanvasRecipe, InstanceSet, draw_canvases
from core.training.loop import RunFiles
from core.training.maskrcnn import MaskRcnnRecipe, MaskRcnnTrainer, target_of
from core.weights.reading import load_checked, read_blob
from tests.instance_data import write_instance_discs
from tests.maskrcnn_networks import tiny_maskrcnn, tiny_maskrcnn_config

LABELS = ("cat", "sheep")
CONFIG = tiny_maskrcnn_config(("background", *LABELS))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_instance_discs(tmp_path / "discs")


def trainer_in(folder: Path, data: Path, *, steps: int, rate: float = 1e-3, bfloat16: bool = False) -> MaskRcnnTrainer:
    folder.mkdir(exist_ok=True)
    init = folder / "init.safetensors"
    if not init.exists():
        save_half(init, tiny_maskrcnn(CONFIG).state_dict(), CONFIG.to_metadata())
    recipe = MaskRcnnRecipe(
        steps=steps, decay_steps=steps // 2, batch=2, canvas=96, scale_min=0.8, scale_max=1.1, warmup_steps=1, seed=3,
        trunk_rate=rate, head_rate=rate, frozen_stages=1, average_decay=0.9, bfloat16=bfloat16,
    )  # fmt: skip
    photos = (InstanceSet(find_instances(data, split, LABELS)) for split in ("train", "val"))
    files = RunFiles.beside(folder / "net.safetensors")
    return MaskRcnnTrainer(CONFIG, recipe, *photos, files, device=torch.device("cpu"), init=init)


def tensors_of(path: Path) -> dict[str, torch.Tensor]:
    with safe_open(path, "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a dict)


def test_a_killed_run_continues_to_the_same_weights_and_a_seed_decides_them(tmp_path: Path, data: Path) -> None:
    whole = trainer_in(tmp_path / "whole", data, steps=4)
    whole.train(CancelToken(), validate_every=100, checkpoint_every=1, quiet=True)

    def kill_at_step_2(_: str, fraction: float | None) -> None:
        if fraction == 2 / 4:
            token.cancel()

    token = CancelToken(kill_at_step_2)
    with pytest.raises(Cancelled):
        trainer_in(tmp_path / "killed", data, steps=4).train(token, validate_every=100, checkpoint_every=1, quiet=True)
    assert not (tmp_path / "killed" / "net.safetensors").exists()
    resumed = trainer_in(tmp_path / "killed", data, steps=4)
    resumed.train(CancelToken(), validate_every=100, checkpoint_every=1, quiet=True)
    first, second = tensors_of(whole.files.weights), tensors_of(resumed.files.weights)
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_training_learns_the_discs_and_logs_every_loss_and_precision(tmp_path: Path, data: Path) -> None:
    trainer = trainer_in(tmp_path / "run", data, steps=100, rate=2e-3)
    trainer.train(CancelToken(), validate_every=50, quiet=True)
    with trainer.files.log.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["step"] for row in rows] == ["50", "100"]
    losses = ("objectness", "rpn_box_reg", "classifier", "box_reg", "mask")
    assert sum(float(rows[1][f"loss_{name}"]) for name in losses) < sum(float(rows[0][f"loss_{name}"]) for name in losses)
    assert trainer.validate().mean(Region.BOX).ap50 > 0.5


def test_stem_first_stages_and_batch_statistics_stay_as_they_are(tmp_path: Path, data: Path) -> None:
    trainer = trainer_in(tmp_path / "run", data, steps=3)
    before = {name: tensor.clone() for name, tensor in trainer.net.state_dict().items()}
    trainer.train(CancelToken(), validate_every=100, quiet=True)
    changed = {name for name, tensor in trainer.net.state_dict().items() if not torch.equal(tensor, before[name])}
    assert not [name for name in changed if "running" in name or name.startswith("backbone.trunk.conv_stem")]
    assert not [name for name in changed if name.startswith("backbone.trunk.blocks.0")]
    assert [name for name in changed if name.startswith("backbone.trunk.blocks.2")]


def test_the_weight_file_is_half_precision_and_loads_into_the_network_that_it_names(tmp_path: Path, data: Path) -> None:
    trainer = trainer_in(tmp_path / "run", data, steps=1)
    trainer.train(CancelToken(), validate_every=100, quiet=True)
    blob = read_blob(trainer.files.weights)
    config = MaskRcnnConfig.from_metadata(blob.metadata, source="x")
    assert config == CONFIG
    net = tiny_maskrcnn(config)
    net.load_state_dict(load_checked(blob, net.state_dict()))
    assert {tensor.dtype for tensor in tensors_of(trainer.files.weights).values()} == {torch.float16, torch.int64}


def test_a_batch_of_negatives_has_finite_losses_and_trains_the_objectness(tmp_path: Path, data: Path) -> None:
    trainer = trainer_in(tmp_path / "run", data, steps=1)
    trainer.odds = np.array([float(not truth.labels) for truth in trainer.train_set.truths])
    trainer.odds /= trainer.odds.sum()
    losses = trainer._losses(trainer._batch(0))
    assert all(torch.isfinite(loss) for loss in losses.values())
    assert losses["objectness"] > 0
    assert losses["mask"] == 0


def test_bfloat16_changes_the_losses_a_little_and_neither_names_nor_precision_of_the_weights(tmp_path: Path, data: Path) -> None:
    plain, half = (trainer_in(tmp_path / str(flag), data, steps=1, bfloat16=flag) for flag in (False, True))
    exact, rounded = (trainer._losses(trainer._batch(0)) for trainer in (plain, half))
    assert rounded["objectness"] != exact["objectness"]
    assert float(rounded["objectness"].detach()) == pytest.approx(float(exact["objectness"].detach()), rel=0.1)
    assert {loss.dtype for loss in rounded.values()} == {torch.float32}
    assert half.net.state_dict().keys() == plain.net.state_dict().keys()


def test_targets_hug_the_objects_pixels_and_leave_out_slivers() -> None:
    ids = np.zeros((64, 64), np.uint8)
    ids[10:30, 5:25], ids[40, 10:60], ids[50:52, 50:52] = 1, 2, 3
    target = target_of(Canvas(np.zeros((64, 64, 3), np.uint8), ids, (2, 1, 1), (64, 64)))
    assert target["boxes"].tolist() == [[5.0, 10.0, 25.0, 30.0]]
    assert target["labels"].tolist() == [2]
    assert np.array_equal(target["masks"].numpy()[0], ids == 1)


def test_canvases_depend_on_seed_and_step_alone(data: Path) -> None:
    photos = InstanceSet(find_instances(data, "train", LABELS))
    how, odds = CanvasRecipe(96, 0.7, 1.5, paste=0.5), photos.balanced_odds()
    first, second, other = (draw_canvases(photos, odds, how, size=4, seed=1, step=step) for step in (7, 7, 8))
    assert all(np.array_equal(a.rgb, b.rgb) and np.array_equal(a.ids, b.ids) for a, b in zip(first, second, strict=True))
    assert not all(np.array_equal(a.rgb, b.rgb) for a, b in zip(first, other, strict=True))
