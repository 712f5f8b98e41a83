"""Where pods on Fargate pull their images from, and whether a VPC without a way out reaches that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fargate_lint.diagnostic import Span
from fargate_lint.model.identity.iam import HOLE, with_holes
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.resources import Resources
from fargate_lint.model.thing.walk import text_of
from fargate_lint.model.workload.fargate_pod import FargatePod
from fargate_lint.model.workload.kubernetes import Kubernetes
from fargate_lint.values.answer import NO, YES, Answer, all_of, undecided, yes
from fargate_lint.values.value import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One image that pods of a cluster without a way out (or maybe without) need. ``out_of_reach``: whether they surely
    cannot pull it; ``cached``: the pull-through cache rule by which the first pull only goes out, if any."""

    address: str
    about: str
    image: str
    out_of_reach: Answer
    registry: str
    place: Span | None
    cached: str | None = None


def pulls(kubernetes: Kubernetes, pods: Iterable[FargatePod]) -> Iterator[Pull]:
    """Every image of workloads and known charts on Fargate, where there is or may be no way out."""
    resources = kubernetes.resources
    for view in pods:
        cluster = view.workload.cluster
        egress = cluster.pods_have_egress(view.workload.namespace, view.workload.labels) if cluster is not None else YES
        if egress.yes:
            continue
        for container in view.pod.containers:
            name = text_of(container.name) if container.name is not None else ""
            subject = ": ".join(part for part in (view.workload.subject, f"container {name}") if part)
            place = container.image.place if container.image is not None else container.span
            yield _pull(
                resources, egress, view.address, subject, container.image, place or view.workload.span, view.runs
            )
    for release in kubernetes.helm_releases:
        cluster, runs = release.cluster, release.runs_on_fargate
        if cluster is None or runs.no:
            continue
        sure = runs if runs.unknown else release.present
        for own in release.view.pods:
            egress = cluster.pods_have_egress(own.namespace, own.labels)
            if egress.yes:
                continue
            present = own.present if sure.yes else sure
            subject = f"pods {own.fact.component}" if own.fact.component else "pods"
            yield _pull(
                resources, egress, release.address, subject, own.image, own.image.place or release.span, present
            )
        seen_whole = release.unread is not None and release.unread.no
        unnamed = not release.view.pods_known and not release.view.daemonsets and not seen_whole
        if unnamed and not cluster.pods_have_egress(release.view.namespace).yes:
            reason = f"the images of chart {release.chart or release.name.text or '…'} are not known"
            yield Pull(
                address=release.address,
                about="pods",
                image="",
                out_of_reach=undecided(reason, release.span),
                registry="",
                place=release.span,
            )


def _pull(
    resources: Resources,
    egress: Answer,
    address: str,
    about: str,
    image: Value | None,
    place: Span | None,
    sure: Answer,
) -> Pull:
    text = text_of(image) if image is not None else ""
    if image is None:
        return Pull(address=address, about=about, image=text, out_of_reach=NO, registry="", place=place)
    registries = resources.facts.registries
    known = with_holes(image)
    where = YES
    name = ""
    if _is_own(resources, image):
        where = NO
    elif known is None or known.startswith(HOLE) or HOLE in known.partition("/")[0]:
        where = NO if known is not None and ".dkr.ecr." in known.partition("/")[0] else undecided_by(image, place)
    else:
        row = registries.of(known.replace(HOLE, "x"))
        name = row.name if row is not None else registries.host_of(known)
        if row is None:
            where = undecided(f"whether {name} is reached from the VPC is not known", place)
        elif row.reach == "private":
            where = NO
    cached = _cache_rule(resources, known) if where.no else None
    if cached is not None:
        where = yes(cached)
    if not where.no:
        where = all_of((where, egress.negated, sure))
    return Pull(address=address, about=about, image=text, out_of_reach=where, registry=name, place=place, cached=cached)


def _is_own(resources: Resources, image: Value) -> bool:
    """Whether an image begins with the address of a repository that is made here."""
    parts: list[str | Value] = [image]
    while parts:
        first = parts[0]
        if isinstance(first, str):
            return False
        instance = resources.instances.get(first.ref.address) if first.ref is not None else None
        if instance is not None:
            return instance.type in ("aws_ecr_repository", "aws_ecr_image", "aws_ecr_authorization_token")
        if first.unknown is None or not first.unknown.parts:
            return False
        parts = list(first.unknown.parts)
    return False


def _cache_rule(resources: Resources, image: str | None) -> str | None:
    """The pull-through cache rule that an image of a private ECR goes by."""
    path = (image or "").partition("/")[2]
    for rule in resources.managed("aws_ecr_pull_through_cache_rule"):
        prefix = rule.written("ecr_repository_prefix")
        if prefix is not None and prefix.text and path.startswith(prefix.text + "/"):
            return rule.address
    return None
