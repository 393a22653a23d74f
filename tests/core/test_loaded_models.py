"""Loaded networks: loaded once, the least recently used go first, and a failure leaves what is there."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import torch
from torch import nn

from core.loaded_models import LoadedModels, bytes_of


@dataclass
class Model:
    net: nn.Module


def model(floats: int) -> Model:
    return Model(nn.ParameterList([torch.zeros(floats)]))


def keys(models: LoadedModels[Model]) -> list[str]:
    return [key for key, _ in models.items()]


def test_bytes_are_those_of_weights_and_buffers() -> None:
    net = nn.BatchNorm2d(10)
    assert bytes_of(net) == 4 * 4 * 10 + 8  # weight, bias, mean, variance, and one count


def test_a_model_is_loaded_once() -> None:
    models: LoadedModels[Model] = LoadedModels(1000)
    first = models.get("a", lambda: model(10))
    assert models.get("a", lambda: pytest.fail("loaded again")) is first


def test_the_one_that_was_not_used_for_longest_goes_first() -> None:
    models: LoadedModels[Model] = LoadedModels(100)
    for key in ("a", "b"):
        models.get(key, lambda: model(10))
    models.get("a", lambda: model(10))
    models.get("c", lambda: model(10))
    assert keys(models) == ["a", "c"]


def test_one_model_stays_however_large() -> None:
    models: LoadedModels[Model] = LoadedModels(100)
    models.get("a", lambda: model(10))
    models.get("big", lambda: model(1000))
    assert keys(models) == ["big"]


def test_a_model_that_cannot_be_loaded_costs_no_other() -> None:
    models: LoadedModels[Model] = LoadedModels(100)
    models.get("a", lambda: model(20))

    def fails() -> Model:
        raise OSError("damaged")

    with pytest.raises(OSError, match="damaged"):
        models.get("b", fails)
    assert keys(models) == ["a"]


def test_models_whose_rows_are_gone_are_forgotten() -> None:
    models: LoadedModels[Model] = LoadedModels(1000)
    for key in ("a", "b"):
        models.get(key, lambda: model(10))
    models.keep({"b", "c"})
    assert keys(models) == ["b"]
