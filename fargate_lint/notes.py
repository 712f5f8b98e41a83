"""What a run tells besides findings: sentences about the search for roots, unread files, settings without effect."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from fargate_lint import config
from fargate_lint.catalogue import Catalogue
from fargate_lint.config import Options
from fargate_lint.diagnostic import Severity
from fargate_lint.environments import Detected
from fargate_lint.report.result import RootReport
from fargate_lint.terraform.discovery import Discovery


def discovery_notes(found: Discovery, paths: Sequence[str]) -> tuple[list[str], list[str]]:
    """What people must know of the search for root modules: notes, and problems that make the status 3."""
    notes = []
    if found.below:
        count = "1 root module below is" if found.below == 1 else f"{found.below} root modules below are"
        notes.append(f"{count} not linted: --recursive")
    problems = [f"{path} holds no Terraform files, nothing was linted" for path in found.empty]
    named = [os.path.abspath(path) for path in paths]
    for path in found.unlistable:
        sentence = f"{config.shown(path)} cannot be listed: what it holds is not linted"
        inside = any(path == top or path.startswith(top.rstrip(os.sep) + os.sep) for top in named)
        (problems if inside else notes).append(sentence)
    if found.truncated:
        problems.append("the repository has too many entries, not all were looked at: name the root modules")
    return notes, problems


def unread_paths(found: Discovery) -> Iterable[str]:
    """What only --verbose tells: files that were named and that no root module reads."""
    return (f"{path} is read by no root module here, nothing to lint" for path in found.unrelated)


def environment_notes(root: str, found: Detected, taken: AbstractSet[str]) -> Iterator[str]:
    """What variable files nobody named are taken for: an environment each, or none and why."""
    for one in found.environments:
        if taken >= set(one.var_files):
            files = ", ".join(map(config.shown, one.var_files))
            yield f"{config.shown(root)}: environment {one.name}, by {files}"
    for path, reason in found.passed_over:
        yield f"{config.shown(root)}: {config.shown(path)} is no environment: {reason}"


def unreported_syntax_errors(roots: Sequence[RootReport], catalogue: Catalogue) -> list[str]:
    """Why the run ends in 3 although no finding says so: the rule about unreadable files is off, or is silenced."""
    rules = {entry.rule.id for entry in catalogue if "syntax" in entry.rule.reports}
    silent = {root.path for root in roots if root.unread and not any(f.id in rules for f in root.findings)}
    named = f", and {', '.join(sorted(rules))}, which names it, is not shown" if rules else ""
    return [f"a file of {config.shown(path)} cannot be read as Terraform{named}" for path in sorted(silent)]


def without_effect(options: Options, catalogue: Catalogue) -> Iterable[str]:
    """What the configuration says under [severity] and changes nothing: rules of which everything is only worth
    knowing, given a level that replaces the others."""
    for entry in catalogue:
        said = options.severity.get(entry.rule.id)
        if isinstance(said, str) and set(entry.rule.severities) == {Severity.INFO} and said != "info":
            id = entry.rule.id
            yield f'{options.place("severity", id)}: {id} is info in every case: write {id} = {{ info = "{said}" }}'
