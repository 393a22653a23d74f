"""Themes: contrast by WCAG 2.1, icons that follow them, and a system theme that is what the system is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from app.preferences import ThemeChoice
from app.theme import DARK, LIGHT, Theme, ThemeKeeper, current, icon, qt_palette, theme_of

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
ICONS = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "resources" / "icons").glob("*.svg"))


def luminance(code: str) -> float:
    """Relative luminance, WCAG 2.1."""
    channels = [int(code[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@THEMES
@pytest.mark.parametrize("ground", ["stage", "window", "field", "raised"])
@pytest.mark.parametrize("ink", ["text", "muted", "problem", "note"])
def test_text_reaches_aa(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@THEMES
def test_text_on_the_accent_reaches_aa(theme: Theme) -> None:
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", ["stage", "window", "field"])
@pytest.mark.parametrize("mark", ["edge", "accent"])
def test_outlines_of_controls_reach_three_to_one(theme: Theme, mark: str, ground: str) -> None:
    assert contrast(getattr(theme, mark), getattr(theme, ground)) >= 3


@THEMES
def test_a_theme_is_recognised_by_its_own_palette(theme: Theme) -> None:
    assert theme_of(qt_palette(theme)) is theme


@pytest.fixture
def keeper(qapp: QApplication) -> Iterator[ThemeKeeper]:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    keeper = ThemeKeeper(qapp)
    yield keeper
    keeper.deleteLater()
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)


def test_the_chosen_theme_is_on_screen(keeper: ThemeKeeper) -> None:
    keeper.choose(ThemeChoice.DARK)
    assert current() is DARK
    keeper.choose(ThemeChoice.LIGHT)
    assert current() is LIGHT


def test_the_same_theme_again_dresses_nothing_anew_until_the_system_changes(keeper: ThemeKeeper, qapp: QApplication) -> None:
    """Every other preference comes the same way, and dressing all widgets takes a third of a second."""
    dressed: list[Theme] = []
    keeper.changed.connect(lambda: dressed.append(current()))
    keeper.choose(ThemeChoice.DARK)
    keeper.choose(ThemeChoice.DARK)
    assert dressed == [DARK]
    keeper.choose(ThemeChoice.SYSTEM)
    count = len(dressed)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Unknown)
    assert len(dressed) == count + 1


def test_where_the_system_cannot_say_its_palette_decides(qapp: QApplication) -> None:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    try:
        for theme in (DARK, LIGHT):
            qapp.setPalette(qt_palette(theme))
            keeper = ThemeKeeper(qapp)
            qapp.setPalette(qt_palette(LIGHT if theme is DARK else DARK))
            keeper.choose(ThemeChoice.SYSTEM)
            assert current() is theme
            keeper.deleteLater()
    finally:
        qapp.setPalette(palette)
        qapp.setStyleSheet(sheet)


def inked(drawn: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    """The colours of an icon's opaque pixels."""
    image = drawn.pixmap(QSize(32, 32), 1.0, mode).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_drawn_in_the_theme_s_colour(name: str, keeper: ThemeKeeper) -> None:
    drawn = icon(name)
    for choice, theme in ((ThemeChoice.LIGHT, LIGHT), (ThemeChoice.DARK, DARK)):
        keeper.choose(choice)
        assert QColor(theme.text).name() in inked(drawn)
        assert QColor(theme.edge).name() in inked(drawn, QIcon.Mode.Disabled)


def test_an_icon_is_drawn_at_the_screen_s_pixel_ratio(keeper: ThemeKeeper) -> None:
    del keeper
    pixmap = icon("open").pixmap(QSize(20, 20), 2.0)
    assert pixmap.width() == 40
    assert pixmap.devicePixelRatio() == 2.0
