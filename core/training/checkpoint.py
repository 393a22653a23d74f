"""Resumable training state on disk, written so that a kill at any moment leaves the previous file whole."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save

from core.files import write_atomically


def save_state(path: Path, state: dict[str, Any]) -> None:
    """Write tensors, numbers and strings so that :func:`load_state` reads them without unpickling code. Raises ExportError."""
    stream = io.BytesIO()
    torch.save(state, stream)
    write_atomically(path, stream.getvalue())


def load_state(path: Path) -> dict[str, Any]:
    """Read what :func:`save_state` wrote."""
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


def save_half(path: Path, tensors: dict[str, torch.Tensor], metadata: dict[str, str]) -> None:
    """Write weights as safetensors, floating tensors in half precision."""
    half = {
        name: tensor.detach().to("cpu", torch.float16 if tensor.is_floating_point() else tensor.dtype).contiguous()
        for name, tensor in tensors.items()
    }
    write_atomically(path, save(half, metadata=metadata))


class MovingAverage:
    """Exponential moving average of a module's state (parameters and statistics), ``(1 + n) / (10 + n)`` at first.

    The ramp is TensorFlow's ``ExponentialMovingAverage`` with ``num_updates``: early averages forget quickly.
    """

    def __init__(self, module: torch.nn.Module, decay: float) -> None:
        self.decay = decay
        self.updates = 0
        self.state = {name: tensor.detach().clone() for name, tensor in module.state_dict().items()}

    @torch.no_grad()
    def update(self, module: torch.nn.Module) -> None:
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        for name, tensor in module.state_dict().items():
            if tensor.is_floating_point():
                self.state[name].lerp_(tensor.detach(), 1.0 - decay)
            else:
                self.state[name].copy_(tensor)
