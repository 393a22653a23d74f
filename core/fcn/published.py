"""Configurations of the published FCNs, as values that travel in the weight file's metadata. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from core.errors import WeightsError
from core.fcn.config import STREAM_STRIDES
from core.weights.metadata import pack, unpack

PAPER_ARCHITECTURE = "fcn-vgg16"
DILATED_ARCHITECTURE = "fcn-resnet"
DEPTHS = (50, 101)

_IMPOSSIBLE = "The weight file {path} describes a network that cannot be built; import the file that it was made from again."


@dataclass(frozen=True, slots=True)
class PaperFcnConfig:
    """FCN-32s, 16s or 8s on VGG16, built to the letter (Long, Shelhamer & Darrell 2015).

    ``finest_stride`` 32, 16 or 8 says which. ``at_once``: trained in one go instead of stage by stage; then pool4 is scaled by 0.01 and
    pool3 by 0.0001 before they are scored, and nothing in the state dict's names shows it.
    """

    finest_stride: int
    label_names: tuple[str, ...]
    label_set: str
    at_once: bool = False

    @property
    def num_classes(self) -> int:
        return len(self.label_names)

    @property
    def streams(self) -> tuple[int, ...]:
        """The strides whose features are scored, from 32 down."""
        return tuple(stride for stride in STREAM_STRIDES if stride >= self.finest_stride)

    def to_metadata(self) -> dict[str, str]:
        """Safetensors metadata (string to string) that :meth:`from_metadata` reads back."""
        return pack(PAPER_ARCHITECTURE, self)

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str], *, source: str) -> PaperFcnConfig:
        """Raises WeightsError naming ``source`` when it is not one."""
        return _read(cls, PAPER_ARCHITECTURE, metadata, source)

    def _check(self) -> None:
        """Raise ValueError on values that a network cannot have; the file they come from may be anybody's."""
        sane = (
            _sane_labels(self.label_set, self.label_names)
            and type(self.finest_stride) is int
            and self.finest_stride in STREAM_STRIDES
            and type(self.at_once) is bool
            # FCN-32s scores one layer: there is nothing that could be trained at once with it.
            and not (self.at_once and self.finest_stride == STREAM_STRIDES[0])
        )
        if not sane:
            raise ValueError(f"values out of range in {self}")


@dataclass(frozen=True, slots=True)
class DilatedFcnConfig:
    """torchvision's ``fcn_resnet50`` or ``fcn_resnet101`` (``depth``): dilated to stride 8, one score map, no skips."""

    depth: int
    label_names: tuple[str, ...]
    label_set: str

    @property
    def num_classes(self) -> int:
        return len(self.label_names)

    @property
    def streams(self) -> tuple[int, ...]:
        """The one stride whose features are scored."""
        return (8,)

    def to_metadata(self) -> dict[str, str]:
        """Safetensors metadata (string to string) that :meth:`from_metadata` reads back."""
        return pack(DILATED_ARCHITECTURE, self)

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str], *, source: str) -> DilatedFcnConfig:
        """Raises WeightsError naming ``source`` when it is not one."""
        return _read(cls, DILATED_ARCHITECTURE, metadata, source)

    def _check(self) -> None:
        """Raise ValueError on values that a network cannot have; the file they come from may be anybody's."""
        if not (_sane_labels(self.label_set, self.label_names) and type(self.depth) is int and self.depth in DEPTHS):
            raise ValueError(f"values out of range in {self}")


Config = TypeVar("Config", PaperFcnConfig, DilatedFcnConfig)


def _read(kind: type[Config], architecture: str, metadata: Mapping[str, str], source: str) -> Config:
    try:
        config = kind(**unpack(metadata, architecture))
        config._check()
        return config
    except (TypeError, ValueError) as error:
        raise WeightsError(_IMPOSSIBLE, details=repr(error), path=source) from error


def _sane_labels(label_set: object, names: object) -> bool:
    return (
        isinstance(label_set, str)
        and isinstance(names, tuple)
        and 2 <= len(names) <= 255
        and all(isinstance(name, str) for name in names)
    )
