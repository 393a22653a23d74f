"""A person follows objects through the whole program, with the shipped weights: list, photo, stages, arena, lab and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.application import Application
from app.canvas.image_canvas import ImageCanvas, ImagePoint
from app.chosen import Chosen, ChosenKind
from app.detection_session import NO_MODEL, VIEW_THRESHOLDS
from app.inside_maskrcnn.arena import MaskArena
from app.inside_maskrcnn.disagreement import DisagreementPane
from app.inside_maskrcnn.glance import GlancePane
from app.inside_maskrcnn.workspace import InsideMaskRcnn
from app.lab.lab import RoiLab
from app.panels.instances import InstancesPanel
from app.preferences import Language, StageKey, ThemeChoice, Workspace
from core.cancellation import CancelToken
from core.engine import Engine
from core.maskrcnn.fate import nearest_miss
from core.maskrcnn.results import DetectionRun, Fate
from core.samples import load_sample
from tests.e2e.person import at_the_window

PATIENCE_MS = 60_000
Pane = TypeVar("Pane", bound=QWidget)


@pytest.fixture(scope="module")
def program(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """One for all tests, as its networks take seconds to load; each test opens the photo that it is about."""
    with at_the_window(qapp, tmp_path_factory.mktemp("home")) as program:
        yield program


def run_on(program: Application, qtbot: QtBot, sample: str) -> DetectionRun:
    """Show a sample with its objects, as the window shows it at first."""
    session, intents, document = program.session, program.intents, load_sample(sample)
    intents.choose_workspace.emit(Workspace.EXPLORE)
    intents.choose.emit(None)
    intents.set_thresholds.emit(VIEW_THRESHOLDS)
    if session.document is None or session.document.digest != document.digest or session.detection is None:
        intents.open_sample.emit(sample)

    def is_shown() -> bool:
        run = session.detection
        return (
            run is not None
            and (run.image_digest, run.thresholds) == (document.digest, VIEW_THRESHOLDS)
            and session.instance_scene is not None
            and len(session.instance_scene) == len(run)
            and session.activity is None
        )

    qtbot.waitUntil(is_shown, timeout=PATIENCE_MS)
    assert session.detection is not None
    return session.detection


def room_of(program: Application) -> InsideMaskRcnn:
    program.intents.choose_workspace.emit(Workspace.MASKRCNN)
    room = program.window.rooms[Workspace.MASKRCNN]
    assert isinstance(room, InsideMaskRcnn)
    return room


def pane_of(program: Application, key: str, kind: type[Pane]) -> Pane:
    room = room_of(program)
    room.show_pane(key)
    pane = room.panes[key]
    assert isinstance(pane, kind)
    return pane


def objects_of(program: Application) -> InstancesPanel:
    panel = program.window.panel("instances")
    assert isinstance(panel, InstancesPanel)
    program.window.docks["instances"].raise_()
    return panel


def click(canvas: ImageCanvas, x: float, y: float) -> None:
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.position_of(ImagePoint(x, y)).toPoint())


def test_the_window_finds_what_the_engine_finds(program: Application, qtbot: QtBot) -> None:
    run = run_on(program, qtbot, "cat")
    alone = Engine().detect(load_sample("cat"), program.session.instance_model_key, CancelToken(), VIEW_THRESHOLDS)
    np.testing.assert_array_equal(run.boxes_image, alone.boxes_image)
    np.testing.assert_array_equal(run.scores, alone.scores)
    assert run.detection(0).name == "cat"
    assert objects_of(program).model.rowCount() == len(run)


def test_a_row_of_the_list_is_marked_on_the_photo_and_read_in_the_arena(program: Application, qtbot: QtBot) -> None:
    run = run_on(program, qtbot, "camera")
    panel = objects_of(program)
    panel.table.setFocus()
    panel.table.selectRow(0)
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    chosen = program.session.chosen_detection
    assert chosen == int(np.argsort(-run.scores, kind="stable")[1])
    assert program.window.pane.instance_layer.emphasis == chosen
    arena = pane_of(program, "arena", MaskArena)
    qtbot.waitUntil(lambda: arena.look is not None, timeout=PATIENCE_MS)
    assert arena.heading.text().startswith(f"Detection {chosen}: ")


def test_a_click_on_the_photo_selects_the_row(program: Application, qtbot: QtBot) -> None:
    run_on(program, qtbot, "astronaut")
    panel, pane, scene = objects_of(program), program.window.pane, program.session.instance_scene
    assert scene is not None
    rows, columns = np.nonzero(scene.ids == 1)
    x, y = columns[len(rows) // 2] + 0.5, rows[len(rows) // 2] + 0.5
    qtbot.waitUntil(lambda: pane.canvas.isVisible())
    click(pane.canvas, x, y)
    chosen = program.session.chosen_detection
    assert chosen == scene.at(x, y)
    assert panel.rows.mapToSource(panel.table.currentIndex()).row() == chosen


def test_a_lower_score_threshold_answers_without_the_backbone(program: Application, qtbot: QtBot) -> None:
    run = run_on(program, qtbot, "cat")
    lower = replace(run.thresholds, score=0.05)
    program.intents.set_thresholds.emit(lower)
    qtbot.waitUntil(lambda: program.session.detection is not None and program.session.detection.thresholds == lower, timeout=PATIENCE_MS)
    now = program.session.detection
    assert now is not None
    assert len(now) > len(run)
    assert now.pyramid is run.pyramid
    qtbot.waitUntil(lambda: objects_of(program).model.rowCount() == len(now), timeout=PATIENCE_MS)


def test_enter_on_a_proposal_opens_its_box_at_its_level_in_the_lab(program: Application, qtbot: QtBot) -> None:
    run = run_on(program, qtbot, "cat")
    program.intents.show_stage.emit(StageKey.PROPOSALS_AFTER)
    table = room_of(program).stages.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(3, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    lab = program.window.rooms[Workspace.LAB]
    assert isinstance(lab, RoiLab)
    assert program.session.workspace is Workspace.LAB
    qtbot.waitUntil(lambda: lab.desk.look is not None and lab.desk.look.choices == lab.desk.choices, timeout=PATIENCE_MS)
    proposal, look = run.proposal(3), lab.desk.look
    assert look is not None
    assert look.choices.box_image == proposal.box_image
    assert look.level.name == proposal.roi_level
    assert program.session.chosen == Chosen(ChosenKind.PROPOSAL, 3)


def test_survivors_and_victims_explain_themselves(program: Application, qtbot: QtBot) -> None:
    run = run_on(program, qtbot, "cat")
    program.intents.show_stage.emit(StageKey.BOXES)
    stages = room_of(program).stages
    fates = run.boxes.selection.fate
    survivor, victim = int(np.flatnonzero(fates == Fate.KEPT)[0]), int(np.flatnonzero(fates == Fate.SUPPRESSED)[0])
    program.intents.choose.emit(Chosen(ChosenKind.PAIR, survivor))
    assert "became detection" in stages.explanation.page.toPlainText()
    program.intents.choose.emit(Chosen(ChosenKind.PAIR, victim))
    told = stages.explanation.page.toPlainText()
    assert "uppressed by" in told
    assert f"> {run.thresholds.nms:.2f}" in told


def test_the_diagram_is_exported_with_the_photos_own_numbers(program: Application, qtbot: QtBot, tmp_path: Path) -> None:
    run = run_on(program, qtbot, "cat")
    pane = pane_of(program, "glance", GlancePane)
    qtbot.waitUntil(lambda: pane.diagram is not None, timeout=PATIENCE_MS)
    pane.export_to(tmp_path / "cat.svg")
    words = " ".join(ElementTree.parse(tmp_path / "cat.svg").getroot().itertext())
    assert f"{len(run.boxes):,} after NMS" in words


def test_another_label_reads_another_mask(program: Application, qtbot: QtBot) -> None:
    run = run_on(program, qtbot, "cat")
    arena = pane_of(program, "arena", MaskArena)
    qtbot.waitUntil(lambda: arena.look is not None, timeout=PATIENCE_MS)
    dog = run.label_names.index("dog")
    arena.grid.setFocus()
    arena.grid.setCurrentIndex(arena.grid.model().index(dog, 0))
    qtbot.waitUntil(lambda: arena.look is not None and arena.look.picked.label == dog, timeout=PATIENCE_MS)
    assert arena.verdict.text().startswith("Channel dog instead of cat: ")
    assert run.detection(0).name == "cat"


def test_the_networks_are_compared_pixel_by_pixel(program: Application, qtbot: QtBot) -> None:
    run_on(program, qtbot, "cat")
    pane, session = pane_of(program, "disagreement", DisagreementPane), program.session
    qtbot.waitUntil(lambda: pane.found is not None, timeout=PATIENCE_MS)
    assert session.segmentation is not None
    assert session.instance_scene is not None
    cat = session.label_set.names.index("cat")
    agreed = int(((session.instance_scene.ids > 0) & (session.segmentation.class_map == cat)).sum())
    assert pane.totals[next(iter(pane.totals))].text().startswith(f"{agreed:,} px")


def test_nothing_found_is_said_with_the_nearest_miss(program: Application, qtbot: QtBot) -> None:
    run = run_on(program, qtbot, "coffee")
    assert len(run) == 0
    miss = nearest_miss(run)
    assert miss is not None
    said = objects_of(program).empty.text()
    assert said.startswith(f"Nothing found. The nearest miss is {miss.name}, score {miss.score:.3f}.")


def test_without_a_mask_rcnn_the_classes_alone_are_run(program: Application, qtbot: QtBot) -> None:
    run_on(program, qtbot, "cat")
    session, intents, before = program.session, program.intents, program.session.instance_model_key
    intents.choose_instance_model.emit(NO_MODEL)
    intents.open_sample.emit("coffee")
    digest = load_sample("coffee").digest
    try:
        qtbot.waitUntil(
            lambda: session.segmentation is not None and session.segmentation.image_digest == digest and session.activity is None,
            timeout=PATIENCE_MS,
        )
        assert session.detection is None
        assert objects_of(program).empty.text() == "No Mask R-CNN is chosen. Choose one in the panel Run."
    finally:
        intents.choose_instance_model.emit(before)


def test_language_and_theme_change_in_every_pane(program: Application, qtbot: QtBot) -> None:
    run_on(program, qtbot, "cat")
    room, intents = room_of(program), program.intents

    def speak(language: Language, title: str) -> None:
        intents.choose_language.emit(language)
        qtbot.waitUntil(lambda: room.tabs.tabText(0) == title)

    for key in ("stages", "glance", "fate", "arena", "disagreement"):
        room.show_pane(key)
        intents.choose_theme.emit(ThemeChoice.DARK)
        speak(Language.KOREAN, "단계")
        speak(Language.ENGLISH, "Stages")
        intents.choose_theme.emit(ThemeChoice.LIGHT)
