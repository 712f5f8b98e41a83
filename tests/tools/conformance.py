"""What our evaluator and Terraform make of an expression, brought to one form and compared."""

from __future__ import annotations

import json
import math
import pathlib
from typing import Any

from fargate_lint.evaluate.expression import evaluate_text
from fargate_lint.evaluate.functions.context import Context
from fargate_lint.evaluate.scope import Scope
from fargate_lint.files import Files
from fargate_lint.terraform import constraint
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

FOLDER = str(pathlib.Path(__file__).parents[1] / "conformance")
"""Where the files of the file functions are."""

CONTEXT = Context(
    files=Files(FOLDER),
    folder=FOLDER,
    template=render,
    conversion=constraint.converted,
)

_NAMES = {"string": STRING, "number": NUMBER, "bool": BOOL, "dynamic": DYNAMIC}
_KINDS = {"list": ListType, "set": SetType, "map": MapType}


class Digits(str):
    """A number as it was printed."""


def _type(form: Any) -> Type:
    """A type out of cty's JSON form."""
    if isinstance(form, str):
        return _NAMES[form]
    kind, inner = form[:2]  # an object with optional attributes has a third part that names them
    if kind == "object":
        return ObjectType({name: _type(each) for name, each in inner.items()})
    if kind == "tuple":
        return TupleType(tuple(_type(each) for each in inner))
    return _KINDS[kind](_type(inner))


def plain(value: Value) -> Any:
    """A value as JSON has it, with numbers as Terraform prints them."""
    raw = value.raw
    if isinstance(raw, tuple):
        return [plain(item) for item in raw]
    if isinstance(raw, dict):
        return {name: plain(item) for name, item in raw.items()}
    return Digits(number.text(raw)) if value.type == NUMBER and raw is not None else raw


def evaluated(text: str) -> Value:
    """What we make of an expression. Raises EvaluationError or SyntaxProblem."""
    return evaluate_text(text, Scope({}, context=CONTEXT))


def same(ours: Any, theirs: Any) -> bool:
    if isinstance(theirs, Digits) and isinstance(ours, Digits):
        # Terraform's own output loses the sign of zero and the shortness of numbers that come from 64-bit floats.
        return number.equal(number.parse(ours), number.parse(theirs)) or float(ours) == float(theirs)
    if isinstance(theirs, list) and isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return ours.keys() == theirs.keys() and all(same(ours[name], theirs[name]) for name in ours)
    return bool(ours == theirs) and type(ours) is type(theirs)


def decoded(text: str) -> Any:
    """The JSON value of a row, its numbers as they were printed."""
    return json.loads(text, parse_int=Digits, parse_float=Digits)


def difference(value: Value, kind: Any, text: str, tolerance: str | None = None) -> str:
    """How our value differs from Terraform's type (in JSON form) and value (JSON text); "" if it does not. A number may
    be as much off as ``tolerance`` says, as a part of it: Go's log and pow are not C's to the last bit."""
    if not value.is_wholly_known():
        return f"{value} is not known to us, in Terraform it is {text}"
    near = tolerance is not None and math.isclose(float(plain(value)), float(text), rel_tol=float(tolerance))
    if not near and not same(plain(value), decoded(text)):
        return f"{plain(value)} is not {text}"
    return "" if value.type == _type(kind) else f"{value.type!r} is not {kind}"
