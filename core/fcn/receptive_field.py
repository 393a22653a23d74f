"""What part of the network's input a feature cell can see, derived from the layers, and what it does see, from a gradient."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from core.geometry import Axis1d, Box


@dataclass(frozen=True, slots=True)
class Seen:
    """One axis: cell ``i`` sees the input from ``start(i)`` to ``end(i)``, continuous px; infinite where it sees everything."""

    start: Axis1d
    end: Axis1d

    @property
    def size(self) -> float:
        """Input px, padding included."""
        return self.end.shift - self.start.shift

    def through(self, stride: int, reach: int, padding: int) -> Seen:
        """The axis after a kernel that reaches over ``reach`` cells (dilation included), moves by ``stride``, and begins in the padding."""
        cells = Axis1d(stride, -padding)
        last = Axis1d(stride, reach - 1 - padding)
        return Seen(cells.then(self.start), last.then(self.end))

    def united(self, other: Seen) -> Seen:
        """What a sum of both sees. Both must have one stride, or one of them must be the same for every cell."""
        scale = max(self.start.scale, other.start.scale)
        start, end = min(self.start.shift, other.start.shift), max(self.end.shift, other.end.shift)
        return Seen(Axis1d(scale, start), Axis1d(scale, end))


EVERYTHING = Seen(Axis1d(0.0, -math.inf), Axis1d(0.0, math.inf))
PIXEL = Seen(Axis1d(1.0, 0.0), Axis1d(1.0, 1.0))
"""What pixel ``i`` of the input sees: itself."""


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """Both axes of one level, in px of the padded network input."""

    x: Seen
    y: Seen

    def box(self, row: int, column: int) -> Box:
        """What the cell can see; may reach into the padding and beyond the input."""
        return Box(self.x.start(column), self.y.start(row), self.x.end(column), self.y.end(row))


def theoretical_fields(net: torch.nn.Module, input_size: tuple[int, int]) -> dict[Hashable, ReceptiveField]:
    """Level -> receptive field of ``net.pyramid`` on an input of ``(height, width)`` px.

    Every kernel widens the field and every padding shifts it; a sum sees what its parts see. The network is not run: its shapes are,
    so that paddings that depend on the input's size (TensorFlow's "same") are those of this input. Araujo et al. 2019, section 2.
    """
    shapes: Any = _without_memory(net).float().eval()
    pixels = torch.empty((1, 3, *input_size), device="meta")
    tracer = _FieldTracer(pixels)
    with torch.no_grad(), tracer:
        levels = shapes.pyramid(pixels)
    return {name: tracer.field_of(level) for name, level in levels.items()}


def _without_memory(net: torch.nn.Module) -> torch.nn.Module:
    """A copy on the meta device. The weights are not copied on the way: the paper's nets have half a gigabyte of them."""
    shapes: dict[int, Any] = {id(buffer): buffer.to("meta") for buffer in net.buffers()}
    shapes |= {id(weight): torch.nn.Parameter(weight.detach().to("meta"), weight.requires_grad) for weight in net.parameters()}
    return copy.deepcopy(net, shapes)


def effective_field(net: torch.nn.Module, pixels: torch.Tensor, level: Hashable, row: int, column: int) -> npt.NDArray[np.float32]:
    """How much each input pixel moves one cell: ``(H, W)`` float32, 0 or more, the largest 1 (all 0 when nothing does).

    ``pixels`` ``(1, 3, H, W)``; the absolute gradient of the sum of the cell's channels, summed over red, green and blue.
    Luo et al. 2016, section 2. Raises KeyError for a level that the network lacks and IndexError for a cell outside its map.
    """
    given = pixels.detach().clone().requires_grad_()
    with torch.enable_grad():
        levels = net.pyramid(given)  # type: ignore[operator]
        cell = levels[level][0, :, row, column].sum()
        (gradient,) = torch.autograd.grad(cell, given)
    moved = gradient[0].abs().sum(dim=0)
    return np.asarray((moved / moved.max().clamp(min=torch.finfo(moved.dtype).tiny)).float().cpu().numpy())


class _FieldTracer(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Follows what every tensor sees through the operators that a forward pass calls."""

    def __init__(self, pixels: torch.Tensor) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        # The tensor is kept with its field: an id means something only while it lives.
        self._known: dict[int, tuple[torch.Tensor, ReceptiveField]] = {id(pixels): (pixels, ReceptiveField(PIXEL, PIXEL))}

    def field_of(self, tensor: torch.Tensor) -> ReceptiveField:
        return self._known[id(tensor)][1]

    def __torch_dispatch__(self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        field = self._field(func, args)
        if field is not None:
            for output in tree_leaves(result):
                if isinstance(output, torch.Tensor):
                    self._known[id(output)] = (output, _of_shape(field, output, args))
        return result

    def _field(self, func: Any, args: tuple[Any, ...]) -> ReceptiveField | None:
        fields = [self._known[id(given)][1] for given in tree_leaves(args) if id(given) in self._known]
        if not fields:
            return None
        united = fields[0]
        for other in fields[1:]:
            united = ReceptiveField(united.x.united(other.x), united.y.united(other.y))
        kernel = _KERNELS.get(func.overloadpacket)
        return united if kernel is None else kernel(united, args)


def _of_shape(field: ReceptiveField, output: torch.Tensor, args: tuple[Any, ...]) -> ReceptiveField:
    """A mean over the image (one value per channel) sees everything."""
    pooled = (
        output.dim() == 4
        and output.shape[2:] == (1, 1)
        and any(isinstance(given, torch.Tensor) and given.dim() == 4 and given.shape[2:] != (1, 1) for given in args[:1])
    )
    return ReceptiveField(EVERYTHING, EVERYTHING) if pooled else field


def _convolution(field: ReceptiveField, args: tuple[Any, ...]) -> ReceptiveField:
    weight, stride, padding, dilation, transposed = args[1], args[3], args[4], args[5], args[6]
    if transposed:
        raise NotImplementedError("a transposed convolution has no fixed receptive field per cell")
    return _widened(field, tuple(weight.shape[2:]), stride, padding, dilation)


def _max_pool(field: ReceptiveField, args: tuple[Any, ...]) -> ReceptiveField:
    kernel, stride = args[1], args[2] if len(args) > 2 and args[2] else args[1]
    padding = args[3] if len(args) > 3 else (0, 0)
    dilation = args[4] if len(args) > 4 else (1, 1)
    return _widened(field, kernel, stride, padding, dilation)


def _widened(field: ReceptiveField, kernel: Any, stride: Any, padding: Any, dilation: Any) -> ReceptiveField:
    """Every argument is ``(down, across)``."""
    y, x = (
        axis.through(stride[place], dilation[place] * (kernel[place] - 1) + 1, padding[place])
        for place, axis in enumerate((field.y, field.x))
    )
    return ReceptiveField(x, y)


def _pad(field: ReceptiveField, args: tuple[Any, ...]) -> ReceptiveField:
    left, _, top, _ = args[1]
    return ReceptiveField(field.x.through(1, 1, left), field.y.through(1, 1, top))


_KERNELS: dict[Any, Callable[[ReceptiveField, tuple[Any, ...]], ReceptiveField]] = {
    torch.ops.aten.convolution: _convolution,
    torch.ops.aten.max_pool2d_with_indices: _max_pool,
    torch.ops.aten.constant_pad_nd: _pad,
}
