"""What a person can take out of the window: a file by way of the dialog, the picture or the command by way of the clipboard.

The dialog and what draws are imported when they are first asked for: the window's first picture does not wait for them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from app import settings
from app.intents import Intents
from app.jobs import JobFailure, JobRunner
from app.messages import Messages, Sentence
from app.session import Session
from app.translation import mark
from core.errors import UserError

if TYPE_CHECKING:
    from app.export.dialog import ExportDialog

COPY = "copy"
"""Channel of the worker, and topic of its messages."""
COMMAND = "command"
FILE = "export.json"

NO_PHOTO = mark("There is no photo to export; open one, or click a sample.")
COPIED = mark("The picture is on the clipboard, {width} × {height} px.")
COMMAND_COPIED = mark("The command is on the clipboard.")


class Exporting(QObject):
    """Answers the intents to export and to copy. Files are made on a thread of their own, so that no model waits for them."""

    def __init__(self, session: Session, intents: Intents, messages: Messages, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._messages = messages
        self._window = window
        self.worker = JobRunner("export", self)
        self.worker.failed.connect(self._failed)
        self._dialog: ExportDialog | None = None
        self._copied: QMimeData | None = None
        intents.export.connect(self.open_dialog)
        intents.copy_picture.connect(self.copy_picture)
        intents.copy_command.connect(self.copy_command)

    @property
    def dialog(self) -> ExportDialog:
        """Made when it is first asked for."""
        if self._dialog is None:
            from app.export.choices import load
            from app.export.dialog import ExportDialog

            path = settings.home() / FILE
            self._dialog = ExportDialog(self._session, self.worker, self._messages, self._put_text, path, load(path), self._window)
        return self._dialog

    def open_dialog(self) -> None:
        if self._session.document is None:
            self._messages.show_note(COPY, Sentence(NO_PHOTO))
        else:
            self.dialog.open_fresh()

    def copy_picture(self) -> None:
        """The photo with what is drawn on it, in the photo's size."""
        from app.export.choices import ExportChoices
        from app.export.rendering import rendered
        from app.export.snapshot import take_snapshot

        snapshot = take_snapshot(self._session)
        if snapshot is None:
            self._messages.show_note(COPY, Sentence(NO_PHOTO))
            return
        choices = ExportChoices(included=snapshot.included)
        self.worker.submit(COPY, lambda token: rendered(snapshot, choices, token, Path()), self._put_picture)

    def copy_command(self) -> None:
        from app.export.commanding import command_text
        from app.export.snapshot import take_snapshot

        snapshot = take_snapshot(self._session)
        if snapshot is None:
            self._messages.show_note(COMMAND, Sentence(NO_PHOTO))
            return
        try:
            self._put_text(command_text(snapshot))
        except UserError as error:
            self._messages.show_error(COMMAND, error)

    def close(self) -> None:
        """Cancel everything and wait for the thread."""
        self.worker.close()
        # Qt deletes what the clipboard holds when it ends, and for an object of Python's would need the Python that is gone by then.
        board = QGuiApplication.clipboard()
        if self._copied is not None and board.mimeData() is self._copied:
            board.setImage(board.image().copy())

    def _put_text(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._messages.show_note(COMMAND, Sentence(COMMAND_COPIED))

    def _put_picture(self, content: bytes) -> None:
        image, data = QImage.fromData(content), QMimeData()
        data.setImageData(image)
        data.setData("image/png", QByteArray(content))
        QGuiApplication.clipboard().setMimeData(data)
        self._copied = data
        self._messages.show_note(COPY, Sentence(COPIED, {"width": image.width(), "height": image.height()}))

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel == COPY:
            self._messages.show_error(COPY, failure.error)
