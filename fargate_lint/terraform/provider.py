"""Provider configurations: which region an instance is in, through aliases handed to modules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fargate_lint.evaluate.expression import evaluate
from fargate_lint.evaluate.scope import Scope
from fargate_lint.hcl import syntax
from fargate_lint.terraform.config import ModuleConfig
from fargate_lint.terraform.instance import Provider
from fargate_lint.terraform.namespace import fixed
from fargate_lint.terraform.session import Session
from fargate_lint.values.types import DYNAMIC, SetType
from fargate_lint.values.value import Unknown, Value, string


class Providers:
    """The provider configurations that the module instance at ``address`` sees. ``parent`` are those of its caller,
    ``handed`` maps its local names ("aws", "aws.east") to the caller's, from the ``providers`` argument of its call.
    ``scope`` gives what names mean in it; it is asked when a configuration is first evaluated."""

    def __init__(
        self,
        config: ModuleConfig,
        session: Session,
        address: str,
        scope: Callable[[], Scope],
        parent: Providers | None = None,
        handed: Mapping[str, str] | None = None,
    ) -> None:
        self._config = config
        self._session = session
        self._address = address
        self._scope = scope
        self._parent = parent
        self._handed = handed or {}

    def find(self, name: str, key: Value | None = None) -> Provider:
        """The configuration under a local name such as "aws" or "aws.east"; one without a region if nothing says.
        ``key`` says which of those that OpenTofu's for_each makes of one block."""
        base, _, alias = name.partition(".")
        block = self._config.providers.get((base, alias or None))
        if block is not None and not (alias == "" and self._config.stub):
            return Provider(
                name=base,
                alias=alias or None,
                region=self._region(base, block, key),
                default_tags=self._default_tags(base, block, key),
            )
        if self._parent is not None:
            passed = self._handed.get(name)
            if passed is not None or not alias:
                return self._parent.find(passed or name, key)
        region = self._session.options.region
        return Provider(name=base, alias=alias or None, region=string(region) if region and base == "aws" else None)

    def block(self, name: str) -> tuple[str, syntax.Block] | None:
        """The block that configures a local name, and the address of the module that it stands in; None where none
        does."""
        base, _, alias = name.partition(".")
        found = self._config.providers.get((base, alias or None))
        if found is not None:
            return self._address, found
        passed = self._handed.get(name)
        if self._parent is not None and (passed is not None or not alias):
            return self._parent.block(passed or name)
        return None

    def _default_tags(self, base: str, block: syntax.Block, key: Value | None) -> Value | None:
        inner = next(iter(block.body.all("default_tags")), None)
        attribute = inner.body.attributes.get("tags") if inner is not None else None
        return None if attribute is None else self._settled(base, block, "default_tags", attribute, key)

    def _settled(
        self, base: str, block: syntax.Block, name: str, attribute: syntax.Attribute, key: Value | None
    ) -> Value:
        return self._session.settle(
            (id(block), name),
            f'provider["{base}"].{name}',
            attribute.span,
            lambda: evaluate(attribute.value, self._scope_of(base, block, key)),
        )

    def _scope_of(self, base: str, block: syntax.Block, key: Value | None) -> Scope:
        """What names mean in a configuration: in one of several (OpenTofu's for_each) ``each`` is the one that the key
        names."""
        scope, repeated = self._scope(), block.body.attributes.get("for_each")
        if repeated is None:
            return scope
        why = Unknown("region", f"which of the configurations of provider {base} it is, is not known")
        each = Value(DYNAMIC, why)
        name = key.text if key is not None else None
        each_key = each if key is None or name is None else key
        if name is not None:
            collection = evaluate(repeated.value, scope)
            found = string(name) if isinstance(collection.type, SetType) else (collection.fields or {}).get(name)
            each = found if found is not None else each
        return scope.child({"each": fixed("each", {"key": each_key, "value": each})})

    def _region(self, base: str, block: syntax.Block, key: Value | None) -> Value | None:
        attribute = block.body.attributes.get("region")
        session = self._session
        if attribute is None:
            return string(session.options.region) if session.options.region and base == "aws" else None
        value = self._settled(base, block, "region", attribute, key)
        if value.is_unknown and session.options.region and base == "aws":
            return string(session.options.region)
        return value


def reference(node: syntax.Expression | None) -> str | None:
    """The provider that ``provider = aws.east`` or an entry of ``providers`` names; quotes of old code are allowed."""
    match node:
        case syntax.Variable(name=name):
            return name
        case syntax.GetAttr(source=syntax.Variable(name=name), name=alias):
            return f"{name}.{alias}"
        case syntax.Literal(value=str(text)):
            return text
        case syntax.Index(source=inner):
            return reference(inner)  # which of them ``key_of`` says
        case _:
            return None


def key_of(node: syntax.Expression | None) -> syntax.Expression | None:
    """The key in ``provider = aws.by_region[each.key]`` (OpenTofu); None where there is none."""
    return node.key if isinstance(node, syntax.Index) else None


def handed(attribute: syntax.Attribute | None) -> dict[str, str]:
    """The ``providers`` argument of a module call: the module's names to the caller's."""
    if attribute is None or not isinstance(attribute.value, syntax.Object):
        return {}
    found: dict[str, str] = {}
    for item in attribute.value.items:
        name, target = reference(item.key), reference(item.value)
        if name is not None and target is not None:
            found[name] = target
    return found
