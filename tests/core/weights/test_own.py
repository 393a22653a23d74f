"""The list of the person's own models: what was written is read back, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.badges import Badge
from core.catalog import MODELS, all_rows, own_row
from core.errors import ExportError, UserError
from core.labels import VOC
from core.weights.own import OwnModel, index_path, read_own, write_own

MODEL = OwnModel("mine", "Mine", "semantic", "VOC", VOC.names, "mine.safetensors", "0" * 64, 12, "mine.pth", "1" * 64, "FCN")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HALFPIXEL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_nothing_is_there_at_first() -> None:
    assert read_own(index_path()) == ((), None)
    assert all_rows() == MODELS
    assert not index_path().parent.exists()


def test_what_is_written_is_a_row_after_the_shipped_ones() -> None:
    write_own(index_path(), (MODEL,))
    assert read_own(index_path()) == ((MODEL,), None)
    *shipped, row = all_rows()
    assert (tuple(shipped), row.key, row.label_set, row.badges) == (MODELS, "mine", VOC, ())
    assert row.weights_path == index_path().parent / "mine.safetensors"


def test_a_list_from_before_preprocessing_was_kept_is_still_read() -> None:
    write_own(index_path(), (MODEL,))
    found = json.loads(index_path().read_bytes())
    del found["models"][0]["preprocessing"]
    index_path().write_text(json.dumps(found | {"version": 2}), encoding="utf-8")
    assert read_own(index_path()) == ((MODEL,), None)


def test_only_an_untrained_model_carries_a_badge(tmp_path: Path) -> None:
    digests = "0" * 64, "1" * 64
    untrained = OwnModel(
        "a", "A", "instance", "Tiny", ("background", "disc"), "a.safetensors", digests[0], 1, "a.pth", digests[1], "Net", untrained=True
    )
    row = own_row(untrained, tmp_path)
    assert row.badges == (Badge.UNTRAINED,)
    assert (row.label_set.names, row.label_set.background) == (("background", "disc"), 0)


CHANGES: dict[str, object] = {
    "key": "../up", "title": "", "task": "panoptic", "label_set": 7, "label_names": ["one"], "file_name": "../../etc/passwd",
    "preprocessing": 3,
    "sha256": "abc", "size_bytes": -1, "source": "a\nb", "given_sha256": "", "architecture": "", "untrained": 1, "more": 1,
}  # fmt: skip


def document(**changes: object) -> bytes:
    write_own(index_path(), (MODEL,))
    found = json.loads(index_path().read_bytes())
    found["models"][0] |= changes
    return json.dumps(found).encode()


@pytest.mark.parametrize("name", CHANGES)
def test_a_field_out_of_range_damages_the_list(name: str) -> None:
    assert_set_aside(document(**{name: CHANGES[name]}))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"{}", b'{"version": 1, "models": []}', b"[" * 100_000, b"null"])
def test_what_is_no_list_is_kept_as_bad(content: bytes) -> None:
    assert_set_aside(content)


def test_a_key_twice_damages_the_list() -> None:
    write_own(index_path(), (MODEL, MODEL))
    assert_set_aside(index_path().read_bytes())


def assert_set_aside(content: bytes) -> None:
    path, problems = index_path(), list[UserError]()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    assert all_rows(problems.append) == MODELS
    assert [str(problem) for problem in problems] == [
        f"The list of your own models was damaged and is kept as {path}.bad; import their files again."
    ]
    assert (path.exists(), path.with_name("own.json.bad").read_bytes()) == (False, content)
    assert all_rows(problems.append) == MODELS
    assert len(problems) == 1


def test_a_folder_that_cannot_be_made_is_said(home: Path) -> None:
    home.write_bytes(b"")
    with pytest.raises(ExportError, match="Your own models cannot be kept because the folder"):
        write_own(index_path(), (MODEL,))
