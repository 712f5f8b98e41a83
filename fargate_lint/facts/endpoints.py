"""VPC endpoints by need (facts 4a)."""

from __future__ import annotations

import functools
from typing import Literal

import msgspec

from fargate_lint.diagnostic import Severity
from fargate_lint.facts.overrides import Overrides, stamp
from fargate_lint.facts.table import Fact, rows

Use = Literal[
    "aws-logging-cloudwatch",
    "aws-logging-firehose",
    "aws-logging-kinesis",
    "cloudwatch-logs",
    "cloudwatch-metrics",
    "cluster-autoscaler",
    "dynamodb",
    "ebs-csi",
    "ec2-nodes",
    "efs-api",
    "eks-api",
    "external-dns",
    "karpenter",
    "karpenter-cluster",
    "karpenter-images",
    "karpenter-node-role",
    "karpenter-queue",
    "kms",
    "load-balancer-controller",
    "managed-prometheus",
    "parameter-store",
    "secrets-manager",
    "sns",
    "sqs",
    "ssm-bastion",
    "xray",
]
"""Who calls a service; the model says which of them are in sight."""


class Service(Fact, frozen=True, kw_only=True):
    """One endpoint service.

    ``type`` is the form to use ("Gateway" for s3); ``also_interface``: the other form exists too. ``need``: "always",
    "private-only", "use" or "never". ``no_egress`` and ``private_only`` are the severities of its absence there.
    ``why`` and ``symptom`` are for messages.
    """

    suffix: str
    type: Literal["Interface", "Gateway"]
    need: Literal["always", "private-only", "use", "never"]
    uses: tuple[Use, ...] = ()
    also_interface: bool = False
    no_egress: Severity | None = None
    private_only: Severity | None = None
    why: str = ""
    symptom: str = ""

    @property
    def interface_only(self) -> bool:
        """Whether declaring it as Gateway is wrong."""
        return self.type == "Interface"


class Absent(Fact, frozen=True, kw_only=True):
    """Regions ("*": all) in which a service offers no endpoint."""

    suffix: str
    regions: tuple[str, ...]
    note: str = ""


class Caller(Fact, frozen=True, kw_only=True):
    """What a caller does where a service's endpoint is missing, in place of what the service's row says."""

    use: Use
    service: str
    severity: Severity
    why: str
    symptom: str


class CrossRegion(Fact, frozen=True, kw_only=True):
    """Services whose endpoint may stand for another Region (``service_region``)."""

    suffixes: tuple[str, ...]


class Endpoints(msgspec.Struct, frozen=True):
    """The services. ``mode`` is the user's: "auto", "required", "off"."""

    services: tuple[Service, ...]
    absent: tuple[Absent, ...]
    callers: tuple[Caller, ...] = ()
    cross_region: tuple[CrossRegion, ...] = ()
    mode: Literal["auto", "required", "off"] = "auto"

    def service(self, suffix: str) -> Service | None:
        """The row of a suffix ("ecr.api")."""
        return next((row for row in self.services if row.suffix == suffix), None)

    def always(self) -> tuple[Service, ...]:
        """What every Fargate pod needs, in table order."""
        return tuple(row for row in self.services if row.need == "always")

    def private_only(self) -> tuple[Service, ...]:
        """What a cluster with a private-only API needs besides."""
        return tuple(row for row in self.services if row.need == "private-only")

    def used_by(self, use: str) -> tuple[Service, ...]:
        """What such a caller needs, with what it does where that is missing."""
        return tuple(self._for_caller(row, use) for row in self.services if use in row.uses)

    def _for_caller(self, service: Service, use: str) -> Service:
        for row in self.callers:
            if row.use == use and row.service == service.suffix:
                return msgspec.structs.replace(service, no_egress=row.severity, why=row.why, symptom=row.symptom)
        return service

    def crosses_regions(self, suffix: str) -> bool:
        """Whether the service of another Region can be reached by an endpoint here."""
        return any(suffix in row.suffixes for row in self.cross_region)

    def ends_like_service(self, text: str) -> bool:
        """Whether a text ends in the name of a service that is known here ("eu_west1.ecr.api")."""
        return any(text.endswith(f".{row.suffix}") for row in self.services)

    def is_absent(self, suffix: str, region: str) -> Absent | None:
        """The row that says that a service has no endpoint in this region."""
        return next((r for r in self.absent if r.suffix == suffix and (region in r.regions or "*" in r.regions)), None)

    def override(self, overrides: Overrides) -> Endpoints:
        """With the user's required services added as always needed."""
        services = {row.suffix: row for row in self.services}
        for suffix in overrides.required_endpoints:
            old = services.get(suffix)
            services[suffix] = (
                msgspec.structs.replace(old, need="always", no_egress=Severity.ERROR, **stamp())
                if old
                else Service(
                    suffix=suffix,
                    type="Interface",
                    need="always",
                    no_egress=Severity.ERROR,
                    why="your configuration requires it",
                    **stamp(),
                )
            )
        return msgspec.structs.replace(self, services=tuple(services.values()), mode=overrides.endpoints)


@functools.cache
def load_endpoints() -> Endpoints:
    """The table as shipped."""
    return Endpoints(
        services=rows("endpoints", "service", Service),
        absent=rows("endpoints", "absent", Absent),
        callers=rows("endpoints", "caller", Caller),
        cross_region=rows("endpoints", "cross_region", CrossRegion),
    )
