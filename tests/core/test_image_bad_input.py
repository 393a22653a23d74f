"""What is not a photo, or no longer: one sentence that says what, which file and what next, and nothing changed or left open."""

from __future__ import annotations

import errno
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import ImageError, ImageTooLarge
from core.image import load_image
from core.load_notes import LoadNoteKind
from tests.image_bytes import GREY, RGB, chunk, png, png_of
from tests.privileges import as_nobody, needs_permissions, reachable_folder

DAMAGED = "{} is a {} file that is damaged or cut short; copy or download it again, or save it anew in an image editor."
VARIANT = "{} starts like a {} file, but it is damaged or of an unknown variant; save it as PNG or JPEG in an image editor."


def refusal(path: Path, *, reduced: bool = False) -> ImageError:
    """The error of opening ``path``, which names it and leaves the file as it was."""
    before = path.read_bytes() if path.is_file() and os.access(path, os.R_OK) else None
    with pytest.raises(ImageError) as caught:
        load_image(path, reduced=reduced)
    assert caught.value.fields["path"] == path
    if before is not None:
        assert path.read_bytes() == before
    return caught.value


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.fixture
def photo() -> Image.Image:
    return Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8))


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    path = written(tmp_path / "empty.jpg", b"")
    assert str(refusal(path)) == f"{path} is empty (0 bytes); copy or download it again."


@pytest.mark.parametrize("content", [b"hello", b"\0", b"%PDF-1.7\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>", bytes(10_000)])
def test_what_is_not_an_image_is_said_not_to_be(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path / "photo.png", content)
    message = str(refusal(path))
    assert message.startswith(f"{path} is not an image that can be read (JPEG, PNG, GIF, WEBP, TIFF, BMP, PPM")
    assert message.endswith("); convert it to one of these, or choose another file.")


def test_postscript_is_never_run(tmp_path: Path) -> None:
    path = written(tmp_path / "photo.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\n%%EndComments\nshowpage\n")
    assert " is not an image that can be read " in str(refusal(path))


def test_a_heic_photo_is_named_and_the_way_out_too(tmp_path: Path) -> None:
    path = written(tmp_path / "IMG_0001.HEIC", b"\0\0\0\x18ftypheic" + bytes(200))
    assert str(refusal(path)) == f"{path} is a HEIC photo, which cannot be read; export it as JPEG and open that."


@pytest.mark.parametrize(
    ("content", "content_format"),
    [(b"BMW is a make of car, and this is a text file.", "BMP"), (b"P6 or not P6", "PPM"), (b"GIF89a", "GIF"), (b"II*\0", "TIFF")],
)
def test_what_only_starts_like_an_image_is_said_to(tmp_path: Path, content: bytes, content_format: str) -> None:
    path = written(tmp_path / "photo.bin", content)
    assert str(refusal(path)) == VARIANT.format(path, content_format)


@pytest.mark.parametrize("content_format", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "PPM"])
def test_a_file_that_lost_its_second_half_is_refused(tmp_path: Path, photo: Image.Image, content_format: str) -> None:
    whole = tmp_path / "whole"
    photo.save(whole, format=content_format)
    content = whole.read_bytes()
    path = written(tmp_path / "half", content[: len(content) // 2])
    # A TIFF's directory stands at its end, and a WEBP is parsed whole: those are refused at the header.
    assert str(refusal(path)) in (DAMAGED.format(path, content_format), VARIANT.format(path, content_format))


def test_a_truncated_jpeg_is_not_shown_half_grey(tmp_path: Path, photo: Image.Image) -> None:
    whole = tmp_path / "whole.jpg"
    photo.save(whole)
    path = written(tmp_path / "half.jpg", whole.read_bytes()[:-200])
    error = refusal(path)
    assert str(error) == DAMAGED.format(path, "JPEG")
    assert "truncated" in error.details


def test_a_png_with_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    content = bytearray(png_of(np.zeros((4, 4, 3), np.uint8), RGB))
    content[content.index(b"IDAT") + 6] ^= 0xFF
    path = written(tmp_path / "corrupt.png", bytes(content))
    assert str(refusal(path)) == DAMAGED.format(path, "PNG")


def test_a_png_whose_rows_end_too_early_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "short.png", png((8, 8), 8, GREY, bytes(20)))
    assert str(refusal(path)) == DAMAGED.format(path, "PNG")


def test_a_png_that_is_not_deflated_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "noise.png", png((8, 8), 8, GREY, b"", data=bytes(range(100))))
    assert str(refusal(path)) == DAMAGED.format(path, "PNG")


@pytest.mark.bad_input("photo: a bomb in the metadata")
@pytest.mark.parametrize(("kind", "head"), [(b"zTXt", b"Comment\0\0"), (b"iCCP", b"profile\0\0")])
def test_metadata_that_inflates_a_thousandfold_is_not_inflated(tmp_path: Path, kind: bytes, head: bytes) -> None:
    metadata = chunk(kind, head + zlib.compress(bytes(50_000_000), 9))
    path = written(tmp_path / "bomb.png", png((8, 8), 8, GREY, bytes(9 * 8), before=metadata))
    assert str(refusal(path)) == VARIANT.format(path, "PNG")


@pytest.mark.parametrize("value", [np.nan, np.inf], ids=["NaN", "infinite"])
def test_a_picture_without_a_finite_number_is_refused(tmp_path: Path, value: float) -> None:
    path = tmp_path / "nothing.tif"
    Image.fromarray(np.full((4, 4), value, np.float32)).save(path)
    assert str(refusal(path)) == f"{path} holds no finite number, so there is nothing to show; write the file again or choose another."


def test_a_file_that_vanished_is_said_to_be_gone(tmp_path: Path, photo: Image.Image) -> None:
    path = tmp_path / "photo.png"
    photo.save(path)
    assert load_image(path).width == 60
    path.unlink()
    assert str(refusal(path)) == f"{path} does not exist, or no longer; check where it went, or choose another file."


@needs_permissions
def test_a_path_through_a_file_is_said_not_to_exist(tmp_path: Path) -> None:
    path = written(tmp_path / "file", b"x") / "photo.png"
    assert str(refusal(path)) == f"{path} does not exist, or no longer; check where it went, or choose another file."


@pytest.mark.bad_input("photo: a folder instead of a file")
def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.mkdir()
    assert str(refusal(path)) == f"{path} is a folder, not an image; open a file in it, or open the folder as a folder."


@needs_permissions
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "pipe.png"
    os.mkfifo(path)
    assert str(refusal(path)) == f"{path} is not a regular file but a device or a pipe; choose an image file."


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device")
def test_an_endless_device_is_refused() -> None:
    assert str(refusal(Path("/dev/zero"))) == "/dev/zero is not a regular file but a device or a pipe; choose an image file."


@needs_permissions
@pytest.mark.bad_input("photo: a link to itself")
def test_a_link_to_itself_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "loop.png"
    path.symlink_to(path)
    assert str(refusal(path)) == f"{path} is a link that leads back to itself; choose the file that it should lead to."


@needs_permissions
def test_a_link_is_followed(tmp_path: Path, photo: Image.Image) -> None:
    photo.save(tmp_path / "there.png")
    path = tmp_path / "here.png"
    path.symlink_to(tmp_path / "there.png")
    document = load_image(path)
    assert (document.width, document.name, document.path) == (60, "here.png", path)


@needs_permissions
@pytest.mark.bad_input("photo: may not be read")
def test_a_file_that_may_not_be_read_is_said_to_be_so(photo: Image.Image) -> None:
    with reachable_folder() as folder:
        path = folder / "photo.png"
        photo.save(path)
        path.chmod(0)
        with as_nobody(), pytest.raises(ImageError) as caught:
            load_image(path)
        assert str(caught.value) == f"{path} may not be read; change its permissions, or choose another file."


def test_a_path_with_a_null_character_is_refused() -> None:
    with pytest.raises(ImageError) as caught:
        load_image(Path("photo\0.png"))
    assert str(caught.value).startswith("'photo\\x00.png' cannot be read (")


@pytest.mark.bad_input("photo: a name that is too long")
def test_a_name_that_is_too_long_gives_the_systems_reason(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 300)
    with pytest.raises(ImageError) as caught:
        load_image(path)
    assert str(caught.value) == f"{path} cannot be read ({os.strerror(errno.ENAMETOOLONG)}); copy it elsewhere, or choose another file."


def failing_with(error: BaseException) -> Callable[..., object]:
    def fail(*_words: object) -> object:
        raise error

    return fail


@pytest.mark.bad_input("photo: a disk that fails while it is read")
def test_a_disk_that_fails_in_the_midst_is_not_taken_for_a_damaged_photo(
    tmp_path: Path, photo: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "photo.png"
    photo.save(path)
    monkeypatch.setattr("core.image.decode", failing_with(OSError(errno.EIO, os.strerror(errno.EIO))))
    assert str(refusal(path)) == f"{path} cannot be read ({os.strerror(errno.EIO)}); copy it elsewhere, or choose another file."
    monkeypatch.undo()
    assert load_image(path).width == 60


@pytest.mark.bad_input("photo: more than the free memory")
def test_memory_that_runs_out_while_decoding_is_said_of_the_photo(
    tmp_path: Path, photo: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "photo.png"
    photo.save(path)
    monkeypatch.setattr("core.image.decode", failing_with(MemoryError()))
    expected = f"{path} needs more memory than is free; close other programs, or make a smaller copy and open that."
    assert str(refusal(path)) == expected
    monkeypatch.undo()
    assert load_image(path).width == 60


def test_broken_metadata_leaves_the_pixels_as_they_are(tmp_path: Path, photo: Image.Image) -> None:
    path, plain = tmp_path / "photo.jpg", tmp_path / "plain.jpg"
    photo.save(path, exif=b"Exif\0\0" + b"no TIFF at all")
    photo.save(plain)
    found, expected = load_image(path), load_image(plain)
    assert (found.notes, found.digest) == ((), expected.digest)


def test_the_sentence_can_be_filled_in_again_from_its_template(tmp_path: Path) -> None:
    path = tmp_path / "large.ppm"
    path.write_bytes(b"P6 9000 9000 255\n")
    error = refusal(path, reduced=True)
    assert isinstance(error, ImageTooLarge)
    assert "{path}" in error.template
    assert error.template.format(**error.fields) == str(error)


def test_every_note_is_one_sentence_with_a_template() -> None:
    for kind in LoadNoteKind:
        assert kind.value.endswith(".")
        assert kind.value.count(". ") == 0
