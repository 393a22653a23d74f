"""Every kind of picture becomes 8-bit RGB, upright, and says what was done to it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, features

from core.image import ImageDocument, load_image
from tests.image_bytes import GREY, GREY_ALPHA, RGB, RGBA, chunk, cmyk_profile, exif_with_orientation, png, png_of

GREY_NOTE = "Greyscale: the three channels are equal."
DEEP_NOTE = "More than 8 bits per channel, scaled to 8."
ALPHA_NOTE = "Transparent parts are laid on neutral grey."
FRAME_NOTE = "Only the first of several frames or pages is shown."
CMYK_NOTE = "Converted from CMYK to RGB by a formula, because it carries no usable colour profile."
PROFILE_NOTE = "Converted from CMYK to RGB by its colour profile."


def texts(document: ImageDocument) -> list[str]:
    return [note.text for note in document.notes]


def greys(document: ImageDocument) -> list[int]:
    """The values of a one-row photo whose channels are equal."""
    assert document.height == 1
    assert (document.rgb == document.rgb[:, :, :1]).all()
    return document.rgb[0, :, 0].tolist()


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def saved(path: Path, image: Image.Image, **options: object) -> Path:
    image.save(path, **options)
    return path


class TestGreyscale:
    def test_eight_bits_fill_all_three_channels(self, tmp_path: Path) -> None:
        document = load_image(saved(tmp_path / "grey.png", Image.fromarray(np.array([[0, 7, 255]], np.uint8))))
        assert greys(document) == [0, 7, 255]
        assert texts(document) == [GREY_NOTE]

    def test_one_bit_becomes_black_and_white(self, tmp_path: Path) -> None:
        document = load_image(written(tmp_path / "bits.png", png((8, 1), 1, GREY, b"\0\xb1")))
        assert greys(document) == [255, 0, 255, 255, 0, 0, 0, 255]
        assert texts(document) == [GREY_NOTE]

    def test_four_bits_are_spread_over_eight(self, tmp_path: Path) -> None:
        document = load_image(written(tmp_path / "nibbles.png", png((4, 1), 4, GREY, b"\0\x01\x8f")))
        assert greys(document) == [0, 17, 136, 255]


SIXTEEN = np.array([[0, 128, 129, 257 * 100, 257 * 100 + 128, 257 * 100 + 129, 65_535]], np.uint16)
SCALED = [0, 0, 1, 100, 100, 101, 255]  # round(value / 257)


class TestSixteenBits:
    @pytest.mark.parametrize("ending", ["png", "tif", "pgm"])
    def test_grey_is_scaled_and_not_clipped(self, tmp_path: Path, ending: str) -> None:
        path = tmp_path / f"deep.{ending}"
        if ending == "pgm":
            written(path, b"P5 7 1 65535\n" + SIXTEEN.astype(">u2").tobytes())
        elif ending == "png":
            written(path, png_of(SIXTEEN, GREY))
        else:
            saved(path, Image.fromarray(SIXTEEN))
        document = load_image(path)
        assert greys(document) == SCALED
        assert texts(document) == [DEEP_NOTE, GREY_NOTE]

    def test_big_endian_tiff_is_read_the_right_way_round(self, tmp_path: Path) -> None:
        entries = [(256, 3, 7), (257, 3, 1), (258, 3, 16), (262, 3, 1), (273, 4, 8), (277, 3, 1), (278, 3, 1), (279, 4, 14)]
        directory = len(entries).to_bytes(2, "big")
        for tag, kind, value in entries:
            field = value.to_bytes(2, "big") + b"\0\0" if kind == 3 else value.to_bytes(4, "big")
            directory += tag.to_bytes(2, "big") + kind.to_bytes(2, "big") + b"\0\0\0\1" + field
        content = b"MM\0*" + (22).to_bytes(4, "big") + SIXTEEN.astype(">u2").tobytes() + directory + bytes(4)
        assert greys(load_image(written(tmp_path / "big.tif", content))) == SCALED

    def test_a_large_picture_is_scaled_in_all_its_bands(self, tmp_path: Path) -> None:
        rows = np.arange(2200, dtype=np.uint16)[:, None] * 29
        document = load_image(saved(tmp_path / "tall.png", Image.fromarray(np.repeat(rows, 2000, axis=1))))
        np.testing.assert_array_equal(document.rgb[:, 7, 1], np.rint(rows[:, 0] / 257))

    @pytest.mark.parametrize("colour_type", [RGB, RGBA])
    def test_colour_is_scaled_and_not_clipped(self, tmp_path: Path, colour_type: int) -> None:
        samples = np.array([[[0, 65_535, 257 * 100, 65_535], [257 * 3, 257 * 200, 257 * 7, 65_535]]], np.uint16)
        channels = 3 if colour_type == RGB else 4
        document = load_image(written(tmp_path / "deep.png", png_of(samples[:, :, :channels], colour_type)))
        assert document.rgb.tolist() == [[[0, 255, 100], [3, 200, 7]]]
        assert texts(document) == [DEEP_NOTE]

    def test_colour_ppm_is_scaled(self, tmp_path: Path) -> None:
        samples = np.array([0, 65_535, 257 * 100], ">u2")
        document = load_image(written(tmp_path / "deep.ppm", b"P6 1 1 65535\n" + samples.tobytes()))
        assert document.rgb.tolist() == [[[0, 255, 100]]]
        assert texts(document) == [DEEP_NOTE]

    def test_ten_bits_reach_white(self, tmp_path: Path) -> None:
        content = b"P5 3 1 1023\n" + np.array([0, 1023, 514], ">u2").tobytes()
        assert greys(load_image(written(tmp_path / "ten.pgm", content))) == [0, 255, 128]


class TestNumbers:
    def test_finite_floats_span_black_to_white_and_the_rest_is_black(self, tmp_path: Path) -> None:
        values = np.array([[-1.0, np.nan, 0.0, 1.0, np.inf, -np.inf, 3.0]], np.float32)
        document = load_image(saved(tmp_path / "float.tif", Image.fromarray(values)))
        assert greys(document) == [0, 0, 64, 128, 0, 0, 255]
        assert texts(document) == [
            "Values from -1 to 3 scaled to 0 to 255.",
            GREY_NOTE,
            "3 pixels that are not finite numbers are drawn black.",
        ]

    def test_finite_floats_get_no_note_about_others(self, tmp_path: Path) -> None:
        document = load_image(saved(tmp_path / "float.tif", Image.fromarray(np.array([[0.25, 0.75]], np.float32))))
        assert greys(document) == [0, 255]
        assert texts(document) == ["Values from 0.25 to 0.75 scaled to 0 to 255.", GREY_NOTE]

    @pytest.mark.parametrize("span", [(-3.4e38, 3.4e38), (1e7, 1e7 + 4)], ids=["overflowing", "far from zero"])
    def test_extreme_floats_keep_their_middle(self, tmp_path: Path, span: tuple[float, float]) -> None:
        values = np.array([[span[0], (span[0] + span[1]) / 2, span[1]]], np.float32)
        assert greys(load_image(saved(tmp_path / "float.tif", Image.fromarray(values)))) == [0, 128, 255]

    def test_equal_values_are_mid_grey(self, tmp_path: Path) -> None:
        values = np.array([[5.0, np.nan, 5.0]], np.float32)
        assert greys(load_image(saved(tmp_path / "flat.tif", Image.fromarray(values)))) == [128, 0, 128]

    def test_integers_of_32_bits_span_black_to_white(self, tmp_path: Path) -> None:
        document = load_image(saved(tmp_path / "whole.tif", Image.fromarray(np.array([[-100_000, 0, 100_000]], np.int32))))
        assert greys(document) == [0, 128, 255]
        assert texts(document)[0] == "Values from -100000 to 100000 scaled to 0 to 255."

    def test_float_pfm_is_read(self, tmp_path: Path) -> None:
        content = b"Pf\n2 1\n-1.0\n" + np.array([0.5, 1.5], "<f4").tobytes()
        assert greys(load_image(written(tmp_path / "float.pfm", content))) == [0, 255]


def over_grey(value: int, alpha: int) -> int:
    return round((value * alpha + 128 * (255 - alpha)) / 255)


class TestTransparency:
    def test_a_palette_entry_that_is_transparent_shows_grey(self, tmp_path: Path) -> None:
        image = Image.fromarray(np.array([[0, 1, 2]], np.uint8))
        image.putpalette([10, 20, 30, 200, 100, 50, 1, 2, 3])
        document = load_image(saved(tmp_path / "palette.png", image, transparency=1))
        assert document.rgb.tolist() == [[[10, 20, 30], [128, 128, 128], [1, 2, 3]]]
        assert texts(document) == [ALPHA_NOTE]

    def test_palette_entries_that_are_partly_transparent_are_blended(self, tmp_path: Path) -> None:
        image = Image.fromarray(np.array([[0, 1]], np.uint8))
        image.putpalette([10, 20, 30, 200, 100, 50])
        document = load_image(saved(tmp_path / "palette.png", image, transparency=bytes([255, 64])))
        assert document.rgb[0, 0].tolist() == [10, 20, 30]
        assert document.rgb[0, 1].tolist() == [over_grey(value, 64) for value in (200, 100, 50)]
        assert texts(document) == [ALPHA_NOTE]

    def test_an_opaque_palette_is_only_looked_up(self, tmp_path: Path) -> None:
        image = Image.fromarray(np.array([[1, 0]], np.uint8))
        image.putpalette([10, 20, 30, 200, 100, 50])
        document = load_image(saved(tmp_path / "palette.png", image))
        assert document.rgb.tolist() == [[[200, 100, 50], [10, 20, 30]]]
        assert texts(document) == []

    @pytest.mark.parametrize("alpha", [0, 1, 127, 254])
    def test_colour_with_alpha_is_blended(self, tmp_path: Path, alpha: int) -> None:
        document = load_image(written(tmp_path / "alpha.png", png_of(np.array([[[200, 100, 0, alpha]]], np.uint8), RGBA)))
        assert document.rgb[0, 0].tolist() == [over_grey(value, alpha) for value in (200, 100, 0)]
        assert texts(document) == [ALPHA_NOTE]

    def test_colour_with_full_alpha_is_as_it_is_without_a_note(self, tmp_path: Path) -> None:
        document = load_image(written(tmp_path / "opaque.png", png_of(np.array([[[200, 100, 0, 255]]], np.uint8), RGBA)))
        assert document.rgb.tolist() == [[[200, 100, 0]]]
        assert texts(document) == []

    def test_grey_with_alpha_is_blended_and_grey(self, tmp_path: Path) -> None:
        document = load_image(written(tmp_path / "la.png", png_of(np.array([[[200, 255], [200, 51]]], np.uint8), GREY_ALPHA)))
        assert greys(document) == [200, over_grey(200, 51)]
        assert texts(document) == [GREY_NOTE, ALPHA_NOTE]

    def test_a_colour_named_transparent_shows_grey(self, tmp_path: Path) -> None:
        key = chunk(b"tRNS", np.array([9, 8, 7], ">u2").tobytes())
        document = load_image(written(tmp_path / "key.png", png_of(np.array([[[9, 8, 7], [9, 8, 6]]], np.uint8), RGB, before=key)))
        assert document.rgb.tolist() == [[[128, 128, 128], [9, 8, 6]]]
        assert texts(document) == [ALPHA_NOTE]


class TestCmyk:
    @pytest.mark.parametrize(
        ("inks", "expected"),
        [((255, 0, 0, 0), (0, 255, 255)), ((0, 0, 0, 255), (0, 0, 0)), ((0, 0, 0, 0), (255, 255, 255)), ((0, 128, 255, 51), (204, 102, 0))],
    )
    @pytest.mark.parametrize("ending", ["tif", "jpg"])
    def test_inks_without_a_profile_subtract(self, tmp_path: Path, ending: str, inks: tuple[int, ...], expected: tuple[int, ...]) -> None:
        """(255 - ink) * (255 - black) / 255, and not the negative that Adobe's inverted JPEGs become when read plainly."""
        document = load_image(saved(tmp_path / f"print.{ending}", Image.new("CMYK", (8, 8), inks)))
        np.testing.assert_allclose(document.rgb[4, 4].astype(int), expected, atol=2)
        assert texts(document) == [CMYK_NOTE]

    @pytest.mark.skipif(not features.check("littlecms2"), reason="Pillow without LittleCMS")
    @pytest.mark.parametrize("ending", ["tif", "jpg"])
    def test_an_embedded_profile_decides(self, tmp_path: Path, ending: str) -> None:
        """The profile prints any ink as CIELAB L* 50.2, neutral: sRGB 119.4 by IEC 61966-2-1; the formula would give cyan."""
        profile = cmyk_profile((128, 128, 128))
        document = load_image(saved(tmp_path / f"print.{ending}", Image.new("CMYK", (8, 8), (255, 0, 0, 0)), icc_profile=profile))
        np.testing.assert_allclose(document.rgb[4, 4].astype(int), 119, atol=1)
        assert texts(document) == [PROFILE_NOTE]

    def test_a_broken_profile_falls_back_to_the_formula(self, tmp_path: Path) -> None:
        path = saved(tmp_path / "print.tif", Image.new("CMYK", (8, 8), (255, 0, 0, 0)), icc_profile=b"no profile at all")
        document = load_image(path)
        assert document.rgb[4, 4].tolist() == [0, 255, 255]
        assert texts(document) == [CMYK_NOTE]


def srgb_of(lightness: float, a: float, b: float) -> np.ndarray:
    """CIELAB under D50, as ICC profiles have it, to sRGB 0 .. 255: CIE 15, and Lindbloom's Bradford-adapted matrix."""
    fy = (lightness + 16) / 116
    f = np.array([fy + a / 500, fy, fy - b / 200])
    xyz = np.where(f > 6 / 29, f**3, (f - 16 / 116) * 3 * (6 / 29) ** 2) * [0.96422, 1.0, 0.82521]
    matrix = [[3.1338561, -1.6168667, -0.4906146], [-0.9787684, 1.9161415, 0.0334540], [0.0719453, -0.2289914, 1.4052427]]
    linear = np.clip(np.array(matrix) @ xyz, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055) * 255


@pytest.mark.skipif(not features.check("littlecms2"), reason="Pillow without LittleCMS")
@pytest.mark.parametrize("lab", [(60, 20, -30), (50, 0, 0), (80, -40, 40)])
def test_cielab_is_converted(tmp_path: Path, lab: tuple[int, int, int]) -> None:
    stored = (round(lab[0] * 2.55), lab[1] + 128, lab[2] + 128)
    document = load_image(saved(tmp_path / "lab.tif", Image.new("LAB", (2, 2), stored)))
    np.testing.assert_allclose(document.rgb[0, 0], srgb_of(*lab), atol=2)
    assert texts(document) == ["Converted from CIELAB to RGB."]


TURNS = {
    1: lambda upright: upright,
    2: np.fliplr,
    3: lambda upright: np.rot90(upright, 2),
    4: np.flipud,
    5: lambda upright: upright.transpose(1, 0, 2),
    6: lambda upright: np.rot90(upright, 1),  # stored turned left, shown turned right
    7: lambda upright: np.rot90(upright.transpose(1, 0, 2), 2),
    8: lambda upright: np.rot90(upright, -1),
}
"""How a camera stores an upright scene, by orientation (EXIF 2.32, table of tag 0x0112)."""


class TestOrientation:
    @pytest.fixture
    def scene(self) -> np.ndarray:
        """``(16, 24, 3)``: six blocks of 8 pixels, each another grey."""
        blocks = np.array([[10, 60, 110], [150, 200, 250]], np.uint8)
        return np.repeat(np.repeat(np.repeat(blocks, 8, 0), 8, 1)[:, :, None], 3, axis=2)

    @pytest.mark.parametrize("ending", ["png", "jpg", "webp", "tif", "late.png"])
    @pytest.mark.parametrize("orientation", TURNS)
    def test_a_photo_is_turned_upright_exactly_once(self, tmp_path: Path, scene: np.ndarray, orientation: int, ending: str) -> None:
        stored = np.ascontiguousarray(TURNS[orientation](scene))
        path = tmp_path / f"photo.{ending}"
        exif = exif_with_orientation(orientation)
        if ending == "late.png":
            written(path, png_of(stored, RGB, after=chunk(b"eXIf", exif)))
        elif ending == "png":
            written(path, png_of(stored, RGB, before=chunk(b"eXIf", exif)))
        else:
            tags = Image.Exif()
            tags[0x0112] = orientation
            saved(path, Image.fromarray(stored), exif=tags, **({"lossless": True} if ending == "webp" else {}))
        document = load_image(path)
        np.testing.assert_allclose(document.rgb.astype(int), scene, atol=2)
        expected = [f"Turned upright as its EXIF orientation ({orientation}) says."]
        assert texts(document) == (expected if orientation != 1 else [])

    @pytest.mark.parametrize("orientation", [0, 9, 65_535])
    def test_a_senseless_orientation_is_ignored(self, tmp_path: Path, scene: np.ndarray, orientation: int) -> None:
        exif = chunk(b"eXIf", exif_with_orientation(orientation))
        document = load_image(written(tmp_path / "photo.png", png_of(scene, RGB, before=exif)))
        np.testing.assert_array_equal(document.rgb, scene)
        assert texts(document) == []

    @pytest.mark.parametrize("exif", [b"", b"MM", b"MM\0*\xff\xff\xff\xff", exif_with_orientation(6)[:15], b"\xff" * 40])
    def test_a_broken_exif_block_does_not_keep_the_photo_shut(self, tmp_path: Path, scene: np.ndarray, exif: bytes) -> None:
        path = saved(tmp_path / "photo.jpg", Image.fromarray(scene), exif=b"Exif\0\0" + exif)
        document = load_image(path)
        np.testing.assert_allclose(document.rgb.astype(int), scene, atol=2)
        assert texts(document) == []


class TestFrames:
    @pytest.mark.parametrize("ending", ["gif", "png", "webp", "tif"])
    def test_the_first_frame_is_shown_and_said_to_be_one_of_several(self, tmp_path: Path, ending: str) -> None:
        frames = [Image.new("RGB", (8, 8), colour) for colour in ("#ff0000", "#00ff00", "#0000ff")]
        document = load_image(saved(tmp_path / f"frames.{ending}", frames[0], save_all=True, append_images=frames[1:]))
        np.testing.assert_allclose(document.rgb.astype(int), np.broadcast_to([255, 0, 0], (8, 8, 3)), atol=2)
        assert texts(document) == [FRAME_NOTE]

    @pytest.mark.parametrize("ending", ["gif", "png", "webp", "tif"])
    def test_a_single_frame_is_not_mentioned(self, tmp_path: Path, ending: str) -> None:
        document = load_image(saved(tmp_path / f"frame.{ending}", Image.new("RGB", (8, 8), "#ff0000")))
        assert texts(document) == []

    def test_the_previews_inside_a_phone_photo_are_not_frames(self, tmp_path: Path) -> None:
        photo, preview = Image.new("RGB", (16, 16), "#ff0000"), Image.new("RGB", (8, 8), "#00ff00")
        document = load_image(saved(tmp_path / "phone.jpg", photo, format="MPO", save_all=True, append_images=[preview]))
        np.testing.assert_allclose(document.rgb.astype(int), np.broadcast_to([255, 0, 0], (16, 16, 3)), atol=2)
        assert texts(document) == []


@pytest.mark.parametrize("content_format", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "PPM", "AVIF"])
@pytest.mark.parametrize("ending", [".png", ".jpg", ".txt", ""])
def test_the_content_decides_and_not_the_suffix(tmp_path: Path, content_format: str, ending: str) -> None:
    if content_format == "AVIF" and not features.check("avif"):
        pytest.skip("Pillow without AVIF")
    image = Image.new("RGB", (16, 16), (200, 100, 50))
    document = load_image(saved(tmp_path / f"photo{ending}", image, format=content_format))
    np.testing.assert_allclose(document.rgb.astype(int), np.broadcast_to([200, 100, 50], (16, 16, 3)), atol=6)
    assert texts(document) == []
    assert document.name == f"photo{ending}"


def test_odd_metadata_makes_no_noise(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Pillow warns about metadata that no person asked for; a warning here would fail as an error."""
    exif = b"Exif\0\0MM\0*" + (8).to_bytes(4, "big") + (9).to_bytes(2, "big") + bytes(20)
    load_image(saved(tmp_path / "odd.jpg", Image.new("RGB", (8, 8)), exif=exif))
    assert capfd.readouterr() == ("", "")
