"""The loop that every training run shares: schedule, averaged weights, CSV log, and a checkpoint to continue from after a kill."""

from __future__ import annotations

import csv
import math
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import torch
from safetensors.torch import load_file
from torch.utils._pytree import tree_map_only
from tqdm import tqdm

from core.cancellation import CancelToken
from core.files import writing_errors
from core.training.checkpoint import MovingAverage, load_state, save_half, save_state

Batch = TypeVar("Batch")
GRADIENT_NORM = 5.0


@dataclass(frozen=True, slots=True)
class RunFiles:
    """Where a run writes: half-precision weights, a CSV log beside them, and a resumable checkpoint."""

    weights: Path
    checkpoint: Path
    log: Path

    @classmethod
    def beside(cls, weights: Path) -> RunFiles:
        return cls(weights, weights.with_suffix(".checkpoint"), weights.with_suffix(".csv"))


def trapezoid(step: int, *, steps: int, decay_steps: int, warmup_steps: int) -> float:
    """Factor on a peak rate, 0..1: warm-up, constant, then over the last ``decay_steps`` of ``steps`` as ``1 - sqrt(progress)``.

    Haegele et al. 2024. A run can be made longer by resuming it from a checkpoint of the constant part.
    """
    warm = min((step + 1) / max(warmup_steps, 1), 1.0)
    into_decay: float = (step - (steps - decay_steps)) / max(decay_steps, 1)
    return warm * (1.0 - math.sqrt(min(max(into_decay, 0.0), 1.0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What every run is told besides its data. Learning rates are peaks: see :func:`trapezoid`.

    ``head_rate`` is that of parts that begin with random weights. The weights that are written are an exponential moving average that
    keeps ``average_decay`` of itself at each step.
    """

    steps: int
    decay_steps: int
    batch: int
    head_rate: float
    trunk_rate: float
    weight_decay: float = 1e-2
    warmup_steps: int = 100
    average_decay: float = 0.998
    frozen_stages: int = 0
    seed: int = 0

    def rate_factor(self, step: int) -> float:
        """Factor on the peak rates at ``step``, 0..1."""
        return trapezoid(step, steps=self.steps, decay_steps=self.decay_steps, warmup_steps=self.warmup_steps)


def parameter_groups(rates: list[tuple[torch.nn.Module, float]], weight_decay: float) -> list[dict[str, Any]]:
    """Optimizer groups with each module's own peak rate, frozen parameters left out and no decay on norms and biases."""
    groups = []
    for module, rate in rates:
        live = [parameter for parameter in module.parameters() if parameter.requires_grad]
        for decays in (True, False):
            chosen = [parameter for parameter in live if (parameter.ndim > 1) == decays]
            groups.append({"params": chosen, "lr": rate, "peak": rate, "weight_decay": weight_decay if decays else 0.0})
    return groups


def freeze_stages(trunk: Any, stages: int) -> None:
    """Keep the stem and the first ``stages`` stages of a timm EfficientNet as they are; 0 keeps nothing."""
    parts = [trunk.conv_stem, trunk.bn1, *trunk.blocks[:stages]] if stages else []
    for part in parts:
        part.requires_grad_(False)


def compute_in_bfloat16(module: torch.nn.Module) -> None:
    """From now on ``module`` computes in bfloat16 where autocast holds that safe, and answers in float32.

    On CPUs with bfloat16 instructions dense 3x3 convolutions take half the time; depthwise ones do not, so a trunk is better left alone.
    """
    plain = module.forward

    def forward(*inputs: Any) -> Any:
        with torch.autocast("cpu", torch.bfloat16):
            return tree_map_only(torch.Tensor, torch.Tensor.float, plain(*inputs))

    module.forward = forward


def load_weights(net: torch.nn.Module, path: Path) -> None:
    """Fill ``net`` with a weight file that a run wrote, in the network's own precision."""
    net.load_state_dict({name: tensor.float() if tensor.is_floating_point() else tensor for name, tensor in load_file(path).items()})


class TrainingRun(ABC, Generic[Batch]):
    """One run. ``train`` may be called again after a kill: it continues from the checkpoint, bit for bit on one device."""

    def __init__(self, net: torch.nn.Module, groups: list[dict[str, Any]], recipe: Recipe, files: RunFiles) -> None:
        self.net, self.files = net, files
        self._schedule = recipe
        self.optimizer = torch.optim.AdamW(groups, lr=recipe.head_rate, weight_decay=recipe.weight_decay)
        self.average = MovingAverage(net, recipe.average_decay)
        self.step = 0
        self.seconds = 0.0
        self._seen_losses: list[dict[str, float]] = []

    @abstractmethod
    def _batch(self, step: int) -> Batch:
        """The batch of ``step``, the same whenever it is asked for. Runs on a thread of its own."""

    @abstractmethod
    def _losses(self, batch: Batch) -> dict[str, torch.Tensor]:
        """Name of each loss -> scalar, with the network in training mode."""

    @abstractmethod
    def _total(self, losses: Mapping[str, torch.Tensor]) -> torch.Tensor:
        """The scalar that is minimised."""

    @abstractmethod
    def _figures(self) -> dict[str, float]:
        """Column of the log -> figure, measured on the validation photos with the averaged weights."""

    @abstractmethod
    def _summary(self, losses: Mapping[str, float], figures: Mapping[str, float]) -> str:
        """What the progress bar says after a validation."""

    @abstractmethod
    def _metadata(self) -> dict[str, str]:
        """What the weight file says about its network."""

    def train(self, token: CancelToken, *, validate_every: int, checkpoint_every: int = 200, quiet: bool = False) -> None:
        """Run to the recipe's last step, then write the averaged weights. Raises Cancelled at a step boundary."""
        self._resume()
        steps = self._schedule.steps
        bar = tqdm(total=steps, initial=self.step, unit="step", disable=quiet, smoothing=0.02)
        with ThreadPoolExecutor(max_workers=1) as ahead:
            batch = ahead.submit(self._batch, self.step)
            while self.step < steps:
                token.checkpoint("train", self.step / steps)
                started = time.perf_counter()
                given = batch.result()
                batch = ahead.submit(self._batch, self.step + 1)
                self._advance(given)
                self.seconds += time.perf_counter() - started
                bar.update()
                last = self.step == steps
                if self.step % validate_every == 0 or last:
                    self._report(bar)
                if self.step % checkpoint_every == 0 or last:
                    self._checkpoint()
        bar.close()
        save_half(self.files.weights, self.average.state, self._metadata())

    def _advance(self, batch: Batch) -> None:
        factor = self._schedule.rate_factor(self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * factor
        losses = self._losses(batch)
        self.optimizer.zero_grad(set_to_none=True)
        self._total(losses).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), GRADIENT_NORM)
        self.optimizer.step()
        self.average.update(self.net)
        self.step += 1
        self._seen_losses.append({name: float(value.detach()) for name, value in losses.items()})

    def _report(self, bar: Any) -> None:
        """One line of the CSV log: mean losses since the last line, the validation figures, seconds so far."""
        names = self._seen_losses[-1].keys() if self._seen_losses else ()
        losses = {name: float(np.mean([entry[name] for entry in self._seen_losses])) for name in names}
        self._seen_losses.clear()
        figures = self._figures()
        columns = {f"loss_{name}": value for name, value in losses.items()} | figures
        new = not self.files.log.exists()
        with writing_errors(self.files.log), self.files.log.open("a", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            if new:
                writer.writerow(["step", "seconds", *columns])
            writer.writerow([self.step, f"{self.seconds:.0f}", *(f"{value:.4f}" for value in columns.values())])
        bar.set_postfix_str(self._summary(losses, figures))

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
