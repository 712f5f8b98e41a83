"""One folder of Terraform files as one module: read, merged with its override files, not yet evaluated."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from fargate_lint import hcl
from fargate_lint.diagnostic import INSTALLED, STUB_PATH, Diagnostic, Severity, Span
from fargate_lint.files import FileProblem, Files
from fargate_lint.hcl import syntax
from fargate_lint.spelling import misspelt
from fargate_lint.terraform.refused import backends_too_many, refusals, twice

SUFFIXES = (".tf", ".tf.json", ".tofu", ".tofu.json")
"""Files of Terraform and OpenTofu; x.tofu takes the place of x.tf (OpenTofu's rule)."""

_K = TypeVar("_K")

ResourceKey = tuple[str, str, str]
"""mode ("managed" or "data"), type, name."""


@dataclass(eq=False)
class ModuleConfig:
    """What the files of one folder declare. ``stub`` is set for our own stubs of registry modules."""

    folder: str
    stub: bool = False
    described: bool = False
    files: list[str] = field(default_factory=list)
    variables: dict[str, syntax.Block] = field(default_factory=dict)
    locals: dict[str, syntax.Attribute] = field(default_factory=dict)
    outputs: dict[str, syntax.Block] = field(default_factory=dict)
    resources: dict[ResourceKey, syntax.Block] = field(default_factory=dict)
    calls: dict[str, syntax.Block] = field(default_factory=dict)
    providers: dict[tuple[str, str | None], syntax.Block] = field(default_factory=dict)
    checks: list[syntax.Block] = field(default_factory=list)
    settings: list[syntax.Block] = field(default_factory=list)
    broken: list[syntax.Broken] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    documents: list[syntax.Document] = field(default_factory=list)

    @property
    def external(self) -> bool:
        """Whether nobody changes these files: a stub of ours or of the user's (it has a stub.toml), or what ``terraform
        init`` installed."""
        return self.stub or self.described or INSTALLED in f"{self.folder}/"

    @property
    def is_library(self) -> bool:
        """Whether it is made to be called: it has variables, and neither a provider of its own nor a place for a
        state."""
        kept = any(block.type in ("backend", "cloud") for settings in self.settings for block in settings.body.blocks)
        return bool(self.variables) and not self.providers and not kept

    @property
    def empty(self) -> bool:
        return not self.files


def is_terraform(name: str) -> bool:
    """Whether a file name is one that Terraform or OpenTofu reads as configuration."""
    return name.endswith(SUFFIXES) and not name.startswith((".", "#")) and not name.endswith(("~", "#"))


def is_override(name: str) -> bool:
    stem = next((name[: -len(s)] for s in sorted(SUFFIXES, key=len, reverse=True) if name.endswith(s)), name)
    return stem == "override" or stem.endswith("_override")


def _names(names: tuple[str, ...]) -> list[str]:
    """The files to read in Terraform's order: normal ones, then override files, each by name."""
    wanted = [name for name in names if is_terraform(name)]
    shadowed = {name.replace(".tofu", ".tf") for name in wanted if ".tofu" in name}
    wanted = [name for name in wanted if name not in shadowed]
    return sorted(wanted, key=lambda name: (is_override(name), name))


def read_module(folder: str, files: Files) -> ModuleConfig:
    """The module in a folder of the scanned repository. Problems are diagnostics of the result, nothing is raised."""
    config = ModuleConfig(folder, described=files.exists(os.path.join(folder, "stub.toml")))
    for name in _names(files.names(folder)):
        path = os.path.join(folder, name)
        if files.is_folder(path):
            continue
        config.files.append(path)
        try:
            text = files.text(path)
        except FileProblem as problem:
            config.diagnostics.append(problem.diagnostic())
            config.broken.append(syntax.Broken(Span(path, 1, 1, 1, 1), None, ()))
            continue
        _add(config, parse_file(text, path), is_override(name))
    config.diagnostics.extend(refusals(config.variables, config.outputs, config.calls, config.resources))
    return config


def read_stub(folder: Path, name: str) -> ModuleConfig:
    """One of our own stubs, with spans that begin with ``STUB_PATH`` so that no finding ever points there."""
    config = ModuleConfig(str(folder), stub=True)
    for path in sorted(folder.glob("*.tf")):
        config.files.append(str(path))
        _add(config, parse_file(path.read_text(encoding="utf-8"), f"{STUB_PATH}{name}/{path.name}"), False)
    return config


@lru_cache(maxsize=2048)
def parse_file(text: str, path: str) -> syntax.Document:
    """The document of a file; kept, since discovery and many roots look at the same files, our stubs above all."""
    return hcl.parse_json(text, path) if path.endswith(".json") else hcl.parse(text, path)


def _add(config: ModuleConfig, document: syntax.Document, override: bool) -> None:
    config.documents.append(document)
    config.diagnostics.extend(document.diagnostics)
    config.broken.extend(document.broken)
    for attribute in document.body.attributes.values():
        if document.path.endswith(".json"):  # where a block of an unknown type looks like an argument
            config.diagnostics.append(_unexpected(attribute.name, attribute.name_span))
            continue
        config.diagnostics.append(
            _error(
                f'An argument named "{attribute.name}" is not expected here: a .tf file holds blocks at its top level. '
                "Variable values belong in a .tfvars file.",
                attribute.name_span,
            )
        )
    for block in document.body.blocks:
        _add_block(config, block, override)


def _error(message: str, span: Span) -> Diagnostic:
    return Diagnostic("syntax", Severity.ERROR, message, span)


_LABELS = {
    "variable": 1,
    "output": 1,
    "module": 1,
    "resource": 2,
    "data": 2,
    "ephemeral": 2,
    "action": 2,
    "provider": 1,
    "check": 1,
}

_BLOCKS = (*_LABELS, "locals", "terraform", "moved", "removed", "import", "language")
"""The blocks at the top of a file, as of Terraform 1.15 and OpenTofu 1.11."""


def _add_block(config: ModuleConfig, block: syntax.Block, override: bool) -> None:
    names = block.names
    wanted = _LABELS.get(block.type)
    if wanted is not None and len(names) != wanted:
        config.diagnostics.append(
            _error(f"A {block.type} block takes {wanted} label(s), this one has {len(names)}.", block.header)
        )
        config.broken.append(syntax.Broken(block.span, block.type, names))
        return
    match block.type:
        case "locals":
            for attribute in block.body.attributes.values():
                if not override and attribute.name in config.locals:
                    config.diagnostics.append(_duplicate("local value", attribute.name, attribute.span))
                config.locals[attribute.name] = attribute
        case "variable":
            _put(config, config.variables, names[0], block, override, f'variable "{names[0]}"')
        case "output":
            _put(config, config.outputs, names[0], block, override, f'output "{names[0]}"')
        case "module":
            _put(config, config.calls, names[0], block, override, f'module "{names[0]}"')
        case "resource" | "data":
            mode = "managed" if block.type == "resource" else "data"
            key = (mode, names[0], names[1])
            _put(config, config.resources, key, block, override, f'{block.type} "{names[0]}" "{names[1]}"')
        case "ephemeral":
            config.resources.setdefault(("ephemeral", names[0], names[1]), block)
        case "provider":
            _add_provider(config, block, override)
        case "check":
            config.checks.append(block)
        case "terraform":
            _add_settings(config, block, override)
        case "moved" | "removed" | "import" | "language" | "action":
            pass  # they speak of state, or of what is done beside the resources
        case _:
            config.diagnostics.append(_unexpected(block.type, block.header))


def _add_provider(config: ModuleConfig, block: syntax.Block, override: bool) -> None:
    alias = block.body.attributes.get("alias")
    value = alias.value if alias is not None else None
    key = (block.names[0], str(value.value) if isinstance(value, syntax.Literal) else None)
    if key in config.providers and not override:
        config.diagnostics.append(twice(*key, block.header))
    _put(config, config.providers, key, block, override, None)


def _add_settings(config: ModuleConfig, block: syntax.Block, override: bool) -> None:
    if not override:
        config.diagnostics.extend(backends_too_many(config.settings, block))
    config.settings.append(block)


def _unexpected(type: str, span: Span) -> Diagnostic:
    """A slip loses what the block declares; a block of a newer Terraform is passed over."""
    meant = misspelt(type, _BLOCKS)
    if meant is not None:
        return _error(f'Blocks of type "{type}" are not expected here. Did you mean "{meant}"?', span)
    message = f'Blocks of type "{type}" are not known to fargate-lint: this one is passed over.'
    return Diagnostic("block", Severity.INFO, message, span)


def _duplicate(what: str, name: str, span: Span) -> Diagnostic:
    return _error(f'Duplicate {what} "{name}": it was declared before, and names must be unique in a module.', span)


def _put(
    config: ModuleConfig, table: dict[_K, syntax.Block], key: _K, block: syntax.Block, override: bool, what: str | None
) -> None:
    present = table.get(key)
    if present is None:
        table[key] = block
    elif override:
        table[key] = merge(present, block)
    elif what is not None:
        config.diagnostics.append(
            _error(f"Duplicate {what}: it was declared before, and names must be unique in a module.", block.header)
        )


def merge(base: syntax.Block, override: syntax.Block) -> syntax.Block:
    """An override block laid over a block: arguments replace arguments, nested blocks replace all blocks of their type,
    except lifecycle, whose arguments merge.

    Source: https://developer.hashicorp.com/terraform/language/files/override
    """
    attributes: Mapping[str, syntax.Attribute] = {**base.body.attributes, **override.body.attributes}
    replaced = {_block_type(block) for block in override.body.blocks} - {"lifecycle"}
    blocks = [block for block in base.body.blocks if _block_type(block) not in replaced]
    for block in override.body.blocks:
        if block.type != "lifecycle":
            blocks.append(block)
            continue
        position = next((i for i, b in enumerate(blocks) if b.type == "lifecycle"), None)
        if position is None:
            blocks.append(block)
        else:
            blocks[position] = merge(blocks[position], block)
    body = msgspec.structs.replace(base.body, attributes=dict(attributes), blocks=tuple(blocks))
    return msgspec.structs.replace(base, body=body)


def _block_type(block: syntax.Block) -> str:
    return block.names[0] if block.type == "dynamic" and block.labels else block.type
