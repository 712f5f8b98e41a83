"""The catalogue as text: the table of rules, and one rule explained."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Protocol

from fargate_lint.facts.printed import excerpt
from fargate_lint.facts.sources import links
from fargate_lint.rule import Rule

SHOWN = 4
"""Examples of a kind on a page: the file of the rule has them all."""


def table(rules: Sequence[Rule], format: str) -> str:
    """All rules as "text", "json" or "markdown"."""
    if format == "json":
        rows = [
            {
                "id": r.id,
                "name": r.name,
                "severity": str(r.severity),
                "severities": {str(severity): case for severity, case in r.severities.items()},
                "summary": r.summary,
            }
            for r in rules
        ]
        return json.dumps({"version": 1, "rules": rows}, indent=2, ensure_ascii=False) + "\n"
    if format == "markdown":
        lines = ["| id | name | severity | reports |", "|---|---|---|---|"]
        lines += [f"| {r.id} | {r.name} | {_severities(r)} | {r.summary.replace('|', chr(92) + '|')} |" for r in rules]
    else:
        width = max((len(rule.name) for rule in rules), default=0)
        wide = max((len(_severities(rule)) for rule in rules), default=0)
        lines = [f"{r.id}  {r.name.ljust(width)}  {_severities(r).ljust(wide)}  {r.summary}" for r in rules]
    return "".join(line + "\n" for line in lines)


def _severities(rule: Rule) -> str:
    """The severities of a rule, the usual one first: "warning, error"."""
    return ", ".join(map(str, rule.severities))


class Manual(Protocol):
    """All that a rule's file says: a catalogue's entry."""

    @property
    def rule(self) -> Rule: ...
    @property
    def headline(self) -> str: ...
    @property
    def valid(self) -> Sequence[str]: ...
    @property
    def invalid(self) -> Sequence[str]: ...
    def sections(self) -> Mapping[str, str]: ...
    def surroundings(self) -> Mapping[str, str]: ...


def explain(entries: Sequence[Manual], format: str) -> str:
    """All that the rules' files say of them, as "text", "json" or "markdown"."""
    if format == "json":
        rows = [_as_data(entry) for entry in entries]
        return json.dumps({"version": 1, "rules": rows}, indent=2, ensure_ascii=False) + "\n"
    if format == "markdown":
        return "\n".join(map(page, entries))
    return ("\n" + "─" * 100 + "\n\n").join(map(_text, entries))


def _as_data(entry: Manual) -> dict[str, object]:
    rule = entry.rule
    sections = entry.sections()
    return {
        "id": rule.id,
        "name": rule.name,
        "summary": rule.summary,
        "headline": entry.headline,
        "severities": {str(severity): case for severity, case in rule.severities.items()},
        **{title.lower(): text for title, text in sections.items()},
        "addresses": links(sections.get("Source", "")),
        "tables": list(rule.tables),
        "examples": {"invalid": _examples(entry.invalid), "valid": _examples(entry.valid)},
        "surroundings": dict(entry.surroundings()),
    }


def _examples(examples: Sequence[str]) -> list[str]:
    return [textwrap.dedent(example).strip("\n") + "\n" for example in examples]


def page(entry: Manual) -> str:
    """A rule's page in Markdown: docs/rules/ holds one for each of our rules."""
    rule = entry.rule
    sections = entry.sections()
    lines = [f"# {rule.id} {rule.name}", "", entry.headline, "", "| severity | when |", "|---|---|"]
    lines += [f"| {severity} | {case.replace('|', chr(92) + '|')} |" for severity, case in rule.severities.items()]
    for title, text in sections.items():
        lines += ["", f"## {title}", "", *textwrap.wrap(text, 120, break_long_words=False, break_on_hyphens=False)]
        if title == "Source" and links(text):
            lines += ["", *(f"- <{address}>" for address in links(text))]
    if rule.tables:
        lines += ["", "## Facts", "", *(f"`fargate-lint facts {table}` prints the rows." for table in rule.tables)]
    shown = {
        "What it finds": _telling(entry.invalid)[:SHOWN],
        "What it is content with": _telling(entry.valid)[:SHOWN],
    }
    for title, examples in shown.items():
        lines += ["", f"## {title}"]
        for example in _examples(examples):
            lines += ["", "```terraform", *example.rstrip("\n").split("\n"), "```"]
    named = _named(entry, [example for examples in shown.values() for example in examples])
    if named:
        lines += ["", "## What surrounds the examples", ""]
        lines += [f"- [`{name}`](../../rules/preludes/{name}.tf): {what}" for name, what in named.items()]
    lines += ["", "## To accept a finding", "", "```terraform", f"# fargate-lint: ignore[{rule.id}] the reason", "```"]
    return "".join(line.rstrip() + "\n" for line in lines)


def _telling(examples: Sequence[str]) -> list[str]:
    """The examples, first those that show more than the name of their surroundings."""
    return sorted(examples, key=lambda text: all(line.startswith("#") for line in text.split("\n") if line.strip()))


def _named(entry: Manual, examples: Sequence[str]) -> dict[str, str]:
    """The surroundings that these examples name ("# with: vpc"), each with what it is."""
    names = {
        name for text in examples for line in re.findall(r"^# with: (.*)$", text, re.MULTILINE) for name in line.split()
    }
    return {name: what for name, what in entry.surroundings().items() if name in names}


def _text(entry: Manual) -> str:
    """All that a rule's file says of it, for reading."""
    rule, headline, sections = entry.rule, entry.headline, entry.sections()
    lines = [f"{rule.id} {rule.name} ({_severities(rule)})", "", *textwrap.wrap(headline, 100), ""]
    lines += ["Severity:", *(f"  {severity}: {case}" for severity, case in rule.severities.items()), ""]
    for title, text in sections.items():
        lines += [
            f"{title}:",
            *textwrap.wrap(
                text, 96, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
            ),
            "",
        ]
    addresses = links(sections.get("Source", ""))
    if addresses:
        lines[-1:] = [*(f"  {address}" for address in addresses), ""]
    if rule.tables:
        lines += ["Facts:", *(f"  {line}" for table in rule.tables for line in excerpt(table)), ""]
    shown = {"Wrong": _telling(entry.invalid)[:1], "Right": _telling(entry.valid)[:1]}
    for title, examples in shown.items():
        for example in examples:
            lines += [f"{title}:", *textwrap.indent(textwrap.dedent(example).strip("\n"), "  ").split("\n"), ""]
    named = _named(entry, [example for examples in shown.values() for example in examples])
    if named:
        lines += ["Surroundings:", *(f"  {name}: {what}" for name, what in named.items()), ""]
    lines.append(f"To accept a finding:  # fargate-lint: ignore[{rule.id}] the reason")
    return "".join(line.rstrip() + "\n" for line in lines)
