"""The AWS Load Balancer Controller on Fargate, and the Ingresses and Services whose targets it makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fargate_lint.diagnostic import Span
from fargate_lint.facts.lbc import Controller as Row
from fargate_lint.facts.lbc import EgressFeature, NeededValue
from fargate_lint.kubernetes.labels import Labels
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.kubernetes_object import KubernetesObject
from fargate_lint.model.thing.matching import same_text
from fargate_lint.model.workload.helm import HelmRelease
from fargate_lint.model.workload.kubernetes import Kubernetes
from fargate_lint.values.answer import NO, YES, Answer, any_of, flag, undecided, yes
from fargate_lint.values.value import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongValue:
    """A value that a release lacks (``needed``) or that must not be on (``features``: their paths; ``by_default``:
    nobody wrote them). ``wrong``: whether it surely is so; ``place``: where the value would be, or is."""

    about: str
    wrong: Answer
    place: Span | None
    needed: NeededValue | None = None
    features: tuple[EgressFeature, ...] = ()
    by_default: bool = False


class Controller:
    """One release of the controller whose pods run on Fargate, or may."""

    def __init__(self, kubernetes: Kubernetes, release: HelmRelease) -> None:
        self._kubernetes = kubernetes
        self._facts = kubernetes.resources.facts
        self.release = release

    @property
    def address(self) -> str:
        return self.release.address

    @property
    def place(self) -> Span | None:
        """Where a value would be added: the first line of ``values``, else the header."""
        values = self.release.argument("values")
        return values.place.first_line() if values is not None and values.place is not None else self.release.span

    def wrong_values(self) -> Iterator[WrongValue]:
        """The values that it needs on Fargate, and those that must be off where there is no way out."""
        for row in self._facts.lbc.values:
            yield self._needed(row)
        yield from self._features()

    def _needed(self, row: NeededValue) -> WrongValue:
        found = [self.release.value(path) for path in row.paths]
        answers = [_set(value) for value in found]
        answer = any_of(answers)
        if row.role_covers and answer.no:
            answer = self._has_role()
        wrong = answer.choose(NO, YES, answer)
        empty = next((value for value in found if value is not None and not value.is_unknown), None)
        return WrongValue(about=row.name, wrong=wrong, place=self._where(row.name, empty), needed=row)

    def _where(self, path: str, value: Value | None) -> Span | None:
        """Where a value is written, or would be."""
        return self.release.exact(value.place, path) if value is not None and value.place is not None else self.place

    def _has_role(self) -> Answer:
        """Whether its service account has an IAM role: EKS then injects AWS_REGION."""
        label = self._facts.limits.node.role_annotation
        value = self.release.view.account_annotations.get(label)
        if value is not None:
            return undecided_by(value) if value.is_unknown and value.ref is None else YES
        name = self.release.view.account
        for thing in self._kubernetes.objects.of_kind("ServiceAccount"):
            if name is not None and same_text(thing.object.name, name).yes:
                value = thing.object.annotations.get(label)
                return YES if value is not None else NO
        created = flag(self.release.value("serviceAccount.create"), True)
        if not created.yes:
            return undecided(
                "its service account is made elsewhere, maybe with an IAM role", self.release.span, code="elsewhere"
            )
        return NO

    def _features(self) -> Iterator[WrongValue]:
        cluster = self.release.cluster
        if cluster is None:
            return
        pods = self.release.view.pods
        egress = cluster.pods_have_egress(self.release.namespace, pods[0].labels if pods else None)
        if egress.yes:
            return
        left_on: list[EgressFeature] = []
        for row in self._facts.lbc.features:
            value = self.release.value(row.path)
            on = flag(value, row.default)
            if on.yes and row.endpoint and cluster.vpc is not None:
                there = cluster.vpc.endpoints.has(row.endpoint)
                on = there.choose(NO, on, there)
            if egress.no and on.yes and value is None:
                left_on.append(row)
                continue
            wrong = egress if egress.unknown and on.yes else on.choose(YES, NO, on)
            yield WrongValue(about=row.path, wrong=wrong, place=self._where(row.path, value), features=(row,))
        if left_on:
            yield WrongValue(about="features", wrong=YES, place=self.place, features=tuple(left_on), by_default=True)


def _set(value: Value | None) -> Answer:
    """Whether a value is given: not absent, null or empty."""
    if value is None or value.is_null or value.text == "" or value.fields == {}:
        return NO
    if value.is_unknown and value.ref is None and value.unknown is not None and value.unknown.code != "apply":
        return undecided_by(value) if not value.unknown.parts else YES
    return yes("", value.place)


def controllers(kubernetes: Kubernetes) -> Iterator[Controller]:
    """The controllers that run on Fargate, or may."""
    chart = kubernetes.resources.facts.lbc.controller.chart
    for release in kubernetes.helm_releases:
        if release.chart == chart and not release.runs_on_fargate.no:
            yield Controller(kubernetes, release)


# Ingresses and Services


class Exposed:
    """An Ingress of the controller's class, or a Service of type LoadBalancer, in front of pods on Fargate."""

    def __init__(self, kubernetes: Kubernetes, thing: KubernetesObject, runs: Answer, annotation: str) -> None:
        self._kubernetes = kubernetes
        self._facts = kubernetes.resources.facts
        self.thing = thing
        self.runs = runs
        self._annotation = annotation

    @property
    def address(self) -> str:
        return self.thing.address

    @property
    def _row(self) -> Row:
        return self._facts.lbc.controller

    @property
    def _written(self) -> Value | None:
        return self.thing.object.annotations.get(self._annotation)

    @cached_property
    def targets_instances(self) -> Answer:
        """Whether its targets are nodes: by annotation, else by the controller's default, else by the controller's own
        default."""
        row = self._row
        value = self._written
        if value is not None:
            if value.is_unknown:
                return undecided_by(value)
            return NO if (value.text or "").lower() == row.target_type_needed else yes("", value.place)
        if self.thing.kind == "Service":
            kind = self.thing.object.annotations.get(row.service_type_annotation)
            if kind is not None and kind.text == "nlb-ip":
                return NO
        found = [release for release in self._kubernetes.helm_releases if release.chart == row.chart]
        for release in found:
            default = release.value(row.target_type_value)
            if default is not None and default.is_unknown:
                return undecided_by(default)
            if default is not None and default.text == row.target_type_needed:
                return NO
        if self._parameters is not None:
            return undecided("its IngressClass has parameters, which may say the target type", self.thing.span)
        incomplete = self._kubernetes.resources.may_exist_unseen(("helm_release",), ())
        return incomplete if incomplete.unknown and not found else YES

    @property
    def _parameters(self) -> Value | None:
        name = self.thing.object.get("spec", "ingressClassName")
        for other in self._kubernetes.objects.of_kind("IngressClass"):
            if name is not None and not same_text(other.object.name, name).no:
                return other.object.get("spec", "parameters")
        return None

    @property
    def annotation(self) -> str:
        return self._annotation

    @property
    def place(self) -> Span | None:
        """Where the target type is written, or would be."""
        value = self._written
        if value is not None and value.place is not None:
            return value.place
        annotations = self.thing.object.get("metadata", "annotations")
        if annotations is not None and annotations.place is not None and annotations.fields:
            return annotations.place.first_line()
        return self.thing.span


def exposed(kubernetes: Kubernetes) -> Iterator[Exposed]:
    """Those in front of pods that run on Fargate: all on a Fargate-only cluster, on a mixed one those in a namespace of
    which a profile takes every pod."""
    row = kubernetes.resources.facts.lbc.controller
    for thing in kubernetes.objects:
        annotation = ""
        if thing.kind == "Ingress" and _is_albs(kubernetes, thing):
            annotation = row.ingress_annotation
        elif thing.kind == "Service":
            kind = thing.object.get("spec", "type")
            annotation = row.service_annotation if kind is not None and kind.text == "LoadBalancer" else ""
        if not annotation:
            continue
        cluster = kubernetes.clusters.of(thing.instance)
        runs = kubernetes.clusters.fargate_only(cluster, thing.span)
        if not runs.yes and cluster is not None and cluster.profiles:
            taken = cluster.profiles.take(thing.namespace, Labels())
            runs = taken if taken.yes else NO if runs.no else runs
        if not runs.no:
            yield Exposed(kubernetes, thing, runs, annotation)


def _is_albs(kubernetes: Kubernetes, thing: KubernetesObject) -> bool:
    """Whether an Ingress is of the controller's class."""
    row = kubernetes.resources.facts.lbc.controller
    name = thing.object.get("spec", "ingressClassName") or thing.object.annotations.get("kubernetes.io/ingress.class")
    if name is None:
        return any(key.startswith("alb.ingress.kubernetes.io/") for key in thing.object.annotations.known)
    if name.text in row.ingress_classes:
        return True
    for other in kubernetes.objects.of_kind("IngressClass"):
        if same_text(other.object.name, name).yes:
            controller = other.object.get("spec", "controller")
            return controller is not None and controller.text == row.ingress_controller
    return False
