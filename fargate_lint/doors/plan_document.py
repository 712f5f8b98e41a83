"""``terraform show -json PLAN`` as typed data, and every other document that is taken for it, by name.

Source: https://developer.hashicorp.com/terraform/internals/json-format (format 1.x), and Terraform's jsonplan,
jsonconfig and jsonstate packages. What is not asked for (planned_values, before) is skipped while reading, never kept.
"""

from __future__ import annotations

from typing import Any

import msgspec

from fargate_lint.doors.plan_foreign import foreign

LARGEST_PLAN = 48 * 1024 * 1024
"""Bytes. A plan of some 5,000 resources; what is larger is no root module that a person looks after."""

Index = int | str | None


class PlanProblem(Exception):
    """The document is not read; the message is a sentence. ``usage``: it is another kind of document, and the message
    says which command to run; else it is damaged, of an unknown format or too large."""

    def __init__(self, message: str, usage: bool = False) -> None:
        super().__init__(message)
        self.usage = usage


class Change(msgspec.Struct, gc=False):
    """``after_unknown`` and ``after_sensitive`` have the shape of ``after``: true where it holds for all below."""

    actions: tuple[str, ...] = ()
    after: Any = None
    after_unknown: Any = None
    after_sensitive: Any = None


class ResourceChange(msgspec.Struct):
    """One instance, with what will become of it."""

    address: str
    mode: str
    type: str
    name: str
    change: Change
    index: Index = None
    module_address: str = ""
    previous_address: str | None = None
    deposed: str | None = None
    index_unknown: bool = False


class Deferred(msgspec.Struct):
    """A change that this plan puts off (experimental)."""

    resource_change: ResourceChange


class StateResource(msgspec.Struct):
    """One instance as it is in the state after refresh."""

    address: str
    mode: str
    type: str
    name: str
    index: Index = None
    values: dict[str, Any] | None = None
    sensitive_values: Any = None
    deposed_key: str | None = None


class StateModule(msgspec.Struct):
    resources: list[StateResource] = []
    child_modules: list[StateModule] = []
    address: str = ""


class StateValues(msgspec.Struct):
    root_module: StateModule = msgspec.field(default_factory=StateModule)


class State(msgspec.Struct):
    values: StateValues | None = None


class Provisioner(msgspec.Struct):
    type: str
    expressions: dict[str, Any] = {}


class ConfigResource(msgspec.Struct):
    """A resource block. ``address`` has neither module nor keys; an expression is {"constant_value"}, {"references"},
    {} or, for nested blocks, a list of such objects."""

    address: str
    mode: str
    type: str
    name: str
    provider_config_key: str = ""
    expressions: dict[str, Any] = {}
    count_expression: dict[str, Any] | None = None
    for_each_expression: dict[str, Any] | None = None
    depends_on: list[str] = []
    provisioners: list[Provisioner] = []


class ConfigOutput(msgspec.Struct):
    expression: Any = None
    depends_on: list[str] = []
    sensitive: bool = False


class ConfigVariable(msgspec.Struct):
    default: Any = None
    sensitive: bool = False


class ConfigModule(msgspec.Struct):
    resources: list[ConfigResource] = []
    module_calls: dict[str, ConfigCall] = {}
    outputs: dict[str, ConfigOutput] = {}
    variables: dict[str, ConfigVariable] = {}


class ConfigCall(msgspec.Struct):
    source: str = ""
    version_constraint: str | None = None
    expressions: dict[str, Any] = {}
    count_expression: dict[str, Any] | None = None
    for_each_expression: dict[str, Any] | None = None
    depends_on: list[str] = []
    module: ConfigModule = msgspec.field(default_factory=ConfigModule)


class ProviderConfig(msgspec.Struct):
    name: str = ""
    alias: str | None = None
    module_address: str = ""
    expressions: dict[str, Any] = {}


class Configuration(msgspec.Struct):
    provider_config: dict[str, ProviderConfig] = {}
    root_module: ConfigModule = msgspec.field(default_factory=ConfigModule)


class VariableValue(msgspec.Struct):
    value: Any = None


class OutputChange(msgspec.Struct):
    actions: tuple[str, ...] = ()
    after: Any = None
    after_unknown: Any = None
    after_sensitive: Any = None


class Document(msgspec.Struct):
    """The whole plan. ``complete`` is None where Terraform (before 1.8) or OpenTofu does not say."""

    format_version: str
    terraform_version: str = ""
    variables: dict[str, VariableValue] = {}
    resource_changes: list[ResourceChange] = []
    deferred_changes: list[Deferred] = []
    output_changes: dict[str, OutputChange] = {}
    prior_state: State | None = None
    configuration: Configuration = msgspec.field(default_factory=Configuration)
    complete: bool | None = None
    errored: bool = False

    @property
    def destroys(self) -> bool:
        """Whether it takes everything away and leaves nothing."""
        changes = [change for change in self.resource_changes if change.mode == "managed"]
        return bool(changes) and all("delete" in c.change.actions and len(c.change.actions) == 1 for c in changes)


def read(data: bytes) -> Document:
    """The plan in these bytes, read in one pass. Raises PlanProblem."""
    if len(data) > LARGEST_PLAN:
        raise PlanProblem(f"{len(data)} bytes; plans above {LARGEST_PLAN} bytes are not read")
    text = _plain(data)
    other = foreign(text)
    if other is not None:
        raise PlanProblem(other, usage=True)
    try:
        document = msgspec.json.decode(text, type=Document)
    except RecursionError as error:
        raise PlanProblem("nested deeper than is read") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PlanProblem(f"not the JSON of a plan: {error}") from error
    _check_version(document.format_version)
    return document


def _check_version(version: str) -> None:
    major, _, minor = version.partition(".")
    if major == "0" and minor == "2":
        return
    if major == "0":
        raise PlanProblem(
            f'format_version "{version}" is of Terraform 1.0.0 or older, whose plans do not say what refers to what: '
            "plan with Terraform 1.0.1 or newer"
        )
    if major != "1":
        raise PlanProblem(f'format_version "{version}" is not known; 1.x is read')


def _plain(data: bytes) -> bytes:
    """UTF-8 without a byte order mark: PowerShell's ``>`` writes UTF-16."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding).encode()
            except UnicodeError as error:
                raise PlanProblem(f"not text: {error}") from error
    return data.removeprefix(b"\xef\xbb\xbf")
