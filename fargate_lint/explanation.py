"""What holds at a path, and why: for ``fargate-lint config``."""

from __future__ import annotations

import os
from collections.abc import Iterator

from fargate_lint import config
from fargate_lint.catalogue import Catalogue
from fargate_lint.config import Options
from fargate_lint.judge import deciding_word, selected
from fargate_lint.report.configuration import Explanation, RuleChoice, Setting
from fargate_lint.workspace import Workspace


def explain(workspace: Workspace, path: str) -> Explanation:
    """The configuration file, settings, rules, environments and root modules at a path. Raises UsageError."""
    folder = path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
    options = workspace.options(folder)
    roots = workspace.find([path]).roots
    return Explanation(
        path=config.shown(folder),
        files=tuple(config.shown(document.path) for document in options.documents),
        settings=tuple(_settings(options, workspace.given)),
        rules=tuple(_choices(options, workspace.catalogue)),
        environments=tuple(dict.fromkeys(one.name for r in roots for one in workspace.environments(r) if one.name)),
        roots=tuple(map(config.shown, roots)),
    )


def _settings(options: Options, given: config.Given) -> Iterator[Setting]:
    """Everything that somebody sets, the command line first."""
    for name, value in config.said(given).items():
        yield Setting(name, value, "command line")
    seen: set[str] = set()
    for document in options.documents:
        for name, value in (document.section() or {}).items():
            if name not in seen or isinstance(value, dict):
                yield Setting(name, value, document.place(name))
            seen.add(name)


def _choices(options: Options, catalogue: Catalogue) -> Iterator[RuleChoice]:
    running = {entry.rule.id for entry in selected(options, catalogue)}
    for entry in catalogue:
        yield RuleChoice(entry.rule.id, entry.rule.name, entry.rule.id in running, deciding_word(entry, options))
