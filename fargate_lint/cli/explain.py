"""``fargate-lint explain``: what a rule is for."""

from __future__ import annotations

import click

from fargate_lint.cli.options import catalogue_of, rules_option
from fargate_lint.cli.output import faults, write


@click.command(name="explain")
@click.argument("words", nargs=-1, required=True, metavar="RULE...")
@click.option("--format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@rules_option
def command(words: tuple[str, ...], format: str, rules: tuple[str, ...]) -> None:
    """Why rules exist, how to mend what they find, their sources and examples. RULE is an id or a name."""
    from fargate_lint.report import manual

    with faults():
        catalogue = catalogue_of(rules)
        text = manual.explain([catalogue.find(word) for word in dict.fromkeys(words)], format)
    write(None, text)
