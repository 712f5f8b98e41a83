"""python-hcl2's grammar, extended by ``terraform.lark``, compiled by lark into tables of data.

``python -m fargate_lint.hcl.grammar`` writes the tables to ``table.json``, as Python writes .pyc files: a start then
costs milliseconds and nothing is unpickled. When the installed python-hcl2 has another grammar than the one compiled,
``tables`` compiles anew (a fifth of a second). A test keeps table.json equal to its sources.
"""

from __future__ import annotations

import importlib.util
import json
import re
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

STARTS = ("item", "lone_expression", "lone_template")
"""What can be parsed by itself."""

_FOLDER = Path(__file__).parent
_TABLE = _FOLDER / "table.json"


class Tables(msgspec.Struct, frozen=True):
    """LALR(1) tables.

    rules -- (name of the action, name of what it makes, number of children); "__…" only gathers a repetition.
    states -- for each state what each terminal or rule name does: n >= 0 goes to state n, n < 0 reduces by rule -n - 1.
    starts -- start name to its state; ends -- to its final state.
    """

    digest: int
    rules: list[tuple[str, str, int]]
    states: list[dict[str, int]]
    starts: dict[str, int]
    ends: dict[str, int]


def sources() -> tuple[str, str]:
    """The text of the installed python-hcl2's grammar ("" when there is none) and of ours. Does not import hcl2."""
    spec = importlib.util.find_spec("hcl2")
    base = ""
    if spec and spec.origin:
        path = Path(spec.origin).with_name("hcl2.lark")
        if path.is_file():
            base = path.read_text(encoding="utf-8")
    return base, (_FOLDER / "terraform.lark").read_text(encoding="utf-8")


def digest(base: str, ours: str) -> int:
    """A checksum that tells whether tables belong to these sources."""
    return zlib.crc32((base + ours).encode())


def compile_tables(base: str, ours: str) -> Tables:
    """Compile the grammar; raises lark.exceptions.GrammarError when python-hcl2's and ours do not fit each other."""
    import lark
    from lark.lexer import Lexer as LarkLexer
    from lark.parsers.lalr_analysis import Shift

    class NoLexer(LarkLexer):
        """lexer.py reads the text; lark wants a class here."""

        def __init__(self, _conf: object) -> None: ...

        def lex(self, *_args: object) -> Iterator[lark.Token]:
            return iter(())

    plain = re.sub(r"new_line_or_comment\?", "", base)
    plain = re.sub(r"^(new_line_or_comment|%ignore).*$", "", plain, flags=re.MULTILINE)
    parser = lark.Lark(plain + "\n" + ours, parser="lalr", lexer=NoLexer, start=list(STARTS))
    table = parser.parser.parser._parse_table
    number = {rule: index for index, rule in enumerate(parser.rules)}
    rules = [(str(rule.alias or rule.origin.name), str(rule.origin.name), len(rule.expansion)) for rule in parser.rules]
    states = {
        state: {
            str(name): int(arg) if action is Shift else -number[arg] - 1
            for name, (action, arg) in sorted(steps.items())
        }
        for state, steps in table.states.items()
    }
    return _renumbered(Tables(digest(base, ours), rules, [], table.start_states, table.end_states), states)


def _renumbered(made: Tables, states: dict[int, dict[str, int]]) -> Tables:
    """States in the order in which they are reached from the starts: lark's own order differs from run to run."""
    order = [made.starts[name] for name in STARTS]
    known = set(order)
    for state in order:
        for step in states[state].values():
            if step >= 0 and step not in known:
                known.add(step)
                order.append(step)
    place = {state: index for index, state in enumerate(order)}
    return Tables(
        made.digest,
        made.rules,
        [{name: place[step] if step >= 0 else step for name, step in states[state].items()} for state in order],
        {name: place[made.starts[name]] for name in STARTS},
        {name: place[made.ends[name]] for name in STARTS},
    )


@cache
def tables() -> Tables:
    """The tables to parse by; see the head of this file."""
    ready = msgspec.json.decode(_TABLE.read_bytes(), type=Tables)
    base, ours = sources()
    if base and digest(base, ours) != ready.digest:
        try:
            return compile_tables(base, ours)
        except Exception:  # a python-hcl2 to come may no longer fit: the compiled grammar is still right
            return ready
    return ready


def main() -> None:
    """Write table.json."""
    made = msgspec.to_builtins(compile_tables(*sources()))
    lines = ",\n".join(json.dumps(state, separators=(",", ":")) for state in made["states"])
    rest = {key: value for key, value in made.items() if key != "states"}
    head = json.dumps(rest, separators=(",", ":"))
    _TABLE.write_text(f'{head[:-1]},"states":[\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
