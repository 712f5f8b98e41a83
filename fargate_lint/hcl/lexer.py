"""Text to tokens: the lexing that Terraform's language needs and no regular grammar gives.

One pass over the text with a stack of open brackets and quotes. The stack says whether a line break counts (in bodies
and objects) or not (in parentheses, brackets, ``${ }`` and ``for`` objects), whether ``{`` opens a block or an object,
and which text is template. The grammar (terraform.lark) sees only what counts. The rules follow HashiCorp's scanner.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from fargate_lint.hcl.tokens import (
    BLANKS,
    MAX_NESTING,
    MOST_TOKENS,
    OPERATORS,
    SPLAT_BROKEN,
    TOO_DEEP,
    TOO_LARGE,
    VALUE_ENDS,
    Frame,
    Item,
    Kind,
    Remark,
    Token,
    strange,
    unclosed,
)

_NAME = r"[^\W\d][\w-]*"
_MAIN = re.compile(
    rf"""[ \t]*+(?:
      (?P<name>{_NAME})
    | (?P<break>(?:\r?\n[ \t]*+)++)
    | (?P<plain>"[^"\\$%\r\n]*")
    | (?P<line_comment>(?:\#|//)[^\n]*)
    | (?P<comment>/\*)
    | (?P<heredoc><<-?{_NAME}\r?\n)
    | (?P<operator>==|!=|>=|<=|&&|\|\||=>|\.\.\.|::|[-+*/%=<>!?:.,])
    | (?P<number>[0-9](?:\.*+(?:[0-9]++|[eE][+-]?[0-9]))*+)
    | (?P<open>[\[(])
    | (?P<brace>\{{)
    | (?P<close>[\])])
    | (?P<end_brace>~?\}})
    | (?P<quote>")
    )""",
    re.VERBOSE,
)
_FOR_AHEAD = re.compile(r"(?:[ \t\r\n]|(?:#|//)[^\n]*\n|/\*(?:[^*]|\*(?!/))*+\*/)*+for(?![\w-])")
_QUOTED_CHARS = re.compile(r"(?:[^\"\\$%\r\n]|\\[^\r\n])++|\$\$\{~?|%%\{~?|[$%](?!\{)")
_LINE_CHARS = re.compile(r"(?:\$\$\{~?|%%\{~?|[$%](?!\{))|[^$%\r\n]*(?:\r?\n)?")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_GAP = f"[{BLANKS.replace(chr(10), '')}]*"
_OPENER = re.compile(rf"<<-?({_NAME})\r?\n")
_ENDING = re.compile(rf"^{_GAP}({_NAME}){_GAP}\n", re.MULTILINE)
_SEQUENCE = re.compile(r"([$%])\{(~?)")
_KEYWORDS = {"if": "IF", "else": "ELSE", "endif": "ENDIF", "for": "FOR", "endfor": "ENDFOR"}


@lru_cache(maxsize=1)
def _endings(text: str) -> dict[str, list[int]]:
    """The offsets of all lines that may end a heredoc, by its word: looked for once, not by each heredoc."""
    found: dict[str, list[int]] = {marker: [] for marker in _OPENER.findall(text)}
    for line in _ENDING.finditer(text):
        if line[1] in found:
            found[line[1]].append(line.start())
    return found


def heredoc_ending(text: str, marker: str, start: int, stop: int) -> re.Match[str] | None:
    """The line from ``start`` on that ends a heredoc with this word, group 1; None where none does before ``stop``."""
    offsets = _endings(text).get(marker, ())
    index = bisect_left(offsets, start)
    return _ENDING.match(text, offsets[index], stop) if index < len(offsets) else None


class Lexer:
    """Reads ``text`` from ``start`` to ``stop``. After ``run``: ``items`` and ``remarks``.

    kind -- Kind.BODY for a file, Kind.LONE for one expression, Kind.BARE for one template.
    line, column -- the position of ``start`` for the person.
    """

    def __init__(
        self, text: str, kind: Kind, start: int = 0, stop: int | None = None, line: int = 1, column: int = 1
    ) -> None:
        self.text = text
        self.pos = self.item_start = start
        self.stop = len(text) if stop is None else stop
        self.line = line
        self.before = start - column  # an offset minus this is its column
        self.kind = kind  # of the innermost frame
        self.frames = [Frame(kind, Token("", "", line, column, line, column))]
        self.tokens: list[Token] = []  # of the item that is being read
        self.read = 0  # tokens of the items before
        self.most = MOST_TOKENS
        self.items: list[Item] = []
        self.remarks: list[Remark] = []
        self.line_begins = True  # in a heredoc: nothing of this line has been read
        self.assigned = False  # in a body: "=" stands on this line, so that "{" opens an object
        self.names = 0  # in the head of a for: 1 = a name comes next, 2 = "in" or a comma
        self.commented: int | None = None  # the ``before`` of a line on which there is a comment already
        self.broken: Token | None = None  # the "[" that a line break follows, where line breaks count around it

    def run(self, most: int = MOST_TOKENS) -> int:
        """Read all of it, or some ``most`` tokens: then ``pos`` is not the end. Returns how many there were."""
        self.most = most
        text, stop, match = self.text, self.stop, _MAIN.match
        readers = [None, *(getattr(self, f"_{name}") for name in _MAIN.groupindex)]
        while self.pos < stop:
            kind = self.kind
            if kind is Kind.QUOTE:
                self._quoted()
            elif kind is Kind.HEREDOC or kind is Kind.BARE:
                self._lines(self.frames[-1])
            elif found := match(text, self.pos, stop):
                group = found.lastindex or 0
                start, self.pos = found.span(group)
                readers[group](start, self.pos)
            else:
                self._other()
            if self.read + len(self.tokens) + len(self.remarks) > most:
                self._add("LIMIT", TOO_LARGE, self.pos - 1, self.pos)
                break
            if len(self.frames) > MAX_NESTING:
                del self.frames[1:]
                self._add("LIMIT", TOO_DEEP, self.pos - 1, self.pos)
                break
        if len(self.frames) > 1:
            self.tokens.append(unclosed(self.frames[-1]))
        if self.tokens or self.frames[0].kind is not Kind.BODY:
            frame = self.frames[-1] if len(self.frames) > 1 else None
            self.items.append(Item(self.tokens, self.item_start, stop, frame))
        return self.read + len(self.tokens) + len(self.remarks)

    def _add(self, kind: str, text: str, start: int, end: int) -> Token:
        """Add a token that stays on the present line."""
        before, line = self.before, self.line
        token = Token(kind, text, line, start - before, line, end - before)
        self.tokens.append(token)
        return token

    def _push(self, kind: Kind, opener: Token, marker: str = "") -> None:
        self.frames.append(Frame(kind, opener, marker))
        self.kind = kind

    def _pop(self, depth: int = -1) -> None:
        """Close the innermost frame, or all from ``depth`` on."""
        del self.frames[depth:]
        self.kind = self.frames[-1].kind

    def _breaks(self, start: int, end: int) -> None:
        """Count the line breaks between these offsets."""
        count = self.text.count("\n", start, end)
        if count:
            self.line += count
            self.before = self.text.rfind("\n", start, end)

    # the main mode: bodies and expressions

    def _name(self, start: int, end: int) -> None:
        text = self.text
        value = text[start:end]
        if not value.isascii() or (end < self.stop and text[end] > "\x7f"):
            self.pos = end = self._long_name(start)
            value = text[start:end]
        self._add(self._keyword(value) if self.kind is not Kind.BODY else "NAME", value, start, end)

    def _keyword(self, value: str) -> str:
        """The terminal of a name: the words of for, if and directives are keywords only where those can stand."""
        kind, tokens = self.kind, self.tokens
        if self.names == 1:
            self.names = 2
        elif self.names:
            self.names = 0
            if value == "in":
                return "IN"
        elif kind is Kind.TUPLE or kind is Kind.FOR_OBJECT:
            if value == "for" and tokens[-1] is self.frames[-1].opener:
                self.names = 1
                return "FOR"
            if value == "if" and self._value_ended():
                return "IF"
        elif kind is Kind.SEQUENCE and value in _KEYWORDS and self._directive_begins():
            self.names = 1 if value == "for" else 0
            return _KEYWORDS[value]
        return "NAME"

    def _directive_begins(self) -> bool:
        """Whether the next word is the keyword of a %{ sequence."""
        opener, tokens = self.frames[-1].opener, self.tokens
        if opener.type != "DIRECTIVE_START":
            return False
        return tokens[-1] is opener or (tokens[-1].type == "STRIP_MARKER" and tokens[-2] is opener)

    def _value_ended(self) -> bool:
        """Whether the last token ends a value, so that "[" is an index and "if" a keyword."""
        last = self.tokens[-1].type
        if last == "ASTERISK":  # the star of a splat
            return len(self.tokens) > 1 and self.tokens[-2].type == "DOT"
        return last in VALUE_ENDS

    def _long_name(self, start: int) -> int:
        """The end of the name at ``start`` when it has letters beyond ASCII: Unicode's identifiers, with dashes."""
        end = start + 1
        while end < self.stop and (self.text[end] == "-" or ("a" + self.text[end]).isidentifier()):
            end += 1
        return end

    def _break(self, start: int, end: int) -> None:
        tokens = self.tokens
        if self.kind is Kind.BODY:
            self.assigned = False
            self.names = 0
            if len(self.frames) == 1:
                if tokens:
                    self.items.append(Item(tokens, self.item_start, start))
                    self.read += len(tokens)
                    self.tokens = []
                self.item_start = end
            elif tokens[-1].type != "NL":
                self._add("NL", "\n", start, start + 1)
        elif self.kind is Kind.OBJECT:
            last = tokens[-1]
            if last.type not in ("NL", "COMMA") and last is not self.frames[-1].opener:
                self._add("NL", "\n", start, start + 1)
        elif self.kind is Kind.INDEX and self.frames[-2].kind in (Kind.BODY, Kind.OBJECT):
            opener = self.frames[-1].opener
            if tokens[-1] is opener:
                self.broken = opener
            elif tokens[-1].type == "ASTERISK" and tokens[-2] is opener:
                self._add("BAD", SPLAT_BROKEN, start, start + 1)
        self._breaks(start, end)

    def _operator(self, start: int, end: int) -> None:
        value = self.text[start:end]
        kind = OPERATORS[value]
        if kind == "ASTERISK" and self.broken is not None and self.tokens[-1] is self.broken:
            self._add("BAD", SPLAT_BROKEN, start, end)
            return
        if kind == "EQ":
            self.assigned = True
        elif self.names:
            self.names = 1 if kind == "COMMA" else 0
        self._add(kind, value, start, end)

    def _plain(self, start: int, end: int) -> None:
        self._add("PLAIN_STRING", self.text[start + 1 : end - 1], start, end)

    def _number(self, start: int, end: int) -> None:
        self._add("NUMBER", self.text[start:end], start, end)

    def _line_comment(self, start: int, end: int) -> None:
        said = self.text[start:end].lstrip(self.text[start]).strip()
        own, before, line = self._alone(start), self.before, self.line
        self.remarks.append(Remark(said, own, line, start - before, line, end - before))

    def _comment(self, start: int, end: int) -> None:
        close = self.text.find("*/", end, self.stop)
        if close < 0:
            self._push(Kind.COMMENT, Token("BAD", "/*", self.line, start - self.before, self.line, end - self.before))
            self.pos = self.stop
            return
        said = self.text[end:close].strip("* \t\r\n")
        own, line, column = self._alone(start), self.line, start - self.before
        self.pos = close + 2
        self._breaks(start, close)
        self.remarks.append(Remark(said, own, line, column, self.line, self.pos - self.before))

    def _alone(self, start: int) -> bool:
        """Whether nothing but blanks stands before a comment at this offset on its line."""
        if self.commented == self.before:
            return False
        self.commented = self.before
        return not self.text[max(self.before + 1, 0) : start].strip()

    def _open(self, start: int, end: int) -> None:
        if self.text[start] == "(":
            self._push(Kind.PAREN, self._add("LPAR", "(", start, end))
            return
        kind = Kind.INDEX if self.tokens and self._value_ended() else Kind.TUPLE
        self._push(kind, self._add("LSQB", "[", start, end))

    def _brace(self, start: int, end: int) -> None:
        kind = Kind.OBJECT
        if self.kind is Kind.BODY and not self.assigned:
            kind = Kind.BODY
        elif _FOR_AHEAD.match(self.text, end, self.stop):
            kind = Kind.FOR_OBJECT
        self._push(kind, self._add("LBRACE", "{", start, end))

    def _close(self, start: int, end: int) -> None:
        round_ = self.text[start] == ")"
        self._add("RPAR" if round_ else "RSQB", self.text[start], start, end)
        if self.kind is Kind.PAREN if round_ else self.kind in (Kind.TUPLE, Kind.INDEX):
            self._pop()

    def _end_brace(self, start: int, end: int) -> None:
        """Close what ``}`` closes, over unclosed parentheses and brackets if need be."""
        if end - start == 2:
            self._add("STRIP_MARKER", "~", start, start + 1)
        self._add("RBRACE", "}", end - 1, end)
        for depth in range(len(self.frames) - 1, 0, -1):
            kind = self.frames[depth].kind
            if kind in (Kind.BODY, Kind.OBJECT, Kind.FOR_OBJECT, Kind.SEQUENCE):
                self._pop(depth)
                return
            if kind not in (Kind.PAREN, Kind.TUPLE, Kind.INDEX):
                return

    def _other(self) -> None:
        """What no rule of the main mode knows, after blanks."""
        text = self.text
        while self.pos < self.stop and text[self.pos] in " \t":
            self.pos += 1
        start = self.pos
        if start == self.stop:
            return
        if text[start].isidentifier():
            self.pos = self._long_name(start)
            self._add("NAME", text[start : self.pos], start, self.pos)
        else:
            self.pos += 1
            self._add("BAD", strange(text[start]), start, self.pos)

    # templates

    def _quote(self, start: int, end: int) -> None:
        self._push(Kind.QUOTE, self._add("DBLQUOTE", '"', start, end))

    def _open_sequence(self, match: re.Match[str]) -> None:
        """``${`` or ``%{`` inside a template."""
        start, end = match.span()
        kind = "INTERP_START" if match[1] == "$" else "DIRECTIVE_START"
        self._push(Kind.SEQUENCE, self._add(kind, match[0][:2], start, start + 2))
        if match[2]:
            self._add("STRIP_MARKER", "~", end - 1, end)
        self.pos = end
        self.line_begins = False

    def _quoted(self) -> None:
        """The inside of a quoted template, until it ends or a sequence begins."""
        text, stop = self.text, self.stop
        pos = self.pos
        while chars := _QUOTED_CHARS.match(text, pos, stop):
            self._add("STRING_CHARS", chars[0], pos, chars.end())
            pos = chars.end()
        self.pos = pos
        if pos == stop:
            return
        if text[pos] == '"':
            self.pos += 1
            self._add("DBLQUOTE", '"', pos, pos + 1)
            self._pop()
        elif sequence := _SEQUENCE.match(text, pos, stop):
            self._open_sequence(sequence)
        else:
            self._unended_quote()

    def _unended_quote(self) -> None:
        """The line ends in a quote: go on behind it as if all that was opened on this line had been closed."""
        self.tokens.append(unclosed(self.frames[-1]))
        if self.text[self.pos] == "\\":
            self.pos += 1
        while self.frames[-1].opener.line == self.line and len(self.frames) > 1 and self.kind is not Kind.BODY:
            self._pop()
        if self.kind is Kind.QUOTE:  # opened on an earlier line: nothing to go on with
            self.pos = self.stop

    def _heredoc(self, start: int, end: int) -> None:
        """``<<X``: take all of it when nothing in it is to be evaluated, else open it."""
        text, line, column = self.text, self.line, start - self.before
        marker = text[start + 2 : end].rstrip("\r\n").removeprefix("-")
        ending = heredoc_ending(text, marker, end, self.stop)
        if ending and text.find("${", end, ending.start()) < 0 and text.find("%{", end, ending.start()) < 0:
            self.pos = ending.end() - (2 if text[ending.end() - 2] == "\r" else 1)
            lone = _LONE_RETURN.search(text, end, ending.start())
            if lone:
                self._breaks(start, lone.start())
                self._add("BAD", strange("\r"), lone.start(), lone.end())
                self._breaks(lone.start(), ending.start())
                return
            self._breaks(start, ending.start())
            body, end_column = text[start : ending.start()], ending.end(1) - self.before
            self.tokens.append(Token("HEREDOC_TEMPLATE", body, line, column, self.line, end_column))
            return
        self._push(Kind.HEREDOC, self._add("HEREDOC_OPEN", text[start:end], start, end - 1), marker)
        self._breaks(start, end)
        self.line_begins = True

    def _lines(self, frame: Frame) -> None:
        """The inside of a heredoc or bare template, line by line, until it ends or a sequence begins."""
        text, stop = self.text, self.stop
        while self.pos < stop and len(self.tokens) <= self.most:
            pos = self.pos
            sequence = _SEQUENCE.match(text, pos, stop)
            if sequence:
                self._open_sequence(sequence)
                return
            if self.line_begins and frame.marker and self._heredoc_ends(frame.marker):
                return
            chars = _LINE_CHARS.match(text, pos, stop)
            end = self.pos = max(chars.end() if chars else 0, pos + 1)
            if frame.marker and _LONE_RETURN.fullmatch(text, pos, end):
                self._add("BAD", strange("\r"), pos, end)
                continue
            token = self._add("STRING_CHARS", text[pos:end], pos, end)
            self.line_begins = text[end - 1] == "\n"
            if self.line_begins:
                self._breaks(pos, end)
                token.end_line, token.end_column = self.line, 1

    def _heredoc_ends(self, marker: str) -> bool:
        """Close the heredoc if this line holds its marker and nothing else, a line break after it."""
        text, pos = self.text, self.pos
        eol = text.find("\n", pos, self.stop)
        if eol < 0 or text[pos:eol].strip(BLANKS) != marker:
            return False
        at = text.index(marker, pos)
        self._add("HEREDOC_CLOSE", marker, at, at + len(marker))
        self._pop()
        self.pos = eol - 1 if text[eol - 1] == "\r" else eol
        return True
