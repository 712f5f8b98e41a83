"""The compiled grammar is the one that python-hcl2's and ours give together."""

from __future__ import annotations

import re
import subprocess
import sys

from fargate_lint.hcl import grammar


def test_the_table_is_what_its_sources_give() -> None:
    made = grammar.compile_tables(*grammar.sources())
    assert made == grammar.tables(), "run python -m fargate_lint.hcl.grammar"


def test_most_rules_of_expressions_are_python_hcl2s_own() -> None:
    base, ours = grammar.sources()
    for rule in ("or_expr", "mul_expr", "tuple", "arguments", "for_object_expr", "template_if_start"):
        defined = re.compile(rf"^(%override )?[?!]?{rule} ?:", re.MULTILINE)
        assert defined.search(base)
        assert not defined.search(ours)


def test_parsing_loads_neither_lark_nor_python_hcl2() -> None:
    code = (
        "import sys; from fargate_lint import hcl; hcl.parse('a = 1', '/x/main.tf'); "
        "print(sorted({'lark', 'hcl2'} & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
