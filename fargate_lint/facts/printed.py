"""The tables as people and programs read them: every row with source, addresses, date and confidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from importlib import resources
from typing import Any

from fargate_lint.facts.sources import links
from fargate_lint.facts.table import CONFIDENCES, INHERITED, document

CHARTS = "charts"
"""The table whose rows lie in a file for each chart."""

Row = dict[str, Any]


class UnknownTable(ValueError):
    """No table has this name; the message says the nearest."""


def tables() -> list[str]:
    """The names of all tables; "charts" is one of them."""
    return sorted([*_files(""), CHARTS])


def charts() -> list[str]:
    """The names of the tables in "charts": "argo-cd", "fluent-bit.bitnami"."""
    return sorted(_files(CHARTS))


def _files(folder: str) -> Iterator[str]:
    for entry in resources.files("fargate_lint.facts").joinpath(folder).iterdir():
        if entry.name.endswith(".toml"):
            yield entry.name.removesuffix(".toml")


def render(table: str | None, format: str) -> str:
    """One table, or all of them, as "text" or "json"; a chart's name stands for its own. Raises UnknownTable."""
    names = tables()
    if table is not None:
        names = [_known(table)]
    if format == "json":
        data = {"version": 1, "tables": [{"name": name, "rows": list(rows(name))} for name in names]}
        return json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n"
    return "\n".join(_text(name) for name in names)


def excerpt(word: str, most: int = 20) -> list[str]:
    """The lines of a table ("limits") or of a section of one ("limits.capability"), for a rule that speaks of it; the
    command that prints them, where there are more than ``most`` rows. Raises UnknownTable."""
    table, _, section = word.partition(".")
    known = _known(table)
    found = [row for row in rows(known) if section in ("", row["section"])] if known != CHARTS else []
    if not 0 < len(found) <= most:
        return [f"fargate-lint facts {known}"]
    return [line for row in found for line in _lines(row)]


def _known(table: str) -> str:
    names, known = tables(), charts()
    if table in names:
        return table
    chart = table.removeprefix(f"{CHARTS}/")
    if chart in known:
        return f"{CHARTS}/{chart}"
    close = get_close_matches(table, [*names, *known], 1)
    hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(names)}"
    raise UnknownTable(f"no table is called {table!r}; {hint}")


def rows(name: str) -> Iterator[Row]:
    """The rows of a table; ``section`` is what each is about, for tables that hold several things, ``links`` are the
    addresses of its source."""
    if name != CHARTS:
        yield from _rows(name)
        return
    for chart in charts():
        for row in _rows(f"{CHARTS}/{chart}"):
            yield {"table": chart, **row}


def _rows(name: str) -> Iterator[Row]:
    data = document(name)
    inherited = {key: data[key] for key in INHERITED if key in data}
    for kind, value in data.items():
        if kind in INHERITED:
            continue
        given = value if isinstance(value, list) and all(isinstance(item, dict) for item in value) else [value]
        for row in given:
            made = {"section": kind, **inherited, **(row if isinstance(row, dict) else {"value": row})}
            yield {**made, "links": list(links(str(made.get("source", ""))))}


def _text(name: str) -> str:
    lines = [name, "=" * len(name), ""]
    return "\n".join([*lines, *(line for row in rows(name) for line in _lines(row))]) + "\n"


def _lines(row: Row) -> Iterator[str]:
    """A row in lines: what it says, its basis, and the addresses of its source that are not in it as they stand."""
    said = {key: value for key, value in row.items() if key not in (*INHERITED, "section", "links", "table")}
    about = " ".join(str(row[key]) for key in ("table", "section") if key in row)
    yield f"{about}: " + ", ".join(f"{key} = {_value(value)}" for key, value in said.items())
    basis = CONFIDENCES.get(str(row.get("confidence")), "")
    words = (basis, row.get("source"), f"checked {row['checked']}" if "checked" in row else None)
    yield "    " + ", ".join(str(word) for word in words if word)
    yield from (f"    {link}" for link in row["links"] if link not in str(row.get("source")))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, str | list | dict) else str(value)
