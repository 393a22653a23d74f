from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.catalog import MODELS, weights_state
from main import main
from tests.networks import tiny_row


def test_json_lists_the_catalog_with_the_state_of_each_weight_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [entry["key"] for entry in listed] == [row.key for row in MODELS]
    for entry, row in zip(listed, MODELS, strict=True):
        assert entry["classes"] == list(row.label_set.names)
        assert entry["weights"]["state"] == weights_state(row).value
        assert entry["weights"]["sha256"] == row.weights.sha256


def test_a_damaged_and_a_missing_file_are_told_apart(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ready, damaged, missing = rows = [tiny_row(tmp_path, key=key) for key in ("ready", "damaged", "missing")]
    damaged.weights_path.write_bytes(damaged.weights_path.read_bytes()[:-1])
    missing.weights_path.unlink()
    assert main(["models", "--json"], rows=rows) == 0
    assert {entry["key"]: entry["weights"]["state"] for entry in json.loads(capsys.readouterr().out)} == {
        ready.key: "ready",
        damaged.key: "damaged",
        missing.key: "missing",
    }


def test_a_person_reads_key_classes_state_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    printed = capsys.readouterr().out
    for row in MODELS:
        assert row.key in printed
        assert str(row.weights_path) in printed
    assert "instance, 80 classes of COCO" in printed
    assert "semantic, 21 classes of VOC" in printed
