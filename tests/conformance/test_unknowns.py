"""What stays known of values that are not known: the rows of unknowns.toml.

Each row is judged twice: by what it says, and by putting values in for the unknowns. Whatever we claim to know must
then come out the same (and what we call an error must be one), so that a row cannot claim too much.
"""

from __future__ import annotations

import json
import pathlib
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate_text
from fargate_lint.evaluate.scope import Scope
from fargate_lint.values import number, partial
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, MapType, SetType, Type
from fargate_lint.values.value import SymbolicKey, Unknown, Value

HERE = pathlib.Path(__file__).parent
ROWS = tomllib.loads((HERE / "unknowns.toml").read_text())["row"]


def _variable(name: str, kind: Type) -> Value:
    return Value(kind, Unknown("variable", f"var.{name} has no value"), Reference("variable", f"var.{name}"))


def _id(name: str) -> Value:
    return Value(DYNAMIC, Unknown("apply", "known after apply"), Reference("managed", f"aws_subnet.{name}", ("id",)))


NAMES: dict[str, Value] = {
    "any": _variable("any", DYNAMIC),
    "s": _variable("s", STRING),
    "n": _variable("n", NUMBER),
    "b": _variable("b", BOOL),
    "strings": _variable("strings", ListType(STRING)),
    "flags": _variable("flags", ListType(BOOL)),
    "tags": _variable("tags", MapType(STRING)),
    "ids": _variable("ids", SetType(STRING)),
    "subnet_a": _id("a"),
    "subnet_b": _id("b"),
    "zones": Value(
        ListType(STRING),
        Unknown("data", "read by data"),
        Reference("data", "data.aws_availability_zones.z", ("names",)),
    ),
}

_ALIKE = {
    "subnet_a": '"subnet-0a"',
    "subnet_b": '"subnet-0b"',
    "zones": 'tolist(["eu-west-1a", "eu-west-1b", "eu-west-1c"])',
}
CONCRETE: tuple[dict[str, str], ...] = (
    {
        "any": '"x"',
        "s": '"text"',
        "n": "2",
        "b": "true",
        "strings": 'tolist(["a", "b"])',
        "flags": "tolist([true])",
        "tags": 'tomap({Name = "n"})',
        "ids": 'toset(["i", "j"])',
        **_ALIKE,
    },
    {
        "any": "[1, 2]",
        "s": '""',
        "n": "0",
        "b": "false",
        "strings": "tolist([])",
        "flags": "tolist([false, true])",
        "tags": "tomap({})",
        "ids": "toset([])",
        **_ALIKE,
    },
    {
        "any": "{a = 1}",
        "s": '"a"',
        "n": "-1.5",
        "b": "true",
        "strings": 'tolist(["a"])',
        "flags": "tolist([])",
        "tags": 'tomap({a = "1", k = "v"})',
        "ids": 'toset(["a"])',
        **_ALIKE,
    },
)


def _shown(value: Value) -> str:
    """A value in short: JSON where it is known, ?address where it is not, "text ?address text" where it is in part."""
    raw = value.raw
    if isinstance(raw, Unknown):
        if raw.parts:
            return json.dumps("".join(part if isinstance(part, str) else _shown(part) for part in raw.parts))
        named = value.ref is not None and value.ref.kind != "other"  # what a function makes only names itself
        return f"?{value.ref if named else ''}"
    if isinstance(raw, tuple):
        return f"[{', '.join(map(_shown, raw))}]"
    if isinstance(raw, dict):
        return f"{{{', '.join(f'{_name(name)}: {_shown(item)}' for name, item in raw.items())}}}"
    return number.text(raw) if value.type == NUMBER and raw is not None else json.dumps(raw)


def _name(name: str) -> str:
    return f"?{name.label}" if isinstance(name, SymbolicKey) else json.dumps(name)


def _evaluated(text: str, names: Mapping[str, Value]) -> Value:
    return evaluate_text(text, Scope(names))


def _agrees(claimed: Value, real: Value) -> bool:
    """Whether nothing that is claimed to be known is otherwise in reality."""
    raw = claimed.raw
    if isinstance(raw, Unknown):
        pieces = partial.pieces(claimed)
        if len(pieces) > 1 and isinstance(real.raw, str):
            pattern = "".join(re.escape(piece) if isinstance(piece, str) else ".*" for piece in pieces)
            return re.fullmatch(pattern, real.raw, re.DOTALL) is not None
        size = len(real.raw) if isinstance(real.raw, tuple | dict) else None
        fits = size is None or (raw.shortest <= size and (raw.longest is None or size <= raw.longest))
        return fits and not (raw.not_null and real.raw is None)
    if isinstance(real.type, SetType) and any(not item.is_wholly_known() for item in raw):
        known = [_shown(item) for item in raw if item.is_wholly_known()]
        return len(raw) >= len(real.raw) and set(known) <= {_shown(item) for item in real.raw}
    if isinstance(raw, tuple):
        return len(raw) == len(real.raw) and all(map(_agrees, raw, real.raw))
    if isinstance(raw, dict) and any(isinstance(name, SymbolicKey) for name in raw):
        return all(_agrees(item, real.raw[name]) for name, item in raw.items() if not isinstance(name, SymbolicKey))
    if isinstance(raw, dict):
        return bool(raw.keys() == real.raw.keys()) and all(_agrees(raw[name], real.raw[name]) for name in raw)
    return _shown(claimed) == _shown(real)


@pytest.mark.parametrize("row", ROWS, ids=[row["expression"][:70] for row in ROWS])
def test_known_in_part(row: dict[str, Any]) -> None:
    if row.get("error"):
        with pytest.raises(EvaluationError):
            print(_shown(_evaluated(row["expression"], NAMES)))
    else:
        assert _shown(_evaluated(row["expression"], NAMES)) == row["value"]


@pytest.mark.parametrize("row", ROWS, ids=[row["expression"][:70] for row in ROWS])
def test_claims_hold_for_real_values(row: dict[str, Any]) -> None:
    try:
        claimed: Value | None = _evaluated(row["expression"], NAMES)
    except EvaluationError:
        claimed = None
    for assignment in CONCRETE:
        names = {name: evaluate_text(text) for name, text in assignment.items()}
        try:
            real = _evaluated(row["expression"], names)
        except EvaluationError:
            continue
        assert claimed is not None, f"no error with {assignment}"
        assert _agrees(claimed, real), f"{_shown(claimed)} is not {_shown(real)} with {assignment}"
