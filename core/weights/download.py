"""Fetching one file: resumed where the line dropped, checked byte for byte, and in place only when it is whole and right."""

from __future__ import annotations

import contextlib
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from urllib3.exceptions import MaxRetryError, ProxyError, ProxySchemeUnknown

from core.cancellation import CancelToken
from core.errors import DownloadError
from core.weights.part_file import Origin, PartFile
from core.weights.progress import Meter, ProgressListener
from core.weights.transfer import TICK_SECONDS, Head, LineDropped, Timeouts, Transfer

MAX_BYTES = 8 << 30
"""No weight file is larger; a server that never stops is left here."""
DOWNLOADING = "download"
CHECKING = "check"
"""Names that a download gives its stages."""

_NOT_WEB = "The address {url} cannot be fetched; it must begin with https:// or http://."
_NOT_FOUND = "{url} is not there (HTTP {status}); download the file in a browser and import it."
_DENIED = "{url} may not be fetched (HTTP {status}); download the file in a browser and import it."
_REFUSED = "{url} cannot be fetched (HTTP {status}); try again later, or download the file in a browser and import it."
_WEB_PAGE = "{url} answered with a web page instead of the file; sign in to the network, or download it in a browser and import it."
_WRONG_SIZE = "{url} has {given} bytes instead of {wanted}; it is not the expected file, so nothing was kept; choose another source."
_TOO_LARGE = "{url} is larger than {wanted} bytes; it is not the expected file, so nothing was kept; choose another source."
_WRONG_HASH = "{url} is not the expected file (SHA-256 {digest}...), so nothing was kept; try again later, or choose another source."
_NO_LINE = "The download of {url} stopped after {received} bytes ({reason}); check the network and fetch it again: it goes on from there."
_PROXY = "{url} cannot be fetched through this kind of proxy ({reason}); name an http proxy, or download it in a browser and import it."
_DISK = "The download cannot be written to {path} ({reason}); free some space or choose another place."

_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_WORTH_A_RETRY = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Patience:
    """``tries`` in a row may bring nothing; between them ``first_wait`` seconds, then twice as long, at most ``longest_wait``."""

    tries: int = 5
    first_wait: float = 0.5
    longest_wait: float = 8.0
    timeouts: Timeouts = field(default_factory=Timeouts)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is fetched. ``sha256`` and ``size_bytes`` are those it must have, or None where nobody has published them.

    ``sha256_prefix``: the first digits of its hash, where only those are published.
    """

    url: str
    sha256: str | None = None
    size_bytes: int | None = None
    sha256_prefix: str = ""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file in its place, with the hash to record on first use and to demand from then on."""

    path: Path
    sha256: str
    size_bytes: int


def download(
    wanted: Wanted, target: Path, token: CancelToken, on_progress: ProgressListener | None = None, patience: Patience | None = None
) -> Downloaded:
    """Fetch ``wanted`` into ``target``, whose folder is made when it is not there.

    The bytes gather in ``target.part`` and replace ``target`` at the end in one step; until then ``target`` is as it was. After a
    cancel or a dropped line the part stays and the next call goes on from it, as long as the server still has the same file (ETag,
    If-Range). Raises DownloadError; Cancelled within 200 ms of a cancel.
    """
    if urlsplit(wanted.url).scheme not in ("https", "http"):
        raise DownloadError(_NOT_WEB, url=wanted.url)
    part = PartFile(target)
    with _disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _Download(wanted, part, token, on_progress, patience or Patience()).run()
        finally:
            part.discard_if_empty()


@contextlib.contextmanager
def _disk_errors(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DownloadError(_DISK, details=repr(error), path=target, reason=error.strerror or type(error).__name__) from error


class _Download:
    """One call of :func:`download`."""

    def __init__(
        self, wanted: Wanted, part: PartFile, token: CancelToken, on_progress: Callable[..., None] | None, patience: Patience
    ) -> None:
        self._wanted, self._part, self._token, self._patience = wanted, part, token, patience
        self._meter = Meter(token, DOWNLOADING, on_progress)

    def run(self) -> Downloaded:
        resumed = self._part.origin(self._wanted.url) is not None
        self._fetch()
        digest = self._part.sha256(self._token, CHECKING)
        if resumed and self._is_wrong(digest):
            # The old part may be the culprit: once more, from the first byte.
            self._part.discard()
            self._fetch()
            digest = self._part.sha256(self._token, CHECKING)
        if self._is_wrong(digest):
            self._part.discard()
            raise DownloadError(_WRONG_HASH, url=self._wanted.url, digest=digest[:12])
        size = self._part.size
        self._part.finish()
        return Downloaded(self._part.target, digest, size)

    def _is_wrong(self, digest: str) -> bool:
        return self._wanted.sha256 not in (None, digest) or not digest.startswith(self._wanted.sha256_prefix)

    def _fetch(self) -> None:
        """Try until every byte is there. A try that brought bytes starts the count anew."""
        fruitless = 0
        while True:
            before = self._part.size
            try:
                return self._attempt()
            except LineDropped as dropped:
                if isinstance(dropped.__cause__, ProxySchemeUnknown):
                    raise DownloadError(_PROXY, url=self._wanted.url, reason=dropped.__cause__) from dropped
                fruitless = 0 if self._part.size > before else fruitless + 1
                if fruitless >= self._patience.tries:
                    reason = _short_reason(dropped)
                    raise DownloadError(
                        _NO_LINE, details=str(dropped), url=self._wanted.url, received=self._part.size, reason=reason
                    ) from dropped
            self._wait(fruitless)

    def _wait(self, fruitless: int) -> None:
        seconds = min(self._patience.first_wait * 2 ** max(fruitless - 1, 0), self._patience.longest_wait)
        end = time.monotonic() + seconds * random.uniform(0.75, 1.25)  # so that many clients do not come back together
        while (left := end - time.monotonic()) > 0:
            self._token.checkpoint(DOWNLOADING)
            time.sleep(min(left, TICK_SECONDS))

    def _attempt(self) -> None:
        origin = self._part.origin(self._wanted.url)
        if origin is not None and origin.total is not None and origin.total == self._part.size:
            return
        with Transfer(self._wanted.url, _headers(origin, self._part.size), self._patience.timeouts) as transfer:
            head = transfer.head(self._token, DOWNLOADING)
            self._check_status(head)
            offset, total = self._offset_and_total(head, origin)
            self._check_size(total)
            self._receive(transfer, head, offset, total)

    def _check_status(self, head: Head) -> None:
        status, url = head.status, self._wanted.url
        if status == 416:  # the part is no part of what the server has now
            self._part.discard()
        if status == 416 or status in _WORTH_A_RETRY:
            raise LineDropped(f"HTTP {status}")
        if status in (404, 410):
            raise DownloadError(_NOT_FOUND, url=url, status=status)
        if status in (401, 403, 407, 451):
            raise DownloadError(_DENIED, url=url, status=status)
        if status not in (200, 206):
            raise DownloadError(_REFUSED, url=url, status=status)
        if head.headers.get("content-type", "").lower().startswith(("text/html", "application/xhtml")):
            raise DownloadError(_WEB_PAGE, url=url)

    def _offset_and_total(self, head: Head, origin: Origin | None) -> tuple[int, int | None]:
        """Where the body starts in the file (0 unless the server continues our part), and the file's size where it is said."""
        if head.status == 200:
            length = head.headers.get("content-length", "")
            return 0, int(length) if length.isdecimal() else None
        said = _CONTENT_RANGE.fullmatch(head.headers.get("content-range", "").strip())
        total = int(said[3]) if said and said[3] != "*" else None
        continues = said is not None and origin is not None and int(said[1]) == self._part.size and self._same_file(head, origin, total)
        if not continues:
            self._part.discard()
            raise LineDropped("another range or file than the one asked for")
        return self._part.size, total

    @staticmethod
    def _same_file(head: Head, origin: Origin, total: int | None) -> bool:
        return _strong_etag(head.headers) in ("", origin.etag) and (total is None or origin.total in (None, total))

    def _check_size(self, total: int | None) -> None:
        wanted = self._wanted.size_bytes
        if total is not None and wanted is not None and total != wanted:
            self._refuse(_WRONG_SIZE, given=total, wanted=wanted)
        if total is not None and total > MAX_BYTES:
            self._refuse(_TOO_LARGE, wanted=MAX_BYTES)

    def _refuse(self, template: str, **sizes: int) -> NoReturn:
        self._part.discard()
        raise DownloadError(template, details="", url=self._wanted.url, **sizes)

    def _receive(self, transfer: Transfer, head: Head, offset: int, total: int | None) -> None:
        most = self._wanted.size_bytes or MAX_BYTES
        chunks = transfer.chunks(self._token, DOWNLOADING)
        first = next(chunks, b"")
        if offset == 0:
            if _HTML.match(first):
                raise DownloadError(_WEB_PAGE, url=self._wanted.url)
            # Only now: a part of an earlier day is not given up for an answer without a body.
            self._part.begin(Origin(self._wanted.url, _strong_etag(head.headers), total))
        self._meter.start(offset, total or self._wanted.size_bytes)
        received = offset
        with self._part.open() as stream:
            for chunk in (piece for pieces in ((first,), chunks) for piece in pieces):
                received += len(chunk)
                if received > most:
                    break
                stream.write(chunk)
                self._meter.add(len(chunk))
        if received > most:
            self._refuse(_TOO_LARGE, wanted=most)
        self._check_end(received, total)

    def _check_end(self, received: int, total: int | None) -> None:
        wanted = self._wanted.size_bytes
        if received < (total or wanted or 0):
            raise LineDropped(f"{received} of {total or wanted} bytes")
        if wanted is not None and received != wanted:
            self._refuse(_WRONG_SIZE, given=received, wanted=wanted)


def _headers(origin: Origin | None, size: int) -> dict[str, str]:
    """Compressed answers have no offsets to resume at. Without a strong ETag only the whole file is asked for."""
    headers = {"Accept-Encoding": "identity", "User-Agent": "halfpixel"}
    if origin is not None and origin.etag:
        headers |= {"Range": f"bytes={size}-", "If-Range": origin.etag}
    return headers


def _strong_etag(headers: Mapping[str, str]) -> str:
    """A weak ETag ("W/...") promises the same meaning, not the same bytes (RFC 9110, section 13.1.5)."""
    etag = headers.get("etag", "").strip()
    return etag if len(etag) <= 1000 and re.fullmatch(r'"[\x21\x23-\x7e]*"', etag) else ""


def _short_reason(dropped: LineDropped) -> str:
    """In the system's words where it has some ("Connection refused"), else the kind of error, or what the server answered."""
    error, kind = dropped.__cause__, str(dropped)
    while error is not None:
        if isinstance(error, OSError) and str(error):
            return error.strerror or str(error)
        kind = type(error).__name__
        error = _underneath(error)
    return kind


def _underneath(error: BaseException) -> BaseException | None:
    """What an error was made of."""
    match error:
        case MaxRetryError():
            return error.reason
        case ProxyError():
            return error.original_error
    return error.__cause__
