"""A Fargate profile's selectors cannot work.

Why: A profile without a selector, or a selector without a namespace, is refused ("at least 1 selector block is required",
    InvalidParameterException). The eks module silently drops keys that it does not know: a profile written for v13 to
    v16 (``namespace = …`` beside ``name``) has no selector from v18 on. A namespace or label with characters that
    Kubernetes does not allow is accepted by EKS and never matches: pods stay Pending without a word. More than five
    selectors, or five labels in one, exceed the default quotas, and the profile is refused until they are raised.
Fix: Write ``selectors = [{ namespace = "…" }]`` (in a resource a block ``selector``) with names as Kubernetes has them;
    ``*`` and ``?`` are wildcards. Spread more than five selectors over several profiles.
Source: EKS User Guide, nodes/fargate-profile; service quotas L-D78D8AF8 and L-23414FF3; terraform-aws-eks fargate-profile,
    checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, SelectorFault, Severity, Verdict, unseen_profiles


def check(estate: Estate) -> Iterator[Verdict]:
    yield from unseen_profiles(estate)
    most = estate.facts.quotas.named("selectors-per-profile").value
    most_labels = estate.facts.quotas.named("labels-per-selector").value
    for cluster in estate.fargate_clusters():
        for profile in cluster.profiles:
            selectors, incomplete = profile.selectors, profile.selectors_incomplete
            if incomplete.unknown:
                yield incomplete.undecided(profile.address, profile.span)
            elif profile.may_be_absent and profile.is_broken:
                yield profile.number_doubt.at(profile.span).undecided(profile.address)
                continue
            elif not selectors:
                old = profile.old_keys
                why = f" ({old} is a key of the eks module before v17, ignored from v18 on)" if old else ""
                yield Finding(
                    f"the profile has no selector{why}: EKS refuses it", profile.address, profile.selectors_place
                )
            elif len(selectors) > most:
                message = f"the profile has {len(selectors)} selectors; the quota is {most}, and EKS refuses more"
                yield Finding(message, profile.address, profile.selectors_place, severity=Severity.WARNING)
            else:
                yield Pass(profile.address)
            for number, selector in enumerate(selectors, 1):
                subject, fault = f"selector {number}", selector.fault
                if fault is not None:
                    yield Finding(_message(fault), profile.address, fault.place, subject=subject)
                elif len(selector.labels) > most_labels:
                    message = f"the selector has {len(selector.labels)} labels; the quota is {most_labels}, and EKS refuses more"
                    place = selector.labels_place
                    yield Finding(message, profile.address, place, subject=subject, severity=Severity.WARNING)
                elif selector.doubt.unknown:
                    yield selector.doubt.undecided(profile.address, None, subject)
                else:
                    yield Pass(profile.address, subject)


def _message(fault: SelectorFault) -> str:
    match fault.kind:
        case "no namespace":
            return "the selector has no namespace: EKS refuses the profile"
        case "empty namespace":
            return "the namespace of the selector is empty: EKS refuses the profile"
        case "namespace":
            return f'no namespace can be called "{fault.word}": the selector never matches'
        case "label":
            return f'no label can be called "{fault.word}": the selector never matches'
        case "label value":
            return f'no label can have the value "{fault.word}": the selector never matches'


VALID = [
    '# with: unseen-profiles\nmodule "fargate_profiles" {} # undecided: module.fargate_profiles',
    """
# with: cluster profile
variable "stage" { default = "" }

resource "aws_eks_fargate_profile" "apps" {
  selector { namespace = "apps-${var.stage}" } # undecided: the namespace is "apps-", without what a variable gives
}
""",
    """
# with: cluster profile
resource "aws_eks_fargate_profile" "apps" {
  selector {
    namespace = "prod-*"
    labels = {
      "app.kubernetes.io/name" = "we?"
      "eks.amazonaws.com/x_y"  = ""
      a                        = "1"
      b                        = "2"
      c                        = "3" # five are the quota
    }
  }
}
""",
    """
# with: cluster profile
variable "namespaces" { default = ["a", "b", "c", "d", "e"] }

resource "aws_eks_fargate_profile" "apps" {
  dynamic "selector" {
    for_each = var.namespaces
    content { namespace = selector.value }
  }
}
""",
    """
# with: eks-module
module "eks" {
  fargate_profile_defaults = { selectors = [{ namespace = "default" }] }
  fargate_profiles         = { default = {}, off = { create = false } }
}
""",
    """
# with: cluster profile namespace
resource "aws_eks_fargate_profile" "apps" {
  selector { namespace = kubernetes_namespace.apps.metadata[0].name }
}
""",
    """
# with: cluster profile
variable "system" { type = bool }

resource "aws_eks_fargate_profile" "apps" { # undecided: var.system has no value
  count = var.system ? 1 : 0
  selector { namespace = "" }
}
""",
]

INVALID = [
    """
resource "aws_eks_fargate_profile" "apps" { # error: the profile has no selector
  cluster_name           = "demo"
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1"]
}
""",
    """
resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = "demo"
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1"]
  selector { labels = { app = "web" } } # error: the selector has no namespace
}
""",
    """
# with: eks-module
module "eks" {
  fargate_profiles = {
    system = { selectors = [{ namespace = "kube-system" }] }
    default = { # error: namespace is a key of the eks module before v17
      name      = "default"
      namespace = "default"
    }
  }
}
""",
    """
# with: eks-module-21
module "eks" {
  fargate_profiles = {
    default = {} # error: the profile has no selector
  }
}
""",
    """
# with: cluster profile
# file: terraform.tfvars
namespaces = ["kube-system", "team_a"] # error: no namespace can be called "team_a"

# file: main.tf
variable "namespaces" { type = list(string) }

resource "aws_eks_fargate_profile" "apps" {
  for_each = toset(var.namespaces)
  selector { namespace = each.key }
}
""",
    """
# with: cluster profile
locals { spaces = ["a", "b", "c", "d", "e", "f"] }

resource "aws_eks_fargate_profile" "apps" { # warning: the profile has 6 selectors; the quota is 5
  dynamic "selector" {
    for_each = local.spaces
    content { namespace = selector.value }
  }
}
""",
    """
# with: cluster profile
resource "aws_eks_fargate_profile" "apps" {
  selector {
    namespace = "apps"
    labels    = { a = "1", b = "2", c = "3", d = "4", e = "5", f = "6" } # warning: the selector has 6 labels
  }
  selector {
    namespace = "apps"
    labels    = { app = "my app" } # error: no label can have the value "my app"
  }
}
""",
    """
variable "namespace" { type = string }
variable "selectors" { type = list(string) }

resource "aws_eks_fargate_profile" "one" {
  cluster_name           = "demo"
  fargate_profile_name   = "one"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1"]
  selector { namespace = var.namespace } # undecided: var.namespace has no value
}

resource "aws_eks_fargate_profile" "many" {
  cluster_name           = "demo"
  fargate_profile_name   = "many"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = ["subnet-1"]
  dynamic "selector" {
    for_each = var.selectors # undecided: var.selectors has no value
    content { namespace = selector.value }
  }
}
""",
]

RULE = Rule(
    id="FGL302",
    name="profile-selector",
    severities={
        Severity.ERROR: "no selector, no namespace, or one that never matches",
        Severity.WARNING: "more than the quota, which AWS raises on request",
    },
    summary="a profile without selectors, too many of them, or selectors that never match",
    tables=("identity.grammar", "quotas"),
)
