from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.catalog import MODELS, WeightsState, find_model, weights_state
from core.errors import InputError
from tests.networks import tiny_row


def test_keys_are_unique_and_found() -> None:
    keys = [row.key for row in MODELS]
    assert len(set(keys)) == len(keys)
    assert [find_model(key).key for key in keys] == keys


def test_an_unknown_key_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="There is no model 'fcn-moon'; choose one of fcn-everyday"):
        find_model("fcn-moon")


def test_the_state_of_a_weight_file_is_read_from_its_bytes(tmp_path: Path) -> None:
    row = tiny_row(tmp_path)
    assert weights_state(row) is WeightsState.READY
    row.weights_path.write_bytes(row.weights_path.read_bytes()[:-1] + b"\xff")
    assert weights_state(row) is WeightsState.DAMAGED
    missing = replace(row, weights=replace(row.weights, file_name=str(tmp_path / "gone.safetensors")))
    assert weights_state(missing) is WeightsState.MISSING
