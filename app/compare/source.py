"""What can be compared, and what of it there is at the moment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from app.session import Session
from app.translation import tr, tr_core
from core.catalog import Origin, Task, WeightsState
from core.fcn.config import ReadOut
from core.fcn.results import Segmentation
from core.labels import LabelSet


class SourceKind(Enum):
    READ_OUT = "read-out"
    TRUTH = "truth"
    PHOTO = "photo"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to compare; ``key`` is the stride of a read-out, the catalog key of another model, else empty."""

    kind: SourceKind
    key: str = ""


PHOTO, TRUTH = Source(SourceKind.PHOTO), Source(SourceKind.TRUTH)
READ_OUTS = tuple(Source(SourceKind.READ_OUT, str(int(read_out))) for read_out in ReadOut)


@dataclass(frozen=True, slots=True, eq=False)
class ClassPicture:
    """Class ids ``(H, W)`` uint8 and what they mean."""

    class_map: npt.NDArray[np.uint8]
    label_set: LabelSet


def sources(session: Session) -> tuple[Source, ...]:
    """Everything that could be compared now: the chosen model's read-outs, ground truth, the photo, the other models."""
    semantic = (row for row in session.rows if row.task is Task.SEMANTIC and row.key != session.model_key)
    others = (row.key for row in semantic if row.origin is Origin.SHIPPED or session.state_of(row) is WeightsState.READY)
    return (*READ_OUTS, TRUTH, PHOTO, *(Source(SourceKind.MODEL, key) for key in others))


def title_of(source: Source, session: Session) -> str:
    match source.kind:
        case SourceKind.READ_OUT:
            return f"FCN-{source.key}s"
        case SourceKind.TRUTH:
            return tr("Ground truth")
        case SourceKind.PHOTO:
            return tr("Photo")
        case SourceKind.MODEL:
            return tr_core(session.title_of(source.key))


def picture_of(source: Source, session: Session, others: dict[str, Segmentation]) -> ClassPicture | None:
    """The class map of a source, None for the photo and for what is not there (yet). ``others`` are results of other models."""
    document, found = session.document, None
    match source.kind:
        case SourceKind.TRUTH if session.truth is not None:
            return ClassPicture(session.truth.class_map, session.truth.label_set)
        case SourceKind.READ_OUT:
            found = session.read_outs.get(ReadOut(int(source.key)))
        case SourceKind.MODEL:
            found = others.get(source.key)
    # A result may outlive its photo by one signal.
    if found is None or document is None or found.image_digest != document.digest:
        return None
    return ClassPicture(found.class_map, found.label_set)


def missing(source: Source, session: Session) -> str:
    """Why a source has no class map, and what to do; empty for the photo."""
    if source.kind is SourceKind.PHOTO:
        return ""
    if session.document is None:
        return tr("Open a photo, or click a sample.")
    if source.kind is SourceKind.TRUTH:
        return tr("No ground truth is loaded for this photo.")
    shown = session.segmentation
    if source.kind is SourceKind.READ_OUT and shown is not None and ReadOut(int(source.key)) not in shown.scores.read_outs:
        return tr("This network has no such read-out.")
    return tr("Being computed…")
