"""The rules: one file each, installed as fargate_lint.rules. A file holds why, check, examples and identity, in this order.

To write one, copy a neighbour. The file's name is the rule's name with underscores; ``fargate_lint.rule`` is all that it
imports. An example is HCL text. In ``INVALID`` each line where something is expected ends in a comment: ``# error: text``,
``# warning: text``, ``# info: text`` or ``# undecided: text``, where the text is part of the message or reason.
``# file: name.tf`` on a line of its own begins another file. Where an example has no EKS cluster the harness adds a small
Fargate-only one in the example's subnets or VPC (see fargate_lint/testing.py).
"""
