"""What a Helm release does on Fargate: facts about its chart joined with its values.

Every answer is three-valued and says which value decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import groupby

from fargate_lint.diagnostic import Span
from fargate_lint.facts import Facts
from fargate_lint.facts.chart import (
    Account,
    Behaviour,
    Chart,
    ChartFact,
    ChartPod,
    ChartTable,
    Condition,
    DaemonSet,
    Plain,
    Port,
)
from fargate_lint.facts.endpoints import Use
from fargate_lint.kubernetes import semver
from fargate_lint.kubernetes.chart_image import image_of
from fargate_lint.kubernetes.chart_name import substituted
from fargate_lint.kubernetes.chart_part import ChartDaemonSet, ChartPods, ChartPort, ChartRefusal, ChartSetting
from fargate_lint.kubernetes.helm import HelmRelease
from fargate_lint.kubernetes.labels import Labels, labels_of
from fargate_lint.kubernetes.manifest import at
from fargate_lint.kubernetes.pod import items_of
from fargate_lint.values.answer import NO, Answer, all_of, any_of, no, undecided, undecided_from, unknown_by, yes
from fargate_lint.values.types import BOOL, STRING
from fargate_lint.values.value import Value, string, unknown

_UNLISTED = (
    "helm.sh/chart",
    "app.kubernetes.io/version",
    "app.kubernetes.io/managed-by",
    "app.kubernetes.io/part-of",
    "app.kubernetes.io/component",
    "pod-template-hash",
)
"""Labels that charts or controllers add and that no table lists."""


class ChartView:
    """One release seen through the tables."""

    def __init__(self, release: HelmRelease, facts: Facts) -> None:
        self.release = release
        self._facts = facts
        self._charts = facts.charts

    @cached_property
    def known(self) -> Answer:
        """Whether a table speaks of this chart. A chart in a folder is its author's, whatever its name."""
        name = self.release.chart
        if name is None:
            value = self.release.chart_value
            return undecided_from(value) if value is not None else no("no chart is named")
        if self.release.is_local and name not in self._charts.configured:
            return no("the chart is a folder of the repository", self._place("chart"))
        return yes() if self._charts.table(name, self._repository) is not None else no("nothing is known of this chart")

    @property
    def name(self) -> str:
        """The chart's name where it is known and ours to judge, else ""."""
        return (self.release.chart or "") if self.known.yes else ""

    @property
    def _repository(self) -> str:
        return self.release.repository or ""

    def _place(self, argument: str) -> Span | None:
        value = self.release.argument(argument)
        return value.place if value is not None else None

    @cached_property
    def table(self) -> ChartTable | None:
        """All that is known of the chart."""
        return self._charts.table(self.name, self._repository) if self.name else None

    @property
    def row(self) -> Chart | None:
        """The head of the chart's table."""
        return self.table.chart if self.table is not None else None

    # What decides

    def holds(self, condition: Condition) -> Answer:
        """Whether a condition on the chart's values holds."""
        value = self.release.value(condition.path)
        if value is None:
            state = condition.holds(condition.default)
            return (yes if state else no)(
                f"{condition.path} is {_shown(condition.default)} by default", None, condition.path
            )
        if value.is_unknown:
            return undecided_from(value)
        raw = value.raw
        plain = raw if isinstance(raw, bool | int | str) else ""
        state = condition.holds(plain)
        return (yes if state else no)(f"{condition.path} is {_shown(plain)}", value.place, condition.path)

    def applies(self, fact: ChartFact) -> Answer:
        """Whether a row is about the version that will be installed."""
        if not fact.since and not fact.until:
            return yes()
        version = self.release.version
        if version is None:
            return undecided("the chart's version is not known", self._place("version"))
        answers = []
        for bound, wanted in ((fact.since, True), (fact.until, False)):
            if not bound:
                continue
            reached = semver.reaches(version, bound)
            if reached is None:
                return undecided(f'"{version}" is no version that can be compared', self._place("version"))
            answers.append(
                (yes if reached is wanted else no)(f"chart version {version or 'newest'}", self._place("version"))
            )
        return all_of(answers)

    def _decided(self, answers: Iterable[Answer]) -> Answer:
        """All of them, naming a written value before a default."""
        found = list(answers)
        answer = all_of(found)
        if not answer.yes:
            return answer
        return next((each for each in found if each.span is not None), next((e for e in found if e.reason), answer))

    # DaemonSets

    @cached_property
    def daemonsets(self) -> tuple[ChartDaemonSet, ...]:
        """The DaemonSets that it installs or may install, with these values and this version."""
        rows = self.table.daemonsets if self.table is not None else ()
        found = []
        for _, group in groupby(rows, key=lambda row: row.component):
            made = self._daemonset(tuple(group))
            if made is not None and not made.installs.no:
                found.append(made)
        return tuple(found)

    def _daemonset(self, rows: tuple[DaemonSet, ...]) -> ChartDaemonSet | None:
        """One DaemonSet, told of by rows for different versions."""
        possible = [(row, answer) for row in rows if not (answer := self.applies(row)).no]
        if not possible:
            return None
        row, applies = possible[0]
        if len(possible) > 1 and any(not r.since for r, _ in possible) and any(not r.until for r, _ in possible):
            # Whichever version it is, one of the rows speaks of it; only what follows may differ.
            applies = yes()
        installs = self._decided([*(self.holds(condition) for condition in row.when), applies])
        behaviours = {self._behaviour(each) for each, _ in possible}
        return ChartDaemonSet(row, installs, behaviours.pop() if len(behaviours) == 1 else None)

    def _behaviour(self, row: DaemonSet) -> Behaviour | None:
        if row.behaviour != "untolerated":
            return row.behaviour
        node = self._facts.limits.node
        listed = items_of(self.release.value(row.tolerations))
        answer = any_of(_tolerates(item, node.taint_key) for item in listed.items)
        if answer.yes:
            return "pending"
        return None if answer.unknown or listed.incomplete.unknown else "untolerated"

    # Ports

    @cached_property
    def ports(self) -> tuple[ChartPort, ...]:
        """The ports that are the kubelet's by default and that it opens or may open."""
        rows = self.table.ports if self.table is not None else ()
        found = []
        for row in rows:
            value = self.release.value(row.path)
            answers = [self._port(row, value), *(self.holds(each) for each in row.when), self.applies(row)]
            answer = all_of([*answers, *self._port_doubts(row)])
            decided = answers[0] if answer.yes else answer
            found.append(ChartPort(row, decided, value.place if value is not None else None))
        return tuple(found)

    def _port(self, row: Port, value: Value | None) -> Answer:
        reserved = str(self._facts.limits.node.reserved_port)
        if value is None:
            return (yes if str(row.default) == reserved else no)(f"{row.path} is {row.default} by default")
        if value.is_unknown:
            return undecided_from(value)
        text = str(value.raw)
        return (yes if text == reserved else no)(f"{row.path} is {text}", value.place)

    def _port_doubts(self, row: Port) -> Iterable[Answer]:
        """Doubt, where another value may set the port."""
        for path in row.doubt:
            value = self.release.value(path)
            listed = items_of(value)
            if listed.incomplete.unknown:
                yield listed.incomplete
            for item in listed.items:
                if row.doubt_text in (item.text or ""):
                    yield undecided(f"{path} sets a port of its own ({item.text})", item.place)

    # Pods

    @cached_property
    def pods(self) -> tuple[ChartPods, ...]:
        """The pods that it makes; empty where that is not known (see ``pods_known``)."""
        found = []
        for row in self.table.pods if self.table is not None else ():
            present = self._decided([self.applies(row), *(self.holds(condition) for condition in row.when)])
            if not present.no:
                image = image_of(self.release, row.image)
                found.append(ChartPods(row, present, self.namespace, self._labels(row), image))
        return tuple(found)

    @property
    def pods_known(self) -> bool:
        """Whether ``pods`` are all that it makes (DaemonSets aside)."""
        return self.table is not None and bool(self.table.pods)

    @property
    def namespace(self) -> Value:
        """The namespace of its pods: the release's, unless a value says another."""
        for path in self.row.namespaces if self.row is not None else ():
            value = self.release.value(path)
            if value is not None and not value.is_null and value.text != "":
                return value
        return self.release.namespace

    @property
    def _default_name(self) -> str:
        """What "{name}" is in its labels where nobody overrides it."""
        return (self.row.name_default if self.row is not None else "") or self.name

    def _labels(self, row: ChartPod) -> Labels:
        override = self.release.value(row.name_value) if row.name_value else None
        chart = string(self._default_name) if override is None or override.is_null or override.text == "" else override
        names = {"{name}": chart, "{release}": self.release.name}
        known = {key: unknown("the chart sets it", STRING) for key in _UNLISTED}
        known.update({key: substituted(text, names) for key, text in row.labels.items()})
        incomplete = undecided(f"its labels are not certain ({row.basis})") if row.confidence == "M" else NO
        labels = Labels(known, incomplete)
        for path in row.extra:
            labels = labels.merged(labels_of(self.release.value(path)))
        return labels

    # What Fargate refuses

    @cached_property
    def refusals(self) -> tuple[ChartRefusal, ...]:
        """What its pods ask for, or may ask for, and Fargate refuses, with these values and this version."""
        found = []
        for row in self.table.refusals if self.table is not None else ():
            answers = [self.applies(row), *(self.holds(condition) for condition in row.when)]
            storage_class = self._written_of(row.claim.classes) if row.claim is not None else None
            existing = self._written_of(row.claim.existing) if row.claim is not None else None
            if storage_class is not None:
                answers.append(
                    undecided("the storage class may be of static EFS volumes", storage_class.place, "elsewhere")
                )
            if existing is not None:
                answers.append(undecided("the claim that exists may be of an EFS volume", existing.place, "elsewhere"))
            asked = self._decided(answers)
            if not asked.no:
                pods = next((pods for pods in self.pods if pods.fact.component == row.component), None)
                found.append(ChartRefusal(row, asked, pods, storage_class))
        return tuple(found)

    def _written_of(self, paths: Iterable[str]) -> Value | None:
        """The first of these values that is written and not empty."""
        found = (self.release.value(path) for path in paths)
        return next((value for value in found if value is not None and not value.is_null and value.text != ""), None)

    # Calls, Services and settings

    @cached_property
    def calls(self) -> tuple[tuple[Use, Answer], ...]:
        """The services of AWS that its pods call, or may call, by the words of the endpoint facts."""
        found = []
        for row in self.table.calls if self.table is not None else ():
            answer = self._decided([self.applies(row), *(self.holds(condition) for condition in row.when)])
            if not answer.no:
                found.append((row.use, answer))
        return tuple(found)

    @cached_property
    def makes_service(self) -> Answer:
        """Whether it makes a Service; unknown where no row says."""
        for row in self.table.services if self.table is not None else ():
            answer = self._decided([self.applies(row), *(self.holds(condition) for condition in row.when)])
            if answer.yes:
                return (yes if row.makes == "yes" else no)(answer.reason, answer.span)
            if answer.unknown:
                return answer
        return undecided(f"whether chart {self.release.chart or '…'} makes a Service is not known", self.release.span)

    def setting(self, name: str) -> ChartSetting | None:
        """A value by the word that rules use for it ("dns-policy"), as this version of the chart has it; None where it
        surely has none. Its value is unknown where the version is, and the versions differ."""
        rows = [row for row in (self.table.settings if self.table is not None else ()) if row.name == name]
        possible = [row for row in rows if not self.applies(row).no]
        if not possible:
            return None
        for row in possible:
            written = self.release.value(row.path)
            if written is not None and not written.is_null:
                return ChartSetting(row.path, written, True)
        row, doubt = possible[0], self.applies(possible[0])
        if doubt.unknown and any(other.default != row.default for other in possible):
            return ChartSetting(row.path, unknown_by(doubt), False)
        return ChartSetting(row.path, _plain(row.default), False)

    # Service accounts

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Its service accounts, in this version."""
        return tuple(row for row in (self.table.accounts if self.table is not None else ()) if not self.applies(row).no)

    def account_name(self, account: Account) -> Value | None:
        """The name of a service account; None where it has none of its own."""
        value = self._written_of((account.name,))
        if value is not None:
            return value
        release, name = self.release.name, self.name
        if release.text is None:
            return Value(STRING, release.raw, None, release.origin) if release.is_unknown else None
        full = release.text if name in release.text else f"{release.text}-{name}"
        return string(account.default.replace("{fullname}", full).replace("{release}", release.text))

    def annotations_of(self, account: Account) -> Labels:
        """The annotations that the values put on a service account."""
        return labels_of(self.release.value(account.annotations))

    @cached_property
    def account(self) -> Value | None:
        """The name of its first service account; None where the tables list none."""
        return self.account_name(self.accounts[0]) if self.accounts else None

    @cached_property
    def account_annotations(self) -> Labels:
        """The annotations that the values put on its first service account."""
        return self.annotations_of(self.accounts[0]) if self.accounts else Labels()


def _plain(value: Plain) -> Value:
    if isinstance(value, bool):
        return Value(BOOL, value, None, None)
    return string(value if isinstance(value, str) else str(value))


def _shown(value: bool | int | str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _tolerates(item: Value, taint: str) -> Answer:
    """Whether a toleration of the values lets a pod on Fargate nodes."""
    key = at(item, "key")
    if key is not None and key.is_unknown:
        return undecided_from(key)
    if key is not None and key.text:
        return yes("", item.place) if key.text == taint else NO
    operator = at(item, "operator")
    if operator is not None and operator.is_unknown:
        return undecided_from(operator)
    return yes("", item.place) if operator is not None and operator.text == "Exists" else NO


def chart_of(release: HelmRelease, facts: Facts) -> ChartView:
    """A release joined with what is known of its chart."""
    return ChartView(release, facts)
