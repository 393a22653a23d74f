"""What can be compared, and what of it there is at the moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from app.class_view import counts_to_speak, spoken_shares
from app.detection_session import NO_MODEL
from app.session import Session
from app.translation import tr, tr_core
from core.catalog import Origin, Task, WeightsState
from core.fcn.config import ReadOut
from core.fcn.results import Segmentation
from core.labels import LabelSet
from core.maskrcnn.scene import InstanceScene


class SourceKind(Enum):
    READ_OUT = "read-out"
    OBJECTS = "objects"
    TRUTH = "truth"
    PHOTO = "photo"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to compare; ``key`` is the stride of a read-out, the catalog key of another model, else empty."""

    kind: SourceKind
    key: str = ""


PHOTO, TRUTH, OBJECTS = Source(SourceKind.PHOTO), Source(SourceKind.TRUTH), Source(SourceKind.OBJECTS)
READ_OUTS = tuple(Source(SourceKind.READ_OUT, str(int(read_out))) for read_out in ReadOut)


@dataclass(frozen=True, slots=True, eq=False)
class ClassPicture:
    """Class ids ``(H, W)`` uint8 and what they mean."""

    class_map: npt.NDArray[np.uint8]
    label_set: LabelSet

    @property
    def ids(self) -> npt.NDArray[np.uint8]:
        return self.class_map

    def told(self) -> str:
        """What it shows, for who cannot see it."""
        return spoken_shares(counts_to_speak(self.class_map), self.label_set)

    def said(self, row: int, column: int) -> str:
        """What a person reads of a pixel."""
        class_id = int(self.class_map[row, column])
        return self.label_set.names[class_id] if class_id < len(self.label_set) else "void"


@dataclass(frozen=True, slots=True, eq=False)
class ObjectPicture:
    """The objects of a photo, and the names of all classes that their network knows."""

    scene: InstanceScene
    label_names: tuple[str, ...]

    @property
    def ids(self) -> npt.NDArray[np.uint8] | npt.NDArray[np.uint16]:
        return self.scene.ids

    def told(self) -> str:
        """What it shows, for who cannot see it."""
        return ", ".join(self.scene.texts) or tr("no object")

    def said(self, row: int, column: int) -> str:
        """What a person reads of a pixel: the object on top there, with its score."""
        on_top = int(self.scene.ids[row, column])
        return self.scene.texts[on_top - 1] if on_top else tr("no object")


Picture = ClassPicture | ObjectPicture


def sources(session: Session) -> tuple[Source, ...]:
    """Everything that could be compared now: the chosen model's read-outs, objects, ground truth, the photo, the other models."""
    semantic = (row for row in session.rows if row.task is Task.SEMANTIC and row.key != session.model_key)
    others = (row.key for row in semantic if row.origin is Origin.SHIPPED or session.state_of(row) is WeightsState.READY)
    return (*READ_OUTS, OBJECTS, TRUTH, PHOTO, *(Source(SourceKind.MODEL, key) for key in others))


def title_of(source: Source, session: Session) -> str:
    match source.kind:
        case SourceKind.READ_OUT:
            return f"FCN-{source.key}s"
        case SourceKind.OBJECTS:
            return tr("Objects (Mask R-CNN)")
        case SourceKind.TRUTH:
            return tr("Ground truth")
        case SourceKind.PHOTO:
            return tr("Photo")
        case SourceKind.MODEL:
            return tr_core(session.title_of(source.key))


def picture_of(source: Source, session: Session, others: dict[str, Segmentation]) -> Picture | None:
    """The classes or objects of a source, None for the photo and for what is not there (yet). ``others`` are results of other models."""
    document, found = session.document, None
    match source.kind:
        case SourceKind.TRUTH if session.truth is not None:
            return ClassPicture(session.truth.class_map, session.truth.label_set)
        case SourceKind.OBJECTS if session.instance_scene is not None and session.detection is not None:
            return ObjectPicture(session.instance_scene, session.detection.label_names)
        case SourceKind.READ_OUT:
            found = session.read_outs.get(ReadOut(int(source.key)))
        case SourceKind.MODEL:
            found = others.get(source.key)
    # A result may outlive its photo by one signal.
    if found is None or document is None or found.image_digest != document.digest:
        return None
    return ClassPicture(found.class_map, found.label_set)


def missing(source: Source, session: Session) -> str:
    """Why a source has no picture, and what to do; empty for the photo."""
    if source.kind is SourceKind.PHOTO:
        return ""
    if session.document is None:
        return tr("Open a photo, or click a sample.")
    if source.kind is SourceKind.TRUTH:
        return tr("No ground truth is loaded for this photo.")
    if source.kind is SourceKind.OBJECTS and session.instance_model_key == NO_MODEL:
        return tr("No Mask R-CNN is chosen; choose one under Run.")
    shown = session.segmentation
    if source.kind is SourceKind.READ_OUT and shown is not None and ReadOut(int(source.key)) not in shown.scores.read_outs:
        return tr("This network has no such read-out.")
    return tr("Being computed…")


def why_not_comparable(used: Sequence[Source], pictures: Sequence[Picture | None], notes: Sequence[str]) -> str:
    """Why two sources have no map of differences; empty when they have one. ``notes`` say why a picture is missing."""
    if PHOTO in used:
        return tr("A photo has no classes; choose class maps or objects.")
    if None in pictures:
        return next((note for note in notes if note), tr("Being computed…"))
    sets = [picture.label_set for picture in pictures if isinstance(picture, ClassPicture)]
    if len(sets) == 2 and sets[0] != sets[1]:
        return tr("The two name different classes ({first}, {second}); a difference needs the same.",
                  first=sets[0].name, second=sets[1].name)  # fmt: skip
    return ""
