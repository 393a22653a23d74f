"""Downloads from a server that misbehaves: the sentence, and what lies on the disk afterwards."""

from __future__ import annotations

import itertools
import random
import threading
import time
from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.errors import Cancelled, DownloadError
from core.weights.download import Downloaded, Patience, Wanted, download
from tests.core.weights.conftest import CONTENT, HASTY, OLD, SHA256, assert_old_and_clean, assert_whole, fetch, part_of
from tests.core.weights.file_server import Answer, Served, serving


def test_a_good_server_gives_the_file_and_its_hash(served: Served, target: Path) -> None:
    assert fetch(served, target) == Downloaded(target, SHA256, len(CONTENT))
    assert_whole(target)
    assert served.requests[0]["accept-encoding"] == "identity"


def test_a_hash_that_nobody_published_is_handed_over_to_be_recorded(served: Served, target: Path) -> None:
    assert fetch(served, target, sha256=None, size_bytes=None).sha256 == SHA256


def test_the_folder_is_made(served: Served, tmp_path: Path) -> None:
    fetch(served, tmp_path / "a" / "b" / "weights.bin")
    assert (tmp_path / "a" / "b" / "weights.bin").read_bytes() == CONTENT


OFFSETS = random.Random(1).sample(range(1, len(CONTENT)), 50)


@pytest.mark.parametrize("offset", OFFSETS)
@pytest.mark.bad_input("download: dropped line")
def test_a_line_that_drops_is_taken_up_where_it_stopped(served: Served, target: Path, offset: int) -> None:
    drops = iter([offset])
    served.plan = lambda served, answer: answer.send_file(served, drop_after=next(drops, None))
    fetch(served, target)
    assert_whole(target)
    assert served.requests[1]["range"] == f"bytes={offset}-"
    assert served.requests[1]["if-range"] == '"one"'


def test_a_line_that_drops_again_and_again_gets_there_as_long_as_bytes_come(served: Served, target: Path) -> None:
    served.plan = lambda served, answer: answer.send_file(served, drop_after=40_000)
    fetch(served, target)
    assert_whole(target)
    assert len(served.requests) == 8


def test_a_server_that_stays_away_leaves_a_part_that_the_next_call_continues(served: Served, target: Path) -> None:
    drops = itertools.chain([100_000], itertools.repeat(0))
    served.plan = lambda served, answer: answer.send_file(served, drop_after=next(drops))
    with pytest.raises(DownloadError, match=r"stopped after 100000 bytes .*: it goes on from there"):
        fetch(served, target)
    assert (target.read_bytes(), part_of(target)) == (OLD, CONTENT[:100_000])
    served.plan = lambda served, answer: answer.send_file(served)
    fetch(served, target)
    assert_whole(target)
    assert served.requests[-1]["range"] == "bytes=100000-"


@pytest.mark.bad_input("download: Range ignored")
def test_a_server_that_ignores_range_sends_all_and_all_is_taken(served: Served, target: Path) -> None:
    served.ranges = False
    drops = iter([150_000])
    served.plan = lambda served, answer: answer.send_file(served, drop_after=next(drops, None))
    fetch(served, target)
    assert_whole(target)


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_strong_etag_nothing_is_continued(served: Served, target: Path, etag: str) -> None:
    served.etag = etag
    drops = iter([150_000])
    served.plan = lambda served, answer: answer.send_file(served, drop_after=next(drops, None))
    fetch(served, target)
    assert_whole(target)
    assert "range" not in served.requests[1]


@pytest.mark.bad_input("download: ETag changed")
def test_a_changed_etag_starts_from_the_first_byte(served: Served, target: Path) -> None:
    def change_after_half(served: Served, answer: Answer) -> None:
        if len(served.requests) == 1:
            served.content = bytes(len(CONTENT))
            answer.send_file(served, drop_after=150_000)
            served.content, served.etag = CONTENT, '"two"'
        else:
            answer.send_file(served)

    served.plan = change_after_half
    fetch(served, target)
    assert_whole(target)


def test_a_range_of_another_file_is_not_joined_on(served: Served, target: Path) -> None:
    def lie_once(served: Served, answer: Answer) -> None:
        if len(served.requests) == 1:
            answer.send_file(served, drop_after=150_000)
        elif len(served.requests) == 2:
            answer.send(206, b"x" * 10, {"Content-Range": f"bytes 7-16/{len(CONTENT)}", "Content-Length": "10"})
        else:
            answer.send_file(served)

    served.plan = lie_once
    fetch(served, target)
    assert_whole(target)


def test_a_range_that_cannot_be_had_starts_from_the_first_byte(served: Served, target: Path) -> None:
    def refuse_once(served: Served, answer: Answer) -> None:
        if len(served.requests) == 2:
            answer.send(416, b"", {"Content-Length": "0"})
        else:
            answer.send_file(served, drop_after=9_000 if len(served.requests) == 1 else None)

    served.plan = refuse_once
    fetch(served, target)
    assert_whole(target)


def test_an_old_part_that_is_wrong_is_fetched_anew(served: Served, target: Path) -> None:
    drops = itertools.chain([100_000], itertools.repeat(0))
    served.plan = lambda served, answer: answer.send_file(served, drop_after=next(drops))
    with pytest.raises(DownloadError):
        fetch(served, target)
    target.with_name("weights.bin.part").write_bytes(bytes(100_000))
    served.plan = lambda served, answer: answer.send_file(served)
    fetch(served, target)
    assert_whole(target)


@pytest.mark.parametrize("note", [b"", b"[]", b"{}", b'{"url": 1, "etag": [], "total": "x"}', b"[" * 10_000, b"\xff"])
def test_a_damaged_note_beside_the_part_is_no_part(served: Served, target: Path, note: bytes) -> None:
    target.with_name("weights.bin.part").write_bytes(b"rubbish")
    target.with_name("weights.bin.part.json").write_bytes(note)
    fetch(served, target)
    assert_whole(target)
    assert "range" not in served.requests[0]


PAGE = b"  <!DOCTYPE html><html><body>Please sign in</body></html>"


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/octet-stream"])
@pytest.mark.bad_input("download: a web page instead")
def test_a_web_page_is_not_a_weight_file(served: Served, target: Path, kind: str) -> None:
    served.plan = lambda _, answer: answer.send(200, PAGE, {"Content-Type": kind})
    with pytest.raises(DownloadError, match="answered with a web page instead of the file"):
        fetch(served, target)
    assert_old_and_clean(target)


def test_a_web_page_in_the_middle_leaves_the_part_to_continue(served: Served, target: Path) -> None:
    def page_at_the_second(served: Served, answer: Answer) -> None:
        if len(served.requests) == 1:
            answer.send_file(served, drop_after=100_000)
        else:
            answer.send(200, PAGE, {"Content-Type": "text/html"})

    served.plan = page_at_the_second
    with pytest.raises(DownloadError, match="web page"):
        fetch(served, target)
    assert (target.read_bytes(), part_of(target)) == (OLD, CONTENT[:100_000])


@pytest.mark.bad_input("download: wrong bytes")
def test_wrong_bytes_of_the_right_length_are_not_kept(served: Served, target: Path) -> None:
    served.content = CONTENT[:-1] + bytes([CONTENT[-1] ^ 1])
    with pytest.raises(DownloadError, match=r"is not the expected file \(SHA-256 [0-9a-f]{12}\.\.\.\), so nothing was kept"):
        fetch(served, target)
    assert_old_and_clean(target)


@pytest.mark.parametrize("length", [len(CONTENT) + 1, len(CONTENT) - 1])
@pytest.mark.bad_input("download: another size")
def test_another_declared_size_is_refused_before_anything_is_written(served: Served, target: Path, length: int) -> None:
    served.content = bytes(length)
    with pytest.raises(DownloadError, match=f"has {length} bytes instead of {len(CONTENT)}"):
        fetch(served, target)
    assert_old_and_clean(target)


def test_a_server_that_does_not_stop_is_left(served: Served, target: Path) -> None:
    def endless(_: Served, answer: Answer) -> None:
        answer.send(200, b"", {})
        while True:
            answer.wfile.write(bytes(50_000))

    served.plan = endless
    with pytest.raises(DownloadError, match=f"is larger than {len(CONTENT)} bytes"):
        fetch(served, target)
    assert_old_and_clean(target)


@pytest.mark.parametrize(
    ("status", "sentence", "requests"),
    [
        (404, r"is not there \(HTTP 404\); download the file in a browser", 1),
        (403, r"may not be fetched \(HTTP 403\)", 1),
        (418, r"cannot be fetched \(HTTP 418\)", 1),
        (500, r"stopped after 0 bytes \(HTTP 500\)", 2),
        (503, r"stopped after 0 bytes \(HTTP 503\)", 2),
    ],
)
@pytest.mark.bad_input("download: no such address")
def test_a_refusal_says_its_status_and_is_repeated_only_where_that_may_help(
    served: Served, target: Path, status: int, sentence: str, requests: int
) -> None:
    served.plan = lambda _, answer: answer.send(status, b"no", {"Content-Length": "2"})
    with pytest.raises(DownloadError, match=sentence):
        fetch(served, target)
    assert_old_and_clean(target)
    assert len(served.requests) == requests


def test_a_server_that_recovers_is_asked_again(served: Served, target: Path) -> None:
    def busy_once(served: Served, answer: Answer) -> None:
        if len(served.requests) == 1:
            answer.send(503, b"", {"Content-Length": "0"})
        else:
            answer.send_file(served)

    served.plan = busy_once
    fetch(served, target)
    assert_whole(target)


@pytest.mark.bad_input("download: stall")
def test_a_stall_is_a_dropped_line(served: Served, target: Path) -> None:
    def stall_once(served: Served, answer: Answer) -> None:
        if len(served.requests) == 1:
            answer.send(200, CONTENT[:80_000], {"Content-Length": str(len(CONTENT))}, etag=served.etag)
            answer.hang()
        else:
            answer.send_file(served)

    served.plan = stall_once
    fetch(served, target)
    assert_whole(target)
    assert served.requests[1]["range"] == "bytes=80000-"


@pytest.mark.parametrize("sent", [0, 80_000])
def test_a_cancel_while_the_server_stalls_takes_less_than_200_ms(served: Served, target: Path, sent: int) -> None:
    stalled = threading.Event()

    def stall(served: Served, answer: Answer) -> None:
        if sent:
            answer.send(200, CONTENT[:sent], {"Content-Length": str(len(CONTENT))}, etag=served.etag)
        stalled.set()
        answer.hang()

    served.plan = stall
    token, cancelled_at = CancelToken(), []

    def cancel() -> None:
        stalled.wait(10)
        cancelled_at.append(time.monotonic())
        token.cancel()

    canceller = threading.Thread(target=cancel)
    canceller.start()
    with pytest.raises(Cancelled):
        download(Wanted(served.url, SHA256, len(CONTENT)), target, token, patience=Patience())
    seconds = time.monotonic() - cancelled_at[0]
    canceller.join()
    assert seconds < 0.2
    assert target.read_bytes() == OLD
    if not sent:
        assert_old_and_clean(target)


def test_a_cancel_between_two_tries_takes_less_than_200_ms(served: Served, target: Path) -> None:
    token, cancelled_at = CancelToken(), []

    def refuse_and_cancel(_: Served, answer: Answer) -> None:
        answer.send(503, b"", {"Content-Length": "0"})
        cancelled_at.append(time.monotonic())
        token.cancel()

    served.plan = refuse_and_cancel
    with pytest.raises(Cancelled):
        download(Wanted(served.url), target, token, patience=Patience(first_wait=30.0, longest_wait=30.0))
    assert time.monotonic() - cancelled_at[0] < 0.2
    assert_old_and_clean(target)


def test_nobody_at_the_other_end_is_said(tmp_path: Path) -> None:
    with serving(b"") as gone:
        url = gone.url
    with pytest.raises(DownloadError, match=r"stopped after 0 bytes \(Connection refused\); check the network"):
        download(Wanted(url), tmp_path / "weights.bin", CancelToken(), patience=HASTY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://example.org/a", "weights.bin", ""])
def test_only_the_web_is_fetched_from(tmp_path: Path, url: str) -> None:
    with pytest.raises(DownloadError, match="must begin with https:// or http://"):
        download(Wanted(url), tmp_path / "weights.bin", CancelToken())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(served: Served, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(DownloadError, match="cannot be written to"):
        fetch(served, tmp_path / "taken" / "weights.bin")
    assert served.requests == []
