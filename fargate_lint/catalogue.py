"""Finds the rules, ours and others'; the only module that knows fargate_lint.rules.

Nothing is registered by hand: a file in the folder that has RULE is a rule, and its name is the file's.
"""

from __future__ import annotations

import importlib.util
import os
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
    from fargate_lint.rule import Estate, Finding, Run

PACKAGE = "fargate_lint.rules"
OUTSIDE = "fargate_lint_rules"
"""What the names of modules from --rules begin with."""
SECTION = re.compile(r"^(Why|Fix|Source):[ \t]*", re.MULTILINE)

WITH = re.compile(r"^# with: (.*)$", re.MULTILINE)
"""The line of an example that names what surrounds it: files in the folder ``PRELUDES`` beside the rule, or of ours."""
PRELUDES = "preludes"
_PRELUDE = re.compile(r"[a-z0-9-]+")

EXACT = 1_000
"""The closeness of a word that means one rule only."""
_SETS_RULE = re.compile(r"RULE\s*[:=]")
_ID = re.compile(r"[A-Za-z][A-Za-z-]*[0-9]+")

Example = str


class UnknownRule(ValueError):
    """A word of the user's names no rule; the message says the nearest."""


class BrokenRule(ValueError):
    """A file that --rules names is no rule; the message begins with its place."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        shown = os.path.relpath(path).replace(os.sep, "/")
        super().__init__(f"{shown}{'' if line is None else f':{line}'}: {reason}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule with all that its file says. ``headline`` is the docstring's first line; ``why``, ``fix`` and ``source``
    its sections. ``after`` is the rule's second phase, if it has one: it looks at what all rules said of all roots."""

    rule: Rule
    check: Callable[[Estate], Iterator[Verdict]]
    headline: str
    why: str
    fix: str
    source: str
    valid: tuple[Example, ...]
    invalid: tuple[Example, ...]
    after: Callable[[Run], Iterator[Finding]] | None = None

    def sections(self) -> dict[str, str]:
        """The docstring's sections by title."""
        return {"Why": self.why, "Fix": self.fix, "Source": self.source}

    def folders(self) -> tuple[Path, Path]:
        """Where the preludes of its examples may lie: beside its own file, and with our rules."""
        return Path(self.check.__code__.co_filename).parent, folder()

    def surroundings(self) -> dict[str, str]:
        """What its examples name as their surroundings, each with what its file says that it is."""
        names = {name for text in (*self.valid, *self.invalid) for line in WITH.findall(text) for name in line.split()}
        texts = ((name, prelude(name, self.folders())) for name in sorted(names))
        return {name: text.split("\n", 1)[0].removeprefix("#").strip() for name, text in texts if text is not None}

    def closeness(self, word: str) -> int:
        """How closely a word of the user's means this rule: 0 not at all, and the longer the closer."""
        if not word or not matches(word, self.rule):
            return 0
        return EXACT if word == self.rule.name or len(word) == len(self.rule.id) else len(word)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rules of a run, by id: ours, or ours and others'. A value: every run is given one."""

    entries: tuple[Entry, ...]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def entry(self, id: str) -> Entry:
        """The rule with this id. Raises KeyError."""
        for entry in self.entries:
            if entry.rule.id == id:
                return entry
        raise KeyError(id)

    def ids(self, word: str) -> frozenset[str]:
        """The ids that a word of the user's means (an id, a name, the beginning of an id); empty if it means none."""
        return frozenset(entry.rule.id for entry in self.entries if word and matches(word, entry.rule))

    def named(self, words: Iterable[str]) -> frozenset[str]:
        """The ids of all rules that these words mean. Raises UnknownRule for a word that means none."""
        found: set[str] = set()
        for word in words:
            ids = self.ids(word)
            if not ids:
                raise UnknownRule(f"no rule is called {word!r}{self._nearest(word)}")
            found |= ids
        return frozenset(found)

    def find(self, word: str) -> Entry:
        """The one rule with this id or name. Raises UnknownRule."""
        for entry in self.entries:
            if word.upper() == entry.rule.id.upper() or word.lower() == entry.rule.name:
                return entry
        raise UnknownRule(f"no rule is called {word!r}{self._nearest(word)}")

    def _nearest(self, word: str) -> str:
        names = [name for entry in self.entries for name in (entry.rule.id, entry.rule.name)]
        close = get_close_matches(word.upper(), names, 1) or get_close_matches(word.lower(), names, 1)
        return f"; did you mean {close[0]}?" if close else ""


@cache
def ours() -> Catalogue:
    """Our own rules. Raises ValueError where a rule's file is not as it must be (a programmer's mistake)."""
    modules = [path.stem for path in sorted(folder().glob("*.py")) if not path.stem.startswith("_")]
    return _catalogue(read(import_module(f"{PACKAGE}.{stem}"), stem) for stem in modules)


def _catalogue(entries: Iterable[Entry]) -> Catalogue:
    """The entries in the order of their ids. Raises ValueError for an id or a name that two of them have."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.rule.id in found:
            raise ValueError(f"{entry.rule.name}: {entry.rule.id} is already {found[entry.rule.id].rule.name}")
        found[entry.rule.id] = entry
    return Catalogue(tuple(found[id] for id in sorted(found)))


def with_rules(paths: Iterable[str]) -> Catalogue:
    """Ours and the rules in these files and folders of Python modules, each in the form of rules/*.py.

    They are code: only the command line or the environment may name them. Raises BrokenRule, with the place.
    """
    entries = list(ours())
    taken = {name: entry for entry in entries for name in (entry.rule.id, entry.rule.name)}
    for path in dict.fromkeys(file for given in paths for file in _modules(given)):
        entry = load(path)
        for name in (entry.rule.id, entry.rule.name):
            if name in taken:
                raise BrokenRule(path, _line_of_rule(path), f"{name} is already the rule {taken[name].rule.id}")
            taken[name] = entry
        entries.append(entry)
    return _catalogue(entries)


def _modules(path: str) -> list[str]:
    """The modules that a path means: itself, or those in the folder. Raises BrokenRule where there is none."""
    if os.path.isfile(path):
        return [os.path.realpath(path)]
    if not os.path.isdir(path):
        raise BrokenRule(path, None, "no such file or folder")
    try:
        names = [name for name in sorted(os.listdir(path)) if name.endswith(".py") and not name.startswith("_")]
    except OSError as error:
        raise BrokenRule(path, None, f"cannot be listed: {error.strerror}") from error
    if not names:
        raise BrokenRule(path, None, "holds no rules (*.py)")
    return [os.path.realpath(os.path.join(path, name)) for name in names]


def load(path: str) -> Entry:
    """The rule in a Python file from outside of the package. Raises BrokenRule, with the place."""
    from traceback import extract_tb
    from zlib import crc32

    stem = os.path.splitext(os.path.basename(path))[0]
    name = f"{OUTSIDE}.{stem}_{crc32(path.encode()):08x}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise BrokenRule(path, None, "is no Python module (*.py)")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and typing look modules up there
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise BrokenRule(error.filename or path, error.lineno, f"SyntaxError: {error.msg}") from error
    except (Exception, SystemExit) as error:  # whatever the file does when it is loaded
        lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == path]
        raise BrokenRule(path, lines[-1] if lines else None, f"{type(error).__name__}: {error}") from error
    try:
        entry = read(module, stem)
    except ValueError as error:
        raise BrokenRule(path, _line_of_rule(path), str(error)) from error
    if not _ID.fullmatch(entry.rule.id) or entry.rule.id.upper().startswith("FGL"):
        fault = f"{entry.rule.id!r} is no id for it: write letters, then digits, and not FGL, which is ours (ACME101)"
        raise BrokenRule(path, _line_of_rule(path), fault)
    return entry


def _line_of_rule(path: str) -> int | None:
    """The line that sets RULE."""
    try:
        with open(path, encoding="utf-8", errors="replace") as handle:
            return next((number for number, line in enumerate(handle, 1) if _SETS_RULE.match(line)), None)
    except OSError:
        return None


def folder() -> Path:
    """Where our own rules lie."""
    return Path(next(iter(_package().__path__)))


def prelude(name: str, folders: Iterable[Path]) -> str | None:
    """The text of the surroundings with this name, from the first folder that has them."""
    for top in folders:
        path = top / PRELUDES / f"{name}.tf"
        if _PRELUDE.fullmatch(name) and path.is_file():
            return path.read_text(encoding="utf-8")
    return None


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
    rule = module.RULE
    if not isinstance(rule, Rule):
        raise ValueError(f"{stem}.py: RULE is no Rule")
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
        getattr(module, "after", None),
    )


def _sections(text: str) -> tuple[str, dict[str, str]]:
    """The first paragraph and the named sections of a docstring, white space folded, code in single backticks."""
    pieces = SECTION.split(text.replace("``", "`"))
    head = " ".join(pieces[0].split())
    return head, {name: " ".join(body.split()) for name, body in zip(pieces[1::2], pieces[2::2], strict=True)}


def matches(word: str, rule: Rule) -> bool:
    """Whether a word of the user's (id, name, or the beginning of an id such as FGL2) means this rule."""
    return word == rule.name or rule.id.upper().startswith(word.upper())
