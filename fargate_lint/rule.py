"""All that a rule author imports.

A rule is one file in ``rules/``: a docstring (what, then ``Why:``, ``Fix:``, ``Source:``), ``check(estate)``,
examples in ``VALID`` and ``INVALID`` that are run as tests, and ``RULE``. Every subject that a rule looks at yields
exactly one of Finding, Undecided and Pass. The engine stamps id and name, so a rule never names itself. A rule may
have a second phase, ``after(run)``: it yields findings about what all rules said of all roots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from fargate_lint.diagnostic import Edit, Finding, Fix, Note, Pass, Severity, Span, Undecided, Verdict
from fargate_lint.facts.limits import Limits
from fargate_lint.model.cluster.coredns import ConfigurationFault
from fargate_lint.model.cluster.profile import SelectorFault
from fargate_lint.model.estate import Estate
from fargate_lint.model.question.endpoint_use import EndpointQuestion, EndpointUse
from fargate_lint.model.question.need import Lack
from fargate_lint.model.workload.fargate_pod import FargatePod, LackingHardware, PodFault, RefusedField, WithoutEffect
from fargate_lint.model.workload.load_balancer import WrongValue
from fargate_lint.model.workload.log_router import LogCheck
from fargate_lint.model.workload.pod_size import SizeFault
from fargate_lint.model.workload.pod_volume import VolumeFault, VolumeType
from fargate_lint.run import Run, UnusedSuppression

__all__ = [
    "ConfigurationFault",
    "Edit",
    "EndpointQuestion",
    "EndpointUse",
    "Estate",
    "FargatePod",
    "Finding",
    "Fix",
    "Lack",
    "LackingHardware",
    "Limits",
    "LogCheck",
    "Note",
    "Pass",
    "PodFault",
    "RefusedField",
    "Rule",
    "Run",
    "SelectorFault",
    "Severity",
    "SizeFault",
    "Span",
    "Undecided",
    "UnusedSuppression",
    "Verdict",
    "VolumeFault",
    "VolumeType",
    "WithoutEffect",
    "WrongValue",
    "judge_pod",
]

F = TypeVar("F", bound=PodFault)


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """The identity of a rule.

    ``severities`` are those that its findings have, each with its case in words; the first is the usual one, which
    findings have that name none. A finding with another is a mistake of the rule. ``summary`` is one line for the rule
    table. ``per_instance``: findings on several instances of one block stay apart (a missing endpoint is reported per
    VPC, a workload per workload) instead of becoming one. ``reports`` are the codes of the diagnostics that it tells as
    findings, so that they are not told twice. ``tables`` are the facts it speaks of, as `fargate-lint facts` prints
    them: "zones", or a section of a table ("limits.capability"). ``about_sources``: it speaks of the text of the
    sources, of which a plan alone has none.
    """

    id: str
    name: str
    severities: Mapping[Severity, str] = {}
    summary: str
    per_instance: bool = False
    reports: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    about_sources: bool = False
    severity: Severity = None  # type: ignore[assignment]  # filled in below

    def __post_init__(self) -> None:
        """``severity`` is the usual one. A rule with that one only need not list it. Raises ValueError where neither is
        given."""
        if not self.severities:
            if self.severity is None:
                raise ValueError(f"{self.id}: no severities")
            msgspec.structs.force_setattr(self, "severities", {self.severity: "always"})
        elif self.severity is None:
            msgspec.structs.force_setattr(self, "severity", next(iter(self.severities)))  # type: ignore[unreachable]


def judge_pod(
    pod: FargatePod,
    faults: Iterable[F],
    message: Callable[[F], str],
    severity: Callable[[F], Severity | None] = lambda fault: None,
) -> Iterator[Verdict]:
    """A verdict for each fault that is not surely absent, in the rule's words; a pass where none is left."""
    left = [fault for fault in faults if not fault.state.no]
    if not left:
        yield Pass(pod.address, pod.workload.subject)
    for fault in left:
        subject = ": ".join(piece for piece in (pod.workload.subject, fault.about) if piece)
        place = fault.place or pod.workload.span
        doubt = pod.runs if pod.runs.unknown else fault.state
        if doubt.unknown:
            yield doubt.at(place).undecided(pod.address, None, subject)
        else:
            yield Finding(message(fault), pod.address, place, subject=subject, severity=severity(fault))
