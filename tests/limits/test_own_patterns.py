"""Our own regular expressions are linear: none of them is kept busy by a text that repeats what it looks for."""

from __future__ import annotations

import ast
import importlib
import re
import re._parser as parser
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

PACKAGE = Path(__file__).parents[2] / "fargate_lint"
LENGTH = 200_000
MOST_SECONDS = 1.5
"""CPU time for one text of LENGTH characters: a linear pattern takes a hundredth, a square one minutes."""
METHODS = ("match", "search", "fullmatch", "sub", "split", "findall", "finditer")
GIVEN = {"facts/coredns.py", "facts/identity.py", "facts/registries.py", "facts/zones.py", "model/thing/source_text.py"}
"""Where a pattern is an argument: it comes from our own tables, or from a rule."""
NOT_FOREIGN = {"testing", "facts/sources.py"}
"""What reads texts of ours only."""


@dataclass(frozen=True)
class Use:
    """A pattern and how it is used: ``method`` is one of METHODS."""

    place: str
    pattern: re.Pattern[str]
    method: str

    def __str__(self) -> str:
        return f"{self.place} {self.method}"


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE)
        if NOT_FOREIGN.isdisjoint((inside.parts[0], inside.as_posix())) and path.name != "__main__.py":
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _uses() -> Iterator[Use]:
    methods = _methods()
    for path, tree in _sources():
        assigned = {id(node.value): _target(node) for node in ast.walk(tree) if isinstance(node, ast.Assign)}
        for node in ast.walk(tree):
            if not _is_re(node):
                continue
            found = _pattern(node, path)
            if found is None:
                continue
            place = f"{path.relative_to(PACKAGE)}:{node.lineno}"
            if node.func.attr == "compile":
                name = assigned.get(id(node), "")
                names = methods.get((path if name.startswith("_") else None, name), {"match", "search", "fullmatch"})
                yield from (Use(place, found, name) for name in sorted(names))
            else:
                yield Use(place, found, node.func.attr)


def _target(node: ast.Assign) -> str:
    return node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""


def _methods() -> dict[tuple[Path | None, str], set[str]]:
    """The methods that are called of each name, of a private one by its file."""
    found: dict[tuple[Path | None, str], set[str]] = {}
    for path, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                name = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
                found.setdefault((path if name.startswith("_") else None, name), set()).add(node.attr)
    return found


def _is_re(node: ast.AST) -> Any:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in ("compile", *METHODS)
    )


def _pattern(node: Any, path: Path) -> re.Pattern[str] | None:
    module = _module(path)
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    flags = node.args[1] if node.func.attr == "compile" and len(node.args) > 1 else given.get("flags")
    try:
        text = _value(node.args[0], module)
    except NameError:
        assert path.relative_to(PACKAGE).as_posix() in GIVEN, f"{path}:{node.lineno}: a pattern that is not a constant"
        return None
    return re.compile(text, 0 if flags is None else _value(flags, module))


def _module(path: Path) -> ModuleType:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return importlib.import_module(".".join(parts).removesuffix(".__init__"))


def _value(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), "<pattern>", "eval"), vars(module))


CLASSES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " \n", "CATEGORY_WORD": "a"}


def _letters(tree: Any) -> Iterator[str]:
    """One letter of each that a parsed pattern names."""
    for operator, argument in tree:
        name = str(operator)
        if name in ("LITERAL", "NOT_LITERAL"):
            yield chr(argument)
        elif name == "RANGE":
            yield chr(argument[0])
        elif name == "CATEGORY":
            yield from CLASSES.get(str(argument), "")
        elif name == "IN":
            yield from _letters(argument)
        else:
            yield from _below(argument)


def _below(argument: Any) -> Iterator[str]:
    if isinstance(argument, parser.SubPattern):
        yield from _letters(argument)
    elif isinstance(argument, list | tuple):
        for one in argument:
            yield from _below(one)


def _texts(pattern: re.Pattern[str]) -> Iterator[str]:
    """Texts that repeat the pattern's letters, pairs of them, and its words, behind a beginning or none."""
    letters = list(dict.fromkeys(_letters(parser.parse(pattern.pattern, pattern.flags))))[:12]
    words = list(dict.fromkeys(re.findall(r"[\w/.:-]{2,}", pattern.pattern)))[:6]
    pairs = [first + second for first in letters[:6] for second in letters[:6]]
    for unit in dict.fromkeys((*letters, *pairs, *words, *(f"{word} " for word in words), "a", " ", "\n")):
        for start in ("", *letters[:3], *words[:2]):
            yield start + unit * (LENGTH // len(unit)) + "\0"


@contextmanager
def _clock(use: Use) -> Iterator[None]:
    def late(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"{use} is not linear: {use.pattern.pattern}")

    before = signal.signal(signal.SIGVTALRM, late)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("use", list(_uses()), ids=str)
def test_a_pattern_of_ours_takes_time_by_the_length_of_the_text(use: Use) -> None:
    apply = getattr(use.pattern, use.method)
    more = [""] if use.method == "sub" else []
    with _clock(use):
        for text in _texts(use.pattern):
            signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
            found = apply(*more, text)
            if use.method == "finditer":
                sum(1 for _ in found)
