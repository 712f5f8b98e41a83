"""One instance of a module: its variables, locals, resources, calls and outputs, each evaluated when asked for.

Module graphs may be circular at module level (Terraform's unit is the single variable, local, resource, output), so
nothing here evaluates a module as a whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from msgspec.structs import replace

from fargate_lint import hcl
from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate
from fargate_lint.evaluate.functions.context import Context
from fargate_lint.evaluate.scope import Scope
from fargate_lint.hcl import syntax
from fargate_lint.terraform import address as addresses
from fargate_lint.terraform import constraint
from fargate_lint.terraform.call import Call
from fargate_lint.terraform.config import ModuleConfig
from fargate_lint.terraform.instance import Key
from fargate_lint.terraform.meant import as_meant, is_of_old_provider
from fargate_lint.terraform.namespace import ModuleNames, Namespace, fixed
from fargate_lint.terraform.provider import Providers
from fargate_lint.terraform.resource import Resource
from fargate_lint.terraform.session import Session
from fargate_lint.values.convert import ConversionError
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import BOOL, DYNAMIC
from fargate_lint.values.value import Unknown, Value, string, unknown


class Argument:
    """A value for a variable of a module: an expression in the caller's scope, or a value given (root variables)."""

    __slots__ = ("node", "scope", "value")

    def __init__(
        self, node: syntax.Expression | None = None, scope: Scope | None = None, value: Value | None = None
    ) -> None:
        self.node = node
        self.scope = scope
        self.value = value

    def evaluate(self) -> Value:
        if self.value is not None:
            return self.value
        assert self.node is not None
        assert self.scope is not None
        return evaluate(self.node, self.scope)


class Module:
    """A module instance. ``address`` has instance keys, ``path`` (the address of the call) has none; "" is the root.

    ``call`` made it; without one it is a root: that of the run, or (``address`` given) one whose state is read by
    data.terraform_remote_state, in the ``workspace`` of that state. ``header`` is the first line of the outermost call
    in the user's own code, for what a stub leaves out. ``folders`` are those of the modules around it, its own last.
    """

    def __init__(
        self,
        config: ModuleConfig,
        session: Session,
        arguments: Mapping[str, Argument],
        *,
        address: str = "",
        path: str = "",
        workspace: str | None = None,
        call: Call | None = None,
        key: Key = None,
    ) -> None:
        self.config = config
        self.session = session
        self.arguments = arguments
        self.address = address
        self.path = path
        self.caller = call
        self.key = key
        self.workspace: str = session.options.workspace if workspace is None else workspace
        self.header: Span | None = None
        self.indefinite = False
        self.folders: tuple[str, ...] = (config.folder,)
        self.providers = Providers(config, session, address, lambda: self.scope)
        if call is not None:
            self._belong(call, call.module)
        self._variables: dict[str, Value] = {}
        self._locals: dict[str, Value] = {}
        self._outputs: dict[str, Value] = {}
        self._resources: dict[tuple[str, str, str], Resource] = {}
        self._calls: dict[str, Call] = {}
        self._namespaces: dict[tuple[str, str], Value] = {}

    def _belong(self, call: Call, parent: Module) -> None:
        """Take from the call what it says of its instances."""
        self.address = call.address + addresses.key_text(self.key)
        self.path = call.path
        self.workspace = parent.workspace
        self.header = call.header
        self.indefinite = parent.indefinite or call.repetition.kind == "unknown"
        self.folders = (*parent.folders, self.config.folder)
        self.providers = Providers(
            self.config, self.session, self.address, lambda: self.scope, parent.providers, call.handed
        )

    @property
    def parent(self) -> Module | None:
        """The calling module; None for a root."""
        return self.caller.module if self.caller is not None else None

    @property
    def defaults(self) -> Mapping[str, str]:
        """A stub's variable defaults for the version that it is judged by, as expression texts."""
        return self.caller.location.defaults if self.caller is not None else {}

    @property
    def calls_around(self) -> tuple[str, ...]:
        """The names of the calls that lead from the root to this module."""
        return (*self.caller.module.calls_around, self.caller.name) if self.caller is not None else ()

    @property
    def where(self) -> str:
        """How Terraform names this module in messages."""
        return self.address or "the root module"

    def _unread(self) -> bool:
        return bool(self.config.broken)

    def _path(self, root: str) -> str:
        """What path.module is: Terraform tells it from where it runs, the root module's folder."""
        if self.config.stub:
            return f".terraform/modules/{self.path.removeprefix('module.').replace('.module.', '.')}"
        return os.path.relpath(self.config.folder, root).replace(os.sep, "/")

    @cached_property
    def scope(self) -> Scope:
        """What names mean in this module."""
        top = self.folders[0]
        paths = {"module": string(self._path(top)), "root": string("."), "cwd": string(top)}
        context = Context(
            files=None if self.config.stub else self.session.files,
            folder=top,
            template=lambda text, path, variables, span: render(text, path, variables, span, context),
            conversion=constraint.converted,
            report=self.session.report,
            budget=self.session.budget,
        )
        workspace = string(self.workspace)

        def space(name: str, names: tuple[str, ...], lookup: Callable[[str], Value | None], noun: str) -> Value:
            return Value(
                DYNAMIC,
                Namespace(
                    name,
                    names,
                    lookup,
                    lambda wanted: f'{noun} "{wanted}" has not been declared in {self.where}.',
                    self._unread,
                ),
            )

        names = {
            "var": space("var", tuple(self.config.variables), self.variable, "An input variable with the name"),
            "local": space("local", tuple(self.config.locals), self.local, "A local value with the name"),
            "module": space("module", tuple(self.config.calls), self.call_value, "A module call named"),
            "data": Value(DYNAMIC, Namespace("data", (), lambda kind: self._types("data", kind))),
            "resource": Value(DYNAMIC, Namespace("resource", (), lambda kind: self._types("managed", kind))),
            "ephemeral": Value(DYNAMIC, Namespace("ephemeral", (), lambda kind: self._types("ephemeral", kind))),
            "path": fixed("path", paths),
            "action": unknown("an action has no value", code="apply"),
            "terraform": fixed(
                "terraform", {"workspace": workspace, "env": workspace, "applying": _applying("terraform")}
            ),
            "tofu": fixed("tofu", {"workspace": workspace, "applying": _applying("tofu")}),
        }
        return Scope(ModuleNames(names, lambda kind: self._types("managed", kind)), context=context)

    def _types(self, mode: str, type: str) -> Value:
        """The namespace of one resource type; made once, since every reference asks for it."""
        if (mode, type) not in self._namespaces:
            self._namespaces[mode, type] = self._namespace(mode, type)
        return self._namespaces[mode, type]

    def _namespace(self, mode: str, type: str) -> Value:
        prefix = f"{mode}." if mode != "managed" else ""
        names = tuple(key[2] for key in self.config.resources if key[:2] == (mode, type))
        noun = "data resource" if mode == "data" else f"{mode} resource"

        def lookup(name: str) -> Value | None:
            resource = self.resource(mode, type, name)
            return None if resource is None else resource.value()

        return Value(
            DYNAMIC,
            Namespace(
                f"{prefix}{type}",
                names,
                lookup,
                lambda name: f'A {noun} "{type}" "{name}" has not been declared in {self.where}.',
                self._unread,
                f'A reference to "{type}" must be followed by the name of a resource.',
            ),
        )

    # Variables

    def variable(self, name: str) -> Value | None:
        """The value of an input variable, converted to its type; None if it is not declared."""
        if name in self._variables:
            return self._variables[name]
        block = self.config.variables.get(name)
        if block is None:
            return None
        label = addresses.join(self.address, f"var.{name}")
        value = self.session.settle(
            (id(self), "var", name), label, block.header, lambda: self._variable(name, block, label)
        )
        self._variables[name] = value
        return value

    def _way_to_give(self, name: str) -> str:
        """What a person may do about a variable without a value."""
        if self.parent is not None:
            return "pass --var or --var-file"
        offered = self.session.options.offered.get(name)
        if offered is None:
            return f"pass --var {name}=… or --var-file"
        shown = os.path.relpath(offered, self.session.path).replace(os.sep, "/")
        return f"{shown} has one (--var-file)"

    def _variable(self, name: str, block: syntax.Block, label: str) -> Value:
        argument = self.arguments.get(name)
        value = argument.evaluate() if argument is not None else None
        attributes = block.body.attributes
        if value is not None and value.is_null and not self._nullable(block):
            value = None
        default = None
        if value is None:
            value = default = self._default(name, block)
        wanted = attributes.get("type")
        declared = constraint.ANY if wanted is None else constraint.parse(wanted.value)
        if value is None:
            why = Unknown("variable", f"{label} has no value: {self._way_to_give(name)}", waits_for=label)
            return Value(declared.type, why, Reference("variable", label))
        if self.missing_required_variable is not None and value is default and _is_empty(value):
            lacking = f"{label} is empty as long as {self.missing_required_variable} has no value"
            reason = f"{lacking}: {self._way_to_give(name)}"
            why = Unknown("variable", reason, waits_for=label)
            return Value(declared.type, why, Reference("variable", label))
        if value is not default:
            self._judge_default(name, block, declared)
        self.session.budget.weigh(value, value.place or block.header)
        try:
            value = declared.apply(value)
        except ConversionError as error:
            written = argument.node.span if argument is not None and argument.node is not None else block.header
            place = value.place or written
            raise EvaluationError(f"The given value is not suitable for {label}: {error.message}.", place) from error
        sensitive = attributes.get("sensitive")
        if sensitive is not None and isinstance(sensitive.value, syntax.Literal) and sensitive.value.value is True:
            value = value.with_sensitive()
        return value

    @cached_property
    def missing_required_variable(self) -> str | None:
        """A variable that the caller must give, and nobody did: then this root is a module to be called, or its values
        are kept elsewhere, and an empty default (null, "", []) stands for what else is given there."""
        if self.parent is not None:
            return None
        for name, block in self.config.variables.items():
            attributes = block.body.attributes
            if name not in self.arguments and "default" not in attributes and "sensitive" not in attributes:
                return f"var.{name}"
        return None

    def _judge_default(self, name: str, block: syntax.Block, declared: constraint.Constraint) -> None:
        """A default that is not of the variable's type stops a plan even where a value is given."""
        attribute = block.body.attributes.get("default")
        if attribute is None or self.config.external:
            return
        try:
            declared.apply(evaluate(attribute.value, self.scope))
        except ConversionError as error:
            message = f'Invalid default value for variable "{name}": {error.message}.'
            self.session.report(Diagnostic("declaration", Severity.WARNING, message, attribute.span))
        except EvaluationError:
            pass  # that a default is no constant is said already

    def _nullable(self, block: syntax.Block) -> bool:
        attribute = block.body.attributes.get("nullable")
        return not (
            attribute is not None and isinstance(attribute.value, syntax.Literal) and attribute.value.value is False
        )

    def _default(self, name: str, block: syntax.Block) -> Value | None:
        text = self.defaults.get(name)
        if text is not None:
            return evaluate(_default(text, block.span.path), Scope({}))
        attribute = block.body.attributes.get("default")
        return None if attribute is None else evaluate(attribute.value, self.scope)

    # Locals

    def local(self, name: str) -> Value | None:
        """A local value; None if it is not declared."""
        if name in self._locals:
            return self._locals[name]
        attribute = self.config.locals.get(name)
        if attribute is None:
            return None
        value = self.session.settle(
            (id(self), "local", name),
            addresses.join(self.address, f"local.{name}"),
            attribute.span,
            lambda: evaluate(attribute.value, self.scope),
        )
        self._locals[name] = value
        return value

    # Outputs

    def output(self, name: str) -> Value | None:
        """An output value; None if it is not declared."""
        if name in self._outputs:
            return self._outputs[name]
        block = self.config.outputs.get(name)
        if block is None:
            return None
        attribute = block.body.attributes.get("value")
        if attribute is None:
            label = addresses.join(self.address, f"output.{name}")
            return Value(DYNAMIC, Unknown("error", f"output {name} has no value argument", waits_for=label))
        value = self.session.settle(
            (id(self), "output", name),
            addresses.join(self.address, f"output.{name}"),
            block.header,
            lambda: evaluate(attribute.value, self.scope),
        )
        sensitive = block.body.attributes.get("sensitive")
        if sensitive is not None and isinstance(sensitive.value, syntax.Literal) and sensitive.value.value is True:
            value = value.with_sensitive()
        self._outputs[name] = value
        return value

    def as_object(self) -> Value:
        """This module instance as its caller sees it: an object of its outputs."""
        names = tuple(self.config.outputs)
        space = Namespace(
            self.address,
            names,
            self._seen_output,
            lambda name: f'{self.address} has no output named "{name}".',
            self._unread,
        )
        return Value(DYNAMIC, space)

    def _seen_output(self, name: str) -> Value | None:
        found = self.output(name)
        if found is None and self.config.stub:
            # A stub has the outputs that matter to us, not all: what it leaves out is unknown, never an error.
            reason = f"{self.address}.{name} is an output that fargate-lint's stub of this module does not have"
            why = Unknown("module", reason, waits_for=f"{self.address}.{name}")
            return Value(DYNAMIC, why, Reference("output", self.address, (name,)))
        return found

    # Resources and calls

    def resource(self, mode: str, type: str, name: str) -> Resource | None:
        """A resource or data source of this module; None if it is not declared."""
        key = (mode, type, name)
        if key not in self._resources:
            block = self.config.resources.get(key)
            if block is None:
                return None
            if not self.config.external and not self._has_old_provider:
                address = addresses.resource(self.address, mode, type, name)
                block = as_meant(block, mode, type, address, self.session.report)
            self._resources[key] = Resource(self, mode, type, name, block)
        return self._resources[key]

    @cached_property
    def _has_old_provider(self) -> bool:
        """Whether this module, or one around it, holds the AWS provider to a release of which not all is known."""
        if self.parent is not None and self.parent._has_old_provider:
            return True
        return is_of_old_provider(self.config.settings)

    def resources(self) -> list[Resource]:
        found = [self.resource(*key) for key in self.config.resources]
        return [resource for resource in found if resource is not None]

    def call(self, name: str) -> Call | None:
        """A module call of this module; None if it is not declared."""
        if name not in self._calls:
            block = self.config.calls.get(name)
            if block is None:
                return None
            self._calls[name] = Call(self, name, block)
        return self._calls[name]

    def call_value(self, name: str) -> Value | None:
        call = self.call(name)
        return None if call is None else call.value()

    def calls(self) -> list[Call]:
        found = [self.call(name) for name in self.config.calls]
        return [call for call in found if call is not None]


def render(text: str, path: str, variables: Mapping[str, Value], span: Span, context: Context | None = None) -> Value:
    """A template file rendered with variables (templatefile, templatestring). Inside, other files can be read, but no
    other template can be rendered."""
    inner = None if context is None else replace(context, template=None)
    try:
        template = _template(text, path)
    except hcl.SyntaxProblem as problem:
        said = problem.diagnostic
        code = "limit" if said.code == "limit" else "evaluation"
        raise EvaluationError(said.message, said.span or span, code) from None
    return evaluate(template, Scope(variables, context=inner))


@lru_cache(maxsize=8)
def _template(text: str, path: str) -> syntax.Expression:
    """A template's nodes; those that were rendered last are kept, since a template is rendered in loops."""
    return hcl.parse_template(text, path)


def _applying(name: str) -> Value:
    """``terraform.applying``: false in a plan, true when it is applied."""
    return Value(BOOL, Unknown("apply", f"{name}.applying is known when it is applied", not_null=True))


def _is_empty(value: Value) -> bool:
    return value.is_null or value.raw == "" or value.raw == ()


@lru_cache(maxsize=2048)
def _default(text: str, path: str) -> syntax.Expression:
    """The expression that a stub's table gives for a variable."""
    return hcl.parse_expression(text, path)
