"""Runs the compiled grammar over tokens: lark's shift-and-reduce loop, on tables of data, without importing lark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from fargate_lint.hcl.grammar import Tables, tables
from fargate_lint.hcl.tokens import Token

Action = Callable[[list[Any]], Any]


DEEPEST = 1000
"""Actions inside actions. What is deeper never becomes a tree: even to throw one away overflows the stack."""


class TooDeep(Exception):
    """The tokens nest deeper than DEEPEST; ``token`` is where that is."""

    def __init__(self, token: Token) -> None:
        super().__init__(token.text)
        self.token = token


class Unexpected(Exception):
    """The token at ``index`` fits no rule; ``expected`` are the terminals that would have ("$END": the item's end)."""

    def __init__(self, index: int, token: Token, expected: frozenset[str]) -> None:
        super().__init__(token.text)
        self.index = index
        self.token = token
        self.expected = expected


def _gather(children: list[Any]) -> list[Any]:
    """A repetition: its first part is the list so far."""
    if type(children[0]) is list:
        gathered: list[Any] = children[0]
        gathered += children[1:]
        return gathered
    return children


@cache
def _machine() -> tuple[Tables, dict[tuple[int, int, str], int]]:
    """The tables, and what is remembered of chains of rules that only pass their child on (see ``run``)."""
    return tables(), {}


def run(tokens: Sequence[Token], start: str, actions: Sequence[Action | None]) -> Any:
    """Parse ``tokens`` from rule ``start`` with the actions that ``bind`` found; returns what the last action did.

    Raises Unexpected, TooDeep, and what the actions raise.
    """
    table, chains = _machine()
    states, rules = table.states, table.rules
    stack = [table.starts[start]]
    end_state = table.ends[start]
    values: list[Any] = []
    depths: list[int] = []  # of each value
    last = tokens[-1] if tokens else Token("", "", 1, 1, 1, 1)
    end = Token("$END", "", last.end_line, last.end_column, last.end_line, last.end_column)
    for index, token in enumerate((*tokens, end)):
        terminal = token.type
        while True:
            state = stack[-1]
            step = states[state].get(terminal)
            if step is None:
                raise Unexpected(index, token, frozenset(name for name in states[state] if name.isupper()))
            if step >= 0:
                stack.append(step)
                values.append(token)
                depths.append(0)
                break
            number = -step - 1
            size = rules[number][2]
            action, depth = actions[number], 0
            if size:
                children = values[-size:]
                depth = depths[-1] if size == 1 else max(depths[-size:])
                del stack[-size:], values[-size:], depths[-size:]
            else:
                children = []
            if action is None:
                values.append(children[0])
            else:
                values.append(action(children))
                if action is not _gather:
                    depth += 1
                    if depth > DEEPEST:
                        raise TooDeep(token)
            depths.append(depth)
            below = stack[-1]
            # The ladder of precedence is a chain of rules that do nothing but pass on: go to its top at once.
            key = (below, number, terminal)
            reached = chains.get(key)
            if reached is None:
                reached = chains[key] = _chain(table, actions, key)
            stack.append(reached)
            if reached == end_state and terminal == "$END":
                return values[-1]
    raise AssertionError("the end of input is always shifted or refused")


def _chain(table: Tables, actions: Sequence[Action | None], key: tuple[int, int, str]) -> int:
    """The state after reducing by a rule on top of a state, and by the passing rules that the next terminal wants."""
    below, number, terminal = key
    while True:
        state = table.states[below][table.rules[number][1]]
        step = table.states[state].get(terminal)
        if step is None or step >= 0 or actions[-step - 1] is not None:
            return state
        number = -step - 1


def bind(builder: object) -> list[Action | None]:
    """For each rule the method ``on_<rule>`` of ``builder``; None where it has none: its one child is passed on."""
    found: list[Action | None] = []
    for name, _made, size in _machine()[0].rules:
        action: Action | None = _gather if name.startswith("__") else getattr(builder, f"on_{name}", None)
        if action is None and size != 1:
            raise AssertionError(f"rule {name} has no action")
        found.append(action)
    return found
