"""Fills in README.md what is generated: the sample output and the rule table.

usage: python tests/tools/readme.py    (tests/test_readme.py tells when this is due)
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
BLOCK = re.compile(
    r"(<!-- (?P<kind>rules|output)(?:: (?P<arguments>.*?))? -->\n)(?P<body>.*?)(?=<!-- end -->)", re.DOTALL
)
DATE = "1795392000"
"""2026-11-23: the sample must not change with the calendar."""


def generated(text: str) -> str:
    """README.md with every generated block as it ought to be. Runs in the repository's root."""
    return BLOCK.sub(lambda match: match[1] + _body(match["kind"], match["arguments"]), text)


def _body(kind: str, arguments: str | None) -> str:
    from click.testing import CliRunner

    from fargate_lint.cli import cli

    if kind == "rules":
        return CliRunner().invoke(cli, ["rules", "--format", "markdown"]).stdout
    words = (arguments or "").split()
    ran = CliRunner(env={"SOURCE_DATE_EPOCH": DATE, "COLUMNS": None}).invoke(cli, words)
    assert ran.exit_code in (0, 1), f"not fit to be shown: {ran.output}"
    return f"```console\n$ fargate-lint {' '.join(words)}\n{ran.stdout}```\n"


if __name__ == "__main__":
    os.chdir(TOP)
    sys.path.insert(0, str(TOP))
    readme = TOP / "README.md"
    readme.write_text(generated(readme.read_text(encoding="utf-8")), encoding="utf-8")
