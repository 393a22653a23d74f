"""DiagramPane: a diagram with its table, its sentences and its export. Built on the worker when it is looked at."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.diagram.model import Diagram
from app.diagram.svg import export_svg
from app.diagram.table import DiagramTable
from app.diagram.view import DiagramView
from app.intents import Intents
from app.jobs import JobFailure, JobRunner, Request
from app.translation import tr, tr_core
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.errors import UserError

VIEW, TABLE, EMPTY = range(3)


class DiagramPane(Panel):
    """Subclasses say how the diagram is made, call ``outdate`` when it would be another one, and end ``__init__`` with ``finish``."""

    node_chosen = Signal(str)
    """The key of the node that a person wants to look into."""
    diagram_changed = Signal(object)
    """Diagram, or None."""

    def __init__(self, intents: Intents, worker: JobRunner, channel: str, file_name: str, parent: QWidget | None = None) -> None:
        """``channel`` is the worker's for this pane alone; ``file_name`` is proposed for the export."""
        super().__init__(parent)
        self._worker, self._channel, self._file_name = worker, channel, file_name
        self._is_outdated = True
        self._diagram: Diagram | None = None
        self.view, self.table, self.empty = DiagramView(), DiagramTable(), QLabel()
        mirror(self.view, self.table)
        self.switch = SegmentedSwitch([VIEW, TABLE])
        self.explanation, self.notice, self.export = QLabel(), QLabel(), QPushButton()
        self._lay_out()
        for choosing in (self.view, self.table):
            choosing.node_chosen.connect(self.node_chosen)
        self.switch.chosen.connect(self._choose_page)
        self.export.clicked.connect(self._ask_for_path)
        worker.failed.connect(self._failed)
        # The window's own shortcuts take F and Ctrl with plus and minus before any widget sees them.
        intents.fit.connect(self._fit)
        intents.zoom_by.connect(self._zoom_by)

    # -- what a subclass says ------------------------------------------------------------------------------------------

    def request(self) -> Request[Diagram] | None:
        """What the worker is to do, owning its inputs; None when there is nothing to draw."""
        raise NotImplementedError

    def sentences(self) -> str:
        """One or two sentences below the diagram, in the window's language."""
        raise NotImplementedError

    def empty_sentence(self) -> str:
        """What to do when there is nothing to draw."""
        raise NotImplementedError

    # -- state ---------------------------------------------------------------------------------------------------------

    @property
    def diagram(self) -> Diagram | None:
        """The one on screen."""
        return self._diagram

    def outdate(self) -> None:
        """What is drawn has changed: draw it anew, at once or when next looked at."""
        self._is_outdated = True
        if self.isVisible():
            self._build()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._is_outdated:
            self._build()

    def _build(self) -> None:
        self._is_outdated = False
        request = self.request()
        if request is None:
            self._worker.cancel(self._channel)
            self._show(None)
        else:
            self._worker.submit(self._channel, request, self._show)

    def _show(self, diagram: Diagram | None) -> None:
        self._diagram = diagram
        self._say("")
        self.view.set_diagram(diagram)
        self.table.set_diagram(diagram)
        self.export.setEnabled(diagram is not None)
        self._name_export()
        self._choose_page(self.pages.currentIndex())
        self.diagram_changed.emit(diagram)

    def _fit(self) -> None:
        if self.view.isVisible():
            self.view.fit()

    def _zoom_by(self, factor: float) -> None:
        if self.view.isVisible():
            self.view.zoom_by(factor)

    def _choose_page(self, page: int) -> None:
        if self._diagram is None:
            self.pages.setCurrentIndex(EMPTY)
            return
        chosen = page if page != EMPTY else next(it.value for it in self.switch.segments if it.isChecked())
        self.switch.set_value(chosen)
        self.pages.setCurrentIndex(chosen)

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel != self._channel:
            return
        error = failure.error
        self._say(tr_core(error.template, error.fields) if isinstance(error, UserError) else tr("The diagram failed: {error}", error=error))

    # -- export --------------------------------------------------------------------------------------------------------

    def _ask_for_path(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export the diagram"), f"{self._file_name}.svg", tr("SVG figures (*.svg)"))
        if chosen:
            path = Path(chosen)
            self.export_to(path if path.suffix else path.with_suffix(".svg"))

    def export_to(self, path: Path) -> None:
        """Write the diagram as an SVG; says in place what was written, or why not."""
        if self._diagram is None:
            return
        try:
            export_svg(self._diagram, path)
        except UserError as error:
            self._say(tr_core(error.template, error.fields))
            return
        self._say(tr("Written: {files}", files=str(path)))

    # -- widgets and words ---------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        for page in (self.view, self.table, self.empty):
            self.pages.addWidget(page)
        self.pages.setCurrentIndex(EMPTY)
        self.switch.set_value(VIEW)
        self.switch.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (self.empty, self.explanation, self.notice):
            label.setWordWrap(True)
        self.export.setEnabled(False)
        self.notice.setVisible(False)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(12)
        bar.addWidget(self.explanation, 1)
        bar.addWidget(self.switch)
        bar.addWidget(self.export)
        self.notice.setContentsMargins(12, 0, 12, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addLayout(bar)
        column.addWidget(self.notice)

    def retranslate(self) -> None:
        self.switch.set_texts(
            [
                (tr("Diagram"), tr("The network as cards and arrows. Arrow keys walk, Enter opens, F shows it whole.")),
                (tr("Table"), tr("The same steps as rows.")),
            ],
            tr("How the network is shown"),
        )
        self.export.setText(tr("Export SVG…"))
        self._name_export()
        self.explanation.setText(self.sentences())
        self.empty.setText(self.empty_sentence())
        self.table.retranslate()
        self.view.retint()
        self.outdate()  # its words are in a language, and a palette's change draws it in other colours

    def _name_export(self) -> None:
        tip = tr("Save the diagram for a slide, on a light ground.") if self._diagram else self.empty_sentence()
        name(self.export, tr("Export SVG…"), tip)

    def _say(self, text: str) -> None:
        self.notice.setText(text)
        self.notice.setAccessibleName(text)
        self.notice.setVisible(bool(text))
