"""What a value stands for: this VPC, that subnet, an id somebody typed, a data source's result.

``module.vpc.private_subnets[0]`` and ``aws_route_table_association.a.subnet_id`` may be the same subnet. References
say so; this module follows them to the thing itself, and compares things with three answers.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import Answer, no, undecided, yes
from fargate_lint.values.reference import Reference
from fargate_lint.values.value import Value

OWN = frozenset({"id", "arn", "name"})
"""Attributes that name the thing itself."""

DATA_NAMED_BY = {
    "aws_vpc": "id",
    "aws_subnet": "id",
    "aws_security_group": "id",
    "aws_route_table": "route_table_id",
    "aws_eks_cluster": "name",
    "aws_eks_cluster_auth": "name",
    "aws_iam_role": "name",
    "aws_internet_gateway": "internet_gateway_id",
    "aws_nat_gateway": "id",
}
"""The argument that says which thing a data source looks up."""

DEFAULT_PARTS = {
    "aws_default_security_group": ("vpc_id", "default_security_group_id"),
    "aws_default_route_table": ("default_route_table_id", ""),
    "aws_default_network_acl": ("default_network_acl_id", ""),
}
"""Resources that adopt a part of a VPC: the argument that leads to it, and the part (when the argument is the VPC)."""

SAME_PART = {"main_route_table_id": "default_route_table_id"}


class ResourceId(msgspec.Struct, frozen=True):
    """``kind``: "managed" and "data" (``name`` is an address), "literal" (``name`` is the text), "variable", "output",
    "other". ``part`` is an attribute path of it that is a thing of its own ("default_security_group_id")."""

    kind: str
    name: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.name}.{self.part}" if self.part else self.name

    @property
    def waits_for(self) -> str:
        """What has to be known before it is known which thing this is, as an address; "" for what is known by name."""
        return self.name if self.kind in ("managed", "data", "variable", "output") else ""


class Identities:
    """Follows values to things. ``instances`` maps addresses, managed and data, to what was evaluated."""

    def __init__(self, instances: Mapping[str, Instance]) -> None:
        self._instances = instances

    def instance(self, value: Value | None) -> Instance | None:
        """The declared resource that this value names, None if it names something else."""
        thing = self.thing(value) if value is not None else None
        if thing is None or thing.kind != "managed" or thing.part:
            return None
        return self._instances.get(thing.name)

    def of(self, instance: Instance) -> ResourceId:
        """The thing that an instance is. A resource that adopts a VPC's default group or table is that part of the
        VPC."""
        if instance.mode == "managed" and instance.type in DEFAULT_PARTS:
            argument, part = DEFAULT_PARTS[instance.type]
            written = instance.written(argument)
            owner = self.thing(written) if written is not None else None
            if owner is not None and owner.kind != "literal":
                return ResourceId(owner.kind, owner.name, part or owner.part) if part or owner.part else owner
        return ResourceId(instance.mode, instance.address)

    def thing(self, value: Value | None, depth: int = 0) -> ResourceId | None:
        """What the value stands for; None when it is unknown and nothing names it. An empty text is a place that
        somebody has yet to fill in."""
        if value is None or value.is_null or value.text == "":
            return None
        if value.is_lazy:
            found = self._instances.get(value.raw.address)
            return self.of(found) if found is not None else ResourceId("managed", value.raw.address)
        if value.ref is not None:
            return self._follow(value.ref, value, depth)
        if value.text is not None:
            return ResourceId("literal", value.text)
        if value.unknown is not None and value.unknown.representative is not None:
            return self.thing(value.unknown.representative, depth + 1)
        return None

    def _follow(self, ref: Reference, value: Value, depth: int) -> ResourceId:
        instance = self._instances.get(ref.address) if ref.kind in ("managed", "data") else None
        if ref.path[:1] == ("*",):
            # A splat over an unknown number of instances: what is said of it is said of the one that stands for them.
            ref = Reference(ref.kind, ref.address, ref.path[1:])
        path = tuple(str(step) for step in ref.path)
        if instance is None or depth > 8:
            if value.text is not None and ref.kind in ("variable", "other"):
                return ResourceId("literal", value.text)
            return ResourceId(ref.kind, ref.address, ".".join(path if path[:1] != ("id",) else path[1:]))
        first = ref.attribute
        if instance.mode == "data":
            base = self._looked_up(instance, depth)
            if first in OWN or first == DATA_NAMED_BY.get(instance.type):
                return base
            written = instance.written(first) if len(ref.path) == 1 else None
            if written is not None:
                return self.thing(written, depth + 1) or ResourceId("data", ref.address, first)
            return ResourceId(base.kind, base.name, ".".join(path))
        if not path or first in OWN or (instance.type == "aws_eks_cluster" and first == "cluster_id"):
            return self.of(instance)
        written = instance.written(first) if len(ref.path) == 1 else None
        if written is not None and written.ref != ref:
            # A value in error: what two resources name by it may be one thing, also one that is declared.
            return self.thing(written, depth + 1) or ResourceId("other", f"{ref.address}.{first}")
        part = ".".join(path)
        return ResourceId(ref.kind, ref.address, SAME_PART.get(part, part))

    def _looked_up(self, instance: Instance, depth: int) -> ResourceId:
        argument = DATA_NAMED_BY.get(instance.type)
        written = instance.written(argument) if argument else None
        named = self.thing(written, depth + 1) if written is not None else None
        return named if named is not None and named.kind != "literal" else ResourceId("data", instance.address)

    def same(self, one: Value | None, other: Value | None) -> Answer:
        """Whether two values name the same thing."""
        first, second = self.thing(one), self.thing(other)
        if first is None or second is None:
            missing = one if first is None else other
            return undecided_by(missing) if missing is not None else undecided("it is not given")
        answer = same_thing(first, second)
        if not answer.unknown or one is None or other is None:
            return answer
        if one.text is not None and other.text is not None:
            return yes() if one.text == other.text else no()
        for value in (one, other):
            if value.is_unknown and value.unknown is not None and value.unknown.code != "apply":
                return undecided_by(value)
        return answer


def same_thing(one: ResourceId, other: ResourceId) -> Answer:
    """Whether two things are one. Two resources of this configuration never are; anything else may be."""
    if one == other:
        return yes()
    if one.kind == other.kind and one.kind in ("managed", "literal"):
        return no()
    return undecided(f"whether {one} is {other} is known to AWS only", code="cloud")
