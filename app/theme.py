"""Light and dark: the colours of the window, and icons tinted with them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.preferences import ThemeChoice

_ICONS = Path(str(files("resources"))) / "icons"
_SORTED = "width: 8px; height: 8px; subcontrol-origin: border; subcontrol-position: bottom center; bottom: -1px;"
"""Where a head says by an arrow that its column is sorted: at the side it would lie on the words of a column of numbers."""


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
    """What a palette cannot say: Fusion draws gradients and frames where flat controls are wanted."""
    kind = "dark" if theme.is_dark else "light"
    down, up, check = ((_ICONS / "themed" / f"{name}-{kind}.svg").as_posix() for name in ("chevron", "chevron-up", "check"))
    return f"""
        QToolTip {{ color: {theme.text}; background: {theme.raised}; border: 1px solid {theme.line}; padding: 3px; }}
        QToolBar {{ border: none; border-bottom: 1px solid {theme.line}; spacing: 2px; padding: 2px 6px; }}
        QToolBar::separator {{ background: {theme.line}; width: 1px; margin: 5px 6px; }}
        QToolButton {{ border: 1px solid transparent; border-radius: 5px; padding: 4px; color: {theme.text}; }}
        QToolButton:hover, QToolButton:pressed {{ background: {theme.raised}; }}
        QToolButton:checked {{ background: {theme.raised}; border-color: {theme.edge}; }}
        QToolButton:focus {{ border: 2px solid {theme.accent}; padding: 3px; }}
        QToolButton:disabled {{ color: {theme.edge}; }}
        QToolButton[autoRaise="false"] {{ background: {theme.raised}; border-color: {theme.line}; padding: 3px 7px; }}
        QToolButton[autoRaise="false"]:hover {{ border-color: {theme.edge}; }}
        QToolButton[autoRaise="false"]:pressed {{ background: {theme.line}; }}
        QToolButton[autoRaise="false"]:checked {{
            color: {theme.on_accent}; background: {theme.accent}; border-color: {theme.accent};
        }}
        QToolButton[autoRaise="false"]:focus {{ border: 2px solid {theme.accent}; padding: 2px 6px; }}
        QToolButton[autoRaise="false"]:checked:focus {{ border: 3px double {theme.on_accent}; padding: 1px 5px; }}
        QToolButton[autoRaise="false"]:disabled {{ background: {theme.window}; border-color: {theme.line}; color: {theme.edge}; }}
        QToolButton[popupMode="2"] {{ padding-right: 18px; }}
        QToolButton[popupMode="2"]:focus {{ padding-right: 17px; }}
        QToolButton::menu-indicator {{
            image: url("{down}"); width: 9px; height: 9px; right: 5px; subcontrol-origin: padding; subcontrol-position: right center;
        }}
        QStatusBar {{ border-top: 1px solid {theme.line}; }}
        QStatusBar::item {{ border: none; }}
        QMainWindow::separator {{ background: {theme.line}; width: 1px; height: 1px; }}
        QPushButton {{
            color: {theme.text}; background: {theme.raised}; border: 1px solid {theme.line}; border-radius: 5px; padding: 4px 12px;
        }}
        QPushButton:hover {{ border-color: {theme.edge}; }}
        QPushButton:pressed {{ background: {theme.line}; }}
        QPushButton:focus {{ border-color: {theme.accent}; }}
        QPushButton[primary="true"] {{ color: {theme.on_accent}; background: {theme.accent}; border-color: {theme.accent}; }}
        QPushButton[primary="true"]:focus {{ border: 3px double {theme.on_accent}; padding: 2px 10px; }}
        QPushButton:disabled, QPushButton[primary="true"]:disabled {{
            color: {theme.edge}; background: {theme.window}; border-color: {theme.line};
        }}
        QComboBox, QLineEdit, QAbstractSpinBox {{
            color: {theme.text}; background: {theme.field}; border: 1px solid {theme.line}; border-radius: 5px; padding: 3px 6px;
            min-height: 18px; selection-color: {theme.on_accent}; selection-background-color: {theme.accent};
            placeholder-text-color: {theme.muted};
        }}
        QComboBox:hover, QLineEdit:hover, QAbstractSpinBox:hover {{ border-color: {theme.edge}; }}
        QComboBox:focus, QLineEdit:focus, QAbstractSpinBox:focus {{ border-color: {theme.accent}; }}
        QComboBox:disabled, QLineEdit:disabled, QAbstractSpinBox:disabled {{ color: {theme.edge}; background: {theme.window}; }}
        QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 16px; border: none; background: transparent; }}
        QAbstractSpinBox::up-arrow {{ image: url("{up}"); width: 9px; height: 9px; }}
        QAbstractSpinBox::down-arrow {{ image: url("{down}"); width: 9px; height: 9px; }}
        QAbstractSpinBox {{ padding: 1px 4px; }}
        QAbstractSpinBox QLineEdit {{ border: none; padding: 0 2px; min-height: 0; background: transparent; }}
        QComboBox::drop-down {{ border: none; width: 20px; }}
        QComboBox::down-arrow {{ image: url("{down}"); width: 12px; height: 12px; }}
        QSlider:horizontal {{ min-height: 20px; }}
        QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {theme.line}; }}
        QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {theme.accent}; }}
        QSlider::handle:horizontal {{
            width: 14px; margin: -6px 0; border-radius: 8px; border: 1px solid {theme.edge}; background: {theme.window};
        }}
        QSlider::handle:horizontal:focus, QSlider::handle:horizontal:hover {{ border-color: {theme.accent}; background: {theme.accent}; }}
        QProgressBar {{ border: none; border-radius: 3px; background: {theme.line}; max-height: 6px; min-height: 6px; }}
        QProgressBar::chunk {{ border-radius: 3px; background: {theme.accent}; }}
        QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
        QScrollBar::handle:vertical {{ background: {theme.edge}; border-radius: 3px; margin: 2px; min-height: 24px; }}
        QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
        QScrollBar::handle:horizontal {{ background: {theme.edge}; border-radius: 3px; margin: 2px; min-width: 24px; }}
        QAbstractScrollArea::corner {{ background: transparent; border: none; }}
        QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
        QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
        QTableView::indicator, QCheckBox::indicator {{
            width: 13px; height: 13px; border: 1px solid {theme.edge}; border-radius: 3px; background: {theme.field};
        }}
        QTableView::indicator:checked, QCheckBox::indicator:checked {{
            border-color: {theme.accent}; background: {theme.accent}; image: url("{check}");
        }}
        QCheckBox {{ border: 1px solid transparent; border-radius: 4px; }}
        QTreeView, QTableView {{ background: {theme.window}; outline: none; }}
        QTreeView::item {{ padding: 3px 4px; }}
        QTreeView, QTableView, QListView, QTextBrowser {{ border: 1px solid transparent; }}
        QPlainTextEdit {{ border: 1px solid {theme.line}; }}
        QCheckBox:focus, QTreeView:focus, QTableView:focus, QListView:focus, QTextBrowser:focus, QPlainTextEdit:focus {{
            border-color: {theme.accent};
        }}
        QHeaderView {{ background: {theme.window}; }}
        QHeaderView::section {{
            color: {theme.muted}; background: {theme.window}; border: none; border-bottom: 1px solid {theme.line}; padding: 4px;
        }}
        QHeaderView::section:hover {{ color: {theme.text}; }}
        QHeaderView::up-arrow {{ image: url("{up}"); {_SORTED} }}
        QHeaderView::down-arrow {{ image: url("{down}"); {_SORTED} }}
    """


class ThemeKeeper(QObject):
    """Keeps the application in the chosen theme, following the system where that is the choice."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._choice = ThemeChoice.SYSTEM
        self._shown: Theme | None = None
        application.setStyle("Fusion")  # the one style that takes every colour from the palette, on each platform
        self._system_was_dark = theme_of(application.palette()).is_dark
        application.styleHints().colorSchemeChanged.connect(self._system_changed)

    def choose(self, choice: ThemeChoice) -> None:
        """Show the window in ``choice`` from now on."""
        self._choice = choice
        theme = self._resolve(choice)
        if theme is not self._shown:  # to dress every widget anew takes a third of a second, and other preferences come this way too
            self._show(theme)

    def _show(self, theme: Theme) -> None:
        self._shown = theme
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
            self._show(self._resolve(self._choice))


def tabular(font: QFont) -> QFont:
    """The font with figures of equal width, so that numbers stay aligned on the dot."""
    numbers = QFont(font)
    numbers.setFeature(QFont.Tag("tnum"), 1)
    return numbers


@functools.cache
def _drawing(name: str) -> str:
    return (_ICONS / f"{name}.svg").read_text(encoding="utf-8")


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
        if size.isEmpty():  # of a button that is squeezed to nothing: Qt complains of painting on nothing
            return QPixmap()
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap


def icon(name: str) -> QIcon:
    """The icon ``resources/icons/NAME.svg``. It follows the theme by itself."""
    return QIcon(_TintedIcon(name))
