# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw the structure of plugins/ in CONTRIBUTING.md, from its imports: ``python -m tests.structure.picture``.

The modules directly below module_utils/ are two boxes: those that use a package of it, and those that use none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from .imports import ROOT, import_graph, reachable

DOCUMENT = ROOT / "CONTRIBUTING.md"
# The packages that are drawn with their modules.
_OPEN = ("_plan", "_apply")
_PLACE = re.compile(r"(?s)(?<=<!-- structure: begin -->\n).*(?=<!-- structure: end -->)")


def _package(module: str) -> str:
    """Return the package of a module: the one in module_utils/, "" directly there; elsewhere the folder of plugins/."""
    folder, _dot, rest = module.partition(".")
    return folder if folder != "module_utils" else rest.rpartition(".")[0]


def boxes(graph: Mapping[str, set[str]]) -> dict[str, str]:
    """Return the label of the box that each module is in; a module without imports to or from others has no box."""
    packages = {module: _package(module) for module in graph}
    direct = [module for module, package in packages.items() if not package]
    labels = dict(packages)
    for uses_packages in (True, False):
        group = [one for one in direct if any(packages[it] for it in reachable(graph, one)) == uses_packages]
        names = [module.rpartition(".")[2] for module in group]
        lines = [", ".join(names[start : start + 4]) for start in range(0, len(names), 4)]
        labels |= dict.fromkeys(group, "<br>".join(["module_utils:", *lines]))
    used = {module for imported in graph.values() for module in imported}
    return {module: labels[module] for module in graph if graph[module] or module in used}


def arrows(edges: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Yield the edges of a graph that do not follow from others."""
    for source, targets in sorted(edges.items()):
        implied = {one for target in targets for one in reachable(edges, target)}
        yield from ((source, target) for target in sorted(targets - implied))


def picture() -> str:
    """Return the picture as a block of Markdown."""
    graph = import_graph()
    box = boxes(graph)
    between: dict[str, set[str]] = {label: set() for label in sorted(box.values())}
    inside: dict[str, dict[str, set[str]]] = {label: defaultdict(set) for label in _OPEN}
    for module, label in box.items():
        between[label] |= {box[one] for one in graph[module]} - {label}
        if label in _OPEN:
            inside[label][module] = {one for one in graph[module] if box[one] == label}
    ids = {label: f"box{number}" for number, label in enumerate(between)}
    lines = ["flowchart TD"]
    for label, name in ids.items():
        if label not in _OPEN:
            lines.append(f'    {name}["{label}"]')
            continue
        short = {module: module.rpartition(".")[2] for module in inside[label]}
        lines.append(f'    subgraph {name}["{label}"]')
        lines += [f'        {label}.{text}["{text}"]' for text in short.values()]
        lines += [f"        {label}.{short[a]} --> {label}.{short[b]}" for a, b in arrows(inside[label])]
        lines.append("    end")
    lines += [f"    {ids[source]} --> {ids[target]}" for source, target in arrows(between)]
    return "\n".join(["```mermaid", *lines, "```", ""])


def renewed(document: str) -> str:
    """Return a document with the current picture."""
    renewed, count = _PLACE.subn(lambda _found: picture(), document)
    assert count == 1, "the document has no place for the picture"
    return renewed


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
