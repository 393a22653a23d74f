"""Photos: opening one safely from any file, and the document that the rest of the program works on. Imports no torch."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile

from core.decoding import NothingFinite, decode, header_orientation, reduced_size, stored_size, upright
from core.errors import ImageError, ImageTooLarge
from core.load_notes import LoadNote, LoadNoteKind
from core.reading import DECODER_ERRORS, check_is_file, quiet_pillow, reading_errors

__all__ = ["ImageDocument", "LoadNote", "LoadNoteKind", "from_array", "import_decoders", "list_images", "load_image"]

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "PPM", "AVIF")
"""What is tried, by content. Formats that run programs (EPS), or that have no signature (TGA), stay out."""

SUFFIXES = frozenset(
    f".{suffix}"
    for suffixes in ("jpg jpeg jpe jfif mpo", "png apng", "gif", "webp", "tif tiff", "bmp dib", "ppm pgm pbm pnm pfm", "avif avifs")
    for suffix in suffixes.split()
)
"""What a folder's listing shows; opening one file ignores its suffix."""

MAX_PIXELS = 40_000_000
MAX_SIDE = 32_767  # Qt's painter counts in 16 bits
MAX_PIXELS_REDUCED = 80_000_000  # decoded whole, then reduced: 320 MB while it lasts; below the size at which Pillow warns
MAX_PIXELS_REDUCED_JPEG = 200_000_000  # JPEG decodes reduced
MAX_PIXELS_REDUCED_WEBP = 50_000_000  # its decoder takes 17 bytes a pixel: two canvases, what it gives and the picture of that
_MOST_PIXELS = {"JPEG": MAX_PIXELS_REDUCED_JPEG, "MPO": MAX_PIXELS_REDUCED_JPEG, "WEBP": MAX_PIXELS_REDUCED_WEBP}

_TOO_LARGE = "{path} is {width} x {height} px, and at most {most} megapixels can be opened even reduced; make a smaller copy and open that."
_REDUCIBLE = (
    "{path} is {width} x {height} px, more than the {most} megapixels and {side} px a side that open in full; "
    "open it reduced to {reduced_width} x {reduced_height} px, or make a smaller copy."
)
_BOMB = "{path} declares a size that no photo has; it may be a decompression bomb, so choose another file."
_NOT_AN_IMAGE = "{path} is not an image that can be read ({formats}); convert it to one of these, or choose another file."
_HEIC = "{path} is a HEIC photo, which cannot be read; export it as JPEG and open that."
_DAMAGED = "{path} is a {format} file that is damaged or cut short; copy or download it again, or save it anew in an image editor."
_UNKNOWN_VARIANT = (
    "{path} starts like a {format} file, but it is damaged or of an unknown variant; save it as PNG or JPEG in an image editor."
)
_NOTHING_FINITE = "{path} holds no finite number, so there is nothing to show; write the file again or choose another."
_NO_SUCH_FOLDER = "{path} is not a folder that can be listed ({reason}); choose another folder."


@dataclass(frozen=True, slots=True, eq=False)
class ImageDocument:
    """A photo as everything else sees it: ``rgb`` is ``(H, W, 3)`` uint8, upright, read-only.

    ``name`` is what a person calls it (file name, sample name, "Pasted image"); ``path`` is None when there is no file.
    ``digest`` identifies shape and pixels (hex), whatever file they came from; ``notes`` say what loading did to them.
    """

    rgb: npt.NDArray[np.uint8]
    path: Path | None
    name: str
    digest: str
    notes: tuple[LoadNote, ...]

    @property
    def height(self) -> int:
        return int(self.rgb.shape[0])

    @property
    def width(self) -> int:
        return int(self.rgb.shape[1])


def load_image(path: Path | str, *, reduced: bool = False) -> ImageDocument:
    """Open a photo: by content, never by suffix; the first frame; upright; 8-bit RGB; sizes checked before pixels are decoded.

    A photo beyond MAX_PIXELS or MAX_SIDE opens only with ``reduced``, its sides divided by a power of two until it fits; without,
    ImageTooLarge says which size that would be. Raises ImageError for everything that cannot be shown.
    """
    path = Path(path)
    with reading_errors(path):
        check_is_file(path)
        with path.open("rb") as stream, quiet_pillow():
            image = _open_header(stream, path)
            with image:
                rgb, notes = _decode_checked(image, _reduction(image, path, reduced), path)
    return _document(rgb, path.name, path, notes)


def from_array(rgb: npt.NDArray[np.uint8], *, name: str, path: Path | None = None, notes: Iterable[LoadNote] = ()) -> ImageDocument:
    """A document of ``(H, W, 3)`` uint8 pixels, which are copied.

    Raises ValueError for another shape or type, ImageTooLarge when the sizes that load_image keeps are exceeded.
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or rgb.size == 0:
        raise ValueError(f"a photo is (H, W, 3) uint8 and not empty, not {rgb.shape} {rgb.dtype}")
    height, width = rgb.shape[:2]
    if not _fits((width, height)):
        template = "{name} is {width} x {height} px, more than {most} megapixels or {side} px a side; make a smaller copy first."
        raise ImageTooLarge(template, reduced_size=None, name=name, width=width, height=height, most=MAX_PIXELS // 10**6, side=MAX_SIDE)
    return _document(np.array(rgb, order="C"), name, path, tuple(notes))


def list_images(folder: Path) -> list[Path]:
    """The files of a folder (not of its subfolders) with an image's suffix, hidden ones left out, ``img2`` before ``img10``.

    Raises ImageError when the folder cannot be listed.
    """
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if _looks_like_image(entry)]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ImageError(_NO_SUCH_FOLDER, details=repr(error), path=folder, reason=reason) from error
    return [Path(folder) / name for name in sorted(names, key=_natural_order)]


def _document(rgb: npt.NDArray[np.uint8], name: str, path: Path | None, notes: tuple[LoadNote, ...]) -> ImageDocument:
    rgb.setflags(write=False)
    digest = hashlib.blake2b(f"{rgb.shape[0]} {rgb.shape[1]} ".encode(), digest_size=20)
    digest.update(rgb.data)
    return ImageDocument(rgb, path, name, digest.hexdigest(), notes)


def _looks_like_image(entry: os.DirEntry[str]) -> bool:
    stem, _, suffix = entry.name.rpartition(".")
    if not stem or entry.name.startswith(".") or f".{suffix.lower()}" not in SUFFIXES:
        return False
    with contextlib.suppress(OSError):  # a link that leads nowhere
        return entry.is_file()
    return False


_DIGITS = re.compile("([0-9]+)")


def _natural_order(name: str) -> tuple[list[str | int], str]:
    # Without the suffix, whose dot sorts after digits: a.png comes before a1.png.
    # Text and numbers alternate, beginning with text that may be empty: of two names, equals stand in the same places.
    parts: list[str | int] = [*_DIGITS.split(name.rpartition(".")[0].casefold())]
    parts[1::2] = map(int, parts[1::2])
    return parts, name


def _open_header(stream: IO[bytes], path: Path) -> ImageFile.ImageFile:
    """What Image.open does for FORMATS, without its size check: that one warns up to twice its limit, and hides the size."""
    prefix = stream.read(32)
    name = _format_of(prefix[:16])
    if name:
        stream.seek(0)
        try:
            image = Image.OPEN[name][0](stream, path.name)
        except Image.DecompressionBombError as error:
            raise ImageTooLarge(_BOMB, reduced_size=None, details=repr(error), path=path) from error
        except DECODER_ERRORS as error:
            raise ImageError(_UNKNOWN_VARIANT, details=repr(error), path=path, format=name) from error
        return image
    if prefix[4:8] == b"ftyp" and prefix[8:12] in (b"heic", b"heix", b"heif", b"mif1", b"msf1"):
        raise ImageError(_HEIC, path=path)
    raise ImageError(_NOT_AN_IMAGE, path=path, formats=", ".join(FORMATS))


def import_decoders() -> None:
    """Import the decoders of common photos now, rather than when the first photo is opened."""
    Image.preinit()


def _format_of(prefix: bytes) -> str:
    """The one of FORMATS that a file which begins so is of, else "". Pillow's rarer formats are imported where no other wants it."""
    for import_formats in (import_decoders, Image.init):
        import_formats()
        for name in FORMATS:
            _, accept = Image.OPEN.get(name, (None, None))
            if accept is not None and accept(prefix) is True:
                return name
    return ""


def _fits(size: tuple[int, int]) -> bool:
    return size[0] * size[1] <= MAX_PIXELS and max(size) <= MAX_SIDE


def _reduction(image: ImageFile.ImageFile, path: Path, reduced: bool) -> int:
    """The power of two by which the sides are divided: 1 for a photo that fits. Raises ImageTooLarge. Decodes nothing."""
    width, height = size = upright(stored_size(image), header_orientation(image))
    most = _MOST_PIXELS.get(image.format or "", MAX_PIXELS_REDUCED)
    if width * height > most:
        raise ImageTooLarge(_TOO_LARGE, reduced_size=None, path=path, width=width, height=height, most=most // 10**6)
    factor = 1
    while not _fits(reduced_size(size, factor)):
        factor *= 2
    if factor > 1 and not reduced:
        smaller = reduced_size(size, factor)
        limits = {"most": MAX_PIXELS // 10**6, "side": MAX_SIDE, "reduced_width": smaller[0], "reduced_height": smaller[1]}
        raise ImageTooLarge(_REDUCIBLE, details="", reduced_size=smaller, path=path, width=width, height=height, **limits)
    return factor


def _decode_checked(image: ImageFile.ImageFile, factor: int, path: Path) -> tuple[npt.NDArray[np.uint8], tuple[LoadNote, ...]]:
    try:
        return decode(image, factor)
    except NothingFinite as error:
        raise ImageError(_NOTHING_FINITE, path=path) from error
    except Image.DecompressionBombError as error:
        raise ImageTooLarge(_BOMB, reduced_size=None, details=repr(error), path=path) from error
    except DECODER_ERRORS as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk failed, not the decoder
            raise
        raise ImageError(_DAMAGED, details=repr(error), path=path, format=image.format) from error
