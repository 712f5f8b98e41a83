"""Kubernetes objects, whichever way they are written."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

import msgspec

from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.kubernetes.document import DocumentError, read_documents
from fargate_lint.kubernetes.labels import Labels, labels_of
from fargate_lint.values.origin import Origin
from fargate_lint.values.value import SymbolicKey, Value, like_unknown, string, unknown

_TEMPLATE = re.compile(r"\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files)\b|(?:include|template|define)\s+\")")
"""What only the source of a Helm chart holds; rendered output may well hold "{{ $labels.pod }}" of an alert."""

_NAMED = re.compile(r"\$\{\w")
"""What Jinja, envsubst and their like fill in."""

_MARKER = re.compile(r"^---(?=\s)", re.MULTILINE)
_SKIPPED = frozenset({"CustomResourceDefinition"})
"""Kinds that hold nothing for us and are long."""

DEFAULT_NAMESPACE = "default"


class KubeObject(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """One object.

    ``api_version`` and ``kind`` are None where they are not known. ``namespace`` is "default" where none is written.
    ``raw`` is the whole object as a value in the API's own words (camelCase), with the places of its parts; ``span``
    its first line or the header of the block that makes it.
    """

    api_version: str | None
    kind: str | None
    namespace: Value
    name: Value
    labels: Labels
    annotations: Labels
    raw: Value
    span: Span | None = None

    def get(self, *path: str) -> Value | None:
        """What stands at a path of keys: None if it surely is not there, an unknown if that cannot be known."""
        return at(self.raw, *path)


def at(value: Value | None, *path: str) -> Value | None:
    """What stands below a value at a path of keys; None if nothing does, an unknown as soon as one is met."""
    for key in path:
        if value is None or value.is_null:
            return None
        if value.is_unknown:
            return like_unknown(value)
        if value.is_lazy:
            value = value.raw.get(key) if key in value.raw.names() else None
            continue
        fields = value.fields
        value = _field(fields, key) if fields is not None else None
    return None if value is None or value.is_null else value


def _field(fields: Mapping[str, Value], key: str) -> Value | None:
    """What stands at a key; an unknown where a key that is not known may be this one."""
    if key in fields:
        return fields[key]
    unknown_key = next((name for name in fields if isinstance(name, SymbolicKey)), None)
    return like_unknown(unknown_key.value) if unknown_key is not None else None


def object_from(value: Value, span: Span | None = None) -> KubeObject | None:
    """The object that a value describes; None if it describes none (no kind: a values file, a comment, a number)."""
    if value.is_null:
        return None
    if not value.is_unknown and value.fields is None and not value.is_lazy:
        return None
    kind, version = at(value, "kind"), at(value, "apiVersion")
    if kind is None or version is None:
        return None
    metadata = at(value, "metadata")
    name = at(metadata, "name") or at(metadata, "generateName")
    place = span or (value.place.first_line() if value.place is not None else None)
    return KubeObject(
        api_version=version.text,
        kind=kind.text,
        namespace=at(metadata, "namespace") or string(DEFAULT_NAMESPACE),
        name=name or string(""),
        labels=labels_of(at(metadata, "labels")),
        annotations=labels_of(at(metadata, "annotations")),
        raw=value,
        span=place,
    )


def objects_from(value: Value, span: Span | None = None) -> tuple[KubeObject, ...]:
    """The objects that a value describes, those of a List each on its own."""
    kind = at(value, "kind")
    items = at(value, "items")
    if kind is not None and kind.text is not None and kind.text.endswith("List") and items is not None:
        if items.items is not None:
            return tuple(found for item in items.items for found in objects_from(item, item.place or span))
        if items.is_unknown:
            inner = object_from(items, span)
            return (inner,) if inner is not None else ()
    found = object_from(value, span)
    return (found,) if found is not None else ()


def read_yaml(text: str, path: str) -> tuple[list[KubeObject], list[Diagnostic]]:
    """The objects of a YAML file, with exact places: several documents, Lists, rendered Helm output.

    What is not a Kubernetes object (a values file) is passed over, and so are definitions of custom resources. The
    source of a Helm chart is refused with a diagnostic that says what to do; a broken document gives one with its
    place, and the others are read all the same. A text with a placeholder of some other template language is not known.
    """
    found = _TEMPLATE.search(text)
    if found:
        return [], [_template(path, text.count("\n", 0, found.start()) + 1)]
    try:
        documents = read_documents(text, path, fill=_placeholder, skip=_SKIPPED)
    except DocumentError as error:
        if error.code == "template" or "{{" in text:
            return [], [_template(path, error.line or 1)]
        documents, problems = _each(text, path)
    else:
        problems = []
    return [item for document in documents for item in objects_from(document, document.place)], problems


def _placeholder(text: str, origin: Origin | None, quoted: bool) -> Value | None:
    """What a text of one line with a placeholder in it stands for: something else once it is filled in."""
    if "{" not in text or "\n" in text or not _has_placeholder(text):
        return None
    return unknown(f"{text} holds a placeholder that something fills in before kubectl", origin=origin)


def _has_placeholder(text: str) -> bool:
    """Whether {{ … }} or ${name …} stands in a text of one line."""
    start = text.find("{{")
    if start >= 0 and "}}" in text[start + 2 :]:
        return True
    named = _NAMED.search(text)
    return named is not None and "}" in text[named.end() :]


def _each(text: str, path: str) -> tuple[list[Value], list[Diagnostic]]:
    """Document by document, so that one that is broken does not hide the others."""
    documents: list[Value] = []
    problems: list[Diagnostic] = []
    starts = [0, *(match.start() for match in _MARKER.finditer(text)), len(text)]
    for start, end in itertools.pairwise(starts):
        try:
            line = text.count("\n", 0, start)
            documents += read_documents(text[start:end], path, fill=_placeholder, skip=_SKIPPED, line=line)
        except DocumentError as error:
            line, column = error.line or 1, error.column or 1
            code = "limit" if error.code == "limit" else "syntax"
            place = Span(path, line, column, line, column + 1)
            problems.append(Diagnostic(code, Severity.ERROR, f"cannot be read as YAML: {error.reason}", place))
    return documents, problems


def _template(path: str, line: int) -> Diagnostic:
    return Diagnostic(
        "file",
        Severity.WARNING,
        "this is the source of a Helm chart, not Kubernetes YAML: render it with helm template and pass the output",
        Span(path, line, 1, line, 2),
    )
