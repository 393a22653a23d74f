"""The sample photos lie in the installed scikit-image and need no download."""

from __future__ import annotations

import importlib.util
import socket

import numpy as np
import pytest

from core.errors import ImageError, InputError
from core.image import LoadNoteKind
from core.samples import SAMPLES, load_sample, sample_path

SIZES = {"astronaut": (512, 512), "cat": (300, 451), "coffee": (400, 600), "camera": (512, 512)}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError("a sample asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
def test_a_sample_is_a_file_of_the_installed_package(sample: object) -> None:
    path = sample_path(sample.key)
    assert path.is_file()
    assert path.parts[-3:-1] == ("skimage", "data")


@pytest.mark.parametrize("key", SIZES)
def test_a_sample_has_the_documented_size_and_a_name_but_no_path(key: str) -> None:
    document = load_sample(key)
    assert (document.height, document.width) == SIZES[key]
    assert document.path is None
    assert document.name == next(sample.title for sample in SAMPLES if sample.key == key)


def test_the_pixels_are_those_that_scikit_image_gives() -> None:
    data = pytest.importorskip("skimage.data")
    np.testing.assert_array_equal(load_sample("cat").rgb, data.chelsea())
    np.testing.assert_array_equal(load_sample("camera").rgb[:, :, 1], data.camera())


def test_the_camera_photo_says_that_it_is_grey() -> None:
    assert [note.kind for note in load_sample("camera").notes] == [LoadNoteKind.GREYSCALE]


def test_every_sample_names_author_or_source_and_licence() -> None:
    assert {sample.key for sample in SAMPLES} == set(SIZES)
    for sample in SAMPLES:
        assert sample.credit.endswith(("CC0", "public domain"))


def test_an_unknown_sample_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        load_sample("lena")
    assert str(caught.value) == "There is no sample lena; choose one of astronaut, cat, coffee, camera."


def test_samples_are_found_without_importing_scikit_image() -> None:
    import subprocess
    import sys

    code = "import sys; from core.samples import load_sample; load_sample('cat'); print('skimage' in sys.modules, 'torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_a_sample_that_scikit_image_lacks_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(ImageError) as caught:
        load_sample("cat")
    assert str(caught.value).startswith("The sample Cat needs ")
    assert str(caught.value).endswith(", which the installed scikit-image lacks; install scikit-image again.")
