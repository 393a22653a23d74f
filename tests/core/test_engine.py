from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
import torch

from core.badges import Badge
from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.devices import DeviceChoice
from core.engine import Engine
from core.errors import Cancelled, DeviceError, InputError, InvalidOutput, WeightsError
from core.fcn.config import Gains, ReadOut
from core.fcn.fusion import fuse
from core.fcn.network import FcnNet
from core.image import ImageDocument, from_array
from tests.maskrcnn_networks import tiny_maskrcnn_row
from tests.networks import tiny_net, tiny_row


@pytest.fixture
def row(tmp_path: Path) -> ModelRow:
    return tiny_row(tmp_path)


@pytest.fixture
def engine(row: ModelRow) -> Engine:
    return Engine(DeviceChoice.CPU, rows=[row])


def photo(height: int = 70, width: int = 110, seed: int = 0) -> ImageDocument:
    rgb = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return from_array(rgb, name=f"noise {seed}")


def count_trunk_passes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    sizes: list[tuple[int, ...]] = []
    real = FcnNet.pyramid

    def counting(net: FcnNet, pixels: torch.Tensor) -> dict[int, torch.Tensor]:
        sizes.append(tuple(pixels.shape))
        return real(net, pixels)

    monkeypatch.setattr(FcnNet, "pyramid", counting)
    return sizes


def test_three_read_outs_come_from_one_pass_of_the_trunk(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    passes = count_trunk_passes(monkeypatch)
    scores = engine.scores(photo(), "tiny", CancelToken())
    maps = [engine.read_out(scores, read_out).class_map for read_out in ReadOut]
    assert passes == [(1, 3, 64, 96)]
    assert all(class_map.shape == (70, 110) and class_map.dtype == np.uint8 for class_map in maps)
    assert len({class_map.tobytes() for class_map in maps}) == 3


def test_scores_are_the_networks_own(engine: Engine) -> None:
    document = photo(64, 96)  # the configured longest side, so nothing is resized
    scores = engine.scores(document, "tiny", CancelToken())
    net = tiny_net().half().float()
    pixels = (torch.tensor(document.rgb).permute(2, 0, 1)[None].float() / 255 - 0.5) / 0.5
    with torch.inference_mode():
        expected = net(pixels)
    for stride, score in expected.items():
        np.testing.assert_allclose(scores.scores[stride], score[0].numpy(), atol=1e-4)


def test_a_class_map_is_the_argmax_of_the_fused_scores_at_every_pixel(engine: Engine) -> None:
    scores = engine.scores(photo(64, 96), "tiny", CancelToken())
    found = engine.read_out(scores, ReadOut.STRIDE_16, Gains(1.0, 0.5, 1.0))
    tensors = {stride: torch.tensor(score)[None] for stride, score in scores.scores.items()}
    fused = fuse(tensors, ReadOut.STRIDE_16, Gains(1.0, 0.5, 1.0))
    dense = torch.nn.functional.interpolate(fused, scale_factor=16, mode="bilinear")[0]
    assert (found.class_map == dense.argmax(0).numpy()).mean() > 0.999  # all but rounding between near-equals


def test_hover_probabilities_are_the_exported_ones(engine: Engine) -> None:
    segmentation = engine.read_out(engine.scores(photo(), "tiny", CancelToken()), ReadOut.STRIDE_8)
    probabilities = engine.probabilities(segmentation)
    assert probabilities.shape == (4, 70, 110)
    np.testing.assert_allclose(probabilities.sum(axis=0), 1.0, atol=1e-5)
    for row, column in [(0, 0), (69, 109), (33, 57), (0, 109)]:
        here = segmentation.probabilities_at(column + 0.5, row + 0.5)
        np.testing.assert_allclose(here, probabilities[:, row, column], atol=1e-5)
        assert here.argmax() == segmentation.class_map[row, column]


def test_shares_count_the_pixels(engine: Engine) -> None:
    segmentation = engine.read_out(engine.scores(photo(), "tiny", CancelToken()), ReadOut.STRIDE_8)
    assert segmentation.shares().sum() == pytest.approx(1.0)
    assert segmentation.shares()[2] == pytest.approx(np.mean(segmentation.class_map == 2))


def test_the_cell_under_a_point_covers_it(engine: Engine) -> None:
    segmentation = engine.read_out(engine.scores(photo(64, 96), "tiny", CancelToken()), ReadOut.STRIDE_16)
    assert segmentation.cell_at(0.0, 0.0) == (0, 0)
    assert segmentation.cell_at(95.9, 16.0) == (5, 1)


def test_the_same_photo_again_takes_its_features_from_the_cache(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    passes = count_trunk_passes(monkeypatch)
    first = engine.scores(photo(), "tiny", CancelToken())
    second = engine.scores(photo(), "tiny", CancelToken())
    pyramid = engine.pyramid(photo(), "tiny", CancelToken())
    assert len(passes) == 1
    for stride in (32, 16, 8):
        np.testing.assert_allclose(first.scores[stride], second.scores[stride], atol=1e-5)
    assert {name: level.shape[1:] for name, level in pyramid.levels.items()} == {
        "C1": (32, 48), "C2": (16, 24), "C3": (8, 12), "C4": (4, 6), "C5": (2, 3),
    }  # fmt: skip


def test_another_photo_runs_the_trunk_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    passes = count_trunk_passes(monkeypatch)
    engine.scores(photo(seed=1), "tiny", CancelToken())
    engine.scores(photo(seed=2), "tiny", CancelToken())
    assert len(passes) == 2


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 500), (500, 1), (33, 31), (97, 64)])
@pytest.mark.bad_input("result: tiny and extreme photos")
def test_odd_and_extreme_photos_get_a_class_at_every_pixel(engine: Engine, height: int, width: int) -> None:
    segmentation = engine.read_out(engine.scores(photo(height, width), "tiny", CancelToken()), ReadOut.STRIDE_8)
    assert segmentation.class_map.shape == (height, width)
    assert segmentation.class_map.max() < 4


def test_stages_are_named_in_order(engine: Engine) -> None:
    stages: list[str] = []
    token = CancelToken(lambda stage, _: stages.append(stage) if stage not in stages else None)
    engine.scores(photo(), "tiny", token)
    assert stages == ["import", "weights", "input", "trunk", "heads"]


def test_a_cancel_inside_the_trunk_stops_the_run_and_the_next_run_is_whole(engine: Engine) -> None:
    layers = threading.Event()
    seen: list[str] = []

    def cancel_in_the_trunk(stage: str, _: float | None) -> None:
        seen.append(stage)
        if seen.count("trunk") == 5:
            token.cancel()
            layers.set()

    token = CancelToken(cancel_in_the_trunk)
    with pytest.raises(Cancelled):
        engine.scores(photo(), "tiny", token)
    assert layers.is_set()
    assert "heads" not in seen
    assert engine.scores(photo(), "tiny", CancelToken()).scores[8].shape == (4, 8, 12)


def test_invalid_numbers_are_an_error_and_nothing_is_cached_as_good(tmp_path: Path) -> None:
    net = tiny_net()
    with torch.no_grad():
        for part in net.modules():  # every number is finite in half precision, so the file itself is sound
            if isinstance(part, torch.nn.BatchNorm2d):
                part.weight.fill_(60_000.0)
                part.bias.fill_(1.0)
        for head in net.heads.values():
            for part in head.modules():
                if isinstance(part, torch.nn.Conv2d):
                    part.weight.fill_(60_000.0)
    engine = Engine(DeviceChoice.CPU, rows=[tiny_row(tmp_path, net=net)])
    with pytest.raises(InvalidOutput, match="Tiny tiny gave invalid numbers for noise 0"):
        engine.scores(photo(), "tiny", CancelToken())


def test_a_damaged_weight_file_is_named_and_a_model_in_use_stays(engine: Engine, row: ModelRow) -> None:
    before = engine.scores(photo(seed=1), "tiny", CancelToken())
    row.weights_path.write_bytes(b"\0" * 100)
    again = engine.scores(photo(seed=1), "tiny", CancelToken())
    np.testing.assert_allclose(before.scores[8], again.scores[8], atol=1e-5)
    with pytest.raises(WeightsError, match=r"tiny\.safetensors is damaged or not the expected one"):
        Engine(DeviceChoice.CPU, rows=[row]).scores(photo(), "tiny", CancelToken())


def test_out_of_memory_runs_on_a_smaller_input_and_says_so(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    real = FcnNet.pyramid

    def small_memory(net: FcnNet, pixels: torch.Tensor) -> dict[int, torch.Tensor]:
        if pixels.shape[3] > 64:
            raise torch.OutOfMemoryError("out of memory")
        return real(net, pixels)

    monkeypatch.setattr(FcnNet, "pyramid", small_memory)
    scores = engine.scores(photo(), "tiny", CancelToken())
    assert scores.facts.badges == (Badge.UNTRAINED, Badge.REDUCED_INPUT)
    assert engine.read_out(scores, ReadOut.STRIDE_8).class_map.shape == (70, 110)


def test_no_memory_at_all_is_one_sentence(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object) -> dict[int, torch.Tensor]:
        raise torch.OutOfMemoryError("out of memory")

    monkeypatch.setattr(FcnNet, "pyramid", no_memory)
    with pytest.raises(DeviceError, match="Memory ran out while running Tiny tiny"):
        engine.scores(photo(), "tiny", CancelToken())


def test_a_cell_is_moved_only_from_within_its_receptive_field(engine: Engine) -> None:
    document, token = photo(64, 96), CancelToken()
    pyramid = engine.pyramid(document, "tiny", token)
    box = engine.receptive_fields(pyramid, "tiny", token)["C1"].box(10, 20)
    moved = engine.effective_field(document, pyramid, "tiny", "C1", (10, 20), token)
    assert moved.shape == pyramid.input_size
    rows, columns = np.nonzero(moved)
    assert box.y1 <= rows.min() <= rows.max() < box.y2
    assert box.x1 <= columns.min() <= columns.max() < box.x2
    assert moved.max() == 1.0


def test_a_new_catalog_keeps_what_is_loaded_but_for_rows_that_changed(tmp_path: Path) -> None:
    kept, replaced, gone = (tiny_row(tmp_path, key=key, seed=seed) for seed, key in enumerate(("kept", "replaced", "gone")))
    engine = Engine(DeviceChoice.CPU, rows=[kept, replaced, gone])
    document, token = photo(), CancelToken()
    before = {row.key: engine.scores(document, row.key, token) for row in (kept, replaced, gone)}
    again, added = tiny_row(tmp_path, key="replaced", seed=7), tiny_row(tmp_path, key="added", seed=8)
    kept.weights_path.unlink()  # what is loaded needs no file
    engine.set_rows([kept, again, added])
    after = {key: engine.scores(document, key, token).scores[8] for key in ("kept", "replaced", "added")}
    assert np.array_equal(after["kept"], before["kept"].scores[8])
    assert not np.array_equal(after["replaced"], before["replaced"].scores[8])
    with pytest.raises(InputError, match="There is no model 'gone'"):
        engine.scores(document, "gone", token)


def test_a_twin_runs_the_same_weights_in_modules_of_its_own(engine: Engine) -> None:
    document = photo()
    engine.load("tiny", CancelToken())
    twin = engine.twin()
    mine, its = (each._fcn("tiny", CancelToken()).net for each in (engine, twin))
    assert mine is not its
    assert set(mine.modules()).isdisjoint(its.modules())
    assert [tensor.data_ptr() for tensor in mine.state_dict().values()] == [tensor.data_ptr() for tensor in its.state_dict().values()]
    np.testing.assert_array_equal(twin.segment(document, "tiny").class_map, engine.segment(document, "tiny").class_map)


@pytest.mark.parametrize("key", ["tiny", "tiny-objects"])
def test_a_twin_that_is_apart_has_the_same_weights_elsewhere(tmp_path: Path, key: str) -> None:
    """A GPU's memory may run out under one of them, and its weights go back to the CPU: the other must not lose its own."""
    engine = Engine(DeviceChoice.CPU, rows=(tiny_row(tmp_path, key="tiny"), tiny_maskrcnn_row(tmp_path, key="tiny-objects")))
    engine.load(key, CancelToken())
    twin = engine.twin(is_apart=True)
    models = [(each._fcn if key == "tiny" else each.maskrcnn)(key, CancelToken()) for each in (engine, twin)]
    mine, its = (model.net.state_dict() for model in models)
    assert mine.keys() == its.keys()
    for name, tensor in mine.items():
        assert torch.equal(tensor, its[name])
        assert not tensor.numel() or tensor.data_ptr() != its[name].data_ptr()


def test_segment_reads_out_the_finest_unless_it_is_told(engine: Engine) -> None:
    document = photo()
    scores = engine.scores(document, "tiny", CancelToken())
    for asked, expected in ((None, ReadOut.STRIDE_8), (ReadOut.STRIDE_32, ReadOut.STRIDE_32)):
        found = engine.segment(document, "tiny", asked)
        assert found.read_out is expected
        np.testing.assert_array_equal(found.class_map, engine.read_out(scores, expected).class_map)
