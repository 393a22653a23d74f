from __future__ import annotations

import pytest

from core.fcn.config import Gains, ReadOut, formula


@pytest.mark.parametrize(("read_out", "gains", "text"), [
    (ReadOut.STRIDE_32, Gains(), "up₃₂(s₃₂)"),
    (ReadOut.STRIDE_16, Gains(), "up₁₆(up₂(s₃₂) + s₁₆)"),
    (ReadOut.STRIDE_8, Gains(), "up₈(up₂(up₂(s₃₂) + s₁₆) + s₈)"),
    (ReadOut.STRIDE_8, Gains(0.5, 1.0, 0.0), "up₈(up₂(up₂(0.50 s₃₂) + s₁₆) + 0.00 s₈)"),
    (ReadOut.STRIDE_16, Gains(1.0, 2.0, 0.0), "up₁₆(up₂(s₃₂) + 2.00 s₁₆)"),
])  # fmt: skip
def test_a_read_out_is_written_as_the_papers_figure_nests_it(read_out: ReadOut, gains: Gains, text: str) -> None:
    assert formula(read_out, gains) == text


@pytest.mark.parametrize(("read_out", "streams", "text"), [
    (ReadOut.STRIDE_32, (32,), "up₃₂(s₃₂)"),
    (ReadOut.STRIDE_16, (32, 16), "up₁₆(up₂(0.50 s₃₂) + s₁₆)"),
    (ReadOut.STRIDE_8, (8,), "up₈(2.00 s₈)"),
])  # fmt: skip
def test_a_network_with_fewer_streams_has_fewer_terms(read_out: ReadOut, streams: tuple[int, ...], text: str) -> None:
    gains = Gains(0.5 if 16 in streams else 1.0, 1.0, 2.0)
    assert formula(read_out, gains, streams) == text
