"""The command line of ``segment`` that makes a result again: the way back from the values that its options become."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.cli.segment_instance import POOLERS, RULES
from core.cli.segment_pictures import DEFAULT_OPACITY, STYLES
from core.devices import DeviceChoice
from core.errors import InputError
from core.fcn.config import STREAM_STRIDES, UNIT_GAINS, Gains, ReadOut
from core.image import ImageDocument
from core.load_notes import LoadNoteKind
from core.maskrcnn.results import PasteRule, Poolers, Thresholds
from core.palettes import Rgb
from core.roi.settings import OperatorSettings
from core.samples import SAMPLES

PROGRAM = ("halfpixel", "segment")


@dataclass(frozen=True, slots=True)
class Order:
    """What a command does whatever its model: the photo, the folder to write to, the files, and how pictures look.

    ``width``, ``dpi`` and ``title`` None are the command's own defaults.
    """

    document: ImageDocument
    out: Path
    write: tuple[str, ...]
    device: DeviceChoice = DeviceChoice.AUTO
    opacity: float = DEFAULT_OPACITY
    filled: bool = True
    outlined: bool = False
    width: int | None = None
    dpi: float | None = None
    title: str | None = None
    legend: bool = True


def classes_command(
    order: Order,
    model_key: str,
    read_out: ReadOut,
    gains: Gains,
    palette: str,
    shown: Sequence[str] | None = None,
    colours: Iterable[tuple[str, Rgb]] = (),
) -> list[str]:
    """The words for a model of classes. ``shown`` None paints all classes but the background; ``colours`` are a person's own.

    Raises InputError for a photo that no command line can name.
    """
    words = [*_beginning(order, model_key), "--read-out", str(int(read_out))]
    if gains != UNIT_GAINS:
        words += ["--gains", *(repr(float(gains.of(stride))) for stride in STREAM_STRIDES)]
    words += ["--palette", palette]
    if shown is not None:
        words += [f"--show={','.join(shown)}"]
    for name, colour in colours:
        words += ["--colour", "{}=#{:02x}{:02x}{:02x}".format(name, *colour)]
    return words


def objects_command(
    order: Order,
    model_key: str,
    thresholds: Thresholds,
    poolers: Poolers,
    rule: PasteRule,
    *,
    framed: bool = True,
    named: bool = True,
) -> list[str]:
    """The words for a model of objects. Every rule is said, since a network's own are known only to it. Raises InputError."""
    words = _beginning(order, model_key)
    for option, field in RULES.items():
        words += [f"--{option.replace('_', '-')}", repr(getattr(thresholds, field))]
    for head, settings in (("box", poolers.box), ("mask", poolers.mask)):
        if settings is not None:
            words += [f"--{head}-pooler", _pooler(settings)]
    words += ["--paste-rule", rule.value]
    return [*words, *([] if framed else ["--no-boxes"]), *([] if named else ["--no-names"])]


def as_line(words: Sequence[str], platform: str = sys.platform) -> str:
    """The words as one line for the system's shell."""
    return subprocess.list2cmdline(words) if platform == "win32" else shlex.join(words)


def _beginning(order: Order, model_key: str) -> list[str]:
    words = [*PROGRAM, *_photo(order.document), "--model", model_key, "--out", str(order.out), "--write", ",".join(order.write)]
    if order.device is not DeviceChoice.AUTO:
        words += ["--device", order.device.value]
    style = next((word for word, drawn in STYLES.items() if drawn == (order.filled, order.outlined)), None)
    # Neither filled nor outlined is filled with nothing.
    opacity = order.opacity if style else 0.0
    words += ["--opacity", repr(opacity), "--style", style or "fill"]
    given = {"width": order.width, "dpi": order.dpi, "title": order.title}
    words += [f"--{option}={value}" for option, value in given.items() if value is not None]
    return [*words, *([] if order.legend else ["--no-legend"])]


def _photo(document: ImageDocument) -> list[str]:
    if document.path is None:
        sample = next((sample for sample in SAMPLES if sample.title == document.name), None)
        if sample is None:
            raise InputError("{name} has no file that a command could open; save it and open it from there.", name=document.name)
        return ["--sample", sample.key]
    path = str(document.path.absolute())
    return [path, "--reduced"] if any(note.kind is LoadNoteKind.REDUCED for note in document.notes) else [path]


def _pooler(settings: OperatorSettings) -> str:
    word = next((word for word, known in POOLERS.items() if known == settings), None)
    if word is None:
        raise InputError("{operator} with these settings has no word on the command line.", operator=settings.operator.paper_name)
    return word
