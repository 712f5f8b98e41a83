"""From a folder to an evaluated root module."""

from __future__ import annotations

import os

import msgspec

from fargate_lint.diagnostic import Diagnostic, Severity, Span
from fargate_lint.evaluate.error import EvaluationError
from fargate_lint.files import Files
from fargate_lint.terraform.conditions import failures
from fargate_lint.terraform.dependencies import Dependencies
from fargate_lint.terraform.instance import Content, Declaration, ModuleCall, Root
from fargate_lint.terraform.module import Argument, Module
from fargate_lint.terraform.remote_state import LinkedRoots
from fargate_lint.terraform.session import LoadOptions, Session
from fargate_lint.terraform.siblings import siblings
from fargate_lint.terraform.variables import assignments
from fargate_lint.values.value import Value

__all__ = ["LoadOptions", "load_root"]


def load_root(path: str, files: Files, options: LoadOptions | None = None) -> Root:
    """Read and evaluate the root module in the folder ``path``. Never raises on user input: what is wrong with the
    files stands in ``diagnostics``, what could not be read in ``broken``, what could not be seen in ``opaque``."""
    options = options or LoadOptions()
    return _load(Session(os.path.abspath(path), files, options), options)


def _load(session: Session, options: LoadOptions) -> Root:
    config = session.config(session.path)
    given = assignments(session.path, session.files, config.variables, options.inputs, options.environ)
    for diagnostic in given.diagnostics:
        session.report(diagnostic)
    arguments = {name: Argument(value=value) for name, value in given.values.items()}
    if options.known is not None:
        for name, block in config.variables.items():
            value = options.known.variable(name, block, given.values.get(name))
            if value is not None:
                arguments[name] = Argument(value=value)
    root = Module(config, session, arguments)
    declarations: dict[str, Declaration] = {}
    calls: dict[str, ModuleCall] = {}
    links = LinkedRoots(root)
    session.remote = links
    try:
        links.link_all()
        _gather(root, declarations, calls)
        _follow(links, declarations, calls)
        outputs = _outputs(root)
    except (EvaluationError, RecursionError, MemoryError) as error:
        where = Span(session.path, 1, 1, 1, 1)
        what = Diagnostic("limit", Severity.ERROR, "references go too deep to be followed", where)
        session.report(error.diagnostic if isinstance(error, EvaluationError) else what)
        # What was not looked at would pass for absent: nothing is judged.
        declarations, outputs = {}, {}
    broken = [item for read in session.configs if not read.stub for item in read.broken]
    for read in session.configs:
        if not read.stub:
            for diagnostic in read.diagnostics:
                session.report(diagnostic)
    calls = dict(sorted(calls.items()))
    elsewhere = _folders_of_others(root, links, calls)
    files = [path for read in session.configs if not read.stub for path in read.files]
    called = config.is_library or root.missing_required_variable is not None
    return Root(
        path=session.path,
        environment=options.environment,
        declarations=dict(sorted(declarations.items())),
        calls=tuple(calls.values()),
        outputs=outputs,
        diagnostics=[
            _as_seen_from_callers(d) if called else d
            for d in session.diagnostics
            if d.span is None or os.path.dirname(d.span.path) not in elsewhere
        ],
        broken=tuple(broken),
        files=tuple(dict.fromkeys((*files, *given.files, *links.files))),
        order=None if session.budget.exhausted else Dependencies(root, links.modules),
        linked={address: module.config.folder for address, module in links.modules.items()},
        variables=tuple(config.variables),
        providers=tuple(dict.fromkeys(name for name, _ in config.providers)),
        siblings=siblings(session.states, session.path, {module.config.folder for module in links.modules.values()}),
    )


def _as_seen_from_callers(diagnostic: Diagnostic) -> Diagnostic:
    """What is wrong with the values of a module whose variables are given elsewhere, to which other values than its
    defaults may be passed, is no surely failing plan."""
    if diagnostic.code not in ("evaluation", "validation") or diagnostic.severity is not Severity.WARNING:
        return diagnostic
    return msgspec.structs.replace(diagnostic, severity=Severity.INFO)


def _gather(module: Module, declarations: dict[str, Declaration], calls: dict[str, ModuleCall]) -> None:
    """Everything declared in a module instance and below it. Raises EvaluationError when the budget is spent."""
    for resource in module.resources():
        if resource.mode != "ephemeral":
            declarations[resource.address] = resource.declaration
    if not module.config.external:
        _evaluate(module)
    module.session.budget.spend(0, Span(module.config.folder, 1, 1, 1, 1))
    for call in module.calls():
        if call.path not in calls:
            calls[call.path] = call.row
        for instance in call.instances.values():
            _gather(instance, declarations, calls)


def _evaluate(module: Module) -> None:
    """Evaluate all that the user wrote in this module instance, as a plan would: errors that no rule would meet on its
    way are reported all the same."""
    for failure in failures(module):
        module.session.report(failure)
    for name in module.config.locals:
        module.local(name)
    for name in module.config.outputs:
        module.output(name)
    for resource in module.resources():
        for instance in resource.declaration.instances:
            _evaluate_content(instance.content)
    for call in module.calls():
        for refusal in call.refusals():
            module.session.report(refusal)
        if call.repetition.keys:
            tuple(call.row.arguments.values())


def _evaluate_content(content: Content) -> None:
    for name in content.names():
        content.written(name)
    for type in content.block_types():
        for block in content.blocks(type):
            _evaluate_content(block)


def _follow(links: LinkedRoots, declarations: dict[str, Declaration], calls: dict[str, ModuleCall]) -> None:
    """The roots behind data.terraform_remote_state, as far as they are in the scan: their resources are judged too."""
    done: set[str] = set()
    while True:
        for declaration in list(declarations.values()):
            if declaration.type == "terraform_remote_state":
                for instance in declaration.instances:
                    instance.get("outputs")
        waiting = [module for address, module in links.modules.items() if address not in done]
        if not waiting:
            return
        for module in waiting:
            done.add(module.address)
            found: dict[str, Declaration] = {}
            _gather(module, found, calls)
            for declaration in found.values():
                declaration.foreign = True
            declarations.update(found)


def _folders_of_others(root: Module, links: LinkedRoots, calls: dict[str, ModuleCall]) -> set[str]:
    """The module folders that only linked roots use: what is wrong there is told where those roots are judged."""
    prefixes = tuple(f"{address}." for address in links.modules)
    others = {module.config.folder for module in links.modules.values()}
    others |= {call.folder for call in calls.values() if call.folder and call.address.startswith(prefixes)}
    own = {call.folder for call in calls.values() if not call.address.startswith(prefixes)}
    return others - own - {root.config.folder}


def _outputs(root: Module) -> dict[str, Value]:
    found = {name: root.output(name) for name in root.config.outputs}
    return {name: value for name, value in found.items() if value is not None}
