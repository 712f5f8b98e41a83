"""A variable file sets a variable that is not declared.

Why: Terraform warns "Value for undeclared variable" and goes on: the variable that was meant keeps its default, or has no value.
Fix: Write the name of the variable that is meant, or declare it.
Source: https://developer.hashicorp.com/terraform/language/values/variables#values-for-undeclared-variables, checked 2026-11-28
"""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.rule import Estate, Finding, Rule, Severity, Verdict


def check(estate: Estate) -> Iterator[Verdict]:
    if not estate.may_use_fargate:
        return
    for wrong in estate.mistakes.undeclared_names:
        if wrong.meant:
            message = f'{wrong.said}: it is ignored; did you mean "{wrong.meant}"?'
            yield Finding(message, "", wrong.span, subject=wrong.word, fix=wrong.fix)
        else:
            yield Finding(f"{wrong.said}: it is ignored", "", wrong.span, subject=wrong.word, severity=Severity.INFO)


VALID = [
    """
variable "name" { type = string }

# file: terraform.tfvars
name = "demo"
""",
]

INVALID = [
    """
variable "profiles" { type = list(string) }

# file: terraform.tfvars
profile = ["kube-system"] # warning: terraform.tfvars sets "profile", which no variable declares: it is ignored; did you mean "profiles"?
""",
    """
variable "profiles" { default = [] }

# file: prod.auto.tfvars
profiles = ["kube-system"]
owner    = "platform" # info: prod.auto.tfvars sets "owner", which no variable declares: it is ignored
""",
]

RULE = Rule(
    id="FGL905",
    name="variable-undeclared",
    severities={Severity.WARNING: "a name near to a variable without a value", Severity.INFO: "any other name"},
    summary="a name in a variable file that no variable has",
    reports=("undeclared",),
    about_sources=True,
)
