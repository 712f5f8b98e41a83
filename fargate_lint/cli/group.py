"""How commands are found and their arguments parsed."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from fargate_lint.cli.output import INTERRUPTED, fail

COMMANDS = ("check", "fix", "baseline", "graph", "explain", "rules", "facts", "config")
"""Each is ``command`` in a module of its name."""
RESERVED_COMMANDS = ("schedule", "lsp", "completion")
"""Commands that are not built yet; nothing else takes their names."""


class DefaultGroup(click.Group):
    """A group whose command is ``check`` where none is named; its help shows check's options too."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"fargate_lint.cli.{name}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] in RESERVED_COMMANDS:
            fail(2, f"{args[0]} is not built yet (a folder of that name is ./{args[0]})")
        if not args or (args[0] not in COMMANDS and args[0] not in ("--help", "-h", "--version")):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        check = self.get_command(ctx, "check")
        params = check.get_params(ctx) if check is not None else []
        rows = [row for option in params if (row := option.get_help_record(ctx)) is not None]
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
