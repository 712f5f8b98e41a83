"""Random configurations mean the same to us and to Terraform, where that is installed (tools/differential.py)."""

from __future__ import annotations

import shutil

import differential
import pytest


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")
def test_random_configurations_mean_the_same_to_terraform() -> None:
    outcome = differential.run(240, seed=1)
    assert not outcome.differences, "\n\n".join(map(str, outcome.differences))
    # Each kind of case was tried, with and without errors: the comparison would see something.
    kinds = {what.split()[0] for what in outcome.sizes}
    assert kinds == set(differential.KINDS)
    assert {what.split()[1] for what in outcome.sizes} == {"error", "known", "unknown"}
