"""What a run came to, as data: what the rules said of each root in each environment, and what silences findings.

All of it is frozen: it can be kept, compared and handed to another process. What several roots have to do with one
another (a comment that is of use in one of them, one thing that two of them see) is worked out of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from fargate_lint.diagnostic import Diagnostic, Finding, Pass, Span, Undecided

Fault = Literal["not understood", "no rule", "no date", "expired", "unknown rule"]
"""What is wrong with an ignore comment itself."""


class Module(msgspec.Struct, frozen=True, kw_only=True):
    """A module call and how its content was seen (ModuleCall of the contract, without its values)."""

    address: str
    source: str
    version: str | None
    resolved: str
    detail: str


class Cluster(msgspec.Struct, frozen=True):
    """What the reader wants to know first of a cluster. ``data_plane``: fargate-only, mixed, none, undecided;
    ``egress``: yes, no, undecided. ``fargate``: it has, or may have, Fargate profiles."""

    address: str
    name: str | None
    data_plane: str
    egress: str
    fargate: bool = True


class Suppression(msgspec.Struct, frozen=True, kw_only=True):
    """An ignore comment, or a ``[[suppress]]`` of the configuration or a baseline entry (then ``address`` says where it
    holds).

    ``words`` are the rules as written, each with the ids that it means. ``lines`` are the first and last line that a
    comment holds for (None: the whole file). ``until`` is the date as written. One with a ``fault`` that says so is
    ``over``: it silences nothing. ``root`` is the folder of the only root that a ``[[suppress]]`` is for.
    """

    words: tuple[tuple[str, tuple[str, ...]], ...]
    reason: str
    by: Literal["comment", "configuration", "baseline"] = "comment"
    span: Span | None = None
    until: str | None = None
    lines: tuple[int, int] | None = None
    address: str | None = None
    root: str | None = None
    fault: Fault | None = None
    over: bool = False

    @property
    def ids(self) -> frozenset[str]:
        """All rules that it silences."""
        return frozenset(id for _, ids in self.words for id in ids)


class Suppressed(msgspec.Struct, frozen=True):
    """A finding that is silenced, and by what."""

    finding: Finding
    by: Suppression


class RootResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules said of one root module in one environment.

    ``ran`` are the ids of the rules that looked at it; ``judged``: there surely is a cluster with Fargate profiles, so
    that all of them had something to look at. ``left_out`` counts findings in paths that the configuration ignores.
    ``read`` are all files that the answer comes from; ``linked`` the roots whose states are read here, by the address
    of the data source. ``variables`` are those that the root declares. ``suppressions`` are all that were read,
    ``used`` those that silence a rule's finding here. ``unread``: a file, or a part of one, could not be read.
    """

    path: str
    repository: str
    environment: str | None = None
    door: Literal["sources", "plan", "both"] = "sources"
    modules: tuple[Module, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    passes: tuple[Pass, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    ran: tuple[str, ...] = ()
    judged: bool = False
    left_out: int = 0
    read: tuple[str, ...] = ()
    unread: bool = False
    linked: Mapping[str, str] = {}
    variables: tuple[str, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    used: tuple[tuple[Suppression, str], ...] = ()
    manifests: tuple[int, int, int] | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the root could be looked at: else nothing is known of it."""
        return bool(self.ran) or not self.diagnostics

    def owner(self, address: str) -> str:
        """The address of the linked root that something belongs to; "" for what is this root's own."""
        found = (top for top in self.linked if address == top or address.startswith(top + "."))
        return max(found, key=len, default="")

    def folder_of(self, address: str) -> str:
        """The folder of the root that manages something."""
        return self.linked.get(self.owner(address), self.path)


class UnusedSuppression(msgspec.Struct, frozen=True):
    """One that silences nothing. ``words`` are those of its rules that match nothing; empty where its own fault is what
    there is to say."""

    suppression: Suppression
    words: tuple[str, ...] = ()


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule's second phase looks at, once all rules have seen all roots: ``after(run)``."""

    roots: Sequence[RootResult] = ()
    unused_suppressions: Sequence[UnusedSuppression] = ()
