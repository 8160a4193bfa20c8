# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No file of the planner writes into the objects of another.

An attribute belongs to the files whose classes declare or set it. A statement that sets an attribute, or changes the
container in one, must be in such a file, or be about an object that the same function has made. What goes by another
name (``found = plan.problems; found.append(…)``) is not seen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .imports import modules

CHANGING = frozenset({
    *("add", "append", "clear", "difference_update", "discard", "extend", "insert", "intersection_update", "pop"),
    *("popitem", "remove", "reverse", "setdefault", "sort", "update"),
})  # fmt: skip


def own_attributes(tree: ast.Module) -> set[str]:
    """Return the attributes that the classes of a module declare, or set on themselves."""
    found = set()
    for part in (part for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for part in ast.walk(node)):
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            found.add(part.target.id)
        elif isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store) and _is_self(part.value):
            found.add(part.attr)
    return found


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def _bare(node: ast.expr) -> ast.expr:
    """Return the expression that has the items that a subscript takes."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node


def written(node: ast.AST) -> Iterator[ast.Attribute]:
    """Yield the attributes that a statement or call sets, or whose container it changes."""
    targets: list[ast.expr] = []
    if isinstance(node, (ast.Assign, ast.Delete)):
        targets = node.targets
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.For)):
        targets = [node.target]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
        targets = [node.func.value]
    while targets:
        target = _bare(targets.pop())
        if isinstance(target, (ast.Tuple, ast.List)):
            targets += target.elts
        elif isinstance(target, ast.Attribute):
            yield target


def made_here(function: ast.AST) -> set[str]:
    """Return the names of the objects that a function makes: ``one = Change(…)``."""
    return {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name)
        for target in node.targets
        if isinstance(target, ast.Name) and node.value.func.id.lstrip("_")[:1].isupper()
    }


def foreign_writes(tree: ast.Module) -> list[str]:
    """Return where a module writes into the objects of others."""
    own = own_attributes(tree)
    found = {}
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        made = made_here(function)
        for attribute in (one for node in ast.walk(function) for one in written(node)):
            is_made = isinstance(attribute.value, ast.Name) and attribute.value.id in made
            if attribute.attr not in own and not is_made:
                found[attribute.lineno] = f"line {attribute.lineno}: {ast.unparse(attribute)}"
    return [found[line] for line in sorted(found)]


def test_foreign_writes() -> None:
    """The planner's files write only into what is theirs."""
    files = {module: tree for module, tree in modules().items() if module.startswith("module_utils._plan.")}
    assert files
    places = [f"{module}, {place}" for module, tree in files.items() for place in foreign_writes(tree)]
    assert not places, "\n".join(places)


def test_what_is_noticed() -> None:
    """Each way to write into another object is noticed, and none to write into one's own."""
    source = """
class Planner:
    def __init__(self, plan):
        self.plan = plan
        self.index = {}
    def run(self, change):
        self.index[1] = self.index.setdefault(2, [])
        self.plan = None
        made = Change()
        made.needs |= {1}
        self.plan.problems.append("")
        self.plan.notes[1][2] = ""
        change.deferred = True
        change.needs |= {1}
        change.before, made.after = {}, {}
        del change.body["name"]
"""
    lines = [text.partition(":")[0] for text in foreign_writes(ast.parse(source))]
    assert lines == [f"line {number}" for number in range(11, 17)]
