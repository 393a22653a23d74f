"""Figures: the picture is in them pixel for pixel, and title, names and shares can be read, in every format."""

from __future__ import annotations

import base64
import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from core.errors import InputError
from core.export.figure import Entry, Figure, Raster, Rectangle, Text, legend_entries, make_figure, printable
from core.export.figure_pdf import figure_pdf
from core.export.figure_png import figure_image, figure_png
from core.export.figure_svg import figure_svg
from core.export.pdf import natural_width
from core.export.picture import ObjectLayer, View, painted
from tests.core.export.views import BLUE, RED, classes_on, noise, objects_on, view_of

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
PERSON_COLOUR = (192, 128, 128)
TITLE = "photo.png, FCN everyday, FCN-8s"
WRITERS = pytest.mark.parametrize("write", [figure_png, figure_svg, figure_pdf], ids=["png", "svg", "pdf"])


@pytest.fixture
def figure() -> Figure:
    return make_figure(view_of(), TITLE)


def raster_of(figure: Figure) -> Raster:
    (raster,) = (item for item in figure.items if isinstance(item, Raster))
    return raster


def texts_of(figure: Figure) -> list[str]:
    return [item.text for item in figure.items if isinstance(item, Text)]


def test_the_legend_names_what_is_painted_with_its_share() -> None:
    wanted = [
        Entry("Classes"), Entry("cat", "25.0%", (64, 0, 0)), Entry("person", "25.0%", PERSON_COLOUR), Entry(""),
        Entry("Objects"), Entry("cat 0.90", "10.0%", RED), Entry("dog 0.80", "10.0%", BLUE),
    ]  # fmt: skip
    assert legend_entries(view_of()) == wanted


def test_hidden_classes_and_void_are_in_no_legend() -> None:
    classes = classes_on(24, 36)
    table = classes.table.copy()
    table[8, 3] = 0
    class_map = classes.class_map.copy()
    class_map[0, 0] = 255
    assert legend_entries(View(noise(24, 36), replace(classes, table=table, class_map=class_map))) == [
        Entry("person", "25.0%", PERSON_COLOUR),
    ]


def test_a_share_too_small_to_round_is_said_to_be_small() -> None:
    class_map = np.zeros((100, 100), np.uint8)
    class_map[0, 0] = 8
    (entry,) = legend_entries(View(noise(100, 100), replace(classes_on(100, 100), class_map=class_map)))
    assert entry.share == "<0.1%"


def test_a_hundred_objects_are_listed_up_to_sixty_and_counted() -> None:
    objects = ObjectLayer(
        np.zeros((50, 50), np.uint16), np.zeros((100, 4)), ("cat 0.50",) * 100, np.zeros((100, 3), np.uint8), np.zeros(100)
    )
    entries = legend_entries(View(noise(50, 50), None, objects))
    assert len(entries) == 61
    assert entries[-1] == Entry("and 40 more")


@pytest.mark.parametrize("size", [(240, 360), (360, 240), (60, 400), (1, 1), (3, 900)])
@pytest.mark.parametrize("legend", [True, False])
def test_nothing_leaves_the_figure_and_only_tags_lie_on_the_picture(size: tuple[int, int], legend: bool) -> None:
    figure = make_figure(view_of(*size), TITLE, legend=legend)
    raster = raster_of(figure)
    for item in figure.items:
        left = item.x - item.width if isinstance(item, Text) and item.at_right else item.x
        width = item.pixels.shape[1] if isinstance(item, Raster) else item.width
        assert left >= 0
        # A title's word may be longer than a tiny picture is wide.
        assert left + width <= figure.width or (isinstance(item, Text) and item.text in TITLE)
        assert 0 < item.y <= figure.height
    legend_texts = [item for item in figure.items if isinstance(item, Text) and "%" in item.text]
    assert bool(legend_texts) is legend
    for text in legend_texts:
        outside = text.x - text.width > raster.x + size[1] or text.y - text.size > raster.y + size[0]
        assert outside


def test_a_panorama_has_its_legend_below() -> None:
    figure = make_figure(view_of(100, 400), TITLE)
    raster = raster_of(figure)
    assert all(item.y > raster.y + 100 for item in figure.items if isinstance(item, Text) and "%" in item.text)


def test_below_a_panorama_every_section_begins_a_row_with_its_heading() -> None:
    figure = make_figure(view_of(300, 1000), TITLE)
    rows: dict[float, list[str]] = {}
    for item in figure.items:
        if isinstance(item, Text) and item.y > raster_of(figure).y + 300:
            rows.setdefault(item.y, []).append(item.text)
    assert list(rows.values()) == [
        ["Classes", "cat", "25.0%", "person", "25.0%"],
        ["Objects", "cat 0.90", "10.0%", "dog 0.80", "10.0%"],
    ]


def test_a_long_title_is_broken_into_lines() -> None:
    figure = make_figure(View(noise(100, 200)), "one two three four five six seven eight nine ten eleven twelve")
    lines = [item for item in figure.items if isinstance(item, Text)]
    assert len(lines) > 1
    assert " ".join(line.text for line in lines) == figure.title
    assert all(line.width <= 200 for line in lines)


def test_without_a_title_there_is_no_line_for_one() -> None:
    figure = make_figure(View(noise(100, 200)), "", legend=False)
    assert texts_of(figure) == []
    assert (figure.width - 200, figure.height - 100) == (2 * raster_of(figure).x, 2 * raster_of(figure).x)


@pytest.mark.parametrize("dpi", [0, 29, 2401, float("nan")])
def test_a_resolution_that_means_nothing_is_refused(dpi: float) -> None:
    with pytest.raises(InputError, match=re.escape("is no resolution of a figure; choose one from 30 to 2400")):
        make_figure(view_of(), TITLE, dpi=dpi)


def test_a_title_of_any_characters_is_one_printable_line() -> None:
    assert printable("caf\udce9\x00\n 고양이 ") == "caf\ufffd\ufffd 고양이"


class TestPng:
    def test_the_picture_is_in_it_pixel_for_pixel(self) -> None:
        view = view_of()
        assert view.objects is not None
        view = replace(view, objects=replace(view.objects, framed=False, named=False))
        figure = make_figure(view, TITLE)
        image = Image.open(io.BytesIO(figure_png(figure)))
        raster = raster_of(figure)
        np.testing.assert_array_equal(np.asarray(image)[raster.y : raster.y + 240, raster.x : raster.x + 360], painted(view))
        assert image.size == (figure.width, figure.height)
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)

    def test_boxes_and_tags_are_where_the_overlay_has_them(self, figure: Figure) -> None:
        from core.export.picture import drawn

        raster, overlay = raster_of(figure), np.asarray(drawn(view_of()))
        pixels = np.asarray(figure_image(figure))[raster.y : raster.y + 240, raster.x : raster.x + 360]
        np.testing.assert_array_equal(pixels, overlay)

    def test_the_legends_squares_have_the_colours(self, figure: Figure) -> None:
        pixels = np.asarray(figure_image(figure))
        beside = pixels[:, raster_of(figure).x + 360 :].reshape(-1, 3)
        for colour in (PERSON_COLOUR, (64, 0, 0), RED, BLUE):
            assert (beside == colour).all(axis=1).sum() > 50


class TestSvg:
    def test_texts_boxes_and_picture_are_read_back(self, figure: Figure) -> None:
        root = ElementTree.fromstring(figure_svg(figure))
        assert root.tag == f"{SVG}svg"
        assert root.findtext(f"{SVG}title") == TITLE
        assert root.get("viewBox") == f"0 0 {figure.width} {figure.height}"
        assert float(str(root.get("width")).removesuffix("in")) == pytest.approx(figure.width / 300, rel=1e-4)
        assert [element.text for element in root.iter(f"{SVG}text")] == texts_of(figure)
        assert len(list(root.iter(f"{SVG}rect"))) == 1 + sum(isinstance(item, Rectangle) for item in figure.items)
        (image,) = root.iter(f"{SVG}image")
        content = base64.b64decode(str(image.get(HREF)).removeprefix("data:image/png;base64,"))
        np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(content), formats=["PNG"])), raster_of(figure).pixels)

    def test_signs_of_xml_and_other_scripts_are_kept(self) -> None:
        figure = make_figure(View(noise(50, 900)), 'a<b & "c" 고양이')
        assert next(ElementTree.fromstring(figure_svg(figure)).iter(f"{SVG}text")).text == 'a<b & "c" 고양이'


def opened(content: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(content)


class TestPdf:
    def test_pdfium_reads_title_texts_and_size(self, figure: Figure) -> None:
        with opened(figure_pdf(figure)) as document:
            assert document.get_metadata_dict()["Title"] == TITLE
            (page,) = document
            assert page.get_size() == pytest.approx((figure.width * 72 / 300, figure.height * 72 / 300), abs=0.01)
            text = page.get_textpage().get_text_bounded()
        assert all(word in text for word in (TITLE, "person", "25.0%", "dog 0.80"))

    def test_the_picture_is_in_it_pixel_for_pixel(self, figure: Figure) -> None:
        with opened(figure_pdf(figure)) as document:
            (image,) = (item for item in document[0].get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)
            pixels = image.get_bitmap().to_numpy()[..., ::-1].copy()
        np.testing.assert_array_equal(pixels, raster_of(figure).pixels)

    def test_rendered_at_its_resolution_it_looks_like_the_png(self, figure: Figure) -> None:
        with opened(figure_pdf(figure)) as document:
            page = np.asarray(document[0].render(scale=300 / 72).to_pil().convert("RGB")).astype(int)
        png = np.asarray(figure_image(figure)).astype(int)
        assert abs(page.shape[0] - png.shape[0]) <= 1
        height, width = min(page.shape[0], png.shape[0]), min(page.shape[1], png.shape[1])
        difference = np.abs(page[:height, :width] - png[:height, :width]).max(axis=2)
        assert (difference > 100).mean() < 0.15  # texts in another font, edges between pixels of noise

    def test_korean_is_drawn_where_the_font_is_there(self) -> None:
        with opened(figure_pdf(make_figure(View(noise(50, 900)), "고양이"))) as document:
            kinds = [item.type for item in document[0].get_objects()]
            assert document.get_metadata_dict()["Title"] == "고양이"
        assert kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE) == 2

    def test_helveticas_widths_are_those_of_its_metrics(self) -> None:
        """Of the 14 standard fonts: a digit is 556 thousandths wide, a space or a dot 278, W 944."""
        assert natural_width("0. W", 1000) == 556 + 278 + 278 + 944


@WRITERS
def test_equal_figures_give_equal_bytes(write: Callable[[Figure], bytes]) -> None:
    assert write(make_figure(view_of(), TITLE)) == write(make_figure(view_of(), TITLE))


@WRITERS
def test_a_view_without_anything_on_it_is_a_figure_too(write: Callable[[Figure], bytes]) -> None:
    assert write(make_figure(View(noise(1, 1)), ""))


def test_objects_alone_have_no_heading() -> None:
    assert "Objects" not in texts_of(make_figure(View(noise(240, 360), None, objects_on(240, 360)), TITLE))
