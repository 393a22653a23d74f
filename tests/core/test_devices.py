from __future__ import annotations

import pytest
import torch

from core.badges import Badge
from core.devices import Attempt, DeviceChoice, attempts, is_out_of_memory, resolve, run_with_fallback
from core.errors import DeviceError

CPU = torch.device("cpu")
CUDA = torch.device("cuda")


def test_the_cpu_can_always_be_chosen() -> None:
    assert resolve(DeviceChoice.CPU) == CPU


@pytest.mark.skipif(torch.cuda.is_available() or torch.backends.mps.is_available(), reason="this machine has an accelerator")
def test_without_an_accelerator_auto_is_the_cpu_and_asking_for_one_is_an_error() -> None:
    assert resolve(DeviceChoice.AUTO) == CPU
    with pytest.raises(DeviceError, match="no cuda device on this machine; choose auto or cpu"):
        resolve(DeviceChoice.CUDA)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs CUDA")
def test_with_cuda_auto_is_cuda() -> None:
    assert resolve(DeviceChoice.AUTO).type == "cuda"


def test_running_out_of_memory_tries_a_smaller_input_then_the_cpu() -> None:
    assert [(a.device.type, a.input_factor, a.badges) for a in attempts(CUDA)] == [
        ("cuda", 1.0, ()),
        ("cuda", 0.5, (Badge.REDUCED_INPUT,)),
        ("cpu", 1.0, (Badge.CPU_AFTER_OUT_OF_MEMORY,)),
    ]


@pytest.mark.parametrize("failures", [0, 1, 2])
def test_the_first_attempt_that_fits_is_the_result(failures: int) -> None:
    tried: list[Attempt] = []

    def run(attempt: Attempt) -> float:
        tried.append(attempt)
        if len(tried) <= failures:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return attempt.input_factor

    assert run_with_fallback(CPU, run, what="a model") == [1.0, 0.5, 0.25][failures]
    assert len(tried) == failures + 1


def test_when_nothing_fits_one_sentence_says_so() -> None:
    def run(_: Attempt) -> None:
        raise MemoryError

    with pytest.raises(DeviceError, match=r"^Memory ran out while running FCN street, even with a smaller input; close other programs"):
        run_with_fallback(CPU, run, what="FCN street")


def test_other_errors_are_not_mistaken_for_lack_of_memory() -> None:
    def run(_: Attempt) -> None:
        raise RuntimeError("shape mismatch")

    with pytest.raises(RuntimeError, match="shape mismatch"):
        run_with_fallback(CPU, run, what="a model")


def test_the_cpu_allocators_words_are_known() -> None:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(1 << 60, dtype=torch.uint8)
    assert is_out_of_memory(caught.value)
