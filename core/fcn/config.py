"""What an FCN is made of, as a value that travels in the weight file's metadata. Imports no torch."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from enum import IntEnum

from core.errors import WeightsError


class ReadOut(IntEnum):
    """The stride at which the last fusion happens: FCN-32s, FCN-16s or FCN-8s (Long, Shelhamer & Darrell 2015, fig. 3)."""

    STRIDE_32 = 32
    STRIDE_16 = 16
    STRIDE_8 = 8


STREAM_STRIDES = (32, 16, 8)
METADATA_KEY = "halfpixel"


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

    def to_metadata(self) -> dict[str, str]:
        """Safetensors metadata (string to string) that :meth:`from_metadata` reads back."""
        return {METADATA_KEY: json.dumps({"architecture": "fcn", **dataclasses.asdict(self)}, sort_keys=True)}

    @classmethod
    def from_metadata(cls, metadata: dict[str, str] | None, *, source: str) -> FcnConfig:
        """Read the configuration that ``train`` wrote. Raises WeightsError naming ``source`` when it is not one."""
        try:
            fields = json.loads((metadata or {})[METADATA_KEY])
            if fields.pop("architecture") != "fcn":
                raise KeyError("architecture")
            tuples = {name: tuple(fields[name]) for name in ("label_names", "mean", "std")}
            return cls(**{**fields, **tuples})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise WeightsError(
                f"{source} does not say which network it belongs to; choose a file written by 'halfpixel train fcn'.",
                details=repr(error),
            ) from error
