"""EC2 capacity of a cluster: is Fargate all there is?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fargate_lint.diagnostic import Span
from fargate_lint.model.cluster.named_cluster import NamedCluster
from fargate_lint.model.thing.doubt import reason_of, undecided_by
from fargate_lint.model.thing.kubernetes_object import KubernetesObjects
from fargate_lint.model.thing.view import presence
from fargate_lint.model.thing.walk import leaves
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, Answer, any_of, flag, undecided, yes
from fargate_lint.values.value import Value

NODE_TYPES = ("aws_eks_node_group", "aws_autoscaling_group")
KARPENTER_CHART = "karpenter"
KARPENTER_KINDS = ("NodePool", "EC2NodeClass", "Provisioner", "AWSNodeTemplate")


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that gives, or may give, EC2 capacity. ``kind`` is "node group", "self-managed", "karpenter", "auto
    mode" or "node role"."""

    kind: str
    address: str
    answer: Answer
    span: Span | None


@dataclass(frozen=True, slots=True)
class Capacity:
    """``answer``: whether there is EC2 capacity. No only if nothing unseen can be."""

    answer: Answer
    sources: tuple[Source, ...]

    @property
    def only_karpenter(self) -> bool:
        """Whether Karpenter is the only EC2 capacity: then no node exists until some pod runs on Fargate."""
        sure = {source.kind for source in self.sources if source.answer.yes}
        return bool(sure) and sure <= {"karpenter", "node role"}


def capacity_of(cluster: NamedCluster, objects: KubernetesObjects) -> Capacity:
    """The EC2 capacity of a cluster."""
    sources = tuple(source for source in _sources(cluster, objects) if not source.answer.no)
    answer = any_of(source.answer for source in sources)
    if answer.no:
        answer = _unseen(cluster)
    return Capacity(answer, sources)


def _sources(cluster: NamedCluster, objects: KubernetesObjects) -> Iterator[Source]:
    resources = cluster.resources
    for group in resources.managed("aws_eks_node_group"):
        yield Source(
            "node group", group.address, _definite(group, cluster.is_named_by(group.get("cluster_name"))), group.span
        )
    for group in resources.managed("aws_autoscaling_group"):
        yield Source("self-managed", group.address, _definite(group, _joins(cluster, group)), group.span)
    yield from _auto_mode(cluster)
    for release in resources.managed("helm_release"):
        chart = release.written("chart")
        if chart is not None and (chart.text or "").rstrip("/").rpartition("/")[2] == KARPENTER_CHART:
            yield Source("karpenter", release.address, _definite(release, _only(cluster)), release.span)
    for call in resources.root.calls:
        if call.source.endswith("//modules/karpenter") and "/eks/" in call.source:
            named = call.arguments.get("cluster_name")
            yield Source(
                "karpenter",
                call.address,
                cluster.is_named_by(named) if named is not None else _only(cluster),
                call.span,
            )
    for object in objects:
        if object.kind in KARPENTER_KINDS:
            yield Source("karpenter", object.address, _only(cluster), object.span)
    yield from _karpenter_elsewhere(cluster)
    for entry in resources.managed("aws_eks_access_entry"):
        kind = entry.written("type")
        if kind is not None and kind.text in ("EC2_LINUX", "EC2_WINDOWS", "EC2", "HYBRID_LINUX", "HYPERPOD_LINUX"):
            yield Source(
                "node role", entry.address, _definite(entry, cluster.is_named_by(entry.get("cluster_name"))), entry.span
            )


def _karpenter_elsewhere(cluster: NamedCluster) -> Iterator[Source]:
    """A profile for the namespace of Karpenter is there so that Karpenter can make nodes, wherever it is installed."""
    for profile in cluster.profiles:
        for selector in profile.selectors:
            if selector.namespace is not None and selector.namespace.text == KARPENTER_CHART:
                doubt = undecided(f"{profile.address} is for Karpenter, which may make nodes", selector.place)
                yield Source("karpenter", profile.address, doubt, selector.place)


def _definite(instance: Instance, answer: Answer) -> Answer:
    if answer.yes:
        present = presence(instance, instance.span)
        return present if present.unknown else yes(instance.address, instance.span)
    return answer


def _only(cluster: NamedCluster) -> Answer:
    """Things that do not say their cluster belong to the only one."""
    if cluster.is_only:
        return yes()
    return undecided("several clusters are declared here, and nothing says which one it is for", code="unclear")


def _joins(cluster: NamedCluster, group: Instance) -> Answer:
    """Whether an Auto Scaling group's instances join the cluster: it carries the cluster's tag, or its user data
    names it."""
    doubt = NO
    for value in _said_by(cluster, group):
        for leaf in leaves(value):
            if cluster.name and leaf.text and cluster.name in leaf.text:
                return yes()
            if leaf.ref is not None and (leaf.ref.address == cluster.thing.name or _is_name(cluster, leaf)):
                return yes()
        if value.unknown is not None and not value.unknown.parts and value.ref is None:
            doubt = undecided_by(value).because(f"what {group.address} boots is not known: {reason_of(value)}")
    return doubt


def _is_name(cluster: NamedCluster, value: Value) -> bool:
    return cluster.name_value is not None and cluster.name_value.ref is not None and value.ref == cluster.name_value.ref


def _said_by(cluster: NamedCluster, group: Instance) -> Iterator[Value]:
    for block in group.blocks("tag"):
        key = block.written("key")
        if key is not None:
            yield key
    template = next(iter(group.blocks("launch_template")), None)
    names = [template.written("id"), template.written("name")] if template is not None else []
    names += [group.written("launch_template"), group.written("launch_configuration")]
    for name in names:
        source = cluster.resources.identities.instance(name)
        if source is None:
            continue
        for argument in ("user_data", "user_data_base64"):
            data = source.written(argument)
            if data is not None:
                yield data


def _auto_mode(cluster: NamedCluster) -> Iterator[Source]:
    if cluster.instance is None:
        return
    blocks = cluster.instance.blocks("compute_config")
    for block in blocks:
        yield Source("auto mode", cluster.address, flag(block.written("enabled"), False), block.span)
    if blocks.unknown is not None:
        yield Source("auto mode", cluster.address, undecided_by(blocks.unknown), cluster.span)


def _unseen(cluster: NamedCluster) -> Answer:
    if not cluster.is_declared:
        return undecided(
            f"{cluster.thing} is not made here, so its node groups may be made elsewhere",
            code="elsewhere",
            waits_for=cluster.thing.waits_for,
        )
    return cluster.may_have_unseen(*NODE_TYPES)
