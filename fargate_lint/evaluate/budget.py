"""What the evaluation of one root module may cost: steps, and the size of any one value.

The scanned repository is untrusted: three nested ``for`` over ``range(1000)``, or forty locals each made of the one
before it twice, would keep us busy for ever. One budget a root bounds all of it, wherever the work comes from.
"""

from __future__ import annotations

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.values.value import Unknown, Value

MOST_STEPS = 1_000_000
"""Steps of evaluation of one root module: an expression node is one, an instance or a large value more (a few seconds
of work). The largest public configurations that we know take a quarter of it, those with EKS a twentieth."""
HEAVIEST = 200_000
"""Weight of one value: its elements at all levels, those that are shared as often as they occur."""
DEEPEST_VALUE = 200
"""Levels of lists and objects in one another."""
TEXT_OF_ONE = 64
"""Characters that weigh as much as an element."""
CALL_STEPS = 2
"""What an argument of a function costs at the least."""
SMALL = 16
"""Weight up to which a value costs nothing to keep."""


class Budget:
    """Counts down; ``left`` is changed by ``evaluate`` itself too, which is called too often for a method."""

    __slots__ = ("_known", "_place", "left", "most")

    def __init__(self, most: int = MOST_STEPS) -> None:
        self.most = most
        self.left = most
        self._place: Span | None = None
        self._known: dict[int, tuple[object, int, int]] = {}

    @property
    def exhausted(self) -> bool:
        return self.left < 0

    def spend(self, steps: int, span: Span) -> None:
        """Take steps away. Raises EvaluationError "limit" when none are left."""
        self.left -= steps
        if self.left < 0:
            raise self.exceeded(span)

    def exceeded(self, span: Span) -> EvaluationError:
        """The error for a budget that is spent; always the place where it ran out, so that it is reported once."""
        self._place = self._place or span
        return EvaluationError(
            f"This takes more than {self.most:,} steps to evaluate, counted over the whole root module; it is not"
            " followed any further.",
            self._place,
            "limit",
        )

    def weigh(self, value: Value, span: Span) -> None:
        """Look at a value before something walks through all of it. Raises EvaluationError "limit" if it is too large
        or nested too deeply."""
        weight, depth = self._weight(value, 0, keep=False)
        self._judge(weight, depth, span)

    def hand(self, value: Value, span: Span) -> None:
        """The same for an argument of a function, which looks at some or all of it."""
        weight, depth = self._weight(value, 0, keep=False)
        self._judge(weight, depth, span)
        self.spend(CALL_STEPS + weight // 2, span)

    def made(self, value: Value, span: Span) -> None:
        """Pay for a new text, which takes memory and not only time."""
        if isinstance(value.raw, str) and len(value.raw) >= TEXT_OF_ONE:
            self.spend(len(value.raw) // TEXT_OF_ONE, span)

    def keep(self, value: Value, span: Span) -> None:
        """The same for a value that is kept under a name; what is kept is paid for by its weight."""
        weight, depth = self._weight(value, 0, keep=True)
        self._judge(weight, depth, span)
        if weight > SMALL:
            self.spend(weight // 4, span)

    def _judge(self, weight: int, depth: int, span: Span) -> None:
        if weight > HEAVIEST:
            raise EvaluationError(f"This value has more than {HEAVIEST:,} elements; it is not followed.", span, "limit")
        if depth > DEEPEST_VALUE:
            message = f"This value is nested more than {DEEPEST_VALUE} levels deep; it is not followed."
            raise EvaluationError(message, span, "limit")

    def _weight(self, value: Value, level: int, keep: bool) -> tuple[int, int]:
        """Weight and depth, at least: the walk ends where either is too much. A part that was kept is known."""
        raw = value.raw
        if isinstance(raw, str):
            return 1 + len(raw) // TEXT_OF_ONE, 0
        parts = raw
        if isinstance(raw, Unknown):
            parts = raw.parts
            if not parts:
                return 1, 0
        elif isinstance(raw, dict):
            parts = raw.values()
        elif not isinstance(raw, tuple):
            return 1, 0
        known = self._known.get(id(raw))
        if known is not None:
            return known[1], known[2]
        weight, depth = 1, 0
        if level <= DEEPEST_VALUE:
            for part in parts:
                if isinstance(part, str):
                    weight += 1 + len(part) // TEXT_OF_ONE
                else:
                    inner, below = self._weight(part, level + 1, keep)
                    weight += inner
                    depth = max(depth, below)
                if weight > HEAVIEST:
                    break
        if keep and weight > SMALL:
            self._known[id(raw)] = (raw, weight, depth + 1)  # with raw, so that its id stays its own
        return weight, depth + 1
