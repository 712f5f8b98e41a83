"""The rows of a Helm chart's table (``facts/charts/<chart>.toml``; docs/charts.md tells how to write one).

A chart is data: what pods it makes, which of them Fargate does not take, on which ports they listen, by version and
values. A new chart is a new file and no code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from fargate_lint.diagnostic import Severity
from fargate_lint.facts.endpoints import Use
from fargate_lint.facts.table import Fact

Plain = bool | int | str
Behaviour = Literal["pending", "excluded", "untolerated"]
Asked = Literal[
    "privileged",
    "allowPrivilegeEscalation",
    "capabilities.add",
    "hostNetwork",
    "hostPort",
    "hostPath",
    "claim",
    "low-port",
]
"""What Fargate refuses: fields of limits.toml, a volume claim that EBS would serve, a port below 1024 without the
capability for it."""


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
    """A row about a part of a chart; versions are [since, until), ``when`` must all hold."""

    since: str = ""
    until: str = ""
    component: str = ""
    when: tuple[Condition, ...] = ()
    note: str = ""


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
    """Where an image comes from: ``default``, the values that name the repository or the registry instead (the first
    that is written counts), and whether the chart joins the two (``joined``)."""

    default: str
    repositories: tuple[str, ...] = ()
    registries: tuple[str, ...] = ()
    joined: bool = False


class ChartPod(ChartFact, frozen=True, kw_only=True):
    """Pods that the chart makes. ``labels`` may hold "{release}" and "{name}" (the value at ``name_value``, else the
    chart's own name); ``extra`` are values that add labels; ``image`` None: not known."""

    labels: Mapping[str, str]
    image: Image | None = None
    kind: Literal["Deployment", "StatefulSet", "Job", "CronJob", "Pod"] = "Deployment"
    name_value: str = "nameOverride"
    extra: tuple[str, ...] = ("podLabels",)


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The values that name the storage class of a claim, and a claim that exists already."""

    classes: tuple[str, ...] = ()
    existing: tuple[str, ...] = ()


class Refusal(ChartFact, frozen=True, kw_only=True):
    """Something that pods of the chart ask for and Fargate refuses. ``what`` tells which container or volume, ``whose``
    pods they are: the chart's own, those it adds a container to ("injected"), or those that it makes later ("later").
    ``fix`` is what to write, "" where no value helps."""

    asks: Asked
    what: str
    fix: str
    whose: Literal["own", "injected", "later"] = "own"
    severity: Severity = Severity.ERROR
    claim: Claim | None = None


class Services(ChartFact, frozen=True, kw_only=True):
    """Whether the chart makes a Service: a row that applies says "yes" or "no"; no row, not known."""

    makes: Literal["yes", "no"]


class Call(ChartFact, frozen=True, kw_only=True):
    """A service of AWS that its pods call, in endpoints.toml's words for callers."""

    use: Use


class Setting(ChartFact, frozen=True, kw_only=True):
    """A value that a rule asks for by a word of its own (``name``), wherever this version of the chart has it."""

    name: str
    path: str
    default: Plain = ""


class Account(ChartFact, frozen=True, kw_only=True):
    """A service account: the value paths of its name, its annotations and whether the chart makes it, the name it has
    by default ("{release}", "{fullname}": the release's name, with the chart's behind it unless it holds that already),
    and whether what runs under it calls AWS."""

    name: str
    annotations: str
    default: str
    create: str = "serviceAccount.create"
    calls_aws: bool = False


class Chart(Fact, frozen=True, kw_only=True):
    """The head of a table. ``vendor`` "" is the project's own chart; ``repositories`` narrows a name that several
    projects use to addresses with one of these texts. ``name_default``: what the chart writes into its nameOverride.
    ``namespaces``: values that put its pods elsewhere than the release. ``ended``: the day on which it, or what it
    serves, ends."""

    name: str
    vendor: str = ""
    repositories: tuple[str, ...] = ()
    name_default: str = ""
    namespaces: tuple[str, ...] = ()
    ended: str = ""
    note: str = ""


class ChartTable(msgspec.Struct, frozen=True):
    """All rows of one chart. ``pods`` empty: not known (DaemonSets aside)."""

    chart: Chart
    pods: tuple[ChartPod, ...] = ()
    daemonsets: tuple[DaemonSet, ...] = ()
    ports: tuple[Port, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    services: tuple[Services, ...] = ()
    calls: tuple[Call, ...] = ()
    settings: tuple[Setting, ...] = ()
    accounts: tuple[Account, ...] = ()
