"""Ground truth from label PNGs: ids exactly as written, and a sentence for every file that is none."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import ImageError
from core.export.label_image import encode_labels
from core.image import ImageDocument, from_array
from core.labels import CAMVID, VOC, VOID
from core.truth import read_truth
from tests.image_bytes import grey_png

HEIGHT, WIDTH = 6, 9


@pytest.fixture
def photo() -> ImageDocument:
    return from_array(np.zeros((HEIGHT, WIDTH, 3), np.uint8), name="photo.jpg")


def ids_up_to(last: int) -> np.ndarray:
    return (np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH) % (last + 1)).astype(np.uint8)


def test_an_indexed_label_png_gives_its_ids_and_keeps_void(photo: ImageDocument, tmp_path: Path) -> None:
    ids = ids_up_to(20)
    ids[0, :3] = VOID
    path = tmp_path / "label.png"
    path.write_bytes(encode_labels(ids))
    truth = read_truth(path, photo, VOC)
    np.testing.assert_array_equal(truth.class_map, ids)
    assert truth.label_set is VOC
    assert truth.image_digest == photo.digest
    assert truth.void_share == 3 / ids.size
    assert not truth.class_map.flags.writeable


@pytest.mark.parametrize("bits", [1, 2, 4])
@pytest.mark.parametrize("mode", ["P", "L"])
def test_few_bits_a_pixel_are_not_stretched_to_greys(photo: ImageDocument, tmp_path: Path, bits: int, mode: str) -> None:
    ids = ids_up_to(2**bits - 1)
    path = tmp_path / "label.png"
    if mode == "P":
        image = Image.fromarray(ids)
        image.putpalette(bytes(range(256)) * 3)
        image.save(path, bits=bits)
    else:
        path.write_bytes(grey_png(ids, bits))
    np.testing.assert_array_equal(read_truth(path, photo, VOC).class_map, ids)


def test_sixteen_bit_ids_are_read(photo: ImageDocument, tmp_path: Path) -> None:
    path = tmp_path / "label.png"
    Image.fromarray(ids_up_to(20).astype(np.uint16)).save(path)
    np.testing.assert_array_equal(read_truth(path, photo, VOC).class_map, ids_up_to(20))


def test_camvids_own_number_for_void_is_void(photo: ImageDocument, tmp_path: Path) -> None:
    ids = ids_up_to(11)
    path = tmp_path / "label.png"
    Image.fromarray(ids).save(path)
    np.testing.assert_array_equal(read_truth(path, photo, CAMVID).class_map, np.where(ids == 11, VOID, ids))


def refused(path: Path, photo: ImageDocument) -> str:
    with pytest.raises(ImageError) as caught:
        read_truth(path, photo, VOC)
    return str(caught.value).replace(str(path), "FILE")


@pytest.mark.bad_input("ground truth: another size")
def test_another_size_is_refused_before_decoding(photo: ImageDocument, tmp_path: Path) -> None:
    path = tmp_path / "label.png"
    Image.new("L", (30_000, 30_000)).save(path)
    assert refused(path, photo) == "FILE is 30000 x 30000 px, but photo.jpg is 9 x 6 px; choose the label PNG of this photo."


@pytest.mark.bad_input("ground truth: ids beyond the classes")
def test_an_id_beyond_the_classes_is_refused(photo: ImageDocument, tmp_path: Path) -> None:
    path = tmp_path / "label.png"
    Image.fromarray(ids_up_to(21)).save(path)
    assert refused(path, photo) == "FILE holds the id 21, but VOC numbers its classes 0 to 20, void 255; choose a model with its classes."


@pytest.mark.parametrize(("format_name", "mode", "said"), [
    ("PNG", "RGB", "FILE stores colours, not class ids; choose a label PNG that is indexed or greyscale."),
    ("JPEG", "L", "FILE is not a PNG file; class ids are read from a label PNG, one number per pixel."),
])  # fmt: skip
@pytest.mark.bad_input("ground truth: not a label PNG")
def test_what_is_no_label_png_is_refused(photo: ImageDocument, tmp_path: Path, format_name: str, mode: str, said: str) -> None:
    path = tmp_path / "label.png"
    Image.new(mode, (WIDTH, HEIGHT)).save(path, format_name)
    assert refused(path, photo) == said


@pytest.mark.bad_input("ground truth: cut short, empty or gone")
def test_a_file_that_is_cut_short_empty_or_gone_is_told(photo: ImageDocument, tmp_path: Path) -> None:
    path = tmp_path / "label.png"
    noise = np.random.default_rng(0).integers(0, 21, (HEIGHT, WIDTH)).astype(np.uint8)
    whole = encode_labels(noise)
    place = whole.index(b"IDAT") + 8
    path.write_bytes(whole[:place])
    assert "damaged or cut short" in refused(path, photo)
    path.write_bytes(b"")
    assert "is empty" in refused(path, photo)
    path.unlink()
    assert "does not exist" in refused(path, photo)


def test_a_disk_that_fails_in_the_midst_is_not_taken_for_a_damaged_file(
    photo: ImageDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "label.png"
    Image.fromarray(ids_up_to(3)).save(path)

    def fail(_image: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("core.truth._ids", fail)
    assert refused(path, photo) == f"FILE cannot be read ({os.strerror(errno.EIO)}); copy it elsewhere, or choose another file."
    monkeypatch.undo()
    assert read_truth(path, photo, VOC).class_map.max() == 3
