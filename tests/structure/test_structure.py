# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The imports and writes of each package, the names of the unit tests, the way to the wire, and the picture."""

from __future__ import annotations

import ast
import dataclasses
import graphlib
import importlib
import sys
from collections.abc import Iterator, Set
from pathlib import PurePath
from typing import NamedTuple

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._resources import catalogue

from .hops import measure
from .imports import COLLECTION, PLUGINS, ROOT, import_graph, imported_names, modules
from .picture import DOCUMENT, renewed


class Layer(NamedTuple):
    """The modules and packages of module_utils/ that a package may import, and the libraries."""

    inside: Set[str] = frozenset()
    libraries: Set[str] = frozenset()


LAYERS = {
    "_resources": Layer({"_errors"}),
    "_plan": Layer({"_errors", "_resources"}),
    "_transport": Layer({"_connection", "_errors", "_secret_spellings"}, {"requests", "urllib3"}),
    "_apply": Layer({"_errors", "_plan", "_resources", "_transport"}),
}
# The methods that change a container.
CHANGING = frozenset({
    *("add", "append", "clear", "difference_update", "discard", "extend", "insert", "intersection_update", "pop"),
    *("popitem", "remove", "reverse", "setdefault", "sort", "update"),
})  # fmt: skip
# Files without a unit test of their own, with the tests that run them.
ELSEWHERE = {
    "module_utils/_calls.py": "tests/playbooks/test_calls.py",
    "module_utils/_info_module.py": "tests/playbooks/test_infos.py",
    "module_utils/_resources/relations.py": "tests/unit/plugins/module_utils/_plan/test_relations.py",
    "module_utils/_sip_probe/channel.py": "tests/unit/plugins/module_utils/_sip_probe/test_transaction.py",
    "plugin_utils/_direct.py": "tests/parity/test_parity.py",
}


def package(name: str) -> list[tuple[str, ast.Module]]:
    """Return the names and syntax trees of the modules of a package of module_utils/."""
    found = [(module, tree) for module, tree in modules().items() if module.startswith(f"module_utils.{name}.")]
    assert found
    return found


def forbidden_imports(module: str, tree: ast.Module) -> Iterator[str]:
    """Yield the imports of a module that its package may not have."""
    own = module.split(".")[1]
    layer = LAYERS[own]
    for name in imported_names(module, tree):
        origin, *rest = name.split(".")
        if origin == "module_utils":
            allowed = rest[0] in {own, *layer.inside}
        else:
            allowed = origin in layer.libraries or origin in sys.stdlib_module_names
        if not allowed:
            yield f"{module} imports {name}"


def named_kinds(module: str, tree: ast.Module) -> Iterator[str]:
    """Yield the places of a module that name a kind of resource: an import of a declaration, or a string."""
    for name in imported_names(module, tree):
        origin, _dot, imported = name.rpartition(".")
        if origin.startswith("module_utils._resources."):
            value = getattr(importlib.import_module(COLLECTION + origin), imported)
            if dataclasses.is_dataclass(value) and not isinstance(value, type):
                yield f"{module} imports {imported}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in catalogue.RESOURCES:
            yield f"{module}:{node.lineno} names {node.value!r}"


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
    return ast.unparse(node) in {"self", "cls"}


def written(node: ast.AST) -> Iterator[ast.Attribute]:
    """Yield the attributes that a statement or call sets, or whose container it changes."""
    targets: list[ast.expr] = []
    if isinstance(node, (ast.Assign, ast.Delete)):
        targets = [*node.targets]
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.For)):
        targets = [node.target]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
        targets = [node.func.value]
    while targets:
        target = targets.pop()
        if isinstance(target, (ast.Tuple, ast.List)):
            targets += target.elts
        elif isinstance(target, ast.Subscript):
            targets.append(target.value)
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


def foreign_writes(module: str, tree: ast.Module) -> Iterator[str]:
    """Yield where a module writes into the objects of others."""
    own = own_attributes(tree)
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        made = made_here(function)
        for attribute in (one for node in ast.walk(function) for one in written(node)):
            if attribute.attr not in own and ast.unparse(attribute.value) not in made:
                yield f"{module}:{attribute.lineno} writes {ast.unparse(attribute)}"


@pytest.mark.parametrize("name", LAYERS)
def test_layers(name: str) -> None:
    """A package imports only from the layers below it."""
    problems = [problem for file in package(name) for problem in forbidden_imports(*file)]
    assert not problems, "\n".join(problems)


def test_no_cycle() -> None:
    """No module imports itself over others."""
    assert len([*graphlib.TopologicalSorter(import_graph()).static_order()]) == len(modules())


@pytest.mark.parametrize("name", ["_plan", "_apply"])
def test_no_kind_is_named(name: str) -> None:
    """A plan is made and applied by what the catalogue declares, whatever the kinds of resources are."""
    places = [place for file in package(name) for place in named_kinds(*file)]
    assert not places, "\n".join(places)


def test_foreign_writes() -> None:
    """No file of the planner writes into the objects of another, unless the same function has made the object.

    An attribute belongs to the files whose classes declare or set it. What goes by another name
    (``found = plan.problems; found.append(…)``) is not seen.
    """
    places = [place for file in package("_plan") for place in foreign_writes(*file)]
    assert not places, "\n".join(places)


def test_mirror() -> None:
    """Each helper has a unit test of its name, or is tested elsewhere; each unit test has the name of a file."""
    paths = [file.relative_to(PLUGINS) for file in PLUGINS.rglob("*.py") if file.name != "__init__.py"]
    expected = {str(path): str(path.with_name(f"test_{path.stem.lstrip('_')}.py")) for path in paths}
    unit = ROOT / "tests" / "unit" / "plugins"
    tests = {str(file.relative_to(unit)) for file in unit.rglob("test_*.py")}
    helpers = {file for file in expected if PurePath(file).parts[0] in {"module_utils", "plugin_utils"}}
    assert {file for file in helpers if expected[file] not in tests} == ELSEWHERE.keys()
    assert tests <= set(expected.values())
    assert all((ROOT / test).exists() for test in ELSEWHERE.values())


def test_hops() -> None:
    """The address takes at most 22 hops through at most 10 files, by the definition of tests.structure.hops."""
    way = measure()
    assert way[0].name == "SinchModule.run"
    assert way[-1].file == "module_utils/_transport/session.py"
    assert len(way) - 1 <= 22
    assert len({function.file for function in way}) <= 10


def test_picture() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert document == renewed(document), "python -m tests.structure.picture"
