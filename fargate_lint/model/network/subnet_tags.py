"""The tags by which load balancers and clusters find their subnets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from fargate_lint.diagnostic import Fix, Span
from fargate_lint.files import Files
from fargate_lint.model.thing import edits
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.matching import same_text
from fargate_lint.model.thing.tags import Tags, text_of_tag
from fargate_lint.values.answer import Answer, no, undecided, yes
from fargate_lint.values.value import Value, string

CLUSTER_PREFIX = "kubernetes.io/cluster/"
MEANS_YES = ("1", "")
"""Values of a role tag that the load balancer controller takes (LBC docs, subnet_discovery)."""

Fault = Literal["missing", "case", "value"]


@dataclass(frozen=True, slots=True)
class RoleTag:
    """What a subnet says by a role tag. ``answer``: whether it is tagged right; ``fault`` and ``detail`` say what is
    wrong."""

    answer: Answer
    fault: Fault | None = None
    detail: str = ""
    place: Span | None = None
    fix: Fix | None = None


def role_tag(tags: Tags, key: str, place: Span | None, files: Files) -> RoleTag:
    """How a subnet with these tags carries a role tag (kubernetes.io/role/internal-elb). ``place`` is where one would
    be added."""
    value = tags.known.get(key)
    if value is not None:
        text = text_of_tag(value)
        if text is None:
            return RoleTag(undecided_by(value), place=value.place)
        if text in MEANS_YES:
            return RoleTag(yes("", value.place))
        fix = edits.setting(f'"{key}"', value, "1")
        return RoleTag(no(), "value", text, value.place or place, fix)
    for spelled, value in tags.spelled_like(key):
        fix = edits.key(files, value, spelled, key)
        return RoleTag(no(), "case", spelled, value.place or place, fix)
    if tags.incomplete.unknown:
        return RoleTag(tags.incomplete, place=tags.incomplete.span)
    return RoleTag(no(), "missing", "", place)


@dataclass(frozen=True, slots=True)
class ClusterTags:
    """``own``: whether the subnet is tagged for the cluster; ``other``: a tag for another cluster, as it is written;
    ``place`` is where that one stands."""

    own: Answer
    other: str = ""
    place: Span | None = None


class Named(Protocol):
    """Something with a name, as a cluster has."""

    @property
    def name_value(self) -> Value | None: ...


def cluster_tags(tags: Tags, cluster: Named) -> ClusterTags:
    """Whether a subnet with these tags is tagged for a cluster (kubernetes.io/cluster/<name>), or for another one
    only."""
    doubt: Answer | None = None
    other, place = "", None
    for name, key, value in _cluster_keys(tags):
        own = cluster.name_value
        answer = same_text(name, own) if own is not None else undecided("its name is not known")
        if answer.yes:
            return ClusterTags(yes("", value.place))
        if answer.unknown:
            reason = f"whether {key} is this cluster's tag is not known: {answer.reason}"
            doubt = undecided(reason, value.place) if doubt is None else doubt
        else:
            other, place = key, value.place
    if doubt is None and tags.incomplete.unknown:
        doubt = tags.incomplete
    return ClusterTags(doubt if doubt is not None else no(), other, place)


def _cluster_keys(tags: Tags) -> list[tuple[Value, str, Value]]:
    """(cluster name, key for messages, tag value) of the subnet's cluster tags, known in whole or in part."""
    found = [(string(key.removeprefix(CLUSTER_PREFIX)), key, value) for key, value in tags.starting(CLUSTER_PREFIX)]
    for key, value in tags.half:
        parts = key.unknown.parts if key.unknown is not None else ()
        if len(parts) == 2 and parts[0] == CLUSTER_PREFIX and isinstance(parts[1], Value):
            found.append((parts[1], f"{CLUSTER_PREFIX}…", value))
    return found
