"""The model answers with kinds, codes and fields; the words and severities of a finding stand in its rule."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

MODEL = Path(__file__).resolve().parents[2] / "fargate_lint" / "model"
FILES = sorted(MODEL.rglob("*.py"))
RULES = sorted((MODEL.parents[1] / "rules").glob("*.py"))
VERDICTS = {"Finding", "Undecided", "Pass", "Verdict", "Severity"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(MODEL).as_posix())
def test_nothing_in_the_model_knows_verdicts_or_severities(path: Path) -> None:
    assert VERDICTS.isdisjoint(imported(path))


@pytest.mark.parametrize("path", [*FILES, *RULES], ids=lambda path: path.relative_to(MODEL.parents[1]).as_posix())
def test_no_rule_and_nothing_in_the_model_takes_a_sentence_apart(path: Path) -> None:
    """``reason`` and ``message`` are read to be said again, never compared, searched or split."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        read = []
        if isinstance(node, ast.Compare):
            read = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            read = [owner] if not isinstance(owner, ast.Name) else []
            if node.func.attr in ("search", "match", "fullmatch", "findall"):
                read += node.args
        assert not [ast.unparse(each) for each in read if _is_sentence(each)], f"{path}:{getattr(node, 'lineno', 0)}"


def _is_sentence(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("reason", "message")
