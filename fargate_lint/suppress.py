"""Ignore comments: what they silence, why, until when, and which of them silence nothing.

    # fargate-lint: ignore[FGL201, subnet-tag-elb] until=2027-01-01 the reason

Such a comment holds for its line, or for the next one if it stands alone; on the first line of a block for the whole
block, on a module call for all inside of it. ``ignore-file[…]`` holds for the file.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from fargate_lint import hcl
from fargate_lint.diagnostic import Finding, Note, Span
from fargate_lint.files import FileProblem, Files
from fargate_lint.hcl import syntax
from fargate_lint.kubernetes.folder import SUFFIXES
from fargate_lint.terraform.address import without_keys
from fargate_lint.terraform.instance import Root

MARK = "fargate-lint:"
COMMENT = re.compile(
    r"\s*fargate-lint:\s*(?P<scope>ignore|ignore-file)\s*\[(?P<rules>[^\]]*)\]\s*(?:until=(?P<until>\S*)\s*)?(?P<reason>.*?)\s*\Z",
    re.DOTALL,
)

Blocks = dict[int, tuple[int, int]]
"""The line of a block's header to the first and last line of the block."""

Resolve = Callable[[str], Collection[str]]
"""A rule's id, name or prefix to ids; empty for a word that names none."""


@dataclass(eq=False, slots=True)
class Ignore:
    """One comment, or one [[suppress]] of the configuration (then ``span`` is None and ``address`` says where).

    ``lines`` are the first and last line that it holds for (None: the whole file). ``over``: its date is past, or none.
    ``used`` are the ids it silenced.
    """

    rules: dict[str, frozenset[str]]
    reason: str
    span: Span | None = None
    until: datetime.date | None = None
    lines: tuple[int, int] | None = None
    address: str | None = None
    fault: str | None = None
    over: bool = False
    used: set[str] = field(default_factory=set)

    def ids(self) -> frozenset[str]:
        return frozenset(id for ids in self.rules.values() for id in ids)


class Ignores:
    """All ignores of a run. One comment may be read for several roots and environments: it is unused only if it is so
    in all of them."""

    def __init__(self, resolve: Resolve, today: datetime.date) -> None:
        self._resolve = resolve
        self._today = today
        self._of_file: dict[str, tuple[Ignore, ...]] = {}
        self._by_rule: dict[str, dict[str, list[Ignore]]] = {}
        self._by_address: list[Ignore] = []

    def configured(self, rules: Iterable[str], address: str, reason: str, until: datetime.date | None) -> Ignore:
        """Take a [[suppress]] of the configuration (one that is already known is not taken twice)."""
        known = {rule: frozenset(self._resolve(rule)) for rule in rules}
        for old in self._by_address:
            if (old.rules, old.address, old.reason, old.until) == (known, address, reason, until):
                return old
        ignore = Ignore(known, reason, until=until, address=address)
        self._check(ignore)
        self._by_address.append(ignore)
        return ignore

    def read(self, path: str, files: Files) -> tuple[Ignore, ...]:
        """The ignore comments of a Terraform file, a variable file or Kubernetes YAML, parsed once in a run."""
        if path not in self._of_file:
            found = tuple(self._comments(path, files))
            self._of_file[path] = found
            by_rule = self._by_rule.setdefault(path, {})
            for ignore in found:
                for id in ignore.ids():
                    by_rule.setdefault(id, []).append(ignore)
        return self._of_file[path]

    def _comments(self, path: str, files: Files) -> Iterator[Ignore]:
        if path.endswith(".json"):
            return  # it has no comments
        try:
            text = files.text(path)
        except FileProblem:
            return
        if MARK not in text:
            return
        lines = text.split("\n")
        if path.endswith(SUFFIXES):
            comments, blocks = _in_yaml(text, path)
        else:
            document = hcl.parse(text, path)
            comments = list(document.comments)
            blocks = {b.header.line: (b.header.line, b.span.end_line) for b in _blocks(document.body)}
        following = _following(lines)
        for comment in comments:
            if comment.text.lstrip("#/* \t").startswith(MARK):
                yield self._ignore(comment, following, blocks)

    def _ignore(self, comment: syntax.Comment, following: list[int], blocks: Blocks) -> Ignore:
        match = COMMENT.match(comment.text.lstrip("#/* \t"))
        if match is None:
            fault = "is not understood: write ignore[RULE, …] and the reason, or ignore-file[RULE, …]"
            return Ignore({}, "", comment.span, lines=(0, 0), fault=fault)
        words = [word.strip() for word in match["rules"].split(",") if word.strip()]
        rules = {word: frozenset(self._resolve(word)) for word in words}
        ignore = Ignore(rules, match["reason"].rstrip("*/ \t"), comment.span)
        if not words:
            ignore.fault = "names no rule"
        if match["until"] is not None:
            try:
                ignore.until = datetime.date.fromisoformat(match["until"])
            except ValueError:
                ignore.fault = f"has a date that is none: until={match['until']} (write until=2027-01-31)"
                ignore.over = True
        if match["scope"] == "ignore":
            line = comment.span.line
            if comment.own_line:
                line = following[comment.span.end_line]
            ignore.lines = blocks.get(line, (line, line))
        self._check(ignore)
        return ignore

    def _check(self, ignore: Ignore) -> None:
        strange = sorted(word for word, ids in ignore.rules.items() if not ids)
        if ignore.until is not None and ignore.until < self._today:
            ignore.fault = ignore.fault or f"expired on {ignore.until.isoformat()}"
            ignore.over = True
        if ignore.fault is None and strange:
            ignore.fault = f"names no rule that exists: {', '.join(strange)}"

    def silencer(self, finding: Finding, root: Root, files: Files) -> Ignore | None:
        """The ignore that silences this finding (of one instance), None if none does. It is marked as used."""
        for ignore in self._candidates(finding, root, files):
            if finding.rule in ignore.ids() and not ignore.over:
                ignore.used.add(finding.rule)
                return ignore
        return None

    def _candidates(self, finding: Finding, root: Root, files: Files) -> Iterator[Ignore]:
        for ignore in self._by_address:
            if _below(finding.address, ignore.address or ""):
                yield ignore
        for span in _places(finding, root):
            self.read(span.path, files)
            for ignore in self._by_rule[span.path].get(finding.rule, ()):
                if ignore.lines is None or ignore.lines[0] <= span.line <= ignore.lines[1]:
                    yield ignore

    def idle(self, path: str | None, ran: Collection[str], doubtful: Collection[str]) -> Iterator[Finding]:
        """Findings (of FGL900) about the comments of a file, or of the configuration (None), that silence nothing.

        ``ran`` are the ids of the rules that had something to look at, ``doubtful`` those that were undecided
        somewhere: of others it cannot be said whether their comments are of use.
        """
        for ignore in self._by_address if path is None else self._of_file.get(path, ()):
            yield from self._idle(ignore, ran, doubtful)

    def _idle(self, ignore: Ignore, ran: Collection[str], doubtful: Collection[str]) -> Iterator[Finding]:
        what = f"the ignore comment for {', '.join(ignore.rules)}" if ignore.rules else "this ignore comment"
        if ignore.address is not None:
            what = f"[[suppress]] of {', '.join(ignore.rules)} at {ignore.address}"
        subject = ",".join(ignore.rules) or None
        address = ignore.address or ""
        if ignore.fault is not None:
            yield Finding(f"{what} {ignore.fault}", address, ignore.span, subject=subject)
            return
        idle = [
            word
            for word, ids in ignore.rules.items()
            if ids <= set(ran) and not ids & (ignore.used | set(doubtful) | {"FGL900"})
        ]
        if idle:
            message = f"{what} matches nothing" + ("" if len(idle) == len(ignore.rules) else f" by {', '.join(idle)}")
            notes = (Note(f"its reason was: {ignore.reason}"),) if ignore.reason else ()
            yield Finding(message, address, ignore.span, notes, subject=subject)


def _following(lines: list[str]) -> list[int]:
    """For each line, by number, that of the first line after it that is neither blank nor a comment; else the next."""
    found = list(range(1, len(lines) + 2))
    code = 0
    for number in range(len(lines), 0, -1):
        found[number] = code or number + 1
        text = lines[number - 1].strip()
        if text and not text.startswith(("#", "//", "/*", "---")):
            code = number
    return found


def _in_yaml(text: str, path: str) -> tuple[list[syntax.Comment], Blocks]:
    """The comments of Kubernetes YAML that may be ours, and its objects as blocks: the lines of apiVersion and kind are
    their headers."""
    from fargate_lint.kubernetes.manifest import read_yaml
    from fargate_lint.yaml.nodes import comments

    lines = text.split("\n")
    found = []
    for line, column, words in comments(text, MARK):
        span = Span(path, line, column, line, column + len(words))
        found.append(syntax.Comment(span, words, not lines[line - 1][: column - 1].strip()))
    blocks: Blocks = {}
    for item in read_yaml(text, path)[0]:
        place = item.raw.place
        for value in (item.raw, item.get("apiVersion"), item.get("kind")):
            if place is not None and value is not None and value.place is not None:
                blocks[value.place.line] = (place.line, place.end_line)
    return found, blocks


def _blocks(body: syntax.Body) -> Iterator[syntax.Block]:
    for block in body.blocks:
        yield block
        yield from _blocks(block.body)


def _places(finding: Finding, root: Root) -> Iterator[Span]:
    """Everywhere that a comment may stand: the finding's places, its resource's block, the module calls around it."""
    spans = [finding.span, *(note.span for note in finding.related)]
    declaration = root.declarations.get(_declared(finding.address))
    if declaration is not None:
        spans.append(declaration.span)
    inside = without_keys(finding.address)
    spans += [call.span for call in root.calls if inside == call.address or inside.startswith(call.address + ".")]
    seen = set()
    for span in spans:
        if span is not None and span.is_file and span not in seen:
            seen.add(span)
            yield span


def _declared(address: str) -> str:
    """The address without its last instance key."""
    if not address.endswith("]"):
        return address
    start = address.rfind('["') if address.endswith('"]') else address.rfind("[")
    return address[:start] if start > 0 else address


def _below(address: str, pattern: str) -> bool:
    """Whether an address is meant by a [[suppress]]: the same, with or without instance keys, or inside that module."""
    regex = ".*".join(re.escape(piece) for piece in pattern.split("*")) + r"(\..*|\[.*)?"
    return any(re.fullmatch(regex, text, re.DOTALL) for text in (address, without_keys(address)))
