"""Every rule is run on the examples in its own file."""

from __future__ import annotations

import dataclasses
import statistics
from pathlib import Path

import pytest

from fargate_lint import catalogue, testing
from fargate_lint.diagnostic import Severity
from fargate_lint.testing import preludes
from fargate_lint.testing.example import read

GOLDEN = Path(__file__).parent / "golden" / "rules"
NEIGHBOUR = """resource "aws_eks_cluster" "aa_other" {
  name     = "aa-other"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config {
    subnet_ids              = ["subnet-8", "subnet-9"]
    endpoint_private_access = false
    endpoint_public_access  = false
  }
}

resource "aws_eks_fargate_profile" "aa_other" {
  cluster_name           = aws_eks_cluster.aa_other.name
  fargate_profile_name   = "other"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/other"
  subnet_ids             = ["subnet-8", "subnet-9"]
  selector { namespace = "other" }
}

resource "aws_eks_fargate_profile" "aa_elsewhere" {
  cluster_name           = "aa-elsewhere"
  fargate_profile_name   = "elsewhere"
  pod_execution_role_arn = "arn:aws:iam::111122223333:role/elsewhere"
  subnet_ids             = ["subnet-9"]
  selector { namespace = "elsewhere" }
}
"""
"""A cluster of which nearly nothing is known, before the example's, and one that is declared elsewhere."""
BY_NAME = ("FGL301", "FGL304", "FGL310", "FGL311", "FGL320", "FGL404", "FGL42", "FGL430", "FGL511", "FGL6", "FGL9")
"""Of what these look at, nothing says to which of several clusters it belongs."""
LINES = 120
"""So many has the median rule file: an example shows what matters, and names its surroundings."""
CASES = {entry.rule.id: testing.cases([entry]) for entry in catalogue.ours()}


@pytest.mark.parametrize("case", [case for cases in CASES.values() for case in cases], ids=str)
def test_the_rule_says_of_its_example_what_the_example_says(case: testing.Case) -> None:
    assert testing.problems(case) == []


@pytest.mark.parametrize("id", CASES)
def test_the_rule_says_of_its_examples_what_it_said_before(id: str) -> None:
    """Columns, ends, whole messages, subjects, addresses, related places, fixes and passes; after a change that is
    meant, tests/tools/rule_snapshots.py writes them anew."""
    assert testing.snapshot(CASES[id]).splitlines() == (GOLDEN / f"{id}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("id", CASES)
def test_each_yield_of_a_rule_is_reached_by_one_of_its_examples(id: str) -> None:
    assert testing.unreached(CASES[id]) == []


@pytest.mark.parametrize("id", [id for id in CASES if not id.startswith(BY_NAME)])
def test_what_a_rule_finds_it_finds_beside_other_clusters(id: str) -> None:
    lost = []
    for case in CASES[id]:
        example = read(case.text)
        found = [preludes.find(name, case.entry.folders()) for name in example.preludes]
        added = testing.scenery(preludes.write(example.files, found).files)
        more = dataclasses.replace(example, files={**example.files, **added, "neighbour.tf": NEIGHBOUR})
        said = {(one.word, one.path, one.line, one.text) for one in testing.run(case.entry, more).said}
        own = [one for one in case.run.said if case.wrong and one.word != "undecided"]
        lost += [f"{case}: {one}" for one in own if (one.word, one.path, one.line, one.text) not in said]
    assert lost == []


@pytest.mark.parametrize("entry", catalogue.ours().entries, ids=lambda entry: entry.rule.id)
def test_a_rule_has_examples_of_both_kinds(entry: catalogue.Entry) -> None:
    assert entry.valid
    assert entry.invalid


def test_ids_are_three_digits_and_names_are_words() -> None:
    for entry in catalogue.ours():
        assert entry.rule.id[:3] == "FGL"
        assert entry.rule.id[3:].isdigit()
        assert entry.rule.name == entry.rule.name.lower()


@pytest.mark.parametrize("id", CASES)
def test_a_rule_lists_the_severities_of_its_findings_and_no_other(id: str) -> None:
    rule = catalogue.ours().entry(id).rule
    examples = "\n".join(case.text for case in CASES[id])
    assert {severity for severity in Severity if f"# {severity}:" in examples} == set(rule.severities)
    assert all(case and case == case.strip() for case in rule.severities.values())


def test_half_of_the_rule_files_are_short() -> None:
    files = [path for path in catalogue.folder().glob("*.py") if not path.stem.startswith("_")]
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    middle = statistics.median(lines.values())
    assert middle <= LINES, sorted(lines.items(), key=lambda pair: abs(pair[1] - middle))[:8]


def test_every_prelude_is_used_and_says_what_it_is() -> None:
    used = {name for cases in CASES.values() for case in cases for name in read(case.text).preludes}
    preludes = {path.stem: path for path in (catalogue.folder() / "preludes").glob("*.tf")}
    assert used == set(preludes)
    assert [name for name, path in preludes.items() if not path.read_text(encoding="utf-8").startswith("# ")] == []
