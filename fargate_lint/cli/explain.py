"""``fargate-lint explain``: what a rule is for."""

from __future__ import annotations

import click

from fargate_lint.cli.options import catalogue_of, rules_option
from fargate_lint.cli.output import faults, write


@click.command(name="explain")
@click.argument("rule")
@rules_option
def command(rule: str, rules: tuple[str, ...]) -> None:
    """Why a rule exists, how to mend what it finds, its source and examples. RULE is an id or a name."""
    from fargate_lint.report import manual

    with faults():
        entry = catalogue_of(rules).find(rule)
        text = manual.explain(entry.rule, entry.headline, entry.sections(), entry.invalid, entry.valid)
    write(None, text)
