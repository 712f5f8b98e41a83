"""Random expressions: anything the grammar allows, so most of them are odd and many are errors."""

from __future__ import annotations

from collections.abc import Callable

Choose = Callable[[int], int]
"""Gives a number below its argument."""

_PRIMITIVES = [
    *("0", "1", "2", "3", "-1", "1.5", "0.1", "10", "1e3", "100000000000000000000", "true", "false"),
    *(
        '""',
        '"a"',
        '"b"',
        '"1"',
        '"2.50"',
        '"true"',
        '"a,b"',
        '"é"',
        '"A b"',
        '"x\\ny"',
        '"10.0.0.0/16"',
        '"%s"',
        "null",
    ),
]
_NAMES = ["a", "b", "c"]
_OPERATORS = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">="]
_FUNCTIONS = {
    1: "abs alltrue anytrue ceil chomp coalesce coalescelist compact distinct flatten floor jsonencode keys "
    "length lower max merge min one range reverse setunion signum sort strrev sum title tobool tolist "
    "tomap tonumber toset tostring transpose trimspace upper values yamlencode can try base64encode md5 "
    "urlencode concat jsondecode yamldecode",
    2: "chunklist coalesce coalescelist concat contains element endswith formatlist format index indent join "
    "log lookup max merge min parseint pow range setintersection setproduct setsubtract setunion split "
    "startswith strcontains trim trimprefix trimsuffix zipmap try regexall cidrhost",
    3: "cidrsubnet coalesce concat format lookup matchkeys merge range replace setproduct slice substr formatlist",
}


class Grammar:
    """Builds expressions out of choices; ``depth`` bounds the nesting."""

    def __init__(self, choose: Choose) -> None:
        self._choose = choose

    def _one_of(self, options: list[str]) -> str:
        return options[self._choose(len(options))]

    def expression(self, depth: int, names: tuple[str, ...] = ()) -> str:
        makers = [self._primitive, self._list, self._object, self._call, self._call, self._call]
        makers += [self._binary, self._conditional, self._for, self._template, self._access, self._logic]
        if depth <= 0:
            makers = [self._primitive]
        return makers[self._choose(len(makers))](depth - 1, names)

    def _primitive(self, depth: int, names: tuple[str, ...]) -> str:
        return self._one_of([*names, *names, *_PRIMITIVES] if names else _PRIMITIVES)

    def _list(self, depth: int, names: tuple[str, ...]) -> str:
        made = f"[{', '.join(self.expression(depth, names) for _ in range(self._choose(4)))}]"
        return self._one_of(["{}", "{}", "{}", "tolist({})", "toset({})"]).format(made)

    def _object(self, depth: int, names: tuple[str, ...]) -> str:
        fields = [f"{name} = {self.expression(depth, names)}" for name in _NAMES[: self._choose(4)]]
        return self._one_of(["{}", "{}", "{}", "tomap({})"]).format("{" + ", ".join(fields) + "}")

    def _call(self, depth: int, names: tuple[str, ...]) -> str:
        count = 1 + self._choose(3)
        name = self._one_of(_FUNCTIONS[count].split())
        return f"{name}({', '.join(self.expression(depth, names) for _ in range(count))})"

    def _binary(self, depth: int, names: tuple[str, ...]) -> str:
        return f"({self.expression(depth, names)} {self._one_of(_OPERATORS)} {self.expression(depth, names)})"

    def _logic(self, depth: int, names: tuple[str, ...]) -> str:
        return self._one_of(["!{}", "-{}", "({})"]).format(self.expression(depth, names))

    def _conditional(self, depth: int, names: tuple[str, ...]) -> str:
        # Branches that cannot fail: Terraform judges the type of a failed branch, we only that of one that worked.
        condition = self._one_of(["true", "false", self.expression(depth, names)])
        return f"({condition} ? {self._safe(depth, names)} : {self._safe(depth, names)})"

    def _safe(self, depth: int, names: tuple[str, ...]) -> str:
        if depth <= 0 or not self._choose(3):
            return self._primitive(0, names)
        if self._choose(2):
            return f"[{', '.join(self._safe(depth - 1, names) for _ in range(self._choose(4)))}]"
        return "{" + ", ".join(f"{name} = {self._safe(depth - 1, names)}" for name in _NAMES[: self._choose(4)]) + "}"

    def _for(self, depth: int, names: tuple[str, ...]) -> str:
        source = self.expression(depth, names)
        inner = (*names, "k", "v")
        body, condition = self.expression(depth, inner), self._one_of(["", "", " if v == k", " if true", " if v != 1"])
        if self._choose(2):
            return f"[for k, v in {source} : {body}{condition}]"
        key, group = self._one_of(["k", "v", body]), self._one_of(["", "", "..."])
        return f"{{for k, v in {source} : {key} => {body}{group}{condition}}}"

    def _template(self, depth: int, names: tuple[str, ...]) -> str:
        inner = self.expression(depth, names)
        return self._one_of(
            ['"x${{{0}}}"', '"${{{0}}}-${{{0}}}"', '"${{{0}}}"', '"%{{ if {0} }}y%{{ else }}n%{{ endif }}"']
        ).format(inner)

    def _access(self, depth: int, names: tuple[str, ...]) -> str:
        steps = ["[0]", "[1]", ".a", '["a"]', "[*]", "[*].a", ".*.a"]
        return f"{self.expression(depth, names)}{self._one_of(steps)}"
