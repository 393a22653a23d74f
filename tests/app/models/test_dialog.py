"""The models dialog and the offer, worked as a person works them: what stands where, what can be clicked, and what it comes to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton

from app.models.card_view import CardView
from app.models.dialog import ModelsDialog
from app.models.words import time_text
from app.models_session import ModelJob
from app.panels.run import RunPanel
from app.preferences import Language
from app.translation import Translations
from core.badges import Badge
from core.catalog import MODELS, all_rows
from core.weights.progress import Progress
from tests.app.conftest import Shell
from tests.app.models.conftest import BROUGHT, FAR, Catalog
from tests.app.models.test_keeping import until_idle
from tests.core.weights.file_server import Answer, Served
from tests.networks import tiny_row


@pytest.fixture
def dialog(shop: Shell) -> Iterator[ModelsDialog]:
    dialog = ModelsDialog(shop.session, shop.intents, shop.window)
    dialog.open_at("")
    yield dialog
    dialog.close()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def run(shop: Shell) -> RunPanel:
    panel = shop.window.panel("run")
    assert isinstance(panel, RunPanel)
    return panel


def lines(dialog: ModelsDialog) -> dict[str, tuple[str, ...]]:
    return {item.data(0, Qt.ItemDataRole.UserRole): tuple(item.text(column) for column in range(3)) for item in dialog.list._items()}


def shown(dialog: ModelsDialog) -> set[str]:
    """The texts of the buttons of a model's page that are there and can be clicked."""
    return {button.text() for button in dialog.page.findChildren(QPushButton) if button.isVisible() and button.isEnabled()}


def choose_file(path: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.models.model_page.ask_for_weights", lambda _parent: path)
    monkeypatch.setattr("app.models.offer.ask_for_weights", lambda _parent: path)


def test_every_model_has_a_line_with_its_state_and_size(dialog: ModelsDialog) -> None:
    found = lines(dialog)
    assert set(found) == {row.key for row in all_rows()}
    assert found["fcn-everyday"] == ("FCN everyday", "In use", "9.3 MB")
    assert found["fcn-street"][1] == "Ready"
    assert found["maskrcnn-resnet50-fpn"] == ("Mask R-CNN ResNet-50", "Not here yet", "178.1 MB")
    assert found["fcn8s-vgg16"][2] == "—"


def test_it_opens_at_the_chosen_model_and_turns_to_any_other(dialog: ModelsDialog) -> None:
    assert (dialog.list.current, dialog.page.title.text()) == ("fcn-everyday", "FCN everyday")
    dialog.open_at("fcn8s-vgg16")
    assert (dialog.list.current, dialog.page.title.text()) == ("fcn8s-vgg16", "FCN-8s VGG16")


@pytest.mark.parametrize(
    ("key", "can"),
    [("fcn-everyday", set()), ("fcn-street", {"Use this model"}), ("fcn8s-vgg16", {"Choose file…"}), (FAR, {"Download", "Choose file…"})],
)
def test_only_what_can_be_done_can_be_clicked(key: str, can: set[str], dialog: ModelsDialog) -> None:
    dialog.open_at(key)
    assert shown(dialog) == can


def test_the_facts_say_what_is_known_of_the_hash(dialog: ModelsDialog, shop: Shell, catalog: Catalog) -> None:
    def of_hash() -> tuple[str, str]:
        return next((fact.value, fact.digits) for fact in dialog.page.facts.shown if fact.label == "SHA-256")

    dialog.open_at("fcn8s-vgg16")
    assert of_hash() == ("not published; it is recorded on first use", "")
    dialog.open_at("maskrcnn-resnet50-fpn-v2")
    assert of_hash() == ("published; a download is checked against it", "73cbd0190fcbe3ba339921fbce2c3a0b6bb9126c9a133c85e43a2a8e060a109e")
    dialog.open_at(FAR)
    digits = catalog.digest[:8]
    assert of_hash() == (f"{digits}… is published, and a download checked against it; the rest is recorded on first use", "")
    dialog.page.fetch.click()
    until_idle(shop)
    assert of_hash()[1] == catalog.digest
    assert of_hash()[0] == f"recorded on first use; its published beginning, {digits}, was checked"


def test_a_file_that_is_not_the_published_one_is_never_called_so(
    dialog: ModelsDialog, shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fits the network, so it is taken; but its hash is its own."""
    other = tiny_row(tmp_path, key="other-seed", seed=1)
    choose_file(other.weights_path, monkeypatch)
    dialog.open_at(FAR)
    dialog.page.bring.click()
    until_idle(shop)
    fact = next(fact for fact in dialog.page.facts.shown if fact.label == "SHA-256")
    assert fact.digits == other.weights.sha256
    published = shop.session.row(FAR).weights.sha256_prefix
    assert fact.value == f"⚠ of the file you chose, which is not the published one: that begins with {published}"
    assert "Its SHA-256 is not that of the published file" in dialog.page.outcome.text()
    assert {"Download", "Use this model"} <= shown(dialog)  # the published one can still be had


def test_a_hash_can_be_copied_whole(dialog: ModelsDialog) -> None:
    dialog.open_at("fcn-street")
    found = [button for button in dialog.page.findChildren(QToolButton) if button.isVisible()]
    copy = next(button for button in found if button.accessibleName() == "Copy SHA-256")
    copy.click()
    assert QGuiApplication.clipboard().text() == MODELS[1].weights.sha256


def test_a_download_shows_its_progress_in_place_and_the_model_is_ready_after_it(dialog: ModelsDialog, shop: Shell) -> None:
    dialog.open_at(FAR)
    dialog.page.fetch.click()
    assert dialog.page.job.isVisible()
    assert shown(dialog) == {"Cancel"}
    until_idle(shop)
    assert not dialog.page.job.isVisible()
    assert dialog.page.outcome.text() == "It is here and fits."
    assert lines(dialog)[FAR][1] == "Ready"
    assert shown(dialog) == {"Use this model", "Choose file…", "Remove…"}


def test_progress_names_bytes_rate_and_time_left(dialog: ModelsDialog, shop: Shell) -> None:
    dialog.open_at(FAR)
    shop.session.set_model_job(FAR, ModelJob("download", 0.35, Progress(62_400_000, 178_090_079, 11_200_000.0, 10.3)))
    assert dialog.page.job.text.text() == "Downloading: 62.4 of 178.1 MB · 11.2 MB/s · 10 s left"
    assert dialog.page.job.bar.value() == 350
    assert lines(dialog)[FAR][1] == "35 %"
    assert "Downloading: 62.4 of 178.1 MB" in shop.window.status.doing.text()
    shop.session.set_model_job(FAR, ModelJob("download", None, Progress(62_400_000, None, None, None)))
    assert dialog.page.job.text.text() == "Downloading: 62.4 MB"
    assert dialog.page.job.bar.maximum() == 0


def test_times_are_rounded_and_never_nothing() -> None:
    assert [time_text(seconds) for seconds in (0.2, 59.6, 89.4, 90.0, 600.0)] == ["1 s", "60 s", "89 s", "2 min", "10 min"]


def test_cancel_answers_within_200_ms(dialog: ModelsDialog, shop: Shell, catalog: Catalog) -> None:
    catalog.served.plan = lambda served, answer: (answer.send_file(served, drop_after=100), answer.hang())[0]
    dialog.open_at(FAR)
    dialog.page.fetch.click()
    shop.qtbot.waitUntil(lambda: bool(catalog.served.requests))
    began = time.monotonic()
    dialog.page.job.cancel.click()
    assert time.monotonic() - began < 0.2
    assert not dialog.page.job.isVisible()
    assert shown(dialog) == {"Download", "Choose file…"}


def test_a_wrong_file_is_told_in_place_and_changes_nothing(
    dialog: ModelsDialog, shop: Shell, catalog: Catalog, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.open_and_segment(photo)
    result, rows = shop.session.segmentation, shop.session.rows
    choose_file(catalog.other, monkeypatch)
    dialog.open_at(BROUGHT)
    dialog.page.bring.click()
    until_idle(shop)
    assert dialog.page.outcome.text().startswith("⚠ ")
    assert "other.pth" in dialog.page.outcome.text()
    assert (shop.session.rows, shop.session.segmentation, shop.session.model_key) == (rows, result, MODELS[0].key)
    assert lines(dialog)[BROUGHT][1] == "Not here yet"


def test_removing_asks_in_place_first(dialog: ModelsDialog, shop: Shell, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    choose_file(catalog.file, monkeypatch)
    dialog.open_at(BROUGHT)
    dialog.page.bring.click()
    until_idle(shop)
    dialog.page.remove.click()
    assert dialog.page.question.isVisible()
    dialog.page.keep.click()
    assert not dialog.page.question.isVisible()
    assert lines(dialog)[BROUGHT][1] == "Ready"
    dialog.page.remove.click()
    dialog.page.sure.click()
    until_idle(shop)
    assert lines(dialog)[BROUGHT][1] == "Not here yet"


def test_a_model_of_ones_own_is_added_by_the_form_and_turned_to(dialog: ModelsDialog, shop: Shell, catalog: Catalog) -> None:
    dialog.add.click()
    assert not dialog.adding.add.isEnabled()
    dialog.adding.weights.setText(str(catalog.file))
    dialog.adding.add.click()
    until_idle(shop)
    assert (dialog.list.current, dialog.page.title.text()) == ("my-net", "my-net")
    assert dialog.page.summary.text() == "Added from my-net.safetensors."
    assert "Imported from my-net.safetensors" in dialog.page.card.toPlainText()
    assert shown(dialog) == {"Use this model", "Remove…"}
    dialog.page.use.click()
    assert shop.session.model_key == "my-net"


def test_names_of_classes_come_from_a_text_file(dialog: ModelsDialog, shop: Shell, catalog: Catalog, tmp_path: Path) -> None:
    names = tmp_path / "things.txt"
    names.write_text("nothing\n나무\nhouse\nroad\n", encoding="utf-8")
    dialog.add.click()
    dialog.adding.weights.setText(str(catalog.file))
    dialog.adding.labels.setText(str(names))
    dialog.adding.add.click()
    until_idle(shop)
    assert shop.session.row("my-net").label_set.names == ("nothing", "나무", "house", "road")


@pytest.mark.parametrize("is_random", [True, False])
def test_random_weights_are_said_in_the_form_and_marked_wherever_the_model_is(
    dialog: ModelsDialog, shop: Shell, catalog: Catalog, is_random: bool
) -> None:
    """A network with batch statistics of its own, which nothing but a person's word can tell from a trained one."""
    dialog.add.click()
    dialog.adding.weights.setText(str(catalog.file))
    dialog.adding.untrained.setChecked(is_random)
    dialog.adding.add.click()
    until_idle(shop)
    assert shop.session.row("my-net").badges == ((Badge.UNTRAINED,) if is_random else ())
    assert dialog.page.badges.texts == (("untrained: random weights",) if is_random else ())
    dialog.add.click()
    assert not dialog.adding.untrained.isChecked()


def test_a_form_that_is_refused_stays_filled_in_and_says_why(dialog: ModelsDialog, shop: Shell, catalog: Catalog) -> None:
    rows = shop.session.rows
    dialog.add.click()
    dialog.adding.weights.setText(str(catalog.other))
    dialog.adding.add.click()
    until_idle(shop)
    assert "other.pth" in dialog.adding.outcome.text()
    assert dialog.adding.weights.text() == str(catalog.other)
    assert shop.session.rows == rows


def test_a_card_fetches_and_opens_nothing(dialog: ModelsDialog, tmp_path: Path) -> None:
    card = tmp_path / "card.md"
    card.write_text("# Mine\n\n![x](http://127.0.0.1:9/x.png) ![y](secret.png) [there](http://127.0.0.1:9/)\n", encoding="utf-8")
    view: CardView = dialog.page.card
    view.show_card(card)
    assert view.toPlainText().strip().endswith("there")
    for name in (QUrl("http://127.0.0.1:9/x.png"), QUrl.fromLocalFile(str(card))):
        assert view.loadResource(QTextDocument.ResourceType.ImageResource.value, name) is None
    assert not view.openLinks()
    assert not view.openExternalLinks()
    view.show_card(tmp_path / "gone.md")
    assert view.toPlainText() == "This model has no card."


def test_models_are_chosen_among_those_that_are_here_and_the_others_are_greyed(run: RunPanel, shop: Shell) -> None:
    items = {run.model.itemData(place): run.model.itemText(place) for place in range(run.model.count())}
    assert list(items)[:2] == ["fcn-everyday", "fcn-street"]
    assert items[FAR] == "Fcn Far — not here yet"
    ready, missing = (run.model.itemData(run.model.findData(key), Qt.ItemDataRole.ForegroundRole) for key in ("fcn-street", FAR))
    assert ready is None
    assert missing is not None
    shop.intents.fetch_model.emit(FAR)
    until_idle(shop)
    assert run.model.itemText(run.model.findData(FAR)) == "Fcn Far"
    assert run.model.itemData(run.model.findData(FAR), Qt.ItemDataRole.ForegroundRole) is None


def test_a_missing_model_that_is_chosen_stands_as_an_offer_in_its_place(run: RunPanel) -> None:
    assert not run.offer.isVisible()
    choice = run.instance_model
    choice.activated.emit(choice.findData("maskrcnn-resnet50-fpn"))
    assert run.offer.words.text() == (
        "Mask R-CNN ResNet-50 is not here yet. "
        "COCO weights: 178.1 MB, torchvision's published weights, download.pytorch.org, SHA-256 bf2d0c1e…"
    )
    assert run.offer.isVisible()
    assert choice.currentData() == ""
    run.offer.decline.click()
    assert not run.offer.isVisible()


def test_an_offer_is_taken_by_a_download_and_the_model_is_chosen_then(run: RunPanel, shop: Shell) -> None:
    run.model.activated.emit(run.model.findData(FAR))
    assert run.offer.decline.text() == "Use starter"
    run.offer.fetch.click()
    assert run.offer.job.isVisible()
    until_idle(shop)
    assert not run.offer.isVisible()
    assert run.model.currentData() == shop.session.model_key == FAR


def test_an_offer_says_what_went_wrong_and_stands(run: RunPanel, shop: Shell, catalog: Catalog) -> None:
    def not_found(served: Served, answer: Answer) -> None:
        assert served
        answer.send(404, b"", {"Content-Length": "0"})

    catalog.served.plan = not_found
    run.model.activated.emit(run.model.findData(FAR))
    run.offer.fetch.click()
    until_idle(shop)
    assert "is not there (HTTP 404)" in run.offer.outcome.text()
    assert run.offer.fetch.isVisible()
    assert shop.session.model_key == MODELS[0].key


def test_a_file_chosen_in_the_offer_is_that_models_own(
    run: RunPanel, shop: Shell, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_file(catalog.file, monkeypatch)
    run.model.activated.emit(run.model.findData(BROUGHT))
    assert not run.offer.fetch.isVisible()  # nobody gives it away
    run.offer.bring.click()
    until_idle(shop)
    assert shop.session.model_key == BROUGHT


def test_the_open_dialog_changes_its_language(dialog: ModelsDialog, translations: Translations, shop: Shell) -> None:
    dialog.open_at("maskrcnn-resnet50-fpn")
    translations.speak(Language.KOREAN)
    shop.qtbot.waitUntil(lambda: dialog.page.fetch.text() == "내려받기")
    assert dialog.windowTitle() == "모델"
    assert lines(dialog)["maskrcnn-resnet50-fpn"][1] == "아직 없음"
    assert dialog.list.tree.topLevelItem(1).text(0) == "마스크가 있는 객체"
    assert "클래스 80개와 배경" in {fact.value.partition(": ")[2] for fact in dialog.page.facts.shown}


def test_every_control_of_the_dialog_has_an_accessible_name(dialog: ModelsDialog) -> None:
    dialog.open_adding()
    controls = [*dialog.findChildren(QPushButton), *dialog.findChildren(QLineEdit), *dialog.findChildren(QToolButton)]
    inner = [control for control in controls if isinstance(control.parent(), QLineEdit)]
    assert [control for control in controls if control not in inner and not control.accessibleName()] == []
    assert all(label.text() or not label.isVisible() for label in dialog.findChildren(QLabel))


def test_what_went_wrong_while_nobody_looked_is_told_above_the_photo(shop: Shell, catalog: Catalog) -> None:
    catalog.served.content = bytes(len(catalog.served.content))
    shop.intents.fetch_model.emit(FAR)
    until_idle(shop)
    (told,) = shop.sentences
    assert told.startswith(f"{catalog.served.url} is not the expected file")
    shop.intents.show_models.emit(FAR)
    assert shop.window.models.dialog is not None
    assert shop.window.models.dialog.page.outcome.text() == f"⚠ {told}"
