"""Repositories made to keep a reader busy for ever: name to files (path to text), all within the size of a file."""

from __future__ import annotations

import json

DOUBLINGS = range(1, 41)


def _doubled(first: str, step: str) -> str:
    """Forty locals, each made of the one before it twice; ``step`` has ``{0}`` for that one."""
    lines = [f"  a0 = {first}", *(f"  a{i} = " + step.format(f"local.a{i - 1}") for i in DOUBLINGS)]
    return "locals {\n" + "\n".join(lines) + '\n}\noutput "end" {\n  value = local.a40\n}\n'


def _local(expression: str) -> str:
    return f"locals {{\n  it = {expression}\n}}\n"


def _nested(calls: str, levels: int, inner: str) -> dict[str, str]:
    """Modules m0 … that each make the ``calls`` ({0} in it is the folder of the next); the last holds ``inner``."""
    files = {"main.tf": calls.format("./m0")}
    for level in range(levels):
        files[f"m{level}/main.tf"] = calls.format(f"../m{level + 1}")
    return {**files, f"m{levels}/main.tf": inner}


def _tagged(number: int, among: int) -> str:
    tags = ", ".join(f"t{other} = aws_subnet.a{other}.id" for other in range(among) if other != number)
    return f'resource "aws_subnet" "a{number}" {{\n  tags = {{ {tags} }}\n}}\n'


_FIFTY = 'module "x" {{\n  source   = "{0}"\n  for_each = toset([for i in range(50) : "k${{i}}"])\n}}\n'
_TWO = 'module "a" {{\n  source = "{0}"\n}}\nmodule "b" {{\n  source = "{0}"\n}}\n'
_ONE = 'module "a" {{\n  source = "{0}"\n}}\n'
_SUBNETS = 'resource "aws_subnet" "s" {\n  count = 10\n}\n'
_YAML_BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
)
_DYNAMIC = """resource "aws_security_group" "a" {
  dynamic "ingress" {
    for_each = range(1000)
    content {
      dynamic "b" {
        for_each = range(1000)
        content {
          x = b.key
        }
      }
    }
  }
}
"""
_READ = 'locals {{\n  it = {0}(file("${{path.module}}/data"))\n}}\noutput "end" {{\n  value = local.it\n}}\n'

_LOADED = '  l = jsondecode(file("${path.module}/l.json"))\n'


def _often(expression: str) -> str:
    return _local(f"[for i in range(1000) : [for j in range(60) : {expression}]]")


LIMITED: dict[str, dict[str, str]] = {
    "a huge count": {"main.tf": 'resource "aws_subnet" "a" {\n  count = 1000000000\n}\n'},
    "a huge for_each": {
        "main.tf": 'resource "aws_subnet" "a" {\n  for_each = toset([for p in setproduct(range(60), range(60)) : '
        'join("-", p)])\n}\n'
    },
    "many large counts": {
        "main.tf": "".join(f'resource "aws_subnet" "a{i}" {{\n  count = 2000\n}}\n' for i in range(100))
    },
    "strings doubled by templates": {"main.tf": _doubled('"' + "x" * 100 + '"', '"${{{0}}}${{{0}}}"')},
    "strings doubled by join": {"main.tf": _doubled('"' + "x" * 100 + '"', 'join("", [{0}, {0}])')},
    "strings doubled by format": {"main.tf": _doubled('"' + "x" * 100 + '"', 'format("%s%s", {0}, {0})')},
    "half-known strings doubled": {"main.tf": 'variable "v" {}\n' + _doubled('"x-${var.v}"', '"${{{0}}}${{{0}}}"')},
    "lists doubled by concat": {"main.tf": _doubled("[1, 2, 3]", "concat({0}, {0})")},
    "lists that share their parts": {"main.tf": _doubled("[1, 2, 3]", "[{0}, {0}]")},
    "objects that share their parts": {"main.tf": _doubled("{ x = 1 }", "{{ l = {0}, r = {0} }}")},
    "shared parts written out": {"main.tf": _doubled("[1]", "jsonencode([{0}, {0}])")},
    "for in for": {"main.tf": _local("[for a in range(1000) : " * 5 + "a" + "]" * 5)},
    "for in for, added up": {"main.tf": _local("sum([for a in range(1000) : " * 3 + "a" + "])" * 3)},
    "templates in a loop": {"main.tf": _local('"' + "%{ for a in range(1000) }" * 3 + "x" + "%{ endfor }" * 3 + '"')},
    "large strings in a loop": {
        "main.tf": _local("1").replace(
            "it = 1",
            f'it = "{"x" * 100_000}"\n  all = [for a in range(1000) : '
            '[for b in range(1000) : "${local.it}${a}${b}"]]',
        )
    },
    "a product of lists": {"main.tf": _local("setproduct(range(1000), range(1000), range(1000))")},
    "members looked for one by one": {
        "main.tf": 'locals {\n  k = [for p in setproduct(range(300), range(300)) : join("-", p)]\n'
        "  c = [for x in local.k : contains(local.k, x)]\n}\n"
    },
    "maps merged again and again": {
        "main.tf": "locals {\n  k = { for i in range(1000) : i => i }\n"
        "  m = merge([for a in range(1000) : merge([for b in range(1000) : local.k]...)]...)\n}\n"
    },
    "cidrsubnet in loops": {
        "main.tf": _local('[for i in range(1000) : [for j in range(1000) : cidrsubnet("10.0.0.0/8", 16, j)]]')
    },
    "widths of format": {"main.tf": _local('format("%999999999d", 1)')},
    "indent": {"main.tf": _local('indent(999999999, "a\\nb")')},
    "dynamic blocks in dynamic blocks": {"main.tf": _DYNAMIC},
    "validation in a loop": {
        "main.tf": 'variable "v" {\n  default = 1\n  validation {\n    condition = alltrue([for a in range(1000) : '
        "alltrue([for b in range(1000) : a + b + var.v > 0])])\n"
        '    error_message = "no"\n  }\n}\n'
    },
    "a way of many references": {
        "main.tf": "locals {\n" + "".join(f"  a{i} = local.a{i + 1}\n" for i in range(3000)) + "  a3000 = 1\n}\n"
    },
    "YAML aliases": {"main.tf": _READ.format("yamldecode"), "data": _YAML_BOMB},
    "deep YAML": {"main.tf": _READ.format("yamldecode"), "data": "[" * 5000 + "]" * 5000},
    "deep JSON": {"main.tf": _READ.format("jsondecode"), "data": "[" * 100_000 + "]" * 100_000},
    "JSON deeper than we follow": {"main.tf": _READ.format("jsondecode"), "data": "[" * 800 + "]" * 800},
    "wide JSON": {"main.tf": _READ.format("jsondecode"), "data": "[" + "{}," * 300_000 + "1]"},
    "a long JSON number": {"main.tf": _READ.format("jsondecode"), "data": "9" * 1_000_000},
    "deep brackets": {"main.tf": _local("[" * 100_000 + "]" * 100_000)},
    "deep parentheses": {"main.tf": _local("(" * 3000 + "1" + ")" * 3000)},
    "a long sum": {"main.tf": _local("+".join(["1"] * 50_000))},
    "many negations": {"main.tf": _local("!" * 50_000 + "true")},
    "a long way into an object": {"main.tf": _local("local" + ".a" * 50_000)},
    "conditions in conditions": {"main.tf": _local("true ? 1 : " * 10_000 + "1")},
    "blocks in blocks": {"main.tf": "a {\n" * 3000 + "}\n" * 3000},
    "deep .tf.json": {"main.tf.json": '{"locals": {"a": ' + "[" * 100_000 + "]" * 100_000 + "}}"},
    "a module that calls itself": {"main.tf": _ONE.format("./m"), "m/main.tf": _TWO.format("../m")},
    "modules that call each other": {
        "main.tf": _ONE.format("./m"),
        "m/main.tf": _ONE.format("../n"),
        "n/main.tf": _ONE.format("../m"),
    },
    "a tower of modules": _nested(_ONE, 40, "locals {\n  a = 1\n}\n"),
    "fifty of fifty of fifty modules": _nested(_FIFTY, 2, _SUBNETS),
    "two of two of two modules": _nested(_TWO, 20, _SUBNETS),
    "a way of two hundred thousand names": {"main.tf": _local("local" + ".a" * 200_000)},
    "a way of indexes": {"main.tf": _local("local" + "[0]" * 200_000)},
    "a way of splats": {"main.tf": _local("local" + "[*]" * 200_000)},
    "a deep way in a template": {
        "main.tf": _local('templatefile("${path.module}/t", {})'),
        "t": "${local" + ".a" * 200_000 + "}",
    },
    "a large value compared in loops": {
        "main.tf": "locals {\n"
        + _LOADED
        + "  a = [for i in range(1000) : [for j in range(100) : local.l == local.l]]\n}\n",
        "l.json": json.dumps(list(range(60_000))),
    },
    "branches of two types in loops": {
        "main.tf": "locals {\n"
        + _LOADED
        + '  a = [for i in range(1000) : [for j in range(100) : true ? local.l : ["x"]]]\n}\n',
        "l.json": json.dumps(list(range(60_000))),
    },
    "hashes of a large file": {
        "main.tf": _often('filesha512("${path.module}/big")'),
        "big": "x" * (8 * 1024 * 1024 - 10),
    },
    "fileset in a loop": {
        "main.tf": _often('fileset(path.module, "**/x")'),
        **{f"d{i}/f{j}": "" for i in range(30) for j in range(50)},
    },
    "fileexists in a loop": {"main.tf": _often('fileexists("${path.module}/x")')},
    "templatefile in a loop": {
        "main.tf": _often('templatefile("${path.module}/t", {})'),
        "t": "%{ if false }" + "x ${1} \n" * 20_000 + "%{ endif }",
    },
    "matches that look ahead to the end": {
        "main.tf": _local('length(regexall("x(.*y)?", file("${path.module}/big")))'),
        "big": "x" * 2_000_000,
    },
    "replacements that look ahead to the end": {
        "main.tf": _local('length(replace(file("${path.module}/big"), "/x(.*y)?/", "x"))'),
        "big": "x" * 900_000,
    },
    "comments on one line": {"main.tf": "locals {\n  a = 1 " + "/**/" * 1_500_000 + "\n}\n"},
    "eight megabytes of words": {"main.tf": "a = 1\n" * 1_300_000},
    "eight megabytes of brackets in one list": {"main.tf": _local("[" + "1," * 3_900_000 + "1]")},
    "variable files with loops": {
        "main.tf": 'variable "v" {\n  type = any\n}\n',
        "terraform.tfvars": "v = " + "[for a in range(1000) : " * 3 + "a" + "]" * 3 + "\n",
    },
}
"""What must end in a diagnostic "limit" with a place."""

HARMLESS: dict[str, dict[str, str]] = {
    "regular expressions that backtrack elsewhere": {
        "main.tf": _local('can(regex("(a+)+$", "' + "a" * 5000 + 'b"))')
        + 'output "o" {\n  value = can(regex("^(a|a)*$", "'
        + "a" * 5000
        + 'b"))\n}\n'
    },
    "many matches in a long text": {
        "main.tf": _local('length(regexall("a", join("", [for i in range(1000) : "' + "a" * 40 + '"])))')
    },
    "letters of a long text": {"main.tf": _local('upper(join("", [for i in range(1000) : "' + "a" * 4000 + '"]))')},
    "a set of unknown strings": {
        "main.tf": 'variable "v" {}\n' + _local('setunion([for i in range(1000) : "${var.v}-${i}"], ["a"])')
    },
    "a range beyond Terraform's": {"main.tf": _local("range(0, 1e308, 1e-300)")},
    "subnets without end": {"main.tf": _local('cidrsubnets("fd00::/8", [for p in range(1000) : 56]...)')},
    "powers of powers": {"main.tf": _local("pow(2, pow(2, 100))")},
    "a template that renders itself": {
        "main.tf": _local('templatefile("${path.module}/t", { p = "${path.module}/t" })'),
        "t": "x ${templatefile(p, { p = p })}",
    },
    "a thousand wrong names": {
        "main.tf": "locals {\n" + "".join(f"  name_{i} = 1\n  x_{i} = local.nome_{i}\n" for i in range(1000)) + "}\n"
    },
    "heredocs cut by blocks": {"main.tf": "".join(f"locals {{\n a{i} = <<E{i}\n x\n}}\n" for i in range(30_000))},
    "eight megabytes of blank lines": {"main.tf": "\n" * 8_000_000},
    "a number of a megabyte": {"main.tf": _local("1" * 1_000_000)},
    "the archive of a repository": {
        "main.tf": 'module "m" {\n  source = "https://github.com/a' + "/archive/b" * 100_000 + '"\n}\n'
    },
    "an ignore comment of blanks": {"main.tf": "# fargate-lint: ignore[FGL101] a" + " " * 200_000 + "b\nlocals {\n}\n"},
    "fileset of stars": {"main.tf": _local('fileset(path.module, "' + "*a" * 25 + '*b")'), "a" * 60: "x"},
    "fileset of braces": {"main.tf": _local('fileset(path.module, "' + "{a,a}" * 30 + 'b")'), "a" * 31: "x"},
    "classes that are none": {
        "main.tf": _local('[fileset(path.module, "[z-a]"), fileset(path.module, "[^]"), regex("\\\\C", "é")]')
    },
    "line breaks to be chomped": {"main.tf": _local('chomp(file("${path.module}/x"))'), "x": "\n" * 500_000 + "x"},
    "blanks to be trimmed": {"main.tf": _local('trimspace(file("${path.module}/x"))'), "x": "x" + " " * 500_000 + "x"},
    "heredocs without end": {"main.tf": "locals {\n" + "".join(f"  a{i} = <<E{i}\n" for i in range(20_000))},
    "errors without end": {"main.tf": 'resource "a" "b" {\n  x = = 1\n}\n' * 1000},
    "ignore comments without end": {"main.tf": "# fargate-lint: ignore[FGL101] x\n" * 20_000 + "locals {\n}\n"},
    "references of all to all": {"main.tf": "".join(_tagged(i, 60) for i in range(60))},
    "circles of all to all": {
        "main.tf": "locals {\n"
        + "".join(f"  a{i} = try({', '.join(f'local.a{j}' for j in range(30))})\n" for i in range(30))
        + "}\n"
    },
    "the files of the machine": {
        "main.tf": _local(
            '[try(file("/etc/passwd"), 1), try(file("../../../../../../etc/passwd"), 1), fileexists("/etc/passwd"), '
            'try(file("/dev/zero"), 1), try(templatefile("/etc/passwd", {}), 1), try(filemd5("/etc/passwd"), 1)]'
        )
        + 'output "o" {\n  value = [local.it, fileset("/etc", "*")]\n}\n'
    },
}
"""What must end soon, without any internal error; whether there is a diagnostic is Terraform's affair."""
