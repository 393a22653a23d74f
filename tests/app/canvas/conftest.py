from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.canvas.image_canvas import ImageCanvas


@pytest.fixture
def canvas(qtbot: QtBot) -> ImageCanvas:
    """An empty canvas of 400 x 300 on screen."""
    canvas = ImageCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas
