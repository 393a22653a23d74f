"""Mask R-CNN at one glance: the whole network as a diagram of what it did to the photo on screen."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.colours import OPERATOR_COLOURS
from app.diagram.model import Diagram, Edge, Group, Node, Remark, Tint, shape_text, time_text
from app.diagram.pane import DiagramPane
from app.diagram.thumbnails import masks_picture
from app.inside_maskrcnn.glance_pictures import DRAWN, GlancePictures
from app.intents import Intents
from app.jobs import JobRunner, Request
from app.preferences import StageKey
from app.session import Session
from app.translation import tr, tr_core
from core.cancellation import CancelToken
from core.image import ImageDocument
from core.maskrcnn.colours import instance_colours
from core.maskrcnn.results import DetectionRun, Fate, MaskPatch, PasteRule
from core.roi.settings import Operator, OperatorSettings

CHANNEL = "maskrcnn-diagram"
BOX_GRID, MASK_GRID, MASK_SIDE = (7, 7), (14, 14), 28
"""Of Mask R-CNN with a pyramid (He et al. 2017, fig. 4, right); said when no object was there to measure it on."""
NAMED = 3
"""Detections named on the card; the others are counted."""
ADDED = Tint("#a8783a", "#c9a66b")
"""Ground of what Mask R-CNN adds to Faster R-CNN."""

NODE_STAGE: dict[str, StageKey] = {
    "photo": StageKey.INPUT,
    "input": StageKey.INPUT,
    "P2": StageKey.PYRAMID,
    "P3": StageKey.PYRAMID,
    "P4": StageKey.PYRAMID,
    "P5": StageKey.PYRAMID,
    "pool": StageKey.PYRAMID,
    "anchors": StageKey.ANCHORS,
    "objectness": StageKey.OBJECTNESS,
    "candidates": StageKey.PROPOSALS_BEFORE,
    "proposals": StageKey.PROPOSALS_AFTER,
    "box features": StageKey.PROPOSALS_AFTER,
    "box head": StageKey.CLASSES,
    "pairs": StageKey.BOXES,
    "detections": StageKey.BOXES,
    "mask features": StageKey.MASKS,
    "mask head": StageKey.MASKS,
    "masks": StageKey.MASKS,
    "pasted": StageKey.PASTED,
}
"""The stage that a click on a node opens."""

RPN_ROW, BOX_ROW, MASK_ROW = range(3)


def maskrcnn_diagram(run: DetectionRun, document: ImageDocument, patches: Sequence[MaskPatch]) -> Diagram:
    """The diagram of a run on ``document``; ``patches`` are its detections' masks in their order."""
    colours = tuple((int(red), int(green), int(blue)) for red, green, blue in instance_colours(run, patches))
    pictures = GlancePictures(run, document.rgb, colours)
    nodes = (*_given(run, pictures), *_levels(run, pictures), *_rpn(run, pictures), *_boxes(run, pictures), *_masks(run, pictures, patches))
    levels = tuple(level.name for level in run.levels)
    branch = tuple(node.key for node in nodes if node.row == MASK_ROW)
    rest = tuple(node.key for node in nodes if node.row != MASK_ROW)
    groups = (
        Group("faster", tr("Faster R-CNN"), rest),
        Group("pyramid", _pyramid_caption(run), levels),
        Group("fcn", tr("A small FCN on every final box: what Mask R-CNN adds"), branch, ADDED, caption_below=True),
    )
    badges = [tr_core(badge.text) for badge in run.facts.badges]  # an exported diagram must carry them too
    remark = Remark("\n".join((tr("Mask R-CNN =\nFaster R-CNN +\nan FCN on RoIs"), "", *badges)).rstrip(), 0, MASK_ROW)
    return Diagram(tr("Mask R-CNN on {photo}", photo=document.name), nodes, _edges(), groups, (remark,))


def _edges() -> tuple[Edge, ...]:
    rows = (
        ("photo", "input", "pyramid", "anchors", "objectness", "candidates", "proposals"),
        ("box features", "box head", "pairs", "detections"),
        ("mask features", "mask head", "masks", "pasted"),
    )
    along = [Edge(first, second) for row in rows for first, second in itertools.pairwise(row)]
    reads = [Edge("pyramid", "box features"), Edge("pyramid", "mask features")]
    return (*along, *reads, Edge("proposals", "box features"), Edge("detections", "mask features"))


def _milliseconds(run: DetectionRun, *stages: str) -> float | None:
    seconds = run.facts.stage_seconds
    return sum(seconds[stage] for stage in stages) * 1000 if all(stage in seconds for stage in stages) else None


def _pyramid_caption(run: DetectionRun) -> str:
    spent = _milliseconds(run, "pyramid")
    return tr("Feature pyramid") if spent is None else tr("Feature pyramid · {time}", time=time_text(spent))


def _given(run: DetectionRun, pictures: GlancePictures) -> list[Node]:
    height, width = run.input.image_size
    scale = tr("photo × {scale:.2f}", scale=run.input.scale[1])
    size = tr("{size} px", size=shape_text(width, height))
    return [
        Node("photo", tr("Photo"), (size,), 0, RPN_ROW, pictures.photo),
        Node(
            "input", tr("Network input"), (shape_text(*run.input.pixels.shape), scale), 0, BOX_ROW, pictures.network_input(),
            _milliseconds(run, "input"),
        ),
    ]  # fmt: skip


def _levels(run: DetectionRun, pictures: GlancePictures) -> list[Node]:
    return [
        Node(
            level.name, level.name, (shape_text(*run.pyramid.levels[level.name].shape), tr("stride {stride}", stride=level.stride)),
            1, RPN_ROW, pictures.level(level.name), row_span=2, compact=True,
        )
        for level in run.levels
    ]  # fmt: skip


def _rpn(run: DetectionRun, pictures: GlancePictures) -> list[Node]:
    anchors = sum(len(level.anchors) for level in run.levels)
    candidates, rules = len(run.candidates.anchor), run.thresholds
    best = tr("the best {count} drawn", count=min(candidates, DRAWN))
    each = tr("{count} at each cell", count=run.levels[0].kinds)
    contents = [
        ("anchors", tr("Anchors"), (tr("{count:,} boxes", count=anchors), each), pictures.anchors()),
        ("objectness", tr("Objectness"), (tr("{count:,} logits", count=anchors), tr("and as many × 4 deltas")), pictures.objectness()),
        ("candidates", tr("Best of each level"), (tr("{count:,} before NMS", count=candidates), best), pictures.candidates()),
        (
            "proposals", tr("Proposals"),
            (tr("{count:,} after NMS at IoU {iou:g}", count=len(run.boxes), iou=rules.proposal_nms),
             tr("the best {count} drawn", count=min(len(run.boxes), DRAWN))),
            pictures.proposals(),
        ),
    ]  # fmt: skip
    spent = {"objectness": _milliseconds(run, "objectness"), "proposals": _milliseconds(run, "proposals")}
    return [
        Node(key, title, lines, 2 + place, RPN_ROW, picture, spent.get(key)) for place, (key, title, lines, picture) in enumerate(contents)
    ]


def _boxes(run: DetectionRun, pictures: GlancePictures) -> list[Node]:
    proposals, classes = len(run.boxes), len(run.label_names)
    fates, rules = run.boxes.selection, run.thresholds
    passed = len(fates.fate) - fates.count(Fate.LOW_SCORE) - fates.count(Fate.TOO_SMALL)
    pairs = (
        tr("{count:,} pairs of box and class", count=len(fates.fate)),
        tr("{count:,} with a score > {score:g}", count=passed, score=rules.score),
        tr("NMS at IoU {iou:g} drops {count:,}", iou=rules.nms, count=fates.count(Fate.SUPPRESSED)),
    )
    logits = (
        tr("{shape} class logits", shape=shape_text(proposals, classes)),
        tr("{shape} deltas", shape=shape_text(proposals, classes, 4)),
    )
    features = shape_text(proposals, *(run.boxes.table.roi_features.shape[1:] if proposals else (_channels(run), *BOX_GRID)))
    return [
        Node(
            "box features", tr("{operator} for boxes", operator=_name(run.poolers.box)), (features,), 2, BOX_ROW, pictures.box_features(),
            _milliseconds(run, "box pooling"), tint=_tint(run.poolers.box),
        ),
        Node("box head", tr("Box head"), logits, 3, BOX_ROW, pictures.class_scores(), _milliseconds(run, "box head")),
        Node("pairs", tr("Filter and NMS"), pairs, 4, BOX_ROW, pictures.pairs(), _milliseconds(run, "classes and boxes", "detections")),
        Node("detections", tr("Final boxes"), _found(run), 5, BOX_ROW, pictures.detections()),
    ]  # fmt: skip


def _masks(run: DetectionRun, pictures: GlancePictures, patches: Sequence[MaskPatch]) -> list[Node]:
    objects, table = len(run), run.masks.table
    features = shape_text(objects, *(table.roi_features.shape[1:] if objects else (_channels(run), *MASK_GRID)))
    logits = shape_text(objects, *(table.logits.shape[1:] if objects else (len(run.label_names), MASK_SIDE, MASK_SIDE)))
    own = shape_text(objects, *(table.logits.shape[2:] if objects else (MASK_SIDE, MASK_SIDE)))
    height, width = run.input.image_size
    pasted = masks_picture(pictures.photo, patches, run.input.image_size, pictures.colours)
    return [
        Node(
            "mask features", tr("{operator} for masks", operator=_name(run.poolers.mask)), (features,), 2, MASK_ROW,
            pictures.mask_features(), _milliseconds(run, "mask pooling"), tint=_tint(run.poolers.mask),
        ),
        Node(
            "mask head", tr("Mask head, an FCN"),
            (tr("{shape} logits", shape=logits), *([tr("drawn: all classes of the best")] if objects else [])), 3, MASK_ROW,
            pictures.class_masks(), _milliseconds(run, "mask head"),
        ),
        Node("masks", tr("Own class, sigmoid"), (tr("{shape} probabilities", shape=own),), 4, MASK_ROW, pictures.own_masks()),
        Node(
            "pasted", tr("Pasted masks"),
            (tr("{shape} pixels", shape=shape_text(objects, height, width)), tr("inside where > {mask:g}", mask=run.thresholds.mask)),
            5, MASK_ROW, pasted,
        ),
    ]  # fmt: skip


def _found(run: DetectionRun) -> tuple[str, ...]:
    if not len(run):
        return (tr("no object above the score"),)
    named = [run.detection(index) for index in range(min(len(run), NAMED))]
    lines = tuple(f"{it.name} {it.score:.2f}" for it in named)
    return lines if len(run) <= NAMED else (*lines[:-1], tr("and {count} more", count=len(run) - NAMED + 1))


def _channels(run: DetectionRun) -> int:
    return int(run.pyramid.levels[run.levels[0].name].shape[0])


def _operator(settings: OperatorSettings | None) -> Operator:
    return Operator.ALIGN if settings is None else settings.operator


def _name(settings: OperatorSettings | None) -> str:
    return _operator(settings).paper_name


def _tint(settings: OperatorSettings | None) -> Tint:
    colour = OPERATOR_COLOURS[_operator(settings)]
    return Tint(colour, colour)


class GlancePane(DiagramPane):
    """The diagram of the run on screen. A click on a node asks for its stage."""

    def __init__(self, session: Session, intents: Intents, worker: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(intents, worker, CHANNEL, "mask-rcnn", parent)
        self._session, self._intents = session, intents
        session.detection_changed.connect(self.outdate)
        session.document_changed.connect(self.outdate)
        session.paste_rule_changed.connect(self.outdate)
        self.node_chosen.connect(self._open)
        self.finish()

    def request(self) -> Request[Diagram] | None:
        run, document, rule = self._session.detection, self._session.document, self._session.paste_rule
        return None if run is None or document is None else diagram_request(run, document, rule)

    def sentences(self) -> str:
        return tr(
            "Faster R-CNN proposes boxes and names them; Mask R-CNN adds a small FCN that draws a mask in each box. "
            "Choose a card to see its stage on the photo."
        )

    def empty_sentence(self) -> str:
        return tr("Run a Mask R-CNN on a photo to see what each of its stages holds.")

    def _open(self, key: str) -> None:
        self._intents.show_stage.emit(NODE_STAGE[key])


def diagram_request(run: DetectionRun, document: ImageDocument, rule: PasteRule) -> Callable[[CancelToken], Diagram]:
    """Pastes the masks and draws the pictures, on the worker."""

    def make(token: CancelToken) -> Diagram:
        from core.maskrcnn.paste import mask_patches

        patches = []
        for patch in mask_patches(run, rule):
            token.checkpoint("paste")
            patches.append(patch)
        return maskrcnn_diagram(run, document, patches)

    return make
