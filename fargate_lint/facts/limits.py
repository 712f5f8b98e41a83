"""What a pod on Fargate may not ask for, and the sizes it comes in (facts 1)."""

from __future__ import annotations

import functools
from typing import Literal

import msgspec

from fargate_lint.diagnostic import Severity
from fargate_lint.facts.table import Fact, row, rows


class FieldLimit(Fact, frozen=True, kw_only=True):
    """A pod field that Fargate rejects, and the word for it in the event that a person sees."""

    name: str
    where: Literal["pod", "container", "volume"]
    severity: Severity
    event: str


CapabilityVerdict = Literal["accepted", "open", "refused"]


class Capability(Fact, frozen=True, kw_only=True):
    """Linux capabilities by name (or beginning), and whether Fargate takes a pod that asks for them."""

    names: tuple[str, ...]
    verdict: CapabilityVerdict
    prefix: str = ""

    def speaks_of(self, name: str) -> bool:
        """Whether the row is about a capability."""
        return name in self.names or bool(self.prefix and name.startswith(self.prefix))


VolumeVerdict = Literal["accepted", "refused", "claim", "open"]


class VolumeKind(Fact, frozen=True, kw_only=True):
    """Volumes by the field that makes them one ("emptyDir"), and whether Fargate takes them; ``event`` is what a person
    sees where it does not."""

    kinds: tuple[str, ...]
    verdict: VolumeVerdict
    event: str = ""


class SelectorLimit(Fact, frozen=True, kw_only=True):
    """A node label with values that no Fargate node has."""

    label: str
    values: tuple[str, ...]
    what: str


class ResourceLimit(Fact, frozen=True, kw_only=True):
    """A resource that no Fargate node offers."""

    name: str
    what: str


class StorageLimit(Fact, frozen=True, kw_only=True):
    """What Fargate makes of volumes of a provisioner."""

    provisioner: str
    verdict: Literal["never", "static"]
    what: str


class StorageClassFact(Fact, frozen=True, kw_only=True):
    """A storage class by name, where no declaration of it is in sight."""

    name: str
    provisioner: str


class FargateNode(Fact, frozen=True, kw_only=True):
    """A Fargate node: label, taint, the label that picks a profile, its kubelet's port, sizes in MiB and GiB, and two
    annotations of service accounts."""

    label: str
    label_value: str
    taint_key: str
    taint_value: str
    taint_effect: str
    profile_label: str
    reserved_port: int
    overhead_mib: int
    default_ephemeral_gib: int
    largest_ephemeral_gib: int
    sts_annotation: str
    role_annotation: str


class Size(Fact, frozen=True, kw_only=True):
    """vCPU in thousandths with the memory sizes (MiB) that go with it: ``memory``, or ``least`` to ``most`` by
    ``step``."""

    cpu: int
    memory: tuple[int, ...] = ()
    least: int = 0
    most: int = 0
    step: int = 1

    def memories(self) -> tuple[int, ...]:
        """All memory sizes in MiB, rising."""
        return self.memory or tuple(range(self.least, self.most + 1, self.step))


class Limits(msgspec.Struct, frozen=True):
    """All of it."""

    fields: tuple[FieldLimit, ...]
    capabilities: tuple[Capability, ...]
    volumes: tuple[VolumeKind, ...]
    selectors: tuple[SelectorLimit, ...]
    resources: tuple[ResourceLimit, ...]
    storage: tuple[StorageLimit, ...]
    storage_classes: tuple[StorageClassFact, ...]
    node: FargateNode
    sizes: tuple[Size, ...]

    @property
    def smallest(self) -> Size:
        """What a pod gets that asks for nothing; of its memory sizes the first."""
        return min(self.sizes, key=lambda size: size.cpu)

    @property
    def largest(self) -> Size:
        """The most that a pod can have."""
        return max(self.sizes, key=lambda size: size.cpu)

    def field(self, name: str) -> FieldLimit:
        """The row of a pod field. Raises KeyError for one that is not in limits.toml: a mistake of ours."""
        for limit in self.fields:
            if limit.name == name:
                return limit
        raise KeyError(name)

    def capability(self, name: str) -> CapabilityVerdict:
        """Whether Fargate takes a pod that adds this capability; one that no row names is refused."""
        return next((row.verdict for row in self.capabilities if row.speaks_of(name.upper())), "refused")

    def volume(self, kind: str) -> VolumeKind | None:
        """The row of a kind of volume ("csi"); None: nothing known."""
        return next((row for row in self.volumes if kind in row.kinds), None)

    def provisioner(self, name: str) -> StorageLimit | None:
        """What Fargate makes of a provisioner's volumes; None: nothing known against it."""
        return next((limit for limit in self.storage if limit.provisioner == name), None)

    def storage_class(self, name: str) -> StorageClassFact | None:
        """A storage class that is known by name."""
        return next((fact for fact in self.storage_classes if fact.name == name), None)


@functools.cache
def load_limits() -> Limits:
    """The tables as shipped."""
    return Limits(
        rows("limits", "field", FieldLimit),
        rows("limits", "capability", Capability),
        rows("limits", "volume", VolumeKind),
        rows("limits", "selector", SelectorLimit),
        rows("limits", "resource", ResourceLimit),
        rows("limits", "storage", StorageLimit),
        rows("limits", "storage_class", StorageClassFact),
        row("limits", "node", FargateNode),
        rows("limits", "size", Size),
    )
