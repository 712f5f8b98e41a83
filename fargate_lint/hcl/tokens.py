"""What lexer.py makes of a text: tokens, comments, and what is open where."""

from __future__ import annotations

from enum import Enum

import msgspec

MAX_NESTING = 100
"""Open brackets, quotes and blocks inside each other. Real configuration stays below 30; what reads nodes recurses."""

TOO_DEEP = f"this is nested more than {MAX_NESTING} levels deep, which this tool does not read; simplify it"

MAX_DEPTH = 250
"""Nodes inside nodes; a chain of that many operators is as deep. What reads the nodes recurses by it."""

CHAIN_TOO_DEEP = (
    f"this expression is more than {MAX_DEPTH} levels deep, which this tool does not read; split it with locals"
)

MOST_TOKENS = 1_000_000
"""Tokens of one file: some 4 MB of common Terraform, and four seconds of reading."""

MOST_BROKEN = 1_000
"""Broken blocks and arguments of one file."""

TOO_LARGE = (
    f"this file has more than {MOST_TOKENS:,} words and signs, or more than {MOST_BROKEN:,} errors: the rest of it is"
    " not read; split it"
)

SPLAT_BROKEN = "a line break in [*] ends the argument here; write [*] on one line"

BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What Go's unicode.IsSpace calls space; Python's str.strip takes others too."""


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
    """The tokens of one attribute or block at the top of a file, from offset ``start`` to offset ``end``; ``open`` is
    what was still open when the text ended (then the last token is BAD)."""

    tokens: list[Token]
    start: int
    end: int
    open: Frame | None = None


OPERATORS = {
    "==": "DOUBLE_EQ", "!=": "NEQ", ">=": "GEQ", "<=": "LEQ", "&&": "DOUBLE_AMP", "||": "DOUBLE_PIPE",
    "=>": "FOR_OBJECT_ARROW", "...": "ELLIPSIS", "::": "COLONS", "-": "MINUS", "+": "PLUS", "*": "ASTERISK",
    "/": "SLASH", "%": "PERCENT", "=": "EQ", "<": "LT", ">": "GT", "!": "NOT", "?": "QMARK", ":": "COLON",
    ".": "DOT", ",": "COMMA",
}  # fmt: skip

VALUE_ENDS = {
    "NAME", "NUMBER", "PLAIN_STRING", "DBLQUOTE", "RPAR", "RSQB", "RBRACE", "HEREDOC_CLOSE", "HEREDOC_TEMPLATE",
    "ELLIPSIS",
}  # fmt: skip
"""Tokens after which a value is complete, where a value can be."""

_STRANGE = {
    "&": "a single & is no operator here; write && for a logical and",
    "|": "a single | is no operator here; write || for a logical or",
    "'": "single quotes mark no string here; use double quotes",
    "`": "backticks mark no string here; use double quotes",
    ";": "a semicolon ends nothing here; put each argument on its own line",
    "^": "^ is no operator here; use pow(base, exponent)",
    "$": "${ } stands only inside quotes; write the expression itself, without it",
    "~": "~ stands only next to the braces of a template sequence, as in ${~ and ~}",
    "\\": "a backslash stands only inside quotes",
    "\r": "a carriage return stands only before a line feed",
}


def strange(char: str) -> str:
    """What to say of a character that has no place outside of strings."""
    return _STRANGE.get(char, f"the character {char!r} (U+{ord(char):04X}) has no meaning here; remove it")


def unclosed(frame: Frame) -> Token:
    """The token for something that is open where the text ends (or the line, for a quote): it stands at the opener."""
    at = frame.opener
    return Token("BAD", _unclosed_message(frame), at.line, at.column, at.end_line, at.end_column)


def _unclosed_message(frame: Frame) -> str:
    kind, opener = frame.kind, frame.opener.text
    if kind is Kind.QUOTE:
        return 'this quote has no closing " on its line; close it, write \\n for a line break, or use a heredoc (<<EOT)'
    if kind is Kind.HEREDOC:
        return f"this heredoc has no end: put {frame.marker} on a line of its own after it, followed by a line break"
    if kind is Kind.COMMENT:
        return "this comment is not closed; end it with */"
    if kind is Kind.SEQUENCE:
        return f"this {opener} has no closing brace; close it, or write {opener[0]}{opener} for a literal {opener}"
    closer = {"(": ")", "[": "]"}.get(opener, "}")
    return f"this {opener} is never closed; add the {closer} that ends the {kind.value}"
