"""A batch on a Ray cluster: the same work on each photo, mapped over it with Ray Data. Ray is an optional extra, imported here alone.

Every node reads the photos and writes the results under the paths that this machine knows them by: a shared folder.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from core.batch.items import BatchItem
from core.batch.lanes import Lanes, cores
from core.batch.work import Outcome, Work, do_photo
from core.cancellation import CancelToken
from core.errors import InputError, UserError

PHOTOS_A_BLOCK = 8
"""Ray hands out blocks of rows: small ones keep the order cheap and the progress honest."""

OBJECT_STORE_BYTES = 128 << 20  # only names go in and reports come out

_NO_RAY = "--engine ray needs Ray, which is not installed; pip install 'halfpixel[ray]', or leave --engine out."


def run_on_ray(work: Work, items: Sequence[BatchItem], token: CancelToken) -> Iterator[Outcome]:
    """One outcome per item, in order, from the cluster that RAY_ADDRESS names, or else from one of this machine's cores.

    Raises InputError when Ray is not installed, WeightsError and DeviceError, which no photo would escape, and Cancelled.
    """
    if importlib.util.find_spec("ray") is None:
        raise InputError(_NO_RAY)
    work.engine(token)  # says now what every worker would trip over
    with _cluster() as ray:
        workers = min(int(ray.cluster_resources().get("CPU", 1)), len(items))
        context = ray.data.DataContext.get_current()
        context.execution_options.preserve_order = True
        context.enable_progress_bars = False
        blocks = -(-len(items) // PHOTOS_A_BLOCK)
        rows = ray.data.range(len(items), override_num_blocks=max(blocks, workers))
        done = rows.map(
            PhotoWorker, fn_constructor_args=(work, items, str(Path.cwd())), compute=ray.data.ActorPoolStrategy(size=workers), num_cpus=1
        )  # fmt: skip
        for row in done.iter_rows():
            token.checkpoint("write")
            if isinstance(row["outcome"], UserError):
                raise row["outcome"]
            yield row["outcome"]


class PhotoWorker:
    """A worker of the cluster: one engine on one core, as on a lane of one machine."""

    def __init__(self, work: Work, items: Sequence[BatchItem], folder: str) -> None:
        import torch

        os.chdir(folder)
        torch.set_num_threads(1)
        self._work, self._items, self._token = work, items, CancelToken()
        self._lanes = Lanes([work.engine(self._token)])

    def __call__(self, row: dict[str, Any]) -> dict[str, Outcome | UserError]:
        try:
            return {"outcome": do_photo(self._work, self._items[row["id"]], self._lanes, self._token)}
        except UserError as error:
            return {"outcome": error}


@contextlib.contextmanager
def _cluster() -> Iterator[Any]:
    """Ray, connected: as it is when the caller did that, else until the end of the batch. It reports to nobody."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray
    import ray.data

    logging.getLogger("ray.data").setLevel(logging.ERROR)
    if ray.is_initialized():
        yield ray
        return
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": False}
    if "RAY_ADDRESS" in os.environ:
        ray.init(**quiet)
    else:
        ray.init(
            address="local", num_cpus=cores(), include_dashboard=False, object_store_memory=OBJECT_STORE_BYTES,
            _node_ip_address="127.0.0.1", **quiet,
        )  # fmt: skip
    try:
        yield ray
    finally:
        ray.shutdown()
