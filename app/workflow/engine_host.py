"""The engine as the worker sees it: made there when first needed, and touched by no other thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from core.cancellation import CancelToken
from core.catalog import MODELS, ModelRow
from core.devices import DeviceChoice
from core.fcn.config import Gains, ReadOut
from core.fcn.results import FcnScores, Segmentation
from core.features import FeaturePyramid, FloatMap
from core.image import ImageDocument
from core.maskrcnn.results import DetectionRun, Poolers, Thresholds

if TYPE_CHECKING:
    from core.fcn.receptive_field import ReceptiveField
    from core.maskrcnn.mask_head import HeadLayer


class SegmentationEngine(Protocol):
    """What the window asks of core.engine.Engine."""

    device: DeviceChoice

    def set_rows(self, rows: Sequence[ModelRow]) -> None: ...

    def scores(self, document: ImageDocument, model_key: str, token: CancelToken) -> FcnScores: ...

    def pyramid(self, document: ImageDocument, model_key: str, token: CancelToken) -> FeaturePyramid: ...

    def receptive_fields(self, pyramid: FeaturePyramid, model_key: str, token: CancelToken) -> dict[str, ReceptiveField]: ...

    def effective_field(
        self, document: ImageDocument, pyramid: FeaturePyramid, model_key: str, level: str, cell: tuple[int, int], token: CancelToken
    ) -> FloatMap: ...

    def mask_deconvolution(self, key: str, token: CancelToken) -> FloatMap: ...

    def read_out(self, scores: FcnScores, stride: ReadOut, gains: Gains) -> Segmentation: ...

    def detect(
        self, document: ImageDocument, model_key: str, token: CancelToken, thresholds: Thresholds | None, poolers: Poolers | None
    ) -> DetectionRun: ...

    def rerun(self, run: DetectionRun, thresholds: Thresholds, token: CancelToken) -> DetectionRun: ...

    def transplant(self, run: DetectionRun, poolers: Poolers, token: CancelToken) -> DetectionRun: ...

    def box_scores(self, key: str, pooled: FloatMap, token: CancelToken) -> FloatMap: ...

    def mask_head_layers(self, run: DetectionRun, detection: int, token: CancelToken) -> tuple[HeadLayer, ...]: ...

    def mask_probabilities(self, key: str, pooled: FloatMap, label: int, token: CancelToken) -> FloatMap: ...


class EngineMaker(Protocol):
    """How the worker comes by an engine and learns about the machine; each is called on the worker only."""

    def prepare(self) -> None:
        """Import whatever is slow to import."""

    def devices(self) -> frozenset[DeviceChoice]:
        """The devices that this machine has."""
        ...

    def make(self) -> SegmentationEngine: ...


class EngineHost:
    """Requests call this from the worker; it builds the engine for the first of them."""

    def __init__(self, maker: EngineMaker) -> None:
        self._maker = maker
        self._engine: SegmentationEngine | None = None
        self._rows: tuple[ModelRow, ...] = MODELS
        self._rows_given: tuple[ModelRow, ...] | None = None

    def set_rows(self, rows: tuple[ModelRow, ...]) -> None:
        """The catalog from now on; called on the window's thread, taken over by the next request."""
        self._rows = rows

    def prepare(self, token: CancelToken) -> frozenset[DeviceChoice]:
        """Do the slow imports ahead of the first run, and say which devices there are."""
        token.checkpoint("import")
        self._maker.prepare()
        return self._maker.devices()

    def on(self, device: DeviceChoice) -> SegmentationEngine:
        """The engine, set to run on ``device``."""
        if self._engine is None:
            self._engine = self._maker.make()
        rows = self._rows
        if rows is not self._rows_given:
            self._engine.set_rows(rows)
            self._rows_given = rows
        self._engine.device = device
        return self._engine
