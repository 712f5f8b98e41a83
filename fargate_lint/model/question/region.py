"""Regions that are written wrongly."""

from __future__ import annotations

from dataclasses import dataclass

from fargate_lint.diagnostic import Span
from fargate_lint.model.cluster.clusters import Clusters


@dataclass(frozen=True, slots=True)
class MisspeltRegion:
    """A region one letter away from one that exists: what is written, where, what was meant, and the first resource
    that is in it."""

    name: str
    meant: str
    place: Span | None
    address: str


def misspelt_regions(clusters: Clusters) -> tuple[MisspeltRegion, ...]:
    """The misspelt regions of the resources here, each once: a provider's, or a resource's own. None where no cluster
    has Fargate profiles."""
    if not clusters.with_fargate:
        return ()
    regions = clusters.resources.facts.regions
    found: dict[str, MisspeltRegion | None] = {}
    for instance in clusters.resources.instances.values():
        value = instance.written("region") or (instance.provider.region if instance.provider is not None else None)
        if value is None or value.text is None or value.text in found or not instance.type.startswith("aws_"):
            continue
        meant = regions.meant_by(value.text)
        found[value.text] = MisspeltRegion(value.text, meant, value.place, instance.address) if meant else None
    return tuple(region for region in found.values() if region is not None)
