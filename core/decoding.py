"""From an opened Pillow image of any mode to 8-bit RGB, upright, with a note for everything that changed the pixels."""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, ImageFile
from PIL.TiffImagePlugin import TiffImageFile

from core.load_notes import LoadNote, LoadNoteKind

NEUTRAL_GREY = (128, 128, 128)
"""What shows through transparent pixels: neither of the usual grounds, white and black, so that neither edge disappears."""

_BAND_PIXELS = 4_000_000

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF 2.32, tag 0x0112: what turns the stored picture upright."""


class NothingFinite(ValueError):
    """A picture of floating-point numbers holds no finite one."""


def stored_size(image: ImageFile.ImageFile) -> tuple[int, int]:
    """``(width, height)`` of the rows in the file, before turning, from the header."""
    if isinstance(image, TiffImageFile):  # announces the stored or the turned size, depending on Pillow's version
        return image.tag_v2[ExifTags.Base.ImageWidth], image.tag_v2[ExifTags.Base.ImageLength]
    return image.size


def orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 .. 8; 1 (upright) where it is missing, senseless or in damaged metadata."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    # Cameras and editors write every kind of broken EXIF block; the pixels are still good.
    except (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError, struct.error):
        return 1
    return value if value in _UPRIGHT else 1


def header_orientation(image: ImageFile.ImageFile) -> int:
    """:func:`orientation` as far as it is known before decoding."""
    # Asking a PNG without a leading eXIf chunk decodes all of it, as that chunk may also come last.
    return 1 if image.format == "PNG" and "exif" not in image.info else orientation(image)


def upright(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """``(width, height)`` after turning: orientations 5 to 8 swap the two."""
    return (size[1], size[0]) if orientation >= 5 else size


def reduced_size(size: tuple[int, int], factor: int) -> tuple[int, int]:
    """``(width, height)`` when every ``factor`` x ``factor`` pixels become one; the last of a row or column may hold fewer."""
    return math.ceil(size[0] / factor), math.ceil(size[1] / factor)


def decode(image: ImageFile.ImageFile, factor: int = 1) -> tuple[npt.NDArray[np.uint8], tuple[LoadNote, ...]]:
    """Decode the first frame: ``(H, W, 3)`` uint8 RGB, upright, each side divided by ``factor`` (rounded up), and the notes.

    Raises what Pillow's decoders raise on damaged files (nearly anything), and NothingFinite.
    """
    notes = [LoadNote(LoadNoteKind.FIRST_FRAME)] if _has_more_frames(image) else []
    size, turned, deep = stored_size(image), header_orientation(image), _is_deep(image)
    if factor > 1:
        # JPEG decodes at 1/2, 1/4 or 1/8 at a fraction of the memory; the other decoders ignore this.
        image.draft(None, (max(size[0] // factor, 1), max(size[1] // factor, 1)))
    image.load()
    rgb, colour_notes = _to_rgb(image, deep)
    notes += colour_notes
    # Pillow's TIFF reader turns the picture itself while loading; the other readers leave it, with the tag, to us.
    left = orientation(image)
    rgb = rgb if left == 1 else rgb.transpose(_UPRIGHT[left])
    if max(turned, left) != 1:
        notes.append(LoadNote(LoadNoteKind.ROTATED, {"orientation": max(turned, left)}))
    if factor > 1:
        full = upright(size, max(turned, left))
        rgb = _reduced(rgb, reduced_size(full, factor))
        notes.append(_reduction_note(rgb.size, full))
    return np.array(rgb), tuple(notes)


def _has_more_frames(image: ImageFile.ImageFile) -> bool:
    # An MPO file's further frames are previews and depth maps of the same photo, not an animation.
    return image.format != "MPO" and bool(getattr(image, "is_animated", False))


def _is_deep(image: ImageFile.ImageFile) -> bool:
    """Whether the file stores more than 8 bits per channel, as its decoder's arguments tell. Ask before loading."""
    if not image.tile:
        return False
    args = image.tile[0].args
    if image.tile[0].codec_name.startswith("ppm"):  # (mode, highest value)
        return isinstance(args, tuple) and args[-1] > 255
    return ";16" in str(args) or ";12" in str(args)


def _reduced(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Box-averaged to ``size``, which an integer factor leads to; unchanged where the decoder did that already."""
    factor = math.ceil(max(image.width / size[0], image.height / size[1]))
    return image.reduce(factor) if image.size != size else image


def _reduction_note(size: tuple[int, int], full: tuple[int, int]) -> LoadNote:
    fields = {"width": size[0], "height": size[1], "full_width": full[0], "full_height": full[1]}
    return LoadNote(LoadNoteKind.REDUCED, fields)


Converted = tuple[Image.Image, list[LoadNote]]


def _to_rgb(image: Image.Image, deep: bool) -> Converted:
    if image.mode.startswith("I;16") or (image.mode == "I" and image.format in ("PNG", "PPM")):
        return _from_sixteen_bits(image)
    if image.mode in _CONVERTERS:
        return _CONVERTERS[image.mode](image)
    rgb, notes = _from_eight_bits(image)
    return rgb, [LoadNote(LoadNoteKind.DEPTH_SCALED), *notes] if deep else notes


def _from_eight_bits(image: Image.Image) -> Converted:
    notes = [LoadNote(LoadNoteKind.GREYSCALE)] if image.mode in ("1", "L", "LA", "La") else []
    if image.has_transparency_data:
        composited, transparent = _composited(image)
        return composited, [*notes, LoadNote(LoadNoteKind.ALPHA_COMPOSITED)] if transparent else notes
    return image.convert("RGB"), notes


def _composited(image: Image.Image) -> tuple[Image.Image, bool]:
    """``image`` on NEUTRAL_GREY, and whether any of it lets that through. By bands: a whole RGBA copy of 80 megapixels takes 320 MB."""
    ground, transparent = Image.new("RGB", image.size, NEUTRAL_GREY), False
    for rows in _bands((image.height, image.width)):
        band = image.crop((0, rows.start, image.width, min(rows.stop, image.height))).convert("RGBA")
        alpha = band.getchannel("A")
        transparent = transparent or bool(np.asarray(alpha).min() < 255)
        ground.paste(band, (0, rows.start), alpha)
    return ground, transparent


def _from_sixteen_bits(image: Image.Image) -> Converted:
    """Grey values of 16 bits to the nearest of 8 bits: ``round(value * 255 / 65535)``, and 65535 is 257 * 255."""
    values = np.asarray(image)
    grey = np.empty(values.shape, np.uint8)
    for rows in _bands(values.shape):
        grey[rows] = (values[rows].astype(np.uint32) + 128) // 257
    return Image.fromarray(grey).convert("RGB"), [LoadNote(LoadNoteKind.DEPTH_SCALED), LoadNote(LoadNoteKind.GREYSCALE)]


def _from_numbers(image: Image.Image) -> Converted:
    """32-bit integers or floats: the lowest finite value becomes 0, the highest 255 (128 when they are equal)."""
    values = np.asarray(image)
    finite = np.isfinite(values)
    if not finite.any():
        raise NothingFinite("no finite value")
    some = values.flat[int(finite.argmax())]
    low, high = (float(extreme(values, where=finite, initial=some)) for extreme in (np.min, np.max))
    fields = {"low": f"{low:g}", "high": f"{high:g}"}
    notes = [LoadNote(LoadNoteKind.RANGE_SCALED, fields), LoadNote(LoadNoteKind.GREYSCALE)]
    replaced = int(finite.size - np.count_nonzero(finite))
    if replaced:
        notes.append(LoadNote(LoadNoteKind.NON_FINITE_REPLACED, {"count": replaced}))
    return Image.fromarray(_scaled(values, finite, low, high)).convert("RGB"), notes


def _scaled(values: npt.NDArray[np.float32 | np.int32], finite: npt.NDArray[np.bool_], low: float, high: float) -> npt.NDArray[np.uint8]:
    grey = np.empty(values.shape, np.uint8)
    for rows in _bands(values.shape):
        # In float64: the span of two float32 numbers overflows float32, and 1e6 .. 1e6 + 1 has too few digits in it.
        share = (np.where(finite[rows], values[rows], low) - np.float64(low)) / (high - low) if high > low else 128 / 255
        grey[rows] = np.where(finite[rows], np.rint(share * 255), 0)
    return grey


def _bands(shape: tuple[int, ...]) -> list[slice]:
    """Groups of rows of a few megapixels each, so that wide temporaries stay small."""
    rows = max(_BAND_PIXELS // shape[1], 1)
    return [slice(start, start + rows) for start in range(0, shape[0], rows)]


def _from_cmyk(image: Image.Image) -> Converted:
    managed = _by_profile(image, image.info.get("icc_profile"))
    if managed is not None:
        return managed, [LoadNote(LoadNoteKind.CMYK_PROFILE)]
    return image.convert("RGB"), [LoadNote(LoadNoteKind.CMYK_CONVERTED)]


def _by_profile(image: Image.Image, profile: object) -> Image.Image | None:
    """CMYK to sRGB through an embedded ICC profile, or None when there is none that works."""
    from PIL import ImageCms

    if not isinstance(profile, bytes):
        return None
    try:
        return ImageCms.profileToProfile(image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _from_lab(image: Image.Image) -> Converted:
    from PIL import ImageCms

    rgb = ImageCms.profileToProfile(image, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), outputMode="RGB")
    if rgb is None:
        raise ValueError("the conversion gave no picture")
    return rgb, [LoadNote(LoadNoteKind.LAB_CONVERTED)]


_CONVERTERS: dict[str, Callable[[Image.Image], Converted]] = {
    "CMYK": _from_cmyk,
    "LAB": _from_lab,
    "I": _from_numbers,
    "F": _from_numbers,
}
