"""``fargate-lint fix``: mend what is surely wrong."""

from __future__ import annotations

from typing import Any

import click

from fargate_lint.cli.group import OrderedOptionsCommand
from fargate_lint.cli.options import (
    baseline_option,
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
from fargate_lint.cli.output import Progress, coloured, columns, fail, faults, say, write


@click.command(cls=OrderedOptionsCommand, name="fix")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--diff", is_flag=True, help="Print what would change as a unified diff, and write nothing.")
@select_option
@ignore_option
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info", "never"]), help="As in check; mends from there."
)
@loading_options
@manifests_option
@baseline_option
@recursive_option
@exclude_option
@rules_option
def command(paths: tuple[str, ...], diff: bool, **params: Any) -> None:
    """Mend what is surely wrong: an edit is made only if its finding is gone after it, and no other has come."""
    from fargate_lint import fix
    from fargate_lint.config import LEVELS
    from fargate_lint.report import render
    from fargate_lint.report.style import WIDTH, Style
    from fargate_lint.workspace import Workspace

    progress = Progress(True)
    with faults():
        try:
            workspace = Workspace(given_of(params), catalogue_of(params["rules"]))
            done = fix.mend(workspace, paths, LEVELS.get(params["fail_on"] or ""))
        finally:
            progress.end()
        if diff:
            write(None, done.diff())
        else:
            try:
                fix.write(workspace, done)
            except fix.Unwritten as problem:
                fail(2, str(problem))
            write(None, render("full", done.report, Style(colour=coloured(None), width=columns(WIDTH))))
        count, files = len(done.fixed), len(done.after)
        verb = "would be mended" if diff else "mended"
        say([f"{count} finding{'' if count == 1 else 's'} {verb} in {files} file{'' if files == 1 else 's'}"])
    raise SystemExit(max(done.report.status, 1 if diff and done.after else 0))
