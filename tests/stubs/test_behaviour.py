"""What stubs say where versions differ, and what the modules around clusters yield."""

from __future__ import annotations

import pytest

from .conftest import Evaluate, named, plain, said

ADDONS = """
module "addons" {{
  source            = "aws-ia/eks-blueprints-addons/aws"
  version           = "{version}"
  cluster_name      = "demo"
  cluster_endpoint  = "https://example.com"
  cluster_version   = "1.30"
  oidc_provider_arn = "arn:aws:iam::111122223333:oidc-provider/issuer"
{body}
}}
"""

RELEASES = [
    ("aws_load_balancer_controller", "aws-load-balancer-controller", "kube-system"),
    ("metrics_server", "metrics-server", "kube-system"),
    ("argocd", "argo-cd", "argocd"),
    ("external_secrets", "external-secrets", "external-secrets"),
    ("kube_prometheus_stack", "kube-prometheus-stack", "kube-prometheus-stack"),
]


@pytest.mark.parametrize(("addon", "chart", "namespace"), RELEASES)
def test_an_addon_is_a_release(addon: str, chart: str, namespace: str, evaluate: Evaluate) -> None:
    root = evaluate(ADDONS.format(version="1.23.0", body=f"enable_{addon} = true"))
    releases = named(root, "helm_release")
    assert list(releases) == [f"module.addons.module.{addon}.helm_release.this[0]"]
    release = next(iter(releases.values()))
    assert said(release, "chart", "namespace") == {"chart": chart, "namespace": namespace}


def test_the_callers_values_win(evaluate: Evaluate) -> None:
    body = 'enable_argocd = true\nargocd = { namespace = "cd", chart_version = "7.0.0", values = ["a: 1"] }'
    release = next(evaluate(ADDONS.format(version="1.23.0", body=body)).instances("helm_release"))
    wanted = {"namespace": "cd", "version": "7.0.0", "values": ["a: 1"], "chart": "argo-cd"}
    assert said(release, *wanted) == wanted


@pytest.mark.parametrize(
    ("version", "fargate", "port"),
    [("1.16.0", "false", None), ("1.16.1", "false", "10250"), ("1.16.1", "true", "9443")],
)
def test_the_webhook_port_of_external_secrets(version: str, fargate: str, port: str | None, evaluate: Evaluate) -> None:
    extra = f"enable_eks_fargate = {fargate}" if version != "1.16.0" else ""
    root = evaluate(ADDONS.format(version=version, body=f"enable_external_secrets = true\n{extra}"))
    release = next(root.instances("helm_release"))
    values = {plain(block.written("name")): plain(block.written("value")) for block in release.blocks("set")}
    assert values.get("webhook.port") == port


@pytest.mark.parametrize(("version", "chart"), [("1.0.0", "3.10.0"), ("1.5.1", "3.11.0"), ("1.24.3", "3.12.0")])
def test_chart_versions_follow_the_release(version: str, chart: str, evaluate: Evaluate) -> None:
    root = evaluate(ADDONS.format(version=version, body="enable_metrics_server = true"))
    assert said(next(root.instances("helm_release")), "version") == {"version": chart}


def test_fargate_logging_is_a_namespace_and_a_map(evaluate: Evaluate) -> None:
    root = evaluate(ADDONS.format(version="1.23.0", body="enable_fargate_fluentbit = true"))
    namespace = next(root.instances("kubernetes_namespace_v1")).blocks("metadata").items[0]
    assert plain(namespace.written("name")) == "aws-observability"
    assert plain(namespace.written("labels")) == {"aws-observability": "enabled"}
    assert len(list(root.instances("kubernetes_config_map_v1"))) == 1


@pytest.mark.parametrize(("version", "associations"), [("19.21.0", 0), ("20.37.2", 0), ("21.0.0", 1)])
def test_karpenter_takes_pod_identity_from_21_on(version: str, associations: int, evaluate: Evaluate) -> None:
    root = evaluate(f"""
module "karpenter" {{
  source       = "terraform-aws-modules/eks/aws//modules/karpenter"
  version      = "{version}"
  cluster_name = "demo"
}}
""")
    assert len(named(root, "aws_eks_pod_identity_association")) == associations


@pytest.mark.parametrize(("version", "names"), [("18.31.2", True), ("19.0.0", False), ("20.37.2", False)])
def test_cluster_id_is_the_name_until_19(version: str, names: bool, evaluate: Evaluate) -> None:
    root = evaluate(f"""
module "eks" {{
  source       = "terraform-aws-modules/eks/aws"
  version      = "{version}"
  cluster_name = "demo"
  subnet_ids   = ["subnet-1", "subnet-2"]
}}
output "id" {{
  value = module.eks.cluster_id
}}
""")
    attribute = "id" if names else "cluster_id"
    reference = root.outputs["id"].ref
    assert reference is not None
    assert (reference.address, reference.path) == ("module.eks.aws_eks_cluster.this[0]", (attribute,))


@pytest.mark.parametrize(
    ("module", "version", "profile"),
    [
        ("cloudposse/eks-fargate-profile/aws", "1.3.0", "aws_eks_fargate_profile.default[0]"),
        ("terraform-module/eks-fargate-profile/aws", "2.2.10", 'aws_eks_fargate_profile.this["app"]'),
    ],
)
def test_other_profile_modules_yield_profiles(module: str, version: str, profile: str, evaluate: Evaluate) -> None:
    namespace = 'kubernetes_namespace = "app"' if "cloudposse" in module else 'namespaces = ["app"]'
    root = evaluate(f"""
module "pods" {{
  source       = "{module}"
  version      = "{version}"
  cluster_name = "demo"
  subnet_ids   = ["subnet-1"]
  {namespace}
}}
""")
    profiles = named(root, "aws_eks_fargate_profile")
    assert list(profiles) == [f"module.pods.{profile}"]
    selector = profiles[f"module.pods.{profile}"].blocks("selector").items[0]
    assert plain(selector.written("namespace")) == "app"


def test_the_blueprint_of_version_4_has_profile_keys_of_its_own(evaluate: Evaluate) -> None:
    root = evaluate("""
module "blueprint" {
  source             = "github.com/aws-ia/terraform-aws-eks-blueprints?ref=v4.32.1"
  cluster_name       = "demo"
  vpc_id             = "vpc-1"
  private_subnet_ids = ["subnet-1", "subnet-2"]

  fargate_profiles = {
    app = {
      fargate_profile_name       = "app"
      fargate_profile_namespaces = [{ namespace = "app", k8s_labels = { tier = "web" } }]
      subnet_ids                 = ["subnet-1"]
    }
  }
}
""")
    profile = next(root.instances("aws_eks_fargate_profile"))
    assert plain(profile.get("fargate_profile_name")) == "app"
    selector = profile.blocks("selector").items[0]
    assert {name: plain(selector.written(name)) for name in selector.names()} == {
        "namespace": "app",
        "labels": {"tier": "web"},
    }


@pytest.mark.parametrize(
    ("version", "namespaces"),
    [("13.1.0", None), ("13.2.1", ["one"]), ("16.2.0", ["one"]), ("17.0.0", ["two", "three"])],
)
def test_a_profile_is_one_selector_until_17(version: str, namespaces: list[str] | None, evaluate: Evaluate) -> None:
    root = evaluate(f"""
module "eks" {{
  source          = "terraform-aws-modules/eks/aws"
  version         = "{version}"
  cluster_name    = "demo"
  cluster_version = "1.21"
  vpc_id          = "vpc-1"
  subnets         = ["subnet-1", "subnet-2"]
  fargate_profiles = {{
    app = {{ namespace = "one", selectors = [{{ namespace = "two" }}, {{ namespace = "three" }}] }}
  }}
}}
""")
    profiles = named(root, "aws_eks_fargate_profile")
    if namespaces is None:  # the module has no Fargate yet
        assert profiles == {}
        return
    profile = profiles['module.eks.module.fargate.aws_eks_fargate_profile.this["app"]']
    assert [plain(block.written("namespace")) for block in profile.blocks("selector")] == namespaces


def test_a_named_rule_that_is_not_listed_has_unknown_ports(evaluate: Evaluate) -> None:
    root = evaluate("""
module "endpoints" {
  source              = "terraform-aws-modules/security-group/aws"
  version             = "5.3.0"
  vpc_id              = "vpc-1"
  ingress_cidr_blocks = ["10.0.0.0/16"]
  ingress_rules       = ["https-443-tcp", "dns-udp", "vault-tcp"]
}
""")
    ports = [rule.get("from_port") for rule in root.instances("aws_security_group_rule")]
    assert [plain(port) for port in ports[:2]] == ["443", 53]
    assert ports[2].is_unknown
    assert root.diagnostics == []


@pytest.mark.parametrize(("version", "argument"), [("20.37.2", "cluster_name"), ("21.19.0", "name")])
def test_each_version_of_the_cluster_has_its_own_names(version: str, argument: str, evaluate: Evaluate) -> None:
    for name in ("cluster_name", "name"):
        root = evaluate(f"""
module "eks" {{
  source     = "terraform-aws-modules/eks/aws"
  version    = "{version}"
  subnet_ids = ["subnet-1", "subnet-2"]
  {name} = "demo"
}}
""")
        cluster = next(root.instances("aws_eks_cluster"))
        assert said(cluster, "name") == {"name": "demo" if name == argument else ""}
