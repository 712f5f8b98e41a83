"""Workloads: what makes pods in a cluster. Filled in on the views of ``kubernetes``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fargate_lint.model.estate import Estate


class Workload:
    """A Deployment, StatefulSet, DaemonSet, Job, CronJob, Pod … with its pod template."""


def find_workloads(estate: Estate) -> tuple[Workload, ...]:
    """Every workload of the estate."""
    return ()
