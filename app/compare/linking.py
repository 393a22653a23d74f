"""One camera for several canvases, in image coordinates: where one looks, all look, at one scale."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.canvas.image_canvas import CanvasView, ImageCanvas, ImagePoint
from app.canvas.pixel_marks import CursorItem
from app.compare.split_layer import SPLIT, SplitLayer


class LinkedCanvas(ImageCanvas):
    """A canvas that leaves fitting to its link; everything else a person does to it the link takes to the others."""

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent, rows=(SPLIT,))
        self._link = link
        self.cursor_item = CursorItem()
        self.add_item(self.cursor_item)
        link.add(self)

    @property
    def split(self) -> SplitLayer:
        layer = self.layer(SPLIT.key)
        assert isinstance(layer, SplitLayer)
        return layer

    def fit(self) -> None:
        self._link.fit()

    def fit_alone(self) -> float:
        """Fit to this canvas's own size; the zoom that came of it."""
        super().fit()
        return self.zoom

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        with self._link.quiet():
            super().resizeEvent(event)
        self._link.settle()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._link.settle()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._link.settle()


class Link(QObject):
    """Holds the view that all canvases share, or that all of them are fitted: then the smallest decides the scale of all.

    A view is never passed from canvas to canvas, so nothing rounds twice and nothing can run in circles.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvases: list[LinkedCanvas] = []
        self._view: CanvasView | None = None
        self._size = (1, 1)
        self._quiet = False

    @property
    def fitted(self) -> bool:
        return self._view is None

    def add(self, canvas: LinkedCanvas) -> None:
        self._canvases.append(canvas)
        canvas.view_changed.connect(self._moved)

    def set_photo(self, rgb: npt.NDArray[np.uint8] | None) -> None:
        """Show a photo, ``(H, W, 3)`` uint8, or none, on every canvas, fitted."""
        with self.quiet():
            for canvas in self._canvases:
                canvas.set_photo(rgb)
        self._size = (1, 1) if rgb is None else (rgb.shape[1], rgb.shape[0])
        self.fit()

    def fit(self) -> None:
        self._view = None
        self.settle()

    def settle(self) -> None:
        """Let every canvas look where all look: after any of them got another size, or was shown or hidden."""
        if self._quiet:
            return
        with self.quiet():
            view = self._view or self._fitting()
            if view is not None:
                for canvas in self._canvases:
                    canvas.set_view(view.centre, view.zoom)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """What canvases say meanwhile is nobody's wish."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def _fitting(self) -> CanvasView | None:
        seen = [canvas.fit_alone() for canvas in self._canvases if canvas.isVisible()]
        return CanvasView(ImagePoint(self._size[0] / 2, self._size[1] / 2), min(seen)) if seen else None

    def _moved(self, view: CanvasView) -> None:
        if not self._quiet:
            self._view = view
            self.settle()
