"""All that a rule author imports.

A rule is one file in ``rules/``: a docstring (what, then ``Why:``, ``Fix:``, ``Source:``), ``check(estate)``,
examples in ``VALID`` and ``INVALID`` that are run as tests, and ``RULE``. Every subject that a rule looks at yields
exactly one of Finding, Undecided and Pass. The engine stamps id and name, so a rule never names itself. A rule may
have a second phase, ``after(run)``: it yields findings about what all rules said of all roots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

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

if TYPE_CHECKING:
    from fargate_lint.model.cluster.addon import Addon
    from fargate_lint.model.cluster.cluster import Cluster
    from fargate_lint.model.cluster.control_plane import ControlPlane
    from fargate_lint.model.cluster.coredns import CoreDns
    from fargate_lint.model.cluster.execution_role import ExecutionRole
    from fargate_lint.model.cluster.pod_identity import PodIdentity
    from fargate_lint.model.cluster.profile import FargateProfile, Selector
    from fargate_lint.model.identity.aws_auth import AwsAuth
    from fargate_lint.model.identity.iam import Role
    from fargate_lint.model.network.endpoint import Endpoint
    from fargate_lint.model.network.nat_gateway import NatGateway
    from fargate_lint.model.network.route import Route, RouteTable
    from fargate_lint.model.network.security_group import SecurityGroup
    from fargate_lint.model.network.subnet import Subnet, SubnetList
    from fargate_lint.model.network.vpc import Vpc
    from fargate_lint.model.network.zone import Zone
    from fargate_lint.model.question.broken_reference import BrokenReference
    from fargate_lint.model.question.module_call import RegistryCall
    from fargate_lint.model.question.placement import Placement
    from fargate_lint.model.question.ways_in import Bastion
    from fargate_lint.model.thing.attribute import Attribute
    from fargate_lint.model.workload.helm import HelmRelease
    from fargate_lint.model.workload.image import Pull
    from fargate_lint.model.workload.load_balancer import Exposed
    from fargate_lint.model.workload.namespace import Namespace
    from fargate_lint.model.workload.workload import Workload
    from fargate_lint.values.answer import Answer

__all__ = [
    "Addon",
    "Answer",
    "Attribute",
    "AwsAuth",
    "Bastion",
    "BrokenReference",
    "Cluster",
    "ConfigurationFault",
    "ControlPlane",
    "CoreDns",
    "Edit",
    "Endpoint",
    "EndpointQuestion",
    "EndpointUse",
    "Estate",
    "ExecutionRole",
    "Exposed",
    "FargatePod",
    "FargateProfile",
    "Finding",
    "Fix",
    "HelmRelease",
    "Lack",
    "LackingHardware",
    "Limits",
    "LogCheck",
    "Namespace",
    "NatGateway",
    "Note",
    "Pass",
    "Placement",
    "PodFault",
    "PodIdentity",
    "Pull",
    "RefusedField",
    "RegistryCall",
    "Role",
    "Route",
    "RouteTable",
    "Rule",
    "Run",
    "SecurityGroup",
    "Selector",
    "SelectorFault",
    "Severity",
    "SizeFault",
    "Span",
    "Subnet",
    "SubnetList",
    "Undecided",
    "UnusedSuppression",
    "Verdict",
    "VolumeFault",
    "VolumeType",
    "Vpc",
    "WithoutEffect",
    "Workload",
    "WrongValue",
    "Zone",
    "judge_pod",
    "unseen_profiles",
]

_VIEWS = {
    "Addon": "fargate_lint.model.cluster.addon",
    "Answer": "fargate_lint.values.answer",
    "Attribute": "fargate_lint.model.thing.attribute",
    "AwsAuth": "fargate_lint.model.identity.aws_auth",
    "Bastion": "fargate_lint.model.question.ways_in",
    "BrokenReference": "fargate_lint.model.question.broken_reference",
    "Cluster": "fargate_lint.model.cluster.cluster",
    "ControlPlane": "fargate_lint.model.cluster.control_plane",
    "CoreDns": "fargate_lint.model.cluster.coredns",
    "Endpoint": "fargate_lint.model.network.endpoint",
    "ExecutionRole": "fargate_lint.model.cluster.execution_role",
    "Exposed": "fargate_lint.model.workload.load_balancer",
    "FargateProfile": "fargate_lint.model.cluster.profile",
    "HelmRelease": "fargate_lint.model.workload.helm",
    "Namespace": "fargate_lint.model.workload.namespace",
    "NatGateway": "fargate_lint.model.network.nat_gateway",
    "Placement": "fargate_lint.model.question.placement",
    "PodIdentity": "fargate_lint.model.cluster.pod_identity",
    "Pull": "fargate_lint.model.workload.image",
    "RegistryCall": "fargate_lint.model.question.module_call",
    "Role": "fargate_lint.model.identity.iam",
    "Route": "fargate_lint.model.network.route",
    "RouteTable": "fargate_lint.model.network.route",
    "SecurityGroup": "fargate_lint.model.network.security_group",
    "Selector": "fargate_lint.model.cluster.profile",
    "Subnet": "fargate_lint.model.network.subnet",
    "SubnetList": "fargate_lint.model.network.subnet",
    "Vpc": "fargate_lint.model.network.vpc",
    "Workload": "fargate_lint.model.workload.workload",
    "Zone": "fargate_lint.model.network.zone",
}
"""The types that a rule's variables have, for annotations: loaded when a rule names them, which ours do not."""

if not TYPE_CHECKING:

    def __getattr__(name: str) -> type:
        if name not in _VIEWS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_VIEWS[name]), name)


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


def unseen_profiles(estate: Estate) -> Iterator[Undecided]:
    """For a rule about profiles: a verdict for each cluster whose profiles are all in a module that cannot be seen."""
    for cluster in estate.fargate_clusters():
        if not cluster.profiles:
            yield cluster.profiles.incomplete.undecided(cluster.address)


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
