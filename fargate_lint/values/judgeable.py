"""What a verdict can be made of: something with an address and a place, in the words of the rule that judges it."""

from __future__ import annotations

from abc import abstractmethod

from fargate_lint.diagnostic import Finding, Fix, Note, Severity, Span, Verdict
from fargate_lint.values.answer import Answer


class Judgeable:
    """One thing that rules judge, such as an argument of a resource."""

    __slots__ = ()

    address: str
    place: Span | None

    @property
    @abstractmethod
    def related(self) -> tuple[Note, ...]:
        """The evidence: the way of its value, the resource that has it where that is elsewhere."""

    @property
    @abstractmethod
    def origin(self) -> str:
        """Whose it is when nobody wrote it, for a message; else ""."""

    @abstractmethod
    def equals(self, wanted: bool | str) -> Answer:
        """Whether it is this."""

    @abstractmethod
    def edit_to(self, wanted: bool | str) -> Fix | None:
        """The edit that makes it this, where one is all that it takes."""

    def finding(
        self,
        message: str,
        *,
        severity: Severity | None = None,
        subject: str | None = None,
        fix: Fix | None = None,
        related: tuple[Note, ...] = (),
        wanted: bool | str | None = None,
    ) -> Finding:
        """A finding here, with the evidence as related places. With ``wanted``, what it should be, it carries the
        edit."""
        if fix is None and wanted is not None:
            fix = self.edit_to(wanted)
        evidence = (*self.related, *related)
        return Finding(message, self.address, self.place, evidence, subject, severity=severity, fix=fix)

    def must_be(
        self,
        wanted: bool | str,
        message: str,
        *,
        severity: Severity | None = None,
        subject: str | None = None,
        fix: Fix | None = None,
    ) -> Verdict:
        """Pass if it is ``wanted``, a finding with ``message`` if it surely is not, else undecided. The message gets
        whose default it is, when nobody wrote it."""
        answer = self.equals(wanted).at(self.place)
        text = f"{message} ({self.origin})" if self.origin else message
        fix = fix or (self.edit_to(wanted) if answer.no else None)
        return answer.judged(
            self.address, self.place, text, subject=subject, severity=severity, related=self.related, fix=fix
        )
