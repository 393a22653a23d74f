"""What a segmentation is written as, read back and compared with hand-computed pixels."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from types import MappingProxyType

import numpy as np
import pytest
from PIL import Image

from core.errors import ExportError, InputError
from core.export.semantic import label_png, overlay_png, painted_png, probabilities_npz
from core.fcn.config import UNIT_GAINS, ReadOut
from core.fcn.results import FcnScores, RunFacts, Segmentation
from core.geometry import IDENTITY, PlaneMap
from core.image import ImageDocument, from_array
from core.labels import CAMVID, VOC, LabelSet

PERSON, SHEEP, CAT = 15, 17, 8
PERSON_COLOUR, SHEEP_COLOUR = (192, 128, 128), (128, 64, 0)


def photo_of(height: int, width: int) -> ImageDocument:
    return from_array(np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8), name="photo.png")


def segmentation_of(document: ImageDocument, class_map: np.ndarray, label_set: LabelSet = VOC) -> Segmentation:
    """A segmentation with that class map; its scores play no part in what is written here."""
    cells = np.zeros((len(label_set), 1, 1), np.float32)
    size = (document.height, document.width)
    facts = RunFacts("cpu", 0.0, (), size)
    scores = FcnScores(
        MappingProxyType({32: cells, 16: cells, 8: cells}), PlaneMap(IDENTITY, IDENTITY), size, document.digest, "tiny", label_set, facts
    )
    return Segmentation(class_map, scores, ReadOut.STRIDE_8, UNIT_GAINS, cells)


@pytest.fixture
def photo() -> ImageDocument:
    return photo_of(6, 8)


@pytest.fixture
def halves(photo: ImageDocument) -> Segmentation:
    """Background above, person below left, sheep below right; one void pixel in the corner."""
    class_map = np.zeros((6, 8), np.uint8)
    class_map[3:, :4], class_map[3:, 4:] = PERSON, SHEEP
    class_map[5, 7] = 255
    return segmentation_of(photo, class_map)


def pixels_of(content: bytes) -> np.ndarray:
    image = Image.open(io.BytesIO(content), formats=["PNG"])
    assert image.mode == "RGB"
    return np.asarray(image)


def mixed(photo: np.ndarray, colour: tuple[int, int, int], opacity: float) -> np.ndarray:
    return np.rint(photo * (1 - opacity) + np.array(colour) * opacity)


class TestLabels:
    def test_the_class_map_is_read_back_identically(self, halves: Segmentation) -> None:
        image = Image.open(io.BytesIO(label_png(halves)))
        assert image.mode == "P"
        np.testing.assert_array_equal(np.asarray(image), halves.class_map)

    def test_a_viewer_sees_vocs_colours_and_void(self, halves: Segmentation) -> None:
        shown = np.asarray(Image.open(io.BytesIO(label_png(halves))).convert("RGB"))
        assert [tuple(shown[row, column].tolist()) for row, column in ((0, 0), (3, 0), (3, 7), (5, 7))] == [
            (0, 0, 0),
            PERSON_COLOUR,
            SHEEP_COLOUR,
            (224, 224, 192),
        ]


class TestOverlay:
    @pytest.mark.parametrize("opacity", [0.2, 0.4, 0.6, 1.0])
    def test_classes_are_mixed_into_the_photo(self, photo: ImageDocument, halves: Segmentation, opacity: float) -> None:
        """These opacities are whole numbers of 255ths, so the mixture is exact."""
        painted = pixels_of(overlay_png(photo, halves, "voc", opacity))
        np.testing.assert_allclose(painted[3:, :4], mixed(photo.rgb[3:, :4], PERSON_COLOUR, opacity), atol=0.51)
        np.testing.assert_allclose(painted[3:5, 4:], mixed(photo.rgb[3:5, 4:], SHEEP_COLOUR, opacity), atol=0.51)

    def test_background_and_void_are_the_photo_itself(self, photo: ImageDocument, halves: Segmentation) -> None:
        painted = pixels_of(overlay_png(photo, halves, "voc", 1.0))
        np.testing.assert_array_equal(painted[:3], photo.rgb[:3])
        np.testing.assert_array_equal(painted[5, 7], photo.rgb[5, 7])

    def test_a_set_without_background_paints_its_first_class_too(self, photo: ImageDocument) -> None:
        segmentation = segmentation_of(photo, np.zeros((6, 8), np.uint8), CAMVID)
        assert (pixels_of(overlay_png(photo, segmentation, "okabe-ito", 1.0)) == (230, 159, 0)).all()

    def test_no_opacity_is_the_photo(self, photo: ImageDocument, halves: Segmentation) -> None:
        np.testing.assert_array_equal(pixels_of(overlay_png(photo, halves, "voc", 0.0)), photo.rgb)

    def test_the_palette_is_the_one_asked_for(self, photo: ImageDocument, halves: Segmentation) -> None:
        """Person is the 15th class after the background: the first colour of the third round of Okabe-Ito's seven."""
        painted = pixels_of(overlay_png(photo, halves, "okabe-ito", 1.0))
        assert tuple(painted[3, 0].tolist()) == (138, 95, 0)

    def test_own_colours_and_hidden_classes_are_kept(self, photo: ImageDocument, halves: Segmentation) -> None:
        table = np.zeros((256, 4), np.uint8)
        table[PERSON] = (1, 2, 3, 255)
        painted = pixels_of(painted_png(photo, halves, table, 1.0))
        assert (painted[3:, :4] == (1, 2, 3)).all()
        np.testing.assert_array_equal(painted[:, 4:], photo.rgb[:, 4:])

    def test_the_photo_and_the_class_map_stay_as_they_were(self, photo: ImageDocument, halves: Segmentation) -> None:
        before = photo.rgb.copy(), halves.class_map.copy()
        overlay_png(photo, halves, outlined=True)
        np.testing.assert_array_equal(photo.rgb, before[0])
        np.testing.assert_array_equal(halves.class_map, before[1])

    def test_equal_results_give_equal_bytes(self, photo: ImageDocument, halves: Segmentation) -> None:
        assert overlay_png(photo, halves) == overlay_png(photo, halves)

    def test_a_result_of_another_photo_is_refused(self, halves: Segmentation) -> None:
        other = from_array(np.zeros((6, 8, 3), np.uint8), name="other.png")
        with pytest.raises(ExportError) as caught:
            overlay_png(other, halves)
        assert str(caught.value) == "The result on hand is not of other.png; run the model on it first."

    @pytest.mark.parametrize("opacity", [-0.1, 1.1, float("nan")])
    def test_an_opacity_out_of_range_is_refused(self, photo: ImageDocument, halves: Segmentation, opacity: float) -> None:
        with pytest.raises(InputError) as caught:
            overlay_png(photo, halves, "voc", opacity)
        assert str(caught.value) == f"The opacity {opacity} is not between 0 and 1; choose one that is."


class TestOutline:
    def test_only_a_border_of_two_pixels_is_painted_on_each_side(self) -> None:
        photo = photo_of(20, 30)
        class_map = np.zeros((20, 30), np.uint8)
        class_map[5:15, 10:] = CAT
        painted = pixels_of(overlay_png(photo, segmentation_of(photo, class_map), "voc", 1.0, outlined=True))
        expected = photo.rgb.copy()
        expected[5:15, 10:] = (64, 0, 0)
        expected[7:13, 12:] = photo.rgb[7:13, 12:]  # the photo's own edge is no border of a region
        np.testing.assert_array_equal(painted, expected)

    def test_regions_that_touch_are_outlined_in_both_colours(self) -> None:
        photo = photo_of(12, 16)
        class_map = np.full((12, 16), PERSON, np.uint8)
        class_map[:, 8:] = SHEEP
        painted = pixels_of(overlay_png(photo, segmentation_of(photo, class_map), "voc", 1.0, outlined=True))
        expected = photo.rgb.copy()
        expected[:, 6:8], expected[:, 8:10] = PERSON_COLOUR, SHEEP_COLOUR
        np.testing.assert_array_equal(painted, expected)

    def test_a_large_photo_gets_a_wider_border(self) -> None:
        photo = photo_of(4, 2000)
        class_map = np.zeros((4, 2000), np.uint8)
        class_map[:, 1000:] = CAT
        painted = pixels_of(overlay_png(photo, segmentation_of(photo, class_map), "voc", 1.0, outlined=True))
        assert np.flatnonzero((painted[0] != photo.rgb[0]).any(axis=1)).tolist() == [1000, 1001, 1002, 1003]

    @pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 9), (9, 1)])
    def test_thin_photos_have_outlines_too(self, height: int, width: int) -> None:
        photo = photo_of(height, width)
        class_map = np.full((height, width), CAT, np.uint8)
        painted = pixels_of(overlay_png(photo, segmentation_of(photo, class_map), "voc", 1.0, outlined=True))
        np.testing.assert_array_equal(painted, photo.rgb)


@pytest.fixture
def probabilities() -> np.ndarray:
    """``(21, 6, 8)`` float32, summing to 1 over the classes, with exact zeros and ones among them."""
    values = np.random.default_rng(0).dirichlet(np.full(21, 0.1), (6, 8)).transpose(2, 0, 1).astype(np.float32)
    values[:, 0, 0] = np.eye(21, dtype=np.float32)[PERSON]
    return np.ascontiguousarray(values)


class TestProbabilities:
    @pytest.mark.parametrize("dtype", [np.float16, np.float32])
    def test_values_and_names_are_read_back_identically(self, probabilities: np.ndarray, dtype: type) -> None:
        with np.load(io.BytesIO(probabilities_npz(probabilities, VOC, dtype)), allow_pickle=False) as archive:
            assert sorted(archive.files) == ["labels", "probabilities"]
            values, names = archive["probabilities"], archive["labels"]
        assert values.dtype == dtype
        assert values.shape == (21, 6, 8)
        np.testing.assert_array_equal(values, probabilities.astype(dtype))
        assert tuple(names.tolist()) == VOC.names

    def test_half_precision_keeps_three_digits_and_the_winner(self, probabilities: np.ndarray) -> None:
        with np.load(io.BytesIO(probabilities_npz(probabilities, VOC))) as archive:
            values = archive["probabilities"].astype(np.float32)
        np.testing.assert_allclose(values, probabilities, rtol=2**-11, atol=2**-25)
        assert values[PERSON, 0, 0] == 1.0
        assert np.delete(values[:, 0, 0], PERSON).max() == 0.0

    def test_equal_values_give_equal_bytes_in_another_process(self, probabilities: np.ndarray) -> None:
        code = (
            "import sys, json, hashlib, numpy as np; from core.labels import VOC; from core.export.semantic import probabilities_npz;"
            "values = np.array(json.load(sys.stdin), np.float32); print(hashlib.sha256(probabilities_npz(values, VOC)).hexdigest())"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], input=json.dumps(probabilities.tolist()), capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == hashlib.sha256(probabilities_npz(probabilities, VOC)).hexdigest()

    def test_no_member_tells_the_time(self, probabilities: np.ndarray) -> None:
        with zipfile.ZipFile(io.BytesIO(probabilities_npz(probabilities, VOC))) as archive:
            assert [(member.filename, member.date_time) for member in archive.infolist()] == [
                ("probabilities.npy", (1980, 1, 1, 0, 0, 0)),
                ("labels.npy", (1980, 1, 1, 0, 0, 0)),
            ]

    def test_a_view_in_another_memory_order_is_written_as_it_looks(self, probabilities: np.ndarray) -> None:
        view = np.asfortranarray(probabilities)
        assert probabilities_npz(view, VOC) == probabilities_npz(probabilities, VOC)

    @pytest.mark.parametrize("shape", [(11, 6, 8), (21, 48), (6, 8, 21)])
    def test_values_that_the_labels_do_not_name_are_refused(self, shape: tuple[int, ...]) -> None:
        with pytest.raises(ValueError, match="21 labels do not name probabilities of shape"):
            probabilities_npz(np.zeros(shape, np.float32), VOC)


def test_writing_imports_no_torch() -> None:
    code = "import sys, core.export.semantic; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
