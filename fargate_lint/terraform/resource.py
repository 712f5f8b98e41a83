"""A resource or data source of a module instance: its declaration, its instances, and what references to it give."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.expression import evaluate
from fargate_lint.evaluate.scope import Scope
from fargate_lint.hcl import syntax
from fargate_lint.terraform import address as addresses
from fargate_lint.terraform import data, provider
from fargate_lint.terraform.content import BlockContent
from fargate_lint.terraform.instance import Attributes, Computed, Content, Declaration, Instance, Key, Provider
from fargate_lint.terraform.known import KnownBlock
from fargate_lint.terraform.repetition import Repetition, instance_scope, repetition
from fargate_lint.terraform.session import INSTANCE_STEPS
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Value

if TYPE_CHECKING:
    from fargate_lint.terraform.module import Module


class Resource:
    """Made once per module instance and block; expands itself when asked."""

    def __init__(self, module: Module, mode: str, type: str, name: str, block: syntax.Block) -> None:
        self.module = module
        self.mode = mode
        self.type = type
        self.name = name
        self.block = block
        self.address = addresses.resource(module.address, mode, type, name)
        self.span: Span | None = module.header if module.config.external else block.header

    @cached_property
    def repetition(self) -> Repetition:
        return repetition(self.block, self.module.scope, self.module.session, self.address)

    @cached_property
    def declaration(self) -> Declaration:
        """The declaration with all of its instances."""
        indefinite = self.module.indefinite or self.repetition.kind == "unknown"
        declaration = Declaration(
            address=self.address,
            mode=self.mode,
            type=self.type,
            name=self.name,
            module=self.module.address,
            span=self.span,
            repetition=self.repetition.value,
            repeated_by=next((name for name in ("count", "for_each") if name in self.block.body.attributes), ""),
            indefinite=indefinite,
            at_least=0 if self.module.indefinite else self.repetition.at_least,
        )
        steps = INSTANCE_STEPS * len(self.repetition.keys)
        self.module.session.budget.spend(steps, self.block.header)
        for key, value in self.repetition.keys:
            declaration.instances.append(self._instance(declaration, key, value, indefinite))
        return declaration

    def _instance(self, declaration: Declaration, key: Key, value: Value | None, indefinite: bool) -> Instance:
        scope = instance_scope(self.module.scope, self.repetition.kind, key, value, self.address)
        address = self.address + addresses.key_text(key)
        session = self.module.session
        known = session.options.known.instance(address) if session.options.known is not None else None
        content = BlockContent(
            self.block.body, scope, session, address, self.span, self.span, top=True, indefinite=indefinite, known=known
        )
        instance = Instance(
            address=address,
            mode=self.mode,
            type=self.type,
            name=self.name,
            module=self.module.address,
            key=key,
            count_unknown=indefinite,
            content=content,
            declaration=declaration,
            provider=self._provider(scope, address),
            depends_on=tuple(self._depends_on()),
            provisioners=self._provisioners(scope, address),
        )
        instance.computed = _either(data.computed(instance, scope, session.remote, self.module.folders[0]), known)
        return instance

    def _provider(self, scope: Scope, address: str) -> Provider:
        written = self.block.body.attributes.get("provider")
        named = provider.reference(written.value) if written is not None else None
        which = provider.key_of(written.value) if written is not None else None
        key = None
        if which is not None:
            session = self.module.session
            key = session.settle(
                (id(which), address), f"{address}.provider", which.span, lambda: evaluate(which, scope)
            )
        return self.module.providers.find(named or self.type.partition("_")[0], key)

    def _depends_on(self) -> list[Reference]:
        attribute = self.block.body.attributes.get("depends_on")
        found: list[Reference] = []
        if attribute is not None and isinstance(attribute.value, syntax.Tuple):
            for item in attribute.value.items:
                target = dependency(item, self.module.address)
                if target is not None:
                    found.append(target)
        return found

    def _provisioners(self, scope: Scope, address: str) -> tuple[tuple[str, Content], ...]:
        session = self.module.session
        found: list[tuple[str, Content]] = []
        for block in self.block.body.all("provisioner"):
            content = BlockContent(block.body, scope, session, address, self.span, block.header)
            found.append((block.names[0] if block.labels else "", content))
        return tuple(found)

    def value(self) -> Value:
        """What a reference to this resource gives: an instance, a list or map of them, or an unknown number of them.

        Needs the repetition only, so that instances may refer to each other in circles of different attributes.
        """
        return self._value

    @cached_property
    def _value(self) -> Value:
        ref = Reference(self.mode, self.address)
        instances = [self._object(instance) for instance in self.declaration.instances]
        return self.repetition.collected(self.address, instances, ref, ref)

    def _object(self, instance: Instance) -> Value:
        return Value(DYNAMIC, Attributes(instance.content, instance.ref, instance.computed), instance.ref)


def _either(computed: Computed | None, known: KnownBlock | None) -> Computed | None:
    """An unwritten attribute: as it follows from the written ones, else as the plan has it."""
    if known is None:
        return computed

    def attribute(name: str) -> Value | None:
        found = computed(name) if computed is not None else None
        if found is not None and found.is_known:
            return found
        return known.attribute(name) or found

    return attribute


def dependency(node: syntax.Expression, module: str) -> Reference | None:
    """What an entry of depends_on names: a resource, data source or module call, as a reference without keys."""
    names: list[str] = []
    while True:
        if isinstance(node, syntax.GetAttr):
            names.insert(0, node.name)
            node = node.source
        elif isinstance(node, syntax.Index | syntax.Splat):
            node = node.source
        elif isinstance(node, syntax.TemplateWrap | syntax.Parens):
            node = node.inner
        elif isinstance(node, syntax.Variable):
            names.insert(0, node.name)
            break
        else:
            return None
    if names[0] == "module" and len(names) > 1:
        return Reference("module", addresses.join(module, "module", names[1]))
    if names[0] == "data" and len(names) > 2:
        return Reference("data", addresses.join(module, *names[:3]))
    if names[0] == "resource":
        names = names[1:]
    return Reference("managed", addresses.join(module, *names[:2])) if len(names) > 1 else None
