"""Session: the only mutable state of the window. Every change is one signal; every value in it is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.class_view import ClassView, default_view
from app.preferences import DEFAULT_LOOK, DEFAULT_PREFERENCES, OverlayLook, Preferences, Workspace
from app.truth_session import TruthSession
from core.catalog import MODELS, ModelRow
from core.devices import DeviceChoice
from core.fcn.config import UNIT_GAINS, Gains, ReadOut
from core.photos import Photos

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from core.fcn.results import Segmentation
    from core.image import ImageDocument
    from core.labels import LabelSet

    Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Pixel:
    """The image pixel under the pointer; its centre is ``(column + 0.5, row + 0.5)``."""

    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Activity:
    """A run under way: the stage it last named and the fraction of that stage, None when unknown."""

    stage: str
    fraction: float | None


@dataclass(slots=True)
class _State:
    document: ImageDocument | None = None
    segmentation: Segmentation | None = None
    read_outs: Mapping[ReadOut, Segmentation] = field(default_factory=lambda: MappingProxyType({}))
    model_key: str = MODELS[0].key
    device: DeviceChoice = DeviceChoice.AUTO
    devices: frozenset[DeviceChoice] | None = None
    read_out: ReadOut = ReadOut.STRIDE_8
    gains: Gains = UNIT_GAINS
    look: OverlayLook = DEFAULT_LOOK
    views: dict[str, ClassView] = field(default_factory=dict)
    overlays_held: bool = False
    hover: Pixel | None = None
    activity: Activity | None = None
    reading: str = ""
    workspace: Workspace = Workspace.EXPLORE
    preferences: Preferences = DEFAULT_PREFERENCES
    recent: tuple[Path, ...] = ()
    thumbnails: Mapping[str, Pixels] = field(default_factory=lambda: MappingProxyType({}))
    undoable: tuple[bool, bool] = (False, False)
    tour_stop: int | None = None
    tour_last: int = 0
    folder: Photos = field(default_factory=Photos)


class Session(TruthSession):
    """Widgets read it and listen; only the workflow calls its setters."""

    document_changed = Signal(object)
    segmentation_changed = Signal(object)
    read_outs_changed = Signal(object)
    model_changed = Signal(str)
    device_changed = Signal(object)
    devices_changed = Signal(object)
    read_out_changed = Signal(object)
    gains_changed = Signal(object)
    look_changed = Signal(object)
    class_view_changed = Signal(object)
    overlays_held_changed = Signal(bool)
    hover_changed = Signal(object)
    activity_changed = Signal(object)
    reading_changed = Signal(str)
    workspace_changed = Signal(object)
    preferences_changed = Signal(object)
    recent_changed = Signal(object)
    thumbnails_changed = Signal(object)
    undoable_changed = Signal()
    tour_stop_changed = Signal(object)
    folder_changed = Signal(object)
    picture_made = Signal(object, object)
    """Path of a photo, and a small ``(h, w, 3)`` uint8 picture of it, or None where there is none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = _State()

    @property
    def document(self) -> ImageDocument | None:
        return self._state.document

    def set_document(self, document: ImageDocument) -> None:
        """Show another photo; the result of the one before it goes with it."""
        self._state.document = document
        had_result = self._state.segmentation is not None
        self._state.segmentation = None
        self._state.hover = None
        self.set_truth(None)
        self.document_changed.emit(document)
        self.hover_changed.emit(None)
        if had_result:
            self.segmentation_changed.emit(None)
        self._forget_detection()

    @property
    def segmentation(self) -> Segmentation | None:
        """The last good result for the photo on screen."""
        return self._state.segmentation

    def set_segmentation(self, segmentation: Segmentation) -> None:
        """Show a result, unless it belongs to another photo."""
        document = self._state.document
        if document is None or segmentation.image_digest != document.digest:
            return
        self._state.segmentation = segmentation
        self.segmentation_changed.emit(segmentation)

    @property
    def read_outs(self) -> Mapping[ReadOut, Segmentation]:
        """The read-outs of the present scores and gains that are there already; one of them is ``segmentation``."""
        return self._state.read_outs

    def set_read_outs(self, made: Mapping[ReadOut, Segmentation]) -> None:
        if dict(made) != dict(self._state.read_outs):
            self._state.read_outs = MappingProxyType(dict(made))
            self.read_outs_changed.emit(self._state.read_outs)

    @property
    def model_key(self) -> str:
        return self._state.model_key

    @property
    def model(self) -> ModelRow:
        return self.row(self._state.model_key)

    def set_model(self, key: str) -> None:
        """Choose a model. Raises InputError for a key that the catalog lacks."""
        if key != self._state.model_key:
            self._state.model_key = self.row(key).key
            self.model_changed.emit(key)

    def set_rows(self, rows: tuple[ModelRow, ...]) -> None:
        """Another catalog. A chosen model that is not in it any more gives way to the first one."""
        if self._state.model_key not in {row.key for row in rows}:
            self.set_model(MODELS[0].key)
        super().set_rows(rows)

    @property
    def device(self) -> DeviceChoice:
        return self._state.device

    def set_device(self, device: DeviceChoice) -> None:
        if device is not self._state.device:
            self._state.device = device
            self.device_changed.emit(device)

    @property
    def devices(self) -> frozenset[DeviceChoice] | None:
        """The devices that this machine has, None until torch was asked."""
        return self._state.devices

    def set_devices(self, devices: frozenset[DeviceChoice]) -> None:
        self._state.devices = devices
        self.devices_changed.emit(devices)

    @property
    def read_out(self) -> ReadOut:
        """The read-out that is wanted; ``segmentation.read_out`` is the one that is shown."""
        return self._state.read_out

    def set_read_out(self, read_out: ReadOut) -> None:
        if read_out is not self._state.read_out:
            self._state.read_out = read_out
            self.read_out_changed.emit(read_out)

    @property
    def gains(self) -> Gains:
        return self._state.gains

    def set_gains(self, gains: Gains) -> None:
        if gains != self._state.gains:
            self._state.gains = gains
            self.gains_changed.emit(gains)

    @property
    def look(self) -> OverlayLook:
        return self._state.look

    def set_look(self, look: OverlayLook) -> None:
        if look != self._state.look:
            self._state.look = look
            self.look_changed.emit(look)

    @property
    def label_set(self) -> LabelSet:
        """The classes of the result on screen; before there is one, of the chosen model."""
        return self._state.segmentation.label_set if self._state.segmentation else self.model.label_set

    @property
    def class_view(self) -> ClassView:
        """What the legend shows and hides, for the present label set; each label set keeps its own."""
        label_set = self.label_set
        return self._state.views.get(label_set.name) or default_view(label_set)

    def set_class_view(self, view: ClassView) -> None:
        if view != self.class_view:
            self._state.views[self.label_set.name] = view
            self.class_view_changed.emit(view)

    @property
    def class_views(self) -> Mapping[str, ClassView]:
        """Every label set's view that differs from its default."""
        return MappingProxyType(dict(self._state.views))

    def set_class_views(self, views: Mapping[str, ClassView]) -> None:
        self._state.views = dict(views)
        self.class_view_changed.emit(self.class_view)

    @property
    def overlays_held(self) -> bool:
        """Whether overlays are hidden for as long as a key is held."""
        return self._state.overlays_held

    def set_overlays_held(self, held: bool) -> None:
        if held is not self._state.overlays_held:
            self._state.overlays_held = held
            self.overlays_held_changed.emit(held)

    @property
    def hover(self) -> Pixel | None:
        return self._state.hover

    def set_hover(self, pixel: Pixel | None) -> None:
        if pixel != self._state.hover:
            self._state.hover = pixel
            self.hover_changed.emit(pixel)

    @property
    def activity(self) -> Activity | None:
        return self._state.activity

    def set_activity(self, activity: Activity | None) -> None:
        if activity != self._state.activity:
            self._state.activity = activity
            self.activity_changed.emit(activity)

    @property
    def reading(self) -> str:
        """The name of the photo that is being read, empty when none is."""
        return self._state.reading

    def set_reading(self, name: str) -> None:
        if name != self._state.reading:
            self._state.reading = name
            self.reading_changed.emit(name)

    @property
    def workspace(self) -> Workspace:
        return self._state.workspace

    def set_workspace(self, workspace: Workspace) -> None:
        if workspace is not self._state.workspace:
            self._state.workspace = workspace
            self.workspace_changed.emit(workspace)

    @property
    def preferences(self) -> Preferences:
        return self._state.preferences

    def set_preferences(self, preferences: Preferences) -> None:
        if preferences != self._state.preferences:
            self._state.preferences = preferences
            self.preferences_changed.emit(preferences)

    @property
    def recent(self) -> tuple[Path, ...]:
        """Photos opened from files, the newest first."""
        return self._state.recent

    def set_recent(self, recent: tuple[Path, ...]) -> None:
        if recent != self._state.recent:
            self._state.recent = recent
            self.recent_changed.emit(recent)

    @property
    def thumbnails(self) -> Mapping[str, Pixels]:
        """Sample key to a small ``(h, w, 3)`` uint8 picture of it; empty until they were read."""
        return self._state.thumbnails

    def set_thumbnails(self, thumbnails: Mapping[str, Pixels]) -> None:
        self._state.thumbnails = MappingProxyType(dict(thumbnails))
        self.thumbnails_changed.emit(self._state.thumbnails)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change that can be taken back on the present page."""
        return self._state.undoable[0]

    @property
    def can_redo(self) -> bool:
        return self._state.undoable[1]

    def set_undoable(self, can_undo: bool, can_redo: bool) -> None:
        if (can_undo, can_redo) != self._state.undoable:
            self._state.undoable = (can_undo, can_redo)
            self.undoable_changed.emit()

    @property
    def tour_stop(self) -> int | None:
        """The stop of the guided tour that is on, None while none is."""
        return self._state.tour_stop

    @property
    def tour_last(self) -> int:
        """Where a tour that was left goes on; 0 where none was begun or it was finished."""
        return self._state.tour_last

    def set_tour_stop(self, stop: int | None) -> None:
        if stop != self._state.tour_stop:
            self._state.tour_stop = stop
            self._state.tour_last = self._state.tour_last if stop is None else stop
            self.tour_stop_changed.emit(stop)

    def recall_tour(self, last: int) -> None:
        """Where the tour was left in another session."""
        self._state.tour_last = last

    def forget_tour(self) -> None:
        """It was finished: the next one begins at its first stop."""
        self._state.tour_last = 0

    @property
    def folder(self) -> Photos:
        """The photos of the folder that the photo on screen lies in; empty for one that lies in none."""
        return self._state.folder

    def set_folder(self, photos: Photos) -> None:
        if photos != self._state.folder:
            self._state.folder = photos
            self.folder_changed.emit(photos)
