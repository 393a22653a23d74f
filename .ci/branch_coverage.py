"""Which branches of decoding, loading, saving and scheduling the tests about them go through: every file's share, then the total.

Runs those tests with coverage (files and tests are listed in pyproject.toml), their child processes too. Fails where a test does, or
where fewer than 90 % of all branches were taken. Needs ``pip install -e '.[test]'``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROMISED = 90.0
"""Per cent of all branches."""


def coverage(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "coverage", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)


def main() -> int:
    coverage("erase")
    ran = subprocess.run([sys.executable, "-m", "coverage", "run"], cwd=ROOT, check=False).returncode
    coverage("combine", "--quiet")
    report = json.loads(coverage("json", "--quiet", "--fail-under=0", "-o", "-").stdout)
    for name, found in sorted(report["files"].items()):
        told = found["summary"]
        if told["num_branches"]:
            print(f"{told['covered_branches']:5} of {told['num_branches']:4} branches, {told['percent_branches_covered']:5.1f} %  {name}")
    total = report["totals"]
    share = total["percent_branches_covered"]
    print(f"{total['covered_branches']:5} of {total['num_branches']:4} branches, {share:5.1f} % in all; {PROMISED:.0f} % are promised.")
    print(f"{total['covered_lines']:5} of {total['num_statements']:4} statements, {total['percent_statements_covered']:5.1f} %.")
    return ran or int(share < PROMISED)


if __name__ == "__main__":
    sys.exit(main())
