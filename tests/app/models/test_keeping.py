"""Models that come and go while the window is open: fetched, cancelled, refused, brought, removed; and what is chosen meanwhile."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from app import settings as settings_file
from app.models_session import NEW_MODEL, NOT_OFFERED, ImportModel, ModelJob
from app.settings import Settings
from app.workflow.weight_states import WeightStates
from core.cancellation import CancelToken
from core.catalog import MODELS, ModelRow, WeightsState, all_rows, weights_state
from core.errors import UserError
from core.importing import import_file
from core.weights.places import data_folder
from tests.app.conftest import Shell, Starter
from tests.app.models.conftest import BROUGHT, FAR, Catalog
from tests.core.weights.file_server import Answer, Served


def until_idle(shell: Shell) -> None:
    shell.qtbot.waitUntil(lambda: not shell.session.model_jobs, timeout=60_000)  # the first import brings torch


def fetch(shell: Shell, key: str = FAR) -> None:
    shell.intents.fetch_model.emit(key)
    until_idle(shell)


def problem_of(shell: Shell, key: str) -> str:
    error = shell.session.model_outcomes[key].problem
    assert isinstance(error, UserError)
    return str(error)


def test_a_fetched_model_is_ready_and_can_be_run_without_a_restart(shop: Shell, catalog: Catalog, photo: Path) -> None:
    assert shop.session.state_of(shop.session.row(FAR)) is WeightsState.MISSING
    fetch(shop)
    row = shop.session.row(FAR)
    assert shop.session.state_of(row) is WeightsState.READY
    assert row.weights.given_sha256 == catalog.digest
    shop.intents.choose_model.emit(FAR)
    shop.open_and_segment(photo)
    assert shop.engine.runs == [("photo.png", FAR)]
    assert shop.engine.rows == all_rows()


def test_the_progress_of_a_download_is_told_with_its_rate(shop: Shell, catalog: Catalog) -> None:
    told: list[ModelJob] = []
    shop.session.model_jobs_changed.connect(lambda jobs: told.extend(jobs.values()))

    def in_two_halves(served: Served, answer: Answer) -> None:
        answer.send(200, served.content[: len(served.content) // 2], {"Content-Length": str(len(served.content))}, etag=served.etag)
        time.sleep(0.25)
        answer.wfile.write(served.content[len(served.content) // 2 :])

    catalog.served.plan = in_two_halves
    fetch(shop)
    known = [job.progress for job in told if job.progress is not None]
    assert known[-1].received == known[-1].total == len(catalog.served.content)
    assert known[-1].rate is not None
    assert {job.stage for job in told} >= {"download", "check", "keep"}


def test_a_cancel_is_answered_at_once_and_leaves_the_model_missing(shop: Shell, catalog: Catalog) -> None:
    catalog.served.plan = lambda served, answer: (answer.send_file(served, drop_after=100), answer.hang())[0]
    shop.intents.fetch_model.emit(FAR)
    shop.qtbot.waitUntil(lambda: bool(catalog.served.requests))
    began = time.monotonic()
    shop.intents.cancel_model.emit(FAR)
    assert not shop.session.model_jobs
    assert time.monotonic() - began < 0.2
    shop.qtbot.waitUntil(lambda: not shop.workflow.keeping_models.is_busy)
    assert time.monotonic() - began < 1.0
    assert shop.session.state_of(shop.session.row(FAR)) is WeightsState.MISSING
    assert FAR not in shop.session.model_outcomes


def test_closing_the_window_leaves_a_download_within_3_s(shop: Shell, catalog: Catalog) -> None:
    catalog.served.plan = lambda served, answer: (answer.send_file(served, drop_after=100), answer.hang())[0]
    shop.intents.fetch_model.emit(FAR)
    shop.qtbot.waitUntil(lambda: bool(catalog.served.requests))
    threads = [thread for thread in threading.enumerate() if thread.name == "models"]
    began = time.monotonic()
    shop.workflow.close()
    assert time.monotonic() - began < 3
    assert not any(thread.is_alive() for thread in threads[-1:])


def test_a_server_that_has_something_else_is_one_sentence_and_nothing_is_kept(shop: Shell, catalog: Catalog) -> None:
    catalog.served.content = bytes(len(catalog.served.content))
    fetch(shop)
    assert problem_of(shop, FAR).startswith(f"{catalog.served.url} is not the expected file")
    assert shop.session.state_of(shop.session.row(FAR)) is WeightsState.MISSING
    assert not list(data_folder().glob("*.safetensors"))


def test_a_file_brought_for_a_row_is_its_own_from_then_on(shop: Shell, catalog: Catalog) -> None:
    shop.intents.import_model.emit(ImportModel(catalog.file, BROUGHT))
    until_idle(shop)
    row = shop.session.row(BROUGHT)
    assert shop.session.state_of(row) is WeightsState.READY
    assert row.weights.given_sha256 == catalog.digest


@pytest.mark.bad_input("weights: brought for a model that they do not fit")
def test_a_wrong_file_is_refused_and_the_model_in_use_stays_bit_for_bit(shop: Shell, catalog: Catalog) -> None:
    fetch(shop)
    shop.intents.choose_model.emit(FAR)
    before = shop.session.row(FAR).weights_path.read_bytes()
    rows, states = shop.session.rows, dict(shop.session.weights)
    shop.intents.import_model.emit(ImportModel(catalog.other, FAR))
    until_idle(shop)
    assert "other.pth" in problem_of(shop, FAR)
    assert shop.session.row(FAR).weights_path.read_bytes() == before
    assert (shop.session.rows, dict(shop.session.weights), shop.session.model_key) == (rows, states, FAR)


def test_a_missing_model_is_offered_instead_of_chosen_and_chosen_once_it_is_there(shop: Shell) -> None:
    shop.intents.choose_model.emit(FAR)
    assert (shop.session.model_key, shop.session.offer) == (MODELS[0].key, FAR)
    fetch(shop)
    assert (shop.session.model_key, shop.session.offer) == (FAR, NOT_OFFERED)


def test_an_offer_that_is_declined_leaves_everything_as_it_was(shop: Shell) -> None:
    shop.intents.choose_instance_model.emit("maskrcnn-resnet50-fpn")
    assert (shop.session.instance_model_key, shop.session.offer) == ("", "maskrcnn-resnet50-fpn")
    shop.intents.dismiss_offer.emit()
    assert (shop.session.instance_model_key, shop.session.offer) == ("", NOT_OFFERED)


def test_a_model_that_is_removed_gives_way_to_the_first_one(shop: Shell, catalog: Catalog, photo: Path) -> None:
    shop.intents.import_model.emit(ImportModel(catalog.file, NEW_MODEL))
    until_idle(shop)
    assert shop.session.state_of(shop.session.row("my-net")) is WeightsState.READY
    shop.intents.choose_model.emit("my-net")
    shop.open_and_segment(photo)
    shop.intents.remove_model.emit("my-net")
    until_idle(shop)
    assert shop.session.model_key == MODELS[0].key
    assert "my-net" not in {row.key for row in shop.session.rows}
    assert shop.session.segmentation is not None  # the result on screen stays, under the name that it was made with
    assert shop.window.status.model.text() == "my-net · 8s"


def test_a_shipped_model_cannot_be_removed(shop: Shell) -> None:
    shop.intents.remove_model.emit(MODELS[0].key)
    until_idle(shop)
    assert problem_of(shop, MODELS[0].key).startswith("FCN everyday is a part of Halfpixel and stays")
    assert shop.session.state_of(MODELS[0]) is WeightsState.READY


def test_the_second_of_two_jobs_waits_for_the_first(shop: Shell, catalog: Catalog) -> None:
    catalog.served.plan = lambda served, answer: (answer.hang(), answer.send_file(served))[0]
    shop.intents.fetch_model.emit(FAR)
    shop.intents.import_model.emit(ImportModel(catalog.file, BROUGHT))
    assert shop.session.model_jobs[BROUGHT].stage == "waiting"
    catalog.served.released.set()
    until_idle(shop)
    assert {shop.session.state_of(shop.session.row(key)) for key in (FAR, BROUGHT)} == {WeightsState.READY}


def test_own_models_are_there_after_a_restart_and_stay_chosen(start: Starter, catalog: Catalog, home: Path) -> None:
    import_file(catalog.file, token=CancelToken())
    settings_file.save(Settings(model_key="my-net"), home / "settings.json")
    program = start()
    assert program.session.model_key == "my-net"
    assert program.session.rows[-1].key == "my-net"
    assert program.messages.current == ()


@pytest.mark.parametrize("gone", ["fcn-of-last-year", FAR, "maskrcnn-starter"], ids=["unknown", "not here", "of the other task"])
def test_a_chosen_model_that_is_gone_is_one_notice(gone: str, start: Starter, catalog: Catalog, home: Path) -> None:
    assert catalog.digest
    settings_file.save(Settings(model_key=gone), home / "settings.json")
    program = start()
    assert program.session.model_key == MODELS[0].key
    (message,) = program.messages.current
    assert message.text.endswith(" of last time is not here any more; the starter model is used until you choose another.")


def test_a_missing_model_named_on_the_command_line_is_offered(start: Starter, catalog: Catalog) -> None:
    assert catalog.digest
    program = start(model=FAR)
    assert (program.session.model_key, program.session.offer) == (MODELS[0].key, FAR)


def test_a_file_is_hashed_again_only_when_it_changed(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    row, hashed = import_file(catalog.file, token=CancelToken()).row, []

    def counted(looked_at: ModelRow) -> WeightsState:
        hashed.append(looked_at.key)
        return weights_state(looked_at)

    monkeypatch.setattr("app.workflow.weight_states.weights_state", counted)
    states = WeightStates()
    assert [states.of(row) for _ in range(3)] == [WeightsState.READY] * 3
    assert len(hashed) == 1
    row.weights_path.touch()
    states.of(row)
    assert len(hashed) == 2
