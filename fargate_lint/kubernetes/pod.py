"""What a pod asks for: a typed, three-valued view of the pod template in a Kubernetes object."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from fargate_lint.diagnostic import Span
from fargate_lint.kubernetes.labels import Labels, labels_of
from fargate_lint.kubernetes.manifest import KubeObject, at
from fargate_lint.values.answer import NO, Answer, all_of, any_of, equals, flag, undecided, undecided_from
from fargate_lint.values.value import Value

TEMPLATES: dict[str, tuple[str, ...]] = {
    "Pod": (),
    "Deployment": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
    "DaemonSet": ("spec", "template"),
    "ReplicaSet": ("spec", "template"),
    "ReplicationController": ("spec", "template"),
    "Job": ("spec", "template"),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
}
"""Kinds that make pods, and where their pod template stands."""


class Items(NamedTuple):
    """The elements of a list; ``incomplete`` is no when these are all, else why there may be others."""

    items: tuple[Value, ...] = ()
    incomplete: Answer = NO


def items_of(value: Value | None) -> Items:
    """The elements of a list that may be absent, unknown, or hold unknown elements (each may stand for several)."""
    if value is None or value.is_null:
        return Items()
    if value.items is None:
        return Items((), undecided_from(value) if value.is_unknown else undecided("not a list", value.place))
    incomplete = next((undecided_from(item) for item in value.items if item.is_unknown), NO)
    return Items(tuple(item for item in value.items if not item.is_unknown and not item.is_null), incomplete)


def _plain(value: Value | None) -> str | None:
    """A known text or number as text."""
    if value is None or value.is_null or value.is_unknown:
        return None
    return value.text if value.text is not None else str(value.raw)


class Container:
    """One container; ``init`` ones run before the others."""

    def __init__(self, raw: Value, init: bool) -> None:
        self.raw = raw
        self.init = init

    @property
    def name(self) -> Value | None:
        return at(self.raw, "name")

    @property
    def span(self) -> Span | None:
        """Where it is written."""
        return self.raw.place

    @property
    def image(self) -> Value | None:
        return at(self.raw, "image")

    @cached_property
    def privileged(self) -> Answer:
        return flag(at(self.raw, "securityContext", "privileged"), False)

    @cached_property
    def allows_escalation(self) -> Answer:
        """Whether allowPrivilegeEscalation is set to true (unset is left to the cluster and counts as no)."""
        return flag(at(self.raw, "securityContext", "allowPrivilegeEscalation"), False)

    @cached_property
    def added_capabilities(self) -> Items:
        return items_of(at(self.raw, "securityContext", "capabilities", "add"))

    @cached_property
    def host_ports(self) -> Items:
        """The host ports asked for; 0 is none."""
        ports = items_of(at(self.raw, "ports"))
        found = [port for item in ports.items if (port := at(item, "hostPort")) is not None]
        unknown = next((undecided_from(port) for port in found if port.is_unknown), ports.incomplete)
        return Items(tuple(port for port in found if _plain(port) not in (None, "0")), unknown)

    @property
    def ports(self) -> Items:
        """The numbers it listens on, as far as it says."""
        ports = items_of(at(self.raw, "ports"))
        found = [port for item in ports.items if (port := at(item, "containerPort")) is not None]
        return Items(tuple(port for port in found if not port.is_unknown), ports.incomplete)

    def request(self, resource: str) -> Value | None:
        """What it requests of "cpu", "memory" …; its limit where no request is written (Kubernetes takes that)."""
        return at(self.raw, "resources", "requests", resource) or at(self.raw, "resources", "limits", resource)

    @cached_property
    def resources(self) -> Labels:
        """All resources it names, requests over limits."""
        limits = labels_of(at(self.raw, "resources", "limits"))
        return limits.merged(labels_of(at(self.raw, "resources", "requests")))

    @property
    def arguments(self) -> Items:
        """Its command and arguments."""
        command, arguments = items_of(at(self.raw, "command")), items_of(at(self.raw, "args"))
        incomplete = command.incomplete if command.incomplete.unknown else arguments.incomplete
        return Items(command.items + arguments.items, incomplete)


class Volume:
    """One volume of a pod."""

    def __init__(self, raw: Value) -> None:
        self.raw = raw

    @property
    def name(self) -> Value | None:
        return at(self.raw, "name")

    @property
    def kind(self) -> str | None:
        """ "hostPath", "persistentVolumeClaim", "csi" …; None if it names none."""
        return next((key for key in self.raw.fields or {} if key != "name" and at(self.raw, key) is not None), None)

    @property
    def source(self) -> Value | None:
        """What stands below its kind."""
        kind = self.kind
        return at(self.raw, kind) if kind is not None else None

    @property
    def span(self) -> Span | None:
        """Where it is written."""
        source = self.source
        return (source.place if source is not None else None) or self.raw.place


class PodSpec:
    """The pods that an object makes. ``object`` is it; all answers are three-valued."""

    def __init__(self, object: KubeObject, template: Value | None) -> None:
        self.object = object
        self._template = template
        self._spec = at(template, "spec")

    @property
    def namespace(self) -> Value:
        return self.object.namespace

    @property
    def span(self) -> Span | None:
        """The header of what makes the pods."""
        return self.object.span

    @cached_property
    def labels(self) -> Labels:
        """The pods' own labels, not those of what makes them."""
        return labels_of(at(self._template, "metadata", "labels"))

    @cached_property
    def annotations(self) -> Labels:
        return labels_of(at(self._template, "metadata", "annotations"))

    def get(self, *path: str) -> Value | None:
        """What stands in the pod's spec at a path; None if it surely is not there."""
        return at(self._spec, *path)

    @cached_property
    def host_network(self) -> Answer:
        return flag(self.get("hostNetwork"), False)

    @cached_property
    def host_pid(self) -> Answer:
        return flag(self.get("hostPID"), False)

    @cached_property
    def host_ipc(self) -> Answer:
        return flag(self.get("hostIPC"), False)

    @cached_property
    def _containers(self) -> tuple[tuple[Container, ...], Answer]:
        main, init = items_of(self.get("containers")), items_of(self.get("initContainers"))
        found = [Container(item, False) for item in main.items] + [Container(item, True) for item in init.items]
        return tuple(found), main.incomplete if main.incomplete.unknown else init.incomplete

    @property
    def containers(self) -> tuple[Container, ...]:
        """All containers in sight, init containers last."""
        return self._containers[0]

    @property
    def containers_incomplete(self) -> Answer:
        """No if ``containers`` are all, else why there may be others."""
        return self._containers[1]

    @cached_property
    def volumes(self) -> tuple[Volume, ...]:
        return tuple(Volume(item) for item in items_of(self.get("volumes")).items)

    @property
    def volumes_incomplete(self) -> Answer:
        """No if ``volumes`` are all, else why there may be others."""
        return items_of(self.get("volumes")).incomplete

    @property
    def claim_templates(self) -> Items:
        """The volume claims that a StatefulSet makes for each pod."""
        return items_of(self.object.get("spec", "volumeClaimTemplates"))

    @cached_property
    def tolerations(self) -> Items:
        return items_of(self.get("tolerations"))

    @cached_property
    def node_selector(self) -> Labels:
        return labels_of(self.get("nodeSelector"))

    @property
    def spread(self) -> Items:
        """Its topologySpreadConstraints."""
        return items_of(self.get("topologySpreadConstraints"))

    @property
    def service_account(self) -> Value | None:
        return self.get("serviceAccountName") or self.get("serviceAccount")

    def tolerates(self, key: str, value: str, effect: str) -> Answer:
        """Whether it tolerates a taint."""
        answer = any_of(_tolerates(item, key, value, effect) for item in self.tolerations.items)
        return self.tolerations.incomplete if answer.no and self.tolerations.incomplete.unknown else answer

    def excludes(self, label: str, value: str) -> Answer:
        """Whether it keeps off nodes with this label and value, by nodeSelector or required node affinity."""

        def rules_out(operator: str, values: Items) -> Answer:
            if operator == "DoesNotExist":
                return Answer("yes")
            inside = any_of(equals(item, value) for item in values.items)
            if inside.no and values.incomplete.unknown:
                return values.incomplete
            if operator == "NotIn":
                return inside
            return inside.choose(NO, Answer("yes"), inside) if operator == "In" else NO

        selected = self.node_selector.get(label)
        other = NO if selected is None else equals(selected, value).choose(NO, Answer("yes"), equals(selected, value))
        return any_of((other, self._every_term(label, rules_out)))

    def requires(self, label: str, values: tuple[str, ...]) -> Answer:
        """Whether it runs only on nodes where the label has one of these values."""

        def demands(operator: str, listed: Items) -> Answer:
            if operator != "In" or not (listed.items or listed.incomplete.unknown):
                return NO
            if listed.incomplete.unknown:
                return listed.incomplete
            return all_of(any_of(equals(item, value) for value in values) for item in listed.items)

        selected = self.node_selector.get(label)
        chosen = NO if selected is None else any_of(equals(selected, value) for value in values)
        return any_of((chosen, self._every_term(label, demands)))

    def _every_term(self, label: str, judge: Callable[[str, Items], Answer]) -> Answer:
        """Whether each of the OR-ed terms of the required node affinity has an expression on the label that ``judge``
        says yes to."""
        terms = items_of(
            self.get("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
        )
        if not terms.items:
            return terms.incomplete
        answers = []
        for term in terms.items:
            expressions = items_of(at(term, "matchExpressions"))
            found = [
                judge(_plain(at(item, "operator")) or "", items_of(at(item, "values")))
                for item in expressions.items
                if _plain(at(item, "key")) == label
            ]
            answer = any_of(found)
            answers.append(expressions.incomplete if answer.no and expressions.incomplete.unknown else answer)
        return all_of([*answers, *([terms.incomplete] if terms.incomplete.unknown else [])])


def _tolerates(item: Value, key: str, value: str, effect: str) -> Answer:
    exists = equals(at(item, "operator"), "Exists")
    named = at(item, "key")
    effects = at(item, "effect")
    in_effect = Answer("yes") if effects is None or effects.text == "" else equals(effects, effect)
    if named is None or named.text == "":
        return all_of((exists, in_effect))
    same = any_of((exists, equals(at(item, "value"), value)))
    return all_of((equals(named, key), same, in_effect))


def pod_of(object: KubeObject) -> PodSpec | None:
    """The pods that an object makes; None for kinds that make none, and for an object whose kind is not known."""
    path = TEMPLATES.get(object.kind or "")
    if path is None:
        return None
    return PodSpec(object, at(object.raw, *path) if path else object.raw)


def may_make_pods(object: KubeObject) -> bool:
    """Whether it makes pods, or its kind is not known so that it may."""
    return object.kind is None or object.kind in TEMPLATES
