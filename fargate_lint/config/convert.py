"""Values of a TOML document to typed settings; what does not fit is told with its line and the nearest word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sized
from difflib import get_close_matches
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from fargate_lint.config.toml import Document, Keys, UsageError

MOST_ITEMS = 1_000
"""Entries of a list or table."""
WORDS: dict[type, str] = {str: "a text", bool: "true or false", int: "a number"}


class Converter:
    """Reads the values of one document. ``hidden`` are the keys that no file may set."""

    def __init__(self, document: Document, hidden: Iterable[str] = ()) -> None:
        self.document = document
        self._hidden = frozenset(hidden)

    def fault(self, keys: Keys, message: str) -> UsageError:
        return UsageError(f"{self.document.place(*keys)}: {message}")

    def read(self, value: object, kind: Any, keys: Keys) -> Any:
        """The value as this type. Raises UsageError with its place."""
        origin = get_origin(kind)
        if kind is Any:
            return value
        if origin in (Union, UnionType):
            return self._union(value, get_args(kind), keys)
        if origin is Literal:
            return self._choice(value, get_args(kind), keys)
        if origin is tuple:
            return self._list(value, get_args(kind)[0], keys)
        if origin is dict:
            names, values = get_args(kind)
            return self._table(value, names, values, keys)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self.struct(value, kind, keys)
        return self._plain(value, kind, keys)

    def struct(self, value: object, struct: type[msgspec.Struct], keys: Keys) -> Any:
        """A table as a struct; "_" and "-" are the same inside of a table, every key must be known."""
        if not isinstance(value, Mapping):
            raise self.fault(keys, f"{_dotted(keys)} must be a table")
        types = _types(struct)
        fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
        given = {}
        for key, item in value.items():
            name = key.replace("_", "-") if len(keys) and keys[0] == "facts" else key
            field = fields.get(name)
            if field is None or (not keys and field.name in self._hidden):
                raise self._unknown(key, [n for n, f in fields.items() if keys or f.name not in self._hidden], keys)
            given[field.name] = self.read(item, types[field.name], (*keys, key))
        lacking = [n for n, f in fields.items() if f.required and f.name not in given]
        if lacking:
            raise self.fault(keys, f"{_dotted(keys)} lacks {', '.join(lacking)}")
        return struct(**given)

    def _unknown(self, key: str, known: list[str], keys: Keys) -> UsageError:
        where = (*keys, key)
        if not keys and key.replace("-", "_") in self._hidden:
            return self.fault(where, f"{key} is for the command line only")
        close = get_close_matches(key.replace("_", "-"), known, 1, 0.5)
        hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(sorted(known))}"
        return self.fault(where, f"unknown key {_dotted(where)}; {hint}")

    def _union(self, value: object, kinds: tuple[Any, ...], keys: Keys) -> Any:
        wanted = [kind for kind in kinds if kind is not NoneType]
        near = [kind for kind in wanted if isinstance(value, str) and get_origin(kind) is Literal]
        return self.read(value, next((kind for kind in wanted if fits(value, kind)), (*near, *wanted)[0]), keys)

    def _choice(self, value: object, words: tuple[Any, ...], keys: Keys) -> Any:
        if value in words and isinstance(value, str):
            return value
        raise self.fault(keys, f"{_dotted(keys)} = {value!r}{nearest(str(value), words)}")

    def _list(self, value: object, kind: Any, keys: Keys) -> tuple[Any, ...]:
        is_struct = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
        if is_struct and not (isinstance(value, list) and all(isinstance(row, dict) for row in value)):
            raise self.fault(keys, f"{_dotted(keys)} must be written as [[{_dotted(keys)}]]")
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            raise self.fault(keys, f"{_dotted(keys)}: expected a list, got {shown_value(value)}")
        self._check_size(value, keys)
        return tuple(self.read(item, kind, (*keys, number)) for number, item in enumerate(value))

    def _table(self, value: object, names: Any, kind: Any, keys: Keys) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.fault(keys, f"{_dotted(keys)} must be a table")
        self._check_size(value, keys)
        for key in value if get_origin(names) is Literal else ():
            if key not in get_args(names):
                raise self._unknown(key, list(get_args(names)), keys)
        return {key: self.read(item, kind, (*keys, key)) for key, item in value.items()}

    def _check_size(self, value: Sized, keys: Keys) -> None:
        if len(value) > MOST_ITEMS:
            raise self.fault(keys, f"{_dotted(keys)} has {len(value)} entries; {MOST_ITEMS} are read at most")

    def _plain(self, value: object, kind: Any, keys: Keys) -> Any:
        if fits(value, kind):
            return value
        raise self.fault(keys, f"{_dotted(keys)}: expected {WORDS.get(kind, kind.__name__)}, got {shown_value(value)}")


@cache
def _types(struct: type[msgspec.Struct]) -> dict[str, Any]:
    return get_type_hints(struct)


def fits(value: object, kind: Any) -> bool:
    """Whether a value surely is of a plain type, a choice or a list."""
    origin = get_origin(kind)
    if origin is Literal:
        return isinstance(value, str) and value in get_args(kind)
    if origin is tuple:
        return isinstance(value, list)
    if origin is dict:
        return isinstance(value, dict)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(kind, type) and isinstance(value, kind)


def nearest(word: str, known: Iterable[str], show: Callable[[str], str] = str) -> str:
    """What to say of a word that is none of the known ones: the nearest, and all of them where they are few."""
    words = list(known)
    close = get_close_matches(word, words, 1)
    hint = f"; did you mean {show(close[0])}?" if close else ""
    return f"{hint or ';'} known are {', '.join(words)}" if len(words) <= 8 else hint


def shown_value(value: object) -> str:
    """A value as TOML has it, near enough."""
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _dotted(keys: Keys) -> str:
    """The way as people write it, rows of a list left out."""
    return ".".join(str(key) for key in keys if isinstance(key, str))
