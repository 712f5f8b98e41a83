"""aws-auth is written without the Fargate pod execution role.

Why: Where access goes by the ConfigMap, EKS itself enters the pod execution role into aws-auth when the profile is made.
    A ConfigMap that Terraform writes as a whole takes that entry away again: Fargate nodes may not register any more, new pods
    stay Pending ("Unauthorized" in the fargate scheduler's events), running ones drop out later.
Fix: Add the role to ``mapRoles`` with the groups system:bootstrappers, system:nodes and system:node-proxier and the username
    system:node:{{SessionName}}, or set ``authentication_mode = "API_AND_CONFIG_MAP"``.
Source: EKS User Guide, manage-access/k8s-access/access-entries and nodes/fargate-getting-started, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Note, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for auth in estate.aws_auths:
        cluster = estate.clusters.of(auth.instance)
        if cluster is None or not cluster.is_declared:
            continue
        for profile in cluster.profiles:
            kept = auth.contains_role(profile.role)
            if kept.yes or cluster.access.by_api.yes:
                yield Pass(auth.address, profile.address)
            elif kept.unknown or cluster.access.by_api.unknown:
                doubt = kept if kept.unknown else cluster.access.by_api
                yield doubt.undecided(auth.address, auth.place)
            else:
                related = (Note(f"the profile {profile.address}", profile.span),) if profile.span else ()
                message = "aws-auth is written without the Fargate pod execution role: Fargate nodes cannot register"
                yield Finding(message, auth.address, auth.place, related)
                break


VALID = [
    """
# with: cluster profile-role
""",
    """
# with: cluster profile-role aws-auth
resource "kubernetes_config_map" "aws_auth" {
  data = {
    mapRoles = yamlencode([{
      rolearn  = aws_iam_role.pods.arn
      username = "system:node:{{SessionName}}"
      groups   = ["system:bootstrappers", "system:nodes", "system:node-proxier"]
    }])
  }
}
""",
    """
# with: cluster profile-role aws-auth
resource "aws_eks_cluster" "this" {
  access_config { authentication_mode = "API_AND_CONFIG_MAP" }
}

resource "kubernetes_config_map" "aws_auth" { data = { mapRoles = yamlencode([]) } }
""",
    """
# with: cluster profile-role aws-auth
variable "roles" { type = string }

resource "kubernetes_config_map" "aws_auth" { data = { mapRoles = var.roles } } # undecided: var.roles has no value
""",
]

INVALID = [
    """
# with: cluster profile-role aws-auth
resource "kubernetes_config_map" "aws_auth" {
  data = {
    mapRoles = yamlencode([{ # error: without the Fargate pod execution role
      rolearn = "arn:aws:iam::111122223333:role/admins"
      groups  = ["system:masters"]
    }])
  }
}
""",
    """
# with: cluster profile-role
locals { roles = yamlencode([]) } # error: without the Fargate pod execution role

resource "kubernetes_config_map_v1_data" "aws_auth" {
  metadata {
    name      = "aws-auth"
    namespace = "kube-system"
  }
  data = { mapRoles = local.roles }
}
""",
    """
# with: cluster profile-role
resource "kubernetes_config_map_v1" "aws_auth" { # error: without the Fargate pod execution role
  metadata {
    name      = "aws-auth"
    namespace = "kube-system"
  }
  data = { mapUsers = yamlencode([]) }
}
""",
]

RULE = Rule(
    id="FGL511",
    name="aws-auth-overwritten",
    severities={Severity.ERROR: "nodes of Fargate cannot register"},
    summary="aws-auth managed without the Fargate pod execution role",
    tables=("identity.access_entry",),
)
