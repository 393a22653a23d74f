"""Several photos opened at once: stepping and the strip keep to them, until a photo of another place comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.conftest import Shell, write_photo


@pytest.fixture
def gallery(tmp_path: Path) -> Path:
    """A folder of three photos."""
    folder = tmp_path / "gallery"
    folder.mkdir()
    for seed, name in enumerate(("img1.png", "img2.png", "img10.png")):
        write_photo(folder / name, seed)
    return folder


def shown(shell: Shell) -> str:
    return shell.session.document.name if shell.session.document else ""


def test_several_photos_are_a_series_that_stepping_and_the_strip_keep_to(shell: Shell, gallery: Path, tmp_path: Path) -> None:
    elsewhere = write_photo(tmp_path / "elsewhere.png", seed=7)
    series = (gallery / "img10.png", elsewhere, gallery / "img1.png")
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.open_paths.emit(series)
    seen = [shown(shell)]
    for _ in range(3):
        with shell.qtbot.waitSignal(shell.session.document_changed):
            shell.intents.step_photo.emit(1)
        seen.append(shown(shell))
    assert seen == ["img10.png", "elsewhere.png", "img1.png", "img10.png"]
    shell.open(series[2])  # as the strip does
    assert shell.session.folder == series
    shell.until_idle()
    assert shell.session.folder == series


def test_a_photo_of_another_place_ends_a_series(shell: Shell, gallery: Path, tmp_path: Path) -> None:
    elsewhere = write_photo(tmp_path / "elsewhere.png", seed=7)
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.open_paths.emit((elsewhere, gallery / "img1.png"))
    shell.open(gallery / "img2.png")
    shell.qtbot.waitUntil(lambda: len(shell.session.folder) == 3)
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.step_photo.emit(1)
    assert shown(shell) == "img10.png"


def test_stepping_in_a_series_goes_past_a_file_that_cannot_be_read(shell: Shell, gallery: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone.png"
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.open_paths.emit((gallery / "img2.png", gone, gallery / "img1.png"))
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.step_photo.emit(1)
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.step_photo.emit(1)
    assert shown(shell) == "img1.png"
