"""The arguments of a planned instance as values: what is known, and what an unknown one refers to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fargate_lint.diagnostic import Span
from fargate_lint.doors.plan_choice import Choices, Site
from fargate_lint.doors.plan_options import Finder, Options
from fargate_lint.doors.plan_reference import Step
from fargate_lint.doors.plan_resolve import Reached, Resolver, Target, is_constant
from fargate_lint.doors.plan_shape import EMPTY, any_unknown, at, is_object, is_own_id, marked, paired, zipped
from fargate_lint.doors.plan_tree import Path, Planned
from fargate_lint.facts.named_by import least, merged_from, named_by
from fargate_lint.terraform import address as addresses
from fargate_lint.terraform.instance import Attributes, Blocks
from fargate_lint.terraform.plain import to_value
from fargate_lint.values.reference import Reference
from fargate_lint.values.types import DYNAMIC
from fargate_lint.values.value import Unknown, Value, object_of, string, tuple_of

MOST_OPTIONS = 64
"""Things that an argument may refer to; beyond it, nothing is said of it."""


class Reader:
    """Reads the values of a plan, in one reading of what it leaves open."""

    def __init__(self, resolver: Resolver, choices: Choices) -> None:
        self.resolver = resolver
        self.tree = resolver.tree
        self.choices = choices
        self._contents: dict[str, PlanContent] = {}

    def content(self, instance: Planned) -> PlanContent:
        """The body of an instance; made once."""
        if instance.address not in self._contents:
            self._contents[instance.address] = PlanContent(
                self, instance, instance.after, instance.unknown, instance.sensitive, instance.expressions
            )
        return self._contents[instance.address]

    # What something refers to

    def attribute(self, target: Target, default: str = "id") -> Value:
        """The attribute of an instance that a reference names; ``default`` where the plan does not say which."""
        instance = target.instance
        ref = Reference(instance.mode, instance.address)
        attributes = Attributes(self.content(instance), ref, lambda name: self.computed(instance, name))
        found: Value | None = Value(DYNAMIC, attributes, ref)
        for step in target.path or (default,):
            found = _below(found, step.key if isinstance(step, Step) else step) if found is not None else None
        return (
            found
            if found is not None
            else Value(DYNAMIC, Unknown("apply", f"{ref} is known after apply", waits_for=instance.address), ref)
        )

    def computed(self, instance: Planned, name: str) -> Value | None:
        """What nobody wrote and is known all the same: the id of what exists, what a data source found."""
        known = instance.after.get(name)
        if known is None or instance.unknown.get(name):
            return None
        value = self.plain(known, at(instance.sensitive, name))
        if instance.mode == "data" and value.items:
            ref = Reference("data", instance.address, (name,))
            items = (item if item.ref is not None else item.with_ref(ref.step(i)) for i, item in enumerate(value.items))
            return Value(value.type, tuple(items), ref, None, value.sensitive)
        return value

    def plain(self, data: Any, sensitive: Any = None) -> Value:
        """Known data as a value; an id of what exists is a reference to it."""
        if isinstance(data, list):
            value = tuple_of(self.plain(item, at(sensitive, index)) for index, item in enumerate(data))
        elif isinstance(data, dict):
            value = object_of({name: self.plain(item, at(sensitive, name)) for name, item in data.items()})
        elif isinstance(data, str):
            known = self.tree.by_id.get(data)
            value = string(data)
            if known is not None:
                attribute = "id" if known.after.get("id") == data else "arn"
                value = value.with_ref(Reference(known.mode, known.address, (attribute,)))
        else:
            value = to_value(data)
        return value.with_sensitive() if sensitive is True else value

    def expression(self, expression: Any, path: Path, owner: Planned | None = None) -> Reached:
        each = self.resolver.each_of(owner) if owner is not None else None
        return self.resolver.resolve(expression, path, each)

    def argument(self, label: str, expression: Any, path: Path) -> Value:
        """An argument of a module call, which has no value of its own in a plan."""
        if is_constant(expression):
            return self.plain(expression["constant_value"])
        found = self.resolver.resolve(expression, path, self.resolver.each_of_call(path))
        if found.is_one and found.targets[0].path:
            return self.attribute(found.targets[0])
        if len(found.known) == 1 and not (found.targets or found.groups or found.lost):
            return self.plain(found.known[0])
        return Value(DYNAMIC, Unknown("plan", f"the plan does not say what {label} is", waits_for=label))


class PlanContent:
    """A Content (see terraform.instance) over one instance of a plan, or over a nested block of it.

    ``expressions`` are those of the block in the configuration; None where the configuration does not speak of it (a
    dynamic block), and a bare {"references"} object where one expression makes all blocks.
    """

    def __init__(
        self,
        reader: Reader,
        instance: Planned,
        after: Mapping[str, Any],
        unknown: Mapping[str, Any],
        sensitive: Any,
        expressions: Any,
        label: str = "",
    ) -> None:
        self._reader = reader
        self._instance = instance
        self._after = after
        self._unknown = unknown
        self._sensitive = sensitive
        self._flat = expressions if isinstance(expressions, dict) and "references" in expressions and label else None
        self._expressions: Mapping[str, Any] | None = None
        if self._flat is None and expressions is not None:
            self._expressions = expressions if isinstance(expressions, dict) else {}
        self._label = label
        self._values: dict[str, Value | None] = {}
        self._found: dict[str, Blocks] = {}

    @property
    def span(self) -> Span | None:
        return None

    @property
    def header(self) -> Span | None:
        return None

    # Names

    def names(self) -> tuple[str, ...]:
        blocks = set(self.block_types())
        return tuple(name for name in self._keys() if name not in blocks and self.written(name) is not None)

    def _keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self._after, *self._unknown, *(self._expressions or ()))))

    def is_written(self, name: str) -> bool:
        """Whether the configuration, as far as the plan shows it, speaks of an argument."""
        return self._expressions is None or name in self._expressions

    def block_types(self) -> tuple[str, ...]:
        return tuple(name for name in self._keys() if self._is_block(name))

    def _is_block(self, name: str) -> bool:
        if self._expressions is not None and isinstance(self._expressions.get(name), list):
            return True
        known, unknown = self._after.get(name), self._unknown.get(name)
        return any(isinstance(item, list) and item and all(map(is_object, item)) for item in (known, unknown))

    # Arguments

    def known(self, name: str) -> tuple[Any, Any, Any]:
        """What is known of an argument or type of blocks, what is not, and what is sensitive."""
        return self._after.get(name), self._unknown.get(name), at(self._sensitive, name)

    def is_null(self, name: str) -> bool:
        """Whether the plan knows that an argument is null."""
        return name in self._after and self._after[name] is None and not self._unknown.get(name)

    def written(self, name: str) -> Value | None:
        if name not in self._values:
            self._values[name] = self._read(name)
        return self._values[name]

    def _read(self, name: str) -> Value | None:
        if self._is_block(name) and not isinstance(self._expression_of(name), dict):
            return None  # nested blocks, see blocks()
        unknown = self._unknown.get(name)
        secret = at(self._sensitive, name)
        if unknown is True:
            if not self.is_written(name) or self._is_emptied(name) or self._is_computed(name):
                return None
            return marked(self._unknown_value(name), secret)
        known = self._after.get(name)
        if known is None and not any_unknown(unknown):
            return None
        if not self._counts(name, known, unknown):
            return None
        if not any_unknown(unknown):
            value = self._reader.plain(known, secret)
            loose = (item.text is not None and item.ref is None for item in value.items or (value,))
            return self._linked(name, value) if any(loose) else value
        return self._half_known(name, known, unknown, secret)

    def _is_emptied(self, name: str) -> bool:
        """Whether null or nothing is written, which the provider takes for not written."""
        expression = self._expressions.get(name) if self._expressions is not None else None
        constant = expression["constant_value"] if expression is not None and is_constant(expression) else True
        return not constant and constant is not False

    def _is_computed(self, name: str) -> bool:
        """In a block that the configuration does not show: whether an unknown attribute can only be the provider's."""
        return self._expressions is None and self._flat is None and name not in named_by()

    def _counts(self, name: str, known: Any, unknown: Any) -> bool:
        """Whether a known value is the configuration's, or kept alive by the state: not what the provider fills in."""
        if self._expressions is not None and name in self._expressions:
            expression = self._expressions[name]
            return not (is_constant(expression) and expression["constant_value"] is None)
        if known in ("", 0, [], {}) and known is not False:
            return False
        if self._expressions is None:
            return True
        if self._instance.made:
            return isinstance(known, list) and bool(known) and all(map(is_object, known))
        return not is_own_id(known) and not self._is_merged(name)

    def _is_merged(self, name: str) -> bool:
        """Whether a state has put into a collection what resources of their own write."""
        row = merged_from(self._instance.type, name)
        own = self._instance.after.get("id")
        if row is None or own is None:
            return False
        tree = self._reader.tree
        return any(other.after.get(row.back) == own for type in row.types for other in tree.of_type(type))

    def _linked(self, name: str, value: Value) -> Value:
        """A known text, or list of texts, that is an attribute of something declared, as its one reference says."""
        expression = self._expression_of(name)
        if expression is None or self._flat is not None:
            return value
        found = self._resolved(expression)
        if not found.is_one or not found.targets[0].path:
            return value
        target = self._reader.attribute(found.targets[0])
        if value.items is None:
            return value.with_ref(target.ref) if target.text == value.text and target.ref is not None else value
        named = {item.text: item.ref for item in target.items or () if item.text is not None}
        items = (item if item.ref is not None else item.with_ref(named.get(item.text or "")) for item in value.items)
        return Value(value.type, tuple(items), None, None, value.sensitive)

    def _half_known(self, name: str, known: Any, unknown: Any, secret: Any) -> Value:
        if isinstance(unknown, list):
            items = known if isinstance(known, list) else []
            gaps = [index for index, item in enumerate(unknown) if item is True]
            chosen = iter(self._members(name, len(gaps)))
            filled = [
                next(chosen)
                if item is True
                else self._mixed(name, items[index] if index < len(items) else None, item, at(secret, index))
                for index, item in enumerate(unknown)
            ]
            return marked(tuple_of(filled), secret)
        return self._mixed(name, known, unknown, secret)

    def _mixed(self, name: str, known: Any, unknown: Any, secret: Any) -> Value:
        """Data with unknown pieces, which nothing names."""
        if unknown is True:
            return marked(self._nameless(name), secret)
        if not any_unknown(unknown):
            return self._reader.plain(known, secret)
        if isinstance(unknown, dict):
            fields = known if isinstance(known, dict) else {}
            return marked(
                object_of(
                    {
                        key: self._mixed(f"{name}.{key}", fields.get(key), unknown.get(key), at(secret, key))
                        for key in dict.fromkeys((*fields, *unknown))
                    }
                ),
                secret,
            )
        items = known if isinstance(known, list) else []
        return marked(
            tuple_of(
                self._mixed(name, items[i] if i < len(items) else None, item, at(secret, i))
                for i, item in enumerate(unknown if isinstance(unknown, list) else [])
            ),
            secret,
        )

    # What an unknown argument refers to

    def _expression_of(self, name: str) -> Any:
        if self._flat is not None:
            return self._flat
        return self._expressions.get(name) if self._expressions is not None else None

    def _resolved(self, expression: Any) -> Reached:
        return self._reader.expression(expression, self._instance.path, self._instance)

    def _nameless(self, name: str, why: str = "") -> Value:
        address = f"{self._instance.address}.{self._label}{name}"
        return Value(DYNAMIC, Unknown("apply", f"{address} is known after apply{why}", waits_for=address))

    def _unknown_value(self, name: str) -> Value:
        options = self._options(name)
        count = len(options.values)
        if not count or count > MOST_OPTIONS or (self._reader.choices.strict and count > 1):
            return self._nameless(name, options.why)
        if not _is_plural(name):
            return options.values[self._one(name, options)]
        return _listed([options.values[index] for index in self._some(name, options)], self._nameless(name))

    def _members(self, name: str, count: int) -> list[Value]:
        """What ``count`` unknown elements of a list refer to."""
        options = self._options(name)
        values = options.values
        if len(values) == count:
            return values
        if not values or len(values) > MOST_OPTIONS or self._reader.choices.strict:
            return [self._nameless(name, options.why)] * count
        first = self._one(name, options)
        return [values[(first + index) % len(values)] for index in range(count)]

    def _one(self, name: str, options: Options) -> int:
        if len(options.values) == 1:
            return 0
        likely = options.likely or options.of_key(self._instance.key) or (0,)
        return self._reader.choices.one(self._site(name, options), len(options.values), likely[0])

    def _some(self, name: str, options: Options) -> tuple[int, ...]:
        if len(options.values) == 1:
            return (0,)
        fewest = least(self._instance.type, f"{self._label}{name}")
        return self._reader.choices.some(self._site(name, options), len(options.values), options.likely, fewest)

    def _site(self, name: str, options: Options) -> Site:
        block = ".".join(f"module.{called}" for called, _ in self._instance.path)
        return Site(f"{addresses.join(block, self._instance.local_name)}.{self._label}{name}", options.origins)

    def _options(self, name: str) -> Options:
        """What an unknown argument may refer to."""
        expression = self._expression_of(name)
        lost = (self._instance.path, "what a dynamic block is made of")
        found = self._resolved(expression) if expression is not None else Reached(lost=[lost])
        row = named_by().get(name)
        if row is not None:
            return Finder(self._reader.resolver, self._reader.attribute, row, name).options(found)
        one = found.is_one and found.targets[0].path and name.endswith(("_id", "_arn", "_ids", "_arns"))
        return Options([self._reader.attribute(found.targets[0])] if one and self._flat is None else [])

    # Nested blocks

    def blocks(self, type: str) -> Blocks:
        if type not in self._found:
            self._found[type] = self._expand(type)
        return self._found[type]

    def _expand(self, type: str) -> Blocks:
        known, unknown = self._after.get(type), self._unknown.get(type)
        expression = self._expressions.get(type) if self._expressions is not None else None
        if unknown is True:
            return Blocks((), self._nameless(type)) if expression else Blocks()
        if isinstance(known, dict) or isinstance(unknown, dict):
            known, unknown = [known or {}], [unknown or {}]
        items = list(zipped(known, unknown))
        if not items or not self._counts(type, known or unknown, unknown):
            return Blocks()
        if expression is None and len(items) == 1 and self._may_be_none(*items[0]):
            return Blocks((), self._nameless(type, ": the number of these blocks too"))
        secret = at(self._sensitive, type)
        return Blocks(
            tuple(
                PlanContent(
                    self._reader,
                    self._instance,
                    after,
                    gaps,
                    at(secret, index),
                    paired(expression, after, index, len(items)),
                    f"{self._label}{type}.",
                )
                for index, (after, gaps) in enumerate(items)
            )
        )

    def _may_be_none(self, after: Mapping[str, Any], gaps: Mapping[str, Any]) -> bool:
        """Whether one block may stand for an unknown number of dynamic ones: then nothing that was written is known."""
        return bool(any_unknown(gaps)) and not any(item not in EMPTY for item in after.values())


def _below(value: Value, key: str | int) -> Value | None:
    """An attribute or element of a value; None where there surely is none."""
    if value.is_lazy:
        found: Value | None = value.raw.get(str(key))
        return found
    if value.items is not None:
        return value.items[key] if isinstance(key, int) and key < len(value.items) else None
    if value.fields is not None:
        return value.fields.get(str(key))
    if value.unknown is None:
        return None
    return Value(DYNAMIC, value.unknown.cause(), value.ref.step(key) if value.ref is not None else None)


def _listed(values: list[Value], nameless: Value) -> Value:
    """A list of things; an attribute that is a list itself (``data.aws_subnets.x.ids``) is all of the argument."""
    found: list[Value] = []
    for value in values:
        if value.items is not None:
            found += value.items
        elif value.ref is not None and value.ref.path and _is_plural(str(value.ref.path[-1])):
            return value if len(values) == 1 else nameless
        else:
            found.append(value)
    return tuple_of(found)


def _is_plural(name: str) -> bool:
    return name.endswith(("s", "vpc_zone_identifier"))
