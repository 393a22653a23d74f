"""Which read-outs there are to choose from: not every network has all three."""

from __future__ import annotations

from app.session import Session
from app.translation import mark
from core.fcn.config import STREAM_STRIDES, ReadOut

NO_SKIPS = mark("This network has no skips: it scores stride 8 alone (dilated).")
NOT_SO_FINE = mark("This network scores no stream so fine.")


def why_not(session: Session, read_out: ReadOut) -> str:
    """The English reason why the result on screen has no such read-out, empty where it has, and while nothing is known."""
    streams = streams_of(session)
    if read_out in streams:
        return ""
    return NOT_SO_FINE if read_out < min(streams) else NO_SKIPS


def streams_of(session: Session) -> tuple[int, ...]:
    """The strides that the network of the result on screen scores; all three before there is one."""
    shown = session.segmentation
    return STREAM_STRIDES if shown is None else shown.scores.streams
