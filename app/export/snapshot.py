"""What the window shows at one moment, as values that a worker may keep: a photo, results, and how they look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.class_view import ClassView, default_view, overlay_table
from app.export.choices import Included
from app.preferences import InstanceLook, OverlayLook
from app.session import Session
from core.devices import DeviceChoice
from core.fcn.results import Segmentation
from core.image import ImageDocument
from core.maskrcnn.results import DetectionRun, PasteRule
from core.maskrcnn.scene import InstanceScene

if TYPE_CHECKING:
    from core.export.picture import View


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """``titles`` are the models' names by their keys. ``detection`` and ``scene`` are there together or not at all."""

    document: ImageDocument
    segmentation: Segmentation | None
    detection: DetectionRun | None
    scene: InstanceScene | None
    rule: PasteRule
    look: OverlayLook
    class_view: ClassView
    instance_look: InstanceLook
    device: DeviceChoice
    titles: dict[str, str]

    @property
    def included(self) -> Included:
        """What is drawn in the window."""
        objects = self.instance_look
        return Included(
            classes_filled=not self.look.outlined,
            classes_outlined=self.look.outlined,
            objects_filled=objects.visible and not objects.outlined,
            objects_outlined=objects.visible and objects.outlined,
            boxes=objects.visible and objects.boxes,
            labels=objects.visible and objects.labels,
        )

    @property
    def title(self) -> str:
        """Photo, models and read-out in one line."""
        parts = [self.document.name]
        if self.segmentation is not None:
            parts.append(f"{self.titles[self.segmentation.model_key]} (FCN-{int(self.segmentation.read_out)}s)")
        if self.detection is not None:
            parts.append(self.titles[self.detection.model_key])
        return ", ".join(parts)

    @property
    def photo_name(self) -> str:
        """What a file calls its photo: the file's name, or the sample's."""
        return self.document.name if self.document.path is None else self.document.path.name

    @property
    def stem(self) -> str:
        """What the names of its files begin with."""
        return self.document.name if self.document.path is None else self.document.path.stem

    @property
    def shown_classes(self) -> tuple[str, ...] | None:
        """The names of the classes that are painted; None where that is all but the background."""
        if self.segmentation is None:
            return None
        label_set = self.segmentation.label_set
        usual = default_view(label_set)
        if all(self.class_view.shows(label) == usual.shows(label) for label in range(len(label_set))):
            return None
        return tuple(name for label, name in enumerate(label_set.names) if self.class_view.shows(label))

    def view(self, included: Included) -> View:
        """The photo with the layers that are wanted and there. Imports no torch."""
        from core.export.picture import ClassLayer, ObjectLayer, View

        classes = objects = None
        if self.segmentation is not None and (included.classes_filled or included.classes_outlined):
            label_set = self.segmentation.label_set
            classes = ClassLayer(
                self.segmentation.class_map, label_set.names, overlay_table(label_set, self.look.palette, self.class_view),
                self.look.opacity, filled=included.classes_filled, outlined=included.classes_outlined,
            )  # fmt: skip
        wanted = included.objects_filled or included.objects_outlined or included.boxes or included.labels
        if self.scene is not None and wanted:
            scene = self.scene
            objects = ObjectLayer(
                scene.ids, scene.boxes, scene.texts, scene.colours, scene.shares(), self.look.opacity,
                filled=included.objects_filled, outlined=included.objects_outlined, framed=included.boxes, named=included.labels,
            )  # fmt: skip
        return View(self.document.rgb, classes, objects)


def take_snapshot(session: Session) -> Snapshot | None:
    """What is on screen now; None without a photo."""
    document, scene = session.document, session.instance_scene
    if document is None:
        return None
    detection = session.detection if scene is not None else None
    return Snapshot(
        document, session.segmentation, detection, scene, session.paste_rule, session.look, session.class_view, session.instance_look,
        session.device, _titles(session),
    )  # fmt: skip


def _titles(session: Session) -> dict[str, str]:
    """Also of a run that found nothing, and of a model that is not in the catalog any more."""
    keys = [result.model_key for result in (session.segmentation, session.detection) if result is not None]
    return {key: session.title_of(key) for key in keys}
