"""3 x 3 convolutions by Winograd's minimal filtering on a CPU: 36 multiplications where 144 would be, of the same weights.

A tile of 6 x 6 input cells and the kernel are each read as polynomials and evaluated at six points, multiplied point by point and read
back as 4 x 4 output cells (Lavin & Gray 2016, "Fast algorithms for convolutional neural networks", F(4 x 4, 3 x 3)). The products of all
tiles and channels are one matrix product for each of the 36 points, which is where a CPU is fastest. The result is the convolution's but
for rounding, 5 times the rounding of a direct sum here.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812 (torch's own name for it)
from torch import nn

KERNEL = 3
TILE = 4
"""Output cells of a tile, along each axis."""
WINDOW = TILE + KERNEL - 1
"""Input cells that a tile reads, along each axis."""
POINTS = (0.0, 0.75, -0.75, 1.5, -1.5)
"""Where the polynomials are evaluated, besides infinity. The usual 0, 1, -1, 2, -2 round twice as much."""
FEWEST_CHANNELS = 128
"""Below, moving tiles costs more than multiplying them saves."""
BLOCK_BYTES = 8 << 20
"""Of the tiles in work at once: more do not stay in a core's cache."""
FEWEST_TILES = 64
"""In work at once, however many channels: matrix products of fewer rows are slow."""

Matrix = npt.NDArray[np.float64]


def transforms() -> tuple[Matrix, Matrix, Matrix]:
    """What takes a window ``(6, 6)``, a kernel ``(6, 3)`` and the products ``(4, 6)`` to the points and back, along one axis.

    The product of polynomials is evaluation, product and interpolation (Toom and Cook); filtering is its transpose, so that the window
    is transformed by the transposed interpolation. Rows are scaled by powers of 2, so that windows and kernels grow alike.
    """
    kernel, back = _evaluation(KERNEL), _evaluation(TILE).T
    window = np.linalg.inv(_evaluation(WINDOW)).T
    scale = np.exp2(np.round(np.log2(np.linalg.norm(window, axis=1) / np.linalg.norm(kernel, axis=1)) / 2))[:, None]
    return window / scale, kernel * scale, back


def _evaluation(terms: int) -> Matrix:
    """``(6, terms)``: from coefficients to values at the points and at infinity, which is the last coefficient."""
    infinity = np.eye(terms)[-1:]
    return np.concatenate([np.vander(POINTS, terms, increasing=True), infinity])


class _Filters:
    """A convolution's transformed weights, made when first asked for. Copies of a network share them, as they share weights."""

    def __init__(self, weight: torch.Tensor) -> None:
        self._weight, self._transformed = weight, torch.empty(0)

    def __deepcopy__(self, _memo: dict[int, Any]) -> _Filters:
        return self

    def at_points(self) -> torch.Tensor:
        """``(36, C, K)`` float32."""
        if not len(self._transformed):
            kernel = torch.from_numpy(transforms()[1])
            with torch.no_grad():
                values = torch.einsum("ia,jb,kcab->ijck", kernel, kernel, self._weight.double())
            self._transformed = values.flatten(0, 1).float().contiguous()
        return self._transformed


class WinogradConv2d(nn.Conv2d):
    """A 3 x 3 convolution with the weights of another, for inference: on a CPU by Winograd's algorithm, elsewhere as it is.

    The weights must not change any more.
    """

    def __init__(self, given: nn.Conv2d) -> None:
        step = int(given.dilation[0])
        with torch.device("meta"):
            super().__init__(
                given.in_channels, given.out_channels, KERNEL, padding=step, dilation=step, bias=given.bias is not None
            )  # fmt: skip
        self.weight, self.bias = given.weight, given.bias
        self.train(given.training)
        self._filters = _Filters(given.weight)
        window, _, back = transforms()
        self._window, self._back = torch.from_numpy(window).float(), torch.from_numpy(back).float()

    @property
    def filter_bytes(self) -> int:
        """What its transformed weights take in memory once they are made."""
        return 4 * WINDOW**2 * self.in_channels * self.out_channels

    @staticmethod
    def pays(module: nn.Module) -> TypeGuard[nn.Conv2d]:
        """Whether ``module`` is a convolution that this one can stand for, and is the slower of the two."""
        return (
            type(module) is nn.Conv2d
            and module.kernel_size == (KERNEL, KERNEL)
            and module.stride == (1, 1)
            and module.groups == 1
            and module.padding == module.dilation
            and module.dilation[0] == module.dilation[1]
            and module.padding_mode == "zeros"
            and min(module.in_channels, module.out_channels) >= FEWEST_CHANNELS
        )

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002 (torch's own name for it)
        """``(N, C, h, w)`` to ``(N, K, h, w)`` in channels_last."""
        if input.device.type != "cpu" or input.dtype != torch.float32 or not input.numel() or torch.is_grad_enabled():
            return super().forward(input)
        step = int(self.dilation[0])
        if input.shape[0] * input.shape[2] * input.shape[3] < FEWEST_TILES * TILE**2:
            return super().forward(input)
        return self._filtered(input, step)

    def _filtered(self, given: torch.Tensor, step: int) -> torch.Tensor:
        """Cells that a kernel dilated by ``step`` sees together are neighbours within one of ``step * step`` phases."""
        photos, _, height, width = given.shape
        rows, columns = (-(-cells // (TILE * step)) for cells in (height, width))
        bottom, right = ((count * TILE + 1) * step - cells for count, cells in ((rows, height), (columns, width)))
        padded = F.pad(given, (step, right, step, bottom)).permute(0, 2, 3, 1).contiguous()
        windows = _windows(padded, step, rows, columns)
        whole = padded.new_empty(photos, rows, TILE, step, columns, TILE, step, self.out_channels)
        found = whole.permute(0, 3, 6, 1, 4, 2, 5, 7)
        for block in _blocks((photos, step, step, rows), columns, self._tiles_together()):
            self._fill(found[block], windows[(slice(None), slice(None), *block)])
        cells = whole.view(photos, rows * TILE * step, columns * TILE * step, -1)[:, :height, :width].permute(0, 3, 1, 2)
        return cells.contiguous(memory_format=torch.channels_last)

    def _tiles_together(self) -> int:
        return max(BLOCK_BYTES // (4 * WINDOW**2 * self.in_channels), FEWEST_TILES)

    def _fill(self, found: torch.Tensor, windows: torch.Tensor) -> None:
        """Tiles ``(..., 4, 4, K)`` from their windows ``(6, 6, ..., C)``."""
        channels = windows.shape[-1]
        at_points = _along_both(self._window, windows.reshape(WINDOW, WINDOW, -1)).view(WINDOW**2, -1, channels)
        products = torch.bmm(at_points, self._filters.at_points()).view(WINDOW, WINDOW, -1)
        cells = _along_both(self._back, products).view(TILE, TILE, *windows.shape[2:-1], -1).movedim((0, 1), (-3, -2))
        if self.bias is None:
            found.copy_(cells)
        else:
            torch.add(cells, self.bias, out=found)


def _along_both(transform: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    """``values`` ``(6, 6, n)`` transformed along their first two axes. One 36 x 36 product for both took nearly three times as long."""
    down = (transform @ values.view(WINDOW, -1)).view(len(transform), WINDOW, -1)
    return transform @ down


def _windows(padded: torch.Tensor, step: int, rows: int, columns: int) -> torch.Tensor:
    """``(N, h, w, C)`` to a view ``(6, 6, N, step, step, rows, columns, C)``: row and column in a window, photo, phase, tile, channel."""
    photo, down, across, channel = padded.stride()
    sizes = (WINDOW, WINDOW, len(padded), step, step, rows, columns, padded.shape[3])
    along = (photo, down, across, down * TILE * step, across * TILE * step, channel)
    return padded.as_strided(sizes, (down * step, across * step, *along))


def _blocks(sizes: tuple[int, ...], columns: int, together: int) -> Iterator[tuple[slice, ...]]:
    """Slices through photos, phases and rows of ``columns`` tiles, so that each block has about ``together`` tiles."""
    steps: list[int] = []
    unit = columns
    for size in reversed(sizes):
        steps.insert(0, min(max(round(together / unit), 1), size))
        unit *= size
    starts = (range(0, size, step) for size, step in zip(sizes, steps, strict=True))
    for corner in itertools.product(*starts):
        yield tuple(slice(start, start + step) for start, step in zip(corner, steps, strict=True))
