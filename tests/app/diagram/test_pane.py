"""The pane: built on the worker when it is looked at, told of by its table, exported, and said so in place."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.diagram.model import Diagram
from app.diagram.pane import EMPTY, TABLE, VIEW, DiagramPane
from app.intents import Intents
from app.jobs import JobRunner, Request
from core.cancellation import CancelToken
from core.errors import InputError
from tests.app.diagram.samples import small_diagram


class Pane(DiagramPane):
    """Draws the small diagram under the title that it is given; ``threads`` are those that made it."""

    def __init__(self, worker: JobRunner) -> None:
        self.intents = Intents()
        super().__init__(self.intents, worker, "test-diagram", "small")
        self.title: str | None = None
        self.failure: Exception | None = None
        self.threads: list[str] = []
        self.finish()

    def request(self) -> Request[Diagram] | None:
        title, failure = self.title, self.failure
        if title is None:
            return None

        def make(token: CancelToken) -> Diagram:
            token.checkpoint("diagram")
            self.threads.append(threading.current_thread().name)
            if failure is not None:
                raise failure
            return small_diagram(title)

        return make

    def sentences(self) -> str:
        return "What it is."

    def empty_sentence(self) -> str:
        return "Run it first."


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[Pane]:
    worker = JobRunner("worker")
    pane = Pane(worker)
    qtbot.addWidget(pane)
    pane.resize(900, 600)
    yield pane
    worker.close()
    pane.view.set_diagram(None)


def draw(pane: Pane, qtbot: QtBot, title: str = "First") -> Diagram:
    pane.title = title
    pane.show()
    with qtbot.waitSignal(pane.diagram_changed, check_params_cb=lambda it: it is not None and it.title == title):
        pane.outdate()
    assert pane.diagram is not None
    return pane.diagram


def test_without_a_result_it_says_what_to_do(pane: Pane) -> None:
    pane.show()
    assert pane.pages.currentIndex() == EMPTY
    assert pane.empty.text() == "Run it first."
    assert not pane.export.isEnabled()
    assert pane.export.toolTip() == "Run it first."


def test_it_draws_on_the_worker_what_both_views_show(pane: Pane, qtbot: QtBot) -> None:
    diagram = draw(pane, qtbot)
    assert set(pane.threads) == {"worker"}
    assert pane.pages.currentIndex() == VIEW
    assert pane.view.diagram is diagram
    assert pane.table.rowCount() == len(diagram.nodes) + len(diagram.steps)
    assert pane.export.isEnabled()


def test_nothing_is_drawn_while_nobody_looks(pane: Pane, qtbot: QtBot) -> None:
    pane.title = "Unseen"
    pane.outdate()
    QApplication.processEvents()
    assert pane.threads == []
    with qtbot.waitSignal(pane.diagram_changed):
        pane.show()
    assert pane.threads == ["worker"]


def test_a_result_that_goes_takes_its_diagram_with_it(pane: Pane, qtbot: QtBot) -> None:
    draw(pane, qtbot)
    pane.title = None
    pane.outdate()
    assert pane.diagram is None
    assert pane.pages.currentIndex() == EMPTY


def test_the_table_stays_when_the_result_changes(pane: Pane, qtbot: QtBot) -> None:
    draw(pane, qtbot)
    pane.switch.segments[TABLE].click()
    assert pane.pages.currentIndex() == TABLE
    draw(pane, qtbot, "Second")
    assert pane.pages.currentIndex() == TABLE


def test_a_card_and_a_row_both_say_what_was_chosen(pane: Pane, qtbot: QtBot) -> None:
    draw(pane, qtbot)
    chosen: list[str] = []
    pane.node_chosen.connect(chosen.append)
    pane.view.node_chosen.emit("head")
    pane.table.cellDoubleClicked.emit(4, 0)
    assert chosen == ["head", "sum"]


def test_the_windows_zoom_commands_are_the_diagrams_while_it_is_in_sight(pane: Pane, qtbot: QtBot) -> None:
    draw(pane, qtbot)
    fitted = pane.view.zoom
    pane.intents.zoom_by.emit(1.5)
    assert pane.view.zoom == pytest.approx(1.5 * fitted)
    pane.hide()
    pane.intents.zoom_by.emit(1.5)
    assert pane.view.zoom == pytest.approx(1.5 * fitted)
    pane.show()
    pane.intents.fit.emit()
    assert pane.view.zoom == pytest.approx(fitted)


def test_the_export_says_where_it_went(pane: Pane, qtbot: QtBot, tmp_path: Path) -> None:
    draw(pane, qtbot)
    path = tmp_path / "slide.svg"
    pane.export_to(path)
    assert QSvgRenderer(str(path)).isValid()
    assert pane.notice.text() == f"Written: {path}"


def test_an_export_that_fails_says_why_and_leaves_the_diagram(pane: Pane, qtbot: QtBot, tmp_path: Path) -> None:
    diagram = draw(pane, qtbot)
    pane.export_to(tmp_path / "nowhere" / "slide.svg")
    assert "does not exist" in pane.notice.text()
    assert pane.diagram is diagram
    assert list(tmp_path.iterdir()) == []


def test_a_failure_is_one_sentence_and_the_last_diagram_stays(pane: Pane, qtbot: QtBot) -> None:
    diagram = draw(pane, qtbot)
    pane.failure = InputError("{model} has no maps; run it again.", model="Tiny")
    pane.outdate()
    qtbot.waitUntil(lambda: pane.notice.text() == "Tiny has no maps; run it again.")
    assert pane.diagram is diagram
    assert pane.view.diagram is diagram
