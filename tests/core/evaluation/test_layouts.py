"""Every layout gives the class maps and objects that were drawn; what is missing or broken is named in one sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.errors import ImageError, InputError
from core.evaluation.layouts import ClassMapPhotos, open_class_maps, open_objects, recognise
from core.evaluation.photos import Layout
from core.evaluation.truths import InstanceTruth
from core.image import load_image
from core.labels import CAMVID, COCO, VOC, VOID, LabelSet
from tests.core.evaluation.data_sets import (
    CAT,
    CHAIR,
    HEIGHT,
    NAMES,
    WIDTH,
    class_map,
    object_map,
    save_ids,
    save_photo,
    uncompressed,
    write_coco,
    write_everyday,
    write_pairs,
    write_voc,
)

PETS = LabelSet("pets", ("background", "dog", "cat", "tapir"))


def open_maps(root: Path, layout: Layout = Layout.AUTO, split: str | None = None, labels: LabelSet = VOC) -> ClassMapPhotos:
    return open_class_maps(root, layout, split, labels, "The model")


def maps_of(photos: ClassMapPhotos) -> dict[str, np.ndarray]:
    return {it.name: it.truth.class_map(load_image(it.photo)).class_map for it in photos.photos}


WRITTEN: dict[str, tuple[Layout, Callable[[Path], object]]] = {
    "the folder of a year": (Layout.VOC, write_voc),
    "above VOC2012": (Layout.VOC, lambda root: write_voc(root / "VOC2012")),
    "above VOCdevkit": (Layout.VOC, lambda root: write_voc(root / "VOCdevkit" / "VOC2012")),
    "everyday": (Layout.EVERYDAY, write_everyday),
    "labels": (Layout.PAIRS, lambda root: write_pairs(root / "images", root / "labels")),
    "masks": (Layout.PAIRS, lambda root: write_pairs(root / "images", root / "masks")),
    "masks of a split": (Layout.PAIRS, lambda root: write_pairs(root / "val" / "images", root / "val" / "masks")),
    "a split of masks": (Layout.PAIRS, lambda root: write_pairs(root / "images" / "val", root / "masks" / "val")),
}


@pytest.mark.parametrize("written", WRITTEN)
def test_class_maps_are_those_that_were_drawn(tmp_path: Path, written: str) -> None:
    layout, write = WRITTEN[written]
    write(tmp_path)
    assert recognise(tmp_path) is layout
    for asked in {Layout.AUTO, layout}:
        photos = open_maps(tmp_path, asked)
        found = maps_of(photos)
        assert photos.layout is layout
        assert sorted(found) == sorted(NAMES)
        for index, name in enumerate(NAMES):
            assert np.array_equal(found[name], class_map(index))


@pytest.mark.parametrize("folders", [("val/images", "val/labels"), ("val", "valannot")])
def test_camvids_two_ways_are_read_and_its_eleventh_id_is_void(tmp_path: Path, folders: tuple[str, str]) -> None:
    ids = np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH) % 12
    save_photo(tmp_path / folders[0] / "f1.png")
    save_ids(ids.astype(np.uint8), tmp_path / folders[1] / "f1.png")
    photos = open_maps(tmp_path, labels=CAMVID)
    assert photos.layout is Layout.CAMVID
    assert np.array_equal(maps_of(photos)["f1"], np.where(ids == 11, VOID, ids))


def test_a_list_chooses_from_folder_pairs(tmp_path: Path) -> None:
    write_pairs(tmp_path / "images", tmp_path / "labels")
    (tmp_path / "val.txt").write_text("c_three\nb_one\n", encoding="utf-8")
    photos = open_maps(tmp_path)
    assert (photos.split, [it.name for it in photos.photos]) == ("val", ["c_three", "b_one"])
    with pytest.raises(InputError, match="has no split 'test'; leave it out"):
        open_maps(tmp_path, split="test")


@pytest.mark.parametrize("write", [write_voc, write_everyday])
def test_object_maps_hold_the_models_classes_under_its_own_labels(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    photos = open_objects(write(tmp_path), Layout.AUTO, None, PETS, "The model").photos
    for index, photo in enumerate(photos):
        truth = photo.truth.objects(load_image(photo.photo))
        assert isinstance(truth, InstanceTruth)
        assert truth.labels == (2, 1)  # the cat, then the dog
        drawn = object_map(index)
        assert np.array_equal(truth.ids, np.where(drawn == 3, 0, drawn))  # the chair is background


def test_names_are_matched_across_spellings(tmp_path: Path) -> None:
    write_voc(tmp_path)
    for index, name in enumerate(NAMES):
        classes = class_map(index)
        classes[classes == CHAIR] = VOC.names.index("aeroplane")
        save_ids(classes, tmp_path / "SegmentationClass" / f"{name}.png")
    photo = open_objects(tmp_path, Layout.VOC, "val", COCO, "The model").photos[0]
    labels = photo.truth.objects(load_image(photo.photo)).labels
    assert [COCO.names[label] for label in labels] == ["cat", "dog", "airplane"]


def test_photos_can_be_thinned_and_chosen_by_source(tmp_path: Path) -> None:
    photos = open_maps(write_voc(tmp_path))
    assert [it.name for it in photos.spread(2).photos] == ["b_one", "a_two"]
    assert [it.name for it in photos.of_source("c").photos] == ["c_three"]
    with pytest.raises(InputError, match="No photo of val comes from 'x'; its sources are b, a, c"):
        photos.of_source("x")


def test_an_unknown_folder_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"in no layout that is known; looked for SegmentationClass \(VOC\), val/images .*\(COCO\)"):
        open_maps(tmp_path)
    with pytest.raises(InputError, match="is not a folder"):
        open_maps(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("layout", "sentence"),
    [
        (Layout.VOC, "not in VOC's layout; looked for SegmentationClass"),
        (Layout.CAMVID, "not in CamVid's layout; looked for test/images with test/labels"),
        (Layout.COCO, r"not in COCO's layout; looked for annotations/instances_test\.json"),
        (Layout.PAIRS, "no folder pair; looked for images beside labels or masks"),
    ],
)
def test_a_layout_that_is_asked_for_but_not_there_is_said(tmp_path: Path, layout: Layout, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        open_maps(tmp_path, layout, "test")


def test_a_split_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    root = write_voc(tmp_path / "voc", "trainval")
    with pytest.raises(InputError, match="holds no split 'val'; it has trainval"):
        open_maps(root)
    write_coco(tmp_path / "coco" / "annotations" / "instances_train2017.json", tmp_path / "coco" / "train2017", [[]])
    with pytest.raises(InputError, match="holds no split 'test'; it has train2017"):
        open_maps(tmp_path / "coco", split="test")


@pytest.mark.parametrize("split", ["../val", "a/b", "", ".."])
def test_a_split_is_a_plain_name(tmp_path: Path, split: str) -> None:
    with pytest.raises(InputError, match="A split is a plain name"):
        open_maps(write_voc(tmp_path), split=split)


@pytest.mark.parametrize("folder", ["JPEGImages", "SegmentationClass"])
def test_a_missing_file_is_named(tmp_path: Path, folder: str) -> None:
    write_voc(tmp_path)
    (lost,) = (tmp_path / folder).glob("a_two.*")
    lost.unlink()
    with pytest.raises(InputError, match=rf"{folder}.a_two\.\w+ is missing"):
        open_maps(tmp_path)


def test_classes_without_objects_are_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\(VOC\) says what each pixel is, but not which objects there are"):
        open_objects(write_voc(tmp_path / "voc", objects=False), Layout.AUTO, None, PETS, "The model")
    write_pairs(tmp_path / "pairs" / "images", tmp_path / "pairs" / "labels")
    with pytest.raises(InputError, match=r"\(folder pairs\) says what each pixel is"):
        open_objects(tmp_path / "pairs", Layout.AUTO, None, PETS, "The model")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"\xff\xfe\x00", "cannot be read as a list of photos' names"),
        (b"../../secret\n", "names the photo '../../secret', which is no plain file name"),
        (b"b_one\nb_one\n", "names the photo 'b_one' twice"),
        (b"", "holds no photos of the split 'val'"),
    ],
)
def test_a_bad_list_is_refused(tmp_path: Path, text: bytes, sentence: str) -> None:
    (write_voc(tmp_path) / "ImageSets" / "Segmentation" / "val.txt").write_bytes(text)
    with pytest.raises(InputError, match=sentence):
        open_maps(tmp_path)


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:70])


def text_file(path: Path) -> None:
    path.write_text("not a picture", encoding="utf-8")


def other_size(path: Path) -> None:
    save_ids(np.zeros((HEIGHT, WIDTH + 1), np.uint8), path)


def strange_id(path: Path) -> None:
    save_ids(np.full((HEIGHT, WIDTH), 77, np.uint8), path)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (damaged, "damaged or cut short"),
        (text_file, "is not a PNG file"),
        (other_size, r"is 45 x 30 px, but .* is 44 x 30 px"),
        (strange_id, "holds the id 77"),
    ],
)
def test_a_bad_label_png_is_named(tmp_path: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    spoil(write_voc(tmp_path) / "SegmentationClass" / "a_two.png")
    with pytest.raises(ImageError, match=rf"a_two\.png.*{sentence}"):
        maps_of(open_maps(tmp_path))


def test_an_object_number_beyond_the_maps_range_is_refused(tmp_path: Path) -> None:
    write_voc(tmp_path)
    save_ids(np.full((HEIGHT, WIDTH), 256, np.uint16), tmp_path / "SegmentationObject" / "b_one.png")
    photo = open_objects(tmp_path, Layout.VOC, None, PETS, "The model").photos[0]
    with pytest.raises(InputError, match=r"b_one\.png numbers an object 256"):
        photo.truth.objects(load_image(photo.photo))


def test_two_photos_of_one_name_are_refused(tmp_path: Path) -> None:
    write_pairs(tmp_path / "images", tmp_path / "labels")
    shutil.copy(tmp_path / "images" / "b_one.png", tmp_path / "images" / "b_one.jpg")
    with pytest.raises(InputError, match="holds two photos called 'b_one'"):
        open_maps(tmp_path)


def test_a_model_of_other_classes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"The model does not name the classes of .* \(VOC\)"):
        open_maps(write_voc(tmp_path), labels=CAMVID)


def test_cocos_annotations_are_found_by_the_usual_names(tmp_path: Path) -> None:
    mask = class_map(0) == CAT
    objects = [[{"category_id": 17, "segmentation": uncompressed(mask)}]]
    places = {
        "coco": ("annotations/instances_val2017.json", "val2017"),
        "images": ("annotations/val.json", "images"),
        "roboflow": ("val/_annotations.coco.json", "val"),
        "single": ("annotations.json", "images"),
    }
    for name, (listing, photos) in places.items():
        root = tmp_path / name
        write_coco(root / listing, root / photos, objects)
        found = open_maps(root)
        assert found.layout is Layout.COCO
        assert np.array_equal(maps_of(found)["000000000000"] == CAT, mask)
