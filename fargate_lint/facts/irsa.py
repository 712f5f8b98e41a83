"""IAM roles for service accounts: what their trust must say, and the modules that make them."""

from __future__ import annotations

import functools
from typing import Literal

import msgspec

from fargate_lint.diagnostic import Severity
from fargate_lint.facts.table import Fact, row, rows


class Trust(Fact, frozen=True, kw_only=True):
    """The words of a trust policy, with {issuer}, {namespace}, {name}, {partition} and {account} in them. A subject
    with one of ``pattern_characters`` needs one of ``like_tests``."""

    action: str
    audience: str
    audience_key: str
    subject_key: str
    subject: str
    provider_arn: str
    equal_tests: tuple[str, ...]
    like_tests: tuple[str, ...]
    pattern_characters: str
    symptom: str


class TrustFault(Fact, frozen=True, kw_only=True):
    """Something that goes wrong beside the trust itself, by a word of ours."""

    name: str
    symptom: str
    severity: Severity


class RoleModule(Fact, frozen=True, kw_only=True):
    """Versions [since, until) of a registry module that makes such a role; see irsa.toml."""

    module: str
    style: Literal["entries", "lists", "karpenter"]
    subjects: tuple[str, ...]
    pattern_subjects: tuple[str, ...] = ()
    default_subjects: tuple[str, ...] = ()
    test: str = ""
    test_default: str = ""
    irsa: str = ""
    irsa_default: bool = True
    since: str = ""
    until: str = ""
    note: str = ""


class Irsa(msgspec.Struct, frozen=True):
    """All of it."""

    trust: Trust
    faults: tuple[TrustFault, ...]
    modules: tuple[RoleModule, ...]

    def fault(self, name: str) -> TrustFault:
        """The row. Raises KeyError for a name that is not in irsa.toml: a mistake of ours."""
        for fact in self.faults:
            if fact.name == name:
                return fact
        raise KeyError(name)

    def modules_named(self, module: str) -> tuple[RoleModule, ...]:
        """The rows about a module ("terraform-aws-modules/iam/aws//modules/…"), for all versions."""
        return tuple(fact for fact in self.modules if fact.module == module)


@functools.cache
def load_irsa() -> Irsa:
    """The tables as shipped."""
    return Irsa(row("irsa", "trust", Trust), rows("irsa", "fault", TrustFault), rows("irsa", "module", RoleModule))
