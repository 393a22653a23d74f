"""PANES: the one table of views into the FCN, in the order of its tabs. Each pane is a file of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.compare.view import CompareView
from app.inside_fcn.alignment_pane import AlignmentPane
from app.inside_fcn.annotation import AnnotationPane
from app.inside_fcn.encoder import EncoderPane
from app.inside_fcn.glance import FACTOR_OF_STEP, GlancePane
from app.inside_fcn.location import LocationPane
from app.inside_fcn.room import FcnRoom
from app.inside_fcn.upsampling import UpsamplingPane
from app.inside_fcn.waterfall import WaterfallPane
from app.translation import mark


@dataclass(frozen=True, slots=True)
class PaneRow:
    """A tab: its key, its English title and tip, and what builds its pane when it is first looked at.

    ``nodes`` are the keys of the cards and arrows of "At one glance" that open it.
    """

    key: str
    title: str
    tip: str
    build: Callable[[FcnRoom], QWidget]
    nodes: tuple[str, ...] = ()


def _compare(room: FcnRoom) -> QWidget:
    return CompareView(room.session, room.intents, room.worker, room.engine_on)


PANES: tuple[PaneRow, ...] = (
    PaneRow("glance", mark("At one glance"), mark("The whole network as a diagram of what it did to the photo."), GlancePane),
    PaneRow(
        "waterfall", mark("Waterfall"), mark("What each stream adds to the logits of a pixel, and what that flips."), WaterfallPane,
        nodes=("score32", "score16", "score8", "sum16", "sum8"),
    ),
    PaneRow(
        "encoder", mark("Encoder and decoder"), mark("Feature maps and score maps over the photo, and what one cell of them sees."),
        EncoderPane, nodes=("input", "C1", "C2", "C3", "C4", "C5"),
    ),
    PaneRow(
        "upsampling", mark("Upsampling"), mark("Deconvolution kernels, and what they do to a score map beside interpolation."),
        UpsamplingPane, nodes=tuple(FACTOR_OF_STEP),
    ),
    PaneRow(
        "annotation", mark("Annotation"), mark("One map of ids, or one channel per class: prediction or ground truth."), AnnotationPane,
    ),
    PaneRow("location", mark("Location loss"), mark("What the coarse grid alone costs, beside what the model loses."), LocationPane),
    PaneRow("alignment", mark("Alignment"), mark("The paper's padding and crops, and where they put each cell."), AlignmentPane),
    PaneRow("compare", mark("Compare"), mark("Two to four results side by side, swiped, blinked, and where they differ."), _compare),
)  # fmt: skip
