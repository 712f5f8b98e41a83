"""The pod execution role, access entries and profile names (facts 3 and 7)."""

from __future__ import annotations

import functools

import msgspec

from fargate_lint.facts.table import Fact, row


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


class Identity(msgspec.Struct, frozen=True):
    """All of it."""

    execution_role: ExecutionRole
    access_entry: AccessEntryFact
    profile: ProfileNames


@functools.cache
def load_identity() -> Identity:
    """The tables as shipped."""
    return Identity(
        row("identity", "execution_role", ExecutionRole),
        row("identity", "access_entry", AccessEntryFact),
        row("identity", "profile", ProfileNames),
    )
