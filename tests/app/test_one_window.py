"""A second start: the open window does what it asks for; after a crash, and where no lock can be made, a window opens all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from app.one_window import MAX_BYTES, TAKEN, OneWindow, private_folder
from app.start_request import StartRequest, from_line, request_of, to_line
from tests.app.conftest import options

ROOT = Path(__file__).resolve().parents[2]
PATHS = st.sampled_from(["/a.png", "/photos/나의 고양이.jpg", "/x\ny.tif", "/latin-\udce9.png"]).map(Path)
REQUESTS = st.builds(StartRequest, st.lists(PATHS, max_size=3).map(tuple), *[st.text(max_size=8)] * 4)


@given(REQUESTS)
def test_a_request_survives_the_wire_as_one_line(request: StartRequest) -> None:
    line = to_line(request)
    assert line.count(b"\n") == 1
    assert from_line(line) == request


@pytest.mark.parametrize(
    "line", [b"", b"\xff\n", b"[]\n", b"{}\n", b'{"paths": "a", "sample": ""}\n', b"[" * 5000], ids=lambda line: str(line[:9])
)
def test_what_is_no_request_is_refused(line: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, RecursionError)):
        from_line(line)


def test_paths_are_sent_as_they_lie_in_the_folder_of_who_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert request_of(options(inputs=["cat.jpg"], device="cpu", lang="ko")) == StartRequest(
        (tmp_path / "cat.jpg",), device="cpu", language="ko"
    )
    assert request_of(options()) == StartRequest()


@pytest.fixture
def place(home: Path) -> Iterator[OneWindow]:
    place = OneWindow(home)
    assert place.is_for(StartRequest())
    place.listen()
    yield place
    place.leave()


ELSEWHERE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import app.one_window
from app.start_request import from_line
app.one_window.PATIENCE_S = float(sys.argv[4])
sys.exit(app.one_window.OneWindow(Path(sys.argv[2])).is_for(from_line(sys.argv[3].encode())))
"""


def ask_from_elsewhere(home: Path, request: StartRequest, qtbot: QtBot, *, patience: float = 60.0) -> bool:
    """Whether another process, which wants ``request``, is to open a window."""
    command = [sys.executable, "-c", ELSEWHERE, str(ROOT), str(home), to_line(request).decode(), str(patience)]
    with subprocess.Popen(command) as process:
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=90_000)
    assert process.returncode in (0, 1)
    return bool(process.returncode)


def test_the_open_window_hears_what_the_second_start_wants(place: OneWindow, home: Path, qtbot: QtBot) -> None:
    request = StartRequest((Path("/나의 고양이.jpg"), Path("/second.png")), model="fcn-street")
    heard: list[StartRequest] = []
    place.asked.connect(heard.append)
    assert not ask_from_elsewhere(home, request, qtbot)
    assert not ask_from_elsewhere(home, StartRequest(), qtbot)
    assert heard == [request, StartRequest()]


def test_another_home_has_a_window_of_its_own(place: OneWindow, tmp_path: Path) -> None:
    assert place
    other = OneWindow(tmp_path / "other")
    assert other.is_for(StartRequest())
    other.leave()


def test_the_same_home_by_another_name_is_the_same(place: OneWindow, home: Path, tmp_path: Path, qtbot: QtBot) -> None:
    assert place
    home.mkdir()
    (tmp_path / "link").symlink_to(home)
    assert not ask_from_elsewhere(tmp_path / "link", StartRequest(), qtbot)


def test_who_comes_while_the_window_goes_gets_the_place(place: OneWindow, home: Path, qtbot: QtBot) -> None:
    place.hush()
    QTimer.singleShot(200, place.leave)
    assert ask_from_elsewhere(home, StartRequest(), qtbot)


def test_a_window_that_hangs_keeps_nobody_waiting_for_ever(place: OneWindow, home: Path) -> None:
    assert place  # it listens, but nothing here runs its events
    command = [sys.executable, "-c", ELSEWHERE, str(ROOT), str(home), to_line(StartRequest()).decode(), "0.2"]
    assert subprocess.run(command, check=False, timeout=120).returncode == 1


def test_a_window_that_does_not_listen_yet_keeps_nobody_waiting_for_ever(place: OneWindow, home: Path, qtbot: QtBot) -> None:
    place.hush()
    assert ask_from_elsewhere(home, StartRequest(), qtbot, patience=0.2)


@pytest.mark.parametrize("words", [b"nonsense\n", b'{"paths": 3}\n', b"x" * (MAX_BYTES + 1)], ids=lambda words: str(words[:9]))
def test_nonsense_is_hung_up_on_and_the_place_still_listens(words: bytes, place: OneWindow, home: Path, qtbot: QtBot) -> None:
    heard: list[StartRequest] = []
    place.asked.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(place.address)
    assert socket.waitForConnected(10_000)
    socket.write(words)
    qtbot.waitUntil(lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState, timeout=10_000)
    assert socket.readAll().isEmpty()
    assert heard == []
    assert not ask_from_elsewhere(home, StartRequest(sample="cat"), qtbot)
    assert heard == [StartRequest(sample="cat")]


def test_a_request_may_come_in_pieces(place: OneWindow, qtbot: QtBot) -> None:
    line = to_line(StartRequest((Path("/a.png"),)))
    socket = QLocalSocket()
    socket.connectToServer(place.address)
    assert socket.waitForConnected(10_000)
    socket.write(line[:9])
    socket.flush()
    with qtbot.waitSignal(place.asked) as asked:
        socket.write(line[9:])
    assert asked.args == [StartRequest((Path("/a.png"),))]
    qtbot.waitUntil(lambda: socket.bytesAvailable() == len(TAKEN))


KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
sys.path.insert(0, sys.argv[2])
from app.one_window import OneWindow, StartRequest
loop = QCoreApplication([])
place = OneWindow(Path(sys.argv[1]))
assert place.is_for(StartRequest())
place.listen()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; its locks and pipes end with their process")
def test_after_a_crash_the_next_start_is_the_window_and_listens(home: Path, qtbot: QtBot) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(home), str(ROOT)], check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    after = OneWindow(home)
    assert os.path.exists(after.address)  # noqa: PTH110 (the crash has left its socket behind)
    assert after.is_for(StartRequest())
    after.listen()
    assert not ask_from_elsewhere(home, StartRequest(), qtbot)
    after.leave()


@pytest.mark.skipif(sys.platform == "win32", reason="of other users' folders under /tmp")
def test_where_no_lock_can_be_made_every_start_has_its_own_window(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    theirs = tmp_path / f"halfpixel-{os.getuid()}"
    theirs.mkdir(mode=0o777)
    theirs.chmod(0o777)  # whoever made it could read and replace what lies there
    assert private_folder() is None
    for place in (OneWindow(home), OneWindow(home)):
        assert place.is_for(StartRequest())
        place.listen()
        place.leave()
    theirs.rmdir()
    assert private_folder() == theirs
    assert theirs.stat().st_mode & 0o777 == 0o700
