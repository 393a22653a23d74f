"""The mask head opened up: the small FCN that runs on each RoI, layer by layer."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torchvision.models.detection import MaskRCNN

from core.devices import precision
from core.maskrcnn.arrays import array, tensor
from core.maskrcnn.results import DetectionRun, Floats


@dataclass(frozen=True, slots=True, eq=False)
class HeadLayer:
    """``values`` ``(C, h, w)`` float32 after a layer; ``name`` says which: features, conv1 .., deconv, logits."""

    name: str
    values: Floats


@torch.inference_mode()
def mask_head_layers(net: MaskRCNN, run: DetectionRun, detection: int) -> tuple[HeadLayer, ...]:
    """What each layer of the mask head makes of one detection's recorded RoI features: RoI features, every convolution (after its
    ReLU), the learned 2x2 deconvolution (after its ReLU), and the logits of all classes. Sigmoid per class or softmax across the
    classes then makes the mask: :meth:`DetectionRun.mask_probabilities`, :meth:`DetectionRun.mask_softmax`.

    Source: Mask R-CNN, He et al. 2017, figure 4, right.
    """
    device = next(net.parameters()).device
    recorded = run.masks.roi_features(detection)
    values, layers = tensor(recorded, device)[None], [HeadLayer("features", recorded)]
    predictor = net.roi_heads.mask_predictor
    with precision(device):
        for number, block in enumerate(net.roi_heads.mask_head, start=1):
            values = block(values)
            layers.append(HeadLayer(f"conv{number}", array(values[0].float())))
        values = predictor.relu(predictor.conv5_mask(values))
        layers.append(HeadLayer("deconv", array(values[0].float())))
        layers.append(HeadLayer("logits", array(predictor.mask_fcn_logits(values)[0].float())))
    return tuple(layers)


def deconvolution_kernels(net: MaskRCNN) -> Floats:
    """The learned kernels of the mask head's 2x2 deconvolution, ``(input channels, output channels, 2, 2)``."""
    return array(net.roi_heads.mask_predictor.conv5_mask.weight.detach())
