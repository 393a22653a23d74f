"""A Mask R-CNN run stage by stage, with the model's own modules, so that the result is that of calling the model, to the bit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import softmax
from torchvision.models.detection import MaskRCNN
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.rpn import concat_box_prediction_layers
from torchvision.ops import clip_boxes_to_image

from core.cancellation import CancelToken, cancellable
from core.devices import precision
from core.features import FeaturePyramid, room_for_levels
from core.geometry import Axis1d, PlaneMap
from core.maskrcnn.arrays import array, tensor
from core.maskrcnn.config import LEVEL_NAMES
from core.maskrcnn.pooled_heads import box_head, mask_head
from core.maskrcnn.rerun import Funnel, choose_candidates, run_funnel
from core.maskrcnn.results import BoxTable, Floats, Indices, InputStage, LevelStage, MaskTable, Thresholds
from core.maskrcnn.stopwatch import Stopwatch

TORCHVISION_KEYS = ("0", "1", "2", "3", "pool")


@dataclass(frozen=True, slots=True, eq=False)
class Stages:
    """Every stage of one photo, without what names the photo and the model. ``seconds`` is by stage name."""

    input: InputStage
    pyramid: FeaturePyramid
    levels: tuple[LevelStage, ...]
    thresholds: Thresholds
    funnel: Funnel
    seconds: Mapping[str, float]


class NetworkHeads:
    """Box head and mask head of ``net`` on one pyramid, given as arrays (a record) or as tensors (a run under way)."""

    def __init__(
        self, net: MaskRCNN, pyramid: Mapping[str, torch.Tensor], size: tuple[int, int], token: CancelToken, watch: Stopwatch | None = None
    ) -> None:
        self._net, self._pyramid, self._size, self._token = net, dict(pyramid), size, token
        self._watch = watch or Stopwatch()
        self._device = self._pyramid["0"].device

    @property
    def seconds(self) -> Mapping[str, float]:
        """What the heads took when they were asked, by stage name."""
        return self._watch.seconds

    @classmethod
    def on_record(
        cls, net: MaskRCNN, pyramid: FeaturePyramid, size: tuple[int, int], token: CancelToken, watch: Stopwatch | None = None
    ) -> NetworkHeads:
        """Heads that read a recorded pyramid; ``size`` is the photo's in input px."""
        return cls(net, pyramid_tensors(net, pyramid), size, token, watch)

    @torch.inference_mode()
    def box_table(self, anchor: Indices, proposals_input: Floats) -> BoxTable:
        """One pass of the box head over all proposals, in their order."""
        heads, proposals = self._net.roi_heads, tensor(proposals_input, self._device)
        self._token.checkpoint("box head")
        with self._watch.time("box pooling"):
            pooled = heads.box_roi_pool(self._pyramid, [proposals], [self._size])
        with self._watch.time("box head"), cancellable(heads, self._token, "box head"):
            logits, deltas = box_head(self._net, pooled)
        with self._watch.time("classes and boxes"):
            per_class = (len(proposals), logits.shape[1], 4)
            boxes = clip_boxes_to_image(heads.box_coder.decode(deltas, [proposals]).reshape(per_class), self._size)
            scores, deltas = softmax(logits, -1), deltas.reshape(per_class)
        level = _roi_levels(heads.box_roi_pool, proposals)
        return BoxTable(anchor, proposals_input, *(array(it) for it in (level, pooled, logits, deltas, scores, boxes)))

    @torch.inference_mode()
    def mask_table(self, anchor: Indices, label: Indices, boxes_input: Floats) -> MaskTable:
        """One pass of the mask head over all boxes, in their order."""
        heads, boxes = self._net.roi_heads, tensor(boxes_input, self._device)
        self._token.checkpoint("mask head")
        with self._watch.time("mask pooling"):
            pooled = heads.mask_roi_pool(self._pyramid, [boxes], [self._size])
        with self._watch.time("mask head"), cancellable(heads, self._token, "mask head"):
            logits = mask_head(self._net, pooled)
        level = _roi_levels(heads.mask_roi_pool, boxes)
        return MaskTable(anchor, label, *(array(it) for it in (level, pooled, logits)))


def thresholds_of(net: MaskRCNN) -> Thresholds:
    """The rules that ``net`` itself would apply when called."""
    rpn, heads = net.rpn, net.roi_heads
    return Thresholds(
        rpn._pre_nms_top_n["testing"], rpn._post_nms_top_n["testing"], rpn.score_thresh, rpn.nms_thresh,
        heads.score_thresh, heads.nms_thresh, heads.detections_per_img,
    )  # fmt: skip


@torch.inference_mode()
def run_stages(
    net: MaskRCNN,
    image: torch.Tensor,
    token: CancelToken,
    *,
    image_size: tuple[int, int] | None = None,
    pyramid: FeaturePyramid | None = None,
) -> Stages:
    """Run ``net`` (in evaluation mode) on ``image`` ``(3, H, W)`` float 0..1 and record every stage.

    ``image_size`` ``(height, width)`` is what boxes are scaled to in the end, by default the image's own, as in calling the model.
    ``pyramid`` saves the backbone when it was recorded before, from the same pixels.
    """
    watch = Stopwatch()
    token.checkpoint("input")
    with watch.time("input"):
        images, _ = net.transform([image])
    size = (int(images.image_sizes[0][0]), int(images.image_sizes[0][1]))
    given = _input_stage(images, size, image_size or (image.shape[1], image.shape[2]))
    token.checkpoint("trunk")
    with watch.time("pyramid"), cancellable(net.backbone, token, "trunk"):
        features = pyramid_tensors(net, pyramid) if pyramid is not None else _pyramid(net, images.tensors)
        # Poolers read what the record holds, in its order: a run from a record is then the same to the bit.
        if pyramid is None:
            recorded, planes = _record_pyramid(features, given)
        else:
            recorded, planes = pyramid, features
    token.checkpoint("proposals")
    with watch.time("objectness"):
        levels = _levels(net, images, features)
    thresholds = thresholds_of(net)
    with watch.time("proposals"):
        candidates = choose_candidates(levels, size, thresholds)
    heads = NetworkHeads(net, planes, size, token, watch)
    with watch.time("detections"):
        funnel = run_funnel(candidates, *empty_tables(), thresholds, heads, size, given.image_size)
    return Stages(given, recorded, levels, thresholds, funnel, watch.seconds)


def pyramid_tensors(net: MaskRCNN, pyramid: FeaturePyramid) -> dict[str, torch.Tensor]:
    """A recorded pyramid under torchvision's names, ``(1, C, h, w)``, on the network's device."""
    device = next(net.parameters()).device
    return {key: tensor(pyramid.levels[name], device)[None] for key, name in zip(TORCHVISION_KEYS, LEVEL_NAMES, strict=True)}


def empty_tables() -> tuple[BoxTable, MaskTable]:
    """Tables of heads that were asked nothing yet."""
    nobody, nothing = np.zeros(0, np.int64), np.zeros((0, 0), np.float32)
    boxes = BoxTable(nobody, nothing, nobody, nothing, nothing, nothing, nothing, nothing)
    return boxes, MaskTable(nobody, nobody, nobody, nothing, nothing)


def _pyramid(net: MaskRCNN, pixels: torch.Tensor) -> dict[str, torch.Tensor]:
    """The levels in single precision, whatever they were computed in: what reads them is a record's, and the same for all devices."""
    with precision(pixels.device):
        return {key: level.float() for key, level in net.backbone(pixels).items()}


def _input_stage(images: ImageList, size: tuple[int, int], image_size: tuple[int, int]) -> InputStage:
    to_image = PlaneMap(Axis1d(image_size[1] / size[1]), Axis1d(image_size[0] / size[0]))
    return InputStage(array(images.tensors[0]), size, to_image, image_size)


def _record_pyramid(features: Mapping[str, torch.Tensor], given: InputStage) -> tuple[FeaturePyramid, dict[str, torch.Tensor]]:
    """The record, and the same values where the features lie; on the CPU they are in one place, as they may be large."""
    strides = {name: 4 << index for index, name in enumerate(LEVEL_NAMES)}
    names = dict(zip(TORCHVISION_KEYS, LEVEL_NAMES, strict=True))
    levels = room_for_levels({name: tuple(features[key].shape[1:]) for key, name in names.items()})
    planes = {}
    for key, level in features.items():
        record = torch.from_numpy(levels[names[key]])[None]
        record.copy_(level)
        planes[key] = record if level.device.type == "cpu" else level.contiguous()
        levels[names[key]].flags.writeable = False
    return FeaturePyramid(levels, strides, given.padded_size, given.to_image), planes


def _levels(net: MaskRCNN, images: ImageList, features: Mapping[str, torch.Tensor]) -> tuple[LevelStage, ...]:
    maps = list(features.values())
    with precision(maps[0].device):
        objectness, deltas = ([level.float() for level in found] for found in net.rpn.head(maps))
    anchors = net.rpn.anchor_generator(images, maps)
    counts = [level[0].numel() for level in objectness]
    logits, moves = concat_box_prediction_layers(objectness, deltas)
    decoded = net.rpn.box_coder.decode(moves, anchors).view(-1, 4)
    firsts = np.cumsum([0, *counts[:-1]]).tolist()
    parts = zip(*(torch.split(it, counts) for it in (anchors[0], logits.view(-1), moves, decoded)), strict=True)
    return tuple(
        LevelStage(name, 4 << index, (maps[index].shape[2], maps[index].shape[3]), firsts[index], *(array(it) for it in part))
        for index, (name, part) in enumerate(zip(LEVEL_NAMES, parts, strict=True))
    )


def _roi_levels(pooler: torch.nn.Module, boxes: torch.Tensor) -> torch.Tensor:
    """The pyramid level that a pooler reads each box from, 2 for P2 (FPN, eq. 1)."""
    mapper = pooler.map_levels
    levels: torch.Tensor = mapper([boxes]) + mapper.k_min  # type: ignore[operator, union-attr]
    return levels
