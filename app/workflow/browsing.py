"""The folder around the photo: its listing, and small pictures of those that are in sight, on a thread of their own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from app import settings as settings_file
from app.intents import Intents
from app.jobs import JobRunner
from app.session import Session
from app.workflow.thumbnail_store import ThumbnailStore
from core.errors import ImageError
from core.image import ImageDocument, list_images
from core.photos import Photos

FOLDER, PICTURES = "folder", "pictures"
"""Channels."""


class Browsing(QObject):
    """Lists a folder once; the pictures asked for last are made first, the others not at all."""

    def __init__(self, session: Session, intents: Intents, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = JobRunner("thumbnails", self)
        self._store = ThumbnailStore(settings_file.home() / "thumbnails")
        self._wanted: list[Path] = []
        session.document_changed.connect(self._photo_changed)
        intents.want_thumbnails.connect(self._want)

    def close(self) -> None:
        self._wanted.clear()
        self._runner.close()

    def _photo_changed(self, document: ImageDocument | None) -> None:
        path = None if document is None else document.path
        if path is None:
            self._runner.cancel(FOLDER)
            self._session.set_folder(Photos())
        elif path not in self._session.folder:
            self._runner.submit(FOLDER, lambda _token: _listed(path.parent), self._session.set_folder)
        else:
            self._runner.cancel(FOLDER)  # of the photo before, which was slower to list than this one to open

    def _want(self, paths: Sequence[Path]) -> None:
        self._wanted = list(paths)
        if not self._runner.is_busy(PICTURES):
            self._next()

    def _next(self) -> None:
        """One picture a request, so that what has come into sight meanwhile is next."""
        if not self._wanted:
            return
        path, store = self._wanted.pop(0), self._store

        def made(picture: object) -> None:
            self._session.picture_made.emit(path, picture)
            self._next()

        self._runner.submit(PICTURES, lambda _token: store.picture_of(path), made)


def _listed(folder: Path) -> Photos:
    """Empty where it cannot be listed: such a folder has no strip, but the photo itself is open."""
    try:
        return Photos(list_images(folder))
    except ImageError:
        return Photos()
