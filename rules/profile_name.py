"""A Fargate profile's name is taken, reserved or not a name.

Why: EKS refuses to create the profile: "Fargate Profile already exists", or InvalidParameterException for a name that begins
    with ``eks-`` or holds other characters than letters, digits, "-", "_" and ".".
Fix: Choose another name; the name cannot be changed later, a new one makes a new profile.
Source: eksctl pkg/fargate validation.go; EKS API reference, CreateFargateProfile, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict, unseen_profiles


def check(estate: Estate) -> Iterator[Verdict]:
    yield from unseen_profiles(estate)
    reserved = estate.facts.identity.profile.reserved_prefix
    for cluster in estate.fargate_clusters():
        first: dict[str, int] = {}
        for number, profile in enumerate(cluster.profiles):
            name = profile.name
            if not name.text:
                if not profile.has_named_name:
                    yield profile.name_doubt.at(name.place).undecided(profile.address)
                else:
                    yield Pass(profile.address)
            elif name.text in first:
                other = cluster.profiles.items[first[name.text]]
                message = f'{other.address} has the name "{name.text}" too: EKS refuses the second profile'
                yield Finding(
                    message, profile.address, profile.name_place, related=(Note("the first", other.name.place),)
                )
            elif name.text.startswith(reserved):
                message = f'the name "{name.text}" begins with "{reserved}", which EKS reserves'
                yield Finding(message, profile.address, profile.name_place, related=name.related)
            elif not profile.has_legal_name:
                message = f'"{name.text}" is not a legal name for a Fargate profile: EKS refuses it'
                yield Finding(message, profile.address, profile.name_place, related=name.related)
            else:
                yield Pass(profile.address)
            if name.text is not None:
                first.setdefault(name.text, number)


VALID = [
    '# with: unseen-profiles\nmodule "fargate_profiles" {} # undecided: module.fargate_profiles',
    """
# with: cluster profile
""",
    """
# with: cluster profile
# The same name on two clusters.
resource "aws_eks_fargate_profile" "apps" {
  for_each     = toset(["blue", "green"])
  cluster_name = each.key
}
""",
    """
# with: eks-module
resource "random_id" "suffix" { byte_length = 2 }

module "eks" {
  fargate_profiles = {
    default = { name = "default-${random_id.suffix.hex}", selectors = [{ namespace = "default" }] }
    system  = { selectors = [{ namespace = "kube-system" }] }
  }
}
""",
]

INVALID = [
    """
# with: cluster profile
resource "aws_eks_fargate_profile" "apps" { fargate_profile_name = "eks-apps" } # error: begins with "eks-"
""",
    """
# with: eks-module
module "eks" {
  fargate_profiles = {
    apps  = { name = "main", selectors = [{ namespace = "apps" }] }
    tools = { name = "main", selectors = [{ namespace = "tools" }] } # error: has the name "main" too
  }
}
""",
    """
# with: cluster profile
# file: terraform.tfvars
profiles = {
  "my apps" = "apps" # error: "my apps" is not a legal name for a Fargate profile
}

# file: main.tf
variable "profiles" { type = map(string) }

resource "aws_eks_fargate_profile" "apps" {
  for_each             = var.profiles
  fargate_profile_name = each.key
  selector { namespace = each.value }
}
""",
    """
# with: cluster profile
variable "name" { type = string }

resource "aws_eks_fargate_profile" "apps" { fargate_profile_name = var.name } # undecided: var.name has no value
""",
]

RULE = Rule(
    id="FGL305",
    name="profile-name",
    severities={Severity.ERROR: "the same name twice, reserved or illegal"},
    summary="a profile's name is used twice on a cluster, reserved or illegal",
    tables=("identity.profile", "identity.grammar"),
)
