"""Who may do what in a namespace, as far as this configuration manages it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fargate_lint.model.identity.iam import mentions, with_holes
from fargate_lint.model.thing.matching import same_text
from fargate_lint.model.thing.walk import elements, texts
from fargate_lint.model.workload.namespace import Namespace
from fargate_lint.values.answer import Answer, no, undecided, yes

if TYPE_CHECKING:
    from fargate_lint.model.estate import Estate

NAMESPACED = ("Role", "RoleBinding")
CLUSTER_WIDE = ("ClusterRoleBinding",)
IDENTITIES = ("aws_eks_pod_identity_association",)
ENTRIES = ("aws_eks_access_entry", "aws_eks_access_policy_association")


def access_of(estate: Estate, space: Namespace) -> Answer:
    """Whether something here gives somebody, or a pod, access in a namespace: RBAC, access entries, aws-auth, or an IAM
    role for a service account of it."""
    for reason in _found(estate, space):
        return yes(reason)
    if any(thing.kind is None for thing in estate.objects):
        return undecided("a manifest here cannot be read, and may give access", code="unread")
    hidden = estate.world.may_hide(("kubernetes_role_binding", "aws_eks_access_entry"), ())
    return hidden if hidden.unknown else no()


def _found(estate: Estate, space: Namespace) -> Iterator[str]:
    yield from _of_objects(estate, space)
    yield from _of_releases(estate, space)
    yield from _of_entries(estate, space)
    if space.name is not None:
        yield from _by_name(estate, space.name)


def _of_objects(estate: Estate, space: Namespace) -> Iterator[str]:
    label = estate.facts.limits.node.role_annotation
    for thing in estate.objects:
        if thing.kind in CLUSTER_WIDE or (thing.kind == "ConfigMap" and thing.name == "aws-auth"):
            yield thing.address
        elif not same_text(thing.namespace, space.name_value).no:
            has_role = thing.kind == "ServiceAccount" and thing.object.annotations.get(label) is not None
            if has_role or thing.kind in NAMESPACED:
                yield thing.address


def _of_releases(estate: Estate, space: Namespace) -> Iterator[str]:
    label = estate.facts.limits.node.role_annotation
    for release in estate.helm_releases:
        if same_text(release.namespace, space.name_value).no:
            continue
        said = any(label in text for value in release.documents for text in texts(value))
        if said or release.view.account_annotations.get(label) is not None:
            yield release.address


def _of_entries(estate: Estate, space: Namespace) -> Iterator[str]:
    for instance in estate.world.managed(*ENTRIES):
        scopes = instance.blocks("access_scope")
        names = [value for scope in scopes if (value := scope.written("namespaces")) is not None]
        listed = [item for value in names for item in elements(value)[0]]
        if not listed or any(not same_text(item, space.name_value).no for item in listed):
            yield instance.address


def _by_name(estate: Estate, name: str) -> Iterator[str]:
    """What says the namespace's name in AWS's own words: trust policies, Pod Identity, arguments of modules."""
    for instance in estate.world.managed("aws_iam_role"):
        trust = with_holes(instance.get("assume_role_policy")) or ""
        if f"system:serviceaccount:{name}:" in trust or "system:serviceaccount:*" in trust:
            yield instance.address
    for instance in estate.world.managed(*IDENTITIES):
        if instance.get("namespace").text == name:
            yield instance.address
    for call in estate.root.calls:
        if any(mentions(value, f"{name}:") for value in call.arguments.values()):
            yield call.address
