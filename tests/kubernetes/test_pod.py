"""Pods, written as Terraform blocks, as manifests and as YAML: the same view."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fargate_lint.kubernetes.manifest import KubeObject, at, read_yaml
from fargate_lint.kubernetes.pod import PodSpec, may_make_pods, pod_of
from fargate_lint.kubernetes.resource import makes_object, objects_of
from fargate_lint.terraform.instance import Declaration, Instance, Root
from fargate_lint.terraform.plain import PlainContent

Load = Callable[..., Root]

BLOCKS = """
resource "kubernetes_deployment_v1" "app" {
  metadata {
    name      = "app"
    namespace = "team"
    labels    = { outer = "1" }
  }
  spec {
    template {
      metadata {
        labels = { app = "web", tier = "front" }
      }
      spec {
        host_network         = true
        service_account_name = "app"
        node_selector        = { "kubernetes.io/arch" = "arm64" }
        toleration {
          operator = "Exists"
        }
        container {
          name  = "main"
          image = "nginx:1"
          port {
            container_port = 80
            host_port      = 8080
          }
          security_context {
            privileged = true
            capabilities {
              add = ["NET_ADMIN"]
            }
          }
          resources {
            requests = { cpu = "250m", memory = "512Mi" }
            limits   = { "nvidia.com/gpu" = "1" }
          }
        }
        init_container {
          name  = "first"
          image = "busybox"
        }
        volume {
          name = "logs"
          host_path {
            path = "/var/log"
          }
        }
        affinity {
          node_affinity {
            required_during_scheduling_ignored_during_execution {
              node_selector_term {
                match_expressions {
                  key      = "eks.amazonaws.com/compute-type"
                  operator = "NotIn"
                  values   = ["fargate"]
                }
              }
            }
          }
        }
        topology_spread_constraint {
          max_skew = 1
        }
      }
    }
  }
}
"""

OBJECT = """{
  apiVersion = "apps/v1"
  kind       = "Deployment"
  metadata   = { name = "app", namespace = "team", labels = { outer = "1" } }
  spec = { template = {
    metadata = { labels = { app = "web", tier = "front" } }
    spec = {
      hostNetwork = true
      serviceAccountName = "app"
      nodeSelector = { "kubernetes.io/arch" = "arm64" }
      tolerations = [{ operator = "Exists" }]
      containers = [{
        name = "main", image = "nginx:1"
        ports = [{ containerPort = 80, hostPort = 8080 }]
        securityContext = { privileged = true, capabilities = { add = ["NET_ADMIN"] } }
        resources = { requests = { cpu = "250m", memory = "512Mi" }, limits = { "nvidia.com/gpu" = "1" } }
      }]
      initContainers = [{ name = "first", image = "busybox" }]
      volumes = [{ name = "logs", hostPath = { path = "/var/log" } }]
      affinity = { nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution = { nodeSelectorTerms = [{
        matchExpressions = [{ key = "eks.amazonaws.com/compute-type", operator = "NotIn", values = ["fargate"] }]
      }] } } }
      topologySpreadConstraints = [{ maxSkew = 1 }]
    }
  } }
}"""


@pytest.mark.parametrize(
    "text",
    [
        BLOCKS,
        f'resource "kubernetes_manifest" "app" {{\n  manifest = {OBJECT}\n}}',
        f'resource "kubectl_manifest" "app" {{\n  yaml_body = yamlencode({OBJECT})\n}}',
        f'resource "kubernetes_manifest" "app" {{\n  manifest = yamldecode(jsonencode({OBJECT}))\n}}',
    ],
    ids=["blocks", "manifest", "kubectl", "decoded"],
)
def test_one_view_of_all_ways_to_write_a_pod(load: Load, text: str) -> None:
    object = _object(load(text))
    assert (object.kind, object.name.text, object.namespace.text) == ("Deployment", "app", "team")
    assert object.labels.known["outer"].text == "1"
    pod = _pod(object)
    assert {key: value.text for key, value in pod.labels.known.items()} == {"app": "web", "tier": "front"}
    assert pod.labels.incomplete.no
    assert (pod.host_network.state, pod.host_pid.state) == ("yes", "no")
    main, first = pod.containers
    assert (main.image.text if main.image else None, first.init) == ("nginx:1", True)
    assert main.privileged.yes
    assert [item.text for item in main.added_capabilities.items] == ["NET_ADMIN"]
    assert [str(port.raw) for port in main.host_ports.items] == ["8080"]
    assert {key: value.text for key, value in main.resources.known.items()} == {
        "cpu": "250m",
        "memory": "512Mi",
        "nvidia.com/gpu": "1",
    }
    (volume,) = pod.volumes
    assert volume.kind == "hostPath"
    assert pod.tolerates("eks.amazonaws.com/compute-type", "fargate", "NoSchedule").yes
    assert pod.excludes("eks.amazonaws.com/compute-type", "fargate").yes
    assert pod.requires("kubernetes.io/arch", ("arm64", "arm")).yes
    assert len(pod.spread.items) == 1
    assert pod.service_account is not None
    assert pod.service_account.text == "app"
    assert pod.containers_incomplete.no


def _object(root: Root) -> KubeObject:
    (instance,) = [each for each in root.instances() if makes_object(each.type)]
    (object,) = objects_of(instance)
    return object


def _pod(object: KubeObject) -> PodSpec:
    pod = pod_of(object)
    assert pod is not None
    return pod


def test_places_of_blocks(load: Load) -> None:
    object = _object(load(BLOCKS))
    pod = _pod(object)
    assert object.span is not None
    assert object.span.line == 2
    assert pod.host_network.span is not None
    assert pod.host_network.span.line == 14
    (port,) = pod.containers[0].host_ports.items
    assert port.place is not None
    assert port.place.line == 25
    assert pod.volumes[0].span is not None
    assert BLOCKS.split("\n")[pod.volumes[0].span.line - 1].strip() == "host_path {"


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        ("kubernetes_daemonset", "DaemonSet"),
        ("kubernetes_daemon_set_v1", "DaemonSet"),
        ("kubernetes_stateful_set", "StatefulSet"),
        ("kubernetes_job_v1", "Job"),
        ("kubernetes_replication_controller", "ReplicationController"),
    ],
)
def test_kinds_with_a_template(load: Load, type: str, kind: str) -> None:
    text = f'resource "{type}" "x" {{\n spec {{\n  template {{\n   spec {{\n    host_pid = true\n   }}\n  }}\n }}\n}}'
    object = _object(load(text))
    assert object.kind == kind
    assert _pod(object).host_pid.yes


def test_pods_and_cron_jobs(load: Load) -> None:
    pod = _pod(
        _object(
            load(
                'resource "kubernetes_pod" "x" {\n metadata {\n  labels = {a = "b"}\n }\n'
                " spec {\n  host_ipc = true\n }\n}"
            )
        )
    )
    assert pod.labels.known["a"].text == "b"
    assert pod.host_ipc.yes
    blocks = ("spec", "job_template", "spec", "template", "spec")
    opened = "".join(f"{name} {{\n" for name in blocks)
    text = f'resource "kubernetes_cron_job_v1" "x" {{\n{opened}host_pid = true\n' + "}\n" * (len(blocks) + 1)
    assert _pod(_object(load(text))).host_pid.yes


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        ("kubernetes_namespace_v1", "Namespace"),
        ("kubernetes_config_map", "ConfigMap"),
        ("kubernetes_service_v1", "Service"),
        ("kubernetes_ingress_v1", "Ingress"),
        ("kubernetes_service_account", "ServiceAccount"),
        ("kubernetes_storage_class_v1", "StorageClass"),
    ],
)
def test_objects_without_pods(load: Load, type: str, kind: str) -> None:
    object = _object(
        load(f'resource "{type}" "x" {{\n  metadata {{\n    name = "x"\n    annotations = {{ a = "b" }}\n  }}\n}}')
    )
    assert (object.kind, object.name.text) == (kind, "x")
    assert object.annotations.known["a"].text == "b"
    assert pod_of(object) is None


def test_an_ingress_and_a_service_in_the_words_of_the_api(load: Load) -> None:
    text = """resource "kubernetes_ingress_v1" "x" {
      spec {
        ingress_class_name = "alb"
        rule {
          http {
            path {
              path = "/"
              backend {
                service {
                  name = "app"
                  port {
                    number = 80
                  }
                }
              }
            }
          }
        }
      }
    }"""
    object = _object(load(text))
    rules = object.get("spec", "rules")
    assert rules is not None
    (rule,) = rules.items or ()
    paths = at(rule, "http", "paths")
    assert paths is not None
    number = at((paths.items or ())[0], "backend", "service", "port", "number")
    assert number is not None
    assert number.raw == 80
    service = _object(
        load(
            'resource "kubernetes_service" "x" {\n spec {\n  type = "LoadBalancer"\n  port {\n   port = 80\n  }\n }\n}'
        )
    )
    ports = service.get("spec", "ports")
    assert ports is not None
    assert len(ports.items or ()) == 1


def test_what_is_not_known_is_undecided(load: Load) -> None:
    text = """
    variable "on" { type = bool }
    variable "volumes" { type = list(string) }
    variable "labels" { type = map(string) }
    resource "kubernetes_deployment" "x" {
      metadata {
        namespace = var.labels["ns"]
      }
      spec {
        template {
          metadata {
            labels = var.labels
          }
          spec {
            host_network = var.on
            container {
              image = "a"
            }
            dynamic "volume" {
              for_each = var.volumes
              content {
                name = volume.value
              }
            }
          }
        }
      }
    }"""
    object = _object(load(text))
    pod = _pod(object)
    assert object.namespace.is_unknown
    assert pod.host_network.unknown
    assert "var.on" in pod.host_network.reason
    assert pod.labels.incomplete.unknown
    label = pod.labels.get("app")
    assert label is not None
    assert label.is_unknown
    assert pod.volumes == ()
    assert pod.volumes_incomplete.unknown
    assert len(pod.containers) == 1


def test_a_manifest_of_unknown_text(load: Load) -> None:
    text = 'variable "y" { type = string }\nresource "kubectl_manifest" "x" {\n  yaml_body = var.y\n}'
    object = _object(load(text))
    assert object.kind is None
    assert may_make_pods(object)
    assert pod_of(object) is None


def test_a_manifest_known_in_part(load: Load) -> None:
    text = """
    variable "ns" { type = string }
    resource "kubectl_manifest" "x" {
      override_namespace = "given"
      yaml_body = <<-EOT
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: agent-${var.ns}
          namespace: ${var.ns}
        spec:
          template:
            spec:
              hostNetwork: true
              containers:
                - name: a
                  image: "${var.ns}.dkr.ecr/app"
      EOT
    }"""
    object = _object(load(text))
    assert (object.kind, object.namespace.text) == ("DaemonSet", "given")
    assert object.name.unknown is not None
    assert object.name.unknown.prefix == "agent-"
    pod = _pod(object)
    assert pod.host_network.yes
    image = pod.containers[0].image
    assert image is not None
    assert image.is_unknown


TAINT = ("eks.amazonaws.com/compute-type", "fargate", "NoSchedule")


@pytest.mark.parametrize(
    ("toleration", "state"),
    [
        ("{operator: Exists}", "yes"),
        ("{operator: Exists, effect: NoSchedule}", "yes"),
        ("{operator: Exists, effect: NoExecute}", "no"),
        ("{key: eks.amazonaws.com/compute-type, operator: Exists}", "yes"),
        ("{key: eks.amazonaws.com/compute-type, value: fargate}", "yes"),
        ("{key: eks.amazonaws.com/compute-type, value: ec2}", "no"),
        ("{key: node-role.kubernetes.io/control-plane, operator: Exists}", "no"),
        ("{key: CriticalAddonsOnly}", "no"),
    ],
)
def test_tolerations(toleration: str, state: str) -> None:
    text = f"apiVersion: v1\nkind: Pod\nspec:\n  tolerations: [{toleration}]\n"
    (object,), _ = read_yaml(text, "/r/x.yaml")
    assert _pod(object).tolerates(*TAINT).state == state


@pytest.mark.parametrize(
    ("terms", "state"),
    [
        ("[{matchExpressions: [{key: k, operator: NotIn, values: [v]}]}]", "yes"),
        ("[{matchExpressions: [{key: k, operator: In, values: [w]}]}]", "yes"),
        ("[{matchExpressions: [{key: k, operator: In, values: [v, w]}]}]", "no"),
        ("[{matchExpressions: [{key: k, operator: DoesNotExist}]}]", "yes"),
        ("[{matchExpressions: [{key: other, operator: NotIn, values: [v]}]}]", "no"),
        ("[{matchExpressions: [{key: k, operator: NotIn, values: [v]}]}, {matchExpressions: []}]", "no"),
        ("[]", "no"),
    ],
)
def test_node_affinity(terms: str, state: str) -> None:
    text = (
        "apiVersion: v1\nkind: Pod\nspec:\n  affinity:\n    nodeAffinity:\n"
        f"      requiredDuringSchedulingIgnoredDuringExecution:\n        nodeSelectorTerms: {terms}\n"
    )
    (object,), _ = read_yaml(text, "/r/x.yaml")
    assert _pod(object).excludes("k", "v").state == state


def test_plan_json() -> None:
    data = {
        "metadata": [{"name": "app", "namespace": "team", "labels": {"a_b": "1"}, "annotations": None}],
        "spec": [
            {
                "template": [
                    {
                        "metadata": [{"labels": {"app_name": "web"}}],
                        "spec": [
                            {
                                "host_network": False,
                                "toleration": [],
                                "container": [
                                    {
                                        "name": "main",
                                        "image": "nginx",
                                        "security_context": [{"privileged": True, "capabilities": []}],
                                        "resources": [{"limits": {"cpu": "1"}, "requests": None}],
                                        "port": [{"container_port": 80, "host_port": None}],
                                    }
                                ],
                            }
                        ],
                    }
                ]
            }
        ],
    }
    declaration = Declaration(
        address="kubernetes_deployment.x", mode="managed", type="kubernetes_deployment", name="x", module="", span=None
    )
    address = declaration.address
    instance = Instance(
        address=address,
        mode="managed",
        type=declaration.type,
        name="x",
        module="",
        key=None,
        count_unknown=False,
        content=PlainContent(data),
        declaration=declaration,
    )
    (object,) = objects_of(instance)
    assert (object.namespace.text, object.labels.known["a_b"].text) == ("team", "1")
    pod = _pod(object)
    assert pod.labels.known["app_name"].text == "web"
    assert pod.host_network.no
    (container,) = pod.containers
    assert container.privileged.yes
    assert container.host_ports.items == ()
    cpu = container.request("cpu")
    assert cpu is not None
    assert cpu.text == "1"
