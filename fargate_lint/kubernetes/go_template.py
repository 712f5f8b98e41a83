"""The templates of a Helm chart as YAML, as far as they are plain: what is templated becomes an unknown with a name.

Helm's language is not run. An action inside of a line becomes a mark that stands for an unknown text (or for the
value that it names: ``{{ .Values.image }}``); what a block of lines would insert becomes a key or an element that is
not known; a block around whole documents leaves open whether they are there. Every line keeps its number, and every
mark the length of its action, so that places stay true.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from fargate_lint.values.answer import YES, Answer, undecided

FIRST_MARK, LAST_MARK = 0xE100, 0xF8FE
"""Letters for private use: no text that people write has them, and YAML takes them."""
FILLER = "\uf8ff"
"""Fills a mark up to the length of its action."""
DEEPEST = 50
"""Blocks within blocks; templates that people write have a handful."""
OPENING = frozenset({"if", "with", "range", "define", "block"})

Truth = Callable[[str], bool | None]
"""Whether the condition behind an ``if`` or ``with`` holds; None where that is not known."""


class TemplateProblem(Exception):
    """The template cannot be followed; the message says why, and ``line`` where."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Action:
    """What stands between {{ and }}. ``number`` is its place in ``Template.actions``, ``line`` its line from 0."""

    body: str
    number: int
    line: int

    @property
    def mark(self) -> str:
        return chr(FIRST_MARK + self.number)

    @property
    def word(self) -> str:
        """Its first word ("if", "include", "$x"); "" for a value (".Values.x")."""
        size = next((i for i, char in enumerate(self.body) if not (char.isalnum() or char in "$_")), len(self.body))
        return self.body[:size]

    @property
    def rest(self) -> str:
        """What stands behind its first word: the condition of an ``if``."""
        return self.body[len(self.word) :].strip()


@dataclass(slots=True)
class Line:
    """One line. ``text`` has a mark for each action; ``actions`` are those of a line that has nothing else."""

    text: str
    actions: tuple[Action, ...] = ()

    @property
    def is_content(self) -> bool:
        return bool(self.text.strip()) and not self.actions and not self.text.lstrip().startswith("#")


@dataclass(slots=True)
class Template:
    """``text`` is YAML in which ``actions`` are marks. ``present`` says of the objects that begin at a line whether
    they are there."""

    text: str = ""
    actions: list[Action] = field(default_factory=list)
    guards: list[tuple[int, int, Answer]] = field(default_factory=list)

    def present(self, line: int) -> Answer:
        """Whether what begins at a line (from 1) is there."""
        return next((answer for first, last, answer in self.guards if first <= line <= last), YES)

    def marks_in(self, text: str) -> Iterator[str | Action]:
        """A text in pieces: what is written, and the actions whose marks stand in it."""
        plain: list[str] = []
        for char in text:
            if FIRST_MARK <= ord(char) < FIRST_MARK + len(self.actions):
                action = self.actions[ord(char) - FIRST_MARK]
                if plain:
                    yield "".join(plain)
                plain = []
                yield action
            elif char != FILLER:
                plain.append(char)
        if plain:
            yield "".join(plain)


def read_template(text: str, truth: Truth) -> Template:
    """A template's text as YAML with marks. Raises TemplateProblem."""
    template = Template()
    lines = _lines(text, template)
    out = [""] * len(lines)
    _Writer(lines, out, template, truth).write(0, len(lines))
    template.text = "\n".join(out)
    return template


def _lines(text: str, template: Template) -> list[Line]:
    """The lines, their actions as marks. An action over several lines stands on its first one."""
    if not text.isascii() and any(FIRST_MARK <= ord(char) <= LAST_MARK + 1 for char in text):
        raise TemplateProblem("it has letters for private use", 1)
    made: list[str] = []
    at, line = 0, 1
    while (start := text.find("{{", at)) >= 0:
        comment = text.startswith(("/*", "- /*"), start + 2)
        end = text.find("*/", start) if comment else start
        end = text.find("}}", end) if end >= 0 else -1
        line += text.count("\n", at, start)
        if end < 0:
            raise TemplateProblem("an action has no end", line)
        made.append(text[at:start])
        whole = text[start : end + 2]
        body = " ".join(whole[2:-2].strip().removeprefix("-").removesuffix("-").split())
        if comment:
            made.append("\n" * whole.count("\n"))
        else:
            if len(template.actions) > LAST_MARK - FIRST_MARK - 1:
                raise TemplateProblem("it has more actions than are followed", line)
            action = Action(body, len(template.actions), line - 1)
            template.actions.append(action)
            made.append(action.mark + FILLER * (len(whole.partition("\n")[0]) - 1) + "\n" * whole.count("\n"))
        line += whole.count("\n")
        at = end + 2
    made.append(text[at:])
    return [_line(one, template) for one in "".join(made).split("\n")]


def _line(text: str, template: Template) -> Line:
    if text.isascii():
        return Line(text)
    pieces = list(template.marks_in(text))
    actions = tuple(piece for piece in pieces if isinstance(piece, Action))
    if not actions:
        return Line(text)
    if all(isinstance(piece, Action) or not piece.strip() for piece in pieces):
        return Line(text, actions)
    return Line(text)


@dataclass(slots=True)
class _Block:
    """A block: its first action, its ``else`` ones, and its ``end``."""

    opening: Action
    middle: list[Action]
    end: Action

    def branches(self) -> Iterator[tuple[str, int, int]]:
        """The branches: the condition ("" for else), and the lines [first, end)."""
        edges = [self.opening, *self.middle, self.end]
        for i, (one, other) in enumerate(itertools.pairwise(edges)):
            condition = one.rest.removeprefix("if").strip() if i else one.rest
            yield condition, one.line + 1, other.line


def _blocks(actions: Iterable[Action]) -> dict[int, _Block]:
    """The blocks by the number of their first action. Raises TemplateProblem where they do not match."""
    found: dict[int, _Block] = {}
    open_: list[tuple[Action, list[Action]]] = []
    for action in actions:
        if action.word in OPENING:
            open_.append((action, []))
            if len(open_) > DEEPEST:
                raise TemplateProblem(f"blocks are nested more than {DEEPEST} deep", action.line + 1)
        elif action.word in ("else", "end") and not open_:
            raise TemplateProblem(f"an {action.word} belongs to no block", action.line + 1)
        elif action.word == "else":
            open_[-1][1].append(action)
        elif action.word == "end":
            opening, middle = open_.pop()
            found[opening.number] = _Block(opening, middle, action)
    if open_:
        raise TemplateProblem("a block has no end", open_[-1][0].line + 1)
    return found


class _Writer:
    def __init__(self, lines: list[Line], out: list[str], template: Template, truth: Truth) -> None:
        self.lines = lines
        self.out = out
        self.template = template
        self.truth = truth
        self.blocks = _blocks(template.actions)
        self.before = _content_seen(lines)
        self.after = _content_seen(lines[::-1])[::-1]
        self.next_content = _next_content(lines)
        self.written: list[int] = []

    def write(self, first: int, end: int) -> None:
        """Write the lines [first, end)."""
        at = first
        while at < end:
            line = self.lines[at]
            opening = next((action for action in line.actions if action.word in OPENING), None)
            if opening is not None:
                block = self.blocks[opening.number]
                last = block.end.line
                if last == at:
                    self._insert(at, line.actions, at, at)
                elif any(a.word in OPENING or a.word == "else" for a in self._behind(block.end)):
                    raise TemplateProblem("a block begins where another ends", last + 1)
                else:
                    self._block(block, at, last)
                at = last + 1
                continue
            if line.actions:
                self._insert(at, line.actions, at, at)
            elif line.text.strip():
                self._put(at, self._flat(line.text, at))
            at += 1

    def _put(self, at: int, text: str) -> None:
        self.out[at] = text
        self.written.append(at)

    def _behind(self, action: Action) -> Iterator[Action]:
        """The actions on the same line behind one."""
        for number in range(action.number + 1, len(self.template.actions)):
            other = self.template.actions[number]
            if other.line != action.line:
                return
            yield other

    def _flat(self, text: str, at: int) -> str:
        """A line of content. A block inside of it is one unknown piece: its first mark stands for the whole."""
        if text.isascii():
            return text
        depth, kept = 0, []
        for char in text:
            action = self._action(char)
            word = action.word if action is not None else ""
            depth += word in OPENING
            if depth == 0 or (depth == 1 and word in OPENING):
                kept.append(char)
            else:
                kept.append(FILLER)
            depth -= word == "end"
        if depth:
            raise TemplateProblem("a block begins in the middle of a line", at + 1)
        return "".join(kept)

    def _action(self, char: str) -> Action | None:
        number = ord(char) - FIRST_MARK
        return self.template.actions[number] if 0 <= number < len(self.template.actions) else None

    def _block(self, block: _Block, at: int, last: int) -> None:
        opening, branches = block.opening, list(block.branches())
        if opening.word in ("define", "block"):
            return
        if opening.word in ("if", "with") and self._settled(opening.word, branches):
            return
        if not self.before[at] and not self.after[last]:
            reason = f"{{{{ {opening.body} }}}} decides whether it is there"
            self.template.guards.append((at + 1, last + 1, undecided(reason, code="unread")))
            for i, (_, first, end) in enumerate(branches):
                if i:
                    self._put(first - 1, "---")
                self.write(first, end)
            return
        content = [i for _, first, end in branches for i in range(first, end) if self.lines[i].is_content]
        if any(self.lines[i].text.startswith("---") for i in content):
            raise TemplateProblem("a block begins inside of a document and ends in another", at + 1)
        self._insert(at, (opening,), content[0] if content else at, last)

    def _settled(self, word: str, branches: list[tuple[str, int, int]]) -> bool:
        """Write the branch that is known to be taken, if it is."""
        for condition, first, end in branches:
            holds = self.truth(condition) if condition else True
            if holds is None or (holds and word == "with" and condition):
                return False  # not known, or "." is another thing in it
            if holds:
                self.write(first, end)
                return True
        return True

    def _insert(self, at: int, actions: tuple[Action, ...], like: int, last: int) -> None:
        """Put a mark where an action inserts lines: a key, an element or a value, as its neighbours are."""
        inserting = [a for a in actions if a.word not in ("end", "else") and not _silent(a)]
        if not inserting:
            return
        mark = inserting[0].mark
        indent = _indent(self.lines[like].text) if like != at else _declared(inserting[0], self.lines[at].text)
        above = self.out[self.written[-1]] if self.written else ""
        inner = _indent(above) + (2 if above.lstrip().startswith("- ") else 0)
        if above.rstrip().endswith(":"):
            number = self.next_content[last + 1]
            below = self.lines[number].text if number is not None else ""
            deeper = _indent(below) > inner or (_indent(below) == inner and below.lstrip().startswith("- "))
            if below and deeper:
                self._put(at, _as_sibling(below, _indent(below), mark))
                return
            if indent >= inner or not below:
                self._put(at, " " * (inner + 2) + mark)
                return
        near = (self.out[i] for i in reversed(self.written[-LOOKED_BACK:]))
        sibling = next((line for line in near if _indent(line) <= indent), "x: y")
        self._put(at, _as_sibling(self.lines[like].text if like != at else sibling, indent, mark))


LOOKED_BACK = 500
"""Lines in which the neighbour of an inserted line is looked for."""


def _content_seen(lines: list[Line]) -> list[bool]:
    """For each line whether content stands before it in its document."""
    found, seen = [], False
    for line in lines:
        found.append(seen)
        inserts = any(a.word not in (*OPENING, "end", "else") and not _silent(a) for a in line.actions)
        seen = not line.text.startswith("---") and (seen or line.is_content or inserts)
    return found


def _next_content(lines: list[Line]) -> list[int | None]:
    """For each line, and the one behind the last, the next line of content."""
    found: list[int | None] = [None]
    for i in range(len(lines) - 1, -1, -1):
        found.append(i if lines[i].is_content else found[-1])
    return found[::-1]


def _silent(action: Action) -> bool:
    """Whether an action prints nothing: a check, or a variable."""
    return action.word in ("fail", "required") or (action.word.startswith("$") and "=" in action.body)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _declared(action: Action, text: str) -> int:
    """How far an action indents what it inserts: by nindent or indent, else as it stands itself."""
    for word in ("nindent", "indent"):
        _, found, rest = action.body.rpartition(f"{word} ")
        number = rest.split(" ")[0].rstrip(")")
        if found and number.isdecimal() and len(number) < 4:
            return int(number)
    return _indent(text)


def _as_sibling(like: str, indent: int, mark: str) -> str:
    """A line with a mark beside a line like this one: an element of its list, or a key of its map."""
    is_element = like.lstrip().startswith("- ") and _indent(like) == indent
    return " " * indent + (f"- {mark}" if is_element else f"{mark}: null")
