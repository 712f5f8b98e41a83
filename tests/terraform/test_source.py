"""Source addresses: the kind of place, the package, the folder in it and the revision."""

from __future__ import annotations

import pytest

from fargate_lint.terraform.source import parse_source

VPC = "github.com/terraform-aws-modules/terraform-aws-vpc"
EKS = "github.com/terraform-aws-modules/terraform-aws-eks"
EKS_NAME = "terraform-aws-modules/eks/aws"
VPC_NAME = "terraform-aws-modules/vpc/aws"
S3 = "https://s3-eu-west-1.amazonaws.com/acme/vpc.zip"
GCS = "https://www.googleapis.com/storage/v1/m/vpc.zip"
ZIP = f"https://{VPC}/archive/refs/tags/v5.0.0.zip//terraform-aws-vpc-5.0.0"

# address, kind, package, submodule, ref, registry name
CASES = [
    ("./network", "local", "./network", None, None, None),
    ("../..", "local", "../..", None, None, None),
    (VPC_NAME, "registry", VPC_NAME, None, None, VPC_NAME),
    (f"{EKS_NAME}//modules/karpenter", "registry", EKS_NAME, "modules/karpenter", None, EKS_NAME),
    (f"registry.terraform.io/{EKS_NAME}", "registry", EKS_NAME, None, None, EKS_NAME),
    (f"registry.opentofu.org/{EKS_NAME}", "registry", EKS_NAME, None, None, EKS_NAME),
    ("app.terraform.io/acme/vpc/aws", "registry", "app.terraform.io/acme/vpc/aws", None, None, None),
    ("localhost:8080/acme/vpc/aws//sub", "registry", "localhost:8080/acme/vpc/aws", "sub", None, None),
    (f"{EKS}?ref=v19.15.2", "git", EKS, None, "v19.15.2", EKS_NAME),
    (f"{EKS}.git//modules/fargate-profile?ref=v20.0.0", "git", EKS, "modules/fargate-profile", "v20.0.0", EKS_NAME),
    (f"git::https://{VPC}.git?ref=v5.1.0", "git", VPC, None, "v5.1.0", VPC_NAME),
    (f"git::https://{VPC}?depth=1&ref=main", "git", VPC, None, "main", VPC_NAME),
    (f"git::ssh://git@{EKS}.git?ref=v18.0.0", "git", EKS, None, "v18.0.0", EKS_NAME),
    ("git@github.com:terraform-aws-modules/terraform-aws-eks.git", "git", EKS, None, None, EKS_NAME),
    ("git::git@gitlab.example.com:infra/vpc.git//net", "git", "gitlab.example.com/infra/vpc", "net", None, None),
    ("github.com/acme/modules/network", "git", "github.com/acme/modules", "network", None, None),
    ("bitbucket.org/acme/vpc", "git", "bitbucket.org/acme/vpc", None, None, None),
    ("hg::http://example.com/vpc.hg?ref=v1.2.0", "hg", "example.com/vpc.hg", None, "v1.2.0", None),
    ("https://example.com/vpc.zip//net?archive=zip", "http", "https://example.com/vpc.zip", "net", None, None),
    (ZIP, "http", VPC, None, "v5.0.0", VPC_NAME),
    (f"s3::{S3}", "s3", S3, None, None, None),
    (f"gcs::{GCS}", "gcs", GCS, None, None, None),
    ("/srv/modules/vpc", "file", "/srv/modules/vpc", None, None, None),
    ("vpc", "unknown", "vpc", None, None, None),
    ("", "unknown", "", None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("address", "kind", "package", "submodule", "ref", "name"), CASES, ids=[c[0] for c in CASES])
def test_an_address_is_told_apart(
    address: str, kind: str, package: str, submodule: str | None, ref: str | None, name: str | None
) -> None:
    source = parse_source(address)
    assert (source.kind, source.package, source.submodule, source.ref) == (kind, package, submodule, ref)
    assert source.registry_name == name


def test_the_repository_of_a_blueprint_has_its_registry_name() -> None:
    addons = parse_source("github.com/aws-ia/terraform-aws-eks-blueprints-addons?ref=v1.16.3")
    assert addons.registry_name == "aws-ia/eks-blueprints-addons/aws"
    assert (
        parse_source("github.com/cloudposse/terraform-null-label?ref=0.25.0").registry_name == "cloudposse/label/null"
    )
