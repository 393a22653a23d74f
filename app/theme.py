"""Light and dark: the colours of the window, and icons tinted with them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.preferences import ThemeChoice


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#rrggbb``. ``stage`` surrounds the photo; ``text`` and ``muted`` reach AA (4.5:1) on window, field and stage."""

    is_dark: bool
    stage: str
    window: str
    field: str
    raised: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    problem: str
    note: str
    streams: Mapping[int, str]


LIGHT = Theme(
    is_dark=False,
    stage="#f6f6f7", window="#fcfcfd", field="#ffffff", raised="#f0f0f2", line="#d3d4d8", edge="#85878e",
    text="#1d1f23", muted="#565962",
    accent="#5b4bd6", on_accent="#ffffff", problem="#b3261e", note="#4d5bb5",
    streams={32: "#cc79a7", 16: "#b8a800", 8: "#0072b2"},
)  # fmt: skip
DARK = Theme(
    is_dark=True,
    stage="#1e1f22", window="#2b2d30", field="#232427", raised="#393b40", line="#43454a", edge="#7d8088",
    text="#e4e5e8", muted="#aeb1b9",
    accent="#a79bff", on_accent="#17151f", problem="#ff9d93", note="#a9b4ff",
    streams={32: "#cc79a7", 16: "#f0e442", 8: "#2f9be0"},
)  # fmt: skip


def theme_of(palette: QPalette) -> Theme:
    """The theme that a palette belongs to, decided by its real colours: what a style reports is not always true."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def current() -> Theme:
    """The theme on screen."""
    return theme_of(QGuiApplication.palette())


def qt_palette(theme: Theme) -> QPalette:
    """Qt's palette for a theme; ``Dark`` is the stage around the photo, ``PlaceholderText`` the muted text."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    colours = {
        role.Window: theme.window, role.WindowText: theme.text, role.Base: theme.field, role.AlternateBase: theme.window,
        role.Text: theme.text, role.Button: theme.raised, role.ButtonText: theme.text, role.BrightText: theme.problem,
        role.ToolTipBase: theme.raised, role.ToolTipText: theme.text, role.PlaceholderText: theme.muted,
        role.Highlight: theme.accent, role.HighlightedText: theme.on_accent, role.Accent: theme.accent,
        role.Link: theme.accent, role.LinkVisited: theme.accent,
        role.Light: theme.raised, role.Midlight: theme.raised, role.Mid: theme.line, role.Dark: theme.stage, role.Shadow: theme.line,
    }  # fmt: skip
    for key, colour in colours.items():
        palette.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(group.Disabled, key, QColor(theme.edge))
    palette.setColor(group.Disabled, role.Highlight, QColor(theme.line))
    return palette


def _style_sheet(theme: Theme) -> str:
    # Only what a palette cannot say.
    return f"""
        QToolTip {{ color: {theme.text}; background: {theme.raised}; border: 1px solid {theme.line}; padding: 3px; }}
        QToolBar {{ border: none; border-bottom: 1px solid {theme.line}; spacing: 2px; padding: 3px 6px; }}
        QStatusBar {{ border-top: 1px solid {theme.line}; }}
        QStatusBar::item {{ border: none; }}
        QMainWindow::separator {{ background: {theme.line}; width: 1px; height: 1px; }}
        QDockWidget {{ font-weight: 600; }}
        QDockWidget::title {{ background: {theme.window}; padding: 6px 10px 4px 12px; }}
        QDockWidget > QWidget {{ font-weight: 400; }}
    """


class ThemeKeeper(QObject):
    """Keeps the application in the chosen theme, following the system where that is the choice."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._choice = ThemeChoice.SYSTEM
        application.setStyle("Fusion")  # the one style that takes every colour from the palette, on each platform
        self._system_was_dark = theme_of(application.palette()).is_dark
        application.styleHints().colorSchemeChanged.connect(self._system_changed)

    def choose(self, choice: ThemeChoice) -> None:
        """Show the window in ``choice`` from now on."""
        self._choice = choice
        theme = self._resolve(choice)
        self._application.setPalette(qt_palette(theme))
        self._application.setStyleSheet(_style_sheet(theme))
        self.changed.emit()

    def _resolve(self, choice: ThemeChoice) -> Theme:
        if choice is not ThemeChoice.SYSTEM:
            return DARK if choice is ThemeChoice.DARK else LIGHT
        scheme = self._application.styleHints().colorScheme()
        if scheme is Qt.ColorScheme.Unknown:  # bare X11 and offscreen cannot tell
            return DARK if self._system_was_dark else LIGHT
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT

    def _system_changed(self) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self.choose(self._choice)


def tabular(font: QFont) -> QFont:
    """The font with figures of equal width, so that numbers stay aligned on the dot."""
    numbers = QFont(font)
    numbers.setFeature(QFont.Tag("tnum"), 1)
    return numbers


@functools.cache
def _drawing(name: str) -> str:
    return (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@functools.lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


class _TintedIcon(QIconEngine):
    """Draws ``resources/icons/NAME.svg`` in the theme's colour of the moment, at any size and pixel ratio."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def clone(self) -> QIconEngine:
        return _TintedIcon(self._name)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        del state
        theme = current()
        tints = {QIcon.Mode.Disabled: theme.edge, QIcon.Mode.Selected: theme.on_accent}
        _renderer(self._name, tints.get(mode, theme.text)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap


def icon(name: str) -> QIcon:
    """The icon ``resources/icons/NAME.svg``. It follows the theme by itself."""
    return QIcon(_TintedIcon(name))
