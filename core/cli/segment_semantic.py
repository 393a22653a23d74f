"""``segment`` for models that give every pixel a class."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.cancellation import CancelToken
from core.cli.segment_pictures import FIGURES, OVERLAY, STYLES, add_class_arguments, class_table, finite, name_of, path_from
from core.cli.segment_task import Product, SegmentTask, Statement
from core.fcn.config import STREAM_STRIDES, UNIT_GAINS, Gains, ReadOut

if TYPE_CHECKING:
    from core.engine import Engine
    from core.export.picture import View
    from core.fcn.results import Segmentation
    from core.image import ImageDocument


@dataclass(frozen=True, slots=True, eq=False)
class Classified:
    """A photo's class map, and the command's options."""

    segmentation: Segmentation
    options: argparse.Namespace

    @property
    def method(self) -> str:
        return f"FCN-{int(self.segmentation.read_out)}s"

    def view(self, document: ImageDocument) -> View:
        from core.export.picture import ClassLayer, View

        segmentation, options = self.segmentation, self.options
        filled, outlined = STYLES[options.style or "fill"]
        if not filled and not outlined:
            return View(document.rgb)
        table = class_table(segmentation.label_set, options)
        layer = ClassLayer(segmentation.class_map, segmentation.label_set.names, table, options.opacity, filled=filled, outlined=outlined)
        return View(document.rgb, layer)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("models that find classes")
    group.add_argument("--read-out", type=int, choices=STREAM_STRIDES, help="FCN-32s, 16s or 8s (default: the finest of the model)")
    gains = "factors of the streams at stride 32, 16 and 8 before they are added (default 1 1 1)"
    group.add_argument("--gains", type=finite, nargs=len(STREAM_STRIDES), metavar="G", help=gains)
    add_class_arguments(group)


def _infer(engine: Engine, document: ImageDocument, options: argparse.Namespace, token: CancelToken) -> Classified:
    scores = engine.scores(document, options.model, token)
    gains = Gains(*options.gains) if options.gains else UNIT_GAINS
    return Classified(engine.read_out(scores, ReadOut(options.read_out or scores.read_outs[-1]), gains), options)


def _labels(_engine: Engine, _document: ImageDocument, found: Classified) -> bytes:
    from core.export.semantic import label_png

    return label_png(found.segmentation)


def _one_hot(_engine: Engine, _document: ImageDocument, found: Classified) -> bytes:
    from core.export.one_hot import one_hot_npz

    return one_hot_npz(found.segmentation.class_map, found.segmentation.label_set)


def _probabilities(engine: Engine, _document: ImageDocument, found: Classified) -> bytes:
    from core.export.semantic import probabilities_npz

    return probabilities_npz(engine.probabilities(found.segmentation), found.segmentation.label_set)


def _coco(_engine: Engine, document: ImageDocument, found: Classified) -> bytes:
    from core.export.coco import class_map_coco

    segmentation = found.segmentation
    return class_map_coco(segmentation.class_map, segmentation.label_set, segmentation.model_key, name_of(document))


def _labelme(_engine: Engine, document: ImageDocument, found: Classified) -> bytes:
    from core.export.labelme import class_map_labelme

    segmentation = found.segmentation
    path = path_from(found.options.out, document)
    return class_map_labelme(segmentation.class_map, segmentation.label_set, path, CancelToken())


def _state(found: Classified) -> Statement:
    """Shares are of the photo's pixels, largest first, classes present only."""
    segmentation = found.segmentation
    facts, gains = segmentation.scores.facts, segmentation.gains
    named = zip(segmentation.label_set.names, segmentation.shares().tolist(), strict=True)
    shares = sorted(((name, share) for name, share in named if share > 0), key=lambda row: -row[1])
    return Statement(
        method=found.method,
        device=facts.device,
        seconds=facts.seconds,
        badges=tuple(badge.text for badge in facts.badges),
        facts={
            "read_out": int(segmentation.read_out),
            "gains": {str(stride): gains.of(stride) for stride in STREAM_STRIDES},
            "classes": [{"name": name, "share": round(share, 6)} for name, share in shares],
        },
        lines=(", ".join(f"{name} {share:.1%}" for name, share in shares),),
    )


SEMANTIC = SegmentTask(
    products=(
        OVERLAY,
        Product("labels", "-labels.png", _labels),
        *FIGURES,
        Product("onehot", "-onehot.npz", _one_hot),
        Product("probabilities", "-probabilities.npz", _probabilities),
        Product("coco", "-coco.json", _coco),
        Product("labelme", "-labelme.json", _labelme),
    ),
    written_by_default=("overlay", "labels"),
    options=("read_out", "gains", "palette", "show", "colour"),
    add_arguments=_add_arguments,
    infer=_infer,
    state=_state,
)
