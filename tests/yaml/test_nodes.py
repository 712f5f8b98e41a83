"""The one door to PyYAML: its limits are counted while it reads, and its two parsers give the same nodes."""

from __future__ import annotations

import pytest

from fargate_lint.evaluate.functions.problem import Failure, LimitReached
from fargate_lint.evaluate.functions.yaml import yamldecode
from fargate_lint.kubernetes.document import DocumentError, read_documents
from fargate_lint.values.value import string
from fargate_lint.yaml import nodes
from fargate_lint.yaml.words import GO_YAML, YAML_1_1, Word


def _bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    return "\n".join(lines)


_MANY = 3_000
"""Nodes, in place of MOST_NODES: half a million take a while."""
TOO_LARGE = {
    "brackets": "[" * 2_000 + "]" * 2_000,
    "brackets that nobody closes": "[" * 2_000,
    "one bracket too many": "[" * (nodes.DEEPEST + 1) + "]" * (nodes.DEEPEST + 1),
    "braces": "{a: " * 2_000 + "1" + "}" * 2_000,
    "dashes": "- " * 2_000 + "x",
    "question marks": "? " * 2_000 + "x",
    "indentation": "".join(" " * i + "a:\n" for i in range(2_000)),
    "aliases": _bomb(),
    "elements": "- x\n" * _MANY,
    "a slow text": "'" + "[" * 1_000 + "': " + "x" * nodes.MOST_SLOW,
}


@pytest.mark.parametrize("text", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_what_is_too_large_is_a_limit_for_every_reader(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MOST_NODES", _MANY)
    with pytest.raises(nodes.YamlError) as found:
        list(nodes.documents(text))
    assert found.value.code == "limit"
    with pytest.raises(DocumentError) as kubernetes:
        read_documents(text, "/r/x.yaml")
    assert kubernetes.value.code == "limit"
    with pytest.raises(LimitReached):
        yamldecode(string(text))


def test_the_deepest_that_is_followed_is_followed_by_every_reader() -> None:
    text = "[" * nodes.DEEPEST + "]" * nodes.DEEPEST
    assert len(list(nodes.documents(text))) == 1
    for value in (read_documents(text)[0], yamldecode(string(text))):
        depth = 0
        while value.raw:
            (value,) = value.raw
            depth += 1
        assert depth == nodes.DEEPEST - 1


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: *b\n", 1), ("x: 1\na: &a [*a]\n", 2), ("a: &a\n  b: *a\n", 2), ('"\\Uffffffff"', 1), ("a: [\n", 2)],
)
def test_what_is_no_yaml_says_where(text: str, line: int) -> None:
    with pytest.raises(nodes.YamlError) as found:
        list(nodes.documents(text))
    assert (found.value.code, found.value.line) in ((("syntax", line)), ("syntax", 0))
    with pytest.raises(DocumentError):
        read_documents(text)
    with pytest.raises(Failure):
        yamldecode(string(text))


def _plain(node: nodes.Node) -> object:
    if isinstance(node, nodes.Scalar):
        return ("scalar", node.tag, node.style, node.text, node.start)
    if isinstance(node, nodes.Sequence):
        return ("sequence", node.tag, node.size, node.start, [_plain(item) for item in node.items])
    return ("mapping", node.tag, node.size, node.start, [(_plain(key), _plain(item)) for key, item in node.pairs])


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: [x, 'y', \"z\"]\nc: |\n  text\n",
        "--- !!map\na: !!int '5'\n...\n---\n- !own x\n- ! y\n",
        "base: &b {x: 1}\nother:\n  <<: *b\n  y: *b\n",
        "a: &a 1\nb: *a\nc: &a 2\nd: *a\n",
        "---\n---\n# nothing\n",
        "? [k]\n: v\n",
        "",
    ],
)
def test_both_parsers_give_the_same_nodes(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = [_plain(node) for node in nodes.documents(text)]
    monkeypatch.setattr(nodes, "_FAST_DEPTH", 0)
    assert [_plain(node) for node in nodes.documents(text)] == fast


@pytest.mark.parametrize(
    ("word", "terraform", "kubernetes"),
    [
        ("yes", Word.TRUE, Word.TRUE),
        ("Off", Word.FALSE, Word.FALSE),
        ("y", Word.TRUE, Word.TEXT),
        ("N", Word.FALSE, Word.TEXT),
        ("", Word.NULL, Word.NULL),
        ("~", Word.NULL, Word.NULL),
        ("1e3", Word.NUMBER, Word.TEXT),
        ("1_000", Word.TEXT, Word.NUMBER),
        ("0o17", Word.NUMBER, Word.TEXT),
        ("0b11", Word.TEXT, Word.NUMBER),
        ("1.5", Word.NUMBER, Word.NUMBER),
        (".inf", Word.INFINITE, Word.TEXT),
        (".nan", Word.NOT_A_NUMBER, Word.TEXT),
        ("22:22", Word.TEXT, Word.TEXT),
        ("2020-01-01", Word.TEXT, Word.TEXT),
        ("True1", Word.TEXT, Word.TEXT),
    ],
)
def test_a_plain_word_means_what_its_reader_says(word: str, terraform: Word, kubernetes: Word) -> None:
    assert GO_YAML.meaning(word) is terraform
    assert YAML_1_1.meaning(word) is kubernetes


def test_of_two_merged_mappings_the_first_wins_and_what_is_written_wins_over_both() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {x: 2, y: 2, z: 2}\nc:\n  y: 3\n  <<: [*a, *b]\n"
    merged = read_documents(text)[0].raw["c"].raw
    assert {name: value.raw for name, value in merged.items()} == {"x": 1, "y": 3, "z": 2}
