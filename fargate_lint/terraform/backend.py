"""Where a root keeps its state, so that data.terraform_remote_state can be followed to the root that writes it.

Two roots are linked only when both name the same literal place: nothing is guessed.
Source: https://developer.hashicorp.com/terraform/language/backend
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.evaluate.expression import evaluate
from fargate_lint.evaluate.scope import Scope
from fargate_lint.hcl import syntax
from fargate_lint.terraform.config import ModuleConfig
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.value import Value

Place = tuple[str, ...]
"""Backend type and the texts that tell one state from another."""

_IDENTITY = {
    "s3": ("bucket", "key"),
    "gcs": ("bucket", "prefix"),
    "azurerm": ("storage_account_name", "container_name", "key"),
    "local": ("path",),
    "http": ("address",),
    "remote": ("organization", "workspace"),
}
"""The arguments that name the place; all of them must be known texts."""


def state_place(config: ModuleConfig) -> Place | None:
    """The place of a root's own state, None if it is not literal; terraform.tfstate beside it where no backend is."""
    for settings in config.settings:
        for block in settings.body.blocks:
            if block.type == "backend" and block.labels:
                return _place(block.names[0], _texts(block.body), config.folder)
            if block.type == "cloud":
                return _place("remote", _texts(block.body), config.folder)
    return ("local", os.path.join(config.folder, "terraform.tfstate"))


def read_place(instance: Instance, folder: str) -> Place | None:
    """The place that a data.terraform_remote_state reads, None if it is not known."""
    backend, config = instance.written("backend"), instance.written("config")
    if backend is None or backend.text is None:
        return None
    workspace = instance.written("workspace")
    if workspace is not None and workspace.text != "default":
        return None
    fields: Mapping[str, Value] = {} if config is None else (config.fields or {})
    texts = {name: value.text for name, value in fields.items() if value.text is not None}
    workspaces = fields.get("workspaces")
    if workspaces is not None:
        name = (workspaces.fields or {}).get("name")
        if name is not None and name.text is not None:
            texts["workspace"] = name.text
    return _place(backend.text, texts, folder)


def _place(type: str, texts: Mapping[str, str], folder: str) -> Place | None:
    names = _IDENTITY.get(type)
    if names is None:
        return None
    if type == "local":
        return ("local", os.path.normpath(os.path.join(folder, texts.get("path", "terraform.tfstate"))))
    if any(name not in texts for name in names):
        return None
    return (type, *(texts[name] for name in names))


def _texts(body: syntax.Body) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, attribute in body.attributes.items():
        try:
            value = evaluate(attribute.value, Scope({}))
        except EvaluationError:
            continue
        if value.text is not None:
            found[name] = value.text
    for block in body.all("workspaces"):
        workspace = _texts(block.body).get("name")
        if workspace is not None:
            found["workspace"] = workspace
    return found
