"""Sources and a plan of them: the evaluator makes identities and places, the plan gives what the sources leave unknown.

From the plan come root variables, results of data sources, attributes of what exists, instance keys, and the insides of
modules whose source cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed

from fargate_lint.diagnostic import Diagnostic, Severity
from fargate_lint.doors.plan import Builder
from fargate_lint.doors.plan_choice import Choices
from fargate_lint.doors.plan_document import Document
from fargate_lint.doors.plan_known import PlanKnown
from fargate_lint.doors.plan_tree import Tree
from fargate_lint.doors.sources import LoadOptions, load_root
from fargate_lint.files import Files
from fargate_lint.terraform import address as addresses
from fargate_lint.terraform.instance import Declaration, Order, Root

UNSEEN = ("stub", "opaque")
"""How a module is resolved whose resources the sources do not show as they are."""


def load_both(path: str, files: Files, document: Document, options: LoadOptions | None = None) -> Root:
    """Read and evaluate the root module in the folder ``path`` with a plan of it. What is wrong stands in the root's
    diagnostics."""
    tree = Tree(document)
    builder = Builder(tree, Choices(strict=True), (options or LoadOptions()).region)
    known = PlanKnown(tree, builder.reader)
    root = load_root(path, files, changed(options or LoadOptions(), known=known))
    planned = builder.root(path)
    if tree.document.destroys:
        root.declarations.clear()
        root.diagnostics.extend(planned.diagnostics)
        return root
    if tree.missing:
        root.diagnostics.append(
            Diagnostic("plan", Severity.WARNING, f"{tree.missing}; what it lacks is judged by the sources alone")
        )
    _drop(root, tree)
    grafted = dict(_grafts(root, planned, tree))
    root.diagnostics.extend(_strangers(root, grafted, tree))
    if grafted:
        root.declarations.update(grafted)
        root.declarations = dict(sorted(root.declarations.items()))
        root.order = _Orders(root.order, planned.order, frozenset(grafted))
        root.calls = tuple(
            changed(call, resolved="installed", detail="as the plan has it")
            if call.resolved == "opaque" and _holds(call.address, grafted)
            else call
            for call in root.calls
        )
    return root


class _Orders:
    """The order of the sources, and of what only the plan has as the plan says."""

    def __init__(self, sources: Order | None, plan: Order | None, grafted: frozenset[str]) -> None:
        self._sources = sources
        self._plan = plan
        self._grafted = grafted

    def needs(self, name: str) -> tuple[str, ...]:
        """See Order."""
        own = self._sources.needs(name) if self._sources is not None else ()
        return tuple(dict.fromkeys((*own, *(self._plan.needs(name) if self._plan is not None else ()))))


def _drop(root: Root, tree: Tree) -> None:
    """What the plan deletes is not there."""
    for declaration in root.declarations.values():
        declaration.instances[:] = [one for one in declaration.instances if one.address not in tree.gone]


def _grafts(root: Root, planned: Root, tree: Tree) -> Iterator[tuple[str, Declaration]]:
    """The declarations that only the plan has: of modules that cannot be seen, and of other sources."""
    stubs = [call.address for call in root.calls if call.resolved == "stub"]
    here = {addresses.without_keys(address) for address in root.declarations}
    for address, declaration in planned.declarations.items():
        bare = addresses.without_keys(address)
        if bare in here or _inside(bare, stubs) or not declaration.instances:
            continue
        if declaration.mode == "data" and not declaration.module:
            continue  # of a check block
        yield address, declaration


def _inside(address: str, calls: list[str]) -> bool:
    return any(address.startswith(f"{call}.") for call in calls)


def _holds(call: str, grafted: dict[str, Declaration]) -> bool:
    return any(addresses.without_keys(address).startswith(f"{call}.") for address in grafted)


def _strangers(root: Root, grafted: dict[str, Declaration], tree: Tree) -> Iterator[Diagnostic]:
    """A warning where the plan is of other sources, with the first address that only one side has."""
    unseen = [call.address for call in root.calls if call.resolved in UNSEEN]
    own = {
        instance.address
        for declaration in root.declarations.values()
        if declaration.mode == "managed" and not declaration.foreign and not declaration.indefinite
        for instance in declaration.instances
        if not _inside(addresses.without_keys(instance.address), unseen)
    }
    theirs = {
        instance.address
        for instance in tree.instances.values()
        if instance.mode == "managed" and not _inside(addresses.without_keys(instance.address), unseen)
    }
    loose = {d.address for d in root.declarations.values() if d.indefinite}
    theirs = {address for address in theirs if not _inside_declaration(address, loose)}
    only = [(address, "sources") for address in own - theirs if not tree.missing]
    only += [(address, "plan") for address in theirs - own]
    if only:
        address, side = min(only)
        message = f"the plan is of other sources: {address} is in the {side} only; plan these sources again"
        yield Diagnostic("plan", Severity.WARNING, message)


def _inside_declaration(address: str, loose: set[str]) -> bool:
    return bool(loose) and addresses.without_keys(address) in {addresses.without_keys(one) for one in loose}
