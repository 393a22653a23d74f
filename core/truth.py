"""Ground truth of one photo: a label PNG, read exactly. Ids stay ids: nothing is scaled, averaged or clipped. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngImageFile

from core.errors import ImageError
from core.image import MAX_PIXELS, ImageDocument
from core.labels import CAMVID, LabelSet
from core.reading import DECODER_ERRORS, check_is_file, quiet_pillow, reading_errors

_NOT_A_PNG = "{path} is not a PNG file; class ids are read from a label PNG, one number per pixel."
_COLOURS = "{path} stores colours, not class ids; choose a label PNG that is indexed or greyscale."
_OTHER_SIZE = "{path} is {width} x {height} px, but {name} is {wanted_width} x {wanted_height} px; choose the label PNG of this photo."
_STRANGE_IDS = "{path} holds the id {id}, but {label_set} numbers its classes 0 to {last}, void {void}; choose a model with its classes."
_STRANGE_IN_SET = "{path} holds the id {id}, but {label_set} numbers its classes 0 to {last}, void {void}; mend it, or take it out."
_TOO_LARGE = "{path} is {width} x {height} px, more than {most} million; make a smaller one, or take it out."
_CUT_SHORT = "{path} is a label PNG that is damaged or cut short; copy or download it again."

SIGNATURE = b"\x89PNG\r\n\x1a\n"

VOID_ON_DISK = {CAMVID.name: 11}
"""Label sets whose published files number void otherwise than 255: CamVid's in 11 classes call it 11 (Badrinarayanan et al. 2015)."""

GREY_STEPS = {"1": 255, "L;2": 85, "L;4": 17}
"""What Pillow multiplies grey values of 1, 2 and 4 bits by, so that they look right; ids must not look right, but be right."""

ID_MODES = frozenset({"1", "L", "P", "I", "I;16", "I;16B"})


@dataclass(frozen=True, slots=True, eq=False)
class GroundTruth:
    """``class_map`` is ``(H, W)`` uint8, ids of ``label_set`` or its void, of the photo's size, read-only."""

    class_map: npt.NDArray[np.uint8]
    label_set: LabelSet
    path: Path
    image_digest: str

    @property
    def void_share(self) -> float:
        """Share of the pixels that are not measured."""
        return float(np.count_nonzero(self.class_map == self.label_set.void) / self.class_map.size)


def read_truth(path: Path, document: ImageDocument, label_set: LabelSet) -> GroundTruth:
    """The label PNG of ``document`` (8 or 16 bits, indexed or grey), its ids those of ``label_set``.

    Raises ImageError for a file that cannot be read, is no label PNG, has another size than the photo (seen before its pixels are
    decoded) or holds an id that is neither a class nor void.
    """
    path = Path(path)
    return GroundTruth(_class_map(read_ids(path, document), path, label_set, _STRANGE_IDS), label_set, path, document.digest)


def read_label_map(path: Path, label_set: LabelSet) -> npt.NDArray[np.uint8]:
    """The class map of a label PNG whose photo is not at hand, ``(H, W)`` uint8, ids of ``label_set`` or its void, read-only.

    Raises ImageError for a file that cannot be read, is no label PNG, has more than MAX_PIXELS (seen before they are decoded) or holds
    an id that is neither a class nor void.
    """
    path = Path(path)
    return _class_map(_read(path, None), path, label_set, _STRANGE_IN_SET)


def read_ids(path: Path, document: ImageDocument) -> npt.NDArray[np.int64]:
    """The numbers that a label PNG of ``document`` holds, ``(H, W)`` int64, whatever they mean.

    Raises ImageError for a file that cannot be read, is no label PNG or has another size than the photo.
    """
    return _read(path, document)


def _read(path: Path, document: ImageDocument | None) -> npt.NDArray[np.int64]:
    with reading_errors(path):
        check_is_file(path)
        with path.open("rb") as stream, quiet_pillow():
            if stream.read(len(SIGNATURE)) != SIGNATURE:
                raise ImageError(_NOT_A_PNG, path=path)
            stream.seek(0)
            return _checked_ids(stream, path, document)


def _checked_ids(stream: IO[bytes], path: Path, document: ImageDocument | None) -> npt.NDArray[np.int64]:
    try:
        # Not Image.open: its check of the size warns, or hides the size; here the photo's size is the limit, or that of any photo.
        with PngImageFile(stream, path.name) as image:
            _check_kind(image, path)
            _check_size(image, path, document)
            return _ids(image)
    except DECODER_ERRORS as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk failed, not the decoder
            raise
        raise ImageError(_CUT_SHORT, details=repr(error), path=path) from error


def _check_kind(image: Image.Image, path: Path) -> None:
    if image.mode not in ID_MODES:
        raise ImageError(_COLOURS, path=path)


def _check_size(image: Image.Image, path: Path, document: ImageDocument | None) -> None:
    if document is None:
        if image.width * image.height > MAX_PIXELS:
            raise ImageError(_TOO_LARGE, path=path, width=image.width, height=image.height, most=MAX_PIXELS // 10**6)
        return
    if image.size != (document.width, document.height):
        raise ImageError(
            _OTHER_SIZE, path=path, width=image.width, height=image.height,
            name=document.name, wanted_width=document.width, wanted_height=document.height,
        )  # fmt: skip


def _ids(image: ImageFile.ImageFile) -> npt.NDArray[np.int64]:
    raw_mode = image.tile[0].args if image.tile else ""
    values = np.asarray(image, np.int64)
    # A 1-bit picture comes as truth values already.
    return values if image.mode == "1" else values // GREY_STEPS.get(str(raw_mode), 1)


def _class_map(ids: npt.NDArray[np.int64], path: Path, label_set: LabelSet, strange_ids: str) -> npt.NDArray[np.uint8]:
    void_on_disk = VOID_ON_DISK.get(label_set.name, label_set.void)
    is_void = (ids == label_set.void) | (ids == void_on_disk)
    strange = (ids >= len(label_set)) & ~is_void
    if strange.any():
        first = int(ids.flat[int(strange.argmax())])
        raise ImageError(strange_ids, path=path, id=first, label_set=label_set.name, last=len(label_set) - 1, void=label_set.void)
    class_map = np.where(is_void, label_set.void, ids).astype(np.uint8)
    class_map.flags.writeable = False
    return class_map
