"""Peak memory of a Mask R-CNN on 12 megapixels, in child processes. Run: python -m pytest tests/benchmarks/test_memory.py"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

CHILD = """
import sys
import numpy as np
import torch
from PIL import Image
from core.cancellation import CancelToken
from core.features import FeatureCache
from core.folding import made_ready
from core.image import from_array
from core.labels import COCO
from core.maskrcnn.gathering import gather
from core.maskrcnn.run import LoadedMaskRcnn, run_detection
from core.maskrcnn.scene import make_instance_scene
from core.samples import load_sample
from tests.telling_networks import telling_mask_rcnn
torch.set_num_threads(1)
image = Image.fromarray(np.asarray(load_sample("astronaut").rgb))
small = np.asarray(image.resize((320, 240)))
large = np.asarray(image.resize((4000, 3000)))
def tensor(rgb):
    return torch.tensor(rgb).permute(2, 0, 1).float() / 255.0
net = telling_mask_rcnn(tensor(small), 5.0)
def kilobytes(name):
    return int(next(line for line in open("/proc/self/status") if line.startswith(name)).split()[1])
if sys.argv[1] == "ours":
    net = gather(made_ready(net))
open("/proc/self/clear_refs", "w").write("5")  # the peak so far was that of making the network
before = kilobytes("VmRSS")
with torch.inference_mode():
    if sys.argv[1] == "ours":
        model = LoadedMaskRcnn("own", "Own", net, COCO, "hash", ())
        document = from_array(large, name="large")
        run = run_detection(model, document, torch.device("cpu"), CancelToken(), FeatureCache(0))
        scene = make_instance_scene(run)
        found = len(run)
    else:
        (kept,) = net([tensor(large)])
        found = len(kept["scores"])
print(found, (kilobytes("VmHWM") - before) / 1024)
"""


def megabytes(whose: str) -> tuple[int, float]:
    done = subprocess.run([sys.executable, "-c", CHILD, whose], cwd=ROOT, capture_output=True, text=True, check=True)
    found, peak = done.stdout.split()
    return int(found), float(peak)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_run_on_12_megapixels_with_100_objects(benchmark: Any) -> None:
    """Beyond the loaded network: ours with every stage recorded and every mask pasted, theirs with the masks that it returns."""
    (objects, ours), (same, theirs) = megabytes("ours"), megabytes("theirs")
    benchmark.extra_info.update(
        ratio=round(ours / theirs, 3), target=0.5, ours_mb=round(ours), reference_mb=round(theirs), objects=objects, their_objects=same
    )
    benchmark.pedantic(lambda: None, rounds=1)
