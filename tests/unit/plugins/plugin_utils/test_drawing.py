# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The layout of drawings."""

from __future__ import annotations

import pytest

from ansible_collections.sinch.sip.plugins.plugin_utils._drawing import Drawing, fitted, map_drawing, trunk_drawing
from ansible_collections.sinch.sip.plugins.plugin_utils._topology import Admission, Line, Thing, Trunk

WIDE = "\u6771"
MAIN = Thing("sip_trunk", "main", mark="differs")


def _titles(drawing: Drawing, muted: bool) -> list[str]:
    return [text.text for box in drawing.boxes if box.muted is muted for text in box.texts if text.style == "title"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("x" * 10, "x" * 10), ("x" * 11, "x" * 9 + "…"), (WIDE * 5, WIDE * 5), (WIDE * 6, WIDE * 4 + "…"), ("", "")],
)
def test_fitted(text: str, shown: str) -> None:
    assert fitted(text, 10) == shown


def test_trunk_without_objects() -> None:
    drawing = trunk_drawing(Trunk(MAIN), [])
    assert [title.partition(":")[0] for title in _titles(drawing, True)] == ["Nobody", "Nowhere", "None", "Nowhere"]
    assert (_titles(drawing, False), drawing.arrows) == (["main"], [])


def test_trunk() -> None:
    """Boxes are left and right of the trunk, with arrows in between that have the marks of links."""
    admissions = [Admission(Thing("acl", "office"), "only_in_file")]
    trunk = Trunk(MAIN, admissions, [Thing("sip_endpoint", "pbx", order=3)], [Line("+12")])
    drawing = trunk_drawing(trunk, [Line("US"), Line("GB")])
    places = [
        ("office", 0),
        ("Countries that can be dialled: 2", 760),
        ("Phone numbers", 0),
        ("pbx", 760),
        ("main", 380),
    ]
    assert [*zip(_titles(drawing, False), [box.x for box in drawing.boxes])] == places
    arrows = [(arrow.start, arrow.end, arrow.mark) for arrow in drawing.arrows]
    assert arrows == [(320, 380, "only_in_file"), (700, 760, ""), (320, 380, ""), (700, 760, "")]
    for box, arrow in zip(drawing.boxes, drawing.arrows):
        assert box.y < arrow.y < box.y + box.height <= drawing.height
    texts = [text.text for box in drawing.boxes for text in box.texts if text.style in ("label", "line", "sign")]
    assert texts == ["ACL", "US, GB", "+12", "priority 3", "\N{NOT EQUAL TO} differs", "SIP trunk"]


def test_map() -> None:
    drawing = map_drawing([Trunk(MAIN)] * 7, [f"trunk-{number}" for number in range(7)])
    assert len({(box.x, box.y) for box in drawing.boxes}) == 7
    last = drawing.boxes[6]
    assert (last.x, last.y, last.anchor, drawing.height) == (0, 30, "trunk-6", 60)
