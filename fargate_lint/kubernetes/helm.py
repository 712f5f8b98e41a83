"""Helm releases: which chart, and what its values come to."""

from __future__ import annotations

import re
from functools import cached_property

from fargate_lint.diagnostic import Span
from fargate_lint.kubernetes import strvals
from fargate_lint.kubernetes.manifest import DEFAULT_NAMESPACE
from fargate_lint.kubernetes.text import documents_of
from fargate_lint.kubernetes.tree import Tree
from fargate_lint.terraform.instance import Content, Instance
from fargate_lint.values.answer import Answer, flag
from fargate_lint.values.value import Value, like_unknown, string, tuple_of, unknown

_ARCHIVE = re.compile(r"(?P<name>.+?)-(?P<version>v?\d+\.\d+\.\d+(?:[-+].*)?)", re.DOTALL)

_FOLDERS = ("charts", "chart", "helm", "helm-charts", "helm_charts", "modules")
"""First words of "x/name" that are a folder beside the configuration rather than a repository's alias."""

_SETS = ("set", "set_list", "set_sensitive", "set_wo")
"""The order in which the provider applies them. Source: terraform-provider-helm, helm/resource_helm_release.go."""


class HelmRelease:
    """One ``helm_release``."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._content = instance.content

    @property
    def address(self) -> str:
        return self.instance.address

    @property
    def span(self) -> Span | None:
        """The header to point at."""
        return self.instance.span

    def argument(self, name: str) -> Value | None:
        """An argument as written; None if it is absent or null."""
        value = self._content.written(name)
        return None if value is None or value.is_null else value

    @property
    def chart_value(self) -> Value | None:
        """``chart`` as written."""
        return self.argument("chart")

    @cached_property
    def name(self) -> Value:
        """The release's name."""
        return self.argument("name") or string("")

    @cached_property
    def namespace(self) -> Value:
        """The namespace of what it installs."""
        return self.argument("namespace") or string(DEFAULT_NAMESPACE)

    @cached_property
    def creates_namespace(self) -> Answer:
        return flag(self.argument("create_namespace"), False)

    @cached_property
    def waits(self) -> Answer:
        """Whether apply waits until its pods are ready."""
        return flag(self.argument("wait"), True)

    # Which chart

    @cached_property
    def _parts(self) -> tuple[str | None, str | None, str | None]:
        """Chart name, repository and version, as the chart's reference and the other arguments say."""
        chart = self.chart_value
        repository = self.argument("repository")
        version = self.argument("version")
        stated = None if version is None else version.text
        place = "" if repository is None else repository.text
        text = chart.text if chart is not None else None
        if text is None:
            return None, place, stated
        text = text.rstrip("/")
        head, _, last = text.rpartition("/")
        archive = _ARCHIVE.fullmatch(last.removesuffix(".tgz").removesuffix(".tar.gz"))
        archive = archive if last.endswith((".tgz", ".tar.gz")) else None
        if archive:
            last, stated = archive["name"], archive["version"]
        last, _, tag = last.partition(":")
        if tag and text.startswith("oci://"):
            stated = stated or tag
        return last, place if head == "" or place else head, stated

    @property
    def is_local(self) -> bool:
        """Whether the chart is a folder or file here: then its defaults may be anybody's."""
        text = self.chart_value.text if self.chart_value is not None else None
        if text is None:
            return False
        if text.startswith(("./", "../", "/")) or "\\" in text:
            return True
        if self.argument("repository") is not None or "://" in text:
            return False
        return text.count("/") > 1 or text.partition("/")[0] in _FOLDERS

    @property
    def chart(self) -> str | None:
        """The chart's own name ("metrics-server"); None if it is not known."""
        return self._parts[0]

    @property
    def repository(self) -> str | None:
        """The repository's address, its alias, or "" where none is written; None if it is not known."""
        return self._parts[1]

    @property
    def version(self) -> str | None:
        """The version or constraint as written; "" where none is (Helm takes the newest). None if it is not known."""
        value = self.argument("version")
        if value is not None and value.text is None:
            return None
        return self._parts[2] or ""

    # Values

    @cached_property
    def documents(self) -> tuple[Value, ...]:
        """The documents of ``values``, lowest first; one that is not known in whole is unknown."""
        written = self.argument("values")
        if written is None:
            return ()
        if written.items is None:
            return (like_unknown(written),) if written.is_unknown else ()
        found: list[Value] = []
        for item in written.items:
            documents = documents_of(item)
            # Helm reads the first document of each text.
            found.extend(documents[:1])
        return tuple(found)

    @cached_property
    def tree(self) -> Tree:
        """All values merged in Helm's order."""
        return self._merged(Tree())

    def values_over(self, defaults: Value) -> Tree:
        """All values merged in Helm's order over a chart's own."""
        tree = Tree()
        if not defaults.is_null:
            tree.merge(defaults)
        return self._merged(tree)

    def _merged(self, tree: Tree) -> Tree:
        for document in self.documents:
            if not document.is_null:
                tree.merge(document)
        for kind in _SETS:
            self._apply(tree, kind)
        return tree

    def _apply(self, tree: Tree, kind: str) -> None:
        made = self._content.blocks(kind)
        if made.unknown is not None:
            # There may be more of them, of any name: they come first, so that what is written here still counts.
            tree.merge(
                made.unknown if made.unknown.is_unknown else unknown("how many set blocks there are is not known")
            )
        for block in made:
            if kind == "set_list":
                self._set_list(tree, block)
            else:
                self._set(tree, block)

    def _set(self, tree: Tree, block: Content) -> None:
        name, value = block.written("name"), block.written("value")
        if name is None or value is None:
            return
        if name.text is None:
            if name.is_unknown:
                tree.merge(like_unknown(name))
            return
        kind = block.written("type")
        text = value.text
        if not value.is_unknown and text is None:
            # Provider 3 takes numbers and booleans as they are; null sets nothing.
            text = None if value.is_null else str(value.raw).lower() if isinstance(value.raw, bool) else str(value.raw)
            if text is None:
                return
        if text is None:
            path = strvals.split_path(name.text)
            if path is not None:
                tree.set(path, value)
            return
        found = strvals.pairs(name.text, text, (kind.text if kind is not None else "") or "auto", value.origin)
        for path, item in found or ():
            tree.set(path, item)

    def _set_list(self, tree: Tree, block: Content) -> None:
        name, value = block.written("name"), block.written("value")
        if name is None or value is None or value.is_null:
            return
        if name.text is None:
            if name.is_unknown:
                tree.merge(like_unknown(name))
            return
        path = strvals.split_path(name.text)
        if path is not None:
            tree.set(path, tuple_of(value.items, value.origin) if value.items is not None else value)

    def value(self, path: str) -> Value | None:
        r"""What the values say at a path ("a.b[0].c", "a\.b"): a value (a null one where the chart's default is taken
        away), None if surely nothing is written there, an unknown where a piece of the values is not known."""
        steps = strvals.split_path(path)
        return self.tree.get(steps) if steps is not None else None
