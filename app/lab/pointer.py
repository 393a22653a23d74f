"""What is pointed at in the lab: the bin under the pointer, else the pinned one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.lab.looking import Look
from app.lab.pointing import Spot, centre_of_bin


class Pointer(QObject):
    """``look`` is what is pointed into."""

    spot_changed = Signal(object)
    """The Spot that is pointed at, else the pinned one."""
    pin_changed = Signal(object)
    """The bin that is shown while nothing is pointed at."""
    point_moved = Signal(float, float)
    """Where on the photo the pointer is, also beside the box: x, y in continuous photo pixels."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look: Look | None = None
        self._pin: Spot | None = None
        self._hover: Spot | None = None

    @property
    def spot(self) -> Spot | None:
        return self._hover or self._pin

    @property
    def pin(self) -> Spot | None:
        return self._pin

    def point_at(self, spot: Spot | None) -> None:
        if spot != self._hover:
            self._hover = spot
            self.spot_changed.emit(self.spot)

    def pin_spot(self, spot: Spot) -> None:
        """Show this bin whenever nothing is pointed at."""
        self._pin = spot
        self.pin_changed.emit(spot)
        self.spot_changed.emit(self.spot)

    def pin_bin(self, row: int, column: int) -> None:
        look = self.look
        if look is not None:
            self.pin_spot(Spot(row, column, *centre_of_bin(look.choices.box_read_image, row, column, look.output_size)))

    def fit_spots(self, look: Look) -> None:
        """Keep what is pointed at inside the grid; to begin with, the bin in the middle."""
        count = look.output_size
        pin = self._pin
        row, column = (count // 2, count // 2) if pin is None else (min(pin.row, count - 1), min(pin.column, count - 1))
        x, y = centre_of_bin(look.choices.box_read_image, row, column, count)
        self._pin = Spot(row, column, x, y, 0 if pin is None else pin.sample)
        if self._hover is not None and max(self._hover.row, self._hover.column) >= count:
            self._hover = None

    def forget_spots(self) -> None:
        self._pin = self._hover = None
