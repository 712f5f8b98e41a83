"""What a user sees of each project in tests/fixtures that has an expected.txt: the concise format and the exit status
(the counts of what passed or stayed undecided left out).

FARGATE_LINT_REWRITE=1 writes the files anew: read the difference before committing it.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from running import fargate_lint

FIXTURES = Path(__file__).resolve().parent / "fixtures"
COUNTS = re.compile(r"\d+ (undecided|passed)")  # grow with every new rule
CASES = sorted(path.parent.relative_to(FIXTURES).as_posix() for path in FIXTURES.rglob("expected.txt"))


@pytest.mark.parametrize("case", CASES)
def test_expected(case: str, tmp_path: Path) -> None:
    top = case.split("/")[0]
    shutil.copytree(FIXTURES / top, tmp_path / top)  # away from this repository, whose files are no hints
    expected = tmp_path / case / "expected.txt"
    wanted = expected.read_text(encoding="utf-8")
    expected.unlink()
    run = fargate_lint("--format", "concise", case, folder=tmp_path)
    seen = COUNTS.sub(r"N \1", run.out) + f"exit status {run.status}\n"
    if os.environ.get("FARGATE_LINT_REWRITE"):
        (FIXTURES / case / "expected.txt").write_text(seen, encoding="utf-8")
    assert seen == wanted


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    run = fargate_lint("--format", "concise", ".", folder=tmp_path)
    assert run.status == 3
    assert len((run.out + run.err).strip().splitlines()) == 1
