"""One change at a time to a checkout of github.com/o-dev-lab/eks-terraform-sample, and what fargate-lint says of each.

usage: python tests/tools/sample_variants.py CHECKOUT

The public sample has no licence that lets us keep a copy, so this is a script for people who have one (commit d9ef023);
tests/test_sample_variants.py holds the same changes to a project of our own. Prints a table; the exit status is 1 if a
variant does not give exactly its own finding, at the line to change.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from running import Run, fargate_lint
from seeded import described, known_rules

ROOT = Path("samples") / "private_fargate"
MAIN, VALUES = "main.tf", "terraform.auto.tfvars"
CLEAN = {"FGL505"}  # the sample asks for Kubernetes 1.28, which is out of support


@dataclass(frozen=True, slots=True)
class Variant:
    """``edits``: file, pattern, text in its place (an empty pattern appends). ``at``: file, pattern of the line to
    point at. ``rule`` is "" where nothing must be found."""

    name: str
    rule: str
    edits: tuple[tuple[str, str, str], ...]
    at: tuple[str, str] = ("", "")
    subject: str | None = None

    def apply(self, folder: Path) -> None:
        for name, pattern, text in self.edits:
            path = folder / name
            before = path.read_text(encoding="utf-8")
            after, count = re.subn(pattern, text, before, flags=re.S) if pattern else (before + text, 1)
            assert count == 1, f"{self.name}: {pattern!r} is {count} times in {name}"
            path.write_text(after, encoding="utf-8")

    def place(self, folder: Path) -> tuple[str, int] | None:
        """The line to point at, after the edit."""
        name, pattern = self.at
        if not name:
            return None
        text = (folder / name).read_text(encoding="utf-8")
        found = re.search(pattern, text)
        assert found, f"{self.name}: {pattern!r} is not in {name}"
        return name, text.count("\n", 0, found.start()) + 1


def endpoint(key: str) -> str:
    """The pattern of one entry of the endpoints map, to its closing brace."""
    return rf"\n    {key} = \{{.*?\n    \}},?"


def workload(kind: str, namespace: str) -> str:
    """A workload in a namespace, ordered after the cluster and its profiles."""
    return f"""

resource "kubernetes_{kind}" "probe" {{
  metadata {{
    name      = "probe"
    namespace = "{namespace}"
  }}
  spec {{
    selector {{
      match_labels = {{ app = "probe" }}
    }}
    template {{
      metadata {{
        labels = {{ app = "probe" }}
      }}
      spec {{
        container {{
          name  = "probe"
          image = "nginx:1.27"
        }}
      }}
    }}
  }}
  depends_on = [module.eks_cluster]
}}
"""


CHART = """

resource "helm_release" "probe" {
  name       = "fluent-bit"
  namespace  = "kube-system"
  repository = "https://fluent.github.io/helm-charts"
  chart      = "fluent-bit"
  depends_on = [module.eks_cluster]
}
"""
ENDPOINTS = (MAIN, r"endpoints = \{")

VARIANTS = (
    Variant("unchanged", "", ()),
    Variant(
        "DNS hostnames off",
        "FGL102",
        ((MAIN, r"(enable_dns_hostnames\s*=\s*)true", r"\1false"),),
        (MAIN, "enable_dns_hostnames"),
    ),
    Variant(
        "DNS support off",
        "FGL101",
        ((MAIN, r"(enable_dns_support\s*=\s*)true", r"\1false"),),
        (MAIN, "enable_dns_support"),
    ),
    Variant(
        "vpc 3.19.0 without the flag",
        "FGL102",
        (
            (MAIN, r'(vpc/aws"\s*version\s*=\s*)"5\.5\.2"', r'\1"3.19.0"'),
            (MAIN, r"\n\s*enable_dns_hostnames\s*=\s*true", ""),
        ),
        (MAIN, 'module "vpc"'),
    ),
    *(
        Variant(f"no {service} endpoint", "FGL201", ((MAIN, endpoint(key), ""),), ENDPOINTS, service)
        for key, service in (
            ("s3", "s3"),
            ("ec2", "ec2"),
            ("sts", "sts"),
            ("ecr_api", "ecr.api"),
            ("ecr_dkr", "ecr.dkr"),
        )
    ),
    Variant(
        "sts without private DNS",
        "FGL202",
        ((MAIN, r'(service\s*=\s*"sts")\s*private_dns_enabled\s*=\s*true', r"\1"),),
        (MAIN, r"sts = \{"),
    ),
    Variant(
        "s3 without service_type",
        "FGL203",
        ((MAIN, r'\n\s*service_type\s*=\s*"Gateway"', ""),),
        (MAIN, r"s3 = \{"),
    ),
    Variant(
        "coredns block removed",
        "FGL402",
        ((MAIN, r"\n    coredns = \{.*?\n    \}", ""),),
        (MAIN, r"cluster_addons = \{"),
    ),
    Variant("computeType misspelt", "FGL403", ((MAIN, "computeType", "computetype"),), (MAIN, "computetype")),
    Variant(
        "kube-system profile removed",
        "FGL401",
        ((MAIN, r"\n    kubesystem = \{.*?\n    \}", ""),),
        (MAIN, r"fargate_profiles = merge\("),
    ),
    Variant(
        "endpoints in ap-northeast-2b",
        "FGL112",
        ((VALUES, r'"ap-northeast-2a"', '"ap-northeast-2b"'),),
        (VALUES, "ap-northeast-2b"),
    ),
    Variant(
        "public_subnet_tags emptied",
        "FGL131",
        ((MAIN, r"(\n\s*public_subnet_tags\s*=\s*)local\.\w+", r"\1{}"),),
        (MAIN, r"public_subnet_tags\s*=\s*\{\}"),
    ),
    Variant(
        "private_subnet_tags emptied",
        "FGL130",
        ((MAIN, r"(\n\s*private_subnet_tags\s*=\s*)local\.\w+", r"\1{}"),),
        (MAIN, r"private_subnet_tags\s*=\s*\{\}"),
    ),
    Variant("elb tag in capitals", "FGL131", ((MAIN, "role/elb", "role/ELB"),), (MAIN, "role/ELB")),
    Variant(
        "internal-elb tag in capitals",
        "FGL130",
        ((MAIN, "role/internal-elb", "role/Internal-elb"),),
        (MAIN, "role/Internal-elb"),
    ),
    Variant(
        "deployment in a namespace without profile",
        "FGL301",
        ((MAIN, "", workload("deployment", "orders")),),
        (MAIN, 'namespace = "orders"'),
    ),
    Variant(
        "deployment in a namespace of namespace_names",
        "",
        ((MAIN, "", workload("deployment", "orders")), (VALUES, r"(namespace_names\s*=\s*)\[\]", r'\1["orders"]')),
    ),
    Variant("helm_release fluent-bit", "FGL421", ((MAIN, "", CHART),), (MAIN, 'resource "helm_release" "probe"')),
    Variant(
        "kubernetes_daemonset",
        "FGL420",
        ((MAIN, "", workload("daemonset", "kube-system")),),
        (MAIN, 'resource "kubernetes_daemonset" "probe"'),
    ),
    Variant(
        "private access off",
        "FGL503",
        ((MAIN, r"(cluster_endpoint_private_access\s*=\s*)true", r"\1false"),),
        (MAIN, "cluster_endpoint_private_access"),
    ),
)


def lint(checkout: Path, variant: Variant) -> tuple[Run, tuple[str, int] | None]:
    with tempfile.TemporaryDirectory() as into:
        copy = Path(into) / "sample"
        shutil.copytree(checkout, copy, ignore=shutil.ignore_patterns(".git", ".terraform"))
        (copy / ".git").mkdir()  # the edge of the repository: ../../modules is inside
        variant.apply(copy / ROOT)
        return fargate_lint("--format", "json", ".", folder=copy / ROOT), variant.place(copy / ROOT)


def judge(variant: Variant, run: Run, place: tuple[str, int] | None, known: set[str]) -> list[str]:
    """What is not as it should be."""
    if variant.rule and variant.rule not in known:
        return [f"{variant.rule} is not there yet"]
    found = [f for f in run.findings if f["rule"] not in CLEAN]
    own = [f for f in found if f["rule"] == variant.rule]
    problems = [f"also {described(f)}" for f in found if f not in own and f["severity"] != "info"]
    problems += [f"diagnostic: {d['message']}" for root in run.json["roots"] for d in root["diagnostics"]]
    if variant.rule and len(own) != 1:
        problems.append(f"{len(own)} findings of {variant.rule}")
    for finding in own:
        if (finding["location"]["path"], finding["location"]["line"]) != place:
            problems.append(f"at {described(finding)}, not {place}")
        if variant.subject is not None and finding["subject"] != variant.subject:
            problems.append(f"subject {finding['subject']!r}, not {variant.subject!r}")
    return problems


def main() -> int:
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / ROOT).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    checkout, known, bad = Path(sys.argv[1]).resolve(), known_rules(), 0
    for variant in VARIANTS:
        run, place = lint(checkout, variant)
        problems = judge(variant, run, place, known)
        bad += bool(problems)
        told = "; ".join(described(f) for f in run.findings if f["severity"] != "info" or f["rule"] == variant.rule)
        print(f"{'FAIL' if problems else 'ok  '} {variant.name}: exit {run.status}: {told or 'nothing'}")
        for problem in problems:
            print(f"       {problem}")
    print(f"{len(VARIANTS)} variants, {bad} not as they should be")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
