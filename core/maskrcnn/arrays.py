"""Between torch's tensors and the read-only arrays of a record."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch


def array(tensor: torch.Tensor) -> npt.NDArray[Any]:
    """A tensor on any device as a read-only array, bit for bit."""
    values = np.ascontiguousarray(tensor.detach().cpu().numpy())
    values.flags.writeable = False
    return values


def tensor(values: npt.NDArray[Any], device: torch.device | None = None) -> torch.Tensor:
    """A copy as a tensor: torch cannot share memory that must not be written."""
    return torch.tensor(values, device=device)
