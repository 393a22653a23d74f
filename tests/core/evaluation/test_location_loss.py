"""Location loss of one label map: the pixels against the way down and back, the IoU against the paper's definition."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.errors import Cancelled, ImageError, InputError
from core.evaluation.ceiling_files import NUMBERED, ceilings_of, find_label_maps
from core.evaluation.ceilings import CEILING_STRIDES, Ceilings, coarsened
from core.evaluation.location_loss import location_loss
from core.evaluation.semantic import ConfusionMatrix
from core.export.label_image import encode_labels
from core.labels import CAMVID, VOC, VOID, LabelSet
from tests.image_bytes import grey_png, one_bit_png

SIZE = (70, 90)
SEVEN = LabelSet("seven", tuple("abcdefg"))


def drawn(seed: int = 0) -> np.ndarray:
    """A disc of class 2 and a bar of class 5 on 0, with some void."""
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    truth = np.zeros(SIZE, np.uint8)
    truth[np.hypot(rows - 30 - seed, columns - 40) < 19] = 2
    truth[:, 70:75] = 5
    truth[60:, :20] = VOID
    return truth


def test_lost_pixels_are_those_of_another_class_and_void_is_never_lost() -> None:
    truth = drawn()
    found = location_loss(truth, 7, CancelToken())
    assert tuple(found.strides) == CEILING_STRIDES
    assert found.classes == (0, 2, 5)
    for stride, loss in found.strides.items():
        back, known = coarsened(truth, stride), truth != VOID
        np.testing.assert_array_equal(loss.lost, known & (back != truth))
        np.testing.assert_array_equal(loss.coarse[known], back[known])
        assert (loss.coarse[~known] == VOID).all()
        assert loss.lost_share == pytest.approx(1 - loss.matrix.pixel_accuracy())
    assert found.strides[32].lost_share > found.strides[4].lost_share > 0


def test_the_parts_of_every_gap_add_up_and_only_classes_of_the_truth_count() -> None:
    truth = drawn()
    found = location_loss(truth, 7, CancelToken())
    said = np.where(truth == 2, np.uint8(6), np.where(truth == VOID, np.uint8(0), truth))  # takes every 2 for a 6
    model = ConfusionMatrix(7)
    model.add(truth, said)
    for stride in CEILING_STRIDES:
        of_class = [found.gap(stride, model, one) for one in found.classes]
        mean = found.gap(stride, model)
        for gap in (*of_class, mean):
            assert gap.location + gap.recognition == pytest.approx(1 - gap.model)
        assert [gap.model for gap in of_class] == [1, 0, 1]
        assert mean.model == pytest.approx(2 / 3)  # and not 2 / 4, though class 6 has an IoU of 0 too
        assert mean.ceiling == pytest.approx(np.mean([gap.ceiling for gap in of_class]))
    assert np.isnan(found.gap(8, None).model)


def test_a_map_that_is_all_void_has_no_figures() -> None:
    found = location_loss(np.full(SIZE, VOID, np.uint8), 7, CancelToken())
    assert found.classes == ()
    assert np.isnan(found.gap(8, None).ceiling)
    assert np.isnan(found.strides[8].lost_share)


def test_it_can_be_cancelled_between_strides() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        location_loss(drawn(), 7, token)


def test_maps_merged_count_as_maps_added() -> None:
    together, merged = Ceilings(7), Ceilings(7)
    for seed in range(3):
        together.add(drawn(seed))
        alone = Ceilings(7)
        alone.add(drawn(seed))
        merged.merge(alone)
    for stride in CEILING_STRIDES:
        np.testing.assert_array_equal(merged.matrices[stride].counts, together.matrices[stride].counts)


def test_a_file_counts_as_the_map_that_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(encode_labels(drawn()))
    alone = Ceilings(7)
    alone.add(drawn())
    found = ceilings_of(path, SEVEN)
    for stride in CEILING_STRIDES:
        np.testing.assert_array_equal(found.matrices[stride].counts, alone.matrices[stride].counts)


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
def test_a_grey_file_of_any_depth_counts_as_the_ids_that_it_holds(tmp_path: Path, bits: int) -> None:
    """Pillow stretches the greys of fewer bits than 8: 1 of 2 bits becomes 85."""
    ids = np.where(drawn() == VOID, np.uint8(0), drawn() & np.uint8(min(2**bits, 256) - 1))
    path = tmp_path / "a.png"
    path.write_bytes(grey_png(ids, bits))
    alone = Ceilings(7)
    alone.add(ids)
    found = ceilings_of(path, SEVEN)
    for stride in CEILING_STRIDES:
        np.testing.assert_array_equal(found.matrices[stride].counts, alone.matrices[stride].counts)


@pytest.mark.parametrize("strange", [7, 256])
def test_an_id_that_is_no_class_is_named_instead_of_being_left_out(tmp_path: Path, strange: int) -> None:
    ids = drawn().astype(np.uint16)
    ids[3, 4] = strange
    path = tmp_path / "a.png"
    path.write_bytes(grey_png(ids, 16))
    with pytest.raises(ImageError, match=f"holds the id {strange}, but seven numbers its classes 0 to 6, void 255; mend it"):
        ceilings_of(path, SEVEN)


def test_a_picture_larger_than_any_photo_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(one_bit_png((30_000, 30_000), 0))
    with pytest.raises(ImageError, match="is 30000 x 30000 px, more than 40 million; make a smaller one"):
        ceilings_of(path, SEVEN)


@pytest.mark.parametrize(("content", "said"), [(b"", "is empty"), (b"no picture", "is not a PNG file; class ids are read")])
def test_a_file_that_is_no_label_map_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(ImageError, match=said) as raised:
        ceilings_of(path, SEVEN)
    assert str(path) in str(raised.value)


def put(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_labels(drawn()))


def test_the_first_split_of_camvids_layout_that_is_there_is_measured(tmp_path: Path) -> None:
    for split in ("train", "test"):
        for folder in ("images", "labels"):
            put(tmp_path / split / folder / "a.png")
    found = find_label_maps(tmp_path)
    assert (found.split, found.label_set) == ("test", CAMVID)
    assert found.paths == (tmp_path / "test" / "labels" / "a.png",)


def test_vocs_label_maps_are_found_without_its_photos(tmp_path: Path) -> None:
    folder = tmp_path / "VOCdevkit" / "VOC2011"
    put(folder / "SegmentationClass" / "2007_1.png")
    (folder / "ImageSets" / "Segmentation").mkdir(parents=True)
    (folder / "ImageSets" / "Segmentation" / "val.txt").write_text("2007_1\n")
    found = find_label_maps(tmp_path)
    assert (found.split, found.label_set) == ("val", VOC)
    assert found.paths == (folder / "SegmentationClass" / "2007_1.png",)


@pytest.mark.parametrize("below", ["labels", "masks", ""])
def test_label_pngs_in_no_data_sets_layout_are_found_and_numbered(tmp_path: Path, below: str) -> None:
    for name in ("b", "a"):
        put(tmp_path / below / f"{name}.png")
    found = find_label_maps(tmp_path)
    assert (found.split, found.label_set, found.label_set.names[17]) == ("", NUMBERED, "17")
    assert found.paths == (tmp_path / below / "a.png", tmp_path / below / "b.png")
    put(tmp_path / "later" / below / "c.png")
    assert find_label_maps(tmp_path, "later").paths == (tmp_path / "later" / below / "c.png",)


def test_a_folder_without_label_maps_says_what_one_looks_like(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no label maps; choose a folder in VOC's layout"):
        find_label_maps(tmp_path)
