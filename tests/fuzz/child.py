"""Feeds one subject with the damaged inputs of some numbers: ``python -m tests.fuzz.child SUBJECT FIRST COUNT FOLDER``.

To see one of them again: ``python -m tests.fuzz.child SUBJECT NUMBER 1 FOLDER`` leaves the input in FOLDER and prints what came of it.
"""

from __future__ import annotations

import random
import sys
import traceback
from pathlib import Path

from core.errors import UserError
from tests.fuzz.subject import Subject
from tests.fuzz.subjects import subject
from tests.fuzz.watch import Diary, read


def feed(fed: Subject, number: int, diary: Diary) -> None:
    content = fed.damaged(random.Random(f"{fed.name} {number}"))
    try:
        fed.read(content)
        diary.taken += 1
    except UserError as error:
        if str(error).endswith(".") and (fed.file_name is None or fed.file_name in str(error)):
            diary.refused += 1
        else:
            diary.fault(number, f"a sentence that does not name the file: {error!r}")
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        diary.fault(number, f"{error!r:.300} in {Path(where.filename).name}:{where.lineno}")


def main(name: str, first: int, count: int, folder: Path) -> None:
    fed = subject(name, folder)
    fed.warm_up()
    diary = Diary(folder)
    for number in range(first, first + count):
        diary.begin(number)
        feed(fed, number, diary)
        diary.end(number)
    if count == 1:
        print(read(folder)[1])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
