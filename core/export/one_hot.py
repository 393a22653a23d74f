"""The other way to write an annotation: one channel per class, 1 where a pixel has it. Void is in no channel. Imports no torch."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import numpy.typing as npt

from core.labels import LabelSet

ClassMap = npt.NDArray[np.uint8]


def one_hot(class_map: ClassMap, classes: int) -> npt.NDArray[np.uint8]:
    """``(H, W)`` ids to ``(classes, H, W)`` uint8: channel k is 1 where the id is k. Void, like any id beyond, is 0 in every channel."""
    return np.stack([channel(class_map, k) for k in range(classes)])


def channel(class_map: ClassMap, class_id: int) -> npt.NDArray[np.uint8]:
    """One channel of :func:`one_hot`, ``(H, W)`` uint8."""
    return np.equal(class_map, class_id).astype(np.uint8)


def index_map(stack: npt.NDArray[np.uint8], label_set: LabelSet) -> ClassMap:
    """The way back: ``(K, H, W)`` 0 or 1 to ``(H, W)`` ids, void where no channel is 1.

    Raises ValueError when a pixel is in several channels, as no index map can say that.
    """
    counts = stack.sum(axis=0, dtype=np.int64)
    if counts.max(initial=0) > 1 or not np.isin(stack, (0, 1)).all():
        raise ValueError("a pixel is in more than one channel")
    ids: ClassMap = stack.argmax(axis=0).astype(np.uint8)
    ids[counts == 0] = label_set.void
    return ids


def one_hot_npz(class_map: ClassMap, label_set: LabelSet) -> bytes:
    """An NPZ file with the arrays ``one_hot`` ``(K, H, W)`` uint8 and ``labels`` (the K names, in order).

    Channels are written one by one: a whole stack of a large photo takes K times its memory. Equal maps give equal bytes.
    """
    content = io.BytesIO()
    header = {"descr": "|u1", "fortran_order": False, "shape": (len(label_set), *class_map.shape)}
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        # Members opened by name are dated 1980, the earliest that a zip file can state.
        with archive.open("one_hot.npy", "w", force_zip64=True) as stream:
            np.lib.format.write_array_header_1_0(stream, header)
            for class_id in range(len(label_set)):
                stream.write(channel(class_map, class_id).tobytes())
        with archive.open("labels.npy", "w") as stream:
            np.lib.format.write_array(stream, np.array(label_set.names), allow_pickle=False)
    return content.getvalue()
