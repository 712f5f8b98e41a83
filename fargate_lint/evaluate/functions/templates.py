"""``templatefile`` and ``templatestring``: the evaluator renders, this module finds the text and the variables."""

from __future__ import annotations

import re

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.functions import filesystem
from fargate_lint.evaluate.functions.common import fields_of, is_map_like, unknown_like_resource
from fargate_lint.evaluate.functions.context import Context
from fargate_lint.evaluate.functions.problem import Failure
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values.convert import convert
from fargate_lint.values.quoted import quote
from fargate_lint.values.types import DYNAMIC, STRING
from fargate_lint.values.value import Value, like_unknown

FUNCTIONS = Family()

_IDENTIFIER = re.compile(r"[^\W\d_][\w-]*")


@FUNCTIONS.define(
    "templatefile", Parameter("path", STRING), Parameter("vars", unknown=True), contextual=True, keeps=True
)
def templatefile(context: Context, span: Span, path: Value, variables: Value) -> Value:
    if variables.is_unknown and variables.type == DYNAMIC:
        return like_unknown(variables)
    text = filesystem.text_of(context, span, path.raw)
    return _rendered(context, span, text, filesystem.located(context, path.raw), variables)


@FUNCTIONS.define(
    "templatestring", Parameter("template", STRING), Parameter("vars"), returns=STRING, contextual=True, keeps=True
)
def templatestring(context: Context, span: Span, template: Value, variables: Value) -> Value:
    return convert(_rendered(context, span, template.raw, "<templatestring argument>", variables), STRING)


def _rendered(context: Context, span: Span, text: str, path: str, variables: Value) -> Value:
    if not is_map_like(variables):
        raise Failure("invalid vars value: must be a map", 1)
    if variables.is_unknown:
        return like_unknown(variables)
    fields = fields_of(variables)
    if fields is None:
        return unknown_like_resource(variables)
    for name in fields:
        if not _IDENTIFIER.fullmatch(name):
            raise Failure(
                f"invalid template variable name {quote(name)}: must start with a letter, followed by zero or more"
                " letters, digits, and underscores",
                1,
            )
    if context.template is None:
        raise Failure("cannot recursively call a template function from inside another template function")
    result = context.template(text, path, dict(fields), span)
    if result.is_null:
        raise Failure(f"{path}: the result of the template is null, which is not valid")
    return result
