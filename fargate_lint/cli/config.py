"""``fargate-lint config``: what holds at a path, and why."""

from __future__ import annotations

from typing import Any

import click

from fargate_lint.cli.group import OrderedOptionsCommand
from fargate_lint.cli.options import catalogue_of, given_of, loading_options, rules_option, split_commas
from fargate_lint.cli.output import faults, write


@click.command(cls=OrderedOptionsCommand, name="config")
@click.argument("path", default=".", type=click.Path(exists=True))
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--select", multiple=True, metavar="RULE,…", callback=split_commas, help="As in check.")
@click.option("--ignore", multiple=True, metavar="RULE,…", callback=split_commas, help="As in check.")
@loading_options
@rules_option
def command(path: str, shape: str, **params: Any) -> None:
    """Print what holds at a path: configuration file, rules, environments, and why."""
    from fargate_lint.explanation import explain
    from fargate_lint.report import configuration
    from fargate_lint.workspace import Workspace

    with faults():
        workspace = Workspace(given_of(params), catalogue_of(params["rules"]))
        text = configuration.render(explain(workspace, path), shape)
    write(None, text)
