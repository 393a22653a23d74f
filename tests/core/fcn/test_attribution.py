"""Contributions of the streams: they add up to the read-out's own logits, and the maps say what switching a stream off does."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.engine import Engine
from core.errors import Cancelled
from core.fcn.attribution import (
    DECIDED_BY,
    attribute,
    deciding_stream,
    entropies,
    flipped,
    gains_without,
    margins,
    streams_read,
)
from core.fcn.config import STREAM_STRIDES, UNIT_GAINS, Gains, ReadOut
from core.fcn.results import FcnScores, RunFacts, Segmentation
from core.fcn.run import probabilities, read_out
from core.geometry import Axis1d, PlaneMap
from core.image import from_array
from core.labels import LabelSet
from tests.networks import tiny_net, tiny_row

CLASSES = 5
CELLS = (3, 4)
"""Rows and columns at stride 32."""


def seeded_scores(seed: int = 0, size: tuple[int, int] = (101, 83), scale: float = 1.3) -> FcnScores:
    """Random scores of a padded input of 96 x 128 px, of a photo of ``size`` that is ``scale`` times as large."""
    random = np.random.default_rng(seed)
    biases = {stride: random.normal(size=CLASSES).astype(np.float32) for stride in STREAM_STRIDES}
    maps = {}
    for stride in STREAM_STRIDES:
        times = 32 // stride
        noise = random.normal(size=(CLASSES, CELLS[0] * times, CELLS[1] * times)) * (1 + stride / 64)
        maps[stride] = (noise + biases[stride][:, None, None]).astype(np.float32)
    axis = Axis1d(scale)
    labels = LabelSet("five", ("a", "b", "c", "d", "e"))
    return FcnScores(maps, PlaneMap(axis, axis), size, "digest", "seeded", labels, RunFacts("CPU", 0.0, (), (96, 128)), biases)


def interpolated(values: np.ndarray, row: float, column: float) -> np.ndarray:
    """``(K, h, w)`` at continuous indices, bilinear and clamped, one cell at a time."""
    height, width = values.shape[1:]
    row, column = min(max(row, 0.0), height - 1.0), min(max(column, 0.0), width - 1.0)
    total = np.zeros(len(values))
    for r, c in itertools.product((math.floor(row), math.floor(row) + 1), (math.floor(column), math.floor(column) + 1)):
        weight = (1 - abs(row - r)) * (1 - abs(column - c))
        total += weight * values[:, min(r, height - 1), min(c, width - 1)].astype(np.float64)
    return total


def slow_stream(scores: FcnScores, stride: int, at_stride: int, x: float, y: float) -> np.ndarray:
    """A stream alone: its whole map doubled cell by cell down to the read-out's stride, then read at the point."""
    values = scores.scores[stride].astype(np.float64)
    for _ in range(int(math.log2(stride // at_stride))):
        height, width = values.shape[1:]
        doubled = np.zeros((len(values), 2 * height, 2 * width))
        for r, c in itertools.product(range(2 * height), range(2 * width)):
            doubled[:, r, c] = interpolated(values, (r + 0.5) / 2 - 0.5, (c + 0.5) / 2 - 0.5)
        values = doubled
    scale = scores.to_image.x.scale * at_stride
    return interpolated(values, y / scale - 0.5, x / scale - 0.5)


@pytest.mark.parametrize("stride", list(ReadOut))
@pytest.mark.parametrize("seed", range(4))
def test_the_terms_of_a_pixel_add_up_to_the_logits_that_were_read_out(stride: ReadOut, seed: int) -> None:
    random = np.random.default_rng(seed)
    gains = Gains(*random.uniform(0, 2, 3).tolist())
    segmentation = read_out(seeded_scores(seed), stride, gains)
    height, width = segmentation.class_map.shape
    for row, column in zip(random.integers(0, height, 50), random.integers(0, width, 50), strict=True):
        terms = attribute(segmentation, column + 0.5, row + 0.5)
        np.testing.assert_allclose(terms.logits, segmentation.logits_at(column + 0.5, row + 0.5), atol=1e-4)
        np.testing.assert_allclose(terms.probabilities, segmentation.probabilities_at(column + 0.5, row + 0.5), atol=1e-5)


@pytest.mark.parametrize("stride", list(ReadOut))
def test_each_stream_is_what_a_slow_reading_of_its_own_map_gives(stride: ReadOut) -> None:
    scores, gains = seeded_scores(7), Gains(0.5, 1.7, 1.2)
    segmentation = read_out(scores, stride, gains)
    for x, y in ((0.5, 0.5), (82.5, 100.5), (41.3, 17.9), (10.0, 99.0)):
        terms = attribute(segmentation, x, y)
        for row, s in enumerate(STREAM_STRIDES):
            with_bias = slow_stream(scores, s, stride, x, y) if s >= stride else scores.biases[s] * 0
            expected = gains.of(s) * (with_bias - scores.biases[s]) if s >= stride else 0.0
            np.testing.assert_allclose(terms.streams[row], expected, atol=1e-5)
        read = [s for s in STREAM_STRIDES if s >= stride]
        np.testing.assert_allclose(terms.bias, sum(gains.of(s) * scores.biases[s].astype(np.float64) for s in read), atol=1e-6)


def test_a_stream_that_is_switched_off_says_nothing_and_takes_its_bias_with_it() -> None:
    scores = seeded_scores()
    segmentation = read_out(scores, ReadOut.STRIDE_8, Gains(1.0, 0.0, 1.0))
    terms = attribute(segmentation, 20.5, 30.5)
    assert streams_read(segmentation) == (32, 8)
    assert not terms.streams[1].any()
    np.testing.assert_allclose(terms.bias, scores.biases[32].astype(np.float64) + scores.biases[8], atol=1e-7)


def test_the_biases_that_a_run_records_are_those_of_the_score_convolutions(tmp_path: Path) -> None:
    net = tiny_net(3)
    with torch.no_grad():
        for stride, bias in net.score_biases().items():
            bias.copy_(torch.arange(4) * float(stride))
    engine = Engine(DeviceChoice.CPU, rows=[tiny_row(tmp_path, net=net)])
    photo = from_array(np.random.default_rng(0).integers(0, 256, (64, 96, 3)).astype(np.uint8), name="noise")
    scores = engine.scores(photo, "tiny", CancelToken())
    for stride in STREAM_STRIDES:
        assert scores.biases[stride].tolist() == [0.0, stride, 2.0 * stride, 3.0 * stride]
    segmentation = engine.read_out(scores, ReadOut.STRIDE_8, UNIT_GAINS)
    terms = attribute(segmentation, 50.5, 20.5)
    assert terms.bias.tolist() == [0.0, 56.0, 112.0, 168.0]
    np.testing.assert_allclose(terms.logits, segmentation.logits_at(50.5, 20.5), atol=1e-4)


def dense_logits(segmentation: Segmentation) -> np.ndarray:
    """``(K, H, W)`` by asking every pixel."""
    height, width = segmentation.class_map.shape
    return np.stack([[segmentation.logits_at(x + 0.5, y + 0.5) for x in range(width)] for y in range(height)]).transpose(2, 0, 1)


@pytest.mark.parametrize("stride", list(ReadOut))
def test_margins_are_the_two_highest_logits_of_each_pixel_apart(stride: ReadOut) -> None:
    segmentation = read_out(seeded_scores(1, size=(38, 51), scale=0.4), stride, UNIT_GAINS)
    highest = np.sort(dense_logits(segmentation), axis=0)
    np.testing.assert_allclose(margins(segmentation, CancelToken()), highest[-1] - highest[-2], atol=1e-5)


def test_entropies_are_those_of_the_softmax_in_bits() -> None:
    segmentation = read_out(seeded_scores(2), ReadOut.STRIDE_8, Gains(3.0, 3.0, 3.0))
    shares = probabilities(segmentation).astype(np.float64)
    expected = -(shares * np.log2(shares)).sum(axis=0)
    found = entropies(segmentation, CancelToken())
    np.testing.assert_allclose(found, expected, atol=1e-4)
    assert found.min() >= 0
    assert found.max() <= math.log2(CLASSES) + 1e-5


def test_equal_scores_have_the_most_entropy_and_no_margin() -> None:
    scores = seeded_scores()
    for values in scores.scores.values():
        values[:] = 2.0
    segmentation = read_out(scores, ReadOut.STRIDE_16, UNIT_GAINS)
    np.testing.assert_allclose(entropies(segmentation, CancelToken()), math.log2(CLASSES), rtol=1e-6)
    assert not margins(segmentation, CancelToken()).any()


def test_bands_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    segmentation = read_out(seeded_scores(3), ReadOut.STRIDE_8, UNIT_GAINS)

    def maps() -> tuple[np.ndarray, ...]:
        found = deciding_stream(segmentation, without_each(segmentation))
        return found, margins(segmentation, CancelToken()), entropies(segmentation, CancelToken())

    whole = maps()
    monkeypatch.setattr("core.fcn.attribution.BAND_VALUES", 1000)
    for banded, at_once in zip(maps(), whole, strict=True):
        np.testing.assert_array_equal(banded, at_once)


@pytest.mark.parametrize("work", [margins, entropies])
def test_a_cancel_stops_between_bands(work: object) -> None:
    token = CancelToken()
    token.cancel()
    assert callable(work)
    with pytest.raises(Cancelled):
        work(read_out(seeded_scores(), ReadOut.STRIDE_8, UNIT_GAINS), token)


def test_the_arithmetic_of_a_pixel_needs_no_torch() -> None:
    code = "import sys, core.fcn.attribution, core.fcn.interpolation, core.truth, core.export.one_hot; print('torch' in sys.modules)"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def without_each(segmentation: Segmentation) -> dict[int, Segmentation | None]:
    read = streams_read(segmentation)
    gains = {stride: gains_without(segmentation.gains, stride) for stride in read}
    return {s: read_out(segmentation.scores, segmentation.read_out, gains[s]) if len(read) > 1 else None for s in read}


@pytest.mark.parametrize("gains", [UNIT_GAINS, Gains(1.0, 0.4, 1.8), Gains(1.0, 0.0, 2.0)])
def test_the_deciding_stream_is_the_one_without_which_the_winner_is_farthest_behind(gains: Gains) -> None:
    segmentation = read_out(seeded_scores(5, size=(38, 51), scale=0.4), ReadOut.STRIDE_8, gains)
    without = without_each(segmentation)
    found = deciding_stream(segmentation, without)
    winners = dense_logits(segmentation).argmax(axis=0)
    behind = []
    for stride in STREAM_STRIDES:
        other = without.get(stride)
        if other is None:
            behind.append(np.zeros(winners.shape))
            continue
        left = dense_logits(other)
        behind.append(left.max(axis=0) - np.take_along_axis(left, winners[None], axis=0)[0])
    farthest = np.stack(behind)
    expected = np.where(farthest.max(axis=0) > 0, farthest.argmax(axis=0) + 1, 0)
    assert len(np.unique(expected)) > 2
    np.testing.assert_array_equal(found, expected)


def test_what_a_stream_flips_is_where_the_class_differs_without_it() -> None:
    segmentation = read_out(seeded_scores(6, size=(38, 51), scale=0.4), ReadOut.STRIDE_8, UNIT_GAINS)
    without = without_each(segmentation)
    for other in without.values():
        assert other is not None
        flips = flipped(segmentation, other)
        assert flips.any()
        np.testing.assert_array_equal(flips, dense_logits(segmentation).argmax(axis=0) != dense_logits(other).argmax(axis=0))


def test_the_only_stream_decides_every_pixel() -> None:
    segmentation = read_out(seeded_scores(), ReadOut.STRIDE_32, UNIT_GAINS)
    without = without_each(segmentation)
    assert without == {32: None}
    assert flipped(segmentation, None).all()
    assert {DECIDED_BY[code] for code in np.unique(deciding_stream(segmentation, without))} == {32}


def test_with_every_stream_off_nothing_decides() -> None:
    segmentation = read_out(seeded_scores(), ReadOut.STRIDE_8, Gains(0.0, 0.0, 0.0))
    assert streams_read(segmentation) == ()
    assert not deciding_stream(segmentation, without_each(segmentation)).any()
    assert not attribute(segmentation, 3.5, 4.5).logits.any()
