"""What the tables of the rules about roles, network, add-ons and custom resources answer."""

from __future__ import annotations

import datetime
import re

import pytest

from fargate_lint.diagnostic import Severity
from fargate_lint.facts import Facts

FACTS = Facts()


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("emptyDir", "accepted"),
        ("csi", "refused"),
        ("hostPath", "refused"),
        ("awsElasticBlockStore", "refused"),
        ("ephemeral", "claim"),
        ("persistentVolumeClaim", "claim"),
        ("nfs", "open"),
        ("tomorrow", None),
    ],
)
def test_volumes_by_kind(kind: str, verdict: str | None) -> None:
    row = FACTS.limits.volume(kind)
    assert (row.verdict if row is not None else None) == verdict
    assert row is None or verdict in ("accepted", "open") or row.event


def test_a_kind_of_volume_stands_in_one_row() -> None:
    kinds = [kind for row in FACTS.limits.volumes for kind in row.kinds]
    assert len(kinds) == len(set(kinds))


def test_load_balancers_by_kind_and_the_webhook_s_settings() -> None:
    assert FACTS.lbc.balancer("alb").zones == 2
    assert FACTS.lbc.balancer("nlb").zones == 1
    with pytest.raises(KeyError):
        FACTS.lbc.balancer("clb")
    table = FACTS.charts.table("aws-load-balancer-controller")
    assert table is not None
    webhook = FACTS.lbc.service_webhook
    known = {row.name: row for row in table.settings}
    assert known[webhook.setting].since == FACTS.lbc.controller.service_default_since
    assert {webhook.policy_setting, webhook.selector_setting} <= set(known)


def test_what_add_ons_need_and_how_they_conflict() -> None:
    (need,) = FACTS.addons.needs_of("adot")
    assert (need.needs, need.severity) == ("cert-manager", Severity.ERROR)
    assert FACTS.addons.needs_of("coredns") == ()
    for row in FACTS.addons.prerequisites:
        assert all(FACTS.addons.named(name) for name in (row.addon, *row.addons))
        assert all(FACTS.charts.table(name) for name in row.charts)
    assert [row.until for row in FACTS.addons.builds_of("aws-secrets-store-csi-driver-provider")] == [
        "v2.2.2-eksbuild.2"
    ]
    assert FACTS.addons.conflict.default not in FACTS.addons.conflict.passing
    assert "CriticalAddonsOnly" in FACTS.addons.tolerated_by("coredns")


@pytest.mark.parametrize(
    ("policy", "what", "grants"),
    [
        ("AmazonEKSFargatePodExecutionRolePolicy", "pull", True),
        ("AmazonEKSFargatePodExecutionRolePolicy", "logs", False),
        ("CloudWatchLogsFullAccess", "logs", True),
        ("CloudWatchLogsFullAccess", "pull", False),
        ("PolicyOfTomorrow", "logs", None),
    ],
)
def test_managed_policies(policy: str, what: str, grants: bool | None) -> None:
    assert FACTS.policies.grants(policy, what) is grants  # type: ignore[arg-type]


def test_every_output_of_the_log_router_that_a_role_writes_to_names_the_policies() -> None:
    for plugin in FACTS.logging.outputs.values():
        assert plugin.actions
        assert plugin.name == "es" or plugin.policies
    retention = next(option for option in FACTS.logging.options if option.name == "log_retention_days")
    assert retention.actions == ("logs:PutRetentionPolicy",)
    assert {name for option in FACTS.logging.options for name in option.of} <= set(FACTS.logging.outputs)


def test_flows_that_acls_must_let_through() -> None:
    for flow in FACTS.network_acls.flows:
        assert 0 < flow.first <= flow.last <= 65535
        assert flow.ephemeral == (flow.last - flow.first > 1000)
    linux, nat = FACTS.network_acls.ephemeral("linux"), FACTS.network_acls.ephemeral("nat-gateway")
    assert nat.first < linux.first < linux.last < nat.last
    with pytest.raises(KeyError):
        FACTS.network_acls.ephemeral("windows")


def test_groups_and_ports_of_pods() -> None:
    assert FACTS.pod_groups.port("kubelet").port == 10250
    postgres = FACTS.pod_groups.service("aws_rds_cluster", "aurora-postgresql")
    assert postgres is not None
    assert postgres.port == 5432
    assert FACTS.pod_groups.service("aws_db_instance", "engine-of-tomorrow") is None
    efs = FACTS.pod_groups.service("aws_efs_mount_target")
    assert efs is not None
    assert efs.port == 2049
    for name in FACTS.pod_groups.names:
        assert bool(name.resource) != bool(name.module)


def test_trust_of_roles_for_service_accounts() -> None:
    trust = FACTS.irsa.trust
    assert trust.subject.format(namespace="apps", name="web") == "system:serviceaccount:apps:web"
    assert not set(trust.equal_tests) & set(trust.like_tests)
    assert FACTS.irsa.fault("no-provider").severity is Severity.WARNING
    karpenter = FACTS.irsa.modules_named("terraform-aws-modules/eks/aws//modules/karpenter")
    assert [(row.since, row.until) for row in karpenter] == [("18.0.0", "20.0.0"), ("20.0.0", "21.0.0"), ("21.0.0", "")]
    for row in FACTS.irsa.modules:
        assert row.style == "karpenter" or row.subjects


def test_operations_of_which_eks_does_one_at_a_time() -> None:
    ours = FACTS.operations.of("aws_eks_fargate_profile")
    theirs = FACTS.operations.of("awscc_eks_fargate_profile")
    assert ours is not None
    assert theirs is not None
    assert ours.locks
    assert "aws_eks_fargate_profile" in theirs.conflicts
    assert "aws_eks_fargate_profile" not in ours.conflicts
    assert FACTS.operations.of("aws_eks_cluster") is None


def test_providers_that_are_fed_by_data() -> None:
    assert FACTS.deferred.tells_of_cluster("aws_eks_cluster_auth")
    assert not FACTS.deferred.tells_of_cluster("aws_eks_clusters")
    helm = FACTS.deferred.provider("helm")
    assert helm is not None
    assert "kubernetes.host" in helm.arguments


def test_karpenter_s_words_are_those_of_its_chart_and_of_the_endpoints() -> None:
    table = FACTS.charts.table("karpenter")
    assert table is not None
    assert FACTS.karpenter.dns.setting in {row.name for row in table.settings}
    assert {FACTS.karpenter.dns.free, FACTS.karpenter.dns.bound} == {
        row.default for row in table.settings if row.name == FACTS.karpenter.dns.setting
    }
    service = FACTS.endpoints.service(FACTS.karpenter.node_class.iam_service)
    assert service is not None
    assert FACTS.endpoints.crosses_regions(service.suffix)
    assert not FACTS.endpoints.crosses_regions("sts")


def test_custom_resources_and_what_their_pods_ask_for() -> None:
    assert FACTS.custom_resources.named("actions.github.com", "AutoscalingRunnerSet") is not None
    assert FACTS.custom_resources.named("apps", "Deployment") is None
    (refusal,) = FACTS.custom_resources.refusals_of("actions.summerwind.dev", "RunnerDeployment")
    assert refusal.condition.holds(refusal.default)
    assert not refusal.condition.holds(False)


@pytest.mark.parametrize(
    ("what", "text", "fits"),
    [
        ("namespace", "team-*", True),
        ("namespace", "Team", False),
        ("namespace", "a" * 64, False),
        ("profile-name", "a_b.c", True),
        ("profile-name", "a b", False),
        ("label-key", "eks.amazonaws.com/component", True),
        ("label-key", "a/b/c", False),
        ("label-value", "", True),
        ("label-value", "-a", False),
    ],
)
def test_what_names_may_look_like(what: str, text: str, fits: bool) -> None:
    assert FACTS.identity.fits(what, text) is fits


def test_what_a_caller_does_without_an_endpoint_takes_the_place_of_the_service_s_own_words() -> None:
    (queue,) = FACTS.endpoints.used_by("karpenter-queue")
    assert queue.why == "Karpenter reads its interruption queue"
    (images,) = FACTS.endpoints.used_by("karpenter-images")
    assert images.no_egress is Severity.WARNING
    for row in FACTS.endpoints.callers:
        service = FACTS.endpoints.service(row.service)
        assert service is not None
        assert row.use in service.uses


def test_the_end_of_a_version_s_support() -> None:
    row = FACTS.versions.named("1.36")
    assert row is not None
    assert row.standard_ends == datetime.date(2027, 8, 2)
    assert FACTS.versions.support.upgraded == "STANDARD"
    assert FACTS.defaults.value("aws_eks_cluster", "upgrade_policy.support_type") == FACTS.versions.support.default
    for version in FACTS.versions.versions:
        assert re.fullmatch(r"1\.\d+", version.version)
        assert version.standard_ends is not None
        assert version.extended_ends is not None


def test_subnets_and_the_resolver() -> None:
    assert FACTS.lbc.tag("private").key == "kubernetes.io/role/internal-elb"
    assert FACTS.lbc.tag("public").key == "kubernetes.io/role/elb"
    with pytest.raises(KeyError):
        FACTS.lbc.tag("hidden")
    assert "AmazonProvidedDNS" in FACTS.network.resolver.names
    assert FACTS.lbc.change("cluster-tag-optional").chart == "1.1.4"


@pytest.mark.parametrize(
    ("type", "acts"),
    [
        ("kubernetes_annotations", True),
        ("kubernetes_config_map_v1_data", False),
        ("kubernetes_service_v1", False),
        ("kubernetes_cluster_role_binding", False),
        ("kubernetes_horizontal_pod_autoscaler_v2beta2", False),
        ("kubernetes_deployment_v1", True),
        ("kubectl_manifest", True),
        ("aws_lambda_invocation", True),
        ("aws_vpc", False),
    ],
)
def test_resources_that_may_change_coredns(type: str, acts: bool) -> None:
    assert FACTS.coredns.changes.acts(type) is acts


def test_what_says_that_coredns_is_changed() -> None:
    changes = FACTS.coredns.changes
    assert changes.where_named("a CoreDNS b") == (2, 9)
    assert changes.where_named("dns") is None
    assert changes.runs_tool("kubectl rollout restart deployment/x")
    assert not changes.runs_tool("kubectl get pods")
    assert changes.scripts_in("bash ./a/b.sh x") == ["./a/b.sh"]
    assert changes.makes_cluster('source = "terraform-aws-modules/eks/aws"')


def test_packages_by_what_they_make() -> None:
    assert FACTS.modules.is_network_or_cluster("terraform-aws-modules/eks/aws")
    assert not FACTS.modules.is_network_or_cluster("terraform-aws-modules/acm/aws")
    assert "terraform-aws-modules/acm/aws" in FACTS.modules.harmless
