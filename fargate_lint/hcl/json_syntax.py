"""JSON syntax (.tf.json, .tofu.json, .tfvars.json) to the same nodes as native syntax.

JSON does not say what is a block. Terraform's own blocks are known by name (``_BLOCKS``); within the body of a
resource, where only the provider's schema would tell, objects and arrays stay arguments with Object and Tuple values.
Strings are templates, save where Terraform takes them as they are (``_PLAIN``) or as references and types
(``_REFERENCES``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.hcl import syntax as s
from fargate_lint.hcl.build import Builder
from fargate_lint.hcl.fault import Fault
from fargate_lint.hcl.json_reader import JsonArray, JsonNumber, JsonObject, JsonReader, JsonString, JsonValue, JsonWord
from fargate_lint.hcl.lexer import Lexer
from fargate_lint.hcl.native import run_grammar
from fargate_lint.hcl.template import composed
from fargate_lint.hcl.tokens import Kind

COMMENT = "//"

_BLOCKS: dict[str, dict[str, tuple[int, str]]] = {
    "file": {
        "terraform": (0, "terraform"),
        "provider": (1, "provider"),
        "variable": (1, "variable"),
        "output": (1, "output"),
        "locals": (0, "locals"),
        "module": (1, "module"),
        "resource": (2, "resource"),
        "data": (2, "resource"),
        "ephemeral": (2, "resource"),
        "action": (2, "action"),
        "check": (1, "check"),
        "moved": (0, "moved"),
        "import": (0, "import"),
        "removed": (0, "removed"),
    },
    "terraform": {
        "backend": (1, "settings"),
        "cloud": (0, "cloud"),
        "required_providers": (0, "settings"),
        "provider_meta": (1, "settings"),
    },
    "cloud": {"workspaces": (0, "settings")},
    "module": {"lifecycle": (0, "lifecycle")},
    "action": {"config": (0, "resource")},
    "variable": {"validation": (0, "condition")},
    "output": {"precondition": (0, "condition")},
    "resource": {
        "dynamic": (1, "dynamic"),
        "lifecycle": (0, "lifecycle"),
        "provisioner": (1, "provisioner"),
        "connection": (0, "connection"),
    },
    "dynamic": {"content": (0, "resource")},
    "lifecycle": {
        "precondition": (0, "condition"),
        "postcondition": (0, "condition"),
        "action_trigger": (0, "action_trigger"),
    },
    "provisioner": {"connection": (0, "connection")},
    "check": {"data": (2, "resource"), "assert": (0, "condition")},
    "removed": {"lifecycle": (0, "lifecycle"), "provisioner": (1, "provisioner")},
}
"""For each kind of body: the blocks in it, with their number of labels and the kind of their body."""

_REFERENCES = {
    "resource": {"depends_on", "provider"},
    "module": {"depends_on", "providers"},
    "output": {"depends_on"},
    "variable": {"type"},
    "dynamic": {"iterator"},
    "lifecycle": {"ignore_changes", "replace_triggered_by"},
    "action": {"provider"},
    "action_trigger": {"actions", "events"},
    "provisioner": {"when", "on_failure"},
    "moved": {"from", "to"},
    "import": {"to", "provider"},
    "removed": {"from"},
}
"""Arguments whose strings hold expressions."""

_PLAIN = {
    "module": {"source", "version"},
    "variable": {"default", "description", "sensitive", "nullable", "ephemeral", "deprecated"},
    "output": {"description", "sensitive", "ephemeral", "deprecated"},
    "provider": {"alias", "version"},
}
"""Arguments whose strings are no templates; of the kinds terraform, cloud, settings and values all are."""

_ALL_PLAIN = {"terraform", "cloud", "settings", "values"}


def parse(text: str, path: str) -> s.Document:
    """Read a file of JSON syntax; ``path`` tells by its end whether it holds values of variables. Never raises."""
    return _Converter(text.removeprefix("\ufeff"), path).document()


class _Converter:
    """Makes the nodes of one file."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.reader = JsonReader(text, path)
        self.builder = Builder(path)
        self.diagnostics: list[Diagnostic] = []
        self.comments: list[s.Comment] = []
        self.broken: list[s.Broken] = []

    def document(self) -> s.Document:
        self.reader.read()
        end = Span(self.path, 1, 1, len(self.lines), len(self.lines[-1]) + 1)
        if self.reader.fault:
            self.diagnostics.append(self.reader.fault.diagnostic())
            at = self.reader.fault.span
            self.broken.append(s.Broken(Span(self.path, at.line, at.column, end.end_line, end.end_column), None, ()))
        kind = "values" if self.path.endswith(".tfvars.json") else "file"
        entries: list[s.Attribute | s.Block] = []
        root = self.reader.root
        for one in self._objects(root, "the whole of a file") if root else ():
            entries += self._entries(one, kind, top=True)
        body = self.builder.body(entries, end)
        found = sorted((*self.diagnostics, *self.builder.diagnostics), key=lambda one: one.span or end)
        return s.Document(self.path, body, tuple(self.comments), tuple(found), tuple(self.broken))

    def _wrong(self, message: str, span: Span) -> None:
        self.diagnostics.append(Diagnostic("syntax", Severity.ERROR, message, span))

    def _objects(self, value: JsonValue, what: str) -> Iterable[JsonObject]:
        """The objects of a place that takes one or an array of them."""
        if isinstance(value, JsonObject):
            yield value
        elif isinstance(value, JsonArray):
            for item in value.items:
                yield from self._objects(item, what)
        elif not (isinstance(value, JsonWord) and value.value is None):
            self._wrong(f"{what} is an object or an array of objects in JSON, this is neither", value.span)

    def _entries(self, body: JsonObject, kind: str, top: bool = False) -> list[s.Attribute | s.Block]:
        """The arguments and blocks of a body. At the top of a file each is by itself: a broken one costs no other."""
        made: list[s.Attribute | s.Block] = []
        for key, value in body.members:
            block = _BLOCKS.get(kind, {}).get(key.text)
            if key.text == COMMENT:
                self._comment(key, value)
            elif block:
                made += self._blocks(key, value, block, top)
            else:
                try:
                    made.append(self._attribute(key, value, kind))
                except Fault as fault:
                    if not top:
                        raise
                    self._lose(fault, key.span.to(value.span), None, (key.text,))
        return made

    def _lose(self, fault: Fault, span: Span, kind: str | None, labels: tuple[str, ...]) -> None:
        if fault is not self.reader.fault:
            self.diagnostics.append(fault.diagnostic())
        self.broken.append(s.Broken(span, kind, labels))

    def _comment(self, key: JsonString, value: JsonValue) -> None:
        if isinstance(value, JsonString):
            own = not self.lines[key.span.line - 1][: key.span.column - 1].strip()
            self.comments.append(s.Comment(key.span.to(value.span), value.text.strip(), own))

    def _blocks(self, key: JsonString, value: JsonValue, block: tuple[int, str], top: bool) -> list[s.Block]:
        count, kind = block
        made: list[s.Block] = []
        for keys, body in self._labelled(value, count, (key,)):
            labels = tuple(s.Label(one.span, composed(one.text)) for one in keys[1:])
            span = (keys[-1].span if count or isinstance(value, JsonObject) else body.span).to(body.span)
            try:
                if not body.whole and self.reader.fault:
                    raise self.reader.fault
                inside = self.builder.body(self._entries(body, kind), body.span)
                made.append(s.Block(span, key.text, labels, inside, keys[-1].span))
            except Fault as fault:
                if not top:
                    raise
                self._lose(fault, span, key.text, tuple(label.text for label in labels))
        return made

    def _labelled(
        self, value: JsonValue, count: int, keys: tuple[JsonString, ...]
    ) -> Iterable[tuple[tuple[JsonString, ...], JsonObject]]:
        """The bodies below ``count`` levels of labels, each with the keys that lead to it."""
        for one in self._objects(
            value, f"the block {keys[0].text}" if not count else f"below {keys[-1].text}, what follows"
        ):
            if not count:
                yield keys, one
                continue
            for label, below in one.members:
                yield from self._labelled(below, count - 1, (*keys, label))

    def _attribute(self, key: JsonString, value: JsonValue, kind: str) -> s.Attribute:
        if not getattr(value, "whole", True) and self.reader.fault:
            raise self.reader.fault
        if key.text in _REFERENCES.get(kind, ()):
            made = self._reference(value)
        else:
            made = self._expression(value, kind not in _ALL_PLAIN and key.text not in _PLAIN.get(kind, ()))
        return s.Attribute(key.span.to(value.span), composed(key.text), key.span, made)

    def _expression(self, value: JsonValue, templates: bool) -> s.Expression:
        match value:
            case JsonString():
                return self._template(value) if templates else s.Literal(value.span, composed(value.text))
            case JsonNumber(text=text):
                return self._number(value.span, text)
            case JsonWord(value=word):
                return s.Literal(value.span, word)
            case JsonArray(items=items):
                return s.Tuple(value.span, tuple(self._expression(item, templates) for item in items))
            case JsonObject():
                return self._object(value, templates)
        raise AssertionError(value)

    def _number(self, span: Span, text: str) -> s.Expression:
        """A number; a sign before it is an operator, as in native syntax."""
        if not text.startswith("-"):
            return s.Number(span, text)
        digits = Span(span.path, span.line, span.column + 1, span.end_line, span.end_column)
        return s.Unary(span, "-", s.Number(digits, text[1:]))

    def _object(self, value: JsonObject, templates: bool) -> s.Object:
        items: list[s.ObjectItem] = []
        seen: dict[str, JsonString] = {}
        for key, one in value.members:
            before = seen.setdefault(key.text, key)
            if key.text == COMMENT:
                self._comment(key, one)
            if before is not key:
                said = f"the property {key.text} stands twice: it was already set on line {before.span.line}; keep one"
                raise Fault(said, key.span)
            name = self._expression(key, templates)
            items.append(s.ObjectItem(key.span.to(one.span), name, self._expression(one, templates)))
        return s.Object(value.span, tuple(items))

    def _reference(self, value: JsonValue) -> s.Expression:
        """Strings as the expressions they hold, in arrays and objects too."""
        match value:
            case JsonString():
                return self._parsed(value, Kind.LONE, "lone_expression")
            case JsonArray(items=items):
                return s.Tuple(value.span, tuple(self._reference(item) for item in items))
            case JsonObject(members=members):
                pairs = ((key, self._key(key), self._reference(one)) for key, one in members)
                return s.Object(
                    value.span, tuple(s.ObjectItem(key.span.to(one.span), name, one) for key, name, one in pairs)
                )
        return self._expression(value, templates=False)

    def _key(self, key: JsonString) -> s.Expression:
        """The key of a providers object: ``aws`` or ``aws.west``."""
        made = self._parsed(key, Kind.LONE, "lone_expression")
        return s.Literal(key.span, made.name) if isinstance(made, s.Variable) else made

    def _template(self, value: JsonString) -> s.Expression:
        if "{" not in value.text:
            return s.Literal(value.span, composed(value.text))
        match self._parsed(value, Kind.BARE, "lone_template"):
            case s.TemplateWrap(inner=inner):
                return s.TemplateWrap(value.span, inner)
            case s.Template(parts=parts):
                return s.Template(value.span, parts)
            case s.Literal(value=text):
                return s.Literal(value.span, text)
            case other:  # one directive and nothing else
                return s.Template(value.span, (other,))

    def _parsed(self, value: JsonString, kind: Kind, start: str) -> s.Expression:
        """The expression or template that a string holds, its nodes at their places in the JSON text."""
        at = value.span
        lexer = Lexer(value.text, kind, line=at.line, column=at.column + 1)
        lexer.run()
        tokens = lexer.items[0].tokens
        if value.columns:
            place = partial(_place, value, _line_starts(value.text), at.line)
            for token in tokens:
                token.column = place(token.line, token.column)
                token.end_column = place(token.end_line, token.end_column)
                token.line = token.end_line = at.line
        made: s.Expression = run_grammar(tokens, start, self.builder)
        return made


def _line_starts(text: str) -> list[int]:
    """The offsets at which the lines of a decoded string begin."""
    starts = [0]
    for index, char in enumerate(text):
        if char == "\n":
            starts.append(index + 1)
    return starts


def _place(value: JsonString, starts: list[int], first_line: int, line: int, column: int) -> int:
    """The column in the JSON text of a place in the decoded string."""
    row = line - first_line
    offset = column - 1 + starts[row] - (value.span.column if row == 0 else 0)
    return value.columns[max(0, min(offset, len(value.columns) - 1))]
