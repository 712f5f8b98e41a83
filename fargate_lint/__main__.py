"""``python -m fargate_lint``."""

from fargate_lint.cli import main

main()
