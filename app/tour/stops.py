"""STOPS: what each stop of the tour says. What it does to the program is in :mod:`app.tour.guide`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.translation import mark


class StopKey(Enum):
    """The stops, in their order."""

    SOFTMAX = "softmax"
    ANNOTATION = "annotation"
    ENCODER = "encoder"
    FUSION = "fusion"
    MASKS = "masks"
    POOL = "pool"
    ALIGN = "align"
    SWEEP = "sweep"


@dataclass(frozen=True, slots=True)
class Stop:
    """English title, two or three sentences, the formula, and what to try."""

    key: StopKey
    title: str
    text: str
    formula: str
    try_it: str


STOPS: tuple[Stop, ...] = (
    Stop(
        StopKey.SOFTMAX,
        mark("Softmax at every pixel"),
        mark(
            "An FCN gives every pixel one score (logit) per class. Softmax turns the scores of one pixel into shares that add up to 1; "
            "the class with the largest share names the pixel."
        ),
        "pₖ = exp lₖ / Σⱼ exp lⱼ",
        mark("Point anywhere on the photo: the Pixel panel shows the three largest shares there."),
    ),
    Stop(
        StopKey.ANNOTATION,
        mark("One index map, or one channel per class"),
        mark(
            "The same annotation can be written as one map of class numbers, or as a stack with one channel of zeros and ones per class. "
            "Each pixel has exactly one 1 in the stack; a void pixel (255) has none."
        ),
        "tₖ(x, y) = 1  ⇔  index(x, y) = k",
        mark("Point at the map and see the same pixel in every channel."),
    ),
    Stop(
        StopKey.ENCODER,
        mark("Encoder and decoder"),
        mark(
            "The encoder halves the map five times. At stride 32 one cell stands for 32 × 32 input pixels, and where a border lies "
            "inside the cell is lost. The decoder has to get back to full size from there."
        ),
        "32 = 2 · 2 · 2 · 2 · 2",
        mark("Go from stride 2 to stride 32 and watch the cells grow."),
    ),
    Stop(
        StopKey.FUSION,
        mark("From FCN-32s to 16s to 8s"),
        mark(
            "FCN-32s enlarges the scores of stride 32 at once. FCN-16s enlarges them twice, adds the scores of stride 16, and goes on from "
            "there; FCN-8s does so once more with stride 8. Each sum brings location back."
        ),
        "8s = up₈(up₂(up₂(s₃₂) + s₁₆) + s₈)",
        mark("Zoom in on a border: the three views move together."),
    ),
    Stop(
        StopKey.MASKS,
        mark("From boxes to masks"),
        mark(
            "Mask R-CNN is Faster R-CNN with a small FCN on every box. Anchors become proposals, proposals become boxes with a class, "
            "and each box gets a mask of 28 × 28 cells: yes or no for its own class, no contest between classes."
        ),
        "L = L(class) + L(box) + L(mask)",
        mark("Walk along the stages above the photo, from the input to the pasted masks."),
    ),
    Stop(
        StopKey.POOL,
        mark("RoIPool rounds twice"),
        mark(
            "RoIPool first rounds the box to whole cells of the feature map, then divides these cells into bins of whole cells: "
            "5 cells into 2 bins are 2 + 2 with one dropped, or 3 + 2, or bins that share a cell. What is read moves away from the object."
        ),
        "[x / stride], ⌊p · size / n⌋ … ⌈(p + 1) · size / n⌉",
        mark("Compare the dashed box with the orange one; the three conventions stand side by side."),
    ),
    Stop(
        StopKey.ALIGN,
        mark("RoIAlign rounds nothing"),
        mark(
            "RoIAlign keeps the box where it is, puts sample points at even distances into each bin, and reads each one between its four "
            "nearest cells by bilinear interpolation. A bin is the mean of its points."
        ),
        "f(x, y) = Σᵢ wᵢ(x, y) · fᵢ",
        mark("Point at a bin and read its sample points and weights."),
    ),
    Stop(
        StopKey.SWEEP,
        mark("The sweep"),
        mark(
            "The box glides by fractions of a pixel. RoIPool's values stand still and then jump when a rounding flips; RoIAlign's glide. "
            "That is why masks, which need every pixel, gained most from RoIAlign."
        ),
        "Δx ↦ bin(x + Δx)",
        mark("Drag the marker in the plot, or drag the box by a fraction of a pixel."),
    ),
)


def place_of(key: StopKey) -> int:
    """Its number, from 0."""
    return next(place for place, stop in enumerate(STOPS) if stop.key is key)
