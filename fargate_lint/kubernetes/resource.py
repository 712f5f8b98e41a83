"""Kubernetes objects out of Terraform resources: kubernetes_*, kubernetes_manifest, kubectl_manifest.

The Kubernetes provider writes the API's fields in snake case, its lists as repeated blocks in the singular. Blocks
are turned into the API's own form once, here, so that everything behind reads one form.
Source: schema of terraform-provider-kubernetes 2.x and 3.x,
https://registry.terraform.io/providers/hashicorp/kubernetes."""

from __future__ import annotations

import re

from fargate_lint.diagnostic import Span
from fargate_lint.kubernetes.manifest import KubeObject, object_from, objects_from
from fargate_lint.kubernetes.text import documents_of
from fargate_lint.terraform.instance import Content, Instance
from fargate_lint.values.origin import Origin, written
from fargate_lint.values.value import Value, object_of, string, tuple_of

KINDS: dict[str, tuple[str, str]] = {
    "pod": ("v1", "Pod"),
    "replication_controller": ("v1", "ReplicationController"),
    "deployment": ("apps/v1", "Deployment"),
    "stateful_set": ("apps/v1", "StatefulSet"),
    "daemonset": ("apps/v1", "DaemonSet"),
    "daemon_set": ("apps/v1", "DaemonSet"),
    "job": ("batch/v1", "Job"),
    "cron_job": ("batch/v1", "CronJob"),
    "namespace": ("v1", "Namespace"),
    "config_map": ("v1", "ConfigMap"),
    "secret": ("v1", "Secret"),
    "service": ("v1", "Service"),
    "service_account": ("v1", "ServiceAccount"),
    "persistent_volume": ("v1", "PersistentVolume"),
    "persistent_volume_claim": ("v1", "PersistentVolumeClaim"),
    "storage_class": ("storage.k8s.io/v1", "StorageClass"),
    "csi_driver": ("storage.k8s.io/v1", "CSIDriver"),
    "ingress": ("networking.k8s.io/v1", "Ingress"),
    "ingress_class": ("networking.k8s.io/v1", "IngressClass"),
    "role": ("rbac.authorization.k8s.io/v1", "Role"),
    "role_binding": ("rbac.authorization.k8s.io/v1", "RoleBinding"),
    "cluster_role": ("rbac.authorization.k8s.io/v1", "ClusterRole"),
    "cluster_role_binding": ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"),
}
"""Resource types without "kubernetes_" and without a version at the end, and what they make."""

_TYPE = re.compile(r"kubernetes_(.+?)(?:_v\d+(?:(?:alpha|beta)\d+)?)?")

_LISTS = {
    "container": "containers",
    "env": "env",
    "env_from": "envFrom",
    "image_pull_secrets": "imagePullSecrets",
    "init_container": "initContainers",
    "items": "items",
    "match_expressions": "matchExpressions",
    "match_fields": "matchFields",
    "node_selector_term": "nodeSelectorTerms",
    "path": "paths",
    "port": "ports",
    "preferred_during_scheduling_ignored_during_execution": "preferredDuringSchedulingIgnoredDuringExecution",
    "required_during_scheduling_ignored_during_execution": "requiredDuringSchedulingIgnoredDuringExecution",
    "rule": "rules",
    "sources": "sources",
    "subject": "subjects",
    "tls": "tls",
    "toleration": "tolerations",
    "topology_spread_constraint": "topologySpreadConstraints",
    "volume": "volumes",
    "volume_claim_template": "volumeClaimTemplates",
    "volume_device": "volumeDevices",
    "volume_mount": "volumeMounts",
}
"""Blocks that are elements of a list, and the list's name in the API."""

_SINGLE_BELOW = {
    "required_during_scheduling_ignored_during_execution": "node_affinity",
    "port": "service",
}
"""Blocks of ``_LISTS`` that are one object below this parent."""

_OBJECTS = frozenset(
    [
        "affinity",
        "backend",
        "capabilities",
        "config_map",
        "config_map_key_ref",
        "config_map_ref",
        "csi",
        "default_backend",
        "downward_api",
        "empty_dir",
        "ephemeral",
        "exec",
        "field_ref",
        "grpc",
        "host_path",
        "http",
        "http_get",
        "job_template",
        "label_selector",
        "lifecycle",
        "liveness_probe",
        "metadata",
        "nfs",
        "node_affinity",
        "persistent_volume_claim",
        "persistent_volume_source",
        "pod_affinity",
        "pod_affinity_term",
        "pod_anti_affinity",
        "preference",
        "projected",
        "readiness_probe",
        "resource_field_ref",
        "resources",
        "role_ref",
        "secret",
        "secret_key_ref",
        "secret_ref",
        "security_context",
        "selector",
        "service",
        "spec",
        "startup_probe",
        "strategy",
        "tcp_socket",
        "template",
        "update_strategy",
        "value_from",
        "volume_claim_template_spec",
    ]
)
"""Blocks that are one object; plan JSON and argument syntax show them as lists of one."""

_NAMES = {"host_pid": "hostPID", "host_ipc": "hostIPC", "cluster_ip": "clusterIP", "storage_provisioner": "provisioner"}
"""Arguments whose name in the API is not the snake-case one in camel case."""


def makes_object(type: str) -> bool:
    """Whether resources of this type are Kubernetes objects that ``objects_of`` can read."""
    return type in ("kubernetes_manifest", "kubectl_manifest") or _kind(type) is not None


def _kind(type: str) -> tuple[str, str] | None:
    found = _TYPE.fullmatch(type)
    return KINDS.get(found[1]) if found else None


def objects_of(instance: Instance) -> tuple[KubeObject, ...]:
    """The objects that an instance makes; empty if it makes none that are known here.

    One whose text is not known is an object without a kind. Its ``span`` is the resource's header.
    """
    if instance.type == "kubernetes_manifest":
        manifest = instance.content.written("manifest")
        return objects_from(manifest, instance.span) if manifest is not None else ()
    if instance.type == "kubectl_manifest":
        return _kubectl(instance.content, instance.span)
    kind = _kind(instance.type)
    if kind is None:
        return ()
    body = _converted(instance.content, "", _origin(instance.content))
    fields = {**(body.fields or {}), "apiVersion": string(kind[0]), "kind": string(kind[1])}
    found = object_from(object_of(fields, body.origin), instance.span)
    return (found,) if found is not None else ()


def _kubectl(content: Content, span: Span | None) -> tuple[KubeObject, ...]:
    body = content.written("yaml_body")
    if body is None:
        return ()
    found = [item for document in documents_of(body) for item in objects_from(document, span)]
    namespace = content.written("override_namespace")
    if namespace is None or namespace.is_null:
        return tuple(found)
    return tuple(
        KubeObject(
            api_version=item.api_version,
            kind=item.kind,
            namespace=namespace,
            name=item.name,
            labels=item.labels,
            annotations=item.annotations,
            raw=item.raw,
            span=item.span,
        )
        for item in found
    )


def _origin(content: Content) -> Origin | None:
    place = getattr(content, "header", None) or content.span
    return written(place) if place is not None else None


def _converted(content: Content, parent: str, origin: Origin | None) -> Value:
    """A block's body as an object of the API. A list of which more elements may be there ends with an unknown."""
    fields: dict[str, Value] = {}
    blocks = dict.fromkeys(content.block_types())
    for name in content.names():
        value = content.written(name)
        if value is None:
            continue
        if _is_block(name, value):
            blocks[name] = None
        else:
            fields[_camel(name)] = value
    for name in blocks:
        made = content.blocks(name)
        items = [_converted(item, name, _origin(item)) for item in made]
        if name in _LISTS and _SINGLE_BELOW.get(name) != parent:
            fields[_LISTS[name]] = tuple_of([*items, *([made.unknown] if made.unknown is not None else [])], origin)
        elif items:
            fields[_camel(name)] = items[0]
        elif made.unknown is not None:
            fields[_camel(name)] = made.unknown
    return object_of(fields, origin)


def _is_block(name: str, value: Value) -> bool:
    """Whether an argument holds what the provider takes as blocks."""
    if name not in _LISTS and name not in _OBJECTS:
        return False
    if value.items is not None:
        return all(item.fields is not None or item.is_lazy or item.is_unknown for item in value.items)
    return value.fields is not None and name not in ("selector", "items")


def _camel(name: str) -> str:
    if name in _NAMES:
        return _NAMES[name]
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
