"""Three-valued answers: yes, no, or "cannot be known, because …".

A rule asks the model yes/no questions about a half-known world. ``Answer`` keeps what decided it, so that a finding can
name the place and an undecided verdict can name the reason. The reason is a sentence for people; what a program goes by
are the state, ``code`` and ``waits_for``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, TypeVar

import msgspec

from fargate_lint.diagnostic import Finding, Fix, Note, Pass, Severity, Span, Undecided, Verdict
from fargate_lint.values.origin import Origin
from fargate_lint.values.value import UnknownCode, Value, unknown

State = Literal["yes", "no", "unknown"]
T = TypeVar("T")


class Answer(msgspec.Struct, frozen=True):
    """``reason`` says what decided it (for "unknown": what is missing); ``span`` is where that stands. ``code`` says
    why it is unknown, ``waits_for`` the address of what would have to be known ("var.vpc_id"; "": no single thing).
    ``evidence`` are the names that decided it (a version, two addresses), as the question's docstring says: what a rule
    makes its own sentence of."""

    state: State
    reason: str = ""
    span: Span | None = None
    code: UnknownCode | Literal[""] = ""
    waits_for: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def yes(self) -> bool:
        """Surely yes."""
        return self.state == "yes"

    @property
    def no(self) -> bool:
        """Surely no."""
        return self.state == "no"

    @property
    def unknown(self) -> bool:
        """Neither can be said."""
        return self.state == "unknown"

    def __bool__(self) -> bool:
        # ``if answer:`` would make an unknown either a pass or a violation: the very mistake this class prevents.
        raise TypeError("an Answer has three states: ask .yes, .no or .unknown")

    def because(self, reason: str, span: Span | None = None) -> Answer:
        """The same answer in other words; the place stays unless one is given."""
        return msgspec.structs.replace(self, reason=reason, span=span or self.span)

    def at(self, span: Span | None) -> Answer:
        """The same answer at this place, if there is one."""
        return self if span is None else msgspec.structs.replace(self, span=span)

    def undecided(self, address: str, place: Span | None = None, subject: str | None = None) -> Undecided:
        """The verdict that an unknown answer leads to: at its own place, else at ``place``."""
        return Undecided(address, self.reason, self.span or place, subject, code=self.code, waits_for=self.waits_for)

    @property
    def negated(self) -> Answer:
        """The opposite; unknown stays unknown. What decided it and its place are kept."""
        if self.state == "unknown":
            return self
        return msgspec.structs.replace(self, state="no" if self.state == "yes" else "yes")

    def judged(
        self,
        address: str,
        place: Span | None,
        fault: str,
        *,
        subject: str | None = None,
        severity: Severity | None = None,
        related: tuple[Note, ...] = (),
        fix: Fix | None = None,
        addresses: tuple[str, ...] = (),
    ) -> Verdict:
        """Pass on yes, on no a finding at ``place`` that says ``fault``, else undecided for the answer's reason."""
        if self.state == "yes":
            return Pass(address, subject)
        if self.state == "unknown":
            return self.undecided(address, place, subject)
        return Finding(fault, address, place, related, subject, addresses, severity, fix)

    def choose(self, yes: T, no: T, unknown: T) -> T:
        """The one of three values that stands for this state."""
        if self.state == "yes":
            return yes
        return no if self.state == "no" else unknown


YES = Answer("yes")
NO = Answer("no")


def yes(reason: str = "", span: Span | None = None, *evidence: str) -> Answer:
    """Surely yes, with what decided it."""
    return Answer("yes", reason, span, evidence=evidence)


def no(reason: str = "", span: Span | None = None, *evidence: str) -> Answer:
    """Surely no, with what decided it."""
    return Answer("no", reason, span, evidence=evidence)


def undecided(reason: str, span: Span | None = None, code: UnknownCode = "unclear", waits_for: str = "") -> Answer:
    """Not to be known; ``reason`` is one that a person can act on ("var.wait has no value")."""
    return Answer("unknown", reason, span, code, waits_for)


def undecided_from(value: Value) -> Answer:
    """Not to be known because this value is unknown: its reason, its place, and what it waits for."""
    why = value.unknown
    if why is None:
        return undecided("its value cannot be used here", value.place)
    return Answer("unknown", why.reason, value.place, why.code, why.waits_for)


def unknown_by(answer: Answer, origin: Origin | None = None) -> Value:
    """The value that is not known because this answer is not: the way back from ``undecided_from``."""
    return unknown(answer.reason, code=answer.code or "unclear", waits_for=answer.waits_for, origin=origin)


def all_of(answers: Iterable[Answer]) -> Answer:
    """Yes if all are yes (also of none), no as soon as one is no, else the first unknown. Lazily read."""
    return _decided(answers, "no", YES)


def any_of(answers: Iterable[Answer]) -> Answer:
    """Yes as soon as one is yes, no if all are no (also of none), else the first unknown. Lazily read."""
    return _decided(answers, "yes", NO)


def _decided(answers: Iterable[Answer], deciding: str, last: Answer) -> Answer:
    """The first answer of the deciding state, else the first unknown, else the last one."""
    doubt: Answer | None = None
    for answer in answers:
        if answer.state == deciding:
            return answer
        if answer.state == "unknown":
            doubt = answer if doubt is None else doubt
        else:
            last = answer
    return last if doubt is None else doubt


def _as_bool(value: Value) -> bool | None:
    """Terraform and YAML both let a flag be written as text: true, "true", "1" are yes."""
    if value.flag is not None:
        return value.flag
    return {"true": True, "1": True, "false": False, "0": False}.get(value.text or "")


def flag(value: Value | None, default: bool) -> Answer:
    """Whether an argument is on: absent and null take ``default``, unknown is unknown, "true" and "false" count."""
    if value is None or value.is_null:
        return Answer("yes" if default else "no", "by default")
    if value.is_unknown:
        return undecided_from(value)
    state = _as_bool(value)
    if state is None:
        return undecided("neither true nor false", value.place)
    return Answer("yes" if state else "no", "written", value.place)


def matches(value: Value | None, test: Callable[[str], bool], absent: Answer = NO) -> Answer:
    """Whether a text passes ``test``; absent and null answer ``absent``, a text that is not known is unknown."""
    if value is None or value.is_null:
        return absent
    if value.is_unknown:
        return undecided_from(value)
    text = value.text
    if text is None:
        text = str(value.raw).lower() if isinstance(value.raw, bool) else str(value.raw)
    return Answer("yes" if test(text) else "no", "written", value.place)


def equals(value: Value | None, expected: str, absent: Answer = NO) -> Answer:
    """Whether a text is ``expected``. See ``matches``."""
    return matches(value, lambda text: text == expected, absent)
