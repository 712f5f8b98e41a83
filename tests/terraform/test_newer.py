"""Blocks and arguments of newer Terraform and OpenTofu; what Terraform refuses before it evaluates anything."""

from __future__ import annotations

import json

import pytest

from fargate_lint.diagnostic import Severity
from fargate_lint.doors.sources import LoadOptions
from fargate_lint.graph.export import plain

VPC = 'resource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n'


def _said(root) -> list[tuple[str, str, int]]:
    return [(d.code, d.severity.value, d.span.line) for d in root.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        'action "aws_lambda_invoke" "x" {\n  config {\n    function_name = "f"\n  }\n}\n',
        'language {\n  edition = "2026"\n}\n',
        "removed {\n  from = aws_vpc.x\n  lifecycle {\n    destroy = false\n  }\n}\n",
        'ephemeral "random_password" "p" {\n  length = 16\n}\n',
        'check "c" {\n  assert {\n    condition     = true\n    error_message = "x"\n  }\n}\n',
        'terraform {\n  encryption {\n    method "unencrypted" "m" {}\n  }\n}\n',
        'variable "x" {\n  type       = string\n  default    = "a"\n  const      = true\n  deprecated = "no"\n}\n',
        'provider "aws" {\n  for_each = toset(["us-east-1"])\n  alias    = "by_region"\n  region   = each.value\n}\n',
    ],
)
def test_blocks_of_newer_versions_are_read_without_a_word(load, text: str) -> None:
    root = load(f"{text}\n{VPC}}}\n")
    assert list(root.declarations) == ["aws_vpc.v"]
    assert root.diagnostics == []
    assert root.broken == ()


def test_an_action_is_triggered_without_a_word(load) -> None:
    trigger = (
        "lifecycle {\n action_trigger {\n events = [after_create]\n actions = [action.aws_lambda_invoke.x]\n }\n }"
    )
    root = load(f'action "aws_lambda_invoke" "x" {{}}\n{VPC}  {trigger}\n}}\n')
    assert root.diagnostics == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("main.tf", 'deployment "x" {\n  inputs = {}\n}\nresource "aws_vpc" "v" {}\n'),
        ("main.tf.json", json.dumps({"deployment": {"x": {}}, "resource": {"aws_vpc": {"v": {}}}})),
    ],
)
def test_a_block_that_nobody_knows_is_a_note_and_costs_nothing_else(load, name: str, text: str) -> None:
    root = load({name: text})
    assert list(root.declarations) == ["aws_vpc.v"]
    assert _said(root) == [("block", "info", 1)]
    assert root.broken == ()


@pytest.mark.parametrize("word", ["resoure", "Resource", "resources"])
def test_a_misspelt_block_is_an_error(load, word: str) -> None:
    root = load(f'{word} "aws_vpc" "v" {{}}\n')
    assert _said(root) == [("syntax", "error", 1)]
    assert 'Did you mean "resource"?' in root.diagnostics[0].message


def test_blocks_of_newer_versions_in_json(load) -> None:
    text = {
        "action": {"aws_lambda_invoke": {"x": {"config": {"function_name": "f"}}}},
        "module": {"m": {"source": "./m", "lifecycle": {"enabled": "${1 == 2}"}}},
        "resource": {"aws_vpc": {"v": {"lifecycle": {"enabled": False}}}},
        "output": {"o": {"value": "${aws_vpc.v == null && module.m == null}"}},
    }
    root = load({"main.tf.json": json.dumps(text), "m/main.tf": VPC + "}\n"})
    assert root.diagnostics == []
    assert plain(root.outputs["o"]) is True
    assert [d for d in root.declarations.values() if d.instances] == []


# OpenTofu's lifecycle { enabled = … }


@pytest.mark.parametrize(("value", "count"), [("true", 1), ("false", 0), ("1 == 2", 0), ('"true"', 1)])
def test_enabled_is_one_instance_or_none(load, value: str, count: int) -> None:
    root = load(
        f'{VPC}  lifecycle {{\n    enabled = {value}\n  }}\n}}\noutput "o" {{\n  value = aws_vpc.v == null\n}}\n'
    )
    assert len(root.declarations["aws_vpc.v"].instances) == count
    assert root.outputs["o"].raw is (count == 0)
    assert root.diagnostics == []


def test_a_module_that_is_not_enabled_has_nothing_and_is_null(load) -> None:
    call = 'module "m" {\n  source = "./m"\n  lifecycle {\n    enabled = false\n  }\n}\n'
    root = load(
        {
            "main.tofu": f'{call}output "o" {{\n  value = try(module.m.id, "none")\n}}\n',
            "m/main.tf": f'{VPC}}}\noutput "id" {{\n  value = aws_vpc.v.id\n}}\n',
        }
    )
    assert plain(root.outputs["o"]) == "none"
    assert [d for d in root.declarations.values() if d.instances] == []


def test_what_may_be_enabled_is_one_that_may_be_absent_and_keeps_its_values(load) -> None:
    root = load(
        f'variable "on" {{}}\n{VPC}  lifecycle {{\n    enabled = var.on\n  }}\n}}\n'
        'output "block" {\n  value = aws_vpc.v.cidr_block\n}\noutput "none" {\n  value = aws_vpc.v == null\n}\n'
    )
    (instance,) = root.declarations["aws_vpc.v"].instances
    assert instance.may_be_absent
    assert root.outputs["block"].text == "10.0.0.0/16"
    assert root.outputs["none"].is_unknown
    assert root.diagnostics == []


# .tofu


def test_a_tofu_file_takes_the_place_of_the_tf_file_of_its_name(load) -> None:
    root = load(
        {
            "main.tf": 'resource "aws_vpc" "terraform" {}\n',
            "main.tofu": 'resource "aws_vpc" "opentofu" {}\n',
            "more.tf.json": '{"resource": {"aws_eip": {"terraform": {}}}}',
            "more.tofu.json": '{"resource": {"aws_eip": {"opentofu": {}}}}',
            "x_override.tf": 'resource "aws_vpc" "opentofu" {\n  cidr_block = "10.0.0.0/16"\n}\n',
            "x_override.tofu": 'resource "aws_vpc" "opentofu" {\n  cidr_block = "10.1.0.0/16"\n}\n',
            "other.tf": 'resource "aws_subnet" "both" {}\n',
        }
    )
    assert list(root.declarations) == ["aws_eip.opentofu", "aws_subnet.both", "aws_vpc.opentofu"]
    (vpc,) = root.declarations["aws_vpc.opentofu"].instances
    assert plain(vpc.get("cidr_block")) == "10.1.0.0/16"


# OpenTofu's provider with for_each

BY_REGION = """
variable "regions" {
  default = ["us-east-1", "eu-west-1"]
}
provider "aws" {
  alias    = "by_region"
  for_each = toset(var.regions)
  region   = each.value
}
"""


@pytest.mark.parametrize(
    ("which", "region"),
    [('"eu-west-1"', "eu-west-1"), ("var.regions[0]", "us-east-1"), ("var.unset", None)],
)
def test_a_resource_is_in_the_region_of_the_provider_that_its_key_names(load, which: str, region: str | None) -> None:
    root = load(
        f'{BY_REGION}variable "unset" {{}}\ndata "aws_region" "r" {{\n  provider = aws.by_region[{which}]\n}}\n'
        'output "o" {\n  value = data.aws_region.r.name\n}\n'
    )
    assert root.outputs["o"].text == region
    assert root.diagnostics == []


def test_a_module_is_in_a_region_that_is_not_known_where_its_provider_is_one_of_several(load) -> None:
    call = 'module "m" {\n  source = "./m"\n  providers = { aws = aws.by_region["eu-west-1"] }\n}\n'
    inner = 'data "aws_region" "r" {}\noutput "o" {\n  value = data.aws_region.r.name\n}\n'
    root = load({"main.tofu": f'{BY_REGION}{call}output "o" {{\n  value = module.m.o\n}}\n', "m/main.tf": inner})
    assert root.outputs["o"].is_unknown
    assert root.diagnostics == []


# Values


def test_whether_terraform_is_applying_is_not_known(load) -> None:
    root = load(
        'output "same" {\n  value = terraform.applying ? "a" : "a"\n}\n'
        'output "other" {\n  value = tofu.applying ? "a" : "b"\n}\n'
    )
    assert root.outputs["same"].text == "a"
    assert root.outputs["other"].is_unknown
    assert root.diagnostics == []


def test_a_null_input_of_terraform_data_is_null_and_not_something_unknown(load) -> None:
    root = load(
        'variable "n" {\n  type    = string\n  default = null\n}\nresource "terraform_data" "d" {\n  input = var.n\n}\n'
        'output "o" {\n  value = try(coalesce(null, terraform_data.d.input), "d")\n}\n'
    )
    assert root.outputs["o"].text == "d"


def test_an_infinity_is_shown_in_the_graph(load) -> None:
    root = load('output "o" {\n  value = [1 / 0, -1 / 0]\n}\n')
    assert plain(root.outputs["o"]) == ["+Inf", "-Inf"]


# What Terraform refuses before it evaluates anything

REFUSED = {
    "two backends": ('terraform {\n  backend "s3" {}\n  backend "local" {}\n}\n', 3),
    "backends of two blocks": ('terraform {\n  backend "s3" {}\n}\nterraform {\n  cloud {}\n}\n', 5),
    "two default providers": ('provider "aws" {}\nprovider "aws" {}\n', 2),
    "two providers of one alias": ('provider "aws" {\n  alias = "a"\n}\nprovider "aws" {\n  alias = "a"\n}\n', 4),
    "a type in quotes": ('variable "x" {\n  type    = "list"\n  default = []\n}\n', 2),
    "a reference as default": (f'variable "x" {{\n  default = aws_vpc.v.id\n}}\n{VPC}}}\n', 2),
    "a function as default": ('variable "x" {\n  default = upper("a")\n}\n', 2),
    "null that is not nullable": ('variable "x" {\n  default  = null\n  nullable = false\n}\n', 2),
    "a module without source": ('module "m" {\n}\n', 1),
    "an output without value": ('output "o" {\n}\n', 1),
    "count and for_each": (f'{VPC}  count    = 1\n  for_each = toset(["a"])\n}}\n', 4),
    "count and enabled": (f"{VPC}  count = 1\n  lifecycle {{\n    enabled = true\n  }}\n}}\n", 5),
}


@pytest.mark.parametrize(("text", "line"), REFUSED.values(), ids=REFUSED)
def test_what_terraform_refuses_is_said_at_its_place(load, text: str, line: int) -> None:
    said = [one for one in load(text).diagnostics if one.code == "declaration"]
    assert [(one.severity, one.span.line) for one in said] == [(Severity.WARNING, line)]


@pytest.mark.parametrize(
    "files",
    [
        {"main.tf": 'terraform {\n  backend "s3" {}\n}\n', "o_override.tf": 'terraform {\n  backend "local" {}\n}\n'},
        {"main.tf": 'provider "aws" {}\n', "o_override.tf": 'provider "aws" {\n  region = "us-east-1"\n}\n'},
        {"main.tf": 'provider "aws" {}\nprovider "aws" {\n  alias = "a"\n}\n'},
        {"main.tf.json": '{"variable": {"x": {"type": "list", "default": []}}}'},
        {"main.tf": 'variable "x" {\n  default = { a = [1, "b", null, -1, "${"c"}"] }\n}\n'},
        {"main.tf": 'module "m" {\n  version = "1"\n}\n', "o_override.tf": 'module "m" {\n  source = "./m"\n}\n'},
    ],
)
def test_what_terraform_takes_is_not_refused(load, files: dict[str, str]) -> None:
    root = load({**files, "m/main.tf": ""}, options=LoadOptions())
    assert [one for one in root.diagnostics if one.code == "declaration"] == []
