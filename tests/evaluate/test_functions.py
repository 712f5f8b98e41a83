"""What functions keep of the values that go through them, and what they refuse (their results: tests/conformance)."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import pathlib
import random

import pytest

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate import functions
from fargate_lint.evaluate.functions.context import Context
from fargate_lint.files import Files
from fargate_lint.values.origin import written
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import DYNAMIC, NUMBER, STRING, ListType, MapType, SetType
from fargate_lint.values.value import (
    Unknown,
    Value,
    boolean,
    list_of,
    null,
    number,
    object_of,
    set_of,
    string,
    tuple_of,
    unknown,
)

SPAN = Span("/repo/main.tf", 9, 1, 9, 20)


def call(name: str, *arguments: Value, context: Context | None = None) -> Value:
    return functions.call(name, arguments, context or Context(), SPAN)


def resource_id(name: str, line: int = 1) -> Value:
    place = written(Span("/repo/main.tf", line, 1, line, 2))
    return unknown("known after apply", code="apply", ref=Reference("managed", name, ("id",)), origin=place)


A, B = resource_id("aws_subnet.a", 1), resource_id("aws_subnet.b", 2)


def items_of(value: Value) -> list[Value]:
    raw = value.raw
    return list(raw.values()) if isinstance(raw, dict) else list(raw)


@pytest.mark.parametrize(
    "made",
    [
        call("concat", tuple_of([A]), tuple_of([B])),
        call("flatten", tuple_of([tuple_of([A]), B])),
        call("reverse", tuple_of([B, A])),
        call("slice", tuple_of([A, B, string("x")]), number(0), number(2)),
        call("distinct", tuple_of([A, B, A])),
        call("compact", tuple_of([A, string(""), B])),
        call("tolist", tuple_of([A, B])),
        call("toset", tuple_of([A, B])),
        call("tomap", object_of({"x": A, "y": B})),
        call("merge", object_of({"x": A}), object_of({"y": B})),
        call("zipmap", tuple_of([string("x"), string("y")]), tuple_of([A, B])),
        call("values", object_of({"x": A, "y": B})),
        call("setunion", tuple_of([A]), tuple_of([B])),
        call("setsubtract", tuple_of([A, B, resource_id("aws_subnet.c")]), tuple_of([resource_id("aws_subnet.c")])),
        call("matchkeys", tuple_of([A, B]), tuple_of([string("k"), string("k")]), tuple_of([string("k")])),
    ],
)
def test_elements_stay_what_they_are(made: Value) -> None:
    """References and places survive every rearrangement."""
    assert {str(item.ref) for item in items_of(made)} == {"aws_subnet.a.id", "aws_subnet.b.id"}
    assert {item.origin for item in items_of(made)} == {A.origin, B.origin}


@pytest.mark.parametrize(
    "picked",
    [
        call("element", tuple_of([B, A]), number(3)),
        call("lookup", object_of({"x": A}), string("x"), string("d")),
        call("one", tuple_of([A])),
        call("coalesce", null(), A, string("d")),
        call("tostring", A),
        call("nonsensitive", A),
        call("join", string(","), tuple_of([A])),
        call("format", string("%s"), A),
        call("jsondecode", call("jsonencode", A)),
    ],
)
def test_a_picked_element_is_the_element(picked: Value) -> None:
    assert picked.ref == A.ref
    assert picked.origin == A.origin


def test_the_rest_of_a_result_has_no_place_of_its_own() -> None:
    """The evaluator stamps it with the place of the call."""
    assert call("concat", tuple_of([A], written(SPAN))).origin is None
    assert call("upper", string("x", written(SPAN))).origin is None


def test_elements_of_a_data_sources_list_are_told_apart() -> None:
    zones = unknown("data", ListType(STRING), ref=Reference("data", "data.aws_availability_zones.z", ("names",)))
    cut = call("slice", zones, number(0), number(3))
    assert [str(item.ref) for item in cut.raw] == [f"data.aws_availability_zones.z.names[{i}]" for i in range(3)]
    assert call("length", call("toset", cut)).raw == 3


def test_unknown_arguments_give_their_reason() -> None:
    result = call("cidrsubnet", unknown("var.cidr has no value", STRING, code="variable"), number(8), number(1))
    assert result.type == STRING
    assert result.unknown == Unknown("variable", "var.cidr has no value")


@pytest.mark.parametrize(
    ("name", "arguments", "argument", "message"),
    [
        ("upper", [], None, 'Function "upper" expects 1 argument(s). Missing value for "str".'),
        ("upper", [string("a"), string("b")], 1, 'Function "upper" expects only 1 argument(s).'),
        ("upper", [null()], 0, 'Invalid value for "str" parameter: argument must not be null.'),
        ("upper", [tuple_of([])], 0, 'Invalid value for "str" parameter: string required.'),
        ("abs", [string("x")], 0, 'Invalid value for "num" parameter: a number is required.'),
        ("element", [tuple_of([]), number(0)], None, None),
        ("lookup", [object_of({}), string("k")], 0, None),
        ("cidrhost", [string("x"), number(1)], None, 'Call to function "cidrhost" failed: invalid CIDR expression: '),
        ("list", [], None, 'Call to function "list" failed: the "list" function was deprecated in Terraform v0.12'),
    ],
)
def test_errors_are_worded_as_terraform_words_them(
    name: str, arguments: list[Value], argument: int | None, message: str | None
) -> None:
    with pytest.raises(functions.FunctionError) as caught:
        call(name, *arguments)
    assert caught.value.argument == argument
    assert caught.value.message.startswith(message or "")


def test_sensitive_arguments_make_sensitive_results() -> None:
    secret = string("s").with_sensitive()
    for result in (
        call("upper", secret),
        call("join", string(","), tuple_of([secret])),
        call("jsonencode", object_of({"password": secret})),
        call("toset", tuple_of([secret])),
        call("format", string("%s"), secret),
    ):
        assert result.sensitive
    kept = call("merge", object_of({"a": secret}), object_of({"b": string("x")}))
    assert (kept.sensitive, kept.raw["a"].sensitive, kept.raw["b"].sensitive) == (False, True, False)
    with pytest.raises(functions.FunctionError, match="sensitive"):
        call("tonumber", string("hunter2").with_sensitive())


# Names


def test_every_module_has_the_functions_that_the_table_says() -> None:
    for family, listed in functions._FAMILIES.items():
        module = importlib.import_module(f"fargate_lint.evaluate.functions.{family}")
        assert sorted(module.FUNCTIONS) == sorted(listed.split()), family


def test_names() -> None:
    assert len(functions.names()) >= 110
    assert functions.exists("core::upper")
    assert functions.exists("provider::aws::arn_parse")
    assert not functions.exists("nope")
    assert call("core::upper", string("a")).raw == "A"
    assert call("provider::aws::arn_parse", string("a")).unknown is not None


# Files


def test_files_are_confined_to_the_repository(tmp_path: pathlib.Path) -> None:
    """What is outside, by path or by link, is not read: the result is unknown, neither an error nor a text."""
    repository = tmp_path / "repository"
    repository.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (repository / "inside.txt").write_text("inside")
    (repository / "link.txt").symlink_to(tmp_path / "secret.txt")
    context = Context(files=Files(str(repository)), folder=str(repository))
    assert call("file", string("inside.txt"), context=context).raw == "inside"
    for path in ("../secret.txt", str(tmp_path / "secret.txt"), "link.txt", "~/.ssh/id_rsa"):
        for name in ("file", "filebase64", "filesha256", "fileexists"):
            result = call(name, string(path), context=context)
            assert result.unknown is not None, (name, path)
            assert result.unknown.code == "limit"
    assert call("fileset", string(".."), string("*"), context=context).unknown is not None


def test_a_missing_file_is_an_error(tmp_path: pathlib.Path) -> None:
    context = Context(files=Files(str(tmp_path)), folder=str(tmp_path))
    with pytest.raises(functions.FunctionError, match=r"no file exists at nope\.txt"):
        call("file", string("nope.txt"), context=context)


# Limits


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("setproduct", [call("range", number(1000)), call("range", number(1000))]),
        ("format", [string("%999999999d"), number(1)]),
        ("indent", [number(10**7), string("\n" * 1000)]),
        ("replace", [string("a" * 10**4), string("a"), string("b" * 10**4)]),
        ("replace", [string("a" * 10**4), string("/a/"), string("b" * 10**4)]),
        ("slice", [unknown("u", ListType(STRING)), number(0), number(10**9)]),
        (
            "yamldecode",
            [
                string(
                    "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
                    + "\n".join(
                        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 10)}]" for i in range(8)
                    )
                )
            ],
        ),
        ("jsondecode", [string("[" * 100_000 + "]" * 100_000)]),
    ],
)
def test_what_grows_without_measure_is_unknown(name: str, arguments: list[Value]) -> None:
    result = call(name, *arguments)
    assert result.unknown is not None
    assert result.unknown.code == "limit"


def test_regular_expressions_take_linear_time() -> None:
    with pytest.raises(functions.FunctionError):
        call("regex", string("(a*)*(a*)*(a*)*b"), string("a" * 5000))


# Robustness

POOL = [
    *(null(), null(ListType(STRING)), boolean(True), number(0), number(-1), number(3), number(10**20)),
    *(
        string(text)
        for text in ("", "x", "5", "10.0.0.0/16", "a,b", "{", "a: 1", "2020-01-01T00:00:00Z", "\0é😀", "%s %d")
    ),
    *(string(text) for text in ("[", "(a)|(?P<n>b)", "1e999999999", "UTF-16LE", "&a [*a]", "~/x", "**", "%")),
    *(tuple_of([]), tuple_of([string("a"), number(1)]), tuple_of([null()]), tuple_of([tuple_of([A]), B])),
    *(list_of(STRING, [string("b"), string("a")]), set_of(STRING, [string("a")])),
    *(object_of({}), object_of({"a": number(1)}), object_of({"a": tuple_of([A]), "b": string("x")})),
    *(unknown("u"), unknown("u", STRING), unknown("u", NUMBER), unknown("u", ListType(STRING)), A),
    *(unknown("u", MapType(STRING)), unknown("u", SetType(NUMBER)), string("s").with_sensitive()),
    Value(STRING, Unknown("apply", "u", ("x-", A), "x-")),
    Value(DYNAMIC, None),
]


@pytest.mark.parametrize("name", functions.names())
def test_nothing_but_function_errors(name: str, tmp_path: pathlib.Path) -> None:
    """Whatever is given to a function, it answers with a value or with an error of Terraform's kind."""
    chance = random.Random(name)
    context = Context(files=Files(str(tmp_path)), folder=str(tmp_path))
    tried = itertools.chain(
        [()],
        ((value,) for value in POOL),
        *(tuple(tuple(chance.choices(POOL, k=k)) for _ in range(100)) for k in (2, 3)),
    )
    for arguments in tried:
        with contextlib.suppress(functions.FunctionError):
            assert isinstance(call(name, *arguments, context=context), Value)
