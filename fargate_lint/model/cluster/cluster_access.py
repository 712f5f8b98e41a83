"""Who may use a cluster's API: access entries, the creator, aws-auth."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from fargate_lint.model.cluster.named_cluster import NamedCluster
from fargate_lint.model.identity.aws_auth import aws_auths
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.matching import as_value
from fargate_lint.model.thing.resources import Resources
from fargate_lint.terraform.instance import Content, Instance
from fargate_lint.values.answer import NO, Answer, any_of, flag, no, undecided, yes
from fargate_lint.values.value import Value


class Access:
    """Who may use the API of a cluster that is declared here."""

    def __init__(self, cluster: NamedCluster) -> None:
        self.cluster = cluster
        self.resources = cluster.resources

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
        for entry in self.resources.managed("aws_eks_access_entry", "aws_eks_access_policy_association"):
            kind = entry.written("type")
            if kind is not None and kind.text not in (None, "STANDARD"):
                continue
            answer = self.cluster.is_named_by(entry.get("cluster_name"))
            answers.append(
                undecided("how many entries there are is not known", entry.span, code="count")
                if entry.may_be_absent
                else answer
            )
        answer = any_of(answers)
        if not answer.no:
            return answer
        incomplete = self.cluster.may_have_unseen("aws_eks_access_entry")
        return incomplete if incomplete.unknown else NO

    @property
    def anybody(self) -> Answer:
        """Whether anybody has access."""
        own = yes() if any(True for _ in aws_auths(self.resources)) else no()
        return any_of((self.creator, own, self.entries))


def users_of_api(resources: Resources) -> Iterator[Instance]:
    """What Terraform makes through the cluster's API."""
    for instance in resources.root.instances():
        if instance.type.startswith(("kubernetes_", "kubectl_")) or instance.type == "helm_release":
            yield instance
