"""``fargate-lint graph``: the resources of a root module and what refers to what."""

from __future__ import annotations

import sys
from typing import Any

import click

from fargate_lint.cli.group import OrderedOptionsCommand
from fargate_lint.cli.options import given_of, loading_options
from fargate_lint.cli.output import fail, faults, say, write

GRAPHS = ("json", "dot", "mermaid", "graphml")
FORMATS = (*GRAPHS, "text")


@click.command(cls=OrderedOptionsCommand, name="graph")
@click.argument("path", required=False, type=click.Path(exists=True))
@click.option("--format", type=click.Choice(FORMATS), help="Format (json; of ways text).")
@click.option("--from", "source", metavar="ADDRESS", help="With --to: how this thing refers to another.")
@click.option("--to", "target", metavar="ADDRESS", help="The other thing.")
@loading_options
def command(path: str | None, format: str | None, source: str | None, target: str | None, **params: Any) -> None:
    """Print the graph of a root module's resources, or the ways between two of them (text or json)."""
    from fargate_lint import graphs
    from fargate_lint.workspace import NoRoot, Workspace

    if (source is None) != (target is None):
        raise click.UsageError("--from and --to belong together")
    wanted = graphs.WAYS if source is not None else GRAPHS
    if format is not None and format not in wanted:
        raise click.UsageError(f"--format {format}: {'ways are' if source else 'a graph is'} {' or '.join(wanted)}")
    with faults():
        try:
            workspace = Workspace(given_of(params))
            if source is not None and target is not None:
                text, lost = graphs.ways(workspace, path, source, target, format or "text")
            else:
                text, lost = graphs.drawn(workspace, path, format or "json")
        except NoRoot as error:
            fail(3, str(error))
    write(None, text)
    say(lost)
    sys.exit(3 if lost else 0)
