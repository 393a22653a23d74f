"""The engine: what the window's worker and the command line both call. Imports no torch before the first run.

Not thread-safe: it has one owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.cancellation import CancelToken
from core.catalog import MODELS, ModelRow, find_model
from core.devices import DeviceChoice, resolve
from core.fcn.config import UNIT_GAINS, Gains, ReadOut
from core.features import FeatureCache, FeaturePyramid

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from core.fcn.results import FcnScores, Segmentation
    from core.fcn.run import LoadedFcn
    from core.image import ImageDocument

CACHE_BYTES = 512 << 20


class Engine:
    """Loaded models and cached features. Every long method takes a CancelToken and names its stages to it."""

    def __init__(
        self, device: DeviceChoice = DeviceChoice.AUTO, *, cache_bytes: int = CACHE_BYTES, rows: Sequence[ModelRow] = MODELS
    ) -> None:
        self.device = device
        self._rows = rows
        self._cache = FeatureCache(cache_bytes)
        self._models: dict[str, LoadedFcn] = {}

    def scores(self, document: ImageDocument, model_key: str, token: CancelToken) -> FcnScores:
        """Score maps of one photo at stride 32, 16 and 8. Raises a UserError of core.errors, or Cancelled."""
        token.checkpoint("import")
        from core.fcn.run import run_scores

        return run_scores(self._model(model_key, token), document, resolve(self.device), token, self._cache)

    def pyramid(self, document: ImageDocument, model_key: str, token: CancelToken) -> FeaturePyramid:
        """The trunk's feature maps of one photo; the same photo, weights and input size never run the trunk twice."""
        token.checkpoint("import")
        from core.fcn.run import run_pyramid

        return run_pyramid(self._model(model_key, token), document, resolve(self.device), token, self._cache)

    def read_out(self, scores: FcnScores, stride: ReadOut, gains: Gains = UNIT_GAINS) -> Segmentation:
        """FCN-32s, 16s or 8s from scores that are already there."""
        from core.fcn.run import read_out

        return read_out(scores, stride, gains)

    def probabilities(self, segmentation: Segmentation) -> npt.NDArray[np.float32]:
        """Softmax at every image pixel, ``(K, H, W)`` float32."""
        from core.fcn.run import probabilities

        return probabilities(segmentation)

    def _model(self, key: str, token: CancelToken) -> LoadedFcn:
        if key not in self._models:
            token.checkpoint("weights")
            from core.fcn.run import load_fcn

            row = find_model(key, self._rows)
            self._models[key] = load_fcn(
                row.weights_path, row.weights.sha256, key=row.key, title=row.title, label_set=row.label_set, badges=row.badges
            )
        return self._models[key]
