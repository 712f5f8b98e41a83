"""Where the pods of a well-known chart take their image from, with a release's values."""

from __future__ import annotations

from fargate_lint.facts.chart import Image
from fargate_lint.kubernetes.helm import HelmRelease
from fargate_lint.values import partial
from fargate_lint.values.types import STRING
from fargate_lint.values.value import Unknown, Value, string, unknown


def image_of(release: HelmRelease, image: Image | None) -> Value:
    """The image's registry and repository, without a tag; known in part where its values are.

    Its place is the value that says so, None by default.
    """
    if image is None:
        return unknown("the chart's images are not known", STRING)
    host, _, path = image.default.partition("/")
    repository = _first_written(release, image.repositories)
    registry = _first_written(release, image.registries)
    origin = next((value.origin for value in (repository, registry) if value is not None), None)
    parts: list[partial.Piece]
    if registry is not None:
        parts = [_piece(registry), "/", path if repository is None else _piece(repository)]
    elif repository is None:
        parts = [image.default]
    elif image.joined and not _has_host(repository):
        parts = [host, "/", _piece(repository)]
    else:
        parts = [_piece(repository)]
    made = partial.join(parts)
    return made.with_origin(made.origin or origin)


def _first_written(release: HelmRelease, paths: tuple[str, ...]) -> Value | None:
    return next((value for path in paths if (value := _written(release, path)) is not None), None)


def _written(release: HelmRelease, path: str) -> Value | None:
    """The value at a path, unless it is empty (then charts take their default)."""
    value = release.value(path)
    return None if value is None or value.is_null or value.text == "" else value


def _has_host(repository: Value) -> bool:
    """Whether a repository begins with a registry's host, which then stands for itself."""
    why = repository.unknown
    text = repository.text if why is None else why.prefix
    if not text:
        return False
    first, slash, _ = text.partition("/")
    return bool(slash) and ("." in first or ":" in first)


def _piece(value: Value) -> partial.Piece:
    if value.text is not None:
        return value.text
    if isinstance(value.raw, Unknown):
        return Value(STRING, value.raw, value.ref, value.origin)
    return string(str(value.raw)).raw if isinstance(value.raw, bool | int) else unknown("it is not a text", STRING)
