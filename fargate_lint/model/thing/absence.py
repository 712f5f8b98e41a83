"""May something be there that we do not see? Absence is asserted only when the answer is no.

What could hide it: a block that could not be read, a module whose source cannot be seen and which is handed the thing
that the missing one would hang on (a VPC id, subnets, a cluster's name), and another root that reads the same state.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from fargate_lint.model.thing.doubt import undecided_by_module
from fargate_lint.model.thing.resource_id import Identities, ResourceId
from fargate_lint.model.thing.walk import leaves
from fargate_lint.terraform.instance import ModuleCall, Root, Sibling
from fargate_lint.values.answer import NO, Answer, undecided


class Unseen:
    """Asks what a root may hold beyond what was evaluated. ``harmless`` are registry packages that make nothing of a
    network or a cluster (facts/modules.toml)."""

    def __init__(self, root: Root, identities: Identities, harmless: Collection[str]) -> None:
        self._root = root
        self._identities = identities
        self._harmless = tuple(harmless)

    def may_exist(self, types: Collection[str], anchors: Collection[ResourceId], names: Collection[str] = ()) -> Answer:
        """No if nothing unseen can be a resource of these types; else unknown, with what hides it.

        ``anchors`` are the things such a resource would be attached to; ``names`` their names as plain text (a
        cluster's name is often handed on as a variable). Without anchors any opaque module counts.
        """
        if self._root.incomplete:
            return undecided(self._root.incomplete, code="plan")
        for broken in self._root.broken:
            if self._may_be(broken.type, broken.labels, types):
                return undecided(
                    f"{broken.span.path.rsplit('/', 1)[-1]}:{broken.span.line} could not be read: mend it first",
                    broken.span,
                    code="unread",
                )
        for call, things, texts in self._opaque:
            if not anchors and not names:
                return undecided_by_module(call)
            if things.intersection(anchors) or texts.intersection(names):
                return undecided_by_module(call)
        for sibling in self._root.siblings:
            if anchors and not any(self._is_read(thing, sibling) for thing in anchors):
                continue
            if sibling.types is None or not sibling.types.isdisjoint(types) or self._opaque_sources(sibling):
                reason = f"{sibling.name} reads the same state and may have it: the two are not linked"
                return undecided(reason, code="elsewhere", waits_for=sibling.name)
        return NO

    def _is_read(self, thing: ResourceId, sibling: Sibling) -> bool:
        """Whether a thing may be handed to a sibling: one of this configuration only by the state that it is in."""
        return thing.kind != "managed" or self._root.folder_of(thing.name) in sibling.reads

    def _opaque_sources(self, sibling: Sibling) -> bool:
        return any(not self._harmless_source(source) for source in sibling.sources)

    def any_module(self, anchors: Collection[ResourceId]) -> Answer:
        """Like ``may_exist``, for machines: a harmless module too may make one in a subnet that it is handed."""
        answer = self.may_exist(("aws_instance",), anchors)
        if not answer.no:
            return answer
        for call in self._root.opaque:
            for value in call.arguments.values():
                for leaf in leaves(value):
                    if leaf.ref is not None and self._identities.thing(leaf) in anchors:
                        return undecided_by_module(call)
        return NO

    @staticmethod
    def _may_be(type: str | None, labels: tuple[str, ...], types: Collection[str]) -> bool:
        if type is None or type == "module":
            return True
        return type == "resource" and (not labels or labels[0] in types)

    @cached_property
    def _opaque(self) -> tuple[tuple[ModuleCall, frozenset[ResourceId], frozenset[str]], ...]:
        found = []
        for call in self._root.opaque:
            if self.is_harmless(call):
                continue
            things: set[ResourceId] = set()
            texts: set[str] = set()
            for value in call.arguments.values():
                for leaf in leaves(value):
                    thing = self._identities.thing(leaf) if leaf.ref is not None or leaf.is_lazy else None
                    if thing is not None:
                        things.add(thing)
                        things.add(ResourceId(thing.kind, thing.name))
                    if leaf.text:
                        texts.add(leaf.text)
            found.append((call, frozenset(things), frozenset(texts)))
        return tuple(found)

    def handed(self, anchors: Collection[ResourceId], names: Collection[str]) -> Iterator[ModuleCall]:
        """The opaque modules that are handed one of these things, or its name."""
        for call, things, texts in self._opaque:
            if things.intersection(anchors) or texts.intersection(names):
                yield call

    @cached_property
    def opaque(self) -> tuple[ModuleCall, ...]:
        """The modules that cannot be seen, but for harmless ones."""
        return tuple(call for call, _, _ in self._opaque)

    def is_harmless(self, call: ModuleCall) -> bool:
        """Whether the module is known to make nothing of a network or a cluster."""
        return self._harmless_source(call.package or call.source)

    def _harmless_source(self, source: str) -> bool:
        return any(
            source == package or source.startswith((package + "/", package + "//")) for package in self._harmless
        )


def speaks_of(call: ModuleCall, word: str) -> bool:
    """Whether a call's address, source or inputs have a word that begins so ("eks", "fargate")."""
    texts = [call.address, call.source, *call.arguments]
    texts += [leaf.text for value in call.arguments.values() for leaf in leaves(value) if leaf.text]
    return any(piece.startswith(word) for text in texts for piece in _words(text))


def _words(text: str) -> list[str]:
    """Its words in small letters: runs of letters and digits."""
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
