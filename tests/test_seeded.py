"""Clean projects stay clean, and each defect put into one is found by its rule alone, at the line to change.

The rows are tests/seeded/*.toml; ``python tests/tools/seeded.py`` prints the table.
"""

from __future__ import annotations

import pytest
from seeded import Defect, Outcome, Project, clean, defects, described, known_rules, try_out

DEFECTS = defects()
PROJECTS = sorted({d.project for d in DEFECTS}, key=lambda project: project.name)
RULES = known_rules()

NOT_SEEDED = {
    "FGL114": "info: profiles in one zone",
    "FGL220": "info: told once for a cluster without egress",
    "FGL303": "info: a selector for a namespace that nothing uses",
    "FGL320": "info: namespaces without access entries",
    "FGL504": "info: no way in to a private cluster",
    "FGL605": "info: spread constraints have no effect",
    "FGL902": "info: a module that cannot be seen",
}

_tried: dict[str, Outcome] = {}


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_a_clean_project_has_no_warning(project: Project) -> None:
    assert [described(f) for f in clean(project) if f["severity"] != "info"] == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_found(defect: Defect) -> None:
    assert defect.rule in RULES
    outcome = _tried[defect.name] = try_out(defect)
    if defect.open and outcome.problems:
        pytest.xfail(defect.open)
    assert list(outcome.problems) == []


def test_every_rule_has_a_seeded_defect(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints the counts of the run so far."""
    with capsys.disabled():
        outcomes = _tried.values()
        print(
            f"\n{len(PROJECTS)} clean projects, {len(outcomes)} defects tried, {sum(o.found for o in outcomes)} found, "
            f"{sum(o.placed for o in outcomes)} at the right line, {sum(len(o.extra) for o in outcomes)} extra findings"
        )
    assert sorted(RULES - {d.rule for d in DEFECTS} - NOT_SEEDED.keys()) == []
