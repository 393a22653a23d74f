"""State dicts without a word about themselves: their network, classes and layout are read from names and shapes alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torchvision.models import resnet50, vgg16
from torchvision.models.detection import (
    fasterrcnn_resnet50_fpn,
    keypointrcnn_resnet50_fpn,
    maskrcnn_resnet50_fpn,
    maskrcnn_resnet50_fpn_v2,
)
from torchvision.models.segmentation import deeplabv3_resnet50, fcn_resnet50, fcn_resnet101

from core.errors import WeightsError
from core.fcn.build import build as build_fcn
from core.fcn.published import DilatedFcnConfig, PaperFcnConfig
from core.labels import COCO, VOC
from core.maskrcnn.build import build as build_mask_rcnn
from core.maskrcnn.config import TorchvisionMaskRcnnConfig
from core.recognition import Config, ImportNote, Labels, in_words, input_in_words, is_semantic, is_untrained, recognise
from tests.maskrcnn_networks import tiny_maskrcnn_config
from tests.networks import tiny_config
from tests.torchvision_networks import State, names_before_2022

SEVEN = tuple("abcdefg")
NONE = {"weights": None, "weights_backbone": None}


def shapes(build: object, **words: object) -> State:
    """A state dict without numbers: names and shapes are all that is looked at."""
    assert callable(build)
    with torch.device("meta"):
        return dict(build(**words).state_dict())


def paper(finest: int, classes: int) -> State:
    with torch.device("meta"):
        return dict(build_fcn(PaperFcnConfig(finest, tuple(map(str, range(classes))), "any")).state_dict())


def frozen(state: State) -> State:
    return {name: tensor for name, tensor in state.items() if not (name.startswith("backbone.body") and name.endswith("tracked"))}


def named(kind: type, *fields: object, **more: object) -> object:
    return lambda names, label_set: kind(*fields, names, label_set, **more)


CASES = {
    "FCN-32s": (lambda k: paper(32, k), named(PaperFcnConfig, 32), VOC),
    "FCN-16s": (lambda k: paper(16, k), named(PaperFcnConfig, 16), VOC),
    "FCN-8s": (lambda k: paper(8, k), named(PaperFcnConfig, 8), VOC),
    "fcn_resnet50": (lambda k: shapes(fcn_resnet50, **NONE, num_classes=k), named(DilatedFcnConfig, 50), VOC),
    "fcn_resnet101": (lambda k: shapes(fcn_resnet101, **NONE, num_classes=k, aux_loss=True), named(DilatedFcnConfig, 101), VOC),
    "maskrcnn v1": (lambda k: shapes(maskrcnn_resnet50_fpn, **NONE, num_classes=k), named(TorchvisionMaskRcnnConfig, 1), COCO),
    "maskrcnn v1, frozen, old names": (
        lambda k: names_before_2022(frozen(shapes(maskrcnn_resnet50_fpn, **NONE, num_classes=k))),
        named(TorchvisionMaskRcnnConfig, 1, frozen_norm=True, norm_eps=0.0), COCO,
    ),
    "maskrcnn v2": (lambda k: shapes(maskrcnn_resnet50_fpn_v2, **NONE, num_classes=k), named(TorchvisionMaskRcnnConfig, 2), COCO),
}  # fmt: skip
cases = pytest.mark.parametrize("case", CASES)


def fresh(config: Config) -> State:
    with torch.device("meta"):
        return dict((build_fcn(config) if is_semantic(config) else build_mask_rcnn(config)).state_dict())


@cases
def test_architecture_and_layout_are_recognised_and_the_names_fit_a_fresh_network(case: str) -> None:
    make, expected, labels = CASES[case]
    state = make(len(labels))
    found = recognise(state, {}, "x.pth")
    assert found.config == expected(labels.names, labels.name)
    wanted = fresh(found.config)
    assert found.tensors.keys() == wanted.keys()
    assert all(found.tensors[name].shape == wanted[name].shape for name in wanted)
    assert ImportNote.ASSUMED in found.notes
    assert (ImportNote.AUXILIARY_LEFT_OUT in found.notes) == any(name.startswith("aux") for name in state)


@cases
def test_another_number_of_classes_is_numbered(case: str) -> None:
    found = recognise(CASES[case][0](7), {}, "x.pth")
    assert found.config.label_names == ("class 0" if is_semantic(found.config) else "background", *(f"class {i}" for i in range(1, 7)))
    assert found.config.num_classes == 7
    assert ImportNote.NUMBERED in found.notes


@cases
def test_a_label_file_names_the_classes(case: str) -> None:
    found = recognise(CASES[case][0](7), {}, "x.pth", Labels("letters", SEVEN, "letters.txt"))
    assert found.config.label_names[1:] == SEVEN[1:]
    assert found.config.label_set == "letters"
    assert not {ImportNote.NUMBERED, ImportNote.ASSUMED} & set(found.notes)


@cases
def test_labels_of_another_number_are_refused(case: str) -> None:
    with pytest.raises(WeightsError, match=r"The label file letters\.txt names 7 classes, but x\.pth has 5;"):
        recognise(CASES[case][0](5), {}, "x.pth", Labels("letters", SEVEN, "letters.txt"))


@cases
def test_a_fresh_network_is_seen_to_be_untrained_by_its_batch_norm(case: str) -> None:
    """As torchvision builds it, and after one batch: the norms of FCNs on VGG16 tell nothing, as there are none."""
    state = {name: fresh_statistics(name, tensor) for name, tensor in CASES[case][0](7).items()}
    norms = [name for name in state if name.endswith("running_mean")]
    assert is_untrained(state) == bool(norms)
    for name in norms[-1:]:
        assert not is_untrained({**state, name: state[name] + 0.01})
        variance = name.replace("running_mean", "running_var")
        assert not is_untrained({**state, variance: state[variance] * 0.99})


def fresh_statistics(name: str, tensor: torch.Tensor) -> torch.Tensor:
    """Of the norms; nothing else is looked at, and so nothing else takes memory."""
    if name.endswith(("running_mean", "running_var")):
        return torch.full(tensor.shape, float(name.endswith("var")))
    return tensor


@pytest.mark.parametrize(
    ("config", "line"),
    [
        (replace(tiny_config(), mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
         "RGB, longest side 96 px, (value / 255 - (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225), padded to a multiple of 32"),
        (tiny_maskrcnn_config(),
         "RGB, shortest side {0.min_size} px but longest at most {0.max_size}, (value / 255 - 0.5) / 0.5, padded to a multiple of 32"),
    ],
)  # fmt: skip
def test_what_a_network_makes_of_a_photo_is_a_short_line(config: Config, line: str) -> None:
    assert input_in_words(config) == line.format(config)


def test_staged_is_assumed_where_keys_cannot_tell() -> None:
    assert [ImportNote.STAGED in recognise(paper(finest, 21), {}, "x").notes for finest in (32, 16, 8)] == [False, True, True]


@pytest.mark.parametrize("prefix", ["module.", "model."])
def test_a_prefix_of_all_names_is_left_out(prefix: str) -> None:
    state = {f"{prefix}{name}": tensor for name, tensor in paper(16, 21).items()}
    assert recognise(state, {}, "x").config == PaperFcnConfig(16, VOC.names, VOC.name)


@pytest.mark.parametrize("config", [tiny_config(), tiny_maskrcnn_config(), TorchvisionMaskRcnnConfig(2, SEVEN, "letters")], ids=in_words)
def test_what_the_metadata_says_comes_first(config: Config) -> None:
    found = recognise(fresh(config), config.to_metadata(), "x")
    assert (found.config, found.notes) == (config, ())


@pytest.mark.parametrize("make", [
    lambda: shapes(resnet50), lambda: shapes(vgg16), lambda: shapes(fasterrcnn_resnet50_fpn, **NONE),
    lambda: shapes(keypointrcnn_resnet50_fpn, **NONE), lambda: shapes(deeplabv3_resnet50, **NONE), lambda: {"weight": torch.zeros(3)},
])  # fmt: skip
@pytest.mark.bad_input("weights: another architecture")
def test_other_networks_are_refused_with_their_first_names(make: object) -> None:
    assert callable(make)
    state = make()
    with pytest.raises(WeightsError, match=r"x\.pth is of no network that Halfpixel knows \(its first tensors are ") as caught:
        recognise(state, {}, "x.pth")
    assert next(iter(state)) in str(caught.value)


@pytest.mark.parametrize("classes", [1, 256])
@pytest.mark.bad_input("weights: another number of classes")
def test_fewer_or_more_classes_than_can_be_shown_are_refused(classes: int) -> None:
    with pytest.raises(WeightsError, match=f"has {classes} classes, but Halfpixel shows 2 to 255"):
        recognise(paper(32, classes), {}, "x.pth")


def test_a_network_is_a_short_line() -> None:
    lines = [in_words(expected(labels.names, labels.name)) for _, expected, labels in CASES.values()]
    assert len(set(lines)) == len(lines) - 1  # frozen or not is too fine for a line
    assert all(len(line) < 80 for line in lines)
