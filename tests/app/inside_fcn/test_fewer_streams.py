"""Networks that have fewer streams, padding around the photo or a ring around their maps: the panes say what there is, and no more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.inside_fcn.encoder import EncoderPane
from app.inside_fcn.gain_controls import effective_gains
from app.inside_fcn.glance import fcn_diagram
from app.inside_fcn.glance_pictures import PADDING_GREY, GlancePictures
from app.inside_fcn.upsampled import UpsampleRequest, Way
from app.inside_fcn.waterfall import WaterfallPane
from core.cancellation import CancelToken
from core.catalog import find_model
from core.fcn.config import STREAM_STRIDES, UNIT_GAINS, Gains, ReadOut
from core.fcn.results import FcnScores, RunFacts
from core.fcn.run import read_out
from core.features import FeaturePyramid
from core.geometry import Axis1d, PlaneMap
from core.image import ImageDocument
from core.palettes import palette_table
from tests.app.inside_fcn.conftest import AddingEngine, Bench, photo

STRIDES = {
    "dilated": {"C1": 2, "C2": 4, "C3": 8, "C4": 8, "C5": 8},
    "paper": {"C1": 2, "C2": 4, "C3": 8, "C4": 16, "C5": 32},
}
MARGIN, START = 99, -35.0


def seeded(document: ImageDocument, model_key: str, streams: tuple[int, ...], *, ringed: bool) -> FcnScores:
    """As the paper's nets record them, in a ring and with a margin around the photo; or as a dilated net does, without."""
    labels, random = find_model(model_key).label_set, np.random.default_rng(1)
    cells = {32: (5, 6), 16: (10, 12), 8: (20, 24)} if ringed else {32: (3, 4), 16: (6, 8), 8: (12, 16)}
    maps = {stride: np.zeros((len(labels), *shape), np.float32) for stride, shape in cells.items()}
    inner = slice(1, -1) if ringed else slice(None)
    for stride in streams:
        maps[stride][:, inner, inner] = random.normal(size=maps[stride][:, inner, inner].shape)
    size, axis = (document.height, document.width), Axis1d(1.0, START if ringed else 0.0)
    whole = (size[0] + 2 * MARGIN, size[1] + 2 * MARGIN) if ringed else (size[0] - size[0] % 8, size[1])
    facts = RunFacts("CPU", 0.0, (), whole, MARGIN if ringed else 0)
    return FcnScores(maps, PlaneMap(axis, axis), size, document.digest, model_key, labels, facts, {}, streams, int(ringed))


class FewerStreams(AddingEngine):
    """``streams`` and ``ringed`` say which network it runs."""

    streams: tuple[int, ...] = (8,)
    ringed = False

    def scores(self, document: ImageDocument, model_key: str, token: CancelToken) -> FcnScores:
        token.checkpoint("heads")
        return seeded(document, model_key, self.streams, ringed=self.ringed)

    def pyramid(self, document: ImageDocument, model_key: str, token: CancelToken) -> FeaturePyramid:  # noqa: ARG002
        token.checkpoint("trunk")
        return pyramid_of(document, ringed=self.ringed)


def pyramid_of(document: ImageDocument, *, ringed: bool) -> FeaturePyramid:
    """2 channels: 1 on the photo and 0 around it, and a ramp."""
    strides = STRIDES["paper" if ringed else "dilated"]
    margin = MARGIN if ringed else 0
    size, axis = (document.height + 2 * margin, document.width + 2 * margin), Axis1d(1.0, -float(margin))
    levels = {}
    for name, stride in strides.items():
        centres = [stride * (np.arange(-(-side // stride)) + 0.5) - margin for side in size]
        sides = zip(centres, (document.height, document.width), strict=True)
        inside = np.outer(*((places > 0) & (places < side) for places, side in sides))
        levels[name] = np.stack([inside, inside * centres[1]]).astype(np.float32)
    return FeaturePyramid(levels, strides, size, PlaneMap(axis, axis))


@pytest.fixture
def fewer(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A room whose network is the parameter: its streams, and whether its maps are ringed."""
    engine = FewerStreams()
    engine.streams, engine.ringed = request.param
    bench = Bench(qtbot, engine=engine)
    yield bench
    bench.close()


KEY = "fcn-everyday"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("streams", "ringed", "there"), [
    ((8,), False, {"score8", "fcn8"}),
    ((32,), True, {"score32", "fcn32"}),
    ((32, 16), True, {"score32", "score16", "sum16", "fcn32", "fcn16"}),
])  # fmt: skip
def test_the_diagram_has_the_cards_of_the_network(streams: tuple[int, ...], ringed: bool, there: set[str]) -> None:
    document = photo()
    scores = seeded(document, KEY, streams, ringed=ringed)
    pyramid = pyramid_of(document, ringed=ringed)
    shown = fcn_diagram(scores, pyramid, read_out(scores, scores.read_outs[-1], UNIT_GAINS), document)
    keys = {node.key for node in shown.nodes}
    assert keys - {"photo", "input", "classes", *pyramid.levels} == there
    assert {end for edge in shown.edges for end in (edge.source, edge.target)} <= keys
    for name, stride in pyramid.strides.items():
        assert shown.node(name).lines[1] == f"stride {stride}"
    assert bool(shown.remarks) is ringed  # only there each stage halves its maps


@pytest.mark.usefixtures("qapp")
def test_a_dilated_network_scores_its_last_stage_and_says_how_many_cells() -> None:
    document = photo()
    scores = seeded(document, KEY, (8,), ringed=False)
    shown = fcn_diagram(scores, pyramid_of(document, ringed=False), read_out(scores, ReadOut.STRIDE_8, UNIT_GAINS), document)
    assert [edge.source for edge in shown.edges if edge.target == "score8"] == ["C5"]
    assert shown.node("score8").lines[0] == f"{len(scores.label_set)} × 11 × 15 logits"  # 88 x 120 px, not 96 x 128


def test_pictures_of_a_padded_network_show_the_photo_and_where_it_lies_in_the_input() -> None:
    document = photo()
    scores = seeded(document, KEY, (32, 16, 8), ringed=True)
    pyramid = pyramid_of(document, ringed=True)
    table = palette_table("voc", len(scores.label_set), background=0)
    pictures = GlancePictures(read_out(scores, ReadOut.STRIDE_8, UNIT_GAINS), pyramid, document.rgb, table)
    whole = pictures.network_input()
    height, width = pictures.photo.shape[:2]
    down = height / document.height
    top, left = (whole.shape[0] - height) // 2, (whole.shape[1] - width) // 2
    assert abs(top - MARGIN * down) <= 1
    np.testing.assert_array_equal(whole[top : top + height, left : left + width], pictures.photo)
    assert (whole[: top - 1] == PADDING_GREY).all()
    kept = pictures.cells_on_photo(pyramid.levels["C2"], pyramid.cell_to_image("C2"))
    # -99 is 24.75 cells of 4 px before the photo: 90 px touch 23 or 24 cells.
    assert kept.shape == (2, 24, 31)
    assert kept[0, 1:-1, 1:-1].all()


def test_a_deconvolution_is_shown_on_the_map_without_its_ring() -> None:
    scores = seeded(photo(), KEY, (32,), ringed=True)
    segmentation = read_out(scores, ReadOut.STRIDE_32, UNIT_GAINS)
    found, _ = UpsampleRequest(segmentation, Way.TWO_WAYS, 32, 1)(CancelToken())
    np.testing.assert_array_equal(found.scores, scores.scores[32][1, 1:-1, 1:-1])
    assert np.abs(found.difference).max() > 0.1  # it fades out at the border, interpolation does not


@pytest.mark.parametrize("fewer", [((8,), False)], indirect=True, ids=["dilated"])
def test_gains_of_a_network_without_skips(fewer: Bench) -> None:
    pane = fewer.show(WaterfallPane)
    assert isinstance(pane, WaterfallPane)
    fewer.open()
    controls = pane.gains
    fewer.until(lambda: not controls.sliders[32].isEnabled())
    assert {stride: slider.isEnabled() for stride, slider in controls.sliders.items()} == {32: False, 16: False, 8: True}
    assert {int(preset): button.isEnabled() for preset, button in controls.presets.items()} == {32: False, 16: False, 8: True}
    assert controls.presets[ReadOut.STRIDE_8].isChecked()
    assert controls.formula.text() == "l = up₈(s₈)"


@pytest.mark.parametrize("fewer", [((32, 16), True)], indirect=True, ids=["FCN-16s"])
def test_gains_are_asked_for_at_the_finest_read_out_that_there_is(fewer: Bench) -> None:
    pane = fewer.show(WaterfallPane)
    assert isinstance(pane, WaterfallPane)
    fewer.open()
    fewer.until(lambda: not pane.gains.sliders[8].isEnabled())
    assert fewer.segmentation.read_out is ReadOut.STRIDE_16
    pane.gains.fields[16].setValue(0.5)
    fewer.until(lambda: fewer.segmentation.gains.score16 == 0.5)
    assert fewer.segmentation.read_out is ReadOut.STRIDE_16
    assert pane.gains.formula.text() == "l = up₁₆(up₂(s₃₂) + 0.50 s₁₆)"


@pytest.mark.parametrize("fewer", [((8,), False)], indirect=True, ids=["dilated"])
def test_levels_are_named_with_the_strides_of_the_network_and_the_decoder_has_one_step(fewer: Bench) -> None:
    pane = fewer.show(EncoderPane)
    assert isinstance(pane, EncoderPane)
    fewer.open()
    fewer.until(lambda: pane.features.maps is not None and pane.scores.maps is not None)
    choice = pane.features.level_choice
    assert [choice.itemText(place) for place in range(choice.count())] == [f"{name}, stride {s}" for name, s in STRIDES["dilated"].items()]
    assert pane.scores.maps is not None
    assert [(step.kind, step.stride) for step in pane.scores.maps.steps] == [("score", 8)]


def test_effective_gains_leave_out_streams_that_are_not_there() -> None:
    for streams, expected in (((8,), Gains(0, 0, 1)), ((32, 16), Gains(1, 1, 0)), (STREAM_STRIDES, Gains())):
        assert effective_gains(Gains(), ReadOut(streams[-1]), streams) == expected
