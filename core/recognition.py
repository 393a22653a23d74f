"""Which network a state dict belongs to: what its metadata says, else what the names and shapes of its tensors show. Imports no torch."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from core.errors import WeightsError
from core.fcn.build import CONFIGS as FCN_CONFIGS
from core.fcn.build import read_config as read_fcn
from core.fcn.config import FcnConfig
from core.fcn.published import DilatedFcnConfig, PaperFcnConfig
from core.labels import COCO, VOC, LabelSet
from core.maskrcnn.config import BACKGROUND, MASK_RCNN_CONFIGS, MaskRcnnConfig, TorchvisionMaskRcnnConfig
from core.weights.metadata import METADATA_KEY, architecture_of

if TYPE_CHECKING:
    import torch

SemanticConfig = FcnConfig | PaperFcnConfig | DilatedFcnConfig
InstanceConfig = MaskRcnnConfig | TorchvisionMaskRcnnConfig
Config = SemanticConfig | InstanceConfig

MAX_CLASSES = 255
NUMBERED = "numbered"
"""The label set of classes that nobody names."""
PARALLEL_PREFIXES = ("module.", "model.")
"""What torch's and Lightning's wrappers put before every name."""
AUXILIARY = "aux_classifier."
COUNTERS = ".num_batches_tracked"

_NO_NETWORK = "The weight file {path} does not say which network it belongs to; choose one written by 'halfpixel train'."
_UNKNOWN = "The weight file {path} is of no network that Halfpixel knows (its first tensors are {names}); choose another file."
_CLASSES = "The weight file {path} has {given} classes, but Halfpixel shows 2 to 255; choose another file."
_WRONG_COUNT = "The label file {labels} names {given} classes, but {path} has {wanted}; write one name a line, that of class 0 first."


class ImportNote(Enum):
    """What an import did of its own accord. The value is the English sentence; the window translates it."""

    AUXILIARY_LEFT_OUT = "The auxiliary classifier was left out: only training uses it."
    NUMBERED = "The file does not name its classes: they are numbered."
    ASSUMED = "The file does not name its classes: as it has as many as the published models, theirs are assumed."
    STAGED = "Nothing in a file tells a net that was trained at once from a staged one: it is read as staged."
    UNTRAINED = "The statistics of its batch norm are those of a fresh network, which has seen no photo: it is marked as untrained."
    NOT_PUBLISHED = "Its SHA-256 is not that of the published file, so the published figures need not be its own and are left out."
    FROZEN_NORM = "The trunk's batch norm is read as torchvision reads its COCO weights: constant, with epsilon 0."


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of class 0, 1, ... from the text file ``source``; ``name`` is what the label set is called."""

    name: str
    names: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Recognised:
    """``tensors`` under the names that the network of ``config`` gives them."""

    config: Config
    tensors: Mapping[str, torch.Tensor]
    notes: tuple[ImportNote, ...] = ()


def is_semantic(config: Config) -> bool:
    return isinstance(config, SemanticConfig)


def in_words(config: Config) -> str:
    """What a network is, in a short line."""
    match config:
        case PaperFcnConfig():
            return f"FCN-{config.finest_stride}s on VGG16" + (", trained at once" if config.at_once else "")
        case DilatedFcnConfig():
            return f"ResNet-{config.depth} dilated to stride 8, one score map, no skips"
        case TorchvisionMaskRcnnConfig():
            return "Mask R-CNN, ResNet-50 with a feature pyramid" + (", second version" if config.version == 2 else "")
        case FcnConfig():
            return f"FCN-32s, 16s and 8s on {config.trunk}"
        case MaskRcnnConfig():
            return f"Mask R-CNN, {config.trunk} with a feature pyramid"


DETECTION_INPUT = "RGB, shortest side 800 px but longest at most 1333, ImageNet's mean and deviation, padded to a multiple of 32"
DILATED_INPUT = "RGB, shortest side 520 px, ImageNet's mean and deviation"
PAPER_INPUT = "BGR minus (104.007, 116.669, 122.679), longest side at most 500 px, 100 zeros around it"


def input_in_words(config: Config) -> str:
    """What a network makes of a photo before it looks at it, in a short line."""
    match config:
        case PaperFcnConfig():
            return PAPER_INPUT
        case DilatedFcnConfig():
            return DILATED_INPUT
        case TorchvisionMaskRcnnConfig():
            return DETECTION_INPUT
        case FcnConfig():
            return f"RGB, longest side {config.longest_side} px, {_normalising(config)}, padded to a multiple of 32"
        case MaskRcnnConfig():
            sides = f"shortest side {config.min_size} px but longest at most {config.max_size}"
            return f"RGB, {sides}, {_normalising(config)}, padded to a multiple of 32"


def _normalising(config: FcnConfig | MaskRcnnConfig) -> str:
    """``(value / 255 - 0.5) / 0.5``, or with three numbers where the channels differ."""
    mean, deviation = (
        f"{numbers[0]:g}" if len(set(numbers)) == 1 else "({})".format(", ".join(f"{number:g}" for number in numbers))
        for numbers in (config.mean, config.std)
    )
    return f"(value / 255 - {mean}) / {deviation}"


def is_untrained(tensors: Mapping[str, torch.Tensor]) -> bool:
    """Whether every batch norm has mean 0 and variance 1, as a fresh network has: the first batch of a training changes both.

    False where there is no batch norm to tell it.
    """
    means = [tensor for name, tensor in tensors.items() if name.endswith(".running_mean")]
    variances = [tensor for name, tensor in tensors.items() if name.endswith(".running_var")]
    return bool(means) and not any(mean.any() for mean in means) and all(bool((variance == 1).all()) for variance in variances)


def recognise(
    tensors: Mapping[str, torch.Tensor], metadata: Mapping[str, str], source: str, labels: Labels | None = None
) -> Recognised:
    """The network that the tensors of the file ``source`` belong to. ``labels`` name its classes, whatever else does.

    Raises WeightsError when there is none, and when ``labels`` are not as many as its classes.
    """
    if METADATA_KEY in metadata:
        said = read_config(metadata, source)
        return Recognised(said if labels is None else _relabelled(said, labels, source), tensors)
    bare = without_prefix(tensors)
    layout = next((layout for layout in LAYOUTS if layout.marks <= bare.keys()), None)
    if layout is None:
        raise WeightsError(_UNKNOWN, path=source, names=", ".join(map(_line, list(tensors)[:3])))
    count = len(bare[layout.counted]) if bare[layout.counted].ndim else 0
    if not 2 <= count <= MAX_CLASSES:
        raise WeightsError(_CLASSES, path=source, given=count)
    assumed, note = _labels_for(layout, count)
    config = layout.configure(bare, assumed)
    fitting, notes = fitted(config, bare)
    notes += layout.notes(config)
    if labels is not None:
        return Recognised(_relabelled(config, labels, source), fitting, notes)
    return Recognised(config, fitting, (*notes, note))


def read_config(metadata: Mapping[str, str], source: str) -> Config:
    """The configuration that ``to_metadata`` wrote. Raises WeightsError naming ``source``."""
    architecture = architecture_of(metadata) or ""
    if architecture in FCN_CONFIGS:
        return read_fcn(metadata, source)
    if architecture in MASK_RCNN_CONFIGS:
        return MASK_RCNN_CONFIGS[architecture].from_metadata(metadata, source=source)
    raise WeightsError(_NO_NETWORK, details=f"architecture {architecture!r}", path=source)


def without_prefix(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """``tensors`` without what a wrapper put before all of their names."""
    for prefix in PARALLEL_PREFIXES:
        if tensors and all(name.startswith(prefix) for name in tensors):
            return {name.removeprefix(prefix): tensor for name, tensor in tensors.items()}
    return dict(tensors)


def fitted(config: Config, tensors: Mapping[str, torch.Tensor]) -> tuple[dict[str, torch.Tensor], tuple[ImportNote, ...]]:
    """``tensors`` as the network of ``config`` names them today, without what only training uses; anything else stays."""
    found = without_prefix(tensors)
    if isinstance(config, DilatedFcnConfig):
        kept = {name: tensor for name, tensor in found.items() if not name.startswith(AUXILIARY)}
        return kept, (ImportNote.AUXILIARY_LEFT_OUT,) if len(kept) < len(found) else ()
    if isinstance(config, TorchvisionMaskRcnnConfig):
        found = {_todays_name(name): tensor for name, tensor in found.items()}
        if config.frozen_norm:
            return {name: tensor for name, tensor in found.items() if not _is_trunk_counter(name)}, ()
    return found, ()


_OLD_NAMES = (
    (re.compile(r"(backbone\.fpn\.(?:inner|layer)_blocks\.\d)\.(weight|bias)"), r"\1.0.\2"),
    (re.compile(r"(rpn\.head\.conv)\.(weight|bias)"), r"\1.0.0.\2"),
)
_OLD_MASK_NAME = re.compile(r"roi_heads\.mask_head\.mask_fcn(\d)\.(weight|bias)")


def _todays_name(name: str) -> str:
    """torchvision renamed layers in 0.12 and 0.13; its COCO weights of version 1 still have the names from before."""
    for pattern, today in _OLD_NAMES:
        if pattern.fullmatch(name):
            return pattern.sub(today, name)
    old = _OLD_MASK_NAME.fullmatch(name)
    return f"roi_heads.mask_head.{int(old[1]) - 1}.0.{old[2]}" if old else name


def _is_trunk_counter(name: str) -> bool:
    """Batch norm counts its batches; constant batch norm does not."""
    return name.startswith("backbone.body.") and name.endswith(COUNTERS)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a published network names its tensors: ``marks`` are there in each, ``counted`` has a row for each class.

    ``labels`` are those of the published weights. ``background``: class 0 is nothing, whatever the others are.
    """

    marks: frozenset[str]
    counted: str
    labels: LabelSet
    background: bool
    configure: Callable[[Mapping[str, torch.Tensor], LabelSet], Config]
    notes: Callable[[Config], tuple[ImportNote, ...]]


def _configure_paper(tensors: Mapping[str, torch.Tensor], labels: LabelSet) -> Config:
    finest = 8 if "score_pool3.weight" in tensors else 16 if "score_pool4.weight" in tensors else 32
    return PaperFcnConfig(finest, labels.names, labels.name)


def _configure_dilated(tensors: Mapping[str, torch.Tensor], labels: LabelSet) -> Config:
    # The third stage has 6 blocks in ResNet-50 and 23 in ResNet-101.
    return DilatedFcnConfig(101 if "backbone.layer3.22.conv1.weight" in tensors else 50, labels.names, labels.name)


def _configure_mask_rcnn(tensors: Mapping[str, torch.Tensor], labels: LabelSet) -> Config:
    if "roi_heads.box_head.fc6.weight" not in tensors:
        return TorchvisionMaskRcnnConfig(2, labels.names, labels.name)
    frozen = not any(map(_is_trunk_counter, tensors))
    return TorchvisionMaskRcnnConfig(1, labels.names, labels.name, frozen, 0.0 if frozen else 1e-5)


def _notes_paper(config: Config) -> tuple[ImportNote, ...]:
    return (ImportNote.STAGED,) if isinstance(config, PaperFcnConfig) and config.finest_stride < 32 else ()


def _notes_mask_rcnn(config: Config) -> tuple[ImportNote, ...]:
    return (ImportNote.FROZEN_NORM,) if isinstance(config, TorchvisionMaskRcnnConfig) and config.frozen_norm else ()


LAYOUTS = (
    Layout(
        frozenset({"conv1_1.weight", "conv5_3.weight", "fc6.weight", "fc7.weight", "score_fr.weight"}),
        "score_fr.weight", VOC, False, _configure_paper, _notes_paper,
    ),
    Layout(
        frozenset({"backbone.conv1.weight", "backbone.layer4.2.conv3.weight", "classifier.0.weight", "classifier.4.weight"}),
        "classifier.4.weight", VOC, False, _configure_dilated, lambda _: (),
    ),
    Layout(
        frozenset({
            "backbone.body.conv1.weight", "backbone.body.layer4.2.conv3.weight", "roi_heads.box_predictor.cls_score.weight",
            "roi_heads.mask_predictor.mask_fcn_logits.weight",
        }),
        "roi_heads.box_predictor.cls_score.weight", COCO, True, _configure_mask_rcnn, _notes_mask_rcnn,
    ),
)  # fmt: skip


def _labels_for(layout: Layout, count: int) -> tuple[LabelSet, ImportNote]:
    """Names for classes that nobody names: the published models' where there are as many, else numbers."""
    if count == len(layout.labels):
        return layout.labels, ImportNote.ASSUMED
    numbers = tuple(f"class {label}" for label in range(count))
    return LabelSet(NUMBERED, (BACKGROUND, *numbers[1:]) if layout.background else numbers), ImportNote.NUMBERED


def _relabelled(config: Config, labels: Labels, source: str) -> Config:
    if len(labels.names) != config.num_classes:
        raise WeightsError(_WRONG_COUNT, labels=labels.source, given=len(labels.names), path=source, wanted=config.num_classes)
    names = labels.names if is_semantic(config) else (BACKGROUND, *labels.names[1:])
    return replace(config, label_names=names, label_set=labels.name)


def _line(text: str) -> str:
    """A name out of a file may hold anything."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:60]
