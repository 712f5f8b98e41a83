"""CoreDNS of one cluster: how it is installed, whether a profile takes its pods, and who sets it up for Fargate."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from fargate_lint.diagnostic import Fix, Note, Span
from fargate_lint.kubernetes.labels import Labels
from fargate_lint.model.cluster import hints
from fargate_lint.model.cluster.addon import Addon, AddonList
from fargate_lint.model.cluster.addon_configuration import Configuration, Unreadable, entry_of
from fargate_lint.model.cluster.named_cluster import NamedCluster
from fargate_lint.model.cluster.profile import FargateProfile, Selector
from fargate_lint.model.identity.iam import HOLE
from fargate_lint.model.thing import edits, place
from fargate_lint.model.thing.doubt import undecided_by, undecided_by_module
from fargate_lint.model.thing.place import of_value
from fargate_lint.values.answer import NO, YES, Answer, flag, no, undecided, yes
from fargate_lint.values.value import Value, string

if TYPE_CHECKING:
    from fargate_lint.facts.coredns import CoreDns as CoreDnsFacts

ADDON_ARGUMENTS = ("cluster_addons", "addons", "eks_addons")
"""The arguments of registry modules that list add-ons."""


@dataclass(frozen=True, slots=True)
class ConfigurationFault:
    """What is wrong with the add-on's configuration: it cannot be read (``unreadable``), or has a key (``near`` is what
    was meant) or a compute type that there is not (``word``)."""

    kind: Literal["unreadable", "key", "compute type"]
    word: str = ""
    near: str = ""
    unreadable: Unreadable | None = None


class CoreDns:
    """CoreDNS of a cluster."""

    def __init__(self, cluster: NamedCluster, addons: AddonList) -> None:
        self._cluster = cluster
        self._addons = addons
        self._resources = cluster.resources

    @property
    def facts(self) -> CoreDnsFacts:
        return self._resources.facts.coredns

    # Its pods

    @cached_property
    def labels(self) -> Labels:
        """The labels of its pods; the add-on's podLabels count."""
        found = {key: string(text) for key, text in self.facts.pods.labels.items()}
        extra = self.configuration.data.get("podLabels")
        if isinstance(extra, dict):
            found |= {key: string(text) for key, text in extra.items() if isinstance(text, str) and HOLE not in text}
        return Labels(found)

    @cached_property
    def on_fargate(self) -> Answer:
        """Whether a profile matches its pods."""
        return self._cluster.profiles.take(self.facts.pods.namespace, self.labels)

    @cached_property
    def profiles(self) -> tuple[FargateProfile, ...]:
        """The profiles that surely match its pods, by name."""
        return self._cluster.profiles.matching(self.facts.pods.namespace, self.labels)

    @property
    def near_selector(self) -> Selector | None:
        """A selector for its namespace whose label for CoreDNS has another value: what was meant, misspelt."""
        for profile in self._cluster.profiles:
            for selector in profile.selectors:
                if selector.matches_namespace(self.facts.pods.namespace).yes and self._wrong(selector) is not None:
                    return selector
        return None

    def _wrong(self, selector: Selector) -> Value | None:
        return next((selector.labels[key] for key in self.facts.pods.labels if key in selector.labels), None)

    @property
    def near_place(self) -> Span | None:
        """Where the label of ``near_selector`` is written."""
        near = self.near_selector
        return of_value(self._wrong(near), near.place) if near is not None else None

    @property
    def selector_notes(self) -> tuple[Note, ...]:
        """The selectors that there are, as evidence."""
        return tuple(
            Note(f"selects {selector}", selector.place)
            for profile in self._cluster.profiles
            for selector in profile.selectors
        )

    @property
    def candidates(self) -> tuple[FargateProfile, ...]:
        """The profiles that match, or may match, its pods."""
        return tuple(p for p in self._cluster.profiles if not p.matches(self.facts.pods.namespace, self.labels).no)

    # Its add-on

    @cached_property
    def addon(self) -> Addon | None:
        return self._addons.named(self.facts.pods.addon)

    @cached_property
    def has_addon(self) -> Answer:
        return self._addons.has(self.facts.pods.addon)

    @cached_property
    def configuration(self) -> Configuration:
        return self.addon.settings if self.addon is not None else Configuration()

    @cached_property
    def faults(self) -> tuple[ConfigurationFault, ...]:
        """What is wrong with its configuration. Empty if nothing, or not known."""
        found = self.configuration
        if found.fault is not None:
            return (ConfigurationFault("unreadable", unreadable=found.fault),)
        faults = [
            ConfigurationFault("key", key, near=self.facts.nearest(key) or "")
            for key in found.data
            if self.facts.key(key) is None
        ]
        kind = found.text(self.facts.compute_type.key)
        if kind is not None and kind.lower() not in (*self.facts.compute_type.accepted, *self.facts.compute_type.other):
            faults.append(ConfigurationFault("compute type", kind))
        return tuple(faults)

    def fix_of(self, word: str) -> Fix | None:
        """The edit that mends one of ``faults``, where it is plain what was meant."""
        meant = self.facts.nearest(word) if word in self.configuration.data else None
        if meant is not None and meant.lower() != re.sub("[_-]", "", word.lower()):
            meant = None
        if word and word == self.configuration.text(self.facts.compute_type.key):
            meant = "Fargate" if difflib.get_close_matches(word.lower(), ["fargate"], 1, 0.7) else None
        return edits.word(self._resources.files, self.place_of(word), word, meant) if meant is not None else None

    def place_of(self, word: str) -> Span | None:
        """Where a word of the configuration stands: in the text, or in what jsonencode() made the text of."""
        return self.addon.place_of(word) if self.addon is not None else None

    @cached_property
    def compute_type(self) -> Answer:
        """Whether the add-on's configuration puts it on Fargate; the evidence of a no is where it puts it instead."""
        if self.addon is None or self.configuration.ignored:
            return NO
        kind = self.configuration.data.get(self.facts.compute_type.key)
        if kind is None:
            return self.configuration.has(self.facts.compute_type.key)
        if isinstance(kind, str) and HOLE in kind:
            value = self.configuration.value
            if value is None:
                return undecided("computeType is not known", self.configuration.place)
            return undecided_by(value, self.configuration.place)
        if isinstance(kind, str) and self.facts.is_fargate(kind):
            return YES
        return no("", self.configuration.place, str(kind))

    @property
    def addon_place(self) -> Span | None:
        """Where the add-on's configuration is, or would be written."""
        if self.configuration.place is not None:
            return self.configuration.place
        return self.addon.span if self.addon is not None else self.missing_addon_place

    @property
    def order_place(self) -> Span | None:
        """Where its order is written (before_compute of the eks module) or would be: the add-on's header."""
        if self.addon is None:
            return None
        early = entry_of(self._resources, self.addon.instance).get("before_compute")
        return of_value(early, self.addon.span) if flag(early, False).yes else self.addon.span

    @cached_property
    def missing_addon_place(self) -> Span | None:
        """Where the add-on would be added: the first line of the argument or collection of add-ons, else the cluster's
        header."""
        call = self._cluster.call
        for name in ADDON_ARGUMENTS if call is not None else ():
            assert call is not None
            value = call.arguments.get(name)
            if value is not None and not value.is_null and name in call.argument_spans:
                return call.argument_spans[name]
        if call is None:
            for declaration in self._resources.root.declarations.values():
                # Switched off by count or for_each.
                if declaration.type == "aws_eks_addon" and not declaration.instances and "coredns" in declaration.name:
                    return declaration.span
            for addon in self._addons:
                where = place.of_collection(addon.instance.declaration)
                if where is not None:
                    return where
        return self._cluster.place

    # Without an add-on

    @cached_property
    def self_managed(self) -> Answer:
        """Whether EKS itself installs CoreDNS with the cluster (bootstrap_self_managed_addons, on by default)."""
        if self._cluster.instance is None:
            return self._cluster.doubt
        return flag(self._cluster.instance.written("bootstrap_self_managed_addons"), True)

    @cached_property
    def may_be_set_up_unseen(self) -> Answer:
        """Whether a module that cannot be seen may set it up: one that says so in its address or source."""
        for call in self._resources.root.opaque:
            if self._resources.facts.coredns.changes.names_coredns(f"{call.address} {call.source}"):
                return undecided_by_module(call)
        return NO

    @cached_property
    def patched_for_fargate(self) -> Answer:
        """Whether something else in this root sets it up for Fargate, surely (yes) or perhaps (unknown)."""
        for hint in hints.hints(self._resources):
            if hint.sure:
                return yes(hint.what, hint.span)
            return undecided(f"{hint.what} may set CoreDNS up: what it runs is not known", hint.span)
        return NO

    @property
    def setup_undecided(self) -> Answer:
        """Unknown where something that decides whether CoreDNS is set up is not known."""
        if self.has_addon.no and self.self_managed.unknown:
            return self.self_managed
        for answer in (self.on_fargate, self.has_addon, self.compute_type, self.may_be_set_up_unseen):
            if answer.unknown:
                return answer
        return NO

    @property
    def profile_notes(self) -> tuple[Note, ...]:
        """The profile that takes its pods, as evidence."""
        return tuple(Note(f"{profile.address} takes CoreDNS", profile.span) for profile in self.profiles[:1])

    @cached_property
    def patch_in_repository(self) -> hints.Hint | None:
        """Something in the rest of the repository that may set it up; roots before scripts."""
        return next(iter(sorted(hints.hints_elsewhere(self._resources), key=lambda hint: not hint.elsewhere)), None)
