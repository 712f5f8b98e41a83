"""IAM roles: whom they trust, what policies they have, whichever way these are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.model.thing.doubt import reason_of, undecided_by
from fargate_lint.model.thing.resource_id import ResourceId, same_thing
from fargate_lint.model.thing.view import View
from fargate_lint.model.thing.walk import elements, leaves
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, YES, Answer, any_of, no, undecided, yes
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.model.thing.resources import Resources

HOLE = "\ue001"
"""Stands for an unknown piece inside a document's text."""


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document as far as it is known. ``statements`` have lower-case keys as AWS writes them ("Effect" →
    "effect"); unknown texts inside are texts with HOLE. ``incomplete`` is no when all statements are known."""

    statements: tuple[dict[str, object], ...]
    incomplete: Answer
    span: Span | None

    def allows(self, action: str, resource: str | None = None) -> Answer:
        """Whether a statement with Effect Allow names the action (wildcards count). Deny statements and conditions
        are left to AWS."""
        return (
            any_of(self._allows(statement, action) for statement in self.statements)
            if not self._unsure(action)
            else self.incomplete
        )

    def _unsure(self, action: str) -> bool:
        return self.incomplete.unknown and not any(self._allows(s, action).yes for s in self.statements)

    def _allows(self, statement: dict[str, object], action: str) -> Answer:
        from fargate_lint.model.thing.matching import wildcard

        if str(statement.get("effect", "Allow")) != "Allow":
            return NO
        for text in as_texts(statement.get("action")):
            if HOLE in text:
                return undecided("an action of the policy is not known", self.span)
            if wildcard(text.lower(), action.lower()):
                return YES
        return NO

    def grants(self, action: str, covers: Callable[[str], bool]) -> Answer:
        """Whether a statement allows the action on a resource that ``covers`` says yes to ("*" always does). A
        condition or a half-known resource leaves it open."""
        doubt: Answer | None = None
        for statement in self.statements:
            allowed = self._allows(statement, action)
            if allowed.no:
                continue
            resources = as_texts(statement.get("resource", "*"))
            if any(text == "*" or covers(text) for text in resources):
                if allowed.yes and "condition" not in statement:
                    return yes("", self.span)
                doubt = undecided("the policy allows it under a condition only", self.span)
            elif any(HOLE in text for text in resources) or "notresource" in statement:
                doubt = undecided("a resource of the policy is not known", self.span)
        if doubt is not None:
            return doubt
        return self.incomplete if self.incomplete.unknown else no("", self.span)

    def trusts(self, service: str) -> Answer:
        """Whether the document lets this service assume the role."""
        doubt: Answer | None = None
        for statement in self.statements:
            if self._allows(statement, "sts:AssumeRole").no:
                continue
            principal = statement.get("principal")
            if principal == "*":
                return yes("", self.span)
            for text in as_texts(principal.get("Service") if isinstance(principal, dict) else None):
                if text == service:
                    return yes("", self.span)
                if HOLE in text:
                    # eks-fargate-pods.${data.aws_partition.current.dns_suffix}: the known beginning decides.
                    head = text.split(HOLE, 1)[0]
                    if head and service.startswith(head):
                        return yes("", self.span)
                    if not head:
                        doubt = undecided("a principal of the trust policy is not known", self.span)
        if doubt is not None:
            return doubt
        return self.incomplete if self.incomplete.unknown else no("", self.span)

    def conditions(self, service: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """(operator, key, values) of the statements that trust the service; keys in lower case."""
        for statement in self.statements:
            principal = statement.get("principal")
            services = as_texts(principal.get("Service") if isinstance(principal, dict) else None)
            if not any(service.startswith(text.split(HOLE, 1)[0]) for text in services if text.split(HOLE, 1)[0]):
                continue
            condition = statement.get("condition")
            for operator, pairs in condition.items() if isinstance(condition, dict) else ():
                for key, values in pairs.items() if isinstance(pairs, dict) else ():
                    yield str(operator), str(key).lower(), as_texts(values)


def matches_bucket(resource: str, bucket: str) -> bool:
    """Whether a resource covers the objects of ECR's layer bucket ("prod-{region}-starport-layer-bucket"); a region
    that is not known is taken to be the right one."""
    from fargate_lint.model.thing.matching import wildcard

    head, _, tail = bucket.partition("{region}")
    name = resource.rpartition(":::")[2].replace(HOLE, "*")
    if name.startswith(head) and tail in name:
        return name.endswith("*")
    return "*" in name and wildcard(name, f"{head}x{tail}/layer")


def as_texts(value: object) -> tuple[str, ...]:
    """A text, or a list of texts, as a tuple."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return ()


def read_document(value: Value | None, span: Span | None = None) -> Document:
    """A policy document from its JSON text, known in whole or in part (jsonencode, heredoc, policy document data
    source)."""
    if value is None or value.is_null:
        return Document((), NO, span)
    place = value.place or span
    text = with_holes(value)
    if text is None:
        return Document(
            (), undecided_by(value, place).because(f"the policy document is not known: {reason_of(value)}"), place
        )
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        broken = "is not JSON" if value.text is not None else f"is known in part only: {reason_of(value)}"
        return Document((), undecided(f"the policy document {broken}", place), place)
    found = data.get("Statement", []) if isinstance(data, dict) else []
    listed = found if isinstance(found, list) else [found]
    incomplete = NO
    statements: list[dict[str, object]] = []
    for item in listed:
        if isinstance(item, dict):
            statements.append({str(key).lower(): part for key, part in item.items()})
        else:
            incomplete = undecided("a statement of the policy is not known", place)
    return Document(tuple(statements), incomplete, place)


def with_holes(value: Value) -> str | None:
    """A text with HOLE in the place of each unknown piece; None if nothing of it is known."""
    if value.text is not None:
        return value.text
    why = value.unknown
    if why is None or not why.parts:
        return None
    kept = [part if isinstance(part, str) else with_holes(part) or HOLE for part in why.parts]
    text = "".join(kept)
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        # An unknown piece that stands for a whole JSON value, not for a part of a string.
        kept = [part if isinstance(part, str) else json.dumps(with_holes(part) or HOLE) for part in why.parts]
        text = "".join(kept)
    return text


class Role(View):
    """One IAM role. Trust and policies of one that is not declared here are unknown."""

    @cached_property
    def trust(self) -> Document:
        """Its trust document."""
        if self.instance is None:
            return Document(
                (),
                undecided(
                    f"the trust policy of {self.thing} is not declared here",
                    code="undeclared",
                    waits_for=self.thing.waits_for,
                ),
                None,
            )
        return read_document(self.instance.get("assume_role_policy"), self.span)

    @cached_property
    def path(self) -> Value | None:
        """Its path ("/" where none is written: None)."""
        return self.instance.written("path") if self.instance is not None else None

    @cached_property
    def attached(self) -> tuple[tuple[Value, ...], Answer]:
        """The ARNs of managed policies attached to it, and whether there may be others."""
        if self.instance is None:
            return (), undecided(
                f"the policies of {self.thing} are not declared here", code="undeclared", waits_for=self.thing.waits_for
            )
        found: list[Value] = []
        incomplete = NO
        inline = self.instance.written("managed_policy_arns")
        if inline is not None:
            items, rest = elements(inline)
            found.extend(items)
            incomplete = undecided_by(rest) if rest is not None else NO
        for attachment in self.resources.managed(
            "aws_iam_role_policy_attachment", "aws_iam_policy_attachment", "aws_iam_role_policy_attachments_exclusive"
        ):
            answer = self._is_for(attachment)
            if answer.no:
                continue
            arn = attachment.written("policy_arn") or attachment.written("policy_arns") or attachment.get("policy_arn")
            items, rest = elements(arn)
            if answer.unknown or (attachment.count_unknown and not any(item.text for item in items)):
                others = f"{attachment.address} may attach others"
                if not answer.unknown:
                    answer = undecided(others, code="count")
                incomplete = answer.because(answer.reason or others, attachment.span)
                continue
            found.extend(items if items else (arn,))
        if incomplete.no:
            incomplete = self.resources.may_exist_unseen(
                ("aws_iam_role_policy_attachment", "aws_iam_role_policy"), (self.thing,)
            )
        return tuple(found), incomplete

    def _is_for(self, attachment: Instance) -> Answer:
        values = [attachment.written("role")]
        many = attachment.written("roles")
        if many is not None:
            values.extend(elements(many)[0])
        answers = []
        for value in values:
            if value is None:
                continue
            thing = self.resources.thing(value)
            name = self.instance.written("name") if self.instance is not None else None
            if value.text is not None and name is not None and name.text is not None:
                answers.append(yes() if value.text == name.text or thing == self.thing else no())
            elif thing is None:
                answers.append(undecided_by(value))
            else:
                answers.append(same_thing(thing, self.thing))
        return any_of(answers)

    def has_managed(self, policy: str) -> Answer:
        """Whether the managed policy of this name ("AmazonEKSFargatePodExecutionRolePolicy") is attached."""
        arns, incomplete = self.attached
        doubt: Answer | None = None
        for arn in arns:
            text = with_holes(arn)
            if text is not None and text.rpartition("/")[2] == policy:
                return yes("", arn.place)
            if text is None and self.resources.identities.instance(arn) is None:
                doubt = undecided_by(arn) if doubt is None else doubt
        if doubt is not None:
            return doubt
        return incomplete if incomplete.unknown else no()

    @cached_property
    def documents(self) -> tuple[tuple[Document, ...], Answer]:
        """The permission documents that are its own or attached and declared here, and whether there may be others."""
        found: list[Document] = []
        arns, incomplete = self.attached
        for arn in arns:
            policy = self.resources.identities.instance(arn)
            if policy is not None and policy.type == "aws_iam_policy":
                found.append(read_document(policy.get("policy"), policy.span))
            elif arn.is_unknown:
                incomplete = undecided_by(arn)
            elif ":iam::aws:" not in (arn.text or ""):
                incomplete = undecided(f"what {arn.text} grants is not declared here", arn.place, code="undeclared")
        policies = [own for own in self.resources.managed("aws_iam_role_policy") if self._is_for(own).yes]
        found.extend(read_document(own.get("policy"), own.span) for own in policies)
        blocks = self.instance.blocks("inline_policy") if self.instance is not None else ()
        found.extend(read_document(block.written("policy"), block.span) for block in blocks)
        return tuple(found), incomplete

    def allows(self, action: str) -> Answer:
        """Whether a document declared here grants the action; AWS's own managed policies are asked by
        ``has_managed``."""
        documents, incomplete = self.documents
        answer = any_of(document.allows(action) for document in documents)
        return incomplete if answer.no and incomplete.unknown else answer


def role_of(resources: Resources, value: Value | None) -> Role | None:
    """The role that an ARN or a name means; None where nothing names it."""
    thing = resources.thing(value)
    if thing is None:
        return None
    instance = resources.instances.get(thing.name) if thing.kind == "managed" and not thing.part else None
    if instance is not None and instance.type == "aws_iam_role":
        return Role(resources, thing, instance)
    text = value.text if value is not None else None
    for role in resources.managed("aws_iam_role"):
        name = role.written("name")
        if text and name is not None and name.text and text.rpartition("/")[2] == name.text:
            return Role(resources, ResourceId("managed", role.address), role)
    return Role(resources, thing, None)


def mentions(value: Value, text: str) -> bool:
    """Whether a value says a text anywhere inside."""
    return any(text in leaf.text for leaf in leaves(value) if leaf.text)
