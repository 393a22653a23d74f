"""Half precision as a GPU computes it, here on the CPU: torch's own layers in the place of those that are for single precision alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.engine import Engine
from core.folding import fold_norms
from core.samples import load_sample

EQUAL_PIXELS = 0.995
"""Of a class map in half precision, with that in single precision."""
BOX_PX, SCORE = 0.5, 0.01
"""How far boxes and scores may lie from those in single precision."""
SURE = 0.5


@pytest.fixture
def half(monkeypatch: pytest.MonkeyPatch) -> None:
    """Networks that are loaded from here on run in half precision."""

    def folded(net: Any) -> Any:
        fold_norms(net.eval())
        return net.to(memory_format=torch.channels_last)

    for place in ("core.fcn.run", "core.maskrcnn.run"):
        monkeypatch.setattr(f"{place}.made_ready", folded)
    monkeypatch.setattr("core.maskrcnn.run.gather", lambda net: net)
    monkeypatch.setattr("core.devices.runs_half", lambda _device: True)


def is_half(values: np.ndarray) -> bool:
    return values.dtype == np.float32 and np.array_equal(values, values.astype(np.float16))


@pytest.fixture(scope="module")
def single() -> Engine:
    engine = Engine(DeviceChoice.CPU)
    for key in ("fcn-everyday", "maskrcnn-starter"):
        engine.load(key, CancelToken())
    return engine


@pytest.mark.parametrize("sample", ["astronaut", "cat"])
def test_classes_are_nearly_all_the_same(single: Engine, request: pytest.FixtureRequest, sample: str) -> None:
    photo, token = load_sample(sample), CancelToken()
    expected = single.segment(photo, "fcn-everyday")
    request.getfixturevalue("half")
    engine = Engine(DeviceChoice.CPU)
    found = engine.segment(photo, "fcn-everyday")
    assert (found.class_map == expected.class_map).mean() >= EQUAL_PIXELS
    pyramid = engine.pyramid(photo, "fcn-everyday", token)
    assert all(is_half(level) for level in pyramid.levels.values())
    np.testing.assert_array_equal(engine.segment(photo, "fcn-everyday").fused, found.fused)  # from the cached features


@pytest.mark.parametrize("sample", ["astronaut", "cat"])
def test_objects_are_the_same_within_a_fraction_of_a_pixel(single: Engine, request: pytest.FixtureRequest, sample: str) -> None:
    photo, token = load_sample(sample), CancelToken()
    expected = single.detect(photo, "maskrcnn-starter", token)
    request.getfixturevalue("half")
    engine = Engine(DeviceChoice.CPU)
    found = engine.detect(photo, "maskrcnn-starter", token)
    sure = int((expected.scores >= SURE).sum())
    assert sure
    assert int((found.scores >= SURE).sum()) == sure
    np.testing.assert_array_equal(found.labels[:sure], expected.labels[:sure])
    np.testing.assert_allclose(found.boxes_image[:sure], expected.boxes_image[:sure], atol=BOX_PX)
    np.testing.assert_allclose(found.scores[:sure], expected.scores[:sure], atol=SCORE)
    assert all(is_half(level) for level in found.pyramid.levels.values())
    assert is_half(found.boxes.table.logits)
    assert not is_half(found.boxes.table.boxes_input)  # decoded and pooled in single precision
    assert not is_half(found.boxes.table.roi_features)


@pytest.mark.usefixtures("half")
def test_what_reads_a_record_computes_as_the_run_did() -> None:
    photo, token, engine = load_sample("astronaut"), CancelToken(), Engine(DeviceChoice.CPU)
    run = engine.detect(photo, "maskrcnn-starter", token)
    again = engine.detect(photo, "maskrcnn-starter", token)  # from the cached pyramid
    np.testing.assert_array_equal(again.boxes_image, run.boxes_image)
    table, masks = run.boxes.table, run.masks
    np.testing.assert_allclose(engine.box_scores("maskrcnn-starter", table.roi_features[:9], token), table.scores[:9], atol=1e-3)
    layers = engine.mask_head_layers(run, 0, token)
    assert {layer.values.dtype for layer in layers} == {np.dtype(np.float32)}
    assert is_half(layers[-1].values)
    np.testing.assert_allclose(layers[-1].values, masks.table.logits[masks.row[0]], atol=0.05)
