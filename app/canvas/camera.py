"""The arithmetic of zooming, panning and fitting; knows no widget."""

from __future__ import annotations

from app.canvas.view_frame import CanvasView, ImagePoint, ViewFrame, Window
from core.geometry import HALF_PIXEL

MAX_ZOOM = 256.0
"""Device pixels per image pixel: at most a few image pixels fill the window."""

MIN_SIZE = 16.0
"""Device pixels to which the longer side of an image can shrink."""

KEPT_IN_SIGHT = 48.0
"""Logical pixels of the image that panning cannot push out of the window."""

FIT_MARGIN = 8.0
"""Logical pixels that fitting leaves free on each side."""


class Camera:
    """Looks at an image of ``(width, height)`` pixels through a window; positions in the window are device pixels.

    The centre and the zoom are kept unrounded, so that zooming in and out again, or passing a view to another camera and back, ends
    where it began. Only ``frame`` rounds.
    """

    def __init__(self, image_size: tuple[int, int], window: Window) -> None:
        self._image_size = image_size
        self._window = window
        self._fitted = True
        self._view = self._fitting_view()

    @property
    def view(self) -> CanvasView:
        return self._view

    @property
    def fitted(self) -> bool:
        """Whether the whole image is shown, and goes on being shown when the window changes its size."""
        return self._fitted

    @property
    def frame(self) -> ViewFrame:
        return ViewFrame.of(self._image_size, self._window, self._view)

    def point_at(self, x: float, y: float) -> ImagePoint:
        """The image point under the centre of the device pixel that holds ``(x, y)``: what that pixel shows."""
        to_image = self.frame.to_device.inverse()
        return ImagePoint(to_image.x(int(x // 1) + HALF_PIXEL), to_image.y(int(y // 1) + HALF_PIXEL))

    def fit(self) -> None:
        self._fitted = True
        self._view = self._fitting_view()

    def set_window(self, window: Window) -> None:
        """The window has another size: fit again, or keep the middle in the middle."""
        self._window = window
        if self._fitted:
            self.fit()

    def set_image(self, image_size: tuple[int, int], *, keep_view: bool) -> None:
        """Another image: fit it, or keep the zoom and look at the same share of its width and height."""
        old_width, old_height = self._image_size
        self._image_size = image_size
        if self._fitted or not keep_view:
            self.fit()
        else:
            centre = self._view.centre
            moved = ImagePoint(centre.x / old_width * image_size[0], centre.y / old_height * image_size[1])
            self._view = CanvasView(moved, self._limited(self._view.zoom))

    def set_view(self, view: CanvasView) -> None:
        self._fitted = False
        self._view = CanvasView(view.centre, self._limited(view.zoom))

    def zoom_to(self, zoom: float, x: float, y: float) -> None:
        """Change the zoom; the image point at ``(x, y)`` of the window, or the border point nearest to it, stays there."""
        zoom = self._limited(zoom)
        old = self._view
        offset_x, offset_y = x - self._window.width / 2, y - self._window.height / 2
        under = ImagePoint(old.centre.x + offset_x / old.zoom, old.centre.y + offset_y / old.zoom)
        fixed = self.frame.clamp(under)
        ratio = old.zoom / zoom
        centre = ImagePoint(fixed.x + (old.centre.x - fixed.x) * ratio, fixed.y + (old.centre.y - fixed.y) * ratio)
        self.set_view(CanvasView(centre, zoom))

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the image by device pixels; a part of it stays in sight."""
        x = self._panned(self._view.centre.x, dx, self._image_size[0], self._window.width)
        y = self._panned(self._view.centre.y, dy, self._image_size[1], self._window.height)
        self.set_view(CanvasView(ImagePoint(x, y), self._view.zoom))

    def _panned(self, centre: float, delta: float, length: int, window: int) -> float:
        zoom = self._view.zoom
        kept = min(KEPT_IN_SIGHT * self._window.pixel_ratio, length * zoom)
        reach = max(window / 2 - kept, 0.0) / zoom
        return min(max(centre - delta / zoom, -reach), length + reach)

    def _limited(self, zoom: float) -> float:
        smallest: float = min(1.0, MIN_SIZE / max(self._image_size))
        return min(max(zoom, smallest), MAX_ZOOM)

    def _fitting_view(self) -> CanvasView:
        (width, height), window = self._image_size, self._window
        margins = 2 * FIT_MARGIN * window.pixel_ratio
        zoom = min((window.width - margins) / width, (window.height - margins) / height)
        return CanvasView(ImagePoint(width / 2, height / 2), self._limited(zoom))
