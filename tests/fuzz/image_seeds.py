"""Small sound files of every format and variant that the program reads, to be damaged."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageCms, features

from tests.image_bytes import GREY, PALETTE, RGB, RGBA, chunk, cmyk_profile, exif_with_orientation, png, png_of

EXIF = b"Exif\0\0" + exif_with_orientation(6)


def scene() -> np.ndarray:
    """``(40, 56, 3)`` of gradients and noise, so that every decoder has something to do."""
    rows, columns = np.mgrid[:40, :56]
    smooth = np.stack([rows * 6, columns * 4, rows + columns], axis=-1)
    return (smooth + np.random.default_rng(0).integers(0, 8, smooth.shape)).astype(np.uint8)


def encode(image: Image.Image, content_format: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.copy().save(stream, content_format, **options)  # an image remembers what it was last saved with
    return stream.getvalue()


ADAM7 = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
"""First row, first column, and steps of the seven passes (PNG specification, 8.2)."""


def interlaced_png(rgb: np.ndarray) -> bytes:
    rows = b"".join(b"\0" + row.tobytes() for y, x, down, right in ADAM7 for row in rgb[y::down, x::right] if row.size)
    plain = png((rgb.shape[1], rgb.shape[0]), 8, RGB, rows)
    header = plain[16:28] + b"\1"  # IHDR's last byte
    return plain[:16] + header + zlib.crc32(plain[12:16] + header).to_bytes(4, "big") + plain[33:]


def image_seeds() -> dict[str, bytes]:
    """Name -> content. Formats that this build of Pillow lacks are left out."""
    photo = Image.fromarray(scene())
    grey = photo.convert("L")
    alpha = photo.copy()
    alpha.putalpha(grey)
    found = dict([*_jpegs(photo, grey), *_pngs(photo, grey, alpha), *_tiffs(photo, grey, alpha), *_others(photo, grey, alpha)])
    return {name: found[name] for name in sorted(found)}


Seeds = Iterator[tuple[str, bytes]]


def _jpegs(photo: Image.Image, grey: Image.Image) -> Seeds:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield "jpeg", encode(photo, "JPEG", exif=EXIF)
    yield "jpeg-progressive", encode(photo, "JPEG", progressive=True)
    yield "jpeg-restarts", encode(photo, "JPEG", restart_marker_blocks=2, subsampling=0)
    yield "jpeg-grey", encode(grey, "JPEG", optimize=True)
    yield "jpeg-cmyk", encode(photo.convert("CMYK"), "JPEG")
    yield "jpeg-cmyk-profile", encode(photo.convert("CMYK"), "JPEG", icc_profile=cmyk_profile((128, 160, 96)))
    yield "jpeg-profile", encode(photo, "JPEG", icc_profile=profile)
    yield "mpo", encode(photo, "MPO", save_all=True, append_images=[grey.convert("RGB")])


def _pngs(photo: Image.Image, grey: Image.Image, alpha: Image.Image) -> Seeds:
    deep = scene().astype(np.uint16) * 257
    yield "png", encode(photo, "PNG", exif=EXIF)
    yield "png-alpha", encode(alpha, "PNG")
    yield "png-grey-alpha", encode(alpha.convert("LA"), "PNG")
    yield "png-palette", encode(photo.quantize(16), "PNG", transparency=3)
    yield "png-1", encode(grey.convert("1"), "PNG")
    yield "png-16-grey", png_of(deep[..., 0], GREY)
    yield "png-16", png_of(deep, RGB)
    yield "png-16-alpha", png_of(np.dstack([deep, deep[..., 0]]), RGBA)
    yield "png-palette-2", png((8, 8), 2, PALETTE, b"\0\x1b\xb1" * 8, before=chunk(b"PLTE", bytes(range(12))) + chunk(b"tRNS", b"\0\x80"))
    yield "png-interlaced", interlaced_png(scene())
    yield "png-text", png_of(scene(), RGB, before=chunk(b"tEXt", b"Title\0x") + chunk(b"zTXt", b"a\0\0" + zlib.compress(b"b" * 99)))
    yield "png-frames", encode(photo, "PNG", save_all=True, append_images=[photo.rotate(90)])


def _tiffs(photo: Image.Image, grey: Image.Image, alpha: Image.Image) -> Seeds:
    yield "tiff", encode(photo, "TIFF")
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        yield f"tiff-{compression}", encode(photo, "TIFF", compression=compression)
    yield "tiff-fax", encode(grey.convert("1"), "TIFF", compression="group4")
    yield "tiff-float", encode(Image.fromarray(np.asarray(grey, np.float32)), "TIFF")
    yield "tiff-16", encode(Image.fromarray(np.asarray(grey).astype(np.uint16) * 200), "TIFF")
    yield "tiff-32", encode(Image.fromarray(np.asarray(grey).astype(np.int32) * 70_000), "TIFF")
    yield "tiff-palette", encode(photo.quantize(64), "TIFF")
    yield "tiff-alpha", encode(alpha, "TIFF", compression="tiff_lzw")
    yield "tiff-cmyk", encode(photo.convert("CMYK"), "TIFF")
    yield "tiff-lab", encode(photo.convert("LAB"), "TIFF")
    yield "tiff-turned", encode(photo, "TIFF", tiffinfo={274: 6}, compression="tiff_lzw")
    yield "tiff-pages", encode(photo, "TIFF", save_all=True, append_images=[grey])
    yield "tiff-big", encode(photo, "TIFF", big_tiff=True)


def _others(photo: Image.Image, grey: Image.Image, alpha: Image.Image) -> Seeds:
    yield "gif", encode(photo.quantize(64), "GIF")
    yield "gif-frames", encode(photo.quantize(64), "GIF", save_all=True, append_images=[grey.quantize(16)], transparency=2)
    yield "bmp", encode(photo, "BMP")
    yield "bmp-palette", encode(photo.quantize(16), "BMP")
    yield "bmp-1", encode(grey.convert("1"), "BMP")
    yield "ppm", encode(photo, "PPM")
    yield "pgm-16", encode(Image.fromarray(np.asarray(grey).astype(np.uint16) * 200), "PPM")
    yield "pbm", encode(grey.convert("1"), "PPM")
    yield "ppm-plain", b"P3 # words\n4 3\n255\n" + b" ".join(b"%d" % (7 * value) for value in range(36)) + b"\n"
    yield "pfm", encode(Image.fromarray(np.asarray(grey, np.float32)), "PPM")
    yield "webp", encode(photo, "WEBP")
    yield "webp-lossless", encode(photo, "WEBP", lossless=True)
    yield "webp-alpha", encode(alpha, "WEBP", exif=EXIF)
    yield "webp-frames", encode(photo, "WEBP", save_all=True, append_images=[photo.rotate(90)])
    if features.check("avif"):
        yield "avif", encode(photo, "AVIF")
        yield "avif-alpha", encode(alpha, "AVIF")
