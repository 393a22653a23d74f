from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.badges import Badge
from core.catalog import MODELS, ModelRow, Origin, Task, WeightsState, find_model, weights_state, with_record
from core.errors import InputError
from core.recognition import in_words, input_in_words, is_semantic, read_config
from core.weights.own import OwnModel
from core.weights.reading import read_blob
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


def test_every_model_that_people_ask_for_has_its_row() -> None:
    wanted = {
        "maskrcnn-resnet50-fpn", "maskrcnn-resnet50-fpn-v2", "fcn-resnet50", "fcn-resnet101",
        "fcn32s-vgg16", "fcn16s-vgg16", "fcn8s-vgg16", "fcn8s-vgg16-atonce",
    }  # fmt: skip
    assert {row.key for row in MODELS if row.origin is Origin.ON_DEMAND} == wanted


@pytest.mark.parametrize("row", MODELS, ids=lambda row: row.key)
def test_a_row_says_what_one_must_know_before_using_it(row: ModelRow) -> None:
    assert row.weights.licence
    assert row.architecture
    assert row.figures.startswith(("measured: ", "published: "))
    assert row.weights.source or row.origin is Origin.SHIPPED
    card = row.card_path.read_text(encoding="utf-8")
    for said in (row.weights.url, row.weights.sha256 if row.origin is Origin.ON_DEMAND else None):
        assert said is None or said in card


@pytest.mark.parametrize("row", MODELS, ids=lambda row: row.key)
def test_preprocessing_and_labels_are_those_of_the_network(row: ModelRow) -> None:
    """A shipped file says itself which network it is; that of a row on demand must fit the row's."""
    config = row.config or read_config(read_blob(row.weights_path).metadata, row.key)
    assert row.preprocessing == input_in_words(config)
    assert row.label_set.names == config.label_names
    assert is_semantic(config) == (row.task is Task.SEMANTIC)
    assert in_words(config)


def test_what_can_be_fetched_has_a_whole_hash_that_begins_as_its_file_is_named() -> None:
    """torchvision puts the first 8 digits of the SHA-256 into the name of each file that it publishes."""
    fetched = [row.weights for row in MODELS if row.weights.url is not None]
    assert len(fetched) == 4
    for weights in fetched:
        assert weights.url is not None
        assert weights.sha256 is not None
        assert len(weights.sha256) == 64
        assert weights.url.endswith(f"-{weights.sha256[:8]}.pth")


def test_torchvisions_fcns_are_marked_as_none_of_the_papers() -> None:
    for key in ("fcn-resnet50", "fcn-resnet101"):
        assert "no skips, stride 8, dilated" in find_model(key).summary


def record(row: ModelRow, given: str, *, untrained: bool = False) -> OwnModel:
    names = row.label_set.names
    return OwnModel(row.key, row.title, "semantic", "VOC", names, f"{row.key}.safetensors", "0" * 64, 77, "x.pth", given, "Net", untrained)


def test_the_published_figures_are_those_of_the_published_file_alone() -> None:
    row = find_model("fcn-resnet50")
    published = row.weights.sha256
    assert published is not None
    assert with_record(row, record(row, published)).figures == row.figures
    other = with_record(row, record(row, "1" * 64))
    assert other.weights.is_another_than_published
    assert other.figures == ""
    assert with_record(row, record(row, published, untrained=True)).figures == ""


def test_a_row_whose_size_nobody_published_has_that_of_the_file_that_is_kept() -> None:
    row = find_model("fcn8s-vgg16")
    taken = with_record(row, record(row, "1" * 64, untrained=True))
    assert (row.weights.size_bytes, taken.weights.size_bytes) == (0, 77)
    assert taken.badges == (Badge.UNTRAINED,)
    assert not taken.weights.is_another_than_published
