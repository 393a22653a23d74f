"""A built wheel works from any folder: weights, model cards, icons and translations travel inside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from core.catalog import MODELS, Origin, Task

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("app", "core", "resources", "main.py", "pyproject.toml", "README.md", "LICENSE")
MAPS = {Task.SEMANTIC: "labels", Task.INSTANCE: "instances"}
SHIPPED = [row for row in MODELS if row.origin is Origin.SHIPPED]
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def run(*words: object, cwd: Path) -> str:
    """Run a program with none of this checkout on its path; its stdout."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([*map(str, words)], cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that neither an old build folder leaks into it nor a new one into the checkout."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name)
        else:
            shutil.copy(ROOT / name, source / name)
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", target, source, cwd=target)
    return next(target.glob("halfpixel-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of an environment that holds the wheel, and sees this one's dependencies but not its editable installs."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    python = folder / SCRIPTS / Path(sys.executable).name
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    # A plain line adds the folder alone: the .pth files in it, an editable install's among them, are not followed.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    options = ("--no-deps", "--no-index", "--quiet", "--disable-pip-version-check", "--no-warn-script-location")
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel, cwd=folder)
    return folder / SCRIPTS


def test_the_wheel_holds_every_resource_and_no_bytecode(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    resources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()}
    assert {name for name in resources if not name.endswith(".pyc")} <= names
    assert [name for name in names if name.endswith(".pyc")] == []


def test_the_wheel_holds_the_program_and_neither_tests_nor_tools(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"app", "core", "main.py", "resources"}


def test_the_installed_program_is_the_wheels_own(installed: Path, tmp_path: Path) -> None:
    listed = json.loads(run(installed / "halfpixel", "models", "--json", cwd=tmp_path))
    assert [entry["key"] for entry in listed] == [row.key for row in MODELS]
    paths = {entry["key"]: Path(entry["weights"]["path"]) for entry in listed}
    assert all(paths[row.key].is_relative_to(installed.parent) for row in SHIPPED)
    assert all(Path(entry["card"]).is_relative_to(installed.parent) for entry in listed)


@pytest.mark.skipif(not all(row.weights_path.is_file() for row in SHIPPED), reason="the starter weights are not in this checkout")
def test_the_installed_program_segments_a_photo_from_another_folder(installed: Path, tmp_path: Path) -> None:
    Image.linear_gradient("L").convert("RGB").save(tmp_path / "photo.png")
    for row in SHIPPED:
        product = MAPS[row.task]
        words = ("segment", "photo.png", "--model", row.key, "--out", row.key, "--write", product, "--device", "cpu", "--json")
        (entry,) = json.loads(run(installed / "halfpixel", *words, cwd=tmp_path))
        assert entry["size"] == {"width": 256, "height": 256}
        with Image.open(tmp_path / row.key / f"photo-{product}.png") as labels:
            assert labels.size == (256, 256)
            highest = labels.getextrema()[1]
        assert isinstance(highest, (int, float))
        # Ids of classes, or of objects from 1 on; an object may be hidden behind better ones.
        assert highest <= (len(row.label_set) - 1 if row.task is Task.SEMANTIC else len(entry["detections"]))
