# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the files below plugins/ import. A module goes by its dotted path from there: ``module_utils._plan.model``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
COLLECTION = "ansible_collections.sinch.sip.plugins."


def module_name(file: Path) -> str:
    """Return the name of the module in a file."""
    return ".".join(file.relative_to(PLUGINS).with_suffix("").parts)


def modules() -> dict[str, ast.Module]:
    """Return the syntax trees of all modules by name; those of packages themselves are empty."""
    files = [file for file in sorted(PLUGINS.rglob("*.py")) if file.name != "__init__.py"]
    return {module_name(file): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def imported_names(module: str, tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module imports, each with its module: ``module_utils._plan.model.Plan``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".")[: -node.level] if node.level else []
            origin = ".".join([*package, *filter(None, [node.module])]).removeprefix(COLLECTION)
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def import_graph() -> dict[str, set[str]]:
    """Return the modules of the collection that each module imports."""
    trees = modules()
    graph: dict[str, set[str]] = {}
    for module, tree in trees.items():
        names = set(imported_names(module, tree))
        graph[module] = (trees.keys() & (names | {name.rpartition(".")[0] for name in names})) - {module}
    return graph


def reachable(graph: Mapping[str, set[str]], start: str) -> set[str]:
    """Return what can be reached from a node of a graph, the node itself only over a cycle."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        new = graph[ahead.pop()] - found
        found |= new
        ahead += new
    return found
