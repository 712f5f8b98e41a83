"""Helm charts: the DaemonSets and ports that matter on Fargate (facts 8), and the pods that well-known charts make."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Literal, TypeVar

import msgspec

from fargate_lint.facts.endpoints import Use
from fargate_lint.facts.overrides import ChartOverride, Overrides, stamp
from fargate_lint.facts.table import Fact, rows

Plain = bool | int | str
Behaviour = Literal["pending", "excluded", "untolerated"]


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Holds if the chart value at ``path`` (``default`` where nothing is written) is one of ``on``, or none of
    ``off``."""

    path: str
    default: Plain
    on: tuple[Plain, ...] = ()
    off: tuple[Plain, ...] = ()

    def holds(self, value: Plain) -> bool:
        """Whether it holds for a known value; "true" and true are the same, as are 1 and "1"."""
        text = as_text(value)
        if self.on:
            return text in {as_text(item) for item in self.on}
        return text not in {as_text(item) for item in self.off}


def as_text(value: Plain) -> str:
    """A plain value as YAML and Helm's --set would write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class ChartFact(Fact, frozen=True, kw_only=True):
    """A row about a chart: ``vendor`` "" is the project's own; ``repositories`` narrows an ambiguous name; versions are
    [since, until)."""

    chart: str
    vendor: str = ""
    repositories: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    component: str = ""
    when: tuple[Condition, ...] = ()
    note: str = ""


C = TypeVar("C", bound=ChartFact)


class DaemonSet(ChartFact, frozen=True, kw_only=True):
    """A DaemonSet that the chart installs. ``behaviour`` (``class`` in the file) is what follows on Fargate nodes,
    ``tolerations`` the value that can make it worse, ``fix`` what to write."""

    behaviour: Behaviour = msgspec.field(name="class")
    fix: str
    tolerations: str = "tolerations"


class Port(ChartFact, frozen=True, kw_only=True):
    """A port that is the kubelet's on Fargate: the value at ``path`` (``default``), one that is free (``example``), and
    lists of arguments in which ``doubt_text`` may set it otherwise (``doubt``)."""

    path: str
    default: int
    example: int
    doubt: tuple[str, ...] = ()
    doubt_text: str = ""


class Image(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an image comes from; see chart_pods.toml."""

    default: str
    repositories: tuple[str, ...] = ()
    registries: tuple[str, ...] = ()
    joined: bool = False


class ChartPod(ChartFact, frozen=True, kw_only=True):
    """Pods that a chart makes; see chart_pods.toml."""

    labels: Mapping[str, str]
    image: Image
    kind: Literal["Deployment", "StatefulSet", "Job", "CronJob"] = "Deployment"
    name_value: str = "nameOverride"
    extra: tuple[str, ...] = ("podLabels",)


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The value paths of a service account's name and annotations, and the name it has by default ("{release}")."""

    name: str
    annotations: str
    default: str


class Chart(Fact, frozen=True, kw_only=True):
    """A chart whose pods are listed. ``uses``: the AWS services they call, in endpoints.toml's words."""

    name: str
    vendor: str = ""
    name_default: str = ""
    uses: tuple[Use, ...] = ()
    account: Account | None = None
    note: str = ""


class Vendor(Fact, frozen=True, kw_only=True):
    """A publisher whose charts share names with others but not values, known by texts in the repository's address or by
    the alias that people give it."""

    name: str
    patterns: tuple[str, ...]
    aliases: tuple[str, ...] = ()


class Charts(msgspec.Struct, frozen=True):
    """All chart tables. ``configured`` are the user's rows by chart name; they replace ours."""

    vendors: tuple[Vendor, ...]
    charts: tuple[Chart, ...]
    daemonsets: tuple[DaemonSet, ...]
    ports: tuple[Port, ...]
    pods: tuple[ChartPod, ...]
    configured: Mapping[str, ChartOverride] = {}

    def vendor_of(self, repository: str) -> str:
        """The vendor that an address, alias or "" stands for; "" is the project itself."""
        text = repository.lower()
        for vendor in self.vendors:
            if text in vendor.aliases or any(pattern in text for pattern in vendor.patterns):
                return vendor.name
        return ""

    def chart(self, name: str, repository: str = "") -> Chart | None:
        """The row of a chart whose pods are known."""
        vendor = self.vendor_of(repository)
        return next((row for row in self.charts if row.name == name and row.vendor == vendor), None)

    def daemonsets_of(self, name: str, repository: str = "") -> tuple[DaemonSet, ...]:
        """The DaemonSet rows of a chart, for all versions."""
        return self._of(self.daemonsets, name, repository)

    def ports_of(self, name: str, repository: str = "") -> tuple[Port, ...]:
        """The port rows of a chart, for all versions."""
        return self._of(self.ports, name, repository)

    def pods_of(self, name: str, repository: str = "") -> tuple[ChartPod, ...]:
        """The pod rows of a chart, for all versions; empty: not known."""
        return self._of(self.pods, name, repository)

    def knows(self, name: str, repository: str = "") -> bool:
        """Whether any table, or the user's configuration, speaks of this chart."""
        return name in self.configured or bool(
            self.chart(name, repository)
            or self.daemonsets_of(name, repository)
            or self.ports_of(name, repository)
            or self.pods_of(name, repository)
        )

    def _of(self, table: tuple[C, ...], name: str, repository: str) -> tuple[C, ...]:
        vendor = self.vendor_of(repository)
        named = [row for row in table if row.chart == name and row.vendor == vendor]
        narrow = [row for row in named if any(text in repository.lower() for text in row.repositories)]
        return tuple(narrow or (row for row in named if not row.repositories))

    def override(self, overrides: Overrides) -> Charts:
        """With the user's rows in place of ours."""
        if not overrides.charts:
            return self
        mine = {row.name: row for row in overrides.charts}
        silenced = {name for name, row in mine.items() if row.daemonset is not None}
        reported = {name for name, row in mine.items() if row.port_path is not None}
        repodded = {name for name, row in mine.items() if row.pods_labels is not None or row.images}
        return msgspec.structs.replace(
            self,
            daemonsets=(
                *(_daemonset(row) for row in overrides.charts if row.daemonset),
                *(row for row in self.daemonsets if row.chart not in silenced),
            ),
            ports=(
                *(_port(row) for row in overrides.charts if row.port_path),
                *(row for row in self.ports if row.chart not in reported),
            ),
            pods=(
                *(pod for row in overrides.charts for pod in _pods(row)),
                *(row for row in self.pods if row.chart not in repodded),
            ),
            configured=mine,
        )


def _daemonset(row: ChartOverride) -> DaemonSet:
    when: tuple[Condition, ...] = ()
    fix = "remove it"
    if row.off_path and row.off_value is not None:
        when = (Condition(row.off_path, default="", off=(row.off_value,)),)
        fix = f"set {row.off_path} = {as_text(row.off_value)}"
    return DaemonSet(chart=row.name, behaviour=row.behaviour, when=when, fix=fix, **stamp())


def _port(row: ChartOverride) -> Port:
    assert row.port_path is not None
    return Port(chart=row.name, path=row.port_path, default=row.port_default, example=10251, **stamp())


def _pods(row: ChartOverride) -> tuple[ChartPod, ...]:
    """One pod an image; with labels alone, one pod whose image is not known ("")."""
    if row.pods_labels is None and not row.images:
        return ()
    images = row.images or ("",)
    return tuple(
        ChartPod(
            chart=row.name, labels=row.pods_labels or {}, image=Image(default=image), name_value="", extra=(), **stamp()
        )
        for image in images
    )


@functools.cache
def load_charts() -> Charts:
    """The tables as shipped."""
    return Charts(
        vendors=rows("charts", "vendor", Vendor),
        charts=rows("chart_pods", "chart", Chart),
        daemonsets=rows("charts", "daemonset", DaemonSet),
        ports=rows("charts", "port", Port),
        pods=rows("chart_pods", "pod", ChartPod),
    )
