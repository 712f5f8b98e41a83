"""One repository of a workspace: its files, and what is learnt of them once for all roots of a run."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import partial

from fargate_lint.catalogue import Catalogue
from fargate_lint.config import Options
from fargate_lint.environments import detect
from fargate_lint.files import Files
from fargate_lint.kubernetes.folder import Reader
from fargate_lint.suppress import SuppressionReader
from fargate_lint.terraform.backend import States
from fargate_lint.terraform.discovery import Survey


class Repository:
    """One repository of a workspace: its files, which folders are root modules, its Kubernetes YAML and ignore
    comments. ``roots`` are the root modules of the run, in order."""

    def __init__(
        self,
        files: Files,
        catalogue: Catalogue,
        today: datetime.date,
        load: Callable[..., Options],
        environ: Mapping[str, str],
    ) -> None:
        self.files = files
        self.survey = files.shared(Survey)
        self.yaml = Reader(files)
        self.suppressions = SuppressionReader(files, catalogue.ids, today)
        self.options = files.remember(partial(load, files))
        self.detected = files.remember(partial(detect, files=files, environ=environ))
        self.roots: dict[str, None] = {}
        self._states: tuple[tuple[str, ...], States] | None = None

    def states(self) -> States:
        """Where the roots keep their states; the other folders are looked for only if one is missed."""
        roots = tuple(self.roots)
        if self._states is None or self._states[0] != roots:
            self._states = (roots, States(self.files, roots, partial(self.survey.folders, self.files.repository)))
        return self._states[1]
