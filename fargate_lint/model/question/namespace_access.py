"""Who may do what in a namespace, as far as this configuration manages it."""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.model.identity.iam import mentions, with_holes
from fargate_lint.model.thing.matching import same_text
from fargate_lint.model.thing.walk import elements, texts
from fargate_lint.model.workload.kubernetes import Kubernetes
from fargate_lint.model.workload.namespace import Namespace
from fargate_lint.values.answer import Answer, no, undecided, yes

NAMESPACED = ("Role", "RoleBinding")
CLUSTER_WIDE = ("ClusterRoleBinding",)
IDENTITIES = ("aws_eks_pod_identity_association",)
ENTRIES = ("aws_eks_access_entry", "aws_eks_access_policy_association")


def access_of(kubernetes: Kubernetes, space: Namespace) -> Answer:
    """Whether something here gives somebody, or a pod, access in a namespace: RBAC, access entries, aws-auth, or an IAM
    role for a service account of it."""
    for reason in _found(kubernetes, space):
        return yes(reason)
    if kubernetes.objects.some_unread:
        return undecided("a manifest here cannot be read, and may give access", code="unread")
    incomplete = kubernetes.resources.may_exist_unseen(("kubernetes_role_binding", "aws_eks_access_entry"), ())
    return incomplete if incomplete.unknown else no()


def _found(kubernetes: Kubernetes, space: Namespace) -> Iterator[str]:
    yield from _of_objects(kubernetes, space)
    yield from _of_releases(kubernetes, space)
    yield from _of_entries(kubernetes, space)
    if space.name is not None:
        yield from _by_name(kubernetes, space.name)


def _of_objects(kubernetes: Kubernetes, space: Namespace) -> Iterator[str]:
    label = kubernetes.resources.facts.limits.node.role_annotation
    for thing in kubernetes.objects:
        if thing.kind in CLUSTER_WIDE or (thing.kind == "ConfigMap" and thing.name == "aws-auth"):
            yield thing.address
        elif not same_text(thing.namespace, space.name_value).no:
            has_role = thing.kind == "ServiceAccount" and thing.object.annotations.get(label) is not None
            if has_role or thing.kind in NAMESPACED:
                yield thing.address


def _of_releases(kubernetes: Kubernetes, space: Namespace) -> Iterator[str]:
    label = kubernetes.resources.facts.limits.node.role_annotation
    for release in kubernetes.helm_releases:
        if same_text(release.namespace, space.name_value).no:
            continue
        said = any(label in text for value in release.documents for text in texts(value))
        if said or release.view.account_annotations.get(label) is not None:
            yield release.address


def _of_entries(kubernetes: Kubernetes, space: Namespace) -> Iterator[str]:
    for instance in kubernetes.resources.managed(*ENTRIES):
        scopes = instance.blocks("access_scope")
        names = [value for scope in scopes if (value := scope.written("namespaces")) is not None]
        listed = [item for value in names for item in elements(value)[0]]
        if not listed or any(not same_text(item, space.name_value).no for item in listed):
            yield instance.address


def _by_name(kubernetes: Kubernetes, name: str) -> Iterator[str]:
    """What says the namespace's name in AWS's own words: trust policies, Pod Identity, arguments of modules."""
    for instance in kubernetes.resources.managed("aws_iam_role"):
        trust = with_holes(instance.get("assume_role_policy")) or ""
        if f"system:serviceaccount:{name}:" in trust or "system:serviceaccount:*" in trust:
            yield instance.address
    for instance in kubernetes.resources.managed(*IDENTITIES):
        if instance.get("namespace").text == name:
            yield instance.address
    for call in kubernetes.resources.root.calls:
        if any(mentions(value, f"{name}:") for value in call.arguments.values()):
            yield call.address
