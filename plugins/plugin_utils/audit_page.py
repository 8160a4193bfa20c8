# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of an audit: one file of HTML that needs nothing else, runs nothing, and shows a project and its drift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils.resources.catalogue import RESOURCES, SIP_TRUNK

from .drawing import SIGNS, Box, boxes_drawing, map_drawing, thing_box, trunk_boxes, trunk_drawing
from .drift import DIFFERS, IN_FILE, IN_PROJECT, WORDS, Difference
from .markup import Html, element, escaped, joined, names
from .topology import Line, Topology, Trunk, topology

# With fewer trunks than this, there is no need of a map.
_LEAST_ON_A_MAP = 7

# Should anything ever slip through unescaped, the browser still runs and loads nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_STYLE = """
:root { color-scheme: light dark; --page: #fff; --ink: #1f2328; --soft: #59636e; --rule: #d1d9e0; --box: #f6f8fa;
  --file: #0550ae; --project: #a40e26; --differs: #7a4d00; --file-box: #ddf4ff; --project-box: #ffebe9;
  --differs-box: #fff8c5; }
@media (prefers-color-scheme: dark) { :root { --page: #0d1117; --ink: #e6edf3; --soft: #9198a1; --rule: #3d444d;
  --box: #161b22; --file: #79c0ff; --project: #ff9b94; --differs: #e3b341; --file-box: #0c2d4d; --project-box: #4b1113;
  --differs-box: #3a2a03; } }
body { margin: 0 auto; max-width: 1080px; padding: 24px 16px 64px; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 26px; margin: 0 0 8px; } h2 { font-size: 20px; margin: 40px 0 12px; }
h3 { font-size: 16px; margin: 28px 0 4px; padding-top: 12px; border-top: 1px solid var(--rule); }
ul { list-style: none; margin: 0; padding: 0; } li { margin: 2px 0; }
a { color: inherit; } .soft, summary { color: var(--soft); }
.only_in_file { --mark: var(--file); --fill: var(--file-box); }
.only_in_project { --mark: var(--project); --fill: var(--project-box); }
.differs { --mark: var(--differs); --fill: var(--differs-box); }
.badge, .chip { display: inline-block; border: 1px solid var(--mark, var(--rule)); border-radius: 6px; padding: 0 7px;
  background: var(--fill, var(--box)); color: var(--mark, var(--ink)); }
.badge { font-size: 13px; font-weight: 600; white-space: nowrap; }
.chips li { display: inline-block; margin: 2px 4px 2px 0; }
.verdict { font-size: 18px; font-weight: 600; margin: 0; }
.drawing { overflow-x: auto; } svg { display: block; width: 100%; min-width: 760px; }
svg text { font-size: 13px; fill: var(--ink); }
svg rect { fill: var(--fill, var(--box)); stroke: var(--mark, var(--rule)); }
svg .box.only_in_file > rect { stroke-dasharray: 6 4; stroke-width: 1.5; }
svg .box.only_in_project > rect, svg .box.differs > rect { stroke-width: 1.5; }
svg .title { font-weight: 600; } svg .label, svg .caption { fill: var(--soft); }
svg .caption { font-weight: 600; }
svg .sign { fill: var(--mark); font-weight: 600; text-anchor: end; }
svg .line.only_in_file, svg .line.only_in_project { fill: var(--mark); font-weight: 600; }
svg .muted > rect { fill: none; stroke-dasharray: 2 4; } svg .muted > .title { fill: var(--soft); font-weight: 400; }
.arrow line { stroke: var(--mark, var(--soft)); stroke-width: 1.5; } .arrow path { fill: var(--mark, var(--soft)); }
.arrow.only_in_file line { stroke-dasharray: 6 4; }
.arrow circle { fill: var(--page); stroke: var(--mark); }
.arrow text { fill: var(--mark); text-anchor: middle; font-weight: 600; }
@media print { section { break-inside: avoid; } .drawing { overflow: visible; } }
"""


def page(title: str, config: Mapping[str, Any], plan: Sequence[Mapping[str, Any]]) -> str:
    """Return the page of an audit.

    ``title`` says which project it is about, ``config`` is what sinch_sip_config_info returns, and ``plan`` what
    sinch_sip_config does that is to make the project exactly what its file says. The page is the same for the same
    arguments, down to the byte.
    """
    whole = topology(config, plan)
    anchors = [f"trunk-{number}" for number in range(1, len(whole.trunks) + 1)]
    head = [
        Html('<meta charset="utf-8">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
        element("title", escaped(f"SIP trunks of {title}")),
        element("style", Html(_STYLE)),
    ]
    body = [_header(title, whole), *_drift(whole, anchors), *_trunks(whole, anchors), *_project(whole)]
    lines = ["<!DOCTYPE html>", element("html", element("head", *head), element("body", *body), lang="en")]
    return "\n".join(lines) + "\n"


def _header(title: str, whole: Topology) -> Html:
    counts = Counter(one.status for one in whole.differences)
    total = len(whole.differences)
    verdict = f"Drift: {total} difference{'s' * (total > 1)}" if total else "No drift: the project is as its file says"
    legend = (
        (IN_FILE, "converging adds it"),
        (IN_PROJECT, "the file does not have it"),
        (DIFFERS, "both have it, and not the same"),
    )
    meanings = (joined([_badge(mark), escaped(f" {counts[mark]} ({meaning})")]) for mark, meaning in legend)
    return element(
        "header",
        element("h1", escaped(f"SIP trunks of {title}")),
        element("p", escaped(verdict), class_="verdict"),
        element("p", joined(meanings, Html(" &emsp; ")), class_="soft"),
    )


def _badge(mark: str) -> Html:
    return element("span", escaped(f"{SIGNS[mark]} {WORDS[mark]}"), class_=names("badge", mark)) if mark else Html("")


def _section(title: str, *content: Html) -> Html:
    return element("section", element("h2", escaped(title)), *content)


def _drift(whole: Topology, anchors: Sequence[str]) -> Iterator[Html]:
    if whole.differences:
        where = {trunk.thing.later: anchor for trunk, anchor in zip(whole.trunks, anchors)}
        items = (_drift_item(one, where) for one in whole.differences)
        yield _section("What differs", element("ul", *items))


def _drift_item(one: Difference, where: Mapping[str, str]) -> Html:
    anchor = where.get(one.name if one.kind == SIP_TRUNK.kind else one.trunk or "")
    words = escaped(f"{RESOURCES[one.kind].label} {one.title()}")
    link = element("a", words, href=f"#{anchor}") if anchor else words
    details = one.details()
    return element("li", _badge(one.status), Html(" "), link, escaped(f": {details}" if details else ""))


def _trunks(whole: Topology, anchors: Sequence[str]) -> Iterator[Html]:
    pairs = [*zip(whole.trunks, anchors)]
    dialled = [line for line in whole.countries if line.mark != IN_FILE]
    overview = [map_drawing(whole.trunks, anchors)] if len(pairs) >= _LEAST_ON_A_MAP else []
    lanes = (_lane(trunk, anchor, dialled) for trunk, anchor in pairs)
    yield _section(f"Trunks: {len(pairs)}", *overview, *lanes)


def _lane(trunk: Trunk, anchor: str, dialled: Sequence[Line]) -> Html:
    title = element("h3", escaped(trunk.thing.name), Html(" "), _badge(trunk.mark))
    boxes = [box for some in trunk_boxes(trunk) for box in some]
    return element("section", title, trunk_drawing(trunk, dialled), *_whole_lists(boxes), id=anchor)


def _whole_lists(boxes: Iterable[Box]) -> Iterator[Html]:
    """Yield all lines of the boxes that are drawn with some of them."""
    for box in boxes:
        if box.is_cut:
            yield element(
                "details", element("summary", escaped(f"All of {box.title}: {len(box.lines)}")), _chips(box.lines)
            )


def _chips(lines: Iterable[Line]) -> Html:
    chips = (
        element(
            "li", element("span", escaped(f"{SIGNS[line.mark]} {line.text}".strip()), class_=names("chip", line.mark))
        )
        for line in lines
    )
    return element("ul", *chips, class_="chips")


def _project(whole: Topology) -> Iterator[Html]:
    if whole.unused:
        boxes = [thing_box(thing) for thing in whole.unused]
        yield _section("Linked to no trunk", boxes_drawing("Linked to no trunk", boxes), *_whole_lists(boxes))
    none = element("p", escaped("None."), class_="soft")
    yield _section("Countries that can be dialled", _chips(whole.countries) if whole.countries else none)
    if whole.rules:
        yield _section("Call blocking rules", boxes_drawing("Call blocking rules", [*map(thing_box, whole.rules)]))
