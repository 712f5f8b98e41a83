"""What the program says: places, findings, undecided verdicts, diagnostics. Frozen data, no behaviour beyond ordering.

Everything here is a ``msgspec.Struct`` so that it can be cached and printed as data (never pickled).
Lines and columns count from 1, columns in Unicode code points, the end is exclusive (design.md section 6).
"""

from __future__ import annotations

import enum
import functools

import msgspec

STUB_PATH = "stub:"
"""Paths of our own stub files begin with this; no finding ever points there (design.md section 6)."""

INSTALLED = "/.terraform/"
"""Files below such a folder are copies that ``terraform init`` made; findings point at the call instead."""

VIRTUAL_PATH = "<"
"""Paths of text that is in no file (``<--var azs>``, ``<TF_VAR_azs>``) begin with this."""


class Span(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """A stretch of a file. ``path`` is absolute with "/", or begins with ``STUB_PATH`` or ``VIRTUAL_PATH``."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def is_file(self) -> bool:
        """Whether a person can open this place: a file of theirs, neither a stub of ours nor a command line."""
        return not self.path.startswith((STUB_PATH, VIRTUAL_PATH))

    @property
    def is_own(self) -> bool:
        """Whether a person would change this place: a file, and none that ``terraform init`` put under .terraform."""
        return self.is_file and INSTALLED not in self.path

    def to(self, other: Span) -> Span:
        """The span from the start of this one to the end of ``other`` (same file)."""
        return Span(self.path, self.line, self.column, other.end_line, other.end_column)

    def first_line(self) -> Span:
        """This span if it is on one line, else an empty-length-safe span that stays on its first line."""
        if self.line == self.end_line:
            return self
        return Span(self.path, self.line, self.column, self.line, self.column + 1)


@functools.total_ordering
class Severity(enum.Enum):
    """error = apply fails or pods cannot run; warning = breaks in a common case; info = worth knowing.

    The values are the words that people, reports, configuration and facts use; the gravest is the greatest."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """1 for info to 3 for error."""
        return _RANKS[self]

    def __lt__(self, other: object) -> bool:
        return self.rank < other.rank if isinstance(other, Severity) else NotImplemented

    def __str__(self) -> str:
        return self.value


_RANKS = {severity: rank for rank, severity in enumerate(Severity, 1)}


class Note(msgspec.Struct, frozen=True):
    """A related place: the evidence behind a finding, or a step of a value's way."""

    message: str
    span: Span | None = None


class Edit(msgspec.Struct, frozen=True):
    """Replace what stands at ``span`` by ``text``."""

    span: Span
    text: str


class Fix(msgspec.Struct, frozen=True):
    """How a person mends it, and the edits that do it where we know them."""

    message: str
    edits: tuple[Edit, ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """Something is wrong. The engine stamps ``rule`` and ``name``; a rule gives ``severity`` only where its catalogue
    row names one for that case (None means the rule's default)."""

    message: str
    address: str
    span: Span | None
    related: tuple[Note, ...] = ()
    subject: str | None = None
    addresses: tuple[str, ...] = ()
    severity: Severity | None = None
    fix: Fix | None = None
    rule: str = ""
    name: str = ""


class Undecided(msgspec.Struct, frozen=True):
    """The rule cannot know; ``reason`` is one to act on ("var.vpc_id has no value: pass --var vpc_id=…").

    ``code`` says the same to programs ("variable"), and ``waits_for`` is the address of what would have to be known
    ("var.vpc_id"), "" if it is no single thing. Both come from the value or answer that is not known; they are made by
    ``Answer.undecided`` and ``Answer.judged``."""

    address: str
    reason: str
    span: Span | None = None
    subject: str | None = None
    rule: str = ""
    name: str = ""
    code: str = "unclear"
    waits_for: str = ""


class Pass(msgspec.Struct, frozen=True):
    """The rule looked at this subject and it is right."""

    address: str
    subject: str | None = None
    rule: str = ""


Verdict = Finding | Undecided | Pass


class MissingFile(msgspec.Struct, frozen=True):
    """A file that ``function`` reads and that is not there; ``path`` as it is given, relative to the root module."""

    function: str
    path: str


class Misspelling(msgspec.Struct, frozen=True):
    """A word one or two letters from ``meant`` ("" where none is near), in the resource at ``address``."""

    word: str
    meant: str
    address: str = ""


class Diagnostic(msgspec.Struct, frozen=True):
    """What no rule reports: limits, internal errors, evaluation errors, configuration.

    ``code`` is a short word: "syntax", "limit", "internal", "reference", "evaluation", "configuration", "file",
    "cycle", "validation", "check" (a plan only warns), "function" (a misspelt one; INFO: one that may be new), "block"
    (a type that may be new), "declaration" (what Terraform refuses before it evaluates anything). Code "syntax" becomes
    FGL901, "reference" FGL903, and what else surely stops a plan FGL904: where a plan may know better it is INFO.
    ``missing_file`` is set where that is what the reference leads to. "misspelt" becomes FGL524, "undeclared" (in a
    variable file) FGL905: ``misspelling`` is the word.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    missing_file: MissingFile | None = None
    misspelling: Misspelling | None = None

    @property
    def sentence(self) -> str:
        """The message without its full stop, to be said on."""
        return self.message.rstrip(".")

    @property
    def stops_plan(self) -> bool:
        """Whether a plan fails for it, for a code that is about plans: not where one may know better."""
        return self.severity is Severity.WARNING
