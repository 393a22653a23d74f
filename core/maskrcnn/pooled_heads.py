"""Box head and mask head on RoI features: a run's, or those of a box and an operator that no run has used."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.functional import softmax
from torchvision.models.detection import MaskRCNN

from core.devices import precision
from core.errors import InputError
from core.maskrcnn.arrays import array, tensor
from core.maskrcnn.results import Floats, Indices


def box_head(net: MaskRCNN, pooled: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """``(n, C, 7, 7)`` to class logits ``(n, K)`` and box deltas ``(n, 4 K)``, float32, in the precision that pays on the device."""
    heads = net.roi_heads
    with precision(pooled.device):
        logits, deltas = heads.box_predictor(heads.box_head(pooled))
    return logits.float(), deltas.float()


def mask_head(net: MaskRCNN, pooled: torch.Tensor) -> torch.Tensor:
    """``(n, C, 14, 14)`` to mask logits ``(n, K, 28, 28)``, as :func:`box_head`."""
    heads = net.roi_heads
    with precision(pooled.device):
        logits: torch.Tensor = heads.mask_predictor(heads.mask_head(pooled))
    return logits.float()


@torch.inference_mode()
def box_scores(net: MaskRCNN, pooled: Floats) -> Floats:
    """``(n, C, 7, 7)`` to the softmax of the class logits ``(n, K)``. Raises InputError for RoI features of another shape."""
    _check_shape(net, pooled, tuple(net.roi_heads.box_roi_pool.output_size))
    rows, again = _rows_that_differ(pooled)
    logits, _ = box_head(net, tensor(pooled[rows], next(net.parameters()).device))
    return np.asarray(array(softmax(logits, -1))[again])


@torch.inference_mode()
def mask_probabilities(net: MaskRCNN, pooled: Floats, label: int) -> Floats:
    """``(n, C, 14, 14)`` to the sigmoid of the mask logits of ``label``, ``(n, 28, 28)``. Raises InputError as :func:`box_scores`."""
    _check_shape(net, pooled, tuple(net.roi_heads.mask_roi_pool.output_size))
    rows, again = _rows_that_differ(pooled)
    logits = mask_head(net, tensor(pooled[rows], next(net.parameters()).device))
    return np.asarray(array(logits[:, label].sigmoid())[again])


def _check_shape(net: MaskRCNN, pooled: Floats, size: tuple[int, ...]) -> None:
    wanted = (net.backbone.out_channels, *size)
    if pooled.shape[1:] != wanted:
        raise InputError("The head reads RoI features of shape {wanted}, not {shape}.", wanted=wanted, shape=pooled.shape[1:])


def _rows_that_differ(pooled: Floats) -> tuple[Indices, Indices]:
    """Rows that are not the one before over again, and which of those each row is: RoIPool stands still for most of a glide."""
    fresh = np.ones(len(pooled), bool)
    fresh[1:] = (pooled[1:] != pooled[:-1]).any(axis=(1, 2, 3))
    return np.flatnonzero(fresh), np.cumsum(fresh) - 1
