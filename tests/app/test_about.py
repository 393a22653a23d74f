"""About Halfpixel and the way to the guide."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from app import about
from app.about import LICENCE, AboutWindow, guide_path
from app.preferences import Language
from app.translation import Translations
from core import __version__
from tests.app.conftest import Shell

ROOT = Path(__file__).resolve().parent.parent.parent


class Reader(QObject):
    """Stands in for the program that opens files."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []

    @Slot(QUrl)
    def read(self, url: QUrl) -> None:
        self.given.append(url.toLocalFile())


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    QDesktopServices.setUrlHandler("file", reader, "read")
    yield reader
    QDesktopServices.unsetUrlHandler("file")


def opened(shell: Shell) -> AboutWindow:
    shell.window.actions_table["about"].trigger()
    window = shell.window.about
    assert window.isVisible()
    return window


def test_it_tells_versions_and_licence(shell: Shell) -> None:
    lines = opened(shell).text.toPlainText().splitlines()
    assert lines[0] == f"Halfpixel {__version__}"
    assert {f"PyTorch {version('torch')}", f"torchvision {version('torchvision')}", f"PySide6 {version('PySide6-Essentials')}"} <= set(
        lines
    )
    assert lines[-1] == f"Licence: {LICENCE}"
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == LICENCE


def test_all_of_it_can_be_copied(shell: Shell) -> None:
    window = opened(shell)
    window.copy.click()
    assert QGuiApplication.clipboard().text().endswith(window.text.toPlainText())


def test_a_package_that_is_not_there_is_said(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(about, "LIBRARIES", (("Nothing", "no-such-package"),))
    assert "Nothing not installed" in opened(shell).text.toPlainText().splitlines()


def test_it_follows_the_language(shell: Shell, translations: Translations) -> None:
    window = opened(shell)
    translations.speak(Language.KOREAN)
    shell.qtbot.waitUntil(lambda: window.windowTitle() == "Halfpixel 정보")
    assert f"라이선스: {LICENCE}" in window.text.toPlainText()
    window.close()


def test_versions_are_told_without_importing_torch() -> None:
    code = "import sys; from app.about import versions; assert dict(versions())['PyTorch']; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=120)


def test_the_guide_is_handed_to_the_systems_reader(shell: Shell, reader: Reader) -> None:
    shell.window.actions_table["guide"].trigger()
    assert [Path(given) for given in reader.given] == [ROOT / "docs" / "guide.md"]
    assert guide_path().is_file()
    assert shell.sentences == ()


def test_without_a_guide_one_sentence_says_where_it_is(
    shell: Shell, reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(about, "guide_path", lambda: tmp_path / "guide.md")
    shell.window.actions_table["guide"].trigger()
    assert reader.given == []
    assert shell.sentences == ("The user guide was not installed with the program; it is docs/guide.md in Halfpixel's source.",)
    (tmp_path / "guide.md").write_text("")
    shell.window.actions_table["guide"].trigger()
    assert len(reader.given) == 1
    assert shell.sentences == ()


def test_where_nothing_opens_it_the_file_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(about.QDesktopServices, "openUrl", lambda _url: False)
    shell.window.actions_table["guide"].trigger()
    assert shell.sentences == (f"No program here opens {guide_path()}; open that file in a text editor.",)
