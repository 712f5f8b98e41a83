"""Functions on RFC 3339 timestamps."""

from __future__ import annotations

import datetime
import re

import msgspec

from fargate_lint.evaluate.functions.common import number_value, text_value
from fargate_lint.evaluate.functions.hashing import only_apply
from fargate_lint.evaluate.functions.problem import Failure, LimitReached
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values.quoted import quote
from fargate_lint.values.types import NUMBER, STRING
from fargate_lint.values.value import Value

FUNCTIONS = Family()

_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)
_DURATION = re.compile(r"(?<!\d)(\d++\.?\d*+|\.\d++)(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_EPOCH = datetime.datetime(1970, 1, 1)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Moment(msgspec.Struct, frozen=True):
    """``nanoseconds`` since 1970 in UTC, and the offset from UTC in seconds that it was written with."""

    nanoseconds: int
    offset: int

    def local(self) -> datetime.datetime:
        """Date and time at the offset, to the second."""
        try:
            return _EPOCH + datetime.timedelta(seconds=self.nanoseconds // 10**9 + self.offset)
        except OverflowError:
            raise LimitReached("years beyond 9999 are not followed") from None

    def zone(self, colon: str) -> str:
        sign = "-" if self.offset < 0 else "+"
        minutes = abs(self.offset) // 60
        return f"{sign}{minutes // 60:02d}{colon}{minutes % 60:02d}"

    def __str__(self) -> str:
        return self.local().isoformat() + (self.zone(":") if self.offset else "Z")


def parsed(text: str, argument: int | None, lenient: bool = False) -> Moment:
    """Fails unless it is an RFC 3339 timestamp; if ``lenient`` (timecmp) with a comma or 24 hours of offset too."""
    wrong = Failure(f"not a valid RFC3339 timestamp: {quote(text)}", argument)
    match = _RFC3339.fullmatch(text)
    if match is None:
        raise wrong
    if not lenient and "," in text:
        raise Failure('not a valid RFC3339 timestamp: cannot use "," as timestamp segment', argument)
    *fields, fraction, sign, hours, minutes = match.groups()
    try:
        moment = datetime.datetime(*(int(field) for field in fields))  # type: ignore[arg-type]
    except ValueError:
        raise wrong from None
    offset = 0
    if sign:
        if int(hours) > (24 if lenient else 23) or int(minutes) >= 60:
            raise wrong
        offset = (int(hours) * 3600 + int(minutes) * 60) * (-1 if sign == "-" else 1)
    seconds = int((moment - _EPOCH).total_seconds()) - offset
    return Moment(seconds * 10**9 + int((fraction or "0")[:9].ljust(9, "0")), offset)


@FUNCTIONS.define("timestamp", returns=STRING)
def timestamp() -> Value:
    return only_apply("timestamp")


@FUNCTIONS.define("plantimestamp", returns=STRING)
def plantimestamp() -> Value:
    return only_apply("plantimestamp")


@FUNCTIONS.define("timecmp", Parameter("timestamp_a", STRING), Parameter("timestamp_b", STRING), returns=NUMBER)
def timecmp(left: Value, right: Value) -> Value:
    a, b = parsed(left.raw, 0, True).nanoseconds, parsed(right.raw, 1, True).nanoseconds
    return number_value((a > b) - (a < b))


@FUNCTIONS.define("timeadd", Parameter("timestamp", STRING), Parameter("duration", STRING), returns=STRING)
def timeadd(start: Value, duration: Value) -> Value:
    moment = parsed(start.raw, None)
    return text_value(str(Moment(moment.nanoseconds + _duration(duration.raw), moment.offset)))


def _duration(text: str) -> int:
    """Go's time.ParseDuration, in nanoseconds."""
    body = text[1:] if text[:1] in ("+", "-") else text
    if body == "0":
        return 0
    total, position = 0, 0
    for match in _DURATION.finditer(body):
        if match.start() != position:
            break
        whole, _, fraction = match[1].partition(".")
        unit = _UNITS[match[2]]
        total += int(whole or "0") * unit + int(fraction or "0") * unit // 10 ** len(fraction)
        position = match.end()
    if position != len(body) or not body:
        raise Failure(f"time: invalid duration {quote(text)}")
    if total >= 2**63:
        raise Failure(f"time: invalid duration {quote(text)}")
    return -total if text.startswith("-") else total


@FUNCTIONS.define("formatdate", Parameter("format", STRING), Parameter("time", STRING), returns=STRING)
def formatdate(template: Value, time: Value) -> Value:
    moment = parsed(time.raw, 1)
    made: list[str] = []
    for token in _tokens(template.raw):
        if token.startswith("'"):
            if len(token) == 1 or not token.endswith("'"):
                raise Failure("unterminated literal '", 0)
            made.append("'" if token == "''" else token[1:-1].replace("''", "'"))
        elif token[0].isascii() and token[0].isalpha():
            made.append(_verb(token, moment))
        else:
            made.append(token)
    return text_value("".join(made))


def _tokens(text: str) -> list[str]:
    """Literals in single quotes, runs of one letter, and everything between."""
    return [match[0] for match in re.finditer(r"''|'(?:[^']|'')*'|'.*|([a-zA-Z])\1*|[^'a-zA-Z]+", text, re.DOTALL)]


_WORDING = {
    "Y": 'year must either be "YY" or "YYYY"',
    "M": 'month must be "M", "MM", "MMM", or "MMMM"',
    "D": 'day of month must either be "D" or "DD"',
    "E": 'day of week must either be "EEE" or "EEEE"',
    "h": '24-hour must either be "h" or "hh"',
    "H": '12-hour must either be "H" or "HH"',
    "A": 'must be "AA"',
    "a": 'must be "aa"',
    "m": 'minute must either be "m" or "mm"',
    "s": 'second must either be "s" or "ss"',
    "Z": "timezone must be Z, ZZZZ, or ZZZZZ",
}


def _verb(verb: str, moment: Moment) -> str:
    when = moment.local()
    numbers = {"M": when.month, "D": when.day, "h": when.hour, "H": when.hour % 12 or 12, "m": when.minute}
    numbers["s"] = when.second
    month, day = _MONTHS[when.month - 1], _DAYS[when.weekday()]
    half = "AM" if when.hour < 12 else "PM"
    words = {
        "YY": f"{when.year % 100:02d}",
        "YYYY": f"{when.year:04d}",
        "MMM": month[:3],
        "MMMM": month,
        "EEE": day[:3],
        "EEEE": day,
        "AA": half,
        "aa": half.lower(),
        "Z": moment.zone(":") if moment.offset else "Z",
        "ZZZ": moment.zone("") if moment.offset else "UTC",
        "ZZZZ": moment.zone(""),
        "ZZZZZ": moment.zone(":"),
    }
    if verb in words:
        return words[verb]
    if verb[0] in numbers and len(verb) <= 2:
        return f"{numbers[verb[0]]:0{len(verb)}d}"
    hint = f": {_WORDING[verb[0]]}" if verb[0] in _WORDING else ""
    raise Failure(f"invalid date format verb {quote(verb)}{hint}", 0)
