"""Kubernetes YAML given beside Terraform: what is read, what is found in it and where, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import Run, fargate_lint

EKS = """resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config {
    subnet_ids              = ["subnet-1", "subnet-2"]
    endpoint_private_access = true
  }
}

resource "aws_eks_fargate_profile" "this" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "all"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1", "subnet-2"]
  selector { namespace = "kube-system" }
  selector { namespace = "apps" }
}
"""
AGENT = """# an agent
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: kube-system}
spec:
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: agent, image: agent}]}
"""
API = """kind: Deployment
apiVersion: apps/v1
metadata:
  name: api
  namespace: orders
spec:
  template:
    metadata: {labels: {app: api}}
    spec: {containers: [{name: api, image: api}]}
"""
LATER = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: later\n"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A repository with a cluster that has Fargate only."""
    (tmp_path / ".git").mkdir()
    put(tmp_path, {"main.tf": EKS})
    return tmp_path


def put(top: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, encoding="utf-8")


def lint(top: Path, *arguments: str, format: str = "json") -> Run:
    return fargate_lint("--select=FGL301,FGL420,FGL9", f"--format={format}", *arguments, folder=top)


def seen(run: Run) -> list[tuple[str, str, str, int, int]]:
    places = [(finding, finding["location"]) for finding in run.findings]
    return [(f["rule"], f["address"], at["path"], at["line"], at["column"]) for f, at in places]


def test_files_and_folders_are_read_with_exact_places(top: Path) -> None:
    rest = "---\n" + LATER + "---\napiVersion: v1\nkind: List\nitems:\n  - " + API.replace("\n", "\n    ")
    put(top, {"k8s/deep/agent.yml": AGENT, "more.yaml": rest.rstrip() + "\n", "k8s/values.yaml": "replicas: 1\n"})
    run = lint(top, "--manifests", "k8s", "--manifests", "more.yaml")
    assert seen(run) == [
        ("FGL420", "DaemonSet/kube-system/agent", "k8s/deep/agent.yml", 2, 1),
        ("FGL301", "Namespace/later", "more.yaml", 5, 9),
        ("FGL301", "Deployment/orders/api", "more.yaml", 14, 18),
    ]
    assert [finding["severity"] for finding in run.findings] == ["error", "warning", "error"]
    assert run.status == 1
    text = lint(top, "--manifests", "k8s", "--verbose", format="full").out
    assert "manifests: 1 object in 1 file; 1 YAML file without Kubernetes objects passed over" in text


def test_without_the_option_nothing_is_read(top: Path) -> None:
    put(top, {"k8s/agent.yaml": AGENT})
    assert lint(top).findings == []


def test_manifests_may_lie_outside_of_the_repository(top: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    put(outside, {"agent.yaml": AGENT})
    assert [found[0] for found in seen(lint(top, "--manifests", str(outside)))] == ["FGL420"]


@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ('manifests = ["deploy"]', [("prod", 1)]),
        ('manifests = "deploy/agent.yaml"', [("prod", 1)]),
        ("", [("prod", 0)]),
        ('[[environments]]\nname = "a"\nmanifests = ["deploy"]\n[[environments]]\nname = "b"', [("a", 1), ("b", 0)]),
    ],
)
def test_the_configuration_names_them_relative_to_itself(top: Path, setting: str, found: list[tuple[str, int]]) -> None:
    named = setting if "environments" in setting else f'{setting}\n[[environments]]\nname = "prod"'
    put(top, {"live/main.tf": EKS, ".fargate-lint.toml": named, "deploy/agent.yaml": AGENT})
    roots = lint(top, "live").json["roots"]
    assert [(root["environment"], len(root["findings"])) for root in roots] == found


def test_the_command_line_stands_for_what_the_configuration_names(top: Path) -> None:
    put(top, {".fargate-lint.toml": 'manifests = ["a"]', "a/agent.yaml": AGENT, "b/later.yaml": LATER})
    assert [found[1] for found in seen(lint(top, "--manifests", "b"))] == ["Namespace/later"]


def test_a_scanned_repository_does_not_lead_outside(top: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    put(outside, {"agent.yaml": AGENT})
    put(top, {".fargate-lint.toml": f'manifests = ["{outside}/agent.yaml"]'})
    run = lint(top)
    assert (run.status, run.findings) == (3, [])
    assert "outside of the repository" in run.json["roots"][0]["diagnostics"][0]["message"]


@pytest.mark.parametrize("where", ["option", "configuration"])
def test_a_path_that_is_not_there_is_wrong_usage(top: Path, where: str) -> None:
    put(top, {".fargate-lint.toml": 'manifests = ["gone"]'} if where == "configuration" else {})
    run = lint(top, *(["--manifests", "gone"] if where == "option" else []))
    assert run.status == 2
    assert "gone" in run.err


@pytest.mark.parametrize(
    ("files", "path", "line", "message"),
    [
        ({"k8s/a.yaml": f"{LATER}---\n{{{{ .Values.x }}}}\n"}, "k8s/a.yaml", 6, "render it with helm template"),
        ({"k8s/a.yaml": "kind: {{ kind }}\n"}, "k8s/a.yaml", 1, "render it with helm template"),
        ({"k8s/a.yaml": "kind: Pod\nmetadata: [\n"}, "k8s/a.yaml", 3, "cannot be read as YAML"),
        ({"k8s/kustomization.yaml": "namespace: x\n", "k8s/a.yaml": API}, "k8s/kustomization.yaml", 1, "kustomize"),
        (
            {
                "k8s/c/Chart.yaml": "name: c\n",
                "k8s/c/templates/a.yaml": "{{ .Values.x }}",
                "k8s/c/templates/b.yaml": API,
            },
            "k8s/c/Chart.yaml",
            1,
            "helm template",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place_and_the_rest_is_judged(
    top: Path, files: dict[str, str], path: str, line: int, message: str
) -> None:
    put(top, {**files, "agent.yaml": AGENT})
    run = lint(top, "--manifests", "k8s", "--manifests", "agent.yaml")
    (problem,) = run.json["roots"][0]["diagnostics"]
    assert (problem["location"]["path"], problem["location"]["line"]) == (path, line)
    assert message in problem["message"]
    assert [found[0] for found in seen(run)] == ["FGL420"]
    assert run.status == 3


def test_a_broken_document_does_not_hide_the_others(top: Path) -> None:
    put(top, {"k8s.yaml": f"a: [\n---\n{LATER}"})
    run = lint(top, "--manifests", "k8s.yaml")
    assert (run.status, [found[1:4:2] for found in seen(run)]) == (3, [("Namespace/later", 6)])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (API.replace("orders", '"{{ stage }}"'), "{{ stage }} holds a placeholder"),
        (API.replace("orders", "${STAGE}-x"), "${STAGE}-x holds a placeholder"),
        ("# Source: app/templates/api.yaml\n" + API.replace("  namespace: orders\n", ""), "helm template"),
    ],
)
def test_a_namespace_that_only_a_later_step_fills_in_is_undecided(top: Path, text: str, reason: str) -> None:
    put(top, {"k8s.yaml": text})
    run = lint(top, "--manifests", "k8s.yaml")
    assert run.findings == []
    assert [reason in item["reason"] for item in run.json["roots"][0]["undecided"]] == [True]


def test_no_namespace_is_the_default_one(top: Path) -> None:
    put(top, {"k8s.yaml": API.replace("  namespace: orders\n", "")})
    assert seen(lint(top, "--manifests", "k8s.yaml")) == [("FGL301", "Deployment/default/api", "k8s.yaml", 1, 1)]


@pytest.mark.parametrize(
    "text",
    [
        AGENT.replace("# an agent", "# fargate-lint: ignore[FGL420] known"),
        AGENT.replace("DaemonSet\n", "DaemonSet # fargate-lint: ignore[daemonset] known\n"),
        AGENT.replace("apps/v1\n", "apps/v1 # fargate-lint: ignore[FGL4] known\n"),
        AGENT + "# fargate-lint: ignore-file[FGL420] known\n",
        f"# fargate-lint: ignore[FGL420] known\n---\n{AGENT}",
    ],
)
def test_comments_in_them_silence(top: Path, text: str) -> None:
    put(top, {"k8s.yaml": text})
    run = lint(top, "--manifests", "k8s.yaml")
    assert run.findings == []
    assert [item["reason"] for item in run.json["roots"][0]["suppressed"]] == ["known"]


def test_an_idle_comment_is_reported_but_not_what_only_looks_like_one(top: Path) -> None:
    data = "data:\n  a: |\n    # fargate-lint: ignore[FGL420] no comment\n"
    idle = "# fargate-lint: ignore[FGL420] idle\n"
    put(top, {"k8s.yaml": f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, namespace: apps}}\n{data}{idle}"})
    assert seen(lint(top, "--manifests", "k8s.yaml")) == [("FGL900", "", "k8s.yaml", 7, 1)]


def test_the_configuration_silences_by_their_addresses(top: Path) -> None:
    silence = '[[suppress]]\nrules = ["FGL420"]\naddress = "DaemonSet/kube-system/*"\nreason = "known"\n'
    put(top, {"k8s.yaml": AGENT, ".fargate-lint.toml": silence})
    assert lint(top, "--manifests", "k8s.yaml").findings == []


def test_a_changed_manifest_means_the_roots_that_the_configuration_gives_it_to(top: Path) -> None:
    put(top, {".fargate-lint.toml": 'manifests = ["k8s"]', "k8s/agent.yaml": AGENT, "notes.yaml": "a: 1"})
    assert [found[0] for found in seen(lint(top, "k8s/agent.yaml"))] == ["FGL420"]
    assert lint(top, "notes.yaml").json["roots"] == []


def test_several_clusters_leave_them_undecided(top: Path) -> None:
    put(
        top,
        {
            "more.tf": EKS.replace('"this"', '"other"')
            .replace("cluster.this", "cluster.other")
            .replace('"demo"', '"other"'),
            "k8s.yaml": AGENT,
        },
    )
    run = lint(top, "--manifests", "k8s.yaml")
    assert run.findings == []
    assert "several clusters" in run.json["roots"][0]["undecided"][0]["reason"]


def test_without_a_cluster_they_are_nobodys_business(top: Path) -> None:
    put(top, {"main.tf": "", "k8s.yaml": AGENT + "---\n" + LATER})
    run = lint(top, "--manifests", "k8s.yaml")
    assert (run.status, run.findings, run.json["summary"]["undecided"]) == (0, [], 0)


NETWORK = """resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "this" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.${count.index}.0/24"
  availability_zone = "eu-central-1${["a", "b"][count.index]}"
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table_association" "this" {
  count          = 2
  subnet_id      = aws_subnet.this[count.index].id
  route_table_id = aws_route_table.this.id
}
"""
PRIVATE = NETWORK + EKS.replace('["subnet-1", "subnet-2"]', "aws_subnet.this[*].id")
INGRESS = """apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: apps
spec: {ingressClassName: alb, defaultBackend: {service: {name: web, port: {number: 80}}}}
"""


def test_an_ingress_beside_terraform_counts_for_subnet_tags(top: Path) -> None:
    put(top, {"main.tf": PRIVATE, "k8s.yaml": INGRESS})
    with_it = fargate_lint("--select=FGL130", "--format=json", "--manifests=k8s.yaml", folder=top)
    without = fargate_lint("--select=FGL130", "--format=json", folder=top)
    assert {finding["severity"] for finding in with_it.findings} == {"warning"}
    assert {finding["severity"] for finding in without.findings} == {"info"}


HOST = API.replace("orders", "apps").replace("{containers", "{hostNetwork: true, containers")
IMAGE = API.replace("orders", "apps").replace("image: api", "image: docker.io/library/nginx")


@pytest.mark.parametrize(
    ("rule", "text", "address", "line"),
    [
        ("FGL601", HOST, "Deployment/apps/api", 9),
        ("FGL611", INGRESS, "Ingress/apps/web", 1),
        ("FGL620", IMAGE, "Deployment/apps/api", 9),
    ],
)
def test_rules_about_pods_see_them_as_what_terraform_makes(
    top: Path, rule: str, text: str, address: str, line: int
) -> None:
    put(top, {"main.tf": PRIVATE, "k8s.yaml": text})
    run = fargate_lint(f"--select={rule}", "--format=json", "--manifests=k8s.yaml", folder=top)
    assert [found[:4] for found in seen(run)] == [(rule, address, "k8s.yaml", line)]
    assert fargate_lint(f"--select={rule}", "--format=json", folder=top).findings == []
