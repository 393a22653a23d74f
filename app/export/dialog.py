"""The dialog that writes a file: format, size, what is drawn, a preview of it, and where it goes. Beside the window, never in its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.export.choices import BY_KEY, FORMATS, ExportChoices, FormatRow, Kind, Remembered, save
from app.export.form import INCLUDED, ExportForm
from app.export.preview import PreviewPicture
from app.export.rendering import Preview, PreviewRequest, TargetTaken, WriteRequest
from app.export.snapshot import Snapshot, take_snapshot
from app.jobs import JobFailure, JobProgress, JobRunner
from app.messages import Messages
from app.session import Session
from app.translation import mark, tr, tr_core
from core.errors import UserError

PREVIEW, WRITE = "export-preview", "export-write"
"""Channels of the worker."""
SETTLED_MS = 80
"""A preview waits until no choice has changed for so long."""
PATIENCE_MS = 1000
"""Progress is shown once writing takes longer."""

WHY_NOT = {
    Kind.CLASSES: mark("Run a model that finds classes first."),
    Kind.OBJECTS: mark("Run a model that finds objects first."),
}
FAILED = mark("The file was not written because something inside Halfpixel failed; the details are in the log.")
DONE = mark("Written: {path}")
CANCELLED = mark("Cancelled; nothing was written.")
NO_NAME = mark("Type a file name first.")


class ExportDialog(QDialog):
    """Follows the session while it is open. ``put_text`` takes a command line to the clipboard."""

    def __init__(
        self,
        session: Session,
        worker: JobRunner,
        messages: Messages,
        put_text: Callable[[str], None],
        memory: Path,
        remembered: Remembered,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._worker, self._messages = session, worker, messages
        self._put_text = put_text
        self._memory, self._folder = memory, remembered.folder
        self._choices = remembered.choices
        self._snapshot: Snapshot | None = None
        self.form = ExportForm()
        self.preview = PreviewPicture()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.preview, 1)
        column = QVBoxLayout()
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(self.form)
        row.addLayout(column)
        self._settled, self._patience = QTimer(self, singleShot=True), QTimer(self, singleShot=True)
        self._settled.setInterval(SETTLED_MS)
        self._patience.setInterval(PATIENCE_MS)
        self._connect()
        self.retranslate()
        self.resize(1000, 620)

    @property
    def choices(self) -> ExportChoices:
        return self._choices

    @property
    def path(self) -> Path:
        return Path(self.form.path.text()).expanduser()

    def open_fresh(self) -> None:
        """Show it with what is on screen in the window now; format, size and folder are those of the last time."""
        self._snapshot = take_snapshot(self._session)
        if self._snapshot is None:
            return
        self._choices = replace(self._choices, included=self._snapshot.included, title="")
        if self._why_not(self._choices.format):
            self._choices = replace(self._choices, format_key=FORMATS[0].key)
        self._say("")
        self.form.path.setText(str(self._start_folder() / f"{self._snapshot.stem}{self._choices.format.ending}"))
        self._show()
        self.show()
        self.raise_()
        self.form.export.setFocus()
        self._settled.start(0)

    def retranslate(self) -> None:
        self.setWindowTitle(tr("Export"))
        self.preview.setAccessibleName(tr("Preview"))
        self.form.retranslate()
        self._show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange) and hasattr(self, "_patience"):
            self.retranslate()

    def reject(self) -> None:
        """Esc: leave the file that is being written first."""
        if self._worker.is_busy(WRITE):
            self._worker.cancel(WRITE)
            return
        self._worker.cancel(PREVIEW)
        super().reject()

    def _connect(self) -> None:
        form, session = self.form, self._session
        form.format.activated.connect(lambda _index: self._choose_format(form.format.currentData()))
        form.size_switch.chosen.connect(self._choose_size)
        form.width_field.valueChanged.connect(lambda width: self._change(width=width))
        form.dpi.valueChanged.connect(lambda dpi: self._change(dpi=dpi))
        form.legend.clicked.connect(lambda on: self._change(legend=on))
        form.titled.clicked.connect(lambda on: self._change(titled=on))
        form.title.textEdited.connect(lambda text: self._change(title=text))
        for field, box in form.included.items():
            box.clicked.connect(lambda on, field=field: self._include(field, on))
        form.path.textEdited.connect(lambda _text: self._say(""))
        form.path.returnPressed.connect(self._export)
        form.browse.clicked.connect(self._browse)
        form.export.clicked.connect(self._export)
        form.replace.clicked.connect(lambda: self._write(agreed=True))
        form.cancel.clicked.connect(lambda: self._worker.cancel(WRITE))
        form.copy_command.clicked.connect(self._copy_command)
        form.close_button.clicked.connect(self.reject)
        self._settled.timeout.connect(self._ask_for_preview)
        self._patience.timeout.connect(lambda: form.show_progress(True))
        for signal in (
            session.document_changed, session.segmentation_changed, session.instance_scene_changed, session.look_changed,
            session.class_view_changed,
        ):  # fmt: skip
            signal.connect(self._follow)
        self._worker.failed.connect(self._failed)
        self._worker.progressed.connect(self._progressed)
        self._worker.ended.connect(self._ended)

    # -- choices -------------------------------------------------------------------------------------------------------

    def _change(self, **changes: object) -> None:
        self._choices = replace(self._choices, **changes)  # type: ignore[arg-type]
        self._show()
        self._settled.start()

    def _include(self, field: str, on: bool) -> None:
        self._change(included=replace(self._choices.included, **{field: on}))

    def _choose_format(self, key: str) -> None:
        self._rename(self._choices.format, BY_KEY[key])
        self._say("")
        self._change(format_key=key)

    def _choose_size(self, own: bool) -> None:
        self._change(width=self.form.width_field.value() if own else None)

    def _rename(self, before: FormatRow, after: FormatRow) -> None:
        """The proposed name follows the format; of a person's own name only the suffix does."""
        name = self.path.name
        if name.endswith(before.ending):
            name = name.removesuffix(before.ending) + after.ending
        elif name:
            name = Path(name).with_suffix(after.suffix).name
        self.form.path.setText(str(self.path.parent / name))

    def _browse(self) -> None:
        row = self._choices.format
        kinds = f"{row.suffix[1:].upper()} (*{row.suffix})"
        # Whether a file may be replaced is asked for all ways to a name at once, when it is written.
        option = QFileDialog.Option.DontConfirmOverwrite
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export"), str(self.path), kinds, options=option)
        if chosen:
            self.form.path.setText(chosen if Path(chosen).suffix else chosen + row.suffix)
            self._say("")

    def _start_folder(self) -> Path:
        """Where the last export went, else beside the photo, else home."""
        document = self._session.document
        beside = document.path.parent if document is not None and document.path is not None else Path.home()
        return (self._folder or beside).absolute()

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """The window shows something else now."""
        if not self.isVisible():
            return
        before, now = self._snapshot, take_snapshot(self._session)
        if now is None:
            return
        self._snapshot = now
        if before is not None and before.document is not now.document:
            self._say("")
            self.form.path.setText(str(self.path.parent / f"{now.stem}{self._choices.format.ending}"))
        self._show()
        self._settled.start()

    def _show(self) -> None:
        if self._snapshot is None:
            return
        model = self.form.format.model()
        assert isinstance(model, QStandardItemModel)
        for place, row in enumerate(FORMATS):
            reason = self._why_not(row)
            model.item(place).setEnabled(not reason)
            model.item(place).setToolTip(tr(reason) if reason else tr(row.tip))
        self.form.show_choices(self._choices, self._snapshot.title, self._snapshot.document.width)
        for field, box in self.form.included.items():
            reason = WHY_NOT[INCLUDED[field].kind] if not self._has(INCLUDED[field].kind) else ""
            box.setEnabled(not reason)
            box.setToolTip(tr(reason) if reason else tr(INCLUDED[field].tip))

    def _has(self, kind: Kind) -> bool:
        assert self._snapshot is not None
        return (self._snapshot.segmentation if kind is Kind.CLASSES else self._snapshot.scene) is not None

    def _why_not(self, row: FormatRow) -> str:
        return WHY_NOT[row.kind] if row.kind in WHY_NOT and not self._has(row.kind) else ""

    def _ask_for_preview(self) -> None:
        if self._snapshot is not None:
            self._worker.submit(PREVIEW, PreviewRequest(self._snapshot, self._choices), self._show_preview)

    def _show_preview(self, preview: Preview) -> None:
        self.preview.show_pixels(preview.pixels)
        self.form.show_size(preview.size, self._choices.dpi if self._choices.format.has_pixels else None)

    # -- writing -------------------------------------------------------------------------------------------------------

    def _export(self) -> None:
        self._write(agreed=False)

    def _write(self, *, agreed: bool) -> None:
        if self._snapshot is None or self._worker.is_busy(WRITE):
            return
        if not self.form.path.text().strip():
            self._say(tr(NO_NAME), problem=True)
            return
        self._say("")
        self.form.show_busy(True)
        self._patience.start()
        request = WriteRequest(self._snapshot, self._choices, self.path.absolute(), agreed)
        self._worker.submit(WRITE, request, self._written)

    def _written(self, path: Path) -> None:
        self._folder = path.parent
        save(Remembered(self._choices, self._folder), self._memory)
        self._say(tr(DONE, path=path))

    def _failed(self, failure: JobFailure) -> None:
        error = failure.error
        sentence = tr_core(error.template, error.fields) if isinstance(error, UserError) else tr(FAILED)
        if failure.channel == PREVIEW:
            self.preview.show_sentence(sentence)
            self.form.show_size(None, None)
        elif failure.channel == WRITE:
            self._say(sentence, problem=True, may_replace=isinstance(error, TargetTaken))
        if failure.channel in (PREVIEW, WRITE) and not isinstance(error, UserError):
            self._messages.show_error(WRITE, error)

    def _progressed(self, progress: JobProgress) -> None:
        if progress.channel == WRITE:
            self.form.show_fraction(progress.fraction)

    def _ended(self, channel: str) -> None:
        if channel == WRITE:
            self._patience.stop()
            self.form.show_busy(False)
            if not self.form.status.text():
                self._say(tr(CANCELLED))

    def _say(self, sentence: str, *, problem: bool = False, may_replace: bool = False) -> None:
        self.form.show_status(sentence, problem=problem, may_replace=may_replace)

    def _copy_command(self) -> None:
        from app.export.commanding import command_text

        if self._snapshot is None:
            return
        try:
            self._put_text(command_text(self._snapshot, self._choices))
        except UserError as error:
            self._say(tr_core(error.template, error.fields), problem=True)
        else:
            self._say(tr("The command is on the clipboard."))
