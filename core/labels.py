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

LABEL_SETS = {label_set.name: label_set for label_set in (VOC, CAMVID)}
