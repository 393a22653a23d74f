"""``segment`` for models that find objects, each with a mask of its own."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.cancellation import CancelToken
from core.cli.options import positive_int
from core.cli.segment_pictures import FIGURES, OVERLAY, STYLES, add_object_arguments, name_of, path_from, share
from core.cli.segment_task import Product, SegmentTask, Statement
from core.maskrcnn.results import DetectionRun, MaskPatch, PasteRule, Poolers, Thresholds
from core.maskrcnn.scene import InstanceScene, make_instance_scene
from core.roi.settings import Operator, OperatorSettings

if TYPE_CHECKING:
    from core.engine import Engine
    from core.export.picture import View
    from core.image import ImageDocument
    from core.maskrcnn.fate import NearestMiss

DECIMALS = 4
DEFAULTS = Thresholds()

POOLERS: dict[str, OperatorSettings | None] = {
    "align": None,
    "pool": OperatorSettings(Operator.POOL),
    "warp": OperatorSettings(Operator.WARP, sampling_ratio=2),
    "crop": OperatorSettings(Operator.CROP_AND_RESIZE),
    "aligned": OperatorSettings(Operator.ALIGN, sampling_ratio=2, aligned=True),
}
"""The words of ``--pooler``: what reads the boxes instead of the network's own RoIAlign."""

RULES = {
    "score": "score",
    "nms": "nms",
    "mask_threshold": "mask",
    "detections": "detections",
    "proposal_score": "proposal_score",
    "proposal_nms": "proposal_nms",
    "proposals_before": "proposals_before_nms",
    "proposals_after": "proposals_after_nms",
}
"""Option -> the field of Thresholds that it sets."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A photo's detections under the asked thresholds, pasted by the asked rule, and the command's options."""

    run: DetectionRun
    rule: PasteRule
    scene: InstanceScene
    options: argparse.Namespace

    @property
    def method(self) -> str:
        return "Mask R-CNN"

    def view(self, document: ImageDocument) -> View:
        from core.export.picture import ObjectLayer, View

        scene, options = self.scene, self.options
        filled, outlined = STYLES[options.object_style or options.style or "both"]
        if not filled and not outlined and options.no_boxes and options.no_names:
            return View(document.rgb)
        layer = ObjectLayer(
            scene.ids, scene.boxes, scene.texts, scene.colours, scene.shares(), options.opacity, filled=filled, outlined=outlined,
            framed=not options.no_boxes, named=not options.no_names,
        )  # fmt: skip
        return View(document.rgb, None, layer)

    def patches(self) -> Iterator[MaskPatch]:
        """Every object's mask, one by one."""
        return (mask.patch() for mask in self.scene.masks)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("models that find objects")
    group.add_argument("--score", type=share, metavar="S", help=f"keep objects scored above S (default {DEFAULTS.score})")
    nms = f"drop what overlaps a better one of its class by more (default {DEFAULTS.nms})"
    group.add_argument("--nms", type=share, metavar="IOU", help=nms)
    mask = f"a pixel is inside above this probability (default {DEFAULTS.mask})"
    group.add_argument("--mask-threshold", type=share, metavar="P", help=mask)
    group.add_argument("--detections", type=positive_int, metavar="N", help="keep at most N objects (default: the network's)")
    group.add_argument("--proposal-score", type=share, metavar="S", help="drop proposals with a lower objectness (default: the network's)")
    overlap = "drop proposals that overlap a better one of their level by more (default: the network's)"
    group.add_argument("--proposal-nms", type=share, metavar="IOU", help=overlap)
    group.add_argument("--proposals-before", type=positive_int, metavar="N", help="best anchors of each level that enter NMS")
    group.add_argument("--proposals-after", type=positive_int, metavar="N", help="best proposals that the box head reads")
    pooler = "what reads the boxes in both heads (default align, the network's own)"
    group.add_argument("--pooler", choices=tuple(POOLERS), help=pooler)
    for head in ("box", "mask"):
        group.add_argument(f"--{head}-pooler", choices=tuple(POOLERS), help=f"what reads them in the {head} head alone")
    rules = [rule.value for rule in PasteRule]
    group.add_argument("--paste-rule", choices=rules, help=f"how 28 x 28 masks become pixels (default {PasteRule.TORCHVISION.value})")
    add_object_arguments(group)


def _infer(engine: Engine, document: ImageDocument, options: argparse.Namespace, token: CancelToken) -> Found:
    run = engine.detect(document, options.model, token, poolers=_poolers(options))
    asked = {field: getattr(options, option) for option, field in RULES.items()}
    thresholds = replace(run.thresholds, **{name: value for name, value in asked.items() if value is not None})
    if thresholds != run.thresholds:
        run = engine.rerun(run, thresholds, token)
    rule = PasteRule(options.paste_rule or PasteRule.TORCHVISION)
    return Found(run, rule, make_instance_scene(run, rule, token), options)


def _poolers(options: argparse.Namespace) -> Poolers:
    box, mask = (chosen or options.pooler or "align" for chosen in (options.box_pooler, options.mask_pooler))
    return Poolers(POOLERS[box], POOLERS[mask])


def _instances(_engine: Engine, _document: ImageDocument, found: Found) -> bytes:
    from core.export.instances import instance_png

    return instance_png(found.scene.ids)


def _coco(_engine: Engine, document: ImageDocument, found: Found) -> bytes:
    from core.export.coco import coco_json

    return coco_json(found.run, found.patches(), name_of(document))


def _labelme(_engine: Engine, document: ImageDocument, found: Found) -> bytes:
    from core.export.labelme import objects_labelme

    return objects_labelme(found.run, found.patches(), path_from(found.options.out, document), CancelToken())


def _state(found: Found) -> Statement:
    from core.maskrcnn.fate import nearest_miss

    run, rules = found.run, found.run.thresholds
    miss = None if len(run) else nearest_miss(run)
    return Statement(
        method=found.method,
        device=run.facts.device,
        seconds=run.facts.seconds,
        badges=tuple(badge.text for badge in run.facts.badges),
        facts={
            "thresholds": {"score": rules.score, "nms": rules.nms, "mask": rules.mask},
            "poolers": {"box": _pooler_word(run.poolers.box), "mask": _pooler_word(run.poolers.mask)},
            "paste_rule": found.rule.value,
            "detections": [_detection_json(run, index) for index in range(len(run))],
            "nearest_miss": None if miss is None else _miss_json(miss),
        },
        lines=tuple(_line(run, index) for index in range(len(run))) or _nothing_found(miss),
    )


def _pooler_word(settings: OperatorSettings | None) -> str:
    return next(word for word, known in POOLERS.items() if known == settings)


def _detection_json(run: DetectionRun, index: int) -> dict[str, Any]:
    detection = run.detection(index)
    box = [round(value, DECIMALS) for value in detection.box_image.as_tuple()]
    return {"id": index + 1, "name": detection.name, "score": round(detection.score, DECIMALS), "box": box}


def _miss_json(miss: NearestMiss) -> dict[str, Any]:
    box = [round(value, DECIMALS) for value in miss.box_image.as_tuple()]
    return {"name": miss.name, "score": round(miss.score, DECIMALS), "box": box, "reason": miss.explanation.text}


def _line(run: DetectionRun, index: int) -> str:
    """An object is numbered as in the instance-id file."""
    detection = run.detection(index)
    width = math.floor(math.log10(len(run))) + 1
    box = " ".join(f"{value:.1f}" for value in detection.box_image.as_tuple())
    return f"{index + 1:>{width}} {detection.name} {detection.score:.2f}, box {box}"


def _nothing_found(miss: NearestMiss | None) -> tuple[str, ...]:
    if miss is None:
        return ("No objects found: there was not one proposal.",)
    return (f"No objects found; the nearest miss is {miss.name} with score {miss.score:.3f}.", miss.explanation.text)


INSTANCE = SegmentTask(
    products=(
        OVERLAY,
        Product("instances", "-instances.png", _instances),
        *FIGURES,
        Product("coco", "-coco.json", _coco),
        Product("labelme", "-labelme.json", _labelme),
    ),
    written_by_default=("overlay", "instances", "coco"),
    options=(*RULES, "pooler", "box_pooler", "mask_pooler", "paste_rule", "object_style", "no_boxes", "no_names"),
    add_arguments=_add_arguments,
    infer=_infer,
    state=_state,
)
