"""Why a run of tokens is no Terraform: what was found, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from fargate_lint.diagnostic import Span
from fargate_lint.hcl.fault import Fault
from fargate_lint.hcl.lexer import OPERATORS, Token
from fargate_lint.hcl.machine import Unexpected

_OPENERS = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE", "INTERP_START": "RBRACE", "DIRECTIVE_START": "RBRACE"}
_BINARY = set(OPERATORS.values()) - {"EQ", "NOT", "DOT", "COMMA", "COLON", "COLONS", "ELLIPSIS", "FOR_OBJECT_ARROW", "MINUS"}
_VALUE_BEGINS = {"NUMBER", "LPAR", "PLAIN_STRING"}


def explain(problem: Unexpected, tokens: Sequence[Token], path: str) -> Fault:
    """The fault to report for a token that fits no rule of the grammar."""
    token = problem.token
    span = Span(path, token.line, token.column, token.end_line, token.end_column)
    if token.type == "LIMIT":
        return Fault(token.text, span, "limit")
    if token.type == "BAD":
        return Fault(token.text, span)
    before = tokens[: problem.index]
    return Fault(_message(token, before, problem.expected), span)


def found(token: Token) -> str:
    """A token in words."""
    if token.type == "NL":
        return "the end of the line"
    if token.type == "$END":
        return "the end"
    if token.type in ("PLAIN_STRING", "DBLQUOTE"):
        return f'"{token.text}"' if token.type == "PLAIN_STRING" else "a quote"
    if token.type.startswith("HEREDOC"):
        return "a heredoc"
    return token.text


def _open(tokens: Sequence[Token]) -> list[int]:
    """Where the brackets that are open after these tokens began."""
    stack: list[int] = []
    for index, token in enumerate(tokens):
        if token.type in _OPENERS:
            stack.append(index)
        elif stack and token.type == _OPENERS[tokens[stack[-1]].type]:
            stack.pop()
    return stack


def _message(token: Token, before: Sequence[Token], expected: frozenset[str]) -> str:
    what = found(token)
    last = before[-1] if before else None
    stack = _open(before)
    assigned = any(one.type == "EQ" for one in before[_line_begin(before) :])
    in_body = all(_is_body(before, index) for index in stack)
    if last is None:
        if token.type in ("RBRACE", "RPAR", "RSQB"):
            return f"this {what} closes nothing; remove it, or look above for a bracket too many"
        if token.type in ("PLAIN_STRING", "DBLQUOTE"):
            return "an argument's name stands without quotes; write name = value or a block"
        return f"found {what}, expected an argument (name = value) or a block (type \"label\" {{)"
    if in_body and not assigned:
        return _in_header(token, what, before)
    if _VALUE_BEGINS & expected:
        return _value_missing(token, what, last)
    if token.type == "EQ" and "EQ" not in expected:
        return "found a second =; compare with ==, or put the next argument on its own line"
    if in_body:
        if token.type == "COMMA":
            return "arguments are separated by line breaks, not commas; remove the comma"
        if token.type == "RBRACE" and stack:
            return "the closing brace of a block of several lines stands on its own line; put a line break before it"
        if token.type in ("RPAR", "RSQB", "RBRACE"):
            return f"this {what} closes nothing; remove it, or look before it for a bracket too many"
        if token.type == "NL" and stack and "RBRACE" in expected:
            return "a block begun with an argument on the line of its { must end with } on that line"
        return f"found {what} after the value, expected the end of the line; put each argument on its own line"
    return _in_brackets(token, what, before, stack[-1], expected)


def _line_begin(before: Sequence[Token]) -> int:
    """The index after the last line break or brace of a body."""
    begin = 0
    stack: list[int] = []
    for index, token in enumerate(before):
        if token.type in _OPENERS:
            stack.append(index)
            if all(_is_body(before, one) for one in stack):
                begin = index + 1
        elif stack and token.type == _OPENERS[before[stack[-1]].type]:
            stack.pop()
        elif token.type == "NL" and all(_is_body(before, one) for one in stack):
            begin = index + 1
    return begin


def _is_body(tokens: Sequence[Token], index: int) -> bool:
    """Whether the bracket at ``index`` opens a block: a brace with a header before it."""
    if tokens[index].type != "LBRACE":
        return False
    index -= 1
    while index >= 0 and tokens[index].type in ("NAME", "PLAIN_STRING", "DBLQUOTE", "STRING_CHARS"):
        index -= 1
    return index < 0 or tokens[index].type in ("NL", "LBRACE", "RBRACE") and tokens[index + 1].type == "NAME"


def _in_header(token: Token, what: str, before: Sequence[Token]) -> str:
    start = _line_begin(before)
    name = before[start].text if start < len(before) else ""
    if not name or before[-1].type in ("NL", "LBRACE"):
        if token.type == "$END":
            return "the block is not closed; add its }"
        return f"found {what}, expected an argument (name = value), a block or the }} that ends the block"
    if before[-1].type == "RBRACE":
        return f"found {what} after a block's }}, expected the end of the line; put each block on its own lines"
    if token.type in ("NL", "$END"):
        if len(before) - start > 1:
            return f"the {{ of the block {name} must stand on the line of its header; move it up"
        return f"{name} stands alone; write {name} = value for an argument, or {name} {{ }} for a block"
    if token.type == "EQ":
        return f"a block has no =; write {name} \"label\" {{, or for an argument one name and ="
    return f"found {what} after {name}, expected = and a value, or a block's label or {{"


def _value_missing(token: Token, what: str, last: Token) -> str:
    after = f"after {found(last)}" if last.type != "NL" else "here"
    if token.type in _BINARY and last.type in OPERATORS.values():
        return f"found {what} {after}, expected a value; there is no operator {last.text}{token.text}"
    if token.type == "NL":
        return f"found the end of the line {after}, expected a value; put the value on this line, or in parentheses"
    return f"found {what} {after}, expected a value"


def _in_brackets(token: Token, what: str, before: Sequence[Token], opener: int, expected: frozenset[str]) -> str:
    begun = before[opener]
    since = f"the {begun.text} of line {begun.line}"
    if token.type == "$END":
        return f"{since} is never closed"
    if begun.type in ("INTERP_START", "DIRECTIVE_START"):
        return f"found {what}, expected the }} that ends {since}; for a literal {begun.text} write {begun.text[0]}{begun.text}"
    if begun.type == "LBRACE":
        if "EQ" in expected:
            return f"found {what} after a key, expected = and its value (in {since})"
        return f"found {what}, expected a comma, a line break or the }} that ends {since}"
    if begun.type == "LPAR" and "COMMA" not in expected:
        return f"found {what}, expected the ) that ends {since}"
    closer = ")" if begun.type == "LPAR" else "]"
    return f"found {what}, expected a comma or the {closer} that ends {since}"
