"""Type constraints of variables: ``map(object({ name = string, size = optional(number, 1) }))``.

Source: https://developer.hashicorp.com/terraform/language/expressions/type-constraints
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate
from fargate_lint.evaluate.scope import Scope
from fargate_lint.hcl import syntax
from fargate_lint.values.convert import ConversionError, convert
from fargate_lint.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
)
from fargate_lint.values.value import Value

_PRIMITIVES = {"string": STRING, "number": NUMBER, "bool": BOOL, "any": DYNAMIC, "list": None, "map": None, "set": None}


@dataclass(frozen=True)
class Constraint:
    """A type and, along its structure, the defaults of optional attributes."""

    type: Type
    defaults: Mapping[str, Value] = field(default_factory=dict)
    attributes: Mapping[str, Constraint] = field(default_factory=dict)
    elements: tuple[Constraint, ...] = ()
    element: Constraint | None = None

    @property
    def has_defaults(self) -> bool:
        parts = (*self.attributes.values(), *self.elements, *((self.element,) if self.element else ()))
        return bool(self.defaults) or any(part.has_defaults for part in parts)

    def apply(self, value: Value) -> Value:
        """The value with defaults filled in and converted. Raises values.convert.ConversionError."""
        if self.has_defaults:
            value = self._fill(value)
        return convert(value, self.type)

    def _fill(self, value: Value) -> Value:
        """Optional attributes that are absent or null get their defaults (before conversion, as Terraform does)."""
        raw = value.raw
        if isinstance(raw, tuple):
            if self.element is not None and self.element.has_defaults:
                items = tuple(self.element._fill(item) for item in raw)
            elif self.elements and len(self.elements) == len(raw):
                items = tuple(part._fill(item) for part, item in zip(self.elements, raw, strict=True))
            else:
                return value
            return Value(TupleType(tuple(i.type for i in items)), items, value.ref, value.origin, value.sensitive)
        if not isinstance(raw, dict):
            return value
        fields = dict(raw)
        if self.element is not None:
            fields = {name: self.element._fill(item) for name, item in fields.items()}
        for name, default in self.defaults.items():
            present = fields.get(name)
            if present is None or present.is_null:
                fields[name] = default
        for name, part in self.attributes.items():
            if name in fields and part.has_defaults:
                fields[name] = part._fill(fields[name])
        fields = dict(sorted(fields.items()))
        made = ObjectType({name: item.type for name, item in fields.items()})
        return Value(made, fields, value.ref, value.origin, value.sensitive)


ANY = Constraint(DYNAMIC)


def parse(node: syntax.Expression) -> Constraint:
    """The constraint that an expression denotes. Raises EvaluationError for what is no type."""
    if isinstance(node, syntax.Parens | syntax.TemplateWrap):
        return parse(node.inner)
    if isinstance(node, syntax.Literal) and node.value in ("string", "list", "map"):
        # Terraform 0.11 wrote type = "list"; today's Terraform still reads the three words.
        return {"string": Constraint(STRING), "list": _collection("list", ANY), "map": _collection("map", ANY)}[
            str(node.value)
        ]
    if isinstance(node, syntax.Variable):
        if node.name not in _PRIMITIVES:
            raise EvaluationError(f'The keyword "{node.name}" is not a valid type specification.', node.span)
        type = _PRIMITIVES[node.name]
        return _collection(node.name, ANY) if type is None else Constraint(type)
    if isinstance(node, syntax.Call):
        return _call(node)
    raise EvaluationError(
        "Invalid type specification: expected a type such as string, list(string) or object({…}).", node.span
    )


def converted(node: syntax.Expression, value: Value) -> Value:
    """The value as the type that an expression denotes. Raises EvaluationError for what is no type, and
    values.convert.ConversionError."""
    return parse(node).apply(value)


def _collection(name: str, element: Constraint) -> Constraint:
    kind = {"list": ListType, "set": SetType, "map": MapType}[name]
    return Constraint(kind(element.type), element=element)


def _call(node: syntax.Call) -> Constraint:
    if node.name in ("list", "set", "map") and len(node.arguments) == 1:
        return _collection(node.name, parse(node.arguments[0]))
    if node.name == "tuple" and len(node.arguments) == 1 and isinstance(node.arguments[0], syntax.Tuple):
        parts = tuple(parse(item) for item in node.arguments[0].items)
        return Constraint(TupleType(tuple(part.type for part in parts)), elements=parts)
    if node.name == "object" and len(node.arguments) == 1 and isinstance(node.arguments[0], syntax.Object):
        return _object(node.arguments[0])
    raise EvaluationError(f'Invalid type specification: "{node.name}" does not make a type like this.', node.span)


def _default(node: syntax.Expression, part: Constraint) -> Value:
    """The default of an optional attribute. Raises EvaluationError if it is not of the attribute's type."""
    value = evaluate(node, Scope({}))
    try:
        part.apply(value)
    except ConversionError as error:
        message = f"Invalid default value for optional attribute: {error.message}."
        raise EvaluationError(message, node.span) from error
    return value


def _object(node: syntax.Object) -> Constraint:
    attributes: dict[str, Constraint] = {}
    defaults: dict[str, Value] = {}
    optional: set[str] = set()
    for item in node.items:
        if not isinstance(item.key, syntax.Literal):
            raise EvaluationError("Object constructor map keys must be attribute names.", item.key.span)
        name, wanted = str(item.key.value), item.value
        if isinstance(wanted, syntax.Call) and wanted.name == "optional" and wanted.arguments:
            optional.add(name)
            part = parse(wanted.arguments[0])
            if len(wanted.arguments) > 1:
                defaults[name] = _default(wanted.arguments[1], part)
            attributes[name] = part
        else:
            attributes[name] = parse(wanted)
    type = ObjectType({name: part.type for name, part in attributes.items()}, frozenset(optional))
    return Constraint(type, defaults, attributes)
