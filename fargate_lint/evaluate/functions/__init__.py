"""Every function of Terraform 1.15 and OpenTofu 1.11, with Terraform's results and errors.

``try``, ``can`` and ``convert`` are not here: they look at errors, or at a type, so they belong to the evaluator.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Sequence

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.functions.context import Context
from fargate_lint.evaluate.functions.problem import FunctionError
from fargate_lint.evaluate.functions.registry import Function, dispatch
from fargate_lint.values.value import Value, unknown

__all__ = ["Context", "FunctionError", "call", "exists", "names"]

_FAMILIES = {
    "collection": "alltrue anytrue coalesce coalescelist contains element index keys length lookup one sum values",
    "building": (
        "chunklist compact concat distinct flatten list map matchkeys merge range reverse setproduct slice sort"
        " transpose zipmap"
    ),
    "sets": "setintersection setsubtract setunion",
    "conversion": ("ephemeralasnull issensitive nonsensitive sensitive tobool tolist tomap tonumber toset tostring"),
    "text": (
        "chomp endswith indent join lower replace split startswith strcontains strrev substr title trim trimprefix"
        " trimspace trimsuffix upper"
    ),
    "formatting": "format formatlist",
    "patterns": "regex regexall",
    "numeric": "abs ceil floor log max min parseint pow signum",
    "json": "jsondecode jsonencode",
    "yaml": "yamldecode yamlencode",
    "encoding": (
        "base64decode base64encode base64gunzip base64gzip csvdecode textdecodebase64 textencodebase64 urldecode"
        " urlencode"
    ),
    "hashing": "base64sha256 base64sha512 bcrypt md5 rsadecrypt sha1 sha256 sha512 uuid uuidv5",
    "network": "cidrcontains cidrhost cidrnetmask cidrsubnet cidrsubnets",
    "time": "formatdate plantimestamp timeadd timecmp timestamp",
    "filesystem": (
        "abspath basename dirname file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1"
        " filesha256 filesha512 pathexpand"
    ),
    "templates": "templatefile templatestring",
}
"""Which module has which function, so that a name can be looked up without importing them all (tested against them)."""

_HOMES = {name: family for family, names in _FAMILIES.items() for name in names.split()}


def names() -> tuple[str, ...]:
    """All names, sorted."""
    return tuple(sorted(_HOMES))


def exists(name: str) -> bool:
    """Whether a function of this name can be called; "core::" and "provider::" names too."""
    return name.startswith("provider::") or name.removeprefix("core::") in _HOMES


@functools.cache
def _function(name: str) -> Function:
    module = importlib.import_module(f"{__name__}.{_HOMES[name]}")
    found: Function = module.FUNCTIONS[name]
    return found


def call(name: str, arguments: Sequence[Value], context: Context, span: Span) -> Value:
    """The result of a call; its origin is that of an element it picked, else None.

    Raises FunctionError in Terraform's words. What would need a file outside of the repository is unknown.
    """
    if name.startswith("provider::"):
        return unknown(f"{name}() is known to its provider only", code="function")
    name = name.removeprefix("core::")
    if name not in _HOMES:
        raise FunctionError(f'There is no function named "{name}".')
    return dispatch(_function(name), arguments, context, span)
