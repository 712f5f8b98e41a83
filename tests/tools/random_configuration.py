"""Random pieces of Terraform for tests/tools/differential.py: a case is an output and what it needs."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass

from expression_grammar import Grammar

COMMON = """
resource "terraform_data" "a" {
  input = "known"
}

resource "terraform_data" "b" {
  count = 2
  input = { name = "b${count.index}", list = ["x", count.index] }
}

variable "text" {
  default = "v"
}

variable "object" {
  type    = object({ a = string, b = optional(list(number), [1, 2]), c = optional(bool) })
  default = { a = "x" }
}

locals {
  # Terraform has the schema of terraform_data and so knows that its id is a string; we have no schemas.
  id      = tostring(terraform_data.a.id)
  ids     = [tostring(terraform_data.b[0].id), tostring(terraform_data.b[1].id)]
  set     = toset(["b", "a", "b"])
  numbers = toset([3, 1, 2])
  map     = tomap({ b = "2", a = "1" })
  mixed   = { a = local.id, b = ["x", local.ids[0]], c = 1 }
  nothing = tostring(null) # a local: Terraform checks once with every variable unknown
  half    = "id-${local.id}-end"
  idset   = toset(["a", local.id])
  objects = [{ a = "1", b = true }, { a = "2", b = false }]
}
"""
"""What the cases refer to."""

_NAMES = (
    *("local.id", "local.ids", "local.set", "local.numbers", "local.map", "local.mixed", "local.half", "local.idset"),
    *(
        "local.objects",
        "var.text",
        "var.object",
        "local.nothing",
        "terraform_data.a.input",
        "terraform_data.b[*].input",
    ),
    *("terraform_data.b[1].input.list", "local.mixed.b"),
)
_VALUES = ("null", "1", '"a"', "true", '"1"', '"true"', "[]", "{}", "local.set", "local.map", "var.object", "local.id")


@dataclass(frozen=True)
class Case:
    """``name`` is the output's, ``files`` are texts by path."""

    kind: str
    name: str
    files: dict[str, str]


class Maker:
    """Makes cases out of chance."""

    def __init__(self, chance: random.Random) -> None:
        self._below = chance.randrange
        self._grammar = Grammar(chance.randrange)

    def case(self, kind: str, position: int) -> Case:
        """A case of a kind; its files begin with v, m or t and the position."""
        return Case(kind, f"v{position}", WITH_PROVIDER[kind](self, position))

    def _one_of(self, *options: str) -> str:
        return options[self._below(len(options))]

    def _expression(self, deepest: int = 4) -> str:
        return self._grammar.expression(1 + self._below(deepest))

    def _referring(self, deepest: int = 3) -> str:
        return self._grammar.expression(1 + self._below(deepest), _NAMES)

    def _output(self, position: int, expression: str) -> dict[str, str]:
        # In a list, so that a null is seen too.
        return {f"v{position}.tf": f'output "v{position}" {{\n  value = [{expression}]\n}}\n'}

    def expression(self, position: int) -> dict[str, str]:
        """Literals, operators, functions."""
        return self._output(position, self._expression())

    def unknown(self, position: int) -> dict[str, str]:
        """The same with references, some of them known after apply only, and sets."""
        return self._output(position, self._referring())

    def template(self, position: int) -> dict[str, str]:
        """Heredocs, directives and files of templates."""
        parts = "".join(self._template_part(2) for _ in range(1 + self._below(4)))
        if self._below(3) == 0:
            call = f'templatefile("${{path.module}}/t{position}.tftpl", {{ x = {self._value()}, l = {self._list()} }})'
            return {**self._output(position, call), f"t{position}.tftpl": parts.replace("local.set", "l")}
        if self._below(2):
            opener = self._one_of("<<EOT", "<<-EOT")
            indent = "  " if opener == "<<-EOT" else ""
            lines = "\n".join(indent + line for line in parts.split("\n"))
            return {
                f"v{position}.tf": f'locals {{\n  x{position} = {self._value()}\n}}\noutput "v{position}" {{\n'
                f"  value = [{opener}\n{lines.replace('${x}', f'${{local.x{position}}}')}\n{indent}EOT\n  ]\n}}\n"
            }
        quoted = parts.replace("\n", "\\n").replace("${x}", "${var.text}")
        return self._output(position, f'"{quoted}"')

    def _template_part(self, depth: int) -> str:
        inner = self._template_part(depth - 1) if depth else "y"
        return self._one_of(
            "text ",
            "\n",
            "  indented\n",
            "$${not}",
            "%%{not}",
            "${x}",
            "${ x ~}\n  ",
            "a $ b % c",
            '${upper("a")}',
            "${local.id}" if depth == 2 else "z",
            f"%{{ if true }}{inner}%{{ endif }}",
            f"%{{ if 1 == 2 ~}}\n{inner}\n%{{ else ~}}\n{inner}%{{ endif ~}}\n",
            f"%{{ for e in local.set }}{inner}${{e}}%{{ endfor }}",
            f"%{{~ for i, e in [1, 2] ~}}\n${{i}}${{e}}{inner}\n%{{~ endfor ~}}\n",
        )

    def json(self, position: int) -> dict[str, str]:
        """JSON syntax: strings are templates, numbers, objects and arrays are themselves."""
        output = {f"v{position}": {"value": [self._json(3)]}}
        if self._below(2):
            output[f"v{position}"]["//"] = "a comment"
        document = {"output": self._one_of_any(output, [output])}
        return {f"v{position}.tf.json": json.dumps(document, ensure_ascii=bool(self._below(2)))}

    def _one_of_any(self, *options: object) -> object:
        return options[self._below(len(options))]

    def _json(self, depth: int) -> object:
        if depth and self._below(3) == 0:
            return [self._json(depth - 1) for _ in range(self._below(4))]
        if depth and self._below(3) == 0:
            keys = ("a", "b", "${var.text}", "x y", "", "é")
            return {self._one_of(*keys): self._json(depth - 1) for _ in range(self._below(4))}
        plain = ("a", "", "1", "true", "$${x}", "%%{x}", "a\nb", '"', "\\", 1, 1.5, -2, 1e3, 0.1, 100000000000000000000)
        if self._below(2):
            return self._one_of_any(*plain, True, False, None)
        expression = self._referring(2)
        return self._one_of(f"${{{expression}}}", f"x${{{expression}}}", f"${{{expression}}} ")

    def type(self, position: int) -> dict[str, str]:
        """A value handed to a variable of some type."""
        kind, nullable = self._type(3), self._one_of("", "", "  nullable = false\n", "  nullable = true\n")
        default = f"  default = {self._literal(2)}\n" if self._below(3) == 0 else ""
        variable = f'variable "x" {{\n  type = {kind}\n{default}{nullable}}}\n'
        given = self._one_of(self._fitting(kind), self._fitting(kind), self._literal(2), self._referring(2))
        argument = f"  x = {given}\n" if not default or self._below(3) else ""
        call = f'module "m{position}" {{\n  source = "./m{position}"\n{argument}}}\n'
        return {
            f"v{position}.tf": call + f'output "v{position}" {{\n  value = [module.m{position}.x]\n}}\n',
            f"m{position}/main.tf": variable + 'output "x" {\n  value = var.x\n}\n',
        }

    def module(self, position: int) -> dict[str, str]:
        """A module made several times, and what refers to it."""
        how, all_of_it = (
            ("  count = 2\n", f"module.m{position}[*].o"),
            ("  count = length(local.set) - 1\n", f"module.m{position}[0].o"),
            ("  count = 0\n", f"module.m{position}[*].o"),
            ('  for_each = toset(["x", "y"])\n', f"{{ for k, m in module.m{position} : k => m.o }}"),
            ("  for_each = local.map\n", f"values(module.m{position})[*].o"),
            ("  for_each = { for o in local.objects : o.a => o }\n", f'module.m{position}["2"].o'),
            ("", f"module.m{position}.o"),
        )[self._below(7)]
        key = self._one_of(*(("each.key", "each.value") if "for_each" in how else ("count.index",) if how else ("1",)))
        argument = self._one_of(key, self._one_of(*_NAMES), f"[{key}, {self._one_of(*_NAMES)}]")
        if "count = 0" in how:  # Terraform checks the inside of a module that is made no time; we do not
            argument = "1"
        call = f'module "m{position}" {{\n  source = "./m{position}"\n{how}  x = {argument}\n}}\n'
        inner = self._grammar.expression(1 + self._below(3), ("var.x", "local.y", "tostring(terraform_data.r.id)"))
        inner = "var.x" if "count = 0" in how else inner
        body = (
            'variable "x" {\n  type = any\n}\nlocals {\n  y = [var.x, "l"]\n}\n'
            'resource "terraform_data" "r" {\n  input = var.x\n}\n'
        )
        return {
            f"v{position}.tf": call + f'output "v{position}" {{\n  value = [{all_of_it}]\n}}\n',
            f"m{position}/main.tf": f'{body}output "o" {{\n  value = {inner}\n}}\n',
        }

    def dynamic(self, position: int) -> dict[str, str]:
        """Dynamic blocks of a resource whose blocks are a list."""
        collection = self._one_of(
            *(
                '["x", "y"]',
                "local.set",
                "local.map",
                "local.objects",
                "local.ids",
                "local.idset",
                "local.nothing",
                "3",
            ),
            *(
                '{ k = "1", l = "2" }',
                "[]",
                "{}",
                '["x", local.id]',
                "{ k = local.id }",
                '[["n", "m"], []]',
                "[1, true]",
            ),
            *(
                'local.id == "x" ? ["a"] : ["b", "c"]',
                "{ for o in local.objects : o.a => o }",
                '[{ a = "s" }, { a = "t" }]',
            ),
            *("var.object", "local.numbers", 'concat(["a"], local.ids)', '{ (local.id) = "v" }', '"text"', "[null]"),
        )
        iterator = self._one_of("block_device_mappings", "it", "it")
        named = "" if iterator != "it" else "    iterator = it\n"
        value, key = f"{iterator}.value", f"{iterator}.key"
        name = self._one_of(
            value, key, f'"${{{value}}}-${{{key}}}"', f"{value}.a", f'try({value}.a, "none")', f"{value}[0]"
        )
        sizes = self._one_of("[1]", "[]", f"[for x in [{key}] : 2]", f"try(length({value}), 0) > 1 ? [1] : []")
        size = self._one_of("ebs.value", "5", f'length("${{{key}}}")')
        inner = (  # always there: without a schema we do not know that what nobody writes is empty
            f'      dynamic "ebs" {{\n        for_each = {sizes}\n'
            f"        content {{\n          volume_size = {size}\n        }}\n      }}\n"
        )
        block = (
            f'  dynamic "block_device_mappings" {{\n    for_each = {collection}\n{named}    content {{\n'
            f"      device_name = tostring({name})\n{inner}    }}\n  }}\n"
        )
        static = '  block_device_mappings {\n    device_name = "static"\n    ebs {\n      volume_size = 7\n    }\n  }\n'
        body = self._one_of(block, static + block, block + static, block + block)
        all_of_them = f"aws_launch_template.v{position}.block_device_mappings"
        shown = f"[for b in {all_of_them} : [b.device_name, [for e in b.ebs : e.volume_size]]]"
        output = f'output "v{position}" {{\n  value = [{{ all = {shown}, count = length({all_of_them}) }}]\n}}\n'
        return {f"v{position}.tf": f'resource "aws_launch_template" "v{position}" {{\n{body}}}\n{output}'}

    def _type(self, depth: int) -> str:
        if not depth or self._below(3) == 0:
            return self._one_of("string", "number", "bool", "any")
        if self._below(2):
            return f"{self._one_of('list', 'set', 'map')}({self._type(depth - 1)})"
        if self._below(4) == 0:
            return f"tuple([{', '.join(self._type(depth - 1) for _ in range(self._below(3)))}])"
        fields = []
        for name in ("a", "b", "c")[: 1 + self._below(3)]:
            kind = self._type(depth - 1)
            wrapped = (kind, f"optional({kind})", f"optional({kind}, {self._fitting(kind)})")
            fields.append(f"{name} = {self._one_of(*wrapped)}")
        return f"object({{ {', '.join(fields)} }})"

    def _fitting(self, kind: str) -> str:
        """A constant that has, or may be converted to, the type."""
        head, _, rest = kind.partition("(")
        if head in ("list", "set"):
            return f"[{', '.join(self._fitting(rest[:-1]) for _ in range(self._below(3)))}]"
        if head == "map":
            return f"{{ {', '.join(f'{name} = {self._fitting(rest[:-1])}' for name in ('k', 'l')[: self._below(3)])} }}"
        simple = {"string": ('"s"', "1", "true"), "number": ("1", '"2.50"', "1e2"), "bool": ("true", '"false"')}
        return self._one_of(*simple.get(head, (self._literal(2),)))

    def _literal(self, depth: int) -> str:
        if not depth or self._below(2):
            return self._one_of("null", "1", "1.50", '"a"', '"1"', '"true"', "true", "false", '""', "-3", '"é"')
        if self._below(2):
            return f"[{', '.join(self._literal(depth - 1) for _ in range(self._below(4)))}]"
        names = ("a", "b", "c", "d")[: self._below(4)]
        return f"{{ {', '.join(f'{name} = {self._literal(depth - 1)}' for name in names)} }}"

    def _value(self) -> str:
        return self._one_of(*_VALUES)

    def _list(self) -> str:
        return self._one_of("[]", '["a", "b"]', "local.set", "local.ids", "[1, 2]")


KINDS: dict[str, Callable[[Maker, int], dict[str, str]]] = {
    "expression": Maker.expression,
    "unknown": Maker.unknown,
    "template": Maker.template,
    "json": Maker.json,
    "type": Maker.type,
    "module": Maker.module,
}
"""The kinds of cases that need no provider."""

WITH_PROVIDER: dict[str, Callable[[Maker, int], dict[str, str]]] = {**KINDS, "dynamic": Maker.dynamic}
"""Those that need hashicorp/aws are planned, and not applied."""

PROVIDER = """
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "x"
  secret_key                  = "y"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
"""
