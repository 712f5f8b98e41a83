"""Every row of every table parses, says whence and when, and stands there once."""

from __future__ import annotations

import datetime
from importlib import resources

import pytest

from fargate_lint.facts import Facts
from fargate_lint.facts.charts import load_chart
from fargate_lint.facts.table import document
from fargate_lint.kubernetes import semver

FILES = sorted(
    f"{folder}{entry.name.removesuffix('.toml')}"
    for folder in ("", "charts/")
    for entry in resources.files("fargate_lint.facts").joinpath(folder).iterdir()
    if entry.name.endswith(".toml")
)
CHARTS = Facts().charts.files()
TABLES = [name for name, value in vars(Facts).items() if hasattr(value, "func")]
INHERITED = ("source", "confidence", "checked")
KEYS: dict[tuple[str, str], tuple[str, ...]] = {
    ("endpoints", "caller"): ("use", "service"),
    ("charts", "call"): ("use", "since", "until"),
    ("addons", "conflict_module"): ("module", "since"),
    ("addons", "prerequisite"): ("addon", "needs"),
    ("addons", "build"): ("addon", "since"),
    ("custom_resources", "resource"): ("group", "kinds"),
    ("custom_resources", "refusal"): ("group", "kinds", "what"),
    ("irsa", "module"): ("module", "since"),
    ("limits", "capability"): ("names", "prefix"),
    ("policies", "policy"): ("what", "grants"),
    ("pod_groups", "name"): ("group", "resource", "module", "attribute"),
    ("pod_groups", "service"): ("resources", "engines"),
    ("zones", "endpoint"): ("zone", "services"),
    ("charts", "daemonset"): ("component", "since", "until"),
    ("charts", "port"): ("path", "since"),
    ("charts", "pod"): ("component", "since"),
    ("charts", "refusal"): ("component", "asks", "what", "since"),
    ("charts", "services"): ("makes", "since", "when"),
    ("charts", "setting"): ("name", "path", "since"),
    ("charts", "account"): ("component", "since"),
    ("defaults", "default"): ("resource", "argument"),
    ("named_by", "merged"): ("resources", "argument"),
    ("named_by", "least"): ("resource", "argument"),
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
        keys = KEYS.get((name.partition("/")[0], table)) or (next(key for key in row if key not in INHERITED),)
        identity = (table, repr([row.get(key) for key in keys]))
        assert identity not in seen, identity
        seen.add(identity)


@pytest.mark.parametrize("file", CHARTS)
def test_every_chart_has_a_table_of_its_own_that_is_of_use(file: str) -> None:
    table = load_chart(file)
    name, _, vendor = file.partition(".")
    assert table.chart.name == name
    assert vendor in (table.chart.vendor, *table.chart.repositories, "") or any(
        vendor in text for text in table.chart.repositories
    )
    assert (vendor != "") == bool(table.chart.vendor or table.chart.repositories)
    parts = (
        table.pods,
        table.daemonsets,
        table.ports,
        table.refusals,
        table.services,
        table.settings,
        table.accounts,
        table.calls,
    )
    assert any(parts)
    for part in parts:
        for row in part:
            assert not row.since or semver.reaches(row.since, "0.0.0")
            assert not row.until or semver.reaches(row.until, row.since or "0.0.0")
            assert all(bool(condition.on) != bool(condition.off) for condition in row.when)
    for refusal in table.refusals:
        assert refusal.asks in ("claim", "low-port") or Facts().limits.field(refusal.asks)
        assert (refusal.claim is None) or refusal.asks == "claim"


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
