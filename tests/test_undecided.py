"""What an undecided verdict says to programs: a code, and the address of what would have to be known first."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import Run, fargate_lint

CLUSTER = """
provider "aws" { region = "eu-central-1" }

resource "aws_subnet" "a" {
  count             = 2
  vpc_id            = VPC
  cidr_block        = "10.0.${count.index}.0/24"
  availability_zone = element(["eu-central-1a", "eu-central-1b"], count.index)
}

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config { subnet_ids = aws_subnet.a[*].id }
}

resource "aws_eks_fargate_profile" "apps" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "apps"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/pods"
  subnet_ids             = aws_subnet.a[*].id
  selector { namespace = "kube-system" }
}
"""

OWN = """
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = HOSTNAMES
}
"""

VARIABLE = 'variable "hostnames" { type = bool }\n'
DATA = 'data "aws_ssm_parameter" "dns" { name = "/dns" }\n'
STATE = """data "terraform_remote_state" "net" {
  backend = "s3"
  config  = { bucket = "b", key = "k", region = "r" }
}
"""
MADE = 'resource "random_integer" "dns" {\n  min = 0\n  max = 1\n}\n'
OPAQUE = 'module "flags" { source = "example/flags/aws" }\n'
ERROR = "locals { hostnames = [true][1] }\n"

WAITING = {
    "a variable": (VARIABLE, "var.hostnames", "variable", "var.hostnames"),
    "a variable, through a local": (
        VARIABLE + "locals { hostnames = var.hostnames }\n",
        "local.hostnames",
        "variable",
        "var.hostnames",
    ),
    "a variable, negated": (VARIABLE, "!var.hostnames", "variable", "var.hostnames"),
    "a variable, through a function": (VARIABLE, 'tobool(format("%s", var.hostnames))', "variable", "var.hostnames"),
    "a variable, in a condition": (VARIABLE, "var.hostnames ? true : false", "variable", "var.hostnames"),
    "a data source": (DATA, "tobool(data.aws_ssm_parameter.dns.value)", "data", "data.aws_ssm_parameter.dns"),
    "a state": (
        STATE,
        "data.terraform_remote_state.net.outputs.dns",
        "state",
        "data.terraform_remote_state.net",
    ),
    "an attribute that apply makes": (
        MADE,
        "random_integer.dns.result == 1",
        "apply",
        "random_integer.dns.result",
    ),
    "a module that cannot be seen": (OPAQUE, "module.flags.dns", "module", "module.flags"),
    "a local in error": (ERROR, "local.hostnames", "error", "local.hostnames"),
}


def lint(folder: Path, files: dict[str, str], *arguments: str) -> Run:
    (folder / ".git").mkdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return fargate_lint(*arguments, ".", folder=folder)


def waits(run: Run, rule: str) -> list[tuple[str, str | None]]:
    return [(u["code"], u["waits_for"]) for root in run.json["roots"] for u in root["undecided"] if u["rule"] == rule]


@pytest.mark.parametrize("name", WAITING)
def test_an_undecided_verdict_names_what_it_waits_for(name: str, tmp_path: Path) -> None:
    more, hostnames, code, waits_for = WAITING[name]
    text = CLUSTER.replace("VPC", "aws_vpc.this.id") + OWN.replace("HOSTNAMES", hostnames) + more
    run = lint(tmp_path, {"main.tf": text}, "--format=json")
    assert waits(run, "FGL102") == [(code, waits_for)]


@pytest.mark.parametrize("name", WAITING)
def test_what_it_waits_for_stays_the_same_through_modules(name: str, tmp_path: Path) -> None:
    more, hostnames, code, waits_for = WAITING[name]
    call = f'module "net" {{\n  source = "./net"\n  dns    = {hostnames}\n}}\n'
    inner = 'variable "dns" {}\nmodule "vpc" {\n  source = "../vpc"\n  dns    = var.dns\n}\n'
    inner += 'output "vpc_id" { value = module.vpc.vpc_id }\n'
    vpc = 'variable "dns" {}\n' + OWN.replace("HOSTNAMES", "var.dns")
    files = {
        "main.tf": CLUSTER.replace("VPC", "module.net.vpc_id") + call + more,
        "net/main.tf": inner,
        "vpc/main.tf": vpc + 'output "vpc_id" { value = aws_vpc.this.id }\n',
    }
    assert waits(lint(tmp_path, files, "--format=json"), "FGL102") == [(code, waits_for)]


ENDPOINT = """
variable "NAME" { type = list(string) }

resource "aws_vpc_endpoint" "sts" {
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.sts"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = var.NAME
}
"""


@pytest.mark.parametrize("name", ["subnets", "aws_vpc_endpoint_service", "service_subnets_of_aws_vpc_endpoint_service"])
def test_what_a_variable_is_called_decides_nothing(name: str, tmp_path: Path) -> None:
    text = CLUSTER.replace("VPC", "aws_vpc.this.id") + OWN.replace("HOSTNAMES", "true") + ENDPOINT
    run = lint(tmp_path, {"main.tf": text.replace("NAME", name)}, "--format=json", "--select=FGL112")
    assert waits(run, "FGL112") == [("undeclared", f"var.{name}"), ("variable", f"var.{name}")]


def test_what_waits_for_one_thing_stands_together_in_the_text_report(tmp_path: Path) -> None:
    text = CLUSTER.replace("VPC", "aws_vpc.this.id") + OWN.replace("HOSTNAMES", "true") + ENDPOINT
    run = lint(tmp_path, {"main.tf": text.replace("NAME", "subnets")}, "--undecided=show", "--select=FGL112,FGL210")
    lines = run.out.splitlines()
    start = lines.index("undecided: var.subnets has no value: 3 verdicts of 2 rules wait for it")
    assert [line.split(": ")[1].split()[0] for line in lines[start + 1 : start + 4]] == ["FGL112", "FGL112", "FGL210"]
    assert lines[start + 4] == ""
