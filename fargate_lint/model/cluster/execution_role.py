"""The pod execution role of Fargate profiles: whom it trusts, on what condition, and whether it may pull images."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from fargate_lint.diagnostic import Span
from fargate_lint.facts.identity import ExecutionRole as Row
from fargate_lint.model.cluster.cluster import Cluster
from fargate_lint.model.cluster.clusters import Clusters
from fargate_lint.model.cluster.profile import FargateProfile
from fargate_lint.model.identity.iam import HOLE, Role, as_texts, role_of, with_holes
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.matching import wildcard
from fargate_lint.model.thing.source_text import find_unique, find_word, written_spans
from fargate_lint.model.thing.walk import values_in
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, YES, Answer, all_of, any_of, no, undecided, yes

SHORTEST = 8
"""Characters of a text that is looked for in all files: shorter ones stand anywhere."""


class ExecutionRole:
    """A role with the profiles of one cluster that use it."""

    def __init__(self, cluster: Cluster, role: Role, profiles: tuple[FargateProfile, ...]) -> None:
        self.cluster = cluster
        self._resources = cluster.resources
        self.role = role
        self.profiles = profiles

    @property
    def address(self) -> str:
        """The role's address; that of its first profile where the role is not made here."""
        return self.role.address if self.role.is_declared else self.profiles[0].address

    @property
    def span(self) -> Span | None:
        """The role's header, else its first profile."""
        return self.role.span if self.role.is_declared else self.profiles[0].span

    @property
    def is_declared(self) -> bool:
        return self.role.is_declared

    @property
    def facts(self) -> Row:
        return self._resources.facts.identity.execution_role

    # Trust

    @property
    def _unnamed(self) -> Answer:
        """Unknown where nothing says which role it is."""
        value = self.profiles[0].role_value
        known = self.is_declared or not value.is_unknown or self.role.thing.name != self.profiles[0].address
        return NO if known else undecided_by(value, value.place or self.span)

    @cached_property
    def trusts_fargate(self) -> Answer:
        if self._unnamed.unknown:
            return self._unnamed
        return self.role.trust.trusts(self.facts.principal)

    @property
    def services(self) -> tuple[str, ...]:
        """The services that it trusts."""
        found: list[str] = []
        for statement in self.role.trust.statements:
            principal = statement.get("principal")
            found += as_texts(principal.get("Service") if isinstance(principal, dict) else None)
        return tuple(found)

    @property
    def trust_place(self) -> Span | None:
        """Where the service that it trusts is written, else its trust policy, else its header."""
        for service in self.services:
            found = self._inside_trust(service) or self._anywhere(service)
            if found is not None:
                return found
        return self.role.trust.span or self.span

    def _inside_trust(self, text: str) -> Span | None:
        instance = self.role.instance
        value = instance.written("assume_role_policy") if instance is not None else None
        files, resources = self._resources.files, self._resources
        for span in (self.role.trust.span, *written_spans(value)):
            found = find_word(files, span, text)
            if found is not None and found != span:
                return found
        if value is not None and value.ref is not None and value.ref.kind == "data":
            document = resources.instances.get(value.ref.address)
            for leaf in values_in(document.content) if document is not None else ():
                if leaf.place is not None and (leaf.text == text or with_holes(leaf) == text):
                    return leaf.place
        return None

    def _anywhere(self, text: str) -> Span | None:
        """Where the only place of a text is, in all files of the root."""
        if HOLE in text or len(text) < SHORTEST:
            return None
        return find_unique(self._resources.files, self._resources.root.files, text)

    @property
    def trust_policy_place(self) -> Span | None:
        """Where its trust policy begins; for a role that a registry module makes, the module's call or entry."""
        instance = self.role.instance
        if instance is not None and self._resources.call_of(instance) is not None:
            return self.profiles[0].span
        return self.role.trust.span or self.span

    # Its condition

    @cached_property
    def source_arns(self) -> tuple[str, ...]:
        """The values of the condition aws:SourceArn, HOLE for what is not known."""
        return tuple(
            value
            for operator, key, values in self.role.trust.conditions(self.facts.principal)
            if key == "aws:sourcearn" and "not" not in operator.lower()
            for value in values
        )

    def foreign_part(self, arn: str) -> tuple[str, str, str] | None:
        """What of an ARN names another cluster or region: the word, what it says and what it should. None if nothing
        surely does."""
        pieces = arn.split(":", 5)
        if len(pieces) < 6:
            return None
        rest = pieces[5].split("/")
        named = rest[1] if rest[0] == "fargateprofile" and len(rest) > 1 else "*"
        region = self.profiles[0].instance.provider.region if self.profiles[0].instance.provider else None
        wanted = (
            ("region", pieces[3], region.text if region is not None else None),
            ("cluster", named, self.cluster.name),
        )
        for word, said, is_ in wanted:
            if said and is_ and HOLE not in said and not wildcard(said, is_):
                return word, said, is_
        return None

    def arn_place(self, arn: str) -> Span | None:
        """Where an ARN of the condition is written."""
        known = max(arn.split(HOLE), key=len)
        words = [
            arn,
            known,
            known.strip("/*"),
            *sorted((word for word in known.split("/") if word.strip("*")), key=len, reverse=True),
        ]
        for word in words:
            found = self._inside_trust(word) if word else None
            if found is not None:
                return found
        return self._anywhere(arn) or self.role.trust.span or self.span

    # Pulling images

    @cached_property
    def pulls_images(self) -> Answer:
        """Whether it has the managed policy, or another that grants the four ECR actions or may."""
        if self._unnamed.unknown:
            return self._unnamed
        managed = self.role.has_managed(self.facts.policy)
        if managed.yes:
            return YES
        arns, _ = self.role.attached
        doubt = managed if managed.unknown else NO
        for arn in arns:
            text = with_holes(arn) or ""
            if ":iam::aws:policy/" not in text:
                continue
            name = text.rpartition("/")[2]
            grants = self._resources.facts.policies.grants(name, "pull")
            if grants:
                return yes("", arn.place)
            if grants is None:
                doubt = undecided(f"whether {name} lets it pull images is not known", arn.place)
        own = all_of(self.role.allows(action) for action in self.facts.actions)
        answer = any_of((own, doubt))
        return answer if not answer.no else no("", self.span)

    # Who else has it, and its path

    @cached_property
    def path(self) -> Answer:
        """Whether its ARN has a path; the path is the evidence."""
        if not self.role.is_declared:
            arn = self.profiles[0].role_value
            middle = (arn.text or "").partition(":role/")[2].rpartition("/")[0]
            return yes("", arn.place, f"/{middle}/") if middle else NO
        value = self.role.path
        if value is None:
            return NO
        if value.is_unknown:
            return undecided_by(value)
        return no() if value.text in ("/", "") else yes("", value.place, value.text or "")

    @cached_property
    def node_group(self) -> Instance | None:
        """A node group that has the same role."""
        for group in self._resources.managed("aws_eks_node_group"):
            other = role_of(self._resources, group.get("node_role_arn"))
            if other is not None and other.thing == self.role.thing:
                return group
        return None


def execution_roles(clusters: Clusters) -> Iterator[ExecutionRole]:
    """The pod execution roles, each once a cluster."""
    for cluster in clusters.with_fargate:
        found: dict[str, tuple[Role, list[FargateProfile]]] = {}
        for profile in cluster.profiles:
            if profile.role is not None:
                found.setdefault(str(profile.role.thing), (profile.role, []))[1].append(profile)
        for role, profiles in found.values():
            yield ExecutionRole(cluster, role, tuple(profiles))
