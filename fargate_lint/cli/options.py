"""Options that several commands have, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from fargate_lint.report import FORMATS

if TYPE_CHECKING:
    from fargate_lint.catalogue import Catalogue
    from fargate_lint.config import Given

Command = TypeVar("Command", bound=Callable[..., Any])


def split_commas(ctx: click.Context, param: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    """Comma-separated and repeated words as one list."""
    return tuple(word.strip() for text in value for word in text.split(",") if word.strip())


def outputs(ctx: click.Context, param: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    """FMT=FILE, as often as it is given; one of them may be for standard output (FMT=-)."""
    for text in value:
        format, separator, path = text.partition("=")
        if not separator or not path or format not in FORMATS:
            raise click.BadParameter(f"{text!r}: write FMT=FILE, FMT one of {', '.join(FORMATS)}")
    if sum(text.endswith("=-") for text in value) > 1:
        raise click.BadParameter("only one report can go to standard output (FMT=-)")
    return tuple(value)


def only_one(ctx: click.Context, param: click.Parameter, value: Sequence[str]) -> str | None:
    """An option that makes sense once."""
    if len(value) > 1:
        raise click.UsageError(f"--{param.name} is given {len(value)} times: one is read")
    return value[0] if value else None


def loading_options(command: Command) -> Command:
    """The options that decide what a root module's values are."""
    for option in (
        click.option(
            "--config", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Configuration file."
        ),
        click.option(
            "--plan",
            multiple=True,
            metavar="FILE",
            callback=only_one,
            help="Plan of the root module, by terraform show -json (-: standard input); without PATH it alone.",
        ),
        click.option(
            "--environments",
            multiple=True,
            metavar="auto|none|NAME,…",
            callback=split_commas,
            help="Which sets of variable files (auto: those that are written or found).",
        ),
        click.option("--region", metavar="NAME", help="AWS region where no provider says."),
        click.option("--workspace", metavar="NAME", help="Terraform workspace (else TF_WORKSPACE, else default)."),
        click.option("--var-file", multiple=True, metavar="FILE", help="Variable file (repeatable)."),
        click.option("--var", multiple=True, metavar="NAME=VALUE", help="Variable of the root module (repeatable)."),
    ):
        command = option(command)
    return command


rules_option = click.option(
    "--rules",
    multiple=True,
    metavar="PATH",
    envvar="FARGATE_LINT_RULES",
    type=click.Path(),
    help="Own rules, a Python file or a folder of them (repeatable; they are code that is run).",
)


select_option = click.option(
    "--select", multiple=True, metavar="RULE,…", callback=split_commas, help="Only these rules: id, name or prefix."
)
ignore_option = click.option(
    "--ignore", multiple=True, metavar="RULE,…", callback=split_commas, help="Not these rules."
)
manifests_option = click.option(
    "--manifests",
    multiple=True,
    metavar="PATH",
    type=click.Path(exists=True),
    help="Kubernetes YAML that goes to the cluster, a file or a folder (repeatable).",
)
baseline_option = click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Findings that are known already (fargate-lint baseline writes it).",
)
recursive_option = click.option(
    "--recursive", is_flag=True, default=None, help="Also lint the root modules below a root module."
)
exclude_option = click.option(
    "--exclude", multiple=True, metavar="PATTERN", help="Folders to pass over, as in .gitignore (repeatable)."
)


def given_of(params: dict[str, Any]) -> Given:
    """The options as typed data."""
    from fargate_lint.config import Given

    return Given(**params)


def catalogue_of(rules: Sequence[str]) -> Catalogue:
    """Our rules, with those that --rules names. Raises BrokenRule."""
    from fargate_lint import catalogue

    return catalogue.with_rules(rules) if rules else catalogue.ours()
