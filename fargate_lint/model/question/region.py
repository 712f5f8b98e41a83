"""Regions that are written wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span

if TYPE_CHECKING:
    from fargate_lint.model.estate import Estate


@dataclass(frozen=True, slots=True)
class MisspeltRegion:
    """A region one letter away from one that exists: what is written, where, what was meant, and the first resource
    that is in it."""

    name: str
    meant: str
    place: Span | None
    address: str


def misspelt_regions(estate: Estate) -> tuple[MisspeltRegion, ...]:
    """The misspelt regions of the resources here, each once: a provider's, or a resource's own. None where no cluster
    has Fargate profiles."""
    if not any(estate.cluster_vpcs()):
        return ()
    regions = estate.facts.regions
    found: dict[str, MisspeltRegion | None] = {}
    for instance in estate.world.instances.values():
        value = instance.written("region") or (instance.provider.region if instance.provider is not None else None)
        if value is None or value.text is None or value.text in found or not instance.type.startswith("aws_"):
            continue
        meant = regions.meant_by(value.text)
        found[value.text] = MisspeltRegion(value.text, meant, value.place, instance.address) if meant else None
    return tuple(region for region in found.values() if region is not None)
