# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTML page of an audit: a project and its drift in one self-contained file."""

from __future__ import annotations

import base64
import functools
import hashlib
import os
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from ansible_collections.sinch.sip.plugins.module_utils._drift import DIFFERS, IN_FILE, IN_PROJECT, WORDS, Difference
from ansible_collections.sinch.sip.plugins.module_utils._project_config import KINDS
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import SIP_TRUNK, resource_of

from ._drawing import SIGNS, Box, Drawing, boxes_drawing, map_drawing, thing_box, trunk_boxes, trunk_drawing
from ._topology import Thing, Topology, topology

# The smallest number of trunks for which the page has a map.
_LEAST_ON_A_MAP = 7
_MEANINGS = {
    IN_FILE: "converging adds it",
    IN_PROJECT: "the file does not have it",
    DIFFERS: "not the same in both",
}


@dataclass(frozen=True)
class _Row:
    """A row of the list of differences; ``anchor`` is that of the trunk it belongs to."""

    mark: str
    words: str
    details: str
    anchor: str


@dataclass(frozen=True)
class _Boxes:
    """A drawing and its boxes, some of which may be cut."""

    drawing: Drawing
    boxes: Sequence[Box]


@dataclass(frozen=True)
class _Lane(_Boxes):
    """The drawing of one trunk."""

    name: str
    mark: str
    anchor: str


def page(title: str, config: Mapping[str, Any], plan: Sequence[Mapping[str, Any]], subtitle: str = "") -> str:
    """Return the page of an audit; equal arguments give the same bytes.

    ``title`` names the project, ``config`` comes from sinch_sip_config_info, and ``plan`` is the plan of
    sinch_sip_config that would make the project equal to its file.
    """
    whole = topology(config, plan)
    anchors = [f"trunk-{number}" for number in range(1, len(whole.trunks) + 1)]
    counts = Counter(one.status for one in whole.differences)
    return _template().render(
        title=title,
        subtitle=subtitle,
        verdict=_verdict(len(whole.differences)),
        facts=_facts(config),
        counts=[(mark, counts[mark], meaning) for mark, meaning in _MEANINGS.items()],
        differences=_rows(whole, anchors),
        overview=map_drawing(whole.trunks, anchors) if len(anchors) >= _LEAST_ON_A_MAP else None,
        lanes=_lanes(whole, anchors),
        unused=_side_by_side("Linked to no trunk", whole.unused),
        countries=whole.countries,
        standalone=[(heading, _side_by_side(heading, things)) for heading, things in whole.standalone.items()],
    )


@functools.lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(os.path.join(os.path.dirname(__file__), "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    # The script is part of the collection, so it is put in as it is. The page allows this one by its hash.
    lines = environment.get_template("audit.js").render().splitlines(keepends=True)
    script = Markup("".join(line for line in lines if not line.startswith("//")))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals.update(signs=SIGNS, words=WORDS, script=script, script_hash=f"sha256-{digest}")
    return environment.get_template("audit.html.j2")


def _printable(value: Any) -> Any:
    """Return text with the characters that HTML forbids (control characters, lone surrogates) replaced."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    shown = ("\N{REPLACEMENT CHARACTER}" if unicodedata.category(one) in ("Cc", "Cs") else one for one in value)
    return "".join(shown)


def _facts(config: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return how many objects of each kind the project has, by the plural of the kind."""
    trunks = config["trunks"]
    counts = [
        (resource.heading, len(config[option]) if option in config else sum(len(trunk[option]) for trunk in trunks))
        for option, resource in KINDS.items()
    ]
    return [*counts, ("Countries that can be dialled", len(config["country_permissions"]["enabled"]))]


def _verdict(total: int) -> str:
    if not total:
        return "No drift: the project is as its file says"
    return f"Drift: {total} difference{'s' * (total > 1)}"


def _rows(whole: Topology, anchors: Sequence[str]) -> list[_Row]:
    where = {trunk.thing.later: anchor for trunk, anchor in zip(whole.trunks, anchors)}
    return [_row(one, where) for one in whole.differences]


def _row(one: Difference, where: Mapping[str, str]) -> _Row:
    anchor = where.get(one.name if one.kind == SIP_TRUNK.kind else one.trunk or "", "")
    return _Row(one.status, f"{resource_of(one.kind).label} {one.title()}", one.details(), anchor)


def _lanes(whole: Topology, anchors: Sequence[str]) -> list[_Lane]:
    dialled = [line for line in whole.countries if line.mark != IN_FILE]
    return [
        _Lane(
            drawing=trunk_drawing(trunk, dialled),
            boxes=[box for some in trunk_boxes(trunk) for box in some],
            name=trunk.thing.name,
            mark=trunk.mark,
            anchor=anchor,
        )
        for trunk, anchor in zip(whole.trunks, anchors)
    ]


def _side_by_side(title: str, things: Sequence[Thing]) -> _Boxes | None:
    boxes = [thing_box(thing) for thing in things]
    return _Boxes(boxes_drawing(title, boxes), boxes) if boxes else None
