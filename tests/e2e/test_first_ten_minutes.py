"""The first ten minutes, up to the sixth, as a person spends them: the shipped weights on sample photos.

Each test is a line, or a part of one, of the table of what users expect. How long answers take is measured in ``tests/benchmarks``:
the start, the opacity, a read-out, a step of a drag, and the window's longest pause while a network runs.
"""

from __future__ import annotations

import itertools
import re
import socket
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWizard
from pytestqt.qtbot import QtBot

from app.application import Application
from app.canvas.image_canvas import ImagePoint
from app.chosen import Chosen, ChosenKind
from app.compare.view import CompareView, Mode
from app.inside_fcn.workspace import InsideFcn
from app.inside_maskrcnn.workspace import InsideMaskRcnn
from app.lab.lab import RoiLab
from app.lab.looking import Look
from app.lab.words import coordinate
from app.panels.legend import LegendPanel
from app.panels.legend_model import Column
from app.panels.overlay import OverlayPanel
from app.panels.pixel import PixelPanel
from app.panels.run import RunPanel
from app.preferences import StageKey, Workspace
from core.fcn.config import ReadOut
from core.roi.settings import Operator
from core.samples import load_sample
from tests.app.canvas.screen import wheel
from tests.e2e.person import Person, at_the_window

CALLS: list[object] = []
"""Addresses that anything in the process tried to reach."""


@pytest.fixture(scope="module")
def program(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    connect = socket.socket.connect

    def noted(self: socket.socket, address: object) -> None:
        CALLS.append(address)
        connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", noted)
        with at_the_window(qapp, tmp_path_factory.mktemp("home")) as program:
            yield program


@pytest.fixture
def person(program: Application, qtbot: QtBot) -> Person:
    return Person(program, qtbot)


@pytest.fixture
def on_camera(person: Person) -> Person:
    """Explore, with the photo of a man with a camera, his classes and objects, nothing chosen, seen whole."""
    program = person.program
    program.intents.choose_workspace.emit(Workspace.EXPLORE)
    if program.session.document is None or program.session.document.name != "Camera":
        program.intents.open_sample.emit("camera")
        person.wait(lambda: program.session.document is not None and program.session.document.name == "Camera")
    person.wait_for_results()
    program.intents.choose.emit(None)
    program.intents.fit.emit()
    program.window.pane.canvas.setFocus()
    return person


def test_0_a_page_with_everything_to_begin_with_and_no_wizard(person: Person) -> None:
    window, welcome = person.program.window, person.program.window.pane.welcome
    person.wait(lambda: welcome.models.text().startswith("3 starter models are ready; nothing needs to be downloaded."))
    assert QApplication.activeModalWidget() is None
    assert [top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not window] == []
    assert not window.findChildren(QWizard)
    for part in (welcome.drop.title, welcome.drop.open, welcome.drop.paste, welcome.tour, welcome.all_models, *welcome.samples.values()):
        assert part.isVisible()
        assert welcome.rect().contains(part.mapTo(welcome, part.rect().bottomRight()))
    assert CALLS == []


def test_1_a_click_on_a_sample_shows_it_at_once_then_what_the_networks_find(person: Person) -> None:
    program, session = person.program, person.program.session
    run = program.window.panel("run")
    assert isinstance(run, RunPanel)
    came: list[str] = []
    stages: list[str] = []
    session.document_changed.connect(lambda _document: came.append("photo"))
    session.segmentation_changed.connect(lambda found: came.append("classes") if found is not None else None)
    session.instance_scene_changed.connect(lambda scene: came.append("objects") if scene is not None else None)
    session.activity_changed.connect(lambda doing: stages.append(run.stage.text()) if doing is not None else None)
    person.click(program.window.pane.welcome.samples["camera"])
    person.wait_for_results()
    assert list(dict.fromkeys(came)) == ["photo", "classes", "objects"]
    assert len(set(stages)) > 5  # each is named in the panel while it lasts
    assert program.window.pane.canvas.isVisible()
    assert session.segmentation is not None
    assert session.segmentation.read_out is ReadOut.STRIDE_8
    assert session.segmentation.scores.facts.badges
    assert CALLS == []


def test_1_hovering_tells_place_colour_class_shares_and_object(on_camera: Person) -> None:
    program = on_camera.program
    canvas, pixel = program.window.pane.canvas, program.window.panel("pixel")
    scene, shown = program.session.instance_scene, program.session.segmentation
    assert isinstance(pixel, PixelPanel)
    assert scene is not None
    assert shown is not None
    rows, columns = np.nonzero(scene.ids == 1)
    row, column = int(rows[len(rows) // 2]), int(columns[len(rows) // 2])
    on_camera.point_at(canvas, column + 0.5, row + 0.5)
    place = program.session.hover
    assert place is not None
    assert abs(place.column - column) + abs(place.row - row) <= 1  # the screen has fewer pixels than the photo
    red, green, blue = load_sample("camera").rgb[place.row, place.column]
    assert pixel.position.text() == f"x {place.column}   y {place.row}"
    assert pixel.rgb.text() == f"R {red}   G {green}   B {blue}"
    logits = shown.logits_at(place.column + 0.5, place.row + 0.5).astype(float)
    shares = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
    best = np.argsort(-shares)[:3]
    assert pixel.found.text() == shown.label_set.names[best[0]] == "person"
    assert [name.text() for name in pixel.names] == [shown.label_set.names[label] for label in best]
    assert [number.text() for number in pixel.numbers] == [f"{shares[label]:.3f}" for label in best]
    assert pixel.instance.text().startswith("person, score ")


def test_2_opacity_and_space_are_seen_at_once(on_camera: Person) -> None:
    program, canvas = on_camera.program, on_camera.program.window.pane.canvas
    overlay = program.window.panel("overlay")
    assert isinstance(overlay, OverlayPanel)
    program.window.docks["overlay"].raise_()
    before = on_camera.sees(canvas)
    QTest.mouseClick(overlay.opacity, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(2, overlay.opacity.height() // 2))
    assert program.session.look.opacity < 0.6
    assert overlay.percent.value() == round(program.session.look.opacity * 100)
    fainter = on_camera.sees(canvas)
    assert fainter != before
    on_camera.press(Qt.Key.Key_BracketRight)
    assert on_camera.sees(canvas) != fainter
    shown = on_camera.sees(canvas)
    on_camera.hold(Qt.Key.Key_Space, QEvent.Type.KeyPress)
    assert on_camera.sees(canvas) != shown
    on_camera.hold(Qt.Key.Key_Space, QEvent.Type.KeyRelease)
    assert on_camera.sees(canvas) == shown
    program.intents.set_opacity.emit(0.6)


def test_2_alt_click_shows_a_class_alone_in_legend_and_photo(on_camera: Person) -> None:
    program, canvas = on_camera.program, on_camera.program.window.pane.canvas
    legend = program.window.panel("legend")
    assert isinstance(legend, LegendPanel)
    program.window.docks["legend"].raise_()
    person_class = program.session.label_set.names.index("person")
    row = next(row for row, entry in enumerate(legend.model.entries) if entry.name == "person")
    name = legend.table.visualRect(legend.model.index(row, Column.NAME))
    before = on_camera.sees(canvas)
    on_camera.click(legend.table.viewport(), name.center(), Qt.KeyboardModifier.AltModifier)
    assert program.session.class_view.solo == person_class
    on_camera.click(legend.table.viewport(), name.center(), Qt.KeyboardModifier.AltModifier)
    assert program.session.class_view.solo is None
    assert on_camera.sees(canvas) == before
    shown = program.session.segmentation
    assert shown is not None
    rows, columns = np.nonzero(shown.class_map == person_class)
    on_camera.click_photo(canvas, columns[len(rows) // 2] + 0.5, rows[len(rows) // 2] + 0.5, Qt.KeyboardModifier.AltModifier)
    assert program.session.class_view.solo == person_class
    on_camera.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert program.session.class_view.solo is None


def test_2_another_palette_recolours_photo_and_legend(on_camera: Person) -> None:
    program, canvas = on_camera.program, on_camera.program.window.pane.canvas
    overlay, legend = program.window.panel("overlay"), program.window.panel("legend")
    assert isinstance(overlay, OverlayPanel)
    program.window.docks["overlay"].raise_()
    program.window.docks["legend"].raise_()
    photo, list_ = on_camera.sees(canvas), on_camera.sees(legend)
    on_camera.click(overlay.palette_switch.segments[1])
    assert program.session.look.palette != "voc"
    assert on_camera.sees(canvas) != photo
    assert on_camera.sees(legend) != list_
    on_camera.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert program.session.look.palette == "voc"


def compared(person: Person) -> CompareView:
    """C, from the photo."""
    person.press(Qt.Key.Key_C)
    room = person.program.window.rooms[Workspace.INSIDE_FCN]
    assert isinstance(room, InsideFcn)
    view = room.panes["compare"]
    assert isinstance(view, CompareView)
    person.wait(lambda: len(person.program.session.read_outs) == 3 and all(stage.isVisible() for stage in view.stages[:3]))
    return view


def test_3_c_shows_the_three_networks_side_by_side_with_one_zoom(on_camera: Person) -> None:
    view = compared(on_camera)
    assert view.mode is Mode.SIDE
    shown = [stage for stage in view.stages if stage.isVisible()]
    assert [stage.caption.text().partition(":")[0].partition(" · ")[0] for stage in shown] == ["FCN-32s", "FCN-16s", "FCN-8s"]
    maps = [on_camera.program.session.read_outs[read_out].class_map for read_out in ReadOut]
    assert all((first != second).any() for first, second in itertools.pairwise(maps))
    place = shown[1].canvas.viewport().rect().center()
    on_camera.click(shown[1].canvas.viewport(), place)
    zoom = shown[1].canvas.zoom
    wheel(shown[1].canvas, QPointF(place), angle=QPoint(0, 240))
    assert shown[1].canvas.zoom > zoom
    assert len({(stage.canvas.zoom, stage.canvas.view.centre) for stage in shown}) == 1
    on_camera.press(Qt.Key.Key_F)


def test_3_swipe_blink_and_difference(on_camera: Person) -> None:
    view = compared(on_camera)
    canvas = view.stages[0].canvas
    on_camera.click(view.modes.segments[1])
    assert view.mode is Mode.SWIPE
    before = on_camera.sees(canvas)
    at = QPoint(round(canvas.split.divider * canvas.viewport().width()), canvas.viewport().height() // 2)
    on_camera.drag(canvas, at, QPoint(-120, 0))
    assert canvas.split.divider < 0.45
    assert on_camera.sees(canvas) != before
    on_camera.click(view.modes.segments[2])
    first = on_camera.sees(canvas)
    on_camera.hold(Qt.Key.Key_B, QEvent.Type.KeyPress)
    assert on_camera.sees(canvas) != first
    on_camera.hold(Qt.Key.Key_B, QEvent.Type.KeyRelease)
    assert on_camera.sees(canvas) == first
    on_camera.press(Qt.Key.Key_E)
    on_camera.press(Qt.Key.Key_C)  # the key is this view's again whenever it is come back to
    on_camera.hold(Qt.Key.Key_B, QEvent.Type.KeyPress)
    assert canvas.split.divider == 0.0
    on_camera.hold(Qt.Key.Key_B, QEvent.Type.KeyRelease)
    on_camera.click(view.modes.segments[3])
    on_camera.wait(lambda: view.compared is not None)
    made = on_camera.program.session.read_outs
    different = int((made[ReadOut.STRIDE_32].class_map != made[ReadOut.STRIDE_8].class_map).sum())
    assert re.sub(r"[\u2009,]", "", view.sum.text()).startswith(f"{different} of ")
    on_camera.click(view.modes.segments[0])


def test_3_two_sentences_say_why_stride_32_blurs(on_camera: Person) -> None:
    view = compared(on_camera)
    assert view.words.isVisible()
    words = view.words.text().split("&nbsp;")[-1].strip()
    assert words.startswith("At stride 32 there is one score for every 32 × 32 pixels")
    assert words.count(". ") + words.endswith(".") == 2
    assert words.endswith("they put the edges back.")


def test_3_a_stream_that_is_switched_off_changes_the_picture(on_camera: Person) -> None:
    view, session = compared(on_camera), on_camera.program.session
    before = session.read_outs[ReadOut.STRIDE_8].class_map
    pictures = [on_camera.sees(stage.canvas) for stage in view.stages[:3]]
    on_camera.click(view.streams.boxes[16], QPoint(8, view.streams.boxes[16].height() // 2))
    on_camera.wait(lambda: session.gains.score16 == 0 and len(session.read_outs) == 3 and session.activity is None)
    assert (session.read_outs[ReadOut.STRIDE_8].class_map != before).any()
    without = session.read_outs[ReadOut.STRIDE_16].class_map != session.read_outs[ReadOut.STRIDE_32].class_map
    assert without.mean() < 0.02  # what is left of it is stride 32, interpolated in two steps instead of one
    assert [on_camera.sees(stage.canvas) == picture for stage, picture in zip(view.stages[:3], pictures, strict=True)] == [
        True,
        False,
        False,
    ]
    on_camera.click(view.streams.boxes[16], QPoint(8, view.streams.boxes[16].height() // 2))
    on_camera.wait(lambda: session.gains.score16 == 1 and len(session.read_outs) == 3)
    np.testing.assert_array_equal(session.read_outs[ReadOut.STRIDE_8].class_map, before)


def test_4_a_click_on_an_object_then_on_a_proposal_tells_level_and_boxes(on_camera: Person) -> None:
    program = on_camera.program
    canvas, scene, run = program.window.pane.canvas, program.session.instance_scene, program.session.detection
    assert scene is not None
    assert run is not None
    rows, columns = np.nonzero(scene.ids == 1)
    on_camera.click_photo(canvas, columns[len(rows) // 2] + 0.5, rows[len(rows) // 2] + 0.5)
    assert program.session.chosen_detection is not None
    on_camera.press(Qt.Key.Key_M)
    room = program.window.rooms[Workspace.MASKRCNN]
    assert isinstance(room, InsideMaskRcnn)
    program.intents.show_stage.emit(StageKey.PROPOSALS_AFTER)
    table = room.stages.table
    cell = table.visualRect(table.model().index(2, 0))
    on_camera.click(table.viewport(), cell.center())
    assert program.session.chosen == Chosen(ChosenKind.PROPOSAL, 2)
    proposal = run.proposal(2)
    told = room.stages.explanation.page.toPlainText()
    assert f"→ {proposal.roi_level}" in told or f"clamped to {proposal.roi_level}" in told
    assert f"{proposal.box_input.width:.1f} × {proposal.box_input.height:.1f}" in told


@pytest.fixture
def lab(on_camera: Person) -> RoiLab:
    """The lab on the box of the first proposal, read."""
    on_camera.program.intents.open_in_lab.emit(Chosen(ChosenKind.PROPOSAL, 0))
    lab = on_camera.program.window.rooms[Workspace.LAB]
    assert isinstance(lab, RoiLab)
    settled(on_camera, lab)
    return lab


def settled(person: Person, lab: RoiLab) -> Look:
    """What is seen once everything about the present box was read and checked against torchvision."""
    desk = lab.desk
    person.wait(lambda: desk.look is not None and desk.look.choices == desk.choices and all(badge.text() for badge in lab.badges))
    assert desk.look is not None
    return desk.look


def test_4_the_box_is_told_in_image_input_and_feature_coordinates(on_camera: Person, lab: RoiLab) -> None:
    run, look = on_camera.program.session.detection, settled(on_camera, lab)
    assert run is not None
    proposal = run.proposal(0)
    assert look.level.name == proposal.roi_level
    lab.tabs.setCurrentWidget(lab.ledger)
    box = proposal.box_image
    on_camera.point_at(lab.photo.canvas, (box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2)
    frames = ("photo px", "network input px", f"{look.level.name} cells", f"{look.level.name} index")
    on_camera.wait(lambda: all(frame in lab.ledger.toPlainText() for frame in frames))
    for edge in box.as_tuple():
        assert coordinate(edge) in lab.photo.canvas.accessibleDescription()


def test_5_dragged_by_a_third_of_a_pixel_pool_stays_or_jumps_and_align_glides(on_camera: Person, lab: RoiLab) -> None:
    before = settled(on_camera, lab)
    box, canvas = before.choices.box_read_image, lab.photo.canvas
    canvas.set_view(ImagePoint((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2), 10.0)
    start = canvas.viewport().rect().center()
    on_camera.drag(canvas, start, QPoint(3, 0))
    assert lab.desk.choices is not None
    on_camera.wait(lambda: lab.desk.look is not None and lab.desk.look is not before and lab.desk.look.choices == lab.desk.choices)
    after = settled(on_camera, lab)
    moved = after.choices.box_read_image.x1 - box.x1
    assert moved == pytest.approx(0.3, abs=0.02)
    traces = {reading.settings.operator: (old.trace, reading.trace) for old, reading in zip(before.readings, after.readings, strict=True)}
    pool, align = traces[Operator.POOL], traces[Operator.ALIGN]
    jump = pool[1].used_box_feature.x1 - pool[0].used_box_feature.x1
    assert jump == round(jump)  # whole cells: none, mostly
    to_cells = after.pyramid.cell_to_image(after.level.name).x.scale
    glide = align[1].used_box_feature.x1 - align[0].used_box_feature.x1
    assert glide == pytest.approx(moved / to_cells, abs=1e-6)
    assert glide > 0


def test_5_the_numbers_are_torchvisions(on_camera: Person, lab: RoiLab) -> None:
    import torch
    from torchvision.ops import roi_align, roi_pool

    look = settled(on_camera, lab)
    assert [badge.text().partition("equals torchvision")[1] for badge in lab.badges] == ["equals torchvision"] * 2
    features = torch.from_numpy(look.features.copy())[None]
    box = torch.tensor([[0.0, *look.box_input.as_tuple()]])
    scale, size = 1 / look.level.stride, look.output_size
    for reading in look.readings:
        settings = reading.settings
        if settings.operator is Operator.POOL:
            theirs = roi_pool(features, box, size, scale)
        else:
            theirs = roi_align(features, box, size, scale, settings.sampling_ratio, aligned=settings.aligned)
        np.testing.assert_allclose(reading.pooled, theirs[0].numpy(), rtol=1e-4, atol=1e-4)
