"""What a person has chosen in the lab: one frozen value that requests carry to the worker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from app.chosen import Chosen
from core.geometry import Box, PlaneMap
from core.roi.settings import BinConvention, Operator, OperatorSettings
from core.roi.sweep import SweepAxis, SweepMode, SweepPath

STEP_IMAGE = 0.05
"""Pixels of the photo that a sweep moves the box by in one step."""


HEAD_SIZES = (7, 14)
"""Bins a side that Mask R-CNN's box head and mask head read."""


class MapSource(Enum):
    """Whose feature maps are read."""

    FCN = "fcn"
    MASKRCNN = "maskrcnn"


class MapKind(Enum):
    """Which single map of a level is looked at; MEAN and MAX are taken over the channels before anything is pooled."""

    CHANNEL = "channel"
    MEAN = "mean"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class MapChoice:
    """``channel`` counts for ``MapKind.CHANNEL`` only; a level with fewer channels shows its last one."""

    kind: MapKind = MapKind.CHANNEL
    channel: int = 0


@dataclass(frozen=True, slots=True)
class OperatorChoice:
    """The pair of operators, and the conventions that both share where they have a use for them."""

    first: Operator = Operator.POOL
    second: Operator = Operator.ALIGN
    bins: BinConvention = BinConvention.TORCHVISION
    sampling_ratio: int = 2
    aligned: bool = True
    output_size: int = 7

    def settings(self) -> tuple[OperatorSettings, OperatorSettings]:
        """Raises InputError when a number is out of range."""
        return self._of(self.first), self._of(self.second)

    def _of(self, operator: Operator) -> OperatorSettings:
        size = (self.output_size, self.output_size)
        return OperatorSettings(operator, size, self.bins, self.sampling_ratio, self.aligned)

    def with_operator(self, place: int, operator: Operator) -> OperatorChoice:
        """Put ``operator`` first (0) or second (1); the pair swaps when it is the other one already."""
        if place == 0:
            return replace(self, first=operator, second=self.first if operator is self.second else self.second)
        return replace(self, second=operator, first=self.second if operator is self.first else self.first)


@dataclass(frozen=True, slots=True)
class Placement:
    """What an undo brings back; see :class:`LabChoices`."""

    box_image: Box
    picked: Chosen | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class LabChoices:
    """``box_image`` is where the box rests; a scrubbed sweep reads it moved by ``offset_image`` pixels along ``axis``.

    ``level`` is k of a level at stride 2^k, None for the automatic one. ``picked`` is what of a Mask R-CNN's run the box was taken
    from, None where a hand has put it. ``both_sizes`` asks for the other head's grid too, ``all_bins`` for all three conventions of
    RoIPool's second rounding.
    """

    box_image: Box
    operators: OperatorChoice = OperatorChoice()
    level: int | None = None
    map: MapChoice = MapChoice()
    axis: SweepAxis = SweepAxis.X
    offset_image: float = 0.0
    source: MapSource = MapSource.FCN
    picked: Chosen | None = None
    both_sizes: bool = True
    all_bins: bool = False

    @property
    def placement(self) -> Placement:
        return Placement(self.box_image, self.picked, self.level)

    def placed(self, placement: Placement) -> LabChoices:
        """With the box there, at rest."""
        return replace(
            self, box_image=placement.box_image, picked=placement.picked, level=placement.level, offset_image=0.0
        )

    @property
    def companion_size(self) -> int:
        """The size of the other head's grid."""
        box_head, mask_head = HEAD_SIZES
        return box_head if self.operators.output_size == mask_head else mask_head

    @property
    def box_read_image(self) -> Box:
        """The box that is read, in pixels of the photo."""
        return moved(self.box_image, self.axis, self.offset_image)

    def box_read_input(self, to_image: PlaneMap) -> Box:
        """The same box in pixels of the network's input, which the operators' ``spatial_scale`` refers to."""
        return to_image.inverse().box(self.box_read_image)


def moved(box: Box, axis: SweepAxis, offset: float) -> Box:
    """``box`` moved by ``offset`` in its own frame."""
    return SweepPath(SweepMode.MOVE, axis, STEP_IMAGE, 1).box_at(box, offset)


def first_box(height: int, width: int) -> Box:
    """Where the box lies on a photo that nobody has put a box on: in its middle, and not on whole cells."""
    return Box(round(width * 0.305, 1), round(height * 0.245, 1), round(width * 0.695, 1), round(height * 0.635, 1))
