"""Convolutions of one cell and dense layers that oneDNN computes are torch's own, with their gradients, whatever the number of threads."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
import torch
from torch import nn
from torch.profiler import ProfilerActivity, profile

from core.folding import put_in_place
from core.pointwise import DenseRows, PointwiseConv2d

needs_onednn = pytest.mark.skipif(not torch.backends.mkldnn.is_available(), reason="this torch has no oneDNN")


@pytest.fixture(params=[1, 2])
def threads(request: pytest.FixtureRequest) -> Iterator[int]:
    before = torch.get_num_threads()
    torch.set_num_threads(request.param)
    yield request.param
    torch.set_num_threads(before)


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("groups", [1, 3])
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_a_convolution_of_one_cell_is_the_one_it_stands_for(bias: bool, groups: int, layout: torch.memory_format) -> None:
    torch.manual_seed(0)
    given = nn.Conv2d(12, 18, 1, bias=bias, groups=groups).to(memory_format=layout)  # type: ignore[call-overload]
    with torch.inference_mode():
        for size in ((2, 12, 7, 9), (2, 12, 40, 50), (1, 12, 60, 45)):
            cells = torch.randn(size).to(memory_format=layout)
            torch.testing.assert_close(PointwiseConv2d(given)(cells), given(cells), rtol=1e-5, atol=1e-5)


@pytest.mark.usefixtures("threads")
def test_its_gradients_are_those_of_the_one_it_stands_for() -> None:
    torch.manual_seed(0)
    nets = [nn.Sequential(nn.Conv2d(6, 8, 1), nn.ReLU(), nn.Conv2d(8, 4, 1))]
    nets.append(copy.deepcopy(nets[0]))
    put_in_place(nets[1], PointwiseConv2d)
    assert sum(isinstance(part, PointwiseConv2d) for part in nets[1]) == 2
    cells = torch.randn(2, 6, 50, 50)
    for net in nets:
        net(cells).square().mean().backward()
    for (name, expected), found in zip(nets[0].named_parameters(), nets[1].parameters(), strict=True):
        assert expected.grad is not None
        assert found.grad is not None, name
        torch.testing.assert_close(found.grad, expected.grad, rtol=1e-4, atol=1e-6)


def test_weights_keep_their_names_and_are_the_same_tensors() -> None:
    net = nn.Sequential(nn.Conv2d(3, 4, 1), nn.Sequential(nn.Conv2d(4, 4, 1, bias=False)))
    before = dict(net.named_parameters())
    put_in_place(net, PointwiseConv2d)
    after = dict(net.named_parameters())
    assert list(after) == list(before)
    assert all(after[name] is before[name] for name in before)


@pytest.mark.parametrize(
    "given", [nn.Conv2d(3, 4, 3), nn.Conv2d(3, 4, 1, stride=2), nn.Conv2d(3, 4, 1, padding=1), nn.ConvTranspose2d(3, 4, 1), nn.Linear(3, 4)]
)
def test_others_stay_as_they_are(given: nn.Module) -> None:
    net = nn.Sequential(given)
    put_in_place(net, PointwiseConv2d)
    assert net[0] is given


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("rows", [0, 1, 7, 500])
def test_a_dense_layer_is_the_one_it_stands_for(bias: bool, rows: int) -> None:
    torch.manual_seed(0)
    given = nn.Linear(48, 20, bias=bias)
    found, values = DenseRows(given), torch.randn(rows, 48)
    with torch.inference_mode():
        torch.testing.assert_close(found(values), given(values), rtol=1e-5, atol=1e-5)
        every_other = torch.randn(48, 2 * rows).t()[::2]
        torch.testing.assert_close(found(every_other), given(every_other), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16])
def test_other_precisions_are_left_to_torch(dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    convolution, dense = nn.Conv2d(6, 8, 1).to(dtype), nn.Linear(6, 8).to(dtype)
    cells, rows = torch.randn(1, 6, 64, 64, dtype=dtype), torch.randn(4096, 6, dtype=dtype)
    with torch.inference_mode():
        assert torch.equal(PointwiseConv2d(convolution)(cells), convolution(cells))
        assert torch.equal(DenseRows(dense)(rows), dense(rows))


@needs_onednn
@pytest.mark.parametrize("side", [4, 64])
def test_one_thread_too_goes_to_onednn_where_there_is_enough_to_do(side: int) -> None:
    """And nothing ever goes torch's slow way for what is dilated."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.inference_mode(), profile(activities=[ProfilerActivity.CPU]) as seen:
            PointwiseConv2d(nn.Conv2d(16, 16, 1))(torch.randn(1, 16, side, side))
            DenseRows(nn.Linear(16, 16))(torch.randn(side**2, 16))
    finally:
        torch.set_num_threads(before)
    names = [event.name for event in seen.events()]
    assert names.count("aten::mkldnn_convolution") == (2 if side == 64 else 0)
    assert "aten::slow_conv_dilated2d" not in names
