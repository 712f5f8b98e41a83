"""Texts that are known in part only: are they equal, does one match the other's wildcards?"""

from __future__ import annotations

from collections.abc import Mapping

from fargate_lint.kubernetes.labels import Labels
from fargate_lint.model.thing.doubt import undecided_by
from fargate_lint.values.answer import NO, YES, Answer, all_of, no, yes
from fargate_lint.values.value import Value, string


def pieces(value: Value) -> tuple[str, ...] | None:
    """A text as pieces that can be compared: known text, and references in the place of what is not known. None where
    an unknown piece has no name."""
    if value.text is not None:
        return (value.text,)
    why = value.unknown
    if why is None:
        return None if value.is_null or isinstance(value.raw, tuple | dict) else (str(value.raw),)
    if value.ref is not None and not why.parts:
        return (f"\0{value.ref}",)
    found: list[str] = []
    for part in why.parts:
        inner = (part,) if isinstance(part, str) else pieces(part)
        if inner is None:
            return None
        found.extend(inner)
    return tuple(found) or None


def same_text(one: Value, other: Value) -> Answer:
    """Whether two texts are equal, also when both have the same unknown piece in the same place."""
    first, second = pieces(one), pieces(other)
    if first is not None and first == second:
        return YES
    if one.text is not None and other.text is not None:
        return no()
    if _cannot_meet(first, second):
        return no()
    missing = one if one.is_unknown else other
    return undecided_by(missing)


def _cannot_meet(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> bool:
    """Whether the known beginnings or ends of two texts already differ."""
    if not first or not second:
        return False
    for one, other in ((first[0], second[0]), (first[-1][::-1], second[-1][::-1])):
        if "\0" in one or "\0" in other:
            continue
        shorter = min(len(one), len(other))
        if one[:shorter] != other[:shorter]:
            return True
    return False


def wildcard(pattern: str, text: str) -> bool:
    """Whether a selector's text matches: ``*`` is any characters, ``?`` exactly one. Linear in pattern times text."""
    star = -1
    position = mark = at = 0
    while at < len(text):
        if position < len(pattern) and pattern[position] in ("?", text[at]) and pattern[position] != "*":
            position += 1
            at += 1
        elif position < len(pattern) and pattern[position] == "*":
            star, mark = position, at
            position += 1
        elif star >= 0:
            position = star + 1
            mark += 1
            at = mark
        else:
            return False
    while position < len(pattern) and pattern[position] == "*":
        position += 1
    return position == len(pattern)


def text_matches(pattern: Value, text: Value) -> Answer:
    """Whether a text matches a pattern with wildcards; each may be known in part only."""
    if pattern.text is not None and text.text is not None:
        return yes() if wildcard(pattern.text, text.text) else no()
    if pattern.text == "*":
        return YES
    answer = same_text(pattern, text)
    if answer.yes:
        return answer
    if answer.no and not _has_wildcard(pattern):
        return answer
    missing = pattern if pattern.is_unknown else text
    return undecided_by(missing)


def _has_wildcard(pattern: Value) -> bool:
    found = pieces(pattern)
    return found is None or any("*" in piece or "?" in piece for piece in found)


def labels_match(wanted: Mapping[str, Value], labels: Labels) -> Answer:
    """Whether all wanted labels (keys and values with wildcards) are among the pod's."""
    return all_of(_label(key, value, labels) for key, value in wanted.items())


def _label(key: str, value: Value, labels: Labels) -> Answer:
    doubt: Answer | None = None
    for name, text in labels.known.items():
        if wildcard(key, name):
            answer = text_matches(value, text)
            if answer.yes:
                return answer
            if answer.unknown:
                doubt = answer if doubt is None else doubt
    if doubt is not None:
        return doubt
    return labels.incomplete if labels.incomplete.unknown else NO


def as_value(text: str | Value) -> Value:
    """A plain text as a Value."""
    return string(text) if isinstance(text, str) else text
