"""Runs a rule on its own examples; for tests/ and for outside authors.

    @pytest.mark.parametrize("case", testing.cases([entry]), ids=str)
    def test_example(case):
        assert testing.problems(case) == []

or ``python -m fargate_lint.testing my_rule.py``.

An example is HCL text, put into a folder of its own as main.tf. ``# file: name.tf`` on a line of its own begins another
file, ``# with: vpc-module`` names the surroundings that the example starts from (preludes.py). A line at which
something is expected says so at its end, in comments that are taken out before the example is read (example.py).
Where an example has no EKS cluster or no Fargate profile, a small one is added (scenery.py).
"""

from __future__ import annotations

from fargate_lint.testing.case import Case, cases, problems, unreached
from fargate_lint.testing.run import run
from fargate_lint.testing.scenery import scenery
from fargate_lint.testing.snapshot import snapshot

__all__ = ["Case", "cases", "problems", "run", "scenery", "snapshot", "unreached"]
