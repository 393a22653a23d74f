"""One HTTP answer as a stream of chunks that can be left at any moment: the network waits in a thread, the caller never does."""

from __future__ import annotations

import contextlib
import queue
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import unquote, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from core.cancellation import CancelToken

CHUNK_BYTES = 1 << 16
CHUNKS_AHEAD = 16
TICK_SECONDS = 0.05
"""How often a waiting caller looks at its token: a cancel is noticed within two of these."""
MAX_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds that connecting may take, and that may pass between two pieces of the answer."""

    connect: float = 15.0
    silence: float = 30.0


@dataclass(frozen=True, slots=True)
class Head:
    """The status line and headers of an answer, header names in lower case."""

    status: int
    headers: Mapping[str, str]


class LineDropped(Exception):
    """The answer did not come, or ended early: worth another try. The text says why, for the log."""


class Transfer:
    """A GET in a daemon thread of its own. The thread touches no file, so that leaving it behind harms nothing.

    Use as a context manager: on the way out the connection is shut down, without waiting for it.
    """

    def __init__(self, url: str, headers: Mapping[str, str], timeouts: Timeouts) -> None:
        self._items: queue.Queue[Head | bytes | Exception | None] = queue.Queue(CHUNKS_AHEAD)
        self._left = threading.Event()
        self._response: urllib3.BaseHTTPResponse | None = None
        self._thread = threading.Thread(target=self._run, args=(url, dict(headers), timeouts), daemon=True, name="halfpixel-download")

    def __enter__(self) -> Transfer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._left.set()
        if self._response is not None:
            with contextlib.suppress(Exception):  # it may be closed already, or half made: the thread is left in any case
                self._response.shutdown()

    def head(self, token: CancelToken, stage: str) -> Head:
        """Wait for the status and headers. Raises LineDropped, or Cancelled."""
        item = self._next(token, stage)
        if not isinstance(item, Head):
            raise LineDropped("no answer")
        return item

    def chunks(self, token: CancelToken, stage: str) -> Iterator[bytes]:
        """The body, piece by piece. Raises LineDropped when it ends before its declared length, or Cancelled."""
        while isinstance(item := self._next(token, stage), bytes):
            yield item

    def _next(self, token: CancelToken, stage: str) -> Head | bytes | None:
        while True:
            if token.cancelled:
                token.checkpoint(stage)
            try:
                item = self._items.get(timeout=TICK_SECONDS)
            except queue.Empty:
                continue
            if isinstance(item, Exception):
                raise LineDropped(repr(item)) from item
            return item

    def _run(self, url: str, headers: dict[str, str], timeouts: Timeouts) -> None:
        try:
            with _pool_for(url) as pool:
                self._read(pool, url, headers, timeouts)
            self._put(None)
        except (HTTPError, OSError, ValueError) as error:
            self._put(error)

    def _read(self, pool: urllib3.PoolManager, url: str, headers: dict[str, str], timeouts: Timeouts) -> None:
        retries = urllib3.Retry(total=MAX_REDIRECTS, redirect=MAX_REDIRECTS, connect=0, read=0, status=0, other=0)
        timeout = urllib3.Timeout(connect=timeouts.connect, read=timeouts.silence)
        response = pool.request("GET", url, headers=headers, preload_content=False, retries=retries, timeout=timeout)
        self._response = response
        try:
            self._put(Head(response.status, {name.lower(): value for name, value in response.headers.items()}))
            # read1 hands over what has arrived; read would wait until a whole chunk has.
            while not self._left.is_set() and (chunk := response.read1(CHUNK_BYTES, decode_content=False)):
                self._put(chunk)
        finally:
            response.close()

    def _put(self, item: Head | bytes | Exception | None) -> None:
        while not self._left.is_set():
            with contextlib.suppress(queue.Full):
                self._items.put(item, timeout=TICK_SECONDS)
                return


def _pool_for(url: str) -> urllib3.PoolManager:
    """Through the proxy that the environment (``https_proxy``, ``all_proxy``, ``no_proxy``) or the system names for ``url``, or straight.

    Raises ProxySchemeUnknown, a ValueError, where that is not one of HTTP.
    """
    parts, proxies = urlsplit(url), urllib.request.getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if proxy is None or urllib.request.proxy_bypass(parts.hostname or ""):
        return urllib3.PoolManager()
    address = proxy if "://" in proxy else f"http://{proxy}"
    login = urlsplit(address)
    if login.username is None:
        return urllib3.ProxyManager(address)
    headers = urllib3.make_headers(proxy_basic_auth=f"{unquote(login.username)}:{unquote(login.password or '')}")
    return urllib3.ProxyManager(address, proxy_headers=headers)
