"""Nobody can reach the API of a private-only cluster.

Why: With public access off, kubectl, Helm and Terraform's Kubernetes providers work only from inside the VPC or from networks
    linked to it. Without a bastion, VPN or peering they time out ("dial tcp 10.…:443: i/o timeout"). A bastion alone is not
    enough: the cluster's security group has to admit TCP 443 from it, and the primary one admits its own members only.
Fix: Lead a way into the VPC (VPN, peering, or a bastion with Session Manager). Where there is a bastion, admit it: a rule on
    the cluster's security group with TCP 443 from the bastion's group or subnet.
Source: EKS User Guide, clusters/cluster-endpoint (accessing a private only API server), checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for cluster in estate.fargate_clusters():
        api, ways = cluster.control_plane, estate.ways_in(cluster)
        if not cluster.is_declared or not api.private_only.yes or not api.private_access.is_true.yes:
            continue
        if not ways.bastions:
            if ways.exist.yes:
                yield Pass(cluster.address)
            elif ways.exist.unknown:
                yield ways.exist.undecided(cluster.address, cluster.place)
            else:
                message = "the API is private only, and no bastion, VPN or peering leads into the VPC from here"
                yield api.public_access.finding(message)
            continue
        answers = [(bastion, bastion.can_reach_api(cluster)) for bastion in ways.bastions]
        if any(answer.yes for _, answer in answers):
            yield Pass(cluster.address)
            continue
        bastion, answer = next((pair for pair in answers if pair[1].unknown), answers[0])
        if answer.unknown:
            yield answer.undecided(cluster.address, cluster.place)
        else:
            message = (
                f"the cluster's security group does not admit TCP 443 from {bastion.address}: kubectl there times out"
            )
            related = (Note("the bastion", bastion.instance.span),) if bastion.instance.span else ()
            yield Finding(message, cluster.address, cluster.place, related, severity=Severity.WARNING)


VALID = [
    """
# with: vpc-module-nat cluster-in-vpc profile-in-vpc bastion
resource "aws_eks_cluster" "this" {
  vpc_config {
    endpoint_public_access  = false
    endpoint_private_access = true
    security_group_ids      = [aws_security_group.cluster.id]
  }
}

resource "aws_security_group" "cluster" {
  vpc_id = module.vpc.vpc_id
  ingress {
    protocol        = "tcp"
    from_port       = 443
    to_port         = 443
    security_groups = [aws_security_group.bastion.id]
  }
}
""",
    """
# with: vpc-module-nat eks-module-in-vpc
resource "aws_ec2_transit_gateway_vpc_attachment" "office" {
  transit_gateway_id = "tgw-1"
  vpc_id             = module.vpc.vpc_id
  subnet_ids         = module.vpc.private_subnets
}
""",
    """
# with: vpc-module-nat eks-module-in-vpc
module "eks" { cluster_endpoint_public_access = true }
""",
    """
# with: vpc-module-nat eks-module-in-vpc
module "bastion" { # undecided: module.bastion
  source    = "git::https://example.com/bastion.git"
  subnet_id = module.vpc.public_subnets[0]
  vpc_id    = module.vpc.vpc_id
}
""",
    """
# with: vpc-module-nat cluster-in-vpc profile-in-vpc
variable "offices" { type = list(string) }

resource "aws_eks_cluster" "this" {
  vpc_config {
    endpoint_public_access  = false
    endpoint_private_access = true
    security_group_ids      = [aws_security_group.cluster.id]
  }
}

resource "aws_instance" "bastion" { subnet_id = module.vpc.public_subnets[0] }

resource "aws_security_group" "cluster" {
  vpc_id = module.vpc.vpc_id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = var.offices # undecided: var.offices has no value
  }
}
""",
]

INVALID = [
    """
# with: vpc-module-nat eks-module-in-vpc
module "eks" { cluster_endpoint_public_access = false } # info: no bastion, VPN or peering
""",
    """
# with: vpc-module-nat cluster-in-vpc profile-in-vpc
resource "aws_eks_cluster" "this" { # warning: does not admit TCP 443 from aws_instance.bastion
  vpc_config {
    endpoint_public_access  = false
    endpoint_private_access = true
  }
}

resource "aws_instance" "bastion" {
  ami                    = "ami-1"
  instance_type          = "t3.micro"
  subnet_id              = module.vpc.public_subnets[0]
  vpc_security_group_ids = [aws_security_group.bastion.id]
}

resource "aws_security_group" "bastion" { vpc_id = module.vpc.vpc_id }
""",
    """
# with: vpc-module-nat cluster-in-vpc profile-in-vpc
variable "public" { default = false } # info: no bastion, VPN or peering

resource "aws_eks_cluster" "this" {
  vpc_config {
    endpoint_public_access  = var.public
    endpoint_private_access = true
  }
}
""",
    """
# with: vpc-module-nat cluster-in-vpc profile-in-vpc
resource "aws_eks_cluster" "this" { # warning: does not admit TCP 443 from aws_instance.bastion
  vpc_config {
    endpoint_public_access  = false
    endpoint_private_access = true
    security_group_ids      = [aws_security_group.cluster.id]
  }
}

resource "aws_instance" "bastion" {
  ami                    = "ami-1"
  instance_type          = "t3.micro"
  subnet_id              = module.vpc.public_subnets[0]
  vpc_security_group_ids = [aws_security_group.bastion.id]
}

resource "aws_security_group" "bastion" { vpc_id = module.vpc.vpc_id }

resource "aws_security_group" "cluster" {
  vpc_id = module.vpc.vpc_id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = module.vpc.private_subnets_cidr_blocks
  }
}
""",
]

RULE = Rule(
    id="FGL504",
    name="cluster-unreachable",
    severities={
        Severity.INFO: "nothing in sight leads in",
        Severity.WARNING: "the security group shuts the bastion out",
    },
    summary="private-only, and nothing in sight leads in, or the security group shuts the bastion out",
)
