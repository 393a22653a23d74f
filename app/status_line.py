"""The status bar: device, model, last time, memory, zoom, and where the pointer is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from app.memory import resident_bytes
from app.models.words import job_text
from app.panels.run import DEVICES
from app.preferences import Workspace
from app.session import Session
from app.stages import stage_text
from app.theme import tabular
from app.translation import tr, tr_core
from core.image import ImageDocument

MEMORY_INTERVAL_MS = 2000
MEBIBYTE = 1 << 20


def name_of(document: ImageDocument) -> str:
    """What a person calls the photo; a sample's name is core's, a file's its own."""
    return document.name if document.path else tr_core(document.name)


class StatusLine(QStatusBar):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._zoom = 0.0
        self.setSizeGripEnabled(False)
        self.doing = QLabel()
        self.doing.setContentsMargins(8, 0, 0, 0)
        self.addWidget(self.doing, 1)
        self.pointer, self.zoom, self.model, self.device, self.time, self.memory = (self._field() for _ in range(6))
        self._memory_timer = QTimer(self)
        self._memory_timer.setInterval(MEMORY_INTERVAL_MS)
        self._memory_timer.timeout.connect(self._show_memory)
        self._memory_timer.start()
        for signal in (session.model_changed, session.device_changed, session.segmentation_changed):
            signal.connect(self._show_run)
        session.hover_changed.connect(self._show_pointer)
        for signal in (session.activity_changed, session.reading_changed, session.document_changed, session.model_jobs_changed):
            signal.connect(self._show_doing)
        # The other rooms have views of their own, each with its own zoom.
        session.workspace_changed.connect(lambda workspace: self.zoom.setVisible(workspace is Workspace.EXPLORE))
        self.retranslate()

    def set_zoom(self, zoom: float) -> None:
        """``zoom`` in device pixels per image pixel."""
        self._zoom = zoom
        percent = zoom * 100
        self.zoom.setText(f"{percent:.0f} %" if percent >= 10 else f"{percent:.1f} %")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        for field, text in (
            (self.pointer, tr("Pixel under the pointer")),
            (self.zoom, tr("Zoom: screen pixels for each photo pixel")),
            (self.model, tr("Model of the result")),
            (self.device, tr("Device of the last run")),
            (self.time, tr("Time of the last run: the model alone")),
            (self.memory, tr("Memory that Halfpixel uses now")),
        ):
            field.setToolTip(text)
            field.setAccessibleName(text)
        self._show_run()
        self._show_pointer()
        self._show_doing()
        self._show_memory()

    def _field(self) -> QLabel:
        field = QLabel()
        field.setFont(tabular(field.font()))
        field.setContentsMargins(8, 0, 8, 0)
        self.addPermanentWidget(field)
        return field

    def _show_run(self) -> None:
        shown = self._session.segmentation
        if shown is None:
            self.model.setText(tr_core(self._session.model.title))
            self.device.setText(tr("device: {device}", device=tr(DEVICES[self._session.device])))
            self.time.setText("— s")
            return
        facts = shown.scores.facts
        self.model.setText(f"{self._model_title(shown.model_key)} · {int(shown.read_out)}s")
        self.device.setText(facts.device)
        self.time.setText(f"{facts.seconds:.2f} s")

    def _model_title(self, key: str) -> str:
        return tr_core(self._session.title_of(key))

    def _show_pointer(self) -> None:
        pixel = self._session.hover
        self.pointer.setText("" if pixel is None else f"x {pixel.column}  y {pixel.row}")

    def _show_doing(self) -> None:
        session = self._session
        if session.reading:
            self.doing.setText(tr("Reading {name}…", name=session.reading))
        elif session.activity is not None:
            self.doing.setText(f"{stage_text(session.activity)}…")
        elif session.model_jobs:
            key, job = next(iter(session.model_jobs.items()))
            self.doing.setText(f"{tr_core(session.title_of(key))} · {job_text(job)}" if key else job_text(job))
        elif session.document is not None:
            document = session.document
            self.doing.setText(tr("{name}, {width} × {height} px", name=name_of(document), width=document.width, height=document.height))
        else:
            self.doing.setText("")

    def _show_memory(self) -> None:
        used = resident_bytes()
        self.memory.setText("" if used is None else f"{used / MEBIBYTE:.0f} MiB")
