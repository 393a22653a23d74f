"""What is remembered of an export, and what is not believed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.export.choices import FORMATS, ExportChoices, Included, Remembered, load, save
from core.cli.segment import TASKS

CHOICES = ExportChoices("figure.svg", 800, 150, legend=False, titled=False)


def test_choices_and_folder_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "home" / "export.json"
    save(Remembered(CHOICES, tmp_path), path)
    assert load(path) == Remembered(CHOICES, tmp_path)


def test_title_and_what_is_drawn_belong_to_the_photo_and_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    save(Remembered(ExportChoices(title="mine", included=Included(boxes=False))), path)
    assert load(path) == Remembered()


@pytest.mark.parametrize(
    "change",
    [{"format_key": "gif"}, {"width": -1}, {"width": 10**9}, {"width": "800"}, {"dpi": 0}, {"legend": 1}, {"folder": 3}, {"titled": None}],
)
def test_a_file_with_one_unsound_value_gives_the_defaults(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "export.json"
    save(Remembered(CHOICES, tmp_path), path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert load(path) == Remembered()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"format_key": []}'])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(content)
    assert load(path) == Remembered()


def test_every_file_that_segment_writes_can_be_exported() -> None:
    words = {(row.word, task) for row in FORMATS for task in ("semantic", "instance")}
    for task, found in TASKS.items():
        assert {(product.key, task.value) for product in found.products} <= words
