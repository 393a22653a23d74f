"""Small files that claim to be huge: refused within a second of the processor's time and 200 MB, in processes of their own."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable

import pytest
import torch

from tests.core.weights.hostile_files import declared_larger, safetensors_of, torch_bytes, zipped
from tests.fuzz.campaign import ROOT
from tests.image_bytes import chunk, one_bit_png, png

MOST_SECONDS, MOST_BYTES = 1.0, 200_000_000

MEASURE = """
import json, sys, time
from pathlib import Path
from tests.fuzz.watch import peak_bytes
from core.errors import UserError
kind, good, *bombs = sys.argv[1:]
if kind == "image":
    from core.image import load_image as read
elif kind == "safetensors":
    from core.weights.reading import read_blob, tensors_of
    read = lambda path: tensors_of(read_blob(path))
else:
    from core.weights.torch_file import read_torch_file as read
read(Path(good))  # imports what reading imports
before = peak_bytes()  # of all of them: what one takes counts for those after it too
for bomb in bombs:
    began = time.process_time()
    try:
        read(Path(bomb))
        said = "taken"
    except UserError as error:
        said = str(error)
    print(json.dumps([said, time.process_time() - began, peak_bytes() - before]), flush=True)
"""


def claiming(width: int, height: int) -> bytes:
    return png((width, height), 8, 2, b"\0")


def tiff_claiming(side: int) -> bytes:
    """Little-endian; width, height, 8 bits, no compression, grey, one strip at 0 with as many bytes as claimed."""
    tags = [(256, 4, side), (257, 4, side), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1), (278, 4, side), (279, 4, side)]
    rows = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + rows + struct.pack("<I", 0)


IMAGES: dict[str, Callable[[], bytes]] = {
    "png-claims-4-terapixels": lambda: claiming(2_000_000, 2_000_000),
    "png-claims-90-megapixels": lambda: claiming(10_000, 9_000),
    "png-400-megapixels-in-a-few-kilobytes": lambda: one_bit_png((20_000, 20_000), 0),
    "png-text-bomb": lambda: png((4, 4), 8, 0, b"\0" * 20, before=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(300_000_000), 9))),
    "png-profile-bomb": lambda: png((4, 4), 8, 0, b"\0" * 20, before=chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(300_000_000), 9))),
    "gif-claims-4-gigapixels": lambda: b"GIF89a" + struct.pack("<HH", 65535, 65535) + b"\0\0\0,\0\0\0\0" + b"\xff\xff\xff\xff\0\2\0;",
    "bmp-claims-4-terapixels": lambda: b"BM" + struct.pack("<IIIIiiHHIIIIII", 99, 0, 54, 40, 2**21, 2**21, 1, 24, 0, 0, 0, 0, 0, 0),
    "ppm-claims-1-terapixel": lambda: b"P6 1000000 1000000 255\n" + bytes(99),
    "tiff-claims-1-terapixel": lambda: tiff_claiming(1_000_000),
}
TORCH: dict[str, Callable[[], bytes]] = {
    "zip-of-300-megabytes-compressed": lambda: zipped(
        b"\x80\x02}.", compression=zipfile.ZIP_DEFLATED, extra={"data/0": bytes(300_000_000)}
    ),
    "zip-claims-gigabytes": lambda: declared_larger(zipped(b"\x80\x02}.", extra={"data/0": b"0"})),
    "zip-of-20001-members": lambda: zipped(b"\x80\x02}.", extra={f"data/{number}": b"" for number in range(20_001)}),
    "pickle-nests-without-end": lambda: zipped(b"\x80\x02" + b"]" * 200_000 + b"a" * 199_999 + b"."),
    "pickle-of-two-million-nothings": lambda: zipped(b"\x80\x02" + b"N0" * 1_000_000 + b"N."),
    "pickle-claims-2-gigabytes-of-text": lambda: b"\x80\x02\x8a\x0a" + b"\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19" + b".X\xff\xff\xff\x7f",
}
SAFETENSORS: dict[str, Callable[[], bytes]] = {
    "header-claims-a-terabyte": lambda: struct.pack("<Q", 1 << 40) + b"{}",
    "header-of-2-megabytes": lambda: struct.pack("<Q", 2 << 20) + b"{" + b" " * ((2 << 20) - 2) + b"}",
    "header-of-10001-keys": lambda: safetensors_of({f"k{number}": {} for number in range(10_001)}),
    "tensor-claims-4-gigabytes": lambda: safetensors_of({"a": {"dtype": "F32", "shape": [1 << 30], "data_offsets": [0, 1 << 32]}}),
    "header-nests-without-end": lambda: struct.pack("<Q", 900_000) + b"[" * 900_000,
}
BOMBS = {"image": IMAGES, "torch": TORCH, "safetensors": SAFETENSORS}
Measured = tuple[str, float, int]
"""What was said, in how many seconds of the processor's time, and the most bytes that were held besides what was before."""


def good(kind: str) -> bytes:
    if kind == "image":
        return png((4, 4), 8, 0, b"\0" * 20)
    return torch_bytes({"a": torch.zeros(2)}) if kind == "torch" else safetensors_of({})


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Measured]:
    """Name -> what came of it; one process for each kind, since starting one takes longer than all of its bombs."""
    found: dict[str, Measured] = {}
    for kind, bombs in BOMBS.items():
        folder = tmp_path_factory.mktemp(kind)
        (folder / "sound").write_bytes(good(kind))
        for name, make in bombs.items():
            (folder / name).write_bytes(make())
        words = [sys.executable, "-c", MEASURE, kind, *(str(folder / name) for name in ("sound", *bombs))]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        found |= zip(bombs, map(json.loads, done.stdout.splitlines()), strict=True)
    return found


@pytest.mark.parametrize("name", [name for bombs in BOMBS.values() for name in bombs])
def test_it_is_refused_fast_and_without_memory(measured: dict[str, Measured], name: str) -> None:
    said, seconds, extra = measured[name]
    assert name in said
    assert said.endswith(".")
    assert seconds < MOST_SECONDS
    assert extra < MOST_BYTES
