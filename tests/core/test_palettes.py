"""Palettes against the published tables."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from core.errors import InputError
from core.labels import CAMVID, VOC, LabelSet
from core.palettes import PALETTES, overlay_table, palette_table

# As printed beside the class names of the PASCAL VOC segmentation data.
VOC_COLOURS = {
    "background": (0, 0, 0),
    "aeroplane": (128, 0, 0),
    "bicycle": (0, 128, 0),
    "bird": (128, 128, 0),
    "boat": (0, 0, 128),
    "bottle": (128, 0, 128),
    "bus": (0, 128, 128),
    "car": (128, 128, 128),
    "cat": (64, 0, 0),
    "chair": (192, 0, 0),
    "cow": (64, 128, 0),
    "diningtable": (192, 128, 0),
    "dog": (64, 0, 128),
    "horse": (192, 0, 128),
    "motorbike": (64, 128, 128),
    "person": (192, 128, 128),
    "pottedplant": (0, 64, 0),
    "sheep": (128, 64, 0),
    "sofa": (0, 192, 0),
    "train": (128, 192, 0),
    "tvmonitor": (0, 64, 128),
}


def colours(table: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(row) for row in table.tolist()]


def test_voc_colours_are_the_published_ones() -> None:
    assert dict(zip(VOC.names, colours(palette_table("voc", 21)), strict=False)) == VOC_COLOURS


def test_voc_void_is_the_cream_of_its_borders() -> None:
    assert colours(palette_table("voc", 255))[255] == (224, 224, 192)


def test_voc_has_256_different_colours() -> None:
    assert len(set(colours(palette_table("voc", 255)))) == 256


def test_voc_keeps_a_colour_for_each_id_whatever_the_background() -> None:
    np.testing.assert_array_equal(palette_table("voc", 11, background=3), palette_table("voc", 11))


def test_okabe_ito_are_the_published_colours_without_black() -> None:
    published = [(230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167)]
    assert colours(palette_table("okabe-ito", 7))[:7] == published


def test_tol_muted_are_the_published_colours() -> None:
    published = ["CC6677", "332288", "DDCC77", "117733", "88CCEE", "882255", "44AA99", "999933", "AA4499"]
    table = palette_table("tol", 9)
    assert [bytes(row).hex().upper() for row in table[:9]] == published
    assert bytes(table[255]).hex().upper() == "DDDDDD"


def test_the_second_round_is_half_white_and_the_third_three_fifths_as_bright() -> None:
    table = palette_table("okabe-ito", 21)
    assert tuple(table[7]) == (242, 207, 128)  # (230 + 255) / 2 = 242.5, (159 + 255) / 2, 127.5, halves to even
    assert tuple(table[14]) == (138, 95, 0)  # 0.6 * (230, 159, 0) = (138, 95.4, 0)


def test_a_background_is_black_and_takes_no_colour() -> None:
    plain, table = palette_table("tol", 9), palette_table("tol", 10, background=2)
    assert tuple(table[2]) == (0, 0, 0)
    np.testing.assert_array_equal(np.delete(table[:10], 2, axis=0), plain[:9])


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("label_set", [VOC, CAMVID], ids=lambda label_set: label_set.name)
def test_no_two_classes_of_a_label_set_share_a_colour(name: str, label_set: LabelSet) -> None:
    table = palette_table(name, len(label_set), background=label_set.background)
    used = colours(table)[: len(label_set)]
    assert len({*used, tuple(table[255])}) == len(label_set) + 1


@pytest.mark.parametrize("name", PALETTES)
def test_neighbouring_ids_differ_clearly_however_many_there_are(name: str) -> None:
    table = palette_table(name, 255).astype(int)
    distances = [np.abs(first - second).max() for first, second in itertools.pairwise(table[:255])]
    assert min(distances) >= 32


@pytest.mark.parametrize("name", PALETTES)
def test_ids_beyond_the_classes_have_the_void_colour(name: str) -> None:
    table = palette_table(name, 4)
    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    assert (table[4:] == table[255]).all()
    assert (table[:4] != table[255]).any(axis=1).all()


def test_a_table_is_read_only() -> None:
    with pytest.raises(ValueError, match="read-only"):
        palette_table("voc", 21)[0] = 1


def test_an_unknown_palette_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        palette_table("rainbow", 21)
    assert str(caught.value) == "There is no palette rainbow; choose one of voc, okabe-ito, tol."


@pytest.mark.parametrize("number", [0, 256])
def test_a_number_of_classes_that_a_table_cannot_hold_is_refused(number: int) -> None:
    with pytest.raises(InputError) as caught:
        palette_table("voc", number)
    assert str(caught.value) == f"A palette has 1 to 255 classes, not {number}; choose a smaller label set."


def test_an_overlay_leaves_background_and_void_clear() -> None:
    table = overlay_table(VOC, "okabe-ito")
    assert np.flatnonzero(table[:, 3]).tolist() == list(range(1, 21))
    assert set(table[:, 3].tolist()) == {0, 255}
    np.testing.assert_array_equal(table[:, :3], palette_table("okabe-ito", 21, background=0))


def test_an_overlay_without_background_paints_every_class() -> None:
    assert np.flatnonzero(overlay_table(CAMVID, "voc")[:, 3]).tolist() == list(range(11))
