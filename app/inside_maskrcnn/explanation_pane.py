"""The explanation beside the photo: the chosen stage, or the way of the chosen object, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from app.inside_maskrcnn.explanation import chosen_of_link
from app.theme import current, tabular
from app.translation import tr
from app.widgets.panel import Panel, name


class ExplanationPane(Panel):
    """``linked(Chosen)`` when a rival's name is followed; ``lab_asked`` and ``let_go`` from the buttons."""

    linked = Signal(object)
    lab_asked = Signal()
    let_go = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = QTextBrowser()
        self.page.setFont(tabular(self.page.font()))
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setOpenLinks(False)
        self.page.viewport().setAutoFillBackground(False)
        self.page.anchorClicked.connect(self._follow)
        self.pointed = QLabel()
        self.pointed.setWordWrap(True)
        self.pointed.setFont(tabular(self.pointed.font()))
        self.pointed.setForegroundRole(self.pointed.palette().ColorRole.PlaceholderText)
        self.open_in_lab, self.release = QPushButton(), QPushButton()
        self.open_in_lab.clicked.connect(lambda: self.lab_asked.emit())
        self.release.clicked.connect(lambda: self.let_go.emit())
        self._html = ""
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.open_in_lab)
        buttons.addWidget(self.release)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(6)
        column.addWidget(self.page, 1)
        column.addWidget(self.pointed)
        column.addLayout(buttons)
        self.set_page("", has_choice=False)
        self.set_pointed("")
        self.finish()

    def set_page(self, content: str, *, has_choice: bool) -> None:
        """``content`` is HTML; ``has_choice``: it tells of an object, which can be opened in the lab or let go."""
        self._html = content
        self.open_in_lab.setVisible(has_choice)
        self.release.setVisible(has_choice)
        self._write()

    def set_pointed(self, text: str) -> None:
        """What there is to say of the place under the pointer; nothing takes no room."""
        self.pointed.setText(text)
        self.pointed.setVisible(bool(text))

    def retranslate(self) -> None:
        name(self.page, tr("Explanation"), tr("The way of what is chosen, from its anchor to its mask."))
        self.open_in_lab.setText(tr("Open in RoI lab"))
        name(self.open_in_lab, tr("Open in RoI lab"), tr("Compare there what RoIPool and RoIAlign read for this box."))
        self.release.setText(tr("Let go"))
        name(self.release, tr("Let go"), tr("Choose nothing."))
        self._write()

    def _write(self) -> None:
        theme = current()
        self.page.setHtml(f"<style>a{{color:{theme.accent};}} .m{{color:{theme.muted};}}</style>{self._html}")

    def _follow(self, url: QUrl) -> None:
        self.linked.emit(chosen_of_link(url.toString()))
