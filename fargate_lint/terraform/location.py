"""Where the source of a module call is: local, configured, installed by terraform init, a stub of ours, or nowhere."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.files import FileProblem
from fargate_lint.terraform import registry
from fargate_lint.terraform.config import ModuleConfig
from fargate_lint.terraform.session import Session
from fargate_lint.terraform.source import Source, parse_source


@dataclass(frozen=True, kw_only=True)
class Location:
    """``resolved`` and ``detail`` as in design.md section 6; ``config`` is None for an opaque module.

    ``package`` is the registry name where there is one, ``version`` the version it is judged by, ``defaults`` a stub's
    variable defaults for that version. ``is_missing``: a local folder that is surely not there.
    """

    resolved: str
    detail: str
    config: ModuleConfig | None = None
    package: str | None = None
    version: str | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)
    is_missing: bool = False


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The module that a call wants. ``arguments`` are the names passed. ``caller`` is the calling module, ``judged``
    the version that it is itself judged by; ``top`` is the root's folder, ``path`` the names of the calls that lead
    from there to this one."""

    source: str
    version: str | None
    arguments: frozenset[str]
    caller: ModuleConfig
    judged: str | None
    top: str
    path: tuple[str, ...]


def locate(wanted: Wanted, session: Session) -> Location:
    """Resolve a call's source; every failure is an opaque location with its reason."""
    text = wanted.source
    if not text:
        return Location(resolved="opaque", detail="its source is not a plain text")
    source = parse_source(text)
    package = source.registry_name
    configured = _configured(session, source)
    if configured is not None:
        return _mapped(session, configured, source, wanted.version)
    if source.kind == "local":
        return _local(wanted, session)
    if not wanted.caller.stub:
        installed = _installed(wanted, session)
        if installed is not None:
            folder, version = installed
            location = _folder(session, folder, "installed", "from .terraform/modules", package, version or source.ref)
            if location.config is not None:
                return location
    stub = registry.find_stub(source, wanted.version, wanted.arguments)
    if stub is not None:
        name = _stub_name(stub.folder)
        config = session.stub(stub.folder, name)
        return Location(
            resolved="stub",
            detail=stub.detail,
            config=config,
            package=package,
            version=stub.version,
            defaults=stub.defaults,
        )
    return Location(resolved="opaque", detail=_why_opaque(source, text), config=None, package=package)


def _configured(session: Session, source: Source) -> str | None:
    """The folder that [modules] of the configuration names for a source: as written, without its ?ref=, or by its
    registry name."""
    names = (source.address, source.address.partition("?")[0], source.name)
    return next((session.options.modules[name] for name in names if name in session.options.modules), None)


def _mapped(session: Session, folder: str, source: Source, constraint: str | None) -> Location:
    """A folder of the user's: a copy of the module, or a stub of their own with a stub.toml of defaults by version."""
    version = registry.resolve(source, constraint)
    defaults = _own_defaults(session, folder, version)
    shown = os.path.relpath(folder, session.files.repository).replace(os.sep, "/")
    location = _folder(session, folder, "configured", f"mapped to {shown} by the configuration", source.registry_name)
    return replace(location, version=version, defaults=defaults) if location.config is not None else location


def _own_defaults(session: Session, folder: str, version: str | None) -> Mapping[str, str]:
    """What the stub.toml of a user's own stub says for a version; a broken one is a diagnostic."""
    path = os.path.join(folder, "stub.toml")
    if version is None or not session.files.exists(path):
        return {}
    try:
        return registry.overlay_of(session.files.text(path), version)
    except (
        ValueError,
        FileProblem,
    ) as error:
        # TOML that cannot be read, keys that are not there, versions that are none
        place = Span(path, 1, 1, 1, 1)
        session.report(Diagnostic("configuration", Severity.ERROR, f"this stub.toml cannot be read: {error}", place))
        return {}


def _local(wanted: Wanted, session: Session) -> Location:
    folder = os.path.normpath(os.path.join(wanted.caller.folder, wanted.source))
    if wanted.caller.stub:
        path = Path(folder)
        defaults = registry.overlay(path, wanted.judged)
        config = session.stub(path, _stub_name(path))
        return Location(
            resolved="stub", detail="part of a stub", config=config, version=wanted.judged, defaults=defaults
        )
    location = _folder(session, folder, "local", f"folder {wanted.source}", None)
    return location if location.config is not None else replace(location, is_missing=_is_missing(session, folder))


def _is_missing(session: Session, folder: str) -> bool:
    """Whether a folder of the repository is surely not there. In an empty one, or below it, a Git submodule may be
    that nobody fetched."""
    files = session.files
    if files.is_folder(folder) or not files.is_allowed(folder):
        return False
    above = os.path.dirname(folder)
    while not files.is_folder(above) and files.is_allowed(os.path.dirname(above)):
        above = os.path.dirname(above)
    return bool(files.names(above))


def _stub_name(folder: Path) -> str:
    return folder.relative_to(registry.STUBS).as_posix()


def _folder(
    session: Session, folder: str, resolved: str, detail: str, package: str | None, version: str | None = None
) -> Location:
    folder = os.path.abspath(folder)
    shown = os.path.relpath(folder, session.files.repository).replace(os.sep, "/")
    if not session.files.is_allowed(folder):
        why = "so it is not read"
        if not session.files.has_git_root:
            why = "which without .git is the folder linted: lint it from the folder that holds both"
        return Location(
            resolved="opaque", detail=f"{shown} is outside of the repository, {why}", config=None, package=package
        )
    config = session.config(folder)
    if config.empty:
        return Location(resolved="opaque", detail=f"{shown} holds no Terraform files", config=None, package=package)
    return Location(resolved=resolved, detail=detail, config=config, package=package, version=version)


def _installed(wanted: Wanted, session: Session) -> tuple[str, str | None] | None:
    """The folder and version that ``terraform init`` wrote down for a call, from .terraform/modules/modules.json."""
    top = wanted.top
    if top not in session.manifests:
        session.manifests[top] = _read_manifest(session, top)
    entry = session.manifests[top].get(".".join(wanted.path))
    return None if entry is None else (os.path.join(top, entry[0]), entry[1])


def _read_manifest(session: Session, top: str) -> dict[str, tuple[str, str | None]]:
    path = os.path.join(top, session.options.data_dir, "modules", "modules.json")
    if not session.files.exists(path):
        return {}
    try:
        data = json.loads(session.files.glance(path))
    except (FileProblem, ValueError, RecursionError):
        return {}  # a broken cache of terraform's is as good as none: stubs take over
    found: dict[str, tuple[str, str | None]] = {}
    entries = data.get("Modules") if isinstance(data, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("Key"), str) and isinstance(entry.get("Dir"), str):
            version = entry.get("Version")
            found[entry["Key"]] = (entry["Dir"], version if isinstance(version, str) and version else None)
    return found


def _why_opaque(source: Source, text: str) -> str:
    return f"{text} is not in this repository, not in .terraform/modules, and fargate-lint has no stub of it"
