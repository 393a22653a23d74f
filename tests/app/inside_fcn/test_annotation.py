"""The annotation pane: the same ids as one map or as channels, predicted or drawn, written and read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.inside_fcn.annotated import Source, Writing
from app.inside_fcn.annotation import CHANNEL, AnnotationPane
from app.session import Pixel
from core.export.label_image import encode_labels
from core.export.one_hot import index_map
from core.labels import VOID
from core.truth import read_truth
from tests.app.inside_fcn.conftest import HEIGHT, WIDTH, Bench

TOP_HALF = slice(0, HEIGHT // 2)


@pytest.fixture
def pane(bench: Bench) -> AnnotationPane:
    pane = bench.show(AnnotationPane)
    assert isinstance(pane, AnnotationPane)
    return pane


def drawn(path: Path) -> np.ndarray:
    """A label PNG: void above, class 3 left below, class 1 right below."""
    ids = np.full((HEIGHT, WIDTH), 3, np.uint8)
    ids[:, WIDTH // 2 :] = 1
    ids[TOP_HALF] = VOID
    path.write_bytes(encode_labels(ids))
    return ids


def load(bench: Bench, pane: AnnotationPane, path: Path) -> np.ndarray:
    ids = drawn(path)
    bench.intents.load_truth.emit(path)
    bench.until(lambda: pane.channels is not None and pane.channels.annotation.source is Source.TRUTH)
    return ids


def settle(bench: Bench, pane: AnnotationPane) -> None:
    bench.until(lambda: pane.channels is not None and pane.channels.annotation is pane.annotation)


def test_what_is_not_there_yet_says_what_to_do(bench: Bench, pane: AnnotationPane) -> None:
    assert pane.empty.isVisible()
    assert pane.empty.text() == "Open a photo, or click a sample."
    assert not pane.export.isEnabled()
    bench.open()
    pane.choose_source(Source.TRUTH)
    assert pane.empty.text() == pane.export.toolTip() == "No ground truth yet: load the label PNG of this photo."
    assert pane.load.isEnabled()


def test_the_pointer_reads_the_id_and_its_channel(bench: Bench, pane: AnnotationPane) -> None:
    found = bench.open()
    bench.intents.point_at.emit(Pixel(17, 23))
    k = int(found.class_map[23, 17])
    assert pane.pointed.text() == f"x 17   y 23   m = {k}, {found.label_set.names[k]}: channel {k} is 1, the others are 0"


def test_ground_truth_is_shown_when_it_is_loaded_and_void_is_in_no_channel(bench: Bench, pane: AnnotationPane, tmp_path: Path) -> None:
    bench.open()
    ids = load(bench, pane, tmp_path / "truth.png")
    assert pane.source is Source.TRUTH
    assert pane.channels is not None
    np.testing.assert_array_equal(pane.channels.annotation.class_map, ids)
    assert pane.channels.void_share == pytest.approx((ids == VOID).mean())
    assert sum(pane.channels.shares) + pane.channels.void_share == pytest.approx(1.0)
    assert [entry.text for entry in pane.legend.entries if "void" in entry.text] == ["255  void"]
    bench.intents.point_at.emit(Pixel(3, 3))
    assert pane.pointed.text() == "x 3   y 3   m = 255, void: all 21 channels are 0"
    assert not any(thumbnail[: len(thumbnail) // 2 - 1].any() for thumbnail in pane.channels.thumbnails)


def test_every_class_has_a_channel_with_its_share(bench: Bench, pane: AnnotationPane, tmp_path: Path) -> None:
    bench.open()
    ids = load(bench, pane, tmp_path / "truth.png")
    pane.choose_writing(Writing.ONE_HOT)
    assert pane.stack.isVisible()
    assert pane.stack.count() == 21
    assert pane.stack.item(3).text() == "3  bird\n25.0 %"
    assert pane.stack.item(0).text() == "0  background\n0.0 %"
    assert pane.channels is not None
    np.testing.assert_array_equal(pane.channels.thumbnails[3], np.where(ids == 3, 255, 0))  # smaller than a thumbnail: as it is


@pytest.mark.parametrize("source", list(Source))
def test_both_writings_are_exported_and_read_back(bench: Bench, pane: AnnotationPane, tmp_path: Path, source: Source) -> None:
    found = bench.open()
    load(bench, pane, tmp_path / "truth.png")
    pane.choose_source(source)
    annotation = pane.annotation
    assert annotation is not None
    png, npz = tmp_path / "out.png", tmp_path / "out.npz"
    for writing, path in ((Writing.INDEX, png), (Writing.ONE_HOT, npz)):
        pane.choose_writing(writing)
        pane.export_to(path)
        bench.until(lambda path=path: pane.notice.text() == f"Written: {path}")
    document = bench.session.document
    assert document is not None
    np.testing.assert_array_equal(read_truth(png, document, found.label_set).class_map, annotation.class_map)
    with np.load(npz, allow_pickle=False) as arrays:
        np.testing.assert_array_equal(index_map(arrays["one_hot"], found.label_set), annotation.class_map)
        assert tuple(arrays["labels"]) == found.label_set.names


def test_a_place_that_cannot_be_written_is_told(bench: Bench, pane: AnnotationPane, tmp_path: Path) -> None:
    bench.open()
    path = tmp_path / "missing" / "out.png"
    pane.export_to(path)
    bench.until(lambda: pane.notice.isVisible())
    assert pane.notice.text().startswith(f"{path} cannot be written because the folder")
    assert not path.exists()
    bench.open("another")
    assert not pane.notice.isVisible()


def test_ground_truth_goes_with_its_photo_and_can_be_removed(bench: Bench, pane: AnnotationPane, tmp_path: Path) -> None:
    bench.open()
    load(bench, pane, tmp_path / "truth.png")
    assert pane.forget.isVisible()
    pane.forget.click()
    assert pane.empty.isVisible()
    assert not pane.forget.isVisible()
    load(bench, pane, tmp_path / "truth.png")
    bench.open("another")
    assert bench.session.truth is None
    assert pane.empty.isVisible()
    pane.choose_source(Source.PREDICTION)
    settle(bench, pane)


def test_a_hidden_pane_asks_for_nothing_and_catches_up_when_shown(bench: Bench, pane: AnnotationPane) -> None:
    bench.open()
    settle(bench, pane)
    pane.hide()
    asked: list[str] = []
    bench.workflow.worker.started.connect(asked.append)
    found = bench.open("another")
    assert CHANNEL not in asked
    pane.show()
    bench.until(lambda: pane.channels is not None and pane.channels.annotation.class_map is found.class_map)
