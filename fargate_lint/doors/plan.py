"""The plan's JSON as a root: the same instances, references and values as from the sources, without one source file.

What only apply knows is identified through the configuration that the plan carries. Where that leaves open which of
several things is meant, the root comes in several readings, and only what all of them say is so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fargate_lint.diagnostic import Diagnostic, Severity
from fargate_lint.doors.plan_choice import MOST_READINGS, Choices, Reading
from fargate_lint.doors.plan_document import ConfigResource, Document, ProviderConfig
from fargate_lint.doors.plan_order import PlanOrder
from fargate_lint.doors.plan_reference import references
from fargate_lint.doors.plan_resolve import Resolver, is_constant
from fargate_lint.doors.plan_shape import at
from fargate_lint.doors.plan_tree import Path, Planned, Tree
from fargate_lint.doors.plan_values import PlanContent, Reader
from fargate_lint.terraform import address as addresses
from fargate_lint.terraform import registry
from fargate_lint.terraform.instance import Content, Declaration, Instance, Key, ModuleCall, Provider, Root
from fargate_lint.terraform.source import parse_source
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Unknown, Value, string

MOST_WORK = 20_000
"""Instances in all readings of a plan together."""
LOCAL_SOURCES = ("./", "../", ".\\", "..\\")


@dataclass(frozen=True, slots=True)
class Plan:
    """``root`` is the most likely reading; ``others`` gives the rest, each with what it reads otherwise."""

    root: Root
    tree: Tree
    choices: Choices
    path: str
    region: str | None

    def others(self) -> Iterator[tuple[Reading, Root]]:
        """The other readings, each with what the plan leaves open."""
        most = max(2, min(MOST_READINGS, MOST_WORK // max(1, len(self.tree.instances))))
        for reading in list(self.choices.others(most)):
            yield reading, Builder(self.tree, Choices(reading), self.region).root(self.path)


def load_plan(document: Document, path: str, region: str | None = None) -> Plan:
    """The root that a plan makes. ``path`` is the folder that reports and fingerprints speak of; ``region`` counts
    where no provider says one."""
    tree = Tree(document)
    builder = Builder(tree, Choices(), region)
    root = builder.root(path)
    for declaration in root.declarations.values():
        for instance in declaration.instances:
            _look_at(instance.content)
    if root.order is not None and len(tree.groups) < 5000:
        for name in root.declarations:
            root.order.needs(name)
    return Plan(root, tree, builder.choices, path, region)


def _repeated_by(key: Key) -> str:
    return {int: "count", str: "for_each"}.get(type(key), "")


def _look_at(content: Content, depth: int = 0) -> None:
    """Evaluate everything, so that all that is open is known."""
    for name in content.names():
        content.written(name)
    for type in content.block_types() if depth < 32 else ():
        for block in content.blocks(type):
            _look_at(block, depth + 1)


class Builder:
    """Makes the root of one reading."""

    def __init__(self, tree: Tree, choices: Choices, region: str | None) -> None:
        self.tree = tree
        self.choices = choices
        self.reader = Reader(Resolver(tree), choices)
        self._region = region
        self._providers: dict[str, Provider] = {}

    def root(self, path: str) -> Root:
        declarations: dict[str, Declaration] = {}
        for (module, name), group in sorted(self.tree.groups.items()):
            declaration = self._declaration(module, name, group)
            declarations[declaration.address] = declaration
        return Root(
            path=path,
            declarations=dict(sorted(declarations.items())),
            calls=tuple(self._calls()),
            outputs=self._outputs(),
            diagnostics=list(self._diagnostics()),
            order=PlanOrder(self.tree, self.choices),
            incomplete=self.tree.missing,
        )

    def _declaration(self, module: str, name: str, group: dict[Any, Planned]) -> Declaration:
        some = next(iter(group.values()))
        declaration = Declaration(
            address=addresses.join(module, name),
            mode=some.mode,
            type=some.type,
            name=some.name,
            module=module,
            repeated_by=_repeated_by(some.key),
        )
        declaration.instances.extend(self._instance(planned, declaration) for planned in group.values())
        return declaration

    def _instance(self, planned: Planned, declaration: Declaration) -> Instance:
        block = planned.config
        content = self.reader.content(planned)
        return Instance(
            address=planned.address,
            mode=planned.mode,
            type=planned.type,
            name=planned.name,
            module=planned.module,
            key=planned.key,
            count_unknown=planned.deferred,
            content=content,
            declaration=declaration,
            provider=self._provider(planned),
            depends_on=tuple(self._depends_on(block, planned.module)) if block is not None else (),
            provisioners=tuple(self._provisioners(block, planned)) if block is not None else (),
            computed=lambda name: self.reader.computed(planned, name),
        )

    def _depends_on(self, block: ConfigResource, module: str) -> Iterator[Reference]:
        for written in references(block.depends_on):
            names = written.names
            if written.root == "module" and len(names) > 1:
                yield Reference("module", addresses.join(module, *names[:2]))
            elif written.root == "data":
                yield Reference("data", addresses.join(module, *names[:3]))
            elif len(names) > 1:
                yield Reference("managed", addresses.join(module, *names[:2]))

    def _provisioners(self, block: ConfigResource, planned: Planned) -> Iterator[tuple[str, Content]]:
        """A plan does not say when a provisioner runs, nor the text of a command with anything put in."""
        for provisioner in block.provisioners:
            after = {
                name: expression["constant_value"]
                for name, expression in provisioner.expressions.items()
                if is_constant(expression)
            }
            unknown = {name: True for name in provisioner.expressions if name not in after}
            yield (
                provisioner.type,
                PlanContent(
                    self.reader, planned, after, unknown, None, provisioner.expressions, f"{provisioner.type}."
                ),
            )

    # Providers

    def _provider(self, planned: Planned) -> Provider:
        key = planned.config.provider_config_key if planned.config is not None else ""
        if key not in self._providers:
            self._providers[key] = self._configured(key, planned.type)
        provider = self._providers[key]
        merged = planned.after.get("tags_all")
        if isinstance(merged, dict) and merged and not planned.unknown.get("tags_all"):
            tags = self.reader.plain(merged, at(planned.sensitive, "tags_all"))
            return Provider(name=provider.name, alias=provider.alias, region=provider.region, default_tags=tags)
        return provider

    def _configured(self, key: str, type: str) -> Provider:
        config = self._provider_config(key)
        name, _, alias = key.rpartition(":")[2].partition(".")
        name = name or type.partition("_")[0]
        expressions = config.expressions if config is not None else {}
        region = self._expression_value(expressions.get("region"), f"provider.{name}.region")
        if (region is None or region.is_unknown) and self._region and name == "aws":
            region = string(self._region)
        if region is None and name == "aws":
            region = self._region_in_state(key)
        tags = expressions.get("default_tags")
        inner = tags[0].get("tags") if isinstance(tags, list) and tags and isinstance(tags[0], dict) else None
        return Provider(
            name=name,
            alias=alias or None,
            region=region,
            default_tags=self._expression_value(inner, f"provider.{name}.default_tags"),
        )

    def _provider_config(self, key: str) -> ProviderConfig | None:
        """The configuration of this name; a module that only requires the provider has that of its caller."""
        known = self.tree.document.configuration.provider_config
        module, _, name = key.rpartition(":")
        while True:
            found = known.get(f"{module}:{name}" if module else name)
            if (found is not None and found.expressions) or not module:
                return found
            module = module.rpartition(".module.")[0]

    def _expression_value(self, expression: Any, label: str) -> Value | None:
        return None if expression is None else self.reader.argument(label, expression, ())

    def _region_in_state(self, key: str) -> Value | None:
        """The region that data.aws_region answered with under this provider configuration."""
        for instance in self.tree.instances.values():
            if instance.mode == "data" and instance.type == "aws_region" and instance.config is not None:
                text = instance.after.get("region") or instance.after.get("name")
                if instance.config.provider_config_key == key and isinstance(text, str):
                    return string(text)
        return None

    # Modules

    def _calls(self) -> Iterator[ModuleCall]:
        seen: dict[str, Path] = {}
        for path in self.tree.modules.values():
            if path:
                seen.setdefault(".".join(f"module.{name}" for name, _ in path), path)
        for address, path in sorted(seen.items()):
            call = self.tree.call(path)
            if call is None:
                continue
            source = parse_source(call.source)
            own = all(self._is_own(path[:size]) for size in range(1, len(path)))
            yield ModuleCall(
                address=address,
                source=call.source,
                version=call.version_constraint,
                resolved="local" if call.source.startswith(LOCAL_SOURCES) else "installed",
                detail="as the plan has it",
                parent=".".join(f"module.{name}" for name, _ in path[:-1]),
                package=source.registry_name,
                judged_version=registry.resolve(source, call.version_constraint),
                arguments={
                    name: self.reader.argument(f"{address}.{name}", expression, path[:-1])
                    for name, expression in sorted(call.expressions.items())
                },
                in_user_code=own,
            )

    def _is_own(self, path: Path) -> bool:
        """Whether a module is in the reader's own code: called by a relative path."""
        call = self.tree.call(path)
        return call is not None and call.source.startswith(LOCAL_SOURCES)

    def _outputs(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, output in sorted(self.tree.root.outputs.items()):
            change = self.tree.document.output_changes.get(name)
            if change is not None and change.actions == ("delete",):
                continue
            if output.sensitive or change is None:
                found[name] = Value(
                    DYNAMIC,
                    Unknown("plan", f"output.{name} is not said", waits_for=f"output.{name}"),
                    None,
                    None,
                    output.sensitive,
                )
            elif change.after_unknown is True:
                found[name] = self.reader.argument(f"output.{name}", output.expression, ())
            else:
                found[name] = self.reader.plain(change.after, change.after_sensitive)
        return found

    def _diagnostics(self) -> Iterator[Diagnostic]:
        document = self.tree.document
        if document.destroys:
            yield Diagnostic("plan", Severity.INFO, "the plan destroys everything: there is nothing to lint")
        elif self.tree.missing:
            yield Diagnostic("plan", Severity.WARNING, f"{self.tree.missing}; nothing is reported as missing")
