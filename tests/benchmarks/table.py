"""Every benchmark in one table: python -m tests.benchmarks.table [what pytest takes, by default all of tests/benchmarks]."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
TARGETS = (("ratio", "target", "x"), ("ours_ms", "target_ms", "ms"), ("median_ms", "target_ms", "ms"), ("cpu_ms", "frame_ms", "ms"))
"""What a benchmark says of itself: the figure, what it is held against, and the unit."""


def main(chosen: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(chosen or [str(FOLDER)]), f"--benchmark-json={report}"]
        done = subprocess.run(command, cwd=FOLDER.parents[1], stdout=subprocess.DEVNULL, check=False)
        measured = json.loads(report.read_text()) if report.exists() and report.stat().st_size else {"benchmarks": []}
    print(f"{platform.machine()}, {os.cpu_count()} cores, load average {' '.join(f'{it:.1f}' for it in os.getloadavg())}\n")
    print("| benchmark | measured | target | |\n|---|---|---|---|")
    for benchmark in measured["benchmarks"]:
        print(line(benchmark))
    return done.returncode


def line(benchmark: dict[str, Any]) -> str:
    """A row; where no target is stated there is a figure only. The last column holds whatever else the benchmark says."""
    said = dict(benchmark["extra_info"])
    for figure, target, unit in TARGETS:
        if figure in said:
            shown = f"{said.pop(figure)} {unit}"
            limit = f"{said.pop(target)} {unit}" if target in said else ""
            break
    else:
        shown = f"{benchmark['stats']['median'] * 1e3:.2f} ms"
        limit = f"{said.pop('target_ms')} ms" if "target_ms" in said else ""
    rest = ", ".join(f"{name} {value}" for name, value in said.items())
    return f"| {benchmark['fullname'].removeprefix('tests/benchmarks/')} | {shown} | {limit} | {rest} |"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
