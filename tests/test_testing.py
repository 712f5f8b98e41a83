"""The harness compares what an example says, and runs a rule of anybody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from fargate_lint import catalogue, testing
from fargate_lint import rule as rule_module
from fargate_lint.testing import __main__ as command
from fargate_lint.testing.preludes import Prelude, PreludeError, write

OFF = """
resource "aws_vpc" "this" {
  cidr_block         = "10.0.0.0/16"
  enable_dns_support = false%s
}
"""


def problems(id: str, text: str, wrong: bool = True) -> list[str]:
    return testing.problems(testing.Case(catalogue.ours().find(id), text, wrong, 1))


@pytest.mark.parametrize(
    ("comment", "right"),
    [
        ("# error: DNS support is off", True),
        ("# error:", True),
        ("# error@24: DNS support is off", True),
        ("# error: DNS support is off # fix: enable_dns_support = true", True),
        ("# error@23: DNS support is off", False),
        ("# error[dns]: DNS support is off", False),
        ("# warning: DNS support is off", False),
        ("# undecided: DNS support is off", False),
        ("# error: DNS support is on", False),
        ("# error: DNS support is off # fix: enable_dns_support = false", False),
        ("# error: DNS support is off # related: elsewhere", False),
        ("# error: DNS support is off # error:", False),
        ("", False),
    ],
)
def test_what_a_line_says_is_compared(comment: str, right: bool) -> None:
    assert (problems("FGL101", OFF % f" {comment}" if comment else OFF % "") == []) is right


@pytest.mark.parametrize(("comment", "right"), [("passed on as var.dns", True), ("passed on as local", False)])
def test_a_related_place_that_is_written_is_compared(comment: str, right: bool) -> None:
    text = (
        'variable "dns" { default = false } # error@28: DNS support is off\n\nresource "aws_vpc" "this" {\n'
        f'  cidr_block = "10.0.0.0/16"\n  enable_dns_support = var.dns # related@24: {comment}\n}}\n'
    )
    assert (problems("FGL101", text) == []) is right


def test_the_subject_of_an_undecided_verdict_is_compared() -> None:
    text = 'module "vpc" { # error[%s]: no s3 # error[sts]: no sts # error: ecr.api # error: ecr.dkr\n%s}\n'
    body = '  source = "terraform-aws-modules/vpc/aws"\n  azs = ["eu-west-1a"]\n  private_subnets = ["10.0.0.0/24"]\n'
    assert problems("FGL201", text % ("s3", body)) == []
    assert len(problems("FGL201", text % ("sts", body))) == 2


def test_an_example_in_valid_expects_no_finding_and_one_in_invalid_expects_something() -> None:
    assert problems("FGL101", OFF % " # error: DNS support is off", wrong=False) == [
        "an example in VALID expects a finding"
    ]
    assert len(problems("FGL101", OFF.replace("false%s", "true"))) == 1


# Preludes

NET = Prelude(
    "net",
    """resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
  timeouts { create = "5m" }
  tag {
    name  = "a"
    value = "b"
  }
}

locals {
  a = 1
  b = 2
}
""",
)


@pytest.mark.parametrize(
    ("text", "main", "rest"),
    [
        ('x "y" {}\n', 'x "y" {}\n', NET.text),
        (
            'resource "aws_vpc" "this" {}\nlocals { b = 3 }',
            """resource "aws_vpc" "this" {

  cidr_block = "10.0.0.0/16"
  timeouts { create = "5m" }
  tag {
    name  = "a"
    value = "b"
  }
                           }
locals { b = 3 }""",
            "\n" * 9 + "locals {\n  a = 1\n\n}\n",
        ),
        (
            'resource "aws_vpc" "this" {\n  cidr_block = "10.1.0.0/16"\n  tag { name = "c" }\n  timeouts {\n  }\n}\n',
            """resource "aws_vpc" "this" {
  cidr_block = "10.1.0.0/16"
  tag {
        name = "c"
    value = "b"
                   }
  timeouts {
             create = "5m"
  }
}
""",
            "\n" * 9 + "locals {\n  a = 1\n  b = 2\n}\n",
        ),
        (
            'resource "aws_vpc" "this" {\n  tag { name = "c" }\n  tag { name = "d" }\n  dynamic "timeouts" {\n  }\n}\n',
            (
                'resource "aws_vpc" "this" {\n  tag { name = "c" }\n  tag { name = "d" }\n  dynamic "timeouts" {\n  }\n'
                '  cidr_block = "10.0.0.0/16"\n}\n'
            ),
            "\n" * 9 + "locals {\n  a = 1\n  b = 2\n}\n",
        ),
    ],
)
def test_a_block_of_the_example_and_the_prelude_is_one(text: str, main: str, rest: str) -> None:
    written = write({"main.tf": text}, [NET])
    assert written.files == {"main.tf": main, "net.tf": rest}


def test_what_is_filled_in_is_told_as_a_place_of_the_prelude() -> None:
    written = write({"main.tf": '\nresource "aws_vpc" "this" { cidr_block = "::" }\nx {}\n'}, [NET])
    lines = written.files["main.tf"].split("\n")
    assert [written.origin("main.tf", number) for number in range(1, len(lines) + 1)] == [
        ("main.tf", 1),
        ("main.tf", 2),
        ("main.tf", 2),
        *(("net.tf", number) for number in range(3, 8)),
        ("main.tf", 2),
        ("main.tf", 3),
        ("main.tf", 4),
    ]
    assert lines[2].index("cidr_block") == 28  # where the example has it
    assert written.origin("net.tf", 11) == ("net.tf", 11)


def test_preludes_that_do_not_fit_are_told() -> None:
    with pytest.raises(PreludeError, match="declared twice"):
        write({"main.tf": ""}, [NET, Prelude("other", NET.text)])
    with pytest.raises(PreludeError, match="a file net"):
        write({"net.tf": ""}, [NET])
    assert problems("FGL101", "# with: nowhere\n") == [
        "no prelude is called 'nowhere': there is no preludes/nowhere.tf"
    ]


# A rule of anybody's

RULE = '''"""A VPC with dedicated tenancy.

Why: Fargate does not run in it.
Fix: Set ``instance_tenancy = "default"``.
Source: a company rule, checked 2026-11-28
"""

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Pass, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    for vpc in estate.cluster_vpcs():
        if vpc.address == "aws_vpc.bad":
            yield Finding("dedicated", vpc.address, vpc.place)
        else:
            yield Pass(vpc.address)


VALID = [
    """
# with: tenant
""",
]
INVALID = [
    """
resource "aws_vpc" "bad" { # error: dedicated
  cidr_block = "10.0.0.0/16"
}
""",
]
RULE = Rule(id="ACME101", name="company-vpc-tenancy", severities={Severity.ERROR: "set"}, summary="dedicated tenancy")
'''


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    (tmp_path / "preludes").mkdir()
    (tmp_path / "preludes" / "tenant.tf").write_text('resource "aws_vpc" "good" {\n  cidr_block = "10.0.0.0/16"\n}\n')
    path = tmp_path / "company_vpc_tenancy.py"
    path.write_text(RULE, encoding="utf-8")
    return path


def test_a_rule_from_outside_runs_its_examples_with_preludes_of_its_own(
    rule: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([str(rule)]) == 0
    assert capsys.readouterr().out == f"{rule}: 2 examples are as they say\n"


def test_what_fails_is_told_with_its_line(rule: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule.write_text(RULE.replace("# error: dedicated", "# warning:").replace("# with: tenant", ""), encoding="utf-8")
    assert command.main([str(rule.parent)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{rule}:27: INVALID 1: expected, not said: main.tf:2: warning: ",
        f"{rule}:27: INVALID 1: said, not expected: main.tf:2:1: error: dedicated",
    ]
    rule.write_text(RULE.replace('"aws_vpc" "bad"', '"aws_vpc" "fine"'), encoding="utf-8")
    assert command.main([str(rule)]) == 1
    assert f"{rule}:16: no example reaches this yield" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = (", "SyntaxError"),
        ("x = 1\n", "lacks RULE, check, VALID, INVALID"),
        ("import nowhere_at_all\n", "No module"),
    ],
)
def test_a_file_that_is_no_rule_is_told(
    rule: Path, text: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rule.write_text(text, encoding="utf-8")
    assert command.main([str(rule)]) == 2
    assert message in capsys.readouterr().err
    assert command.main([]) == 2


def test_every_type_that_a_rule_s_variables_have_is_exported() -> None:
    assert [name for name in rule_module.__all__ if not hasattr(rule_module, name)] == []
    assert rule_module.Vpc.__module__ == "fargate_lint.model.network.vpc"
    assert not hasattr(rule_module, "Vcp")
