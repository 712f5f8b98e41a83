"""A cluster as far as it is named: its resource, its name and its Fargate profiles."""

from __future__ import annotations

from fargate_lint.diagnostic import Span
from fargate_lint.model.cluster.profile import ProfileList
from fargate_lint.model.thing.matching import same_text
from fargate_lint.model.thing.resource_id import ResourceId, same_thing
from fargate_lint.model.thing.resources import Resources
from fargate_lint.model.thing.view import View
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, Answer, undecided, yes
from fargate_lint.values.value import Value


class NamedCluster(View):
    """What add-ons, access and capacity of a cluster ask about it. ``is_only``: no other cluster is in sight, so that
    what does not say its cluster is its own."""

    def __init__(
        self,
        resources: Resources,
        thing: ResourceId,
        instance: Instance | None,
        name: Value | None,
        profiles: ProfileList,
        is_only: bool,
    ) -> None:
        super().__init__(resources, thing, instance)
        self.name_value = name
        self.profiles = profiles
        self.is_only = is_only

    @property
    def name(self) -> str | None:
        """Its name, None if not known."""
        return self.name_value.text if self.name_value is not None else None

    @property
    def place(self) -> Span | None:
        """Where it stands: its header, else the profile here that names it."""
        if self.instance is not None:
            return self.instance.span
        return self.profiles.items[0].span if self.profiles else None

    @property
    def doubt(self) -> Answer:
        """Unknown, as its own arguments are, for a cluster that is not declared here."""
        return undecided(
            f"the cluster is not declared here ({self.thing})", code="undeclared", waits_for=self.thing.waits_for
        )

    @property
    def primary_group(self) -> ResourceId:
        """The security group that EKS makes and that every Fargate pod carries."""
        return ResourceId(self.thing.kind, self.thing.name, "vpc_config.0.cluster_security_group_id")

    def is_named_by(self, value: Value | None) -> Answer:
        """Whether a value (a ``cluster_name`` argument) names this cluster."""
        return names_cluster(self.resources, self.thing, self.name_value, value)

    def may_have_unseen(self, *types: str) -> Answer:
        """No if nothing unseen can be a resource of these types that belongs to it; else unknown, with what hides
        it."""
        names = [self.name] if self.name else []
        return self.resources.may_exist_unseen(types, (self.thing,), names)


def names_cluster(resources: Resources, cluster: ResourceId, name: Value | None, value: Value | None) -> Answer:
    """Whether a value (a ``cluster_name`` argument) names a cluster, of which the name is given."""
    if value is None or value.is_null:
        return NO
    thing = resources.thing(value)
    if thing is not None and thing == cluster:
        return yes()
    if thing is not None and cluster.kind == "managed" and thing.kind == "managed":
        other = resources.instances.get(thing.name)
        if other is not None and other.type == "aws_eks_cluster":
            return same_thing(thing, cluster)
    if name is None:
        return undecided("the cluster's name is not known")
    return same_text(resources.source_of(value), name)
