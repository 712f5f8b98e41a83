"""Writes YAML as libyaml's Go port does with its standard settings (indent 2, width 80, Unicode as it is).

Only what ``yamlencode`` needs: block collections, double-quoted and literal strings, plain words.
Source: github.com/zclconf/go-cty-yaml emitterc.go.
"""

from __future__ import annotations

_INDENT = 2
_WIDTH = 80
_LONGEST_SIMPLE_KEY = 128
_BREAKS = "\r\n\x85\u2028\u2029"
_SHORT = {
    "\0": "0",
    "\a": "a",
    "\b": "b",
    "\t": "t",
    "\n": "n",
    "\v": "v",
    "\f": "f",
    "\r": "r",
    "\x1b": "e",
    '"': '"',
    "\\": "\\",
    "\x85": "N",
    "\xa0": "_",
    "\u2028": "L",
    "\u2029": "P",
}


def _is_printable(letter: str) -> bool:
    return letter == "\n" or " " <= letter <= "~" or ("\xa0" <= letter <= "\ufffd" and letter != "\ufeff")


class Emitter:
    """Writes one document: begin and end of collections, ``key`` before each mapping value, and the scalars."""

    def __init__(self) -> None:
        self._made: list[str] = []
        self._column = 0
        self._whitespace = True
        self._indention = True
        self._indent = -1
        self._outer: list[int] = []
        self._in_mapping = False
        self._open = False

    # Structure

    def begin_sequence(self) -> None:
        indentless = self._in_mapping and not self._indention
        self._deeper(indentless=indentless)

    def item(self) -> None:
        """Before each element of a sequence."""
        self._line()
        self._indicator("-", True, False, True)
        self._in_mapping = False

    def begin_mapping(self) -> None:
        self._deeper()

    def key(self, text: str) -> None:
        """Write a key; the value comes next."""
        self._line()
        self._in_mapping = True
        if len(text.encode()) <= _LONGEST_SIMPLE_KEY and not any(letter in _BREAKS for letter in text):
            self._scalar(text, simple=True)
            self._indicator(":", False, False, False)
        else:
            self._indicator("?", True, False, True)
            self._scalar(text)
            self._line()
            self._indicator(":", True, False, True)
        self._in_mapping = True

    def end(self) -> None:
        """End of a sequence or mapping."""
        self._indent = self._outer.pop()

    def empty(self, brackets: str) -> None:
        """An empty collection: "[]" or "{}"."""
        self._indicator(brackets[0], True, True, False)
        self._indicator(brackets[1], False, False, False)

    def word(self, text: str) -> None:
        """A plain scalar: null, a bool, a number."""
        self._indicator(text, True, False, False)
        self._open = self._indent < 0

    def string(self, text: str) -> None:
        """A string in the style that yamlencode chooses."""
        self._scalar(text)

    def finish(self) -> str:
        """The document."""
        self._line()
        # A document that is one plain word needs its end marked.
        return "".join(self._made) + ("...\n" if self._open else "")

    # Characters

    def _put(self, text: str) -> None:
        self._made.append(text)
        self._column += len(text)

    def _break(self) -> None:
        self._made.append("\n")
        self._column = 0

    def _deeper(self, flow: bool = False, indentless: bool = False) -> None:
        self._outer.append(self._indent)
        if self._indent < 0:
            self._indent = _INDENT if flow else 0
        elif not indentless:
            self._indent += _INDENT

    def _line(self) -> None:
        indent = max(self._indent, 0)
        if not self._indention or self._column > indent or (self._column == indent and not self._whitespace):
            self._break()
        self._put(" " * (indent - self._column))
        self._whitespace = self._indention = True

    def _indicator(self, text: str, needs_space: bool, is_space: bool, is_indention: bool) -> None:
        if needs_space and not self._whitespace:
            self._put(" ")
        self._put(text)
        self._whitespace = is_space
        self._indention = self._indention and is_indention

    # Strings

    def _scalar(self, text: str, simple: bool = False) -> None:
        self._deeper(flow=True)
        if "\n" in text and not simple and _fits_block(text):
            self._literal(text)
        else:
            self._quoted(text, not simple)
        self._indent = self._outer.pop()

    def _quoted(self, text: str, may_break: bool) -> None:
        spaces = False
        self._indicator('"', True, False, False)
        last = len(text) - 1
        for i, letter in enumerate(text):
            if letter in '"\\' or letter in _BREAKS or not _is_printable(letter):
                self._put("\\" + _escape(letter))
                spaces = False
            elif letter == " ":
                if may_break and not spaces and self._column > _WIDTH and 0 < i < last:
                    self._line()
                    if text[i + 1] == " ":
                        self._put("\\")
                else:
                    self._put(" ")
                spaces = True
            else:
                self._put(letter)
                spaces = False
        self._indicator('"', False, False, False)
        self._whitespace = self._indention = False

    def _literal(self, text: str) -> None:
        self._indicator("|", True, False, False)
        if text[0] == " " or text[0] in _BREAKS:
            self._indicator(str(_INDENT), False, False, False)
        if text[-1] not in _BREAKS:
            self._indicator("-", False, False, False)
        elif len(text) == 1 or text[-2] in _BREAKS:
            self._indicator("+", False, False, False)
        self._break()
        self._indention = self._whitespace = True
        breaks = True
        for letter in text:
            if letter in _BREAKS:
                self._break()
                self._indention = breaks = True
                continue
            if breaks:
                self._line()
            self._put(letter)
            self._indention = breaks = False


def _fits_block(text: str) -> bool:
    """Whether a literal block can hold the text: no space at a line's or the text's end, nothing to escape."""
    if text.endswith(" ") or any(not _is_printable(letter) for letter in text):
        return False
    return not any(text[i] == " " and text[i + 1] in _BREAKS for i in range(len(text) - 1))


def _escape(letter: str) -> str:
    if letter in _SHORT:
        return _SHORT[letter]
    code = ord(letter)
    if code <= 0xFF:
        return f"x{code:02X}"
    return f"u{code:04X}" if code <= 0xFFFF else f"U{code:08X}"
