"""The ways to a server: proxies, pauses between tries, and what a person is told on the way."""

from __future__ import annotations

import base64
import itertools
from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.errors import DownloadError
from core.weights.download import Patience, Wanted, download
from core.weights.progress import Meter, Progress
from tests.core.weights.conftest import CONTENT, HASTY, SHA256, assert_old_and_clean, assert_whole, fetch
from tests.core.weights.file_server import Answer, Served


@pytest.mark.parametrize("variable", ["http_proxy", "all_proxy", "HTTP_PROXY"])
def test_the_environments_proxy_is_asked(served: Served, target: Path, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, served.url.removesuffix("/weights.bin").replace("//", "//me:p%40ss@"))
    fetched = download(Wanted("http://weights.invalid/x.bin", SHA256), target, CancelToken(), patience=HASTY)
    assert fetched.sha256 == SHA256
    assert served.requests[0]["host"] == "weights.invalid"
    assert base64.b64decode(served.requests[0]["proxy-authorization"].removeprefix("Basic ")) == b"me:p@ss"


def test_a_proxy_that_refuses_the_tunnel_to_an_https_address_is_said(
    served: Served, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", served.url.removesuffix("/weights.bin").replace("//", "//me:p%40ss@"))
    with pytest.raises(DownloadError, match=r"stopped after 0 bytes \(Tunnel connection failed: 407"):
        download(Wanted("https://weights.invalid/x.bin", SHA256), target, CancelToken(), patience=HASTY)
    assert served.requests[0]["path"] == "weights.invalid:443"
    assert base64.b64decode(served.requests[0]["proxy-authorization"].removeprefix("Basic ")) == b"me:p@ss"
    assert_old_and_clean(target)


def test_a_proxy_is_passed_by_where_the_environment_says_so(served: Served, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "localhost,127.0.0.1")
    fetch(served, target)
    assert_whole(target)


def test_a_proxy_of_another_kind_is_said_at_once(served: Served, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9")
    with pytest.raises(DownloadError, match=r"through this kind of proxy \(.*socks5.*\); name an http proxy, or download it in a browser"):
        fetch(served, target)
    assert served.requests == []
    assert_old_and_clean(target)


def test_tries_are_spaced_twice_as_far_each_time_up_to_a_limit(served: Served, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without waiting: a clock that the pauses move on."""
    now, asked = [0.0], list[float]()
    monkeypatch.setattr("core.weights.download.time.monotonic", lambda: now[0])
    monkeypatch.setattr("core.weights.download.time.sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    monkeypatch.setattr("core.weights.download.random.uniform", lambda low, high: (low + high) / 2)

    def busy(_: Served, answer: Answer) -> None:
        asked.append(now[0])
        answer.send(503, b"", {"Content-Length": "0"})

    served.plan = busy
    with pytest.raises(DownloadError, match="HTTP 503"):
        download(Wanted(served.url), target, CancelToken(), patience=Patience(tries=6, first_wait=0.5, longest_wait=3.0))
    pauses = [later - earlier for earlier, later in itertools.pairwise(asked)]
    assert pauses == pytest.approx([0.5, 1.0, 2.0, 3.0, 3.0], abs=1e-6)


def test_progress_ends_at_the_whole_file(served: Served, target: Path) -> None:
    seen: list[Progress] = []
    download(Wanted(served.url, SHA256), target, CancelToken(), seen.append, HASTY)
    assert (seen[-1].received, seen[-1].total, seen[-1].fraction) == (len(CONTENT), len(CONTENT), 1.0)


def test_rate_and_time_left_are_those_of_the_last_seconds() -> None:
    now, seen = [0.0], list[Progress]()
    meter = Meter(CancelToken(), "download", seen.append, clock=lambda: now[0])
    meter.start(1000, 101_000)
    for _ in range(20):  # ten seconds at 2,000 a second, then ten at 1,000
        now[0] += 0.5
        meter.add(1000)
    assert seen[-1] == Progress(21_000, 101_000, 2000.0, 40.0)
    for _ in range(10):
        now[0] += 1.0
        meter.add(1000)
    assert seen[-1] == Progress(31_000, 101_000, 1000.0, 70.0)
