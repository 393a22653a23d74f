"""From the metadata of a weight file to a Mask R-CNN with fresh weights, whichever of the known ones it is."""

from __future__ import annotations

from collections.abc import Mapping

from torchvision.models.detection import MaskRCNN

from core.maskrcnn.config import MASK_RCNN_CONFIGS, MaskRcnnConfig, TorchvisionMaskRcnnConfig
from core.maskrcnn.network import build as build_on_timm_trunk
from core.maskrcnn.torchvision_nets import build as build_torchvisions
from core.weights.metadata import architecture_of
from core.weights.reading import WeightBlob, load_checked

AnyConfig = MaskRcnnConfig | TorchvisionMaskRcnnConfig


def read_config(metadata: Mapping[str, str], source: str) -> AnyConfig:
    """The configuration in a weight file's metadata. Raises WeightsError naming ``source`` when there is none."""
    kind = MASK_RCNN_CONFIGS.get(architecture_of(metadata) or "", MaskRcnnConfig)
    return kind.from_metadata(metadata, source=source)


def build(config: AnyConfig) -> MaskRCNN:
    """The network with fresh weights. Raises ValueError or RuntimeError when timm lacks the trunk."""
    return build_torchvisions(config) if isinstance(config, TorchvisionMaskRcnnConfig) else build_on_timm_trunk(config)


def load_network(blob: WeightBlob, config: AnyConfig) -> MaskRCNN:
    """The network of ``config`` with the weights of ``blob``: in evaluation mode, float32, on the CPU.

    Raises WeightsError with the first five differences where they do not fit it.
    """
    net = build(config)
    net.load_state_dict(load_checked(blob, net.state_dict()))
    return net.eval()
