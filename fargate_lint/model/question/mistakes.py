"""What is wrong with the text of a configuration, whatever it declares."""

from __future__ import annotations

from functools import cached_property

from fargate_lint.model.cluster.clusters import Clusters
from fargate_lint.model.question.broken_reference import BrokenReference, broken_references
from fargate_lint.model.question.misspelling import WrongWord, misspelt_arguments, misspelt_services, undeclared_names
from fargate_lint.model.question.plan_error import PlanError, plan_errors
from fargate_lint.model.question.region import MisspeltRegion, misspelt_regions


class Mistakes:
    """Of one root, in the user's own code."""

    def __init__(self, clusters: Clusters) -> None:
        self._clusters = clusters
        self._resources = clusters.resources

    @cached_property
    def broken_references(self) -> tuple[BrokenReference, ...]:
        """References to what does not exist, files that are read and are not there."""
        return tuple(broken_references(self._resources))

    @cached_property
    def plan_errors(self) -> tuple[PlanError, ...]:
        """What else surely stops ``terraform plan``."""
        return tuple(plan_errors(self._resources))

    @cached_property
    def misspelt_regions(self) -> tuple[MisspeltRegion, ...]:
        """Regions one letter away from one that exists, each once."""
        return misspelt_regions(self._clusters)

    @cached_property
    def misspelt_words(self) -> tuple[WrongWord, ...]:
        """Arguments, nested blocks and services one or two letters away from the one that is meant."""
        return (*misspelt_arguments(self._resources), *misspelt_services(self._resources, self._clusters.vpcs))

    @cached_property
    def undeclared_names(self) -> tuple[WrongWord, ...]:
        """Names in variable files that no variable has."""
        return tuple(undeclared_names(self._resources))
