"""``segment`` for models that find objects, each with a mask of its own."""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.cancellation import CancelToken
from core.cli.segment_task import Product, SegmentTask, Statement
from core.maskrcnn.results import DetectionRun, PasteRule, Thresholds

if TYPE_CHECKING:
    from core.engine import Engine
    from core.export.instances import Ids
    from core.image import ImageDocument
    from core.maskrcnn.fate import NearestMiss

DECIMALS = 4
DEFAULTS = Thresholds()


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A photo's detections under the asked thresholds, and their ``ids`` ``(H, W)`` by the asked rule."""

    run: DetectionRun
    rule: PasteRule
    ids: Ids


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("models that find objects")
    group.add_argument("--score", type=_share, metavar="S", help=f"keep objects scored above S (default {DEFAULTS.score})")
    nms = f"drop what overlaps a better one of its class by more (default {DEFAULTS.nms})"
    group.add_argument("--nms", type=_share, metavar="IOU", help=nms)
    mask = f"a pixel is inside above this probability (default {DEFAULTS.mask})"
    group.add_argument("--mask-threshold", type=_share, metavar="P", help=mask)
    rules = [rule.value for rule in PasteRule]
    group.add_argument("--paste-rule", choices=rules, help=f"how 28 x 28 masks become pixels (default {PasteRule.TORCHVISION.value})")


def _share(text: str) -> float:
    number = float(text)
    if not 0.0 <= number <= 1.0:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return number


def _infer(engine: Engine, document: ImageDocument, options: argparse.Namespace) -> Found:
    token = CancelToken()
    run = engine.detect(document, options.model, token)
    asked = {"score": options.score, "nms": options.nms, "mask": options.mask_threshold}
    thresholds = replace(run.thresholds, **{name: value for name, value in asked.items() if value is not None})
    if thresholds != run.thresholds:
        run = engine.rerun(run, thresholds, token)
    from core.maskrcnn.paste import instance_map

    rule = PasteRule(options.paste_rule or PasteRule.TORCHVISION)
    return Found(run, rule, instance_map(run, rule))


def _overlay(_engine: Engine, document: ImageDocument, found: Found) -> bytes:
    from core.export.instances import overlay_png
    from core.maskrcnn.colours import instance_colours
    from core.maskrcnn.paste import mask_patches

    return overlay_png(document, found.run, found.ids, instance_colours(found.run, mask_patches(found.run, found.rule)))


def _instances(_engine: Engine, _document: ImageDocument, found: Found) -> bytes:
    from core.export.instances import instance_png

    return instance_png(found.ids)


def _coco(_engine: Engine, document: ImageDocument, found: Found) -> bytes:
    from core.export.coco import coco_json
    from core.maskrcnn.paste import mask_patches

    name = document.name if document.path is None else document.path.name
    return coco_json(found.run, mask_patches(found.run, found.rule), name)


def _state(found: Found) -> Statement:
    from core.maskrcnn.fate import nearest_miss

    run, rules = found.run, found.run.thresholds
    miss = None if len(run) else nearest_miss(run)
    return Statement(
        method="Mask R-CNN",
        device=run.facts.device,
        seconds=run.facts.seconds,
        badges=tuple(badge.text for badge in run.facts.badges),
        facts={
            "thresholds": {"score": rules.score, "nms": rules.nms, "mask": rules.mask},
            "paste_rule": found.rule.value,
            "detections": [_detection_json(run, index) for index in range(len(run))],
            "nearest_miss": None if miss is None else _miss_json(miss),
        },
        lines=tuple(_line(run, index) for index in range(len(run))) or _nothing_found(miss),
    )


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
        Product("overlay", "-overlay.png", _overlay),
        Product("instances", "-instances.png", _instances),
        Product("coco", "-coco.json", _coco),
    ),
    written_by_default=("overlay", "instances", "coco"),
    options=("score", "nms", "mask_threshold", "paste_rule"),
    add_arguments=_add_arguments,
    infer=_infer,
    state=_state,
)
