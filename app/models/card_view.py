"""A model card as text with headings and tables. It fetches nothing and opens nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QColor,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from app.theme import current
from app.translation import tr

MAX_CARD_BYTES = 1 << 17
CELL_PADDING = 4.0
BLOCK_GAP, HEADING_GAP = 8.0, 14.0


class CardView(QTextBrowser):
    """``show_card`` reads a Markdown file. An address in it can be copied; a click on it does nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(10)
        self._text = ""

    def show_card(self, path: Path) -> None:
        self._text = card_text(path)
        self.repaint_text()

    def repaint_text(self) -> None:
        """The same card in the theme and language of the moment."""
        self.document().setMarkdown(self._text or tr("This model has no card."), QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        _dress(self.document())
        self.setAccessibleName(tr("Model card"))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802
        """Nothing: a card that came with somebody's file must not make the window look anywhere."""
        del kind, name
        return None


def card_text(path: Path) -> str:
    """The card without its first line, which says "Model card" and the name that stand above it already; empty where there is none."""
    try:
        with path.open("rb") as stream:
            text = stream.read(MAX_CARD_BYTES).decode("utf-8", errors="replace")
    except OSError:
        return ""
    first, _, rest = text.partition("\n")
    return rest.lstrip("\n") if first.startswith("# ") else text


def _dress(document: QTextDocument) -> None:
    """Markdown comes without gaps, its tables without a width, and its addresses look as if a click would lead somewhere."""
    tables = [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]
    for table in tables:
        _dress_table(table)
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        if cursor.currentTable() is None:
            style = QTextBlockFormat()
            style.setNonBreakableLines(False)
            heading = block.blockFormat().headingLevel() > 0
            style.setTopMargin(HEADING_GAP if heading else 0)
            inside_code = _is_code(block.blockFormat()) and _is_code(block.next().blockFormat())
            style.setBottomMargin(0 if inside_code else BLOCK_GAP)
            cursor.mergeBlockFormat(style)
        block = block.next()
    _dress_addresses(document)


def _dress_table(table: QTextTable) -> None:
    if all(not table.cellAt(0, column).firstCursorPosition().block().text() for column in range(table.columns())):
        table.removeRows(0, 1)  # Markdown has no table without a head; the cards leave theirs empty
    style = table.format()
    style.setCellPadding(CELL_PADDING)
    style.setCellSpacing(0)
    style.setBorder(1)
    style.setBorderBrush(QColor(current().line))
    style.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    style.setBorderCollapse(True)
    style.setTopMargin(BLOCK_GAP)
    style.setBottomMargin(BLOCK_GAP)
    style.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(style)


def _dress_addresses(document: QTextDocument) -> None:
    plain = QTextCharFormat()
    plain.setAnchor(False)
    plain.setForeground(QColor(current().text))
    plain.setFontUnderline(False)
    for start, end in [*_addresses(document)]:
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(plain)


def _addresses(document: QTextDocument) -> Iterator[tuple[int, int]]:
    block = document.begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            if piece.charFormat().isAnchor():
                yield piece.position(), piece.position() + piece.length()
            pieces += 1
        block = block.next()


def _is_code(style: QTextBlockFormat) -> bool:
    return style.hasProperty(QTextBlockFormat.Property.BlockCodeFence) or style.hasProperty(QTextBlockFormat.Property.BlockCodeLanguage)
