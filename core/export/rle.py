"""COCO's compressed run-length encoding of masks, as the COCO API's ``maskApi.c`` writes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.maskrcnn.results import MaskPatch

FIRST_CHARACTER = 48
DIGIT_BITS = 5
SIGN_BIT, MORE_BIT = 0x10, 0x20


@dataclass(frozen=True, slots=True)
class RunLengths:
    """A mask of ``size`` ``(height, width)`` read column by column: how many pixels are outside, then inside, then outside, ..."""

    size: tuple[int, int]
    counts: tuple[int, ...]

    @property
    def area(self) -> int:
        """Pixels inside."""
        return sum(self.counts[1::2])

    def as_json(self) -> dict[str, object]:
        """``{"size": [height, width], "counts": "..."}``."""
        return {"size": list(self.size), "counts": compressed(self.counts)}


def run_lengths(patch: MaskPatch, image_size: tuple[int, int]) -> RunLengths:
    """The whole photo's mask, ``image_size`` ``(height, width)``, of an object whose pixels are in ``patch``."""
    height, width = image_size
    columns = np.zeros((patch.inside.shape[1], height), bool)
    columns[:, patch.top : patch.top + patch.inside.shape[0]] = patch.inside.T
    changes = np.flatnonzero(np.diff(columns.ravel(), prepend=False, append=False)) + patch.left * height
    edges = np.concatenate([[0], changes, [height * width]])
    counts = np.diff(edges)
    # An object that holds the last pixel leaves none to be outside after it.
    return RunLengths(image_size, tuple((counts[:-1] if len(changes) and not counts[-1] else counts).tolist()))


def compressed(counts: npt.ArrayLike) -> str:
    """Runs as COCO's string: from the fourth on the difference to the last but one, five bits a character, lowest first."""
    runs = np.asarray(counts, np.int64)
    differences = runs.copy()
    differences[3:] -= runs[1:-2]
    return "".join(map(_digits, differences.tolist()))


def _digits(value: int) -> str:
    """A signed number in characters from "0" on: five bits of two's complement each, a sixth says that more follow."""
    text = ""
    while True:
        digit = value & (MORE_BIT - 1)
        value >>= DIGIT_BITS
        # Done when what is left is only copies of this digit's sign.
        done = value == (-1 if digit & SIGN_BIT else 0)
        text += chr(FIRST_CHARACTER + (digit if done else digit | MORE_BIT))
        if done:
            return text
