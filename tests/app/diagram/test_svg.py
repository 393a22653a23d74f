"""The figure for a slide: well-formed, whole, on light ground in any theme, and written all or not at all."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.diagram.layout import lay_out
from app.diagram.svg import export_svg, svg_of
from app.preferences import ThemeChoice
from app.theme import LIGHT, ThemeKeeper
from core.errors import ExportError
from tests.app.diagram.samples import small_diagram

pytestmark = pytest.mark.usefixtures("qapp")  # fonts need an application


def rendered(svg: bytes) -> QImage:
    renderer = QSvgRenderer(svg)
    assert renderer.isValid()
    box = renderer.viewBoxF()
    image = QImage(round(box.width()), round(box.height()), QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return image


def texts_of(svg: bytes) -> str:
    return "\n".join("".join(element.itertext()) for element in ElementTree.fromstring(svg.decode()).iter() if element.tag.endswith("text"))


def test_every_text_is_in_the_file_as_text() -> None:
    diagram = small_diagram()
    texts = texts_of(svg_of(diagram))
    for node in diagram.nodes:
        assert node.title in texts
        assert all(line in texts for line in node.lines)
    assert "41 ms" in texts
    assert "× 32" in texts
    assert "Encoder" in texts


def test_a_viewer_without_the_font_takes_another_without_serifs() -> None:
    families = {element.get("font-family") for element in ElementTree.fromstring(svg_of(small_diagram()).decode()).iter()} - {None}
    assert families
    assert all(family is not None and family.endswith(", sans-serif") for family in families)


def test_signs_of_xml_in_a_title_do_not_break_it() -> None:
    root = ElementTree.fromstring(svg_of(small_diagram('a <b> & "c"')).decode())
    assert root.findtext("{http://www.w3.org/2000/svg}title") == 'a <b> & "c"'


def test_it_shows_the_pictures_where_they_are() -> None:
    diagram = small_diagram()
    image, layout = rendered(svg_of(diagram)), lay_out(diagram)
    assert (image.width(), image.height()) == (round(layout.size.width()), round(layout.size.height()))
    for key, colour in (("photo", (200, 30, 40)), ("head", (20, 180, 60))):
        seen = QColor(image.pixel(layout.cards[key].picture.center().toPoint()))
        assert (seen.red(), seen.green(), seen.blue()) == pytest.approx(colour, abs=3)


def test_a_slide_is_light_whatever_the_window_is(qapp: QApplication) -> None:
    keeper = ThemeKeeper(qapp)
    keeper.choose(ThemeChoice.DARK)
    try:
        image = rendered(svg_of(small_diagram()))
    finally:
        keeper.choose(ThemeChoice.LIGHT)
    assert QColor(image.pixel(3, 3)).name() == LIGHT.stage


def test_it_is_written_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "diagram.svg"
    export_svg(small_diagram(), path)
    assert QSvgRenderer(str(path)).isValid()


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        export_svg(small_diagram(), tmp_path / "nowhere" / "diagram.svg")
    assert list(tmp_path.iterdir()) == []
