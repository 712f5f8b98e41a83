"""The tables as people and programs read them: every row with source, date and confidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from importlib import resources
from typing import Any

from fargate_lint.facts.table import _INHERITED, _WORDS, document

Row = dict[str, Any]


class UnknownTable(ValueError):
    """No table has this name; the message says the nearest."""


def tables() -> list[str]:
    """The names of all tables."""
    names = (entry.name for entry in resources.files("fargate_lint.facts").iterdir())
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def render(table: str | None, format: str) -> str:
    """One table, or all of them, as "text" or "json". Raises UnknownTable."""
    names = tables()
    if table is not None:
        if table not in names:
            close = get_close_matches(table, names, 1)
            hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(names)}"
            raise UnknownTable(f"no table is called {table!r}; {hint}")
        names = [table]
    if format == "json":
        data = {"version": 1, "tables": [{"name": name, "rows": list(rows(name))} for name in names]}
        return json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n"
    return "\n".join(_text(name) for name in names)


def rows(name: str) -> Iterator[Row]:
    """The rows of a table; ``kind`` is what each is about, for tables that hold several things."""
    data = document(name)
    inherited = {key: data[key] for key in _INHERITED if key in data}
    for kind, value in data.items():
        if kind in _INHERITED:
            continue
        given = value if isinstance(value, list) and all(isinstance(item, dict) for item in value) else [value]
        for row in given:
            yield {"kind": kind, **inherited, **(row if isinstance(row, dict) else {"value": row})}


def _text(name: str) -> str:
    lines = [name, "=" * len(name), ""]
    for row in rows(name):
        said = {key: value for key, value in row.items() if key not in (*_INHERITED, "kind")}
        lines.append(f"{row['kind']}: " + ", ".join(f"{key} = {_value(value)}" for key, value in said.items()))
        basis = _WORDS.get(str(row.get("confidence")), "")
        words = (basis, row.get("source"), f"checked {row['checked']}" if "checked" in row else None)
        lines.append("    " + ", ".join(str(word) for word in words if word))
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, str | list | dict) else str(value)
