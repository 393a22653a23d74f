"""The paper's crops and deconvolutions, layer by layer with torch's own, against score maps in a ring of zeros, for photos of any size."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from core.fcn.alignment import VggAlignment
from core.fcn.attribution import attribute
from core.fcn.config import UNIT_GAINS, Gains, ReadOut
from core.fcn.kernels import bilinear_kernel
from core.fcn.paper import PaperFcn, cropped_to_doubled, ringed
from core.fcn.readout import logits_at_pixels
from core.fcn.results import FcnScores, RunFacts
from core.fcn.run import read_out
from core.geometry import Axis1d, PlaneMap
from core.labels import LabelSet

CLASSES = 3
STREAMS = (32, 16, 8)
DRAW = random.Random(20)
SIZES = [(1, 1), (1, 230), (500, 33), (90, 90), *((DRAW.randint(1, 160), DRAW.randint(1, 160)) for _ in range(20))]
"""Heights and widths."""

Maps = dict[int, torch.Tensor]


def halved(side: int, times: int) -> int:
    for _ in range(times):
        side = -(-side // 2)
    return side


def score_layers(size: tuple[int, int], seed: int = 0) -> Maps:
    """Random outputs of score_fr, score_pool4 and score_pool3 in the shapes that the layers before give them: ``(1, K, h, w)``."""
    torch.manual_seed(seed)
    shapes = {stride: [halved(side + 198, pools) for side in size] for stride, pools in ((32, 5), (16, 4), (8, 3))}
    shapes[32] = [side - 6 for side in shapes[32]]
    return {stride: torch.randn(1, CLASSES, *shape, dtype=torch.float64) for stride, shape in shapes.items()}


def deconvolved(maps: torch.Tensor, factor: int) -> torch.Tensor:
    kernel = torch.from_numpy(bilinear_kernel(factor)).expand(CLASSES, 1, -1, -1)
    return F.conv_transpose2d(maps, kernel, stride=factor, groups=CLASSES)


def the_papers_result(layers: Maps, net: int, size: tuple[int, int], gains: Gains = UNIT_GAINS) -> torch.Tensor:
    """``(K, H, W)``: FCN-32s, 16s or 8s after its score layers, with the crops that were published."""
    fused, crop = layers[32] * gains.score32, 19
    for stride, skip_crop, last in ((16, 5, 27), (8, 9, 31)):
        if stride < net:
            break
        doubled, crop = deconvolved(fused, 2), last
        height, width = doubled.shape[2:]
        fused = doubled + layers[stride][:, :, skip_crop : skip_crop + height, skip_crop : skip_crop + width] * gains.of(stride)
    whole = deconvolved(fused, net)[0, :, crop : crop + size[0], crop : crop + size[1]]
    assert whole.shape[1:] == size
    return whole


def our_scores(layers: Maps, size: tuple[int, int], biases: dict[int, np.ndarray] | None = None) -> FcnScores:
    """What a net records of the same layers, the photo being as large as its input."""
    sixteen = cropped_to_doubled(layers[16], 5, layers[32])
    cropped = {32: layers[32], 16: sixteen, 8: cropped_to_doubled(layers[8], 9, sixteen)}
    maps = {stride: ringed(score)[0].float().numpy() for stride, score in cropped.items()}
    start = Axis1d(1.0, VggAlignment().padded_to_image().shift + PaperFcn.score_origin)
    labels = LabelSet("three", ("a", "b", "c"))
    facts = RunFacts("CPU", 0.0, (), (size[0] + 198, size[1] + 198), 99)
    return FcnScores(maps, PlaneMap(start, start), size, "digest", "paper", labels, facts, biases or {}, STREAMS, PaperFcn.ring)


def our_logits(scores: FcnScores, stride: ReadOut, gains: Gains = UNIT_GAINS) -> torch.Tensor:
    cells = scores.cell_to_image(stride)
    fused = torch.tensor(read_out(scores, stride, gains).fused)
    return logits_at_pixels(fused, (cells.x, cells.y), scores.image_size).double()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_maps_in_a_ring_read_as_the_papers_layers_do_at_every_pixel(size: tuple[int, int]) -> None:
    layers = score_layers(size, seed=sum(size))
    scores = our_scores(layers, size)
    for stride in ReadOut:
        expected = the_papers_result(layers, stride, size)
        torch.testing.assert_close(our_logits(scores, stride), expected, atol=1e-4, rtol=0)
        chosen = torch.from_numpy(read_out(scores, stride, UNIT_GAINS).class_map.astype(np.int64))
        torch.testing.assert_close(expected.gather(0, chosen[None])[0], expected.amax(dim=0), atol=1e-4, rtol=0)


def test_gains_scale_the_papers_streams_too() -> None:
    layers, size, gains = score_layers((70, 133), seed=5), (70, 133), Gains(0.3, 1.9, -0.7)
    expected = the_papers_result(layers, 8, size, gains)
    torch.testing.assert_close(our_logits(our_scores(layers, size), ReadOut.STRIDE_8, gains), expected, atol=1e-4, rtol=0)


def test_ones_fade_out_to_0_37_in_the_corner_of_fcn_32s() -> None:
    layers = {stride: torch.ones_like(layer) for stride, layer in score_layers((100, 100)).items()}
    logits = our_logits(our_scores(layers, (100, 100)), ReadOut.STRIDE_32)
    assert float(logits[0, 0, 0]) == pytest.approx(0.37, abs=0.005)
    assert float(logits[0, 50, 50]) == pytest.approx(1.0)


def test_the_maps_of_all_strides_begin_at_one_place() -> None:
    net = VggAlignment()
    start = net.ringed_to_image().shift
    first, second, _ = net.crops(8)
    assert start == net.score32_to_image()(-1.0) == net.pool_to_image(4)(first - 1.0) == net.pool_to_image(3)(second - 1.0) == -35.0
    assert net.padded_to_image().shift + PaperFcn.score_origin == start


def test_maps_nest_whatever_the_photos_size() -> None:
    for side in range(1, 129):
        scores = our_scores(score_layers((side, 40)), (side, 40))
        rows = {stride: scores.scores[stride].shape[1] for stride in STREAMS}
        assert rows[8] == 2 * rows[16] == 4 * rows[32]
        assert scores.scored(8).shape == (CLASSES, rows[8] - 2, scores.scores[8].shape[2] - 2)
        assert scores.cell_to_image(32).y(rows[32] - 1.0) >= side  # the ring lies beyond the photo's end


@pytest.mark.parametrize("size", [(61, 97), (225, 130)])
@pytest.mark.parametrize("stride", list(ReadOut))
def test_the_terms_of_a_pixel_are_its_streams_and_biases_at_the_border_too(size: tuple[int, int], stride: ReadOut) -> None:
    plain, gains = score_layers(size, seed=3), Gains(0.8, 1.3, 0.6)
    torch.manual_seed(4)
    biases = {s: torch.randn(CLASSES, dtype=torch.float64) * 3 for s in STREAMS}
    layers = {s: layer + biases[s][:, None, None] for s, layer in plain.items()}
    segmentation = read_out(our_scores(layers, size, {s: bias.float().numpy() for s, bias in biases.items()}), stride, gains)
    off = {s: Gains(*(gains.of(other) * (other == s) for other in STREAMS)) for s in STREAMS}
    streams = {s: the_papers_result(plain, stride, size, off[s]) for s in STREAMS if s >= stride}
    of_biases = the_papers_result({s: biases[s][:, None, None].expand_as(layers[s]) for s in STREAMS}, stride, size, gains)
    height, width = size
    for row, column in ((0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1), (height // 2, 0), (30, 40)):
        terms = attribute(segmentation, column + 0.5, row + 0.5)
        for place, s in enumerate(STREAMS):
            expected = streams[s][:, row, column].numpy() if s in streams else np.zeros(CLASSES)
            np.testing.assert_allclose(terms.streams[place], expected, atol=1e-4)
        np.testing.assert_allclose(terms.bias, of_biases[:, row, column].numpy(), atol=1e-4)
        np.testing.assert_allclose(terms.logits, segmentation.logits_at(column + 0.5, row + 0.5), atol=1e-4)
