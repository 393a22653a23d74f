"""``segment`` for models that give every pixel a class."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from core.cancellation import CancelToken
from core.cli.segment_task import Product, SegmentTask, Statement
from core.fcn.config import STREAM_STRIDES, ReadOut

if TYPE_CHECKING:
    from core.engine import Engine
    from core.fcn.results import Segmentation
    from core.image import ImageDocument


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("models that find classes")
    group.add_argument("--read-out", type=int, choices=STREAM_STRIDES, help="FCN-32s, 16s or 8s (default: the finest of the model)")


def _infer(engine: Engine, document: ImageDocument, options: argparse.Namespace) -> Segmentation:
    scores = engine.scores(document, options.model, CancelToken())
    return engine.read_out(scores, ReadOut(options.read_out or scores.read_outs[-1]))


def _overlay(_engine: Engine, document: ImageDocument, segmentation: Segmentation) -> bytes:
    from core.export.semantic import overlay_png

    return overlay_png(document, segmentation)


def _labels(_engine: Engine, _document: ImageDocument, segmentation: Segmentation) -> bytes:
    from core.export.semantic import label_png

    return label_png(segmentation)


def _probabilities(engine: Engine, _document: ImageDocument, segmentation: Segmentation) -> bytes:
    from core.export.semantic import probabilities_npz

    return probabilities_npz(engine.probabilities(segmentation), segmentation.label_set)


def _state(segmentation: Segmentation) -> Statement:
    """Shares are of the photo's pixels, largest first, classes present only."""
    facts = segmentation.scores.facts
    named = zip(segmentation.label_set.names, segmentation.shares().tolist(), strict=True)
    shares = sorted(((name, share) for name, share in named if share > 0), key=lambda row: -row[1])
    return Statement(
        method=f"FCN-{int(segmentation.read_out)}s",
        device=facts.device,
        seconds=facts.seconds,
        badges=tuple(badge.text for badge in facts.badges),
        facts={
            "read_out": int(segmentation.read_out),
            "classes": [{"name": name, "share": round(share, 6)} for name, share in shares],
        },
        lines=(", ".join(f"{name} {share:.1%}" for name, share in shares),),
    )


SEMANTIC = SegmentTask(
    products=(
        Product("overlay", "-overlay.png", _overlay),
        Product("labels", "-labels.png", _labels),
        Product("probabilities", "-probabilities.npz", _probabilities),
    ),
    written_by_default=("overlay", "labels"),
    options=("read_out",),
    add_arguments=_add_arguments,
    infer=_infer,
    state=_state,
)
