"""The location-loss meter against the arithmetic of core.evaluation, over a photo and over a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.inside_fcn.location import MODEL, TRUTH, LocationPane, View
from app.inside_fcn.location_chart import percent
from app.inside_fcn.location_folder import CHANNEL
from app.inside_fcn.location_numbers import time_left
from app.inside_fcn.location_requests import LOST_DARK, LOST_LIGHT, ModelRequest
from app.session import Pixel
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.evaluation.ceilings import CEILING_STRIDES, Ceilings, coarsened
from core.evaluation.semantic import ConfusionMatrix
from core.export.label_image import encode_labels
from core.fcn.config import UNIT_GAINS, Gains, ReadOut
from core.geometry import Axis1d, PlaneMap
from core.labels import CAMVID, VOID
from tests.app.inside_fcn.conftest import HEIGHT, WIDTH, Bench


@pytest.fixture
def pane(bench: Bench) -> LocationPane:
    pane = bench.show(LocationPane)
    assert isinstance(pane, LocationPane)
    return pane


def drawn() -> np.ndarray:
    """Void above, a disc of class 3 and a pole of class 1 on background."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    ids = np.zeros((HEIGHT, WIDTH), np.uint8)
    ids[np.hypot(rows - 50, columns - 40) < 22] = 3
    ids[:, 90:94] = 1
    ids[:10] = VOID
    return ids


def load(bench: Bench, path: Path) -> np.ndarray:
    ids = drawn()
    path.write_bytes(encode_labels(ids))
    bench.intents.load_truth.emit(path)
    bench.until(lambda: bench.session.truth is not None)
    return ids


def settle(bench: Bench, pane: LocationPane) -> None:
    bench.until(lambda: pane.measured is not None and pane.model is not None)


def data_set(root: Path, count: int) -> list[np.ndarray]:
    """A data set in CamVid's layout, of ``count`` label maps."""
    maps = []
    for folder in ("images", "labels"):
        (root / "val" / folder).mkdir(parents=True)
    for number in range(count):
        maps.append(np.roll(drawn(), 3 * number, axis=1))
        for folder in ("images", "labels"):
            (root / "val" / folder / f"{number:02}.png").write_bytes(encode_labels(maps[-1]))
    return maps


def test_what_is_not_there_yet_says_what_to_do(bench: Bench, pane: LocationPane, tmp_path: Path) -> None:
    assert pane.numbers.empty.text() == "Open a photo, or click a sample."
    assert not pane.numbers.load.isVisible()
    bench.open()
    assert pane.numbers.empty.text().startswith("No ground truth yet: load the label PNG of this photo.")
    assert "255 for void" in pane.numbers.empty.text()
    assert pane.numbers.load.isVisible()
    assert not pane.stride_choice.isEnabled()
    load(bench, tmp_path / "truth.png")
    settle(bench, pane)
    assert not pane.numbers.empty.isVisible()
    pane.forget.click()
    assert pane.numbers.empty.isVisible()
    assert pane.measured is None


def test_every_number_is_the_ceilings_and_the_read_outs_own(bench: Bench, pane: LocationPane, tmp_path: Path) -> None:
    found = bench.open()
    ids = load(bench, tmp_path / "truth.png")
    settle(bench, pane)
    ceilings = Ceilings(21)
    ceilings.add(ids)
    for row, stride in enumerate(CEILING_STRIDES):
        ceiling, said = ceilings.matrices[stride].mean_iou(), ["—", "—"]
        gap = pane.numbers.gap(stride)
        if stride in tuple(ReadOut):
            matrix = ConfusionMatrix(21)
            matrix.add(ids, bench.engine.read_out(found.scores, ReadOut(stride), UNIT_GAINS).class_map)
            model = matrix.mean_iou([0, 1, 3])
            said = [percent(model), percent(ceiling - model)]
            assert gap.location + gap.recognition == pytest.approx(1 - model)
        table = pane.numbers.strides
        texts = [table.text(row, column) for column in range(5)]
        assert texts == [str(stride), percent(ceiling), said[0], percent(1 - ceiling), said[1]]
        assert pane.numbers.chart.bars[row].gap.ceiling == pytest.approx(ceiling)
    pane.choose_stride(16)
    assert [pane.numbers.classes.text(row, 0) for row in range(3)] == ["background", "aeroplane", "bird"]
    assert pane.numbers.classes.text(2, 1) == percent(float(ceilings.matrices[16].iou()[3]))


def test_a_network_is_asked_only_for_the_read_outs_that_it_has(bench: Bench, pane: LocationPane, tmp_path: Path) -> None:
    found = bench.open()
    load(bench, tmp_path / "truth.png")
    settle(bench, pane)
    truth = bench.session.truth
    assert truth is not None
    for streams in ((8,), (32, 16)):
        scores = replace(found.scores, streams=streams)
        figures = ModelRequest(lambda _device: bench.engine, DeviceChoice.CPU, truth, scores)(CancelToken())
        assert tuple(figures.matrices) == streams


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        (1.0, ""),
        (0.625, "The model reads this photo × 1.60: a cell of its stride 32 is 20.0 px of the photo, finer than the grid's"),
        (2.0, "The model reads this photo × 0.50: a cell of its stride 32 is 64.0 px of the photo, coarser than the grid's"),
    ],
)
def test_a_network_that_reads_the_photo_in_another_size_is_said_to_have_other_cells(
    bench: Bench, pane: LocationPane, tmp_path: Path, scale: float, said: str
) -> None:
    found = bench.open()
    load(bench, tmp_path / "truth.png")
    to_image = PlaneMap(Axis1d(scale), Axis1d(scale))
    bench.session.set_segmentation(replace(found, scores=replace(found.scores, to_image=to_image)))
    settle(bench, pane)
    assert pane.numbers.note.text().startswith(said)
    assert pane.numbers.note.isVisible() == bool(said)


def test_gains_that_are_tried_do_not_change_what_the_trained_model_reaches(bench: Bench, pane: LocationPane, tmp_path: Path) -> None:
    bench.open()
    load(bench, tmp_path / "truth.png")
    settle(bench, pane)
    model = pane.model
    bench.read_out(Gains(0.5, 2.0, 0.0))
    assert pane.model is model


def test_the_photo_shows_the_truth_after_the_way_down_and_back_with_stripes_where_it_is_lost(
    bench: Bench, pane: LocationPane, tmp_path: Path
) -> None:
    bench.open()
    ids = load(bench, tmp_path / "truth.png")
    settle(bench, pane)
    pane.choose_stride(16)
    back, known = coarsened(ids, 16), ids != VOID
    lost = known & (back != ids)
    assert pane.measured is not None
    codes = pane.measured.marked[16]
    assert set(np.unique(codes[lost])) == {LOST_DARK, LOST_LIGHT}
    np.testing.assert_array_equal(codes[known & ~lost], ids[known & ~lost])
    assert (codes[~known] == VOID).all()
    assert pane.lost.text() == f"Lost at stride 16: {percent(lost.sum() / known.sum())} % of the pixels that have a class (striped)"
    bench.intents.point_at.emit(Pixel(91, 60))
    assert pane.pointed.text() == "x 91   y 60   aeroplane, lost at stride 16: comes back as background"
    bench.intents.point_at.emit(Pixel(40, 50))
    assert pane.pointed.text() == "x 40   y 50   bird, kept at stride 16"
    bench.intents.point_at.emit(Pixel(0, 0))
    assert pane.pointed.text() == "x 0   y 0   void: not measured"


def test_ground_truth_of_other_classes_than_the_models_keeps_the_grids_part(bench: Bench, pane: LocationPane, tmp_path: Path) -> None:
    bench.open()
    load(bench, tmp_path / "truth.png")
    settle(bench, pane)
    bench.intents.choose_model.emit("fcn-street")
    bench.intents.run.emit()
    bench.until(lambda: bench.session.segmentation is not None and bench.session.segmentation.label_set == CAMVID)
    assert pane.model is None
    assert pane.numbers.note.text() == (
        "The ground truth has the classes of VOC, the model those of CamVid: only the grid's part can be told."
    )
    assert [pane.numbers.strides.text(row, 2) for row in range(4)] == ["—"] * 4
    assert pane.numbers.strides.text(0, 1) != "—"


def test_a_hidden_pane_asks_for_nothing_and_catches_up_when_shown(bench: Bench, pane: LocationPane, tmp_path: Path) -> None:
    pane.hide()
    asked: list[str] = []
    bench.workflow.worker.started.connect(asked.append)
    bench.open()
    load(bench, tmp_path / "truth.png")
    assert not {TRUTH, MODEL} & set(asked)
    pane.show()
    settle(bench, pane)


def test_a_folder_is_measured_beside_the_papers_row(bench: Bench, pane: LocationPane, tmp_path: Path) -> None:
    maps = data_set(tmp_path / "streets", 3)
    pane.choose_view(View.FOLDER)
    numbers = pane.folder_numbers
    assert "choose its folder" in numbers.state.text()
    pane.folder.start(tmp_path / "streets")
    assert numbers.stop.isVisible()
    assert numbers.progress.isVisible()
    bench.until(lambda: not pane.folder.is_running)
    together = Ceilings(11)
    for ids in maps:
        together.add(ids)
    means = [percent(together.matrices[stride].mean_iou()) for stride in CEILING_STRIDES]
    assert [numbers.classes.text(0, column) for column in range(5)] == ["Mean IoU", *means]
    assert [numbers.classes.text(1, column) for column in range(5)] == ["Published on VOC", "86.1", "92.8", "96.4", "98.5"]
    assert [numbers.classes.text(row, 0) for row in range(2, 5)] == ["sky", "building", "road"]
    assert numbers.state.text() == "streets, val: 3 label maps."
    assert not numbers.stop.isVisible()
    assert "measured on VOC" in numbers.words.text()


def test_a_cancelled_run_keeps_what_it_has_measured(bench: Bench, pane: LocationPane, tmp_path: Path) -> None:
    data_set(tmp_path / "streets", 12)
    pane.choose_view(View.FOLDER)
    pane.folder.changed.connect(lambda: pane.folder_numbers.stop.click() if pane.folder.done == 2 and pane.folder.is_running else None)
    pane.folder.start(tmp_path / "streets")
    bench.until(lambda: pane.folder.done == 2 and not pane.folder.is_running)
    assert pane.folder_numbers.state.text() == "streets, val: stopped after 2 of 12 label maps."
    assert pane.folder_numbers.classes.text(0, 1) != ""
    assert not bench.workflow.worker.is_busy(CHANNEL)


def test_a_damaged_label_map_stops_the_run_and_is_named(bench: Bench, pane: LocationPane, tmp_path: Path) -> None:
    data_set(tmp_path / "streets", 3)
    damaged = tmp_path / "streets" / "val" / "labels" / "01.png"
    damaged.write_bytes(b"no picture")
    pane.choose_view(View.FOLDER)
    pane.folder.start(tmp_path / "streets")
    bench.until(lambda: not pane.folder.is_running)
    assert pane.folder.done == 1
    assert pane.folder_numbers.state.text().startswith(f"streets, val: stopped after 1 of 3 label maps. {damaged} is not a PNG file")


def test_a_folder_that_is_no_data_set_says_what_one_is(bench: Bench, pane: LocationPane, tmp_path: Path) -> None:
    pane.choose_view(View.FOLDER)
    pane.folder.start(tmp_path)
    bench.until(lambda: not pane.folder.is_running)
    assert pane.folder_numbers.state.text().startswith(f"{tmp_path} holds no label maps; choose a folder in VOC's layout")
    assert not pane.folder_numbers.chart.isVisible()


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "about 1 s left"), (89.5, "about 90 s left"), (100, "about 2 min left")])
def test_time_left_is_rounded_up(seconds: float, said: str) -> None:
    assert time_left(seconds) == said
