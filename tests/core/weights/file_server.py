"""A local HTTP server that serves one file as badly as a test asks for."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Served:
    """What the server does. ``plan`` decides for each request; requests are kept with their headers in lower case."""

    content: bytes
    etag: str = '"one"'
    ranges: bool = True
    plan: Callable[[Served, Answer], None] = lambda served, answer: answer.send_file(served)
    requests: list[dict[str, str]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    url: str = ""


class Answer(http.server.BaseHTTPRequestHandler):
    """One request; the methods are the things that a plan may do."""

    served: Served

    def do_GET(self) -> None:
        self.served.requests.append({name.lower(): value for name, value in self.headers.items()})
        self.close_connection = True
        with suppress(ConnectionError):
            self.served.plan(self.served, self)

    def do_CONNECT(self) -> None:
        """As a proxy that lets nobody through."""
        self.served.requests.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
        self.close_connection = True
        self.send(407, b"", {"Content-Length": "0"})

    def log_message(self, *arguments: object) -> None:
        """Tests read no log."""

    def send_file(self, served: Served, *, drop_after: int | None = None) -> None:
        """The file, or the range asked for; the line is dropped after so many bytes of the body."""
        start = self.start_of(served)
        body = served.content[start:]
        headers = {"Content-Length": str(len(body))}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(served.content) - 1}/{len(served.content)}"
        self.send(206 if start else 200, body if drop_after is None else body[:drop_after], headers, etag=served.etag)

    def start_of(self, served: Served) -> int:
        asked = self.headers.get("Range")
        fresh = self.headers.get("If-Range") == served.etag
        return int(asked.removeprefix("bytes=").rstrip("-")) if asked and served.ranges and fresh else 0

    def send(self, status: int, body: bytes, headers: dict[str, str], *, etag: str = "") -> None:
        self.send_response(status)
        for name, value in {**headers, **({"ETag": etag} if etag else {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def hang(self) -> None:
        """Send nothing more until the test ends."""
        self.served.released.wait(30)


@contextmanager
def serving(content: bytes) -> Iterator[Served]:
    served = Served(content)
    handler = type("Handler", (Answer,), {"served": served})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_address[1]}/weights.bin"
    try:
        yield served
    finally:
        served.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
