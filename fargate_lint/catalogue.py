"""Finds the rules; the only module that knows fargate_lint.rules.

Nothing is registered by hand: a file in the folder that has RULE is a rule, and its name is the file's.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from fargate_lint.rule import Rule, Verdict

if TYPE_CHECKING:
    from fargate_lint.rule import Estate

PACKAGE = "fargate_lint.rules"
SECTION = re.compile(r"^(Why|Fix|Source):[ \t]*", re.MULTILINE)

Example = str


class UnknownRule(ValueError):
    """A word of the user's names no rule; the message says the nearest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule with all that its file says. ``headline`` is the docstring's first line; ``why``, ``fix`` and ``source``
    its sections."""

    rule: Rule
    check: Callable[[Estate], Iterator[Verdict]]
    headline: str
    why: str
    fix: str
    source: str
    valid: tuple[Example, ...]
    invalid: tuple[Example, ...]

    def sections(self) -> dict[str, str]:
        """The docstring's sections by title."""
        return {"Why": self.why, "Fix": self.fix, "Source": self.source}


@cache
def entries() -> tuple[Entry, ...]:
    """All rules, by id. Raises ValueError where a rule's file is not as it must be (a programmer's mistake)."""
    folder = Path(next(iter(_package().__path__)))
    found: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.py")):
        if path.stem.startswith("_"):
            continue
        entry = read(import_module(f"{PACKAGE}.{path.stem}"), path.stem)
        if entry.rule.id in found:
            raise ValueError(f"{path.name}: {entry.rule.id} is already {found[entry.rule.id].rule.name}")
        found[entry.rule.id] = entry
    return tuple(found[id] for id in sorted(found))


def _package() -> ModuleType:
    """fargate_lint.rules. In a source tree that is not installed the folder stands beside the package, as rules/."""
    if PACKAGE in sys.modules:
        return sys.modules[PACKAGE]
    if importlib.util.find_spec(PACKAGE) is not None:
        return import_module(PACKAGE)
    init = Path(__file__).resolve().parent.parent / "rules" / "__init__.py"
    spec = importlib.util.spec_from_file_location(PACKAGE, init, submodule_search_locations=[str(init.parent)])
    if spec is None or spec.loader is None or not init.is_file():
        raise ModuleNotFoundError(f"{PACKAGE} is neither installed nor at {init.parent}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = module
    spec.loader.exec_module(module)
    return module


def read(module: ModuleType, stem: str) -> Entry:
    """The entry of one rule's module; ``stem`` is its file's name. Raises ValueError."""
    missing = [name for name in ("RULE", "check", "VALID", "INVALID") if not hasattr(module, name)]
    if missing:
        raise ValueError(f"{stem}.py lacks {', '.join(missing)}")
    rule: Rule = module.RULE
    if rule.name.replace("-", "_") != stem:
        raise ValueError(f"{stem}.py holds the rule {rule.name!r}")
    if not module.__doc__:
        raise ValueError(f"{stem}.py has no docstring")
    head, sections = _sections(module.__doc__)
    lacking = [name for name in ("Why", "Fix", "Source") if not sections.get(name)]
    if lacking:
        raise ValueError(f"{stem}.py: its docstring has no {', '.join(lacking)}")
    return Entry(
        rule,
        module.check,
        head,
        sections["Why"],
        sections["Fix"],
        sections["Source"],
        tuple(module.VALID),
        tuple(module.INVALID),
    )


def _sections(text: str) -> tuple[str, dict[str, str]]:
    """The first paragraph and the named sections of a docstring, white space folded, code in single backticks."""
    pieces = SECTION.split(text.replace("``", "`"))
    head = " ".join(pieces[0].split())
    return head, {name: " ".join(body.split()) for name, body in zip(pieces[1::2], pieces[2::2], strict=True)}


def matches(word: str, rule: Rule) -> bool:
    """Whether a word of the user's (id, name, or the beginning of an id such as FGL2) means this rule."""
    return word == rule.name or rule.id.startswith(word.upper())


def named(words: Iterable[str]) -> frozenset[str]:
    """The ids of all rules that these words mean. Raises UnknownRule for a word that means none."""
    found: set[str] = set()
    for word in words:
        ids = [entry.rule.id for entry in entries() if word and matches(word, entry.rule)]
        if not ids:
            raise UnknownRule(f"no rule is called {word!r}{_nearest(word)}")
        found.update(ids)
    return frozenset(found)


def _nearest(word: str) -> str:
    names = [name for entry in entries() for name in (entry.rule.id, entry.rule.name)]
    close = get_close_matches(word.upper(), names, 1) or get_close_matches(word.lower(), names, 1)
    return f"; did you mean {close[0]}?" if close else ""


def find(word: str) -> Entry:
    """The one rule with this id or name. Raises UnknownRule."""
    for entry in entries():
        if word.upper() == entry.rule.id or word.lower() == entry.rule.name:
            return entry
    raise UnknownRule(f"no rule is called {word!r}{_nearest(word)}")
