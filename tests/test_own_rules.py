"""Rules from outside of the package: which files are rules, what is said of those that are none, how they run."""

from __future__ import annotations

from pathlib import Path

import pytest

from fargate_lint import catalogue, testing
from fargate_lint.catalogue import BrokenRule

RULE = '''"""A VPC with dedicated tenancy.

Why: Fargate does not run in it.
Fix: Set ``instance_tenancy = "default"``.
Source: a rule of the company
"""

from fargate_lint.rule import Finding, Pass, Rule, Severity


def check(estate):
    for vpc in estate.cluster_vpcs():
        yield Pass(vpc.address)


VALID = ['resource "aws_vpc" "this" {\\n  cidr_block = "10.0.0.0/16"\\n}\\n']
INVALID = []
RULE = Rule(id="ACME101", name="company-vpc-tenancy", severities={Severity.ERROR: "set"}, summary="dedicated tenancy")
'''


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    path = tmp_path / "company_vpc_tenancy.py"
    path.write_text(RULE, encoding="utf-8")
    return path


def test_a_file_or_a_folder_adds_its_rules_to_ours(rule: Path) -> None:
    (rule.parent / "_shared.py").write_text("1 / 0\n", encoding="utf-8")
    for path in (rule, rule.parent):
        known = catalogue.with_rules([str(path)])
        assert known.named(["ACME", "FGL102"]) == {"ACME101", "FGL102"}
        assert known.find("company-vpc-tenancy").headline == "A VPC with dedicated tenancy."
    assert len(catalogue.with_rules([str(rule), str(rule.parent)]).entries) == len(catalogue.ours().entries) + 1
    assert catalogue.ours().ids("ACME101") == frozenset()


def test_the_examples_of_a_rule_from_outside_are_run(rule: Path) -> None:
    (case,) = testing.cases([catalogue.load(str(rule))])
    assert testing.problems(case) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("def check(", "def check(:", ":11: SyntaxError: "),
        ("def check(", "1 / 0\ndef check(", ":11: ZeroDivisionError: division by zero"),
        ("def check(", "raise SystemExit(0)\ndef check(", ":11: SystemExit: 0"),
        ("def check(", "def look(", ":18: company_vpc_tenancy.py lacks check"),
        ("Why:", "Reason:", ":18: company_vpc_tenancy.py: its docstring has no Why"),
        ('id="ACME101"', 'id="FGL999"', ":18: 'FGL999' is no id for it"),
        ('id="ACME101"', 'id="A B"', ":18: 'A B' is no id for it"),
        ("company-vpc-tenancy", "tenancy", ":18: company_vpc_tenancy.py holds the rule 'tenancy'"),
        ("RULE = Rule(", "RULE = dict(", ":18: company_vpc_tenancy.py: RULE is no Rule"),
    ],
)
def test_a_file_that_is_no_rule_is_named_with_the_line(rule: Path, old: str, new: str, message: str) -> None:
    rule.write_text(RULE.replace(old, new), encoding="utf-8")
    with pytest.raises(BrokenRule) as error:
        catalogue.with_rules([str(rule)])
    assert f"company_vpc_tenancy.py{message}" in str(error.value)


def test_two_rules_of_one_id_and_folders_without_rules_are_refused(rule: Path, tmp_path: Path) -> None:
    second = tmp_path / "company_other.py"
    second.write_text(RULE.replace("company-vpc-tenancy", "company-other"), encoding="utf-8")
    with pytest.raises(BrokenRule, match="ACME101 is already the rule ACME101"):
        catalogue.with_rules([str(tmp_path)])
    (tmp_path / "none").mkdir()
    for path, message in (("none", "holds no rules"), ("gone", "no such file or folder")):
        with pytest.raises(BrokenRule, match=message):
            catalogue.with_rules([str(tmp_path / path)])
