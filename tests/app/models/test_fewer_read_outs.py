"""Networks with fewer read-outs: the switch, the keys and every view of the FCN show what there is, and say why the rest is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.inside_fcn.panes import PANES
from app.panels.overlay import OverlayPanel
from core.fcn.config import STREAM_STRIDES, ReadOut
from tests.app.conftest import Shell, write_photo
from tests.app.inside_fcn.conftest import Bench
from tests.app.inside_fcn.test_fewer_streams import FewerStreams

NO_SKIPS = "This network has no skips: it scores stride 8 alone (dilated)."
NOT_SO_FINE = "This network scores no stream so fine."
NETWORKS = pytest.mark.parametrize(
    ("streams", "reasons"),
    [
        ((8,), {32: NO_SKIPS, 16: NO_SKIPS}),
        ((32,), {16: NOT_SO_FINE, 8: NOT_SO_FINE}),
        ((32, 16), {8: NOT_SO_FINE}),
        (STREAM_STRIDES, {}),
    ],
    ids=["dilated", "FCN-32s", "FCN-16s", "FCN-8s"],
)


@NETWORKS
def test_the_switch_and_the_keys_offer_what_the_network_has(
    streams: tuple[int, ...], reasons: dict[int, str], shell: Shell, photo: Path
) -> None:
    shell.engine.streams = streams
    shell.open_and_segment(photo)
    panel = shell.window.panel("overlay")
    assert isinstance(panel, OverlayPanel)
    for segment in panel.read_out.segments:
        assert segment.isEnabled() is (segment.value not in reasons)
        assert not segment.isEnabled() or "FCN" in segment.toolTip()
        if segment.value in reasons:
            assert segment.toolTip() == reasons[segment.value]
        action = shell.window.actions_table[f"read-out-{int(segment.value)}"]
        assert action.isEnabled() is (segment.value not in reasons)
    shown = shell.session.segmentation
    assert shown is not None
    assert shell.session.read_out == shown.read_out == streams[-1]
    shell.qtbot.waitUntil(lambda: set(shell.session.read_outs) == set(streams))  # and no other was asked for
    assert shell.sentences == ()


def test_a_read_out_that_is_not_there_is_not_taken(shell: Shell, photo: Path) -> None:
    shell.engine.streams = (8,)
    shell.open_and_segment(photo)
    shell.intents.choose_read_out.emit(ReadOut.STRIDE_32)
    assert shell.session.read_out is ReadOut.STRIDE_8
    assert shell.sentences == ()


def test_all_are_there_again_with_the_next_network(shell: Shell, photo: Path, tmp_path: Path) -> None:
    shell.engine.streams = (32,)
    shell.open_and_segment(photo)
    shell.engine.streams = STREAM_STRIDES
    shell.open_and_segment(write_photo(tmp_path / "next.png", seed=3))
    panel = shell.window.panel("overlay")
    assert isinstance(panel, OverlayPanel)
    assert all(segment.isEnabled() for segment in panel.read_out.segments)
    assert shell.session.read_out is ReadOut.STRIDE_32


@pytest.fixture
def room(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Bench]:
    engine = FewerStreams()
    engine.streams, engine.ringed = request.param
    bench = Bench(qtbot, engine=engine)
    yield bench
    bench.close()


@pytest.mark.parametrize("room", [((8,), False), ((32,), True)], indirect=True, ids=["dilated", "FCN-32s"])
@pytest.mark.parametrize("pane", PANES, ids=lambda row: row.key)
def test_every_view_of_the_fcn_survives_a_network_with_one_stream(pane: object, room: Bench) -> None:
    row = next(known for known in PANES if known is pane)
    view = room.show(row.build)
    room.open()
    room.until(lambda: set(room.session.read_outs) == set(room.engine.streams))
    for _ in range(3):  # what it asks the worker for comes back, and what it asks for then
        done: list[None] = []
        room.workflow.worker.submit("last in the queue", lambda _token: None, done.append)
        room.until(lambda done=done: done)
    assert not view.grab().isNull()
    assert [message.text for message in room.messages.current] == []
