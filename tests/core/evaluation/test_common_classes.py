"""Only classes that both networks know are compared; the truth is counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import InputError
from core.evaluation.common_classes import known_to, painted_as
from core.labels import CAMVID, VOC, VOID

PERSON, SOFA, CAR = (VOC.names.index(name) for name in ("person", "sofa", "car"))


def test_a_map_keeps_its_background_and_what_the_objects_network_knows_by_cocos_name() -> None:
    class_map = np.array([[0, PERSON, SOFA, CAR, VOID]], np.uint8)
    assert known_to(class_map, VOC, ("background", "person", "couch")).tolist() == [[0, PERSON, SOFA, VOID, VOID]]


def test_objects_become_classes_and_what_the_map_cannot_name_is_void() -> None:
    ids = np.array([[0, 1, 2, 3]], np.uint16)
    assert painted_as(ids, ("couch", "giraffe", "person"), VOC).tolist() == [[0, SOFA, VOID, PERSON]]


def test_without_a_background_no_object_says_nothing() -> None:
    assert painted_as(np.array([[0, 1]], np.uint8), ("car",), CAMVID).tolist() == [[VOID, CAMVID.names.index("car")]]


def test_an_object_without_a_name_is_refused() -> None:
    with pytest.raises(InputError, match=r"Object 2 has no class"):
        painted_as(np.array([[2]], np.uint8), ("person",), VOC)
