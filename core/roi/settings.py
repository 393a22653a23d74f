"""Which operator reads a box, and with which of its conventions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.errors import InputError

LARGEST_OUTPUT = 512
"""Bins along one side that a trace is made for; published heads use 7, 14 and 28."""

LARGEST_SAMPLING_RATIO = 512
"""Sample points along one side of a bin; published heads use 2, or the adaptive number."""


class Operator(StrEnum):
    """What turns a box on a feature map into a fixed grid of values."""

    POOL = "pool"
    ALIGN = "align"
    CROP_AND_RESIZE = "crop"
    WARP = "warp"

    @property
    def paper_name(self) -> str:
        """What the papers call it."""
        return _PAPER_NAMES[self]


_PAPER_NAMES = {
    Operator.POOL: "RoIPool",
    Operator.ALIGN: "RoIAlign",
    Operator.CROP_AND_RESIZE: "crop_and_resize",
    Operator.WARP: "RoIWarp",
}


class BinConvention(StrEnum):
    """How RoIPool divides its window of whole cells into bins (the second quantization)."""

    TORCHVISION = "torchvision"
    DROP = "drop"
    UNEVEN = "uneven"


@dataclass(frozen=True, slots=True)
class OperatorSettings:
    """An operator and its conventions; what an operator has no use for is ignored.

    ``output_size``: ``(rows, columns)`` of bins. ``bins``: RoIPool only. ``sampling_ratio``: sample points along each side of a
    bin, RoIAlign and RoIWarp only; 0 or less means adaptive, ``ceil(cells / bins)`` per axis. ``aligned``: RoIAlign only;
    whether half a cell is subtracted so that continuous coordinates meet cell centres.
    Raises InputError when a value is out of range.
    """

    operator: Operator
    output_size: tuple[int, int] = (7, 7)
    bins: BinConvention = BinConvention.TORCHVISION
    sampling_ratio: int = -1
    aligned: bool = False

    def __post_init__(self) -> None:
        for bins in self.output_size:
            if not 1 <= bins <= LARGEST_OUTPUT:
                raise InputError("The output size {bins} is not between 1 and {limit} bins.", bins=bins, limit=LARGEST_OUTPUT)
        if self.sampling_ratio > LARGEST_SAMPLING_RATIO:
            raise InputError(
                "The sampling ratio {ratio} is larger than {limit}; 2 is usual, 0 is adaptive.",
                ratio=self.sampling_ratio, limit=LARGEST_SAMPLING_RATIO,
            )  # fmt: skip


def bin_convention(name: str) -> BinConvention:
    """The convention called ``name``. Raises InputError when there is none."""
    try:
        return BinConvention(name)
    except ValueError:
        raise InputError("There is no bin convention '{name}'; choose {known}.", name=name, known=", ".join(BinConvention)) from None


def rows_and_columns(output_size: int | tuple[int, int]) -> tuple[int, int]:
    """``output_size`` as ``(rows, columns)``; one number stands for a square grid."""
    return (output_size, output_size) if isinstance(output_size, int) else output_size
