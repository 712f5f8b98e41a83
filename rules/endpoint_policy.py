"""An endpoint policy that shuts out what Fargate pulls.

Why: ECR keeps image layers in a bucket of its own (prod-<region>-starport-layer-bucket), and EKS's add-ons come from an ECR
    account of AWS. A policy that allows one's own buckets or repositories only cuts both off: pulls end in "403 Forbidden"
    after the manifest, or CoreDNS never starts.
Fix: Allow s3:GetObject on ``arn:aws:s3:::prod-<region>-starport-layer-bucket/*``, and on the ECR endpoints the pull actions on
    all repositories; or leave the policy out.
Source: ECR User Guide, vpc-endpoints (minimum Amazon S3 bucket permissions); EKS User Guide, workloads/add-ons-images,
    checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for use in estate.endpoints.uses:
        policy = use.policy
        if policy is None or use.admits_pulls is None:
            continue
        if use.admits_pulls.yes:
            yield Pass(use.address)
        elif use.admits_pulls.unknown:
            yield use.admits_pulls.undecided(use.address, policy.place)
        else:
            lost = f"the images of EKS's own add-ons (account {''.join(use.admits_pulls.evidence)})"
            if use.service.suffix == "s3":
                lost = "the layers of images (ECR keeps them in a bucket of its own)"
            yield policy.finding(f"the policy of the {use.service.suffix} endpoint shuts out {lost}: pulls are denied")


VALID = [
    """
# with: vpc
# A region whose add-ons come from an account of its own.
provider "aws" { region = "ap-southeast-6" }

resource "aws_vpc_endpoint" "ecr" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.ap-southeast-6.ecr.dkr"
  vpc_endpoint_type = "Interface"
  policy = jsonencode({ Statement = [{
    Effect    = "Allow"
    Principal = "*"
    Action    = "ecr:*"
    Resource  = "arn:aws:ecr:ap-southeast-6:333609536671:repository/*"
  }] })
}
""",
    """
# with: vpc
# A region that is newer than this program: its account may be any.
provider "aws" { region = "eu-west-7" }

resource "aws_vpc_endpoint" "ecr" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.eu-west-7.ecr.dkr"
  vpc_endpoint_type = "Interface"
  policy = jsonencode({ Statement = [{ # undecided: from which account eu-west-7 pulls
    Effect    = "Allow"
    Principal = "*"
    Action    = "ecr:*"
    Resource  = "arn:aws:ecr:eu-west-7:333609536671:repository/*"
  }] })
}
""",
    """
# with: vpc
resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.this.id
  service_name = "com.amazonaws.eu-central-1.s3"
  policy       = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = ["arn:aws:s3:::my-data/*", "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*"]
    }]
  })
}
""",
    """
# with: vpc
resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.this.id
  service_name = "com.amazonaws.eu-central-1.s3"
  policy       = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }] })
}
""",
    """
# with: vpc
data "aws_region" "here" {}

data "aws_iam_policy_document" "s3" {
  statement {
    actions   = ["s3:Get*"]
    resources = ["arn:aws:s3:::prod-${data.aws_region.here.name}-starport-layer-bucket/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.this.id
  service_name = "com.amazonaws.eu-central-1.s3"
  policy       = data.aws_iam_policy_document.s3.json
}
""",
    """
# with: vpc
variable "policy" { type = string }

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.this.id
  service_name = "com.amazonaws.eu-central-1.s3"
  policy       = var.policy # undecided: var.policy has no value
}
""",
]

INVALID = [
    """
# with: vpc
# The account of most regions is not that of this one.
provider "aws" { region = "ap-southeast-6" }

resource "aws_vpc_endpoint" "ecr" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.ap-southeast-6.ecr.dkr"
  vpc_endpoint_type = "Interface"
  policy = jsonencode({ Statement = [{ # warning: the images of EKS's own add-ons (account 333609536671)
    Effect    = "Allow"
    Principal = "*"
    Action    = "ecr:*"
    Resource  = "arn:aws:ecr:ap-southeast-6:602401143452:repository/*"
  }] })
}
""",
    """
# with: vpc
resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.this.id
  service_name = "com.amazonaws.eu-central-1.s3"
  policy       = jsonencode({ # warning: shuts out the layers of images
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::my-data", "arn:aws:s3:::my-data/*"]
    }]
  })
}
""",
    """
# with: vpc
locals {
  policy = <<-JSON # warning: shuts out the layers of images
    {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["s3:PutObject"], "Resource": "*"}]}
  JSON
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.this.id
  service_name = "com.amazonaws.eu-central-1.s3"
  policy       = local.policy
}
""",
    """
# with: vpc
resource "aws_vpc_endpoint" "ecr" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  policy = jsonencode({ # warning: shuts out the images of EKS's own add-ons
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "ecr:*"
      Resource  = "arn:aws:ecr:eu-central-1:111122223333:repository/*"
    }]
  })
}
""",
]

RULE = Rule(
    id="FGL209",
    name="endpoint-policy",
    severities={Severity.WARNING: "what pulls need is not allowed"},
    summary="an endpoint policy that shuts out ECR layers or the add-on registry",
    tables=("registries.addons", "registries.account"),
)
