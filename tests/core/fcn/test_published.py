"""Configurations of the published nets: what is written reads back, what cannot be is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import WeightsError
from core.fcn.build import read_config
from core.fcn.published import DilatedFcnConfig, PaperFcnConfig
from tests.networks import tiny_config

NAMES = ("background", "cat", "dog")
PAPER = PaperFcnConfig(8, NAMES, "Three", at_once=True)
DILATED = DilatedFcnConfig(101, NAMES, "Three")


@pytest.mark.parametrize("config", [PAPER, PaperFcnConfig(32, NAMES, "Three"), DILATED, tiny_config()], ids=repr)
def test_what_is_written_into_metadata_is_read_back(config: PaperFcnConfig) -> None:
    assert read_config(config.to_metadata(), "x.safetensors") == config


def test_a_net_scores_the_strides_down_to_its_finest() -> None:
    assert [PaperFcnConfig(stride, NAMES, "Three").streams for stride in (32, 16, 8)] == [(32,), (32, 16), (32, 16, 8)]
    assert DILATED.streams == (8,)


@pytest.mark.parametrize("change", [
    {"finest_stride": 4}, {"finest_stride": "8"}, {"finest_stride": 8.0}, {"finest_stride": True}, {"at_once": 1}, {"at_once": "yes"},
    {"finest_stride": 32}, {"label_names": ["one"]}, {"label_names": ["one", 2]}, {"label_names": "abc"}, {"label_set": None},
    {"label_names": [str(i) for i in range(256)]}, {"surprise": 1}, {"architecture": "fcn-resnet"},
], ids=str)  # fmt: skip
def test_a_paper_net_that_cannot_be_is_refused(change: dict[str, object]) -> None:
    fields = json.loads(PAPER.to_metadata()["halfpixel"])
    with pytest.raises(WeightsError, match=r"x\.safetensors describes a network that cannot be built"):
        PaperFcnConfig.from_metadata({"halfpixel": json.dumps({**fields, **change})}, source="x.safetensors")


@pytest.mark.parametrize("change", [{"depth": 18}, {"depth": 50.0}, {"depth": [50]}, {"label_set": 3}, {"label_names": None}], ids=str)
def test_a_dilated_net_that_cannot_be_is_refused(change: dict[str, object]) -> None:
    fields = json.loads(DILATED.to_metadata()["halfpixel"])
    with pytest.raises(WeightsError, match="describes a network that cannot be built"):
        read_config({"halfpixel": json.dumps({**fields, **change})}, "x.safetensors")


@pytest.mark.parametrize("metadata", [{}, {"halfpixel": "null"}, {"halfpixel": '{"architecture": "fcn-vgg19"}'}], ids=str)
def test_a_file_that_names_no_fcn_is_refused(metadata: dict[str, str]) -> None:
    with pytest.raises(WeightsError, match=r"x\.safetensors does not say which network it belongs to"):
        read_config(metadata, "x.safetensors")


def test_reading_a_configuration_needs_no_torch() -> None:
    code = "import sys, core.fcn.build, core.fcn.published; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
