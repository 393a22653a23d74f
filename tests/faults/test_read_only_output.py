"""A folder that becomes read-only in the midst of a batch: what is there stays, the sentence says that the system denies it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from core.batch.items import Failure, name_items
from core.batch.record import BatchRecord
from core.batch.run import Place, run_batch
from core.batch.work import Done
from core.cancellation import CancelToken
from core.errors import ExportError
from tests.core.batch.works import DigestWork
from tests.faults.writers import contents
from tests.privileges import as_nobody, needs_permissions, reachable_folder


def photos(folder: Path) -> list[Path]:
    """Three of them, a.png to c.png; they may be read by everybody."""
    paths = [folder / f"{name}.png" for name in "abc"]
    for shade, path in enumerate(paths):
        Image.new("RGB", (8, 6), (shade, 0, 0)).save(path)
        path.chmod(0o644)
    return paths


def outcomes(given: list[Path], out: Path) -> tuple[list[Done | Failure], ExportError | None]:
    """What came of the photos before the batch ended, and why it did if it ended early."""
    found: list[Done | Failure] = []
    try:
        with BatchRecord(out, "settings") as record:
            found.extend(run_batch(DigestWork(out), name_items(given), CancelToken(), place=Place.LOCAL, record=record, resume=True))
    except ExportError as error:
        return found, error
    return found, None


@needs_permissions
@pytest.mark.bad_input("output: unwritable folder")
def test_a_batch_into_a_folder_that_became_read_only_changes_nothing_and_says_why() -> None:
    with reachable_folder() as folder:
        given, out = photos(folder), folder / "out"
        out.mkdir()
        out.chmod(0o777)
        with as_nobody():
            done, error = outcomes(given[:1], out)
        assert ([type(outcome) for outcome in done], error) == ([Done], None)
        before = contents(out)
        out.chmod(0o555)
        with as_nobody():
            done, error = outcomes(given, out)
        said = [str(outcome.error) for outcome in done if isinstance(outcome, Failure)] + ([str(error)] if error else [])
        assert said
        assert all("because the system denies it; check the permissions" in sentence for sentence in said)
        assert contents(out) == before
        out.chmod(0o777)
        with as_nobody():
            done, error = outcomes(given, out)
        assert ([outcome.earlier for outcome in done if isinstance(outcome, Done)], error) == ([True, False, False], None)
