"""Badges: what a viewer must know about a result before believing it. They sit beside the model's name."""

from __future__ import annotations

from enum import Enum


class Badge(Enum):
    """The value is the English text; the window translates it."""

    STARTER = "starter weights"
    UNTRAINED = "untrained: random weights"
    TRANSPLANTED = "weights trained with RoIAlign"
    REDUCED_INPUT = "reduced input: the device ran out of memory"
    CPU_AFTER_OUT_OF_MEMORY = "on the CPU: the device ran out of memory"

    @property
    def text(self) -> str:
        return self.value
