"""Sample photos that need no download: those inside scikit-image's own package, with their credits as it states them."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from core.errors import ImageError, InputError
from core.image import ImageDocument, from_array, load_image


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample photo. ``credit`` names author or source and licence, as in the documentation of ``skimage.data``."""

    key: str
    title: str
    credit: str
    file_name: str


SAMPLES = (
    Sample(
        "astronaut",
        "Astronaut",
        "Eileen Collins, NASA Great Images database; no known copyright restrictions, public domain",
        "astronaut.png",
    ),
    Sample("cat", "Cat", "Chelsea, by Stefan van der Walt; CC0", "chelsea.png"),
    Sample("coffee", "Coffee", "by Rachel Michetti, courtesy of Pikolo Espresso Bar; CC0", "coffee.png"),
    Sample("camera", "Camera", "by Lav Varshney; CC0", "camera.png"),
)


def find_sample(key: str) -> Sample:
    """The sample of that key. Raises InputError."""
    for sample in SAMPLES:
        if sample.key == key:
            return sample
    names = ", ".join(sample.key for sample in SAMPLES)
    raise InputError("There is no sample {key}; choose one of {names}.", key=key, names=names)


def sample_path(key: str) -> Path:
    """Where the sample's file lies in the installed scikit-image (which is not imported). Raises InputError, ImageError."""
    sample = find_sample(key)
    package = importlib.util.find_spec("skimage")
    for folder in (package.submodule_search_locations or ()) if package else ():
        path = Path(folder) / "data" / sample.file_name
        if path.is_file():
            return path
    raise ImageError(
        "The sample {title} needs {file}, which the installed scikit-image lacks; install scikit-image again.",
        title=sample.title,
        file=sample.file_name,
    )


def load_sample(key: str) -> ImageDocument:
    """The sample as a document named by its title, with no path. Raises InputError, ImageError."""
    document = load_image(sample_path(key))
    return from_array(document.rgb, name=find_sample(key).title, notes=document.notes)
