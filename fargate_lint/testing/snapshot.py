"""All that a rule says of its examples, as text to keep and compare: what the examples leave open is fixed by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fargate_lint.testing.case import Case
from fargate_lint.testing.run import Said


def snapshot(cases: Iterable[Case]) -> str:
    """Every verdict on every example: place, severity, subject, message, addresses, related places and fixes, one a
    line. Raises PreludeError."""
    return "".join(line + "\n" for case in cases for line in _case(case))


def _case(case: Case) -> Iterator[str]:
    result = case.run
    yield f"{case}:"
    for said in result.said:
        yield from _said(said)
    if result.passes:
        passes = (f"{p.address} [{p.subject}]" if p.subject else p.address for p in result.passes)
        yield f"  pass: {', '.join(passes)}"


def _said(said: Said) -> Iterator[str]:
    others = f" = {', '.join(said.addresses)}" if said.addresses not in ((said.address,), ()) else ""
    addresses = f" ({said.address}{others})" if said.address or others else ""
    subject = f" [{said.subject}]" if said.subject else ""
    yield f"  {said.word}{subject} {_place(said)}{addresses}: {said.text}"
    for one in (*said.related, *said.fix):
        yield f"    {one.word} {_place(one)}: {one.text}"


def _place(said: Said) -> str:
    """``main.tf:5:3-5:20``; the end's line is left out where it is the start's."""
    if not said.path:
        return "nowhere"
    line, column = said.end
    end = f"{column}" if line == said.line else f"{line}:{column}"
    return f"{said.path}:{said.line}:{said.column}-{end}"
