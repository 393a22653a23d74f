"""Ground truth beside the photo: it is shown until another photo comes, and a file that is none changes nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.catalog import find_model
from core.export.label_image import encode_labels
from tests.app.conftest import Shell


def write_labels(path: Path, size: tuple[int, int] = (64, 96), highest: int = 3) -> Path:
    """A label PNG of ``(height, width)``."""
    path.write_bytes(encode_labels(np.random.default_rng(0).integers(0, highest + 1, size)))
    return path


def load(shell: Shell, path: Path) -> None:
    with shell.qtbot.waitSignal(shell.session.truth_changed):
        shell.intents.load_truth.emit(path)


def test_ground_truth_belongs_to_its_photo(shell: Shell, photo: Path, other_photo: Path, tmp_path: Path) -> None:
    shell.open(photo)
    path = write_labels(tmp_path / "truth.png")
    load(shell, path)
    truth = shell.session.truth
    assert truth is not None
    assert truth.path == path
    assert truth.label_set is find_model(shell.session.model_key).label_set
    shell.open(other_photo)
    assert shell.session.truth is None


def test_ground_truth_can_be_taken_away(shell: Shell, photo: Path, tmp_path: Path) -> None:
    shell.open(photo)
    load(shell, write_labels(tmp_path / "truth.png"))
    shell.intents.load_truth.emit(None)
    assert shell.session.truth is None


@pytest.mark.bad_input("ground truth: another size")
def test_a_file_of_another_size_is_told_and_the_former_truth_stays(shell: Shell, photo: Path, tmp_path: Path) -> None:
    shell.open(photo)
    load(shell, write_labels(tmp_path / "truth.png"))
    before = shell.session.truth
    wrong = write_labels(tmp_path / "wrong.png", (10, 20))
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.load_truth.emit(wrong)
    assert shell.sentences[0] == f"{wrong} is 20 x 10 px, but photo.png is 96 x 64 px; choose the label PNG of this photo."
    assert shell.session.truth is before
    load(shell, write_labels(tmp_path / "truth.png"))
    assert shell.sentences == ()  # a file that is right clears what was said


def test_without_a_photo_there_is_nothing_to_load(shell: Shell, tmp_path: Path) -> None:
    shell.intents.load_truth.emit(write_labels(tmp_path / "truth.png"))
    assert shell.sentences == ("There is no photo to compare ground truth with; open one, or click a sample.",)
    assert shell.session.truth is None
