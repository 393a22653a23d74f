"""FCN at one glance: shapes are those of the score maps, the read-out's path alone is highlighted, pictures show the classes."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.diagram.layout import lay_out
from app.diagram.model import Diagram
from app.diagram.svg import svg_of
from app.inside_fcn.glance import GlancePane, fcn_diagram
from app.inside_fcn.panes import PANES
from app.inside_fcn.room import FcnRoom
from app.inside_fcn.upsampled import Way
from app.inside_fcn.upsampling import UpsamplingPane
from app.inside_fcn.workspace import InsideFcn
from app.intents import Intents
from app.jobs import JobRunner
from app.preferences import Language, Workspace
from app.session import Session
from app.theme import LIGHT
from app.translation import Translations
from core.cancellation import CancelToken
from core.catalog import MODELS
from core.fcn.config import Gains, ReadOut
from core.fcn.results import FcnScores, Segmentation
from core.features import FeaturePyramid
from core.image import ImageDocument, from_array
from core.palettes import palette_table
from tests.app.diagram.geometry import faults, reached_from
from tests.app.diagram.test_svg import rendered, texts_of
from tests.fakes import FakeEngine

pytestmark = pytest.mark.usefixtures("qapp")  # fonts need an application

HEIGHT, WIDTH = 128, 192
PATIENCE_MS = 60_000
"""The first request of a run imports torch on the worker."""
KEYS = {
    "photo", "input", "C1", "C2", "C3", "C4", "C5", "score8", "score16", "score32", "sum8", "sum16", "fcn8", "fcn16", "fcn32", "classes",
}  # fmt: skip


@functools.cache
def document() -> ImageDocument:
    ramp = np.broadcast_to(np.linspace(0, 255, WIDTH)[None, :, None], (HEIGHT, WIDTH, 3))
    return from_array(ramp.astype(np.uint8), name="ramp")


@functools.cache
def parts() -> tuple[FcnScores, FeaturePyramid]:
    engine, token = FakeEngine(), CancelToken()
    return engine.scores(document(), MODELS[0].key, token), engine.pyramid(document(), MODELS[0].key, token)


def segmentation(stride: ReadOut = ReadOut.STRIDE_8, gains: Gains | None = None) -> Segmentation:
    return FakeEngine().read_out(parts()[0], stride, gains or Gains())


def diagram(stride: ReadOut = ReadOut.STRIDE_8, gains: Gains | None = None) -> Diagram:
    scores, pyramid = parts()
    return fcn_diagram(scores, pyramid, segmentation(stride, gains), document())


def test_shapes_are_those_of_the_maps() -> None:
    scores, pyramid = parts()
    shown = diagram()
    for stride, values in scores.scores.items():
        assert shown.node(f"score{stride}").lines[0] == " × ".join(map(str, values.shape)) + " logits"
    for name, values in pyramid.levels.items():
        assert shown.node(name).lines == (" × ".join(map(str, values.shape)), f"stride {pyramid.strides[name]}")
    assert shown.node("sum8").lines[0] == shown.node("score8").lines[0]
    assert shown.node("sum16").lines[0] == shown.node("score16").lines[0]


def test_a_stage_whose_features_are_not_kept_still_says_its_size() -> None:
    """The fake trunk has no C1."""
    assert diagram().node("C1").lines == (f"{HEIGHT // 2} × {WIDTH // 2} cells", "stride 2")
    alone = fcn_diagram(parts()[0], None, segmentation(), document())
    assert alone.node("C5").lines == (f"{HEIGHT // 32} × {WIDTH // 32} cells", "stride 32")
    assert alone.node("C5").picture is None


def test_stages_shrink() -> None:
    cards = lay_out(diagram()).cards
    widths = [cards[f"C{level}"].picture.width() for level in range(2, 6)]
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 4


PATHS = {
    ReadOut.STRIDE_32: {"score32", "fcn32", "classes"},
    ReadOut.STRIDE_16: {"score32", "score16", "sum16", "fcn16", "classes"},
    ReadOut.STRIDE_8: {"score32", "score16", "sum16", "score8", "sum8", "fcn8", "classes"},
}


@pytest.mark.parametrize("stride", ReadOut)
def test_the_path_of_the_read_out_is_highlighted_and_nothing_else(stride: ReadOut) -> None:
    shown = diagram(stride)
    assert {node.key for node in shown.nodes if node.highlighted} == PATHS[stride]
    strong = {(edge.source, edge.target) for edge in shown.edges if edge.highlighted}
    assert {target for _, target in strong} == PATHS[stride]
    assert {source for source, _ in strong} - PATHS[stride] == {f"C{it.bit_length() - 1}" for it in (32, 16, 8) if it >= stride}


@pytest.mark.parametrize("stride", ReadOut)
def test_the_photo_leads_to_every_card(stride: ReadOut) -> None:
    shown = diagram(stride)
    assert {node.key for node in shown.nodes} == KEYS
    assert reached_from(shown, "photo") == KEYS


def test_streams_have_their_colours() -> None:
    shown = diagram()
    for stride in (32, 16, 8):
        tint = shown.node(f"score{stride}").tint
        assert tint is not None
        assert tint.light == LIGHT.streams[stride]
        assert shown.node(f"C{stride.bit_length() - 1}").tint == tint


def test_a_gain_other_than_one_is_said_and_seen() -> None:
    shown, plain = diagram(gains=Gains(score32=0.0)), diagram()
    assert shown.node("score32").lines[1:] == ("counted × 0.00",)
    assert shown.node("score16").lines[1:] == ()
    before, after = plain.node("fcn32").picture, shown.node("fcn32").picture
    assert before is not None
    assert after is not None
    assert (before != after).any()


def test_a_score_map_is_drawn_in_its_winners_colours() -> None:
    shown, scores = diagram(), parts()[0]
    table = palette_table("voc", len(scores.label_set), background=scores.label_set.background)
    expected = table[scores.scores[32].argmax(axis=0)]
    picture = shown.node("score32").picture
    assert picture is not None
    rows, columns = expected.shape[:2]
    times = picture.shape[0] // rows
    assert (picture[times // 2 :: times, times // 2 :: times] == expected).all()
    assert picture.shape[1] == times * columns


def test_a_read_out_far_from_borders_is_that_of_the_class_map() -> None:
    """The ramp's classes, upsampled: a pixel in the middle of a run of equal cells has their class."""
    scores = parts()[0]
    table = palette_table("voc", len(scores.label_set), background=scores.label_set.background)
    picture = diagram().node("fcn32").picture
    assert picture is not None
    winners = scores.scores[32].argmax(axis=0)[2]
    for column, winner in enumerate(winners):
        x = int((column + 0.5) * picture.shape[1] / len(winners))
        assert (picture[picture.shape[0] // 2, x] == table[winner]).all()


def test_padding_is_not_drawn() -> None:
    """A photo of 40 x 100 px lies in 2 x 4 of an input's cells of stride 32."""
    scores, pyramid = parts()
    small = replace(scores, image_size=(40, 100))
    shown = fcn_diagram(small, pyramid, replace(segmentation(), scores=small, class_map=np.zeros((40, 100), np.uint8)), document())
    picture = shown.node("score32").picture
    assert picture is not None
    assert picture.shape[0] / picture.shape[1] == 2 / 4


def test_the_largest_classes_are_named_with_their_shares() -> None:
    shown = segmentation()
    counts = np.bincount(shown.class_map.ravel(), minlength=21) / shown.class_map.size
    best = int(counts.argmax())
    assert diagram().node("classes").lines[1] == f"{shown.label_set.names[best]} {counts[best] * 100:.1f} %"


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.KOREAN])
@pytest.mark.parametrize("stride", ReadOut)
def test_nothing_overlaps_in_either_language(qapp: QApplication, language: Language, stride: ReadOut) -> None:
    translations = Translations(qapp)
    translations.speak(language)
    try:
        assert faults(lay_out(diagram(stride, Gains(score32=0.5, score16=1.5)))) == []
    finally:
        translations.speak(Language.ENGLISH)


def test_the_slide_has_every_title_and_renders() -> None:
    shown = diagram(ReadOut.STRIDE_16)
    svg = svg_of(shown)
    texts = texts_of(svg)
    assert [node.title for node in shown.nodes if node.title not in texts] == []
    assert not rendered(svg).isNull()


def test_the_pane_follows_the_read_out_and_the_palette(qtbot: QtBot) -> None:
    session, worker, engine = Session(), JobRunner("inference"), FakeEngine()
    pane = GlancePane(FcnRoom(session, Intents(), worker, lambda _device: engine))
    qtbot.addWidget(pane)
    pane.show()
    try:
        session.set_document(document())
        assert pane.diagram is None
        assert "Run an FCN" in pane.empty.text()
        with qtbot.waitSignal(pane.diagram_changed, timeout=PATIENCE_MS):
            session.set_segmentation(segmentation(ReadOut.STRIDE_32))
        assert pane.diagram is not None
        assert pane.diagram.node("fcn32").highlighted
        before = pane.diagram.node("score32").picture
        with qtbot.waitSignal(pane.diagram_changed, timeout=PATIENCE_MS):
            session.set_look(replace(session.look, palette="tol"))
        after = pane.diagram.node("score32").picture
        assert before is not None
        assert after is not None
        assert (before != after).any()
        assert engine.threads == {"inference"}
        session.set_look(replace(session.look, opacity=0.123))  # not of the diagram
        assert not worker.is_busy("fcn-diagram")
    finally:
        worker.close()
        pane.view.set_diagram(None)


def test_cards_open_what_they_stand_for(qtbot: QtBot) -> None:
    session, intents, worker, engine = Session(), Intents(), JobRunner("inference"), FakeEngine()
    room = InsideFcn(FcnRoom(session, intents, worker, lambda _device: engine))
    qtbot.addWidget(room)
    room.show_pane("glance")
    pane = room.panes["glance"]
    assert isinstance(pane, GlancePane)
    asked: list[object] = []
    intents.choose_read_out.connect(asked.append)
    intents.choose_workspace.connect(asked.append)
    try:
        for key in ("fcn16", "photo"):
            pane.node_chosen.emit(key)
            assert PANES[room.tabs.currentIndex()].key == "glance"
        assert asked == [ReadOut.STRIDE_16, Workspace.EXPLORE]
        pane.node_chosen.emit("score16")
        assert PANES[room.tabs.currentIndex()].key == "waterfall"
        assert len(asked) == 2
    finally:
        worker.close()


STEPS = {"doubled16": 2, "doubled8": 2, "enlarged32": 32, "enlarged16": 16, "enlarged8": 8}


def test_tabs_name_only_cards_and_steps_that_there_are() -> None:
    assert {step.key for step in diagram().steps} == set(STEPS)
    assert {node for row in PANES for node in row.nodes} <= KEYS | set(STEPS)


@pytest.mark.parametrize(("step", "factor"), STEPS.items())
def test_an_upsampling_opens_what_it_does(step: str, factor: int, qtbot: QtBot) -> None:
    session, worker, engine = Session(), JobRunner("inference"), FakeEngine()
    room = InsideFcn(FcnRoom(session, Intents(), worker, lambda _device: engine))
    qtbot.addWidget(room)
    glance = room.panes["glance"]
    assert isinstance(glance, GlancePane)
    try:
        glance.node_chosen.emit(step)
        assert PANES[room.tabs.currentIndex()].key == "upsampling"
        pane = room.panes["upsampling"]
        assert isinstance(pane, UpsamplingPane)
        assert pane.kernels.factor == factor
        assert pane.way is (Way.KERNELS if factor == 2 else Way.TWO_WAYS)
        assert pane.stride == (32 if factor == 2 else factor)
    finally:
        worker.close()


def test_the_formula_is_that_of_the_read_out_on_screen(qtbot: QtBot) -> None:
    session, worker, engine = Session(), JobRunner("inference"), FakeEngine()
    pane = GlancePane(FcnRoom(session, Intents(), worker, lambda _device: engine))
    qtbot.addWidget(pane)
    try:
        assert pane.explanation.text().startswith("l = up₈(up₂(up₂(s₃₂) + s₁₆) + s₈)")
        session.set_document(document())
        session.set_segmentation(segmentation(ReadOut.STRIDE_16, Gains(score16=0.5)))
        assert pane.explanation.text().startswith("l = up₁₆(up₂(s₃₂) + 0.50 s₁₆)\u2003")
    finally:
        worker.close()


@pytest.mark.parametrize("key", sorted(KEYS | set(STEPS)))
def test_every_card_and_step_opens_something(key: str, qtbot: QtBot) -> None:
    session, intents, worker, engine = Session(), Intents(), JobRunner("inference"), FakeEngine()
    room = InsideFcn(FcnRoom(session, intents, worker, lambda _device: engine))
    qtbot.addWidget(room)
    room.show_pane("glance")
    pane, asked = room.panes["glance"], []
    assert isinstance(pane, GlancePane)
    intents.choose_read_out.connect(asked.append)
    intents.choose_workspace.connect(asked.append)
    try:
        pane.node_chosen.emit(key)
        assert asked or PANES[room.tabs.currentIndex()].key != "glance"
    finally:
        worker.close()
