"""No text makes the readers fail: what is wrong with it is said, never raised."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_lint.kubernetes import semver, strvals
from fargate_lint.kubernetes.manifest import read_yaml
from fargate_lint.kubernetes.quantity import parse
from fargate_lint.kubernetes.text import documents_of
from fargate_lint.values import partial
from fargate_lint.values.types import STRING
from fargate_lint.values.value import string, unknown

YAMLISH = st.text(
    st.sampled_from("ab:-? \n\t#&*!|>'\"%@`{}[],<~0189.x_é\u2028\u0085\x00\ufeff"),
    max_size=80,
)


@settings(max_examples=300, deadline=None)
@given(YAMLISH)
def test_yaml(text: str) -> None:
    objects, problems = read_yaml("apiVersion: v1\nkind: Pod\n---\n" + text, "/r/x.yaml")
    assert objects or problems
    for problem in problems:
        assert problem.span is not None
        assert problem.span.line >= 1


@settings(max_examples=200, deadline=None)
@given(YAMLISH, YAMLISH)
def test_texts_known_in_part(before: str, after: str) -> None:
    made = documents_of(partial.join([before, unknown("why", STRING), after]))
    assert made == () or all(document.type for document in made)
    assert isinstance(documents_of(string(before)), tuple)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab.[]0\\=,{}^~><|* xv1-"), max_size=20))
def test_small_languages(text: str) -> None:
    steps = strvals.split_path(text)
    assert steps is None or isinstance(steps[0], str)
    pairs = strvals.pairs("a", text, "auto", None)
    assert pairs is None or pairs[0][0] == ("a",)
    assert semver.reaches(text, "1.0.0") in (True, False, None)
    amount = parse(text)
    assert amount is None or isinstance(amount, Fraction)
