"""What the other tables answer."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from fargate_lint.facts import ChartOverride, Facts, Overrides
from fargate_lint.facts.charts import load_chart

FACTS = Facts()


def test_endpoints_by_need() -> None:
    assert [row.suffix for row in FACTS.endpoints.always()] == ["ecr.api", "ecr.dkr", "s3", "sts"]
    assert [row.suffix for row in FACTS.endpoints.private_only()] == ["ec2"]
    assert {row.suffix for row in FACTS.endpoints.used_by("load-balancer-controller")} == {
        "ec2",
        "elasticloadbalancing",
    }
    s3 = FACTS.endpoints.service("s3")
    assert s3 is not None
    assert not s3.interface_only


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("NET_BIND_SERVICE", "accepted"),
        ("net_bind_service", "accepted"),
        ("CAP_NET_BIND_SERVICE", "refused"),
        ("CHOWN", "open"),
        ("CAP_CHOWN", "refused"),
        ("NET_ADMIN", "refused"),
        ("BPF", "refused"),
    ],
)
def test_capabilities_by_name(name: str, verdict: str) -> None:
    assert FACTS.limits.capability(name) == verdict


def test_required_endpoints_of_the_user() -> None:
    endpoints = Facts(Overrides(endpoints="required", required_endpoints=("kms", "no.such"))).endpoints
    assert {"kms", "no.such", "sts"} <= {row.suffix for row in endpoints.always()}
    assert endpoints.mode == "required"
    assert FACTS.endpoints.service("no.such") is None


@pytest.mark.parametrize(
    ("version", "day", "state"),
    [
        ("1.31", "2026-11-23", "extended"),
        ("1.31", "2026-11-26", "ended"),
        ("1.34", "2026-12-01", "standard"),
        ("1.34", "2026-12-02", "extended"),
        ("1.36", "2026-11-23", "standard"),
        ("1.21", "2026-11-23", "ended"),
        ("1.9", "2026-11-23", "ended"),
        ("1.31.4", "2026-11-23", "extended"),
        ("1.99", "2026-11-23", "unknown"),
        ("latest", "2026-11-23", "unknown"),
        ("1.35", "2026-01-01", "upcoming"),
    ],
)
def test_the_calendar(version: str, day: str, state: str) -> None:
    assert FACTS.versions.state(version, datetime.date.fromisoformat(day)) == state


@pytest.mark.parametrize(
    ("image", "reach"),
    [
        ("nginx", "public"),
        ("nginx:1.25", "public"),
        ("bitnami/redis", "public"),
        ("public.ecr.aws/eks/aws-load-balancer-controller:v2", "public"),
        ("123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/app:1", "private"),
        ("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app", "private"),
        ("registry.k8s.io/coredns/coredns", "public"),
        ("harbor.example.com/team/app", "unknown"),
        ("localhost/app", "unknown"),
    ],
)
def test_reach_of_images(image: str, reach: str) -> None:
    assert FACTS.registries.reach(image) == reach


def test_provider_defaults() -> None:
    assert FACTS.defaults.flag("aws_vpc", "enable_dns_hostnames") is False
    assert FACTS.defaults.value("aws_eks_cluster", "vpc_config.public_access_cidrs") == ["0.0.0.0/0"]
    assert FACTS.defaults.value("aws_vpc", "no_such") is None
    with pytest.raises(KeyError):
        FACTS.defaults.flag("aws_vpc", "no_such")


def test_coredns_keys() -> None:
    assert FACTS.coredns.key("computeType") is not None
    assert FACTS.coredns.key("computetype") is None
    assert FACTS.coredns.nearest("compute_type") == "computeType"
    assert FACTS.coredns.nearest("zzzz") is None
    assert FACTS.coredns.is_fargate("fargate")
    assert not FACTS.coredns.is_fargate("ec2")


def test_a_vendor_has_charts_of_its_own() -> None:
    charts = FACTS.charts
    official = charts.table("metrics-server", "https://kubernetes-sigs.github.io/metrics-server/")
    assert official is not None
    assert [row.path for row in official.ports] == ["containerPort"]
    other = charts.table("metrics-server", "https://charts.bitnami.com/bitnami")
    assert other is not None
    assert other.ports == ()
    assert charts.table("metrics-server", "stable") is None
    assert charts.table("metrics-server", "oci://123456789012.dkr.ecr.us-east-1.amazonaws.com/charts") is official


def test_a_name_that_several_projects_use() -> None:
    charts = FACTS.charts
    assert charts.table("cni", "https://istio-release.storage.googleapis.com/charts") is not None
    assert charts.table("cni", "https://charts.example.com") is None
    grafana = charts.table("fluent-bit", "https://grafana.github.io/helm-charts")
    assert grafana is not None
    assert [row.when for row in grafana.daemonsets] == [()]
    fluent = charts.table("fluent-bit", "https://fluent.github.io/helm-charts")
    assert fluent is not None
    assert fluent.daemonsets[0].when[0].path == "kind"


@pytest.mark.parametrize("name", ["../limits", "", ".", "a/b", "unheard-of", "\x00"])
def test_a_name_that_no_table_has_is_not_known_whatever_it_is(name: str) -> None:
    assert FACTS.charts.table(name) is None


def test_a_chart_s_table_is_read_when_it_is_asked_for_and_no_other() -> None:
    load_chart.cache_clear()
    Facts().charts.table("argo-cd")
    assert load_chart.cache_info().currsize == 1


def test_charts_of_the_user() -> None:
    mine = Overrides(
        charts=(
            ChartOverride(name="datadog", daemonset=False),
            ChartOverride(name="agent", daemonset=True, off_path="node.enabled", off_value=False, behaviour="pending"),
            ChartOverride(
                name="app", images=("123456789012.dkr.ecr.us-east-1.amazonaws.com/app",), pods_labels={"app": "x"}
            ),
        )
    )
    charts = Facts(mine).charts
    datadog = charts.table("datadog")
    assert datadog is not None
    assert datadog.daemonsets == ()
    agent = charts.table("agent")
    assert agent is not None
    (row,) = agent.daemonsets
    assert (row.behaviour, row.fix) == ("pending", "set node.enabled = false")
    assert not row.when[0].holds(False)
    assert row.when[0].holds("")
    app = charts.table("app")
    assert app is not None
    assert app.pods[0].labels == {"app": "x"}
    assert charts.table("unheard-of") is None


def test_the_configuration_is_read_with_both_spellings_and_refuses_unknown_words() -> None:
    read = Overrides.parse(
        {"required_endpoints": ["kms"], "allow-zones": ["x"], "charts": [{"name": "a", "off_path": "b"}]}
    )
    assert (read.required_endpoints, read.allow_zones, read.charts[0].off_path) == (("kms",), ("x",), "b")
    with pytest.raises(msgspec.ValidationError):
        Overrides.parse({"endpoint": "auto"})
    with pytest.raises(msgspec.ValidationError):
        Overrides.parse({"endpoints": "sometimes"})


def test_sizes_rise() -> None:
    sizes = FACTS.limits.sizes
    assert [row.cpu for row in sizes] == sorted(row.cpu for row in sizes)
    assert sizes[-1].memories()[-1] == 122880
    assert sizes[0].memories() == (512, 1024, 2048)


def test_every_endpoint_use_of_a_chart_or_log_output_is_served() -> None:
    served = {use for row in FACTS.endpoints.services for use in row.uses}
    assert {row.use for file in FACTS.charts.files() for row in load_chart(file).calls} <= served
    assert {plugin.use for plugin in FACTS.logging.outputs.values() if plugin.use} <= served
