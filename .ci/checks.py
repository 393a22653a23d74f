"""Every check of the project, in this interpreter's environment: ruff, mypy, import-linter, pytest. Stops at the first that fails."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sys.executable).parent
CHECKS = (
    ("ruff", [sys.executable, "-m", "ruff", "check", "."]),
    ("mypy", [sys.executable, "-m", "mypy"]),
    ("import-linter", [str(SCRIPTS / "lint-imports"), "--no-logo"]),
    ("pytest", [sys.executable, "-m", "pytest"]),
)


def main() -> int:
    for name, command in CHECKS:
        print(f"== {name}", flush=True)
        started = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            print(f"== {name} failed with exit code {code}", file=sys.stderr)
            return code
        # pytest's own closing line stays the last one.
        if name != CHECKS[-1][0]:
            print(f"== {name}: {time.monotonic() - started:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
