"""The volumes of pods on Fargate: which storage is behind them."""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.diagnostic import Span
from fargate_lint.kubernetes.manifest import KubeObject, at
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.model.thing.matching import same_text
from fargate_lint.model.thing.walk import text_of
from fargate_lint.model.workload.fargate_pod import FargatePod, PodFault
from fargate_lint.values.answer import NO, YES, Answer, undecided
from fargate_lint.values.value import Value

CSI = {"awsElasticBlockStore": "kubernetes.io/aws-ebs"}
"""Kinds of volumes that are a provisioner's without saying so."""


def volume_traits(view: FargatePod) -> Iterator[PodFault]:
    """Volumes that Fargate cannot mount, or that it mounts only if they were made beforehand."""
    for volume in view.pod.volumes:
        about, kind = f"volume {text_of(volume.name) if volume.name is not None else ''}", volume.kind
        place = view.place(volume.source, kind or "name", volume.span)
        if kind in CSI:
            yield _judged(view, about, CSI[kind], False, place)
        elif kind == "csi":
            driver = at(volume.source, "driver")
            if driver is not None and driver.text is not None:
                yield _judged(view, about, driver.text, False, place)
        elif kind == "persistentVolumeClaim":
            yield from _claimed(view, about, at(volume.source, "claimName"), place)
        elif kind == "ephemeral":
            yield from _of_class(view, about, at(volume.source, "volumeClaimTemplate"), place)
    for template in view.pod.claim_templates.items:
        name = at(template, "metadata", "name")
        about = f"volume {text_of(name) if name is not None else ''}"
        yield from _of_class(view, about, template, template.place)


def _claimed(view: FargatePod, about: str, claim: Value | None, place: Span | None) -> Iterator[PodFault]:
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
    yield PodFault(
        about,
        undecided(f"the claim {text_of(claim) or '…'} is not declared here", claim.place, code="undeclared"),
        "",
        place,
    )


def _bound(view: FargatePod, about: str, name: Value, place: Span | None) -> Iterator[PodFault]:
    for volume in _objects(view, "PersistentVolume"):
        if same_text(volume.name, name).yes:
            yield from _made(view, about, volume)
            return


def _made(view: FargatePod, about: str, volume: KubeObject) -> Iterator[PodFault]:
    """A volume made beforehand."""
    source = volume.get("spec", "persistentVolumeSource") or volume.get("spec")
    driver = at(source, "csi", "driver")
    if at(source, "awsElasticBlockStore") is not None:
        yield _judged(view, about, CSI["awsElasticBlockStore"], False, volume.span)
    elif driver is not None and driver.text is not None:
        yield _judged(view, about, driver.text, False, volume.span)


def _of_class(view: FargatePod, about: str, claim: Value | None, place: Span | None) -> Iterator[PodFault]:
    """A volume by its storage class: one made beforehand, else one that is made when it is claimed."""
    name = at(claim, "spec", "storageClassName")
    where = view.place(name, "storageClassName", place) if name is not None else place
    if name is None:
        yield PodFault(
            about, undecided("the claim names no storage class, so it is the cluster's default", place), "", place
        )
        return
    if name.is_unknown and name.ref is None:
        yield PodFault(about, undecided_by(name), "", where)
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
    fact = view.estate.facts.limits.storage_class(name.text or "")
    if fact is not None and not fact.doubtful:
        yield _judged(view, about, fact.provisioner, True, where)
    elif name.text != "":
        yield PodFault(
            about,
            undecided(f"the storage class {text_of(name)} is not declared here", name.place, code="undeclared"),
            "",
            where,
        )


def _made_beforehand(view: FargatePod, name: Value) -> bool:
    """Whether a volume of this storage class is, or may be, declared here."""
    for volume in _objects(view, "PersistentVolume"):
        kind = volume.get("spec", "storageClassName")
        if kind is not None and not same_text(kind, name).no:
            return True
    return False


def _judged(view: FargatePod, about: str, provisioner: str, dynamic: bool, place: Span | None) -> PodFault:
    row = view.estate.facts.limits.provisioner(provisioner)
    state: Answer = NO
    message = ""
    if row is not None and row.verdict == "never":
        state = YES
        message = f"{view.what}: {about} is {row.what}, which Fargate cannot mount: its pods stay Pending"
    elif row is not None and dynamic:
        state = YES
        message = (
            f"{view.what}: {about} is made by {row.what} when it is claimed; on Fargate only volumes made beforehand "
            "can be mounted: the claim stays Pending"
        )
    return PodFault(about, state, message, place)


def _objects(view: FargatePod, kind: str) -> Iterator[KubeObject]:
    for thing in view.estate.objects:
        if thing.kind == kind:
            yield thing.object
