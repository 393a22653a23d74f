"""Every row of every table is whole: what a table names is there, documented and small enough to ship."""

from __future__ import annotations

import importlib
import re
import tomllib
from pathlib import Path

import pytest

from core.catalog import MODELS, ModelRow, Origin, Task, WeightsState, weights_state
from core.cli.commands import COMMANDS, Command
from core.fcn.config import STREAM_STRIDES

ROOT = Path(__file__).resolve().parent.parent.parent
MAX_SHIPPED_BYTES = 40_000_000

SAID_BY_CARDS = {
    Task.SEMANTIC: ("train fcn", "mean IoU", *(f"FCN-{stride}s" for stride in STREAM_STRIDES)),
    Task.INSTANCE: ("train maskrcnn", "AP50", "voc2012", "RoIAlign", "RoIPool"),
}

commands = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
SHIPPED = [row for row in MODELS if row.origin is Origin.SHIPPED]
ON_DEMAND = [row for row in MODELS if row.origin is Origin.ON_DEMAND]

models = pytest.mark.parametrize("row", MODELS, ids=lambda row: row.key)
shipped_models = pytest.mark.parametrize("row", SHIPPED, ids=lambda row: row.key)
models_on_demand = pytest.mark.parametrize("row", ON_DEMAND, ids=lambda row: row.key)
shipped = pytest.mark.skipif(not all(row.weights_path.is_file() for row in SHIPPED), reason="the starter weights are not in this checkout")


@commands
def test_a_command_has_a_module_that_parses_and_runs(command: Command) -> None:
    module = importlib.import_module(command.module)
    assert callable(module.add_arguments)
    assert callable(module.run)
    assert re.fullmatch(r"[a-z]+", command.name)


def test_keys_and_titles_are_unique() -> None:
    for values in ([row.key for row in MODELS], [row.title for row in MODELS], [command.name for command in COMMANDS]):
        assert len(set(values)) == len(values)


@models
def test_a_model_says_what_it_is_in_one_sentence(row: ModelRow) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.key)
    assert re.fullmatch(r"[A-Z][^.]+\.", row.summary)


@models
def test_a_model_says_how_it_is_made_and_what_it_reaches(row: ModelRow) -> None:
    assert row.architecture
    assert row.preprocessing
    assert row.figures.startswith(("measured: ", "published: "))


@shipped
@shipped_models
def test_a_models_weights_are_those_the_catalog_names(row: ModelRow) -> None:
    assert weights_state(row) is WeightsState.READY
    assert row.weights_path.stat().st_size == row.weights.size_bytes


@shipped
@shipped_models
def test_a_model_card_names_data_licences_command_seed_hardware_figures_and_weaknesses(row: ModelRow) -> None:
    card = row.card_path.read_text(encoding="utf-8")
    for word in ("data", "licence", "--seed", "duration", "hardware", "weakness", *SAID_BY_CARDS[row.task]):
        assert word.lower() in card.lower(), word
    for name in row.label_set.names:
        assert name in card, name


@shipped
@shipped_models
def test_the_figures_of_a_shipped_model_are_its_cards(row: ModelRow) -> None:
    card = re.sub(r"\s+", " ", row.card_path.read_text(encoding="utf-8"))
    on_the_card = {f"{100 * float(figure):.1f}" for figure in re.findall(r"\b0\.\d{4}\b", card)}
    assert set(re.findall(r"\b\d+\.\d\b", row.figures)) <= on_the_card


@models_on_demand
def test_the_card_of_a_model_on_demand_says_that_it_is_not_shipped_and_how_to_get_it(row: ModelRow) -> None:
    card = row.card_path.read_text(encoding="utf-8")
    for word in ("does not ship", "licence", "SHA-256", f"weights import FILE --as {row.key}", "figures are"):
        assert word in card, word
    for figure in re.findall(r"\d+\.\d", row.figures):
        assert figure in card
    if row.weights.url is not None:
        assert f"halfpixel weights fetch {row.key}" in card
        assert row.weights.url in card
        assert (row.weights.sha256 or row.weights.sha256_prefix) in card


@models_on_demand
def test_a_model_on_demand_has_a_licence_and_a_configuration_of_its_classes(row: ModelRow) -> None:
    assert row.weights.licence
    assert row.weights.source
    assert row.weights.file_name == f"{row.key}.safetensors"
    assert row.config is not None
    assert row.config.label_names == row.label_set.names
    assert (row.weights.sha256 or row.weights.sha256_prefix).startswith(row.weights.sha256_prefix)


@shipped
def test_the_shipped_weights_stay_small() -> None:
    assert sum(row.weights_path.stat().st_size for row in SHIPPED) < MAX_SHIPPED_BYTES


def test_every_program_that_people_start_is_main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"halfpixel": "main:main"}
