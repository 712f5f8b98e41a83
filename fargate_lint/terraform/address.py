"""Addresses as Terraform prints them: module.a["x"].aws_subnet.b[0]."""

from __future__ import annotations

from fargate_lint.terraform.instance import Key
from fargate_lint.values.value import SymbolicKey

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def key_text(key: Key) -> str:
    """``[0]``, ``["name"]``, or "" for none. A symbolic key shows the reference that it stands for, unquoted."""
    if key is None:
        return ""
    if isinstance(key, SymbolicKey):
        return f"[{key.label}]"
    if isinstance(key, int):
        return f"[{key}]"
    text = "".join(_ESCAPES.get(character, character) for character in key)
    return '["' + text.replace("${", "$${").replace("%{", "%%{") + '"]'


def join(module: str, *names: str) -> str:
    """The address of something in a module ("" is the root module)."""
    return ".".join((module, *names) if module else names)


def resource(module: str, mode: str, type: str, name: str, key: Key = None) -> str:
    """The address of a resource or data source, or of one instance of it."""
    names = ("data", type, name) if mode == "data" else (type, name)
    return join(module, *names) + key_text(key)


def resource_type(address: str) -> str:
    """The type of the resource or data source that an address names, "" if it names something else."""
    names = without_keys(address).split(".")
    while len(names) > 2 and names[0] == "module":
        names = names[2:]
    if names[0] == "data":
        names = names[1:]
    return names[0] if len(names) > 1 and names[0] not in ("module", "var", "local", "output", "provider") else ""


def without_keys(address: str) -> str:
    """The address with every instance key taken out: module.a.aws_subnet.b."""
    if "[" not in address:
        return address
    result: list[str] = []
    depth = 0
    quoted = escaped = False
    for character in address:
        if depth == 0:
            if character == "[":
                depth = 1
            else:
                result.append(character)
        elif quoted:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                quoted = False
        elif character == '"':
            quoted = True
        elif character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
    return "".join(result)
