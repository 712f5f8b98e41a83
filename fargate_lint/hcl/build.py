"""The actions of the grammar: each rule's children become our own node. ``machine.run`` calls ``on_<rule>``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.hcl import syntax as s
from fargate_lint.hcl.fault import Fault
from fargate_lint.hcl.machine import bind
from fargate_lint.hcl.template import Marker, Piece, composed, flush, meld, nest, pieces
from fargate_lint.hcl.tokens import CHAIN_TOO_DEEP, MAX_DEPTH, Token

Children = list[Any]

MAX_EXPONENT_DIGITS = 9
"""Terraform refuses numbers whose binary exponent needs more than 32 bits."""

_NUMBER = re.compile(r"[0-9]++\.?[0-9]*+(?:[eE][+-]?0*([0-9]+))?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class Step(msgspec.Struct):
    """One step of a traversal: ``kind`` is "attr", "legacy", "index", "each" (.*) or "all" ([*])."""

    kind: str
    span: Span
    name: str = ""
    key: s.Expression | None = None


class Arguments(msgspec.Struct):
    """What stands between the parentheses of a call."""

    values: tuple[s.Expression, ...]
    expand: bool


class ForHead(msgspec.Struct):
    """``for k, v in c :``."""

    key: str | None
    value: str
    collection: s.Expression


class ForIf(msgspec.Struct):
    """``if condition`` of a for expression."""

    condition: s.Expression


class Builder:
    """Makes nodes of the file ``path``. ``diagnostics`` gathers what is wrong but costs no node: doubled arguments."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.actions = bind(self)
        self.diagnostics: list[Diagnostic] = []

    def _span(self, first: Token, last: Token) -> Span:
        return Span(self.path, first.line, first.column, last.end_line, last.end_column)

    # bodies

    def on_attribute(self, children: Children) -> s.Attribute:
        name, _, value = children
        return s.Attribute(self._span(name, name).to(value.span), name.text, self._span(name, name), value)

    def on_block(self, children: Children) -> s.Block:
        name, close, open_ = children[0], children[-1], children[-3]
        labels: list[s.Label] = []
        if len(children) == 5:
            labels = children[1]
        header = self._span(name, name)
        if labels:
            header = header.to(labels[-1].span)
        body = self.body(children[-2], self._span(open_, close))
        return s.Block(self._span(name, close), name.text, tuple(labels), body, header)

    def on_label(self, children: Children) -> s.Label:
        label = children[0]
        if isinstance(label, Token):
            return s.Label(self._span(label, label), label.text)
        if isinstance(label, s.Literal) and isinstance(label.value, str):
            return s.Label(label.span, label.value)
        raise Fault("a block's label is plain text: no ${ } or %{ } can stand in it", label.span)

    def on_empty_body(self, _children: Children) -> Children:
        return []

    def on_one_line_body(self, children: Children) -> Children:
        return children

    def on_long_body(self, children: Children) -> Children:
        return children[1] if len(children) == 2 else []

    def body(self, entries: Iterable[Token | s.Attribute | s.Block], span: Span) -> s.Body:
        """A body of these entries; line breaks among them are left out, a doubled argument is reported."""
        attributes: dict[str, s.Attribute] = {}
        blocks: list[s.Block] = []
        for entry in entries:
            if isinstance(entry, s.Block):
                blocks.append(entry)
            elif isinstance(entry, s.Attribute):
                before = attributes.setdefault(entry.name, entry)
                if before is not entry:
                    said = (
                        f"{entry.name} is set twice: it was already set on line {before.span.line}; keep one of the two"
                    )
                    self.diagnostics.append(Diagnostic("syntax", Severity.ERROR, said, entry.name_span))
        return s.Body(span, attributes, tuple(blocks))

    # strings

    def on_plain_string(self, children: Children) -> s.Literal:
        token = children[0]
        return s.Literal(self._span(token, token), composed(token.text))

    def on_quoted_template(self, children: Children) -> s.Expression:
        span = self._span(children[0], children[-1])
        parts = pieces(children[1] if len(children) == 3 else (), self.path, quoted=True)
        if len(parts) == 1 and isinstance(parts[0], Marker) and parts[0].kind == "value" and parts[0].expression:
            return s.TemplateWrap(span, parts[0].expression)
        melded = meld(parts)
        if not melded:
            return s.Literal(span, "")
        if len(melded) == 1 and isinstance(melded[0], Piece):
            return s.Literal(span, melded[0].text)
        return s.Template(span, nest(melded))

    def on_plain_heredoc(self, children: Children) -> s.Template:
        token = children[0]
        head, _, text = token.text.partition("\n")
        span = self._span(token, token)
        if head.startswith("<<-"):
            lines = [Piece(line, span) for line in text.splitlines(keepends=True)] if text.isascii() else []
            if not lines:
                lines = [Piece(line, span) for line in re.findall(r"(?<![^\n])[^\n]*\n", text)]
            flush(lines)
            text = "".join(line.text for line in lines)
        if not text:
            return s.Template(span, (), True)
        inside = Span(self.path, token.line + 1, 1, token.end_line, 1)
        return s.Template(span, (s.Literal(inside, composed(text)),), True)

    def on_heredoc(self, children: Children) -> s.Expression:
        opener, close = children[0], children[-1]
        span = self._span(opener, close)
        parts = pieces(children[1] if len(children) == 3 else (), self.path, quoted=False)
        if opener.text.startswith("<<-"):
            flush(parts)
        return s.Template(span, nest(meld(parts)), True)

    def on_lone_template(self, children: Children) -> s.Expression:
        parts = pieces(children[0] if children else (), self.path, quoted=False)
        if len(parts) == 1 and isinstance(parts[0], Marker) and parts[0].kind == "value" and parts[0].expression:
            return s.TemplateWrap(parts[0].span, parts[0].expression)
        made = nest(meld(parts))
        if not made:
            return s.Literal(Span(self.path, 1, 1, 1, 1), "")
        if len(made) == 1 and isinstance(made[0], s.Literal):
            return made[0]
        return s.Template(made[0].span.to(made[-1].span), made)

    def _marker(self, kind: str, children: Children, **more: Any) -> Marker:
        before = children[1].type == "STRIP_MARKER" if isinstance(children[1], Token) else False
        after = children[-2].type == "STRIP_MARKER" if isinstance(children[-2], Token) and len(children) > 3 else False
        return Marker(kind, self._span(children[0], children[-1]), before, after, **more)

    def on_interpolation(self, children: Children) -> Marker:
        return self._marker("value", children, expression=_expressions(children)[0])

    def on_template_if_start(self, children: Children) -> Marker:
        return self._marker("if", children, expression=_expressions(children)[0])

    def on_template_else(self, children: Children) -> Marker:
        return self._marker("else", children)

    def on_template_endif(self, children: Children) -> Marker:
        return self._marker("endif", children)

    def on_template_endfor(self, children: Children) -> Marker:
        return self._marker("endfor", children)

    def on_template_for_start(self, children: Children) -> Marker:
        names = [child.text for child in children if isinstance(child, Token) and child.type == "NAME"]
        key = names[0] if len(names) == 2 else None
        return self._marker("for", children, expression=_expressions(children)[0], key=key, value=names[-1])

    # expressions

    def on_conditional(self, children: Children) -> s.Conditional:
        condition, _, yes, _, no = children
        return s.Conditional(condition.span.to(no.span), condition, yes, no)

    def on_binary_term(self, children: Children) -> Children:
        return children

    def on_binary_op(self, children: Children) -> s.Binary:
        left, (operator, right) = children
        return s.Binary(left.span.to(right.span), operator.text, left, right)

    def on_unary_op(self, children: Children) -> s.Unary:
        operator, operand = children
        return s.Unary(self._span(operator, operator).to(operand.span), operator.text, operand)

    def on_parens(self, children: Children) -> s.Parens:
        return s.Parens(self._span(children[0], children[2]), children[1])

    def on_number(self, children: Children) -> s.Number:
        return self._number(children[0])

    def _number(self, token: Token) -> s.Number:
        found = _NUMBER.fullmatch(token.text)
        if not found or len(found[1] or "") > MAX_EXPONENT_DIGITS:
            raise Fault(f"{token.text} is not a number; write 12, 1.5 or 4e-06", self._span(token, token))
        return s.Number(self._span(token, token), token.text)

    def on_variable(self, children: Children) -> s.Expression:
        token = children[0]
        span = self._span(token, token)
        if token.text in _WORDS:
            return s.Literal(span, _WORDS[token.text])
        return s.Variable(span, token.text)

    def on_get_attr(self, children: Children) -> Step:
        return Step("attr", self._span(children[0], children[1]), children[1].text)

    def on_short_index(self, children: Children) -> Step:
        token = children[1]
        if "." in token.text:
            first, _, second = token.text.partition(".")
            said = f"two indexes in a row cannot be written with dots; write [{first}][{second}]"
            raise Fault(said, self._span(token, token))
        return Step("legacy", self._span(children[0], token), key=self._number(token))

    def on_braces_index(self, children: Children) -> Step:
        return Step("index", self._span(children[0], children[2]), key=children[1])

    def on_attr_splat(self, children: Children) -> Step:
        return Step("each", self._span(children[0], children[1]))

    def on_full_splat(self, children: Children) -> Step:
        return Step("all", self._span(children[0], children[2]))

    def on_traversal(self, children: Children) -> s.Expression:
        """HCL's grouping: after ``[*]`` all further steps are the element's, after ``.*`` only ``.name`` and ``.0``."""
        source: s.Expression = children[0]
        steps: list[Step] = children[1]
        if len(steps) > MAX_DEPTH:  # before there are nodes: even to throw a deep tree away overflows the stack
            raise Fault(CHAIN_TOO_DEEP, steps[MAX_DEPTH].span, "limit")
        open_splats: list[tuple[s.Expression, bool]] = []
        for step in steps:
            if open_splats and not open_splats[-1][1] and step.kind not in ("attr", "legacy"):
                if step.kind == "each":
                    raise Fault("a .* cannot stand inside another .*; write [*] for the outer one", step.span)
                outer, full = open_splats.pop()
                source = s.Splat(outer.span.to(source.span), outer, source, full)
            if step.kind in ("each", "all"):
                open_splats.append((source, step.kind == "all"))
                source = s.SplatItem(step.span)
            elif step.kind == "attr":
                source = s.GetAttr(source.span.to(step.span), source, step.name)
            else:
                assert step.key is not None
                source = s.Index(source.span.to(step.span), source, step.key)
        while open_splats:
            outer, full = open_splats.pop()
            source = s.Splat(outer.span.to(source.span), outer, source, full)
        return source

    def on_function_call(self, children: Children) -> s.Call:
        name = children[0].text
        if isinstance(children[1], list):
            name = "::".join([name, *(part.text for part in children[1] if part.type == "NAME")])
        arguments = children[-2] if isinstance(children[-2], Arguments) else Arguments((), False)
        return s.Call(self._span(children[0], children[-1]), name, arguments.values, arguments.expand)

    def on_arguments(self, children: Children) -> Arguments:
        last = children[-1]
        expand = isinstance(last, Token) and last.type == "ELLIPSIS"
        return Arguments(tuple(_expressions(children)), expand)

    def on_tuple(self, children: Children) -> s.Tuple:
        return s.Tuple(self._span(children[0], children[-1]), tuple(_expressions(children)))

    def on_object(self, children: Children) -> s.Object:
        return s.Object(self._span(children[0], children[-1]), tuple(_expressions(children)))

    def on_object_elem(self, children: Children) -> s.ObjectItem:
        key, _, value = children
        return s.ObjectItem(key.span.to(value.span), key, value)

    def on_object_elem_key(self, children: Children) -> s.Expression:
        key: s.Expression = children[0]
        if isinstance(key, s.Variable):
            return s.Literal(key.span, key.name)
        if isinstance(key, s.Literal) and not isinstance(key.value, str):
            return s.Literal(key.span, "null" if key.value is None else str(key.value).lower())
        return key

    def on_for_intro(self, children: Children) -> ForHead:
        key = children[1].text if len(children) == 7 else None
        return ForHead(key, children[-4].text, children[-2])

    def on_for_cond(self, children: Children) -> ForIf:
        return ForIf(children[1])

    def on_for_tuple_expr(self, children: Children) -> s.For:
        head, result = children[1], children[2]
        condition = children[3].condition if isinstance(children[3], ForIf) else None
        span = self._span(children[0], children[-1])
        return s.For(span, head.key, head.value, head.collection, None, result, condition)

    def on_for_object_expr(self, children: Children) -> s.For:
        head, key, result = children[1], children[2], children[4]
        condition = next((child.condition for child in children[5:] if isinstance(child, ForIf)), None)
        grouped = isinstance(children[5], Token) and children[5].type == "ELLIPSIS"
        span = self._span(children[0], children[-1])
        return s.For(span, head.key, head.value, head.collection, key, result, condition, grouped)


def _expressions(children: Children) -> list[Any]:
    """The nodes among these children, those of gathered repetitions included, tokens not."""
    found: list[Any] = []
    for child in children:
        if type(child) is list:
            found += [one for one in child if not isinstance(one, Token)]
        elif not isinstance(child, Token):
            found.append(child)
    return found
