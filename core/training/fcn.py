"""Training an FCN: all three read-outs are supervised, so that each of them is an honest model."""

from __future__ import annotations

import csv
import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from safetensors.torch import load_file
from tqdm import tqdm

from core.cancellation import CancelToken
from core.evaluation.semantic import ConfusionMatrix
from core.fcn.config import STREAM_STRIDES, FcnConfig, ReadOut
from core.fcn.fusion import fuse, upsample
from core.fcn.network import FcnNet
from core.fcn.preprocess import prepare
from core.fcn.readout import logits_at_pixels
from core.geometry import Axis1d
from core.labels import VOID
from core.training.checkpoint import MovingAverage, load_state, save_half, save_state
from core.training.imagenet import load_imagenet_trunk
from core.training.photos import Augmentation, PhotoSet, draw_batch

LOSS_WEIGHTS = {ReadOut.STRIDE_32: 0.4, ReadOut.STRIDE_16: 0.6, ReadOut.STRIDE_8: 1.0}
LABEL_STRIDE = 2


@dataclass(frozen=True, slots=True)
class FcnRecipe:
    """Everything that decides a run but the data. Learning rates are peaks: warm-up, constant, then a decay to zero.

    The last ``decay_steps`` of ``steps`` lower the rate as ``1 - sqrt(progress)`` (Haegele et al. 2024), so a run can be made
    longer by resuming it from a checkpoint of the constant part.
    """

    steps: int
    decay_steps: int
    batch: int = 8
    crop: int = 320
    scale_min: float = 0.75
    scale_max: float = 1.6
    trunk_rate: float = 3e-4
    head_rate: float = 3e-3
    weight_decay: float = 1e-2
    warmup_steps: int = 100
    average_decay: float = 0.998
    frozen_stages: int = 0
    class_weights: bool = False
    balanced: bool = False
    seed: int = 0
    compiled: bool = False

    def rate_factor(self, step: int) -> float:
        """Factor on the peak rates at ``step``, 0..1."""
        warm = min((step + 1) / max(self.warmup_steps, 1), 1.0)
        into_decay: float = (step - (self.steps - self.decay_steps)) / max(self.decay_steps, 1)
        return warm * (1.0 - math.sqrt(min(max(into_decay, 0.0), 1.0)))


@dataclass(frozen=True, slots=True)
class RunFiles:
    """Where a run writes: half-precision weights, a CSV log beside them, and a resumable checkpoint."""

    weights: Path
    checkpoint: Path
    log: Path


class FcnTrainer:
    """One run. ``train`` may be called again after a kill: it continues from the checkpoint, bit for bit on one device."""

    def __init__(
        self,
        config: FcnConfig,
        recipe: FcnRecipe,
        train_set: PhotoSet,
        val_set: PhotoSet,
        files: RunFiles,
        *,
        device: torch.device,
        init: Path | None = None,
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.config, self.recipe, self.files, self.device = config, recipe, files, device
        self.train_set, self.val_set = train_set, val_set
        self.net = FcnNet(config).to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._initialise(init)
        self._freeze()
        self.optimizer = torch.optim.AdamW(self._parameter_groups(), lr=recipe.head_rate, weight_decay=recipe.weight_decay)
        self.average = MovingAverage(self.net, recipe.average_decay)
        self.step = 0
        self.seconds = 0.0
        self.class_weights = self._class_weights()
        self.odds = train_set.balanced_odds() if recipe.balanced else np.full(len(train_set), 1.0 / len(train_set))
        self._loss_sums: list[dict[int, float]] = []

    def _initialise(self, init: Path | None) -> None:
        if init is None:
            load_imagenet_trunk(self.net.trunk, self.config.trunk)
            return
        state = {name: tensor.float() if tensor.is_floating_point() else tensor for name, tensor in load_file(init).items()}
        self.net.load_state_dict(state)

    def _freeze(self) -> None:
        frozen = [self.net.trunk.conv_stem, self.net.trunk.bn1, *self.net.trunk.blocks] if self.recipe.frozen_stages else []
        for module in frozen[: 2 + self.recipe.frozen_stages]:
            module.requires_grad_(False)

    def _parameter_groups(self) -> list[dict[str, Any]]:
        """Trunk and heads at their own rates; no decay on norms and biases."""
        groups = []
        for module, rate in ((self.net.trunk, self.recipe.trunk_rate), (self.net.heads, self.recipe.head_rate)):
            live = [parameter for parameter in module.parameters() if parameter.requires_grad]
            for decays in (True, False):
                chosen = [parameter for parameter in live if (parameter.ndim > 1) == decays]
                decay = self.recipe.weight_decay if decays else 0.0
                groups.append({"params": chosen, "lr": rate, "peak": rate, "weight_decay": decay})
        return groups

    def _class_weights(self) -> torch.Tensor | None:
        """``1 / log(1.1 + frequency)`` scaled to mean 1 over pixels (ENet, Paszke et al. 2016, with their c near 1.02)."""
        if not self.recipe.class_weights:
            return None
        frequency = self.train_set.class_frequency()
        weights = 1.0 / np.log(1.1 + frequency)
        weights /= (weights * frequency).sum()
        return torch.tensor(weights, dtype=torch.float32, device=self.device)

    def loss(self, scores: dict[int, torch.Tensor], labels: torch.Tensor) -> dict[int, torch.Tensor]:
        """Cross-entropy of each read-out against labels at half resolution, ``(N, H, W)`` int64 with 255 ignored."""
        coarse = labels[:, LABEL_STRIDE // 2 :: LABEL_STRIDE, LABEL_STRIDE // 2 :: LABEL_STRIDE]
        losses = {}
        for read_out in ReadOut:
            logits = upsample(fuse(scores, read_out), read_out // LABEL_STRIDE)
            losses[int(read_out)] = F.cross_entropy(logits, coarse, weight=self.class_weights, ignore_index=VOID)
        return losses

    def train(self, token: CancelToken, *, validate_every: int, checkpoint_every: int = 200, quiet: bool = False) -> None:
        """Run to the recipe's last step, then write the averaged weights. Raises Cancelled at a step boundary."""
        self._resume()
        forward = torch.compile(self.net.forward) if self.recipe.compiled else self.net.forward
        bar = tqdm(total=self.recipe.steps, initial=self.step, unit="step", disable=quiet, smoothing=0.02)
        with ThreadPoolExecutor(max_workers=1) as ahead:
            batch = ahead.submit(self._batch, self.step)
            while self.step < self.recipe.steps:
                token.checkpoint("train", self.step / self.recipe.steps)
                started = time.perf_counter()
                pixels, labels = batch.result()
                batch = ahead.submit(self._batch, self.step + 1)
                self._advance(forward, pixels, labels)
                self.seconds += time.perf_counter() - started
                bar.update()
                last = self.step == self.recipe.steps
                if self.step % validate_every == 0 or last:
                    self._report(bar)
                if self.step % checkpoint_every == 0 or last:
                    self._checkpoint()
        bar.close()
        save_half(self.files.weights, self.average.state, self.config.to_metadata())

    def _advance(self, forward: Any, pixels: torch.Tensor, labels: torch.Tensor) -> None:
        self.net.train()
        self.net.trunk.eval()  # ImageNet's batch statistics are better than those of eight crops
        factor = self.recipe.rate_factor(self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * factor
        losses = self.loss(forward(pixels), labels)
        total = sum(LOSS_WEIGHTS[ReadOut(stride)] * value for stride, value in losses.items())
        self.optimizer.zero_grad(set_to_none=True)
        torch.as_tensor(total).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimizer.step()
        self.average.update(self.net)
        self.step += 1
        self._loss_sums.append({stride: float(value.detach()) for stride, value in losses.items()})

    def _batch(self, step: int) -> tuple[torch.Tensor, torch.Tensor]:
        recipe = self.recipe
        how = Augmentation(recipe.crop, recipe.scale_min, recipe.scale_max)
        rgb, ids = draw_batch(self.train_set, self.odds, how, size=recipe.batch, seed=recipe.seed, step=step)
        mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (self.config.mean, self.config.std))
        pixels = (torch.from_numpy(rgb).permute(0, 3, 1, 2).float() / 255.0 - mean) / std
        return (
            pixels.to(self.device, memory_format=torch.channels_last),
            torch.from_numpy(ids).to(self.device, torch.int64),
        )

    @torch.no_grad()
    def validate(self, limit: int | None = None) -> dict[int, ConfusionMatrix]:
        """Confusion matrix of each read-out on the validation photos, with the averaged weights."""
        net = FcnNet(self.config).to(device=self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        net.load_state_dict(self.average.state)
        net.eval()
        matrices = {stride: ConfusionMatrix(self.config.num_classes) for stride in STREAM_STRIDES}
        for photo, truth in list(zip(self.val_set.photos, self.val_set.maps, strict=True))[:limit]:
            given = prepare(photo, self.config)
            scores = {s: v.float() for s, v in net(given.pixels.to(self.device, memory_format=torch.channels_last)).items()}
            for read_out in ReadOut:
                fused = fuse(scores, read_out)[0].cpu()
                cells = (given.to_image.x, given.to_image.y)
                maps = tuple(Axis1d(float(read_out)).then(axis) for axis in cells)
                logits = logits_at_pixels(fused, (maps[0], maps[1]), truth.shape)
                matrices[int(read_out)].add(truth, logits.argmax(0).to(torch.uint8).numpy())
        return matrices

    def _report(self, bar: Any) -> None:
        """One line of the CSV log: mean losses since the last line, mean IoU of each read-out, seconds so far."""
        matrices = self.validate()
        mious = {stride: matrix.mean_iou() for stride, matrix in matrices.items()}
        losses = {s: float(np.mean([entry[s] for entry in self._loss_sums] or [np.nan])) for s in STREAM_STRIDES}
        self._loss_sums.clear()
        per_class = [f"{value:.4f}" for value in matrices[8].iou()]
        figures = [*(losses[stride] for stride in STREAM_STRIDES), *(mious[stride] for stride in STREAM_STRIDES)]
        row = [self.step, f"{self.seconds:.0f}", *(f"{figure:.4f}" for figure in figures)]
        new = not self.files.log.exists()
        with self.files.log.open("a", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            if new:
                head = ["step", "seconds", *(f"loss_{s}" for s in STREAM_STRIDES), *(f"miou_{s}" for s in STREAM_STRIDES)]
                writer.writerow([*head, *(f"iou_8_{name}" for name in self.config.label_names)])
            writer.writerow([*row, *per_class])
        bar.set_postfix_str(f"loss {losses[8]:.3f}  mIoU " + " / ".join(f"{mious[s]:.3f}" for s in STREAM_STRIDES))

    def _checkpoint(self) -> None:
        save_state(
            self.files.checkpoint,
            {
                "net": self.net.state_dict(),
                "average": self.average.state,
                "updates": self.average.updates,
                "optimizer": self.optimizer.state_dict(),
                "step": self.step,
                "seconds": self.seconds,
            },
        )

    def _resume(self) -> None:
        if not self.files.checkpoint.exists():
            return
        state = load_state(self.files.checkpoint)
        self.net.load_state_dict(state["net"])
        self.average.state = state["average"]
        self.average.updates = state["updates"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]
