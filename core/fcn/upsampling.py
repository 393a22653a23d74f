"""Two ways to make one score map larger, deconvolution and interpolation, as matrices; and the decoder's steps. Imports no torch.

Both are linear and separable: ``larger = rows @ scores @ columns.T``, a matrix for each axis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.fcn.config import STREAM_STRIDES, Gains, ReadOut
from core.fcn.interpolation import axis_neighbours
from core.fcn.kernels import bilinear_taps, border_gain
from core.geometry import Axis1d

FloatMap = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]


def deconvolution_matrix(cells: int, stride: int) -> Matrix:
    """``(cells * stride, cells)``: a deconvolution by the bilinear kernel of an even ``stride``, cropped by half of it at both ends.

    That crop puts the centre of a cell onto the centre of its ``stride`` pixels, where interpolation has it.
    """
    taps = bilinear_taps(stride)
    full = np.zeros(((cells - 1) * stride + taps.size, cells))
    for cell in range(cells):
        full[cell * stride : cell * stride + taps.size, cell] = taps
    return full[stride // 2 : stride // 2 + cells * stride]


def interpolation_matrix(cells: int, factor: int) -> Matrix:
    """``(cells * factor, cells)``: bilinear between cell centres, the last repeated beyond it (``align_corners=False``)."""
    before, after, weight = axis_neighbours(cells, cells * factor, Axis1d(float(factor)))
    matrix, pixels = np.zeros((cells * factor, cells)), np.arange(cells * factor)
    np.add.at(matrix, (pixels, before), 1.0 - weight)
    np.add.at(matrix, (pixels, after), weight)
    return matrix


def deconvolved(scores: FloatMap, stride: int) -> FloatMap:
    """``(h, w)`` to ``(h * stride, w * stride)``, by a deconvolution with the paper's bilinear kernel."""
    return _both(scores, deconvolution_matrix(scores.shape[0], stride), deconvolution_matrix(scores.shape[1], stride))


def interpolated(scores: FloatMap, factor: int) -> FloatMap:
    """``(h, w)`` to ``(h * factor, w * factor)``, bilinear, half-pixel centres, clamped at the border."""
    return _both(scores, interpolation_matrix(scores.shape[0], factor), interpolation_matrix(scores.shape[1], factor))


def interpolated_by_twos(scores: FloatMap, factor: int) -> FloatMap:
    """As large as :func:`interpolated`, by doubling again and again. ``factor`` is a power of 2."""
    for _ in range(factor.bit_length() - 1):
        scores = interpolated(scores, 2)
    return scores


def gain_map(shape: tuple[int, int], stride: int) -> FloatMap:
    """What :func:`deconvolved` makes of ones in ``shape`` ``(h, w)``: 1 inside, less at the border."""
    rows, columns = (border_gain(cells, stride, length=cells * stride, crop=stride // 2) for cells in shape)
    return np.outer(rows, columns).astype(np.float32)


def corner_gain(stride: int, crop: int) -> float:
    """The gain in the corner pixel of a map of many cells, after a crop of ``crop``: 0.37 for stride 32 and the paper's 19."""
    return float(border_gain(4, stride, length=1, crop=crop)[0] ** 2)


@dataclass(frozen=True, slots=True, eq=False)
class DecoderStep:
    """One map of the decoder for one class: ``kind`` is "score", "doubled" or "sum", ``values`` ``(h, w)`` logits at ``stride``.

    A score is counted with its gain.
    """

    kind: str
    stride: int
    values: FloatMap


def decoder_steps(
    scores: Mapping[int, FloatMap], class_id: int, read_out: ReadOut, gains: Gains, streams: tuple[int, ...] = STREAM_STRIDES
) -> tuple[DecoderStep, ...]:
    """What the decoder adds up for one class, in its order: score, then for each finer stride doubled, score and sum.

    ``scores[s]`` is ``(K, h, w)``; ``streams`` are the strides that the network has. The last step's values are those of
    :func:`core.fcn.fusion.fuse`.
    """
    first, *finer = (stride for stride in streams if stride >= read_out)
    fused = scores[first][class_id] * np.float32(gains.of(first))
    steps = [DecoderStep("score", first, fused)]
    for stride in finer:
        doubled, score = interpolated(fused, 2), scores[stride][class_id] * np.float32(gains.of(stride))
        fused = doubled + score
        steps += [DecoderStep("doubled", stride, doubled), DecoderStep("score", stride, score), DecoderStep("sum", stride, fused)]
    return tuple(steps)


def _both(scores: FloatMap, rows: Matrix, columns: Matrix) -> FloatMap:
    return np.asarray(rows @ scores @ columns.T, np.float32)
