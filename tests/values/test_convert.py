"""Conversion keeps what values are; unification follows cty (what Terraform makes of literals: tests/conformance)."""

from __future__ import annotations

import pytest

from fargate_lint.diagnostic import Span
from fargate_lint.values.convert import ConversionError, convert, unify
from fargate_lint.values.equality import decide, equal, same
from fargate_lint.values.origin import written
from fargate_lint.values.reference import Reference
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
from fargate_lint.values.value import (
    SymbolicKey,
    Unknown,
    Value,
    boolean,
    null,
    number,
    object_of,
    string,
    tuple_of,
    unknown,
)

PLACE = written(Span("/repo/main.tf", 3, 1, 3, 9))
REF = Reference("managed", "aws_vpc.this", ("id",))


class Resource:
    """A resource of which ``id`` can be told, and of which the provider knows more."""

    address = "aws_vpc.this"
    closed = False

    def names(self) -> tuple[str, ...]:
        return ("id",)

    def get(self, name: str) -> Value | None:
        return unknown("known after apply", code="apply", ref=Reference("managed", self.address, (name,)))

    def missing(self, name: str) -> str:
        return f"no {name}"


LAZY = Value(DYNAMIC, Resource())


def test_what_a_value_is_survives() -> None:
    value = Value(NUMBER, 80, REF, PLACE, sensitive=True)
    made = convert(value, STRING)
    assert (made.raw, made.ref, made.origin, made.sensitive) == ("80", REF, PLACE, True)


def test_elements_survive_too() -> None:
    made = convert(tuple_of([Value(NUMBER, 80, REF, PLACE), string("x")]), ListType(STRING))
    assert (made.raw[0].raw, made.raw[0].ref, made.raw[0].origin) == ("80", REF, PLACE)


def test_unknowns_take_the_type_and_keep_reference_and_reason() -> None:
    made = convert(unknown("because", ref=REF), ListType(STRING))
    assert made.type == ListType(STRING)
    assert made.ref == REF
    assert made.unknown is not None
    assert made.unknown.reason == "because"


def test_the_length_of_an_unknown_tuple_is_known() -> None:
    made = convert(unknown("because", TupleType((STRING, STRING))), ListType(STRING)).unknown
    assert made is not None
    assert (made.shortest, made.longest) == (2, 2)


def test_half_known_text_stays_half_known() -> None:
    half = Value(STRING, Unknown("apply", "because", ("x-", unknown("because", STRING, ref=REF)), "x-"))
    assert convert(tuple_of([half]), ListType(STRING)).raw[0].unknown == half.unknown


def test_unknown_keys_are_dropped_and_optional_ones_null() -> None:
    wanted = ObjectType({"a": STRING, "b": ListType(NUMBER)}, frozenset({"b"}))
    made = convert(object_of({"a": number(1), "z": number(2)}), wanted)
    assert same(made, object_of({"a": string("1"), "b": null(ListType(NUMBER))}))


def test_the_path_leads_to_what_is_to_blame() -> None:
    with pytest.raises(ConversionError) as caught:
        convert(object_of({"ports": tuple_of([number(1), string("x")])}), ObjectType({"ports": ListType(NUMBER)}))
    assert caught.value.path == ("ports", 1)
    assert caught.value.message == "a number is required"


@pytest.mark.parametrize(
    ("value", "wanted", "message"),
    [
        (string("yes"), BOOL, "a bool is required"),
        (string("True"), BOOL, 'a bool is required; to convert from string, use lowercase "true"'),
        (boolean(True), NUMBER, "number required"),
        (string("x"), ListType(STRING), "list of string required"),
        (object_of({}), ObjectType({"a": STRING}), 'attribute "a" is required'),
        (object_of({}), ObjectType({"a": STRING, "b": STRING}), 'attributes "a" and "b" are required'),
        (object_of({}), ObjectType({"a": STRING, "b": STRING, "c": BOOL}), 'attributes "a", "b", and "c" are required'),
        (object_of({"a": tuple_of([])}), ObjectType({"a": STRING}), 'attribute "a": string required'),
        (tuple_of([number(1), tuple_of([])]), ListType(NUMBER), "element 1: number required"),
        (tuple_of([number(1), boolean(True)]), ListType(DYNAMIC), "all list elements must have the same type"),
        (object_of({"a": number(1), "b": boolean(True)}), MapType(DYNAMIC), "all map elements must have the same type"),
        (LAZY, STRING, "string required"),
    ],
)
def test_errors_are_worded_as_terraform_words_them(value: Value, wanted: Type, message: str) -> None:
    with pytest.raises(ConversionError) as caught:
        convert(value, wanted)
    assert caught.value.message == message


def test_resources_are_not_taken_apart() -> None:
    assert convert(LAZY, DYNAMIC) is LAZY
    listed = convert(tuple_of([LAZY, LAZY]), ListType(DYNAMIC))
    assert listed.raw == (LAZY, LAZY)
    shaped = convert(LAZY, ObjectType({"id": STRING, "tags": MapType(STRING)}))
    assert str(shaped.raw["id"].ref) == "aws_vpc.this.id"
    assert shaped.raw["tags"].type == MapType(STRING)


def test_a_key_that_only_the_plan_knows_may_be_any() -> None:
    key = SymbolicKey("var.k", unknown("unset", STRING, ref=Reference("variable", "var.k")))
    made = convert(object_of({key: string("v")}), ObjectType({"a": STRING}))
    assert made.raw["a"].is_unknown


@pytest.mark.parametrize(
    ("types", "common"),
    [
        ([STRING, NUMBER], STRING),
        ([NUMBER, BOOL], None),
        ([NUMBER, BOOL, STRING], STRING),
        ([DYNAMIC, STRING], STRING),
        ([ListType(STRING), TupleType((NUMBER,))], ListType(STRING)),
        ([ListType(NUMBER), TupleType((STRING,))], ListType(STRING)),
        ([TupleType((NUMBER,)), TupleType((STRING,))], TupleType((STRING,))),
        ([TupleType((NUMBER,)), TupleType(())], ListType(NUMBER)),
        ([MapType(STRING), ObjectType({"a": NUMBER})], MapType(STRING)),
        ([ObjectType({"a": NUMBER}), ObjectType({"a": STRING})], ObjectType({"a": STRING})),
        ([ObjectType({"a": NUMBER}), ObjectType({"b": STRING})], MapType(STRING)),
        ([ObjectType({"a": NUMBER}), ObjectType({"b": BOOL})], None),
        ([ObjectType({}), TupleType(())], None),
        ([SetType(STRING), ListType(STRING)], ListType(STRING)),
        ([SetType(STRING), TupleType((NUMBER,))], SetType(STRING)),
        ([STRING, ListType(STRING)], None),
        ([], None),
    ],
)
def test_unify(types: list[Type], common: Type | None) -> None:
    assert unify(types) == common
    assert unify(list(reversed(types))) == common


def subnet(name: str, attribute: str = "id") -> Value:
    return unknown("known after apply", ref=Reference("managed", f"aws_subnet.{name}", (attribute,)))


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        (subnet("a"), subnet("a"), True),
        (subnet("a"), subnet("b"), None),
        (subnet("a"), null(), False),
        (subnet("a", "ipv6_cidr_block"), null(), None),
        (unknown("u", STRING), number(1), False),
        (unknown("u"), number(1), None),
        (tuple_of([subnet("a"), number(1)]), tuple_of([subnet("a"), number(1)]), True),
        (tuple_of([subnet("a"), number(1)]), tuple_of([subnet("b"), number(2)]), False),
        (object_of({"x": subnet("a")}), object_of({"y": subnet("a")}), False),
        (LAZY, LAZY, True),
        (LAZY, null(), False),
        (LAZY, string("x"), False),
        (LAZY, object_of({}), None),
        (unknown(Unknown("d", "r", prefix="arn:")), string("x"), False),
        (unknown(Unknown("d", "r", shortest=2), ListType(STRING)), convert(tuple_of([]), ListType(STRING)), False),
        (
            unknown("u", ref=Reference("output", "module.x", ("a",))),
            unknown("u", ref=Reference("output", "module.x", ("a",))),
            None,
        ),
    ],
)
def test_equality_as_far_as_it_can_be_told(a: Value, b: Value, verdict: bool | None) -> None:
    assert decide(a, b) is verdict
    assert decide(b, a) is verdict
    assert equal(a, b).raw is verdict or verdict is None
