"""FCN-32s, 16s and 8s on VGG16, to the letter of Long, Shelhamer & Darrell 2015, under the names of the common checkpoints.

conv1_1 pads by 100, pools round up, fc6 is a 7x7 convolution without padding, fc7 and the scores are 1x1; every score map is cropped to
where the x2 deconvolution of the coarser one puts it. The deconvolutions' kernels are bilinear and fixed, and beyond a map they find
nothing: what they give is bilinear interpolation of the map in a ring of zeros. So the score maps come with that ring, nest like those of
any other network here, and ``core.fcn.fusion`` adds them up. Where everything lies is derived in ``core.fcn.alignment``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from core.fcn.alignment import UP2_KERNEL, VGG_FC6_KERNEL, VggAlignment
from core.fcn.kernels import bilinear_kernel
from core.fcn.preprocess import NetworkInput, resized, scale_to_image
from core.fcn.protocol import FcnNetwork
from core.fcn.published import PaperFcnConfig
from core.geometry import Axis1d, PlaneMap

BLOCKS = ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))
"""Convolutions and channels before each pooling (VGG16: Simonyan & Zisserman 2015, table 1, D)."""
FC_CHANNELS = 4096
LONGEST_SIDE = 500
"""VOC's photos have no longer side. Smaller photos are not enlarged."""
MEAN_BGR = (104.007, 116.669, 122.679)
"""Of 0..255, subtracted from blue, green and red."""
AT_ONCE_SCALES = {16: 0.01, 8: 0.0001}
"""Factors of pool4 and pool3 before they are scored in nets that were trained at once."""
UPSAMPLINGS = {
    32: {"upscore": 32},
    16: {"upscore2": 2, "upscore16": 16},
    8: {"upscore2": 2, "upscore_pool4": 2, "upscore8": 8},
}
"""The deconvolutions of the net with each finest stride: name and factor."""
SKIPS = {16: ("C4", "score_pool4"), 8: ("C3", "score_pool3")}
ALIGNMENT = VggAlignment()
MARGIN = round(-ALIGNMENT.padded_to_image().shift)
"""Zeros that :meth:`PaperFcn.prepare` lays around the photo; conv1_1's own padding of 1 makes them the paper's 100."""


class FixedUpsampling(nn.Module):
    """A deconvolution's kernel ``(K, K, 2 * factor, 2 * factor)``: bilinear from each class to itself. Held, so that files load 1:1."""

    def __init__(self, num_classes: int, factor: int) -> None:
        super().__init__()
        self.weight: torch.Tensor
        self.register_buffer("weight", torch.from_numpy(bilinear_weights(num_classes, factor)))


def bilinear_weights(num_classes: int, factor: int) -> npt.NDArray[np.float32]:
    """``(K, K, 2 * factor, 2 * factor)``: the bilinear kernel where both classes are one, else 0."""
    kernel = bilinear_kernel(factor)
    weights = np.zeros((num_classes, num_classes, *kernel.shape), np.float32)
    weights[np.arange(num_classes), np.arange(num_classes)] = kernel
    return weights


class PaperFcn(FcnNetwork):
    """One of the paper's nets. Its levels C1 to C5 are pool1 to pool5, on the padded photo."""

    config: PaperFcnConfig
    ring = 1
    # From where the padded photo begins to where the ring does.
    score_origin = ALIGNMENT.ringed_to_image().shift - ALIGNMENT.padded_to_image().shift

    def __init__(self, config: PaperFcnConfig) -> None:
        super().__init__()
        self.config, self.streams = config, config.streams
        self.level_strides = {f"C{pool}": 2**pool for pool in range(1, len(BLOCKS) + 1)}
        self.score_levels = ("C5", *(SKIPS[stride][0] for stride in self.streams[1:]))
        channels = {"C5": BLOCKS[-1][1]}
        inputs = 3
        for block, (depth, width) in enumerate(BLOCKS, start=1):
            for place in range(1, depth + 1):
                self.add_module(f"conv{block}_{place}", nn.Conv2d(inputs, width, 3, padding=1))
                inputs = width
            channels[f"C{block}"] = width
        self.fc6 = nn.Conv2d(inputs, FC_CHANNELS, VGG_FC6_KERNEL)
        self.fc7 = nn.Conv2d(FC_CHANNELS, FC_CHANNELS, 1)
        self.score_fr = nn.Conv2d(FC_CHANNELS, config.num_classes, 1)
        for stride in self.streams[1:]:
            level, name = SKIPS[stride]
            self.add_module(name, nn.Conv2d(channels[level], config.num_classes, 1))
        for name, factor in UPSAMPLINGS[config.finest_stride].items():
            self.add_module(name, FixedUpsampling(config.num_classes, factor))

    def input_size(self, image_size: tuple[int, int], factor: float = 1.0) -> tuple[int, int]:
        longest = max(image_size)
        scale = min(1.0, LONGEST_SIDE / longest) * factor
        return max(round(image_size[0] * scale), 1), max(round(image_size[1] * scale), 1)

    def prepare(self, rgb: npt.NDArray[np.uint8], size: tuple[int, int]) -> NetworkInput:
        """Blue, green and red of 0..255 minus MEAN_BGR, in a margin of zeros."""
        bgr = resized(rgb, size)[..., ::-1].astype(np.float32) - np.array(MEAN_BGR, np.float32)
        pixels = np.pad(bgr.transpose(2, 0, 1), ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)))
        margin = Axis1d(1.0, -float(MARGIN))
        to_image = PlaneMap(margin, margin).then(scale_to_image(rgb, size))
        return NetworkInput(torch.from_numpy(pixels)[None], to_image, size)

    def pyramid(self, pixels: torch.Tensor) -> dict[str, torch.Tensor]:
        """``(N, 3, H, W)`` with its margin of zeros, to pool1 ``(N, 64, ceil(H/2), ceil(W/2))`` up to pool5."""
        levels, features = {}, pixels
        for block, (depth, _) in enumerate(BLOCKS, start=1):
            for place in range(1, depth + 1):
                features = torch.relu_(self.get_submodule(f"conv{block}_{place}")(features))
            levels[f"C{block}"] = features = F.max_pool2d(features, 2, 2, ceil_mode=True)
        return levels

    def scores(self, pyramid: Mapping[str, torch.Tensor]) -> dict[int, torch.Tensor]:
        """Stride 32 in n cells and a ring: n + 2; stride 16: 2n + 4; stride 8: 4n + 8. Dropout is for training alone."""
        # fc6 is the largest layer of all: nothing of it is kept.
        scores = {32: self.score_fr(torch.relu_(self.fc7(torch.relu_(self.fc6(pyramid["C5"])))))}
        crops = ALIGNMENT.crops(self.config.finest_stride)[:-1]  # the last is that of the result
        for stride, crop in zip(self.streams[1:], crops, strict=True):
            level, name = SKIPS[stride]
            features = pyramid[level] * AT_ONCE_SCALES[stride] if self.config.at_once else pyramid[level]
            scores[stride] = cropped_to_doubled(self.get_submodule(name)(features), int(crop), scores[stride * 2])
        return {stride: ringed(score) for stride, score in scores.items()}

    def score_biases(self) -> dict[int, torch.Tensor]:
        names = ("score_fr", *(SKIPS[stride][1] for stride in self.streams[1:]))
        return {stride: self.get_parameter(f"{name}.bias") for stride, name in zip(self.streams, names, strict=True)}

    def fixed_kernels(self) -> dict[str, torch.Tensor]:
        factors = UPSAMPLINGS[self.config.finest_stride]
        classes = self.config.num_classes
        return {f"{name}.weight": torch.from_numpy(bilinear_weights(classes, factor)) for name, factor in factors.items()}

    def features_hash(self, file_hash: str) -> str:  # noqa: ARG002
        """SHA-256 of conv1_1 to conv5_3: of the three nets, those whose levels are the same have the same."""
        digest = hashlib.sha256()
        for name, tensor in sorted(self.state_dict().items()):
            if name.startswith("conv"):
                digest.update(name.encode() + tensor.contiguous().numpy(force=True).tobytes())
        return digest.hexdigest()

def cropped_to_doubled(score: torch.Tensor, crop: int, coarser: torch.Tensor) -> torch.Tensor:
    """The cells of ``score`` ``(N, K, h, w)`` from ``crop`` on that the x2 deconvolution of ``coarser`` ``(N, K, h', w')`` is added to."""
    height, width = (2 * (cells - 1) + UP2_KERNEL for cells in coarser.shape[2:])
    return score[:, :, crop : crop + height, crop : crop + width]


def ringed(score: torch.Tensor) -> torch.Tensor:
    """``(N, K, h, w)`` to ``(N, K, h + 2, w + 2)``: in a ring of zeros."""
    return F.pad(score, (PaperFcn.ring,) * 4)
