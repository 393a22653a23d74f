"""The session's part about Mask R-CNN: the run that is shown, what is wanted of it, and what is chosen in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.chosen import Chosen, ChosenKind, find_again
from app.models_session import ModelsSession
from app.preferences import DEFAULT_INSTANCE_LOOK, InstanceLook, StageKey
from core.catalog import MODELS, ModelRow, Task
from core.maskrcnn.results import OWN_POOLERS, PasteRule, Poolers, Thresholds

if TYPE_CHECKING:
    from core.image import ImageDocument
    from core.maskrcnn.results import DetectionRun
    from core.maskrcnn.scene import InstanceScene

NO_MODEL = ""
"""The instance model's key while none is to run."""


VIEW_THRESHOLDS = Thresholds(score=0.5)
"""What the window starts with. A network's own score threshold (0.05) is made for the precision-recall curve of a measurement: on a
photo it draws every doubt."""


def first_instance_model() -> str:
    """The key of the first Mask R-CNN that the catalog has."""
    return next((row.key for row in MODELS if row.task is Task.INSTANCE), NO_MODEL)


@dataclass(slots=True)
class _Objects:
    detection: DetectionRun | None = None
    instance_scene: InstanceScene | None = None
    instance_model_key: str = field(default_factory=first_instance_model)
    thresholds: Thresholds | None = VIEW_THRESHOLDS
    poolers: Poolers = OWN_POOLERS
    paste_rule: PasteRule = PasteRule.TORCHVISION
    chosen: Chosen | None = None
    instance_look: InstanceLook = DEFAULT_INSTANCE_LOOK
    shown_stage: StageKey = StageKey.PROPOSALS_AFTER


class DetectionSession(ModelsSession):
    """What :class:`app.session.Session` says of objects. Only the workflow calls the setters."""

    detection_changed = Signal(object)
    instance_scene_changed = Signal(object)
    instance_model_changed = Signal(str)
    thresholds_changed = Signal(object)
    poolers_changed = Signal(object)
    paste_rule_changed = Signal(object)
    chosen_changed = Signal(object)
    instance_look_changed = Signal(object)
    shown_stage_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._objects = _Objects()

    @property
    def document(self) -> ImageDocument | None:
        """The photo on screen."""
        raise NotImplementedError

    def _forget_detection(self) -> None:
        """Another photo came."""
        objects = self._objects
        had, objects.detection, objects.instance_scene, objects.chosen = objects.detection is not None, None, None, None
        if had:
            self.instance_scene_changed.emit(None)
            self.detection_changed.emit(None)
            self.chosen_changed.emit(None)

    @property
    def detection(self) -> DetectionRun | None:
        """The last good run of a Mask R-CNN on the photo on screen."""
        return self._objects.detection

    @property
    def instance_scene(self) -> InstanceScene | None:
        """The objects of ``detection`` pasted into the photo; None until they are."""
        return self._objects.instance_scene

    def set_instance_scene(self, scene: InstanceScene) -> None:
        """The same objects pasted by another rule."""
        self._objects.instance_scene = scene
        self.instance_scene_changed.emit(scene)

    def set_detection(self, run: DetectionRun, scene: InstanceScene | None = None) -> None:
        """Show a run, unless it belongs to another photo. What was chosen stays chosen where it is there still."""
        document, old, chosen = self.document, self._objects.detection, self._objects.chosen
        if document is None or run.image_digest != document.digest:
            return
        self._objects.detection, self._objects.instance_scene = run, scene
        # A choice refers to one run: with the new one it is None until it is found again.
        self._objects.chosen = None
        if old is not None and chosen is not None and old.model_key == run.model_key:
            self._objects.chosen = find_again(chosen, old, run)
        self.detection_changed.emit(run)
        self.instance_scene_changed.emit(scene)
        if self._objects.chosen != chosen:
            self.chosen_changed.emit(self._objects.chosen)

    @property
    def instance_model_key(self) -> str:
        """The Mask R-CNN that a run uses beside the FCN, or NO_MODEL."""
        return self._objects.instance_model_key

    def set_instance_model(self, key: str) -> None:
        """Choose a Mask R-CNN, or none. Raises InputError for a key that the catalog lacks."""
        if key != self._objects.instance_model_key:
            self._objects.instance_model_key = self.row(key).key if key else NO_MODEL
            self.instance_model_changed.emit(key)

    def set_rows(self, rows: tuple[ModelRow, ...]) -> None:
        """Another catalog. A chosen Mask R-CNN that is not in it any more gives way to the first one."""
        if self._objects.instance_model_key not in {NO_MODEL, *(row.key for row in rows)}:
            self.set_instance_model(first_instance_model())
        super().set_rows(rows)

    @property
    def thresholds(self) -> Thresholds | None:
        """The rules that are wanted, None for the network's own; ``detection.thresholds`` are those that are shown."""
        return self._objects.thresholds

    def set_thresholds(self, thresholds: Thresholds | None) -> None:
        if thresholds != self._objects.thresholds:
            self._objects.thresholds = thresholds
            self.thresholds_changed.emit(thresholds)

    @property
    def poolers(self) -> Poolers:
        """The pooling operators that are wanted; ``detection.poolers`` are those that were used."""
        return self._objects.poolers

    def set_poolers(self, poolers: Poolers) -> None:
        if poolers != self._objects.poolers:
            self._objects.poolers = poolers
            self.poolers_changed.emit(poolers)

    @property
    def paste_rule(self) -> PasteRule:
        return self._objects.paste_rule

    def set_paste_rule(self, rule: PasteRule) -> None:
        if rule is not self._objects.paste_rule:
            self._objects.paste_rule = rule
            self.paste_rule_changed.emit(rule)

    @property
    def chosen(self) -> Chosen | None:
        """What is chosen in ``detection``."""
        return self._objects.chosen

    @property
    def chosen_detection(self) -> int | None:
        """The row of the chosen detection, None while none is chosen."""
        chosen = self._objects.chosen
        return chosen.index if chosen is not None and chosen.kind is ChosenKind.DETECTION else None

    def set_chosen(self, chosen: Chosen | None) -> None:
        if chosen != self._objects.chosen:
            self._objects.chosen = chosen
            self.chosen_changed.emit(chosen)

    @property
    def instance_look(self) -> InstanceLook:
        return self._objects.instance_look

    def set_instance_look(self, look: InstanceLook) -> None:
        if look != self._objects.instance_look:
            self._objects.instance_look = look
            self.instance_look_changed.emit(look)

    @property
    def shown_stage(self) -> StageKey:
        return self._objects.shown_stage

    def set_shown_stage(self, stage: StageKey) -> None:
        if stage is not self._objects.shown_stage:
            self._objects.shown_stage = stage
            self.shown_stage_changed.emit(stage)
