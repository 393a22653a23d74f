"""Networks that were loaded, kept while they fit: the paper's nets take half a gigabyte each. Imports no torch."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from torch import nn


class Loaded(Protocol):
    """Anything with a network."""

    @property
    def net(self) -> nn.Module: ...


Model = TypeVar("Model", bound=Loaded)


class LoadedModels(Generic[Model]):
    """By key. When ``limit_bytes`` of weights are passed, those that were not used for the longest time go; the last one stays."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self._models: OrderedDict[str, Model] = OrderedDict()

    def get(self, key: str, load: Callable[[], Model]) -> Model:
        """The model of ``key``, loaded now if it is not there. Raises what ``load`` raises; the others are then untouched."""
        if key not in self._models:
            self.put(key, load())
        self._models.move_to_end(key)
        return self._models[key]

    def put(self, key: str, model: Model) -> None:
        self._models[key] = model
        while len(self._models) > 1 and self.nbytes > self.limit_bytes:
            self._models.popitem(last=False)

    def keep(self, keys: set[str]) -> None:
        """Forget all others."""
        for key in self._models.keys() - keys:
            del self._models[key]

    def items(self) -> Iterator[tuple[str, Model]]:
        return iter(self._models.items())

    @property
    def nbytes(self) -> int:
        return sum(bytes_of(model.net) for model in self._models.values())


def bytes_of(net: nn.Module) -> int:
    """What its weights take in memory, and what is made of them when it runs."""
    weights = sum(tensor.numel() * tensor.element_size() for tensor in (*net.parameters(), *net.buffers()))
    return weights + sum(getattr(part, "filter_bytes", 0) for part in net.modules())
