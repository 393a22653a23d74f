"""``train``: how the shipped starter weights were made, rerunnable by anyone."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from core.cli.options import add_device, positive_int
from core.errors import InputError

SIX_CLASSES = ("person", "cat", "dog", "horse", "sheep", "cow")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    networks = parser.add_subparsers(dest="network", required=True, metavar="NETWORK")
    _add_fcn(networks.add_parser("fcn", help="train FCN-32/16/8 on a folder of photos and class maps"))
    _add_maskrcnn(networks.add_parser("maskrcnn", help="train Mask R-CNN on a folder of photos and object maps"))


def _add_fcn(fcn: argparse.ArgumentParser) -> None:
    fcn.add_argument("--data", type=Path, required=True, help="folder in CamVid's layout, or with images/, class/, train.txt, val.txt")
    fcn.add_argument("--classes", required=True, help="label set: VOC or CamVid")
    trunks = "any timm model with features at stride 8, 16 and 32 (default %(default)s)"
    fcn.add_argument("--trunk", default="tf_efficientnet_lite2", help=trunks)
    fcn.add_argument("--longest-side", type=int, default=448, help="longest side of the network input (default %(default)s)")
    fcn.add_argument("--head-width", type=int, default=128)
    fcn.add_argument("--batch", type=positive_int, default=8)
    fcn.add_argument("--crop", type=int, default=320, help="side of a training crop, a multiple of 32 (default %(default)s)")
    fcn.add_argument("--scale", type=float, nargs=2, default=(0.75, 1.6), metavar=("MIN", "MAX"), help="range of the scale of a crop")
    fcn.add_argument("--trunk-rate", type=float, default=3e-4)
    fcn.add_argument("--head-rate", type=float, default=3e-3)
    fcn.add_argument("--freeze", type=int, default=0, metavar="N", help="keep the stem and the first N trunk stages as they are")
    fcn.add_argument("--class-weights", action="store_true", help="weight classes by 1 / log(1.1 + frequency)")
    fcn.add_argument("--balanced", action="store_true", help="draw photos with rare classes more often")
    fcn.add_argument("--compile", action="store_true", help="compile the network with TorchInductor (needs a C++ compiler)")
    _add_run(fcn)


def _add_maskrcnn(maskrcnn: argparse.ArgumentParser) -> None:
    layout = "folder with images/, class/, object/, instances.csv, train.txt and val.txt"
    maskrcnn.add_argument("--data", type=Path, required=True, help=layout)
    maskrcnn.add_argument("--classes", nargs="+", default=SIX_CLASSES, metavar="NAME", help="VOC classes (default: %(default)s)")
    trunks = "any timm model with features at stride 4, 8, 16 and 32 (default %(default)s)"
    maskrcnn.add_argument("--trunk", default="tf_efficientnet_lite2", help=trunks)
    sizes = "shortest side of the network input, and the most its longest may have (default 320 512)"
    maskrcnn.add_argument("--input-size", type=int, nargs=2, default=(320, 512), metavar=("MIN", "MAX"), help=sizes)
    maskrcnn.add_argument("--pyramid-width", type=positive_int, default=96, help="channels of the pyramid (default %(default)s)")
    maskrcnn.add_argument("--batch", type=positive_int, default=4)
    maskrcnn.add_argument("--canvas", type=int, default=320, help="side of a training canvas, a multiple of 32 (default %(default)s)")
    scales = "range of a photo's scale on its canvas"
    maskrcnn.add_argument("--scale", type=float, nargs=2, default=(0.6, 1.5), metavar=("MIN", "MAX"), help=scales)
    maskrcnn.add_argument("--paste", type=float, default=0.3, metavar="ODDS", help="odds of pasting another photo's objects")
    maskrcnn.add_argument("--single-persons", action="store_true", help="use VOC's persons where one region is most likely one person")
    favour = "draw photos of a source (the data's instances.csv names it) so many times as often"
    maskrcnn.add_argument("--favour", nargs=2, action="append", default=[], metavar=("SOURCE", "FACTOR"), help=favour)
    maskrcnn.add_argument("--trunk-rate", type=float, default=1e-4)
    maskrcnn.add_argument("--head-rate", type=float, default=4e-4)
    maskrcnn.add_argument("--freeze", type=int, default=2, metavar="N", help="keep the stem and the first N trunk stages as they are")
    bfloat16 = "compute pyramid, objectness and heads in bfloat16: up to a third faster on CPUs with instructions for it"
    maskrcnn.add_argument("--bfloat16", action="store_true", help=bfloat16)
    _add_run(maskrcnn)


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, help="weights to write (.safetensors); log and checkpoint lie beside it")
    parser.add_argument("--init", type=Path, help="start from these weights instead of ImageNet's")
    parser.add_argument("--steps", type=positive_int, required=True)
    parser.add_argument("--decay-steps", type=int, required=True, help="how many of the last steps lower the learning rate to zero")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=positive_int, help="CPU threads (default: all)")
    add_device(parser)
    parser.add_argument("--validate-every", type=positive_int, default=500, metavar="STEPS")
    parser.add_argument("--val-limit", type=positive_int, help="validate on this many photos while training")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")


def run(options: argparse.Namespace) -> int:
    import torch

    if options.threads:
        torch.set_num_threads(options.threads)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    return _run_fcn(options) if options.network == "fcn" else _run_maskrcnn(options)


def _check_side(name: str, side: int) -> None:
    if side % 32 or side < 64:
        raise InputError("{name} {side} is not a multiple of 32 of at least 64; choose for example 320.", name=name, side=side)


def _factor(text: str) -> float:
    try:
        factor = float(text)
    except ValueError:
        factor = math.nan
    if not 0 < factor < math.inf:
        raise InputError("--favour {text} is not a positive number; choose for example 2.", text=text)
    return factor


def _check_sources(wanted: list[str], there: list[str]) -> None:
    for source in wanted:
        if source not in there:
            names = ", ".join(sorted(set(there)))
            raise InputError("There are no photos of '{source}' to favour; choose one of {names}.", source=source, names=names)


def _run_fcn(options: argparse.Namespace) -> int:
    from core.cancellation import CancelToken
    from core.devices import DeviceChoice, resolve
    from core.evaluation.datasets import find_semantic
    from core.fcn.config import FcnConfig
    from core.labels import LABEL_SETS
    from core.training.fcn import FcnRecipe, FcnTrainer
    from core.training.loop import RunFiles
    from core.training.photos import PhotoSet

    labels = {name.lower(): labels for name, labels in LABEL_SETS.items()}.get(options.classes.lower())
    if labels is None:
        raise InputError("There is no label set '{name}'; choose one of {names}.", name=options.classes, names=", ".join(LABEL_SETS))
    _check_side("--crop", options.crop)
    recipe = FcnRecipe(
        steps=options.steps, decay_steps=options.decay_steps, batch=options.batch, crop=options.crop,
        scale_min=options.scale[0], scale_max=options.scale[1], trunk_rate=options.trunk_rate, head_rate=options.head_rate,
        frozen_stages=options.freeze, class_weights=options.class_weights, balanced=options.balanced, seed=options.seed,
        compiled=options.compile,
    )  # fmt: skip
    config = FcnConfig(
        trunk=options.trunk, label_names=labels.names, label_set=labels.name,
        longest_side=options.longest_side, head_width=options.head_width,
    )  # fmt: skip
    train_set = PhotoSet(find_semantic(options.data, "train"))
    val_set = PhotoSet(find_semantic(options.data, "val"), limit=options.val_limit)
    device, files = resolve(DeviceChoice(options.device)), RunFiles.beside(options.out)
    trainer = FcnTrainer(config, recipe, train_set, val_set, files, device=device, init=options.init)
    trainer.train(CancelToken(), validate_every=options.validate_every, quiet=options.quiet)
    return 0


def _run_maskrcnn(options: argparse.Namespace) -> int:
    from core.cancellation import CancelToken
    from core.devices import DeviceChoice, resolve
    from core.evaluation.instance_data import find_instances
    from core.maskrcnn.config import BACKGROUND, MaskRcnnConfig
    from core.training.instances import InstanceSet
    from core.training.loop import RunFiles
    from core.training.maskrcnn import MaskRcnnRecipe, MaskRcnnTrainer

    _check_side("--canvas", options.canvas)
    names = tuple(dict.fromkeys(options.classes))
    recipe = MaskRcnnRecipe(
        steps=options.steps, decay_steps=options.decay_steps, batch=options.batch, canvas=options.canvas,
        scale_min=options.scale[0], scale_max=options.scale[1], paste=options.paste,
        trunk_rate=options.trunk_rate, head_rate=options.head_rate, frozen_stages=options.freeze, seed=options.seed,
        bfloat16=options.bfloat16, favour=tuple((source, _factor(text)) for source, text in options.favour),
    )  # fmt: skip
    config = MaskRcnnConfig(
        trunk=options.trunk, label_names=(BACKGROUND, *names), label_set="VOC", pyramid_width=options.pyramid_width,
        min_size=options.input_size[0], max_size=options.input_size[1],
    )  # fmt: skip
    train_set = InstanceSet(find_instances(options.data, "train", names), single_persons=options.single_persons)
    _check_sources([source for source, _ in options.favour], train_set.sources)
    val_set = InstanceSet(find_instances(options.data, "val", names), limit=options.val_limit)
    device, files = resolve(DeviceChoice(options.device)), RunFiles.beside(options.out)
    trainer = MaskRcnnTrainer(config, recipe, train_set, val_set, files, device=device, init=options.init)
    trainer.train(CancelToken(), validate_every=options.validate_every, quiet=options.quiet)
    return 0
