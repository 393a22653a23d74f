"""Everything but photos and weights that the program reads from disk: settings, sessions, labels, annotations, progress, records."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from app import last_session, settings
from app.class_view import ClassView
from app.evaluate import keeping
from app.export import choices
from app.start_request import StartRequest, from_line, to_line
from core.batch.items import BatchItem
from core.batch.record import FILE_NAME, HEADER, BatchRecord, Line
from core.batch.work import FileStamp, SourceStamp
from core.cancellation import CancelToken
from core.errors import InputError, UserError, WeightsMissing
from core.evaluation import progress_file
from core.evaluation.coco_data import read_annotations
from core.evaluation.instance_data import read_table
from core.evaluation.photos import Layout, read_names
from core.evaluation.request import EvaluationRequest
from core.image import from_array, load_image
from core.importing import import_file
from core.labels import VOC
from core.roi.case import case_from_json, case_json
from core.truth import read_truth
from core.weights.own import OwnModel, read_own, write_own
from core.weights.part_file import Origin, PartFile
from tests.core.evaluation import data_sets
from tests.fuzz.documents import damaged_json, damaged_json_lines, damaged_text
from tests.fuzz.image_seeds import encode
from tests.fuzz.subject import Damage, Subject, damaged_image, replace


def _raising(answer: tuple[object, UserError | None]) -> None:
    """What is read at the start never fails: its second part says what was wrong."""
    if answer[1] is not None:
        raise answer[1]


def settings_files(folder: Path) -> Subject:
    full = settings.Settings(
        views={"VOC": ClassView(frozenset({1}), 2, ((3, (1, 2, 3)),))},
        recent=(Path("a.jpg"), Path("b\udcff")),
        geometry="AAEC",
        layout="AA",
    )
    seeds = [settings.to_json(it).encode() for it in (settings.Settings(), full)]
    return _file_subject("settings", folder, seeds, damaged_json, lambda path: _raising(settings.load(path)))


def sessions(folder: Path) -> Subject:
    full = last_session.LastSession(Path("a.jpg"), "", "0f", last_session.LastView(1.0, 2.0, 0.5), truth=Path("t.png"), tour=3)
    seeds = [last_session.to_json(it).encode() for it in (last_session.LastSession(), full)]
    return _file_subject("sessions", folder, seeds, damaged_json, lambda path: _raising(last_session.load(path)))


def left_evaluations(folder: Path) -> Subject:
    kept = keeping.Keeping(folder)
    request = EvaluationRequest(Path("data"), Layout.VOC, "val", 12, "voc", ("align", "pool"), True)
    seeds = [keeping.to_json(keeping.LeftEvaluation("fcn-everyday", it, 3, 9)).encode() for it in (EvaluationRequest(Path("a")), request)]

    def write_and_read(content: bytes) -> None:
        replace(kept.path, content)
        _raising(kept.left())

    return Subject("left evaluations", seeds, damaged_json, write_and_read, kept.path.name)


def export_choices(folder: Path) -> Subject:
    """Read without a word: what is not sound is as if it were not there."""
    path = folder / "export.json"
    choices.save(choices.Remembered(folder=folder), path)
    return _file_subject("export choices", folder, [path.read_bytes()], damaged_json, choices.load)


def start_requests(folder: Path) -> Subject:
    """What a second start says over the socket; nobody reads a sentence about it."""
    del folder
    seeds = [to_line(StartRequest((Path("/a"), Path("/b\udcff")), "cat", "fcn", "cpu", "ko"))]

    def read(content: bytes) -> None:
        with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):  # what the window's own reader takes
            from_line(content)

    return Subject("start requests", seeds, damaged_json, read, None)


def label_lists(folder: Path) -> Subject:
    def read(path: Path) -> None:
        with contextlib.suppress(WeightsMissing):  # the labels are read first
            import_file(folder / "missing.safetensors", labels=path, token=CancelToken())

    seeds = ["\n".join(VOC.names).encode(), "\ufeffeins\r\nzw\u00f6lf\r\n\r\n\ud55c\uad6d\uc5b4\r\n".encode()]
    return _file_subject("label lists", folder, seeds, damaged_text, read)


def split_lists(folder: Path) -> Subject:
    return _file_subject("split lists", folder, [b"a_1\nb_2 1\nc\n", "\u00e4\n\ud55c -1\n".encode()], damaged_text, read_names)


def object_tables(folder: Path) -> Subject:
    seed = b'image,instance,class\na,1,cat\na,2,"dining table"\nb,1,dog\n'
    return _file_subject("object tables", folder, [seed], damaged_text, read_table)


def coco_annotations(folder: Path) -> Subject:
    """COCO's format: everything that an annotation file can make of a photo is made of it."""
    cat, dog = (data_sets.class_map(0) == label for label in (data_sets.CAT, data_sets.DOG))
    objects = [
        {"category_id": 17, "segmentation": data_sets.compressed(cat), "bbox": [4, 5, 12, 10]},
        {"category_id": 18, "segmentation": data_sets.uncompressed(dog), "iscrowd": 1},
        {"category_id": 62, "segmentation": [[3.5, 2, 20, 4, 9, 21.25], [30, 5, 40, 6, 33, 25]], "bbox": [3.5, 2, 36.5, 23]},
    ]
    path = data_sets.write_coco(folder / "annotations.json", folder, [objects])

    def read(path: Path) -> None:
        for photo in read_annotations(path, folder, "", VOC):
            document = load_image(photo.photo)
            photo.truth.class_map(document)
            photo.truth.objects(document)

    return _file_subject("annotations", folder, [path.read_bytes()], damaged_json, read)


def label_pngs(folder: Path) -> Subject:
    document = from_array(data_sets.rgb(), name="photo")
    from PIL import Image

    ids = Image.fromarray(data_sets.class_map(0))
    indexed = ids.copy()
    indexed.putpalette(bytes(range(256)) * 3)
    deep = Image.fromarray(data_sets.class_map(0).astype(np.uint16))
    seeds = [encode(image, "PNG") for image in (ids, indexed, deep, ids.point(lambda value: 255 * (value == 0)).convert("1"))]
    return _file_subject("label PNGs", folder, seeds, damaged_image, lambda path: read_truth(path, document, VOC))


FACTS = {"model": "m", "photos": "3"}


def progress_files(folder: Path) -> Subject:
    """Every second one has the right checksum: whoever damages a file on purpose can count."""
    path = folder / "progress.json"
    progress_file.write_progress(path, FACTS, 2, {"counts": [[1, 2], [3, 4]], "scores": [0.1, 0.25]})

    def damage(content: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
        changed = damaged_json(content, rng, others)
        if rng.random() < 0.5:
            with contextlib.suppress(ValueError, RecursionError, TypeError, AttributeError, KeyError):
                document = json.loads(changed)
                document.pop("sha256")
                return json.dumps({**document, "sha256": progress_file._digest(document)}).encode()
        return changed

    return _file_subject("progress files", folder, [path.read_bytes()], damage, lambda path: progress_file.read_progress(path, FACTS))


def batch_records(folder: Path) -> Subject:
    """A damaged record is no error: it is kept as ``.bad`` and the batch begins anew."""
    photo = folder / "photo.png"
    photo.write_bytes(b"photo")
    item, target = BatchItem(photo, "photo"), folder / "photo-labels.png"
    target.write_bytes(b"labels")
    stamp = SourceStamp.of(item)
    lines = [
        Line(str(source), stamp, "settings", {"labels": (target.name, FileStamp.of(b"labels"))}, {"file": "photo.png", "classes": [1, 2]})
        for source in (photo, folder / "other.png")
    ]
    seed = b"".join(json.dumps(it).encode() + b"\n" for it in (HEADER, *(line.to_json() for line in lines)))

    def read(content: bytes) -> None:
        replace(folder / FILE_NAME, content)
        BatchRecord(folder, "settings").earlier(item, {"labels": target})

    return Subject("batch records", [seed], damaged_json_lines, read, None)


def own_lists(folder: Path) -> Subject:
    path = folder / "own.json"
    model = OwnModel("mine", "Mine", "semantic", "VOC", ("a", "b"), "mine.safetensors", "0" * 64, 9, "m.pth", "1" * 64, "FCN")
    write_own(path, (model,))
    return _file_subject("own models", folder, [path.read_bytes()], damaged_json, lambda path: _raising(read_own(path)))


def download_notes(folder: Path) -> Subject:
    """What is not sound is as if it were not there: the download begins anew."""
    part = PartFile(folder / "net.pth")
    part.begin(Origin("https://example.org/net.pth", '"abc"', 900))
    part.path.write_bytes(b"begun")
    note = folder / "net.pth.part.json"

    def read(content: bytes) -> None:
        replace(note, content)
        part.origin("https://example.org/net.pth")

    return Subject("download notes", [note.read_bytes()], damaged_json, read, None)


def roi_cases(folder: Path) -> Subject:
    """Read by nothing but the tests that the lab exports, and refused in a sentence all the same."""
    del folder
    from tests.core.roi.test_case import BOXES, SETTINGS, case_of

    seeds = [case_json(case_of(SETTINGS[key], BOXES["inside"])).encode() for key in ("drop", "one value")]

    def read(content: bytes) -> None:
        try:
            text = content.decode()
        except UnicodeDecodeError:
            raise InputError("Not text.") from None
        case_from_json(text)

    return Subject("RoI cases", seeds, damaged_json, read, None)


def _file_subject(name: str, folder: Path, seeds: list[bytes], damage: Damage, read: Callable[[Path], object]) -> Subject:
    path = folder / "damaged.json"

    def write_and_read(content: bytes) -> None:
        replace(path, content)
        read(path)

    return Subject(name, seeds, damage, write_and_read, path.name)


FILE_SUBJECTS: dict[str, Callable[[Path], Subject]] = {
    "settings": settings_files,
    "sessions": sessions,
    "left-evaluations": left_evaluations,
    "export-choices": export_choices,
    "start-requests": start_requests,
    "label-lists": label_lists,
    "split-lists": split_lists,
    "object-tables": object_tables,
    "annotations": coco_annotations,
    "label-pngs": label_pngs,
    "progress-files": progress_files,
    "batch-records": batch_records,
    "own-models": own_lists,
    "download-notes": download_notes,
    "roi-cases": roi_cases,
}
