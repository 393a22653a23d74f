"""LAYERS: the one table of overlays, from the lowest to the highest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject

from app.canvas.class_map_layer import ClassMapLayer
from app.canvas.instance_layer import InstanceLayer
from app.canvas.layer import Layer


@dataclass(frozen=True, slots=True)
class LayerRow:
    """An overlay: its key, its English title (translation context "layers") and what builds it for a canvas."""

    key: str
    title: str
    build: Callable[[QObject], Layer]


CLASS_MAP = LayerRow("class_map", str(QT_TRANSLATE_NOOP("layers", "Class map")), ClassMapLayer)
INSTANCES = LayerRow("instances", str(QT_TRANSLATE_NOOP("layers", "Objects")), InstanceLayer)

LAYERS: tuple[LayerRow, ...] = (CLASS_MAP, INSTANCES)
