"""Upsampling kernels: what a "deconvolution" with bilinear weights computes, and where it differs from interpolation."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def bilinear_taps(stride: int) -> FloatArray:
    """One axis of the paper's bilinear kernel for upsampling by ``stride``, ``(2*stride - stride % 2,)``: a triangle of height 1.

    Tap t is ``1 - |t - centre| / stride``, with the centre between the middle taps of an even kernel (Caffe's "bilinear" filler).
    """
    size = 2 * stride - stride % 2
    centre = (size - 1) / 2
    return np.asarray(1.0 - np.abs(np.arange(size) - centre) / stride, np.float64)


def bilinear_kernel(stride: int) -> FloatArray:
    """The kernel in two axes: the outer product of :func:`bilinear_taps` with itself."""
    taps = bilinear_taps(stride)
    return np.asarray(np.outer(taps, taps), np.float64)


def border_gain(cells: int, stride: int, *, length: int, crop: int) -> FloatArray:
    """What a deconvolution of ``cells`` equal ones gives along one axis, ``(length,)``, after cropping ``crop`` at the near end.

    1 inside; less near an end, where a neighbour is missing and interpolation would repeat the edge instead. In two axes the gain is
    the product: 0.37 in the corner pixel of the paper's FCN-32s (stride 32, crop 19). Raises ValueError when ``length`` does not fit.
    """
    taps = bilinear_taps(stride)
    full = np.zeros((cells - 1) * stride + taps.size)
    if crop < 0 or crop + length > full.size:
        raise ValueError(f"{length} pixels from {crop} do not fit into the {full.size} of the deconvolution")
    for cell in range(cells):
        full[cell * stride : cell * stride + taps.size] += taps
    return full[crop : crop + length]
