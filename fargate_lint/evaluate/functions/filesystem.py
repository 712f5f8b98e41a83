"""Functions that read files, confined to the repository, and those that only look at paths."""

from __future__ import annotations

import base64
import os
import posixpath
import re
from collections.abc import Callable, Iterator

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.functions.common import flag_value, text_value
from fargate_lint.evaluate.functions.context import Context
from fargate_lint.evaluate.functions.hashing import base64_digest, hexadecimal
from fargate_lint.evaluate.functions.patterns import compiled
from fargate_lint.evaluate.functions.problem import Failure, LimitReached, NoSuchFile, OutsideError
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.files import MOST_ENTRIES, FileProblem, Files
from fargate_lint.values.equality import set_from
from fargate_lint.values.types import BOOL, STRING, SetType
from fargate_lint.values.value import Unknown, Value

FUNCTIONS = Family()

_PATH = Parameter("path", STRING)

LOOK_STEPS = 20
"""What a look at the disk costs, in steps of evaluation."""
READ_IN_A_STEP = 2048
"""Bytes that are read and hashed in the time of a step."""
NAME_STEPS = 2
"""What each name below a folder costs that is compared with a pattern."""


def _clean(path: str) -> str:
    """Go's filepath.Clean."""
    cleaned = posixpath.normpath(path) if path else "."
    return cleaned[1:] if cleaned.startswith("//") else cleaned


def _home(path: str) -> Value | None:
    """The unknown that stands for a path in somebody's home folder."""
    if not path.startswith("~"):
        return None
    return Value(STRING, Unknown("function", f"{path} is in the home folder of whoever runs Terraform", not_null=True))


def located(context: Context, path: str) -> str:
    """The absolute path of a file that a function names."""
    if path.startswith("~"):
        raise OutsideError(f"{path} is outside of the repository, so it is not read", 0)
    if "\0" in path:
        raise Failure("invalid argument: a path cannot hold a null character", 0)
    return _clean(posixpath.join(context.folder or os.getcwd(), path))


def files_of(context: Context, function: str) -> Files:
    if context.files is None:
        raise LimitReached("no file is read here")
    return context.files


def _charge(context: Context, span: Span, size: int = 0) -> None:
    """Pay for looking at the disk, and for so many bytes."""
    context.budget.spend(LOOK_STEPS + size // READ_IN_A_STEP, span)


def read(context: Context, span: Span, path: str) -> bytes:
    """The bytes of a file. Fails as Terraform does if it is not there."""
    files = files_of(context, "file")
    try:
        data = files.bytes(located(context, path))
    except FileProblem as problem:
        raise _problem(problem, path) from None
    _charge(context, span, len(data))
    return data


def _problem(problem: FileProblem, path: str) -> Exception:
    if problem.code == "outside":
        return OutsideError(f"{path} is outside of the repository, so it is not read", 0)
    if problem.code == "large":
        return LimitReached(f"{path} is too large to read")
    if problem.code == "missing":
        return NoSuchFile(
            f"no file exists at {path}; this function works only with files that are distributed as part of the"
            " configuration source code, so if this file will be created by a resource in this configuration you must"
            " instead obtain this result from an attribute of that resource",
            path,
        )
    return Failure(f"failed to read file: {problem.reason}", 0)


def text_of(context: Context, span: Span, path: str) -> str:
    """The text of a file, of an editor's buffer if there is one."""
    files = files_of(context, "file")
    try:
        _charge(context, span)
        return files.text(located(context, path))
    except FileProblem as problem:
        if problem.code == "encoding":
            raise Failure(
                f"contents of {path} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded"
                " contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results"
                " instead"
            ) from None
        raise _problem(problem, path) from None


@FUNCTIONS.define("file", _PATH, returns=STRING, contextual=True)
def file(context: Context, span: Span, path: Value) -> Value:
    return text_value(text_of(context, span, path.raw))


@FUNCTIONS.define("filebase64", _PATH, returns=STRING, contextual=True)
def filebase64(context: Context, span: Span, path: Value) -> Value:
    return text_value(base64.b64encode(read(context, span, path.raw)).decode())


def _hash(digest: Callable[[str, bytes], str], name: str) -> Callable[[Context, Span, Value], Value]:
    return lambda context, span, path: text_value(digest(name, read(context, span, path.raw)))


for _name in ("md5", "sha1", "sha256", "sha512"):
    FUNCTIONS.define(f"file{_name}", _PATH, returns=STRING, contextual=True)(_hash(hexadecimal, _name))
for _name in ("sha256", "sha512"):
    FUNCTIONS.define(f"filebase64{_name}", _PATH, returns=STRING, contextual=True)(_hash(base64_digest, _name))


@FUNCTIONS.define("fileexists", _PATH, returns=BOOL, contextual=True)
def fileexists(context: Context, span: Span, path: Value) -> Value:
    files = files_of(context, "fileexists")
    _charge(context, span)
    place = located(context, path.raw)
    if not files.is_allowed(place):
        raise OutsideError(f"{path.raw} is outside of the repository, so it is not read", 0)
    if files.is_folder(place):
        raise Failure(f"{path.raw} is a directory, not a file")
    return flag_value(files.exists(place))


@FUNCTIONS.define("fileset", _PATH, Parameter("pattern", STRING), returns=SetType(STRING), contextual=True)
def fileset(context: Context, span: Span, path: Value, pattern: Value) -> Value:
    files = files_of(context, "fileset")
    top = located(context, path.raw)
    wanted = _clean(posixpath.join(top, pattern.raw.replace("\0", "?")))
    fixed, _, rest = re.fullmatch(r"((?:[^*?\[{\\]*/)?)()(.*)", wanted, re.DOTALL).groups()  # type: ignore[union-attr]
    start = fixed.rstrip("/") or "/"
    if not files.is_allowed(start):
        raise OutsideError(f"{start} is outside of the repository, so it is not read", 0)
    names_wanted = f"(?s){_glob(rest)}"
    try:
        expression = compiled(names_wanted)
    except Failure:  # such as [z-a]: no name is like that
        return set_from(STRING, [])
    _charge(context, span)
    names = files.shared(_walks)(start)
    context.budget.spend(len(names) * NAME_STEPS, span)
    found = [name for name in names if expression.fullmatch(name)]
    return set_from(STRING, [text_value(posixpath.relpath(posixpath.join(start, name), top)) for name in found])


def _walks(files: Files) -> Callable[[str], tuple[str, ...]]:
    """``_walk`` with a memory, for all who ask."""
    return files.remember(lambda top: tuple(_walk(files, top)))


def _walk(files: Files, top: str) -> Iterator[str]:
    """The files below a folder, by their paths from it."""
    waiting = [""]
    seen = 0
    while waiting:
        folder = waiting.pop()
        for name in files.names(posixpath.join(top, folder)):
            seen += 1
            if seen > MOST_ENTRIES:
                raise LimitReached(f"more than {MOST_ENTRIES} files are not looked at")
            below = posixpath.join(folder, name)
            place = posixpath.join(top, below)
            if files.is_folder(place):
                if not os.path.islink(place):
                    waiting.append(below)
            elif files.exists(place):
                yield below


def _glob(pattern: str) -> str:
    """A regular expression for doublestar's patterns: *, ?, [a-z], {a,b} and ** for any folders."""
    made = ""
    position = depth = 0
    while position < len(pattern):
        letter = pattern[position]
        position += 1
        if letter == "*":
            if pattern.startswith("*/", position) and pattern[: position - 1][-1:] in ("", "/"):
                made += r"(?:[^/]+/)*"
                position += 2
            elif pattern[position:] == "*" and pattern[: position - 1][-1:] in ("", "/"):
                made += ".*"
                position += 1
            else:
                made += "[^/]*"
        elif letter == "?":
            made += "[^/]"
        elif letter == "[":
            end = pattern.find("]", position + 1)
            if end < 0:
                raise Failure("failed to glob pattern: syntax error in pattern")
            made += "[" + re.sub(r"^!", "^", pattern[position:end].replace("[", r"\[")) + "]"
            position = end + 1
        elif letter == "\\":
            if position == len(pattern):
                raise Failure("failed to glob pattern: syntax error in pattern")
            made += re.escape(pattern[position])
            position += 1
        elif letter in "{}," and (letter == "{" or depth):
            made += {"{": "(?:", "}": ")", ",": "|"}[letter]
            depth += {"{": 1, "}": -1, ",": 0}[letter]
        else:
            made += re.escape(letter)
    if depth:
        raise Failure("failed to glob pattern: syntax error in pattern")
    return made


@FUNCTIONS.define("basename", _PATH, returns=STRING)
def basename(path: Value) -> Value:
    text: str = path.raw
    stripped = text.rstrip("/")
    return text_value(stripped.rsplit("/", 1)[-1] or ("/" if text else "."))


@FUNCTIONS.define("dirname", _PATH, returns=STRING)
def dirname(path: Value) -> Value:
    folder, slash, _ = path.raw.rpartition("/")
    return text_value(_clean(folder + slash))


@FUNCTIONS.define("abspath", _PATH, returns=STRING, contextual=True)
def abspath(context: Context, span: Span, path: Value) -> Value:
    return text_value(_clean(posixpath.join(context.folder or os.getcwd(), path.raw)))


@FUNCTIONS.define("pathexpand", _PATH, returns=STRING)
def pathexpand(path: Value) -> Value:
    return _home(path.raw) or text_value(path.raw)
