"""Rules about source text: each takes what it judges and answers with complaints, so that it can be shown to fail."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

MOST_LINES, MOST_FUNCTION, MOST_VIEW, MOST_TEMPLATE = 400, 40, 25, 120
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
STATUS_ROOM = "core/workflow.py"
NARROWING = {"visible_to", "within", "none"}
REASONED = re.compile(r"#\s*noqa: [A-Z]+\d+(, [A-Z]+\d+)* -- \S.{3,}")


def too_long(path: str, text: str) -> list[str]:
    """Files over 400 lines, functions over 40, methods of views over 25."""
    lines = text.count("\n")
    faults = [f"{path}: {lines} lines"] if lines > MOST_LINES else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, FUNCTIONS):
            length = node.end_lineno - node.lineno + 1
            most = MOST_VIEW if is_view(path) else MOST_FUNCTION
            if length > most:
                faults.append(f"{path}: {node.name} has {length} lines")
    return faults


def too_long_template(path: str, text: str) -> list[str]:
    lines = text.count("\n")
    return [f"{path}: {lines} lines"] if lines > MOST_TEMPLATE else []


def is_view(path: str) -> bool:
    """Whether a module holds pages: it may not decide what is seen."""
    parts = Path(path)
    return (
        "views" in parts.parts
        or "pages" in parts.parts
        or parts.stem.endswith("views")
        or parts.stem == "home"
    )


def status_changes(path: str, text: str) -> list[str]:
    """Every way to write a status outside the workflow."""
    if path == STATUS_ROOM:
        return []
    return [
        f"{path}:{node.lineno} changes a status"
        for node in ast.walk(ast.parse(text))
        if _assigns_status(node) or _updates_status(node)
    ]


def _assigns_status(node) -> bool:
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    else:
        return False
    flat = [inner for target in targets for inner in ast.walk(target)]
    return any(
        isinstance(each, ast.Attribute) and each.attr == "status" for each in flat
    )


def _updates_status(node) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in {"update", "create", "update_or_create", "get_or_create"}:
        return any(
            keyword.arg in {"status", "defaults"} and _is_status(keyword)
            for keyword in node.keywords
        )
    return name in {"setattr", "bulk_update"} and any(
        isinstance(inner, ast.Constant) and inner.value == "status"
        for argument in node.args
        for inner in ast.walk(argument)
    )


def _is_status(keyword: ast.keyword) -> bool:
    if keyword.arg == "status":
        return True
    return any(
        isinstance(inner, ast.Constant) and inner.value == "status"
        for inner in ast.walk(keyword.value)
    )


def unscoped(
    path: str, text: str, *, scoped: set[str], owned: set[str]
) -> list[tuple[str, str]]:
    """The guarded models a page reaches through a manager that nobody narrowed: (path, model)."""
    tree = ast.parse(text)
    parents = {
        child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)
    }
    declared = _declared_querysets(tree)
    found = []
    for node in ast.walk(tree):
        model = _managed_model(node)
        if model not in scoped | owned or _statement(node, parents) in declared:
            continue
        names, keywords = _chain(node, parents)
        narrowed = names & NARROWING or (model in owned and "owner" in keywords)
        if not narrowed:
            found.append((path, model))
    return found


def _managed_model(node) -> str:
    managers = {"objects", "_base_manager", "_default_manager"}
    is_manager = isinstance(node, ast.Attribute) and node.attr in managers
    return getattr(node.value, "id", "") if is_manager else ""


def _chain(node, parents) -> tuple[set[str], set[str]]:
    """What is called on a manager, and with which keywords."""
    names, keywords = set(), set()
    while isinstance(parents.get(node), ast.Attribute | ast.Call):
        parent = parents[node]
        if isinstance(parent, ast.Call):
            if parent.func is not node:
                break
            keywords |= {keyword.arg for keyword in parent.keywords}
        else:
            names.add(parent.attr)
        node = parent
    return names, keywords


def _statement(node, parents):
    while not isinstance(node, ast.stmt):
        node = parents[node]
    return node


def _declared_querysets(tree) -> set:
    """`queryset = …` of a class, and constants that serve nothing else."""
    declarations = [
        statement
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef)
        for statement in owner.body
        if isinstance(statement, ast.Assign) and _target(statement) == "queryset"
    ]
    served = {id(statement.value) for statement in declarations}
    constants = [
        statement
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and _serves_only(_target(statement), tree, served)
    ]
    return {*declarations, *constants}


def _target(statement: ast.Assign) -> str:
    return getattr(statement.targets[0], "id", "")


def _serves_only(name: str, tree, served: set[int]) -> bool:
    uses = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Name)
        and node.id == name
        and isinstance(node.ctx, ast.Load)
    ]
    return bool(uses) and all(id(node) in served for node in uses)


def inner_imports(path: str, text: str) -> list[str]:
    """Imports inside functions."""
    return [
        f"{path}:{inner.lineno} imports inside {node.name}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, FUNCTIONS)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def suppressions(path: str, text: str) -> list[str]:
    """Silenced rules without the rule's name and a reason after two dashes."""
    marker = "no" + "qa"
    return [
        f"{path}:{number} silences a rule without a reason"
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(rf"#\s*{marker}", line, re.IGNORECASE)
        and not REASONED.search(line)
    ]


def imports_of(text: str) -> Iterator[str]:
    """The first names of everything a module imports."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def circles(sources: Iterable[tuple[str, str]], apps: set[str]) -> list[str]:
    """Pairs of apps that import each other."""
    edges = {
        (path.partition("/")[0], other)
        for path, text in sources
        for other in imports_of(text)
        if other in apps and other != path.partition("/")[0]
    }
    return [
        f"{a} and {b} import each other" for a, b in edges if a < b and (b, a) in edges
    ]
