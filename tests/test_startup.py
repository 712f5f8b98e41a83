"""What is not loaded until something needs it: start-up is most of a short run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
SCRIPT = """
import runpy, sys
sys.argv = ["fargate-lint", *sys.argv[1:]]
try:
    runpy.run_module("fargate_lint", run_name="__main__")
except SystemExit:
    pass
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded(*arguments: str) -> set[str]:
    """The top-level modules that a run has loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.rpartition("loaded:")[2].split())


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_what_is_said_without_looking_at_files(argument: str) -> None:
    assert not loaded(argument) & {"hcl2", "lark", "networkx", "yaml", "msgspec", "gmpy2", "re2", "difflib", "tomllib"}


def test_a_lint_needs_no_graph_library_and_no_grammar_compiler() -> None:
    """The parser's tables are ready made; the resource graph that a lint asks is plain data."""
    names = loaded("tests/fixtures/private_fargate")
    assert "msgspec" in names
    assert not names & {"networkx", "lark", "hcl2"}


@pytest.mark.parametrize(
    ("arguments", "needs"),
    [
        ([], False),
        (["--format", "dot"], False),
        (["--format", "graphml"], True),
        (["--from", "aws_vpc.x", "--to", "aws_vpc.y"], True),
    ],
)
def test_only_ways_and_graphml_need_networkx(arguments: list[str], needs: bool) -> None:
    assert ("networkx" in loaded("graph", "tests/fixtures/private_fargate", *arguments)) == needs
