"""For tests of hcl/: syntax nodes as short text, and walks over them."""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.hcl import syntax as s


def shape(node: s.Expression | s.ObjectItem) -> str:  # noqa: C901 (a line for each kind of node)
    """A node's structure in brackets, without places."""
    match node:
        case s.Literal(value=value):
            return repr(value)
        case s.Number(text=text):
            return text
        case s.Variable(name=name):
            return name
        case s.SplatItem():
            return "@"
        case s.GetAttr(source=source, name=name):
            return f"{shape(source)}.{name}"
        case s.Index(source=source, key=key):
            return f"{shape(source)}[{shape(key)}]"
        case s.Splat(source=source, each=each, full=full):
            return f"{'full' if full else 'attr'}({shape(source)}, {shape(each)})"
        case s.Parens(inner=inner):
            return f"par({shape(inner)})"
        case s.TemplateWrap(inner=inner):
            return f"wrap({shape(inner)})"
        case s.Binary(operator=operator, left=left, right=right):
            return f"({shape(left)} {operator} {shape(right)})"
        case s.Unary(operator=operator, operand=operand):
            return f"({operator}{shape(operand)})"
        case s.Conditional(condition=condition, yes=yes, no=no):
            return f"({shape(condition)} ? {shape(yes)} : {shape(no)})"
        case s.Call(name=name, arguments=arguments, expand=expand):
            return f"{name}({', '.join(map(shape, arguments))}{'...' if expand else ''})"
        case s.Tuple(items=items):
            return f"[{', '.join(map(shape, items))}]"
        case s.ObjectItem(key=key, value=value):
            return f"{shape(key)} = {shape(value)}"
        case s.Object(items=members):
            return f"{{{', '.join(map(shape, members))}}}"
        case s.Template(parts=parts, heredoc=heredoc):
            return f"{'heredoc' if heredoc else 'tpl'}({', '.join(map(shape, parts))})"
        case s.TemplateIf(condition=condition, then=then, otherwise=otherwise):
            return f"if({shape(condition)}; {', '.join(map(shape, then))}; {', '.join(map(shape, otherwise))})"
        case s.TemplateFor(key=name, value=value, collection=collection, body=body):
            return f"for({name}, {value} in {shape(collection)}; {', '.join(map(shape, body))})"
        case s.For() as loop:
            key = f"{shape(loop.result_key)} => " if loop.result_key else ""
            condition = f" if {shape(loop.condition)}" if loop.condition else ""
            grouped = "..." if loop.grouped else ""
            head = f"{loop.key}, {loop.value} in {shape(loop.collection)}"
            return f"for({head} : {key}{shape(loop.result)}{grouped}{condition})"
    raise AssertionError(node)


def children(node: s.Node) -> Iterator[s.Node]:
    """The nodes directly below a node."""
    for name in node.__struct_fields__:
        value = getattr(node, name)
        if isinstance(value, s.Node):
            yield value
        elif isinstance(value, tuple):
            yield from (one for one in value if isinstance(one, s.Node))
        elif isinstance(value, dict):
            yield from value.values()


def walk(node: s.Node) -> Iterator[tuple[s.Node, s.Node]]:
    """Every node below a node, each with the one it stands in."""
    todo = [node]
    while todo:
        parent = todo.pop()
        for child in children(parent):
            yield parent, child
            todo.append(child)
