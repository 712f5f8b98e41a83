"""Text to tokens: the lexing that Terraform's language needs and no regular grammar gives.

One pass over the text with a stack of open brackets and quotes. The stack says whether a line break counts (in bodies and
objects) or not (in parentheses, brackets, ``${ }`` and ``for`` objects), whether ``{`` opens a block or an object, and which
text is template. The grammar (terraform.lark) sees only what counts. The rules follow HashiCorp's hclsyntax scanner.
"""

from __future__ import annotations

import re
from enum import Enum

import msgspec

MAX_NESTING = 100
"""Open brackets, quotes and blocks inside each other. Real configuration stays below 30; the evaluator recurses by it."""


class Token(msgspec.Struct, gc=False):
    """``type`` is the grammar's terminal, or "BAD" / "LIMIT": then ``text`` is the message for the person."""

    type: str
    text: str
    line: int
    column: int
    end_line: int
    end_column: int


class Remark(msgspec.Struct, gc=False):
    """A comment; ``text`` has no marker."""

    text: str
    own_line: bool
    line: int
    column: int
    end_line: int
    end_column: int


class Kind(Enum):
    """What is open. The value says what it is called in messages."""

    BODY = "block"
    OBJECT = "object"
    FOR_OBJECT = "for expression"
    PAREN = "parenthesis"
    TUPLE = "list"
    INDEX = "index"
    SEQUENCE = "template sequence"
    QUOTE = "string"
    HEREDOC = "heredoc"
    BARE = "template"
    LONE = "expression"
    COMMENT = "comment"


class Frame(msgspec.Struct):
    """Something open: ``opener`` is its first token, ``marker`` the word that ends a heredoc."""

    kind: Kind
    opener: Token
    marker: str = ""


class Item(msgspec.Struct):
    """The tokens of one attribute or block at the top of a file, from offset ``start`` to offset ``end``; ``open`` is what
    was still open when the text ended (then the last token is BAD)."""

    tokens: list[Token]
    start: int
    end: int
    open: Frame | None = None


_NAME = r"[^\W\d][\w-]*"
_MAIN = re.compile(
    rf"""[ \t]*(?:
      ({_NAME})
    | ((?:\r?\n[ \t]*)+)
    | ("[^"\\$%\r\n]*")
    | ((?:\#|//)[^\n]*)
    | (/\*)
    | (<<-?{_NAME}\r?\n)
    | (==|!=|>=|<=|&&|\|\||=>|\.\.\.|::|[-+*/%=<>!?:.,])
    | ([0-9](?:(?:[0-9.]|[eE][+-]?[0-9])*(?:[0-9]|[eE][+-]?[0-9]))?)
    | ([\[(])
    | (\{{)
    | ([\])])
    | (~?\}})
    | (")
    )""",
    re.VERBOSE,
)
_NAME_, _BREAK, _PLAIN, _LINE_COMMENT, _COMMENT, _HEREDOC, _OPERATOR, _NUMBER, _OPEN, _BRACE, _CLOSE, _END_BRACE, _QUOTE = range(1, 14)

_FOR_AHEAD = re.compile(rf"(?:[ \t\r\n]|(?:#|//)[^\n]*\n|/\*(?:[^*]|\*(?!/))*+\*/)*+for(?![\w-])")
_QUOTED_CHARS = re.compile(r"(?:[^\"\\$%\r\n]|\\[^\r\n])+|\$\$\{~?|%%\{~?|[$%](?!\{)")
_LINE_CHARS = re.compile(r"(?:\$\$\{~?|%%\{~?|[$%](?!\{))|[^$%\r\n]*(?:\r?\n)?")
_SEQUENCE = re.compile(r"([$%])\{(~?)")
_BLANKS = " \t\n\v\f\r\x85\xa0"

OPERATORS = {
    "==": "DOUBLE_EQ", "!=": "NEQ", ">=": "GEQ", "<=": "LEQ", "&&": "DOUBLE_AMP", "||": "DOUBLE_PIPE",
    "=>": "FOR_OBJECT_ARROW", "...": "ELLIPSIS", "::": "COLONS", "-": "MINUS", "+": "PLUS", "*": "ASTERISK",
    "/": "SLASH", "%": "PERCENT", "=": "EQ", "<": "LT", ">": "GT", "!": "NOT", "?": "QMARK", ":": "COLON",
    ".": "DOT", ",": "COMMA",
}  # fmt: skip
_KEYWORDS = {"if": "IF", "else": "ELSE", "endif": "ENDIF", "for": "FOR", "endfor": "ENDFOR"}
_VALUE_ENDS = {
    "NAME", "NUMBER", "PLAIN_STRING", "DBLQUOTE", "RPAR", "RSQB", "RBRACE", "HEREDOC_CLOSE", "HEREDOC_TEMPLATE", "ELLIPSIS",
}  # fmt: skip
_STRANGE = {
    "&": "a single & is no operator here; write && for a logical and",
    "|": "a single | is no operator here; write || for a logical or",
    "'": "single quotes mark no string here; use double quotes",
    "`": "backticks mark no string here; use double quotes",
    ";": "a semicolon ends nothing here; put each argument on its own line",
    "^": "^ is no operator here; use pow(base, exponent)",
    "~": "~ stands only next to the braces of a template sequence, as in ${~ and ~}",
    "\\": "a backslash stands only inside quotes",
    "\r": "a carriage return stands only before a line feed",
}
TOO_DEEP = f"this is nested more than {MAX_NESTING} levels deep, which this tool does not read; simplify it"


class Lexer:
    """Reads ``text`` from ``start`` to ``stop``. After ``run``: ``items`` and ``remarks``.

    kind -- Kind.BODY for a file, Kind.LONE for one expression, Kind.BARE for one template.
    line, column -- the position of ``start`` for the person.
    """

    def __init__(self, text: str, kind: Kind, start: int = 0, stop: int | None = None, line: int = 1, column: int = 1) -> None:
        self.text = text
        self.pos = self.item_start = start
        self.stop = len(text) if stop is None else stop
        self.line = line
        self.line_start = start - column + 1
        self.frames = [Frame(kind, Token("", "", line, column, line, column))]
        self.tokens: list[Token] = []
        self.items: list[Item] = []
        self.remarks: list[Remark] = []
        self.line_begins = True  # in a heredoc: nothing of this line has been read
        self.assigned = False  # in a body: "=" stands on this line, so that "{" opens an object

    def run(self) -> None:
        while self.pos < self.stop:
            if len(self.frames) > MAX_NESTING:
                self.frames[MAX_NESTING:] = []
                self._emit("LIMIT", TOO_DEEP, self.pos, self.pos + 1)
                break
            kind = self.frames[-1].kind
            if kind is Kind.QUOTE:
                self._quoted()
            elif kind is Kind.HEREDOC or kind is Kind.BARE:
                self._lines(self.frames[-1])
            else:
                self._main()
        self._finish()

    def _finish(self) -> None:
        frame = self.frames[-1] if len(self.frames) > 1 else None
        if frame and not (self.tokens and self.tokens[-1].type == "LIMIT"):
            at = frame.opener
            self.tokens.append(Token("BAD", _unclosed(frame), at.line, at.column, at.end_line, at.end_column))
        if self.tokens or self.frames[0].kind is not Kind.BODY:
            self.items.append(Item(self.tokens, self.item_start, self.stop, frame))

    def _emit(self, kind: str, text: str, start: int, end: int) -> Token:
        """Add a token that stays on the present line."""
        begin, line = self.line_start - 1, self.line
        token = Token(kind, text, line, start - begin, line, end - begin)
        self.tokens.append(token)
        return token

    def _main(self) -> None:
        """Expressions and bodies, until a template begins or ends."""
        text, stop, match, frames, tokens = self.text, self.stop, _MAIN.match, self.frames, self.tokens
        pos, line, begin = self.pos, self.line, self.line_start - 1
        frame = frames[-1]
        kind = frame.kind
        names = 0  # in the head of a for: 1 = a name comes next, 2 = "in" or a comma
        word = kind is Kind.SEQUENCE and self._directive_begins()
        assigned = self.assigned
        while pos < stop:
            found = match(text, pos, stop)
            if found is None:
                pos = self._strange(pos, line, begin)
                continue
            group = found.lastindex
            start, end = found.span(group)
            pos = end
            if group == _NAME_:
                value = text[start:end]
                type_ = "NAME"
                if not value.isascii() or (end < stop and text[end] > "\x7f"):
                    pos = end = self._long_name(start)
                    value = text[start:end]
                if word:
                    type_ = _KEYWORDS.get(value, "NAME")
                    word = False
                    names = 1 if type_ == "FOR" else 0
                elif names:
                    if names == 1:
                        names = 2
                    else:
                        names = 0
                        if value == "in":
                            type_ = "IN"
                elif value == "for" and tokens:
                    if (kind is Kind.TUPLE or kind is Kind.FOR_OBJECT) and tokens[-1] is frame.opener:
                        type_, names = "FOR", 1
                elif value == "if" and (kind is Kind.TUPLE or kind is Kind.FOR_OBJECT) and self._value_ended():
                    type_ = "IF"
                tokens.append(Token(type_, value, line, start - begin, line, end - begin))
            elif group == _BREAK:
                first = Token("NL", "\n", line, start - begin, line, start - begin + 1)
                line += text.count("\n", start, end)
                begin = text.rfind("\n", start, end)
                if kind is Kind.BODY:
                    assigned = False
                    if len(frames) == 1:
                        if tokens:
                            self.items.append(Item(tokens, self.item_start, start))
                            self.tokens = tokens = []
                        self.item_start = end
                    elif tokens[-1].type != "NL":
                        tokens.append(first)
                elif kind is Kind.OBJECT and tokens[-1].type not in ("NL", "COMMA") and tokens[-1] is not frame.opener:
                    tokens.append(first)
            elif group == _OPERATOR:
                value = text[start:end]
                type_ = OPERATORS[value]
                if type_ == "EQ":
                    assigned = True
                elif names and type_ == "COMMA":
                    names = 1
                tokens.append(Token(type_, value, line, start - begin, line, end - begin))
            elif group == _PLAIN:
                tokens.append(Token("PLAIN_STRING", text[start + 1 : end - 1], line, start - begin, line, end - begin))
            elif group == _LINE_COMMENT:
                own = not text[begin + 1 : start].strip()
                said = text[start:end].lstrip(text[start]).strip()
                self.remarks.append(Remark(said, own, line, start - begin, line, end - begin))
            elif group == _COMMENT:
                close = text.find("*/", end, stop)
                first_line, first_column = line, start - begin
                own = not text[begin + 1 : start].strip()
                if close < 0:
                    frames.append(Frame(Kind.COMMENT, Token("BAD", "/*", line, first_column, line, first_column + 2)))
                    pos = stop
                    break
                pos = close + 2
                breaks = text.count("\n", start, pos)
                if breaks:
                    line += breaks
                    begin = text.rfind("\n", start, pos)
                said = text[end:close].strip("* \t\r\n")
                self.remarks.append(Remark(said, own, first_line, first_column, line, pos - begin))
            elif group == _NUMBER:
                tokens.append(Token("NUMBER", text[start:end], line, start - begin, line, end - begin))
            elif group == _OPEN:
                if text[start] == "(":
                    kind, type_ = Kind.PAREN, "LPAR"
                else:
                    kind = Kind.INDEX if tokens and self._value_ended() else Kind.TUPLE
                    type_ = "LSQB"
                tokens.append(Token(type_, text[start], line, start - begin, line, end - begin))
                frame = Frame(kind, tokens[-1])
                frames.append(frame)
                if len(frames) > MAX_NESTING:
                    break
            elif group == _BRACE:
                token = Token("LBRACE", "{", line, start - begin, line, end - begin)
                tokens.append(token)
                if kind is Kind.BODY and not assigned:
                    pass
                elif _FOR_AHEAD.match(text, end, stop):
                    kind = Kind.FOR_OBJECT
                else:
                    kind = Kind.OBJECT
                frame = Frame(kind, token)
                frames.append(frame)
                if len(frames) > MAX_NESTING:
                    break
            elif group == _CLOSE:
                type_ = "RPAR" if text[start] == ")" else "RSQB"
                tokens.append(Token(type_, text[start], line, start - begin, line, end - begin))
                if len(frames) > 1 and (kind is Kind.PAREN if type_ == "RPAR" else kind in (Kind.TUPLE, Kind.INDEX)):
                    frames.pop()
                    frame = frames[-1]
                    kind = frame.kind
            elif group == _END_BRACE:
                if end - start == 2:
                    tokens.append(Token("STRIP_MARKER", "~", line, start - begin, line, start - begin + 1))
                tokens.append(Token("RBRACE", "}", line, end - 1 - begin, line, end - begin))
                closed = self._close_brace()
                if closed is not None:
                    frame = frames[-1]
                    kind = frame.kind
                    if closed is Kind.SEQUENCE:
                        break
            elif group == _HEREDOC:
                pos, line, begin = self._open_heredoc(start, end, line, begin)
                if frames[-1].kind is Kind.HEREDOC:
                    break
            else:
                tokens.append(Token("DBLQUOTE", '"', line, start - begin, line, end - begin))
                frames.append(Frame(Kind.QUOTE, tokens[-1]))
                break
        self.pos, self.line, self.line_start, self.assigned = pos, line, begin + 1, assigned

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
        return last in _VALUE_ENDS

    def _long_name(self, start: int) -> int:
        """The end of the name at ``start`` when it has letters beyond ASCII: Unicode's identifiers, with dashes."""
        end = start + 1
        while end < self.stop and (self.text[end] == "-" or ("a" + self.text[end]).isidentifier()):
            end += 1
        return end

    def _strange(self, pos: int, line: int, begin: int) -> int:
        """What no rule of the main mode knows, after blanks; returns the offset after it."""
        text = self.text
        while pos < self.stop and text[pos] in " \t":
            pos += 1
        if pos == self.stop:
            return pos
        char = text[pos]
        if char.isidentifier():
            end = self._long_name(pos)
            self.tokens.append(Token("NAME", text[pos:end], line, pos - begin, line, end - begin))
            return end
        what = _STRANGE.get(char, f"the character {char!r} (U+{ord(char):04X}) has no meaning here; remove it")
        self.tokens.append(Token("BAD", what, line, pos - begin, line, pos - begin + 1))
        return pos + 1

    def _close_brace(self) -> Kind | None:
        """Close what ``}`` closes, over unclosed parentheses and brackets if need be; None when nothing is open."""
        for depth in range(len(self.frames) - 1, 0, -1):
            kind = self.frames[depth].kind
            if kind in (Kind.BODY, Kind.OBJECT, Kind.FOR_OBJECT, Kind.SEQUENCE):
                del self.frames[depth:]
                return kind
            if kind not in (Kind.PAREN, Kind.TUPLE, Kind.INDEX):
                break
        return None

    def _open_sequence(self, match: re.Match[str]) -> None:
        """``${`` or ``%{`` inside a template."""
        start, end = match.span()
        opener = self._emit("INTERP_START" if match[1] == "$" else "DIRECTIVE_START", match[0][:2], start, start + 2)
        if match[2]:
            self._emit("STRIP_MARKER", "~", end - 1, end)
        self.frames.append(Frame(Kind.SEQUENCE, opener))
        self.pos = end
        self.line_begins = False

    def _quoted(self) -> None:
        """The inside of a quoted template, until it ends or a sequence begins."""
        text, stop = self.text, self.stop
        while self.pos < stop:
            pos = self.pos
            chars = _QUOTED_CHARS.match(text, pos, stop)
            if chars:
                self.pos = chars.end()
                self._emit("STRING_CHARS", chars[0], pos, self.pos)
                continue
            if text[pos] == '"':
                self.pos += 1
                self._emit("DBLQUOTE", '"', pos, pos + 1)
                self.frames.pop()
                return
            sequence = _SEQUENCE.match(text, pos, stop)
            if sequence:
                self._open_sequence(sequence)
                return
            frame = self.frames[-1]
            at = frame.opener
            self.tokens.append(Token("BAD", _unclosed(frame), at.line, at.column, at.end_line, at.end_column))
            while len(self.frames) > 1 and self.frames[-1].opener.line == self.line and self.frames[-1].kind is not Kind.BODY:
                self.frames.pop()  # what opened on this line would have ended after the quote
            if text[pos] == "\\":
                self.pos += 1
            if self.frames[-1].kind is Kind.QUOTE:  # opened on an earlier line: nothing to resume
                self.pos = stop
            return

    def _open_heredoc(self, start: int, end: int, line: int, begin: int) -> tuple[int, int, int]:
        """``<<X``: take all of it when it is plain, else open it. Returns offset, line and start of line to go on from."""
        text = self.text
        marker = text[start:end].strip("<-\r\n")
        if text[start + 2] == "-":
            marker = text[start + 3 : end].rstrip("\r\n")
        else:
            marker = text[start + 2 : end].rstrip("\r\n")
        ending = re.compile(rf"^[^\S\n]*({re.escape(marker)})[^\S\n]*\n", re.MULTILINE).search(text, end, self.stop)
        if ending and text.find("${", end, ending.start()) < 0 and text.find("%{", end, ending.start()) < 0:
            end_line = line + text.count("\n", start, ending.start())
            end_begin = ending.start() - 1
            self.tokens.append(
                Token("HEREDOC_TEMPLATE", text[start : ending.start()], line, start - begin, end_line, ending.end(1) - end_begin)
            )
            newline = ending.end() - (2 if text[ending.end() - 2] == "\r" else 1)
            return newline, end_line, end_begin
        opener = Token("HEREDOC_OPEN", text[start:end], line, start - begin, line, end - begin - 1)
        self.tokens.append(opener)
        self.frames.append(Frame(Kind.HEREDOC, opener, marker))
        self.line_begins = True
        return end, line + 1, end - 1

    def _lines(self, frame: Frame) -> None:
        """The inside of a heredoc or bare template, line by line, until it ends or a sequence begins."""
        text, stop = self.text, self.stop
        while self.pos < stop:
            pos = self.pos
            sequence = _SEQUENCE.match(text, pos, stop)
            if sequence:
                self._open_sequence(sequence)
                return
            if self.line_begins and frame.marker:
                eol = text.find("\n", pos, stop)
                if eol >= 0 and text[pos:eol].strip(_BLANKS) == frame.marker:
                    at = text.index(frame.marker, pos)
                    self._emit("HEREDOC_CLOSE", frame.marker, at, at + len(frame.marker))
                    self.frames.pop()
                    self.pos = eol - 1 if text[eol - 1] == "\r" else eol
                    return
            chars = _LINE_CHARS.match(text, pos, stop)
            end = self.pos = max(chars.end() if chars else 0, pos + 1)
            token = self._emit("STRING_CHARS", text[pos:end], pos, end)
            self.line_begins = text[end - 1] == "\n"
            if self.line_begins:
                self.line += 1
                self.line_start = end
                token.end_line, token.end_column = self.line, 1


def _unclosed(frame: Frame) -> str:
    """What to say of something that is open where the text ends (or the line, for a quote)."""
    kind = frame.kind
    if kind is Kind.QUOTE:
        return 'this quote has no closing " on its line; close it, write \\n for a line break, or use a heredoc (<<EOT)'
    if kind is Kind.HEREDOC:
        return f"this heredoc has no end: put {frame.marker} on a line of its own after it, followed by a line break"
    if kind is Kind.COMMENT:
        return "this comment is not closed; end it with */"
    if kind is Kind.SEQUENCE:
        opener = frame.opener.text
        return f"this {opener} has no closing brace; close it, or write {opener[0]}{opener} for the characters themselves"
    closer = {Kind.PAREN: ")", Kind.TUPLE: "]", Kind.INDEX: "]"}.get(kind, "}")
    return f"this {frame.opener.text} is never closed; add the {closer} that ends the {kind.value}"
