"""Tables as data: zones, endpoints, add-ons, charts, defaults …; each row with source, confidence and date.

``Facts`` bundles them with the user's ``[facts]`` applied. A table is read from its TOML file when it is first asked
for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from fargate_lint.facts.addons import Addons, load_addons
from fargate_lint.facts.charts import Charts, load_charts
from fargate_lint.facts.coredns import CoreDns, load_coredns
from fargate_lint.facts.defaults import Defaults, load_defaults
from fargate_lint.facts.endpoints import Endpoints, load_endpoints
from fargate_lint.facts.identity import Identity, load_identity
from fargate_lint.facts.ids import KnownId
from fargate_lint.facts.lbc import LoadBalancerController, load_lbc
from fargate_lint.facts.limits import Limits, load_limits
from fargate_lint.facts.logging import Logging, load_logging
from fargate_lint.facts.namespaces import Namespaces, load_namespaces
from fargate_lint.facts.overrides import ChartOverride, Overrides
from fargate_lint.facts.quotas import Quotas, load_quotas
from fargate_lint.facts.regions import Regions, load_regions
from fargate_lint.facts.registries import Registries, load_registries
from fargate_lint.facts.versions import Versions, load_versions
from fargate_lint.facts.zones import Zones, load_zones

__all__ = ["ChartOverride", "Facts", "Overrides", "load_facts"]


class Facts:
    """All tables, the user's overrides applied."""

    def __init__(self, overrides: Overrides | None = None, ids: Mapping[str, KnownId] | None = None) -> None:
        """``ids`` is what the user states of literal ids."""
        self.overrides = overrides or Overrides()
        self.ids = ids or {}

    @cached_property
    def zones(self) -> Zones:
        """Zones in which something is not to be had."""
        return load_zones().override(self.overrides)

    @cached_property
    def endpoints(self) -> Endpoints:
        """VPC endpoints by need."""
        return load_endpoints().override(self.overrides)

    @cached_property
    def charts(self) -> Charts:
        """Helm charts: DaemonSets, ports, pods."""
        return load_charts().override(self.overrides)

    @cached_property
    def addons(self) -> Addons:
        """EKS add-ons on Fargate."""
        return load_addons()

    @cached_property
    def coredns(self) -> CoreDns:
        """CoreDNS and its add-on's schema."""
        return load_coredns()

    @cached_property
    def defaults(self) -> Defaults:
        """What providers assume where nothing is written."""
        return load_defaults()

    @cached_property
    def versions(self) -> Versions:
        """The Kubernetes calendar."""
        return load_versions()

    @cached_property
    def logging(self) -> Logging:
        """Fargate's log router."""
        return load_logging()

    @cached_property
    def lbc(self) -> LoadBalancerController:
        """The AWS Load Balancer Controller."""
        return load_lbc()

    @cached_property
    def limits(self) -> Limits:
        """What pods on Fargate may not ask for, and their sizes."""
        return load_limits()

    @cached_property
    def registries(self) -> Registries:
        """Image registries by reach."""
        return load_registries()

    @cached_property
    def regions(self) -> Regions:
        """Partitions and regions."""
        return load_regions()

    @cached_property
    def identity(self) -> Identity:
        """The pod execution role, access entries, profile names."""
        return load_identity()

    @cached_property
    def namespaces(self) -> Namespaces:
        """Namespaces that exist by themselves."""
        return load_namespaces()

    @cached_property
    def quotas(self) -> Quotas:
        """Limits of EKS."""
        return load_quotas()


def load_facts(overrides: Overrides | None = None) -> Facts:
    """The tables with these overrides; nothing is read before it is asked for."""
    return Facts(overrides)
