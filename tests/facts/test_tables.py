"""Every row of every table parses, says whence and when, and stands there once."""

from __future__ import annotations

import datetime
from importlib import resources

import pytest

from fargate_lint.facts import Facts
from fargate_lint.facts.table import document

FILES = sorted(
    entry.name.removesuffix(".toml")
    for entry in resources.files("fargate_lint.facts").iterdir()
    if entry.name.endswith(".toml")
)
TABLES = [name for name, value in vars(Facts).items() if hasattr(value, "func")]
INHERITED = ("source", "confidence", "checked")
KEYS: dict[tuple[str, str], tuple[str, ...]] = {
    ("zones", "endpoint"): ("zone", "services"),
    ("charts", "daemonset"): ("chart", "vendor", "repositories", "component", "since", "until"),
    ("charts", "port"): ("chart", "path", "since"),
    ("chart_pods", "pod"): ("chart", "vendor", "component", "since"),
    ("chart_pods", "chart"): ("name", "vendor"),
    ("defaults", "default"): ("resource", "argument"),
}
"""What makes a row unique where it is not its first key."""


def _rows(name: str) -> list[tuple[str, dict[str, object]]]:
    """The rows of a file with the table they are in, the file's own source, confidence and date filled in."""
    data = document(name)
    above = {key: data[key] for key in INHERITED if key in data}
    found = []
    for table, value in data.items():
        listed = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
        found.extend((table, {**above, **row}) for row in listed)
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_row_says_whence_and_when(name: str) -> None:
    rows = _rows(name)
    assert rows
    for table, row in rows:
        assert row.get("source"), (table, row)
        assert row.get("confidence") in ("D", "S", "O", "I", "M"), (table, row)
        checked = row.get("checked")
        assert isinstance(checked, datetime.date), (table, row)
        assert checked >= datetime.date(2026, 1, 1), (table, row)


@pytest.mark.parametrize("name", FILES)
def test_no_row_stands_twice(name: str) -> None:
    seen: set[tuple[str, str]] = set()
    for table, row in _rows(name):
        keys = KEYS.get((name, table)) or (next(key for key in row if key not in INHERITED),)
        identity = (table, repr([row.get(key) for key in keys]))
        assert identity not in seen, identity
        seen.add(identity)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_loads_into_its_types(table: str) -> None:
    facts = Facts()
    assert getattr(facts, table) is getattr(facts, table)


def test_a_basis_can_be_told_to_people() -> None:
    row = Facts().zones.endpoint[0]
    assert row.doubtful
    assert row.basis == (
        "observed and reported, not documented: field report of the user of this program, checked 2026-11-23"
    )
