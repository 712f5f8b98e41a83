"""Half-known strings keep their text and their unknowns, through JSON and YAML too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.functions import call
from fargate_lint.evaluate.functions.context import Context
from fargate_lint.values import partial
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import DYNAMIC, NUMBER, STRING, ListType
from fargate_lint.values.value import Unknown, Value, boolean, null, number, object_of, string, tuple_of, unknown

SPAN = Span("/repo/main.tf", 1, 1, 1, 2)
ID = unknown("known after apply", STRING, code="apply", ref=Reference("managed", "aws_vpc.this", ("id",)))
NAME = unknown("var.name has no value", STRING, code="variable", ref=Reference("variable", "var.name"))


def test_known_pieces_make_known_text() -> None:
    assert partial.join(["a", string("b"), "", string("")]).raw == "ab"
    assert partial.join([]).raw == ""


def test_one_unknown_alone_is_itself() -> None:
    joined = partial.join(["", ID, ""])
    assert (joined.ref, joined.raw) == (ID.ref, ID.raw)


def test_text_around_an_unknown_is_kept() -> None:
    joined = partial.join(["vpc-", string("x"), "/", ID, "/", NAME])
    assert partial.pieces(joined) == ("vpc-x/", ID, "/", NAME)
    assert joined.ref is None
    assert joined.unknown is not None
    assert (joined.unknown.code, joined.unknown.prefix, joined.unknown.not_null) == ("apply", "vpc-x/", True)


def test_pieces_of_pieces_are_spread_out() -> None:
    inner = partial.join(["a", ID])
    assert partial.pieces(partial.join([inner, "b", inner])) == ("a", ID, "ba", ID)


def test_sensitive_pieces_make_sensitive_text() -> None:
    assert partial.join(["a", string("b").with_sensitive()]).sensitive
    assert partial.join(["a", ID.with_sensitive()]).sensitive


LEAVES = [
    *(ID, NAME, unknown("u", NUMBER, ref=Reference("variable", "var.n")), unknown("u", ListType(STRING)), unknown("u")),
    *(null(), boolean(True), number(7), string("x: y"), string(""), string("1"), string("two\nlines\n")),
    partial.join(["arn:", ID, ":x"]),
    Value(DYNAMIC, Unknown("apply", "r"), Reference("managed", "aws_subnet.a", ("id",))),
]
TREES = some.recursive(
    some.sampled_from(LEAVES),
    lambda inner: some.one_of(
        some.lists(inner, max_size=3).map(tuple_of),
        some.dictionaries(some.sampled_from(["a", "b c", "1"]), inner, max_size=3).map(object_of),
    ),
    max_leaves=8,
)


def shape(value: Value) -> object:
    """The value as plain data, unknowns by what they are."""
    raw = value.raw
    if isinstance(raw, Unknown):
        return tuple(piece if isinstance(piece, str) else str(piece.ref) for piece in partial.pieces(value))
    if isinstance(raw, dict):
        return {name: shape(item) for name, item in raw.items()}
    return [shape(item) for item in raw] if isinstance(raw, tuple) else raw


@pytest.mark.parametrize(("encode", "decode"), [("jsonencode", "jsondecode"), ("yamlencode", "yamldecode")])
@given(tree=TREES)
def test_documents_come_back_with_their_unknowns(encode: str, decode: str, tree: Value) -> None:
    if encode == "yamlencode" and tree.is_unknown:
        tree = tuple_of([tree])
    text = call(encode, [tree], Context(), SPAN)
    assert text.type == STRING
    assert shape(call(decode, [text], Context(), SPAN)) == shape(tree)
