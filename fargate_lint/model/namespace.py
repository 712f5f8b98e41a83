"""Namespaces made here. Filled in on the views of ``kubernetes``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fargate_lint.model.estate import Estate


class Namespace:
    """One namespace."""


def find_namespaces(estate: Estate) -> tuple[Namespace, ...]:
    """Every namespace of the estate."""
    return ()
