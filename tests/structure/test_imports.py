# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each package imports only what it may, and the planner and the executor name no kind of resource."""

from __future__ import annotations

import ast
import dataclasses
import graphlib
import importlib
import sys
from collections.abc import Iterator, Set
from typing import NamedTuple

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._resources import catalogue

from .imports import COLLECTION, import_graph, imported_names, modules

RESOURCES = "module_utils._resources."


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


def package(name: str) -> list[tuple[str, ast.Module]]:
    """Return the names and syntax trees of the modules of a package of module_utils/."""
    return [(module, tree) for module, tree in modules().items() if module.startswith(f"module_utils.{name}.")]


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
        if origin.startswith(RESOURCES):
            value = getattr(importlib.import_module(COLLECTION + origin), imported)
            if dataclasses.is_dataclass(value) and not isinstance(value, type):
                yield f"{module} imports {imported}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in catalogue.RESOURCES:
            yield f"{module}:{node.lineno} names {node.value!r}"


@pytest.mark.parametrize("name", LAYERS)
def test_layers(name: str) -> None:
    """A package imports only from the layers below it."""
    files = package(name)
    assert files
    problems = [problem for file in files for problem in forbidden_imports(*file)]
    assert not problems, "\n".join(problems)


def test_no_cycle() -> None:
    """No module imports itself over others."""
    assert len([*graphlib.TopologicalSorter(import_graph()).static_order()]) == len(modules())


@pytest.mark.parametrize("name", ["_plan", "_apply"])
def test_no_kind_is_named(name: str) -> None:
    """A plan is made and applied by what the catalogue declares, whatever the kinds of resources are."""
    places = [place for file in package(name) for place in named_kinds(*file)]
    assert not places, "\n".join(places)


def test_what_is_noticed() -> None:
    """An import from above, a library, the declaration of a kind and its name are each noticed."""
    source = "import requests\nfrom .._calls import Task\nfrom .._resources.catalogue import ACL, RESOURCES\nx='acl'\n"
    module, tree = "module_utils._plan.made_up", ast.parse(source)
    assert len([*forbidden_imports(module, tree)]) == 2
    assert len([*named_kinds(module, tree)]) == 2
