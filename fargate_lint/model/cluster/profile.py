"""Fargate profiles and their selectors: which pods run on Fargate, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from fargate_lint.diagnostic import Span
from fargate_lint.facts.identity import load_identity
from fargate_lint.kubernetes.labels import Labels
from fargate_lint.model.identity.iam import Role, role_of
from fargate_lint.model.network.network import Network
from fargate_lint.model.network.subnet import SubnetList, read_subnets
from fargate_lint.model.thing.attribute import Attribute
from fargate_lint.model.thing.doubt import reason_of, undecided_by
from fargate_lint.model.thing.matching import as_value, labels_match, text_matches
from fargate_lint.model.thing.place import entry_value, of_collection, of_value
from fargate_lint.model.thing.source_text import find_word, written_spans
from fargate_lint.model.thing.view import ResourceView
from fargate_lint.terraform.instance import Content, Instance
from fargate_lint.values.answer import NO, YES, Answer, all_of, any_of, undecided, yes
from fargate_lint.values.origin import Kind
from fargate_lint.values.value import SymbolicKey, Value


@dataclass(frozen=True, slots=True)
class SelectorFault:
    """Why a selector matches nothing, and where that stands: it has no namespace, an empty one, or ``word`` is nothing
    that a namespace, the key of a label or its value can be called."""

    kind: Literal["no namespace", "empty namespace", "namespace", "label", "label value"]
    word: str
    place: Span | None


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector. ``namespace`` is None when it is missing. ``labels_incomplete`` is no when the labels are all
    known."""

    content: Content
    namespace: Value | None
    labels: Mapping[str, Value] = field(default_factory=dict)
    labels_incomplete: Answer = NO

    @property
    def place(self) -> Span | None:
        """Where its namespace is written, else its header."""
        return of_value(self.namespace, self.content.span)

    @property
    def has_labels(self) -> bool:
        return bool(self.labels) or self.labels_incomplete.unknown

    @property
    def fault(self) -> SelectorFault | None:
        """What makes it match nothing: no namespace, or characters that no name has. None where it can match or its
        namespace is not known."""
        if self.namespace is None or self.namespace.is_null:
            return SelectorFault("no namespace", "", self.content.header or self.content.span)
        text = self.namespace.text
        if _lacks_a_piece(self.namespace):
            return None
        if text is not None and not load_identity().fits("namespace", text):
            place = self.namespace.place or self.content.span
            return SelectorFault("namespace" if text else "empty namespace", text, place)
        for key, value in self.labels.items():
            if not load_identity().fits("label-key", key):
                return SelectorFault("label", key, value.place or self.place)
            if value.text is not None and not load_identity().fits("label-value", value.text):
                return SelectorFault("label value", value.text, value.place or self.place)
        return None

    @property
    def labels_place(self) -> Span | None:
        """Where its labels are written."""
        return of_value(self.content.written("labels"), self.place)

    @property
    def doubt(self) -> Answer:
        """Unknown where its namespace or labels are not known, and no reference names them."""
        if self.namespace is not None and _lacks_a_piece(self.namespace):
            text = self.namespace.text
            what = f'"{text}", without what a variable gives' if text else "empty, as a variable's default is"
            return undecided(f"the namespace is {what}", self.place)
        values = [self.namespace, *self.labels.values()]
        for value in values:
            if value is not None and value.is_unknown and not is_named(value):
                return undecided_by(value, value.place or self.place)
        return self.labels_incomplete

    def matches_namespace(self, namespace: str | Value) -> Answer:
        """Whether pods of this namespace can match, labels aside."""
        if self.namespace is None or self.namespace.is_null:
            return NO
        return text_matches(self.namespace, as_value(namespace))

    def matches(self, namespace: str | Value, labels: Labels) -> Answer:
        """Whether a pod in this namespace with these labels matches: all labels must (AND)."""
        return all_of(self._parts(namespace, labels))

    def _parts(self, namespace: str | Value, labels: Labels) -> tuple[Answer, ...]:
        answer = self.matches_namespace(namespace)
        if answer.no:
            return (answer,)
        return (
            answer,
            labels_match(self.labels, labels),
            self.labels_incomplete if self.labels_incomplete.unknown else YES,
        )

    @property
    def meaning(self) -> object:
        """Equal for selectors that surely say the same; of what is not known only one thing is the same as itself."""
        values = {"": self.namespace, **self.labels}
        said = tuple(
            sorted((name, value.text or str(value.ref or id(value))) for name, value in values.items() if value)
        )
        return id(self) if self.labels_incomplete.unknown else said

    def __str__(self) -> str:
        name = self.namespace.text if self.namespace is not None and self.namespace.text is not None else "…"
        pairs = ", ".join(f"{key}={value.text or '…'}" for key, value in self.labels.items())
        return f"{name} ({pairs})" if pairs else name


class FargateProfile(ResourceView):
    """One ``aws_eks_fargate_profile``."""

    def __init__(self, network: Network, instance: Instance) -> None:
        super().__init__(network.resources, instance)
        self._network = network

    @cached_property
    def name(self) -> Attribute:
        return self.resources.attribute(self.instance, "fargate_profile_name")

    @property
    def name_place(self) -> Span | None:
        """Where its name is written, also where it is the key of a map."""
        repetition = self.instance.declaration.repetition
        for span in (self.name.place, *written_spans(self.name.value), *written_spans(repetition)):
            found = find_word(self.resources.files, span, self.name.text or "")
            if found is not None and found != span:
                return found
        return self.name.place

    @property
    def has_legal_name(self) -> bool:
        """Whether EKS takes its name. An empty one is what a module makes of variables that nobody gave."""
        return not self.name.text or load_identity().fits("profile-name", self.name.text)

    @property
    def has_named_name(self) -> bool:
        """Whether its name is that, or made of that, of a resource that only apply knows."""
        value = self.name.value
        return value is not None and value.unknown is not None and value.unknown.code in ("apply", "derived")

    @property
    def name_doubt(self) -> Answer:
        """Why its name is not known, or is none."""
        value = self.name.value
        if value is not None and value.text == "":
            return undecided("the profile's name is empty, as a variable's default is", self.name.place)
        if value is None:
            return undecided("it has no name", self.name.place)
        return undecided_by(value, self.name.place)

    @property
    def number_doubt(self) -> Answer:
        """Why it is not known how many there are, for one of an unknown count."""
        repetition = self.instance.declaration.repetition
        if repetition is not None and repetition.is_unknown:
            return undecided_by(repetition)
        return undecided(f"how many instances {self.address} has is not known", self.span, code="count")

    @cached_property
    def cluster_name(self) -> Attribute:
        return self.resources.attribute(self.instance, "cluster_name")

    @cached_property
    def cluster_value(self) -> Value:
        """The value of ``cluster_name``."""
        return self.instance.get("cluster_name")

    @cached_property
    def role_value(self) -> Value:
        """The value of ``pod_execution_role_arn``."""
        return self.instance.get("pod_execution_role_arn")

    @cached_property
    def role(self) -> Role | None:
        """The pod execution role, None where nothing names it. ``Role.is_declared`` tells whether it is made here."""
        return role_of(self.resources, self.role_value)

    @cached_property
    def subnets(self) -> SubnetList:
        """Its subnets; the cluster's private ones when none are given (then ``subnets_given`` is no)."""
        return read_subnets(self._network, self.instance.content.written("subnet_ids"), self.subnets_place)

    @property
    def uses_cluster_subnets(self) -> bool:
        """Whether it is given no subnets, so that EKS takes the cluster's private ones."""
        return self.subnets.value is None

    @property
    def subnets_place(self) -> Span | None:
        return self.resources.place(self.instance, "subnet_ids")

    @cached_property
    def selectors(self) -> tuple[Selector, ...]:
        """They are a set: of those that say the same there is one."""
        found = [_read_selector(content) for content in self.instance.blocks("selector")]
        return tuple({selector.meaning: selector for selector in reversed(found)}.values())[::-1]

    @cached_property
    def selectors_incomplete(self) -> Answer:
        """No when the selectors are all known, else why there may be others."""
        unknown = self.instance.blocks("selector").unknown
        return undecided_by(unknown) if unknown is not None else NO

    def matches(self, namespace: str | Value, labels: Labels | None = None) -> Answer:
        """Whether a pod in this namespace with these labels runs under this profile (selectors OR-ed)."""
        pod = labels if labels is not None else Labels()
        answer = any_of(selector.matches(namespace, pod) for selector in self.selectors)
        if answer.no and self.selectors_incomplete.unknown:
            return self.selectors_incomplete
        return self.present if answer.yes else answer

    def is_sibling_of(self, other: FargateProfile) -> bool:
        """Whether two profiles are made by one block, or are the same but for one subnet each: a profile for each
        zone."""
        if self.instance.declaration is other.instance.declaration:
            return True
        alone = len(self.subnets) == 1 == len(other.subnets)
        return alone and sorted(map(str, self.selectors)) == sorted(map(str, other.selectors))

    def differs_from(self, other: FargateProfile) -> Answer:
        """Whether its subnets or its role are others; "subnets" or "roles" is the evidence."""
        roles = self.resources.same(self.role_value, other.role_value)
        if roles.no and not _made_alike(self, other):
            return yes("", None, "roles")
        mine, theirs = self.subnets, other.subnets
        for listed in (mine, theirs):
            if listed.incomplete.unknown:
                return listed.incomplete
        if {subnet.thing for subnet in mine} != {subnet.thing for subnet in theirs}:
            return yes("", None, "subnets")
        return roles if roles.unknown else NO

    @property
    def shown(self) -> str:
        """Its selectors for a message."""
        return ", ".join(str(selector) for selector in self.selectors) or "nothing"

    @property
    def _entry(self) -> Mapping[str, Value]:
        """What the caller of a registry module wrote for it (its element of fargate_profiles)."""
        call = self.resources.call_of(self.instance)
        found = entry_value(self.instance, call) if call is not None else None
        return (found.fields or {}) if found is not None else {}

    @property
    def old_keys(self) -> str | None:
        """A key of its entry that the eks module read before v17 in the place of ``selectors``."""
        return next((key for key in ("namespace", "labels") if key in self._entry), None)

    @property
    def selectors_place(self) -> Span | None:
        """Where its selectors are written or would be."""
        written = self._entry.get("selectors")
        return of_value(written, self.span) if written is not None and not written.is_null else self.span

    @property
    def collection_place(self) -> Span | None:
        """The first line of the collection that it is made from, as its author wrote it; None if it stands alone."""
        call = self.resources.call_of(self.instance)
        if call is not None:
            return None
        return of_collection(self.instance.declaration)

    @cached_property
    def is_broken(self) -> bool:
        """Whether it surely matches nothing that was meant: no selector, or one without a namespace that can match."""
        if not self.selectors:
            return self.selectors_incomplete.no
        return any(selector.fault is not None for selector in self.selectors)

    def covers_namespace(self, namespace: str | Value) -> Answer:
        """Whether some pod of this namespace may run under this profile, labels aside."""
        answer = any_of(selector.matches_namespace(namespace) for selector in self.selectors)
        return self.selectors_incomplete if answer.no and self.selectors_incomplete.unknown else answer


@dataclass(frozen=True, slots=True)
class ProfileList:
    """The Fargate profiles of a cluster. ``incomplete`` is no when these are all, else why there may be others."""

    items: tuple[FargateProfile, ...] = ()
    incomplete: Answer = NO

    def __iter__(self) -> Iterator[FargateProfile]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def exist(self) -> Answer:
        """Whether there are any: whether the cluster uses Fargate. No only if none can be unseen."""
        for profile in self.items:
            return yes(profile.address, profile.span)
        return self.incomplete

    def matching(self, namespace: str | Value, labels: Labels | None = None) -> tuple[FargateProfile, ...]:
        """The profiles that surely match such a pod, by name, so that the first is the one that EKS takes."""
        found = [profile for profile in self.items if profile.matches(namespace, labels).yes]
        return tuple(sorted(found, key=lambda profile: profile.name.text or "\uffff"))

    def take(self, namespace: str | Value, labels: Labels | None = None) -> Answer:
        """Whether some profile matches such a pod: then it runs on Fargate. No only if every profile is seen and none
        does."""
        return self._all(any_of(profile.matches(namespace, labels) for profile in self.items))

    def cover(self, namespace: str | Value) -> Answer:
        """Whether some profile may take pods of this namespace, labels aside. No only if every profile is seen."""
        return self._all(any_of(profile.covers_namespace(namespace) for profile in self.items))

    def _all(self, answer: Answer) -> Answer:
        return self.incomplete if answer.no and self.incomplete.unknown else answer

    @property
    def broken(self) -> FargateProfile | None:
        """A profile whose selectors are at fault (FGL302): what it was meant to match is not known."""
        return next((profile for profile in self.items if profile.is_broken), None)


def _made_alike(one: FargateProfile, other: FargateProfile) -> bool:
    """Whether a registry module makes a role of its own for each: roles by name, with the same permissions."""
    return all(
        profile.role is not None
        and profile.role.instance is not None
        and profile.resources.call_of(profile.role.instance)
        for profile in (one, other)
    )


def _lacks_a_piece(namespace: Value) -> bool:
    """Whether it is no name for want of what a variable, empty by default, gives: "", "team-"."""
    text = namespace.text
    if text is None or load_identity().fits("namespace", text) or not was_given(namespace):
        return False
    return text == "" or (is_made(namespace) and load_identity().fits("namespace", text.strip("-")))


def is_made(value: Value) -> bool:
    """Whether the value is computed in the module that uses it, from what its caller passed."""
    origin = value.origin
    while origin is not None and origin.kind is Kind.PASSED:
        origin = origin.previous
    return origin is not None and origin.kind is Kind.DERIVED


def was_given(value: Value) -> bool:
    """Whether a value came by a variable: an empty one is mostly a default that callers replace."""
    origin = value.origin
    while origin is not None:
        if origin.via.startswith("var."):
            return True
        origin = origin.previous
    return False


def is_named(value: Value) -> bool:
    """Whether an unknown name is that of a resource: kubernetes_namespace.x.metadata[0].name."""
    return value.ref is not None and value.ref.kind == "managed"


def _read_selector(content: Content) -> Selector:
    namespace = content.written("namespace")
    labels = content.written("labels")
    if labels is None or labels.is_null:
        return Selector(content, namespace)
    fields = labels.fields
    if fields is None:
        return Selector(
            content, namespace, {}, undecided_by(labels).because(f"labels are not known: {reason_of(labels)}")
        )
    known = {key: value for key, value in fields.items() if not isinstance(key, SymbolicKey)}
    incomplete = NO
    if len(known) < len(fields):
        incomplete = undecided("a label's key is not known", labels.place)
    return Selector(content, namespace, known, incomplete)
