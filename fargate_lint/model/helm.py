"""Helm releases, with the pods that facts say they make. Filled in on the views of ``kubernetes``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fargate_lint.model.estate import Estate


class HelmRelease:
    """One helm_release."""


def find_releases(estate: Estate) -> tuple[HelmRelease, ...]:
    """Every Helm release of the estate."""
    return ()
