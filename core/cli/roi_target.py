"""Which box ``roi`` traces, and on which feature maps: a box that a person gave, or one that a Mask R-CNN came up with."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.catalog import ModelRow, Task
from core.errors import InputError
from core.geometry import Box

if TYPE_CHECKING:
    from core.engine import Engine
    from core.features import FeaturePyramid
    from core.image import ImageDocument
    from core.maskrcnn.results import DetectionRun


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """``facts`` say where the box comes from, ``line`` the same for a person; both empty for a box that was given."""

    pyramid: FeaturePyramid
    box_image: Box
    box_input: Box
    facts: dict[str, Any]
    line: str = ""


def given_box(pyramid: FeaturePyramid, box_image: Box) -> Target:
    return Target(pyramid, box_image, pyramid.to_image.inverse().box(box_image), {})


def check_model(options: argparse.Namespace, row: ModelRow) -> None:
    """Raise InputError when a proposal or a detection is asked of a model that has none."""
    if row.task is Task.INSTANCE:
        return
    if options.proposal is not None:
        raise InputError("{model} makes no proposals; give a box with --box X1 Y1 X2 Y2.", model=row.title)
    if options.detection is not None:
        raise InputError("{model} detects no objects; give a box with --box X1 Y1 X2 Y2.", model=row.title)


def find_target(options: argparse.Namespace, row: ModelRow, engine: Engine, document: ImageDocument) -> Target:
    """Run the model as far as the box needs. Raises UserError, InputError when there are not that many proposals or detections."""
    from core.cancellation import CancelToken

    if row.task is not Task.INSTANCE:
        return given_box(engine.pyramid(document, row.key, CancelToken()), Box(*options.box))
    run = engine.detect(document, row.key, CancelToken())
    if options.proposal is not None:
        return proposal_target(run, options.proposal)
    if options.detection is not None:
        return detection_target(run, options.detection)
    return given_box(run.pyramid, Box(*options.box))


def proposal_target(run: DetectionRun, index: int) -> Target:
    """What the box head read: a proposal, best objectness first, counted from 0. Raises InputError."""
    _check_index("proposal", index, len(run.boxes))
    proposal = run.proposal(index)
    facts = {
        "proposal": index, "objectness": proposal.objectness, "anchor_level": proposal.anchor_level, "roi_level": proposal.roi_level,
    }  # fmt: skip
    line = f"proposal {index}, objectness {proposal.objectness:.3f}, anchor of {proposal.anchor_level}, box head read {proposal.roi_level}"
    return Target(run.pyramid, proposal.box_image, proposal.box_input, facts, line)


def detection_target(run: DetectionRun, index: int) -> Target:
    """What the mask head read: a detection's box, best score first, counted from 0. Raises InputError."""
    _check_index("detection", index, len(run))
    found = run.detection(index)
    box_input = Box(*run.boxes.boxes_input[found.proposal, found.label].tolist())
    level = f"P{run.masks.level(index)}"
    facts = {"detection": index, "name": found.name, "score": found.score, "proposal": found.proposal, "roi_level": level}
    line = f"detection {index}, {found.name} {found.score:.3f}, from proposal {found.proposal}, mask head read {level}"
    return Target(run.pyramid, found.box_image, box_input, facts, line)


def _check_index(what: str, index: int, count: int) -> None:
    if not 0 <= index < count:
        raise InputError("There is no {what} {index}: this photo has {count}, counted from 0.", what=what, index=index, count=count)
