"""Thresholds, poolers and looks: what is done to a control is asked for at once, and what is wanted is what the controls show."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.panels.thresholds import COUNTS, OPERATORS, PROPOSAL_RULES, SHOWN_RULES, ThresholdsPanel
from app.preferences import DEFAULT_INSTANCE_LOOK
from app.widgets.quantity import Quantity
from core.badges import Badge
from core.maskrcnn.results import OWN_POOLERS, DetectionRun, PasteRule, Poolers, Thresholds
from core.maskrcnn.scene import make_instance_scene
from core.roi.settings import Operator, OperatorSettings
from tests.app.conftest import Shell, write_photo
from tests.core.maskrcnn.scripted import Anchor, scripted_run

OWN = Thresholds(proposals_before_nms=300, proposals_after_nms=200, proposal_nms=0.65, score=0.125)
"""What the network of the run was made with; nothing here is torchvision's default."""


@pytest.fixture
def panel(shell: Shell) -> ThresholdsPanel:
    found = shell.window.panel("thresholds")
    assert isinstance(found, ThresholdsPanel)
    return found


@pytest.fixture
def run(shell: Shell, panel: ThresholdsPanel, tmp_path: Path) -> DetectionRun:
    """A photo of 600 x 400 with one detected cat; no model answers, so that only the panel speaks."""
    del panel
    shell.intents.choose_instance_model.emit("")
    shell.open(write_photo(tmp_path / "large.png", size=(600, 400)))
    shell.until_idle()
    assert shell.session.document is not None
    made = scripted_run({"P2": [Anchor((10, 10, 60, 60), 0.9, (0.9, 0.0))]}, OWN)
    made = replace(made, image_digest=shell.session.document.digest)
    shell.session.set_detection(made, make_instance_scene(made))
    return made


def asked(shell: Shell) -> list[object]:
    wishes: list[object] = []
    shell.intents.set_thresholds.connect(wishes.append)
    return wishes


def shown(panel: ThresholdsPanel) -> dict[str, float]:
    return {field: quantity.value for field, quantity in panel.quantities.items()}


def test_every_threshold_has_a_control() -> None:
    rules = {rule.field for rule in (*SHOWN_RULES, *PROPOSAL_RULES)}
    assert rules == {field.name for field in fields(Thresholds)}
    whole = {field.name for field in fields(Thresholds) if isinstance(getattr(OWN, field.name), int)}
    assert whole == COUNTS


def test_without_a_run_the_rules_are_unknown_and_cannot_be_changed(panel: ThresholdsPanel) -> None:
    for quantity in panel.quantities.values():
        assert not quantity.isEnabled()
        assert quantity.slider.toolTip() == quantity.field.toolTip() == "Run a model on a photo first."


def test_the_networks_own_rules_are_shown(panel: ThresholdsPanel, run: DetectionRun) -> None:
    assert shown(panel) == {field: getattr(run.thresholds, field) for field in panel.quantities}
    assert panel.quantities["score"].slider.toolTip() == "An object's class scores more than this."
    assert not panel.reset.isEnabled()


@pytest.mark.parametrize("field", [rule.field for rule in (*SHOWN_RULES, *PROPOSAL_RULES)])
def test_dragging_asks_at_each_step_and_changes_nothing_else(field: str, shell: Shell, panel: ThresholdsPanel, run: DetectionRun) -> None:
    wishes, slider = asked(shell), panel.quantities[field].slider
    slider.setValue(20)
    slider.setValue(25)
    value = {"proposals_before_nms": 26, "proposals_after_nms": 26, "detections": 26}.get(field, 0.25)
    assert len(wishes) == 2
    assert wishes[1] == replace(run.thresholds, **{field: value})
    assert type(getattr(wishes[1], field)) is type(getattr(OWN, field))
    assert panel.quantities[field].value == value


def test_a_typed_number_is_taken_as_it_is(shell: Shell, panel: ThresholdsPanel, run: DetectionRun) -> None:
    wishes, field = asked(shell), panel.quantities["score"].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.043")
    assert wishes == []  # not before it is whole
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert wishes == [replace(run.thresholds, score=0.043)]


def test_a_second_change_keeps_the_first_though_the_run_is_behind(shell: Shell, panel: ThresholdsPanel, run: DetectionRun) -> None:
    panel.quantities["score"].slider.setValue(40)
    panel.quantities["nms"].slider.setValue(30)
    assert shell.session.thresholds == replace(run.thresholds, score=0.4, nms=0.3)


def test_reset_goes_back_to_the_networks_own(shell: Shell, panel: ThresholdsPanel, run: DetectionRun) -> None:
    panel.quantities["score"].slider.setValue(40)
    shell.intents.choose_paste_rule.emit(PasteRule.DETECTRON2)
    assert panel.reset.isEnabled()
    panel.reset.click()
    assert shell.session.thresholds is None
    assert shell.session.poolers == OWN_POOLERS
    assert shell.session.paste_rule is PasteRule.TORCHVISION
    assert shown(panel)["score"] == run.thresholds.score
    assert panel.reset.toolTip() == "Nothing differs from the network's own."


def test_a_value_beyond_a_sliders_range_is_shown_whole(shell: Shell, panel: ThresholdsPanel, run: DetectionRun) -> None:
    wishes = asked(shell)
    shell.session.set_thresholds(replace(run.thresholds, proposals_before_nms=6000))
    assert panel.quantities["proposals_before_nms"].value == 6000
    assert wishes == []


def test_each_operator_can_be_given_to_either_head(shell: Shell, panel: ThresholdsPanel) -> None:
    wishes: list[object] = []
    shell.intents.choose_poolers.connect(wishes.append)
    for place, (_, settings) in enumerate(OPERATORS):
        panel.box_pooler.setCurrentIndex(place)
        panel.box_pooler.activated.emit(place)
        assert wishes[-1] == Poolers(box=settings)
    panel.box_pooler.setCurrentIndex(0)
    panel.mask_pooler.setCurrentIndex(1)
    panel.mask_pooler.activated.emit(1)
    assert wishes[-1] == Poolers(mask=OperatorSettings(Operator.POOL))
    assert {settings.operator for _, settings in OPERATORS if settings is not None} == set(Operator)


def test_a_transplant_carries_its_badge_and_an_operator_from_elsewhere_is_not_misnamed(shell: Shell, panel: ThresholdsPanel) -> None:
    assert panel.badge.texts == ()
    shell.session.set_poolers(Poolers(box=OperatorSettings(Operator.POOL)))
    assert panel.badge.texts == (Badge.TRANSPLANTED.text,)
    assert panel.box_pooler.currentText() == "RoIPool"
    shell.session.set_poolers(Poolers(box=OperatorSettings(Operator.ALIGN, sampling_ratio=7)))
    assert panel.box_pooler.currentIndex() == -1
    shell.session.set_poolers(OWN_POOLERS)
    assert panel.badge.texts == ()
    assert panel.box_pooler.currentText() == "RoIAlign (its own)"


def test_the_badge_is_in_sight_though_the_operators_are_folded_away(shell: Shell, panel: ThresholdsPanel) -> None:
    panel.pooling.set_open(False)
    shell.session.set_poolers(Poolers(box=OperatorSettings(Operator.POOL)))
    assert panel.badge.isVisibleTo(panel)


def test_the_paste_rule_is_a_switch(shell: Shell, panel: ThresholdsPanel) -> None:
    panel.pooling.set_open(True)
    panel.paste.segments[1].click()
    assert shell.session.paste_rule is PasteRule.DETECTRON2


def test_the_look_is_chosen_and_shown(shell: Shell, panel: ThresholdsPanel) -> None:
    panel.boxes.click()
    assert shell.session.instance_look == replace(DEFAULT_INSTANCE_LOOK, boxes=not DEFAULT_INSTANCE_LOOK.boxes)
    panel.style_switch.segments[1].click()
    assert shell.session.instance_look.outlined
    panel.visible.click()
    assert not shell.session.instance_look.visible
    assert not panel.labels.isEnabled()
    assert panel.labels.toolTip() == "The objects are hidden."
    shell.session.set_instance_look(DEFAULT_INSTANCE_LOOK)
    assert panel.boxes.isChecked() is DEFAULT_INSTANCE_LOOK.boxes
    assert panel.labels.isEnabled()


def test_parts_open_under_their_titles(shell: Shell, panel: ThresholdsPanel) -> None:
    shell.window.docks["thresholds"].raise_()
    before = panel.quantities["nms"].isVisibleTo(panel), panel.quantities["proposal_nms"].isVisibleTo(panel)
    panel.proposals.title.click()
    after = panel.quantities["nms"].isVisibleTo(panel), panel.quantities["proposal_nms"].isVisibleTo(panel)
    assert (before, after) == ((True, False), (True, True))


def test_a_quantity_shown_is_not_a_quantity_chosen(qtbot: object) -> None:
    del qtbot
    quantity, said = Quantity(0.0, 1.0, 0.01, 3), []
    quantity.changed.connect(said.append)
    quantity.set_value(0.1234)
    assert (quantity.value, quantity.slider.value(), said) == (0.123, 12, [])
    quantity.slider.setValue(13)
    assert said == [0.13]
