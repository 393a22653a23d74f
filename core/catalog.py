"""MODELS: the one table of models. Menus, combo boxes, the command line and the contract tests iterate it. Imports no torch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from core.badges import Badge
from core.errors import InputError, UserError, WeightsError, WeightsMissing
from core.fcn.published import DilatedFcnConfig, PaperFcnConfig
from core.labels import CAMVID, COCO, EVERYDAY_OBJECTS, VOC, LabelSet
from core.maskrcnn.config import TorchvisionMaskRcnnConfig
from core.recognition import DETECTION_INPUT, DILATED_INPUT, PAPER_INPUT, Config
from core.weights.own import OwnModel, index_path, read_own, recorded
from core.weights.places import data_folder, shipped
from core.weights.reading import sha256_of

_NOT_FETCHED = "{model} is not here yet; run 'halfpixel weights fetch {key}', or import its file."
_NOT_CHOSEN = "{model} is not here yet; import a file of its weights with 'halfpixel weights import FILE --as {key}'."


class Task(Enum):
    """What a model answers: a class for every pixel, or a mask for every object."""

    SEMANTIC = "semantic"
    INSTANCE = "instance"


class WeightsState(Enum):
    """Whether a model can run now."""

    READY = "ready"
    MISSING = "missing"
    DAMAGED = "damaged"


class Origin(Enum):
    """Whose the weights are: a part of Halfpixel, published by others and fetched or chosen when wanted, or the person's own."""

    SHIPPED = "shipped"
    ON_DEMAND = "on demand"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class WeightFile:
    """The file that a model's weights are, and where it comes from.

    A shipped file lies in ``resources/weights``, an own one at an absolute path; ``sha256`` and ``size_bytes`` are its own. Of a file on
    demand they say what was published: ``sha256`` is None and ``size_bytes`` 0, or that of the file kept, where nothing was;
    ``sha256_prefix`` holds its first digits where the published name does. Its ``url`` is None when the person has to bring the file.
    It is kept as the safetensors file ``file_name`` in the data folder.

    ``given_sha256`` is the hash of the file that was fetched or imported and ``kept_sha256`` of the one kept: None before that.
    ``source`` says where it is from, ``licence`` what may be done with it.
    """

    file_name: str
    sha256: str | None
    size_bytes: int
    url: str | None = None
    source: str = ""
    sha256_prefix: str = ""
    licence: str = ""
    given_sha256: str | None = None
    kept_sha256: str | None = None

    @property
    def is_another_than_published(self) -> bool:
        """Whether what was taken in is known not to be the published file."""
        published = self.sha256 or self.sha256_prefix
        return self.origin is Origin.ON_DEMAND and self.given_sha256 is not None and not self.given_sha256.startswith(published)

    @property
    def origin(self) -> Origin:
        if self.url is not None or self.sha256 is None:
            return Origin.ON_DEMAND
        return Origin.OWN if Path(self.file_name).is_absolute() else Origin.SHIPPED

    @property
    def path(self) -> Path:
        return data_folder() / self.file_name if self.origin is Origin.ON_DEMAND else shipped(self.file_name)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model. ``summary`` is one sentence; ``card`` is the file name of its model card, beside the shipped weights.

    ``architecture`` and ``preprocessing`` are short lines for people. ``figures``: what it reaches, on what, and who says so; "" where
    nobody does. ``config`` is the network that a file on demand must fit; a shipped or own file says that itself.
    """

    key: str
    title: str
    task: Task
    label_set: LabelSet
    weights: WeightFile
    badges: tuple[Badge, ...]
    summary: str
    card: str
    architecture: str = ""
    preprocessing: str = ""
    figures: str = ""
    config: Config | None = None

    @property
    def weights_path(self) -> Path:
        return self.weights.path

    @property
    def card_path(self) -> Path:
        return shipped(self.card)

    @property
    def origin(self) -> Origin:
        return self.weights.origin


_STARTER_LICENCE = "BSD-3-Clause, as the program; the photos that it learned from have terms of their own, see its card"
_TORCHVISION = "torchvision's published weights"
_TORCHVISION_LICENCE = "torchvision is BSD-3-Clause; its weights may carry the terms of the data they were trained on (COCO)"
_PAPER = "a file of yours in the layout of pytorch-fcn"
_PAPER_LICENCE = "that of your file; its authors gave the paper's models free for any use"

MODELS: tuple[ModelRow, ...] = (
    ModelRow(
        key="fcn-everyday",
        title="FCN everyday",
        task=Task.SEMANTIC,
        label_set=VOC,
        weights=WeightFile(
            "fcn-everyday.safetensors", "6fa90d887634dc3406507dec7ba7e1730d5ca66f932c78495a08a10592f7741c", 9261526,
            licence=_STARTER_LICENCE,
        ),
        badges=(Badge.STARTER,),
        summary="VOC's 21 classes on everyday photos; best at people, cats, dogs, horses, sheep and cows.",
        card="fcn-everyday.md",
        architecture="FCN-32s, 16s and 8s on EfficientNet-Lite2",
        preprocessing="RGB, longest side 416 px, (value / 255 - 0.5) / 0.5, padded to a multiple of 32",
        figures="measured: FCN-8s 50.8 mean IoU on 491 photos of everyday, val",
    ),
    ModelRow(
        key="fcn-street",
        title="FCN street",
        task=Task.SEMANTIC,
        label_set=CAMVID,
        weights=WeightFile(
            "fcn-street.safetensors", "38614f4dc51b32a65d26b3549c4359afdbc37049f195ab50946d5ce13e4b7a4d", 9253666,
            licence=_STARTER_LICENCE,
        ),
        badges=(Badge.STARTER,),
        summary="CamVid's 11 classes on street scenes seen from a car.",
        card="fcn-street.md",
        architecture="FCN-32s, 16s and 8s on EfficientNet-Lite2",
        preprocessing="RGB, longest side 768 px, (value / 255 - 0.5) / 0.5, padded to a multiple of 32",
        figures="measured: FCN-8s 68.7 mean IoU on 233 photos of CamVid, test",
    ),
    ModelRow(
        key="maskrcnn-starter",
        title="Mask R-CNN starter",
        task=Task.INSTANCE,
        label_set=EVERYDAY_OBJECTS,
        weights=WeightFile(
            "maskrcnn-starter.safetensors", "64380d89f2421af1e6272e402cb8512c596f092184951757bb2ae54cb7791254", 16137256,
            licence=_STARTER_LICENCE,
        ),
        badges=(Badge.STARTER,),
        summary="A mask for each person, cat, dog, horse, sheep and cow on everyday photos.",
        card="maskrcnn-starter.md",
        architecture="Mask R-CNN, EfficientNet-Lite2 with a feature pyramid",
        preprocessing="RGB, shortest side 320 px but longest at most 512, (value / 255 - 0.5) / 0.5, padded to a multiple of 32",
        figures="measured: mask AP 46.5, box AP 49.7 on 491 photos of everyday, val",
    ),
    ModelRow(
        key="maskrcnn-resnet50-fpn",
        title="Mask R-CNN ResNet-50",
        task=Task.INSTANCE,
        label_set=COCO,
        weights=WeightFile(
            "maskrcnn-resnet50-fpn.safetensors", "bf2d0c1efbc936eeee2bc95a48e80ebc86b891f61b0106485937fc29f9315fc0", 178090079,
            url="https://download.pytorch.org/models/maskrcnn_resnet50_fpn_coco-bf2d0c1e.pth",
            source=_TORCHVISION, sha256_prefix="bf2d0c1e", licence=_TORCHVISION_LICENCE,
        ),
        badges=(),
        summary="COCO's 80 classes of objects; torchvision's first version, close to the paper's network.",
        card="maskrcnn-resnet50-fpn.md",
        architecture="Mask R-CNN, ResNet-50 with a feature pyramid",
        preprocessing=DETECTION_INPUT,
        figures="published: box AP 37.9, mask AP 34.6 on COCO val2017",
        config=TorchvisionMaskRcnnConfig(1, COCO.names, COCO.name, frozen_norm=True, norm_eps=0.0),
    ),
    ModelRow(
        key="maskrcnn-resnet50-fpn-v2",
        title="Mask R-CNN ResNet-50 v2",
        task=Task.INSTANCE,
        label_set=COCO,
        weights=WeightFile(
            "maskrcnn-resnet50-fpn-v2.safetensors", "73cbd0190fcbe3ba339921fbce2c3a0b6bb9126c9a133c85e43a2a8e060a109e", 185828065,
            url="https://download.pytorch.org/models/maskrcnn_resnet50_fpn_v2_coco-73cbd019.pth",
            source=_TORCHVISION, sha256_prefix="73cbd019", licence=_TORCHVISION_LICENCE,
        ),
        badges=(),
        summary="COCO's 80 classes of objects; torchvision's better and slower second version.",
        card="maskrcnn-resnet50-fpn-v2.md",
        architecture="Mask R-CNN, ResNet-50 with a feature pyramid, batch norm in pyramid and heads",
        preprocessing=DETECTION_INPUT,
        figures="published: box AP 47.4, mask AP 41.8 on COCO val2017",
        config=TorchvisionMaskRcnnConfig(2, COCO.names, COCO.name),
    ),
    ModelRow(
        key="fcn-resnet50",
        title="FCN ResNet-50",
        task=Task.SEMANTIC,
        label_set=VOC,
        weights=WeightFile(
            "fcn-resnet50.safetensors", "1167a1affa42e1e62858f8d3fac12d109e0108327ffc91c5855a324b11683c36", 141567418,
            url="https://download.pytorch.org/models/fcn_resnet50_coco-1167a1af.pth",
            source=_TORCHVISION, sha256_prefix="1167a1af", licence=_TORCHVISION_LICENCE,
        ),
        badges=(),
        summary="VOC's 21 classes, trained on COCO; no skips, stride 8, dilated: a reference, not one of the paper's nets.",
        card="fcn-resnet50.md",
        architecture="ResNet-50 dilated to stride 8, one score map, no skips",
        preprocessing=DILATED_INPUT,
        figures="published: 60.5 mean IoU on COCO val2017 with VOC's classes",
        config=DilatedFcnConfig(50, VOC.names, VOC.name),
    ),
    ModelRow(
        key="fcn-resnet101",
        title="FCN ResNet-101",
        task=Task.SEMANTIC,
        label_set=VOC,
        weights=WeightFile(
            "fcn-resnet101.safetensors", "7ecb50ca17844860a70d5ed0c748d997cf8adb62932abaa0233430c68594d749", 217800805,
            url="https://download.pytorch.org/models/fcn_resnet101_coco-7ecb50ca.pth",
            source=_TORCHVISION, sha256_prefix="7ecb50ca", licence=_TORCHVISION_LICENCE,
        ),
        badges=(),
        summary="VOC's 21 classes, trained on COCO; no skips, stride 8, dilated, on a deeper trunk.",
        card="fcn-resnet101.md",
        architecture="ResNet-101 dilated to stride 8, one score map, no skips",
        preprocessing=DILATED_INPUT,
        figures="published: 63.7 mean IoU on COCO val2017 with VOC's classes",
        config=DilatedFcnConfig(101, VOC.names, VOC.name),
    ),
    ModelRow(
        key="fcn32s-vgg16",
        title="FCN-32s VGG16",
        task=Task.SEMANTIC,
        label_set=VOC,
        weights=WeightFile("fcn32s-vgg16.safetensors", None, 0, source=_PAPER, licence=_PAPER_LICENCE),
        badges=(),
        summary="The paper's coarsest net: VOC's 21 classes from one stream at stride 32.",
        card="fcn32s-vgg16.md",
        architecture="FCN-32s on VGG16",
        preprocessing=PAPER_INPUT,
        figures="published: 63.6 mean IoU on seg11valid (CVPR 2015: 59.4)",
        config=PaperFcnConfig(32, VOC.names, VOC.name),
    ),
    ModelRow(
        key="fcn16s-vgg16",
        title="FCN-16s VGG16",
        task=Task.SEMANTIC,
        label_set=VOC,
        weights=WeightFile("fcn16s-vgg16.safetensors", None, 0, source=_PAPER, licence=_PAPER_LICENCE),
        badges=(),
        summary="The paper's middle net: VOC's 21 classes from stride 32 and pool4, trained from FCN-32s.",
        card="fcn16s-vgg16.md",
        architecture="FCN-16s on VGG16, staged",
        preprocessing=PAPER_INPUT,
        figures="published: 65.0 mean IoU on seg11valid (CVPR 2015: 62.4)",
        config=PaperFcnConfig(16, VOC.names, VOC.name),
    ),
    ModelRow(
        key="fcn8s-vgg16",
        title="FCN-8s VGG16",
        task=Task.SEMANTIC,
        label_set=VOC,
        weights=WeightFile("fcn8s-vgg16.safetensors", None, 0, source=_PAPER, licence=_PAPER_LICENCE),
        badges=(),
        summary="The paper's finest net: VOC's 21 classes from stride 32, pool4 and pool3, trained from FCN-16s.",
        card="fcn8s-vgg16.md",
        architecture="FCN-8s on VGG16, staged",
        preprocessing=PAPER_INPUT,
        figures="published: 65.5 mean IoU on seg11valid (CVPR 2015: 62.7)",
        config=PaperFcnConfig(8, VOC.names, VOC.name),
    ),
    ModelRow(
        key="fcn8s-vgg16-atonce",
        title="FCN-8s VGG16 at once",
        task=Task.SEMANTIC,
        label_set=VOC,
        weights=WeightFile("fcn8s-vgg16-atonce.safetensors", None, 0, source=_PAPER, licence=_PAPER_LICENCE),
        badges=(),
        summary="The paper's finest net, trained in one go: pool4 and pool3 are scaled down before they are scored.",
        card="fcn8s-vgg16-atonce.md",
        architecture="FCN-8s on VGG16, at once",
        preprocessing=PAPER_INPUT,
        figures="published: 65.4 mean IoU on seg11valid",
        config=PaperFcnConfig(8, VOC.names, VOC.name, at_once=True),
    ),
)  # fmt: skip


_KNOWN_LABELS = {(labels.name, labels.names): labels for labels in (VOC, CAMVID, EVERYDAY_OBJECTS, COCO)}


def all_rows(on_problem: Callable[[UserError], object] | None = None) -> tuple[ModelRow, ...]:
    """MODELS, with what was taken in for them, then the person's own models.

    ``on_problem`` is told when the list of what was taken in was damaged; then nothing was.
    """
    taken, problem = read_own(index_path())
    if problem is not None and on_problem is not None:
        on_problem(problem)
    records = {record.key: record for record in taken}
    built_in = tuple(with_record(row, records.pop(row.key, None)) for row in MODELS)
    return (*built_in, *(own_row(record, data_folder()) for record in records.values()))


def with_record(row: ModelRow, record: OwnModel | None) -> ModelRow:
    """``row`` with the hashes of the file that was taken in for it, and the badge "untrained" where it is.

    Another file than the published one does not have its figures.
    """
    if record is None or row.origin is not Origin.ON_DEMAND:
        return row
    size = row.weights.size_bytes or record.size_bytes
    weights = replace(row.weights, given_sha256=record.given_sha256, kept_sha256=record.sha256, size_bytes=size)
    figures = "" if weights.is_another_than_published or record.untrained else row.figures
    badges = (*row.badges, Badge.UNTRAINED) if record.untrained else row.badges
    return replace(row, weights=weights, badges=badges, figures=figures)


def own_row(model: OwnModel, folder: Path) -> ModelRow:
    """The row of an imported model whose file lies in ``folder``; it carries a badge only when it is untrained."""
    weights = WeightFile(
        str(folder / model.file_name), model.sha256, model.size_bytes, source=model.source,
        given_sha256=model.given_sha256, kept_sha256=model.sha256,
    )  # fmt: skip
    return ModelRow(
        key=model.key,
        title=model.title,
        task=Task(model.task),
        label_set=labels_called(model.label_set, model.label_names),
        weights=weights,
        badges=(Badge.UNTRAINED,) if model.untrained else (),
        summary=f"Imported from {model.source}.",
        card=str(folder / f"{model.key}.md"),
        architecture=model.architecture,
        preprocessing=model.preprocessing,
    )


def labels_called(name: str, names: tuple[str, ...]) -> LabelSet:
    """The known label set with that name and those classes, else one of its own."""
    return _KNOWN_LABELS.get((name, names)) or LabelSet(name, names, background=0 if names[0] == "background" else None)


def find_model(key: str, rows: Sequence[ModelRow] = MODELS) -> ModelRow:
    """The row called ``key``. Raises InputError naming the keys there are."""
    for row in rows:
        if row.key == key:
            return row
    raise InputError("There is no model '{key}'; choose one of {keys}.", key=key, keys=", ".join(row.key for row in rows))


def sha256_in_use(row: ModelRow) -> str | None:
    """The hash that the file at ``weights_path`` must have. Raises WeightsMissing when no file on demand was taken in yet."""
    if row.origin is not Origin.ON_DEMAND:
        return row.weights.sha256
    record = recorded(index_path(), row.key)
    if record is None:
        template = _NOT_FETCHED if row.weights.url is not None else _NOT_CHOSEN
        raise WeightsMissing(template, model=row.title, key=row.key)
    return record.sha256


def weights_state(row: ModelRow) -> WeightsState:
    """Compare the hash of the row's weight file (some 10 milliseconds per 10 MB)."""
    try:
        right = sha256_of(row.weights_path) == sha256_in_use(row)
    except WeightsMissing:
        return WeightsState.MISSING
    except WeightsError:
        return WeightsState.DAMAGED
    return WeightsState.READY if right else WeightsState.DAMAGED
