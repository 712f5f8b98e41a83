"""The catalogue as text: the table of rules, and one rule explained."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence

from fargate_lint.facts.printed import excerpt
from fargate_lint.facts.sources import links
from fargate_lint.rule import Rule


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


def explain(
    rule: Rule, headline: str, sections: Mapping[str, str], invalid: Sequence[str], valid: Sequence[str]
) -> str:
    """All that a rule's file says of it, for reading."""
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
    for title, examples in (("Wrong", invalid[:1]), ("Right", valid[:1])):
        for example in examples:
            lines += [f"{title}:", *textwrap.indent(textwrap.dedent(example).strip("\n"), "  ").split("\n"), ""]
    lines.append(f"To accept a finding:  # fargate-lint: ignore[{rule.id}] the reason")
    return "".join(line.rstrip() + "\n" for line in lines)
