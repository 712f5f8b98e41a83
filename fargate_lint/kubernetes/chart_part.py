"""What a release's chart comes to, part by part: rows of its table joined with the release's values and version."""

from __future__ import annotations

import msgspec

from fargate_lint.diagnostic import Span
from fargate_lint.facts.chart import Behaviour, ChartPod, DaemonSet, Port, Refusal
from fargate_lint.kubernetes.labels import Labels
from fargate_lint.values.answer import Answer
from fargate_lint.values.value import Value


class ChartDaemonSet(msgspec.Struct, frozen=True):
    """A DaemonSet of the chart. ``installs`` names the value that decided; ``behaviour`` is what follows on Fargate
    nodes, None where it depends on what is not known."""

    fact: DaemonSet
    installs: Answer
    behaviour: Behaviour | None


class ChartPort(msgspec.Struct, frozen=True):
    """A port of the chart. ``collides``: it is the kubelet's; ``place`` is where it is written, None by default."""

    fact: Port
    collides: Answer
    place: Span | None


class ChartPods(msgspec.Struct, frozen=True):
    """Pods that the chart makes, and where; ``present`` is never no."""

    fact: ChartPod
    present: Answer
    namespace: Value
    labels: Labels
    image: Value


class ChartRefusal(msgspec.Struct, frozen=True):
    """Something that Fargate does not take. ``asked``: whether pods of this release ask for it (never no), with the
    value that decided; ``pods``: those that do, None where their labels are not listed; ``storage_class``: the class
    that a claim names."""

    fact: Refusal
    asked: Answer
    pods: ChartPods | None
    storage_class: Value | None


class ChartSetting(msgspec.Struct, frozen=True):
    """A value that rules ask for by a word: what is written at ``path``, or the chart's default."""

    path: str
    value: Value
    written: bool
