"""Training an FCN: all three read-outs are supervised, so that each of them is an honest model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from core.evaluation.semantic import ConfusionMatrix
from core.fcn.config import STREAM_STRIDES, FcnConfig, ReadOut
from core.fcn.fusion import fuse, upsample
from core.fcn.network import FcnNet
from core.fcn.preprocess import prepare
from core.fcn.readout import logits_at_pixels
from core.folding import put_in_place
from core.geometry import Axis1d
from core.labels import VOID
from core.pointwise import PointwiseConv2d
from core.training.imagenet import load_imagenet_trunk
from core.training.loop import Recipe, RunFiles, TrainingRun, freeze_stages, load_weights, parameter_groups
from core.training.photos import Augmentation, PhotoSet, draw_batch

LOSS_WEIGHTS = {ReadOut.STRIDE_32: 0.4, ReadOut.STRIDE_16: 0.6, ReadOut.STRIDE_8: 1.0}
LABEL_STRIDE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FcnRecipe(Recipe):
    """Everything that decides a run but the data."""

    batch: int = 8
    crop: int = 320
    scale_min: float = 0.75
    scale_max: float = 1.6
    head_rate: float = 3e-3
    trunk_rate: float = 3e-4
    class_weights: bool = False
    balanced: bool = False
    compiled: bool = False


class FcnTrainer(TrainingRun[tuple[torch.Tensor, torch.Tensor]]):
    """One run. A batch is normalised pixels ``(N, 3, crop, crop)`` and class ids ``(N, crop, crop)`` int64."""

    net: FcnNet

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
        self.config, self.recipe, self.device = config, recipe, device
        self.train_set, self.val_set = train_set, val_set
        net = FcnNet(config).to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        if init is None:
            load_imagenet_trunk(net.trunk, config.trunk)
        else:
            load_weights(net, init)
        freeze_stages(net.trunk, recipe.frozen_stages)
        put_in_place(net.trunk, PointwiseConv2d)
        groups = parameter_groups([(net.trunk, recipe.trunk_rate), (net.heads, recipe.head_rate)], recipe.weight_decay)
        super().__init__(net, groups, recipe, files)
        self._forward = torch.compile(net.forward) if recipe.compiled else net.forward
        self.class_weights = self._class_weights()
        self.odds = train_set.balanced_odds() if recipe.balanced else np.full(len(train_set), 1.0 / len(train_set))

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

    def _losses(self, batch: tuple[torch.Tensor, torch.Tensor]) -> dict[str, torch.Tensor]:
        pixels, labels = batch
        self.net.train()
        self.net.trunk.eval()  # ImageNet's batch statistics are better than those of eight crops
        return {str(stride): value for stride, value in self.loss(self._forward(pixels), labels).items()}

    def _total(self, losses: Mapping[str, torch.Tensor]) -> torch.Tensor:
        return torch.as_tensor(sum(LOSS_WEIGHTS[ReadOut(int(stride))] * value for stride, value in losses.items()))

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

    def _figures(self) -> dict[str, float]:
        matrices = self.validate()
        figures = {f"miou_{stride}": matrices[stride].mean_iou() for stride in STREAM_STRIDES}
        return figures | {f"iou_8_{name}": float(iou) for name, iou in zip(self.config.label_names, matrices[8].iou(), strict=True)}

    def _summary(self, losses: Mapping[str, float], figures: Mapping[str, float]) -> str:
        mious = " / ".join(f"{figures[f'miou_{stride}']:.3f}" for stride in STREAM_STRIDES)
        return f"loss {losses.get('8', float('nan')):.3f}  mIoU {mious}"

    def _metadata(self) -> dict[str, str]:
        return self.config.to_metadata()
