"""Values for root variables: TF_VAR_*, terraform.tfvars, *.auto.tfvars, --var-file, --var, in Terraform's order.

Source: https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from fargate_lint import hcl
from fargate_lint.diagnostic import Diagnostic, Misspelling, Severity, Span
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate
from fargate_lint.evaluate.scope import Scope
from fargate_lint.files import FileProblem, Files
from fargate_lint.hcl import syntax
from fargate_lint.spelling import misspelt
from fargate_lint.values.origin import written
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Unknown, Value, string

Input = tuple[str, str]
"""("var", "name=value") or ("file", path), in the order of the command line."""


def automatic_files(folder: str, files: Files) -> list[str]:
    """The variable files that Terraform reads by itself, in order: the later ones win."""
    names = files.names(folder)
    fixed = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in names]
    auto = sorted(name for name in names if name.endswith((".auto.tfvars", ".auto.tfvars.json")))
    return [os.path.join(folder, name) for name in (*fixed, *auto)]


class Assignments:
    """The values given to root variables. ``files`` are those that were read, ``diagnostics`` what was wrong."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}
        self.diagnostics: list[Diagnostic] = []
        self.files: list[str] = []
        self.documents: list[syntax.Document] = []

    def read(self, path: str, files: Files) -> None:
        """Take the assignments of a variable file; a file that cannot be read is a diagnostic."""
        self.files.append(path)
        try:
            text = files.text(path)
        except FileProblem as problem:
            self.diagnostics.append(problem.diagnostic())
            return
        document = hcl.parse_json(text, path) if path.endswith(".json") else hcl.parse(text, path)
        self.documents.append(document)
        self.diagnostics.extend(document.diagnostics)
        for block in document.body.blocks:
            self.diagnostics.append(
                Diagnostic(
                    "syntax",
                    Severity.ERROR,
                    f'Blocks such as "{block.type}" are not expected in a variable file, only name = value.',
                    block.header,
                )
            )
        for attribute in document.body.attributes.values():
            try:
                self.values[attribute.name] = evaluate(attribute.value, Scope({}))
            except EvaluationError as error:
                self.diagnostics.append(error.diagnostic)
                self.values[attribute.name] = Value(
                    DYNAMIC, Unknown("error", error.diagnostic.message, waits_for=f"var.{attribute.name}")
                )

    def look_for_undeclared(self, folder: str, declared: Mapping[str, syntax.Block]) -> None:
        """Tell the names in variable files that no variable has. One that is near to a variable that must have a value,
        and has none, is meant for it; one in a file of several roots (not in ``folder``) may be another's."""
        unset = [name for name in declared if name not in self.values]
        for document in self.documents:
            for attribute in document.body.attributes.values():
                name = attribute.name
                if name in declared:
                    continue
                meant = misspelt(name, unset) or ""
                if meant and "default" not in declared[meant].body.attributes:
                    self.values.setdefault(meant, self.values[name])
                if meant or os.path.dirname(document.path) == folder:
                    self.diagnostics.append(_undeclared(document.path, name, meant, attribute.name_span))

    def give(self, name: str, text: str, label: str, declared: syntax.Block | None) -> None:
        """Take a value given as text (TF_VAR_name, --var): as it is for a variable of a primitive type, else an
        expression. ``label`` says where it came from, for messages."""
        path = f"<{label}>"
        if declared is None or _literal_mode(declared):
            self.values[name] = string(text, written(Span(path, 1, 1, 1, len(text) + 1)))
            return
        try:
            self.values[name] = evaluate(hcl.parse_expression(text, path), Scope({}))
        except EvaluationError as error:
            self.diagnostics.append(error.diagnostic)
        except hcl.SyntaxProblem as problem:
            self.diagnostics.append(problem.diagnostic)


def _undeclared(path: str, name: str, meant: str, span: Span) -> Diagnostic:
    message = f'{os.path.basename(path)} sets "{name}", which no variable declares'
    severity = Severity.WARNING if meant else Severity.INFO
    return Diagnostic("undeclared", severity, message, span, misspelling=Misspelling(name, meant))


def _literal_mode(block: syntax.Block) -> bool:
    """Whether Terraform takes a text for this variable literally: no type written, or a primitive one."""
    type = block.body.attributes.get("type")
    if type is None:
        return True
    node = type.value
    if isinstance(node, syntax.Literal):
        return node.value == "string"
    return isinstance(node, syntax.Variable) and node.name in ("string", "number", "bool", "any")


def assignments(
    folder: str,
    files: Files,
    declared: Mapping[str, syntax.Block],
    inputs: tuple[Input, ...] = (),
    environ: Mapping[str, str] | None = None,
) -> Assignments:
    """All values given to the variables of the root module in ``folder``; later sources win."""
    result = Assignments()
    for name, text in sorted((environ or {}).items()):
        if name.startswith("TF_VAR_") and name[7:] in declared:
            result.give(name[7:], text, name, declared[name[7:]])
    for path in automatic_files(folder, files):
        result.read(path, files)
    for kind, text in inputs:
        if kind == "file":
            result.read(text, files)
            continue
        name, _, value = text.partition("=")
        name = name.strip()
        if name not in declared:
            result.diagnostics.append(
                Diagnostic(
                    "configuration",
                    Severity.WARNING,
                    f'--var {name}: the root module declares no variable named "{name}".',
                )
            )
            continue
        result.give(name, value, f"--var {name}", declared[name])
    result.look_for_undeclared(folder, declared)
    return result
