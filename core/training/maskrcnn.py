"""Training a Mask R-CNN: torchvision's losses on seeded canvases of one size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torchvision.models.detection import MaskRCNN
from torchvision.models.detection.image_list import ImageList

from core.evaluation.instance import InstanceMetric
from core.evaluation.truths import Region
from core.folding import put_in_place
from core.maskrcnn.config import MaskRcnnConfig
from core.maskrcnn.network import build
from core.maskrcnn.results import MaskPatch
from core.pointwise import PointwiseConv2d
from core.training.imagenet import load_imagenet_trunk
from core.training.instances import Canvas, CanvasRecipe, InstanceSet, draw_canvases
from core.training.loop import Recipe, RunFiles, TrainingRun, compute_in_bfloat16, freeze_stages, load_weights, parameter_groups
from core.training.photos import Rgb

MIN_OBJECT_PIXELS = 16
MASK_THRESHOLD = 0.5
Target = dict[str, torch.Tensor]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskRcnnRecipe(Recipe):
    """Everything that decides a run but the data.

    ``proposals_before_nms`` is per level, ``anchors_sampled`` and ``proposals_sampled`` are what each photo's losses see.
    ``bfloat16`` computes pyramid, objectness and the heads' dense layers with half the bits on a CPU. ``favour`` has sources and by
    how much the odds of drawing their photos are multiplied.
    """

    batch: int = 4
    canvas: int = 320
    scale_min: float = 0.6
    scale_max: float = 1.5
    paste: float = 0.3
    head_rate: float = 4e-4
    trunk_rate: float = 1e-4
    frozen_stages: int = 2
    proposals_before_nms: int = 500
    proposals_after_nms: int = 300
    anchors_sampled: int = 128
    proposals_sampled: int = 64
    bfloat16: bool = False
    favour: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class CanvasBatch:
    """Normalised ``pixels`` ``(N, 3, side, side)``, the ``(height, width)`` that each photo covers, and torchvision's targets."""

    step: int
    pixels: torch.Tensor
    sizes: list[tuple[int, int]]
    targets: list[Target]


class MaskRcnnTrainer(TrainingRun[CanvasBatch]):
    """One run. Batch norm keeps ImageNet's statistics; the stem and the first ``frozen_stages`` keep their weights."""

    net: MaskRCNN

    def __init__(
        self,
        config: MaskRcnnConfig,
        recipe: MaskRcnnRecipe,
        train_set: InstanceSet,
        val_set: InstanceSet,
        files: RunFiles,
        *,
        device: torch.device,
        init: Path | None = None,
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.config, self.recipe, self.device = config, recipe, device
        self.train_set, self.val_set = train_set, val_set
        net = build(config).to(device=device, memory_format=torch.channels_last)
        if init is None:
            load_imagenet_trunk(net.backbone.trunk, config.trunk)
        else:
            load_weights(net, init)
        self._set_up(net)
        rates = [(net.backbone.trunk, recipe.trunk_rate)]
        rates += [(part, recipe.head_rate) for part in (net.backbone.fpn, net.rpn, net.roi_heads)]
        super().__init__(net, parameter_groups(rates, recipe.weight_decay), recipe, files)
        self.odds = train_set.balanced_odds(dict(recipe.favour))

    def _set_up(self, net: MaskRCNN) -> None:
        recipe = self.recipe
        freeze_stages(net.backbone.trunk, recipe.frozen_stages)
        put_in_place(net.backbone.trunk, PointwiseConv2d)
        if recipe.bfloat16 and self.device.type == "cpu":
            heads = net.roi_heads
            for part in (net.backbone.fpn, net.rpn.head, heads.box_head, heads.mask_head, heads.mask_predictor):
                compute_in_bfloat16(part)
        net.rpn._pre_nms_top_n["training"] = recipe.proposals_before_nms
        net.rpn._post_nms_top_n["training"] = recipe.proposals_after_nms
        net.rpn.fg_bg_sampler.batch_size_per_image = recipe.anchors_sampled
        net.roi_heads.fg_bg_sampler.batch_size_per_image = recipe.proposals_sampled

    def _batch(self, step: int) -> CanvasBatch:
        recipe = self.recipe
        how = CanvasRecipe(recipe.canvas, recipe.scale_min, recipe.scale_max, paste=recipe.paste)
        canvases = draw_canvases(self.train_set, self.odds, how, size=recipe.batch, seed=recipe.seed, step=step)
        mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (self.config.mean, self.config.std))
        rgb = torch.from_numpy(np.stack([canvas.rgb for canvas in canvases])).permute(0, 3, 1, 2)
        pixels = (rgb.float() / 255.0 - mean) / std
        targets = [{name: tensor.to(self.device) for name, tensor in target_of(canvas).items()} for canvas in canvases]
        sizes = [canvas.size for canvas in canvases]
        return CanvasBatch(step, pixels.to(self.device, memory_format=torch.channels_last), sizes, targets)

    def _losses(self, batch: CanvasBatch) -> dict[str, torch.Tensor]:
        net = self.net.train()
        net.backbone.trunk.eval()  # ImageNet's batch statistics are better than those of four canvases
        # torchvision samples anchors and proposals with torch's generator: seeded by the step, a resumed run draws the same ones.
        torch.manual_seed(self.recipe.seed * 1_000_003 + batch.step)
        features = net.backbone(batch.pixels)
        proposals, proposal_losses = net.rpn(ImageList(batch.pixels, batch.sizes), features, batch.targets)
        _, detector_losses = net.roi_heads(features, proposals, batch.sizes, batch.targets)
        losses = {**proposal_losses, **detector_losses}
        return {name.removeprefix("loss_"): value for name, value in losses.items()}

    def _total(self, losses: Mapping[str, torch.Tensor]) -> torch.Tensor:
        return torch.stack(list(losses.values())).sum()

    def validate(self, limit: int | None = None) -> InstanceMetric:
        """Average precision on the validation photos, with the averaged weights."""
        net = build(self.config).to(device=self.device, memory_format=torch.channels_last)
        net.load_state_dict(self.average.state)
        metric = InstanceMetric(self.config.label_names[1:])
        for photo, truth in list(zip(self.val_set.photos, self.val_set.truths, strict=True))[:limit]:
            found = detect(net.eval(), photo)
            metric.add(truth, found.boxes, found.labels, found.scores, found.masks)
        return metric

    def _figures(self) -> dict[str, float]:
        metric = self.validate()
        masks, boxes = metric.mean(Region.MASK), metric.mean(Region.BOX)
        figures = {"mask_ap": masks.ap, "mask_ap50": masks.ap50, "box_ap": boxes.ap, "box_ap50": boxes.ap50}
        return figures | {f"mask_ap50_{name}": figure.ap50 for name, figure in metric.per_class(Region.MASK).items()}

    def _summary(self, losses: Mapping[str, float], figures: Mapping[str, float]) -> str:
        return f"loss {sum(losses.values()):.3f}  mask AP50 {figures['mask_ap50']:.3f}  AP {figures['mask_ap']:.3f}"

    def _metadata(self) -> dict[str, str]:
        return self.config.to_metadata()


def target_of(canvas: Canvas) -> Target:
    """torchvision's target: boxes ``(n, 4)`` in input px around each object's pixels, labels ``(n,)``, masks ``(n, H, W)`` uint8.

    What a crop or a pasted object left less than 16 pixels of, or of less than 2 pixels' width, is no object.
    """
    boxes, labels, masks = [], [], []
    for number, label in enumerate(canvas.labels, start=1):
        mask = canvas.ids == number
        columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
        if mask.sum() < MIN_OBJECT_PIXELS or len(rows) < 2 or len(columns) < 2:
            continue
        boxes.append((columns[0], rows[0], columns[-1] + 1, rows[-1] + 1))
        labels.append(label)
        masks.append(mask)
    stacked = np.stack(masks).astype(np.uint8) if masks else np.zeros((0, *canvas.ids.shape), np.uint8)
    return {
        "boxes": torch.tensor(np.array(boxes, np.float32).reshape(-1, 4)),
        "labels": torch.tensor(labels, dtype=torch.int64),
        "masks": torch.from_numpy(stacked),
    }


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Detections of one photo, best first: boxes ``(n, 4)`` in image px, 1-based labels, scores and masks."""

    boxes: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    labels: Sequence[int]
    scores: Sequence[float]
    masks: Sequence[MaskPatch]


@torch.inference_mode()
def detect(net: MaskRCNN, photo: Rgb) -> Found:
    """Run a network in evaluation mode on ``(H, W, 3)`` uint8."""
    device = next(net.parameters()).device
    (output,) = net([torch.tensor(photo, device=device).permute(2, 0, 1).float() / 255.0])
    masks = [MaskPatch(0, 0, mask) for mask in (output["masks"][:, 0] > MASK_THRESHOLD).cpu().numpy()]
    return Found(output["boxes"].double().cpu().numpy(), output["labels"].tolist(), output["scores"].tolist(), masks)
