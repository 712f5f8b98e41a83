"""What comes with a run from outside of it, checked: variables, region, date, Terraform's own environment."""

from __future__ import annotations

import datetime
import os
import shlex
from collections.abc import Iterable, Iterator, Mapping

from fargate_lint.config import Input, UsageError, nearest, shown
from fargate_lint.facts.regions import load_regions


def date_of_run(environ: Mapping[str, str]) -> datetime.date:
    """Today, or the day of SOURCE_DATE_EPOCH. Raises UsageError if that is no number."""
    epoch = environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.datetime.now(datetime.UTC).date()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch!r}") from error


def check_variables(inputs: Iterable[Input]) -> None:
    """Raises UsageError for a --var that is no NAME=VALUE and for a variable file that is not there."""
    for kind, text in inputs:
        name, separator, _ = text.partition("=")
        if kind == "var" and not (separator and name.strip()):
            raise UsageError(f"--var {text}: write NAME=VALUE")
        if kind == "file" and not os.path.isfile(text):
            raise UsageError(f"--var-file {shown(text)}: no such file")


def planned_inputs(environ: Mapping[str, str], root: str) -> tuple[Input, ...]:
    """The -var and -var-file of TF_CLI_ARGS_plan, as ``terraform plan`` takes them: paths are seen from the root
    module, and what the command line says comes after. Raises UsageError.

    Source: https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_cli_args-and-tf_cli_args_name
    """
    text = environ.get("TF_CLI_ARGS_plan")
    if not text:
        return ()
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise UsageError(f"TF_CLI_ARGS_plan: {error}") from error
    found = []
    for name, value in _flags(words):
        if name == "var":
            if not value.partition("=")[0].strip() or "=" not in value:
                raise UsageError(f"TF_CLI_ARGS_plan: -var {value}: write NAME=VALUE")
            found.append(("var", value))
        else:
            path = os.path.normpath(os.path.join(root, value))
            if not os.path.isfile(path):
                raise UsageError(f"TF_CLI_ARGS_plan: -var-file {value}: no such file in {shown(root)}")
            found.append(("file", path))
    return tuple(found)


def _flags(words: list[str]) -> Iterator[tuple[str, str]]:
    """-var and -var-file with their values, written as one word or two."""
    waiting = iter(words)
    for word in waiting:
        name, separator, value = word.lstrip("-").partition("=")
        if word.startswith("-") and name in ("var", "var-file"):
            yield name, value if separator else next(waiting, "")


def check_region(name: str | None, place: str) -> None:
    """Raises UsageError for the name of no AWS region, with the nearest one."""
    if name is None:
        return
    known = {region.name for region in load_regions().regions}
    if name not in known:
        raise UsageError(f"{place}: no AWS region is called {name!r}{nearest(name, sorted(known))}")
