"""The published FCNs with seeded random weights, each number drawn once: the paper's nets have 134 million."""

from __future__ import annotations

import torch

from core.fcn.build import build
from core.fcn.protocol import AnyFcnConfig, FcnNetwork


def random_state(config: AnyFcnConfig, seed: int = 0) -> dict[str, torch.Tensor]:
    """Weights that keep activations of all layers near 1 for input near 1 (He et al. 2015), random biases and batch statistics."""
    with torch.device("meta"):
        net = build(config)
    generator = torch.Generator().manual_seed(seed)
    state = {name: _draw(name, tensor, generator) for name, tensor in net.state_dict().items()}
    return state | net.fixed_kernels()


def _draw(name: str, tensor: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    drawn = torch.empty(tensor.shape, dtype=tensor.dtype)
    if not tensor.is_floating_point():
        return drawn.zero_()
    if tensor.dim() == 4:
        bound = (6 / tensor[0].numel()) ** 0.5
        return drawn.uniform_(-bound, bound, generator=generator)
    if name.endswith(("running_var", "weight")):  # of batch norm
        return drawn.uniform_(0.5, 1.0, generator=generator)
    return drawn.uniform_(-0.1, 0.1, generator=generator)


def net_with(config: AnyFcnConfig, state: dict[str, torch.Tensor]) -> FcnNetwork:
    """A network on the tensors of ``state``, which may hold more than it needs; none is copied."""
    with torch.device("meta"):
        net = build(config)
    net.load_state_dict({name: state[name] for name in net.state_dict()}, assign=True)
    return net.eval()
