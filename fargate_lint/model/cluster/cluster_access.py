"""Who may use a cluster's API: access entries, the creator, aws-auth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.model.identity.iam import with_holes
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.matching import as_value
from fargate_lint.model.thing.walk import leaves
from fargate_lint.terraform.instance import Content, Instance
from fargate_lint.values.answer import NO, Answer, any_of, flag, no, undecided, yes
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.cluster.cluster import Cluster
    from fargate_lint.model.cluster.profile import FargateProfile
    from fargate_lint.model.estate import Estate

AWS_AUTH = ("kubernetes_config_map", "kubernetes_config_map_v1", "kubernetes_config_map_v1_data", "kubernetes_manifest")


class AwsAuth:
    """A ConfigMap aws-auth that Terraform writes as a whole."""

    def __init__(self, estate: Estate, instance: Instance, roles: Value | None) -> None:
        self.estate = estate
        self.instance = instance
        self.roles = roles

    @property
    def address(self) -> str:
        return self.instance.address

    @property
    def place(self) -> Span | None:
        """Where mapRoles is written, else its header."""
        place = self.roles.place if self.roles is not None else None
        return place.first_line() if place is not None else self.instance.span

    def keeps(self, profile: FargateProfile) -> Answer:
        """Whether it maps the pod execution role of a profile: by its ARN, its name, or the group of Fargate nodes."""
        if self.roles is None:
            return no()
        group = self.estate.facts.identity.access_entry.groups[-1]
        text = with_holes(self.roles) or ""
        if group in text:
            return yes()
        role = profile.role
        thing = role.thing if role is not None else None
        name = role.instance.written("name") if role is not None and role.instance is not None else None
        for leaf in leaves(self.roles):
            if leaf.ref is not None and thing is not None and self.estate.world.thing(leaf) == thing:
                return yes()
            if leaf.text and (group in leaf.text or (name is not None and name.text and name.text in leaf.text)):
                return yes()
        loose = next(
            (leaf for leaf in leaves(self.roles) if leaf.is_unknown and not (leaf.unknown and leaf.unknown.parts)), None
        )
        return undecided_by(loose, self.place) if loose is not None else no()


def aws_auths(estate: Estate) -> Iterator[AwsAuth]:
    """The ConfigMaps aws-auth that are written here."""
    for instance in estate.world.managed(*AWS_AUTH):
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
            yield AwsAuth(estate, instance, data)
        elif "mapRoles" in fields or instance.type != "kubernetes_config_map_v1_data":
            # kubernetes_config_map_v1_data writes the keys that it names only; the others replace the whole map.
            yield AwsAuth(estate, instance, fields.get("mapRoles"))


def _named(metadata: Content, name: str) -> bool:
    value = metadata.written("name")
    return value is not None and value.text == name


class Access:
    """Who may use the API of a cluster that is declared here."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.world = cluster.world

    @cached_property
    def _config(self) -> Content | None:
        blocks = self.cluster.instance.blocks("access_config") if self.cluster.instance is not None else ()
        return next(iter(blocks), None)

    @cached_property
    def mode(self) -> Value:
        """authentication_mode; CONFIG_MAP where none is written."""
        written = self._config.written("authentication_mode") if self._config is not None else None
        return written if written is not None and not written.is_null else as_value("CONFIG_MAP")

    @property
    def by_api(self) -> Answer:
        """Whether access entries count: then EKS enters the pod execution roles itself."""
        if self.mode.text is None:
            return undecided_by(self.mode)
        return yes() if self.mode.text.startswith("API") else no()

    @property
    def creator(self) -> Answer:
        """Whether whoever creates the cluster is its administrator (the default)."""
        written = (
            self._config.written("bootstrap_cluster_creator_admin_permissions") if self._config is not None else None
        )
        return flag(written, True)

    @cached_property
    def entries(self) -> Answer:
        """Whether an access entry for people or pipelines is declared. No only if none can be unseen."""
        answers = []
        for entry in self.world.managed("aws_eks_access_entry", "aws_eks_access_policy_association"):
            kind = entry.written("type")
            if kind is not None and kind.text not in (None, "STANDARD"):
                continue
            answer = self.cluster.is_named_by(entry.get("cluster_name"))
            answers.append(
                undecided("how many entries there are is not known", entry.span, code="count")
                if entry.indefinite
                else answer
            )
        answer = any_of(answers)
        if not answer.no:
            return answer
        names = [self.cluster.name] if self.cluster.name else []
        hidden = self.world.may_hide(("aws_eks_access_entry",), (self.cluster.thing,), names)
        return hidden if hidden.unknown else NO

    @property
    def anybody(self) -> Answer:
        """Whether anybody has access."""
        own = yes() if any(True for _ in aws_auths(self.cluster.estate)) else no()
        return any_of((self.creator, own, self.entries))


def users_of_api(estate: Estate) -> Iterator[Instance]:
    """What Terraform makes through the cluster's API."""
    for instance in estate.root.instances():
        if instance.type.startswith(("kubernetes_", "kubectl_")) or instance.type == "helm_release":
            yield instance
