"""Why a run of tokens is no Terraform: what was found, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from fargate_lint.diagnostic import Span
from fargate_lint.hcl.fault import Fault
from fargate_lint.hcl.machine import Unexpected
from fargate_lint.hcl.tokens import OPERATORS, VALUE_ENDS, Token

_CLOSERS = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE", "INTERP_START": "RBRACE", "DIRECTIVE_START": "RBRACE"}
_OPERATORS = set(OPERATORS.values()) - {"DOT", "COMMA", "COLON", "COLONS", "ELLIPSIS", "FOR_OBJECT_ARROW", "MINUS"}


def explain(problem: Unexpected, tokens: Sequence[Token], path: str) -> Fault:
    """The fault to report for a token that fits no rule of the grammar."""
    token = problem.token
    span = Span(path, token.line, token.column, token.end_line, token.end_column)
    if token.type == "LIMIT":
        return Fault(token.text, span, "limit")
    if token.type == "BAD":
        return Fault(token.text, span)
    before = tokens[: problem.index]
    opener = _opener(before)
    since = _since_separator(before, opener)
    if opener is None or _is_block(before, opener):
        return Fault(_in_body(token, since, None if opener is None else before[opener]), span)
    return Fault(_in_brackets(token, since, before, opener), span)


def _found(token: Token) -> str:
    """A token in words."""
    if token.type in ("NL", "$END"):
        return "the end of the line" if token.type == "NL" else "the end"
    if token.type in ("PLAIN_STRING", "DBLQUOTE"):
        return f'"{token.text}"' if token.type == "PLAIN_STRING" else 'a quote (")'
    return "a heredoc" if token.type.startswith("HEREDOC") else token.text


def _opener(tokens: Sequence[Token]) -> int | None:
    """Where the innermost bracket that is open after these tokens stands."""
    stack: list[int] = []
    for index, token in enumerate(tokens):
        if token.type in _CLOSERS:
            stack.append(index)
        elif stack and token.type == _CLOSERS[tokens[stack[-1]].type]:
            stack.pop()
    return stack[-1] if stack else None


def _since_separator(tokens: Sequence[Token], opener: int | None) -> list[Token]:
    """The tokens after the last comma or line break of the innermost bracket, without those in closed brackets."""
    found: list[Token] = []
    closers: list[str] = []
    for token in tokens[0 if opener is None else opener + 1 :]:
        if not closers and token.type in ("NL", "COMMA"):
            found = []
            continue
        if closers and token.type == closers[-1]:
            closers.pop()
        if not closers:
            found.append(token)
        if token.type in _CLOSERS:
            closers.append(_CLOSERS[token.type])
    return found


def _is_block(tokens: Sequence[Token], opener: int) -> bool:
    """Whether the bracket at ``opener`` is the brace of a block: names and quotes alone stand before it on its line."""
    if tokens[opener].type != "LBRACE":
        return False
    index = opener - 1
    while index >= 0 and tokens[index].type in ("NAME", "PLAIN_STRING", "DBLQUOTE", "STRING_CHARS"):
        index -= 1
    return index + 1 < opener and (index < 0 or tokens[index].type == "NL" or _is_block(tokens, index))


def _in_body(token: Token, since: Sequence[Token], brace: Token | None) -> str:
    """A fault at the top of a file or directly in a block."""
    what = "the end of the line" if token.type == "$END" else _found(token)
    if not since:
        if token.type == "$END":
            return f"the {{ of line {brace.line} is never closed; add its }}" if brace else "there is nothing here"
        if token.type in ("RBRACE", "RPAR", "RSQB"):
            return f"this {what} closes nothing; remove it, or look above for a bracket too many"
        if token.type in ("PLAIN_STRING", "DBLQUOTE"):
            return "an argument's name stands without quotes; write name = value, or a block"
        return f'found {what}, expected an argument (name = value) or a block (type "label" {{)'
    name = since[0].text
    assigned = next((index for index, one in enumerate(since) if one.type == "EQ"), None)
    if assigned is None:
        return _in_header(token, what, since, name)
    if token.type == "EQ":
        return "found a second =; compare with ==, or put the next argument on a line of its own"
    return _after_value(token, what, since, brace)


def _in_header(token: Token, what: str, since: Sequence[Token], name: str) -> str:
    if since[-1].type == "RBRACE":
        if token.type == "RBRACE":
            return "the } of a block of several lines stands on a line of its own; put a line break before it"
        return f"found {what} after a block's }}, expected the end of the line; put each block on lines of its own"
    if token.type in ("NL", "$END"):
        if len(since) > 1:
            return f"the {{ of the block {name} must stand on the line of its header; move it up to this line"
        return f"{name} stands alone; write {name} = value for an argument, or {name} {{ }} for a block"
    if token.type == "EQ":
        return f'a block has no =; write {name} "label" {{, or for an argument one name, = and a value'
    if token.type in ("DOT", "COLON"):
        return f"found {what} after {name}, expected = and a value; an argument's name has no {what} in it"
    return f"found {what} after {name}, expected = and a value, or a block's label or {{"


def _after_value(token: Token, what: str, since: Sequence[Token], brace: Token | None) -> str:
    """A fault after the = of an argument, outside of brackets."""
    last = since[-1]
    if last.type not in VALUE_ENDS and last.type != "ASTERISK":
        return _no_value(token, what, last)
    if missing := _half_conditional(what, since):
        return missing
    if token.type == "COMMA":
        return "arguments are separated by line breaks, not commas; remove the comma"
    if token.type == "RBRACE" and brace:
        return "the } of a block of several lines stands on a line of its own; put a line break before it"
    if token.type in ("RBRACE", "RPAR", "RSQB"):
        return f"this {what} closes nothing; remove it, or look before it for a bracket too many"
    if token.type == "NL" and brace:
        return "a block whose first argument stands on the line of its { ends on that line; break the line after the {"
    return f"found {what} after a value, expected the end of the line; put each argument on a line of its own"


def _half_conditional(what: str, since: Sequence[Token]) -> str | None:
    """What to say when "condition ? value" lacks its colon."""
    kinds = [token.type for token in since]
    if "QMARK" in kinds and "COLON" not in kinds[kinds.index("QMARK") :]:
        return f"found {what}, expected the : of the conditional and its other value (condition ? value : value)"
    return None


def _no_value(token: Token, what: str, last: Token) -> str:
    """A value is missing after the token ``last``."""
    if last.type == "DOT":
        return f"found {what} after a dot, expected an attribute's name"
    after = _found(last)
    if token.type in _OPERATORS and last.type in _OPERATORS and last.end_column == token.column:
        return f"there is no operator {after}{what}; found {what}, expected a value"
    if token.type == "NL":
        return f"found the end of the line after {after}, expected a value; put the value on this line"
    return f"found {what} after {after}, expected a value"


def _in_brackets(token: Token, since: Sequence[Token], before: Sequence[Token], index: int) -> str:
    """A fault inside parentheses, brackets, an object or a template sequence."""
    what, opener = _found(token), before[index]
    begun = f"the {opener.text} of line {opener.line}"
    last = before[-1]
    if last.type not in VALUE_ENDS and last.type not in ("ASTERISK", "STRIP_MARKER"):
        closes = token.type in _CLOSERS.values() and token.type != _CLOSERS[opener.type]
        if last.type in ("COMMA", "NL") or last is opener:
            if token.type == "$END":
                return f"{begun} is never closed"
            if closes:
                return f"this {what} does not close {begun}"
        if last is opener and opener.type == "DIRECTIVE_START":
            return f"found {what} after %{{, expected if, else, endif, for or endfor; for a literal %{{ write %%{{"
        return _no_value(token, what, last)
    if missing := _half_conditional(what, since):
        return missing
    if token.type == "$END":
        return f"{begun} is never closed"
    if opener.type in ("INTERP_START", "DIRECTIVE_START"):
        literal = opener.text[0] + opener.text
        return f"found {what}, expected the }} that ends {begun}; for a literal {opener.text} write {literal}"
    kinds = {one.type for one in since}
    if "FOR" in kinds or (before[index + 1].type == "FOR"):
        return f"found {what} in the for expression of line {opener.line}, which reads: for name in list : value"
    if opener.type == "LBRACE":
        if not kinds & {"EQ", "COLON"}:
            return f"found {what} after a key, expected = and its value (in {begun})"
        return f"found {what}, expected a comma, a line break or the }} that ends {begun}"
    closer = ")" if opener.type == "LPAR" else "]"
    if opener.type == "LPAR" and (index == 0 or before[index - 1].type != "NAME"):
        return f"found {what}, expected the ) that ends {begun}"
    return f"found {what}, expected a comma or the {closer} that ends {begun}"
