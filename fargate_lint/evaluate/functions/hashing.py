"""Hashes, and the functions whose results nobody can know beforehand."""

from __future__ import annotations

import base64
import hashlib
import uuid as standard
from collections.abc import Callable

from fargate_lint.evaluate.functions.common import text_value
from fargate_lint.evaluate.functions.problem import Failure
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values.types import NUMBER, STRING
from fargate_lint.values.value import Unknown, Value

FUNCTIONS = Family()

_STR = Parameter("str", STRING)


def hexadecimal(name: str, data: bytes) -> str:
    """The digest in hexadecimal; ``name`` as hashlib knows it."""
    return hashlib.new(name, data, usedforsecurity=False).hexdigest()


def base64_digest(name: str, data: bytes) -> str:
    return base64.b64encode(hashlib.new(name, data, usedforsecurity=False).digest()).decode()


def _hash(digest: Callable[[str, bytes], str], name: str) -> Callable[[Value], Value]:
    return lambda text: text_value(digest(name, text.raw.encode("utf-8", "surrogatepass")))


for _name in ("md5", "sha1", "sha256", "sha512"):
    FUNCTIONS.define(_name, _STR, returns=STRING)(_hash(hexadecimal, _name))
for _name in ("sha256", "sha512"):
    FUNCTIONS.define(f"base64{_name}", _STR, returns=STRING)(_hash(base64_digest, _name))


def only_apply(name: str) -> Value:
    """The unknown that a function gives whose result is new on each run."""
    return Value(STRING, Unknown("function", f"{name}() gives a new result each time", not_null=True))


@FUNCTIONS.define("uuid", returns=STRING)
def uuid() -> Value:
    return only_apply("uuid")


@FUNCTIONS.define("bcrypt", _STR, variadic=Parameter("cost", NUMBER), returns=STRING)
def bcrypt(text: Value, *cost: Value) -> Value:
    if len(cost) > 1:
        raise Failure("bcrypt() takes no more than two arguments")
    return only_apply("bcrypt")


@FUNCTIONS.define("rsadecrypt", Parameter("ciphertext", STRING), Parameter("privatekey", STRING), returns=STRING)
def rsadecrypt(text: Value, key: Value) -> Value:
    return Value(STRING, Unknown("function", "rsadecrypt() is not followed", not_null=True))


_NAMESPACES = {
    "dns": standard.NAMESPACE_DNS,
    "url": standard.NAMESPACE_URL,
    "oid": standard.NAMESPACE_OID,
    "x500": standard.NAMESPACE_X500,
}


@FUNCTIONS.define("uuidv5", Parameter("namespace", STRING), Parameter("name", STRING), returns=STRING)
def uuidv5(namespace: Value, name: Value) -> Value:
    space = _NAMESPACES.get(namespace.raw)
    if space is None:
        try:
            space = standard.UUID(namespace.raw)
        except ValueError:
            raise Failure(f"uuidv5() doesn't support namespace {namespace.raw}") from None
    return text_value(str(standard.uuid5(space, name.raw)))
