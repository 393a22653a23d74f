"""Session: one signal for one change, none for no change, and no result of another photo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.chosen import Chosen, ChosenKind
from app.class_view import ClassView
from app.preferences import InstanceLook, Language, OverlayLook, Preferences, StageKey
from app.session import Activity, Pixel, Session
from core.cancellation import CancelToken
from core.catalog import MODELS, WeightsState
from core.devices import DeviceChoice
from core.errors import InputError
from core.fcn.config import UNIT_GAINS, Gains, ReadOut
from core.fcn.results import Segmentation
from core.image import ImageDocument, from_array
from core.maskrcnn.results import PasteRule, Poolers, Thresholds
from core.roi.settings import Operator, OperatorSettings
from tests.fakes import FakeEngine

POOLED = Poolers(box=OperatorSettings(Operator.POOL))
FIRST = Chosen(ChosenKind.PROPOSAL, 0)

CHANGES: dict[str, tuple[str, Callable[[Session], object], Any]] = {
    "model_key": ("model_changed", lambda s: s.set_model(MODELS[1].key), MODELS[1].key),
    "device": ("device_changed", lambda s: s.set_device(DeviceChoice.CPU), DeviceChoice.CPU),
    "read_out": ("read_out_changed", lambda s: s.set_read_out(ReadOut.STRIDE_32), ReadOut.STRIDE_32),
    "gains": ("gains_changed", lambda s: s.set_gains(Gains(score8=0.0)), Gains(score8=0.0)),
    "instance_model_key": ("instance_model_changed", lambda s: s.set_instance_model(""), ""),
    "thresholds": ("thresholds_changed", lambda s: s.set_thresholds(Thresholds(nms=0.3)), Thresholds(nms=0.3)),
    "poolers": ("poolers_changed", lambda s: s.set_poolers(POOLED), POOLED),
    "paste_rule": ("paste_rule_changed", lambda s: s.set_paste_rule(PasteRule.DETECTRON2), PasteRule.DETECTRON2),
    "chosen": ("chosen_changed", lambda s: s.set_chosen(FIRST), FIRST),
    "instance_look": ("instance_look_changed", lambda s: s.set_instance_look(InstanceLook(boxes=False)), InstanceLook(boxes=False)),
    "shown_stage": ("shown_stage_changed", lambda s: s.set_shown_stage(StageKey.MASKS), StageKey.MASKS),
    "look": ("look_changed", lambda s: s.set_look(OverlayLook(opacity=0.3)), OverlayLook(opacity=0.3)),
    "class_view": ("class_view_changed", lambda s: s.set_class_view(ClassView(solo=3)), ClassView(solo=3)),
    "overlays_held": ("overlays_held_changed", lambda s: s.set_overlays_held(True), True),
    "hover": ("hover_changed", lambda s: s.set_hover(Pixel(3, 4)), Pixel(3, 4)),
    "activity": ("activity_changed", lambda s: s.set_activity(Activity("trunk", 0.5)), Activity("trunk", 0.5)),
    "reading": ("reading_changed", lambda s: s.set_reading("a.png"), "a.png"),
    "preferences": ("preferences_changed", lambda s: s.set_preferences(Preferences(language=Language.KOREAN)),
                    Preferences(language=Language.KOREAN)),
    "recent": ("recent_changed", lambda s: s.set_recent((Path("a.png"),)), (Path("a.png"),)),
}  # fmt: skip


def document(seed: int) -> ImageDocument:
    return from_array(np.random.default_rng(seed).integers(0, 256, (40, 50, 3), np.uint8), name=f"noise {seed}")


def segmented(photo: ImageDocument, model_key: str = MODELS[0].key) -> Segmentation:
    engine = FakeEngine()
    return engine.read_out(engine.scores(photo, model_key, CancelToken()), ReadOut.STRIDE_8, UNIT_GAINS)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_one_signal_and_no_change_is_none(name: str, qtbot: QtBot) -> None:
    del qtbot
    session, heard = Session(), []
    signal_name, change, value = CHANGES[name]
    getattr(session, signal_name).connect(heard.append)
    change(session)
    change(session)
    assert heard == [value]
    assert getattr(session, name) == value


def test_another_photo_takes_the_result_of_the_one_before_with_it(qtbot: QtBot) -> None:
    del qtbot
    session, heard = Session(), []
    session.segmentation_changed.connect(heard.append)
    first, second = document(1), document(2)
    result = segmented(first)
    session.set_document(first)
    session.set_hover(Pixel(1, 1))
    session.set_segmentation(result)
    session.set_document(second)
    assert heard == [result, None]
    assert session.segmentation is None
    assert session.hover is None


def test_a_result_of_another_photo_is_not_shown(qtbot: QtBot) -> None:
    del qtbot
    session, heard = Session(), []
    session.segmentation_changed.connect(heard.append)
    session.set_segmentation(segmented(document(1)))
    session.set_document(document(2))
    session.set_segmentation(segmented(document(1)))
    assert heard == []


def test_each_label_set_keeps_its_own_view(qtbot: QtBot) -> None:
    del qtbot
    session, photo = Session(), document(1)
    session.set_document(photo)
    session.set_segmentation(segmented(photo, "fcn-everyday"))
    session.set_class_view(ClassView(solo=15))
    session.set_segmentation(segmented(photo, "fcn-street"))
    assert session.class_view == ClassView()
    session.set_segmentation(segmented(photo, "fcn-everyday"))
    assert session.class_view == ClassView(solo=15)


def test_a_model_that_is_not_in_the_catalog_is_refused(qtbot: QtBot) -> None:
    del qtbot
    session = Session()
    with pytest.raises(InputError, match="no model 'resnet'"):
        session.set_model("resnet")
    assert session.model_key == MODELS[0].key


def test_weights_and_devices_start_unknown(qtbot: QtBot) -> None:
    del qtbot
    session = Session()
    assert session.devices is None
    assert session.weights == {}
    session.set_weights({MODELS[0].key: WeightsState.MISSING})
    assert session.weights[MODELS[0].key] is WeightsState.MISSING


def test_the_window_starts_with_objects_that_are_more_likely_than_not() -> None:
    assert Session().thresholds == Thresholds(score=0.5)
