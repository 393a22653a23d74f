"""A folder's throughput against the bare networks', and its memory. Run: pytest tests/benchmarks/test_batch_speed.py --benchmark-only"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.models.detection import MaskRCNN

from core.batch.items import name_items
from core.batch.lanes import cores, one_core_each
from core.catalog import Task, find_model
from core.devices import precision
from core.fcn import build as fcn_build
from core.folding import made_ready
from core.image import ImageDocument, load_image
from core.maskrcnn import build as maskrcnn_build
from core.maskrcnn.gathering import gather
from core.maskrcnn.run import prepared_image
from core.samples import load_sample
from core.weights.reading import read_blob
from main import main
from tests.benchmarks.timing import record_ratio, record_ratio_of_seconds

ROOT = Path(__file__).resolve().parents[2]
PHOTOS = 48
MODELS = ("fcn-everyday", "maskrcnn-starter")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crops of two samples, of one size, as JPEG."""
    return photos_in(tmp_path_factory.mktemp("photos"), PHOTOS)


def photos_in(folder: Path, count: int, height: int = 360, width: int = 480) -> Path:
    sources = [load_sample(key).rgb for key in ("astronaut", "coffee")]
    for index in range(count):
        source = sources[index % 2]
        top, left = (index * 3) % (source.shape[0] - height + 1), (index * 5) % (source.shape[1] - width + 1)
        Image.fromarray(source[top : top + height, left : left + width]).save(folder / f"{index:05}.jpg", quality=92)
    return folder


def segmenting(folder: Path, model: str, out: Path, device: str = "cpu") -> Callable[[], None]:
    """One ``segment`` over ``folder``."""

    def segment() -> None:
        assert main(["segment", str(folder), "--model", model, "--device", device, "--out", str(out)]) == 0

    return segment


def bare_forward(model: str, documents: list[ImageDocument], *, ready: bool, device: str = "cpu") -> Callable[[], None]:
    """``net.forward`` over inputs that lie ready in the memory of ``device``, in the precision that the program uses there.

    The network is as its file has it, which is what torch runs by itself, or made ``ready`` as the program runs it (core.folding).
    """
    place = torch.device(device)
    row = find_model(model)
    blob = read_blob(row.weights_path, sha256=row.weights.sha256)
    inputs: list[Any]
    if row.task is Task.SEMANTIC:
        fcn = fcn_build.load_network(blob, fcn_build.read_config(blob.metadata, row.key)).eval()
        sizes = [fcn.input_size((document.height, document.width), 1.0) for document in documents]
        inputs = [fcn.prepare(document.rgb, size).pixels.to(place) for document, size in zip(documents, sizes, strict=True)]
        net: torch.nn.Module = fcn
    else:
        rcnn = maskrcnn_build.load_network(blob, maskrcnn_build.read_config(blob.metadata, row.key)).eval()
        sides = rcnn.transform.min_size[-1], rcnn.transform.max_size
        inputs = [[prepared_image(document.rgb, *sides).to(place)] for document in documents]
        net = rcnn
    if ready:
        net = gather(made_ready(net)) if isinstance(net, MaskRCNN) else made_ready(net)
        if row.task is Task.SEMANTIC:
            inputs = [pixels.to(memory_format=torch.channels_last) for pixels in inputs]
    net = net.to(place)
    return lambda: run_each(net, inputs, place)


@torch.inference_mode()
def run_each(net: torch.nn.Module, inputs: list[Any], place: torch.device) -> None:
    with precision(place):
        for given in inputs:
            net(given)
    if place.type == "cuda":
        torch.cuda.synchronize(place)  # what was asked of it is done


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("ready", [False, True], ids=["eager", "ready"])
@pytest.mark.parametrize("model", MODELS)
def test_a_folder_against_the_bare_network(benchmark: Any, folder: Path, tmp_path: Path, model: str, ready: bool) -> None:
    """Seconds of ``segment`` (files decoded, inferred, painted, encoded, written) by those of the network on all cores: at most 1.11.

    That is 0.9 of the bare network's photos a second. Starting, and reading the weights, take a second whatever the size of the folder;
    they are in it.
    """
    documents = [load_image(Path(item.source)) for item in name_items(sorted(folder.iterdir()))]

    record_ratio(benchmark, segmenting(folder, model, tmp_path), bare_forward(model, documents, ready=ready), target=1.11, rounds=3)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("ready", [False, True], ids=["eager", "ready"])
@pytest.mark.parametrize("model", MODELS)
def test_work_of_a_folder_against_that_of_the_bare_network(
    benchmark: Any, folder: Path, tmp_path: Path, model: str, ready: bool
) -> None:
    """The same in seconds of processor time, with the network on one core as ``segment`` runs it: what is done besides the network.

    It does not depend on what else the machine does, and is stricter: no core idles in it.
    """
    forward = bare_forward(model, [load_image(path) for path in sorted(folder.iterdir())], ready=ready)
    segment = segmenting(folder, model, tmp_path / "out")

    def alone() -> None:
        with one_core_each():
            forward()

    record_ratio_of_seconds(benchmark, lambda: processor_seconds(segment), lambda: processor_seconds(alone), target=1.11, rounds=3)


def processor_seconds(work: Callable[[], object]) -> float:
    """Of all threads of this process."""
    started = time.process_time()
    work()
    return time.process_time() - started


def peak_megabytes(words: list[str], answer: Any) -> None:
    """In a process of its own, whose peak is that of this one run."""
    import resource

    assert main(words) == 0
    answer.put(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 10 if sys.platform != "darwin" else 1 << 20))


@pytest.mark.timeout(3600)
@pytest.mark.skipif(not hasattr(os, "sched_setaffinity") or cores() < 2, reason="needs cores that can be taken away")
def test_a_folder_on_all_cores_against_one(benchmark: Any, tmp_path: Path) -> None:
    """Seconds on all cores by seconds on one of them: at most 1.1 by the number of cores, were they cores that share nothing.

    Those of 480 photos less those of one: starting, and reading the weights, take one core the same time whatever the folder.
    """
    folders = {count: tmp_path / str(count) for count in (1, 480)}
    for count, folder in folders.items():
        folder.mkdir()
        photos_in(folder, count)

    def seconds(use: set[int], folder: Path) -> float:
        code = f"import os; os.sched_setaffinity(0, {use}); from main import main; raise SystemExit(main())"
        words = ["segment", str(folder), "--model", "fcn-everyday", "--device", "cpu", "--out", str(tmp_path / "out")]
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started

    def of_photos(use: set[int]) -> float:
        return seconds(use, folders[480]) - seconds(use, folders[1])

    every = os.sched_getaffinity(0)
    one = set(sorted(every)[:1])
    record_ratio_of_seconds(benchmark, lambda: of_photos(every), lambda: of_photos(one), target=round(1.1 / len(every), 3), rounds=2)


@pytest.mark.timeout(3600)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource usage of this kind")
def test_memory_after_1000_photos_is_that_after_200(benchmark: Any, tmp_path: Path) -> None:
    """Target: within 5 %."""
    peaks = []
    for count in (200, 1000):
        photos = tmp_path / str(count)
        photos.mkdir()
        photos_in(photos, count, 48, 64)
        context = multiprocessing.get_context("spawn")
        answer = context.SimpleQueue()
        words = ["segment", str(photos), "--model", "fcn-street", "--device", "cpu", "--out", str(tmp_path / f"out{count}")]
        process = context.Process(target=peak_megabytes, args=(words, answer))
        process.start()
        peaks.append(answer.get())
        process.join()
    after = {f"mb_after_{count}": round(peak) for count, peak in zip((200, 1000), peaks, strict=True)}
    benchmark.extra_info.update(**after, ratio=round(peaks[1] / peaks[0], 3), target=1.05)
    benchmark.pedantic(np.zeros, args=(1,), rounds=1)
    assert peaks[1] <= 1.05 * peaks[0]
