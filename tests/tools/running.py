"""Runs fargate-lint in this process, as a user would from a shell."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # scripts run it without installing it

DATE = 1795392000  # 2026-11-23: the day for which tests/ say which Kubernetes versions are supported


@dataclass(frozen=True, slots=True)
class Run:
    """What the program did: its exit status and both streams."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON; fails with what was printed instead."""
        try:
            return json.loads(self.out)
        except ValueError:
            raise AssertionError(f"exit {self.status}, not JSON:\n{self.out}\n{self.err}") from None

    @property
    def findings(self) -> list[dict[str, Any]]:
        return [finding for root in self.json["roots"] for finding in root["findings"]]


def fargate_lint(*arguments: str, folder: Path) -> Run:
    """Run the command line in ``folder``, on the day DATE, whatever the environment says otherwise."""
    from fargate_lint.cli import cli

    environment = {name: None for name in os.environ if name.startswith(("TF_VAR_", "TF_WORKSPACE"))}
    with _inside(folder):
        done = CliRunner().invoke(cli, arguments, env={**environment, "SOURCE_DATE_EPOCH": str(DATE), "NO_COLOR": "1"})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Run(done.exit_code, done.stdout, done.stderr)


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
