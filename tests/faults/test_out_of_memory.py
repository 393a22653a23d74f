"""Memory runs out at any layer: a smaller input, then the CPU, then one sentence; a badge says which, and nothing is left behind.

Where there is no accelerator one is pretended: it computes on the CPU, and is fallen back from as CUDA is. Each layer, and every
number of failures, of small networks; in the long form of the shipped ones:
``HALFPIXEL_LONG=1 python -m pytest tests/faults/test_out_of_memory.py --timeout 0``
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn.modules.module import register_module_forward_pre_hook

from core import devices
from core.badges import Badge
from core.cancellation import CancelToken
from core.catalog import MODELS, Task
from core.devices import Attempt, DeviceChoice
from core.engine import Engine
from core.errors import DeviceError
from core.fcn.config import ReadOut
from core.image import ImageDocument, from_array
from core.maskrcnn.results import DetectionRun, Poolers, Thresholds
from core.roi.settings import Operator, OperatorSettings
from core.samples import load_sample
from tests.maskrcnn_networks import tiny_maskrcnn_row
from tests.networks import tiny_row

WORDS: tuple[Callable[[], Exception], ...] = (
    lambda: torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
    lambda: RuntimeError(
        "[enforce fail at alloc_cpu.cpp:124] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes."
    ),
    lambda: RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
    MemoryError,
)
LOW = Thresholds(score=0.01)
POOL = OperatorSettings(Operator.POOL)
REDUCED, ON_CPU = Badge.REDUCED_INPUT, Badge.CPU_AFTER_OUT_OF_MEMORY


@dataclass
class Memory:
    """Runs out at layer call ``at`` of each of the first ``times`` attempts; ``calls`` counts those of the attempt under way."""

    at: int = -1
    times: int = 0
    calls: int = 0
    failed: int = 0

    def layer(self, module: torch.nn.Module, _given: object) -> None:
        if next(module.children(), None) is not None:
            return
        self.calls += 1
        if self.calls - 1 == self.at and self.failed < self.times:
            self.calls, self.failed = 0, self.failed + 1
            raise WORDS[(self.at + self.failed) % len(WORDS)]()


@contextmanager
def scarce(at: int = -1, times: int = 0) -> Iterator[Memory]:
    memory = Memory(at, times)
    hook = register_module_forward_pre_hook(memory.layer)
    try:
        yield memory
    finally:
        hook.remove()


def hooks_of(net: torch.nn.Module) -> int:
    return sum(len(part._forward_pre_hooks) + len(part._forward_hooks) for part in net.modules())


def pretended_cuda(_device: torch.device, *, reducible: bool = True) -> tuple[Attempt, ...]:
    asked = real_attempts(torch.device("cuda"), reducible=reducible)
    return tuple(replace(attempt, device=torch.device("cpu")) for attempt in asked)


real_attempts = devices.attempts


@pytest.fixture(params=["cpu", "pretended cuda", "cuda"])
def device(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "cuda" and not torch.cuda.is_available():
        pytest.skip("needs CUDA")
    if request.param == "pretended cuda":
        monkeypatch.setattr(devices, "attempts", pretended_cuda)
    return str(request.param)


@dataclass(frozen=True)
class Bench:
    engine: Engine
    document: ImageDocument
    fcn: str
    maskrcnn: str

    def net(self, key: str) -> torch.nn.Module:
        token = CancelToken()
        return (self.engine.maskrcnn(key, token) if key == self.maskrcnn else self.engine._fcn(key, token)).net


@pytest.fixture
def bench(device: str, tmp_path: Path) -> Bench:
    is_long = os.environ.get("HALFPIXEL_LONG") == "1"
    rows = MODELS if is_long else (tiny_row(tmp_path), tiny_maskrcnn_row(tmp_path, key="tiny-objects"))
    choice = DeviceChoice.CUDA if device == "cuda" else DeviceChoice.CPU
    photo = load_sample("astronaut").rgb[::2, ::2] if is_long else np.random.default_rng(0).integers(0, 256, (70, 110, 3), dtype=np.uint8)
    fcn, maskrcnn = (next(row.key for row in rows if row.task is task) for task in (Task.SEMANTIC, Task.INSTANCE))
    return Bench(Engine(choice, rows=rows, cache_bytes=0), from_array(np.ascontiguousarray(photo), name="photo"), fcn, maskrcnn)


def expected_badges(device: str, failures: int) -> tuple[Badge, ...]:
    last = REDUCED if device == "cpu" else ON_CPU
    return ((), (REDUCED,), (last,))[failures]


def out_of_memory(make: Callable[[], Any]) -> str:
    with pytest.raises(DeviceError) as caught:
        make()
    return str(caught.value)


@pytest.mark.bad_input("result: out of memory, classes")
def test_classes_at_every_layer(bench: Bench, device: str) -> None:
    token = CancelToken()
    with scarce() as memory:
        whole = bench.engine.scores(bench.document, bench.fcn, token)
    own, hooks = whole.facts.badges, hooks_of(bench.net(bench.fcn))
    assert memory.calls > 40
    for at in range(memory.calls):
        for times in (1, 2, 3):
            with scarce(at, times) as again:
                if times == 3:
                    said = out_of_memory(lambda: bench.engine.scores(bench.document, bench.fcn, token))
                    assert said.startswith("Memory ran out while running ")
                    assert said.endswith(", even with a smaller input; close other programs and run again.")
                else:
                    scores = bench.engine.scores(bench.document, bench.fcn, token)
                    assert scores.facts.badges == own + expected_badges(device, times), at
                    assert scores.image_size == whole.image_size
                    assert (scores.facts.input_size == whole.facts.input_size) is (ON_CPU in scores.facts.badges)
            assert again.failed == times
            assert hooks_of(bench.net(bench.fcn)) == hooks
    after = bench.engine.scores(bench.document, bench.fcn, token)
    assert after.facts.badges == own
    assert all(np.array_equal(after.scores[stride], whole.scores[stride]) for stride in whole.scores)


def same_run(first: DetectionRun, second: DetectionRun) -> bool:
    pairs = ((first.boxes_image, second.boxes_image), (first.scores, second.scores), (first.masks.table.logits, second.masks.table.logits))
    return all(np.array_equal(one, other) for one, other in pairs)


def detected(bench: Bench, token: CancelToken) -> tuple[DetectionRun | None, str]:
    """A run, or what was said instead."""
    try:
        return bench.engine.detect(bench.document, bench.maskrcnn, token), ""
    except DeviceError as error:
        return None, str(error)


@pytest.mark.bad_input("result: out of memory, objects")
def test_objects_at_every_layer(bench: Bench, device: str) -> None:
    token = CancelToken()
    with scarce() as memory:
        whole = bench.engine.detect(bench.document, bench.maskrcnn, token)
    own, hooks = whole.facts.badges, hooks_of(bench.net(bench.maskrcnn))
    assert memory.calls > 60
    for at in range(memory.calls):
        for times in (1, 2, 3):
            with scarce(at, times) as again:
                run, said = detected(bench, token)
                if run is None:
                    assert again.failed == 3
                    assert said.endswith("even with a smaller input; close other programs and run again.")
                else:
                    # A smaller input finds fewer objects, or none: the last layers may not be reached again.
                    assert again.failed in range(1, times + 1)
                    assert run.facts.badges == own + expected_badges(device, again.failed), at
                    assert run.input.image_size == whole.input.image_size
            assert hooks_of(bench.net(bench.maskrcnn)) == hooks
    after = bench.engine.detect(bench.document, bench.maskrcnn, token)
    assert after.facts.badges == own
    assert same_run(after, whole)


@pytest.mark.parametrize("what", ["other thresholds", "other poolers"])
def test_a_record_read_again_has_no_smaller_input_and_goes_to_the_cpu(bench: Bench, device: str, what: str) -> None:
    token = CancelToken()
    run = bench.engine.detect(bench.document, bench.maskrcnn, token)

    def again() -> DetectionRun:
        # Other proposals: the heads have to be asked about boxes that the record does not hold.
        given = replace(run.thresholds, proposal_nms=0.95, proposals_before_nms=1000, proposals_after_nms=1000, score=0.001)
        return (
            bench.engine.rerun(run, given, token)
            if what == "other thresholds"
            else bench.engine.transplant(run, Poolers(POOL, POOL), token)
        )

    with scarce() as memory:
        whole = again()
    assert memory.calls
    for at in range(memory.calls):
        with scarce(at, 1) as first:
            if device == "cpu":
                assert out_of_memory(again).endswith("; close other programs and try again.")
            else:
                found = again()
                assert found.facts.badges == (*whole.facts.badges, ON_CPU)
                assert device == "cuda" or same_run(found, whole)
        assert first.failed == 1
        with scarce(at, 2):
            assert out_of_memory(again).startswith("Memory ran out while running ")
    assert same_run(again(), whole)


def test_looking_into_the_heads_and_reading_out_say_so_too(bench: Bench, device: str) -> None:
    token, engine = CancelToken(), bench.engine
    run = engine.detect(bench.document, bench.maskrcnn, token, LOW)
    assert len(run)
    looks: tuple[Callable[[], Any], ...] = (
        lambda: engine.mask_head_layers(run, 0, token)[-1].values,
        lambda: engine.box_scores(bench.maskrcnn, run.boxes.table.roi_features[:1], token),
        lambda: engine.mask_probabilities(bench.maskrcnn, run.masks.roi_features(0)[None], 1, token),
    )
    for look in looks:
        with scarce() as memory:
            whole = look()
        for at in range(memory.calls):
            with scarce(at, 1):
                if device == "cpu":
                    assert out_of_memory(look).endswith("; close other programs and try again.")
                else:
                    np.testing.assert_allclose(look(), whole, atol=1e-3)


def test_a_class_map_and_a_gradient_that_find_no_memory_are_one_sentence(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "attempts", real_attempts)  # these work on the CPU, whatever there is
    token = CancelToken()
    scores = bench.engine.scores(bench.document, bench.fcn, token)
    pyramid = bench.engine.pyramid(bench.document, bench.fcn, token)
    level = next(iter(pyramid.levels))

    def gradient() -> Any:
        return bench.engine.effective_field(bench.document, pyramid, bench.fcn, level, (0, 0), token)

    with scarce(3, 1):
        assert out_of_memory(gradient).endswith("; close other programs and try again.")
    monkeypatch.setattr("core.fcn.run.classes_at_pixels", lambda *_: (_ for _ in ()).throw(WORDS[1]()))
    said = out_of_memory(lambda: bench.engine.read_out(scores, ReadOut.STRIDE_8))
    assert said == "Memory ran out while running FCN-8s; close other programs and try again."
