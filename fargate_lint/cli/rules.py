"""``fargate-lint rules``: the rules there are."""

from __future__ import annotations

import click

from fargate_lint.cli.options import catalogue_of, rules_option
from fargate_lint.cli.output import faults, write


@click.command(name="rules")
@click.option("--format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@rules_option
def command(format: str, rules: tuple[str, ...]) -> None:
    """List the rules."""
    from fargate_lint.report import manual

    with faults():
        text = manual.table([entry.rule for entry in catalogue_of(rules)], format)
    write(None, text)
