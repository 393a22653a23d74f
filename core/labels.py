"""Label sets: what class ids are called. Their colours are in core.palettes."""

from __future__ import annotations

from dataclasses import dataclass

VOID = 255
"""Class id of pixels that are neither trained on nor measured (VOC's convention)."""


@dataclass(frozen=True, slots=True)
class LabelSet:
    """The names of classes ``0 .. len(names) - 1``; ids at ``void`` are ignored.

    ``background`` is the id that is drawn transparent, or None where every class is an object or a surface (CamVid).
    """

    name: str
    names: tuple[str, ...]
    background: int | None = 0
    void: int = VOID

    def __len__(self) -> int:
        return len(self.names)

    @property
    def listed(self) -> tuple[int, ...]:
        """The ids that are classes: those with a name. The background is one of them."""
        return tuple(label for label, name in enumerate(self.names) if name != NOT_A_CLASS)


VOC = LabelSet(
    "VOC",
    (
        "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow",
        "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ),
)  # fmt: skip

CAMVID = LabelSet(
    "CamVid",
    (
        "sky", "building", "pole", "road", "pavement", "tree", "sign", "fence", "car", "pedestrian", "bicyclist",
    ),
    background=None,
)  # fmt: skip

EVERYDAY_OBJECTS = LabelSet("everyday objects", ("background", "person", "cat", "dog", "horse", "sheep", "cow"))
"""What the starter Mask R-CNN knows: VOC's names, in the order of its training."""

NOT_A_CLASS = "N/A"
"""The name of an id that no class has; such ids are never listed."""

COCO = LabelSet(
    "COCO",
    (
        "background", "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light",
        "fire hydrant", "N/A", "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear",
        "zebra", "giraffe", "N/A", "backpack", "umbrella", "N/A", "N/A", "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard",
        "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle", "N/A", "wine glass",
        "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza",
        "donut", "cake", "chair", "couch", "potted plant", "bed", "N/A", "dining table", "N/A", "N/A", "toilet", "N/A", "tv", "laptop",
        "mouse", "remote", "keyboard", "cell phone", "microwave", "oven", "toaster", "sink", "refrigerator", "N/A", "book", "clock",
        "vase", "scissors", "teddy bear", "hair drier", "toothbrush",
    ),
)  # fmt: skip
"""COCO's 80 classes under COCO's own ids 1 to 90, as torchvision's networks number them; ten ids are nobody's."""

COCO_NAMES = {
    "aeroplane": "airplane", "diningtable": "dining table", "motorbike": "motorcycle", "pottedplant": "potted plant", "sofa": "couch",
    "tvmonitor": "tv",
}  # fmt: skip
"""What COCO calls VOC's classes, where the two differ."""


def coco_name(name: str) -> str:
    """A class's name as COCO spells it: classes of two label sets are the same when these names are."""
    return COCO_NAMES.get(name, name)


LABEL_SETS = {label_set.name: label_set for label_set in (VOC, CAMVID)}
