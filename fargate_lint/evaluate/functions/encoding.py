"""Base64, URL, CSV and character encodings."""

from __future__ import annotations

import base64
import binascii
import codecs
import re

from fargate_lint.evaluate.functions.common import list_value, text_value
from fargate_lint.evaluate.functions.problem import Failure, LimitReached
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values.quoted import quote
from fargate_lint.values.types import STRING, ListType, ObjectType
from fargate_lint.values.value import Unknown, Value

FUNCTIONS = Family()

MOST_UNPACKED = 1_000_000
"""Bytes that are unpacked at most."""

_CODECS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16-be",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "us-ascii": "ascii",
    "gbk": "gbk",
    **dict.fromkeys(("cp936", "ms936", "windows-936"), "gbk"),
    "gb18030": "gb18030",
    "big5": "big5",
    "euc-jp": "euc_jp",
    "shift_jis": "shift_jis",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "euc_kr",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "macintosh": "mac_roman",
    "latin1": "latin_1",
    **{f"iso-8859-{n}": f"iso8859_{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-125{n}": f"cp125{n}" for n in range(9)},
    **{f"ibm{n}": f"cp{n}" for n in ("850", "852", "855", "858", "860", "862", "863", "865", "866")},
}
"""IANA names in lower case, and Python's names for them."""


def decoded_base64(text: str) -> bytes | None:
    """The bytes, or None if it is no base64. Line ends are passed over, as Go does."""
    try:
        return base64.b64decode(text.replace("\r", "").replace("\n", ""), validate=True)
    except (binascii.Error, ValueError):
        return None


@FUNCTIONS.define("base64encode", Parameter("str", STRING), returns=STRING)
def base64encode(text: Value) -> Value:
    return text_value(base64.b64encode(text.raw.encode()).decode())


@FUNCTIONS.define("base64decode", Parameter("str", STRING), returns=STRING)
def base64decode(text: Value) -> Value:
    data = decoded_base64(text.raw)
    if data is None:
        shown = "(sensitive value)" if text.sensitive else quote(text.raw)
        raise Failure(f"failed to decode base64 data {shown}")
    try:
        return text_value(data.decode())
    except UnicodeDecodeError:
        raise Failure("the result of decoding the provided string is not valid UTF-8") from None


@FUNCTIONS.define("base64gzip", Parameter("str", STRING), returns=STRING)
def base64gzip(text: Value) -> Value:
    # Compressors differ: ours would not make the bytes that Go's makes.
    return Value(STRING, Unknown("function", "base64gzip() depends on Terraform's compressor", not_null=True))


@FUNCTIONS.define("urlencode", Parameter("str", STRING), returns=STRING)
def urlencode(text: Value) -> Value:
    from urllib.parse import quote_plus

    return text_value(quote_plus(text.raw))


@FUNCTIONS.define("urldecode", Parameter("str", STRING), returns=STRING)
def urldecode(text: Value) -> Value:
    """OpenTofu's: what ``urlencode`` made, read back."""
    from urllib.parse import unquote_to_bytes

    if re.search("%(?![0-9A-Fa-f]{2})", text.raw):
        raise Failure(f"failed to decode URL {quote(text.raw)}")
    try:
        return text_value(unquote_to_bytes(text.raw.replace("+", " ")).decode())
    except UnicodeDecodeError:
        raise Failure("the result of decoding the provided string is not valid UTF-8") from None


@FUNCTIONS.define("base64gunzip", Parameter("str", STRING), returns=STRING)
def base64gunzip(text: Value) -> Value:
    """OpenTofu's: what ``base64gzip`` made, read back."""
    import zlib

    data = decoded_base64(text.raw)
    if data is None:
        raise Failure(f"failed to decode base64 data {quote(text.raw)}")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, MOST_UNPACKED + 1)
    except zlib.error:
        raise Failure("failed to gunzip bytes: not gzip data") from None
    if len(plain) > MOST_UNPACKED:
        raise LimitReached(f"more than {MOST_UNPACKED} bytes are not unpacked")
    if not unpacker.eof:
        raise Failure("failed to gunzip bytes: unexpected end of data")
    try:
        return text_value(plain.decode())
    except UnicodeDecodeError:
        raise Failure("the result of decoding the provided string is not valid UTF-8") from None


def _codec(encoding: Value) -> str:
    name = _CODECS.get(encoding.raw.lower())
    if name is None:
        raise Failure(
            f"{quote(encoding.raw)} is not a supported IANA encoding name or alias in this Terraform version", 1
        )
    return name


@FUNCTIONS.define("textencodebase64", Parameter("string", STRING), Parameter("encoding", STRING), returns=STRING)
def textencodebase64(text: Value, encoding: Value) -> Value:
    name = _codec(encoding)
    try:
        data = text.raw.encode(name)
    except UnicodeEncodeError:
        raise Failure(f"the given string contains characters that cannot be represented in {encoding.raw}", 0) from None
    if encoding.raw.lower() == "utf-16":
        data = codecs.BOM_UTF16_BE + data
    return text_value(base64.b64encode(data).decode())


@FUNCTIONS.define("textdecodebase64", Parameter("source", STRING), Parameter("encoding", STRING), returns=STRING)
def textdecodebase64(source: Value, encoding: Value) -> Value:
    name = _codec(encoding)
    data = decoded_base64(source.raw)
    if data is None:
        raise Failure("the given value has an invalid base64 symbol", 0)
    if encoding.raw.lower() == "utf-16" and data.startswith(codecs.BOM_UTF16_LE):
        name, data = "utf-16-le", data[2:]
    elif encoding.raw.lower() == "utf-16":
        data = data.removeprefix(codecs.BOM_UTF16_BE)
    text = data.decode(name, "replace")
    if "\ufffd" in text:
        raise Failure(f"the given string contains symbols that are not defined for {encoding.raw}", 0)
    return text_value(text)


# CSV


@FUNCTIONS.define("csvdecode", Parameter("str", STRING), returns=ListType(ObjectType({})))
def csvdecode(text: Value) -> Value:
    rows = _rows(text.raw)
    if not rows:
        raise Failure("missing header line")
    headers = rows[0][1]
    for i, name in enumerate(headers):
        if name in headers[:i]:
            raise Failure(f"duplicate column name {quote(name)}")
    kind = ObjectType(dict.fromkeys(sorted(headers), STRING))
    found: list[Value] = []
    for line, columns in rows[1:]:
        if len(columns) != len(headers):
            raise Failure(f"CSV parse error on line {line}: wrong number of fields")
        pairs = sorted(zip(headers, columns, strict=True))
        found.append(Value(kind, {name: text_value(column) for name, column in pairs}, None, text.origin))
    return list_value(kind, found)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Line numbers and fields, by the rules of Go's encoding/csv: strict quotes, empty lines left out."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    if lines and not lines[-1]:
        lines.pop()
    rows: list[tuple[int, list[str]]] = []
    position = 0
    while position < len(lines):
        start = position + 1
        if not lines[position]:
            position += 1
            continue
        fields, position = _row(lines, position)
        rows.append((start, fields))
    return rows


def _row(lines: list[str], position: int) -> tuple[list[str], int]:
    """One record from a line on (quoted fields may go over several), and the line after it."""
    fields: list[str] = []
    rest = lines[position]
    while True:
        if not rest.startswith('"'):
            field, comma, rest = rest.partition(",")
            if '"' in field:
                raise Failure(f'CSV parse error on line {position + 1}: bare " in non-quoted-field')
            fields.append(field)
        else:
            field, rest, position = _quoted_field(lines, position, rest[1:])
            fields.append(field)
            comma, rest = rest[:1], rest[1:]
            if comma not in ("", ","):
                raise Failure(f'CSV parse error on line {position + 1}: extraneous or missing " in quoted-field')
        if not comma:
            return fields, position + 1


def _quoted_field(lines: list[str], position: int, rest: str) -> tuple[str, str, int]:
    made: list[str] = []
    while True:
        before, mark, after = rest.partition('"')
        made.append(before)
        if not mark:
            position += 1
            if position >= len(lines):
                raise Failure(f'CSV parse error on line {position}: extraneous or missing " in quoted-field')
            made.append("\n")
            rest = lines[position]
        elif after.startswith('"'):
            made.append('"')
            rest = after[1:]
        else:
            return "".join(made), after, position
