"""Every rule is run on the examples in its own file."""

from __future__ import annotations

import pytest

from fargate_lint import catalogue, testing


@pytest.mark.parametrize("case", testing.cases(catalogue.ours()), ids=str)
def test_the_rule_says_of_its_example_what_the_example_says(case: testing.Case) -> None:
    assert testing.problems(case) == []


@pytest.mark.parametrize("entry", catalogue.ours().entries, ids=lambda entry: entry.rule.id)
def test_a_rule_has_examples_of_both_kinds(entry: catalogue.Entry) -> None:
    assert entry.valid
    assert entry.invalid


def test_ids_are_three_digits_and_names_are_words() -> None:
    for entry in catalogue.ours():
        assert entry.rule.id[:3] == "FGL"
        assert entry.rule.id[3:].isdigit()
        assert entry.rule.name == entry.rule.name.lower()
