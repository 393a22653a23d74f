"""The fusion arithmetic of FCN-32s, 16s and 8s, on score maps; the one place where streams are added.

    32s = up32(score32)
    16s = up16(up2(score32) + score16)
    8s  = up8(up2(up2(score32) + score16) + score8)

(Long, Shelhamer & Darrell 2015, sec. 4.2 and fig. 3.) Upsampling is bilinear between cell centres, which is what the paper's
fixed "deconvolution" kernels compute everywhere but at the border, where they attenuate.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
import torch.nn.functional as F  # noqa: N812 (torch's own name for it)

from core.fcn.config import UNIT_GAINS, Gains, ReadOut


def upsample(scores: torch.Tensor, factor: int) -> torch.Tensor:
    """``(N, K, h, w)`` to ``(N, K, factor*h, factor*w)``, bilinear, half-pixel centres, clamped at the border."""
    return F.interpolate(scores, scale_factor=factor, mode="bilinear", align_corners=False)


def fuse(scores: Mapping[int, torch.Tensor], read_out: ReadOut, gains: Gains = UNIT_GAINS) -> torch.Tensor:
    """Fuse score maps down to the stride of ``read_out``.

    ``scores[s]`` is ``(N, K, H/s, W/s)`` for s in 32, 16, 8 (strides finer than the read-out are not looked at). Returns
    ``(N, K, H/read_out, W/read_out)`` logits; the map at image pixels is :func:`upsample` of it by ``read_out``.
    """
    fused = scores[32] * gains.score32
    for stride in (16, 8):
        if stride < read_out:
            break
        fused = upsample(fused, 2) + scores[stride] * gains.of(stride)
    return fused
