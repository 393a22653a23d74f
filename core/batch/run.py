"""A whole batch: what earlier runs did is taken from the record, the rest is done here or on a cluster. Imports no torch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from core.batch.items import BatchItem
from core.batch.pipeline import in_order, run_local
from core.batch.record import BatchRecord
from core.batch.work import Done, Outcome, Work
from core.cancellation import CancelToken

READERS = 4
"""Threads that read the files of earlier runs: more gain nothing on a disk."""

Runner = Callable[[Work, Sequence[BatchItem], CancelToken], Iterator[Outcome]]


class Place(StrEnum):
    """Where the photos are worked on."""

    LOCAL = "local"
    RAY = "ray"


def run_batch(
    work: Work, items: Sequence[BatchItem], token: CancelToken, *, place: Place, record: BatchRecord | None, resume: bool
) -> Iterator[Outcome]:
    """One outcome per item, in order; photos that are done are noted in ``record``, and with ``resume`` not done again.

    Raises WeightsError and DeviceError, which no photo would escape, ExportError when the record cannot be written, InputError when
    Ray is not there, and Cancelled.
    """
    earlier = dict(_earlier(work, items, record, token)) if record is not None and resume else {}
    fresh = _runner(place)(work, [item for index, item in enumerate(items) if index not in earlier], token)
    for index, item in enumerate(items):
        if index in earlier:
            yield earlier[index]
            continue
        outcome = next(fresh)
        if record is not None and isinstance(outcome, Done):
            record.add(outcome, work.targets(item))
        yield outcome


def _earlier(work: Work, items: Sequence[BatchItem], record: BatchRecord, token: CancelToken) -> Iterator[tuple[int, Done]]:
    found = in_order(lambda item: record.earlier(item, work.targets(item)), items, READERS, token)
    return ((index, done) for index, done in enumerate(found) if done is not None)


def _runner(place: Place) -> Runner:
    if place is Place.LOCAL:
        return run_local
    from core.batch.cluster import run_on_ray

    return run_on_ray
