"""From the metadata of a weight file to a Mask R-CNN with fresh weights, whichever of the known ones it is."""

from __future__ import annotations

from collections.abc import Mapping

from torchvision.models.detection import MaskRCNN

from core.maskrcnn.config import MASK_RCNN_CONFIGS, MaskRcnnConfig, TorchvisionMaskRcnnConfig
from core.maskrcnn.network import build as build_on_timm_trunk
from core.maskrcnn.torchvision_nets import build as build_torchvisions
from core.weights.metadata import architecture_of

AnyConfig = MaskRcnnConfig | TorchvisionMaskRcnnConfig


def read_config(metadata: Mapping[str, str], source: str) -> AnyConfig:
    """The configuration in a weight file's metadata. Raises WeightsError naming ``source`` when there is none."""
    kind = MASK_RCNN_CONFIGS.get(architecture_of(metadata) or "", MaskRcnnConfig)
    return kind.from_metadata(metadata, source=source)


def build(config: AnyConfig) -> MaskRCNN:
    """The network with fresh weights. Raises ValueError or RuntimeError when timm lacks the trunk."""
    return build_torchvisions(config) if isinstance(config, TorchvisionMaskRcnnConfig) else build_on_timm_trunk(config)
