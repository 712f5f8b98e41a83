"""docs/ says what is so: pages that are made from the code are up to date, paths and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import layers
import pytest
import rule_pages

TOP = Path(__file__).resolve().parent.parent
PAGES = [TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted((TOP / "docs").glob("*.md"))]


def test_the_picture_of_the_layers_is_that_of_the_contracts() -> None:
    text = layers.PAGE.read_text(encoding="utf-8")
    assert layers.generated(text) == text, "run: python tests/tools/layers.py"


def test_each_rule_has_its_page() -> None:
    found = {path.name: path.read_text(encoding="utf-8") for path in rule_pages.FOLDER.glob("*.md")}
    made = rule_pages.pages()
    assert sorted(found) == sorted(made), "run: python tests/tools/rule_pages.py"
    assert [name for name in made if found[name] != made[name]] == [], "run: python tests/tools/rule_pages.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_a_page_lead_to_files(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", [TOP / "CONTRIBUTING.md", layers.PAGE], ids=lambda page: page.name)
def test_paths_that_a_page_names_are_there(page: Path) -> None:
    named = re.findall(r"`((?:rules|tests|docs|fargate_lint)/[\w./-]*)`", page.read_text(encoding="utf-8"))
    assert named
    assert [path for path in named if not (TOP / path).exists()] == []


def test_the_rule_in_the_docs_is_a_whole_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from fargate_lint.testing import __main__ as harness

    text = (TOP / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    ((name, source),) = re.findall(r"<!-- rule: (\S+) -->\n```python\n(.*?)```\n<!-- end -->", text, re.DOTALL)
    (tmp_path / name).write_text(source, encoding="utf-8")
    assert harness.main([str(tmp_path / name)]) == 0, capsys.readouterr().out
