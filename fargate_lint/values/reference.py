"""The identity of something that is not a plain value: an attribute of an instance, a variable without a value …

``module.vpc.private_subnets[0]`` *is* ``module.vpc.aws_subnet.private[0].id``: the reference travels with the value
through locals, outputs, variables, splats and functions, also when the value itself is known.
"""

from __future__ import annotations

import json

import msgspec


class Reference(msgspec.Struct, frozen=True):
    """``address`` is a Terraform address with its module path ("module.vpc.aws_subnet.private[0]", "var.vpc_id",
    "module.net"); ``path`` the attribute path below it ("id",) or ("names", 0).

    ``kind``: "managed", "data" (resources), "variable" (no value given), "output" (of an opaque module), "other".
    """

    kind: str
    address: str
    path: tuple[str | int, ...] = ()

    def step(self, key: str | int) -> Reference:
        """The reference to an attribute or element below this one."""
        return Reference(self.kind, self.address, (*self.path, key))

    @property
    def attribute(self) -> str:
        """The first step ("id"), or ""."""
        return str(self.path[0]) if self.path else ""

    def __str__(self) -> str:
        text = self.address
        for step in self.path:
            if isinstance(step, int):
                text += f"[{step}]"
            elif step.isidentifier() or step.replace("-", "_").isidentifier():
                text += f".{step}"
            else:
                text += f"[{json.dumps(step, ensure_ascii=False)}]"
        return text
