"""Every expression of expressions.toml has the value, the type or the error that Terraform gives it."""

from __future__ import annotations

import json
import pathlib
import tomllib
from typing import Any

import pytest

from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate_text
from fargate_lint.evaluate.functions.context import Context
from fargate_lint.evaluate.scope import Scope
from fargate_lint.files import Files
from fargate_lint.hcl import SyntaxProblem
from fargate_lint.terraform.module import render
from fargate_lint.values import number
from fargate_lint.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
)
from fargate_lint.values.value import Value

HERE = pathlib.Path(__file__).parent
TABLE = tomllib.loads((HERE / "expressions.toml").read_text())
ROWS = TABLE["row"]

_NAMES = {"string": STRING, "number": NUMBER, "bool": BOOL, "dynamic": DYNAMIC}
_KINDS = {"list": ListType, "set": SetType, "map": MapType}


class _Digits(str):
    """A number as it was printed."""


def _type(form: Any) -> Type:
    """A type out of cty's JSON form."""
    if isinstance(form, str):
        return _NAMES[form]
    kind, inner = form
    if kind == "object":
        return ObjectType({name: _type(each) for name, each in inner.items()})
    if kind == "tuple":
        return TupleType(tuple(_type(each) for each in inner))
    return _KINDS[kind](_type(inner))


def _plain(value: Value) -> Any:
    """A value as JSON has it, with numbers as Terraform prints them."""
    raw = value.raw
    if isinstance(raw, tuple):
        return [_plain(item) for item in raw]
    if isinstance(raw, dict):
        return {name: _plain(item) for name, item in raw.items()}
    return _Digits(number.text(raw)) if value.type == NUMBER and raw is not None else raw


def _evaluated(text: str) -> Value:
    folder = str(HERE)
    return evaluate_text(text, Scope({}, context=Context(files=Files(folder), folder=folder, template=render)))


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(theirs, _Digits) and isinstance(ours, _Digits):
        # Terraform's own output loses the sign of zero and the shortness of numbers that come from 64-bit floats.
        return number.equal(number.parse(ours), number.parse(theirs)) or float(ours) == float(theirs)
    if isinstance(theirs, list) and isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(_same, ours, theirs))
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return ours.keys() == theirs.keys() and all(_same(ours[name], theirs[name]) for name in ours)
    return bool(ours == theirs) and type(ours) is type(theirs)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['group']}: {row['expression'][:60]!r}" for row in ROWS])
def test_agrees_with_terraform(row: dict[str, Any]) -> None:
    if row.get("error"):
        with pytest.raises((EvaluationError, SyntaxProblem)):
            print(_evaluated(row["expression"]))
        return
    value = _evaluated(row["expression"])
    theirs = json.loads(row["value"], parse_int=_Digits, parse_float=_Digits)
    assert value.is_wholly_known(), value
    assert _same(_plain(value), theirs), f"{_plain(value)} is not {theirs}"
    kind = row["type"]
    assert value.type == _type(json.loads(kind) if kind.startswith("[") else kind)


def test_the_table_is_large() -> None:
    """Six hundred rows at the least, errors among them (issue 3)."""
    assert len(ROWS) >= 600
    assert sum("error" in row for row in ROWS) >= 100
