"""A module call: where its source is, its instances, and what references to it give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate
from fargate_lint.hcl import syntax
from fargate_lint.terraform import address as addresses
from fargate_lint.terraform import provider, refused
from fargate_lint.terraform.arguments import META_ARGUMENTS
from fargate_lint.terraform.instance import Key, ModuleCall
from fargate_lint.terraform.location import Location, Wanted, locate
from fargate_lint.terraform.namespace import Unseen
from fargate_lint.terraform.repetition import Repetition, instance_scope, repetition
from fargate_lint.terraform.session import DEEPEST_MODULE, MODULE_STEPS
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Unknown, Value

if TYPE_CHECKING:
    from fargate_lint.terraform.module import Module


class Call:
    """A ``module`` block in one module instance."""

    def __init__(self, module: Module, name: str, block: syntax.Block) -> None:
        self.module = module
        self.name = name
        self.block = block
        self.address = addresses.join(module.address, "module", name)
        self.path = addresses.join(module.path, "module", name)
        self.header: Span | None = module.header if module.config.external else block.header

    # Where the source is

    @cached_property
    def source(self) -> str:
        return self._text("source") or ""

    @cached_property
    def version(self) -> str | None:
        return self._text("version")

    def _text(self, name: str) -> str | None:
        attribute = self.block.body.attributes.get(name)
        if attribute is None:
            return None
        try:
            return evaluate(attribute.value, self.module.scope).text
        except EvaluationError as error:
            self.module.session.report(error.diagnostic)
            return None

    @property
    def arguments(self) -> dict[str, syntax.Attribute]:
        """The arguments passed to the module, without those that speak to Terraform."""
        return {name: a for name, a in self.block.body.attributes.items() if name not in META_ARGUMENTS}

    @cached_property
    def handed(self) -> Mapping[str, str]:
        """Its ``providers`` argument: the module's names of provider configurations to the caller's."""
        return provider.handed(self.block.body.attributes.get("providers"))

    @cached_property
    def location(self) -> Location:
        """How the source was resolved."""
        module = self.module
        wanted = Wanted(
            source=self.source,
            version=self.version,
            arguments=frozenset(self.arguments),
            caller=module.config,
            judged=module.caller.location.version if module.caller is not None else None,
            top=module.folders[0],
            path=(*module.calls_around, self.name),
        )
        location = locate(wanted, module.session)
        config = location.config
        if config is None:
            return location
        depth = len(self.module.folders)
        if depth >= DEEPEST_MODULE or self.module.folders.count(config.folder) > 1:
            message = (
                f"{self.path} calls modules {depth} levels deep"
                if depth >= DEEPEST_MODULE
                else f"{self.path} calls a module that calls itself ({config.folder})"
            )
            self.module.session.report(Diagnostic("limit", Severity.ERROR, message, self.block.header))
            return Location(resolved="opaque", detail=message)
        return location

    # Instances

    @cached_property
    def repetition(self) -> Repetition:
        return repetition(self.block, self.module.scope, self.module.session, self.address)

    @cached_property
    def instances(self) -> dict[Key, Module]:
        """The module instances; empty for an opaque module."""
        from fargate_lint.terraform.module import Argument, Module

        location = self.location
        if location.config is None:
            return {}
        found: dict[Key, Module] = {}
        size = MODULE_STEPS + len(location.config.resources) + len(location.config.calls)
        self.module.session.budget.spend(size * len(self.repetition.keys), self.block.header)
        for key, value in self.repetition.keys:
            scope = instance_scope(self.module.scope, self.repetition.kind, key, value, self.address)
            found[key] = Module(
                location.config,
                self.module.session,
                {name: Argument(a.value, scope) for name, a in self.arguments.items()},
                call=self,
                key=key,
            )
        return found

    def value(self) -> Value:
        """What ``module.name`` gives: an object of outputs, or a list or map of such objects."""
        return self._value

    @cached_property
    def _value(self) -> Value:
        instances = [self._object(key) for key, _ in self.repetition.keys]
        return self.repetition.collected(self.address, instances, Reference("output", self.address), None)

    def _object(self, key: Key) -> Value:
        module = self.instances.get(key)
        if module is not None:
            return module.as_object()
        address = self.address + addresses.key_text(key)
        reason = f"{address} cannot be seen ({self.location.detail})"

        known = self.module.session.options.known

        def output(name: str) -> Value:
            planned = known.output(address, name) if known is not None else None
            if planned is not None:
                return planned
            why = Unknown("module", reason, waits_for=self.address)
            return Value(DYNAMIC, why, Reference("output", address, (name,)))

        return Value(DYNAMIC, Unseen(address, output))

    def refusals(self) -> Iterator[Diagnostic]:
        """Why Terraform refuses the call of a module in sight: its folder is not there, arguments that lack or that it
        has no variable for. Of a registry module FGL521 speaks, which knows what each release is called."""
        location = self.location
        if location.is_missing:
            yield refused.folder_missing(self.block, self.source)
        config = location.config
        if config is None or location.resolved not in ("local", "installed") or location.package or config.broken:
            return
        yield from refused.arguments(self.block, self.arguments, config.variables)

    # What reports say

    @cached_property
    def row(self) -> ModuleCall:
        """This call for reports and rules."""
        attributes = self.block.body.attributes
        spans = {name: attribute.name_span for name, attribute in self.arguments.items()}
        source, version = attributes.get("source"), attributes.get("version")
        location = self.location
        return ModuleCall(
            address=self.path,
            source=self.source,
            version=self.version,
            resolved=location.resolved,
            detail=location.detail,
            span=self.block.header,
            parent=self.module.path,
            folder=location.config.folder if location.config is not None else None,
            arguments=Arguments(self),
            argument_spans=spans,
            package=location.package,
            judged_version=location.version,
            source_span=source.value.span if source is not None else None,
            version_span=version.value.span if version is not None else None,
            in_user_code=not self.module.config.external,
            is_missing=location.is_missing,
        )


class Arguments(Mapping[str, Value]):
    """The arguments of a call, evaluated when looked at (in the first instance)."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._values: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        if name not in self._values:
            call = self._call
            attribute = call.arguments[name]
            kind, keys = call.repetition.kind, call.repetition.keys
            first = (kind, *keys[0]) if keys else ("unknown", None, None)
            scope = instance_scope(call.module.scope, *first, call.address)
            self._values[name] = call.module.session.settle(
                (id(call), "argument", name),
                f"{call.address}.{name}",
                attribute.span,
                lambda: evaluate(attribute.value, scope),
            )
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._call.arguments)

    def __len__(self) -> int:
        return len(self._call.arguments)
