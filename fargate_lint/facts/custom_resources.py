"""Custom resources whose pods are known."""

from __future__ import annotations

import functools

import msgspec

from fargate_lint.facts.chart import Asked, Condition, Plain
from fargate_lint.facts.table import Fact, rows


class CustomResource(Fact, frozen=True, kw_only=True):
    """A custom resource by API group and kind, and the paths of pod templates in it ("[]": every element)."""

    group: str
    kinds: tuple[str, ...]
    pods: tuple[str, ...]


class CustomRefusal(Fact, frozen=True, kw_only=True):
    """Something that its pods ask for and Fargate refuses, where the value at ``path`` (``default`` where nothing is
    written) is one of ``on``. ``fix`` is what to write."""

    group: str
    kinds: tuple[str, ...]
    asks: Asked
    what: str
    path: str
    default: Plain
    on: tuple[Plain, ...]
    fix: str

    @property
    def condition(self) -> Condition:
        """What has to hold."""
        return Condition(self.path, self.default, on=self.on)


class CustomResources(msgspec.Struct, frozen=True):
    """All of it."""

    resources: tuple[CustomResource, ...]
    refusals: tuple[CustomRefusal, ...]

    def named(self, group: str, kind: str) -> CustomResource | None:
        """The row of a custom resource."""
        return next((row for row in self.resources if row.group == group and kind in row.kinds), None)

    def refusals_of(self, group: str, kind: str) -> tuple[CustomRefusal, ...]:
        """What Fargate refuses of its pods, with the values that matter."""
        return tuple(row for row in self.refusals if row.group == group and kind in row.kinds)


@functools.cache
def load_custom_resources() -> CustomResources:
    """The tables as shipped."""
    return CustomResources(
        rows("custom_resources", "resource", CustomResource), rows("custom_resources", "refusal", CustomRefusal)
    )
