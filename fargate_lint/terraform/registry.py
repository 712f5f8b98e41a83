"""Stubs for registry modules: which of our own minimal .tf stands in for a call, and by which version it is judged.

A stub is a folder under fargate_lint/stubs with a stub.toml: the source it stands for, the versions it covers, and rows
of variable defaults for ranges of versions. Folders are stubs/NAMESPACE/NAME/FAMILY[/modules/SUBMODULE].
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec

from fargate_lint import stubs, toml
from fargate_lint.terraform.arguments import META_ARGUMENTS, ArgumentTable, Unsupported, argument_table
from fargate_lint.terraform.source import Source
from fargate_lint.terraform.version import Constraint, Version, newest, parse_constraint, parse_version

STUBS = Path(stubs.__file__ or ".").parent.absolute()


class Stub(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in for a module call. ``defaults`` are HCL expression texts by variable name, in place of the
    defaults in the stub's own files; ``version`` is the one judged by; ``detail`` says how it was found, for people."""

    source: str
    folder: Path
    defaults: dict[str, str]
    version: str | None
    detail: str
    arguments: ArgumentTable | None


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    versions: str
    defaults: dict[str, str]


class _Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """stub.toml. ``folder`` is where the .tf files are, when another stub's files serve."""

    source: str
    versions: str
    facts: str
    checked: datetime.date
    rows: list[_Row] = []
    folder: str = "."

    def covers(self, version: Version) -> bool:
        return parse_constraint(self.versions).allows(version)

    def defaults(self, version: Version) -> dict[str, str]:
        """Later rows win over earlier ones."""
        found: dict[str, str] = {}
        for row in self.rows:
            if parse_constraint(row.versions).allows(version):
                found.update(row.defaults)
        return found


class _Versions(msgspec.Struct, frozen=True):
    facts: str
    checked: datetime.date
    modules: dict[str, dict[str, list[int]]]


@cache
def _release_table() -> _Versions:
    return msgspec.json.decode((STUBS / "versions.json").read_bytes(), type=_Versions)


@cache
def known_versions(package: str) -> tuple[Version, ...]:
    """All known releases of a registry package, oldest first; empty for one that we know nothing of."""
    majors = _release_table().modules.get(package, {})
    return tuple(
        Version((int(major), minor, patch))
        for major, lasts in sorted(majors.items(), key=lambda item: int(item[0]))
        for minor, last in enumerate(lasts)
        for patch in range(last + 1)
    )


@cache
def _families(package: str, submodule: str | None) -> tuple[tuple[Path, _Family], ...]:
    namespace, name, _ = package.split("/")
    parts = submodule.split("/") if submodule else []
    if not all(re.fullmatch(r"[\w-][\w.-]*", part) for part in (namespace, name, *parts)):
        return ()  # nothing that climbs out of our own folder
    wanted = f"{package}//{submodule}" if submodule else package
    base = STUBS / namespace / name
    found = []
    for family in sorted(base.iterdir()) if base.is_dir() else ():
        description = family.joinpath(*parts, "stub.toml")
        if description.is_file():
            read = msgspec.toml.decode(description.read_bytes(), type=_Family)
            if read.source == wanted:
                found.append(((description.parent / read.folder).resolve(), read))
    return tuple(found)


def stub_sources() -> Iterator[tuple[str, str]]:
    """Every module source that has a stub, with the versions covered, for documentation."""
    for path in sorted(STUBS.rglob("stub.toml")):
        family = msgspec.toml.decode(path.read_bytes(), type=_Family)
        yield family.source, family.versions


def module_name(source: Source) -> str | None:
    """The name that facts are kept under: NS/NAME/PROVIDER[//SUBMODULE]; None off the public registry."""
    package = source.registry_name
    if package is None:
        return None
    return f"{package}//{source.submodule}" if source.submodule else package


def is_known(source: Source) -> bool:
    """Whether the source is a public module that we have facts on."""
    name = module_name(source)
    return name is not None and argument_table(name) is not None


def resolve(source: Source, constraint: str | None) -> str | None:
    """The version that Terraform would install today: the newest known one that is allowed; for a git source the
    one its ref names. None if that cannot be told."""
    package = source.registry_name
    wanted = _wanted(source, constraint)
    if package is None or isinstance(wanted, str):
        return None
    found = _newest(wanted, known_versions(package)) if wanted else max(known_versions(package), default=None)
    return None if found is None else str(found)


def find_stub(
    source: Source,
    constraint: str | None,
    arguments: frozenset[str],
    *,
    user_stubs: Mapping[str, Path] = {},
) -> Stub | None:
    """The stub for a module call with this version constraint and these arguments; None if there is none.

    ``user_stubs`` maps sources, as written or by name, to the user's own stub folders, which come first.
    """
    own = user_stubs.get(source.address) or user_stubs.get(source.name)
    package = source.registry_name
    table = argument_table(module_name(source) or "")
    if own is not None:
        return _user_stub(source, own, constraint, table)
    if package is None:
        return None
    families = _families(package, source.submodule)
    if not families:
        return None
    covered = tuple(v for v in known_versions(package) if any(family.covers(v) for _, family in families))
    wanted = _wanted(source, constraint)
    if not isinstance(wanted, Constraint) or wanted.open_ended:
        allowed = tuple(v for v in covered if wanted.allows(v)) if isinstance(wanted, Constraint) else covered
        version, detail = _infer(_how(source, constraint, wanted), allowed, arguments - META_ARGUMENTS, table)
    else:
        version = _newest(wanted, known_versions(package))
        detail = f"stub for {version}"
        if version is not None and wanted.exact is None:
            detail += f", the newest known that {wanted.text} allows"
    if version is None:
        return None
    for folder, family in families:
        if family.covers(version):
            return Stub(
                source=family.source,
                folder=folder,
                defaults=family.defaults(version),
                version=str(version),
                detail=detail,
                arguments=table,
            )
    return None


def overlay(folder: Path, version: str | None) -> dict[str, str]:
    """The variable defaults of a stub folder for a version; empty where it has no stub.toml or no version is judged."""
    description = folder / "stub.toml"
    if version is None or not description.is_file():
        return {}
    return overlay_of(description.read_text(encoding="utf-8"), version)


def overlay_of(text: str, version: str) -> dict[str, str]:
    """The same of the text of a stub.toml. Raises ValueError where it is none."""
    return msgspec.convert(toml.loads(text), _Family).defaults(parse_version(version))


def unsupported(source: Source, version: str, argument: str) -> Unsupported | None:
    """Why this version of a known module does not take the argument; None if it does, or if we cannot tell."""
    table = argument_table(module_name(source) or "")
    if table is None or source.registry_name is None:
        return None
    judged = parse_version(version)
    if judged > max(known_versions(source.registry_name), default=judged) and argument not in table.names:
        return None  # a release that we know nothing of may well have it
    return table.unsupported(argument, judged)


def has_argument(source: Source, version: str, argument: str) -> bool | None:
    """Whether this version takes the argument; None if we have no facts on the module."""
    table = argument_table(module_name(source) or "")
    return None if table is None else table.has(argument, parse_version(version))


def _wanted(source: Source, constraint: str | None) -> Constraint | str | None:
    """The versions asked for: a constraint, None if nothing was asked, or the text of what cannot be read as a version
    (a branch, a commit)."""
    if source.kind == "registry":
        text = constraint
    else:
        text = source.ref.removeprefix("refs/").removeprefix("tags/") if source.ref else None
    if not text or not text.strip():
        return None
    try:
        return parse_constraint(text)
    except ValueError:
        return text


def _newest(wanted: Constraint, known: tuple[Version, ...]) -> Version | None:
    """The newest known version that is allowed; else, for a pin that we do not know (a later release), the version that
    the constraint itself names, as long as we know its major."""
    found = newest(wanted, known)
    if found is not None:
        return found
    majors = {version.major for version in known}
    named = [term.version for term in wanted.terms if wanted.allows(term.version) and term.version.major in majors]
    return max(named, default=None)


def _how(source: Source, constraint: str | None, wanted: Constraint | str | None) -> str:
    if isinstance(wanted, Constraint):
        return f"version {wanted.text} is open-ended"
    if wanted is not None:
        return (
            f"ref {source.ref} is no version" if source.kind != "registry" else f"version {constraint} cannot be read"
        )
    return "no version given"


def _infer(
    how: str, allowed: tuple[Version, ...], arguments: frozenset[str], table: ArgumentTable | None
) -> tuple[Version | None, str]:
    """The newest allowed version whose inputs take all the arguments passed; else the one that refuses fewest."""
    if not allowed:
        return None, how
    latest = allowed[-1]
    refused = table.refused(arguments, latest) if table else frozenset()
    if table is None or not refused:
        return latest, f"{how}: judged as {latest}, the newest known"
    best = min(reversed(allowed), key=lambda version: len(table.refused(arguments, version)))
    left = table.refused(arguments, best)
    if left == refused:
        return latest, f"{how}: judged as {latest}, the newest known"
    telling = ", ".join(sorted(refused - left)[:3])
    return best, f"{how}: judged as {best}, the newest that takes {telling}"


def _user_stub(source: Source, folder: Path, constraint: str | None, table: ArgumentTable | None) -> Stub:
    """A user's own stub: a folder of .tf, with a stub.toml of the same form if it wants defaults by version."""
    version = resolve(source, constraint)
    wanted = _wanted(source, constraint)
    if version is None and isinstance(wanted, Constraint):
        version = str(_newest(wanted, tuple(term.version for term in wanted.terms)) or "") or None
    detail = "the configuration's own stub"
    return Stub(
        source=source.name,
        folder=folder.absolute(),
        defaults=overlay(folder, version),
        version=version,
        detail=detail,
        arguments=table,
    )
