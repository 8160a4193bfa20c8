# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of an audit: its content, its safety and the layout of its drawings."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._project_config import config_of
from ansible_collections.sinch.sip.plugins.plugin_utils._audit_page import page

# Elements that HTML closes by itself.
VOID = {"input", "meta"}
Box = tuple[int, int, int, int]


class Reader(HTMLParser):
    """Reads the elements of a page with their attributes, its text, and the rectangles of each drawing."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.drawings: list[list[Box]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "svg":
            self.drawings.append([])
        if tag == "rect":
            x, y, width, height = (int(attributes[name] or "") for name in ("x", "y", "width", "height"))
            self.drawings[-1].append((x, y, x + width, y + height))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("script", "style"):
            self.text.append(data)


def _project(trunks: int, name: str = "trunk", lines: int = 2) -> dict[str, Any]:
    pbx = {"name": f"pbx {name}", "address": "192.0.2.1", "port": 5060, "transport": "UDP"}
    return {
        **config_of(Snapshot()),
        "acls": [
            {"name": f"acl {name} {one}", "ip_ranges": [f"10.{one}.0.{two}/32" for two in range(lines)]}
            for one in range(trunks)
        ],
        "credential_lists": [{"name": f"list {name}", "credentials": [{"username": f"user {name}"}]}],
        "trunks": [
            {
                "name": f"{name} {one}",
                "host_name": f"host-{one}",
                "acls": [f"acl {name} {one}"][: one % 3],
                "credential_lists": [f"list {name}"][: one % 2],
                "endpoints": [{**pbx, "priority": two + 1} for two in range(one % 4)],
                "phone_numbers": [f"+1202555{one:04}"][: one % 5],
            }
            for one in range(trunks)
        ],
        "country_permissions": {"enabled": ["US"], "exclusive": True},
        "call_blocking_rules": [{"name": f"rule {name}", "direction": "INBOUND", "caller_match": name}],
    }


def _drop(name: str) -> dict[str, Any]:
    return {"action": "delete", "kind": "sip_trunk", "name": name, "id": "T1", "before": {}, "after": {}}


@pytest.mark.parametrize("trunks", [0, 6, 7, 100])
def test_shows_every_trunk(trunks: int) -> None:
    """The map links to a section for each trunk, and the boxes of a drawing do not overlap."""
    reader = Reader(page("acme", _project(trunks), []))
    headings = [text.strip() for text in reader.text]
    assert {f"trunk {one}" for one in range(trunks)} <= {*headings}
    anchors = [attributes["id"] for tag, attributes in reader.elements if tag == "section" and "id" in attributes]
    anchors.remove("trunks")
    assert len(anchors) == len({*anchors}) == trunks
    (skip, *links) = [attributes["href"] for tag, attributes in reader.elements if tag == "a"]
    assert skip == "#trunks"
    assert links == ([f"#{anchor}" for anchor in anchors] if trunks > 6 else [])
    # Besides the trunks: the map, unlinked objects, and the rules.
    assert len(reader.drawings) == trunks + (3 if trunks > 6 else 2)
    for boxes in reader.drawings:
        for one, other in combinations(boxes, 2):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1], (one, other)


@settings(deadline=None, derandomize=True, database=None)
@given(st.text(alphabet=st.characters() | st.sampled_from("<>&\"'{}\x00\ud800"), min_size=1))
def test_names_are_text(name: str) -> None:
    """No name adds elements or attributes, and every page can be encoded."""
    html = page(name, _project(4, name), [_drop(f"{name} 1")])
    html.encode()
    plain = Reader(page("x", _project(4, "x"), [_drop("x 1")]))
    shape = [(tag, sorted(attributes)) for tag, attributes in Reader(html).elements if tag != "title"]
    assert shape == [(tag, sorted(attributes)) for tag, attributes in plain.elements if tag != "title"]


def test_self_contained() -> None:
    """The page has one script, loads no resources, and forbids all else."""
    html = page("acme", _project(8), [_drop("trunk 1")])
    reader = Reader(html)
    assert [attributes for tag, attributes in reader.elements if tag == "script"] == [{}]
    forbidden = {"link", "img", "iframe", "object", "use"}
    assert {tag for tag, _attributes in reader.elements}.isdisjoint(forbidden)
    assert not re.search(r"https?:|url\(|@import|@font-face", html)
    names = {name for _tag, attributes in reader.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in ("src", "style", "srcset")}
    (policy,) = (attributes["content"] for _tag, attributes in reader.elements if "http-equiv" in attributes)
    script = html[html.index("<script>") + len("<script>") : html.index("</script>")]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert str(policy).startswith(f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline';")


def test_accessible() -> None:
    """Headings have an order without gaps, and every control and drawing a name."""
    reader = Reader(page("acme", _project(8), [_drop("trunk 1")]))
    tags = [tag for tag, _attributes in reader.elements]
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(level <= before + 1 for before, level in zip(levels, levels[1:]))
    assert (tags.count("main"), tags.count("header"), tags.count("output")) == (1, 1, 1)
    # Each input is in a label of its own.
    assert tags.count("label") == tags.count("input") == 2
    assert all(attributes.get("aria-label") for tag, attributes in reader.elements if tag == "svg")


def test_differences() -> None:
    """A difference is listed with a link to its trunk, and the trunk is marked."""
    reader = Reader(page("acme", _project(3), [_drop("trunk 1")]))
    assert "Drift: 1 difference" in reader.text
    assert ("a", {"href": "#trunk-2"}) in reader.elements
    assert reader.text[reader.text.index("SIP trunks ") + 1] == "3"
    assert reader.text.count("\N{MINUS SIGN} only in the project") == len(["legend", "list", "heading", "box"])
    clean = Reader(page("acme", _project(3), []))
    assert "No drift: the project is as its file says" in clean.text
    assert clean.text.count("\N{MINUS SIGN} only in the project") == len(["legend"])


def test_long_lists_are_cut_and_complete() -> None:
    """A box with too many lines shows marked lines first and counts the rest; all lines are listed below."""
    ranges = [f"10.2.0.{two}/32" for two in range(40)]
    plan = {**_drop("acl trunk 2"), "action": "update", "kind": "acl", "id": "A1", "before": {"ip_ranges": ranges[39:]}}
    text = Reader(page("acme", _project(3, lines=40), [{**plan, "after": {"ip_ranges": []}}])).text
    drawn = text[: text.index("All of acl trunk 2: 40")]
    assert "and 29 more" in drawn
    assert "\N{MINUS SIGN} 10.2.0.39/32" in drawn
    assert [one for one in ranges if one in drawn] == ranges[:10]
    assert {*ranges[:39], "\N{MINUS SIGN} 10.2.0.39/32"} <= {*text[len(drawn) :]}


def test_long_names_are_cut_and_complete() -> None:
    """A long name is cut to the width of its box and shown in full as its title."""
    project = {**_project(0), "call_blocking_rules": [{"name": "x" * 60, "direction": "INBOUND"}]}
    text = Reader(page("acme", project, [])).text
    assert {"x" * 36 + "…", "x" * 60} <= {*text}


def test_same_bytes() -> None:
    """The order of objects in the API does not matter."""
    project = _project(5)
    trunks = [{**trunk, "endpoints": trunk["endpoints"][::-1]} for trunk in project["trunks"][::-1]]
    assert page("acme", {**project, "trunks": trunks}, []) == page("acme", project, [])
