"""Helm charts by name: each has a table of its own, which is read when a configuration names the chart."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from fnmatch import fnmatchcase
from importlib import resources

import msgspec

from fargate_lint.facts.chart import (
    Account,
    Call,
    Chart,
    ChartPod,
    ChartTable,
    Condition,
    DaemonSet,
    Image,
    Port,
    Refusal,
    Services,
    Setting,
    as_text,
)
from fargate_lint.facts.overrides import ChartOverride, Overrides, stamp
from fargate_lint.facts.table import Fact, row, rows

FOLDER = "charts"


class Vendor(Fact, frozen=True, kw_only=True):
    """A publisher whose charts share names with others but not values, known by texts in the repository's address or by
    the alias that people give it."""

    name: str
    patterns: tuple[str, ...]
    aliases: tuple[str, ...] = ()


class Podless(Fact, frozen=True, kw_only=True):
    """Charts without pods: their names, and patterns of names."""

    names: tuple[str, ...]
    patterns: tuple[str, ...] = ()


class Charts(msgspec.Struct, frozen=True):
    """The tables. ``configured`` are the user's rows by chart name; they replace ours."""

    vendors: tuple[Vendor, ...]
    podless: tuple[Podless, ...]
    configured: Mapping[str, ChartOverride] = {}

    def vendor_of(self, repository: str) -> str:
        """The vendor that an address, alias or "" stands for; "" is the project itself."""
        text = repository.lower()
        for vendor in self.vendors:
            if text in vendor.aliases or any(pattern in text for pattern in vendor.patterns):
                return vendor.name
        return ""

    def table(self, name: str, repository: str = "") -> ChartTable | None:
        """What is known of a chart; None: nothing. The user's rows stand in place of ours."""
        found = self._shipped(name, repository)
        mine = self.configured.get(name)
        return found if mine is None else _overridden(found, mine)

    def _shipped(self, name: str, repository: str) -> ChartTable | None:
        vendor, text = self.vendor_of(repository), repository.lower()
        tables = [load_chart(file) for file in _files().get(name, ())]
        named = [table for table in tables if table.chart.vendor == vendor]
        narrow = [table for table in named if any(part in text for part in table.chart.repositories)]
        plain = [table for table in named if not table.chart.repositories]
        return next(iter(narrow or plain), None)

    def is_podless(self, name: str) -> bool:
        """Whether a chart of this name surely makes no pods."""
        return any(name in row.names or any(fnmatchcase(name, text) for text in row.patterns) for row in self.podless)

    def override(self, overrides: Overrides) -> Charts:
        """With the user's rows in place of ours."""
        return msgspec.structs.replace(self, configured={row.name: row for row in overrides.charts})

    def names(self) -> tuple[str, ...]:
        """The names of all charts that have a table, sorted."""
        return tuple(sorted(_files()))

    def files(self) -> tuple[str, ...]:
        """The tables' own names ("fluent-bit", "fluent-bit.bitnami"), sorted."""
        return tuple(sorted(file for files in _files().values() for file in files))


def _overridden(table: ChartTable | None, mine: ChartOverride) -> ChartTable:
    """A chart's table with the user's rows in place of ours; what the user does not speak of stays."""
    table = table or ChartTable(Chart(name=mine.name, **stamp()))
    if mine.daemonset is not None:
        table = msgspec.structs.replace(table, daemonsets=(_daemonset(mine),) if mine.daemonset else ())
    if mine.port_path is not None:
        table = msgspec.structs.replace(table, ports=(_port(mine),) if mine.port_path else ())
    if mine.pods_labels is not None or mine.images:
        table = msgspec.structs.replace(table, pods=_pods(mine))
    return table


def _daemonset(row: ChartOverride) -> DaemonSet:
    when: tuple[Condition, ...] = ()
    fix = "remove it"
    if row.off_path and row.off_value is not None:
        when = (Condition(row.off_path, default="", off=(row.off_value,)),)
        fix = f"set {row.off_path} = {as_text(row.off_value)}"
    return DaemonSet(behaviour=row.behaviour, when=when, fix=fix, **stamp())


def _port(row: ChartOverride) -> Port:
    return Port(path=row.port_path or "", default=row.port_default, example=10251, **stamp())


def _pods(row: ChartOverride) -> tuple[ChartPod, ...]:
    """One pod an image; with labels alone, one pod whose image is not known."""
    images: list[Image | None] = [*(Image(default=image) for image in row.images)] or [None]
    labels = row.pods_labels or {}
    return tuple(ChartPod(labels=labels, image=image, name_value="", extra=(), **stamp()) for image in images)


@functools.cache
def _files() -> Mapping[str, tuple[str, ...]]:
    """The tables' names by chart: "fluent-bit.bitnami" is one of those about fluent-bit."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in resources.files("fargate_lint.facts").joinpath(FOLDER).iterdir():
        if entry.name.endswith(".toml"):
            file = entry.name.removesuffix(".toml")
            chart = file.partition(".")[0]
            found[chart] = (*found.get(chart, ()), file)
    return found


@functools.cache
def load_chart(file: str) -> ChartTable:
    """The table in ``facts/charts/<file>.toml``. Raises msgspec.ValidationError if our own data is wrong."""
    name = f"{FOLDER}/{file}"
    return ChartTable(
        chart=row(name, "chart", Chart),
        pods=rows(name, "pod", ChartPod),
        daemonsets=rows(name, "daemonset", DaemonSet),
        ports=rows(name, "port", Port),
        refusals=rows(name, "refusal", Refusal),
        services=rows(name, "services", Services),
        calls=rows(name, "call", Call),
        settings=rows(name, "setting", Setting),
        accounts=rows(name, "account", Account),
    )


@functools.cache
def load_charts() -> Charts:
    """The vendors; a chart's table is read when it is asked for."""
    return Charts(rows("vendors", "vendor", Vendor), rows("podless", "chart", Podless))
