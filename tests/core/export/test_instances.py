"""Instance-id PNG and overlay, read back and compared with pixels computed by hand."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from core.errors import ExportError, InputError
from core.export.instances import instance_png, overlay_png
from core.image import ImageDocument, from_array
from tests.core.export.runs import run_on

NAMES = ("background", "cat", "dog")
RED, BLUE = (200, 0, 0), (0, 0, 200)
COLOURS = np.array([RED, BLUE], np.uint8)


def photo_of(height: int, width: int) -> ImageDocument:
    return from_array(np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8), name="photo.png")


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=["PNG"])
    image.load()
    return image


@pytest.fixture
def ids() -> np.ndarray:
    """Two objects on a photo of 360 x 240, the first on top."""
    ids = np.zeros((240, 360), np.uint16)
    ids[120:200, 160:320] = 2
    ids[80:160, 40:240] = 1
    return ids


BOXES = [(40.0, 80.0, 240.0, 160.0), (160.0, 120.0, 320.0, 200.0)]


class TestIds:
    def test_up_to_255_objects_fit_eight_bits_and_are_read_back_identically(self) -> None:
        ids = np.arange(256, dtype=np.uint16).reshape(16, 16)
        image = opened(instance_png(ids))
        assert image.mode == "P"
        np.testing.assert_array_equal(np.asarray(image), ids)

    def test_more_take_sixteen_bits(self) -> None:
        ids = np.arange(300, dtype=np.uint16).reshape(15, 20)
        image = opened(instance_png(ids))
        assert image.mode.startswith("I")
        np.testing.assert_array_equal(np.asarray(image), ids)

    def test_no_object_is_a_picture_of_zeros(self) -> None:
        assert not np.asarray(opened(instance_png(np.zeros((4, 7), np.uint16)))).any()


class TestOverlay:
    def test_pixels_within_an_outline_are_mixed_in_half_steps(self, ids: np.ndarray) -> None:
        document = photo_of(240, 360)
        painted = np.asarray(opened(overlay_png(document, run_on(document, BOXES, NAMES), ids, COLOURS, 0.4)))
        # Away from outlines (2 px), frames and tags.
        for inside, colour in ((np.s_[125:155, 50:150], RED), (np.s_[165:195, 170:310], BLUE)):
            expected = document.rgb[inside] * 0.6 + np.array(colour) * 0.4
            np.testing.assert_allclose(painted[inside], expected, atol=0.51)

    def test_an_object_is_outlined_on_its_own_side(self, ids: np.ndarray) -> None:
        document = photo_of(240, 360)
        painted = np.asarray(opened(overlay_png(document, run_on(document, BOXES, NAMES), ids, COLOURS, 0.0)))
        assert (painted[158:160, 50:150] == RED).all()
        assert (painted[160:162, 170:230] == BLUE).all()
        np.testing.assert_array_equal(painted[162:, :155], document.rgb[162:, :155])

    def test_the_picture_has_the_photos_size_and_is_the_photo_where_nothing_is_drawn(self, ids: np.ndarray) -> None:
        document = photo_of(240, 360)
        image = opened(overlay_png(document, run_on(document, BOXES, NAMES), ids, COLOURS))
        assert (image.size, image.mode) == ((360, 240), "RGB")
        np.testing.assert_array_equal(np.asarray(image)[:, 325:], document.rgb[:, 325:])

    def test_a_frame_is_drawn_around_each_box(self) -> None:
        document = photo_of(240, 360)
        painted = np.asarray(opened(overlay_png(document, run_on(document, BOXES, NAMES), np.zeros((240, 360), np.uint16), COLOURS)))
        assert (painted[159, 40:160] == RED).all()
        assert (painted[199, 160:320] == BLUE).all()
        assert (painted[122:200, 319] == BLUE).all()

    def test_without_objects_it_is_the_photo(self) -> None:
        document = photo_of(5, 6)
        nothing = np.zeros((0, 3), np.uint8)
        painted = opened(overlay_png(document, run_on(document, [], NAMES), np.zeros((5, 6), np.uint16), nothing))
        np.testing.assert_array_equal(np.asarray(painted), document.rgb)

    def test_300_objects_have_300_colours(self) -> None:
        document = photo_of(15, 20)
        ids = np.arange(1, 301, dtype=np.uint16).reshape(15, 20)
        colours = np.stack([np.arange(300) % 256, np.arange(300) // 256, np.zeros(300)], axis=1).astype(np.uint8)
        run = run_on(document, [(0.0, 0.0, 1.0, 1.0)] * 300, NAMES)
        painted = np.asarray(opened(overlay_png(document, run, ids, colours, 1.0)))
        np.testing.assert_array_equal(painted.reshape(-1, 3)[1:], colours[1:])

    @pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1)])
    def test_a_photo_too_small_for_names_gets_frames_only(self, size: tuple[int, int]) -> None:
        document = photo_of(*size)
        run = run_on(document, [(0.0, 0.0, float(size[1]), float(size[0]))], NAMES)
        painted = np.asarray(opened(overlay_png(document, run, np.ones(size, np.uint16), COLOURS[:1])))
        assert (painted == RED).all()

    def test_a_result_of_another_photo_is_refused(self, ids: np.ndarray) -> None:
        with pytest.raises(ExportError, match=r"The result on hand is not of photo\.png; run the model on it first\."):
            overlay_png(photo_of(240, 361), run_on(photo_of(240, 360), BOXES, NAMES), ids, COLOURS)

    @pytest.mark.parametrize("opacity", [-0.1, 1.1, float("nan")])
    def test_an_opacity_out_of_range_is_refused(self, ids: np.ndarray, opacity: float) -> None:
        document = photo_of(240, 360)
        with pytest.raises(InputError, match="is not between 0 and 1; choose one that is"):
            overlay_png(document, run_on(document, BOXES, NAMES), ids, COLOURS, opacity)
