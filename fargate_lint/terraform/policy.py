"""The JSON of data.aws_iam_policy_document, computed from its blocks; unknown pieces stay unknown pieces.

Source: terraform-provider-aws, internal/service/iam/policy_document_data_source.go and policy_model.go.
"""

from __future__ import annotations

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.functions import FunctionError, call
from fargate_lint.evaluate.functions.context import Context
from fargate_lint.terraform.instance import Blocks, Content, Instance
from fargate_lint.values.convert import ConversionError, convert
from fargate_lint.values.types import STRING
from fargate_lint.values.value import Unknown, Value, object_of, string, tuple_of

_DEFAULT_VERSION = "2012-10-17"


def document(instance: Instance) -> Value | None:
    """The policy as a JSON string Value, half-known if pieces are; unknown if a whole statement may be there or not."""
    statements = instance.blocks("statement")
    if statements.unknown is not None:
        return _unknown(instance, statements.unknown)
    own = [_statement(block) for block in statements]
    merged: list[Value] = []
    for layer in (_SOURCES, own, _OVERRIDES):
        found = layer if isinstance(layer, list) else _documents(instance, layer)
        if isinstance(found, Value):
            return _unknown(instance, found)
        merged = _merged(merged, found)
    return _encode(instance, merged)


_SOURCES = ("source_policy_documents", "source_json")
_OVERRIDES = ("override_policy_documents", "override_json")


def _documents(instance: Instance, arguments: tuple[str, ...]) -> list[Value] | Value:
    """The statements of the documents that these arguments name, or the value that cannot be read."""
    found: list[Value] = []
    for name in arguments:
        documents = instance.written(name)
        if documents is None:
            continue
        if documents.is_unknown and name.endswith("_documents"):
            return documents
        for document in documents.items if documents.items is not None else (documents,):
            decoded = _decode(document)
            if decoded is None:
                return document
            found.extend(decoded)
    return found


def _merged(first: list[Value], second: list[Value]) -> list[Value]:
    """A statement takes the place of an earlier one with its sid."""
    result = list(first)
    for statement in second:
        sid = _sid(statement)
        places = [i for i, earlier in enumerate(result) if sid and _sid(earlier) == sid]
        if places:
            result[places[0]] = statement
        else:
            result.append(statement)
    return result


def _sid(statement: Value) -> str | None:
    sid = (statement.fields or {}).get("Sid")
    return sid.text if sid is not None else None


def _decode(source: Value) -> list[Value] | None:
    try:
        decoded = call("jsondecode", [source], Context(), _NOWHERE)
    except FunctionError:
        return None
    fields = decoded.fields
    statement = (fields or {}).get("Statement")
    if statement is None:
        return None
    return list(statement.items) if statement.items is not None else [statement]


def _unknown(instance: Instance, why: Value) -> Value:
    cause = why.unknown or Unknown("derived", "the documents it is merged from cannot all be read")
    reason = f"{instance.address}.json: {cause.reason}"
    return Value(STRING, Unknown(cause.code, reason, waits_for=cause.waits_for))


_NOWHERE = Span("<policy document>", 1, 1, 1, 1)


def _encode(instance: Instance, statements: list[Value]) -> Value:
    fields = {"Version": instance.written("version") or string(_DEFAULT_VERSION), "Statement": tuple_of(statements)}
    policy_id = instance.written("policy_id")
    if policy_id is not None:
        fields["Id"] = policy_id
    place = instance.content.header or _NOWHERE
    try:
        made = call("jsonencode", [object_of(fields)], Context(), place)
    except FunctionError as error:  # a number without end has no JSON
        reason = f"{instance.address}.json: {error.message}"
        return Value(STRING, Unknown("error", reason, waits_for=f"{instance.address}.json"))
    first = next((s.origin for s in statements if s.origin is not None), None)
    return made.with_origin(first) if first is not None else made


_LISTS = (
    ("actions", "Action"),
    ("not_actions", "NotAction"),
    ("resources", "Resource"),
    ("not_resources", "NotResource"),
)


def _statement(block: Content) -> Value:
    fields: dict[str, Value] = {"Effect": _written(block, "effect") or string("Allow")}
    sid = _written(block, "sid")
    if sid is not None:
        fields["Sid"] = sid
    for name, key in _LISTS:
        value = _written(block, name)
        if value is not None:
            fields[key] = _one_or_all(_as_set(value))
    for name, key in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        principals = block.blocks(name)
        if principals.unknown is not None:
            fields[key] = principals.unknown
        elif principals.items:
            fields[key] = _principals(principals)
    conditions = block.blocks("condition")
    if conditions.unknown is not None:
        fields["Condition"] = conditions.unknown
    elif conditions.items:
        fields["Condition"] = _conditions(conditions)
    return object_of(fields)


def _written(block: Content, name: str) -> Value | None:
    value = block.written(name)
    return None if value is None or value.is_null else value


def _as_set(value: Value) -> Value:
    """The provider keeps these lists as sets and writes them in descending order."""
    items = value.items
    if items is None or any(item.text is None for item in items):
        return value
    kept = {item.text or "": item for item in items}
    return tuple_of([kept[text] for text in sorted(kept, reverse=True)], value.origin)


def _one_or_all(value: Value) -> Value:
    items = value.items
    if items is not None and len(items) == 1:
        return items[0]
    return value


def _principals(blocks: Blocks) -> Value:
    found: dict[str, list[Value]] = {}
    for block in blocks:
        type, identifiers = _written(block, "type"), _written(block, "identifiers")
        if type is None or type.text is None or identifiers is None:
            return Value(STRING, Unknown("derived", "the type of a principal is not known"))
        items = identifiers.items
        if type.text == "*" and items is not None and [item.text for item in items] == ["*"]:
            return string("*")
        found.setdefault(type.text, []).extend(items if items is not None else (identifiers,))
    return object_of({type: _one_or_all(_as_set(tuple_of(items))) for type, items in found.items()})


def _conditions(blocks: Blocks) -> Value:
    found: dict[str, dict[str, list[Value]]] = {}
    for block in blocks:
        test, variable, values = (_written(block, name) for name in ("test", "variable", "values"))
        if test is None or test.text is None or variable is None or variable.text is None or values is None:
            return Value(STRING, Unknown("derived", "a condition is not known"))
        texts = [_text(item) for item in values.items] if values.items is not None else [values]
        found.setdefault(test.text, {}).setdefault(variable.text, []).extend(texts)
    return object_of(
        {
            test: object_of({variable: _one_or_all(tuple_of(values)) for variable, values in variables.items()})
            for test, variables in found.items()
        }
    )


def _text(value: Value) -> Value:
    """The provider's condition values are strings: true is "true"."""
    try:
        return convert(value, STRING)
    except ConversionError:
        return value
