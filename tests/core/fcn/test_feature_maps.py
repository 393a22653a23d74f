"""Feature maps as pictures, against numpy's singular value decomposition and brute force."""

from __future__ import annotations

import numpy as np
import pytest

from core.fcn.feature_maps import cells_on_photo, components_as_colour, principal_components, thumbnails
from core.geometry import Axis1d, PlaneMap


def features(channels: int = 9, height: int = 7, width: int = 5) -> np.ndarray:
    random = np.random.default_rng(channels)
    spread = np.linspace(4, 0.5, channels)[:, None, None]
    return (random.normal(size=(channels, height, width)) * spread + 3).astype(np.float32)


def test_components_are_those_of_the_singular_value_decomposition() -> None:
    given = features()
    found = principal_components(given)
    cells = given.reshape(9, -1).T.astype(np.float64)
    _, singular, axes = np.linalg.svd(cells - cells.mean(axis=0), full_matrices=False)
    np.testing.assert_allclose(np.abs(found.axes), np.abs(axes[:3]), atol=1e-5)
    np.testing.assert_allclose(found.shares, (singular**2 / (singular**2).sum())[:3], atol=1e-6)
    projected = (cells - cells.mean(axis=0)) @ found.axes.T.astype(np.float64)
    np.testing.assert_allclose(found.maps.reshape(3, -1), projected.T, atol=1e-4)


def test_the_sign_does_not_depend_on_the_order_of_the_cells() -> None:
    given = features()
    turned = given[:, ::-1, ::-1].copy()
    first, second = principal_components(given), principal_components(turned)
    np.testing.assert_allclose(first.axes, second.axes, atol=1e-5)
    assert all(axis[np.abs(axis).argmax()] > 0 for axis in first.axes)


@pytest.mark.parametrize("channels", [1, 2])
def test_fewer_directions_than_colours_leave_the_rest_at_zero(channels: int) -> None:
    found = principal_components(features(channels))
    assert not found.maps[channels:].any()
    assert found.shares.sum() == pytest.approx(1)


def test_equal_cells_have_no_component() -> None:
    found = principal_components(np.full((4, 3, 3), 2, np.float32))
    assert not found.maps.any()
    assert not found.shares.any()
    assert components_as_colour(found).shape == (3, 3, 3)


def test_colour_grows_with_the_component() -> None:
    found = principal_components(features())
    colours = components_as_colour(found)
    order = np.argsort(found.maps[0].ravel())
    assert (np.diff(colours[..., 0].ravel()[order].astype(int)) >= 0).all()
    assert colours.min() == 0
    assert colours.max() == 255


def test_thumbnails_are_means_of_blocks_from_each_channels_least_to_its_most() -> None:
    given = features(2, 9, 6)
    small = thumbnails(given, 3)
    assert small.shape == (2, 3, 2)
    means = np.array([[given[1, y : y + 3, x : x + 3].mean() for x in (0, 3)] for y in (0, 3, 6)])
    np.testing.assert_allclose(small[1], (means - means.min()) / np.ptp(means) * 255, atol=0.51)


def test_padding_is_not_on_the_photo() -> None:
    axis = Axis1d(32.0)  # stride 16, on a photo twice as large as the input
    cells = PlaneMap(axis, axis)
    assert cells_on_photo(cells, (4, 6), (97, 160)) == (4, 5)
    assert cells_on_photo(cells, (4, 6), (96, 161)) == (3, 6)
    assert cells_on_photo(cells, (4, 6), (500, 500)) == (4, 6)
