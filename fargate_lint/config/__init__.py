"""What the user chose: the options of the command line over those of a configuration file.

The file is ``.fargate-lint.toml``, or ``[tool.fargate-lint]`` in pyproject.toml, beside or above the root module and
not above the repository. It uses the options' own words. What is not known in it is an error with file, line and the
nearest word.
"""

from fargate_lint.config.convert import nearest
from fargate_lint.config.load import load, nearest_document
from fargate_lint.config.options import (
    LEVELS,
    ConfiguredSuppression,
    Environment,
    Exclusion,
    Given,
    Input,
    Options,
    Words,
    given,
    said,
)
from fargate_lint.config.toml import Document, UsageError, shown

__all__ = [
    "LEVELS",
    "ConfiguredSuppression",
    "Document",
    "Environment",
    "Exclusion",
    "Given",
    "Input",
    "Options",
    "UsageError",
    "Words",
    "given",
    "load",
    "nearest",
    "nearest_document",
    "said",
    "shown",
]
