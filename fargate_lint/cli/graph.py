"""``fargate-lint graph``: the resources of a root module and what refers to what."""

from __future__ import annotations

import sys
from typing import Any

import click

from fargate_lint.cli.group import OrderedOptionsCommand
from fargate_lint.cli.options import given_of, loading_options
from fargate_lint.cli.output import fail, faults, say, write

FORMATS = ("json", "dot", "mermaid", "graphml")


@click.command(cls=OrderedOptionsCommand, name="graph")
@click.argument("path", required=False, type=click.Path(exists=True))
@click.option("--format", type=click.Choice(FORMATS), default="json", show_default=True)
@loading_options
def command(path: str | None, format: str, **params: Any) -> None:
    """Print the graph of a root module's resources."""
    from fargate_lint.workspace import NoRoot, Workspace

    with faults():
        try:
            text, lost = Workspace(given_of(params)).graph(path, format)
        except NoRoot as error:
            fail(3, str(error))
    write(None, text)
    say(lost)
    sys.exit(3 if lost else 0)
