"""The instances of a plan, found by module and name, and the configuration behind each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fargate_lint.doors.plan_document import (
    ConfigCall,
    ConfigModule,
    ConfigResource,
    Document,
    ResourceChange,
    StateModule,
    StateResource,
)
from fargate_lint.doors.plan_reference import module_path
from fargate_lint.terraform import address as addresses
from fargate_lint.terraform.instance import Key

Path = tuple[tuple[str, Key], ...]
"""The way to a module instance: names of calls and their keys."""

GONE = frozenset({("delete",), ("forget",)})
"""Changes after which the instance is not ours any more."""
MADE = frozenset({("create",), ("delete", "create"), ("create", "delete"), ("create", "forget"), ("forget", "create")})
"""Changes that make a new thing: its id, and all that refers to it, is known after apply only."""
DEEPEST_MODULE = 64
"""Levels of module calls."""


@dataclass(eq=False, slots=True)
class Planned:
    """One instance as it will be. ``made``: this plan makes it; else it exists, and what nobody wrote may be known."""

    address: str
    mode: str
    type: str
    name: str
    key: Key
    module: str
    path: Path
    after: dict[str, Any]
    unknown: dict[str, Any]
    sensitive: Any
    made: bool
    config: ConfigResource | None = None
    deferred: bool = False
    found: dict[str, Any] = field(default_factory=dict)  # what was asked before, by the reader of its values

    @property
    def local_name(self) -> str:
        """The address of its block within its module."""
        return f"data.{self.type}.{self.name}" if self.mode == "data" else f"{self.type}.{self.name}"

    @property
    def expressions(self) -> dict[str, Any]:
        return self.config.expressions if self.config is not None else {}


class Tree:
    """``instances`` in address order; what a plan deletes or forgets (``gone``) or deposes is not among them. ``moved``
    tells the addresses of before."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = document.configuration.root_module
        self._configs: dict[tuple[str, ...], ConfigModule | None] = {(): self.root}
        self._blocks: dict[tuple[str, ...], dict[str, ConfigResource]] = {}
        self.moved: dict[str, str] = {}
        self.gone: set[str] = set()
        self.instances: dict[str, Planned] = {}
        for change in document.resource_changes:
            self._add_change(change)
        for deferred in document.deferred_changes:
            self._add_change(deferred.resource_change, deferred=True)
        self._add_state()
        self.instances = dict(sorted(self.instances.items()))
        self.groups: dict[tuple[str, str], dict[Key, Planned]] = {}
        for instance in self.instances.values():
            self.groups.setdefault((instance.module, instance.local_name), {})[instance.key] = instance

    def _add_change(self, change: ResourceChange, deferred: bool = False) -> None:
        actions = change.change.actions
        if change.mode not in ("managed", "data") or change.deposed is not None:
            return
        if actions in GONE:
            self.gone.add(change.address)
            return
        if change.previous_address:
            self.moved[change.address] = change.previous_address
        after, unknown = change.change.after, change.change.after_unknown
        path = module_path(change.module_address)
        self.instances[change.address] = Planned(
            change.address,
            change.mode,
            change.type,
            change.name,
            change.index,
            change.module_address,
            path,
            after if isinstance(after, dict) else {},
            unknown if isinstance(unknown, dict) else {},
            change.change.after_sensitive,
            change.mode == "managed" and actions in MADE,
            self.block(path, change.mode, change.type, change.name),
            deferred or change.index_unknown,
        )

    def _add_state(self) -> None:
        """Data read while planning, and what a partial or refresh-only plan does not speak of."""
        state = self.document.prior_state
        if state is None or state.values is None:
            return
        partial = self.is_partial or not self.document.resource_changes
        spoken = {change.address for change in self.document.resource_changes}
        for module, resource in _states(state.values.root_module):
            if resource.address in spoken or resource.deposed_key or resource.mode not in ("managed", "data"):
                continue
            path = module_path(module)
            block = self.block(path, resource.mode, resource.type, resource.name)
            if block is None or (resource.mode == "managed" and not partial):
                continue
            self.instances[resource.address] = Planned(
                resource.address,
                resource.mode,
                resource.type,
                resource.name,
                resource.index,
                module,
                path,
                resource.values or {},
                {},
                resource.sensitive_values,
                False,
                block,
            )

    # The configuration

    def config(self, path: Path) -> ConfigModule | None:
        """The module that an instance of it is made from."""
        names = tuple(name for name, _ in path)
        if names not in self._configs:
            above = self.config(path[:-1])
            call = above.module_calls.get(names[-1]) if above is not None else None
            self._configs[names] = call.module if call is not None else None
        return self._configs[names]

    def call(self, path: Path) -> ConfigCall | None:
        """The call that makes a module instance."""
        above = self.config(path[:-1]) if path else None
        return above.module_calls.get(path[-1][0]) if above is not None else None

    def block(self, path: Path, mode: str, type: str, name: str) -> ConfigResource | None:
        """The resource block behind an instance."""
        return self.block_at(path, f"data.{type}.{name}" if mode == "data" else f"{type}.{name}")

    def block_at(self, path: Path, local: str) -> ConfigResource | None:
        """The resource block of this address within its module."""
        names = tuple(name for name, _ in path)
        if names not in self._blocks:
            config = self.config(path)
            self._blocks[names] = {r.address: r for r in config.resources} if config is not None else {}
        return self._blocks[names].get(local)

    # Module instances

    @cached_property
    def modules(self) -> dict[str, Path]:
        """Every module instance by address, the root as ""; those of calls without count and for_each too, which may
        have no instance of their own."""
        found: dict[str, Path] = {"": ()}
        for instance in self.instances.values():
            for size in range(1, len(instance.path) + 1):
                part = instance.path[:size]
                found.setdefault(module_address(part), part)
        seen = {(path[:-1], path[-1][0]) for path in found.values() if path}
        waiting = list(found.values())
        while waiting:
            path = waiting.pop()
            config = self.config(path)
            for name, call in config.module_calls.items() if config is not None else ():
                repeated = call.count_expression is not None or call.for_each_expression is not None
                if not repeated and (path, name) not in seen and len(path) < DEEPEST_MODULE:
                    inner = (*path, (name, None))
                    found[module_address(inner)] = inner
                    waiting.append(inner)
        return dict(sorted(found.items()))

    @cached_property
    def _children(self) -> dict[Path, list[Path]]:
        children: dict[Path, list[Path]] = {}
        for path in self.modules.values():
            if path:
                children.setdefault(path[:-1], []).append(path)
        return children

    def called(self, path: Path, name: str) -> list[Path]:
        """The instances of one call."""
        return [child for child in self._children.get(path, ()) if child[-1][0] == name]

    @cached_property
    def _by_type(self) -> dict[str, list[Planned]]:
        found: dict[str, list[Planned]] = {}
        for instance in self.instances.values():
            if instance.mode == "managed":
                found.setdefault(instance.type, []).append(instance)
        return found

    def of_type(self, type: str) -> list[Planned]:
        return self._by_type.get(type, [])

    @cached_property
    def by_id(self) -> dict[str, Planned]:
        """Existing things by their id or ARN: a text that equals one is that thing. Made here before looked up."""
        found: dict[str, Planned] = {}
        for mode in ("managed", "data"):
            for instance in self.instances.values():
                if instance.mode != mode or instance.made:
                    continue
                for name in ("id", "arn"):
                    text = instance.after.get(name)
                    if isinstance(text, str) and is_identifier(text):
                        found.setdefault(text, instance)
        return found

    # Whether all of it is there

    @property
    def is_partial(self) -> bool:
        """Whether the plan says of itself that something is missing from it."""
        return self.document.complete is False or self.document.errored or bool(self.document.deferred_changes)

    @cached_property
    def missing(self) -> str:
        """Why absence proves nothing, in a sentence; "" where the plan is complete."""
        if self.document.errored:
            return "the plan ended in an error, and what came after it is missing: mend that, and plan again"
        if self.document.deferred_changes:
            return "the plan puts some changes off: apply it, and plan again"
        if self.document.complete is False:
            return "the plan is partial (-target, -exclude): plan without it"
        if self.document.complete is None:
            lacking = self._lacking()
            if lacking:
                return f"the plan says nothing of {lacking}, so it may be partial: plan without -target"
        return ""

    def _lacking(self) -> str:
        """A block that must have an instance and has none: a plan from before ``complete`` was written."""
        if not self.document.resource_changes or self.document.destroys:
            return ""
        for module, path in self.modules.items():
            config = self.config(path)
            for block in config.resources if config is not None else ():
                repeated = block.count_expression is not None or block.for_each_expression is not None
                if block.mode == "managed" and not repeated and (module, block.address) not in self.groups:
                    return addresses.join(module, block.address)
        return ""


def is_identifier(text: str) -> bool:
    """Whether a text can only be the name that AWS gave: an ARN, or a prefix and a hexadecimal number."""
    if text.startswith("arn:"):
        return True
    prefix, dash, number = text.rpartition("-")
    return bool(dash) and prefix.isalnum() and len(number) in (8, 17) and all(c in "0123456789abcdef" for c in number)


def module_address(path: Path) -> str:
    """``module.a["x"].module.b``."""
    return ".".join(f"module.{name}{addresses.key_text(key)}" for name, key in path)


def _states(module: StateModule) -> Iterator[tuple[str, StateResource]]:
    waiting = [module]
    while waiting:
        current = waiting.pop()
        for resource in current.resources:
            yield current.address, resource
        waiting.extend(current.child_modules)
