"""Copy as command: the copied line, run, finds what the window shows."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pycocotools.coco import COCO
from pytestqt.qtbot import QtBot

from app.class_view import ClassView
from app.export.choices import ExportChoices, Included
from app.export.commanding import command_text, command_words
from app.export.rendering import rendered
from app.export.snapshot import take_snapshot
from app.panels.thresholds import OPERATORS
from app.session import Session
from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.cli.segment_instance import POOLERS
from core.engine import Engine
from core.errors import InputError
from core.export.picture import drawn
from core.fcn.config import Gains, ReadOut
from core.image import from_array, load_image
from core.labels import VOC
from core.maskrcnn.results import PasteRule, Poolers, Thresholds
from core.maskrcnn.scene import make_instance_scene
from core.roi.settings import Operator, OperatorSettings
from main import main
from tests.app.conftest import write_photo
from tests.core.cli.conftest import levelled
from tests.maskrcnn_networks import tiny_maskrcnn_row
from tests.networks import tiny_net, tiny_row

# pycocotools decodes in a way that numpy 2 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

RULES = Thresholds(score=0.1 + 0.2, nms=0.45, detections=7, mask=0.4, proposals_before_nms=300, proposals_after_nms=150, proposal_nms=0.6)
POOL = OperatorSettings(Operator.POOL)
DRAWN_OTHERWISE: tuple[dict[str, Any], ...] = (
    {"title": "A title", "classes_filled": False},
    {"titled": False, "objects_outlined": False, "boxes": False, "labels": False},
    {"classes_outlined": True, "objects_filled": True, "legend": False},
)


@pytest.fixture
def rows(tmp_path: Path) -> tuple[ModelRow, ModelRow]:
    folder = tmp_path / "weights"
    folder.mkdir()
    return tiny_row(folder, key="classes", label_set=VOC, net=levelled(tiny_net(label_set=VOC))), tiny_maskrcnn_row(folder, key="objects")


@pytest.fixture
def session(qtbot: QtBot, rows: tuple[ModelRow, ModelRow], tmp_path: Path) -> Session:
    """Results of real networks, as a person may have set them up: another read-out, gains, rules, poolers and paste rule."""
    assert qtbot is not None
    session, engine, token = Session(), Engine(rows=rows), CancelToken()
    document = load_image(write_photo(tmp_path / "my photo.png"))
    session.set_rows(rows)
    session.set_document(document)
    session.set_look(replace(session.look, opacity=0.7, palette="tol"))
    scores = engine.scores(document, "classes", token)
    session.set_segmentation(engine.read_out(scores, ReadOut.STRIDE_16, Gains(1.0, 0.1 + 0.2, 1.0)))
    session.set_class_view(ClassView(frozenset({0, 3}), None, ((1, (1, 2, 3)),)))
    run = engine.detect(document, "objects", token, RULES, Poolers(POOL, None))
    session.set_paste_rule(PasteRule.DETECTRON2)
    session.set_detection(run, make_instance_scene(run, PasteRule.DETECTRON2))
    return session


def run_commands(
    session: Session, rows: tuple[ModelRow, ...], folder: Path, monkeypatch: pytest.MonkeyPatch, choices: ExportChoices | None
) -> Path:
    """Each line through the shell's own rules and the command line's parser. Returns the folder written to."""
    snapshot = take_snapshot(session)
    assert snapshot is not None
    folder.mkdir()
    monkeypatch.chdir(folder)
    for line in command_text(snapshot, choices).splitlines():
        program, *words = shlex.split(line)
        assert program == "halfpixel"
        assert main(words, rows=rows) == 0
    return folder / "results"


@pytest.mark.skipif(sys.platform == "win32", reason="another shell's rules")
def test_the_copied_lines_find_what_the_window_shows(
    session: Session, rows: tuple[ModelRow, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = run_commands(session, rows, tmp_path / "again", monkeypatch, None)
    assert session.segmentation is not None
    assert session.detection is not None
    assert session.instance_scene is not None
    assert len(session.detection) == 7
    snapshot = take_snapshot(session)
    assert snapshot is not None
    with Image.open(results / "my photo-overlay.png") as overlay:  # classes and objects, as on screen
        np.testing.assert_array_equal(np.asarray(overlay), np.asarray(drawn(snapshot.view(snapshot.included))))
    with Image.open(results / "my photo-labels.png") as labels:
        np.testing.assert_array_equal(np.asarray(labels), session.segmentation.class_map)
    assert len(np.unique(session.segmentation.class_map)) > 1
    with Image.open(results / "my photo-instances.png") as ids:
        np.testing.assert_array_equal(np.asarray(ids), session.instance_scene.ids)
    coco = COCO(str(results / "my photo-coco.json"))
    annotations = coco.loadAnns(coco.getAnnIds())
    # A batch on another number of threads adds in another order.
    np.testing.assert_allclose([annotation["score"] for annotation in annotations], session.detection.scores, rtol=1e-5)
    boxes = np.array([annotation["bbox"] for annotation in annotations])
    boxes[:, 2:] += boxes[:, :2]
    np.testing.assert_allclose(boxes, session.detection.boxes_image, atol=1e-3)


@pytest.mark.skipif(sys.platform == "win32", reason="another shell's rules")
@pytest.mark.parametrize(
    ("key", "change"),
    [(key, {}) for key in ("labels", "overlay", "figure.svg", "instances", "classes-coco", "objects-labelme")]
    + [(key, change) for key in ("overlay", "figure.svg") for change in DRAWN_OTHERWISE],
)
def test_an_exports_command_writes_its_file_byte_for_byte(
    session: Session, rows: tuple[ModelRow, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, change: dict[str, Any]
) -> None:
    snapshot = take_snapshot(session)
    assert snapshot is not None
    included = {name: value for name, value in change.items() if hasattr(Included(), name)}
    others = {name: value for name, value in change.items() if name not in included}
    choices = ExportChoices(key, width=150, dpi=200, included=replace(snapshot.included, **included), **others)
    results = run_commands(session, rows, tmp_path / "again", monkeypatch, choices)
    (written,) = results.glob("*.*")
    assert written.read_bytes() == rendered(snapshot, choices, CancelToken(), results)


def test_every_pooler_of_the_window_has_a_word() -> None:
    assert {settings for _, settings in OPERATORS} <= set(POOLERS.values())


def test_a_pasted_photo_has_no_command_and_the_sentence_says_so(session: Session) -> None:
    assert session.segmentation is not None
    pasted = from_array(np.array(session.document.rgb), name="Pasted image")  # type: ignore[union-attr]
    snapshot = take_snapshot(session)
    assert snapshot is not None
    with pytest.raises(InputError, match="Pasted image has no file that a command could open; save it and open it from there"):
        command_words(replace(snapshot, document=pasted))


def test_without_a_result_there_is_no_command(session: Session) -> None:
    snapshot = take_snapshot(session)
    assert snapshot is not None
    with pytest.raises(InputError, match="There is no result that a command could make again; run a model first"):
        command_words(replace(snapshot, segmentation=None, detection=None, scene=None))
