"""How a function call fails."""

from __future__ import annotations


class FunctionError(Exception):
    """A call that Terraform refuses. ``message`` is Terraform's; ``argument`` counts from 0, None if no single
    argument is to blame. ``missing_file`` is the path, as it is given, of a file that it reads and the repository
    lacks."""

    def __init__(self, message: str, argument: int | None = None, missing_file: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.argument = argument
        self.missing_file = missing_file


class OutsideError(FunctionError):
    """The call wants a file outside of the repository: not read, so the dispatcher makes its result unknown."""


class Failure(Exception):
    """Raised by the body of a function; the dispatcher words it as Terraform does."""

    def __init__(self, message: str, argument: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.argument = argument


class NoSuchFile(Failure):
    """The call reads a file that is not there; ``path`` as it is given."""

    def __init__(self, message: str, path: str) -> None:
        super().__init__(message, 0)
        self.path = path


class LimitReached(Exception):
    """The result would be larger than we follow; it becomes unknown with this sentence as its reason."""
