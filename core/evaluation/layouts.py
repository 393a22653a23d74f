"""From a folder to a data set: which layout it is in, and the photos of one split with their ground truth. Imports no torch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from core.errors import InputError
from core.evaluation.class_maps import (
    OBJECT_FOLDER,
    LabelPng,
    MapPhoto,
    camvid_folders,
    camvid_maps,
    camvid_splits,
    everyday_maps,
    no_split,
    pair_folders,
    pair_maps,
    voc_folder,
    voc_maps,
)
from core.evaluation.coco_data import CocoTruth, annotated_splits, annotation_file, read_annotations
from core.evaluation.object_maps import MapPair, everyday_objects, voc_objects
from core.evaluation.photos import USUAL_SPLIT, LabelledPhoto, Layout, PhotoSet, check_there, read_names
from core.labels import LabelSet
from core.reading import is_folder

_UNKNOWN = (
    "{root} is in no layout that is known; looked for SegmentationClass (VOC), {split}/images with {split}/labels (CamVid), "
    "annotations/instances_{split}.json (COCO), images with labels or masks (pairs), and images with class."
)
_NOT_VOC = "{root} is not in VOC's layout; looked for SegmentationClass in it, in its VOC2012 and in its VOCdevkit/VOC2012."
_NOT_CAMVID = "{root} is not in CamVid's layout; looked for {split}/images with {split}/labels, and {split} with {split}annot."
_NOT_COCO = "{root} is not in COCO's layout; looked for annotations/instances_{split}.json and {split}/_annotations.coco.json."
_NOT_PAIRS = "{root} holds no folder pair; looked for images beside labels or masks, also in {split}."
_MISSING = {Layout.VOC: _NOT_VOC, Layout.CAMVID: _NOT_CAMVID, Layout.COCO: _NOT_COCO, Layout.PAIRS: _NOT_PAIRS}
_NO_OBJECTS = "{root} ({layout}) says what each pixel is, but not which objects there are; give VOC's or COCO's layout for {model}."

ClassMapPhotos = PhotoSet[LabelPng] | PhotoSet[CocoTruth]
ObjectPhotos = PhotoSet[MapPair] | PhotoSet[CocoTruth]


def recognise(root: Path, split: str | None = None) -> Layout:
    """The layout of ``root`` by its folders. Raises InputError that says what was looked for."""
    found = next((layout for layout, holds in _TESTS.items() if holds(root, split)), None)
    if found is None:
        raise InputError(_UNKNOWN, root=root, split=split or USUAL_SPLIT)
    return found


def open_class_maps(root: Path, layout: Layout, split: str | None, label_set: LabelSet, model: str) -> ClassMapPhotos:
    """The photos of a split with class maps of ``label_set``, the model's own; ``split`` None is the usual one, or all there are.

    Raises InputError when the layout, the split or a file is not there, or when the data's classes are not those of ``model``.
    """
    layout = _checked(root, layout, split)
    if layout is Layout.COCO:
        return _coco(root, split, label_set)
    if layout is Layout.PAIRS:
        used, photos = _open_pairs(root, split, label_set)
    else:
        used, photos = split or USUAL_SPLIT, _published_maps(root, layout, split or USUAL_SPLIT)
    check_there(root, used, (path for photo in photos for path in (photo.photo, photo.truth.path)))
    given = photos[0].truth.label_set
    if given.names != label_set.names:
        raise InputError(
            "{model} does not name the classes of {data} ({labels}); choose a model that does.", model=model, data=root, labels=given.name
        )
    return PhotoSet(root, layout, used, tuple(photos))


def open_objects(root: Path, layout: Layout, split: str | None, label_set: LabelSet, model: str) -> ObjectPhotos:
    """As :func:`open_class_maps`, with the objects of the model's classes; classes are the same when they have the same name."""
    layout = _checked(root, layout, split)
    if layout is Layout.COCO:
        return _coco(root, split, label_set)
    used, names = split or USUAL_SPLIT, label_set.names[1:]
    if layout is Layout.VOC:
        folder = _voc(root)
        if not (folder / OBJECT_FOLDER).is_dir():
            raise InputError(_NO_OBJECTS, root=root, layout=layout.title, model=model)
        photos = voc_objects(folder, used, names)
    elif layout is Layout.EVERYDAY:
        photos = everyday_objects(root, used, names)
    else:
        raise InputError(_NO_OBJECTS, root=root, layout=layout.title, model=model)
    check_there(root, used, (path for it in photos for path in (it.photo, it.truth.path, it.truth.class_path)))
    return PhotoSet(root, layout, used, tuple(photos))


def _checked(root: Path, layout: Layout, split: str | None) -> Layout:
    """The layout that ``root`` is in. Raises InputError when it is not in the one that is asked for."""
    if not is_folder(root):
        raise InputError("{root} is not a folder; give the folder of a data set.", root=root)
    if split is not None and (Path(split).name != split or split in ("", "..")):
        raise InputError("A split is a plain name such as val or test, not '{split}'.", split=split)
    if layout is Layout.AUTO:
        return recognise(root, split)
    if layout in _MISSING and not _TESTS[layout](root, split):
        raise InputError(_MISSING[layout], root=root, split=split or USUAL_SPLIT)
    return layout


def _is_voc(root: Path, _split: str | None) -> bool:
    return voc_folder(root) is not None


def _is_camvid(root: Path, split: str | None) -> bool:
    return camvid_folders(root, split or USUAL_SPLIT) is not None or bool(camvid_splits(root))


def _is_coco(root: Path, split: str | None) -> bool:
    return any(annotation_file(root, one) for one in _splits_to_try(split)) or bool(annotated_splits(root))


def _is_everyday(root: Path, _split: str | None) -> bool:
    return (root / "images").is_dir() and (root / "class").is_dir()


def _is_pairs(root: Path, split: str | None) -> bool:
    return any(pair_folders(root, one) is not None for one in (*_splits_to_try(split), None))


_TESTS: dict[Layout, Callable[[Path, str | None], bool]] = {
    Layout.VOC: _is_voc,
    Layout.CAMVID: _is_camvid,
    Layout.COCO: _is_coco,
    Layout.EVERYDAY: _is_everyday,
    Layout.PAIRS: _is_pairs,
}
"""In the order in which they are tried: folder pairs would fit others too."""


def _splits_to_try(split: str | None) -> tuple[str | None, ...]:
    """Where nobody named a split: the usual one, then the data set as a whole."""
    return (split,) if split is not None else (USUAL_SPLIT, None)


def _voc(root: Path) -> Path:
    folder = voc_folder(root)
    assert folder is not None  # it was recognised by this
    return folder


def _published_maps(root: Path, layout: Layout, split: str) -> Sequence[MapPhoto]:
    if layout is Layout.VOC:
        return voc_maps(_voc(root), split)
    return camvid_maps(root, split) if layout is Layout.CAMVID else everyday_maps(root, split)


def _open_pairs(root: Path, split: str | None, label_set: LabelSet) -> tuple[str, Sequence[MapPhoto]]:
    wanted = split or USUAL_SPLIT
    folders = pair_folders(root, wanted)
    if folders is not None:
        return wanted, pair_maps(folders, label_set)
    whole = pair_folders(root, None)
    assert whole is not None  # it was recognised by this
    listing = root / f"{wanted}.txt"
    if listing.is_file():
        return wanted, pair_maps(whole, label_set, read_names(listing))
    if split is not None:
        raise InputError("{root} has no split '{split}'; leave it out to measure all photos.", root=root, split=split)
    return "", pair_maps(whole, label_set)


def _coco(root: Path, split: str | None, label_set: LabelSet) -> PhotoSet[CocoTruth]:
    used, path = next(((one, path) for one in _splits_to_try(split) if (path := annotation_file(root, one)) is not None), (None, None))
    if path is None:
        raise no_split(root, split or USUAL_SPLIT, annotated_splits(root))
    photos: list[LabelledPhoto[CocoTruth]] = read_annotations(path, root, used or "", label_set)
    if not photos:
        raise InputError("{path} names no photo; choose another annotation file.", path=path)
    return PhotoSet(root, Layout.COCO, used or "", tuple(photos))
