"""What an FCN is made of, as a value that travels in the weight file's metadata. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from core.errors import WeightsError
from core.weights.metadata import is_trunk_name, pack, unpack


class ReadOut(IntEnum):
    """The stride at which the last fusion happens: FCN-32s, FCN-16s or FCN-8s (Long, Shelhamer & Darrell 2015, fig. 3)."""

    STRIDE_32 = 32
    STRIDE_16 = 16
    STRIDE_8 = 8


@dataclass(frozen=True, slots=True)
class Gains:
    """Factor of each stream before it is added, 1.0 in the trained network; 0 switches a stream off."""

    score32: float = 1.0
    score16: float = 1.0
    score8: float = 1.0

    def of(self, stride: int) -> float:
        return {32: self.score32, 16: self.score16, 8: self.score8}[stride]


UNIT_GAINS = Gains()


STREAM_STRIDES = (32, 16, 8)
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def formula(read_out: ReadOut, gains: Gains = UNIT_GAINS, streams: tuple[int, ...] = STREAM_STRIDES) -> str:
    """What a read-out computes from the score maps s, each with its gain unless that is 1: ``up₁₆(up₂(s₃₂) + 0.50 s₁₆)``.

    up_n is bilinear upsampling by n (Long, Shelhamer & Darrell 2015, fig. 3). ``streams`` are those of the network, coarsest first; a
    net without skips has but one term: ``up₈(s₈)``.
    """
    first, *finer = (stride for stride in streams if stride >= read_out)
    summed = _term(first, gains)
    for stride in finer:
        summed = f"up₂({summed}) + {_term(stride, gains)}"
    return f"up{_subscript(read_out)}({summed})"


def _term(stride: int, gains: Gains) -> str:
    gain = gains.of(stride)
    return f"s{_subscript(stride)}" if gain == 1 else f"{gain:.2f} s{_subscript(stride)}"


def _subscript(number: int) -> str:
    return str(int(number)).translate(_SUBSCRIPTS)


ARCHITECTURE = "fcn"
MAX_LONGEST_SIDE = 4096


@dataclass(frozen=True, slots=True)
class FcnConfig:
    """An FCN on a timm trunk.

    ``longest_side``: the photo is resized so that its longest side has this many input pixels, then padded at the right
    and bottom to a multiple of 32. ``mean`` and ``std`` are per channel (RGB) on values in 0..1.
    ``head_width``: channels inside the score heads.
    """

    trunk: str
    label_names: tuple[str, ...]
    label_set: str
    longest_side: int
    head_width: int = 128
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)

    @property
    def num_classes(self) -> int:
        return len(self.label_names)

    @property
    def streams(self) -> tuple[int, ...]:
        """The strides whose features are scored, from 32 down."""
        return STREAM_STRIDES

    def to_metadata(self) -> dict[str, str]:
        """Safetensors metadata (string to string) that :meth:`from_metadata` reads back."""
        return pack(ARCHITECTURE, self)

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str], *, source: str) -> FcnConfig:
        """Read the configuration that ``train`` wrote. Raises WeightsError naming ``source`` when it is not one."""
        try:
            config = cls(**unpack(metadata, ARCHITECTURE))
            config._check()
            return config
        except (TypeError, ValueError) as error:
            raise WeightsError(
                "The weight file {path} does not say which network it belongs to; choose one written by 'halfpixel train fcn'.",
                details=repr(error),
                path=source,
            ) from error

    def _check(self) -> None:
        """Raise ValueError on values that a network cannot have; the file they come from may be anybody's."""
        names, numbers = (self.trunk, self.label_set, *self.label_names), (*self.mean, *self.std)
        sane = (
            all(isinstance(name, str) for name in names)
            and is_trunk_name(self.trunk)
            and 2 <= self.num_classes <= 255
            and len(self.mean) == len(self.std) == 3
            and all(isinstance(number, float) and -1e3 < number < 1e3 for number in numbers)
            and min(self.std) > 0
            and isinstance(self.longest_side, int)
            and 32 <= self.longest_side <= MAX_LONGEST_SIDE
            and isinstance(self.head_width, int)
            and 1 <= self.head_width <= 4096
        )
        if not sane:
            raise ValueError(f"values out of range in {self}")
