from __future__ import annotations

import pytest
import torch

from core.cancellation import CancelToken, cancellable
from core.errors import Cancelled


def test_a_checkpoint_reports_its_stage_and_fraction() -> None:
    seen: list[tuple[str, float | None]] = []
    token = CancelToken(lambda stage, fraction: seen.append((stage, fraction)))
    token.checkpoint("trunk")
    token.checkpoint("photos", 0.5)
    assert seen == [("trunk", None), ("photos", 0.5)]


def test_a_cancelled_token_stops_at_the_next_checkpoint() -> None:
    token = CancelToken()
    token.cancel()
    token.cancel()
    with pytest.raises(Cancelled):
        token.checkpoint("heads")


def test_a_cancel_inside_a_pass_stops_before_the_next_layer_and_leaves_no_hooks() -> None:
    token = CancelToken()
    ran: list[str] = []

    class Recorder(torch.nn.Linear):
        def __init__(self, name: str) -> None:
            super().__init__(1, 1)
            self.name = name

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            ran.append(self.name)
            token.cancel()
            return x

    net = torch.nn.Sequential(Recorder("first"), Recorder("second"))
    with pytest.raises(Cancelled), cancellable(net, token, "trunk"):
        net(torch.zeros(1))
    assert ran == ["first"]
    net(torch.zeros(1))
    assert ran == ["first", "first", "second"]
