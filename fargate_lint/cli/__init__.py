"""The command line: arguments to a call, a report to an exit status. No logic; one file a command, read when it is
named."""

from __future__ import annotations

import sys

import click

from fargate_lint import __version__
from fargate_lint.cli.group import DefaultGroup

__all__ = ["cli", "main"]


@click.group(cls=DefaultGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="fargate-lint")
def cli() -> None:
    """Tells from Terraform alone whether EKS on Fargate in a private VPC will come up.

    `fargate-lint PATH` is short for `fargate-lint check PATH`.

    Exit status: 0 nothing at or above --fail-on; 1 findings; 2 wrong usage or configuration; 3 something could not
    be analysed; 130 interrupted.
    """


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console of another encoding must not end a run in a traceback
            stream.reconfigure(errors="backslashreplace")
    cli(prog_name="fargate-lint")
