"""From an opened Pillow image of any mode to 8-bit RGB, upright, with a note for everything that changed the pixels."""

from __future__ import annotations

import io
import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, ImageFile
from PIL.TiffImagePlugin import TiffImageFile

from core.load_notes import LoadNote, LoadNoteKind

NEUTRAL_GREY = (128, 128, 128)
"""What shows through transparent pixels: neither of the usual grounds, white and black, so neither edge disappears."""

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


def orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 .. 8; 1 (upright) where it is missing, senseless or in damaged metadata."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    # Cameras and editors write every kind of broken EXIF block; the pixels are still good.
    except (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError):
        return 1
    return value if value in _UPRIGHT else 1


def decode(image: ImageFile.ImageFile, factor: int = 1) -> tuple[npt.NDArray[np.uint8], list[LoadNote]]:
    """Decode the first frame: ``(H, W, 3)`` uint8 RGB, upright, each side divided by ``factor`` (rounded up), and the notes.

    Raises what Pillow's decoders raise on damaged files (nearly anything), and NothingFinite.
    """
    notes = [LoadNote(LoadNoteKind.FIRST_FRAME)] if _has_more_frames(image) else []
    target, stored_orientation, bits = reduced_size(upright_size(image), factor), orientation(image), _bits(image)
    if factor > 1:
        # JPEG decodes at 1/2, 1/4 or 1/8 at a fraction of the memory; the other decoders ignore this.
        image.draft(None, (max(image.width // factor, 1), max(image.height // factor, 1)))
    image.load()
    rgb, colour_notes = _to_rgb(image, bits)
    notes += colour_notes
    # Pillow's TIFF reader turns the picture itself while loading; the other readers leave it, with the tag, to us.
    method = _UPRIGHT.get(orientation(image))
    rgb = rgb if method is None else rgb.transpose(method)
    if stored_orientation != 1:
        notes.append(LoadNote(LoadNoteKind.ROTATED, {"orientation": stored_orientation}))
    if rgb.size != target:
        rgb = rgb.reduce(math.ceil(max(rgb.width / target[0], rgb.height / target[1])))
    return np.array(rgb), notes


def upright_size(image: Image.Image) -> tuple[int, int]:
    """``(width, height)`` once upright, from the header of an image that is not decoded yet."""
    width, height = image.size
    if isinstance(image, TiffImageFile):  # announces the stored or the turned size, depending on Pillow's version
        width, height = image.tag_v2[ExifTags.Base.ImageWidth], image.tag_v2[ExifTags.Base.ImageLength]
    return (height, width) if orientation(image) >= 5 else (width, height)


def reduced_size(size: tuple[int, int], factor: int) -> tuple[int, int]:
    """``(width, height)`` when every ``factor`` x ``factor`` pixels become one; the last of a row or column may hold fewer."""
    return math.ceil(size[0] / factor), math.ceil(size[1] / factor)


def _has_more_frames(image: ImageFile.ImageFile) -> bool:
    # An MPO file's further frames are previews and depth maps of the same photo, not an animation.
    return image.format != "MPO" and bool(getattr(image, "is_animated", False))


def _bits(image: ImageFile.ImageFile) -> int:
    """Bits per channel as stored, as far as the decoder's raw mode tells; 8 where it does not. Ask before loading."""
    args = str(image.tile[0].args) if image.tile else ""
    return next((bits for bits in (12, 16) if f";{bits}" in args), 16 if image.mode.startswith("I;16") else 8)


def _to_rgb(image: Image.Image, bits: int) -> tuple[Image.Image, list[LoadNote]]:
    if image.mode.startswith("I;16") or (image.mode == "I" and image.format in ("PNG", "PPM")):
        return _from_sixteen_bits(image, bits if image.mode.startswith("I;16") else 16)
    if image.mode in _CONVERTERS:
        return _CONVERTERS[image.mode](image)
    rgb, notes = _from_eight_bits(image)
    return rgb, [LoadNote(LoadNoteKind.DEPTH_SCALED, {"bits": bits}), *notes] if bits > 8 else notes


def _from_eight_bits(image: Image.Image) -> tuple[Image.Image, list[LoadNote]]:
    notes = [LoadNote(LoadNoteKind.GREYSCALE)] if image.mode in ("1", "L", "LA", "La") else []
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        alpha = rgba.getchannel("A")
        if np.asarray(alpha).min() < 255:
            ground = Image.new("RGB", image.size, NEUTRAL_GREY)
            ground.paste(rgba, mask=alpha)
            return ground, [*notes, LoadNote(LoadNoteKind.ALPHA_COMPOSITED)]
        image = rgba
    return image.convert("RGB"), notes


def _from_sixteen_bits(image: Image.Image, bits: int) -> tuple[Image.Image, list[LoadNote]]:
    """Grey values of ``bits`` bits to the nearest of 8 bits: ``round(value * 255 / (2 ** bits - 1))``."""
    values = np.asarray(image)
    peak = 2**bits - 1
    grey = np.empty(values.shape, np.uint8)
    for rows in _bands(values.shape):
        scaled = (np.clip(values[rows], 0, peak).astype(np.uint32) * 255 + peak // 2) // peak
        grey[rows] = scaled
    notes = [LoadNote(LoadNoteKind.DEPTH_SCALED, {"bits": bits}), LoadNote(LoadNoteKind.GREYSCALE)]
    return Image.fromarray(grey).convert("RGB"), notes


def _from_numbers(image: Image.Image) -> tuple[Image.Image, list[LoadNote]]:
    """32-bit integers or floats: the lowest finite value becomes 0, the highest 255 (128 when they are equal)."""
    values = np.asarray(image)
    finite = np.isfinite(values)
    if not finite.any():
        raise NothingFinite("no finite value")
    low, high = float(values.min(where=finite, initial=np.inf)), float(values.max(where=finite, initial=-np.inf))
    grey = np.empty(values.shape, np.uint8)
    for rows in _bands(values.shape):
        # In float64: the span of two float32 numbers overflows float32, and 1e6 .. 1e6 + 1 has too few digits in it.
        share = (np.where(finite[rows], values[rows], low) - np.float64(low)) / (high - low) if high > low else 128 / 255
        grey[rows] = np.where(finite[rows], np.rint(share * 255), 0)
    notes = [
        LoadNote(LoadNoteKind.RANGE_SCALED, {"low": f"{low:g}", "high": f"{high:g}"}),
        LoadNote(LoadNoteKind.GREYSCALE),
    ]
    if not finite.all():
        notes.append(LoadNote(LoadNoteKind.NON_FINITE_REPLACED, {"count": int(finite.size - finite.sum())}))
    return Image.fromarray(grey).convert("RGB"), notes


def _bands(shape: tuple[int, ...]) -> list[slice]:
    """Groups of rows of a few megapixels each, so that wide temporaries stay small."""
    rows = max(_BAND_PIXELS // shape[1], 1)
    return [slice(start, start + rows) for start in range(0, shape[0], rows)]


def _from_cmyk(image: Image.Image) -> tuple[Image.Image, list[LoadNote]]:
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


def _from_lab(image: Image.Image) -> tuple[Image.Image, list[LoadNote]]:
    from PIL import ImageCms

    rgb = ImageCms.profileToProfile(image, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), outputMode="RGB")
    if rgb is None:
        raise ValueError("the conversion gave no picture")
    return rgb, [LoadNote(LoadNoteKind.LAB_CONVERTED)]


_CONVERTERS: dict[str, Callable[[Image.Image], tuple[Image.Image, list[LoadNote]]]] = {
    "CMYK": _from_cmyk,
    "LAB": _from_lab,
    "I": _from_numbers,
    "F": _from_numbers,
}
