"""``train``: how the shipped starter weights were made, rerunnable by anyone."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.cli.options import add_device
from core.errors import InputError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    networks = parser.add_subparsers(dest="network", required=True, metavar="NETWORK")
    fcn = networks.add_parser("fcn", help="train FCN-32/16/8 on a folder of photos and class maps")
    fcn.add_argument("--data", type=Path, required=True, help="folder in CamVid's layout, or with images/, class/, train.txt, val.txt")
    fcn.add_argument("--classes", required=True, help="label set: VOC or CamVid")
    fcn.add_argument("--out", type=Path, required=True, help="weights to write (.safetensors); log and checkpoint lie beside it")
    trunks = "any timm model with features at stride 8, 16 and 32 (default %(default)s)"
    fcn.add_argument("--trunk", default="tf_efficientnet_lite2", help=trunks)
    fcn.add_argument("--init", type=Path, help="start from these weights instead of ImageNet's")
    fcn.add_argument("--longest-side", type=int, default=448, help="longest side of the network input (default %(default)s)")
    fcn.add_argument("--head-width", type=int, default=128)
    fcn.add_argument("--steps", type=int, required=True)
    fcn.add_argument("--decay-steps", type=int, required=True, help="how many of the last steps lower the learning rate to zero")
    fcn.add_argument("--batch", type=int, default=8)
    fcn.add_argument("--crop", type=int, default=320, help="side of a training crop, a multiple of 32 (default %(default)s)")
    fcn.add_argument("--scale", type=float, nargs=2, default=(0.75, 1.6), metavar=("MIN", "MAX"), help="range of the scale of a crop")
    fcn.add_argument("--trunk-rate", type=float, default=3e-4)
    fcn.add_argument("--head-rate", type=float, default=3e-3)
    fcn.add_argument("--freeze", type=int, default=0, metavar="N", help="keep the stem and the first N trunk stages as they are")
    fcn.add_argument("--class-weights", action="store_true", help="weight classes by 1 / log(1.1 + frequency)")
    fcn.add_argument("--balanced", action="store_true", help="draw photos with rare classes more often")
    fcn.add_argument("--seed", type=int, default=0)
    fcn.add_argument("--threads", type=int, help="CPU threads (default: all)")
    add_device(fcn)
    fcn.add_argument("--compile", action="store_true", help="compile the network with TorchInductor (needs a C++ compiler)")
    fcn.add_argument("--validate-every", type=int, default=500, metavar="STEPS")
    fcn.add_argument("--val-limit", type=int, help="validate on this many photos while training")
    fcn.add_argument("--quiet", action="store_true", help="no progress bar")


def run(options: argparse.Namespace) -> int:
    import torch

    from core.cancellation import CancelToken
    from core.devices import DeviceChoice, resolve
    from core.evaluation.datasets import find_semantic
    from core.fcn.config import FcnConfig
    from core.labels import LABEL_SETS
    from core.training.fcn import FcnRecipe, FcnTrainer, RunFiles
    from core.training.photos import PhotoSet

    labels = {name.lower(): labels for name, labels in LABEL_SETS.items()}.get(options.classes.lower())
    if labels is None:
        raise InputError("There is no label set '{name}'; choose one of {names}.", name=options.classes, names=", ".join(LABEL_SETS))
    if options.crop % 32 or options.crop < 64:
        raise InputError("--crop {crop} is not a multiple of 32 of at least 64; choose for example 320.", crop=options.crop)
    if options.threads:
        torch.set_num_threads(options.threads)
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
    options.out.parent.mkdir(parents=True, exist_ok=True)
    files = RunFiles(options.out, options.out.with_suffix(".checkpoint"), options.out.with_suffix(".csv"))
    device = resolve(DeviceChoice(options.device))
    trainer = FcnTrainer(config, recipe, train_set, val_set, files, device=device, init=options.init)
    trainer.train(CancelToken(), validate_every=options.validate_every, quiet=options.quiet)
    return 0
