"""What a chart does on Fargate with a release's values and version."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fargate_lint.facts import ChartOverride, Facts, Overrides
from fargate_lint.kubernetes.chart import ChartView, chart_of
from fargate_lint.kubernetes.helm import HelmRelease

Release = Callable[..., HelmRelease]
FACTS = Facts()
UNSET = 'variable "v" { type = string }'


def _view(release: Release, chart: str, arguments: str = "", facts: Facts = FACTS) -> ChartView:
    return chart_of(release(f'chart = "{chart}"\n{arguments}', beside=UNSET), facts)


def _set(path: str, value: str) -> str:
    return f'set {{\n  name  = "{path}"\n  value = {value}\n}}'


@pytest.mark.parametrize(
    ("chart", "arguments", "installs", "behaviour"),
    [
        ("datadog", "", "yes", "untolerated"),
        ("datadog", _set("agents.enabled", '"false"'), None, None),
        ("datadog", _set("agents.enabled", "var.v"), "unknown", "untolerated"),
        ("datadog", "values = [var.v]", "unknown", None),
        ("datadog", 'values = ["agents: {tolerations: [{operator: Exists}]}"]', "yes", "pending"),
        ("datadog", 'values = ["agents: {tolerations: [{key: other, operator: Exists}]}"]', "yes", "untolerated"),
        ("fluent-bit", _set("kind", '"Deployment"'), None, None),
        ("kube-prometheus-stack", 'version = "67.5.0"', "yes", "pending"),
        ("kube-prometheus-stack", 'version = "67.6.0"', "yes", "excluded"),
        ("kube-prometheus-stack", "", "yes", "excluded"),
        ("kube-prometheus-stack", "version = var.v", "yes", None),
        ("kube-prometheus-stack", _set("nodeExporter.enabled", '"false"'), None, None),
        ("ingress-nginx", "", None, None),
        ("ingress-nginx", _set("controller.kind", '"DaemonSet"'), "yes", "untolerated"),
        ("opentelemetry-collector", 'values = ["mode: daemonset"]', "yes", "untolerated"),
        ("nri-bundle", _set("global.fargate", '"true"'), None, None),
        ("splunk-otel-collector", _set("distribution", '"eks/fargate"'), None, None),
        ("splunk-otel-collector", "", "yes", "untolerated"),
        ("loki", 'version = "6.1.0"', "yes", "untolerated"),
        ("jaeger", 'version = "4.1.0"', None, None),
        ("aws-load-balancer-controller", "", None, None),
        ("./charts/datadog", "", None, None),
    ],
)
def test_daemonsets(release: Release, chart: str, arguments: str, installs: str | None, behaviour: str | None) -> None:
    found = _view(release, chart, arguments).daemonsets
    assert [(each.installs.state, each.behaviour) for each in found] == ([(installs, behaviour)] if installs else [])


def test_what_decided_is_said_with_its_place(release: Release) -> None:
    (found,) = _view(release, "ingress-nginx", _set("controller.kind", '"DaemonSet"')).daemonsets
    assert found.installs.reason == 'controller.kind is "DaemonSet"'
    assert found.installs.span is not None
    assert found.installs.span.line == 6
    (default,) = _view(release, "datadog").daemonsets
    assert default.installs.reason == "agents.enabled is true by default"
    assert default.installs.span is None


@pytest.mark.parametrize(
    ("chart", "arguments", "state"),
    [
        ("metrics-server", "", "yes"),
        ("metrics-server", 'version = "3.12.1"', "yes"),
        ("metrics-server", 'version = "3.8.2"', "no"),
        ("metrics-server", "version = var.v", "unknown"),
        ("metrics-server", _set("containerPort", '"4443"'), "no"),
        ("metrics-server", _set("containerPort", '"10250"'), "yes"),
        ("metrics-server", _set("containerPort", "var.v"), "unknown"),
        ("metrics-server", _set("args[0]", '"--secure-port=4443"'), "unknown"),
        ("metrics-server", _set("args[0]", '"--kubelet-use-node-status-port"'), "yes"),
        ("metrics-server", 'repository = "https://charts.bitnami.com/bitnami"', None),
        ("cert-manager", "", "yes"),
        ("cert-manager", 'values = ["webhook: {securePort: 10260}"]', "no"),
        ("external-secrets", _set("webhook.create", '"false"'), "no"),
        ("external-secrets", 'version = "0.9.0"', "yes"),
    ],
)
def test_ports(release: Release, chart: str, arguments: str, state: str | None) -> None:
    found = _view(release, chart, arguments).ports
    assert [each.collides.state for each in found] == ([state] if state else [])


def test_the_second_port_of_a_chart(release: Release) -> None:
    found = _view(release, "kube-prometheus-stack", 'version = "60.0.0"').ports
    assert [each.collides.state for each in found] == ["yes", "no"]


def test_pods_of_a_known_chart(release: Release) -> None:
    view = _view(release, "cert-manager", _set("webhook.podLabels.team", '"x"'))
    assert view.pods_known
    assert [pod.fact.component for pod in view.pods] == ["controller", "webhook", "cainjector", "startupapicheck"]
    webhook = view.pods[1]
    assert webhook.labels.known["app.kubernetes.io/name"].text == "webhook"
    assert webhook.labels.known["app.kubernetes.io/instance"].text == "this"
    assert webhook.labels.known["team"].text == "x"
    version = webhook.labels.get("helm.sh/chart")
    assert version is not None
    assert version.is_unknown
    assert webhook.labels.get("unheard/of") is None
    assert webhook.image.text == "quay.io/jetstack/cert-manager-webhook"


@pytest.mark.parametrize(
    ("chart", "arguments", "image"),
    [
        ("metrics-server", "", "registry.k8s.io/metrics-server/metrics-server"),
        ("metrics-server", _set("image.repository", '"1.dkr/ms"'), "1.dkr/ms"),
        ("metrics-server", _set("image.repository", "var.v"), None),
        (
            "kube-state-metrics",
            _set("image.registry", '"mine.example"'),
            "mine.example/kube-state-metrics/kube-state-metrics",
        ),
        ("kube-state-metrics", _set("image.repository", '"a/b"'), "registry.k8s.io/a/b"),
        ("kube-state-metrics", _set("image.repository", '"mine.example/b"'), "mine.example/b"),
        ("aws-load-balancer-controller", "", "public.ecr.aws/eks/aws-load-balancer-controller"),
        (
            "aws-load-balancer-controller",
            'version = "1.4.1"',
            "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon/aws-load-balancer-controller",
        ),
    ],
)
def test_images(release: Release, chart: str, arguments: str, image: str | None) -> None:
    (pod,) = _view(release, chart, arguments).pods
    assert pod.image.text == image
    assert pod.image.is_unknown == (image is None)


def test_service_accounts(release: Release) -> None:
    named = _view(release, "external-dns", _set("serviceAccount.name", '"dns"')).account
    assert named is not None
    assert named.text == "dns"
    default = _view(release, "aws-load-balancer-controller").account
    assert default is not None
    assert default.text == "this-aws-load-balancer-controller"
    annotated = _view(
        release, "external-dns", _set(r"serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn", '"arn:x"')
    )
    assert annotated.account_annotations.known["eks.amazonaws.com/role-arn"].text == "arn:x"


@pytest.mark.parametrize(
    ("chart", "state"),
    [("datadog", "yes"), ("./charts/datadog", "no"), ("unheard-of", "no"), ("${var.v}", "unknown")],
)
def test_whether_the_tables_know_it(release: Release, chart: str, state: str) -> None:
    view = _view(release, chart)
    assert view.known.state == state
    assert view.pods == ()
    assert not view.pods_known


def test_charts_of_the_user(release: Release) -> None:
    mine = Facts(
        Overrides(
            charts=(
                ChartOverride(name="agent", daemonset=True, behaviour="pending", off_path="node.on", off_value=False),
                ChartOverride(name="datadog", daemonset=False),
                ChartOverride(name="app", images=("quay.io/team/app",), pods_labels={"app": "x"}),
            )
        )
    )
    assert [each.behaviour for each in _view(release, "agent", facts=mine).daemonsets] == ["pending"]
    assert _view(release, "agent", _set("node.on", '"false"'), facts=mine).daemonsets == ()
    assert _view(release, "datadog", facts=mine).daemonsets == ()
    (pod,) = _view(release, "./charts/app", facts=mine).pods
    assert (pod.image.text, pod.labels.known["app"].text) == ("quay.io/team/app", "x")


@pytest.mark.parametrize(
    ("chart", "arguments", "asked"),
    [
        ("ingress-nginx", 'version = "4.8.3"', {"allowPrivilegeEscalation": "yes"}),
        ("ingress-nginx", 'version = "4.9.0"', {}),
        ("ingress-nginx", "version = var.v", {"allowPrivilegeEscalation": "unknown"}),
        (
            "ingress-nginx",
            'version = "4.8.3"\n' + _set("controller.image.allowPrivilegeEscalation", '"false"'),
            {"low-port": "yes"},
        ),
        ("ingress-nginx", _set("controller.hostNetwork", '"true"'), {"hostNetwork": "yes"}),
        ("jenkins", "", {"claim": "yes"}),
        ("jenkins", _set("persistence.enabled", '"false"'), {}),
        ("jenkins", _set("persistence.enabled", "var.v"), {"claim": "unknown"}),
        ("jenkins", _set("persistence.existingClaim", '"efs"'), {"claim": "unknown"}),
        ("jenkins", _set("persistence.storageClass", '"efs"'), {"claim": "unknown"}),
        ("jenkins", _set("persistence.storageClass", '""'), {"claim": "yes"}),
        ("jenkins", 'values = ["persistence: {enabled: false}"]', {}),
        ("aws-efs-csi-driver", 'version = "2.5.5"', {"privileged": "yes"}),
        ("aws-efs-csi-driver", 'version = "2.4.5"', {"privileged": "yes", "hostNetwork": "yes"}),
        ("aws-efs-csi-driver", _set("controller.containerSecurityContext.privileged", '"false"'), {}),
        ("gha-runner-scale-set", "", {}),
        ("gha-runner-scale-set", _set("containerMode.type", '"dind"'), {"privileged": "yes"}),
        ("linkerd-control-plane", "", {"capabilities.add": "yes"}),
        ("vault", _set("server.dev.enabled", '"true"'), {}),
        ("unheard-of", "", {}),
    ],
)
def test_what_fargate_refuses_of_a_chart(release: Release, chart: str, arguments: str, asked: dict[str, str]) -> None:
    refusals = _view(release, chart, arguments).refusals
    assert {refusal.fact.asks: refusal.asked.state for refusal in refusals} == asked


def test_a_chart_of_a_vendor_has_refusals_of_its_own(release: Release) -> None:
    bitnami = 'repository = "oci://registry-1.docker.io/bitnamicharts"'
    found = _view(release, "redis", bitnami).refusals
    assert [(each.fact.component, each.asked.state) for each in found] == [("master", "yes"), ("replica", "yes")]
    alone = _view(release, "redis", bitnami + "\n" + _set("architecture", '"standalone"')).refusals
    assert [each.fact.component for each in alone] == ["master"]
    assert _view(release, "redis").refusals == ()


def test_a_refusal_knows_the_pods_that_ask(release: Release) -> None:
    (refusal,) = _view(release, "ingress-nginx", 'version = "4.8.3"').refusals
    assert refusal.pods is not None
    assert refusal.pods.labels.get("app.kubernetes.io/component").text == "controller"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("chart", "arguments", "makes"),
    [
        ("argo-cd", "", "yes"),
        ("argo-rollouts", "", "no"),
        ("argo-rollouts", _set("dashboard.enabled", '"true"'), "yes"),
        ("argo-rollouts", _set("dashboard.enabled", "var.v"), "unknown"),
        ("aws-efs-csi-driver", "", "no"),
        ("unheard-of", "", "unknown"),
    ],
)
def test_whether_a_chart_makes_a_service(release: Release, chart: str, arguments: str, makes: str) -> None:
    assert _view(release, chart, arguments).makes_service.state == makes


@pytest.mark.parametrize(
    ("arguments", "word", "path", "value"),
    [
        ('version = "1.5.0"', "dns-policy", "dnsPolicy", "ClusterFirst"),
        ('version = "v0.33.2"', "dns-policy", "dnsPolicy", "Default"),
        ("", "dns-policy", "dnsPolicy", "ClusterFirst"),
        ("version = var.v", "dns-policy", "dnsPolicy", None),
        ("version = var.v\n" + _set("dnsPolicy", '"Default"'), "dns-policy", "dnsPolicy", "Default"),
        ('version = "1.5.0"\n' + _set("dnsPolicy", '"Default"'), "dns-policy", "dnsPolicy", "Default"),
        ('version = "v0.31.0"', "interruption-queue", "settings.aws.interruptionQueueName", ""),
        (_set("settings.interruptionQueue", '"q"'), "interruption-queue", "settings.interruptionQueue", "q"),
    ],
)
def test_a_setting_by_the_word_that_rules_use(
    release: Release, arguments: str, word: str, path: str, value: str | None
) -> None:
    setting = _view(release, "karpenter", arguments).setting(word)
    assert setting is not None
    assert (setting.path, setting.value.text) == (path, value)


def test_a_setting_that_a_version_does_not_have(release: Release) -> None:
    old = _view(release, "aws-load-balancer-controller", 'version = "1.4.8"')
    assert old.setting("service-webhook") is None
    new = _view(release, "aws-load-balancer-controller", 'version = "1.8.0"').setting("service-webhook")
    assert new is not None
    assert new.value.raw is True
    assert not new.written


def test_pods_may_be_made_in_another_namespace(release: Release) -> None:
    argo = _view(release, "argo-cd", 'namespace = "argocd"\n' + _set("namespaceOverride", '"tools"'))
    assert {pods.namespace.text for pods in argo.pods} == {"tools"}
