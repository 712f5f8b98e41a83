"""Fargate's log router is configured in a way that it does not take.

Why: Fargate reads the ConfigMap aws-logging in the namespace aws-observability when a pod starts. What is wrong in it makes no
    pod fail: it starts with the event "LoggingDisabled: Disabled logging because aws-logging configmap was not found" (or "…
    is not valid"), and its logs go nowhere. Nobody notices until the logs are wanted.
Fix: Label the namespace ``aws-observability: enabled``; keep to the sections FILTER, OUTPUT and PARSER, to the filters and
    outputs that Fargate has, and below 5300 characters; write values out instead of ``${…}``.
Source: EKS User Guide, nodes/fargate-logging, checked 2026-11-23
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, LogCheck, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for it in estate.on_fargate.log_checks:
        if it.wrong.no:
            yield Pass(it.address, it.about)
        elif it.wrong.unknown:
            yield it.wrong.undecided(it.address, it.place, it.about)
        else:
            message = _message(it, estate)
            yield Finding(f"{it.key}: {message}" if it.key else message, it.address, it.place, subject=it.about)


def _message(it: LogCheck, estate: Estate) -> str:
    place, names = estate.facts.logging.place, it.names
    match it.fault:
        case "label":
            wanted = f"{place.label}: {place.label_value}"
            return f"namespace {place.namespace} has no label {wanted}: Fargate does not log at all"
        case "namespace":
            found = f"is in namespace {names[0]}, not {place.namespace}"
            return f"ConfigMap {place.config_map} {found}: Fargate does not read it"
        case "key":
            hint = f'; "{names[1]}" is not read' if names[1:] else ""
            return f"ConfigMap {place.config_map} has no {names[0]}{hint}: Fargate sends no logs anywhere"
        case "size":
            most = f"Fargate takes {place.longest}: it is rejected and nothing is logged"
            return f"the ConfigMap has {names[0]} characters; {most}"
        case "variable":
            return "variables like ${NAME} are not replaced on Fargate, and the configuration is rejected"
        case "no section":
            return f"no section [{names[0]}]: Fargate sends no logs anywhere"
        case "section":
            return f"a section [{names[0]}] is rejected; only [{names[1]}] may stand here"
        case "setting":
            return f"a section [{names[0]}] has no {names[1]}: the configuration is rejected"
        case "plugin":
            offered = f"is not offered on Fargate ({', '.join(names[2:])} are)"
            return f"the {names[0]} {names[1]} {offered}, and the whole configuration is rejected"
    return f"{names[0]} must not be set: the configuration is rejected"


VALID = [
    """
# with: logging
variable "region" { default = "eu-central-1" }

resource "kubernetes_namespace" "logs" {
  metadata {
    name   = "aws-observability"
    labels = { aws-observability = "enabled" }
  }
}

resource "kubernetes_config_map" "logs" {
  metadata { namespace = kubernetes_namespace.logs.metadata[0].name }
  data = {
    flb_log_cw     = "true"
    "filters.conf" = <<-CONF
      # keep all
      [FILTER]
          Name   parser
          Match  *
          Key_name log
    CONF
    "output.conf" = <<-CONF
      [OUTPUT]
          Name cloudwatch_logs
          Match *
          region ${var.region}
          log_group_name pods
          auto_create_group true
    CONF
  }
}
""",
    """
# A ConfigMap of the same name for something else.
resource "kubernetes_config_map_v1" "own" {
  metadata {
    name      = "aws-logging"
    namespace = "apps"
  }
  data = { level = "debug" }
}
""",
    """
# with: eks-module-everywhere
resource "kubectl_manifest" "logs" {
  for_each = toset(["es", "kinesis_firehose"])
  yaml_body = yamlencode({
    apiVersion = "v1"
    kind       = "ConfigMap"
    metadata   = { name = "aws-logging", namespace = "aws-observability" }
    data       = { "output.conf" = "[OUTPUT]\\n  Name ${each.key}\\n  Match kube.*\\n" }
  })
}
""",
]

INVALID = [
    """
resource "kubernetes_namespace" "logs" { # error: has no label aws-observability: enabled
  metadata { name = "aws-observability" }
}

resource "kubernetes_namespace_v1" "logs" {
  metadata {
    name   = "aws-observability"
    labels = { aws-observability = "true" } # error: has no label aws-observability: enabled
  }
}
""",
    """
# with: logging
resource "kubernetes_config_map" "logs" {
  data = {
    "filters.conf" = <<-CONF
      [FILTER]
          Name lua # error: the filter lua is not offered on Fargate
          Match *
    CONF
    "output.conf" = <<-CONF
      [SERVICE] # error: a section [SERVICE] is rejected
          Flush 1
      [OUTPUT]
          Name s3 # error: the output s3 is not offered on Fargate
          Match *
    CONF
  }
}
""",
    """
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "21.3.0"

  name             = "demo"
  subnet_ids       = ["subnet-1", "subnet-2"]
  fargate_profiles = { all = { selectors = [{ namespace = "*" }] } }
}

resource "kubernetes_manifest" "logs" {
  manifest = {
    apiVersion = "v1"
    kind       = "ConfigMap"
    metadata   = { name = "aws-logging", namespace = "aws-observability" }
    data = {
      "outputs.conf" = "[OUTPUT]\\n  Name cloudwatch\\n  Match *\\n" # error: has no output.conf; "outputs.conf" is not read
    }
  }
}
""",
    """
# file: terraform.tfvars
namespace = "aws-logging" # error: is in namespace aws-logging, not aws-observability

# file: main.tf
variable "namespace" { type = string }

resource "kubernetes_config_map_v1" "logs" {
  metadata {
    name      = "aws-logging"
    namespace = var.namespace
  }
  data = { "output.conf" = "[OUTPUT]\\n Name es\\n Match *" }
}
""",
    """
resource "kubernetes_config_map_v1" "logs" {
  metadata {
    name      = "aws-logging"
    namespace = "aws-observability"
  }
  data = {
    "output.conf" = "[OUTPUT]\\n Name es\\n Match *\\n Host $${ES_HOST}" # error: variables like ${NAME} are not replaced
    "parsers.conf" = "[PARSER]\\n Name json" # error: a section [PARSER] has no Format
  }
}
""",
    """
variable "output" { type = string }

resource "kubernetes_config_map_v1" "logs" {
  metadata {
    name      = "aws-logging"
    namespace = "aws-observability"
  }
  data = { "output.conf" = var.output } # undecided: var.output has no value
}
""",
]

RULE = Rule(
    id="FGL440",
    name="fargate-logging",
    severities={Severity.ERROR: "logs are not read, or the configuration is rejected"},
    summary="Fargate's log router: label, ConfigMap, sections, filters, outputs, size",
    tables=("logging",),
)
