"""Tables as data: zones, endpoints, add-ons, charts, defaults …; each row with source, confidence and date.

``Facts`` bundles them with the user's ``[facts]`` applied. A table, and the module of its rows, is loaded when it is
first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.facts.overrides import ChartOverride, Overrides

if TYPE_CHECKING:
    from fargate_lint.facts.addons import Addons
    from fargate_lint.facts.charts import Charts
    from fargate_lint.facts.coredns import CoreDns
    from fargate_lint.facts.custom_resources import CustomResources
    from fargate_lint.facts.defaults import Defaults
    from fargate_lint.facts.deferred import Deferred
    from fargate_lint.facts.endpoints import Endpoints
    from fargate_lint.facts.identity import Identity
    from fargate_lint.facts.ids import KnownId
    from fargate_lint.facts.irsa import Irsa
    from fargate_lint.facts.karpenter import Karpenter
    from fargate_lint.facts.lbc import LoadBalancerController
    from fargate_lint.facts.limits import Limits
    from fargate_lint.facts.logging import Logging
    from fargate_lint.facts.modules import Modules
    from fargate_lint.facts.namespaces import Namespaces
    from fargate_lint.facts.network import NetworkNames
    from fargate_lint.facts.network_acl import NetworkAcls
    from fargate_lint.facts.operations import Operations
    from fargate_lint.facts.pod_groups import PodGroups
    from fargate_lint.facts.policies import Policies
    from fargate_lint.facts.quotas import Quotas
    from fargate_lint.facts.regions import Regions
    from fargate_lint.facts.registries import Registries
    from fargate_lint.facts.versions import Versions
    from fargate_lint.facts.zones import Zones

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
        from fargate_lint.facts.zones import load_zones

        return load_zones().override(self.overrides)

    @cached_property
    def endpoints(self) -> Endpoints:
        """VPC endpoints by need."""
        from fargate_lint.facts.endpoints import load_endpoints

        return load_endpoints().override(self.overrides)

    @cached_property
    def charts(self) -> Charts:
        """Helm charts: pods, DaemonSets, ports, what Fargate refuses."""
        from fargate_lint.facts.charts import load_charts

        return load_charts().override(self.overrides)

    @cached_property
    def custom_resources(self) -> CustomResources:
        """Custom resources whose pods are known."""
        from fargate_lint.facts.custom_resources import load_custom_resources

        return load_custom_resources()

    @cached_property
    def addons(self) -> Addons:
        """EKS add-ons on Fargate."""
        from fargate_lint.facts.addons import load_addons

        return load_addons()

    @cached_property
    def coredns(self) -> CoreDns:
        """CoreDNS and its add-on's schema."""
        from fargate_lint.facts.coredns import load_coredns

        return load_coredns()

    @cached_property
    def defaults(self) -> Defaults:
        """What providers assume where nothing is written."""
        from fargate_lint.facts.defaults import load_defaults

        return load_defaults()

    @cached_property
    def versions(self) -> Versions:
        """The Kubernetes calendar."""
        from fargate_lint.facts.versions import load_versions

        return load_versions()

    @cached_property
    def logging(self) -> Logging:
        """Fargate's log router."""
        from fargate_lint.facts.logging import load_logging

        return load_logging()

    @cached_property
    def lbc(self) -> LoadBalancerController:
        """The AWS Load Balancer Controller."""
        from fargate_lint.facts.lbc import load_lbc

        return load_lbc()

    @cached_property
    def karpenter(self) -> Karpenter:
        """Karpenter on Fargate."""
        from fargate_lint.facts.karpenter import load_karpenter

        return load_karpenter()

    @cached_property
    def limits(self) -> Limits:
        """What pods on Fargate may not ask for, and their sizes."""
        from fargate_lint.facts.limits import load_limits

        return load_limits()

    @cached_property
    def registries(self) -> Registries:
        """Image registries by reach."""
        from fargate_lint.facts.registries import load_registries

        return load_registries()

    @cached_property
    def regions(self) -> Regions:
        """Partitions and regions."""
        from fargate_lint.facts.regions import load_regions

        return load_regions()

    @cached_property
    def network(self) -> NetworkNames:
        """Names and blocks that stand for more than themselves."""
        from fargate_lint.facts.network import load_network

        return load_network()

    @cached_property
    def network_acls(self) -> NetworkAcls:
        """What network ACLs must let through."""
        from fargate_lint.facts.network_acl import load_network_acls

        return load_network_acls()

    @cached_property
    def pod_groups(self) -> PodGroups:
        """Security groups and the pods."""
        from fargate_lint.facts.pod_groups import load_pod_groups

        return load_pod_groups()

    @cached_property
    def identity(self) -> Identity:
        """The pod execution role, access entries, profile names."""
        from fargate_lint.facts.identity import load_identity

        return load_identity()

    @cached_property
    def irsa(self) -> Irsa:
        """IAM roles for service accounts."""
        from fargate_lint.facts.irsa import load_irsa

        return load_irsa()

    @cached_property
    def policies(self) -> Policies:
        """AWS's managed policies by what they allow."""
        from fargate_lint.facts.policies import load_policies

        return load_policies()

    @cached_property
    def operations(self) -> Operations:
        """Operations of which EKS does one at a time."""
        from fargate_lint.facts.operations import load_operations

        return load_operations()

    @cached_property
    def deferred(self) -> Deferred:
        """Providers fed by data sources that apply may read first."""
        from fargate_lint.facts.deferred import load_deferred

        return load_deferred()

    @cached_property
    def modules(self) -> Modules:
        """Registry modules whose source need not be seen."""
        from fargate_lint.facts.modules import load_modules

        return load_modules()

    @cached_property
    def namespaces(self) -> Namespaces:
        """Namespaces that exist by themselves."""
        from fargate_lint.facts.namespaces import load_namespaces

        return load_namespaces()

    @cached_property
    def quotas(self) -> Quotas:
        """Limits of EKS."""
        from fargate_lint.facts.quotas import load_quotas

        return load_quotas()


def load_facts(overrides: Overrides | None = None) -> Facts:
    """The tables with these overrides; nothing is read before it is asked for."""
    return Facts(overrides)
