"""Many photos at once on this machine, in bounded memory: a few threads, each of which takes a photo from its file to its results."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from core.batch.items import BatchItem
from core.batch.lanes import Lanes, one_core_each
from core.batch.work import Outcome, Work, do_photo
from core.cancellation import CancelToken
from core.reading import quiet_pillow

Given = TypeVar("Given")
Got = TypeVar("Got")

AHEAD = 4
"""Results, for each thread, that may wait for an earlier photo that takes longer."""


def run_local(work: Work, items: Iterable[BatchItem], token: CancelToken) -> Iterator[Outcome]:
    """One outcome per item, in order. Their files do not depend on the number of threads, nor on the order.

    Raises what no photo would escape (WeightsError, DeviceError) and Cancelled.
    """
    from core.devices import resolve

    with one_core_each():
        engine = work.engine(token)
        lanes = Lanes.on(engine, resolve(engine.device).type)
        yield from in_order(lambda item: do_photo(work, item, lanes, token), items, lanes.photos, token, prepare=_one_core)


def in_order(
    do: Callable[[Given], Got],
    given: Iterable[Given],
    threads: int,
    token: CancelToken,
    *,
    prepare: Callable[[], object] | None = None,
) -> Iterator[Got]:
    """``do`` of each on ``threads`` threads, in order, few at a time. ``prepare`` is called once on each thread.

    When one fails, or nobody asks for more, ``token`` is cancelled and those under way are waited for.
    """
    # Inside, every thread keeps Pillow quiet for itself by changing what all share; the outermost puts back what was there.
    with quiet_pillow(), ThreadPoolExecutor(threads, "photo", prepare) as pool:
        under_way: deque[Future[Got]] = deque()
        try:
            for one in given:
                under_way.append(pool.submit(do, one))
                if len(under_way) >= threads * AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        except BaseException:
            token.cancel()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _one_core() -> None:
    """OpenMP counts threads for each of its callers."""
    import torch

    torch.set_num_threads(1)
