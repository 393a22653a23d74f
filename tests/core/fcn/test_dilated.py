"""torchvision's FCNs with random weights, against torchvision's own call."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.models import segmentation

from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.devices import DeviceChoice
from core.engine import Engine
from core.errors import InputError
from core.fcn.attribution import attribute, streams_read
from core.fcn.build import build
from core.fcn.config import Gains, ReadOut
from core.fcn.fusion import upsample
from core.fcn.published import DilatedFcnConfig
from core.fcn.receptive_field import theoretical_fields
from core.fcn.results import FcnScores
from core.image import from_array
from main import main
from tests.fcn_networks import net_with, random_state
from tests.networks import TINY_LABELS, tiny_row

CONFIGS = {depth: DilatedFcnConfig(depth, TINY_LABELS.names, TINY_LABELS.name) for depth in (50, 101)}


@pytest.mark.parametrize(("depth", "size"), [(50, (64, 40)), (101, (40, 56))])
def test_the_scores_are_torchvisions_before_its_upsampling(depth: int, size: tuple[int, int]) -> None:
    state = random_state(CONFIGS[depth])
    with torch.device("meta"):
        theirs = getattr(segmentation, f"fcn_resnet{depth}")(weights=None, weights_backbone=None, num_classes=4).eval()
    theirs.load_state_dict(state, assign=True)
    pixels = torch.randn(1, 3, *size, generator=torch.Generator().manual_seed(depth))
    with torch.inference_mode():
        expected = theirs(pixels)["out"]
        score = net_with(CONFIGS[depth], state)(pixels)[8]
        whole = upsample(score, 8)[:, :, : size[0], : size[1]]
    assert score.shape[2] % 4 == score.shape[3] % 4 == 0
    torch.testing.assert_close(whole, expected, rtol=1e-4, atol=1e-4 * float(expected.abs().max()))


def test_published_files_fit_but_for_the_auxiliary_classifier() -> None:
    with torch.device("meta"):
        theirs = segmentation.fcn_resnet50(weights=None, weights_backbone=None, num_classes=4, aux_loss=True).state_dict()
        ours = build(CONFIGS[50]).state_dict()
    kept = {name: tensor.shape for name, tensor in theirs.items() if not name.startswith("aux_classifier.")}
    assert kept == {name: tensor.shape for name, tensor in ours.items()}


@pytest.mark.parametrize(("image", "factor", "size"), [
    ((520, 520), 1.0, (520, 520)), ((375, 500), 1.0, (520, 696)), ((480, 640), 0.5, (256, 344)), ((1000, 3000), 1.0, (520, 1560)),
    ((1, 4000), 1.0, (8, 2080)),
])  # fmt: skip
def test_the_shortest_side_has_520_px_and_both_are_multiples_of_8(image: tuple[int, int], factor: float, size: tuple[int, int]) -> None:
    with torch.device("meta"):
        net = build(CONFIGS[50])
    assert net.input_size(image, factor) == size


def test_the_input_is_normalised_as_imagenets() -> None:
    with torch.device("meta"):
        net = build(CONFIGS[50])
    given = net.prepare(np.full((10, 20, 3), (255, 0, 51), np.uint8), (16, 24))
    assert given.pixels[0, :, 7, 9].tolist() == pytest.approx([(1 - 0.485) / 0.229, -0.456 / 0.224, (0.2 - 0.406) / 0.225], abs=1e-5)
    assert (given.to_image.x(24.0), given.to_image.y(16.0)) == (20.0, 10.0)


def test_dilation_widens_what_a_cell_sees_at_one_stride() -> None:
    with torch.device("meta"):
        net = build(CONFIGS[50])
    assert dict(net.level_strides) == {"C1": 2, "C2": 4, "C3": 8, "C4": 8, "C5": 8}
    fields = theoretical_fields(net, (520, 520))
    # 3x3 kernels widen by 2 cells of their input times their rate: layer3 at rates 1, 2 x 5, layer4 at 2, 4 x 2.
    assert {name: field.x.size for name, field in fields.items()} == {"C1": 7, "C2": 35, "C3": 91, "C4": 267, "C5": 427}


@pytest.fixture(scope="module")
def row(tmp_path_factory: pytest.TempPathFactory) -> ModelRow:
    return tiny_row(tmp_path_factory.mktemp("weights"), key="fcn-resnet50", net=net_with(CONFIGS[50], random_state(CONFIGS[50])))


STRIP = np.random.default_rng(0).integers(0, 256, (1, 300, 3), np.uint8)
"""Few input px: 8 x 2080."""


@pytest.fixture(scope="module")
def scores(row: ModelRow) -> FcnScores:
    return Engine(DeviceChoice.CPU, rows=[row]).scores(from_array(STRIP, name="strip"), row.key, CancelToken())


def test_one_read_out_and_one_stream(scores: FcnScores) -> None:
    assert scores.read_outs == (ReadOut.STRIDE_8,)
    assert scores.facts.input_size == (8, 2080)
    assert scores.scored(8).shape == (4, 1, 260)
    engine = Engine(DeviceChoice.CPU)
    for stride in (ReadOut.STRIDE_32, ReadOut.STRIDE_16):
        with pytest.raises(InputError, match=f"fcn-resnet50 has no read-out FCN-{int(stride)}s; choose FCN-8s"):
            engine.read_out(scores, stride)
    found = engine.read_out(scores, ReadOut.STRIDE_8)
    assert streams_read(found) == (8,)
    terms = attribute(found, 70.5, 0.5)
    assert not terms.streams[:2].any()
    np.testing.assert_allclose(terms.logits, found.logits_at(70.5, 0.5), atol=1e-4)


def test_gains_of_streams_that_are_not_there_have_no_effect(scores: FcnScores) -> None:
    engine = Engine(DeviceChoice.CPU)
    plain, louder = (engine.read_out(scores, ReadOut.STRIDE_8, gains) for gains in (Gains(), Gains(7.0, -3.0, 1.0)))
    np.testing.assert_array_equal(plain.fused, louder.fused)


def test_segment_takes_the_finest_read_out_that_there_is(
    row: ModelRow, scores: FcnScores, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "strip.png"
    Image.fromarray(STRIP).save(path)
    words = ["segment", str(path), "--model", row.key, "--out", str(tmp_path / "out"), "--write", "labels", "--json"]
    assert main(words, rows=(row,)) == 0
    assert json.loads(capsys.readouterr().out)[0]["read_out"] == 8
    expected = Engine(DeviceChoice.CPU).read_out(scores, ReadOut.STRIDE_8).class_map
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "out" / "strip-labels.png")), expected)
