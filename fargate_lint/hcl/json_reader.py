"""JSON text to values that know where they stand. What was read before a fault is kept.

Not the json module's: that one forgets positions and doubled keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

import msgspec

from fargate_lint.diagnostic import Span
from fargate_lint.hcl.fault import Fault
from fargate_lint.hcl.tokens import MAX_NESTING, TOO_DEEP

_BLANK = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]|\\.)*+)"')
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z_]\w*")
_SIMPLE = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class JsonValue(msgspec.Struct):
    """A value in a JSON text."""

    span: Span


class JsonString(JsonValue):
    """``columns`` has the column of each character of ``text`` and of the closing quote when there are escapes; else it
    is empty, and the characters stand one after the other behind the opening quote."""

    text: str
    columns: list[int] = []


class JsonNumber(JsonValue):
    text: str


class JsonWord(JsonValue):
    value: bool | None


class JsonArray(JsonValue):
    """``whole`` is False when a fault was met inside."""

    items: list[JsonValue] = []
    whole: bool = False


class JsonObject(JsonValue):
    """Members in order, doubled keys included; ``whole`` as in JsonArray."""

    members: list[tuple[JsonString, JsonValue]] = []
    whole: bool = False


Keep = Callable[[JsonValue], object]


class JsonReader:
    """Reads one text. After ``read``: ``root`` (None when there is nothing) and ``fault``, the first one met."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.pos = 0
        self.line = 1
        self.begin = 0
        self.root: JsonValue | None = None
        self.fault: Fault | None = None

    def read(self) -> None:
        try:
            self._blank()
            self._value(0, self._set_root)
            self._blank()
            if self.pos < len(self.text):
                self._fail("found more text after the JSON value; a file holds one value")
        except Fault as fault:
            self.fault = fault

    def _set_root(self, value: JsonValue) -> None:
        self.root = value

    def _span(self, start: int, end: int) -> Span:
        """A span on the present line."""
        return Span(self.path, self.line, start - self.begin + 1, self.line, end - self.begin + 1)

    def _blank(self) -> None:
        match = _BLANK.match(self.text, self.pos)
        assert match is not None
        end = match.end()
        breaks = self.text.count("\n", self.pos, end)
        if breaks:
            self.line += breaks
            self.begin = self.text.rfind("\n", self.pos, end) + 1
        self.pos = end

    def _fail(self, message: str, length: int = 1, code: str = "syntax") -> NoReturn:
        raise Fault(message, self._span(self.pos, min(self.pos + length, len(self.text))), code)

    def _found(self) -> str:
        return repr(self.text[self.pos]) if self.pos < len(self.text) else "the end of the file"

    def _value(self, depth: int, keep: Keep) -> None:
        """Read a value and hand it to ``keep``; a container is handed over as soon as it is open."""
        if depth > MAX_NESTING:
            self._fail(TOO_DEEP, code="limit")
        char = self.text[self.pos : self.pos + 1]
        if char == "{":
            self._object(depth, keep)
        elif char == "[":
            self._array(depth, keep)
        elif char == '"':
            keep(self._string())
        else:
            keep(self._scalar())

    def _scalar(self) -> JsonNumber | JsonWord:
        number = _NUMBER.match(self.text, self.pos)
        if number:
            self.pos = number.end()
            return JsonNumber(self._span(number.start(), number.end()), number[0])
        word = _WORD.match(self.text, self.pos)
        if word and word[0] in ("true", "false", "null"):
            self.pos = word.end()
            return JsonWord(self._span(word.start(), word.end()), {"true": True, "false": False}.get(word[0]))
        if word:
            self._fail(f"{word[0]} is no JSON value; put text in double quotes", len(word[0]))
        return self._fail(f"found {self._found()}, expected a JSON value")

    def _string(self) -> JsonString:
        match = _STRING.match(self.text, self.pos)
        if not match:
            self._fail("this string is not closed on its line; close it, and write \\n for a line break")
        span = self._span(match.start(), match.end())
        raw = match[1]
        if "\\" not in raw:
            self.pos = match.end()
            return JsonString(span, raw)
        text: list[str] = []
        columns: list[int] = []
        at, column = 0, span.column + 1
        high = 0  # the first half of a surrogate pair
        while at < len(raw):
            escape = _ESCAPE.match(raw, at)
            char, step = (raw[at], 1) if escape is None else (self._unescape(escape, match.start(1)), escape.end() - at)
            code = ord(char)
            if high and 0xDC00 <= code <= 0xDFFF:
                text[-1] = chr(0x10000 + (high - 0xD800) * 0x400 + code - 0xDC00)
                high = 0
            else:
                high = code if 0xD800 <= code <= 0xDBFF else 0
                text.append("\ufffd" if 0xD800 <= code <= 0xDFFF else char)
                columns.append(column + at)
            at += step
        columns.append(span.end_column - 1)
        self.pos = match.end()
        return JsonString(span, "".join(text), columns)

    def _unescape(self, escape: re.Match[str], offset: int) -> str:
        if escape[1]:
            return chr(int(escape[1], 16))
        if escape[2] in _SIMPLE:
            return _SIMPLE[escape[2]]
        self.pos = offset + escape.start()
        return self._fail(f"{escape[0]} is no JSON escape; for a backslash write \\\\", len(escape[0]))

    def _open(self) -> Span:
        span = self._span(self.pos, self.pos + 1)
        self.pos += 1
        self._blank()
        return span

    def _close(self, value: JsonArray | JsonObject) -> None:
        value.span = value.span.to(self._span(self.pos, self.pos + 1))
        value.whole = True
        self.pos += 1

    def _array(self, depth: int, keep: Keep) -> None:
        array = JsonArray(self._open())
        keep(array)
        while self.text[self.pos : self.pos + 1] != "]":
            if array.items:
                self._comma("an array", "]", array.span.line)
            self._value(depth + 1, array.items.append)
            self._blank()
        self._close(array)

    def _object(self, depth: int, keep: Keep) -> None:
        made = JsonObject(self._open())
        keep(made)
        while self.text[self.pos : self.pos + 1] != "}":
            if made.members:
                self._comma("an object", "}", made.span.line)
            if self.text[self.pos : self.pos + 1] != '"':
                self._fail(f"found {self._found()}, expected a property name in double quotes")
            key = self._string()
            self._blank()
            if self.text[self.pos : self.pos + 1] != ":":
                self._fail(f"found {self._found()} after a property name, expected a colon and its value")
            self.pos += 1
            self._blank()
            self._value(depth + 1, lambda value, key=key: made.members.append((key, value)))  # type: ignore[misc]
            self._blank()
        self._close(made)

    def _comma(self, what: str, closer: str, line: int) -> None:
        if self.text[self.pos : self.pos + 1] != ",":
            self._fail(f"found {self._found()}, expected a comma or the {closer} that ends {what} begun on line {line}")
        self.pos += 1
        self._blank()
        if self.text[self.pos : self.pos + 1] == closer:
            self._fail(f"found {closer} after a comma; JSON allows no comma after the last one, remove it")
