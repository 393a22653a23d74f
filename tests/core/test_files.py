"""write_atomically: the old file or the new one, whole; one sentence on failure; nothing left behind."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from core.errors import ExportError
from core.files import write_atomically
from tests.privileges import as_nobody, needs_permissions, reachable_folder

OLD, NEW = b"the old content", b"new"


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def refusal(path: Path, content: bytes = NEW) -> ExportError:
    with pytest.raises(ExportError) as caught:
        write_atomically(path, content)
    assert caught.value.fields["path"] == path
    return caught.value


def test_a_new_file_has_the_content_and_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new.bin", NEW)
    (tmp_path / "plain.bin").write_bytes(NEW)
    assert (tmp_path / "new.bin").read_bytes() == NEW
    assert (tmp_path / "new.bin").stat().st_mode == (tmp_path / "plain.bin").stat().st_mode
    assert names_in(tmp_path) == ["new.bin", "plain.bin"]


def test_an_empty_content_empties_the_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    write_atomically(path, b"")
    assert path.read_bytes() == b""


@needs_permissions
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_an_existing_file_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    path.chmod(mode)
    write_atomically(path, NEW)
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be replaced there")
def test_a_reader_who_opened_the_old_file_reads_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    with path.open("rb") as reader:
        assert reader.read(3) == OLD[:3]
        write_atomically(path, NEW)
        assert reader.read() == OLD[3:]


@needs_permissions
def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "there" / "settings", tmp_path / "settings"
    target.parent.mkdir()
    target.write_bytes(OLD)
    link.symlink_to(target)
    write_atomically(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert (names_in(tmp_path), names_in(target.parent)) == (["settings", "there"], ["settings"])


@pytest.mark.bad_input("output: a folder that is missing")
def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "file"
    folder = tmp_path / "missing"
    expected = f"{path} cannot be written because the folder {folder} does not exist; create it or choose another place."
    assert str(refusal(path)) == expected
    assert names_in(tmp_path) == []


@pytest.mark.bad_input("output: a folder of that name")
def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "results"
    path.mkdir()
    (path / "kept").write_bytes(OLD)
    assert str(refusal(path)) == f"{path} cannot be written because it is a folder; choose a file name inside it."
    assert (names_in(tmp_path), names_in(path)) == (["results"], ["kept"])


@needs_permissions
def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(OLD)
    path = tmp_path / "file" / "inside"
    expected = f"{path} cannot be written because {tmp_path / 'file'} is not a folder; choose another place."
    assert str(refusal(path)) == expected
    assert (tmp_path / "file").read_bytes() == OLD


@pytest.mark.bad_input("output: a name that is too long")
def test_a_name_that_is_too_long_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 300)
    assert str(refusal(path)) == f"{path} cannot be written because its name is too long; choose a shorter one."
    assert names_in(tmp_path) == []


def test_the_longest_name_that_the_system_takes_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    write_atomically(path, NEW)
    assert path.read_bytes() == NEW


@needs_permissions
def test_a_folder_without_write_permission_is_refused() -> None:
    with reachable_folder() as folder:
        path = folder / "file"
        path.write_bytes(OLD)
        path.chmod(0o666)
        folder.chmod(0o555)
        with as_nobody():
            error = refusal(path)
        expected = f"{path} cannot be written because the system denies it; "
        assert str(error) == expected + "check the permissions of file and folder, or choose another place."
        assert path.read_bytes() == OLD
        assert names_in(folder) == ["file"]


@needs_permissions
def test_a_protected_file_is_not_replaced() -> None:
    with reachable_folder() as folder:
        path = folder / "file"
        path.write_bytes(OLD)
        path.chmod(0o444)
        with as_nobody():
            error = refusal(path)
        expected = f"{path} cannot be written because it is protected against writing; make it writable or choose another name."
        assert str(error) == expected
        assert path.read_bytes() == OLD
        assert names_in(folder) == ["file"]


@needs_permissions
def test_a_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert str(refusal(path)) == f"{path} cannot be written because it is a device or a pipe, not a file; choose another name."
    assert path.is_fifo()
    assert names_in(tmp_path) == ["pipe"]


def test_a_write_that_the_system_stops_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "file"
    path.write_bytes(OLD)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        error = refusal(path, bytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert str(error) == f"{path} cannot be written ({os.strerror(errno.EFBIG)}); choose another place."
    assert path.read_bytes() == OLD
    assert names_in(tmp_path) == ["file"]


def failing_with(error: BaseException) -> Callable[..., None]:
    def fail(*_words: object) -> None:
        raise error

    return fail


def test_a_full_disk_is_said_to_be_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", failing_with(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
    expected = f"{path} cannot be written because the disk is full; free some space or choose another place."
    assert str(refusal(path)) == expected
    assert path.read_bytes() == OLD
    assert names_in(tmp_path) == ["file"]


def test_an_interrupt_passes_through_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", failing_with(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, NEW)
    assert path.read_bytes() == OLD
    assert names_in(tmp_path) == ["file"]


@needs_permissions
@pytest.mark.parametrize("place", ["a network disk", "Windows"])
def test_where_nothing_can_be_locked_files_are_written_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    import fcntl

    if place == "Windows":
        monkeypatch.setitem(sys.modules, "fcntl", None)
    else:
        monkeypatch.setattr(fcntl, "flock", failing_with(OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))))
    young, path = tmp_path / ".halfpixel-0.part", tmp_path / "file"
    young.write_bytes(b"of another who is writing")
    write_atomically(path, NEW)
    assert path.read_bytes() == NEW
    assert names_in(tmp_path) == [young.name, "file"]


@needs_permissions
def test_a_part_that_was_swept_before_it_was_locked_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process that starts just then takes the fresh part for one that was left behind."""
    import fcntl

    real, swept = fcntl.flock, list[Path]()

    def sweep_first(stream: IO[bytes], how: int) -> None:
        if not swept:
            swept.append(Path(stream.name))
            swept[0].unlink()
        real(stream, how)

    monkeypatch.setattr(fcntl, "flock", sweep_first)
    path = tmp_path / "file"
    write_atomically(path, NEW)
    assert len(swept) == 1
    assert path.read_bytes() == NEW
    assert names_in(tmp_path) == ["file"]
