"""What a Mask R-CNN is made of, as a value that travels in the weight file's metadata. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import WeightsError
from core.weights.metadata import is_trunk_name, pack, unpack

ARCHITECTURE = "maskrcnn"
BACKGROUND = "background"
LEVEL_NAMES = ("P2", "P3", "P4", "P5", "pool")
"""Pyramid levels from fine to coarse, at stride 4, 8, 16, 32 and 64."""
MAX_SIDE = 4096


@dataclass(frozen=True, slots=True)
class MaskRcnnConfig:
    """A Mask R-CNN with a feature pyramid on a timm trunk, built with torchvision's ``MaskRCNN``.

    ``label_names[0]`` is the background. The photo is resized so that its shortest side has ``min_size`` input pixels but its longest
    at most ``max_size``, then padded at the right and bottom to a multiple of 32. ``anchor_sizes`` are the anchors' square roots of
    area in input pixels, one tuple for each of ``LEVEL_NAMES``; ``anchor_ratios`` are height / width. ``mean`` and ``std`` are per
    channel (RGB) on values in 0..1. The proposal counts are per level before NMS, and in all after it, when the network is used.
    """

    trunk: str
    label_names: tuple[str, ...]
    label_set: str
    min_size: int = 320
    max_size: int = 512
    pyramid_width: int = 128
    anchor_sizes: tuple[tuple[int, ...], ...] = ((16, 24), (32, 48), (64, 96), (128, 192), (256, 384))
    anchor_ratios: tuple[float, ...] = (0.5, 1.0, 2.0)
    box_head_width: int = 512
    mask_head_widths: tuple[int, ...] = (128, 128, 128)
    proposals_before_nms: int = 1000
    proposals_after_nms: int = 1000
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)

    @property
    def num_classes(self) -> int:
        """With the background."""
        return len(self.label_names)

    def to_metadata(self) -> dict[str, str]:
        """Safetensors metadata (string to string) that :meth:`from_metadata` reads back."""
        return pack(ARCHITECTURE, self)

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str], *, source: str) -> MaskRcnnConfig:
        """Read the configuration that ``train`` wrote. Raises WeightsError naming ``source`` when it is not one."""
        try:
            config = cls(**unpack(metadata, ARCHITECTURE))
            config._check()
            return config
        except (TypeError, ValueError) as error:
            raise WeightsError(
                "The weight file {path} does not say which network it belongs to; choose one written by 'halfpixel train maskrcnn'.",
                details=repr(error),
                path=source,
            ) from error

    def _check(self) -> None:
        """Raise ValueError on values that a network cannot have; the file they come from may be anybody's."""
        names = (self.trunk, self.label_set, *self.label_names)
        sane = (
            all(isinstance(name, str) for name in names)
            and is_trunk_name(self.trunk)
            and 2 <= self.num_classes <= 255
            and self.label_names[0] == BACKGROUND
            and _whole((self.min_size, self.max_size), 32, MAX_SIDE)
            and self.min_size <= self.max_size
            and _whole((self.pyramid_width, self.box_head_width, *self.mask_head_widths), 1, 4096)
            and 1 <= len(self.mask_head_widths) <= 16
            and len(self.anchor_sizes) == len(LEVEL_NAMES)
            and len({len(sizes) for sizes in self.anchor_sizes}) == 1
            and all(1 <= len(sizes) <= 8 and _whole(sizes, 1, MAX_SIDE) for sizes in self.anchor_sizes)
            and 1 <= len(self.anchor_ratios) <= 8
            and _real(self.anchor_ratios, 0.01, 100.0)
            and _whole((self.proposals_before_nms, self.proposals_after_nms), 1, 10_000)
            and len(self.mean) == len(self.std) == 3
            and _real(self.mean, -1e3, 1e3)
            and _real(self.std, 1e-6, 1e3)
        )
        if not sane:
            raise ValueError(f"values out of range in {self}")


TORCHVISION_ARCHITECTURE = "maskrcnn-resnet50"
TORCHVISION_VERSIONS = (1, 2)


@dataclass(frozen=True, slots=True)
class TorchvisionMaskRcnnConfig:
    """torchvision's ``maskrcnn_resnet50_fpn`` (``version`` 1) or ``maskrcnn_resnet50_fpn_v2`` (2), as it builds them itself.

    ``label_names[0]`` is the background; a name "N/A" is an id that no class has. ``min_size`` and ``max_size`` are as in
    :class:`MaskRcnnConfig`. ``frozen_norm``: the trunk's batch statistics are constants (version 1 with trained weights), with ``norm_eps``
    added to the variance; torchvision runs its COCO weights of version 1 with 0.
    """

    version: int
    label_names: tuple[str, ...]
    label_set: str
    frozen_norm: bool = False
    norm_eps: float = 1e-5
    min_size: int = 800
    max_size: int = 1333

    @property
    def num_classes(self) -> int:
        """With the background."""
        return len(self.label_names)

    def to_metadata(self) -> dict[str, str]:
        """Safetensors metadata (string to string) that :meth:`from_metadata` reads back."""
        return pack(TORCHVISION_ARCHITECTURE, self)

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str], *, source: str) -> TorchvisionMaskRcnnConfig:
        """Read the configuration that an import wrote. Raises WeightsError naming ``source`` when it is not one."""
        try:
            config = cls(**unpack(metadata, TORCHVISION_ARCHITECTURE))
            config._check()
            return config
        except (TypeError, ValueError) as error:
            raise WeightsError(
                "The weight file {path} does not say which network it belongs to; import it again from the file that it was made of.",
                details=repr(error),
                path=source,
            ) from error

    def _check(self) -> None:
        """Raise ValueError on values that a network cannot have; the file they come from may be anybody's."""
        sane = (
            isinstance(self.label_names, tuple)
            and all(isinstance(name, str) for name in (self.label_set, *self.label_names))
            and type(self.version) is int
            and self.version in TORCHVISION_VERSIONS
            and 2 <= self.num_classes <= 255
            and type(self.frozen_norm) is bool
            and not (self.frozen_norm and self.version == 2)
            and _real((self.norm_eps,), 0.0, 1.0)
            and _whole((self.min_size, self.max_size), 32, MAX_SIDE)
            and self.min_size <= self.max_size
        )
        if not sane:
            raise ValueError(f"values out of range in {self}")


def _whole(values: tuple[int, ...], least: int, most: int) -> bool:
    return all(isinstance(value, int) and least <= value <= most for value in values)


def _real(values: tuple[float, ...], least: float, most: float) -> bool:
    return all(isinstance(value, float) and least <= value <= most for value in values)


MASK_RCNN_CONFIGS: Mapping[str, type[MaskRcnnConfig] | type[TorchvisionMaskRcnnConfig]] = {
    ARCHITECTURE: MaskRcnnConfig,
    TORCHVISION_ARCHITECTURE: TorchvisionMaskRcnnConfig,
}
"""By what the metadata calls them."""
