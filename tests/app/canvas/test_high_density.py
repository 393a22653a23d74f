"""Screens with more device pixels than logical ones: the factor is fixed when Qt starts, so each runs in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

SCRIPT = """
import sys
import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from app.canvas.box_item import BoxItem
from app.canvas.class_map_layer import OverlayStyle
from app.canvas.image_canvas import ImageCanvas, ImagePoint
from core.geometry import Box
from tests.app.canvas.screen import look_at, pixels, random_photo

factor = float(sys.argv[1])
app = QApplication([])
canvas = ImageCanvas()
canvas.resize(400, 300)
canvas.show()
assert canvas.devicePixelRatioF() == factor

photo = random_photo(80, 100)
canvas.set_photo(photo)
canvas.set_zoom(1)
shown = pixels(canvas)
assert shown.shape == (round(300 * factor), round(400 * factor), 3)
for logical in ((180, 140), (200.4, 150.9), (210, 160)):
    point = canvas.image_point(QPointF(*logical))
    x, y = int(logical[0] * factor), int(logical[1] * factor)
    assert np.array_equal(shown[y : y + 9, x : x + 9], photo[int(point.y) :, int(point.x) :][:9, :9])

canvas.set_photo(np.zeros((80, 100, 3), np.uint8))
layer = canvas.layer("class_map")
layer.set_class_map((np.arange(100) >= 50).astype(np.uint8)[np.newaxis].repeat(80, axis=0))
table = np.zeros((256, 4), np.uint8)
table[1] = (255, 0, 0, 255)
layer.set_table(table)
layer.set_style(OverlayStyle.OUTLINE)
canvas.set_zoom(4)
line = (pixels(canvas)[round(150 * factor)] == (255, 0, 0)).all(axis=1).sum()
assert line == max(int(1.5 * factor + 0.5), 1), line

layer.set_visible(False)
canvas.add_item(BoxItem(Box(50, 10, 900, 70), QColor(0, 0, 255)))
look_at(canvas, 50, 50, 4)
edge = (pixels(canvas)[round(170 * factor)] == (0, 0, 255)).all(axis=1).sum()
assert abs(edge - 2 * factor) <= 1, edge
"""


@pytest.mark.parametrize("factor", ["1.25", "1.5", "2"])
def test_pixels_are_exact_and_lines_as_wide_on_dense_screens(factor: str) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": factor, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", SCRIPT, factor], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
