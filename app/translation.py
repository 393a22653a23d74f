"""The window's language: reads Qt Linguist's ``.ts`` files directly, so that no compiled file can be out of step with them."""

from __future__ import annotations

import functools
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from app.preferences import Language

WINDOW = "app"
"""Translation context of every sentence written in this package."""
CORE = "core"
"""Translation context of the sentences that core hands over in English: errors, notes, badges, titles."""

Catalog = Mapping[tuple[str, str], str]


NATIVE_NAMES = {Language.ENGLISH: "English", Language.KOREAN: "한국어"}


def mark(source: str) -> str:
    """Name an English sentence for translation where it stands in a table; it is looked up when shown."""
    return source


def tr(source: str, **fields: object) -> str:
    """``source`` in the window's language, its ``{names}`` filled in afterwards."""
    sentence = QCoreApplication.translate(WINDOW, source)
    return sentence.format(**fields) if fields else sentence


def tr_core(template: str, fields: Mapping[str, object] | None = None) -> str:
    """A sentence of core in the window's language."""
    sentence = QCoreApplication.translate(CORE, template)
    return sentence.format(**fields) if fields else sentence


def catalog_paths(language: Language) -> list[Path]:
    """The ``.ts`` files of a language, one for each room that has its own; English has none."""
    return sorted((Path(str(files("resources"))) / "translations").glob(f"*_{language.value}.ts"))


def read_catalog(path: Path) -> dict[tuple[str, str], str]:
    """``(context, source) -> translation`` for every finished message of a ``.ts`` file."""
    catalog = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None and translation.text:
                catalog[(name, message.findtext("source", ""))] = translation.text
    return catalog


@functools.cache
def catalog_of(language: Language) -> Catalog:
    """Every ``.ts`` file of the language together."""
    return {key: text for path in catalog_paths(language) for key, text in read_catalog(path).items()}


def spoken(language: Language) -> Language:
    """The language that ``language`` means on this machine: SYSTEM is Korean where the system is, else English."""
    if language is not Language.SYSTEM:
        return language
    return Language.KOREAN if QLocale.system().language() is QLocale.Language.Korean else Language.ENGLISH


class CatalogTranslator(QTranslator):
    """Answers Qt's look-ups from a catalog; None says "not mine", and Qt shows the English source."""

    def __init__(self, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalog = catalog

    def isEmpty(self) -> bool:  # noqa: N802 (Qt's name)
        return not self._catalog

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        del disambiguation, n
        return self._catalog.get((context, source))


class Translations(QObject):
    """Keeps one language installed. Qt sends every widget a LanguageChange event when it changes."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._application = application
        self._installed: list[QTranslator] = []

    def speak(self, language: Language) -> None:
        """Show the window in ``language`` from now on."""
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed = self._translators(spoken(language))
        for translator in self._installed:
            self._application.installTranslator(translator)

    def _translators(self, language: Language) -> list[QTranslator]:
        if language is Language.ENGLISH:
            return []
        own = CatalogTranslator(catalog_of(language), self)
        qt = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        return [qt, own] if qt.load(f"qtbase_{language.value}", folder) else [own]
