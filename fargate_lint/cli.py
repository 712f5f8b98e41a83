"""The command line: arguments to a call, a report to an exit status. No logic; design.md section 5 is the contract."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from fargate_lint import __version__
from fargate_lint.report import FORMATS

if TYPE_CHECKING:
    from fargate_lint.report.result import Report

GRAPH_FORMATS = ("json", "dot", "mermaid", "graphml")
RESERVED_COMMANDS = ("fix", "schedule", "lsp", "baseline")
"""Commands that are not built yet; nothing else takes their names."""
PROGRESS_DELAY_SECONDS = 1.0
"""Seconds before progress is shown."""


class DefaultGroup(click.Group):
    """A group whose command is ``check`` where none is named; its help shows check's options too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] in RESERVED_COMMANDS:
            fail(2, f"{args[0]} is not built yet (a folder of that name is ./{args[0]})")
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "-h", "--version")):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [row for option in check.get_params(ctx) if (row := option.get_help_record(ctx)) is not None]
        with formatter.section("Options of check"):
            formatter.write_dl([row for row in rows if "--help" not in row[0]])
        super().format_options(ctx, formatter)


class OrderedOptionsCommand(click.Command):
    """A command that also hands on its --var and --var-file in the order given, since the later one wins."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options, _, order = self.make_parser(ctx).parse_args(list(args))
        rest = super().parse_args(ctx, args)
        names = [param.name for param in order]
        values = {name: list(options.get(name) or ()) for name in ("var", "var_file")}
        kinds = {"var": "var", "var_file": "file"}
        ctx.params["inputs"] = tuple((kinds[n], values[n].pop(0)) for n in names if n in kinds and values[n])
        for name in kinds:
            ctx.params.pop(name, None)
        return rest


def words(ctx: click.Context, param: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    """Comma-separated and repeated words as one list."""
    return tuple(word.strip() for text in value for word in text.split(",") if word.strip())


def outputs(ctx: click.Context, param: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    for text in value:
        format, separator, path = text.partition("=")
        if not separator or not path or format not in FORMATS:
            raise click.BadParameter(f"{text!r}: write FMT=FILE, FMT one of {', '.join(FORMATS)}")
    return tuple(value)


def loading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that decide what a root module's values are."""
    for option in (
        click.option(
            "--config", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Configuration file."
        ),
        click.option("--region", metavar="NAME", help="AWS region where no provider says."),
        click.option("--workspace", metavar="NAME", help="Terraform workspace (else TF_WORKSPACE, else default)."),
        click.option("--var-file", multiple=True, metavar="FILE", help="Variable file (repeatable)."),
        click.option("--var", multiple=True, metavar="NAME=VALUE", help="Variable of the root module (repeatable)."),
    ):
        command = option(command)
    return command


@click.group(cls=DefaultGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="fargate-lint")
def cli() -> None:
    """Tells from Terraform alone whether EKS on Fargate in a private VPC will come up.

    `fargate-lint PATH` is short for `fargate-lint check PATH`.

    Exit status: 0 nothing at or above --fail-on; 1 findings; 2 wrong usage or configuration; 3 something could not
    be analysed.
    """


@cli.command(cls=OrderedOptionsCommand)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--format", type=click.Choice(FORMATS), help="Format on standard output (full).")
@click.option("--output", multiple=True, metavar="FMT=FILE", callback=outputs, help="Also write a report to a file.")
@click.option("--select", multiple=True, metavar="RULE,…", callback=words, help="Only these rules: id, name or prefix.")
@click.option("--ignore", multiple=True, metavar="RULE,…", callback=words, help="Not these rules.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="Lowest severity that gives exit status 1 (warning).",
)
@click.option(
    "--undecided",
    type=click.Choice(["hide", "show", "fail"]),
    help="Verdicts that lack a value (hide; always counted).",
)
@loading_options
@click.option(
    "--manifests",
    multiple=True,
    metavar="PATH",
    type=click.Path(exists=True),
    help="Kubernetes YAML that goes to the cluster, a file or a folder (repeatable).",
)
@click.option("--recursive", is_flag=True, default=None, help="Also lint the root modules below a root module.")
@click.option("--color/--no-color", default=None, help="Colour (on a terminal, unless NO_COLOR is set).")
@click.option("--quiet", "-q", is_flag=True, default=None, help="Findings only.")
@click.option("--verbose", "-v", is_flag=True, default=None, help="Also how modules were seen, clusters, suppressions.")
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:
    """Lint root modules (the default command). A file means the root modules that read it."""
    from fargate_lint import config, linter, report
    from fargate_lint.report.style import Style

    progress = Progress(not given["quiet"])
    try:
        options = linter.options_at((paths or (".",))[0], given)
        result = linter.lint(paths or (".",), given, progress)
    except config.UsageError as error:
        fail(2, str(error))
    except Exception as error:  # no traceback may reach a user
        fail(3, internal(error))
    finally:
        progress.end()
    style = Style(
        quiet=options.quiet,
        verbose=options.verbose,
        show_undecided=options.undecided != "hide",
        colour=coloured(options.color),
    )
    plain = Style(style.here, False, style.width, style.quiet, style.verbose, style.show_undecided)
    write(None, report.render(options.format, result, style))
    for text in options.output:
        format, _, path = text.partition("=")
        write(path, report.render(format, result, plain))
    if options.format not in ("full", "concise"):
        tell(result, options.quiet)
    level = config.LEVELS.get(options.fail_on)
    ctx.exit(result.exit_status(level, options.undecided == "fail"))


@cli.command(cls=OrderedOptionsCommand)
@click.argument("path", default=".", type=click.Path(exists=True))
@click.option("--format", type=click.Choice(GRAPH_FORMATS), default="json", show_default=True)
@loading_options
def graph(path: str, format: str, **given: Any) -> None:
    """Print the graph of a root module's resources."""
    from fargate_lint import config, linter

    try:
        text, lost = linter.graph(path, given, format)
    except config.UsageError as error:
        fail(2, str(error))
    except linter.Unreadable as error:
        fail(3, str(error))
    except Exception as error:  # no traceback may reach a user
        fail(3, internal(error))
    write(None, text)
    for problem in lost:
        click.echo(f"fargate-lint: {problem}", err=True)
    sys.exit(3 if lost else 0)


@cli.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Why a rule exists, how to mend what it finds, its source and examples. RULE is an id or a name."""
    from fargate_lint import catalogue
    from fargate_lint.report import manual

    try:
        entry = catalogue.ours().find(rule)
    except catalogue.UnknownRule as error:
        fail(2, str(error))
    write(None, manual.explain(entry.rule, entry.headline, entry.sections(), entry.invalid, entry.valid))


@cli.command()
@click.option("--format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def rules(format: str) -> None:
    """List the rules."""
    from fargate_lint import catalogue
    from fargate_lint.report import manual

    write(None, manual.table([entry.rule for entry in catalogue.ours()], format))


class Progress:
    """One changing line on standard error, where that is a terminal and the run is a long one."""

    def __init__(self, wanted: bool) -> None:
        self._on = wanted and is_terminal(sys.stderr)
        self._start = time.monotonic()
        self._shown = False

    def __call__(self, message: str) -> None:
        if self._on and time.monotonic() - self._start > PROGRESS_DELAY_SECONDS:
            sys.stderr.write(f"\r\033[K{message[:100]}")
            sys.stderr.flush()
            self._shown = True

    def end(self) -> None:
        """Wipe the line."""
        if self._shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody watches. Python has None for a stream that the shell closed (``>&-``)."""
    return stream is not None and stream.isatty()


def coloured(chosen: bool | None) -> bool:
    """Whether to use colour: as chosen, else on a terminal unless NO_COLOR is set (https://no-color.org)."""
    if chosen is not None:
        return chosen
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write(path: str | None, text: str) -> None:
    """Text to a file or to standard output, as UTF-8 whatever the locale. A byte of a file's name that is no UTF-8
    becomes \\udcXX, which is valid in JSON too."""
    data = text.encode("utf-8", "backslashreplace")
    try:
        if path is None and sys.stdout is None:
            return
        if path is None:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            with open(path, "wb") as handle:
                handle.write(data)
    except OSError as error:
        if path is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains again at exit
        if isinstance(error, BrokenPipeError):
            sys.exit(141)
        fail(2, f"cannot write {path or 'to standard output'}: {error.strerror}")


def tell(result: Report, quiet: bool) -> None:
    """For the formats that programs read: what people must know all the same, on standard error."""
    for problem in result.problems:
        click.echo(f"fargate-lint: {problem}", err=True)
    for note in () if quiet else result.notes:
        click.echo(f"fargate-lint: {note}", err=True)


def internal(error: Exception) -> str:
    """Our own fault, with the place in our code."""
    from traceback import extract_tb

    last = extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}:{last.lineno}"
    return f"internal error: {type(error).__name__}: {error} ({place}); please report it"


def fail(status: int, message: str) -> NoReturn:
    click.echo(f"fargate-lint: {message}", err=True)
    sys.exit(status)


def main() -> None:
    """The console script."""
    cli(prog_name="fargate-lint")
