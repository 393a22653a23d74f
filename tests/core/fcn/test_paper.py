"""The paper's real nets with random weights, against a slow reading of the published layers; one trunk, and half a gigabyte, for all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch
import torch.nn.functional as F  # noqa: N812

from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.devices import DeviceChoice
from core.engine import Engine
from core.errors import InputError, WeightsError
from core.fcn.attribution import attribute
from core.fcn.build import build, checked_state
from core.fcn.config import UNIT_GAINS, ReadOut
from core.fcn.kernels import bilinear_kernel
from core.fcn.paper import PaperFcn
from core.fcn.published import PaperFcnConfig
from core.fcn.receptive_field import theoretical_fields
from core.fcn.results import FcnScores, Segmentation
from core.fcn.run import LoadedFcn, read_out, run_scores
from core.features import FeatureCache
from core.image import ImageDocument, from_array
from core.labels import VOC
from core.weights.reading import blob_of
from tests.fcn_networks import net_with, random_state
from tests.networks import TINY_LABELS, tiny_row

NAMES = TINY_LABELS.names
NETS = {
    stride: PaperFcnConfig(stride, NAMES, TINY_LABELS.name, at_once) for stride, at_once in ((32, False), (16, False), (8, False))
}
AT_ONCE = PaperFcnConfig(8, NAMES, TINY_LABELS.name, at_once=True)
State = dict[str, torch.Tensor]


@pytest.fixture(scope="module")
def state() -> State:
    """Every tensor of the three nets. The first layer answers to 0..255, the others to numbers near 1."""
    everything = random_state(AT_ONCE)
    everything["conv1_1.weight"] /= 64
    for stride in (32, 16):
        everything |= meta_net(NETS[stride]).fixed_kernels()
    return everything


def meta_net(config: PaperFcnConfig) -> PaperFcn:
    with torch.device("meta"):
        net = build(config)
    assert isinstance(net, PaperFcn)
    return net


def photo(height: int = 45, width: int = 70, seed: int = 0) -> ImageDocument:
    return from_array(np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8), name="noise")


@pytest.fixture(scope="module")
def pools(state: State) -> Mapping[int, torch.Tensor]:
    """Pools 3, 4 and 5 of ``photo()``, layer by layer as published: the photo is padded by conv1_1 alone, by 100."""
    bgr = photo().rgb[:, :, ::-1].astype(np.float32) - np.array([104.007, 116.669, 122.679], np.float32)
    values, found = torch.from_numpy(bgr.transpose(2, 0, 1).copy())[None], {}
    with torch.inference_mode():
        for block, depth in enumerate((2, 2, 3, 3, 3), start=1):
            for place in range(1, depth + 1):
                name, padding = f"conv{block}_{place}", 100 if (block, place) == (1, 1) else 1
                values = F.relu(F.conv2d(values, state[f"{name}.weight"], state[f"{name}.bias"], padding=padding))
            values = found[block] = F.max_pool2d(values, 2, 2, ceil_mode=True)
    return found


@torch.inference_mode()
def published_logits(state: State, pools: Mapping[int, torch.Tensor], config: PaperFcnConfig, size: tuple[int, int]) -> torch.Tensor:
    """``(K, H, W)``: the head of FCN-32s, 16s or 8s, staged or at once, with dense deconvolution kernels."""

    def layer(name: str, values: torch.Tensor) -> torch.Tensor:
        return F.conv2d(values, state[f"{name}.weight"], state[f"{name}.bias"])

    def up(values: torch.Tensor, factor: int) -> torch.Tensor:
        kernel = torch.zeros(len(NAMES), len(NAMES), 2 * factor, 2 * factor)
        for index in range(len(NAMES)):
            kernel[index, index] = torch.from_numpy(bilinear_kernel(factor))
        return F.conv_transpose2d(values, kernel, stride=factor)

    def cut(values: torch.Tensor, offset: int, height: int, width: int) -> torch.Tensor:
        return values[:, :, offset : offset + height, offset : offset + width]

    fused, offset = layer("score_fr", F.relu(layer("fc7", F.relu(layer("fc6", pools[5]))))), 19
    for pool, crop, last, scale in ((4, 5, 27, 0.01), (3, 9, 31, 0.0001)):
        if 2**pool < config.finest_stride:
            break
        fused, offset = up(fused, 2), last
        fused = fused + cut(layer(f"score_pool{pool}", pools[pool] * (scale if config.at_once else 1)), crop, *fused.shape[2:])
    return cut(up(fused, config.finest_stride), offset, *size)[0]


def loaded(config: PaperFcnConfig, state: State) -> LoadedFcn:
    net = net_with(config, state)
    return LoadedFcn(f"fcn{config.finest_stride}s", "Paper", net, TINY_LABELS, net.features_hash("a file"), ())


def scores_of(model: LoadedFcn, document: ImageDocument, cache: FeatureCache) -> FcnScores:
    return run_scores(model, document, torch.device("cpu"), CancelToken(), cache)


def logits_of(segmentation: Segmentation) -> np.ndarray:
    height, width = segmentation.class_map.shape
    return np.stack([[segmentation.logits_at(x + 0.5, y + 0.5) for x in range(width)] for y in range(height)]).transpose(2, 0, 1)


@pytest.fixture(scope="module")
def cache() -> FeatureCache:
    """Of the whole module: the trunk runs once."""
    return FeatureCache(1 << 28)


@pytest.mark.parametrize("config", [*NETS.values(), AT_ONCE], ids=repr)
def test_every_pixel_gets_the_logits_of_the_published_layers(
    config: PaperFcnConfig, state: State, pools: Mapping[int, torch.Tensor], cache: FeatureCache
) -> None:
    document = photo()
    expected = published_logits(state, pools, config, (document.height, document.width)).numpy()
    scores = scores_of(loaded(config, state), document, cache)
    segmentation = read_out(scores, ReadOut(config.finest_stride), UNIT_GAINS)
    assert np.abs(expected).max() > 0.1
    np.testing.assert_allclose(logits_of(segmentation), expected, atol=1e-4 * max(1.0, float(np.abs(expected).max())))
    for x, y in ((0.5, 0.5), (69.5, 44.5), (30.5, 20.5)):
        np.testing.assert_allclose(attribute(segmentation, x, y).logits, segmentation.logits_at(x, y), atol=1e-4)


def test_nets_of_one_trunk_share_its_features(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    passes: list[str] = []
    pyramid = PaperFcn.pyramid
    monkeypatch.setattr(PaperFcn, "pyramid", lambda net, pixels: passes.append("one") or pyramid(net, pixels))
    shared = FeatureCache(1 << 28)
    found = [scores_of(loaded(config, state), photo(9, 12), shared) for config in NETS.values()]
    assert passes == ["one"]
    assert [scores.streams for scores in found] == [(32,), (32, 16), (32, 16, 8)]
    for scores in found[1:]:
        np.testing.assert_allclose(scores.scores[32], found[0].scores[32], atol=1e-5)


def test_only_the_trunk_decides_whether_features_are_shared(state: State) -> None:
    own = net_with(AT_ONCE, state).features_hash("a file")
    assert own == net_with(NETS[32], state).features_hash("another file")
    other_heads = {**state, "score_fr.weight": state["score_fr.weight"] + 1, "fc7.bias": state["fc7.bias"] + 1}
    assert net_with(AT_ONCE, other_heads).features_hash("a file") == own
    other_trunk = {**state, "conv5_3.bias": state["conv5_3.bias"] + 1}
    assert net_with(AT_ONCE, other_trunk).features_hash("a file") != own


def test_strides_that_a_net_does_not_score_hold_zeros_of_nesting_shapes(state: State, cache: FeatureCache) -> None:
    scores = scores_of(loaded(NETS[16], state), photo(), cache)
    assert scores.read_outs == (ReadOut.STRIDE_32, ReadOut.STRIDE_16)
    rows = {stride: values.shape[1] for stride, values in scores.scores.items()}
    assert rows == {32: rows[32], 16: 2 * rows[32], 8: 4 * rows[32]}
    assert not scores.scores[8].any()
    with pytest.raises(InputError, match=r"fcn16s has no read-out FCN-8s; choose FCN-32s, FCN-16s\."):
        Engine(DeviceChoice.CPU).read_out(scores, ReadOut.STRIDE_8)


def test_the_input_is_blue_green_red_less_the_mean_in_a_margin_of_zeros() -> None:
    net, document = meta_net(AT_ONCE), photo(3, 5)
    given = net.prepare(document.rgb, net.input_size((3, 5)))
    assert given.pixels.shape == (1, 3, 3 + 198, 5 + 198)
    red, green, blue = document.rgb[2, 4].tolist()
    assert given.pixels[0, :, 99 + 2, 99 + 4].tolist() == pytest.approx([blue - 104.007, green - 116.669, red - 122.679], abs=1e-4)
    inside = given.pixels[:, :, 99:-99, 99:-99]
    assert torch.count_nonzero(given.pixels) == torch.count_nonzero(inside) == inside.numel()
    assert (given.to_image.x(99.0), given.to_image.y(99.0), given.to_image.x(104.0)) == (0.0, 0.0, 5.0)


@pytest.mark.parametrize(("image", "factor", "size"), [
    ((375, 500), 1.0, (375, 500)), ((2000, 1000), 1.0, (500, 250)), ((30, 20), 1.0, (30, 20)), ((30, 20), 0.5, (15, 10)),
    ((2000, 1000), 0.5, (250, 125)), ((1, 4000), 1.0, (1, 500)),
])  # fmt: skip
def test_photos_are_shrunk_to_500_px_and_never_enlarged(image: tuple[int, int], factor: float, size: tuple[int, int]) -> None:
    assert meta_net(AT_ONCE).input_size(image, factor) == size


def test_a_pool_sees_what_the_literature_says() -> None:
    fields = theoretical_fields(meta_net(AT_ONCE), (300, 250))
    assert {name: field.x.size for name, field in fields.items()} == {"C1": 6, "C2": 16, "C3": 44, "C4": 100, "C5": 212}


@pytest.fixture(scope="module")
def row(state: State, tmp_path_factory: pytest.TempPathFactory) -> ModelRow:
    return tiny_row(tmp_path_factory.mktemp("weights"), key="fcn8s", net=net_with(AT_ONCE, state))


def test_a_weight_file_runs_through_the_engine(row: ModelRow) -> None:
    engine, document, token = Engine(DeviceChoice.CPU, rows=[row]), photo(12, 20), CancelToken()
    scores = engine.scores(document, "fcn8s", token)
    for stride in scores.read_outs:
        assert engine.read_out(scores, stride).class_map.shape == (12, 20)
    pyramid = engine.pyramid(document, "fcn8s", token)
    assert {name: level.shape for name, level in pyramid.levels.items()} == {
        "C1": (64, 105, 109), "C2": (128, 53, 55), "C3": (256, 27, 28), "C4": (512, 14, 14), "C5": (512, 7, 7),
    }  # fmt: skip
    assert pyramid.cell_to_image("C3").x(0.0) == -99.0
    box = engine.receptive_fields(pyramid, "fcn8s", token)["C3"].box(13, 14)
    moved = engine.effective_field(document, pyramid, "fcn8s", "C3", (13, 14), token)
    rows, columns = np.nonzero(moved)
    assert moved.shape == pyramid.input_size == (12 + 198, 20 + 198)
    assert box.y1 <= rows.min() <= rows.max() < box.y2
    assert box.x1 <= columns.min() <= columns.max() < box.x2


TRUNK = {
    "conv1_1": (64, 3, 3, 3), "conv1_2": (64, 64, 3, 3), "conv2_1": (128, 64, 3, 3), "conv2_2": (128, 128, 3, 3),
    "conv3_1": (256, 128, 3, 3), "conv3_2": (256, 256, 3, 3), "conv3_3": (256, 256, 3, 3),
    "conv4_1": (512, 256, 3, 3), "conv4_2": (512, 512, 3, 3), "conv4_3": (512, 512, 3, 3),
    "conv5_1": (512, 512, 3, 3), "conv5_2": (512, 512, 3, 3), "conv5_3": (512, 512, 3, 3),
    "fc6": (4096, 512, 7, 7), "fc7": (4096, 4096, 1, 1), "score_fr": (21, 4096, 1, 1),
}  # fmt: skip
"""Convolutions, each with a bias, as pytorch-fcn names and shapes them for VOC's 21 classes."""
SCORE_POOL4, SCORE_POOL3 = {"score_pool4": (21, 512, 1, 1)}, {"score_pool3": (21, 256, 1, 1)}
UPSAMPLING: dict[int, dict[str, int]] = {
    32: {"upscore": 64}, 16: {"upscore2": 4, "upscore16": 32}, 8: {"upscore2": 4, "upscore_pool4": 4, "upscore8": 16},
}  # fmt: skip
"""Deconvolutions without bias: name and kernel size."""


@pytest.mark.parametrize("config", [*(PaperFcnConfig(stride, VOC.names, VOC.name) for stride in (32, 16, 8)),
                                    PaperFcnConfig(8, VOC.names, VOC.name, at_once=True)], ids=repr)  # fmt: skip
def test_names_and_shapes_are_those_of_pytorch_fcn(config: PaperFcnConfig) -> None:
    stride = config.finest_stride
    convolutions = TRUNK | (SCORE_POOL4 if stride < 32 else {}) | (SCORE_POOL3 if stride < 16 else {})
    expected = {f"{name}.weight": shape for name, shape in convolutions.items()}
    expected |= {f"{name}.bias": shape[:1] for name, shape in convolutions.items()}
    expected |= {f"{name}.weight": (21, 21, size, size) for name, size in UPSAMPLING[stride].items()}
    assert {name: tuple(tensor.shape) for name, tensor in meta_net(config).state_dict().items()} == expected


def test_upsampling_kernels_that_have_learned_are_refused(row: ModelRow) -> None:
    content = row.weights_path.read_bytes()
    net = meta_net(AT_ONCE)
    whole = checked_state(blob_of(content, Path("net.safetensors")), net)
    assert whole.keys() == net.state_dict().keys()
    tensors = safetensors.torch.load(content)
    tensors["upscore_pool4.weight"][0, 1, 0, 0] = 0.01
    with pytest.raises(WeightsError, match=r"net\.safetensors has upsampling kernels that are not bilinear \(upscore_pool4\.weight\)"):
        checked_state(blob_of(safetensors.torch.save(tensors), Path("net.safetensors")), net)
