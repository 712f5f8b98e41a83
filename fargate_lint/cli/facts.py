"""``fargate-lint facts``: the tables behind the rules."""

from __future__ import annotations

import click

from fargate_lint.cli.output import fail, faults, write


@click.command(name="facts")
@click.argument("table", required=False)
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(table: str | None, format: str) -> None:
    """Print the tables behind the rules: each row with its source, date and confidence. TABLE is the name of one."""
    from fargate_lint.facts.printed import UnknownTable, render

    with faults():
        try:
            text = render(table, format)
        except UnknownTable as error:
            fail(2, str(error))
    write(None, text)
