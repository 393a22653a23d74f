"""Whatever happens to a file of annotations or of progress, reading it gives objects or one sentence, never another exception."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from core.errors import InputError
from core.evaluation.coco_data import read_annotations
from core.evaluation.progress_file import read_progress, write_progress
from core.image import load_image
from core.labels import VOC
from tests.core.evaluation.data_sets import CAT, DOG, class_map, compressed, uncompressed, write_coco

TRIALS = 150


def annotated(folder: Path) -> Path:
    cat, dog = (class_map(0) == label for label in (CAT, DOG))
    objects = [
        {"category_id": 17, "segmentation": compressed(cat), "bbox": [4, 5, 12, 10]},
        {"category_id": 18, "segmentation": uncompressed(dog), "iscrowd": 1},
        {"category_id": 62, "segmentation": [[3.5, 2, 20, 4, 9, 21.25], [30, 5, 40, 6, 33, 25]], "bbox": [3.5, 2, 36.5, 23]},
    ]
    return write_coco(folder / "annotations.json", folder, [objects])


def damaged(content: bytes, rng: np.random.Generator) -> bytes:
    """A few bytes changed, doubled, swapped for digits or signs, or the end cut off."""
    data = bytearray(content)
    for _ in range(int(rng.integers(1, 5))):
        at = int(rng.integers(0, len(data)))
        match int(rng.integers(0, 4)):
            case 0:
                data[at] = int(rng.integers(0, 256))
            case 1:
                data[at:at] = data[at : at + int(rng.integers(1, 30))]
            case 2:
                data[at] = int(rng.choice(np.frombuffer(b'0123456789-.e[]{},"', np.uint8)))
            case _:
                del data[at : at + int(rng.integers(1, 30))]
    return bytes(data)


def replaced(document: object, rng: np.random.Generator) -> object:
    """One value somewhere in a document in the place of another kind of value."""
    if isinstance(document, dict | list) and document and rng.random() < 0.85:
        keys = list(document) if isinstance(document, dict) else list(range(len(document)))
        key = keys[int(rng.integers(0, len(keys)))]
        copy = dict(document) if isinstance(document, dict) else list(document)
        copy[key] = replaced(document[key], rng)
        return copy
    strange: list[object] = [None, -1, 10**30, 1e308, "", "x", [], {}, [[]], True, [None], {"a": 1}, "\ud800"]
    return strange[int(rng.integers(0, len(strange)))]


@pytest.mark.parametrize("seed", range(2))
def test_annotations_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    path, rng = annotated(tmp_path), np.random.default_rng(seed)
    content, refused = path.read_bytes(), list[str]()
    for _ in range(TRIALS):
        changed = damaged(content, rng) if seed == 0 else json.dumps(replaced(json.loads(content), rng)).encode()
        path.write_bytes(changed)
        try:
            for photo in read_annotations(path, tmp_path, "", VOC):
                document = load_image(photo.photo)
                assert photo.truth.class_map(document).class_map.shape == document.rgb.shape[:2]
                assert photo.truth.objects(document).size == document.rgb.shape[:2]
        except InputError as error:
            refused.append(str(error))
    assert all(path.name in sentence for sentence in refused)
    assert TRIALS // 3 < len(refused) < TRIALS  # both happen


def test_progress_is_read_or_refused(tmp_path: Path) -> None:
    path, rng, facts = tmp_path / "progress.json", np.random.default_rng(0), {"model": "m", "photos": "3"}
    write_progress(path, facts, 2, {"counts": [[1, 2], [3, 4]], "scores": [0.1, 0.25]})
    content = path.read_bytes()
    for _ in range(TRIALS):
        path.write_bytes(damaged(content, rng))
        if path.read_bytes() != content:
            with pytest.raises(InputError, match=r"progress\.json"):
                read_progress(path, facts)
