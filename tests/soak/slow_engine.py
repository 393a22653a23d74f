"""A FakeEngine that takes its time, another one at each call, so that requests overtake each other in every way."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from core.cancellation import CancelToken
from core.fcn.config import UNIT_GAINS, Gains, ReadOut
from core.fcn.results import FcnScores, Segmentation
from core.image import ImageDocument
from core.maskrcnn.results import DetectionRun, Poolers, Thresholds
from tests.fakes import FakeEngine

Result = TypeVar("Result")
STEP = 0.004
"""Seconds between two looks at the token, as between two layers of a network."""


@dataclass
class SlowEngine(FakeEngine):
    """``longest`` is the most seconds that a call waits before it answers; cancelled meanwhile, it stops."""

    longest: float = 0.04
    chance: random.Random = field(default_factory=lambda: random.Random(0))

    def _dawdle(self, token: CancelToken) -> None:
        for _ in range(round(self.chance.uniform(0, self.longest) / STEP)):
            token.checkpoint("trunk")
            time.sleep(STEP)

    def _late(self, token: CancelToken, make: Callable[[], Result]) -> Result:
        """Some of the time goes by before the result, the rest after it, when nobody asks for the token any more."""
        self._dawdle(token)
        made = make()
        time.sleep(self.chance.uniform(0, self.longest))
        return made

    def scores(self, document: ImageDocument, model_key: str, token: CancelToken) -> FcnScores:
        return self._late(token, lambda: super(SlowEngine, self).scores(document, model_key, token))

    def read_out(self, scores: FcnScores, stride: ReadOut, gains: Gains = UNIT_GAINS) -> Segmentation:
        return self._late(CancelToken(), lambda: super(SlowEngine, self).read_out(scores, stride, gains))

    def detect(
        self,
        document: ImageDocument,
        model_key: str,
        token: CancelToken,
        thresholds: Thresholds | None = None,
        poolers: Poolers | None = None,
    ) -> DetectionRun:
        return self._late(token, lambda: super(SlowEngine, self).detect(document, model_key, token, thresholds, poolers))

    def rerun(self, run: DetectionRun, thresholds: Thresholds, token: CancelToken) -> DetectionRun:
        return self._late(token, lambda: super(SlowEngine, self).rerun(run, thresholds, token))

    def transplant(self, run: DetectionRun, poolers: Poolers, token: CancelToken) -> DetectionRun:
        return self._late(token, lambda: super(SlowEngine, self).transplant(run, poolers, token))
