"""``fargate-lint baseline``: write today's findings down as known."""

from __future__ import annotations

from typing import Any

import click

from fargate_lint.cli.group import OrderedOptionsCommand
from fargate_lint.cli.options import catalogue_of, given_of, loading_options, rules_option, split_commas
from fargate_lint.cli.output import Progress, fail, faults, say, write

NAME = ".fargate-lint-baseline.json"


@click.command(cls=OrderedOptionsCommand, name="baseline")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--output", metavar="FILE", default=NAME, show_default=True, help="Where to write it.")
@click.option("--select", multiple=True, metavar="RULE,…", callback=split_commas, help="Only these rules.")
@click.option("--ignore", multiple=True, metavar="RULE,…", callback=split_commas, help="Not these rules.")
@loading_options
@click.option("--manifests", multiple=True, metavar="PATH", type=click.Path(exists=True), help="Kubernetes YAML.")
@click.option("--recursive", is_flag=True, default=None, help="Also the root modules below a root module.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Folders to pass over, as in .gitignore.")
@rules_option
def command(paths: tuple[str, ...], output: str, **params: Any) -> None:
    """Write today's findings down as known: `check --baseline FILE` tells only what is new."""
    from fargate_lint import baseline
    from fargate_lint.workspace import Workspace

    progress = Progress(True)
    with faults():
        try:
            workspace = Workspace(given_of(params), catalogue_of(params["rules"]), known=False)
            report = workspace.run(paths, progress)
        finally:
            progress.end()
        if report.status == 3:
            say(report.problems)
            fail(3, "something could not be read, so nothing is written: fargate-lint check says what")
        write(output, baseline.render(report.roots), workspace.tops())
    count = sum(len(root.findings) for root in report.roots)
    say([f"{count} finding{'' if count == 1 else 's'} written to {output}: fargate-lint --baseline {output}"])
