"""A Kubernetes version that EKS supports no longer, or for extra money only.

Why: After its extended support a version cannot be chosen for a new cluster, and EKS upgrades existing ones on its own,
    without notice; Fargate pods keep the old kubelet until they are redeployed. In extended support the control plane costs
    more. The date is that of the run.
Fix: Raise ``version`` (``cluster_version``, from v21 of the eks module ``kubernetes_version``) one minor version at a time.
Source: EKS User Guide, versioning/kubernetes-versions; endoflife.date/amazon-eks, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        version = cluster.control_plane.version
        if not cluster.is_declared or version.is_absent:
            continue
        if version.text is None:
            yield version.doubt.undecided(cluster.address)
            continue
        state = estate.facts.versions.state(version.text, estate.today)
        row = estate.facts.versions.named(version.text)
        newest = estate.facts.versions.newest()
        if state == "ended":
            since = f" since {row.extended_ends}" if row is not None and row.extended_ends else ""
            yield version.finding(
                f"Kubernetes {version.text} is out of support{since}: no new cluster can have it (newest: {newest})"
            )
        elif state == "extended":
            until = f" until {row.extended_ends}" if row is not None and row.extended_ends else ""
            message = f"Kubernetes {version.text} is in extended support{until}, which costs extra (newest: {newest})"
            yield version.finding(message, severity=Severity.INFO)
        else:
            yield Pass(cluster.address)


VALID = [
    """
# with: vpc-module-nat cluster profile
resource "aws_eks_cluster" "this" { version = "9.99" }
""",
    """
# with: vpc-module-nat cluster profile
""",
    """
# with: vpc-module-nat eks-module-in-vpc
""",
    """
# with: vpc-module-nat cluster profile
variable "kubernetes" { type = string }

resource "aws_eks_cluster" "this" { version = var.kubernetes } # undecided: var.kubernetes has no value
""",
]

INVALID = [
    """
# with: vpc-module-nat cluster profile
resource "aws_eks_cluster" "this" { version = "1.27" } # warning: Kubernetes 1.27 is out of support
""",
    """
# with: vpc-module-nat cluster profile
locals { kubernetes = 1.21 } # warning: Kubernetes 1.21 is out of support

resource "aws_eks_cluster" "this" { version = local.kubernetes }
""",
    """
# with: vpc-module-nat eks-module-in-vpc
module "eks" { cluster_version = "1.28" } # warning: Kubernetes 1.28 is out of support
""",
    """
# with: cluster
# today: 2026-11-28
resource "aws_eks_cluster" "this" { version = "1.32" } # info: is in extended support until 2027-03-23
""",
]

RULE = Rule(
    id="FGL505",
    name="cluster-version",
    severities={
        Severity.WARNING: "out of support",
        Severity.INFO: "in extended support",
    },
    summary="Kubernetes version out of support by the date of the run, or in extended support",
    tables=("versions",),
)
