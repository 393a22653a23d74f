"""The command line of ``segment`` that makes a result again: the way back from the values that its options become."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Sequence
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
    """What a command does whatever its models: the photo, the folder to write to, the files, and how pictures look.

    ``width``, ``dpi`` and ``title`` None are the command's own defaults.
    """

    document: ImageDocument
    out: Path
    write: tuple[str, ...]
    device: DeviceChoice = DeviceChoice.AUTO
    opacity: float = DEFAULT_OPACITY
    width: int | None = None
    dpi: float | None = None
    title: str | None = None
    legend: bool = True


@dataclass(frozen=True, slots=True)
class Classes:
    """A model of classes, and how they are drawn.

    ``shown`` None paints all classes but the background; ``colours`` are a person's own.
    """

    model_key: str
    read_out: ReadOut
    gains: Gains
    palette: str
    shown: tuple[str, ...] | None = None
    colours: tuple[tuple[str, Rgb], ...] = ()
    filled: bool = True
    outlined: bool = False

    def words(self) -> list[str]:
        words = ["--read-out", str(int(self.read_out))]
        if self.gains != UNIT_GAINS:
            words += ["--gains", *(repr(float(self.gains.of(stride))) for stride in STREAM_STRIDES)]
        words += ["--palette", self.palette]
        if self.shown is not None:
            words += [f"--show={','.join(self.shown)}"]
        for name, colour in self.colours:
            words += ["--colour", "{}=#{:02x}{:02x}{:02x}".format(name, *colour)]
        return words


@dataclass(frozen=True, slots=True)
class Objects:
    """A model of objects, and how they are drawn. Every rule is said, since a network's own are known only to it."""

    model_key: str
    thresholds: Thresholds
    poolers: Poolers
    rule: PasteRule
    filled: bool = True
    outlined: bool = True
    framed: bool = True
    named: bool = True

    def words(self) -> list[str]:
        """Raises InputError for a pooler that has no word."""
        words = []
        for option, field in RULES.items():
            words += [f"--{option.replace('_', '-')}", repr(getattr(self.thresholds, field))]
        for head, settings in (("box", self.poolers.box), ("mask", self.poolers.mask)):
            if settings is not None:
                words += [f"--{head}-pooler", _pooler(settings)]
        words += ["--paste-rule", self.rule.value]
        return [*words, *([] if self.framed else ["--no-boxes"]), *([] if self.named else ["--no-names"])]


def command(order: Order, first: Classes | Objects, beside: Objects | None = None) -> list[str]:
    """The words that find ``first`` again, and draw ``beside`` into its pictures. Raises InputError for what has no words."""
    words = [*PROGRAM, *_photo(order.document), "--model", first.model_key]
    words += [] if beside is None else ["--with", beside.model_key]
    words += ["--out", str(order.out), "--write", ",".join(order.write)]
    if order.device is not DeviceChoice.AUTO:
        words += ["--device", order.device.value]
    words += ["--opacity", repr(order.opacity), "--style", _style(first)]
    words += [] if beside is None else ["--object-style", _style(beside)]
    given = {"width": order.width, "dpi": order.dpi, "title": order.title}
    words += [f"--{option}={value}" for option, value in given.items() if value is not None]
    words += [] if order.legend else ["--no-legend"]
    return [*words, *first.words(), *([] if beside is None else beside.words())]


def as_line(words: Sequence[str], platform: str = sys.platform) -> str:
    """The words as one line for the system's shell."""
    return subprocess.list2cmdline(words) if platform == "win32" else shlex.join(words)


def _style(drawn: Classes | Objects) -> str:
    return next(word for word, parts in STYLES.items() if parts == (drawn.filled, drawn.outlined))


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
