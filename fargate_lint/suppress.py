"""Ignore comments: what they silence, why, until when, and which of them silence nothing.

    # fargate-lint: ignore[FGL201, subnet-tag-elb] until=2027-01-01 the reason

Such a comment holds for its line, or for the next one if it stands alone; on the first line of a block for the whole
block, on a module call for all inside of it. ``ignore-file[…]`` holds for the file. ``until=`` may stand anywhere.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from fargate_lint import hcl, wildcard
from fargate_lint.diagnostic import Finding, Span
from fargate_lint.files import FileProblem, Files
from fargate_lint.hcl import syntax
from fargate_lint.kubernetes.folder import SUFFIXES
from fargate_lint.run import Fault, RootResult, Suppression, UnusedSuppression
from fargate_lint.terraform.address import without_keys
from fargate_lint.terraform.instance import Root

MARK = "fargate-lint:"
COMMENT = re.compile(
    r"\s*fargate-lint:\s*(?P<scope>ignore|ignore-file)\s*\[(?P<rules>[^\]]*)\](?P<rest>.*)\Z", re.DOTALL
)
_UNTIL = re.compile(r"(?:^|(?<=\s))until=(\S*)")

Blocks = dict[int, tuple[int, int]]
"""The line of a block's header to the first and last line of the block."""

Resolve = Callable[[str], Collection[str]]
"""A rule's id, name or prefix to ids; empty for a word that names none."""


class SuppressionReader:
    """Reads what silences findings. Each file is looked through once in a run, however many roots read it."""

    def __init__(self, files: Files, resolve: Resolve, today: datetime.date) -> None:
        self._files = files
        self._resolve = resolve
        self._today = today
        self.comments = files.remember(self._comments_of)

    def configured(
        self, rules: Iterable[str], address: str, reason: str, until: datetime.date | None, root: str | None, span: Span
    ) -> Suppression:
        """A ``[[suppress]]`` of the configuration."""
        return self._checked(
            rules,
            Suppression(
                words=(),
                reason=reason,
                by="configuration",
                span=span,
                address=address,
                root=root,
                until=None if until is None else until.isoformat(),
            ),
        )

    def _comments_of(self, path: str) -> tuple[Suppression, ...]:
        """The ignore comments of a Terraform file, a variable file or Kubernetes YAML."""
        return tuple(self._comments(path))

    def _comments(self, path: str) -> Iterator[Suppression]:
        if path.endswith(".json"):
            return  # it has no comments
        try:
            text = self._files.text(path)
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
                yield self._comment(comment, following, blocks)

    def _comment(self, comment: syntax.Comment, following: list[int], blocks: Blocks) -> Suppression:
        match = COMMENT.match(comment.text.lstrip("#/* \t"))
        if match is None:
            return Suppression(words=(), reason="", span=comment.span, lines=(0, 0), fault="not understood", over=True)
        rest = match["rest"].rstrip("*/ \t\r\n")
        until = _UNTIL.search(rest)
        if until is not None:
            rest = rest[: until.start()] + rest[until.end() :].lstrip()
        lines = None
        if match["scope"] == "ignore":
            line = following[comment.span.end_line] if comment.own_line else comment.span.line
            lines = blocks.get(line, (line, line))
        return self._checked(
            (word.strip() for word in match["rules"].split(",") if word.strip()),
            Suppression(
                words=(),
                reason=rest.strip(),
                span=comment.span,
                until=None if until is None else until[1],
                lines=lines,
            ),
        )

    def _checked(self, words: Iterable[str], suppression: Suppression) -> Suppression:
        rules = {word: tuple(sorted(self._resolve(word))) for word in words}
        fault: Fault | None = None if rules else "no rule"
        over = False
        if suppression.until is not None:
            try:
                date = datetime.date.fromisoformat(suppression.until)
            except ValueError:
                fault, over = "no date", True
            else:
                over = date < self._today
                fault = fault or ("expired" if over else None)
        if fault is None and not all(rules.values()):
            fault = "unknown rule"
        return msgspec.structs.replace(suppression, words=tuple(rules.items()), fault=fault, over=over)


class Silencer:
    """What silences the findings of one root. ``used`` are the suppressions that did, each with the rule."""

    def __init__(self, reader: SuppressionReader, configured: Sequence[Suppression] = ()) -> None:
        self._reader = reader
        self._configured = configured
        self._by_rule: dict[str, dict[str, list[Suppression]]] = {}
        self.used: dict[tuple[Suppression, str], None] = {}

    def match(self, finding: Finding, places: Iterable[Span]) -> Suppression | None:
        """The suppression that silences this finding (of one instance), None if none does. ``places`` are all that a
        comment may stand at."""
        for suppression in self._candidates(finding, places):
            if finding.rule in suppression.ids and not suppression.over:
                self.used[(suppression, finding.rule)] = None
                return suppression
        return None

    def _candidates(self, finding: Finding, places: Iterable[Span]) -> Iterator[Suppression]:
        for suppression in self._configured:
            if _is_below(finding.address, suppression.address or ""):
                yield suppression
        for span in places:
            for suppression in self._in_file(span.path).get(finding.rule, ()):
                if suppression.lines is None or suppression.lines[0] <= span.line <= suppression.lines[1]:
                    yield suppression

    def _in_file(self, path: str) -> Mapping[str, list[Suppression]]:
        if path not in self._by_rule:
            by_rule = self._by_rule.setdefault(path, {})
            for suppression in self._reader.comments(path):
                for id in suppression.ids:
                    by_rule.setdefault(id, []).append(suppression)
        return self._by_rule[path]


def unused(results: Sequence[RootResult], later: Collection[str]) -> Iterator[UnusedSuppression]:
    """The suppressions that silence nothing in any of the roots that read them. ``later`` are the ids of rules with a
    second phase, which have not spoken yet: of them it is not known."""
    reading: dict[Suppression, list[RootResult]] = {}
    for result in results:
        for suppression in result.suppressions:
            reading.setdefault(suppression, []).append(result)
    used: dict[Suppression, set[str]] = {}
    for result in results:
        for suppression, rule in result.used:
            used.setdefault(suppression, set()).add(rule)
    for suppression, sharing in reading.items():
        if suppression.fault is not None:
            yield UnusedSuppression(suppression)
            continue
        heard = {rule for result in sharing if result.judged for rule in result.ran}
        doubtful = {undecided.rule for result in sharing for undecided in result.undecided}
        of_use = used.get(suppression, set()).union(later, doubtful)
        words = tuple(word for word, ids in suppression.words if heard.issuperset(ids) and not of_use.intersection(ids))
        if words:
            yield UnusedSuppression(suppression, words)


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


def places(finding: Finding, root: Root) -> Iterator[Span]:
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


def _is_below(address: str, pattern: str) -> bool:
    """Whether an address is meant by a [[suppress]]: the same, with or without instance keys, or inside that module."""
    pieces = pattern.split("*")
    return wildcard.matches(pieces, address, ".[") or wildcard.matches(pieces, without_keys(address), ".[")
