"""Which stream says what about a pixel. Everything after the score convolutions is linear, so a logit is a sum of streams.

    l_k(p) = sum over s of g_s * (R_s(x_s)_k(p) + b_s,k)

with ``s`` the strides that the read-out adds up, ``g_s`` their gains, ``R_s`` the fixed bilinear reading of a map of stride ``s`` at a
point of the photo (all upsamplings composed), ``b_s`` the bias of the score convolution and ``x_s`` its score without that bias
(Long, Shelhamer & Darrell 2015, sec. 4.2). Bilinear weights sum to 1, so a bias reaches every pixel unchanged; except near the border of
maps in a ring of zeros, which have no bias there: it fades out with the scores, by the share of the reading that falls on the map.
Imports no torch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.fcn.config import STREAM_STRIDES, Gains
from core.fcn.interpolation import PointWeights, axis_neighbours
from core.fcn.results import FcnScores, Segmentation

Codes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.float64]

DECIDED_BY = (None, *STREAM_STRIDES)
"""What the codes of :func:`deciding_stream` mean: 0 no stream alone, then the strides 32, 16, 8."""

BAND_VALUES = 400_000
"""Logits made (or pixels looked at) at a time, 1.6 MB: what fits a core's cache is several times faster than what does not."""


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """The terms of one pixel's logits: ``streams`` ``(3, K)`` for strides 32, 16, 8, without biases, and ``bias`` ``(K,)``; float64.

    A stream that the read-out does not add up, or whose gain is 0, is a row of zeros; so is its part of the bias.
    """

    streams: Numbers
    bias: Numbers

    @property
    def logits(self) -> Numbers:
        """The sum of the terms, ``(K,)``."""
        return np.asarray(self.bias + self.streams.sum(axis=0))

    @property
    def probabilities(self) -> Numbers:
        """Softmax of the sum, ``(K,)``."""
        logits = self.logits
        powers = np.exp(logits - logits.max())
        return np.asarray(powers / powers.sum())

    @property
    def entropy(self) -> float:
        """Entropy of the softmax in bits: ``-sum_k p_k log2 p_k``."""
        present = self.probabilities[self.probabilities > 0]
        return max(float(-(present * np.log2(present)).sum()), 0.0)

    @property
    def ranking(self) -> npt.NDArray[np.intp]:
        """Class ids from the highest logit to the lowest, the lower id first where two are equal."""
        return np.argsort(-self.logits, kind="stable")


def streams_read(segmentation: Segmentation) -> tuple[int, ...]:
    """The strides whose streams take part: those that the read-out adds up and whose gain is not 0, from 32 down."""
    return tuple(s for s in segmentation.scores.streams if s >= segmentation.read_out and segmentation.gains.of(s) != 0)


def gains_without(gains: Gains, stride: int) -> Gains:
    """The same gains with one stream switched off, its bias with it."""
    return replace(gains, **{f"score{stride}": 0.0})


def attribute(segmentation: Segmentation, x: float, y: float) -> Attribution:
    """The terms of the logits at a point in continuous image pixels; their sum is ``segmentation.logits_at(x, y)``."""
    scores = segmentation.scores
    streams = np.zeros((len(STREAM_STRIDES), len(scores.label_set)))
    bias = np.zeros(len(scores.label_set))
    for row, stride in enumerate(STREAM_STRIDES):
        if stride not in streams_read(segmentation):
            continue
        gain = segmentation.gains.of(stride)
        reading, share = _reading(segmentation, stride, x, y)
        own = share * _bias(scores, stride)
        streams[row] = gain * (reading - own)
        bias += gain * own
    return Attribution(streams, bias)


def _bias(scores: FcnScores, stride: int) -> Numbers:
    return np.asarray(scores.biases.get(stride, np.zeros(len(scores.label_set))), np.float64)


def _reading(segmentation: Segmentation, stride: int, x: float, y: float) -> tuple[Numbers, float]:
    """The score map of ``stride``, doubled down to the read-out's stride and read at a point, ``(K,)``; and which share is not ring."""
    score, ring = segmentation.scores.scores[stride], segmentation.scores.ring
    cells = segmentation.scores.cell_to_image(segmentation.read_out)
    doublings = (stride // segmentation.read_out).bit_length() - 1
    columns = PointWeights.at(x, score.shape[2] << doublings, cells.x)
    rows = PointWeights.at(y, score.shape[1] << doublings, cells.y)
    for left in reversed(range(doublings)):
        columns = columns.before_doubling(score.shape[2] << left)
        rows = rows.before_doubling(score.shape[1] << left)
    seen = score[:, rows.indices[:, None], columns.indices[None, :]]
    share = rows.share_within(ring, score.shape[1] - ring) * columns.share_within(ring, score.shape[2] - ring)
    return np.asarray(np.einsum("kij,i,j->k", seen, rows.weights, columns.weights, dtype=np.float64)), share


def flipped(segmentation: Segmentation, without: Segmentation | None) -> npt.NDArray[np.bool_]:
    """Where the class is another without a stream, ``(H, W)`` bool.

    ``without`` is the read-out with that stream's gain 0. None says that it was the only one that took part: with no score left
    there is no winner, so every pixel counts as flipped.
    """
    if without is None:
        return np.ones(segmentation.class_map.shape, np.bool_)
    return np.asarray(segmentation.class_map != without.class_map)


def deciding_stream(segmentation: Segmentation, without: Mapping[int, Segmentation | None]) -> Codes:
    """The stream that decided each pixel's class, ``(H, W)`` uint8, an index into DECIDED_BY.

    A stream decides a pixel when another class would win without it. Where that is true of several, it is the one without which the
    winner would fall farthest behind: ``max_k l_k - l_winner`` of the logits without it. Where the class is the same whichever one
    stream is switched off, none decides alone. ``without`` holds the read-out without each stream that takes part.
    """
    codes = np.zeros(segmentation.class_map.shape, np.uint8)
    if any(other is None for other in without.values()):
        codes[:] = DECIDED_BY.index(next(iter(without)))
        return codes
    flips = {stride: flipped(segmentation, other) for stride, other in without.items()}
    for stride, flip in flips.items():
        codes[flip] = DECIDED_BY.index(stride)
    contested = np.flatnonzero(sum((flip.view(np.uint8) for flip in flips.values()), np.zeros_like(codes)) > 1)
    for start in range(0, len(contested), BAND_VALUES):
        some = contested[start : start + BAND_VALUES]
        codes.flat[some] = _farthest_behind(segmentation, without, some)
    return codes


def _farthest_behind(segmentation: Segmentation, without: Mapping[int, Segmentation | None], pixels: npt.NDArray[np.intp]) -> Codes:
    """For flat pixel indices ``(n,)``, the code of the stream without which the winner is farthest behind; the coarser of equals."""
    farthest = np.full(len(pixels), -1.0, np.float32)
    codes = np.zeros(len(pixels), np.uint8)
    for stride, other in without.items():
        if other is None:
            continue
        behind = _logits_of(other, pixels, other.class_map) - _logits_of(other, pixels, segmentation.class_map)
        farther = behind > farthest
        farthest[farther] = behind[farther]
        codes[farther] = DECIDED_BY.index(stride)
    return codes


def _logits_of(segmentation: Segmentation, pixels: npt.NDArray[np.intp], classes: Codes) -> npt.NDArray[np.float32]:
    """At flat pixel indices ``(n,)``, the logit of the class that ``classes`` ``(H, W)`` names there."""
    (top, bottom, down), (left, right, across) = _axes(segmentation)
    rows, columns = np.divmod(pixels, classes.shape[1])
    wanted, fused = classes.flat[pixels], segmentation.fused
    ends = []
    for side in (left[columns], right[columns]):
        above, below = fused[wanted, top[rows], side], fused[wanted, bottom[rows], side]
        ends.append(above + (below - above) * down[rows])
    return np.asarray(ends[0] + (ends[1] - ends[0]) * across[columns], np.float32)


def margins(segmentation: Segmentation, token: CancelToken) -> npt.NDArray[np.float32]:
    """How far the winner is ahead: highest logit minus second highest, at every image pixel, ``(H, W)``."""
    found = np.empty(segmentation.class_map.shape, np.float32)
    for rows, logits in _bands(segmentation, token):
        first, second = np.maximum(logits[0], logits[1]), np.minimum(logits[0], logits[1])
        for other in logits[2:]:
            np.maximum(second, np.minimum(first, other), out=second)
            np.maximum(first, other, out=first)
        np.subtract(first, second, out=found[rows])
    return found


def entropies(segmentation: Segmentation, token: CancelToken) -> npt.NDArray[np.float32]:
    """Entropy of the softmax at every image pixel, in bits, ``(H, W)``: ``-sum_k p_k log2 p_k``, 0 (sure) to log2 K."""
    found = np.empty(segmentation.class_map.shape, np.float32)
    for rows, logits in _bands(segmentation, token):
        # With d = l - max l and Z = sum exp d: entropy = ln Z - (sum d exp d) / Z, in nats.
        logits -= logits.max(axis=0)
        powers = np.exp(logits)
        total = powers.sum(axis=0)
        powers *= logits
        found[rows] = (np.log(total) - powers.sum(axis=0) / total) / np.log(np.float32(2))
    # Rounding may leave a tiny negative number where one class has all.
    return np.maximum(found, 0, out=found)


def _axes(segmentation: Segmentation) -> tuple[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float32]], ...]:
    """Neighbours of every pixel row, then of every pixel column."""
    cells, (height, width) = segmentation.scores.cell_to_image(segmentation.read_out), segmentation.scores.image_size
    fused = segmentation.fused
    return axis_neighbours(fused.shape[1], height, cells.y), axis_neighbours(fused.shape[2], width, cells.x)


def _bands(segmentation: Segmentation, token: CancelToken) -> Iterator[tuple[slice, npt.NDArray[np.float32]]]:
    """Bands of rows from the top, each with its logits ``(K, rows, W)`` float32, which may be written to."""
    fused, (height, width) = segmentation.fused, segmentation.scores.image_size
    (top, bottom, down), (left, right, across) = _axes(segmentation)
    step = max(BAND_VALUES // (len(fused) * width), 1)
    for start in range(0, height, step):
        token.checkpoint("read-out", start / height)
        rows = slice(start, min(start + step, height))
        above, below = fused[:, top[rows]], fused[:, bottom[rows]]
        lines = above + (below - above) * down[rows][None, :, None]
        ends = lines.take(right, axis=2)
        logits = lines.take(left, axis=2)
        ends -= logits
        ends *= across
        logits += ends
        yield rows, logits
