"""Evaluation goes on where the stack ends: a long way of references is followed on one thread after the other.

Python counts the frames of each thread, and the limit is that of the process. It is not ours to raise, since an
editor's server runs other threads; so depth is measured here, long before the limit, and the way goes on in a thread
that starts from nothing while this one waits.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")

HIGH = 350
"""Frames after which no further value is begun on a stack. One expression, as deep as it is read (hcl.native's
MAX_DEPTH), takes 500 at most, and Python ends at 1,000."""
MOST_STACKS = 40
"""Threads that wait for each other, with 8 MB of addresses for the stack of each."""


class Stacks:
    """The stacks of one evaluation, of which one is at work at a time."""

    def __init__(self) -> None:
        self._used = 0

    def run(self, compute: Callable[[], _T]) -> _T:
        """What ``compute`` gives or raises; on a stack of its own where this one is high. RecursionError when there
        are no more stacks."""
        try:
            sys._getframe(HIGH)
        except ValueError:  # the stack is not that high
            return compute()
        if self._used >= MOST_STACKS:
            raise RecursionError("no more stacks")
        self._used += 1
        try:
            return _elsewhere(compute)
        finally:
            self._used -= 1


def _elsewhere(compute: Callable[[], _T]) -> _T:
    import threading  # few configurations get here

    given: list[_T] = []
    raised: list[BaseException] = []

    def work() -> None:
        try:
            given.append(compute())
        except BaseException as error:  # to be raised where the value is waited for
            raised.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join()
    if raised:
        raise raised.pop()
    return given.pop()
