"""Where a cell of each FCN layer lies on the photo: the paper's crops, derived by composing one-dimensional maps.

A layer with kernel k, stride s and padding p has output cell i over the input indices ``s*i - p .. s*i - p + k - 1``; between
continuous coordinates that is ``input = s * output + (k - s) / 2 - p``. A deconvolution is the same map read backwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.geometry import IDENTITY, Axis1d

VGG_PADDING = 100
VGG_FC6_KERNEL = 7
UP2_KERNEL = 4


def convolution_axis(kernel: int, stride: int = 1, padding: int = 0) -> Axis1d:
    """Output cells of a convolution or pooling to its input cells."""
    return Axis1d(float(stride), (kernel - stride) / 2 - padding)


def deconvolution_axis(kernel: int, stride: int) -> Axis1d:
    """Output cells of a deconvolution without padding to its input cells."""
    return convolution_axis(kernel, stride).inverse()


@dataclass(frozen=True, slots=True)
class VggAlignment:
    """The paper's net as far as places matter: its first padding and the kernels of fc6 and of the last deconvolution.

    All other convolutions are 3x3 with padding 1 and move nothing; the five poolings are 2x2 with stride 2, the last of their cells
    cut where the map ends. ``last_kernel`` is the kernel of the final deconvolution in px of its result; None is twice its stride,
    as in the paper (64/32, 32/16, 16/8).
    """

    padding: int = VGG_PADDING
    fc6_kernel: int = VGG_FC6_KERNEL
    last_kernel: int | None = None

    def pool_to_image(self, pools: int) -> Axis1d:
        """Cells after ``pools`` poolings (5: pool5) to image pixels."""
        axis = convolution_axis(3, padding=self.padding)
        for _ in range(pools):
            axis = convolution_axis(2, 2).then(axis)
        return axis

    def score32_to_image(self) -> Axis1d:
        """Cells of the stride-32 score map, behind fc6, to image pixels."""
        return convolution_axis(self.fc6_kernel).then(self.pool_to_image(5))

    def padded_to_image(self) -> Axis1d:
        """Cells of conv1_1, which is as large as the photo with padding on all sides, to image pixels."""
        return self.pool_to_image(0)

    def ringed_to_image(self) -> Axis1d:
        """The grid of the score maps to image pixels, in px, when a ring of one cell at every stride surrounds what is summed.

        A deconvolution has nothing beyond its map, so it gives what bilinear interpolation gives of the map in a ring of zeros. A ring
        at stride 32 reaches 32 px out. The x2 deconvolution reaches half of that beyond the map, so a sum at stride 16 starts 16 px
        farther out, and its ring ends where the first one does; so it goes on. All maps begin at one place and nest.
        """
        return Axis1d(1.0, self.score32_to_image()(-1.0))

    def up2_of_to_image(self, coarse_to_image: Axis1d) -> Axis1d:
        """Cells of the x2 deconvolution of a map to image pixels."""
        return deconvolution_axis(UP2_KERNEL, 2).then(coarse_to_image)

    def last_to_image(self, fused_to_image: Axis1d, stride: int) -> Axis1d:
        """Pixels of the last, x ``stride``, deconvolution, before cropping, to image pixels."""
        return deconvolution_axis(self.last_kernel_of(stride), stride).then(fused_to_image)

    def last_kernel_of(self, stride: int) -> int:
        """The kernel of the final, x ``stride``, deconvolution."""
        return 2 * stride if self.last_kernel is None else self.last_kernel

    def crops(self, read_out: int) -> tuple[float, ...]:
        """The offsets that bring every sum and the result into register, in the order of the layers.

        FCN-32s: (19,). FCN-16s: pool4's score by 5, the result by 27. FCN-8s: 5, pool3's score by 9, the result by 31. They hold
        for every image size, as no map here depends on one. A fraction means that no whole crop fits.
        """
        fused, offsets = self.score32_to_image(), []
        for stride, pools in ((16, 4), (8, 3)):
            if stride < read_out:
                break
            fused = self.up2_of_to_image(fused)
            offsets.append(_offset_between(fused, self.pool_to_image(pools)))
        return (*offsets, _offset_between(IDENTITY, self.last_to_image(fused, read_out)))

    def misregistration(self, read_out: int, last_crop: float) -> float:
        """Pixels by which the result lies too far to the left and up on the photo when its last crop is ``last_crop``.

        A crop that cuts off more moves what is left further; negative is to the right and down.
        """
        return last_crop - self.crops(read_out)[-1]

    def result_length(self, image_length: int, read_out: int) -> int:
        """How long the result is before its crop, in px, on a photo ``image_length`` px long; 0 or less where the photo is too short."""
        cells = image_length + 2 * self.padding - 2
        for _ in range(5):
            cells = math.ceil(cells / 2)
        cells -= self.fc6_kernel - 1
        for stride in (16, 8):
            if stride >= read_out:
                cells = 2 * (cells - 1) + UP2_KERNEL
        return (cells - 1) * read_out + self.last_kernel_of(read_out) if cells > 0 else 0

    def centred_crop(self, image_length: int, read_out: int) -> float:
        """The crop that would leave as much at the near end as at the far one: right for some lengths only, as it depends on them."""
        return (self.result_length(image_length, read_out) - image_length) / 2


def _offset_between(kept: Axis1d, cropped: Axis1d) -> float:
    """The crop of the second grid that puts it onto the first: where the origin of ``kept`` falls in ``cropped``'s cells."""
    return cropped.inverse()(kept(0.0))
