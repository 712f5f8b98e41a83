"""Helm charts that lie in the repository are read as far as their templates are plain."""

from __future__ import annotations

from pathlib import Path

import pytest

from fargate_lint import lint

CLUSTER = """
resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = ["subnet-1", "subnet-2"] }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1"]
  selector {
    namespace = "apps"
    labels    = { app = "web" }
  }
}

resource "helm_release" "web" {
  name       = "shop"
  namespace  = "apps"
  chart      = "${path.module}/charts/web"
  depends_on = [aws_eks_fargate_profile.apps]
  SET
}
"""

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "web.fullname" . }}
spec:
  template:
    metadata:
      labels:
        app: {{ .Values.app }}
        {{- include "web.labels" . | nindent 8 }}
    spec:
      {{- with .Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image }}:1"
          securityContext:
            {{- toYaml .Values.securityContext | nindent 12 }}
          resources:
            requests: {cpu: 250m, memory: 512Mi}
"""

VALUES = """\
app: web
image: nginx
nodeSelector: {}
agent: false
securityContext:
  privileged: true
"""

AGENT = """\
{{- if .Values.agent }}
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  template:
    metadata:
      labels: {app: web}
    spec:
      containers: [{name: agent, image: busybox}]
{{- end }}
"""


def _repository(path: Path, set_: str = "", **files: str) -> Path:
    templates = path / "charts" / "web" / "templates"
    templates.mkdir(parents=True)
    (path / "main.tf").write_text(CLUSTER.replace("SET", set_), encoding="utf-8")
    (path / "charts/web/Chart.yaml").write_text(
        "name: web\nversion: 0.1.0\n" + files.pop("Chart", ""), encoding="utf-8"
    )
    (path / "charts/web/values.yaml").write_text(files.pop("values", VALUES), encoding="utf-8")
    for name, text in {"deployment": DEPLOYMENT, "agent": AGENT, **files}.items():
        (templates / f"{name}.yaml").write_text(text, encoding="utf-8")
    return path


def _said(path: Path, rule: str) -> list[tuple[str, int, str]]:
    report = lint(path, select=[rule], undecided="show")
    found = []
    for root in report.roots:
        for verdict in (*root.findings, *root.undecided):
            span = verdict.span
            kind = str(verdict.severity) if hasattr(verdict, "severity") else "undecided"
            found.append((Path(span.path).name if span is not None else "", span.line if span is not None else 0, kind))
    return found


@pytest.mark.parametrize(
    ("set_", "rule", "said"),
    [
        ("", "FGL601", [("values.yaml", 6, "error")]),
        ('set {\n    name  = "securityContext.privileged"\n    value = false\n  }', "FGL601", []),
        ("", "FGL301", []),
        ('set {\n    name  = "app"\n    value = "other"\n  }', "FGL301", [("main.tf", 21, "undecided")]),
        ("", "FGL420", []),
        ('set {\n    name  = "agent"\n    value = true\n  }', "FGL420", [("agent.yaml", 2, "error")]),
    ],
)
def test_a_chart_here_is_judged_with_the_release_s_values_over_its_own(
    tmp_path: Path, set_: str, rule: str, said: list[tuple[str, int, str]]
) -> None:
    assert _said(_repository(tmp_path, set_), rule) == said


def test_what_is_templated_is_undecided_and_named(tmp_path: Path) -> None:
    secret = DEPLOYMENT.replace("{{ .Values.app }}", '{{ include "web.app" . }}')
    path = _repository(tmp_path, deployment=secret)
    (root,) = lint(path, select=["FGL301"], undecided="show").roots
    assert not root.findings
    (verdict,) = root.undecided
    assert '{{ include "web.app" . }} in templates/deployment.yaml is templated' in verdict.reason


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"Chart": "dependencies: [{name: redis}]\n"}, "its sub-charts are not read"),
        (
            {"deployment": '{{ include "library.deployment" . }}\n'},
            "what kind of objects it makes is not written in it",
        ),
        ({"deployment": "kind: {{ .x"}, "an action has no end"),
    ],
)
def test_a_chart_that_is_not_read_in_whole_stays_undecided_and_says_why(
    tmp_path: Path, files: dict[str, str], reason: str
) -> None:
    (root,) = lint(_repository(tmp_path, **files), select=["FGL301"], undecided="show").roots
    assert not root.findings
    assert any(reason in verdict.reason for verdict in root.undecided)
