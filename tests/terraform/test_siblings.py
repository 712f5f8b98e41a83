"""Which roots of a scan may hold more of what is in sight: those that may read its state."""

from __future__ import annotations

import pytest

from fargate_lint.doors.sources import LoadOptions

S3 = 'terraform {\n  backend "s3" {\n    bucket = "states"\n    key    = "eks"\n  }\n}'


def reads(backend: str, config: str, more: str = "") -> str:
    return f"""
variable "place" {{}}
data "terraform_remote_state" "eks" {{
  backend = "{backend}"
  config  = {{ {config} }}
  {more}
}}
resource "kubernetes_annotations" "dns" {{}}
"""


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        ("", reads("local", 'path = "${path.module}/../eks/terraform.tfstate"'), True),
        ("", reads("local", 'path = "${path.module}/../vpc/terraform.tfstate"'), False),
        ("", reads("local", "path = var.place"), True),
        ("", reads("s3", "bucket = var.place"), False),
        (S3, reads("s3", 'bucket = "states", key = "eks"'), True),
        (S3, reads("s3", 'bucket = "states", key = "vpc"'), False),
        (S3, reads("s3", 'bucket = var.place, key = "eks"'), True),
        (S3, reads("s3", 'bucket = var.place, key = "vpc"'), False),
        (S3, reads("s3", "for k in [1] : k => var.place"), True),
        (S3, reads("gcs", "bucket = var.place"), False),
        ('terraform {\n  backend "s3" {}\n}', reads("s3", 'bucket = "states", key = "eks"'), True),
        ('terraform {\n  backend "s3" {\n    key = "eks"\n  }\n}', reads("s3", 'bucket = "b", key = "vpc"'), False),
    ],
)
def test_a_root_counts_if_nothing_says_that_it_reads_another_state(load, tmp_path, own, other, expected) -> None:
    files = {"eks/main.tf": own + '\nresource "aws_vpc" "a" {}', "addons/main.tf": other}
    roots = tuple(str(tmp_path / name) for name in ("eks", "addons"))
    found = load(files, root="eks", options=LoadOptions(roots=roots)).siblings
    assert [sibling.name for sibling in found] == (["addons"] if expected else [])


def test_the_sources_of_providers_are_no_modules(load, tmp_path) -> None:
    providers = """
terraform {
  required_providers {
    helm  = { source = "hashicorp/helm" }
    aws   = { source = "registry.terraform.io/hashicorp/aws" }
  }
}
module "x" { source = "example/x/aws" }
"""
    files = {"eks/main.tf": "", "addons/main.tf": providers + reads("local", "path = var.place")}
    roots = tuple(str(tmp_path / name) for name in ("eks", "addons"))
    (sibling,) = load(files, root="eks", options=LoadOptions(roots=roots)).siblings
    assert sibling.sources == {"example/x/aws"}
