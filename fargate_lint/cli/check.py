"""``fargate-lint check``: lint root modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    outputs,
    recursive_option,
    rules_option,
    select_option,
)
from fargate_lint.cli.output import Progress, coloured, columns, faults, say, write
from fargate_lint.report import FORMATS

if TYPE_CHECKING:
    from fargate_lint.config import Options
    from fargate_lint.report.result import Report
    from fargate_lint.workspace import Workspace

LEVELS = ["error", "warning", "info"]


@click.command(cls=OrderedOptionsCommand, name="check")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--format", type=click.Choice(FORMATS), help="Format on standard output (full).")
@click.option(
    "--output", multiple=True, metavar="FMT=FILE", callback=outputs, help="Also write a report to a file (-: here)."
)
@select_option
@ignore_option
@click.option(
    "--fail-on", type=click.Choice([*LEVELS, "never"]), help="Lowest severity that gives exit status 1 (warning)."
)
@click.option("--min-severity", type=click.Choice(LEVELS), help="Lowest severity that is reported (info).")
@click.option(
    "--undecided",
    type=click.Choice(["hide", "show", "fail"]),
    help="Verdicts that lack a value (hide; always counted).",
)
@loading_options
@manifests_option
@baseline_option
@recursive_option
@exclude_option
@rules_option
@click.option("--color/--no-color", default=None, help="Colour (on a terminal, unless NO_COLOR is set).")
@click.option("--quiet", "-q", is_flag=True, default=None, help="Findings only.")
@click.option("--verbose", "-v", is_flag=True, default=None, help="Also how modules were seen, clusters, suppressions.")
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **params: Any) -> None:
    """Lint root modules (the default command). A file means the root modules that read it."""
    from fargate_lint.workspace import Workspace

    progress = Progress(not params["quiet"])
    with faults():
        try:
            workspace = Workspace(given_of(params), catalogue_of(params["rules"]))
            options = workspace.run_options(paths)
            report = workspace.run(paths, progress)
        finally:
            progress.end()
        status = report.status
        _write(report, options, workspace)
    ctx.exit(status)


def _write(report: Report, options: Options, workspace: Workspace) -> None:
    """The reports that were asked for, and beside those for programs what people must know all the same."""
    from fargate_lint.report import render
    from fargate_lint.report.style import WIDTH, Style
    from fargate_lint.report.text import turned_off

    style = Style(
        quiet=options.quiet,
        verbose=options.verbose,
        show_undecided=options.undecided != "hide" or report.fails_on_undecided,
        colour=coloured(options.color),
        width=columns(WIDTH),
    )
    plain = style.plain()
    files = [text.partition("=")[::2] for text in options.output]
    format = next((format for format, path in files if path == "-"), options.format)
    write(None, render(format, report, style))
    for name, path in files:
        if path != "-":
            write(path, render(name, report, plain), workspace.tops())
    if format not in ("full", "concise"):
        details = report.details if options.verbose else ()
        say((*report.problems, *(() if options.quiet else (*report.notes, *details, *turned_off(report, plain)))))
