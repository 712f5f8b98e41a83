"""One finding per cause: the findings on several instances of one block are one (design.md section 6, Count)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from fargate_lint.diagnostic import Finding, Note
from fargate_lint.report.result import place_key, printed_key
from fargate_lint.terraform.address import without_keys


def merged(findings: Iterable[Finding], apart: Collection[str]) -> list[Finding]:
    """The findings with those of one rule, block and subject made one, in their final order. ``apart`` are the ids of
    the rules whose findings stay apart by instance."""
    return sorted((lead for lead, _ in groups(findings, apart)), key=printed_order)


def groups(findings: Iterable[Finding], apart: Collection[str]) -> list[tuple[Finding, list[Finding]]]:
    """The findings that become one, and that one before them."""
    found: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        block = finding.address if finding.rule in apart else without_keys(finding.address)
        key = (finding.rule, block, finding.subject, None if block else (finding.span, finding.message))
        found.setdefault(key, []).append(finding)
    return [(_one(members), members) for members in found.values()]


def printed_order(finding: Finding) -> tuple[object, ...]:
    """The order of a report: path as printed, line, column, rule; then by what else there is."""
    return (*printed_key(finding.span), finding.rule, finding.address, finding.subject or "", finding.message)


def order(finding: Finding) -> tuple[object, ...]:
    """The same with whole paths: what leads a group does not depend on the current directory."""
    return (*place_key(finding.span), finding.rule, finding.address, finding.subject or "", finding.message)


def _one(members: list[Finding]) -> Finding:
    """The findings of one group as one: the gravest and first leads, the places of the others become related ones."""
    lead = min(members, key=lambda member: (-member.severity.rank if member.severity is not None else 0, order(member)))
    if len(members) == 1:
        return lead
    addresses = tuple(dict.fromkeys(address for member in members for address in member.addresses))
    address = lead.address if len(addresses) == 1 else without_keys(lead.address)
    places = {member.span for member in members if member.span is not None and member.span.is_file} - {lead.span}
    also = tuple(Note("here too", span) for span in sorted(places))
    message = lead.message
    if any(member.message != message for member in members):  # it names one of them: say that there are others
        message += f" (and {len(addresses) - len(lead.addresses) or len(members) - 1} more)"
    return msgspec.structs.replace(
        lead, message=message, address=address, addresses=addresses, related=(*lead.related, *also)
    )
