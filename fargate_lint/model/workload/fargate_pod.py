"""Pods that run on Fargate, and what of them Fargate does not take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.facts.limits import FieldLimit
from fargate_lint.kubernetes.pod import Container, PodSpec
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.source_text import find_setting
from fargate_lint.model.thing.walk import text_of
from fargate_lint.model.workload.kubernetes import Kubernetes
from fargate_lint.model.workload.workload import Workload
from fargate_lint.values.answer import NO, YES, Answer, undecided
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.workload.pod_size import SizeFault
    from fargate_lint.model.workload.pod_volume import VolumeFault, VolumeType


@dataclass(frozen=True, slots=True, kw_only=True)
class PodFault:
    """Something that a pod asks for. ``state``: whether it surely does; ``about`` tells it from others of the pod."""

    about: str
    state: Answer
    place: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedField(PodFault):
    """A field that Fargate does not take; ``part`` is the container or volume that has it, "" for the pod itself, and
    ``asked`` what is asked for: the field, or capabilities by name. ``limit`` is None for what is not known of the pod
    (then ``state`` is unknown)."""

    limit: FieldLimit | None = None
    part: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LackingHardware(PodFault):
    """What no Fargate node has, in words, and the node label or the resource that asks for it (the other is "")."""

    what: str
    label: str = ""
    resource: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutEffect(PodFault):
    """A scheduling wish (the field's name) that Fargate passes over."""

    field: str


class FargatePod:
    """The pods of one workload. ``runs`` is yes or unknown: whether they run on Fargate."""

    def __init__(self, kubernetes: Kubernetes, workload: Workload, runs: Answer) -> None:
        self.objects = kubernetes.objects
        self.resources = kubernetes.resources
        self.workload = workload
        self.pod: PodSpec = workload.pod
        self.runs = runs

    @property
    def address(self) -> str:
        return self.workload.address

    @property
    def what(self) -> str:
        """For a message: "Deployment web"."""
        return self.workload.what

    def place(self, value: Value | None, key: str, fallback: Span | None = None) -> Span | None:
        """Where a field is written, inside a text of several lines too."""
        found = value.place if value is not None else None
        return find_setting(self.resources.files, found or fallback or self.workload.span, key)

    # What Fargate rejects

    def rejected(self) -> Iterator[RefusedField]:
        """Fields that make Fargate's scheduler say "Pod not supported on Fargate"."""
        pod = self.pod
        for name, answer in (
            ("hostNetwork", pod.host_network),
            ("hostPID", pod.host_pid),
            ("hostIPC", pod.host_ipc),
        ):
            yield self._field(name, answer, "", self.place(pod.get(name), name))
        for container in pod.containers:
            yield from self._of_container(container)
        for volume in pod.volumes:
            state = YES if volume.kind == "hostPath" else NO
            yield self._field("hostPath", state, f"volume {_text(volume.name)}", self._inside(volume.span, "hostPath"))
        for incomplete in (pod.containers_incomplete, pod.volumes_incomplete):
            if incomplete.unknown:
                yield RefusedField(about="parts that are not known", state=incomplete, place=incomplete.span)

    def _of_container(self, container: Container) -> Iterator[RefusedField]:
        about = f"container {_text(container.name)}"
        security = _at(container.raw, "securityContext")
        for name, answer in (
            ("privileged", container.privileged),
            ("allowPrivilegeEscalation", container.allows_escalation),
        ):
            yield self._field(name, answer, about, self.place(_at(security, name), name, container.span))
        yield self._capabilities(container, about)
        ports = container.host_ports
        state = YES if ports.items else ports.incomplete
        place = ports.items[0].place if ports.items else None
        yield self._field("hostPort", state, about, self._inside(place or container.span, "hostPort"))

    def _capabilities(self, container: Container, about: str) -> RefusedField:
        """The capabilities that it adds: those that Fargate refuses by name, else what is not known of the others."""
        limits = self.resources.facts.limits
        added = container.added_capabilities
        verdicts = [(item, limits.capability(item.text)) for item in added.items if item.text is not None]
        refused = [item for item, verdict in verdicts if verdict == "refused"]
        opened = [item for item, verdict in verdicts if verdict == "open"]
        state, place = added.incomplete, container.span
        if refused:
            state, place = YES, refused[0].place
        elif opened and not state.unknown:
            reason = f"whether Fargate takes a pod that adds {_listed(opened)} is not documented"
            state, place = undecided(reason), opened[0].place
        where = self._inside(place or container.span, "add")
        return self._field("capabilities.add", state, about, where, f"capability {_listed(refused)}")

    def _inside(self, span: Span | None, key: str) -> Span | None:
        return find_setting(self.resources.files, span, key)

    def _field(self, name: str, state: Answer, about: str, place: Span | None, asked: str = "") -> RefusedField:
        limit, key = self.resources.facts.limits.field(name), f"{about} {name}".strip()
        return RefusedField(about=key, state=state, place=place, limit=limit, part=about, asked=asked or name)

    # Hardware

    def hardware(self) -> Iterator[LackingHardware]:
        """Node selectors and resources that no Fargate node has."""
        limits = self.resources.facts.limits
        for row in limits.selectors:
            place = self.place(self.pod.node_selector.get(row.label), row.label)
            state = self.pod.requires(row.label, row.values)
            yield LackingHardware(about=row.label, state=state, place=place, what=row.what, label=row.label)
        for container in self.pod.containers:
            about = f"container {_text(container.name)}"
            for resource in limits.resources:
                value = container.resources.get(resource.name)
                if value is None or str(value.raw) == "0":
                    continue
                state = undecided_by(value) if value.is_unknown else YES
                place = self.place(value, resource.name)
                name, what = resource.name, resource.what
                yield LackingHardware(about=f"{about} {name}", state=state, place=place, what=what, resource=name)

    def sizes(self) -> Iterator[SizeFault]:
        """Requests that no size can hold, none at all, and more ephemeral storage than there is."""
        from fargate_lint.model.workload.pod_size import size_traits

        return size_traits(self)

    def volumes(self) -> Iterator[VolumeFault]:
        """Claims of volumes that Fargate cannot mount, or only if they were made beforehand."""
        from fargate_lint.model.workload.pod_volume import volume_traits

        return volume_traits(self)

    def volume_types(self) -> Iterator[VolumeType]:
        """Volumes whose type Fargate does not take."""
        from fargate_lint.model.workload.pod_volume import volume_types

        return volume_types(self)

    # Spread

    def spread(self) -> Iterator[WithoutEffect]:
        """Scheduling wishes that have no effect."""
        found = self.pod.spread
        name = "topologySpreadConstraints"
        if found.items:
            yield WithoutEffect(about=name, state=YES, place=self.place(found.items[0], name), field=name)
        for name in ("podAffinity", "podAntiAffinity"):
            value = self.pod.get("affinity", name)
            if value is not None and not value.is_unknown:
                yield WithoutEffect(about=name, state=YES, place=self.place(value, name), field=name)


def fargate_pods(kubernetes: Kubernetes) -> Iterator[FargatePod]:
    """The pods of workloads, DaemonSets aside, that run on Fargate or may: all on a Fargate-only cluster, those that a
    profile takes on a mixed one."""
    for workload in kubernetes.workloads:
        if workload.is_daemonset:
            continue
        only, cluster = workload.only, workload.cluster
        runs = only
        if not only.yes and cluster is not None and cluster.profiles:
            taken = workload.on_fargate
            runs = taken if only.no or taken.yes else only
        if runs.yes and workload.present.unknown:
            runs = workload.present
        if not runs.no:
            yield FargatePod(kubernetes, workload, runs)


def _listed(items: list[Value]) -> str:
    return ", ".join(dict.fromkeys(_text(item) for item in items))


def _text(value: Value | None) -> str:
    return text_of(value) if value is not None else ""


def _at(value: Value | None, *path: str) -> Value | None:
    from fargate_lint.kubernetes.manifest import at

    return at(value, *path)
