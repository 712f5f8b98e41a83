"""``fargate-lint baseline``: write today's findings down as known."""

from __future__ import annotations

from typing import Any

import click

from fargate_lint.cli.group import OrderedOptionsCommand
from fargate_lint.cli.options import (
    catalogue_of,
    exclude_option,
    given_of,
    ignore_option,
    loading_options,
    manifests_option,
    recursive_option,
    rules_option,
    select_option,
)
from fargate_lint.cli.output import Progress, fail, faults, say, write

NAME = ".fargate-lint-baseline.json"


@click.command(cls=OrderedOptionsCommand, name="baseline")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--output", metavar="FILE", default=NAME, show_default=True, help="Where to write it.")
@select_option
@ignore_option
@loading_options
@manifests_option
@recursive_option
@exclude_option
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
