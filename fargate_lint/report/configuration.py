"""What holds at a path, for ``fargate-lint config``: as text and as JSON."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from fargate_lint.report.paths import json_text, visible


class RuleChoice(msgspec.Struct, frozen=True):
    """Whether a rule runs, and what says so: the word and where it stands."""

    rule: str
    name: str
    runs: bool
    because: str | None = None


class Setting(msgspec.Struct, frozen=True):
    """One setting that somebody made, and where."""

    name: str
    value: Any
    place: str


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """All that holds at a path. ``files`` are the configuration file and those that it extends."""

    path: str
    files: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    rules: tuple[RuleChoice, ...] = ()
    environments: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()


def render(explanation: Explanation, format: str) -> str:
    """As "text" or "json"."""
    if format == "json":
        data = {"version": 1, **msgspec.to_builtins(explanation)}
        return json_text(data)
    lines = [f"configuration: {' → '.join(explanation.files) or 'none'}"]
    lines += [
        f"{one.name} = {json.dumps(one.value, ensure_ascii=False)}  ({one.place})" for one in explanation.settings
    ]
    lines.append(f"environments: {', '.join(explanation.environments) or 'one, without a name'}")
    lines.append(f"root modules: {', '.join(explanation.roots) or 'none'}")
    runs = [choice for choice in explanation.rules if choice.runs]
    lines.append(f"rules: {len(runs)} of {len(explanation.rules)} run")
    for choice in explanation.rules:
        if not choice.runs:
            lines.append(f"  off: {choice.rule} {choice.name}" + (f"  ({choice.because})" if choice.because else ""))
    return "".join(visible(line) + "\n" for line in lines)
