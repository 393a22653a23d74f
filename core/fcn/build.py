"""From a weight file to a network: which FCN its metadata names, built and filled. Imports no torch before a network is built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.errors import WeightsError
from core.fcn.config import ARCHITECTURE, FcnConfig
from core.fcn.published import DILATED_ARCHITECTURE, PAPER_ARCHITECTURE, DilatedFcnConfig, PaperFcnConfig
from core.weights.metadata import architecture_of
from core.weights.reading import WeightBlob, load_checked

if TYPE_CHECKING:
    import torch

    from core.fcn.protocol import AnyFcnConfig, FcnNetwork

CONFIGS: Mapping[str, type[FcnConfig] | type[PaperFcnConfig] | type[DilatedFcnConfig]] = {
    ARCHITECTURE: FcnConfig,
    PAPER_ARCHITECTURE: PaperFcnConfig,
    DILATED_ARCHITECTURE: DilatedFcnConfig,
}
KERNEL_TOLERANCE = 2e-3
"""Half precision keeps a bilinear kernel to 1/4096; one that has learned anything is farther off."""

_LEARNED = (
    "The weight file {path} has upsampling kernels that are not bilinear ({name}), which this architecture keeps fixed; "
    "choose one that was trained with fixed kernels."
)


def read_config(metadata: Mapping[str, str], source: str) -> AnyFcnConfig:
    """The configuration in a weight file's metadata. Raises WeightsError naming ``source`` when there is none of an FCN."""
    kind = CONFIGS.get(architecture_of(metadata) or ARCHITECTURE, FcnConfig)
    return kind.from_metadata(metadata, source=source)


def build(config: AnyFcnConfig) -> FcnNetwork:
    """A fresh network with random weights; under ``torch.device("meta")``, one without memory. Raises ValueError."""
    if isinstance(config, PaperFcnConfig):
        from core.fcn.paper import PaperFcn

        return PaperFcn(config)
    if isinstance(config, DilatedFcnConfig):
        from core.fcn.dilated import DilatedFcn

        return DilatedFcn(config)
    from core.fcn.network import FcnNet

    return FcnNet(config)


def load_network(blob: WeightBlob, config: AnyFcnConfig) -> FcnNetwork:
    """The network of ``config`` with the weights of ``blob``: in evaluation mode, float32, channels_last, on the CPU.

    Raises WeightsError with the first five differences where they do not fit it.
    """
    import torch

    if isinstance(config, FcnConfig):
        net = build(config)  # a trunk of timm's may hold numbers that no state dict has
    else:
        with torch.device("meta"):  # so that half a gigabyte is not filled twice
            net = build(config)
    net.load_state_dict(checked_state(blob, net), assign=True)
    return net.eval().to(memory_format=torch.channels_last)


def checked_state(blob: WeightBlob, net: FcnNetwork) -> dict[str, torch.Tensor]:
    """The blob's tensors when they fit ``net``, which may lie on the meta device and is left as it is.

    Raises WeightsError: see :func:`core.weights.reading.load_checked`; and where a fixed upsampling kernel is not bilinear.
    """
    state = load_checked(blob, net.state_dict())
    for name, kernel in net.fixed_kernels().items():
        if not _close(state[name], kernel):
            raise WeightsError(_LEARNED, path=blob.name, name=name)
    return state


def _close(given: torch.Tensor, fixed: torch.Tensor) -> bool:
    return float((given - fixed).abs().max()) < KERNEL_TOLERANCE
