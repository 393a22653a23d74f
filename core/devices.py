"""Which device runs the networks, in which precision, and what to try when its memory runs out. Imports torch when called."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from core.badges import Badge
from core.errors import DeviceError

if TYPE_CHECKING:
    import torch

_NO_MEMORY_LEFT = ("out of memory", "can't allocate memory", "_STATUS_ALLOC_FAILED")
"""What torch's allocators say, and cuBLAS and cuDNN, which allocate for themselves."""

Result = TypeVar("Result")
Network = TypeVar("Network", bound="torch.nn.Module")


class DeviceChoice(StrEnum):
    """What a person asks for."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    MPS = "mps"


def resolve(choice: DeviceChoice) -> torch.device:
    """The device for ``choice``: CUDA before MPS before the CPU. Raises DeviceError when the one asked for is not there."""
    import torch

    present = {
        DeviceChoice.CUDA: torch.cuda.is_available(),
        DeviceChoice.MPS: torch.backends.mps.is_available(),
        DeviceChoice.CPU: True,
    }
    if choice is DeviceChoice.AUTO:
        return torch.device(next(device.value for device, there in present.items() if there))
    if not present[choice]:
        raise DeviceError("There is no {device} device on this machine; choose auto or cpu.", device=choice.value)
    return torch.device(choice.value)


_PLACES: WeakKeyDictionary[torch.nn.Module, torch.device] = WeakKeyDictionary()
"""Where networks were moved whole. Looking at all their tensors takes a twentieth of a small network's pass."""


def placed(net: Network, device: torch.device) -> Network:
    """``net``, moved to ``device`` unless it is there whole. A move begins with its first tensor, which tells of moves from elsewhere."""
    first = next(net.parameters()).device
    if _PLACES.get(net) != device or (first.type, device.index or 0) != (device.type, first.index or 0):
        _PLACES.pop(net, None)  # it may run out of memory half way
        net.to(device)
        _PLACES[net] = device
    return net


def runs_half(device: torch.device) -> bool:
    """Whether half precision pays: on CUDA with tensor cores (compute capability 7 and up). CPUs and MPS gain nothing here."""
    import torch

    return device.type == "cuda" and torch.cuda.get_device_capability(device)[0] >= 7


def precision(device: torch.device) -> torch.autocast:
    """While entered, layers compute in half precision where that pays. What they give is then of either precision."""
    import torch

    return torch.autocast(device.type, torch.float16, enabled=runs_half(device))


def stream_of_its_own(device: torch.device) -> AbstractContextManager[object]:
    """While entered, what the thread has computed on CUDA goes beside what other threads have computed there: one's photo is copied to or
    from the GPU while another's runs. To be entered by one thread at a time; on other devices it does nothing.
    """
    import torch

    if device.type != "cuda":
        return nullcontext()
    return torch.cuda.stream(torch.cuda.Stream(device))  # type: ignore[no-untyped-call]


def sent(pixels: torch.Tensor, device: torch.device) -> torch.Tensor:
    """``pixels`` on ``device``, in their order in memory. CUDA fetches them from memory that stays in place, and nobody waits for that."""
    if device.type == "cuda":
        return pixels.pin_memory().to(device, non_blocking=True)
    return pixels.to(device)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a device, one of its libraries, or the allocator of the CPU said that it has no memory left. Imports no torch."""
    if isinstance(error, MemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _NO_MEMORY_LEFT)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to run: on ``device``, with the input's longest side times ``input_factor``, saying so with ``badges``."""

    device: torch.device
    input_factor: float
    badges: tuple[Badge, ...]


def attempts(device: torch.device, *, reducible: bool = True) -> tuple[Attempt, ...]:
    """What to try, in order, when memory runs out: as asked, a smaller input, then the CPU (with a smaller input if it was the CPU).

    What reads a record has no input that could be smaller: it is not ``reducible``.
    """
    import torch

    asked, smaller = Attempt(device, 1.0, ()), Attempt(device, 0.5, (Badge.REDUCED_INPUT,))
    if device.type == "cpu":
        return (asked, smaller, Attempt(device, 0.25, (Badge.REDUCED_INPUT,))) if reducible else (asked,)
    on_cpu = Attempt(torch.device("cpu"), 1.0, (Badge.CPU_AFTER_OUT_OF_MEMORY,))
    return (asked, smaller, on_cpu) if reducible else (asked, on_cpu)


def run_with_fallback(device: torch.device, run: Callable[[Attempt], Result], *, what: str, reducible: bool = True) -> Result:
    """``run(attempt)`` for each attempt until one fits in memory. Raises DeviceError naming ``what`` when none does."""
    import torch

    for attempt in attempts(device, reducible=reducible):
        try:
            return run(attempt)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
        if device.type == "cuda":
            torch.cuda.empty_cache()
    if not reducible:
        raise DeviceError("Memory ran out while running {what}; close other programs and try again.", what=what)
    raise DeviceError("Memory ran out while running {what}, even with a smaller input; close other programs and run again.", what=what)


def describe(device: torch.device) -> str:
    """What a person calls the device: its name on CUDA, else its kind."""
    import torch

    return torch.cuda.get_device_name(device) if device.type == "cuda" else device.type.upper()
