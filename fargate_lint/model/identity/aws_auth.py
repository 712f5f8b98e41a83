"""The ConfigMap aws-auth: which IAM roles the cluster's API knows by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fargate_lint.diagnostic import Span
from fargate_lint.model.identity.iam import Role, with_holes
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.resources import Resources
from fargate_lint.model.thing.view import ResourceView
from fargate_lint.model.thing.walk import leaves
from fargate_lint.terraform.instance import Content, Instance
from fargate_lint.values.answer import Answer, no, yes
from fargate_lint.values.value import Value

AWS_AUTH = ("kubernetes_config_map", "kubernetes_config_map_v1", "kubernetes_config_map_v1_data", "kubernetes_manifest")


class AwsAuth(ResourceView):
    """A ConfigMap aws-auth that Terraform writes as a whole."""

    def __init__(self, resources: Resources, instance: Instance, roles: Value | None) -> None:
        super().__init__(resources, instance)
        self.roles = roles

    @property
    def place(self) -> Span | None:
        """Where mapRoles is written, else its header."""
        place = self.roles.place if self.roles is not None else None
        return place.first_line() if place is not None else self.instance.span

    def contains_role(self, role: Role | None) -> Answer:
        """Whether it maps a pod execution role: by its ARN, its name, or the group of Fargate nodes."""
        if self.roles is None:
            return no()
        group = self.resources.facts.identity.access_entry.groups[-1]
        text = with_holes(self.roles) or ""
        if group in text:
            return yes()
        thing = role.thing if role is not None else None
        name = role.instance.written("name") if role is not None and role.instance is not None else None
        for leaf in leaves(self.roles):
            if leaf.ref is not None and thing is not None and self.resources.thing(leaf) == thing:
                return yes()
            if leaf.text and (group in leaf.text or (name is not None and name.text and name.text in leaf.text)):
                return yes()
        loose = next(
            (leaf for leaf in leaves(self.roles) if leaf.is_unknown and not (leaf.unknown and leaf.unknown.parts)), None
        )
        return undecided_by(loose, self.place) if loose is not None else no()


def aws_auths(resources: Resources) -> Iterator[AwsAuth]:
    """The ConfigMaps aws-auth that are written here."""
    for instance in resources.managed(*AWS_AUTH):
        if instance.type == "kubernetes_manifest":
            manifest = instance.get("manifest").fields or {}
            metadata = manifest.get("metadata")
            name = (metadata.fields or {}).get("name") if metadata is not None else None
            data = manifest.get("data")
            kind = manifest.get("kind")
            if name is None or name.text != "aws-auth" or kind is None or kind.text != "ConfigMap":
                continue
        elif not any(_named(block, "aws-auth") for block in instance.blocks("metadata")):
            continue
        else:
            data = instance.written("data")
        fields: Mapping[str, Value] | None = data.fields if data is not None else {}
        if fields is None:
            yield AwsAuth(resources, instance, data)
        elif "mapRoles" in fields or instance.type != "kubernetes_config_map_v1_data":
            # kubernetes_config_map_v1_data writes the keys that it names only; the others replace the whole map.
            yield AwsAuth(resources, instance, fields.get("mapRoles"))


def _named(metadata: Content, name: str) -> bool:
    value = metadata.written("name")
    return value is not None and value.text == name
