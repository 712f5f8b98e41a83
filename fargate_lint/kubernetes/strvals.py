"""Helm's --set language: "a.b[0].c=x", escaped dots and commas, {a,b} lists, and what type a text becomes.

Source: helm.sh pkg/strvals.
"""

from __future__ import annotations

import re

from fargate_lint.kubernetes.tree import Step
from fargate_lint.values.origin import Origin
from fargate_lint.values.value import Value, boolean, null, number, string, tuple_of

_WHOLE = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,18})")
_INDEX = re.compile(r"\[(\d{1,5})\]")


def split_path(name: str) -> tuple[Step, ...] | None:
    r"""The steps of a path: "a.b[0]" is a, b, 0; "a\.b" is one key. None if it is no path."""
    steps: list[Step] = []
    key = ""
    i = 0
    expects_key = True
    while i < len(name):
        letter = name[i]
        if letter == "\\" and i + 1 < len(name):
            key += name[i + 1]
            i += 2
            expects_key = False
        elif letter == ".":
            if key:
                steps.append(key)
            elif expects_key:
                return None
            key, expects_key = "", True
            i += 1
        elif letter == "[":
            found = _INDEX.match(name, i)
            if found is None:
                return None
            if key:
                steps.append(key)
            elif not steps:
                return None
            steps.append(int(found[1]))
            key, expects_key = "", False
            i = found.end()
        else:
            key += letter
            expects_key = False
            i += 1
    if key:
        steps.append(key)
    elif expects_key:
        return None
    return tuple(steps) if steps and isinstance(steps[0], str) else None


def pairs(name: str, text: str, kind: str, origin: Origin | None) -> list[tuple[tuple[Step, ...], Value]] | None:
    """What ``name`` and ``text`` set: mostly one pair; an unescaped comma in the text begins another ("a=1,b=2").

    ``kind`` is the type of the set block: "auto" (or ""), "string" or "literal". None if Helm would fail.
    """
    path = split_path(name)
    if path is None:
        return None
    if kind == "literal":
        return [(path, string(text, origin))]
    first, *others = _at_commas(text)
    found = [(path, _typed(first, kind, origin))]
    for other in others:
        key, equals, rest = other.partition("=")
        more = split_path(key)
        if more is None or not equals:
            return None
        found.append((more, _typed(rest, kind, origin)))
    return found


def _at_commas(text: str) -> list[str]:
    """The text cut at commas that are neither escaped nor in braces; escapes are kept."""
    found: list[str] = []
    start = i = 0
    braces = text.startswith("{")
    while i < len(text):
        if text[i] == "\\":
            i += 1
        elif text[i] == "}":
            braces = False
        elif text[i] == "," and not braces:
            found.append(text[start:i])
            start = i + 1
            braces = False
        i += 1
    return [*found, text[start:]]


def _typed(text: str, kind: str, origin: Origin | None) -> Value:
    if text.startswith("{") and text.endswith("}"):
        inner = text[1:-1]
        items = _at_commas(inner) if inner else []
        return tuple_of((_scalar(item.strip(), kind, origin) for item in items), origin)
    return _scalar(text, kind, origin)


def _scalar(text: str, kind: str, origin: Origin | None) -> Value:
    plain = re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
    if kind == "string" or plain != text:
        return string(plain, origin)
    if plain.lower() == "true":
        return boolean(True, origin)
    if plain.lower() == "false":
        return boolean(False, origin)
    if plain.lower() == "null":
        return null(origin=origin)
    if _WHOLE.fullmatch(plain):
        return number(int(plain), origin)
    return string(plain, origin)
