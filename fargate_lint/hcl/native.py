"""Native syntax (.tf, .tofu, .tfvars, .hcl) to a Document, one broken block at a time.

Each attribute or block at the top of a file is parsed by itself. Where a broken one swallows what follows it (an
unclosed bracket), reading goes on at the next line that begins like a block.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.hcl import syntax as s
from fargate_lint.hcl.build import Builder
from fargate_lint.hcl.explain import explain
from fargate_lint.hcl.fault import Fault, SyntaxProblem
from fargate_lint.hcl.lexer import Lexer, heredoc_ending
from fargate_lint.hcl.machine import TooDeep, Unexpected, run
from fargate_lint.hcl.tokens import (
    CHAIN_TOO_DEEP,
    MAX_DEPTH,
    MOST_BROKEN,
    MOST_TOKENS,
    TOO_LARGE,
    Item,
    Kind,
    Token,
)

MAX_STRETCHES = 8
"""How often a search for the next block after a broken one may go on behind a heredoc or comment."""

_BLOCKS = [
    "resource",
    "data",
    "module",
    "variable",
    "output",
    "locals",
    "provider",
    "terraform",
    "moved",
    "import",
    "removed",
    "check",
    "ephemeral",
]
_HEADER = re.compile(
    rf"^(?:{'|'.join(_BLOCKS)})(?:[ \t]+(?:\"[^\"\n]*\"|[\w-]+))*[ \t]*\{{",
    re.MULTILINE,
)
_SETTING = re.compile(r"^[\w-]+[ \t]*=(?!=)", re.MULTILINE)


def parse(text: str, path: str) -> s.Document:
    """Read a file of native syntax. Never raises: what cannot be read is in ``diagnostics`` and ``broken``."""
    reader = _Reader(text.removeprefix("\ufeff"), path)
    return reader.document()


def parse_expression(text: str, path: str, line: int = 1, column: int = 1) -> s.Expression:
    """Read one expression; line breaks in it do not matter. Raises SyntaxProblem."""
    return _lone(text, path, line, column, Kind.LONE, "lone_expression")


def parse_template(text: str, path: str, line: int = 1, column: int = 1) -> s.Expression:
    """Read a template without quotes, as templatefile() does: \\ escapes nothing in it. Raises SyntaxProblem."""
    return _lone(text, path, line, column, Kind.BARE, "lone_template")


def _lone(text: str, path: str, line: int, column: int, kind: Kind, start: str) -> s.Expression:
    lexer = Lexer(text, kind, line=line, column=column)
    lexer.run()
    try:
        made: s.Expression = run_grammar(lexer.items[0].tokens, start, Builder(path))
    except Fault as fault:
        raise SyntaxProblem(fault.diagnostic()) from None
    return made


def run_grammar(tokens: Sequence[Token], start: str, builder: Builder) -> Any:
    """Parse; raises Fault."""
    try:
        made = run(tokens, start, builder.actions)
    except Unexpected as problem:
        raise explain(problem, tokens, builder.path) from None
    except TooDeep as problem:
        raise Fault(CHAIN_TOO_DEEP, _span(builder.path, problem.token, problem.token), "limit") from None
    if len(tokens) > MAX_DEPTH:
        _check_depth(made)
    return made


def _check_depth(node: s.Node) -> None:
    """Raises Fault when nodes are nested too deep. Goes level by level, so that it cannot itself go too deep."""
    level: list[s.Node] = [node]
    for _ in range(MAX_DEPTH):
        below: list[s.Node] = []
        for one in level:
            for name in one.__struct_fields__:
                value = getattr(one, name)
                if isinstance(value, s.Node):
                    below.append(value)
                elif isinstance(value, tuple):
                    below += [each for each in value if isinstance(each, s.Node)]
                elif isinstance(value, dict):
                    below += value.values()
        if not below:
            return
        level = below
    raise Fault(CHAIN_TOO_DEEP, level[0].span, "limit")


class _Reader:
    """Reads one file."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.builder = Builder(path)
        self.entries: list[s.Attribute | s.Block] = []
        self.broken: list[s.Broken] = []
        self.diagnostics: list[Diagnostic] = []
        self.comments: list[s.Comment] = []
        self.left = MOST_TOKENS  # that may still be read
        self.last_comment = text.rfind("*/")

    def document(self) -> s.Document:
        path = self.builder.path
        lines = self.text.count("\n")
        end = Span(path, 1, 1, lines + 1, len(self.text) - self.text.rfind("\n"))
        lexer = self._lex(0, len(self.text))
        position = self._items(lexer, lexer.pos)
        if lexer.pos < len(self.text):
            position = self._too_large(lexer.pos)
        while position < len(self.text):  # the rest, in stretches that begin like a block
            stop = self._stretch(position)
            self._items(self._lex(position, stop), stop, last=True)
            position = stop
            if self.left < 0 or len(self.broken) > MOST_BROKEN:
                position = self._too_large(position)
        body = self.builder.body(self.entries, end)
        diagnostics = sorted((*self.diagnostics, *self.builder.diagnostics), key=_place)
        if len(diagnostics) > MOST_BROKEN + 1:  # doubled arguments are no broken ones
            place = diagnostics[MOST_BROKEN].span
            diagnostics[MOST_BROKEN:] = [Diagnostic("limit", Severity.ERROR, TOO_LARGE, place)]
        return s.Document(path, body, tuple(self.comments), tuple(diagnostics), tuple(self.broken))

    def _lex(self, start: int, stop: int) -> Lexer:
        line = bisect_right(self._line_starts, start) if start else 1
        lexer = Lexer(self.text, Kind.BODY, start, stop, line)
        self.left -= lexer.run(max(self.left, 0))
        return lexer

    def _too_large(self, position: int) -> int:
        """Give up what follows this offset; returns the text's end."""
        line = bisect_right(self._line_starts, position)
        column = position - self._line_starts[line - 1] + 1
        span = Span(self.builder.path, line, column, line, column + 1)
        if all(diagnostic.message != TOO_LARGE for diagnostic in self.diagnostics):
            self.diagnostics.append(Diagnostic("limit", Severity.ERROR, TOO_LARGE, span))
        self.broken.append(s.Broken(span, None, ()))
        return len(self.text)

    def _stretch(self, start: int) -> int:
        """The offset at which the next block seems to begin; not inside a heredoc or comment that begins before it."""
        stop = self._next_header(start)
        for _ in range(MAX_STRETCHES):
            lexer = self._lex(start, stop)
            frame = lexer.items[-1].open if lexer.items else None
            if stop == len(self.text) or frame is None or frame.kind not in (Kind.HEREDOC, Kind.COMMENT):
                break
            if frame.marker:
                ending = heredoc_ending(self.text, frame.marker, stop, len(self.text))
                found = -1 if ending is None else ending.start()
            else:
                found = self.text.find("*/", stop) if stop <= self.last_comment else -1
            if found < 0:
                break
            stop = self._next_header(found)
        return stop

    @cached_property
    def _headers(self) -> list[int]:
        """The offsets of all lines that begin like a block, or of the comment lines right above one.

        In a .tfvars file: that begin like an argument.
        """
        pattern = _SETTING if self.builder.path.endswith(".tfvars") else _HEADER
        text, offsets = self.text, []
        for found in pattern.finditer(text):
            start = found.start()
            while start and text.startswith(("#", "//"), above := text.rfind("\n", 0, start - 1) + 1):
                start = above
            offsets.append(start)
        return offsets

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def _next_header(self, after: int) -> int:
        """The offset of the next line after the one at ``after`` that begins like a block; else the text's end."""
        index = bisect_right(self._headers, after)
        return self._headers[index] if index < len(self._headers) else len(self.text)

    def _items(self, lexer: Lexer, stop: int, last: bool = False) -> int:
        """Parse the items read, to offset ``stop``; returns where to read anew when one swallowed what follows it."""
        for item in lexer.items:
            if self._item(item):
                continue
            if len(self.broken) > MOST_BROKEN and not last:
                self._remark(lexer, item.end)
                return self._too_large(min(item.end, len(self.text) - 1))
            headless = item.tokens[0].text in _BLOCKS and all(one.type not in ("EQ", "LBRACE") for one in item.tokens)
            if last and headless:
                break  # its body is what follows
            resume = stop if last else self._next_header(self._line_starts[item.tokens[0].line - 1])
            if resume < item.end or (headless and not last):
                self._remark(lexer, resume)
                return resume
        self._remark(lexer, stop)
        return stop

    def _remark(self, lexer: Lexer, stop: int) -> None:
        """Keep the comments that begin before offset ``stop``."""
        end = bisect_right(self._line_starts, stop) if stop < len(self.text) else None
        for remark in lexer.remarks:
            if end is None or remark.line < end:
                span = Span(self.builder.path, remark.line, remark.column, remark.end_line, remark.end_column)
                self.comments.append(s.Comment(span, remark.text, remark.own_line))

    def _item(self, item: Item) -> bool:
        """Parse one item; False when it is broken."""
        try:
            self.entries.append(run_grammar(item.tokens, "item", self.builder))
        except Fault as fault:
            if not self._locals(item):
                self.diagnostics.append(fault.diagnostic())
                self.broken.append(self._lost(item.tokens))
            return False
        return True

    def _locals(self, item: Item) -> bool:
        """Save what can be saved of a broken ``locals``: each value stands by itself. False when it cannot be done."""
        tokens, path = item.tokens, self.builder.path
        kinds = [token.type for token in tokens[:3]]
        if item.open or kinds != ["NAME", "LBRACE", "NL"] or tokens[0].text != "locals" or tokens[-1].type != "RBRACE":
            return False
        made: list[s.Attribute] = []
        faults: list[Fault] = []
        for entry in _lines(tokens[3:-1]):
            try:
                made.append(run_grammar(entry, "item", self.builder))
            except Fault as fault:
                faults.append(fault)
                name = (entry[0].text,) if entry[0].type == "NAME" else ()
                self.broken.append(s.Broken(_span(path, entry[0], entry[-1]), "locals", name))
        if not faults:
            return False
        self.diagnostics += [fault.diagnostic() for fault in faults]
        body = self.builder.body(made, _span(path, tokens[1], tokens[-1]))
        header = _span(path, tokens[0], tokens[0])
        self.entries.append(s.Block(_span(path, tokens[0], tokens[-1]), "locals", (), body, header))
        return True

    def _lost(self, tokens: Sequence[Token]) -> s.Broken:
        """What of a broken item can still be told: the type and labels of a block, the name of an argument."""
        first, last = tokens[0], tokens[-1]
        if last.type == "BAD" and len(tokens) > 1:
            last = tokens[-2]
        span = _span(self.builder.path, first, last)
        kind = first.text if first.type == "NAME" else None
        labels: list[str] = []
        for token in tokens[1:]:
            if token.type not in ("NAME", "PLAIN_STRING"):
                if token.type == "EQ":
                    kind, labels = None, [first.text]
                break
            labels.append(token.text)
        return s.Broken(span, kind, tuple(labels) if kind or labels else ())


def _lines(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The entries of a body: the tokens between its own line breaks (those of brackets inside do not count)."""
    depth = 0
    entry: list[Token] = []
    for token in tokens:
        if token.type == "NL" and depth <= 0:
            if entry:
                yield entry
            entry = []
            continue
        if token.type in ("LPAR", "LSQB", "LBRACE", "INTERP_START", "DIRECTIVE_START"):
            depth += 1
        elif token.type in ("RPAR", "RSQB", "RBRACE"):
            depth -= 1
        entry.append(token)
    if entry:
        yield entry


def _span(path: str, first: Token, last: Token) -> Span:
    return Span(path, first.line, first.column, last.end_line, last.end_column)


def _place(diagnostic: Diagnostic) -> tuple[int, int]:
    return (diagnostic.span.line, diagnostic.span.column) if diagnostic.span else (0, 0)
