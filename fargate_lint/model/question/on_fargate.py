"""What runs on Fargate, or may: pods, and what of their surroundings Fargate minds."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.model.workload.kubernetes import Kubernetes

if TYPE_CHECKING:
    from fargate_lint.model.question.placement import Placement
    from fargate_lint.model.workload.fargate_pod import FargatePod
    from fargate_lint.model.workload.image import Pull
    from fargate_lint.model.workload.load_balancer import Controller, Exposed
    from fargate_lint.model.workload.log_router import LogCheck
    from fargate_lint.model.workload.service_account import StsAccount


class OnFargate:
    """The part of Kubernetes that Fargate runs. A list is made, and its module loaded, when it is asked for."""

    def __init__(self, kubernetes: Kubernetes) -> None:
        self._kubernetes = kubernetes

    @cached_property
    def pods(self) -> tuple[FargatePod, ...]:
        """The pods of workloads that run on Fargate, or may."""
        from fargate_lint.model.workload.fargate_pod import fargate_pods

        return tuple(fargate_pods(self._kubernetes))

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """The workloads and Helm releases of clusters that have, or may have, Fargate only, beside their profiles."""
        from fargate_lint.model.question.placement import placements

        return tuple(placements(self._kubernetes))

    @cached_property
    def addon_placements(self) -> tuple[Placement, ...]:
        """The add-ons that make pods, CoreDNS aside, beside the profiles of their cluster."""
        from fargate_lint.model.question.placement import addon_placements

        return tuple(addon_placements(self._kubernetes.clusters))

    @cached_property
    def pulls(self) -> tuple[Pull, ...]:
        """The images of pods, where there is or may be no way out."""
        from fargate_lint.model.workload.image import pulls

        return tuple(pulls(self._kubernetes, self.pods))

    @cached_property
    def load_balancer_controllers(self) -> tuple[Controller, ...]:
        """The AWS Load Balancer Controllers."""
        from fargate_lint.model.workload.load_balancer import controllers

        return tuple(controllers(self._kubernetes))

    @cached_property
    def exposed(self) -> tuple[Exposed, ...]:
        """The Ingresses and Services of type LoadBalancer in front of pods on Fargate."""
        from fargate_lint.model.workload.load_balancer import exposed

        return tuple(exposed(self._kubernetes))

    @cached_property
    def log_checks(self) -> tuple[LogCheck, ...]:
        """What is to be looked at of Fargate's log router."""
        from fargate_lint.model.workload.log_router import log_checks

        return tuple(log_checks(self._kubernetes))

    @cached_property
    def sts_accounts(self) -> tuple[StsAccount, ...]:
        """The service accounts, and which STS endpoint they say."""
        from fargate_lint.model.workload.service_account import sts_accounts

        return tuple(sts_accounts(self._kubernetes))
