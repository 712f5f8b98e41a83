"""All that a rule author imports.

A rule is one file in ``rules/``: a docstring (what, then ``Why:``, ``Fix:``, ``Source:``), ``check(estate)``,
examples in ``VALID`` and ``INVALID`` that are run as tests, and ``RULE``. Every subject that a rule looks at yields
exactly one of Finding, Undecided and Pass. The engine stamps id and name, so a rule never names itself.
"""

from __future__ import annotations

import msgspec

from fargate_lint.diagnostic import Edit, Finding, Fix, Note, Pass, Severity, Span, Undecided, Verdict
from fargate_lint.model.estate import Estate
from fargate_lint.model.question.endpoint_use import EndpointQuestion, EndpointUse

__all__ = [
    "Edit",
    "EndpointQuestion",
    "EndpointUse",
    "Estate",
    "Finding",
    "Fix",
    "Note",
    "Pass",
    "Rule",
    "Severity",
    "Span",
    "Undecided",
    "Verdict",
]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """The identity of a rule.

    ``severity`` is the default; a finding may carry another where the catalogue names one for its case. ``summary`` is
    one line for the rule table. ``per_instance``: findings on several instances of one block stay apart (a missing
    endpoint is reported per VPC, a workload per workload) instead of becoming one.
    """

    id: str
    name: str
    severity: Severity
    summary: str
    per_instance: bool = False
