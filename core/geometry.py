"""The pixel convention, stated once.

Pixel ``i`` covers ``[i, i + 1)`` and its centre is ``i + 0.5``. Boxes are ``(x1, y1, x2, y2)`` in continuous coordinates.
Kernels that count in indices (``roi_align``, convolutions) become continuous by adding 0.5 at their boundary and nowhere else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

HALF_PIXEL = 0.5


def round_half_away(value: float) -> int:
    """Round to the nearest integer, halves away from zero, as C's ``round`` does.

    C rounds half away from zero (0.5 -> 1, 2.5 -> 3); Python's ``round`` goes to even (0.5 -> 0, 2.5 -> 2), and
    torchvision's RoIPool kernels use C's. ``floor(x + 0.5)`` alone is wrong for 0.49999999999999994, whose sum rounds up to 1.
    """
    magnitude = abs(value)
    whole = math.floor(magnitude)
    rounded = whole + 1 if magnitude - whole >= 0.5 else whole
    return rounded if value >= 0 else -rounded


@dataclass(frozen=True, slots=True)
class Axis1d:
    """A map of one axis, ``target = scale * source + shift``, both continuous coordinates.

    A cell axis of stride ``s`` is ``Axis1d(s, 0)``: cell ``i`` covers ``[s*i, s*(i+1))`` of the target.
    """

    scale: float
    shift: float = 0.0

    def __call__(self, source: float) -> float:
        return self.scale * source + self.shift

    def then(self, outer: Axis1d) -> Axis1d:
        """The map that applies this one first and ``outer`` to its result."""
        return Axis1d(outer.scale * self.scale, outer.scale * self.shift + outer.shift)

    def inverse(self) -> Axis1d:
        """The map back. Raises ZeroDivisionError when ``scale`` is 0."""
        return Axis1d(1.0 / self.scale, -self.shift / self.scale)

    def centre_of(self, index: int) -> float:
        """Where the centre of cell ``index`` falls on the target axis."""
        return self(index + HALF_PIXEL)

    def index_at(self, target: float) -> int:
        """The cell whose extent holds ``target`` (a continuous target coordinate)."""
        return math.floor(self.inverse()(target))


IDENTITY = Axis1d(1.0, 0.0)


@dataclass(frozen=True, slots=True)
class PlaneMap:
    """Two axes that map a plane (cells, network input) to another (network input, image pixels)."""

    x: Axis1d
    y: Axis1d

    def then(self, outer: PlaneMap) -> PlaneMap:
        return PlaneMap(self.x.then(outer.x), self.y.then(outer.y))

    def inverse(self) -> PlaneMap:
        return PlaneMap(self.x.inverse(), self.y.inverse())

    def box(self, box: Box) -> Box:
        """The box with both corners mapped."""
        return Box(self.x(box.x1), self.y(box.y1), self.x(box.x2), self.y(box.y2))


@dataclass(frozen=True, slots=True)
class Box:
    """``(x1, y1, x2, y2)`` in continuous coordinates of the frame that its variable names (image pixels, feature cells).

    Nothing is checked on construction: inverted and empty boxes are values that the RoI operators are defined on.
    """

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def width(self) -> float:
        return self.x2 - self.x1

    @property
    def height(self) -> float:
        return self.y2 - self.y1

    @property
    def area(self) -> float:
        """Area in squared units of its frame; 0 for an inverted box."""
        return max(self.width, 0.0) * max(self.height, 0.0)

    @property
    def is_finite(self) -> bool:
        return all(math.isfinite(value) for value in self.as_tuple())

    def as_tuple(self) -> tuple[float, float, float, float]:
        return (self.x1, self.y1, self.x2, self.y2)

    def intersection(self, other: Box) -> Box:
        return Box(
            max(self.x1, other.x1), max(self.y1, other.y1), min(self.x2, other.x2), min(self.y2, other.y2)
        )

    def iou(self, other: Box) -> float:
        """Intersection over union, 0 when both boxes are empty."""
        shared = self.intersection(other).area
        union = self.area + other.area - shared
        return shared / union if union > 0 else 0.0
