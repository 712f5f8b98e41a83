"""Calls of registry modules: how they are pinned, and whether the version has the arguments that are passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fargate_lint.diagnostic import Span
from fargate_lint.facts.modules import load_modules
from fargate_lint.model.thing.place import of_value
from fargate_lint.model.thing.resources import Resources
from fargate_lint.model.thing.walk import leaves
from fargate_lint.terraform import registry
from fargate_lint.terraform.arguments import Unsupported, argument_table
from fargate_lint.terraform.instance import Instance, ModuleCall
from fargate_lint.terraform.source import parse_source
from fargate_lint.terraform.version import parse_constraint, parse_version
from fargate_lint.values.value import SymbolicKey, Value


@dataclass(frozen=True, slots=True)
class DroppedKey:
    """A key that a typed argument drops without a word. ``known`` are those that it keeps."""

    argument: str
    entry: str
    key: str
    known: tuple[str, ...]
    span: Span | None


class RegistryCall:
    """A call, in the reader's own code, of a public module that we have facts on."""

    def __init__(self, call: ModuleCall) -> None:
        self.call = call
        self.source = parse_source(call.source)

    @property
    def address(self) -> str:
        return self.call.address

    @property
    def name(self) -> str:
        """ "terraform-aws-modules/eks/aws", with "//modules/…" for a submodule."""
        return self.source.name

    @property
    def names_network_or_cluster(self) -> bool:
        """Whether it is the vpc or eks module or a submodule of theirs."""
        return load_modules().is_network_or_cluster(self.source.registry_name or "")

    @cached_property
    def version(self) -> str | None:
        """The version that it is judged by, None if that cannot be told."""
        return self.call.judged_version or registry.resolve(self.source, self.call.version)

    @cached_property
    def constraint(self) -> str:
        """What pins it: the version argument, or the ref of a git source; "" where nothing does."""
        if self.source.kind == "registry":
            return (self.call.version or "").strip()
        return self.source.ref or ""

    @cached_property
    def open_ended(self) -> bool:
        """Whether it is pinned from below only."""
        try:
            return self.source.kind == "registry" and parse_constraint(self.constraint).open_ended
        except ValueError:
            return False

    @property
    def pin_place(self) -> Span | None:
        """Where its version is written, else its header."""
        return self.call.version_span or self.call.span

    @cached_property
    def refused_by_newest(self) -> tuple[str, ...]:
        """Arguments passed that the newest known version does not take."""
        newest = registry.resolve(self.source, None)
        if newest is None or self.source.kind != "registry":
            return ()
        return tuple(
            name for name in self.call.argument_spans if registry.unsupported(self.source, newest, name) is not None
        )

    def unsupported(self) -> Iterator[tuple[Unsupported, Span]]:
        """The arguments passed that its version does not take, with their places."""
        table = argument_table(registry.module_name(self.source) or "")
        if self.version is None or table is None or not table.arguments(parse_version(self.version)):
            return  # a release from before our facts begin
        for name, span in self.call.argument_spans.items():
            found = registry.unsupported(self.source, self.version, name)
            if found is not None:
                yield found, span

    def dropped_keys(self) -> Iterator[DroppedKey]:
        """Keys inside typed arguments that the version drops silently."""
        table = argument_table(registry.module_name(self.source) or "")
        if table is None or self.version is None:
            return
        for name, span in self.call.argument_spans.items():
            typed = table.object_keys(name, parse_version(self.version))
            value = self.call.arguments.get(name)
            if typed is None or value is None:
                continue
            shape, known = typed
            for entry, item in _objects(value, shape):
                for key, inner in (item.fields or {}).items():
                    if key not in known and not isinstance(key, SymbolicKey):
                        yield DroppedKey(name, entry, key, tuple(sorted(known)), of_value(inner, span))


def _objects(value: Value, shape: str) -> Iterator[tuple[str, Value]]:
    if shape == "object":
        yield "", value
    elif shape == "map":
        yield from (value.fields or {}).items()
    else:
        yield from ((str(position), item) for position, item in enumerate(value.items or ()))


def registry_calls(resources: Resources) -> Iterator[RegistryCall]:
    """The calls of known public modules in the reader's own code."""
    for call in resources.root.calls:
        if call.in_user_code:
            found = RegistryCall(call)
            if registry.is_known(found.source):
                yield found


def cluster_ids_used_as_names(resources: Resources) -> Iterator[tuple[str, Span | None]]:
    """Where the id that only clusters on Outposts have (aws_eks_cluster.x.cluster_id) is given as a cluster's name: to
    resources, data sources and charts. Addresses with places."""
    for instance in resources.instances.values():
        for argument, value in _cluster_names_given(instance):
            source = resources.instances.get(value.ref.address) if value.ref is not None else None
            if source is not None and source.type == "aws_eks_cluster":
                yield instance.address, value.place or resources.place(instance, argument)


def _cluster_names_given(instance: Instance) -> Iterator[tuple[str, Value]]:
    """(argument, value) of every cluster_id attribute in what an instance is given where a cluster's name is meant."""
    found: list[tuple[str, Value | None]] = []
    if instance.mode == "data":
        found.append(("name", instance.written("name")))
    elif instance.type == "helm_release":
        found.append(("values", instance.written("values")))
        found += [("set", block.written("value")) for block in instance.blocks("set")]
    else:
        found.append(("cluster_name", instance.written("cluster_name")))
    for argument, value in found:
        for leaf in leaves(value) if value is not None else ():
            if leaf.ref is not None and leaf.ref.path == ("cluster_id",):
                yield argument, leaf
