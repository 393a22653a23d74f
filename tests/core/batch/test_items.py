from __future__ import annotations

from pathlib import Path

import pytest

from core.batch.items import expand, name_items, open_folder
from core.errors import ExportError
from tests.core.cli.conftest import DrawPhoto


def stems(*sources: Path | str) -> list[str]:
    return [item.stem for item in name_items(sources)]


def test_a_lone_photo_lends_its_name_without_the_extension() -> None:
    assert stems(Path("a.jpg"), Path("x/b.png"), "astronaut") == ["a", "b", "astronaut"]


def test_photos_that_differ_in_extension_alone_keep_it() -> None:
    assert stems(Path("a.jpg"), Path("a.png"), Path("b.jpg")) == ["a.jpg", "a.png", "b"]


def test_photos_of_one_name_from_two_folders_are_numbered() -> None:
    assert stems(Path("x/a.jpg"), Path("y/a.jpg"), Path("z/a.jpg")) == ["a.jpg", "a.jpg-2", "a.jpg-3"]


def test_stems_differ_where_file_systems_ignore_case() -> None:
    names = stems(Path("x/Cat.jpg"), Path("y/cat.JPG"), Path("cat"), Path("Cat.jpg.png"))
    assert len({name.casefold() for name in names}) == 4


def test_a_folder_stands_for_its_photos_and_a_photo_given_twice_is_read_once(draw_photo: DrawPhoto) -> None:
    first, second = draw_photo("a.png"), draw_photo("b.png")
    (first.parent / "notes.txt").write_text("not a photo")
    paths, failures = expand([second, first.parent, first])
    assert paths == [second, first]
    assert failures == []


def test_a_folder_without_photos_is_a_failure_of_its_own(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    photo = draw_photo("a.png")
    paths, failures = expand([empty, photo])
    assert paths == [photo]
    assert [str(failure.error) for failure in failures] == [
        f"The folder {empty} holds no photos; give one that does, or the photos themselves."
    ]


def test_the_folder_to_write_to_is_made_and_left_empty(tmp_path: Path) -> None:
    open_folder(tmp_path / "new" / "results")
    assert list((tmp_path / "new" / "results").iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_said_and_kept(tmp_path: Path) -> None:
    taken = tmp_path / "results"
    taken.write_text("mine")
    with pytest.raises(ExportError, match=r"results cannot be written to \(.*\); choose another one with --out\.$"):
        open_folder(taken)
    assert taken.read_text() == "mine"
