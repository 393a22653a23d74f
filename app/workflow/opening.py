"""Opening photos: from files, folders, the clipboard and the samples, off the GUI thread and never behind a running network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage

from app.intents import Intents
from app.jobs import JobFailure, JobRunner
from app.messages import Messages, Remedy, Sentence
from app.session import Session
from app.translation import mark, tr
from app.workflow.listing import Listing
from app.workflow.pasting import document_of
from app.workflow.thumbnails import sample_thumbnails
from core.cancellation import CancelToken
from core.errors import ImageError, ImageTooLarge, UserError
from core.image import SUFFIXES, ImageDocument, load_image
from core.photos import Photos
from core.reading import is_folder
from core.samples import SAMPLES, load_sample

OPEN = "open"
"""Channel of the file worker, and topic of its messages."""
NOTES = "notes"
THUMBNAILS = "thumbnails"
MAX_RECENT = 12

NO_IMAGES = "The folder {path} holds no photo; choose another folder, or a file."
NOTHING_TO_PASTE = mark("The clipboard holds no image and no file; copy one of them first.")
NO_NEXT = mark("A pasted photo has no next one; open a file, a folder or a sample first.")
ONLY_ONE = "{path} is the only photo in its folder; open another file or folder."

_Read = tuple[ImageDocument, Photos | None]
"""A photo, and those of its folder where they were listed on the way to it."""


class Opening(QObject):
    """Turns the intents that ask for a photo into requests, and their results into the session's document."""

    def __init__(self, session: Session, intents: Intents, files: JobRunner, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._files = files
        self._messages = messages
        self._sample = ""
        self._place: Path | None = None
        self._series = Photos()
        self._listing = Listing()
        """For the requests, which all run on one thread."""
        self._is_series_shown = False
        intents.open_paths.connect(self.open_paths)
        intents.open_reduced.connect(lambda path: self._load(path.name, lambda _token: load_image(path, reduced=True), ""))
        intents.open_sample.connect(self.open_sample)
        intents.paste.connect(self.paste)
        intents.step_photo.connect(self.step)
        files.failed.connect(self._failed)
        files.ended.connect(self._ended)

    @property
    def sample(self) -> str:
        """The key of the sample on screen, empty for any other photo."""
        return self._sample

    def make_thumbnails(self) -> None:
        """Make the samples' pictures for the welcome page."""
        self._files.submit(THUMBNAILS, sample_thumbnails, self._session.set_thumbnails)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open the first path; of a folder, its first image. Several photos are a series: stepping and the strip keep to them."""
        if not paths:
            return
        first = Path(paths[0])
        if len(paths) > 1 or first not in self._series:
            self._series = _series_of(paths)
        self._read(first.name, lambda token: _load_first(first, self._listing, token), "")

    def open_sample(self, key: str) -> None:
        title = next((sample.title for sample in SAMPLES if sample.key == key), key)
        self._load(title, lambda _token: load_sample(key), key)

    def paste(self) -> None:
        """Open what the clipboard holds: copied files, or pixels."""
        clipboard = QGuiApplication.clipboard()
        data = clipboard.mimeData()
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data is not None else []
        if paths:
            self.open_paths(paths)
            return
        image: QImage = clipboard.image()
        if image.isNull():
            self._messages.show_note(OPEN, Sentence(NOTHING_TO_PASTE))
            return
        name = tr("Pasted image")
        self._load(name, lambda _token: document_of(image, name), "")

    def step(self, steps: int) -> None:
        """Open the photo ``steps`` further in the series or the folder of the present one, or among the samples, in a ring."""
        place = self._series.place(self._place)
        if place is not None:
            after = self._series[(place + steps) % len(self._series)]
            self._load(after.name, lambda _token: load_image(after), "")
        elif self._place is not None:
            present = self._place
            self._load(present.parent.name, lambda token: _load_neighbour(present, steps, self._listing, token), "")
        elif self._sample:
            keys = [sample.key for sample in SAMPLES]
            self.open_sample(keys[(keys.index(self._sample) + steps) % len(keys)])
        else:
            self._messages.show_note(OPEN, Sentence(NO_NEXT))

    def _load(self, name: str, request: Callable[[CancelToken], ImageDocument], sample: str) -> None:
        self._read(name, lambda token: (request(token), None), sample)

    def _read(self, name: str, request: Callable[[CancelToken], _Read], sample: str) -> None:
        self._session.set_reading(name)
        self._files.submit(OPEN, request, lambda read: self._opened(*read, sample))

    def _opened(self, document: ImageDocument, listed: Photos | None, sample: str) -> None:
        self._messages.clear(OPEN, NOTES)
        self._sample = sample
        self._place = document.path
        if document.path not in self._series:
            self._series = Photos()
        self._show_series(listed)
        self._session.set_document(document)
        if document.path is not None:
            others = tuple(path for path in self._session.recent if path != document.path)
            self._session.set_recent((document.path.absolute(), *others)[:MAX_RECENT])
        self._show_notes(document)

    def _show_series(self, listed: Photos | None) -> None:
        """In the strip, in the place of a folder; without either, Browsing lists the folder of the photo that comes."""
        if self._series:
            self._session.set_folder(self._series)
        elif listed is not None:
            self._session.set_folder(listed)
        elif self._is_series_shown:
            self._session.set_folder(Photos())
        self._is_series_shown = bool(self._series)

    def _show_notes(self, document: ImageDocument) -> None:
        if document.notes:
            self._messages.show_note(NOTES, *(Sentence(note.template, note.fields, from_core=True) for note in document.notes))

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel != OPEN:
            return
        path = failure.error.fields.get("path") if isinstance(failure.error, UserError) else None
        if isinstance(path, Path) and (path in self._series or path.parent == (self._place or path).parent):
            self._place = path  # so that the next step goes past a file that cannot be read
        self._messages.show_error(OPEN, failure.error, self._remedy(failure.error))

    def _remedy(self, error: Exception) -> Remedy | None:
        if not isinstance(error, ImageTooLarge) or error.reduced_size is None:
            return None
        path = error.fields.get("path")
        if not isinstance(path, Path):
            return None
        return Remedy(mark("Open reduced"), lambda: self._load(path.name, lambda _token: load_image(path, reduced=True), ""))

    def _ended(self, channel: str) -> None:
        if channel == OPEN:
            self._session.set_reading("")


def _series_of(paths: Sequence[Path]) -> Photos:
    """Those that look like photos, each once; empty where there are not several. Asks no disk."""
    photos = Photos(dict.fromkeys(path for path in map(Path, paths) if path.suffix.lower() in SUFFIXES))
    return photos if len(photos) > 1 else Photos()


def _load_first(path: Path, listing: Listing, token: CancelToken) -> _Read:
    """The photo at ``path``, or the first one of a folder. Raises ImageError."""
    if not is_folder(path):
        return load_image(path), None
    images = listing.photos_of(path)
    if not images:
        raise ImageError(NO_IMAGES, path=path)
    token.checkpoint("open")
    return load_image(images[0]), images


def _load_neighbour(path: Path, steps: int, listing: Listing, token: CancelToken) -> ImageDocument:
    """The photo ``steps`` further than ``path`` in its folder. Raises ImageError."""
    images = listing.photos_of(path.parent)
    if len(images) < 2:
        raise ImageError(ONLY_ONE, path=path)
    token.checkpoint("open")
    place = images.place(path)
    return load_image(images[((-1 if place is None else place) + steps) % len(images)])  # a photo that is gone since: from the first on
