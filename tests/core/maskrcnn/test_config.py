"""The configuration survives its trip through a weight file, and nonsense is refused with the file's name."""

from __future__ import annotations

import json

import pytest

from core.errors import WeightsError
from core.maskrcnn.config import MaskRcnnConfig
from core.weights.metadata import METADATA_KEY
from tests.maskrcnn_networks import tiny_maskrcnn_config


def test_metadata_reads_back_as_it_was() -> None:
    config = tiny_maskrcnn_config()
    assert MaskRcnnConfig.from_metadata(config.to_metadata(), source="x") == config


@pytest.mark.parametrize(
    "change",
    [
        {"architecture": "fcn"}, {"min_size": 0}, {"min_size": 320, "max_size": 256}, {"max_size": 1e9}, {"trunk": 3},
        {"label_names": ["person", "cat"]}, {"label_names": ["background"]}, {"anchor_sizes": [[8], [16]]},
        {"anchor_sizes": [[8], [16], [32], [64], [96, 128]]}, {"std": [0.5, 0.0, 0.5]}, {"mean": [0.5]}, {"mask_head_widths": []},
        {"proposals_after_nms": 10**9}, {"anchor_ratios": [float("nan")]}, {"surprise": 1},
    ],
)  # fmt: skip
def test_values_that_no_network_has_are_refused(change: dict[str, object]) -> None:
    fields = json.loads(tiny_maskrcnn_config().to_metadata()[METADATA_KEY]) | change
    with pytest.raises(WeightsError, match=r"The weight file w\.safetensors does not say which network"):
        MaskRcnnConfig.from_metadata({METADATA_KEY: json.dumps(fields)}, source="w.safetensors")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"architecture": "maskrcnn"}'])
def test_metadata_that_is_not_a_configuration_is_refused(text: str) -> None:
    with pytest.raises(WeightsError, match="halfpixel train maskrcnn"):
        MaskRcnnConfig.from_metadata({METADATA_KEY: text}, source="w.safetensors")
