"""Expressions to values: the only evaluator. Functions by family are in functions/."""
