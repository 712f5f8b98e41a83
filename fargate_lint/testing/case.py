"""The examples of rules as test cases, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from fargate_lint.catalogue import Entry
from fargate_lint.testing.example import SEVERITIES, Expectation, read
from fargate_lint.testing.preludes import PreludeError
from fargate_lint.testing.run import Run, Said, run, yields


@dataclass(frozen=True)
class Case:
    """One example of a rule; ``wrong`` says that it stands in INVALID."""

    entry: Entry
    text: str
    wrong: bool
    number: int

    def __str__(self) -> str:
        return f"{self.entry.rule.id}-{'invalid' if self.wrong else 'valid'}-{self.number}"

    @cached_property
    def run(self) -> Run:
        """What the rule says of it, asked once for all that is compared. Raises PreludeError."""
        return run(self.entry, read(self.text))


def cases(entries: Iterable[Entry]) -> list[Case]:
    """All examples of these rules, to be parametrized over."""
    found = []
    for entry in entries:
        found += [Case(entry, text, False, number) for number, text in enumerate(entry.valid, 1)]
        found += [Case(entry, text, True, number) for number, text in enumerate(entry.invalid, 1)]
    return found


def problems(case: Case) -> list[str]:
    """What is wrong with the rule or its example, in sentences; empty if all is as it says."""
    example = read(case.text)
    try:
        result = case.run
    except PreludeError as error:
        return [str(error)]
    faults = list(result.faults)
    verdicts = example.of(*SEVERITIES, "undecided")
    if case.wrong and not verdicts:
        faults.append("an example in INVALID expects nothing: end the line in # error: …")
    if not case.wrong and example.of(*SEVERITIES):
        faults.append("an example in VALID expects a finding")
    faults += _compared(result.said, verdicts)
    related, fixes = example.of("related"), example.of("fix")
    if related:
        notes = dict.fromkeys(note for said in result.said for note in said.related if note.path in example.files)
        faults += _compared(list(notes), related)
    if fixes:
        faults += _compared([edit for said in result.said for edit in said.fix], fixes)
    return faults


def unreached(cases: Sequence[Case]) -> list[int]:
    """The lines of a rule's file with a ``yield`` that none of its examples, which are all given, reaches."""
    reached = frozenset[int]().union(*(case.run.reached for case in cases))
    spans = yields(cases[0].entry) if cases else []
    return [first for first, last in spans if reached.isdisjoint(range(first, last + 1))]


def _compared(said: Sequence[Said], expected: Sequence[Expectation]) -> Iterator[str]:
    """What was said and not expected, and what was expected and not said."""
    left = list(said)
    for wanted in expected:
        match = next((one for one in left if _meets(one, wanted)), None)
        if match is None:
            yield f"expected, not said: {wanted}"
        else:
            left.remove(match)
    yield from (f"said, not expected: {one}" for one in left)


def _meets(said: Said, wanted: Expectation) -> bool:
    """Undecided verdicts may have no place; then any line will do."""
    placed = (said.path, said.line) == (wanted.path, wanted.line) or (said.word == "undecided" and not said.path)
    return (
        placed
        and said.word == wanted.word
        and (wanted.text == said.text if wanted.word == "fix" else wanted.text in said.text)
        and wanted.subject in (None, said.subject)
        and wanted.column in (None, said.column)
    )
