"""Roots that are not given all they need: modules linted by themselves, values kept elsewhere, instances in doubt."""

from __future__ import annotations

import pytest

from fargate_lint.doors.sources import LoadOptions

EMPTY = """
variable "name" { type = string }
variable "x" { default = DEFAULT }
output "o" { value = var.x }
"""


@pytest.mark.parametrize("default", ["null", '""', "[]"])
def test_an_empty_default_is_open_as_long_as_another_variable_has_no_value(load, default: str) -> None:
    found = load(EMPTY.replace("DEFAULT", default)).outputs["o"]
    assert found.is_unknown
    assert "var.name has no value: pass --var x=" in found.unknown.reason


@pytest.mark.parametrize("default", ["null", '""', "[]"])
def test_an_empty_default_holds_once_everything_required_is_given(load, default: str) -> None:
    options = LoadOptions(inputs=(("var", "name=demo"),))
    assert load(EMPTY.replace("DEFAULT", default), options=options).outputs["o"].is_known


@pytest.mark.parametrize("default", ["false", "0", "{}", '"1.31"'])
def test_any_other_default_holds(load, default: str) -> None:
    assert load(EMPTY.replace("DEFAULT", default)).outputs["o"].is_known


def test_a_secret_that_is_given_at_the_prompt_opens_nothing(load) -> None:
    text = EMPTY.replace("type = string", "sensitive = true").replace("DEFAULT", '""')
    assert load(text).outputs["o"].text == ""


def test_an_empty_default_in_a_called_module_holds(load) -> None:
    files = {
        "main.tf": 'variable "a" {}\nmodule "m" { source = "./m" }\noutput "o" { value = module.m.o }',
        "m/main.tf": 'variable "x" { default = "" }\noutput "o" { value = var.x }',
    }
    assert load(files).outputs["o"].text == ""


def test_values_of_an_instance_that_may_not_exist_are_no_error(load) -> None:
    text = """
data "external" "on" {}
resource "aws_vpc" "none" { count = 0 }
resource "aws_subnet" "a" {
  for_each = data.external.on.result
  vpc_id   = aws_vpc.none[0].id
}
"""
    assert load(text).diagnostics == []
    assert len(load(text.replace("data.external.on.result", '{ a = "b" }')).diagnostics) == 1


@pytest.mark.parametrize(
    ("count", "absent"),
    [
        ("length(data.aws_availability_zones.here.names)", False),
        ("length(data.aws_subnets.found.ids)", True),
        ("var.n", True),
    ],
)
def test_an_unknown_number_may_surely_not_be_none(load, count: str, absent: bool) -> None:
    text = """
variable "n" { type = number }
data "aws_availability_zones" "here" {}
data "aws_subnets" "found" {}
resource "aws_vpc" "a" { count = COUNT }
"""
    (instance,) = load(text.replace("COUNT", count)).declarations["aws_vpc.a"].instances
    assert instance.count_unknown
    assert instance.may_be_absent is absent
