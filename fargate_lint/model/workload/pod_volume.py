"""The volumes of pods on Fargate: which storage is behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fargate_lint.diagnostic import Span
from fargate_lint.facts.limits import StorageLimit
from fargate_lint.kubernetes.manifest import KubeObject, at
from fargate_lint.kubernetes.pod import Volume
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.matching import same_text
from fargate_lint.model.thing.walk import text_of
from fargate_lint.model.workload.fargate_pod import FargatePod, PodFault
from fargate_lint.values.answer import NO, YES, Answer, any_of, undecided
from fargate_lint.values.value import Value

EBS = ("awsElasticBlockStore", "kubernetes.io/aws-ebs")
"""The field of a volume that is a provisioner's without saying so, and the provisioner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeFault(PodFault):
    """A volume whose ``storage`` Fargate never mounts, or mounts only if it was made beforehand (``on_claim``: it is
    made when it is claimed). ``storage`` is None where nothing is known against it."""

    storage: StorageLimit | None = None
    on_claim: bool = False

    @property
    def is_never_mounted(self) -> bool:
        """Whether Fargate cannot mount it, however it was made."""
        return self.storage is not None and self.storage.verdict == "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeType(PodFault):
    """A volume that Fargate refuses for its type; ``kind`` is the field that makes it one, with a CSI driver's name."""

    kind: str = ""


def volume_traits(view: FargatePod) -> Iterator[VolumeFault]:
    """Claims of volumes that Fargate cannot mount, or that it mounts only if they were made beforehand."""
    for volume in view.pod.volumes:
        about, kind = _about(volume), volume.kind
        if kind == "persistentVolumeClaim":
            place = view.place(volume.source, kind, volume.span)
            yield from _claimed(view, about, at(volume.source, "claimName"), place)
    for template in view.pod.claim_templates.items:
        name = at(template, "metadata", "name")
        about = f"volume {text_of(name) if name is not None else ''}"
        yield from _of_class(view, about, template, template.place)


def volume_types(view: FargatePod) -> Iterator[VolumeType]:
    """Volumes whose type, as the pod itself names it, Fargate does not take. Those by claim are asked for their
    storage, hostPath is one of the fields."""
    for volume in view.pod.volumes:
        kind = volume.kind or ""
        row = view.resources.facts.limits.volume(kind)
        if kind in ("persistentVolumeClaim", "hostPath") or (row is not None and row.verdict == "accepted"):
            continue
        driver = at(volume.source, "driver") if kind == "csi" else None
        place = view.place(volume.source, kind or "name", volume.span)
        said = f"{kind} ({driver.text})" if driver is not None and driver.text else kind
        yield VolumeType(about=_about(volume), state=_type_state(view, volume, place), place=place, kind=said)
    incomplete = view.pod.volumes_incomplete
    if incomplete.unknown:
        yield VolumeType(about="volumes that are not known", state=incomplete, place=incomplete.span)


def _type_state(view: FargatePod, volume: Volume, place: Span | None) -> Answer:
    """Whether Fargate refuses a volume for its type. An ephemeral one is of the storage that its claim is made of."""
    kind = volume.kind or ""
    row = view.resources.facts.limits.volume(kind)
    if kind == "ephemeral":
        faults = _of_class(view, "", at(volume.source, "volumeClaimTemplate"), place)
        return any_of(fault.state for fault in faults)
    if row is None or row.verdict != "refused":
        what = f"a volume of type {kind}" if kind else "a volume without a type"
        return undecided(f"whether Fargate takes {what} is not documented", place)
    if kind != "csi":
        return YES
    driver = at(volume.source, "driver")
    if driver is None or driver.text is None:
        return undecided_by(driver) if driver is not None else undecided("the volume names no driver", place)
    storage = view.resources.facts.limits.provisioner(driver.text)
    if storage is not None and storage.verdict == "static":
        return undecided(f"whether Fargate takes a volume of {storage.what} in a pod itself is not documented", place)
    return YES


def _about(volume: Volume) -> str:
    return f"volume {text_of(volume.name) if volume.name is not None else ''}"


def _claimed(view: FargatePod, about: str, claim: Value | None, place: Span | None) -> Iterator[VolumeFault]:
    """A volume by claim; a claim that is made elsewhere may be of any storage."""
    if claim is None:
        return
    for found in _objects(view, "PersistentVolumeClaim"):
        if same_text(found.name, claim).yes and not same_text(found.namespace, view.pod.namespace).no:
            volume = found.get("spec", "volumeName")
            if volume is None or volume.text == "":
                yield from _of_class(view, about, found.raw, found.span)
            else:
                yield from _bound(view, about, volume, found.span)
            return
    yield VolumeFault(
        about=about,
        state=undecided(f"the claim {text_of(claim) or '…'} is not declared here", claim.place, code="undeclared"),
        place=place,
    )


def _bound(view: FargatePod, about: str, name: Value, place: Span | None) -> Iterator[VolumeFault]:
    for volume in _objects(view, "PersistentVolume"):
        if same_text(volume.name, name).yes:
            yield from _made(view, about, volume)
            return


def _made(view: FargatePod, about: str, volume: KubeObject) -> Iterator[VolumeFault]:
    """A volume made beforehand."""
    source = volume.get("spec", "persistentVolumeSource") or volume.get("spec")
    driver = at(source, "csi", "driver")
    if at(source, EBS[0]) is not None:
        yield _judged(view, about, EBS[1], False, volume.span)
    elif driver is not None and driver.text is not None:
        yield _judged(view, about, driver.text, False, volume.span)


def _of_class(view: FargatePod, about: str, claim: Value | None, place: Span | None) -> Iterator[VolumeFault]:
    """A volume by its storage class: one made beforehand, else one that is made when it is claimed."""
    name = at(claim, "spec", "storageClassName")
    where = view.place(name, "storageClassName", place) if name is not None else place
    if name is None:
        yield VolumeFault(
            about=about,
            state=undecided("the claim names no storage class, so it is the cluster's default", place),
            place=place,
        )
        return
    if name.is_unknown and name.ref is None:
        yield VolumeFault(about=about, state=undecided_by(name), place=where)
        return
    for volume in _objects(view, "PersistentVolume"):
        # A claim takes a volume of its class that is there before one is made for it.
        its = volume.get("spec", "storageClassName")
        if its is not None and same_text(its, name).yes:
            yield from _made(view, about, volume)
            return
    for found in _objects(view, "StorageClass"):
        provisioner = found.get("provisioner")
        if same_text(found.name, name).yes and provisioner is not None and provisioner.text is not None:
            # A class without a mode is a mere name by which a volume that was made beforehand is found.
            mode = found.get("parameters", "provisioningMode")
            dynamic = mode is not None and not _made_beforehand(view, name)
            yield _judged(view, about, provisioner.text, dynamic, where)
            return
    fact = view.resources.facts.limits.storage_class(name.text or "")
    if fact is not None and not fact.doubtful:
        yield _judged(view, about, fact.provisioner, True, where)
    elif name.text != "":
        yield VolumeFault(
            about=about,
            state=undecided(f"the storage class {text_of(name)} is not declared here", name.place, code="undeclared"),
            place=where,
        )


def _made_beforehand(view: FargatePod, name: Value) -> bool:
    """Whether a volume of this storage class is, or may be, declared here."""
    for volume in _objects(view, "PersistentVolume"):
        kind = volume.get("spec", "storageClassName")
        if kind is not None and not same_text(kind, name).no:
            return True
    return False


def _judged(view: FargatePod, about: str, provisioner: str, on_claim: bool, place: Span | None) -> VolumeFault:
    row = view.resources.facts.limits.provisioner(provisioner)
    state = YES if row is not None and (row.verdict == "never" or on_claim) else NO
    return VolumeFault(about=about, state=state, place=place, storage=row, on_claim=on_claim)


def _objects(view: FargatePod, kind: str) -> Iterator[KubeObject]:
    for thing in view.objects.of_kind(kind):
        yield thing.object
