"""About Halfpixel: its version, its licence and what it stands on, as text to be copied; and the way to the user guide."""

from __future__ import annotations

import platform
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QWidget

from app.messages import Messages, Sentence
from app.translation import mark, tr
from app.widgets.panel import name
from app.widgets.text_window import TextWindow
from core import __version__

LICENCE = "BSD-3-Clause"
LIBRARIES = (
    ("PyTorch", "torch"),
    ("torchvision", "torchvision"),
    ("PySide6", "PySide6-Essentials"),
    ("NumPy", "numpy"),
    ("Pillow", "Pillow"),
)
"""Their names and those of their packages. Versions are read from what is installed: importing torch would take seconds."""

GUIDE = "guide"
"""Topic of its messages."""
NO_GUIDE = mark("The user guide was not installed with the program; it is docs/guide.md in Halfpixel's source.")
NO_READER = mark("No program here opens {path}; open that file in a text editor.")


def versions() -> tuple[tuple[str, str], ...]:
    """Name and version of Halfpixel, Python and LIBRARIES; a version is empty where the package is not installed."""
    own = (("Halfpixel", __version__), ("Python", platform.python_version()))
    return (*own, *((title, _version_of(package)) for title, package in LIBRARIES))


def _version_of(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # brings a parser of mail: not on the window's way

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def guide_path() -> Path:
    """Where the user guide lies in a checkout. A program that was installed as a copy has none."""
    return Path(str(files("resources"))).parent / "docs" / "guide.md"


def open_guide(messages: Messages) -> None:
    """Hand the user guide to the program that reads such files here; where that is not possible, a message says why."""
    messages.clear(GUIDE)
    path = guide_path()
    if not path.is_file():
        messages.show_note(GUIDE, Sentence(NO_GUIDE))
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        messages.show_note(GUIDE, Sentence(NO_READER, {"path": path}))


class AboutWindow(TextWindow):
    def __init__(self, window: QWidget) -> None:
        words = QLabel()
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        super().__init__(window, words)
        self.words = words
        self.text.setTabChangesFocus(True)
        self.resize(460, 290)
        self.write()

    def whole(self) -> str:
        return f"{self.words.text()}\n\n{super().whole()}"

    def open_fresh(self) -> None:
        """Show it with the versions of what is installed, which nobody reads before."""
        super().open_fresh()
        self.done_button.setFocus()

    def fill(self) -> None:
        lines = [f"{title} {number or tr('not installed')}" for title, number in versions()]
        system = f"{platform.system()} {platform.release()}, {platform.machine()}"
        self.text.setPlainText("\n".join((*lines, tr("System: {system}", system=system), tr("Licence: {licence}", licence=LICENCE))))

    def write(self) -> None:
        super().write()
        self.setWindowTitle(tr("About Halfpixel"))
        self.words.setText(tr("Halfpixel shows what FCN and Mask R-CNN do to your photo, down to the half pixel."))
        name(self.text, tr("About Halfpixel"), tr("Version, licence and the libraries that it stands on."))
