"""What every pane of the FCN workspace is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from app.intents import Intents
from app.jobs import JobRunner
from app.session import Session
from app.translation import tr, tr_core
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.errors import UserError
from core.fcn.config import Gains, ReadOut
from core.fcn.results import FcnScores, Segmentation
from core.features import FeaturePyramid
from core.image import ImageDocument

if TYPE_CHECKING:
    from core.fcn.receptive_field import ReceptiveField


class FcnEngine(Protocol):
    """What the panes ask of core.engine.Engine, on the worker only."""

    def scores(self, document: ImageDocument, model_key: str, token: CancelToken) -> FcnScores: ...

    def pyramid(self, document: ImageDocument, model_key: str, token: CancelToken) -> FeaturePyramid: ...

    def receptive_fields(self, pyramid: FeaturePyramid, model_key: str, token: CancelToken) -> dict[str, ReceptiveField]: ...

    def effective_field(
        self, document: ImageDocument, pyramid: FeaturePyramid, model_key: str, level: str, cell: tuple[int, int], token: CancelToken
    ) -> npt.NDArray[np.float32]: ...

    def mask_deconvolution(self, key: str, token: CancelToken) -> npt.NDArray[np.float32]: ...

    def read_out(self, scores: FcnScores, stride: ReadOut, gains: Gains) -> Segmentation: ...


EngineOn = Callable[[DeviceChoice], FcnEngine]
"""The engine, set to a device; called on the worker only."""


@dataclass(frozen=True, slots=True, eq=False)
class FcnRoom:
    """The session to read, the intents to emit, and the one worker that may run a network."""

    session: Session
    intents: Intents
    worker: JobRunner
    engine_on: EngineOn


def sentence_of(error: Exception) -> str:
    """What a person reads of an error, in the window's language."""
    if isinstance(error, UserError):
        return tr_core(error.template, error.fields)
    return tr("Something inside Halfpixel failed: {error}", error=error)
