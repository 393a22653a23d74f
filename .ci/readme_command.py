"""Print the shell command that README.md shows under ``<!-- command: NAME -->``, so that CI runs what people are told to type."""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = r"^<!-- command: {name} -->\n```sh\n(.+?)\n```$"


def readme_command(name: str, text: str) -> str:
    """The one command called ``name`` in ``text``. Raises ValueError when there is none, more than one, or it has several lines."""
    found = re.findall(BLOCK.format(name=re.escape(name)), text, flags=re.MULTILINE | re.DOTALL)
    if len(found) != 1 or "\n" in found[0]:
        raise ValueError(f"README.md must show exactly one one-line command under <!-- command: {name} -->, not {found}")
    return str(found[0])


if __name__ == "__main__":
    print(readme_command(sys.argv[1], README.read_text(encoding="utf-8")))
