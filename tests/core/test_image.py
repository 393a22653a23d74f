"""ImageDocument, the size limits of load_image, and folders."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import ImageError, ImageTooLarge
from core.image import LoadNote, LoadNoteKind, from_array, list_images, load_image
from tests.image_bytes import exif_with_orientation, one_bit_png

GREY_NOTE = "Greyscale: the three channels are equal."


@pytest.fixture
def gradient() -> np.ndarray:
    """``(4, 6, 3)``, every sample another value."""
    return np.arange(72, dtype=np.uint8).reshape(4, 6, 3)


def save(path: Path, pixels: np.ndarray, **options: object) -> Path:
    Image.fromarray(pixels).save(path, **options)
    return path


def too_large(path: Path) -> ImageTooLarge:
    with pytest.raises(ImageTooLarge) as caught:
        load_image(path)
    return caught.value


def test_a_photo_arrives_pixel_for_pixel_with_its_name_and_path(tmp_path: Path, gradient: np.ndarray) -> None:
    path = save(tmp_path / "photo.png", gradient)
    document = load_image(path)
    np.testing.assert_array_equal(document.rgb, gradient)
    assert (document.height, document.width) == (4, 6)
    assert (document.name, document.path, document.notes) == ("photo.png", path, ())


def test_a_document_cannot_be_changed(gradient: np.ndarray) -> None:
    document = from_array(gradient, name="Pasted image")
    with pytest.raises(ValueError, match="read-only"):
        document.rgb[0, 0, 0] = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        document.name = "other"


def test_a_document_keeps_its_pixels_when_the_array_it_was_made_of_changes(gradient: np.ndarray) -> None:
    document = from_array(gradient, name="Pasted image")
    gradient[:] = 0
    assert document.rgb[0, 0].tolist() == [0, 1, 2]
    assert document.rgb[3, 5].tolist() == [69, 70, 71]


def test_any_memory_order_of_an_array_gives_the_same_document(gradient: np.ndarray) -> None:
    turned = np.ascontiguousarray(gradient.transpose(1, 0, 2)).transpose(1, 0, 2)
    assert not turned.flags.c_contiguous
    assert from_array(turned, name="a").digest == from_array(gradient, name="b").digest


def test_the_digest_is_of_the_pixels_not_of_the_file(tmp_path: Path, gradient: np.ndarray) -> None:
    names = ["a.png", "b.bmp", "c.ppm", "d.tif"]
    digests = {load_image(save(tmp_path / name, gradient)).digest for name in names}
    assert digests == {from_array(gradient, name="Pasted image").digest}


def test_the_digest_tells_one_pixel_and_the_shape(gradient: np.ndarray) -> None:
    other = gradient.copy()
    other[2, 3, 1] ^= 1
    photos = [gradient, other, gradient.reshape(6, 4, 3), gradient.reshape(3, 8, 3)]
    assert len({from_array(pixels, name="x").digest for pixels in photos}) == 4


def test_an_array_keeps_the_notes_and_path_it_is_given(gradient: np.ndarray) -> None:
    note = LoadNote(LoadNoteKind.ROTATED, {"orientation": 6})
    document = from_array(gradient, name="x", path=Path("y"), notes=[note])
    assert (document.notes, document.path) == ((note,), Path("y"))


@pytest.mark.parametrize(
    "pixels",
    [np.zeros((2, 2), np.uint8), np.zeros((2, 2, 4), np.uint8), np.zeros((2, 2, 3), np.float32), np.zeros((0, 2, 3), np.uint8)],
    ids=["grey", "alpha", "float", "empty"],
)
def test_an_array_of_another_kind_is_refused(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"a photo is \(H, W, 3\) uint8"):
        from_array(pixels, name="x")


def test_an_array_beyond_the_limit_is_refused() -> None:
    pixels = np.broadcast_to(np.zeros(3, np.uint8), (5001, 8000, 3))
    with pytest.raises(ImageTooLarge) as caught:
        from_array(pixels, name="Pasted image")
    expected = "Pasted image is 8000 x 5001 px, more than 40 megapixels or 32767 px a side; make a smaller copy first."
    assert str(caught.value) == expected
    assert caught.value.reduced_size is None


@pytest.mark.parametrize(("height", "width"), [(1, 1), (5000, 1), (1, 5000), (1, 32_767)])
def test_thin_and_tiny_photos_open(tmp_path: Path, height: int, width: int) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
    np.testing.assert_array_equal(load_image(save(tmp_path / "thin.png", pixels)).rgb, pixels)


def test_forty_megapixels_open_in_full(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(one_bit_png((8000, 5000), 0xFF))
    document = load_image(path)
    assert document.rgb.shape == (5000, 8000, 3)
    assert document.rgb.min() == 255
    assert [note.text for note in document.notes] == [GREY_NOTE]


def test_a_large_photo_is_offered_reduced_and_opens_so(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(one_bit_png((8000, 5001), 0b10101010))
    error = too_large(path)
    assert str(error) == (
        f"{path} is 8000 x 5001 px, more than the 40 megapixels and 32767 px a side that open in full; "
        "open it reduced to 4000 x 2501 px, or make a smaller copy."
    )
    assert error.reduced_size == (4000, 2501)
    document = load_image(path, reduced=True)
    assert (document.width, document.height) == error.reduced_size
    assert set(np.unique(document.rgb)) <= {127, 128}  # each pixel is the mean of two white and two black ones
    assert [note.text for note in document.notes] == [GREY_NOTE, "Opened at 4000 x 2501 px, reduced from 8000 x 5001 px."]


def test_asking_for_reduction_leaves_a_small_photo_alone(tmp_path: Path, gradient: np.ndarray) -> None:
    document = load_image(save(tmp_path / "small.png", gradient), reduced=True)
    np.testing.assert_array_equal(document.rgb, gradient)
    assert document.notes == ()


def test_a_side_longer_than_qt_paints_is_halved(tmp_path: Path) -> None:
    path = tmp_path / "strip.png"
    path.write_bytes(one_bit_png((32_768, 1), 0xFF))
    assert too_large(path).reduced_size == (16_384, 1)
    document = load_image(path, reduced=True)
    assert document.rgb.shape == (1, 16_384, 3)
    assert document.rgb.min() == 255


def test_a_large_jpeg_lying_on_its_side_is_reduced_and_turned(tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    pixels = np.zeros((5001, 8000), np.uint8)
    pixels[:, 4000:] = 255  # orientation 6 is turned clockwise: right becomes bottom
    save(path, pixels, exif=b"Exif\0\0" + exif_with_orientation(6))
    assert too_large(path).reduced_size == (2501, 4000)
    document = load_image(path, reduced=True)
    assert document.rgb.shape == (4000, 2501, 3)
    assert document.rgb[:1990].max() <= 2
    assert document.rgb[2010:].min() >= 253
    assert [note.text for note in document.notes] == [
        GREY_NOTE,
        "Turned upright as its EXIF orientation (6) says.",
        "Opened at 2501 x 4000 px, reduced from 5001 x 8000 px.",
    ]


def test_a_jpeg_too_large_to_decode_whole_is_decoded_reduced(tmp_path: Path) -> None:
    """81 megapixels: a PNG of that size is refused, below; JPEG's transform scales while decoding."""
    path = save(tmp_path / "huge.jpg", np.full((9001, 9000), 200, np.uint8))
    assert too_large(path).reduced_size == (4500, 4501)
    document = load_image(path, reduced=True)
    assert document.rgb.shape == (4501, 4500, 3)
    assert set(np.unique(document.rgb)) == {200}


@pytest.mark.parametrize("reduced", [False, True])
def test_a_png_too_large_to_decode_whole_is_refused(tmp_path: Path, reduced: bool) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(one_bit_png((9000, 9001), 0))
    with pytest.raises(ImageTooLarge) as caught:
        load_image(path, reduced=reduced)
    expected = f"{path} is 9000 x 9001 px, and at most 80 megapixels can be opened even reduced; make a smaller copy and open that."
    assert str(caught.value) == expected
    assert caught.value.reduced_size is None


HEADERS = {
    "ppm": b"P6 30000 20000 255\n",
    "bmp": b"BM" + bytes(8) + b"\x36\0\0\0\x28\0\0\0" + (30_000).to_bytes(4, "little") + (20_000).to_bytes(4, "little") + b"\1\0\x18\0",
    "gif": b"GIF89a" + (30_000).to_bytes(2, "little") + (20_000).to_bytes(2, "little") + b"\0\0\0,\0\0\0\0",
}
HEADERS["gif"] += HEADERS["gif"][6:10] + b"\0\x08"
HEADERS["bmp"] += bytes(64)


@pytest.mark.parametrize("name", HEADERS)
def test_a_size_of_six_hundred_megapixels_is_refused_from_the_header(tmp_path: Path, name: str) -> None:
    """There is nothing behind these headers: whoever decodes first reports a damaged file."""
    path = tmp_path / f"bomb.{name}"
    path.write_bytes(HEADERS[name] + bytes(40))
    error = too_large(path)
    assert str(error).startswith(f"{path} is 30000 x 20000 px, and at most 80 megapixels")
    assert error.reduced_size is None


MEASURE = """
import resource, sys
from pathlib import Path
from core.errors import ImageTooLarge
from core.image import load_image
load_image(Path(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    load_image(Path(sys.argv[2]), reduced=True)
except ImageTooLarge as error:
    print(error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="peak memory in kilobytes is Linux's")


def opened_elsewhere(path: Path) -> tuple[str, int]:
    """Open ``path`` reduced in another process: the error's sentence or "", and by how many megabytes its peak memory grew."""
    small = path.with_name("small.png")
    small.write_bytes(one_bit_png((8, 8), 0))
    done = subprocess.run([sys.executable, "-c", MEASURE, small, path], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    *sentence, kilobytes = done.stdout.splitlines()
    return "".join(sentence), int(kilobytes) // 1000


@on_linux
def test_a_bomb_is_refused_without_being_decoded(tmp_path: Path) -> None:
    """A complete PNG of 30000 x 20000 pixels in 330 KB. Decoded, it would take 600 MB; asking for its orientation must not do that."""
    path = tmp_path / "bomb.png"
    path.write_bytes(one_bit_png((30_000, 20_000), 0))
    sentence, megabytes = opened_elsewhere(path)
    assert sentence.startswith(f"{path} is 30000 x 20000 px, and at most 80 megapixels can be opened even reduced; ")
    assert megabytes < 20


@on_linux
def test_a_large_jpeg_is_never_decoded_whole(tmp_path: Path) -> None:
    """81 megapixels of RGB take 324 MB in Pillow's memory; half the sides take a quarter, and twice that while converting."""
    path = save(tmp_path / "huge.jpg", np.full((9001, 9000), 200, np.uint8))
    sentence, megabytes = opened_elsewhere(path)
    assert sentence == ""
    assert megabytes < 300


def test_a_listing_has_the_images_of_the_folder_in_the_order_people_count(tmp_path: Path) -> None:
    for name in ["img10.PNG", "img2.jpg", "Img1.webp", "notes.txt", ".hidden.png", "._img2.jpg", "b.tiff", "noextension"]:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "folder.png" / "inner.png").write_bytes(b"")
    assert [path.name for path in list_images(tmp_path)] == ["b.tiff", "Img1.webp", "img2.jpg", "img10.PNG"]
    assert list_images(tmp_path)[0] == tmp_path / "b.tiff"


def test_names_that_count_alike_have_a_fixed_order(tmp_path: Path) -> None:
    names = ["a01.png", "a1.png", "A1.png", "1.png", "a.png", "²3.png"]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    if len(list(tmp_path.iterdir())) < len(names):
        pytest.skip("this file system does not tell A1 from a1")
    assert [path.name for path in list_images(tmp_path)] == ["1.png", "a.png", "A1.png", "a01.png", "a1.png", "²3.png"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_listing_skips_what_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "real.png").write_bytes(b"")
    (tmp_path / "good.png").symlink_to(tmp_path / "real.png")
    (tmp_path / "gone.png").symlink_to(tmp_path / "missing")
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    os.mkfifo(tmp_path / "pipe.png")
    assert [path.name for path in list_images(tmp_path)] == ["good.png", "real.png"]


def test_an_empty_folder_has_no_images(tmp_path: Path) -> None:
    assert list_images(tmp_path) == []


@pytest.mark.parametrize(("name", "reason"), [("missing", "No such file or directory"), ("file", "Not a directory")])
def test_what_cannot_be_listed_is_named(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ImageError) as caught:
        list_images(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name} is not a folder that can be listed ({reason}); choose another folder."


OPEN = """
import sys
from core.image import load_image
for path in sys.argv[1:]:
    print(load_image(path).rgb.shape, "PIL.EpsImagePlugin" in sys.modules)
"""


def test_pillow_s_rarer_formats_are_imported_for_those_that_need_them(tmp_path: Path, gradient: np.ndarray) -> None:
    """Forty modules that the first photo on screen does not wait for."""
    common = [save(tmp_path / name, gradient) for name in ("a.png", "b.jpg", "c.gif", "d.bmp", "e.ppm")]
    others = [save(tmp_path / name, gradient) for name in ("f.webp", "g.tif", "h.avif")]
    done = subprocess.run([sys.executable, "-c", OPEN, *common, *others], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[: len(common)] == ["(4, 6, 3) False"] * len(common)
    assert [line.startswith("(4, 6, 3)") for line in done.stdout.splitlines()] == [True] * 8
