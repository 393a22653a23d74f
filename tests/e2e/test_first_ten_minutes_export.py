"""The first ten minutes, minute eight: every file is written by the dialog and read back, and the copied command makes the same ones."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco_mask
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.application import Application
from app.export.choices import BY_KEY, FORMATS
from app.export.dialog import PREVIEW, WRITE
from core.samples import load_sample
from main import main
from tests.e2e.person import Person, at_the_window

# pycocotools decodes in a way that numpy 2 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning")


@pytest.fixture(scope="module")
def program(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """A photo from a file, with what the shipped networks find."""
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("photos")
    Image.fromarray(load_sample("camera").rgb).save(folder / "man.png")
    with at_the_window(qapp, home, inputs=[folder / "man.png"]) as program:
        yield program


@pytest.fixture
def person(program: Application, qtbot: QtBot) -> Person:
    person = Person(program, qtbot)
    person.wait_for_results()
    return person


def write(person: Person, key: str) -> Path:
    """Ctrl+E, the format, Export; what was written."""
    program = person.program
    person.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = program.exporting.dialog
    person.wait(lambda: dialog.isVisible() and not program.exporting.worker.is_busy(PREVIEW))
    formats = dialog.form.format
    formats.setFocus()
    formats.setCurrentIndex(0)
    for _ in range([row.key for row in FORMATS].index(key)):
        QTest.keyClick(formats, Qt.Key.Key_Down)
    path = dialog.path
    assert path.name == f"man{BY_KEY[key].ending}"
    path.unlink(missing_ok=True)
    person.click(dialog.form.export)
    person.wait(lambda: not program.exporting.worker.is_busy(WRITE) and dialog.form.status.text() != "")
    assert dialog.form.status.text() == f"Written: {path}"
    dialog.close()
    return path


def test_8_figures_have_the_photo_and_its_legend(person: Person) -> None:
    session = person.program.session
    assert session.document is not None
    with Image.open(write(person, "figure.png")) as figure:
        assert figure.width >= session.document.width
        assert figure.height > session.document.height  # the legend stands below
    words = " ".join(ElementTree.parse(write(person, "figure.svg")).getroot().itertext())
    assert "person" in words
    assert write(person, "figure.pdf").read_bytes().startswith(b"%PDF-")


def test_8_labels_and_channels_are_the_class_map(person: Person) -> None:
    shown = person.program.session.segmentation
    assert shown is not None
    with Image.open(write(person, "labels")) as labels:
        assert labels.mode == "P"
        np.testing.assert_array_equal(np.asarray(labels), shown.class_map)
    with np.load(write(person, "onehot")) as channels:
        (stack,) = (channels[name] for name in channels.files if channels[name].ndim == 3)
    np.testing.assert_array_equal(stack.argmax(axis=0), shown.class_map)


def test_8_objects_are_coco_with_run_lengths_and_labelme_without_the_photo(person: Person) -> None:
    scene, run = person.program.session.instance_scene, person.program.session.detection
    assert scene is not None
    assert run is not None
    coco = json.loads(write(person, "objects-coco").read_text())
    assert len(coco["annotations"]) == len(run)
    for index, annotation in enumerate(coco["annotations"]):
        area = int(coco_mask.decode(annotation["segmentation"]).sum())
        assert area == annotation["area"] > 0
        assert annotation["score"] == pytest.approx(float(run.scores[index]))
    labelme = json.loads(write(person, "objects-labelme").read_text())
    assert labelme.get("imageData") is None
    assert {shape["label"] for shape in labelme["shapes"]} == {run.detection(index).name for index in range(len(run))}


def test_8_the_copied_command_makes_the_same_files_again(person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Image.open(write(person, "labels")) as image:
        labels = np.asarray(image)
    coco = json.loads(write(person, "objects-coco").read_text())
    person.program.window.actions_table["copy-command"].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 2
    monkeypatch.chdir(tmp_path)
    for line in lines:
        words = shlex.split(line)
        assert words[0] == "halfpixel"
        assert main(words[1:]) == 0
    (made_labels,) = tmp_path.rglob("*labels.png")
    (made_coco,) = tmp_path.rglob("*coco*.json")
    with Image.open(made_labels) as image:
        np.testing.assert_array_equal(np.asarray(image), labels)
    again = json.loads(made_coco.read_text())["annotations"]
    assert [entry["segmentation"] for entry in again] == [entry["segmentation"] for entry in coco["annotations"]]
