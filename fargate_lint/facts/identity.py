"""The pod execution role, access entries and profile names (facts 3 and 7)."""

from __future__ import annotations

import functools
import re
from typing import Literal

import msgspec

from fargate_lint.facts.table import Fact, row, rows


class ExecutionRole(Fact, frozen=True, kw_only=True):
    """What a Fargate pod execution role must trust and be allowed; ``source_arn`` is the recommended condition."""

    principal: str
    action: str
    policy: str
    policy_path: str
    actions: tuple[str, ...]
    source_arn: str


class AccessEntryFact(Fact, frozen=True, kw_only=True):
    """What EKS itself enters for a pod execution role, and what an aws-auth written by hand must keep."""

    type: str
    groups: tuple[str, ...]
    username: str


class ProfileNames(Fact, frozen=True, kw_only=True):
    """A profile's name must not begin with ``reserved_prefix``; selectors know these wildcards and no others."""

    reserved_prefix: str
    wildcards: str


class Grammar(Fact, frozen=True, kw_only=True):
    """What a kind of name may look like (the pattern matches the whole text)."""

    what: Literal["namespace", "profile-name", "label-key", "label-value"]
    pattern: str


class Identity(msgspec.Struct, frozen=True):
    """All of it."""

    execution_role: ExecutionRole
    access_entry: AccessEntryFact
    profile: ProfileNames
    grammars: tuple[Grammar, ...]

    def fits(self, what: str, text: str) -> bool:
        """Whether a text is a name of this kind. Raises KeyError for a kind that is not in identity.toml: a mistake of
        ours."""
        for fact in self.grammars:
            if fact.what == what:
                return _compiled(fact.pattern).fullmatch(text) is not None
        raise KeyError(what)


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@functools.cache
def load_identity() -> Identity:
    """The tables as shipped."""
    return Identity(
        row("identity", "execution_role", ExecutionRole),
        row("identity", "access_entry", AccessEntryFact),
        row("identity", "profile", ProfileNames),
        rows("identity", "grammar", Grammar),
    )
