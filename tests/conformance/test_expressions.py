"""Every expression of expressions.toml has the value, the type or the error that Terraform gives it."""

from __future__ import annotations

import json
import pathlib
import tomllib
from typing import Any

import pytest
from conformance import difference, evaluated

from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.hcl import SyntaxProblem

ROWS = tomllib.loads((pathlib.Path(__file__).parent / "expressions.toml").read_text())["row"]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['group']}: {row['expression'][:60]!r}" for row in ROWS])
def test_agrees_with_terraform(row: dict[str, Any]) -> None:
    if row.get("error"):
        with pytest.raises((EvaluationError, SyntaxProblem)):
            print(evaluated(row["expression"]))
        return
    kind = row["type"]
    kind = json.loads(kind) if kind.startswith("[") else kind
    assert not difference(evaluated(row["expression"]), kind, row["value"], row.get("tolerance"))


def test_the_table_is_large() -> None:
    """Six hundred rows at the least, errors among them (issue 3)."""
    assert len(ROWS) >= 600
    assert sum("error" in row for row in ROWS) >= 100
